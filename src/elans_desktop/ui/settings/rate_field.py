"""A rate typed in per cent and kept in basis points."""

from __future__ import annotations

import re

from elans_desktop.core.errors import InputError

RATE_HELP = "0 s’il n’y en a pas."


def show_rate(basis_points: int) -> str:
    """« 15 », « 14,5 »."""
    whole, rest = divmod(basis_points, 100)
    return f"{whole},{rest:02}".rstrip("0") if rest else str(whole)


def read_rate(text: str, field: str = "ceiling_rate") -> int:
    """« 15 », « 14,5 », « 15 % » in basis points. Raises InputError for `field`."""
    match = re.fullmatch(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*%?", text.strip().replace("\u00a0", " "))
    if match is None:
        raise InputError({field: "Écrivez un pourcentage, comme 15 ou 14,5."})
    return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))

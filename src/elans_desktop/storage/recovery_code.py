"""The printed recovery code: 160 bits in four lines of eight signs, one control sign per line.

Signs are Crockford's base 32 (no I, L, O, U). A line's control sign comes from a weighted sum in
GF(32): it reveals any single wrong sign, any two neighbours swapped, and two lines swapped.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from elans_desktop.core.errors import InputError
from elans_desktop.core.formats import NBSP

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LINES = 4
SIGNS = 8
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})
_IGNORED = str.maketrans("", "", " \t\r\n-–—_.·\u00a0\u202f")
_POLYNOMIAL = 0b100101


class MistypedCode(InputError):
    """The code was mistyped: `lines` are the numbers (from 1) of the lines to read again."""

    def __init__(self, sentence: str, lines: Sequence[int] = ()) -> None:
        super().__init__({"code": sentence})
        self.lines = tuple(lines)


@dataclass(frozen=True, slots=True)
class RecoveryCode:
    """A code, held in memory only: shown and printed, never stored."""

    secret: bytes = field(repr=False)
    """20 bytes."""
    number: int
    """« Code n° 2 »: how many were drawn for this classeur, this one included."""

    @classmethod
    def draw(cls, number: int) -> RecoveryCode:
        """A new random code."""
        return cls(secrets.token_bytes(20), number)

    def lines(self) -> list[str]:
        """The four lines as printed: « 7KQ4 M2ZX 9 », the last sign being the control."""
        value = int.from_bytes(self.secret)
        signs = [value >> 5 * (LINES * SIGNS - 1 - place) & 31 for place in range(LINES * SIGNS)]
        printed: list[str] = []
        for line in range(LINES):
            part = signs[line * SIGNS : (line + 1) * SIGNS]
            word = "".join(ALPHABET[sign] for sign in [*part, _control(part, line)])
            printed.append(f"{word[:4]} {word[4:8]} {word[8]}")
        return printed


def read_code(typed: str) -> bytes:
    """The 20 secret bytes of a typed code; case, spaces, dashes, and I, L, O are forgiven.

    Raises MistypedCode, which says which lines to read again.
    """
    text = typed.upper().translate(_IGNORED).translate(_READ_AS)
    length = LINES * (SIGNS + 1)
    if unknown := sorted({sign for sign in text if sign not in ALPHABET}):
        places = sorted({text.index(sign) // (SIGNS + 1) + 1 for sign in unknown})
        shown = ", ".join(f"«{NBSP}{sign}{NBSP}»" for sign in unknown)
        raise MistypedCode(f"Un code de secours ne contient jamais {shown}{NBSP}: relisez la fiche.", places)
    if len(text) != length:
        raise MistypedCode(
            f"Un code de secours compte {length} signes, quatre lignes de neuf{NBSP}: "
            f"vous en avez tapé {len(text)}."
        )
    wrong: list[int] = []
    value = 0
    for line in range(LINES):
        signs = [ALPHABET.index(sign) for sign in text[line * 9 : line * 9 + 9]]
        if signs[SIGNS] != _control(signs[:SIGNS], line):
            wrong.append(line + 1)
        for sign in signs[:SIGNS]:
            value = value << 5 | sign
    if wrong:
        raise MistypedCode(_wrong_lines(wrong), wrong)
    return value.to_bytes(20)


def _wrong_lines(wrong: list[int]) -> str:
    """By their letter, as on the sheet."""
    *others, last = (chr(ord("A") + line - 1) for line in wrong)
    if not others:
        return f"Il y a une faute de frappe dans la ligne {last} du code."
    return f"Il y a une faute de frappe dans les lignes {', '.join(others)} et {last} du code."


def _control(signs: Sequence[int], line: int) -> int:
    """The control sign c with d0 + a·d1 + … + a⁷·d7 + a⁸·c = line + 1 in GF(32), a = 2."""
    total = line + 1
    for place, sign in enumerate(signs):
        total ^= _times_power(sign, place)
    return _times_power(total, 31 - SIGNS)  # a has order 31: multiplying by a²³ divides by a⁸


def _times_power(value: int, power: int) -> int:
    """`value` × 2**`power` in GF(32), modulo x⁵ + x² + 1."""
    for _ in range(power):
        value <<= 1
        if value & 32:
            value ^= _POLYNOMIAL
    return value

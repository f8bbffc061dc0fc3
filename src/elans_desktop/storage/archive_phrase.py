"""The phrase of an archive handed over: long, since the format of such archives protects a short one badly.

Whoever holds the file may try phrases as fast as their computer goes (1,000 rounds of SHA-1 each, set by the
format): about a million a second. Sixteen signs drawn at random hold; six common words too.
"""

from __future__ import annotations

import secrets

from elans_desktop.core.errors import InputError
from elans_desktop.core.formats import NBSP

MINIMUM = 14
"""Signs. Below, refused: nobody limits the tries on a file."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those taken for another when dictated: i, l, o, 0, 1."""
_GROUPS, _OF = 5, 4


def generate() -> str:
    """« k7mq-2xwd-9hpe-rt4c-vb3n »: 99 bits, in groups that one dictates."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_OF)) for _ in range(_GROUPS))


def check(phrase: str, field: str = "phrase") -> None:
    """Refuse a phrase too short to protect a file. Raises InputError."""
    if len(phrase) < MINIMUM:
        raise InputError({field: advice()})


def advice() -> str:
    """What is said of the length."""
    return (
        f"Au moins {MINIMUM} signes{NBSP}: un fichier s’attaque longtemps, sans que personne le sache. "
        "Cinq ou six mots sans rapport entre eux conviennent."
    )

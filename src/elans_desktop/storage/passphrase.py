"""Advice on a passphrase: a minimum length, then how long it would resist; no composition rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from elans_desktop.core.errors import InputError
from elans_desktop.core.formats import NBSP

MINIMUM = 8
"""Signs. Below, refused; above, only advised upon."""
_READ_BY_ESTIMATOR = 72
_LEVELS = ("très facile à deviner", "facile à deviner", "moyenne", "solide", "très solide")
_MORE_WORDS = (
    f"Quatre mots sans rapport entre eux font une bonne phrase{NBSP}: "
    f"«{NBSP}tabouret pluie cantine violet{NBSP}»."
)
_KNOWN = f"Cette phrase ressemble à un mot de passe très répandu. {_MORE_WORDS}"
_PERSONAL = f"Un nom, le vôtre ou celui de la structure, se devine vite. {_MORE_WORDS}"
_KEYBOARD = f"Les suites de touches voisines (azerty, 12345) s’essaient en premier. {_MORE_WORDS}"
_DATE = f"Une date se devine vite. {_MORE_WORDS}"
_REPEAT = f"Répéter un mot ou une lettre n’ajoute presque rien. {_MORE_WORDS}"
_BY_PATTERN = {
    "dictionary": _KNOWN,
    "spatial": _KEYBOARD,
    "sequence": _KEYBOARD,
    "date": _DATE,
    "repeat": _REPEAT,
}


@dataclass(frozen=True, slots=True)
class PassphraseAdvice:
    """`score` from 0 (guessed at once) to 4, its French `level`, and what to do, empty when all is well."""

    score: int
    level: str
    advice: str
    accepted: bool
    """False only when it is too short."""


def check(passphrase: str) -> None:
    """Refuse a phrase under the minimum length. Raises InputError on `passphrase`."""
    if len(passphrase) < MINIMUM:
        raise InputError({"passphrase": _too_short()})


def advise(passphrase: str, known_words: Sequence[str] = ()) -> PassphraseAdvice:
    """What to think of a phrase; `known_words` are the names an intruder would try (user, structure)."""
    if len(passphrase) < MINIMUM:
        return PassphraseAdvice(0, _LEVELS[0], _too_short(), accepted=False)
    from zxcvbn import zxcvbn  # 30,000 words: read only when somebody chooses a phrase

    words = [word for name in known_words for word in (name, *name.split()) if len(word) > 2]
    found = zxcvbn(passphrase[:_READ_BY_ESTIMATOR], user_inputs=words)
    score = int(found["score"])
    advice = ""
    if score < 3:
        longest = max(found["sequence"], key=lambda part: len(part["token"]))
        if longest.get("dictionary_name") == "user_inputs":
            advice = _PERSONAL
        else:
            advice = _BY_PATTERN.get(longest["pattern"], _MORE_WORDS)
    return PassphraseAdvice(score, _LEVELS[score], advice, accepted=True)


def _too_short() -> str:
    return f"Au moins {MINIMUM} signes{NBSP}: quelques mots se retiennent mieux qu’un mot compliqué."

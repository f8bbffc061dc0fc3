"""Passages to read again before a text about a person is kept: health, justice, private life, judgments.

A reminder, never a ban: the words are those of `to_reread.json`. Free text is where a file goes wrong, and
the person may ask to read it (CNIL, délibération 2021-028).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from elans_desktop.core.resources import read_json
from elans_desktop.core.text import fold

REMINDER = (
    "Des faits, des dates, les mots de la personne. Ni diagnostic ni jugement\u00a0: elle peut lire ce texte."
)
"""Stands above every text written about a person, for good."""

_WORD = re.compile(r"[\w\u0300-\u036f]+")
_LONGEST = 200
"""Letters of a word beyond which it is no word."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Some words of a text, from `start` to `end`, and why they deserve another look."""

    start: int
    end: int
    words: str = field(repr=False)
    reason: str


def passages(text: str) -> tuple[Passage, ...]:
    """The passages to read again, in their order."""
    exact, beginnings, pairs = _lexicon()
    found: list[Passage] = []
    previous: tuple[int, str] | None = None
    for match in _WORD.finditer(text):
        if len(match.group()) > _LONGEST:
            previous = None
            continue
        word = fold(match.group())
        start, reason = match.start(), exact.get(word, "")
        if not reason and previous and (reason := pairs.get(f"{previous[1]} {word}", "")):
            start = previous[0]
        if not reason:
            reason = next((why for stem, why in beginnings.get(word[:3], ()) if word.startswith(stem)), "")
        if reason:
            found.append(Passage(start, match.end(), text[start : match.end()], reason))
        previous = (match.start(), word)
    return tuple(found)


_Stems = dict[str, tuple[tuple[str, str], ...]]


@cache
def _lexicon() -> tuple[dict[str, str], _Stems, dict[str, str]]:
    """Whole words, beginnings by their first three letters, pairs of words; each with its why."""
    exact: dict[str, str] = {}
    pairs: dict[str, str] = {}
    stems: dict[str, list[tuple[str, str]]] = {}
    for row in read_json("reference/to_reread.json")["rows"]:
        for written in row["words"]:
            word = fold(written)
            if written.endswith("*"):
                stems.setdefault(word[:3], []).append((word, row["label"]))
            elif " " in word:
                pairs[word] = row["label"]
            else:
                exact[word] = row["label"]
    return exact, {key: tuple(found) for key, found in stems.items()}, pairs

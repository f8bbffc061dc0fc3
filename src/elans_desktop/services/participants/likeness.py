"""Whether two files may be of one person: how much they look alike, and why, in words. Pure.

People are found by what they share (names in any order, birth date with a name, telephone), never compared
two by two: 20,000 files are looked through in a second.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from elans_desktop.core.formats import date_short
from elans_desktop.core.text import fold

CERTAIN: Final = 90
LIKELY: Final = 75
POSSIBLE: Final = 40
"""Scores from which two files are very likely, likely, possibly of one person. Below, nothing is said."""

SHARED_BY: Final = 5
"""A telephone of more files than that is a switchboard, not a person's."""
FEW_BIRTHS: Final = 60
"""Up to so many birth dates under one name, each is looked at; beyond, only those near."""

_folded = lru_cache(maxsize=65536)(fold)
_TELEPHONE = re.compile(r"(?<!\d)(?:(?:\+|00)33|0)[\s.\-/()0]*([1-9](?:[\s.\-/]?\d){8})(?!\d)")


class Person(NamedTuple):
    """What is compared of a file. Names are folded."""

    id: uuid.UUID
    last: str
    birth: str
    first: str
    born: date | None
    phone: str
    """Its last nine digits, or nothing."""

    def __repr__(self) -> str:
        """Nothing personal in a report."""
        return f"Person({self.id})"


@dataclass(frozen=True, slots=True)
class Likeness:
    """`score` from POSSIBLE to 100, and why: « mêmes noms, même date de naissance »."""

    score: int
    reason: str = field(repr=False)
    strong: bool = False
    """The same names, and births that are the same, one slip apart, or unknown on both sides: enough to
    leave a line out of an import until somebody says otherwise."""


def person(
    row_id: uuid.UUID, last: str, birth: str, first: str, born: date | None, phone: str = ""
) -> Person:
    """A file, from its fields as they are written."""
    return Person(row_id, _folded(last), _folded(birth), _folded(first), born, _telephone(phone))


def _telephone(text: str) -> str:
    """The last nine digits of the mobile written there, else of the first telephone."""
    found = [re.sub(r"\D", "", number) for number in _TELEPHONE.findall(text)] if text else []
    return next((number for number in found if number[0] in "67"), found[0] if found else "")


def compare(one: Person, other: Person) -> Likeness | None:
    """How two files look alike; None when nothing says that they are of one person."""
    names = _names(one, other)
    births = _births(one, other)
    same_phone = bool(one.phone) and one.phone == other.phone
    score, reasons = 0, [names[1], births[1], "même téléphone" if same_phone else ""]
    if names[0] >= _SAME:
        if births[0] != _APART:
            score = _BY_BIRTH[births[0]] - (_EXACT - names[0])
            score += 6 if same_phone and score < LIKELY + 10 else 0
        elif same_phone:
            score, reasons[1] = 60, "dates de naissance différentes"
    elif names[0] == _NEAR and births[0] != _APART:
        score = {_EQUAL: 85, _CLOSE: 60 if same_phone else 0}.get(births[0], 65 if same_phone else 0)
    elif same_phone and births[0] != _APART:
        same_first = bool(one.first) and one.first == other.first
        score = 80 if births[0] == _EQUAL and same_first else 60 if same_first else POSSIBLE
        reasons[0] = "même prénom" if same_first else ""
    if score < POSSIBLE:
        return None
    strong = names[0] >= _SAME and births[0] in (_EQUAL, _CLOSE, _NEITHER)
    return Likeness(min(score, 100), ", ".join(reason for reason in reasons if reason), strong)


_EXACT, _SAME, _NEAR, _OTHERS = 10, 7, 5, 0
_EQUAL, _CLOSE, _NEITHER, _ONE_SIDE, _APART = "equal", "close", "neither", "one side", "apart"
_BY_BIRTH = {_EQUAL: 100, _CLOSE: 92, _NEITHER: 82, _ONE_SIDE: 72}
"""Score of the same names, by what is known of the births."""


def _names(one: Person, other: Person) -> tuple[int, str]:
    """How near the names are, and in what way."""
    mine, theirs = _surnames(one), _surnames(other)
    if one.first == other.first and (mine & theirs or not (mine or theirs)):
        if one.last == other.last or not (one.birth or other.birth):
            return (_EXACT, "mêmes noms") if mine or one.first else (_OTHERS, "")
        return _EXACT - 1, "le nom d’usage de l’un est le nom de naissance de l’autre"
    if one.first in theirs and other.first in mine and one.first:
        return _EXACT - 2, "nom et prénom inversés"
    if name_keys(one) & name_keys(other):
        return _SAME, "mêmes noms, autrement partagés"
    if one.first and other.first and mine and theirs:
        if one.first == other.first and any(near(a, b) for a in mine for b in theirs):
            return _NEAR, "même prénom, noms proches"
        if mine & theirs and (near(one.first, other.first) or _holds(one.first, other.first)):
            return _NEAR, "même nom, prénoms proches"
    return _OTHERS, ""


def _births(one: Person, other: Person) -> tuple[str, str]:
    mine, theirs = one.born, other.born
    if mine is None or theirs is None:
        if mine is theirs:
            return _NEITHER, "sans date de naissance"
        return _ONE_SIDE, "date de naissance connue d’un seul côté"
    if mine == theirs:
        return _EQUAL, "même date de naissance"
    if close(mine, theirs):
        return _CLOSE, f"dates de naissance proches ({date_short(mine)} et {date_short(theirs)})"
    return _APART, ""


def _surnames(who: Person) -> set[str]:
    return {name for name in (who.last, who.birth) if name}


def name_keys(who: Person) -> set[str]:
    """The words of the names in any order, under the nom d’usage and the nom de naissance."""
    found = {" ".join(sorted(f"{name} {who.first}".split())) for name in _surnames(who) or {""}}
    return found - {""}


def close(one: date, other: date) -> bool:
    """One digit differs, or the day and the month are swapped."""
    return other in neighbours(one)


@lru_cache(maxsize=4096)
def neighbours(day: date) -> frozenset[date]:
    """The days one slip away: a digit for another, day and month swapped."""
    digits = f"{day.day:02}{day.month:02}{day.year:04}"
    texts = [digits[:at] + d + digits[at + 1 :] for at in range(8) for d in "0123456789" if d != digits[at]]
    texts.append(digits[2:4] + digits[:2] + digits[4:])
    found = (_day(text) for text in texts)
    return frozenset(each for each in found if each is not None and each != day)


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return None


def near(one: str, other: str) -> bool:
    """Names one slip apart (two when both are long): a letter more, less, another, or two swapped."""
    if one == other:
        return True
    shortest = min(len(one), len(other))
    allowed = 0 if shortest < 4 else 1 if shortest < 9 else 2
    return abs(len(one) - len(other)) <= allowed and _slips(one, other) <= allowed


def _slips(one: str, other: str) -> int:
    """Insertions, deletions, replacements and swaps of neighbours between two words."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        line = [i]
        for j, sign in enumerate(other, start=1):
            cost = min(above[j] + 1, line[j - 1] + 1, above[j - 1] + (letter != sign))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == sign:
                cost = min(cost, before[j - 2] + 1)
            line.append(cost)
        before, above = above, line
    return above[-1]


def _holds(one: str, other: str) -> bool:
    """« Jean » in « Jean Pierre »."""
    mine, theirs = set(one.split()), set(other.split())
    return mine <= theirs or theirs <= mine


class Index:
    """Files by what two of one person share."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self._by_names: dict[str, dict[date | None, list[Person]]] = {}
        self._by_birth: dict[tuple[date, str], list[Person]] = {}
        self._by_phone: dict[str, list[Person]] = {}
        for who in people:
            self.add(who)

    def add(self, who: Person) -> None:
        """Keep a file among those that may be found."""
        for key in name_keys(who):
            self._by_names.setdefault(key, {}).setdefault(who.born, []).append(who)
        for key in _birth_keys(who):
            self._by_birth.setdefault(key, []).append(who)
        if who.phone:
            self._by_phone.setdefault(who.phone, []).append(who)

    def find(self, who: Person) -> list[tuple[Person, Likeness]]:
        """The files that may be of the same person, the most alike first."""
        found: dict[uuid.UUID, tuple[Person, Likeness]] = {}
        for other in self._candidates(who):
            if other.id == who.id:
                continue
            alike = compare(who, other)
            known = found.get(other.id)
            if alike and (known is None or alike.score > known[1].score):
                found[other.id] = (other, alike)
        return sorted(found.values(), key=lambda each: -each[1].score)

    def namesake(self, who: Person) -> Person | None:
        """A file with the same names, whatever the birth date."""
        for key in name_keys(who):
            for found in self._by_names.get(key, {}).values():
                if found and found[0].id != who.id:
                    return found[0]
        return None

    def _candidates(self, who: Person) -> Iterator[Person]:
        for key in name_keys(who):
            by_birth = self._by_names.get(key, {})
            if who.born is None or len(by_birth) <= FEW_BIRTHS:
                days: Iterable[date | None] = by_birth
            else:
                days = (day for day in (who.born, None, *neighbours(who.born)) if day in by_birth)
            for day in days:
                yield from by_birth[day]
        for key in _birth_keys(who):
            yield from self._by_birth.get(key, ())
        if who.phone and len(sharing := self._by_phone.get(who.phone, ())) <= SHARED_BY:
            yield from sharing


def _birth_keys(who: Person) -> Iterator[tuple[date, str]]:
    if who.born is not None:
        for name in {who.first, who.last, who.birth} - {""}:
            yield who.born, name

"""The situations of a pathway side by side, in words: what has changed since the entry stands out."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy.orm import Session

from elans_desktop.core.formats import date_short
from elans_desktop.services.organisation import reference
from elans_desktop.services.organisation.reference import Labels
from elans_desktop.services.pathways import iae_criteria, situations
from elans_desktop.services.pathways.situation_inputs import (
    CHOICES,
    ENTRY,
    LISTS,
    MOMENTS,
    TITLES,
    SituationInput,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of a question at a moment."""

    words: str = field(repr=False)
    """Empty: nothing was asked."""
    changed: bool = False
    """It differs from what was said at the entry."""


@dataclass(frozen=True, slots=True)
class Line:
    """A question and its answers, in the order of the moments."""

    title: str
    answers: tuple[Answer, ...]

    @property
    def changed(self) -> bool:
        """Whether an answer differs from that of the entry."""
        return any(answer.changed for answer in self.answers)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The moments recorded, each with its day, and one line for each question that has an answer."""

    moments: tuple[tuple[str, str, date], ...]
    """(code, words, day)."""
    lines: tuple[Line, ...]

    @property
    def changes(self) -> int:
        """How many questions have changed."""
        return sum(line.changed for line in self.lines)


def of_pathway(session: Session, pathway_id: uuid.UUID) -> Comparison:
    """The situations recorded of a pathway, side by side."""
    known = situations.of_pathway(session, pathway_id)
    words = reference.labels(session, *LISTS.values(), *CHOICES.values(), iae_criteria.LIST)
    names = [name for name in TITLES if name != "collected_on"]
    lines = [Line(TITLES[name], _answers(name, known, words)) for name in names]
    return Comparison(
        tuple(
            (moment, MOMENTS[moment], one.collected_on) for moment, one in known.items() if one.collected_on
        ),
        tuple(line for line in lines if any(answer.words for answer in line.answers)),
    )


def _answers(name: str, known: dict[str, SituationInput], words: Labels) -> tuple[Answer, ...]:
    entry = known.get(ENTRY)
    first = None if entry is None or entry.is_blank(name) else _plain(getattr(entry, name))
    found: list[Answer] = []
    for one in known.values():
        value = getattr(one, name)
        if one.is_blank(name):
            found.append(Answer(""))
        else:
            found.append(Answer(_in_words(name, value, words), first is not None and _plain(value) != first))
    return tuple(found)


def _plain(value: Any) -> Any:
    """Ticked answers compare whatever their order."""
    return frozenset(cast("tuple[str, ...]", value)) if isinstance(value, tuple) else value


def _in_words(name: str, value: Any, words: Labels) -> str:
    list_code = iae_criteria.LIST if name == "iae" else CHOICES.get(name) or LISTS.get(name)
    if list_code is None:
        return date_short(value) if isinstance(value, date) else str(value)
    if isinstance(value, tuple):
        return ", ".join(words(list_code, code) for code in cast("tuple[str, ...]", value))
    return words(list_code, value)

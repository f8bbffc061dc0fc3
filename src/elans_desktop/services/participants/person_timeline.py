"""The marks under the timeline of a pathway: contacts, interviews, evaluations, immersions, papers, weeks."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.activities import Presence, Seance, SeanceSlot
from elans_desktop.models.evaluations import Evaluation
from elans_desktop.models.participants import DetectionContact, Pathway
from elans_desktop.models.privacy import Attachment
from elans_desktop.models.support import HandedDocument, Immersion, Interview
from elans_desktop.services.permissions import Right, allowed, require

CONTACT, INTERVIEW, EVALUATION = "contact", "interview", "evaluation"
IMMERSION, DOCUMENT = "immersion", "document"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened on a day; `until` for what lasts (an immersion)."""

    day: date
    kind: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class TimelineView:
    """The marks of a person by day, and the minutes of presence of each week (its Monday)."""

    marks: tuple[Mark, ...] = ()
    weeks: tuple[tuple[date, int], ...] = ()

    def count(self, kind: str) -> int:
        """How many marks of a kind."""
        return sum(mark.kind == kind for mark in self.marks)


def of_participant(session: Session, participant_id: uuid.UUID) -> TimelineView:
    """The marks that the role may see: two reads."""
    actor = require(session, Right.READ_PEOPLE)
    no_end = literal(None)
    queries: list[Any] = [
        select(literal(CONTACT), DetectionContact.day, no_end).where(
            DetectionContact.participant_id == participant_id
        ),
        select(literal(EVALUATION), Evaluation.day, no_end).where(
            Evaluation.participant_id == participant_id
        ),
        select(literal(IMMERSION), Immersion.start_on, Immersion.end_on)
        .join(Pathway, Pathway.id == Immersion.pathway_id)
        .where(Pathway.participant_id == participant_id, ~Immersion.cancelled),
        select(literal(DOCUMENT), HandedDocument.day, no_end).where(
            HandedDocument.participant_id == participant_id
        ),
        select(literal(DOCUMENT), Attachment.dated, no_end).where(
            Attachment.participant_id == participant_id,
            Attachment.dated.is_not(None),
            ~Attachment.confidential,
        ),
    ]
    if allowed(actor, Right.SUPPORT):
        queries.append(
            select(literal(INTERVIEW), Interview.day, no_end).where(
                Interview.participant_id == participant_id
            )
        )
    found: Any = session.execute(union_all(*queries)).all()
    marks = [Mark(_day(day), kind, _day(end) if end else None) for kind, day, end in found]
    return TimelineView(tuple(sorted(marks, key=lambda mark: mark.day)), _weeks(session, participant_id))


def _day(value: Any) -> date:
    """A union loses the type of its columns on some bases: a day may come back as its ISO text."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def _weeks(session: Session, participant_id: uuid.UUID) -> tuple[tuple[date, int], ...]:
    """Minutes present by week, delays and early departures taken off."""
    present = func.sum(SeanceSlot.end - SeanceSlot.start - Presence.late - Presence.early)
    query = (
        select(Seance.day, present)
        .select_from(Presence)
        .join(SeanceSlot, SeanceSlot.id == Presence.slot_id)
        .join(Seance, Seance.id == SeanceSlot.seance_id)
        .where(Presence.participant_id == participant_id, Presence.status == "P")
        .group_by(Seance.day)
    )
    weeks: dict[date, int] = {}
    for day, minutes in session.execute(query):
        monday = clock.monday_of(day)
        weeks[monday] = weeks.get(monday, 0) + minutes
    return tuple(sorted(weeks.items()))

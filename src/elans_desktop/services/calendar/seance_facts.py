"""What the warnings of séances need to know besides the séances: five reads, one more for each 900 people."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.models.governance import Body, Meeting, MeetingAttendance
from elans_desktop.models.organisation import Professional
from elans_desktop.models.participants import Pathway
from elans_desktop.services.calendar import calendar_days
from elans_desktop.services.calendar.calendar_days import SpecialDay
from elans_desktop.services.calendar.seance_cards import SeanceCard

CHUNK = 900
"""People whose pathways are read at a time: those of a full week are a tenth of the classeur."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting where a trainer is expected; minutes of the day, None when nobody said."""

    title: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Work:
    """Between which days somebody is at work."""

    start: date | None = None
    end: date | None = None
    """Last day; that of the archive when nothing else is known."""


Stay = tuple[date | None, date | None]
"""Entry and exit of a pathway."""


@dataclass(frozen=True)
class Facts:
    """See the head of this file."""

    special: Mapping[date, tuple[SpecialDay, ...]] = field(default_factory=dict[date, tuple[SpecialDay, ...]])
    meetings: Mapping[tuple[uuid.UUID, date], list[Sitting]] = field(
        default_factory=dict[tuple[uuid.UUID, date], list[Sitting]]
    )
    work: Mapping[uuid.UUID, Work] = field(default_factory=dict[uuid.UUID, Work])
    pathways: Mapping[tuple[uuid.UUID, uuid.UUID], list[Stay]] = field(
        default_factory=dict[tuple[uuid.UUID, uuid.UUID], list[Stay]]
    )
    """By person and agreement."""

    def outside(self, person_id: uuid.UUID, agreement_id: uuid.UUID | None, day: date) -> bool:
        """Whether a day is before the entry or after the exit of somebody who has a pathway there."""
        stays = self.pathways.get((person_id, agreement_id), []) if agreement_id else []
        entered = [(entry, left) for entry, left in stays if entry is not None]
        return bool(entered) and not any(
            entry <= day and (left is None or day <= left) for entry, left in entered
        )


def load(session: Session, cards: Sequence[SeanceCard]) -> Facts:
    """The facts about the days, the trainers and the people of these séances."""
    planned = [card for card in cards if card.planned]
    if not planned:
        return Facts()
    first, last = min(card.day for card in planned), max(card.day for card in planned)
    trainers = {trainer.id for card in planned for trainer in card.trainers}
    return Facts(
        special=calendar_days.special_days(session, first, last, None),
        meetings=_meetings(session, first, last),
        work=_work(session, trainers),
        pathways=_pathways(session, planned),
    )


def _meetings(session: Session, first: date, last: date) -> dict[tuple[uuid.UUID, date], list[Sitting]]:
    made: dict[tuple[uuid.UUID, date], list[Sitting]] = {}
    for person_id, day, start, end, title in session.execute(
        select(MeetingAttendance.professional_id, Meeting.day, Meeting.start, Meeting.end, Body.title)
        .join(Meeting, Meeting.id == MeetingAttendance.meeting_id)
        .join(Body, Body.id == Meeting.body_id)
        .where(
            Meeting.day.between(first, last),
            Meeting.state != "annulee",
            MeetingAttendance.status.in_(("convoque", "present")),
        )
    ):
        made.setdefault((person_id, day), []).append(Sitting(title, start, end))
    return made


def _work(session: Session, trainers: Collection[uuid.UUID]) -> dict[uuid.UUID, Work]:
    return {
        key: Work(start, end or archived_on)
        for key, start, end, archived_on in session.execute(
            select(Professional.id, Professional.start, Professional.end, Professional.archived_on).where(
                Professional.id.in_(trainers)
            )
        )
    }


def _pathways(
    session: Session, planned: Sequence[SeanceCard]
) -> dict[tuple[uuid.UUID, uuid.UUID], list[Stay]]:
    people = {person_id for card in planned for person_id in card.people}
    return stays(session, people, {card.agreement_id for card in planned if card.agreement_id is not None})


def stays(
    session: Session, people: Collection[uuid.UUID], agreements: Collection[uuid.UUID]
) -> dict[tuple[uuid.UUID, uuid.UUID], list[Stay]]:
    """Entries and exits of some people in some agreements, by (person, agreement)."""
    if not people:
        return {}
    query = select(Pathway.participant_id, Pathway.agreement_id, Pathway.entry_on, Pathway.exit_on)
    made: dict[tuple[uuid.UUID, uuid.UUID], list[Stay]] = {}
    asked = sorted(people)
    for start in range(0, len(asked), CHUNK):
        some = query.where(Pathway.participant_id.in_(asked[start : start + CHUNK]))
        # by person: an agreement holds thousands of pathways, a person a few
        for person_id, agreement_id, entry, left in session.execute(some):
            if agreement_id in agreements:
                made.setdefault((person_id, agreement_id), []).append((entry, left))
    return made

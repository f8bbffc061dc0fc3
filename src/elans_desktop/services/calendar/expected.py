"""Who is expected at séances: those enrolled that day, and the guests of that one séance.

Everything that asks « who should be there? » asks here: the presence grid, the sheets, the hours, Accueil,
the warnings, the calendar of one person.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute, Session

from elans_desktop.models.activities import Enrolment, Presence, Seance, SeanceGuest, SeanceSlot
from elans_desktop.models.participants import Participant
from elans_desktop.services import restricted
from elans_desktop.services.calendar.enrolments import EnrolmentRow, by_name, enrolments_of, holds_on_its_day

GUEST = "invite"
"""Status of somebody expected at one séance without being enrolled."""

Seances = Collection[uuid.UUID] | Select[uuid.UUID]


def ids_at(session: Session, seance_ids: Seances) -> Mapping[uuid.UUID, frozenset[uuid.UUID]]:
    """Who is expected at each séance, by identifiers, in two selects; séances without anyone are left out."""
    made: dict[uuid.UUID, set[uuid.UUID]] = {}
    if not isinstance(seance_ids, Select) and not seance_ids:
        return {}
    enrolled = (
        select(Seance.id, Enrolment.participant_id)
        .join(Enrolment, Enrolment.activity_id == Seance.activity_id)
        .where(Seance.id.in_(seance_ids), holds_on_its_day())
    )
    invited = select(SeanceGuest.seance_id, SeanceGuest.participant_id).where(
        SeanceGuest.seance_id.in_(seance_ids)
    )
    for statement in (enrolled, invited):
        for seance_id, person_id in session.execute(statement):
            made.setdefault(seance_id, set()).add(person_id)
    return {seance_id: frozenset(people) for seance_id, people in made.items()}


def people_at(
    session: Session, seance_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, tuple[EnrolmentRow, ...]]:
    """Those expected at each séance asked for, by name, guests among them with the status GUEST."""
    found = session.execute(
        select(Seance.id, Seance.activity_id, Seance.day).where(Seance.id.in_(seance_ids))
    ).all()
    enrolled = enrolments_of(session, {row.activity_id for row in found})
    invited = guests_at(session, seance_ids)
    made: dict[uuid.UUID, tuple[EnrolmentRow, ...]] = {}
    for row in found:
        there = [person for person in enrolled[row.activity_id] if person.expected_on(row.day)]
        known = {person.participant_id for person in there}
        there += [guest for guest in invited.get(row.id, ()) if guest.participant_id not in known]
        made[row.id] = tuple(sorted(there, key=by_name))
    return made


def guests_at(
    session: Session, seance_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, tuple[EnrolmentRow, ...]]:
    """The guests of each séance that has some, by name."""
    made: dict[uuid.UUID, list[EnrolmentRow]] = {}
    for seance_id, person_id, last, birth, first, number in session.execute(
        select(
            SeanceGuest.seance_id,
            Participant.id,
            restricted.LAST,
            restricted.BIRTH,
            restricted.FIRST,
            Participant.number,
        )
        .join(Participant, Participant.id == SeanceGuest.participant_id)
        .where(SeanceGuest.seance_id.in_(seance_ids))
    ):
        made.setdefault(seance_id, []).append(EnrolmentRow(person_id, last or birth, first, number, GUEST))
    return {seance_id: tuple(sorted(people, key=by_name)) for seance_id, people in made.items()}


def merged(groups: Iterable[Iterable[EnrolmentRow]]) -> tuple[EnrolmentRow, ...]:
    """Several séances together: each person once, by name."""
    distinct = {person.participant_id: person for group in groups for person in group}
    return tuple(sorted(distinct.values(), key=by_name))


def is_expected(participant_id: uuid.UUID) -> ColumnElement[bool]:
    """The condition, on Seance, that a person is expected there."""
    enrolled = exists().where(
        Enrolment.participant_id == participant_id,
        Enrolment.activity_id == Seance.activity_id,
        holds_on_its_day(),
    )
    invited = exists().where(SeanceGuest.seance_id == Seance.id, SeanceGuest.participant_id == participant_id)
    return or_(enrolled, invited)


def unentered(*conditions: ColumnElement[bool], participant_id: uuid.UUID | None = None) -> Any:
    """Pairs (slot, person) expected without a status, under conditions on Seance and SeanceSlot: a subquery.

    Its columns are `seance_id`, `slot_id` and `person_id`; one person only when asked.
    """

    def pairs(person: InstrumentedAttribute[uuid.UUID], there: ColumnElement[bool]) -> Any:
        entered = exists().where(Presence.slot_id == SeanceSlot.id, Presence.participant_id == person)
        statement = (
            select(Seance.id.label("seance_id"), SeanceSlot.id.label("slot_id"), person.label("person_id"))
            .join(SeanceSlot, SeanceSlot.seance_id == Seance.id)
            .join(person.class_, there)
            .where(*conditions, ~entered)
        )
        return statement if participant_id is None else statement.where(person == participant_id)

    enrolled = pairs(Enrolment.participant_id, Enrolment.activity_id == Seance.activity_id)
    invited = pairs(SeanceGuest.participant_id, SeanceGuest.seance_id == Seance.id)
    return union(enrolled.where(holds_on_its_day()), invited).subquery()

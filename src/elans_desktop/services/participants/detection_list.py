"""Every contact of repérage, with or without a file: the list, its totals, and who is to be called back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased

from elans_desktop.core.formats import MONTHS, NBSP
from elans_desktop.core.text import fold, list_name, natural_name
from elans_desktop.models.organisation import Professional, Structure
from elans_desktop.models.participants import DetectionContact, Participant
from elans_desktop.models.support import Interview
from elans_desktop.services import restricted
from elans_desktop.services.kept import existing
from elans_desktop.services.organisation import reference, zones
from elans_desktop.services.pathways.milestones import contact_scope
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.scope import Scope

TO_RECALL = "a_recontacter"
SETTLED = ("remobilisation", "orientation", "refus", "perdu_de_vue")
"""Outcomes after which nobody is to be called back."""


class ContactLine(NamedTuple):
    """A contact in the list; without a person it is anonymous. A tuple: thousands are made at once."""

    id: uuid.UUID
    day: date
    mode: str
    place: str
    commune: str
    zone: str
    """« FRR », from the commune."""
    sex: str
    age_band: str
    member: str
    met_by: str
    outcome: str
    recall_on: date | None
    participant_id: uuid.UUID | None
    person: str
    """« Bazin Lucie », "" when anonymous."""
    converted_on: date | None
    search: str
    waits: bool
    """To be called back, as far as its own outcome says."""

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody's file holds it."""
        return self.participant_id is None

    def __repr__(self) -> str:
        """The day alone: nothing personal in a report."""
        return f"ContactLine({self.day})"


def rows(session: Session, scope: Scope, day: date | None = None) -> tuple[ContactLine, ...]:
    """The contacts of the scope's agreement and year, or of a day, the latest first, in a few reads."""
    require(session, Right.READ_PEOPLE)
    table = DetectionContact
    labels = reference.labels(session, "detection_modes", "detection_outcome", "sex", "age_bands")
    structures = {
        key: short or name
        for key, name, short in session.execute(select(Structure.id, Structure.name, Structure.short_name))
    }
    people = {
        key: natural_name(last, first)
        for key, last, first in session.execute(
            select(Professional.id, Professional.last_name, Professional.first_name)
        )
    }
    zone_words = zones.words_by_insee(session)
    query = (
        select(table, restricted.LAST, restricted.BIRTH, restricted.FIRST)
        .outerjoin(Participant, Participant.id == table.participant_id)
        .where(contact_scope(scope))
        .order_by(table.day.desc(), table.id.desc())
    )
    if day is not None:
        query = query.where(table.day == day)
    elif days := scope.days():
        query = query.where(table.day.between(*days))
    found: list[ContactLine] = []
    for row, last, birth, first in session.execute(query):
        name = list_name(last or birth or "", first or "")
        mode = labels("detection_modes", row.mode_code)
        member = structures.get(row.member_id, "") if row.member_id else ""
        found.append(
            ContactLine(
                id=row.id,
                day=row.day,
                mode=mode,
                place=row.place,
                commune=row.commune,
                zone=zone_words.get(row.insee, ""),
                sex=labels("sex", row.sex),
                age_band=labels("age_bands", row.age_band),
                member=member,
                met_by=people.get(row.professional_id, "") if row.professional_id else "",
                outcome=labels("detection_outcome", row.outcome_code),
                recall_on=row.recall_on,
                participant_id=row.participant_id,
                person=name,
                converted_on=row.converted_on,
                search=fold(f"{name} {mode} {row.place} {row.commune} {member} {month_words(row.day)}"),
                waits=row.recall_consent is not False
                and row.outcome_code not in SETTLED
                and (row.recall_on is not None or row.outcome_code == TO_RECALL),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Total:
    """A line of a table of totals: all the contacts, and those with a file."""

    label: str
    contacts: int
    named: int


def by_mode(lines: Iterable[ContactLine]) -> tuple[Total, ...]:
    """The contacts by mode, the most frequent first."""
    return _by_size(_counts((line.mode or "Mode non précisé", line) for line in lines))


def by_commune(lines: Iterable[ContactLine]) -> tuple[Total, ...]:
    """The contacts by commune, the most frequent first."""
    return _by_size(_counts((line.commune or "Commune non précisée", line) for line in lines))


def by_month(lines: Iterable[ContactLine]) -> tuple[Total, ...]:
    """The contacts by month, in order."""
    in_order = sorted(lines, key=lambda line: line.day)
    return _counts((month_words(line.day), line) for line in in_order)


def month_words(day: date) -> str:
    """« mars 2027 »."""
    return f"{MONTHS[day.month - 1]}{NBSP}{day.year}"


def _counts(pairs: Iterable[tuple[str, ContactLine]]) -> tuple[Total, ...]:
    counts: dict[str, list[int]] = {}
    for label, line in pairs:
        known = counts.setdefault(label, [0, 0])
        known[0] += 1
        known[1] += line.participant_id is not None
    return tuple(Total(label, contacts, named) for label, (contacts, named) in counts.items())


def _by_size(totals: tuple[Total, ...]) -> tuple[Total, ...]:
    return tuple(sorted(totals, key=lambda total: (-total.contacts, fold(total.label))))


@dataclass(frozen=True, slots=True)
class Recall:
    """Somebody to call back. `participant_id` None: met without a name, to be seen again at the place."""

    contact_id: uuid.UUID
    participant_id: uuid.UUID | None
    name: str = field(repr=False)
    place: str = field(repr=False)
    met_on: date
    recall_on: date | None


def recalls(session: Session, scope: Scope, horizon: date, most: int) -> tuple[Recall, ...]:
    """Those to be called back by `horizon`, the earliest first; `most` and one more.

    Settled by an outcome, a later contact or a later interview; nobody who refused it or objects to it,
    nobody archived.
    """
    require(session, Right.READ_PEOPLE)
    table, later = DetectionContact, aliased(DetectionContact)
    since_contact = exists().where(later.participant_id == table.participant_id, later.day > table.day)
    since_interview = exists().where(
        Interview.participant_id == table.participant_id, Interview.day > table.day
    )
    query = (
        select(table, Participant.last_name, Participant.birth_name, Participant.first_name)
        .outerjoin(Participant, Participant.id == table.participant_id)
        .where(
            or_(table.recall_on <= horizon, table.recall_on.is_(None) & (table.outcome_code == TO_RECALL)),
            or_(table.outcome_code.is_(None), table.outcome_code.not_in(SETTLED)),
            or_(table.recall_consent.is_(None), table.recall_consent.is_(True)),
            Participant.archived_on.is_(None),
            Participant.opposes_contact.is_not(True),
            contact_scope(Scope(scope.agreement_id)),
            ~since_contact,
            ~since_interview,
        )
        .order_by(table.recall_on.is_(None), table.recall_on, table.day)
        .limit(most + 1)
    )
    return tuple(
        Recall(
            contact_id=row.id,
            participant_id=row.participant_id,
            name=natural_name(last or birth or "", first or ""),
            place=row.place or row.commune,
            met_on=row.day,
            recall_on=row.recall_on,
        )
        for row, last, birth, first in session.execute(query)
    )


def settle(session: Session, contact_id: uuid.UUID) -> None:
    """Somebody was called back: nothing waits any more. Raises NotFoundError."""
    require(session, Right.EDIT_PEOPLE)
    row = existing(session, DetectionContact, contact_id, "Ce contact n’est plus dans le classeur.")
    if row.participant_id is not None:
        restricted.refuse_writing_about(session, row.participant_id)
    row.recall_on = None
    if row.outcome_code == TO_RECALL:
        row.outcome_code = None

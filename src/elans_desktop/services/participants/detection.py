"""The first contacts of a person: when, how, where, sent by whom, and what came of them (repérage)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, NotFoundError
from elans_desktop.models.participants import DetectionContact
from elans_desktop.services import restricted
from elans_desktop.services.kept import existing
from elans_desktop.services.organisation import professionals, reference, zones
from elans_desktop.services.pathways import support_days
from elans_desktop.services.permissions import Right, require


@dataclass(frozen=True, slots=True)
class ContactInput:
    """A contact of repérage about a known person."""

    participant_id: uuid.UUID
    id: uuid.UUID | None = None
    agreement_id: uuid.UUID | None = None
    day: date | None = None
    mode_code: str | None = None
    """Code of the list `detection_modes`."""
    place: str = ""
    oriented_by_kind: str | None = None
    """Code of the list `structure_kinds`."""
    oriented_by_structure_id: uuid.UUID | None = None
    oriented_by_name: str = field(default="", repr=False)
    member_id: uuid.UUID | None = None
    """The consortium member who met the person."""
    recall_consent: bool | None = None
    outcome_code: str | None = None
    """Code of the list `detection_outcome`."""
    recall_on: date | None = None
    professional_id: uuid.UUID | None = None
    """Who met the person."""
    note: str = field(default="", repr=False)


_COLUMNS = tuple(name for name in ContactInput.__slots__ if name not in ("id", "participant_id"))


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact of a person, its codes in words."""

    id: uuid.UUID
    day: date
    mode: str
    outcome: str
    met_by: str = field(repr=False)
    zone: str
    """The zones of the commune at the time of the contact."""
    input: ContactInput


def of_participant(session: Session, participant_id: uuid.UUID) -> tuple[ContactRow, ...]:
    """The contacts of a person, the first one first."""
    require(session, Right.READ_PEOPLE)
    labels = reference.labels(session, "detection_modes", "detection_outcome")
    found = session.scalars(
        select(DetectionContact)
        .where(DetectionContact.participant_id == participant_id)
        .order_by(DetectionContact.day, DetectionContact.id)
    ).all()
    people = professionals.names(session) if found else {}
    return tuple(
        ContactRow(
            id=row.id,
            day=row.day,
            mode=labels("detection_modes", row.mode_code),
            outcome=labels("detection_outcome", row.outcome_code),
            met_by=people.get(row.professional_id, "") if row.professional_id else "",
            zone=zones.words_of(session, row.insee),
            input=ContactInput(
                participant_id=participant_id, id=row.id, **{name: getattr(row, name) for name in _COLUMNS}
            ),
        )
        for row in found
    )


def save(session: Session, typed: ContactInput) -> uuid.UUID:
    """Record a contact or change it. Returns its id.

    Raises InputError (no day, a day in the future or before the birth, a call back before the contact or
    refused), NotFoundError.
    """
    require(session, Right.EDIT_PEOPLE)
    person = support_days.person(session, typed.participant_id)
    day = checked_day(typed.day, typed.recall_on, typed.recall_consent, person.birth_date)
    if typed.id is None:
        row = DetectionContact(
            participant_id=typed.participant_id, commune=person.commune, insee=person.insee, sex=person.sex
        )
        session.add(row)
    else:
        found = session.get(DetectionContact, typed.id)
        if found is None or found.participant_id != typed.participant_id:
            raise NotFoundError("Ce contact n’est plus dans le classeur.")
        row = found
    for name in _COLUMNS:
        value = getattr(typed, name)
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.day = day
    session.flush()
    return row.id


def delete(session: Session, contact_id: uuid.UUID) -> None:
    """Remove a contact entered by mistake. Raises NotFoundError."""
    require(session, Right.EDIT_PEOPLE)
    row = existing(session, DetectionContact, contact_id, "Ce contact n’est plus dans le classeur.")
    if row.participant_id is not None:
        restricted.refuse_writing_about(session, row.participant_id)
    session.delete(row)


def day_problem(day: date, birth: date | None) -> str:
    """Why nobody was met that day; "" when they may have been."""
    if day > clock.today():
        return "Ce contact est dans le futur\u00a0: vérifiez la date."
    if birth and day < birth:
        return "Ce contact est avant la naissance\u00a0: vérifiez les deux dates."
    return ""


def checked_day(
    day: date | None, recall_on: date | None, recall_consent: bool | None, birth: date | None = None
) -> date:
    """The day of a contact. Raises InputError (day, recall_on) for what cannot be."""
    wrong: dict[str, str] = {}
    if day is None:
        wrong["day"] = "Indiquez la date du contact."
    elif problem := day_problem(day, birth):
        wrong["day"] = problem
    elif recall_on and recall_on < day:
        wrong["recall_on"] = "Le rappel est avant le contact\u00a0: vérifiez les deux dates."
    if recall_on and recall_consent is False:
        wrong["recall_on"] = "La personne n’accepte pas d’être recontactée\u00a0: retirez la date du rappel."
    if day is None or wrong:
        raise InputError(wrong)
    return day

"""Contacts of repérage without a file: counted, then given their file without losing the count."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, NotFoundError, RuleError
from elans_desktop.models.participants import DetectionContact
from elans_desktop.services.organisation import reference
from elans_desktop.services.participants import intake, participants
from elans_desktop.services.participants.detection import checked_day
from elans_desktop.services.participants.participants import ParticipantInput
from elans_desktop.services.pathways import support_days
from elans_desktop.services.pathways.milestones import contact_scope
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.scope import Scope

GONE = "Ce contact n’est plus dans le classeur."


@dataclass(frozen=True, slots=True)
class AnonymousInput:
    """Somebody met whose name is not known: an age band, a sex as it seems, a commune. Never a name."""

    day: date | None
    id: uuid.UUID | None = None
    agreement_id: uuid.UUID | None = None
    mode_code: str | None = None
    place: str = ""
    member_id: uuid.UUID | None = None
    professional_id: uuid.UUID | None = None
    """Who met the person."""
    oriented_by_kind: str | None = None
    oriented_by_structure_id: uuid.UUID | None = None
    age_band: str | None = None
    """Code of the list `age_bands`."""
    sex: str | None = None
    """Code of the list `sex`, as it seems."""
    commune: str = ""
    insee: str = ""
    recall_consent: bool | None = None
    outcome_code: str | None = None
    recall_on: date | None = None
    note: str = field(default="", repr=False)


STD = "std"
STAND = ("agreement_id", "mode_code", "place", "member_id", "professional_id", "commune", "insee")
"""What stays from one contact to the next at a stand, with the day."""
COLUMNS = tuple(name for name in AnonymousInput.__slots__ if name not in ("id", "day"))


def save(session: Session, typed: AnonymousInput) -> uuid.UUID:
    """Count a contact, or correct one that still has no file. Returns its id.

    Raises InputError (day, recall_on), RuleError (it has its file since), NotFoundError.
    """
    require(session, Right.EDIT_PEOPLE)
    day = checked_day(typed.day, typed.recall_on, typed.recall_consent)
    if typed.id is None:
        row = DetectionContact(participant_id=None, oriented_by_name="", converted_on=None)
        session.add(row)
    else:
        row = _anonymous(session, typed.id)
    for name in COLUMNS:
        value = getattr(typed, name)
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.day = day
    session.flush()
    return row.id


def view(session: Session, contact_id: uuid.UUID) -> AnonymousInput:
    """A contact without a file, to correct it. Raises RuleError, NotFoundError."""
    require(session, Right.READ_PEOPLE)
    row = _anonymous(session, contact_id)
    return AnonymousInput(day=row.day, id=row.id, **{name: getattr(row, name) for name in COLUMNS})


def convert(
    session: Session,
    contact_id: uuid.UUID,
    person: ParticipantInput,
    referent_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """Open the file of somebody met without a name; the contact becomes theirs and stays one contact.

    The sex and the commune of the contact serve where nothing else was typed; the pathway opens in repérage
    from the day of the contact. Returns the person. Raises InputError, RuleError, NotFoundError.
    """
    require(session, Right.EDIT_PEOPLE)
    contact = _anonymous(session, contact_id)
    typed = person
    if not typed.commune:
        typed = replace(typed, commune=contact.commune, insee=contact.insee)
    if typed.sex is None:
        typed = replace(typed, sex=contact.sex)
    wrong = participants.problems(typed)
    if typed.birth_date and contact.day < typed.birth_date:
        wrong["birth_date"] = "Ce contact est avant la naissance\u00a0: vérifiez la date."
    if wrong:
        raise InputError(wrong)
    person_id = participants.save(session, typed)
    _give(session, contact, person_id, referent_id)
    return person_id


def attach(session: Session, contact_id: uuid.UUID, participant_id: uuid.UUID) -> None:
    """Say that a contact without a name was with somebody who has a file. Raises RuleError, NotFoundError."""
    require(session, Right.EDIT_PEOPLE)
    contact = _anonymous(session, contact_id)
    support_days.person(session, participant_id)
    _give(session, contact, participant_id, None)


def _give(
    session: Session, contact: DetectionContact, person_id: uuid.UUID, referent_id: uuid.UUID | None
) -> None:
    contact.participant_id = person_id
    contact.converted_on = clock.today()
    session.flush()
    intake.open_spotted(session, person_id, contact.agreement_id, contact.day, referent_id=referent_id)


def _anonymous(session: Session, contact_id: uuid.UUID) -> DetectionContact:
    contact = session.get(DetectionContact, contact_id)
    if contact is None:
        raise NotFoundError(GONE)
    if contact.participant_id is not None:
        raise RuleError("Ce contact a déjà son dossier.", "Ouvrez le dossier pour le corriger.")
    return contact


def age_bands(session: Session) -> tuple[tuple[str, str], ...]:
    """The bands a stand offers (code, words): those proposed, not those of a funder's own form."""
    return tuple(
        (item.code, item.label)
        for item in reference.items(session, "age_bands")
        if item.extra.get("set") == STD
    )


def last_of(session: Session, day: date) -> AnonymousInput | None:
    """The stand of the last contact counted for a day, to go on from there; nothing of its person."""
    require(session, Right.READ_PEOPLE)
    query = select(DetectionContact).where(
        DetectionContact.day == day,
        or_(DetectionContact.participant_id.is_(None), DetectionContact.converted_on.is_not(None)),
    )
    row = session.scalars(query.order_by(DetectionContact.id.desc()).limit(1)).first()
    if row is None:
        return None
    return AnonymousInput(day=row.day, **{name: getattr(row, name) for name in STAND})


@dataclass(frozen=True, slots=True)
class Tally:
    """The contacts of one day, as a market stall counts them."""

    total: int
    named: int
    by_sex: dict[str, int]
    by_band: dict[str, int]


def tally(session: Session, day: date, scope: Scope) -> Tally:
    """How many people were met on a day: two selects, no name."""
    require(session, Right.READ_PEOPLE)
    here = (DetectionContact.day == day, contact_scope(Scope(scope.agreement_id)))
    total, named = session.execute(
        select(func.count(), func.count(DetectionContact.participant_id)).where(*here)
    ).one()
    by_sex: dict[str, int] = {}
    by_band: dict[str, int] = {}
    query = select(DetectionContact.sex, DetectionContact.age_band, func.count()).where(*here)
    for sex, band, many in session.execute(query.group_by(DetectionContact.sex, DetectionContact.age_band)):
        by_sex[sex or ""] = by_sex.get(sex or "", 0) + many
        by_band[band or ""] = by_band.get(band or "", 0) + many
    return Tally(total, named, by_sex, by_band)

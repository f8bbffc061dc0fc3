"""People: the identity of one person, likely twins; the list is in `participant_list`."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.core.formats import age, date_short, phone, phones_within
from elans_desktop.core.text import natural_name, short_name
from elans_desktop.models.participants import DetectionContact, Participant, Pathway, PathwayBrique
from elans_desktop.services import numbering, restricted
from elans_desktop.services.kept import existing
from elans_desktop.services.participants import merged_files
from elans_desktop.services.participants.participant_list import ParticipantRow, rows
from elans_desktop.services.pathways import pathways
from elans_desktop.services.permissions import Right, require

__all__ = [
    "FIELDS",
    "ParticipantInput",
    "ParticipantRow",
    "ParticipantView",
    "archive",
    "display_names",
    "problems",
    "rows",
    "save",
    "view",
]

OLDEST_BIRTH = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class ParticipantInput:
    """Identity and contact of a person, as typed. Of the three names one is enough."""

    id: uuid.UUID | None = None
    civility: str | None = None
    last_name: str = field(default="", repr=False)
    birth_name: str = field(default="", repr=False)
    first_name: str = field(default="", repr=False)
    birth_date: date | None = field(default=None, repr=False)
    sex: str | None = None
    nationality: str | None = None
    address: str = field(default="", repr=False)
    domiciliation: str = field(default="", repr=False)
    postcode: str = ""
    commune: str = ""
    insee: str = ""
    zone: str | None = None
    phone: str = field(default="", repr=False)
    sms_accepted: bool | None = None
    email: str = field(default="", repr=False)
    contact_person: str = field(default="", repr=False)
    reachable_referent: str = field(default="", repr=False)
    language: str = ""
    notes: str = field(default="", repr=False)
    information_given_on: date | None = None
    information_given_by: str = ""


FIELDS = tuple(name for name in ParticipantInput.__slots__ if name != "id")
"""Every field of identity and contact, in the order of the file."""


@dataclass(frozen=True, slots=True)
class ParticipantView:
    """The file of a person."""

    id: uuid.UUID
    number: str
    name: str = field(repr=False)
    """« Lucie Bazin »."""
    short_name: str = field(repr=False)
    """« Lucie B. »: labels of operations."""
    age: int | None
    archived_on: date | None
    restricted_on: date | None
    anonymised_on: date | None
    status: str
    input: ParticipantInput
    pathways: tuple[pathways.PathwayView, ...]


def display_names(last_name: str, birth_name: str, first_name: str) -> tuple[str, str]:
    """The last and first names to show: the nom d'usage, else the nom de naissance."""
    return last_name or birth_name, first_name


def view(session: Session, participant_id: uuid.UUID) -> ParticipantView:
    """The file of a person. Raises NotFoundError, PermissionDenied, RestrictedFile (say why first)."""
    require(session, Right.READ_PEOPLE)
    person = existing(session, Participant, participant_id, "Cette personne n’est plus dans le classeur.")
    restricted.check(session, (person,))
    last, first = display_names(person.last_name, person.birth_name, person.first_name)
    paths = pathways.of_participant(session, participant_id)
    today = clock.today()
    current = paths[0].status if paths else (pathways.ARCHIVED if person.archived_on else pathways.SPOTTED)
    return ParticipantView(
        id=person.id,
        number=person.number,
        name=natural_name(last, first),
        short_name=short_name(last, first),
        age=age(person.birth_date, today) if person.birth_date else None,
        archived_on=person.archived_on,
        restricted_on=person.restricted_on,
        anonymised_on=person.anonymised_on,
        status=current,
        input=ParticipantInput(id=person.id, **{name: getattr(person, name) for name in FIELDS}),
        pathways=paths,
    )


def save(session: Session, typed: ParticipantInput) -> uuid.UUID:
    """Create a person (with a new dossier number) or change their identity. Returns the id.

    Raises InputError (no name at all, birth in the future, before 1900 or after the person was met, wrong
    e-mail), NotFoundError.
    """
    require(session, Right.EDIT_PEOPLE)
    wrong = problems(typed)
    if wrong:
        raise InputError(wrong)
    values = {name: getattr(typed, name) for name in FIELDS}
    values |= {name: value.strip() for name, value in values.items() if isinstance(value, str)}
    values["phone"] = phone(values["phone"])
    for name in ("contact_person", "reachable_referent"):
        values[name] = phones_within(values[name])
    if typed.id is None:
        number = numbering.next_number(session, numbering.DOSSIER, clock.today().year)
        person = Participant(number=number, archived_on=None, **values)
        session.add(person)
    else:
        person = existing(session, Participant, typed.id, "Cette personne n’est plus dans le classeur.")
        merged_files.refuse(session, person)
        if typed.birth_date and typed.birth_date != person.birth_date:
            _check_birth(session, person.id, typed.birth_date)
        for name, value in values.items():
            setattr(person, name, value)
    session.flush()
    return person.id


def problems(typed: ParticipantInput) -> dict[str, str]:
    """What cannot be kept, by field: one French sentence each."""
    wrong: dict[str, str] = {}
    if not (typed.last_name.strip() or typed.birth_name.strip() or typed.first_name.strip()):
        wrong["last_name"] = "Écrivez au moins un nom ou un prénom."
    if typed.birth_date:
        if typed.birth_date > clock.today():
            wrong["birth_date"] = "La date de naissance est dans le futur\u00a0: vérifiez l’année."
        elif typed.birth_date < OLDEST_BIRTH:
            wrong["birth_date"] = "La date de naissance est avant 1900\u00a0: vérifiez l’année."
    email = typed.email.strip()
    if email and ("@" not in email[1:-1] or any(c.isspace() for c in email)):
        wrong["email"] = "Une adresse s’écrit comme nom@exemple.fr."
    return wrong


def _check_birth(session: Session, participant_id: uuid.UUID, birth: date) -> None:
    """A person is born before they are met: what says they were keeps its date. Raises InputError."""
    of_person = Pathway.participant_id == participant_id
    stays = select(func.min(PathwayBrique.start_on)).join(Pathway, Pathway.id == PathwayBrique.pathway_id)
    contacts = select(func.min(DetectionContact.day))
    for query, what in (
        (select(func.min(Pathway.entry_on)).where(of_person), "l’entrée dans un parcours"),
        (stays.where(of_person), "un passage dans une brique"),
        (select(func.min(Pathway.exit_on)).where(of_person), "la sortie d’un parcours"),
        (contacts.where(DetectionContact.participant_id == participant_id), "un contact de repérage"),
    ):
        first = session.scalar(query)
        if first is not None and first < birth:
            words = (
                f"Cette naissance est après {what}, le {date_short(first)}\u00a0: vérifiez les deux dates."
            )
            raise InputError({"birth_date": words})


def archive(session: Session, participant_id: uuid.UUID, *, archived: bool = True) -> None:
    """Take a file out of the lists, or bring it back. Raises NotFoundError."""
    require(session, Right.EDIT_PEOPLE)
    person = existing(session, Participant, participant_id, "Cette personne n’est plus dans le classeur.")
    merged_files.refuse(session, person)
    person.archived_on = clock.today() if archived else None

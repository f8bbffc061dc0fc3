"""Papers handed over to a person; those the program printed about them are proposed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.core.text import natural_name
from elans_desktop.models.documents import IssuedDocument
from elans_desktop.models.organisation import Professional
from elans_desktop.models.support import HandedDocument
from elans_desktop.services import restricted
from elans_desktop.services.kept import Kept, existing
from elans_desktop.services.pathways import support_days
from elans_desktop.services.permissions import Right, require
from elans_desktop.storage.actor import actor_of

GONE = "Ce document remis n’est plus dans le classeur."
MOST_PROPOSED = 3


@dataclass(frozen=True, slots=True)
class HandedInput:
    """What is typed of a paper handed over."""

    participant_id: uuid.UUID
    id: uuid.UUID | None = None
    day: date | None = None
    title: str = ""
    document_key: str | None = None
    """Key of the catalogue, when the program printed it."""
    professional_id: uuid.UUID | None = None
    """Who gave it; the person at the keyboard when None, for a new one."""


@dataclass(frozen=True, slots=True)
class HandedRow(Kept):
    """A paper handed over, and by whom."""

    input: HandedInput
    by: str

    @property
    def day(self) -> date:
        """The day it was given."""
        assert self.input.day is not None
        return self.input.day


@dataclass(frozen=True, slots=True)
class Printed:
    """A document printed about the person that nobody noted as handed over since."""

    key: str
    day: date
    number: str


def of_participant(session: Session, participant_id: uuid.UUID) -> tuple[HandedRow, ...]:
    """The papers handed over to a person, the latest first."""
    require(session, Right.READ_PEOPLE)
    query = (
        select(HandedDocument, Professional.last_name, Professional.first_name)
        .outerjoin(Professional, Professional.id == HandedDocument.professional_id)
        .where(HandedDocument.participant_id == participant_id)
        .order_by(HandedDocument.day.desc(), HandedDocument.id.desc())
    )
    return tuple(
        HandedRow(
            HandedInput(participant_id, row.id, row.day, row.title, row.document_key, row.professional_id),
            natural_name(last or "", first or ""),
        )
        for row, last, first in session.execute(query)
    )


def proposed(session: Session, participant_id: uuid.UUID) -> tuple[Printed, ...]:
    """What the program printed about the person alone and that is not noted as handed over since: the last
    print of each document, the latest first."""
    require(session, Right.READ_PEOPLE)
    given: dict[str | None, date] = {}
    for key, day in session.execute(
        select(HandedDocument.document_key, HandedDocument.day)
        .where(HandedDocument.participant_id == participant_id)
        .order_by(HandedDocument.day)
    ):
        given[key] = day
    found: dict[str, Printed] = {}
    for key, number, issued_at in session.execute(
        select(IssuedDocument.key, IssuedDocument.number, IssuedDocument.issued_at)
        .where(IssuedDocument.subject_table == "participant", IssuedDocument.subject_id == participant_id)
        .order_by(IssuedDocument.issued_at.desc())
    ):
        day = clock.from_ms(issued_at).date()
        if key not in found and given.get(key, date.min) < day:
            found[key] = Printed(key, day, number)
    return tuple(found.values())[:MOST_PROPOSED]


def save(session: Session, typed: HandedInput) -> uuid.UUID:
    """Note a paper handed over, or change it. Returns its id.

    Raises InputError (no title, no day, a day in the future), NotFoundError.
    """
    require(session, Right.EDIT_PEOPLE)
    support_days.person(session, typed.participant_id)
    wrong: dict[str, str] = {}
    title = " ".join(typed.title.split())
    if not title:
        wrong["title"] = "Écrivez quel document a été remis."
    elif len(title) > 200:
        wrong["title"] = "Ce titre est trop long\u00a0: 200 lettres au plus."
    if typed.day is None:
        wrong["day"] = "Indiquez le jour où il a été remis."
    elif typed.day > clock.today():
        wrong["day"] = "Cette remise est dans le futur\u00a0: vérifiez la date."
    if typed.day is None or wrong:
        raise InputError(wrong)
    if typed.id is None:
        row = HandedDocument(participant_id=typed.participant_id)
        session.add(row)
    else:
        row = existing(session, HandedDocument, typed.id, GONE)
    row.day, row.title, row.document_key = typed.day, title, typed.document_key
    by = typed.professional_id
    row.professional_id = by if by or typed.id else actor_of(session).professional_id
    session.flush()
    return row.id


def delete(session: Session, handed_id: uuid.UUID) -> None:
    """Remove a line entered by mistake. Raises NotFoundError."""
    require(session, Right.EDIT_PEOPLE)
    row = existing(session, HandedDocument, handed_id, GONE)
    restricted.refuse_writing_about(session, row.participant_id)
    session.delete(row)

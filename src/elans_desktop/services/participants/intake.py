"""A new person in one gesture: the identity, the first contact, and the pathway that it opens."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError
from elans_desktop.models.participants import Pathway
from elans_desktop.services.organisation import agreements
from elans_desktop.services.participants import detection, participants
from elans_desktop.services.participants.detection import ContactInput
from elans_desktop.services.participants.participants import ParticipantInput
from elans_desktop.services.pathways import pathways
from elans_desktop.services.pathways.pathways import DETECTION, PathwayInput, Stay
from elans_desktop.services.scope import Scope


@dataclass(frozen=True, slots=True)
class Intake:
    """What is asked at the first meeting. `contact_on` None: no first contact, no pathway."""

    person: ParticipantInput
    contact_on: date | None = None
    mode_code: str | None = None
    place: str = ""
    oriented_by_name: str = ""
    agreement_id: uuid.UUID | None = None
    referent_id: uuid.UUID | None = None


def create(session: Session, intake: Intake) -> uuid.UUID:
    """Open a file: a contact of repérage and a pathway that starts with it, when its day is known.

    Returns the id of the person. Raises InputError with the faults of every part at once.
    """
    wrong = participants.problems(intake.person)
    born = intake.person.birth_date
    if intake.contact_on and born and intake.contact_on < born:
        wrong["contact_on"] = "Ce contact est avant la naissance\u00a0: vérifiez les deux dates."
    if wrong:
        raise InputError(wrong)
    person_id = participants.save(session, intake.person)
    if intake.contact_on is None:
        return person_id
    contact = ContactInput(
        participant_id=person_id,
        agreement_id=intake.agreement_id,
        day=intake.contact_on,
        mode_code=intake.mode_code,
        place=intake.place,
        oriented_by_name=intake.oriented_by_name,
    )
    try:
        detection.save(session, contact)
    except InputError as error:
        raise InputError({"contact_on": " ".join(error.fields.values())}) from None
    open_spotted(
        session,
        person_id,
        intake.agreement_id,
        intake.contact_on,
        referent_id=intake.referent_id,
        prescriber_name=intake.oriented_by_name,
    )
    return person_id


def open_spotted(
    session: Session,
    person_id: uuid.UUID,
    agreement_id: uuid.UUID | None,
    day: date,
    *,
    referent_id: uuid.UUID | None = None,
    prescriber_name: str = "",
) -> None:
    """Open the pathway of somebody just met, in repérage from that day.

    Nothing without an agreement, nor when they already have a pathway in it.
    """
    if agreement_id is None or _has_pathway(session, person_id, agreement_id):
        return
    scheme = agreements.scheme_of_scope(session, Scope(agreement_id))
    spotted = (Stay(DETECTION, day),) if scheme.briques_required else ()
    pathways.save(
        session,
        PathwayInput(
            participant_id=person_id,
            agreement_id=agreement_id,
            referent_id=referent_id,
            prescriber_name=prescriber_name,
            stays=spotted,
        ),
    )


def _has_pathway(session: Session, person_id: uuid.UUID, agreement_id: uuid.UUID) -> bool:
    query = select(Pathway.id).where(
        Pathway.participant_id == person_id, Pathway.agreement_id == agreement_id
    )
    return session.scalars(query.limit(1)).first() is not None

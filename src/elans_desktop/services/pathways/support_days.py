"""What those who write about a person share: the right, the file that may still be written in, and the days
before which nothing happened."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.formats import date_short
from elans_desktop.models.participants import DetectionContact, Participant, Pathway, PathwayBrique
from elans_desktop.services import restricted
from elans_desktop.services.kept import existing
from elans_desktop.services.permissions import Right, require
from elans_desktop.storage.actor import Actor

PERSON_GONE = "Cette personne n’est plus dans le classeur."
PATHWAY_GONE = "Ce parcours n’est plus dans le classeur."


def writer(session: Session) -> Actor:
    """The actor, who may change files and sees the accompaniment. Raises PermissionDenied."""
    require(session, Right.EDIT_PEOPLE)
    return require(session, Right.SUPPORT)


def person(session: Session, participant_id: uuid.UUID) -> Participant:
    """The person to write about. Raises NotFoundError, RuleError (their file is only read)."""
    found = existing(session, Participant, participant_id, PERSON_GONE)
    restricted.refuse_writing(found)
    return found


def pathway(session: Session, pathway_id: uuid.UUID) -> Pathway:
    """The pathway to write in. Raises NotFoundError, RuleError (its file is only read)."""
    found = existing(session, Pathway, pathway_id, PATHWAY_GONE)
    restricted.refuse_writing_about(session, found.participant_id)
    return found


def first_of_pathway(session: Session, found: Pathway) -> date | None:
    """The first day of a pathway: its entry or its first stay, whichever came first."""
    first_stay = session.scalar(
        select(func.min(PathwayBrique.start_on)).where(PathwayBrique.pathway_id == found.id)
    )
    return min((day for day in (found.entry_on, first_stay) if day), default=None)


def first_of_person(session: Session, person: Participant) -> date | None:
    """The first day a person is known here: a contact, an entry, a stay; the birth when nothing is noted."""
    of_person = Pathway.participant_id == person.id
    days = (
        session.scalar(
            select(func.min(DetectionContact.day)).where(DetectionContact.participant_id == person.id)
        ),
        session.scalar(select(func.min(Pathway.entry_on)).where(of_person)),
        session.scalar(
            select(func.min(PathwayBrique.start_on))
            .join(Pathway, Pathway.id == PathwayBrique.pathway_id)
            .where(of_person)
        ),
    )
    return min((day for day in days if day), default=person.birth_date)


def day_problem(day: date, first: date | None, what: str, since: str) -> str:
    """Why a day cannot be: « Cet entretien est dans le futur… », « …est daté d’avant le premier contact ».

    "" when it can. `what`: the subject of the sentence; `since`: what `first` is.
    """
    if day > clock.today():
        return f"{what} est dans le futur\u00a0: vérifiez la date."
    if first is not None and day < first:
        return f"{what} est daté d’avant {since} ({date_short(first)})\u00a0: vérifiez la date."
    return ""

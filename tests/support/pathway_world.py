"""People on their way, for tests of the indicators: each one said in a line."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Session

from elans_desktop.models.participants import DetectionContact, Participant, Pathway, PathwayBrique
from tests.support.calendar_world import World


def pathway(
    session: Session,
    world: World,
    person: int,
    *,
    entry: date | None = None,
    left: date | None = None,
    exit_code: str | None = None,
    reason: str = "",
    registered: bool | None = None,
    referent: bool | None = None,
    **stays: date,
) -> uuid.UUID:
    """A pathway of `world.people[person]`; `R=`, `M=`, `A_pro=`… give the first day in a brique."""
    made = Pathway(
        participant_id=world.people[person],
        agreement_id=world.agreement,
        entry_on=entry,
        prescriber_name="",
        registered_job_seeker=registered,
        has_network_referent=referent,
        eligibility_note="",
        espoir_site="",
        diagnosis_summary="",
        own_words="",
        extension_reason=reason,
        exit_on=left,
        exit_code=exit_code,
        certified=False,
        exit_note="",
    )
    session.add(made)
    session.flush()
    for brique, start in stays.items():
        session.add(PathwayBrique(pathway_id=made.id, brique_code=brique, start_on=start, end_on=None))
    session.flush()
    return made.id


def contact(session: Session, world: World, day: date, person: int | None = None) -> None:
    """A contact of repérage, anonymous without a person."""
    session.add(
        DetectionContact(
            participant_id=None if person is None else world.people[person],
            agreement_id=world.agreement,
            day=day,
            place="",
            oriented_by_name="",
            commune="",
            insee="",
        )
    )
    session.flush()


def complete(session: Session, world: World) -> None:
    """Nothing is missing in anybody's file."""
    for person_id in world.people:
        person = session.get_one(Participant, person_id)
        person.birth_date, person.phone, person.commune = date(1999, 6, 15), "06 00 00 00 00", "Vire"
    session.flush()

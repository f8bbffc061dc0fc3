"""A small consortium for tests: an O2R classeur, five people who sit, three people followed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from elans_desktop.services import setup
from elans_desktop.services.governance import governance
from elans_desktop.services.governance.governance import BodyInput, MemberInput
from elans_desktop.services.organisation import professionals
from elans_desktop.services.organisation.professionals import ProfessionalInput
from elans_desktop.services.participants.participants import ParticipantInput
from elans_desktop.services.participants.participants import save as save_person
from elans_desktop.services.pathways.pathways import PathwayInput, Stay
from elans_desktop.services.pathways.pathways import save as save_pathway

TODAY = date(2027, 5, 4)
NAMES = (
    ("Desmares", "Marie"),
    ("Renouf", "Paul"),
    ("Lefort", "Nadia"),
    ("Morin", "Elsa"),
    ("Tessier", "Claire"),
)


@dataclass
class Council:
    """Identifiers of what was made."""

    agreement: uuid.UUID
    body: uuid.UUID
    other_body: uuid.UUID
    people: list[uuid.UUID]


def build(session: Session) -> Council:
    """Two instances; five people sit in the first, whose quorum is three."""
    agreement = setup.populate(
        session, title="Association Le Pressoir", preset="o2r", user_name="Camille Essai", user_function=""
    )
    people = [
        professionals.save(session, ProfessionalInput(last_name=last, first_name=first))
        for last, first in NAMES
    ]
    body = governance.save(session, BodyInput(title="Groupe projet", quorum=3, agreement_id=agreement))
    other = governance.save(session, BodyInput(title="Bureau", agreement_id=agreement))
    for person in people:
        governance.save_member(session, MemberInput(body, person, start=date(2026, 1, 1)))
    return Council(agreement, body, other, people)


def person(
    session: Session, council: Council, last: str, first: str, entry: date, left: date | None = None
) -> uuid.UUID:
    """Somebody followed since `entry`."""
    made = save_person(session, ParticipantInput(last_name=last, first_name=first))
    pathway = PathwayInput(
        participant_id=made, agreement_id=council.agreement, entry_on=entry, stays=(Stay("M", entry),)
    )
    if left is not None:
        pathway = replace(pathway, exit_on=left, exit_code="E1")
    save_pathway(session, pathway)
    return made

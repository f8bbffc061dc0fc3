"""Two clocks for each file: the last contact, and the proofs of the agreements."""

from __future__ import annotations

import uuid
from collections.abc import Generator
from datetime import date, datetime

import pytest
from sqlalchemy import String, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.activities import SeanceSlot
from elans_desktop.models.organisation import Agreement
from elans_desktop.models.participants import Participant
from elans_desktop.models.support import FollowUpCall, Interview
from elans_desktop.services.organisation import settings
from elans_desktop.services.presences import attendance
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.services.privacy import retention_clocks, retention_words
from elans_desktop.services.privacy.retention_clocks import FileClock, Step, clocks
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World
from tests.support.pathway_world import contact, pathway

MADE = datetime(2026, 3, 2, 9)
LATER = date(2029, 5, 4)


@pytest.fixture
def session(workspace: Workspace) -> Generator[Session]:
    with workspace.write("Essai") as session, clock.fixed(MADE):
        yield session


@pytest.fixture
def world(session: Session) -> World:
    return calendar_world.build(session)


def opened_on_its_day(session: Session) -> uuid.UUID:
    """A file whose identifier says MADE: identifiers never go back in time, the clock of a test does."""
    instant = int(MADE.timestamp() * 1000)
    key = uuid.UUID(int=instant << 80 | 0x7 << 76 | 0b10 << 62)
    words = {
        c.name: "" for c in Participant.__table__.columns if isinstance(c.type, String) and not c.nullable
    }
    person = Participant(**words | {"id": key, "number": "2026-A0999"})
    session.add(person)
    session.flush()
    return person.id


def clock_of(session: Session, person: uuid.UUID, day: date = LATER) -> FileClock:
    """Both ways of asking say the same."""
    with clock.fixed(datetime(day.year, day.month, day.day, 12)):
        alone = clocks(session, [person])
        assert alone == {person: clocks(session)[person]}
    return alone[person]


def slot_of(session: Session, seance: uuid.UUID) -> uuid.UUID:
    return session.scalars(select(SeanceSlot.id).where(SeanceSlot.seance_id == seance)).first() or seance


def words(found: FileClock, day: date = LATER) -> str:
    return retention_words.explained(found, day).replace("\u00a0", " ")


def test_without_any_event_the_file_dates_from_its_opening(session: Session, world: World) -> None:
    found = clock_of(session, opened_on_its_day(session))
    assert (found.last.kind, found.last.day, found.due_on) == ("creation", MADE.date(), date(2028, 3, 2))
    assert found.step(LATER) is Step.ANONYMISE
    assert found.step(date(2028, 3, 1)) is Step.NONE
    assert words(found) == (
        "Aucun contact noté depuis l’ouverture du dossier, le 02/03/2026 : "
        "le délai est passé depuis le 02/03/2028."
    )


def test_what_happened_counts_and_an_edit_does_not(session: Session, world: World) -> None:
    person = world.people[0]
    contact(session, world, date(2026, 4, 1), 0)
    assert clock_of(session, person).last == (date(2026, 4, 1), "contact")
    activity = calendar_world.activity(session, world, people=1)
    seance = calendar_world.seance(session, world, activity, date(2026, 5, 12))
    slot = slot_of(session, seance)
    with clock.fixed(datetime(2026, 5, 12, 18)):
        attendance.set_presences(session, [PresenceInput(person, slot, "A")])
        assert clock_of(session, person).last.kind == "contact", "an absence is no contact"
        attendance.set_presences(session, [PresenceInput(person, slot, "P")])
    assert clock_of(session, person).last == (date(2026, 5, 12), "presence")
    session.add(_interview(person, date(2027, 1, 8)))
    session.add(_interview(person, date(2030, 1, 8)))
    session.get_one(Participant, person).notes = "Relu."
    session.flush()
    found = clock_of(session, person)
    assert found.last == (date(2027, 1, 8), "entretien"), "neither an appointment to come nor an edit"
    assert "Dernier contact le 08/01/2027 (entretien)" in words(found)


def _interview(person: uuid.UUID, day: date) -> Interview:
    words = dict.fromkeys(("present", "summary", "follow_up", "next_place"), "")
    return Interview(participant_id=person, day=day, to_reread=False, **words)


def test_a_call_counts_when_the_person_was_reached(session: Session, world: World) -> None:
    left = pathway(session, world, 0, entry=date(2026, 2, 1), left=date(2026, 9, 1))
    for day, outcome in ((date(2027, 3, 1), "joint_emploi"), (date(2027, 4, 1), "injoignable")):
        call = FollowUpCall(
            pathway_id=left, moment="plus_6_mois", day=day, outcome_code=outcome, note="", noted_at=0
        )
        session.add(call)
    session.flush()
    assert clock_of(session, world.people[0]).last == (date(2027, 3, 1), "appel")


def test_the_delay_is_the_setting(session: Session, world: World) -> None:
    settings.save(session, retention_clocks.FILE_MONTHS, 36)
    assert clock_of(session, opened_on_its_day(session)).due_on == date(2029, 3, 2)


def test_proofs_hold_a_file_in_the_restricted_archive(session: Session, world: World) -> None:
    """The agreement ends in 2028: six years more, ten with the Union."""
    person = world.people[0]
    pathway(session, world, 0, entry=date(2026, 2, 1), left=date(2026, 9, 1))
    found = clock_of(session, person)
    assert found.proof == (date(2034, 12, 31), "O2R 2026–2028")
    assert found.step(LATER) is Step.RESTRICT
    assert "Ses preuves pour « O2R 2026–2028 » sont à garder jusqu’au 31/12/2034." in words(found)
    session.get_one(Participant, person).restricted_on = LATER
    session.flush()
    found = clock_of(session, person)
    assert found.step(LATER) is Step.NONE
    assert "Dans l’archive restreinte depuis le 04/05/2029." in words(found)
    assert found.step(date(2034, 12, 31)) is Step.NONE
    assert found.step(date(2035, 1, 1)) is Step.ANONYMISE
    assert "n’étaient à garder que jusqu’au 31/12/2034" in words(found, date(2035, 1, 1))
    session.get_one(Agreement, world.agreement).eu_cofunded = True
    session.flush()
    assert clock_of(session, person).proof == (date(2038, 12, 31), "O2R 2026–2028")


def test_a_presence_alone_is_a_proof_too(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=1)
    seance = calendar_world.seance(session, world, activity, date(2026, 3, 2))
    with clock.fixed(datetime(2026, 3, 2, 20)):
        slot = slot_of(session, seance)
        attendance.set_presences(session, [PresenceInput(world.people[0], slot, "I")])
    assert clock_of(session, world.people[0]).proof == (date(2034, 12, 31), "O2R 2026–2028")


def test_an_open_pathway_is_to_be_closed_first(session: Session, world: World) -> None:
    pathway(session, world, 0, entry=date(2026, 4, 1))
    found = clock_of(session, world.people[0])
    assert found.step(LATER) is Step.CLOSE
    assert "Son parcours « O2R 2026–2028 » est encore ouvert." in words(found)


def test_a_written_reason_holds_a_file_until_its_day(session: Session, world: World) -> None:
    contact(session, world, date(2026, 4, 1), 0)
    person = session.get_one(Participant, world.people[0])
    person.keep_until, person.keep_reason = date(2029, 12, 31), "Contentieux en cours."
    session.flush()
    found = clock_of(session, person.id)
    assert found.step(LATER) is Step.NONE
    assert "Gardé jusqu’au 31/12/2029 : Contentieux en cours." in words(found)
    assert found.step(date(2030, 1, 1)) is Step.ANONYMISE


def test_a_joined_file_speaks_through_the_other(session: Session, world: World) -> None:
    contact(session, world, date(2028, 4, 1), 1)
    pathway(session, world, 1, entry=date(2026, 4, 1), left=date(2026, 5, 1))
    session.get_one(Participant, world.people[1]).merged_into_id = world.people[0]
    session.flush()
    found = clock_of(session, world.people[0])
    assert found.last == (date(2028, 4, 1), "contact")
    assert found.proof is not None
    with clock.fixed(datetime(2029, 5, 4)):
        assert world.people[1] not in clocks(session)


def test_accueil_looks_only_at_files_that_may_be_due(session: Session, world: World) -> None:
    pathway(session, world, 0, entry=date(2026, 4, 1))
    pathway(session, world, 1, entry=date(2026, 4, 1), left=date(2028, 1, 1))
    pathway(session, world, 2, entry=date(2026, 4, 1), left=date(2026, 5, 1))
    contact(session, world, date(2028, 4, 1), 3)
    session.get_one(Participant, world.people[4]).keep_until = date(2030, 1, 1)
    session.flush()
    with clock.fixed(datetime(2029, 5, 4)):
        assert set(retention_clocks.perhaps_due(session, 100)) == {world.people[2], *world.people[5:]}

"""What a controller would see: each remark on its séance, with where it is mended, and no name of anybody."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.activities import Activity
from elans_desktop.models.organisation import Place
from elans_desktop.services.calendar import enrolments, guests, seances, sheet_states
from elans_desktop.services.presences import attendance, attendance_sheets, proof_check
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.services.presences.proof_check import ProofRemark
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.services.scope import Scope
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world, pathway_world
from tests.support.calendar_world import World

MONDAY = date(2027, 4, 26)
APRIL = (date(2027, 4, 1), date(2027, 4, 30))


@pytest.fixture
def session(workspace: Workspace) -> Iterator[Session]:
    with workspace.write("Essai") as session, clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield session


@pytest.fixture
def world(session: Session) -> World:
    return calendar_world.build(session, people=4)


def kinds(session: Session, seance_id: uuid.UUID | None = None) -> list[str]:
    return [one.kind for one in found(session) if seance_id in (None, one.target_id)]


def found(session: Session) -> tuple[ProofRemark, ...]:
    return proof_check.check(session, *APRIL)


def printed(session: Session, seance_id: uuid.UUID) -> uuid.UUID:
    (view,) = attendance_sheets.prepare_seance(
        session, DocumentRequest("emargement-seance", object_ids=(seance_id,))
    )
    attendance_sheets.mark_printed(session, [view.number])
    sheet = seances.view(session, seance_id).card.sheet
    assert sheet is not None
    return sheet.id


def slots(session: Session, seance_id: uuid.UUID) -> list[uuid.UUID]:
    return [slot.id for slot in seances.view(session, seance_id).card.slots]


def test_a_month_in_order_has_nothing_to_say(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=2)
    held = calendar_world.seance(session, world, activity, MONDAY)
    sheet = printed(session, held)
    assert kinds(session) == ["to_enter", "not_received"]
    attendance_sheets.mark_received(session, sheet, date(2027, 4, 27))
    attendance.all_present(session, slots(session, held))
    assert kinds(session) == ["not_validated"]
    sheet_states.validate(session, sheet)
    assert found(session) == ()


def test_paper_that_lacks(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=2)
    without = calendar_world.seance(session, world, activity, MONDAY)
    attendance.all_present(session, slots(session, without))
    (remark,) = found(session)
    assert (remark.kind, remark.target, remark.target_id) == ("no_sheet", proof_check.SEANCE, without)
    calendar_world.seance(session, world, activity, date(2027, 5, 10))
    assert len(proof_check.check(session, date(2027, 5, 1), date(2027, 5, 31))) == 0, "it is to come"


def test_a_trainer_in_two_places_and_a_seance_without_any(session: Session, world: World) -> None:
    first = calendar_world.activity(session, world)
    second = calendar_world.activity(session, world, "Jardin")
    one = calendar_world.seance(session, world, first, MONDAY, (9, 12))
    calendar_world.seance(session, world, second, MONDAY, (10, 11), place=1)
    alone = calendar_world.seance(session, world, second, date(2027, 4, 27), (9, 12), trainers=())
    assert kinds(session, one) == ["trainer"]
    assert kinds(session, alone) == ["no_trainer"]


def test_a_bank_holiday_and_more_signatures_than_places(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=4)
    easter = calendar_world.seance(session, world, activity, date(2027, 3, 29), (9, 12))
    session.get_one(Place, world.places[0]).capacity = 3
    session.get_one(Activity, activity).capacity = 2
    session.flush()
    attendance.all_present(session, slots(session, easter))
    made = proof_check.check(session, date(2027, 3, 1), date(2027, 3, 31))
    told = {one.kind: one.sentence for one in made}
    assert "holiday" in told
    assert told["signatures"] == "4\u00a0présents pour 3\u00a0places."


def test_somebody_signed_at_two_places_or_outside_their_pathway(session: Session, world: World) -> None:
    first = calendar_world.activity(session, world)
    second = calendar_world.activity(session, world, "Jardin")
    morning = calendar_world.seance(session, world, first, MONDAY, (9, 12))
    other = calendar_world.seance(session, world, second, MONDAY, (11, 13), place=1, trainers=(1,))
    pathway_world.pathway(session, world, 0, entry=date(2027, 4, 27))
    for seance in (morning, other):
        guests.invite(session, seance, [world.people[0]])
        attendance.set_presences(session, [PresenceInput(world.people[0], slots(session, seance)[0], "P")])
    told = {(one.kind, one.target_id): one for one in found(session)}
    assert (
        told["two_places", morning].sentence
        == "1\u00a0personne présente aussi à «\u00a0Jardin\u00a0», 11:00 – 13:00."
    )
    assert told["outside", morning].target == proof_check.PRESENCES
    assert ("outside", other) in told
    assert not any("Aubert" in one.sentence for one in told.values())


def test_before_printing_only_what_can_still_change_is_said(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=2)
    past = calendar_world.seance(session, world, activity, MONDAY, trainers=())
    coming = calendar_world.seance(session, world, activity, date(2027, 5, 10), trainers=())
    assert [one.target_id for one in proof_check.check_printing(session, [past, coming])] == [coming]
    assert set(kinds(session)) == {"no_trainer", "to_enter", "no_sheet"}
    asked = DocumentRequest("emargement-seance", object_ids=(past, coming))
    assert proof_check.before_printing(session, asked).replace("\u00a0", " ") == (
        "1 point à vérifier avant d’imprimer : lun. 10/05/2027, Atelier vélo, aucun intervenant n’est choisi."
    )
    assert proof_check.before_printing(session, DocumentRequest("planning", *APRIL)) == ""


def test_one_agreement_only(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=1)
    calendar_world.seance(session, world, activity, MONDAY)
    enrolments.enrol(session, activity, [world.people[3]])
    assert proof_check.check(session, *APRIL, Scope(uuid.uuid4())) == ()
    assert proof_check.check(session, *APRIL, Scope(world.agreement)) != ()

"""Day, month, individual and blank sheets: numbers, states and what they lock."""

from __future__ import annotations

import uuid
from collections.abc import Generator
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.models.activities import Activity, SeanceSlot
from elans_desktop.models.sheets import AttendanceSheet
from elans_desktop.services.calendar import enrolments, guests, seances
from elans_desktop.services.presences import attendance, attendance_grid, corrections
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.services.presences.attendance_sheets import prepare_seance
from elans_desktop.services.presences.presence_papers import sheets
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World

MONDAY = date(2027, 4, 26)


@pytest.fixture
def session(workspace: Workspace) -> Generator[Session]:
    with workspace.write("Essai") as session, clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield session


@pytest.fixture
def world(session: Session) -> World:
    return calendar_world.build(session)


def slots(session: Session, seance_id: uuid.UUID) -> list[uuid.UUID]:
    query = select(SeanceSlot.id).where(SeanceSlot.seance_id == seance_id).order_by(SeanceSlot.start)
    return list(session.scalars(query))


def test_a_day_sheet_holds_all_the_seances_of_its_day(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=3)
    for hours in ((9, 12), (14, 17)):
        calendar_world.seance(session, world, activity, MONDAY, hours)
    request = DocumentRequest("emargement-journee", MONDAY, MONDAY)
    (view,) = sheets.prepare_day(session, request)
    assert [(slot.start, slot.kind) for slot in view.slots] == [(540, "matin"), (840, "apres_midi")]
    assert len(view.people) == 3
    (again,) = sheets.prepare_day(session, request)
    assert again.number == view.number, "a reprint keeps its number"


def test_a_month_is_cut_in_pages_never_refused(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=9)
    for day in range(1, 29):
        calendar_world.seance(session, world, activity, date(2027, 4, day))
    (view,) = sheets.prepare_month(
        session, DocumentRequest("emargement-mois", date(2027, 4, 15), None, (activity,))
    )
    assert view.title == "Feuille d’émargement – avril\u00a02027"
    assert len(view.days) == 28
    sheet = session.scalars(select(AttendanceSheet)).one()
    assert (sheet.kind, sheet.pages) == ("mois", 6 * 2), "56 half-days by ten, eleven lines by eight"


def test_an_individual_sheet_is_of_one_person(session: Session, world: World) -> None:
    talks = calendar_world.activity(session, world, "Entretien")
    session.get_one(Activity, talks).mode_code = "individuel"
    enrolments.enrol(session, talks, world.people[:1])
    first = calendar_world.seance(session, world, talks, MONDAY, (9, 10))
    group = calendar_world.activity(session, world, "Atelier vélo", people=3)
    calendar_world.seance(session, world, group, MONDAY, (14, 17))
    request = DocumentRequest("emargement-individuel", MONDAY, MONDAY)
    (view,) = sheets.prepare_individual(session, request)
    assert (view.person.last_name, view.dossier) == ("Aubert", "2026-A0001")
    assert [(line.start, line.end) for line in view.lines] == [(540, 600)]
    sheet = session.scalars(select(AttendanceSheet)).one()
    assert (sheet.participant_id, sheet.kind, sheet.pages) == (world.people[0], "individuel", 1)
    attendance.set_presences(session, [PresenceInput(world.people[0], slots(session, first)[0], "P")])
    calendar_world.validate(session, sheet.id)
    (after,) = sheets.prepare_individual(session, replace(request, variant="apres-saisie"))
    assert (after.number, after.entered, after.large) == (view.number, True, False)
    assert [(line.away, line.minutes) for line in after.lines] == [("", 60)]
    (large,) = sheets.prepare_individual(session, replace(request, variant="gros-caracteres"))
    assert (large.number, large.entered, large.large) == (view.number, False, True)
    alone = DocumentRequest("emargement-individuel", MONDAY, MONDAY, (world.people[2],))
    with pytest.raises(RuleError, match="individuelle"):
        sheets.prepare_individual(session, alone)


def test_the_sheet_of_one_of_a_pair_locks_nobody_else(session: Session, world: World) -> None:
    pairs = calendar_world.activity(session, world, "Binôme", people=2)
    session.get_one(Activity, pairs).mode_code = "binome"
    (slot,) = slots(session, calendar_world.seance(session, world, pairs, MONDAY, (9, 10)))
    signed, other = world.people[0], world.people[1]
    sheets.prepare_individual(session, DocumentRequest("emargement-individuel", MONDAY, MONDAY, (signed,)))
    attendance.set_presences(session, [PresenceInput(signed, slot, "P")])
    sheet = session.scalars(select(AttendanceSheet)).one()
    calendar_world.validate(session, sheet.id)
    (column,) = attendance_grid.grid(session, pairs).slots
    assert (column.locked, column.holds(signed), column.holds(other)) == (True, True, False)
    with pytest.raises(RuleError, match=sheet.number):
        attendance.set_presences(session, [PresenceInput(signed, slot, "I")])
    with pytest.raises(RuleError, match="Aucune feuille validée"):
        corrections.correct(session, PresenceInput(other, slot, "P"), "Oubli")
    assert attendance.all_present(session, [slot]) == 1, "the other one is entered as usual"
    attendance.set_presences(session, [PresenceInput(other, slot, "P", late=5)])
    corrections.correct(session, PresenceInput(signed, slot, "P", late=10), "Retard oublié")
    (made,) = corrections.of_slots(session, [slot])
    assert (made.participant_id, made.sheet) == (signed, sheet.number)


def test_a_blank_sheet_takes_no_number(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, "Bus du marché")
    (view,) = sheets.prepare_blank(session, DocumentRequest("emargement-vierge", object_ids=(activity,)))
    assert (view.number, view.activity, view.day, view.with_qr) == ("", "Bus du marché", None, False)
    assert session.scalars(select(AttendanceSheet)).all() == []


def test_after_the_entry_the_sheet_says_who_was_away_and_keeps_its_number(
    session: Session, world: World
) -> None:
    activity = calendar_world.activity(session, world, people=2)
    made = calendar_world.seance(session, world, activity, MONDAY)
    (before,) = prepare_seance(session, DocumentRequest("emargement-seance", object_ids=(made,)))
    morning, afternoon = slots(session, made)
    entries = [
        PresenceInput(world.people[0], morning, "P", late=20),
        PresenceInput(world.people[0], afternoon, "A", reason_code="justice"),
        PresenceInput(world.people[1], morning, "I"),
    ]
    attendance.set_presences(session, entries)
    (after,) = prepare_seance(
        session, DocumentRequest("emargement-seance", object_ids=(made,), variant="apres-saisie")
    )
    assert after.number == before.number
    assert [(mark.cells, mark.note) for mark in after.marks] == [
        (("", "absent"), "retard 20\u00a0min"),
        (("absent", "non saisi"), ""),
    ]
    assert [mark.minutes for mark in after.marks] == [(160, None), (None, None)]
    assert seances.view(session, made).card.sheet is not None


def test_marks_stand_under_their_hours_when_two_seances_of_a_day_cross(
    session: Session, world: World
) -> None:
    """9 h–12 h and 14 h–17 h in one séance, 12 h–13 h in another, whose guest is not expected elsewhere."""
    activity = calendar_world.activity(session, world, people=1)
    long = calendar_world.seance(session, world, activity, MONDAY)
    between = calendar_world.seance(session, world, activity, MONDAY, (12, 13))
    guests.invite(session, between, [world.people[1]])
    (noon,) = slots(session, between)
    for person in world.people[:2]:
        attendance.set_presences(session, [PresenceInput(person, noon, "I")])
    attendance.set_presences(
        session, [PresenceInput(world.people[0], slots(session, long)[1], "P", early=30)]
    )
    asked = DocumentRequest("emargement-journee", MONDAY, MONDAY, variant="apres-saisie")
    (view,) = sheets.prepare_day(session, asked)
    assert [(slot.start, slot.end) for slot in view.slots] == [(540, 720), (720, 780), (840, 1020)]
    assert [mark.cells for mark in view.marks] == [("non saisi", "absent", ""), ("–", "absent", "–")]
    assert [mark.minutes for mark in view.marks] == [(None, None, 150), (None, None, None)]

from __future__ import annotations

import uuid
from collections.abc import Callable, Generator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.models.activities import Activity
from elans_desktop.models.participants import Participant
from elans_desktop.models.sheets import AttendanceSheet
from elans_desktop.services.calendar import enrolments, guests, seances, series
from elans_desktop.services.calendar.recurrence import Recurrence
from elans_desktop.services.calendar.seances import SeanceInput, SlotInput
from elans_desktop.services.calendar.sheet_states import SheetInfo
from elans_desktop.services.presences import (
    attendance,
    attendance_grid,
    attendance_sheets,
    sheet_freshness,
)
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.services.presences.attendance_sheets import prepare_seance, prepare_week
from elans_desktop.services.presences.presence_papers import sheets
from elans_desktop.services.presences.sheet_numbers import control_code
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World

MONDAY = date(2027, 4, 26)
FRIDAY = date(2027, 4, 30)


@pytest.fixture
def session(workspace: Workspace) -> Generator[Session]:
    with workspace.write("Essai") as session, clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield session


@pytest.fixture
def world(session: Session) -> World:
    return calendar_world.build(session)


def for_seance(*ids: uuid.UUID) -> DocumentRequest:
    return DocumentRequest("emargement-seance", object_ids=ids)


def for_week(start: date = MONDAY, end: date = FRIDAY, *ids: uuid.UUID) -> DocumentRequest:
    return DocumentRequest("emargement-semaine", start, end, ids)


def sheet_of(session: Session, seance_id: uuid.UUID) -> SheetInfo:
    sheet = seances.view(session, seance_id).card.sheet
    assert sheet is not None
    return sheet


def test_a_seance_sheet_says_who_when_where(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=9)
    calendar_world.seance(session, world, activity, date(2027, 4, 20))
    made = calendar_world.seance(session, world, activity, MONDAY, trainers=(0, 2))
    (view,) = prepare_seance(session, for_seance(made))
    assert view.number == "FE-2027-A0001"
    assert view.control_code[4] == "-"
    assert (view.seance_number, view.seance_total) == (2, 2)
    assert [(slot.start, slot.end, slot.kind) for slot in view.slots] == [
        (540, 720, "matin"),
        (840, 1020, "apres_midi"),
    ]
    assert view.place == "Hangar du Pressoir, Vire"
    assert [person.last_name for person in view.people][:3] == ["Aubert", "Brionne", "Cissé"]
    assert [(t.last_name, t.structure, t.slots) for t in view.trainers] == [
        ("Prével", "Association Le Pressoir", frozenset()),
        ("Tanguy", "Le Fil Vert", frozenset()),
    ]
    assert view.letterhead.organisation == "Association Le Pressoir"
    assert view.brique is not None
    assert view.brique.letter == "M"
    assert "Aubert" not in repr(view)


def test_a_reprint_keeps_the_number_and_a_change_supersedes(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=2)
    made = calendar_world.seance(session, world, activity, MONDAY)
    (first,) = prepare_seance(session, for_seance(made))
    assert attendance_sheets.mark_printed(session, [first.number]) == 1
    calendar_world.seance(session, world, activity, date(2027, 4, 20))  # n of N moves, the content does not
    (again,) = prepare_seance(session, for_seance(made))
    assert (again.number, again.control_code) == (first.number, first.control_code)
    assert (again.seance_number, again.seance_total) == (2, 2)
    enrolments.enrol(session, activity, [world.people[5]])
    (changed,) = prepare_seance(session, for_seance(made))
    assert changed.number == "FE-2027-A0002"
    assert changed.control_code != first.control_code
    assert sheet_of(session, made).number == changed.number
    assert sheet_of(session, made).state == "a_imprimer"


def test_a_sheet_printed_before_a_change_is_told_until_it_is_signed(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=3)
    first = calendar_world.seance(session, world, activity, MONDAY)
    second = calendar_world.seance(session, world, activity, FRIDAY)

    def behind(seance_id: uuid.UUID) -> bool:
        return sheet_freshness.is_outdated(session, seances.view(session, seance_id))

    prepare_seance(session, for_seance(first, second))
    for one in (first, second):
        attendance_sheets.mark_printed(session, [sheet_of(session, one).number])
    assert not behind(first)
    enrolments.withdraw(session, activity, [world.people[0]], last_day=MONDAY)
    assert not behind(first), "the one who left was there that day"
    assert behind(second)
    prepare_seance(session, for_seance(second))
    assert not behind(second), "the sheet that replaces it is still to be printed"
    seances.move(session, first, MONDAY + timedelta(days=1))
    assert behind(first)
    attendance_sheets.mark_received(session, sheet_of(session, first).id, MONDAY + timedelta(days=1))
    assert not behind(first), "the signed paper is the proof"


@pytest.mark.parametrize(
    ("key", "prepare"),
    [
        ("emargement-journee", sheets.prepare_day),
        ("emargement-semaine", attendance_sheets.prepare_week),
        ("emargement-mois", sheets.prepare_month),
    ],
)
def test_a_sheet_of_several_seances_is_behind_as_soon_as_its_people_or_hours_change(
    session: Session, world: World, key: str, prepare: Callable[..., Any]
) -> None:
    activity = calendar_world.activity(session, world, people=3)
    made = calendar_world.seance(session, world, activity, MONDAY)
    calendar_world.seance(session, world, activity, FRIDAY)

    def behind() -> bool:
        return sheet_freshness.is_outdated(session, seances.view(session, made))

    def print_again() -> None:
        for view in prepare(session, DocumentRequest(key, MONDAY, FRIDAY, (activity,))):
            attendance_sheets.mark_printed(session, [view.number])
        assert not behind()

    print_again()
    before = session.scalars(select(AttendanceSheet.number)).all()
    enrolments.enrol(session, activity, [world.people[5]])
    assert behind()
    assert session.scalars(select(AttendanceSheet.number)).all() == before, "looking gives no number"
    print_again()
    card = seances.view(session, made).card
    slots = tuple(SlotInput(slot.start + 15, slot.end, slot.kind, (), slot.id) for slot in card.slots)
    seances.save(session, SeanceInput(activity, MONDAY, slots, world.places[0], id=made))
    assert behind()
    print_again()
    seances.cancel(session, made, "Neige")
    assert not behind(), "a cancelled séance says so by itself"


def test_an_individual_sheet_is_behind_once_its_meetings_change(session: Session, world: World) -> None:
    talks = calendar_world.activity(session, world, "Entretien", people=1)
    session.get_one(Activity, talks).mode_code = "individuel"
    made = calendar_world.seance(session, world, talks, MONDAY, (9, 10))
    request = DocumentRequest("emargement-individuel", MONDAY, FRIDAY)
    (view,) = sheets.prepare_individual(session, request)
    attendance_sheets.mark_printed(session, [view.number])
    assert not sheet_freshness.is_outdated(session, seances.view(session, made))
    (slot,) = seances.view(session, made).card.slots
    later = (SlotInput(600, 660, id=slot.id),)
    seances.save(session, SeanceInput(talks, MONDAY, later, world.places[0], id=made))
    assert sheet_freshness.is_outdated(session, seances.view(session, made))


def test_the_signed_paper_keeps_its_number(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=2)
    made = calendar_world.seance(session, world, activity, MONDAY)
    (first,) = prepare_seance(session, for_seance(made))
    attendance_sheets.mark_printed(session, [first.number])
    attendance_sheets.mark_received(session, sheet_of(session, made).id, date(2027, 4, 27))
    guests.add_for_day(session, activity, world.people[8], MONDAY)
    (again,) = prepare_seance(session, for_seance(made))
    assert again.number == first.number
    assert len(again.people) == 3


def test_a_renamed_person_changes_the_sheet(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=1)
    made = calendar_world.seance(session, world, activity, MONDAY)
    (first,) = prepare_seance(session, for_seance(made))
    person = session.get(Participant, world.people[0])
    assert person is not None
    person.last_name = "O’Brien & <fils>"
    session.flush()
    (second,) = prepare_seance(session, for_seance(made))
    assert second.number != first.number


def test_the_life_of_a_sheet(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=2)
    made = calendar_world.seance(session, world, activity, MONDAY, (9, 12))
    (view,) = prepare_seance(session, for_seance(made))
    sheet = sheet_of(session, made).id
    slot = seances.view(session, made).card.slots[0].id
    attendance_sheets.mark_printed(session, [view.number])
    for wrong in (date(2027, 5, 5), date(2027, 4, 25)):
        with pytest.raises(InputError) as caught:
            attendance_sheets.mark_received(session, sheet, wrong)
        assert set(caught.value.fields) == {"received_on"}
    attendance_sheets.mark_received(session, sheet, date(2027, 4, 27))
    attendance.set_presences(session, [PresenceInput(world.people[0], slot, "P")])
    assert sheet_of(session, made).state == "signee_recue"
    with pytest.raises(RuleError, match="Une présence reste"):
        attendance_sheets.validate(session, sheet)
    attendance.all_present(session, [slot])
    assert sheet_of(session, made).state == "saisie"
    attendance.set_presences(session, [PresenceInput(world.people[0], slot, None)])
    assert sheet_of(session, made).state == "signee_recue"
    attendance.all_present(session, [slot])
    attendance_sheets.validate(session, sheet)
    info = sheet_of(session, made)
    assert (info.state, info.received_on) == ("validee", date(2027, 4, 27))
    assert info.validated_at == clock.now_ms()


def test_only_a_sheet_printed_and_back_with_its_signatures_is_validated(
    session: Session, world: World
) -> None:
    activity = calendar_world.activity(session, world, people=1)
    made = calendar_world.seance(session, world, activity, MONDAY, (9, 12))
    (view,) = prepare_seance(session, for_seance(made))
    attendance.all_present(session, [seances.view(session, made).card.slots[0].id])
    sheet = sheet_of(session, made).id
    with pytest.raises(RuleError, match="n’a pas été imprimée"):
        attendance_sheets.validate(session, sheet, MONDAY)
    attendance_sheets.mark_printed(session, [view.number])
    with pytest.raises(RuleError, match="n’est pas notée reçue signée"):
        attendance_sheets.validate(session, sheet)
    with pytest.raises(InputError):
        attendance_sheets.validate(session, sheet, date(2027, 4, 25))
    assert sheet_of(session, made).validated_at is None
    attendance_sheets.validate(session, sheet, date(2027, 4, 28))
    info = sheet_of(session, made)
    assert (info.state, info.received_on) == ("validee", date(2027, 4, 28))


def test_the_day_a_sheet_came_back_is_noted_after_the_entry_too(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=1)
    made = calendar_world.seance(session, world, activity, MONDAY, (9, 12))
    (view,) = prepare_seance(session, for_seance(made))
    attendance_sheets.mark_printed(session, [view.number])
    attendance.all_present(session, [seances.view(session, made).card.slots[0].id])
    sheet = sheet_of(session, made)
    assert (sheet.state, sheet.received_on) == ("saisie", None)
    attendance_sheets.mark_received(session, sheet.id, date(2027, 4, 27))
    sheet = sheet_of(session, made)
    assert (sheet.state, sheet.received_on) == ("saisie", date(2027, 4, 27))
    attendance_sheets.validate(session, sheet.id)
    attendance_sheets.mark_received(session, sheet.id, date(2027, 4, 29))
    sheet = sheet_of(session, made)
    assert (sheet.state, sheet.received_on) == ("validee", date(2027, 4, 29)), "a day mistyped is mended"


def test_a_validated_sheet_locks_its_slots(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=1)
    made = calendar_world.seance(session, world, activity, MONDAY, (9, 12))
    prepare_seance(session, for_seance(made))
    slot = seances.view(session, made).card.slots[0]
    attendance.all_present(session, [slot.id])
    sheet = sheet_of(session, made)
    calendar_world.validate(session, sheet.id)
    entry = PresenceInput(world.people[0], slot.id, "I")
    edited = SeanceInput(activity, MONDAY, (SlotInput(600, 720, id=slot.id),), id=made)
    for refused in (
        lambda: attendance.set_presences(session, [entry]),
        lambda: seances.move(session, made, FRIDAY),
        lambda: seances.delete(session, made),
        lambda: seances.cancel(session, made, "Erreur"),
        lambda: seances.save(session, edited),
    ):
        with pytest.raises(RuleError, match=sheet.number) as caught:
            refused()
        assert "Corriger…" in caught.value.advice
        assert "Retirer la validation" in caught.value.advice
    assert attendance_grid.grid(session, activity).slots[0].locked
    same_hours = SlotInput(slot.start, slot.end, slot.kind, (world.trainers[0],), slot.id)
    seances.save(session, SeanceInput(activity, MONDAY, (same_hours,), title="Freins", id=made))
    with pytest.raises(InputError):
        attendance_sheets.unvalidate(session, sheet.id, " ")
    attendance_sheets.unvalidate(session, sheet.id, "Une absence notée par erreur")
    assert attendance.set_presences(session, [entry]) == 1
    assert sheet_of(session, made).state == "saisie"


def test_a_week_sheet_has_its_half_days_and_its_holidays(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=3)
    calendar_world.seance(session, world, activity, date(2027, 5, 3))
    calendar_world.seance(session, world, activity, date(2027, 5, 4), (9, 12), trainers=(1,))
    cancelled = calendar_world.seance(session, world, activity, date(2027, 5, 5))
    calendar_world.seance(session, world, activity, date(2027, 5, 8), (10, 16))
    seances.cancel(session, cancelled, "Neige")
    (view,) = prepare_week(session, for_week(date(2027, 5, 4), date(2027, 5, 4)))
    assert [(day.day.day, len(day.slots), day.closed) for day in view.days] == [
        (3, 2, ""), (4, 1, ""), (5, 0, "Annulée"), (6, 0, "Jour férié"), (7, 0, ""), (8, 1, ""),
    ]  # fmt: skip
    assert [trainer.last_name for trainer in view.trainers] == ["Prével", "Lefort"]
    assert len(view.people) == 3
    (same,) = prepare_week(session, for_week(date(2027, 5, 3), date(2027, 5, 9), activity))
    assert same.number == view.number
    (single,) = prepare_seance(session, for_seance(*[cancelled], *[activity]))[:1]
    assert single.number != view.number


def test_nothing_to_print_is_said(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world)
    made = calendar_world.seance(session, world, activity, MONDAY)
    seances.cancel(session, made, "Neige")
    with pytest.raises(RuleError, match="Aucune séance"):
        prepare_seance(session, for_seance(made))
    with pytest.raises(RuleError, match="Choisissez"):
        prepare_week(session, DocumentRequest("emargement-semaine"))


def test_many_sheets_take_few_queries(session: Session, world: World) -> None:
    for index in range(6):
        activity = calendar_world.activity(session, world, f"Atelier {index}", people=10)
        series.create(
            session,
            SeanceInput(activity, date(2027, 1, 4), (SlotInput(540, 720, None, (world.trainers[0],)),)),
            Recurrence(times=10),
        )
    session.flush()
    session.expire_all()
    asked: list[str] = []
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    views = prepare_seance(session, DocumentRequest("emargement-seance", date(2027, 1, 1), date(2027, 6, 1)))
    assert len(views) == 60
    assert len({view.number for view in views}) == 60
    assert len([statement for statement in asked if statement.startswith("SELECT")]) < 40


def test_control_codes_are_read_aloud_without_doubt() -> None:
    code = control_code("FE-2027-A0001", "ab" * 32)
    assert code == control_code("FE-2027-A0001", "ab" * 32)
    assert code != control_code("FE-2027-A0002", "ab" * 32)
    assert len(code) == 9
    assert not set(code) & set("ILOU")

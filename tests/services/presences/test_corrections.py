"""Presences corrected after validation: traced, told everywhere, and undone as one operation."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, PermissionDenied, RuleError
from elans_desktop.models.activities import Presence
from elans_desktop.models.sheets import PresenceCorrection
from elans_desktop.services.calendar import seances, sheet_states
from elans_desktop.services.participants import person_events, person_history
from elans_desktop.services.presences import (
    attendance,
    attendance_grid,
    attendance_hours,
    attendance_sheets,
    corrections,
)
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.services.presences.presence_papers import statements
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World
from tests.support.organisation import acting_as

MONDAY = date(2027, 4, 26)


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield


@pytest.fixture
def world(workspace: Workspace) -> World:
    with workspace.write("Données d’essai") as session:
        return calendar_world.build(session, people=3)


@pytest.fixture
def seance(workspace: Workspace, world: World) -> uuid.UUID:
    """Monday 9 h – 12 h and 14 h – 17 h, two people present all day, the sheet validated."""
    with workspace.write("Séance d’essai") as session:
        activity = calendar_world.activity(session, world, people=2)
        made = calendar_world.seance(session, world, activity, MONDAY)
        attendance_sheets.prepare_seance(session, DocumentRequest("emargement-seance", object_ids=(made,)))
        attendance.all_present(session, [slot.id for slot in seances.view(session, made).card.slots])
        sheet = seances.view(session, made).card.sheet
        assert sheet is not None
        calendar_world.validate(session, sheet.id)
    return made


def slots_of(workspace: Workspace, seance: uuid.UUID) -> list[uuid.UUID]:
    with workspace.read() as session:
        return [slot.id for slot in seances.view(session, seance).card.slots]


def realised(workspace: Workspace, person: uuid.UUID) -> int:
    with workspace.read() as session:
        return attendance_hours.hours(session, participant_ids=[person]).realised


def correct(workspace: Workspace, entry: PresenceInput, reason: str = "Partie à 16 h, vue par Jonas") -> None:
    with workspace.write("Corriger une présence") as session:
        corrections.correct(session, entry, reason)


def test_a_correction_changes_the_hours_and_leaves_its_trace(
    workspace: Workspace, world: World, seance: uuid.UUID
) -> None:
    person, afternoon = world.people[0], slots_of(workspace, seance)[1]
    assert realised(workspace, person) == 360
    correct(workspace, PresenceInput(person, afternoon, "P", 0, 60))
    assert realised(workspace, person) == 300
    with workspace.read() as session:
        view = seances.view(session, seance)
        (one,) = view.corrections
        assert view.card.sheet is not None
        assert view.card.sheet.state == "validee"
        assert (one.sheet, one.change) == (
            view.card.sheet.number,
            "présent → présent, départ 1\u00a0h\u00a000",
        )
        assert (one.reason, one.who, one.made_at.date()) == (
            "Partie à 16 h, vue par Jonas",
            "Camille Essai",
            date(2027, 5, 4),
        )
        grid = attendance_grid.grid(session, view.card.activity_id)
        assert list(grid.corrections) == [(person, afternoon)]
    assert "Aubert" not in repr(one)
    assert "Jonas" not in repr(one)


def test_the_history_and_the_events_of_the_person_tell_it(
    workspace: Workspace, world: World, seance: uuid.UUID
) -> None:
    person, morning = world.people[0], slots_of(workspace, seance)[0]
    correct(workspace, PresenceInput(person, morning, "I"))
    with workspace.read() as session:
        (line,) = person_history.of_participant(session, person)[0].lines
        events = person_events.of_participant(session, person)
    assert line.what == "Présence corrigée après validation, Atelier vélo du 26/04/2027, matin"
    assert "Avant présent" in line.new
    assert "Après absent injustifié" in line.new
    assert "Motif Partie à 16 h, vue par Jonas" in line.new
    told = [event for event in events if event.title == "Présence corrigée"]
    assert [(event.day, event.detail) for event in told] == [
        (date(2027, 5, 4), "26/04/2027 matin, présent → absent injustifié")
    ]


def test_the_papers_say_when_it_was_corrected(workspace: Workspace, world: World, seance: uuid.UUID) -> None:
    person, afternoon = world.people[0], slots_of(workspace, seance)[1]
    correct(workspace, PresenceInput(person, afternoon, "A"))
    with workspace.write("Imprimer") as session:
        (sheet,) = attendance_sheets.prepare_seance(
            session, DocumentRequest("emargement-seance", object_ids=(seance,), variant="apres-saisie")
        )
        april = DocumentRequest(
            "releve-presence", date(2027, 4, 1), date(2027, 4, 30), tuple(world.people[:2])
        )
        corrected, as_signed = statements.prepare(session, april)
    assert sheet.marks[0].cells == ("", "absent")
    assert sheet.marks[0].corrected == (None, date(2027, 5, 4))
    assert sheet.marks[1].corrected == ()
    (row,) = corrected.rows
    assert (row.corrected, row.justified, row.present, row.validated) == (date(2027, 5, 4), 180, 180, True)
    assert as_signed.rows[0].corrected is None


def test_a_correction_is_undone_as_one_operation_and_done_again(
    workspace: Workspace, world: World, seance: uuid.UUID
) -> None:
    person, morning = world.people[0], slots_of(workspace, seance)[0]
    correct(workspace, PresenceInput(person, morning, "I"))
    workspace.undo()
    assert realised(workspace, person) == 360
    with workspace.read() as session:
        assert session.scalars(select(PresenceCorrection)).all() == []
        entry, *_ = person_history.of_participant(session, person)
        assert entry.lines[0].name == "suppression"
    workspace.redo()
    assert realised(workspace, person) == 180
    with workspace.read() as session:
        assert len(session.scalars(select(PresenceCorrection)).all()) == 1


def test_a_correction_under_a_sheet_validated_again_is_not_undone(
    workspace: Workspace, world: World, seance: uuid.UUID
) -> None:
    person, morning = world.people[0], slots_of(workspace, seance)[0]
    correct(workspace, PresenceInput(person, morning, "I"))
    with workspace.read() as session:
        sheet = seances.view(session, seance).card.sheet
        assert sheet is not None
    with clock.fixed(datetime(2027, 5, 4, 9, 20)):
        with workspace.write("Retirer") as session:
            sheet_states.unvalidate(session, sheet.id, "Feuille à relire")
        with workspace.write("Valider") as session:
            calendar_world.validate(session, sheet.id)
        with pytest.raises(RuleError, match="validée depuis"):
            workspace.undo()


def test_a_second_correction_starts_from_the_first(
    workspace: Workspace, world: World, seance: uuid.UUID
) -> None:
    person, morning = world.people[0], slots_of(workspace, seance)[0]
    correct(workspace, PresenceInput(person, morning, "I"))
    with clock.fixed(datetime(2027, 5, 5, 9, 0)):
        correct(workspace, PresenceInput(person, morning, "A", reason_code="sante"), "Certificat reçu")
    with workspace.read() as session:
        found = corrections.of_participant(session, person)
        days = corrections.last_days(session, [morning])
    assert [one.change for one in found] == [
        "absent injustifié → absent justifié",
        "présent → absent injustifié",
    ]
    assert days == {(person, morning): date(2027, 5, 5)}


def test_somebody_forgotten_is_added_to_a_validated_sheet(
    workspace: Workspace, world: World, seance: uuid.UUID
) -> None:
    forgotten, morning = world.people[2], slots_of(workspace, seance)[0]
    correct(workspace, PresenceInput(forgotten, morning, "P"), "Sa signature est au dos")
    assert realised(workspace, forgotten) == 180
    with workspace.read() as session:
        (one,) = corrections.of_participant(session, forgotten)
    assert one.change == "rien de noté → présent"


def test_a_correction_needs_a_reason_a_change_and_a_validated_sheet(
    workspace: Workspace, world: World, seance: uuid.UUID
) -> None:
    person, (morning, afternoon) = world.people[0], slots_of(workspace, seance)
    with acting_as(workspace, "referent"), pytest.raises(PermissionDenied):
        correct(workspace, PresenceInput(person, morning, "I"))
    with workspace.write("Essais refusés") as session:
        for entry, reason, name in (
            (PresenceInput(person, morning, "I"), "  ", "reason"),
            (PresenceInput(person, morning, None), "Erreur", "status"),
            (PresenceInput(person, morning, "P"), "Erreur", "status"),
            (PresenceInput(person, morning, "P", 100, 100), "Erreur", "minutes"),
        ):
            with pytest.raises(InputError) as caught:
                corrections.correct(session, entry, reason)
            assert set(caught.value.fields) == {name}
        sheet = seances.view(session, seance).card.sheet
        assert sheet is not None
        sheet_states.unvalidate(session, sheet.id, "À revoir")
        with pytest.raises(RuleError, match="Aucune feuille validée"):
            corrections.correct(session, PresenceInput(person, afternoon, "I"), "Erreur")
        assert {row.status for row in session.scalars(select(Presence))} == {"P"}
        assert session.scalars(select(PresenceCorrection)).all() == []

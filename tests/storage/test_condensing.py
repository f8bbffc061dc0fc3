"""Condensing: the old history told in short; the same rows and the same undos as before."""

from __future__ import annotations

import random
import shutil
import uuid
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.models import Base
from elans_desktop.models.journal import Condensing, Operation
from elans_desktop.models.organisation import Place, Setting
from elans_desktop.models.participants import Participant
from elans_desktop.models.sheets import AttendanceSheet
from elans_desktop.storage import condensing, erasure, history, integrity, laptops, merge
from elans_desktop.storage.condensing_rows import KEPT_WHOLE
from elans_desktop.storage.erased_ids import ErasedRow
from elans_desktop.storage.workspace import Workspace
from tests.storage.past import NOW, OLD, add, condense, counted, live, rename, slow, sound, touch
from tests.storage.rows import activity_with_slots, make, participant, place, setting
from tests.storage.test_merge import base_rows, journal_of
from tests.support.workspaces import PASSPHRASE


@slow
@given(seed=st.integers(0, 10**9))
def test_the_rows_are_the_same_before_and_after_whatever_the_limit(
    workspace_folder: Path, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    folder = shutil.copytree(workspace_folder, tmp_path / uuid.uuid4().hex)
    with clock.fixed(OLD - timedelta(days=1)):
        workspace = Workspace.open(folder, passphrase=PASSPHRASE, on_foreign="moved")
    live(workspace, 25, chance, timedelta(days=40))
    touch(workspace)
    rows, before = base_rows(workspace), journal_of(workspace)
    undoable = [operation for operation in before if operation.kind != "erase"][-1:]
    condense(workspace)
    after = journal_of(workspace)
    assert base_rows(workspace) == rows
    assert merge.merge(after).rows == rows
    limit = (NOW - timedelta(days=24 * 30.436875)).timestamp() * 1000
    kept = {operation.id: operation for operation in after}
    for operation in before:
        if operation.stamp[0] > limit:
            assert kept[operation.id] == operation
    assert undoable[0].id in kept
    assert sound(workspace)
    again = condense(workspace)
    assert (again.operations, again.changes) == (0, 0)
    with clock.fixed(NOW + timedelta(days=1)):
        workspace.undo()
    assert merge.merge(journal_of(workspace)).rows == base_rows(workspace)
    workspace.close(back_up=False)


def test_a_row_keeps_its_last_state_in_its_last_operation(workspace: Workspace) -> None:
    row_id = add(workspace, "Salle", OLD)
    gone = add(workspace, "Remise", OLD)
    for rank in range(5):
        rename(workspace, row_id, f"Salle {rank}", OLD + timedelta(days=rank + 1))
    with clock.fixed(OLD + timedelta(days=9)), workspace.write("Supprimer la remise") as session:
        session.delete(session.get_one(Place, gone))
    rename(workspace, row_id, "Grande salle", NOW - timedelta(days=20))
    gain = condense(workspace)
    assert gain.changes == 7  # five writes before the last old one, and the two of what was deleted
    with workspace.read() as session:
        entries = history.of_row(session, "place", row_id)
        assert [(entry.label, entry.action) for entry in entries] == [
            ("Renommer en Grande salle", "update"),
            ("Renommer en Salle 4", "snapshot"),
        ]
        told = {change.name: change.new for change in entries[1].fields}
        assert told["name"] == "Salle 4"
        assert history.of_row(session, "place", gone) == []
        labels = set(session.scalars(select(Operation.label)))
    assert "Supprimer la remise" not in labels
    assert "Renommer en Salle 2" not in labels
    assert sound(workspace)


def test_no_label_outlives_what_links_it_to_somebody(workspace: Workspace) -> None:
    person = participant("Zyxwvut")
    with clock.fixed(OLD), workspace.write("Ajouter Zyxwvut et une salle") as session:
        session.add_all([person, place("Salle")])
    with clock.fixed(OLD + timedelta(days=1)), workspace.write("Modifier la fiche de Zyxwvut") as session:
        session.get_one(Participant, person.id).commune = "Die"
    touch(workspace)
    condense(workspace)
    with clock.fixed(NOW):
        erasure.erase(workspace, "Effacer", [ErasedRow("participant", person.id, ("last_name",))])
    with workspace.read() as session:
        assert not [label for label in session.scalars(select(Operation.label)) if "Zyxwvut" in label]
    assert merge.merge(journal_of(workspace)).rows == base_rows(workspace)


def test_undo_stops_at_what_is_condensed(workspace: Workspace) -> None:
    row_id = add(workspace, "Salle", OLD)
    rename(workspace, row_id, "Ancienne", OLD + timedelta(days=1))
    rename(workspace, row_id, "Récente", NOW - timedelta(days=3))
    condense(workspace)
    with clock.fixed(NOW):
        assert workspace.undo_label() == "Renommer en Récente"
        workspace.undo()
        assert workspace.undo_label() is None
        assert workspace.redo_label() == "Renommer en Récente"
        with pytest.raises(RuleError, match="rien à annuler"):
            workspace.undo()
        workspace.redo()
    with workspace.read() as session:
        assert session.get_one(Place, row_id).name == "Récente"


def test_what_was_undone_lately_stays_with_its_undo(workspace: Workspace) -> None:
    row_id = add(workspace, "Salle", OLD)
    rename(workspace, row_id, "Ancienne", OLD + timedelta(days=1))
    with clock.fixed(NOW - timedelta(days=1)):
        workspace.undo()
    touch(workspace, NOW - timedelta(hours=23))
    with clock.fixed(NOW):
        workspace.undo()
        condensing.condense(workspace)
        workspace.redo()
    with workspace.read() as session:
        labels = set(session.scalars(select(Operation.label)))
    assert "Renommer en Ancienne" in labels
    assert sound(workspace)


def test_ranks_and_numbers_go_on_after_everything_was_condensed(workspace_folder: Path) -> None:
    workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    row_id = add(workspace, "Salle", OLD)
    with clock.fixed(OLD + timedelta(days=1)), workspace.write("Supprimer") as session:
        session.delete(session.get_one(Place, row_id))
    mine = workspace.actor.laptop_id
    with workspace.read() as session:
        last = laptops.last_seq(session, mine)
    condensing.condense(workspace, clock.now_ms() + 10**12)
    with workspace.read() as session:
        assert laptops.last_seq(session, mine) == last
        assert "Supprimer" not in set(session.scalars(select(Operation.label)))
    workspace.close(back_up=False)
    again = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    assert again.actor.laptop_id == mine
    touch(again)
    with again.read() as session:
        assert laptops.last_seq(session, mine) == last + 1
    condensing.condense(again, clock.now_ms() + 10**12)
    assert sound(again)
    again.close(back_up=False)


def test_a_missing_operation_is_still_found(workspace: Workspace) -> None:
    row_id = add(workspace, "Salle", OLD)
    for rank in range(4):
        rename(workspace, row_id, f"Salle {rank}", OLD + timedelta(days=rank + 1))
    touch(workspace)
    condense(workspace)
    assert sound(workspace)
    with workspace.read() as session:
        some = session.scalars(select(Operation).order_by(Operation.seq)).all()[-2]
    with workspace._writer.begin() as connection:
        for table, column in (("change", "operation_id"), ("operation", "id")):
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE {column} = ?", (some.id.bytes,))
    report = integrity.verify(workspace.data_path, workspace.data_key)
    assert report.problems == ("Il manque des opérations dans l’historique.",)


def test_closing_condenses_once_a_month_after_the_backup_and_never_when_told_not_to(
    workspace_folder: Path,
) -> None:
    workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    row_id = add(workspace, "Salle", OLD)
    rename(workspace, row_id, "Cuisine", OLD + timedelta(days=1))
    touch(workspace)
    with clock.fixed(NOW), workspace.write("Régler") as session:
        session.add(setting(condensing.SETTING, 0))
    with clock.fixed(NOW):
        workspace.close()
        workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
        assert journal_of(workspace).floor is None
        with workspace.write("Régler") as session:
            session.get_one(Setting, Setting.key(condensing.SETTING)).value = {"value": 24}
        workspace.close()
        workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
        assert journal_of(workspace).floor is not None
        rename(workspace, row_id, "Atelier", OLD + timedelta(days=2))
    with workspace.read() as session:
        assert session.scalars(select(Condensing)).one().changes > 0
    workspace.close(back_up=False)


def test_a_clock_that_runs_ahead_makes_nothing_old(workspace: Workspace) -> None:
    row_id = add(workspace, "Salle", NOW - timedelta(days=2))
    rename(workspace, row_id, "Cuisine", NOW - timedelta(days=1))
    assert condense(workspace, datetime(2090, 1, 1)) == condensing.Gain()


def test_what_proves_something_keeps_its_whole_history(workspace: Workspace) -> None:
    assert set(Base.metadata.tables) >= KEPT_WHOLE
    parts, _slots = activity_with_slots()
    activity = next(part.id for part in parts if part.__tablename__ == "activity")
    sheet = make(AttendanceSheet, number="FE-2050-A0001", state="imprimee", activity_id=activity)
    with clock.fixed(OLD), workspace.write("Imprimer une feuille") as session:
        session.add_all([*parts, sheet])
    for rank, state in enumerate(("recue", "saisie", "validee")):
        with clock.fixed(OLD + timedelta(days=rank + 1)), workspace.write(f"Feuille {state}") as session:
            session.get_one(AttendanceSheet, sheet.id).state = state
    touch(workspace)
    condense(workspace)
    with workspace.read() as session:
        entries = history.of_row(session, "attendance_sheet", sheet.id)
    assert [entry.action for entry in entries] == ["update", "update", "update", "insert"]
    assert entries[0].label == "Feuille validee"


def test_steps_make_the_same_journal_as_one(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    row_id = add(workspace, "Salle", OLD)
    for rank in range(9):
        rename(workspace, row_id, f"Salle {rank}", OLD + timedelta(days=rank + 1))
    touch(workspace)
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(condensing, "OPERATIONS_AT_ONCE", 3)
    with clock.fixed(NOW):
        gain = condensing.condense(workspace, progress=lambda done, total: told.append((done, total)))
    assert gain.changes == 9
    assert len(told) > 2
    assert told[-1][0] == told[-1][1]
    with workspace.read() as session:
        assert session.scalars(select(Condensing)).one().changes == 9
        [entry] = history.of_row(session, "place", row_id)
        assert {change.name: change.new for change in entry.fields}["name"] == "Salle 8"
    assert sound(workspace)
    assert counted(workspace, Operation) >= 2

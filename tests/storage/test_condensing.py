"""Condensing: the old history told in short; the same rows, conflicts and undos as before."""

from __future__ import annotations

import itertools
import random
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.models import Base
from elans_desktop.models.journal import Change, Condensing, Laptop, Operation
from elans_desktop.models.organisation import Place, Setting
from elans_desktop.models.sheets import AttendanceSheet
from elans_desktop.storage import condensing, history, integrity, laptops, merge
from elans_desktop.storage.condensing_rows import KEPT_WHOLE
from elans_desktop.storage.merge import Journal
from elans_desktop.storage.workspace import Workspace
from tests.storage.rows import activity_with_slots, make, place, setting
from tests.storage.test_merge import base_rows, comparable, journal_of, machine, random_step
from tests.support.workspaces import PASSPHRASE

__all__ = ["machine"]
OLD = datetime(2050, 3, 1, 9)
"""After the making of the template: a stamp is never behind one already seen."""
NOW = datetime(2054, 1, 12, 9)
slow = settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@contextmanager
def life(workspace: Workspace, *, old: int, chance: random.Random, apart: timedelta) -> Iterator[None]:
    """So many random operations, spread from OLD on."""
    for rank in range(old):
        with clock.fixed(OLD + rank * apart):
            random_step(workspace, chance)
    yield


def rename(workspace: Workspace, row_id: uuid.UUID, name: str, when: datetime) -> None:
    with clock.fixed(when), workspace.write(f"Renommer en {name}") as session:
        session.get_one(Place, row_id).name = name


def add(workspace: Workspace, name: str, when: datetime) -> uuid.UUID:
    row = place(name)
    with clock.fixed(when), workspace.write(f"Ajouter {name}") as session:
        session.add(row)
    return row.id


def touch(workspace: Workspace, when: datetime = NOW) -> None:
    """An operation of today: the last one known says what time it is."""
    with clock.fixed(when), workspace.write("Régler") as session:
        row = session.get(Setting, Setting.key("t"))
        if row is None:
            session.add(setting("t", 1))
        else:
            row.value = {"value": row.value["value"] + 1}


def condense(workspace: Workspace, when: datetime = NOW) -> condensing.Gain:
    with clock.fixed(when):
        return condensing.condense(workspace)


def counted(workspace: Workspace, model: type[Change] | type[Operation]) -> int:
    with workspace.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def sound(workspace: Workspace) -> bool:
    return integrity.verify(workspace.data_path, workspace.data_key, full=True).ok


def outcome(journal: Journal) -> tuple[object, ...]:
    """Rows, revived parents, and the conflicts with their values: what people see."""
    merged = merge.merge(journal)
    conflicts = [
        (found.table, found.row_id, found.column, [value for _operation, value in found.candidates])
        for found in merged.conflicts
    ]
    return merged.rows, conflicts, merged.revived


@slow
@given(seed=st.integers(0, 10**9))
def test_the_rows_are_the_same_before_and_after_whatever_the_limit(
    workspace_folder: Path, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    folder = shutil.copytree(workspace_folder, tmp_path / uuid.uuid4().hex)
    with clock.fixed(OLD - timedelta(days=1)):
        workspace = Workspace.open(folder, passphrase=PASSPHRASE, on_foreign="moved")
    with life(workspace, old=25, chance=chance, apart=timedelta(days=40)):
        pass
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


@slow
@given(seed=st.integers(0, 10**9))
def test_laptops_converge_with_one_side_condensed(
    workspace_folder: Path, tmp_path: Path, machine: Callable[[str], None], seed: int
) -> None:
    """A common past, then work apart: whoever condenses it, and up to where, all show the same rows and
    conflicts."""
    chance = random.Random(seed)
    root = tmp_path / uuid.uuid4().hex
    machine("origin")
    shutil.copytree(workspace_folder, root / "origin")
    with clock.fixed(OLD - timedelta(days=1)):
        origin = Workspace.open(root / "origin", passphrase=PASSPHRASE, on_foreign="moved")
    with life(origin, old=14, chance=chance, apart=timedelta(days=20)):
        pass
    origin.close(back_up=False)
    whole: list[Journal] = []
    short: list[Journal] = []
    for rank, name in enumerate("abc"):
        machine(name)
        shutil.copytree(root / "origin", root / name)
        with clock.fixed(NOW - timedelta(days=30 - rank)):
            replica = Workspace.open(root / name, passphrase=PASSPHRASE, on_foreign="moved")
            for _ in range(5):
                random_step(replica, chance)
        whole.append(journal_of(replica))
        limit = OLD + timedelta(days=chance.randrange(1, 400))
        condensing.condense(replica, round(limit.timestamp() * 1000))
        short.append(journal_of(replica))
        assert short[-1].floor is not None
        replica.close(back_up=False)
    expected = merge.merge(*whole)
    for chosen in itertools.product((False, True), repeat=3):
        mixed = [short[rank] if condensed else whole[rank] for rank, condensed in enumerate(chosen)]
        for order in itertools.permutations(mixed):
            assert comparable(merge.merge(*order)) == comparable(expected)
        assert comparable(merge.merge(merge.union(*mixed[:2]), mixed[2])) == comparable(expected)


@slow
@given(seed=st.integers(0, 10**9))
def test_what_laptops_did_apart_long_ago_keeps_its_conflicts(
    workspace_folder: Path, tmp_path: Path, machine: Callable[[str], None], seed: int
) -> None:
    """The journals of two laptops put together in one base, as an exchange does, then condensed."""
    chance = random.Random(seed)
    root = tmp_path / uuid.uuid4().hex
    machine("origin")
    shutil.copytree(workspace_folder, root / "origin")
    with clock.fixed(OLD):
        origin = Workspace.open(root / "origin", passphrase=PASSPHRASE, on_foreign="moved")
        for _ in range(6):
            random_step(origin, chance)
    origin.close(back_up=False)
    both: list[Workspace] = []
    for rank, name in enumerate("ab"):
        machine(name)
        shutil.copytree(root / "origin", root / name)
        with clock.fixed(OLD + timedelta(days=10 + rank)):
            replica = Workspace.open(root / name, passphrase=PASSPHRASE, on_foreign="copy")
            for _ in range(8):
                random_step(replica, chance)
        both.append(replica)
    here, there = both
    bring(here, there)
    touch(here)
    before = outcome(journal_of(here))
    with clock.fixed(NOW), here.write("Retirer les autres postes") as session:
        for laptop in session.scalars(select(Laptop)):
            if laptop.id != here.actor.laptop_id:
                laptops.retire(session, laptop.id)
    with_laptops = outcome(journal_of(here))
    condense(here)
    assert outcome(journal_of(here)) == with_laptops
    assert with_laptops[1] == before[1]
    assert journal_of(here).floor is not None
    for replica in both:
        replica.close(back_up=False)


def bring(here: Workspace, there: Workspace) -> None:
    """Put in one base's journal the operations of another that it does not hold (the tables stay behind)."""
    with there.read() as session:
        operations = session.scalars(select(Operation)).all()
        changes = session.scalars(select(Change)).all()
        drawn = session.get_one(Laptop, there.actor.laptop_id)
    with here.read() as session:
        held = set(session.scalars(select(Operation.id)))
    engine = here._writer
    with engine.begin() as connection:
        for model, rows in ((Operation, operations), (Change, changes), (Laptop, [drawn])):
            table = model.__table__
            for row in rows:
                key = row.operation_id if isinstance(row, Change) else row.id
                if key not in held:
                    values = {column.name: getattr(row, column.name) for column in table.columns}
                    driver_insert(connection, table.name, tuple(values.values()))


def driver_insert(connection: object, table: str, row: tuple[object, ...]) -> None:
    from elans_desktop.storage.fast_insert import insert_tuples

    insert_tuples(connection, table, [row])  # type: ignore[arg-type]


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


def test_a_laptop_that_has_not_been_heard_of_holds_the_past_until_it_is_retired(
    workspace_folder: Path, tmp_path: Path, machine: Callable[[str], None]
) -> None:
    with clock.fixed(OLD):
        first = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
        first.close(back_up=False)
    machine("b")
    with clock.fixed(OLD + timedelta(days=1)):
        here = Workspace.open(workspace_folder, passphrase=PASSPHRASE, on_foreign="copy")
    row_id = add(here, "Salle", OLD + timedelta(days=2))
    rename(here, row_id, "Cuisine", OLD + timedelta(days=3))
    touch(here)
    assert condense(here).changes == 0
    with clock.fixed(NOW):
        [waiting] = condensing.status(here).waiting_for
    assert waiting != here.actor.laptop_id
    with clock.fixed(NOW), here.write("Ce poste ne sert plus") as session:
        laptops.retire(session, waiting)
    assert condense(here).changes > 0
    with clock.fixed(NOW):
        assert condensing.status(here).waiting_for == frozenset()
    here.close(back_up=False)


def test_a_laptop_that_never_knew_what_was_condensed_cannot_be_joined(
    workspace_folder: Path, tmp_path: Path, machine: Callable[[str], None]
) -> None:
    shutil.copytree(workspace_folder, tmp_path / "apart")
    with clock.fixed(OLD):
        here = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    row_id = add(here, "Salle", OLD)
    rename(here, row_id, "Cuisine", OLD + timedelta(days=1))
    touch(here)
    condense(here)
    machine("apart")
    with clock.fixed(NOW):
        apart = Workspace.open(tmp_path / "apart", passphrase=PASSPHRASE, on_foreign="copy")
    with pytest.raises(RuleError, match="trop longtemps à l’écart"):
        merge.merge(journal_of(here), journal_of(apart))
    here.close(back_up=False)
    apart.close(back_up=False)


def test_moved_or_put_back_the_laptop_replaced_is_retired(
    workspace_folder: Path, tmp_path: Path, machine: Callable[[str], None]
) -> None:
    machine("b")
    moved = Workspace.open(workspace_folder, passphrase=PASSPHRASE, on_foreign="moved")
    mine = moved.actor.laptop_id
    with moved.read() as session:
        states = {row.id == mine: row.retired_at is None for row in session.scalars(select(Laptop))}
    assert states == {True: True, False: False}
    moved.close(back_up=False)
    laptops.mark_restored(moved.id, workspace_folder)
    restored = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    with restored.read() as session:
        assert session.get_one(Laptop, mine).retired_at is not None
    restored.close(back_up=False)


def test_a_retired_laptop_that_writes_again_is_used_again(workspace_folder: Path) -> None:
    workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    mine = workspace.actor.laptop_id
    with workspace.write("Ce poste ne sert plus") as session:
        laptops.retire(session, mine)
    workspace.close(back_up=False)
    again = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    with again.read() as session:
        assert session.get_one(Laptop, mine).retired_at is None
    again.close(back_up=False)


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

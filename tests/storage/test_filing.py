"""The index of the journal by row: filled in late, never missed by who reads."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from sqlalchemy import ColumnElement, func, select

from elans_desktop.models.journal import Change
from elans_desktop.models.organisation import Place
from elans_desktop.storage import filing, history, undo
from elans_desktop.storage.bulk import bulk_insert
from elans_desktop.storage.workspace import Workspace
from tests.storage.rows import column_values, place
from tests.support.workspaces import PASSPHRASE


def fresh(workspace: Workspace) -> int:
    with workspace.read() as session:
        return session.scalars(
            select(func.count()).select_from(Change).where(Change.filed_id.is_(None))
        ).one()


def renamed(workspace: Workspace, place_id: uuid.UUID, *names: str) -> None:
    for name in names:
        with workspace.write(f"Renommer {name}") as session:
            session.get_one(Place, place_id).name = name


def labels(workspace: Workspace, place_id: uuid.UUID) -> list[str]:
    with workspace.read() as session:
        return [entry.label for entry in history.of_row(session, "place", place_id)]


def some_place(workspace: Workspace) -> uuid.UUID:
    row = place("Salle")
    with workspace.write("Créer un lieu") as session:
        session.add(row)
    return row.id


def test_a_row_tells_its_filed_and_its_fresh_changes(workspace: Workspace) -> None:
    row = some_place(workspace)
    renamed(workspace, row, "Un")
    filing.file_workspace(workspace)
    assert fresh(workspace) == 0
    renamed(workspace, row, "Deux")
    assert fresh(workspace) == 1
    assert labels(workspace, row) == ["Renommer Deux", "Renommer Un", "Créer un lieu"]
    filing.file_workspace(workspace)
    assert labels(workspace, row) == ["Renommer Deux", "Renommer Un", "Créer un lieu"]


def test_undo_sees_what_came_after_filed_or_not(workspace: Workspace) -> None:
    row = some_place(workspace)
    filing.file_workspace(workspace)
    renamed(workspace, row, "Un", "Deux")
    undo.undo(workspace)
    filing.file_workspace(workspace)
    undo.undo(workspace)
    with workspace.read() as session:
        assert session.get_one(Place, row).name == "Salle"


def test_closing_files_everything_even_what_a_power_cut_had_left(
    workspace: Workspace, workspace_folder: Path
) -> None:
    row = some_place(workspace)
    workspace._shut()  # as after a power cut: nothing but the lock is given back
    again = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    left = fresh(again)
    assert left > 0
    again.close(back_up=False)
    last = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    assert fresh(last) == 0
    assert labels(last, row) == ["Créer un lieu"]
    last.close(back_up=False)


def test_too_many_fresh_changes_are_filed_at_once(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = some_place(workspace)
    filing.file_workspace(workspace)
    monkeypatch.setattr(filing, "MOST_FRESH", workspace._fresh + 2)
    renamed(workspace, row, "Un", "Deux")
    assert fresh(workspace) == 2
    renamed(workspace, row, "Trois")
    assert fresh(workspace) == 0


def test_large_operations_and_bulks_are_filed_at_once(workspace: Workspace) -> None:
    filing.file_workspace(workspace)
    with workspace.write("Importer", "migration") as session:
        bulk_insert(session, Place, [column_values(Place, name=f"Salle {rank}") for rank in range(3)])
    with workspace.write("Créer des lieux") as session:
        session.add_all(place(f"Bureau {rank}") for rank in range(filing.MOST_OF_ONE + 1))
    assert fresh(workspace) == 0


TABLES = ("participant", "presence", "enrolment")


@pytest.mark.parametrize(
    "condition",
    [
        filing.of_rows([("participant", uuid.uuid4())]),
        filing.of_rows((TABLES[rank % 3], uuid.uuid4()) for rank in range(40)),
        Change.table_name.in_(TABLES),
    ],
    ids=["a row", "forty rows", "tables"],
)
def test_looking_changes_up_never_walks_the_whole_journal(
    workspace: Workspace, condition: ColumnElement[bool]
) -> None:
    statement = select(Change).where(condition)
    with workspace.read() as session:
        compiled = statement.compile(session.connection(), compile_kwargs={"render_postcompile": True})
        given = (compiled.params[name] for name in compiled.positiontup or ())
        values = tuple(value.bytes if isinstance(value, uuid.UUID) else value for value in given)
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values).all()
    steps = [str(row[-1]) for row in plan]
    assert any("ix_change_table_name_filed_id (table_name=?" in step for step in steps), steps
    assert not [step for step in steps if step.startswith("SCAN")], steps


def test_no_row_asked_for_finds_nothing(workspace: Workspace) -> None:
    some_place(workspace)
    with workspace.read() as session:
        assert session.scalars(select(Change).where(filing.of_rows([]))).all() == []

"""The migration runner: whole or not at all, never touches a newer base, keeps children."""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from elans_desktop.core.errors import DamagedData, NewerSchema
from elans_desktop.models import Base
from elans_desktop.models.organisation import Place
from elans_desktop.models.types import Pairs
from elans_desktop.storage import backup, engine, migrate, opening
from elans_desktop.storage.driver import DriverError
from elans_desktop.storage.migrations import REVISIONS
from elans_desktop.storage.migrations.extending import extended
from elans_desktop.storage.migrations.renaming import rename_column
from elans_desktop.storage.workspace import Workspace
from tests.storage.rows import place, setting
from tests.support.workspaces import PASSPHRASE

KEY = bytes(range(32))


def loader(**upgrades: Callable[[], object]) -> Callable[[str], types.ModuleType]:
    def load(revision: str) -> types.ModuleType:
        module = types.ModuleType(revision)
        module.upgrade = upgrades[revision]  # type: ignore[attr-defined]
        return module

    return load


def sql(path: Path, statement: str) -> list[Any]:
    connection = engine.connect(path, KEY)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def create_family() -> None:
    op.create_table("parent", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20)))
    op.create_table(
        "child",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("parent_id", sa.Integer, sa.ForeignKey("parent.id", name="fk_child", ondelete="CASCADE")),
    )
    op.execute("INSERT INTO parent VALUES (1, 'a')")
    op.execute("INSERT INTO child VALUES (1, 1), (2, 1)")


_TEXTS = (
    "address domiciliation postcode commune insee phone email contact_person reachable_referent language "
    "notes information_given_by birth_name first_name"
)
FIRST_VERSION_ROWS: dict[str, dict[str, object]] = {
    "participant": {
        "id": b"p" * 16,
        "number": "2026-A0001",
        "last_name": "Bazin",
        "search_key": "bazin",
        **dict.fromkeys(_TEXTS.split(), ""),
    },
    "detection_contact": {
        "id": b"c" * 16,
        "day": "2026-01-05",
        **dict.fromkeys(("place", "oriented_by_name", "commune", "insee"), ""),
    },
}
"""Rows as the first version wrote them."""


def rebuild_parent() -> None:
    with op.batch_alter_table("parent", recreate="always") as batch:
        batch.alter_column("name", new_column_name="title", existing_type=sa.String(20))


def test_schema_of_the_migrations_is_that_of_the_models(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    assert migrate.upgrade(path, KEY) == REVISIONS
    opened = engine.open_engine(path, KEY, poolclass=NullPool)
    with opened.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [
            found for found in compare_metadata(context, Base.metadata) if "alembic_version" not in str(found)
        ]
        deferred = connection.exec_driver_sql(
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND sql LIKE '%FOREIGN KEY%' "
            "AND sql NOT LIKE '%DEFERRABLE INITIALLY DEFERRED%'"
        ).scalar()
    assert differences == []
    assert deferred == 0
    assert migrate.upgrade(path, KEY) == ()


def test_migrations_never_import_the_models() -> None:
    folder = Path(migrate.__file__).parent / "migrations"
    for path in folder.glob("*.py"):
        assert "elans_desktop.models" not in path.read_text("utf-8"), path.name
    chain: list[str | None] = [None]
    for revision in REVISIONS:
        module = migrate._load(revision)
        assert (module.revision, module.down_revision) == (revision, chain[-1])
        chain.append(revision)


def test_rows_of_the_first_version_keep_their_values_and_get_blank_ones(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    migrate.upgrade(path, KEY, revisions=REVISIONS[:8])
    opened = engine.open_engine(path, KEY, foreign_keys=False, poolclass=NullPool)
    with opened.execution_options(**{engine.WRITES: True}).begin() as connection:
        for table, values in FIRST_VERSION_ROWS.items():
            names, row = ", ".join(values), tuple(values.values())
            marks = ", ".join("?" * len(row))
            connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", row)
    opened.dispose()
    assert migrate.upgrade(path, KEY) == REVISIONS[8:]
    assert sql(path, "SELECT last_name, keep_reason, restricted_on FROM participant") == [("Bazin", "", None)]
    assert sql(path, "SELECT day, note, converted_on FROM detection_contact") == [("2026-01-05", "", None)]


def test_required_columns_added_to_a_table_are_blank_in_its_rows(tmp_path: Path) -> None:
    def extend() -> None:
        with extended("parent") as batch:
            batch.add_column(sa.Column("words", sa.Text(), nullable=False))
            batch.add_column(sa.Column("things", sa.JSON(), nullable=False))
            batch.add_column(sa.Column("done", sa.Boolean(), nullable=False))

    path, load = tmp_path / "data.db", loader(one=create_family, two=extend)
    migrate.upgrade(path, KEY, revisions=("one", "two"), load=load)
    assert sql(path, "SELECT words, things, done FROM parent") == [("", "{}", 0)]
    assert sql(path, "SELECT id, parent_id FROM child") == [(1, 1), (2, 1)]


def test_rebuilding_a_parent_keeps_its_children(tmp_path: Path) -> None:
    path, load = tmp_path / "data.db", loader(one=create_family, two=rebuild_parent)
    migrate.upgrade(path, KEY, revisions=("one",), load=load)
    migrate.upgrade(path, KEY, revisions=("one", "two"), load=load)
    assert sql(path, "SELECT id, parent_id FROM child") == [(1, 1), (2, 1)]
    assert sql(path, "SELECT title FROM parent") == [("a",)]


def test_a_failing_migration_leaves_the_base_as_it_was(tmp_path: Path) -> None:
    def half() -> None:
        rebuild_parent()
        op.execute("INSERT INTO parent VALUES (2, 'b')")
        op.execute("SELECT * FROM nowhere")

    path, load = tmp_path / "data.db", loader(one=create_family, two=half)
    migrate.upgrade(path, KEY, revisions=("one",), load=load)
    with pytest.raises(OperationalError):
        migrate.upgrade(path, KEY, revisions=("one", "two"), load=load)
    assert sql(path, "SELECT name FROM parent") == [("a",)]
    assert sql(path, "SELECT version_num FROM alembic_version") == [("one",)]


def test_a_migration_that_orphans_rows_is_refused(tmp_path: Path) -> None:
    path, load = tmp_path / "data.db", loader(one=create_family, two=lambda: op.execute("DELETE FROM parent"))
    migrate.upgrade(path, KEY, revisions=("one",), load=load)
    with pytest.raises(DriverError, match="without their parent"):
        migrate.upgrade(path, KEY, revisions=("one", "two"), load=load)
    assert sql(path, "SELECT name FROM parent") == [("a",)]


def test_a_newer_base_is_left_alone(workspace_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (workspace_folder / "data.db").read_bytes()
    monkeypatch.setattr(migrate, "REVISIONS", REVISIONS[:-1])
    with pytest.raises(NewerSchema, match="plus récente"):
        Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    assert (workspace_folder / "data.db").read_bytes() == before


def test_opening_an_older_base_backs_it_up_then_migrates_it(
    workspace_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    with workspace.write("Ajouter") as session:
        session.add(place("Salle"))
    workspace.close(back_up=False)
    newer = (*REVISIONS, "9999_more")
    load = loader(**{"9999_more": lambda: op.create_table("more", sa.Column("id", sa.Integer))})
    monkeypatch.setattr(migrate, "REVISIONS", newer)
    monkeypatch.setattr(migrate, "_load", load)
    again = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    with again.read() as session:
        assert session.scalars(sa.select(Place)).one().name == "Salle"
    [saved] = backup.listed(workspace_folder)
    assert saved.reason == "avant mise à jour"
    assert migrate.due(again.data_path, again.data_key, newer).missing == ()
    again.close(back_up=False)


def test_a_renamed_column_is_renamed_in_the_journal_too(workspace_folder: Path) -> None:
    workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    with workspace.write("Ajouter") as session:
        session.add_all([place("name", commune="Die"), setting("name")])
    with workspace.write("Renommer") as session:
        session.scalars(sa.select(Place)).one().name = "Grande salle"
    path = workspace.data_path
    key = workspace.data_key
    workspace.close(back_up=False)
    load = loader(more=lambda: rename_column("place", "name", "title"))
    migrate.upgrade(path, key, revisions=(*REVISIONS, "more"), load=load)
    connection = engine.connect(path, key)
    said = {
        (table, action): Pairs().process_result_value(json.loads(fields), sqlite.dialect()) or {}
        for table, action, fields in connection.execute("SELECT table_name, action, fields FROM change")
    }
    assert connection.execute("SELECT title FROM place").fetchall() == [("Grande salle",)]
    connection.close()
    assert said["place", "update"] == {"title": ["name", "Grande salle"]}
    assert said["place", "insert"]["title"] == [None, "name"]
    assert said["place", "insert"]["commune"] == [None, "Die"]
    assert "name" not in said["place", "insert"]
    assert said["setting", "insert"]["name"] == [None, "name"]


def test_another_program_s_base_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    connection = engine.connect(path, KEY)
    connection.execute("CREATE TABLE x (y)")
    connection.close()
    with pytest.raises(DamagedData, match="n’a pas été faite"):
        migrate.upgrade(path, KEY)


def test_an_empty_base_is_never_taken_for_a_workspace(workspace_folder: Path) -> None:
    (workspace_folder / opening.DATA).write_bytes(b"")
    with pytest.raises(DamagedData, match="vide"):
        Workspace.open(workspace_folder, passphrase=PASSPHRASE)

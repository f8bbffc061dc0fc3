"""Brings a base to the schema of this program: one dedicated connection, one transaction, all or nothing.

Foreign keys are off while tables are rebuilt (with them on, a batch ALTER empties the children), then
checked before the commit. Alembic's operations are used, not its environment; it is imported only when
a migration is due.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.pool import NullPool

from elans_desktop.core.errors import DamagedData, NewerSchema
from elans_desktop.core.formats import NBSP
from elans_desktop.storage import engine as engines
from elans_desktop.storage.driver import DriverError
from elans_desktop.storage.migrations import REVISIONS

PACKAGE = "elans_desktop.storage.migrations"
VERSION_TABLE = "alembic_version"


@dataclass(frozen=True, slots=True)
class Due:
    """The state of a base: its revision (None: empty), and the revisions it lacks."""

    revision: str | None
    missing: tuple[str, ...]


def state(connection: Any, revisions: Sequence[str] | None = None) -> Due:
    """What a base lacks (`connection`: a driver connection). Raises NewerSchema, DamagedData."""
    revisions = REVISIONS if revisions is None else revisions
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if VERSION_TABLE not in tables:
        if tables:
            raise DamagedData(
                "Cette base de données n’a pas été faite par ce programme.", "Restaurez une sauvegarde."
            )
        return Due(None, tuple(revisions))
    found = [name for (name,) in connection.execute(f"SELECT version_num FROM {VERSION_TABLE}")]
    if len(found) != 1 or found[0] not in revisions:
        raise NewerSchema(
            "Ce classeur vient d’une version plus récente du programme.",
            f"Installez la dernière version, puis rouvrez-le{NBSP}; rien n’y a été modifié.",
        )
    return Due(found[0], tuple(revisions[revisions.index(found[0]) + 1 :]))


def due(path: Path, data_key: bytes, revisions: Sequence[str] | None = None) -> Due:
    """What the base in a file lacks. Raises NewerSchema, DamagedData, SystemProblem."""
    with engines.database_errors():
        connection = engines.connect(path, data_key)
        try:
            return state(connection, revisions)
        finally:
            connection.close()


def upgrade(
    path: Path,
    data_key: bytes,
    *,
    revisions: Sequence[str] | None = None,
    load: Callable[[str], ModuleType] | None = None,
) -> tuple[str, ...]:
    """Run what is missing on a base, in one transaction; back it up first. Returns the revisions run.

    A failure, even a power cut, leaves the base as it was. Raises NewerSchema, DamagedData,
    SystemProblem, or the migration's own error.
    """
    load = load or _load
    engine = engines.open_engine(path, data_key, foreign_keys=False, poolclass=NullPool)
    try:
        with (
            engines.database_errors(),
            engine.execution_options(**{engines.WRITES: True}).connect() as connection,
        ):
            with connection.begin():
                driver: Any = connection.connection.driver_connection
                missing = state(driver, revisions).missing
                if missing:
                    _run(connection, missing, load)
            return missing
    finally:
        engine.dispose()


def _run(connection: Connection, missing: Sequence[str], load: Callable[[str], ModuleType]) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    context = MigrationContext.configure(connection, opts={"transactional_ddl": True})
    with Operations.context(context):
        for revision in missing:
            load(revision).upgrade()
    connection.exec_driver_sql(
        f"CREATE TABLE IF NOT EXISTS {VERSION_TABLE} "
        f"(version_num VARCHAR(32) NOT NULL, CONSTRAINT pk_{VERSION_TABLE} PRIMARY KEY (version_num))"
    )
    connection.exec_driver_sql(f"DELETE FROM {VERSION_TABLE}")
    connection.exec_driver_sql(f"INSERT INTO {VERSION_TABLE} VALUES (?)", (missing[-1],))
    if orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(5):
        raise DriverError(f"rows without their parent after migration: {[row[0] for row in orphans]}")


def _load(revision: str) -> ModuleType:
    return importlib.import_module(f"{PACKAGE}.r{revision}")

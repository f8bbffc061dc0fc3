"""Writes the first draft of a migration: what the models have that the migrations do not.

    .venv/bin/python -m tests.support.draft_migration

The code goes in a new `storage/migrations/rNNNN_words.py`, to be read and completed by hand, and its
name at the end of `REVISIONS`. A migration never imports the models.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.operations.ops import UpgradeOps
from alembic.runtime.migration import MigrationContext
from sqlalchemy.pool import NullPool

from elans_desktop.models import Base
from elans_desktop.models.types import RowId
from elans_desktop.storage import engine, migrate

KEY = bytes(32)


def draft() -> str:
    """The body of `upgrade()`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.db"
        migrate.upgrade(path, KEY)
        opened = engine.open_engine(path, KEY, poolclass=NullPool)
        with opened.connect() as connection:
            options: dict[str, Any] = {
                "target_metadata": Base.metadata,
                "render_item": _render,
                "compare_type": True,
                "include_name": lambda name, kind, _parents: (kind, name) != ("table", migrate.VERSION_TABLE),
            }
            context = MigrationContext.configure(connection, opts=options)
            found = produce_migrations(context, Base.metadata).upgrade_ops or UpgradeOps([])
            return render_python_code(
                found, render_as_batch=True, render_item=_render, migration_context=context
            )


def _render(kind: str, item: object, _context: object) -> str | Literal[False]:
    return "ROW_ID" if kind == "type" and isinstance(item, RowId) else False


if __name__ == "__main__":
    print(draft())  # noqa: T201

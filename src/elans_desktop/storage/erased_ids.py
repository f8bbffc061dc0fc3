"""Identifiers of erased rows, kept beside the base and in its backups: a restore erases them again.

No value, only `table`, identifier, the columns that were blanked, and for a person which points of the file
were known: a restore must leave the figures as they were.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from elans_desktop.storage import files
from elans_desktop.storage.elans_file import ERASED


@dataclass(frozen=True, slots=True)
class ErasedRow:
    """A row whose `columns` were blanked for good."""

    table: str
    row_id: uuid.UUID
    columns: tuple[str, ...]
    points: str | None = None
    """Of a person, `Participant.points_known`."""


def read(folder: Path) -> list[ErasedRow]:
    """What was erased from a workspace folder."""
    try:
        stored: list[dict[str, Any]] = json.loads((folder / ERASED).read_bytes())
        return [
            ErasedRow(row["table"], uuid.UUID(hex=row["id"]), tuple(row["columns"]), row.get("points"))
            for row in stored
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def add(folder: Path, rows: Iterable[ErasedRow]) -> None:
    """Note more erased rows. Raises SystemProblem."""
    known = {(row.table, row.row_id): row for row in read(folder)}
    known.update({(row.table, row.row_id): row for row in rows})
    _write(folder, known)


def forget(folder: Path, rows: Iterable[ErasedRow]) -> None:
    """Rows that were not erased after all. Raises SystemProblem."""
    gone = {(row.table, row.row_id) for row in rows}
    noted = read(folder)
    left = {key: row for row in noted if (key := (row.table, row.row_id)) not in gone}
    if len(left) < len(noted):
        _write(folder, left)


def _write(folder: Path, known: dict[tuple[str, uuid.UUID], ErasedRow]) -> None:
    stored = [
        {"table": row.table, "id": row.row_id.hex, "columns": list(row.columns)}
        | ({} if row.points is None else {"points": row.points})
        for _key, row in sorted(known.items(), key=lambda item: item[0])
    ]
    with files.system_errors():
        files.write_atomically(folder / ERASED, json.dumps(stored).encode("utf-8"))


def merge_files(target: Path, other: Path) -> None:
    """Add to a folder what another one knows to be erased."""
    if rows := read(other):
        add(target, rows)

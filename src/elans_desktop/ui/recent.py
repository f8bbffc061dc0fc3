"""The classeurs opened on this machine: folder, title, last opening. No participant, no phrase."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from elans_desktop.core import clock
from elans_desktop.core.paths import user_data_dir

_KEPT = 12


class Recent(NamedTuple):
    """A classeur known here. `opened_at`: UTC milliseconds; `user_id`: who opened it last (hex)."""

    folder: str
    title: str
    opened_at: int
    user_id: str = ""


def _file() -> Path:
    return user_data_dir() / "recents.json"


def load() -> list[Recent]:
    """The classeurs known here, the last opened first; an unreadable list is an empty one."""
    try:
        rows = json.loads(_file().read_text(encoding="utf-8"))
        return [Recent(**row) for row in rows]
    except (OSError, ValueError, TypeError):
        return []


def remember(folder: Path, title: str, user_id: str) -> None:
    """Put a classeur at the head of the list."""
    here = str(folder.resolve())
    rows = [Recent(here, title, clock.now_ms(), user_id)]
    rows += [row for row in load() if row.folder != here]
    _save(rows)


def forget(folder: str) -> None:
    """Take a classeur out of the list; its files are not touched."""
    _save([row for row in load() if row.folder != folder])


def _save(rows: list[Recent]) -> None:
    try:
        _file().write_text(json.dumps([row._asdict() for row in rows[:_KEPT]]), encoding="utf-8")
    except OSError:
        return

"""A past and a present for the tests of condensing: rows written long ago, and what is asked of a journal."""

from __future__ import annotations

import random
import uuid
from datetime import datetime, timedelta

from hypothesis import HealthCheck, Phase, settings
from sqlalchemy import func, select

from elans_desktop.core import clock
from elans_desktop.models.journal import Change, Operation
from elans_desktop.models.organisation import Place, Setting
from elans_desktop.storage import condensing, integrity, merge
from elans_desktop.storage.merge import Journal
from elans_desktop.storage.workspace import Workspace
from tests.storage.rows import place, setting
from tests.storage.test_merge import random_step

OLD = datetime(2050, 3, 1, 9)
"""After the making of the template: a stamp is never behind one already seen."""
NOW = datetime(2054, 1, 12, 9)
slow = settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def live(workspace: Workspace, many: int, chance: random.Random, apart: timedelta) -> None:
    """So many random operations, spread from OLD on."""
    for rank in range(many):
        with clock.fixed(OLD + rank * apart):
            random_step(workspace, chance)


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

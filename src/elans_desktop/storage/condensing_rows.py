"""What is left of the old changes of one row: its last state, in the last operation that touched it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from elans_desktop.storage.merge import SNAPSHOT, ChangeRecord, OperationRecord, has_conflict
from elans_desktop.storage.values import Fields

KEPT_WHOLE = frozenset(
    {
        *("attendance_sheet", "sheet_scan", "presence_correction", "month_closing"),
        *("issued_certificate", "issued_document", "purge_act"),
    }
)
"""Tables that prove something to a funder: each of their changes stays, however old."""

Place = tuple[uuid.UUID, int]
"""A change: its operation and its rank in it."""


@dataclass(frozen=True, slots=True)
class Write:
    """One change of a row, with its operation."""

    place: Place
    operation: OperationRecord
    change: ChangeRecord


@dataclass(frozen=True, slots=True)
class Folded:
    """What to do with the changes of a row: `kept` says another thing from now on, the others go."""

    dropped: tuple[Place, ...]
    kept: Place | None = None
    action: str = SNAPSHOT
    fields: Fields = field(default_factory=dict[str, list[object]], repr=False)


def fold(writes: Sequence[Write], *, linear: bool) -> Folded | None:
    """The changes of one row, in order, as one; None when they stay as they are.

    `linear`: no laptop worked apart. Otherwise a row that is gone keeps its changes, for a child written
    elsewhere may bring it back; and so does a row whose conflict nobody has settled. An erased row keeps
    them too: there is nothing left in them.
    """
    if any(write.change.action == "erase" for write in writes):
        return None
    exists: bool | None = None
    state: Fields = {}
    for write in writes:
        change = write.change
        if change.action == "delete":
            exists = False
            continue
        if change.action != "update":
            exists = True
        for name, (old, new) in change.fields.items():
            state[name] = [state[name][0] if name in state else old, new]
    if exists is False and linear:
        return Folded(tuple(write.place for write in writes))
    if exists is False or len(writes) < 2 or (not linear and has_conflict(_pairs(writes))):
        return None
    *before, last = writes
    action = "update" if exists is None else SNAPSHOT
    fields = state if exists is None else {name: [None, new] for name, (_old, new) in state.items()}
    return Folded(tuple(write.place for write in before), last.place, action, fields)


def _pairs(writes: Sequence[Write]) -> list[tuple[OperationRecord, ChangeRecord]]:
    return [(write.operation, write.change) for write in writes]

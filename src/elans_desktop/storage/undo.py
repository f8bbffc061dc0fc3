"""Ctrl+Z: the last undoable operation of this user on this laptop, reversed as a new operation.

Nothing is kept in memory: the stack is read from the journal, so it survives a restart. Redo is the
undo of the undo.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import String, and_, exists, func, not_, select, type_coerce
from sqlalchemy.orm import Session

from elans_desktop.core.errors import RuleError
from elans_desktop.models import Base, JournalMode, journal_mode, mapped_class
from elans_desktop.models.journal import Change, Condensing, Operation
from elans_desktop.models.sheets import AttendanceSheet
from elans_desktop.storage import undo_checks, values

if TYPE_CHECKING:
    from elans_desktop.storage.workspace import Workspace

CHUNK = 500
WINDOW = 300
"""Operations of this user read back to rebuild the stacks."""
UNDOABLE_KINDS = ("normal", "import", "merge-choice", "undo")


@dataclass(frozen=True, slots=True)
class Step:
    """An operation that can be reversed: `operation_id`, and the `label` of what was first done."""

    operation_id: uuid.UUID
    label: str = field(repr=False)


def undo_label(workspace: Workspace) -> str | None:
    """What Ctrl+Z would undo, or None."""
    with workspace.read() as session:
        done, _undone = _stacks(session, workspace)
        return done[-1].label if done else None


def redo_label(workspace: Workspace) -> str | None:
    """What would be done again, or None."""
    with workspace.read() as session:
        _done, undone = _stacks(session, workspace)
        return undone[-1].label if undone else None


def undo(workspace: Workspace) -> None:
    """Reverse the last operation of this user. Raises RuleError when others built on it."""
    _reverse_last(workspace, lambda done, _undone: done, "Il n’y a rien à annuler.", "Annuler")


def redo(workspace: Workspace) -> None:
    """Reverse the last undo. Raises RuleError."""
    _reverse_last(workspace, lambda _done, undone: undone, "Il n’y a rien à rétablir.", "Rétablir")


def _reverse_last(
    workspace: Workspace,
    choose: Callable[[list[Step], list[Step]], list[Step]],
    nothing: str,
    verb: str,
) -> None:
    with workspace.read() as session:
        steps = choose(*_stacks(session, workspace))
    if not steps:
        raise RuleError(nothing)
    step = steps[-1]
    with workspace.write(f"{verb}\u00a0: {step.label}", "undo", undoes=step.operation_id) as session:
        _reverse(session, step.operation_id)


def _reverse(session: Session, operation_id: uuid.UUID) -> None:
    operation = session.get_one(Operation, operation_id)
    changes = [
        change
        for change in session.scalars(
            select(Change).where(Change.operation_id == operation_id).order_by(Change.position.desc())
        )
        if _is_undoable(change)
    ]
    undo_checks.check(session, operation, changes)
    _preload(session, changes)
    for change in changes:
        if change.action == "insert":
            row = session.get(mapped_class(change.table_name), change.row_id)
            if row is not None:
                session.delete(row)
        elif change.action == "delete":
            session.add(mapped_class(change.table_name)(id=change.row_id, **_values(change, 0)))
        else:
            row = session.get(mapped_class(change.table_name), change.row_id)
            for name, value in _values(change, 0).items():
                setattr(row, name, value)
    session.flush()


def _is_undoable(change: Change) -> bool:
    """Neither a permanent table, nor a sheet that reached or left its validation."""
    if change.table_name == AttendanceSheet.__tablename__ and undo_checks.VALIDATED in change.fields.get(
        "state", ()
    ):
        return False
    return journal_mode(change.table_name) is JournalMode.UNDOABLE


def _preload(session: Session, changes: Sequence[Change]) -> None:
    """Read the rows to change by the hundred rather than one by one (an import undone)."""
    by_table: dict[str, list[uuid.UUID]] = {}
    for change in changes:
        by_table.setdefault(change.table_name, []).append(change.row_id)
    for table, row_ids in by_table.items():
        model = mapped_class(table)
        for start in range(0, len(row_ids), CHUNK):
            query = select(model).where(model.id.in_(row_ids[start : start + CHUNK]))
            session.info.setdefault("kept", []).extend(session.scalars(query))


def _values(change: Change, side: int) -> dict[str, object]:
    """The old (0) or new (1) values of a change, for the columns that still exist."""
    known = values.journalled_columns(change.table_name)
    return {
        name: values.decode(change.table_name, name, pair[side])
        for name, pair in change.fields.items()
        if name in known
    }


def _stacks(session: Session, workspace: Workspace) -> tuple[list[Step], list[Step]]:
    """What can be undone and what can be redone, last one on top."""
    done: list[Step] = []
    undone: list[Step] = []
    for operation in _own_operations(session, workspace):
        if operation.kind != "undo":
            done.append(Step(operation.id, operation.label))
            undone.clear()
        elif done and operation.undoes == done[-1].operation_id:
            undone.append(Step(operation.id, done.pop().label))
        elif undone and operation.undoes == undone[-1].operation_id:
            done.append(Step(operation.id, undone.pop().label))
    return done, undone


def _own_operations(session: Session, workspace: Workspace) -> Sequence[Operation]:
    """The last undoable operations of this user on this laptop, oldest first; none of those condensed."""
    actor = workspace.actor
    undoable = [name for name in Base.metadata.tables if journal_mode(name) is JournalMode.UNDOABLE]
    validation = and_(
        Change.table_name == AttendanceSheet.__tablename__,
        type_coerce(Change.fields, String).like(f'%"{undo_checks.VALIDATED}"%'),
    )
    touches = exists().where(
        Change.operation_id == Operation.id, Change.table_name.in_(undoable), not_(validation)
    )
    condensed = select(func.max(Condensing.stamp_ms)).scalar_subquery()
    query = (
        select(Operation)
        .where(
            Operation.laptop_id == actor.laptop_id,
            Operation.user_id == actor.user_id,
            Operation.kind.in_(UNDOABLE_KINDS),
            Operation.stamp_ms > func.coalesce(condensed, 0),
            touches,
        )
        .order_by(Operation.seq.desc())
        .limit(WINDOW)
    )
    return list(reversed(session.scalars(query).all()))

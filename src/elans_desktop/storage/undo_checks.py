"""When an operation may be reversed: its fields were not written since, and nothing came to depend on it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select, tuple_
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.core.formats import NBSP, date_short, time_of_day
from elans_desktop.models.activities import Presence
from elans_desktop.models.journal import Change, Operation
from elans_desktop.models.organisation import User
from elans_desktop.models.sheets import AttendanceSheet, SheetSlot
from elans_desktop.storage import filing, labels, references, unused_files
from elans_desktop.storage.journal import RowKey

_CHUNK = 300
VALIDATED = "validee"


@dataclass(frozen=True, slots=True)
class _Later:
    """A write that came after."""

    change: Change
    operation: Operation


def check(session: Session, operation: Operation, changes: Sequence[Change]) -> None:
    """Raises RuleError, which says what came after, or what depends on what would disappear."""
    later = _later_changes(session, operation, changes)
    cancelled = _Chains(session, operation)
    for change in changes:
        for other in later.get((change.table_name, change.row_id), ()):
            if _same_fields(change, other.change) and not cancelled.settled(other.operation):
                raise _came_after(session, change, other.operation)
    _refuse_locked_presences(session, operation, changes)
    _refuse_lost_files(session, changes)
    _refuse_referenced(session, changes)


class _Chains:
    """Follows « undo of undo of… »: what was done, then undone, since a moment, has no effect."""

    def __init__(self, session: Session, target: Operation) -> None:
        self._session = session
        self._since = order_of(target)
        self._known: dict[uuid.UUID, bool] = {}

    def settled(self, operation: Operation) -> bool:
        """Whether a later write has no effect left: an even number of the links of its chain came since."""
        root = self._root(operation)
        if root.id not in self._known:
            self._known[root.id] = sum(order_of(link) > self._since for link in self._chain(root)) % 2 == 0
        return self._known[root.id]

    def _root(self, operation: Operation) -> Operation:
        while operation.undoes is not None:
            found = self._session.get(Operation, operation.undoes)
            if found is None:
                break
            operation = found
        return operation

    def _chain(self, root: Operation) -> Iterator[Operation]:
        link: Operation | None = root
        while link is not None:
            yield link
            link = self._session.scalar(select(Operation).where(Operation.undoes == link.id).limit(1))


def order_of(operation: Operation) -> tuple[int, int, bytes]:
    """The total order of operations."""
    return operation.stamp_ms, operation.stamp_counter, operation.laptop_id.bytes


def _later_changes(
    session: Session, operation: Operation, changes: Sequence[Change]
) -> dict[RowKey, list[_Later]]:
    keys = list({(change.table_name, change.row_id) for change in changes})
    found: dict[RowKey, list[_Later]] = {}
    after = tuple_(Operation.stamp_ms, Operation.stamp_counter) >= (
        operation.stamp_ms,
        operation.stamp_counter,
    )
    for start in range(0, len(keys), _CHUNK):
        query = (
            select(Change, Operation)
            .join(Operation, Operation.id == Change.operation_id)
            .where(filing.of_rows(keys[start : start + _CHUNK]), after)
        )
        for change, other in session.execute(query):
            if order_of(other) > order_of(operation):
                found.setdefault((change.table_name, change.row_id), []).append(_Later(change, other))
    return found


def _same_fields(change: Change, other: Change) -> bool:
    """Whether two changes write something in common; existence is a field too."""
    if change.action != "update" or other.action != "update":
        return True
    return not change.fields.keys().isdisjoint(other.fields)


def _came_after(session: Session, change: Change, other: Operation) -> RuleError:
    user = session.get(User, other.user_id) if other.user_id else None
    moment = clock.from_ms(other.stamp_ms)
    hour = time_of_day(moment.hour * 60 + moment.minute)
    who = f" par {user.name}" if user else ""
    what = labels.TABLES.get(change.table_name, ("ligne", ""))[0]
    return RuleError(
        f"Annulation impossible{NBSP}: la même donnée ({what}) a été modifiée depuis{who}, "
        f"le {date_short(moment.date())} à {hour}.",
        "Ouvrez l’historique pour voir ce qui a changé, et corrigez à la main.",
    )


def _refuse_referenced(session: Session, changes: Sequence[Change]) -> None:
    """A row that others now point to cannot disappear; those the operation itself pointed there go back."""
    removed: dict[str, list[uuid.UUID]] = {}
    for change in changes:
        if change.action == "insert":
            removed.setdefault(change.table_name, []).append(change.row_id)
    everything = {row_id for row_ids in removed.values() for row_id in row_ids}
    everything |= {
        change.row_id
        for change in changes
        if change.action == "update"
        and not change.fields.keys().isdisjoint(references.parents(change.table_name))
    }
    counts: dict[str, int] = {}
    for table, row_ids in removed.items():
        for name, many in references.count_references(session, table, row_ids, everything).items():
            counts[name] = counts.get(name, 0) + many
    if counts:
        raise RuleError(
            f"Annulation impossible{NBSP}: {labels.listed(counts)} s’y rattachent depuis.",
            "Supprimez-les d’abord, ou archivez ce que vous vouliez annuler.",
        )


def _refuse_lost_files(session: Session, changes: Sequence[Change]) -> None:
    """A row whose file was removed for good cannot come back empty."""
    if unused_files.is_lost(session, changes):
        raise RuleError(
            f"Annulation impossible{NBSP}: le fichier a été effacé depuis.",
            "Joignez de nouveau le document si vous l’avez encore.",
        )


def _refuse_locked_presences(session: Session, operation: Operation, changes: Sequence[Change]) -> None:
    """A presence held by a sheet validated since stays as it was signed (`data-model`: a slot is locked).

    Under a sheet validated before, only a correction, whose own row goes back with it, or two files joined in
    one could touch it: both may be undone, the journal keeps them.
    """
    cells: set[tuple[uuid.UUID, uuid.UUID]] = set()
    for change in changes:
        if change.table_name == "presence" and (stored := _cell_of(session, change)):
            cells.add(stored)
    since = AttendanceSheet.validated_at
    locked = or_(since.is_(None), since > operation.stamp_ms)
    query = (
        select(AttendanceSheet.number, AttendanceSheet.participant_id, SheetSlot.slot_id)
        .join(SheetSlot, SheetSlot.sheet_id == AttendanceSheet.id)
        .where(AttendanceSheet.state == VALIDATED, locked)
    )
    touched = sorted({slot_id for _person_id, slot_id in cells})
    for start in range(0, len(touched), _CHUNK):
        among = SheetSlot.slot_id.in_(touched[start : start + _CHUNK])
        for number, signer, slot_id in session.execute(query.where(among)):
            if signer is None or (signer, slot_id) in cells:
                raise RuleError(
                    f"Annulation impossible{NBSP}: la feuille {number} a été validée depuis.",
                    "Choisissez « Corriger… » dans la grille des présences.",
                )


def _cell_of(session: Session, change: Change) -> tuple[uuid.UUID, uuid.UUID] | None:
    """(participant, slot): an identifier made of both, they are written and removed together."""
    person, slot = change.fields.get("participant_id"), change.fields.get("slot_id")
    if person and slot:
        return uuid.UUID(hex=person[1] or person[0]), uuid.UUID(hex=slot[1] or slot[0])
    row = session.get(Presence, change.row_id)
    return (row.participant_id, row.slot_id) if row else None

"""Hours over many séances, summed by the database: by person, by brique, by structure… All in minutes."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from elans_desktop.core import clock
from elans_desktop.core.formats import ratio
from elans_desktop.models.activities import (
    Activity,
    Presence,
    Seance,
    SeanceSlot,
)
from elans_desktop.services.calendar.expected import unentered
from elans_desktop.services.scope import EVERYTHING, Scope

Period = tuple[date, date]
"""First and last day, both included."""

GroupKey = Literal["person", "brique", "type", "domain", "structure", "activity", "seance"]


@dataclass(frozen=True, slots=True)
class Hours:
    """Sums over entered presences of séances that are neither cancelled nor postponed."""

    realised: int = 0
    planned: int = 0
    """Without « dispensé »."""
    late: int = 0
    justified: int = 0
    """Absent justifié and excusé."""
    unjustified: int = 0
    presences: int = 0
    """Cells with P."""
    people: int = 0
    """Distinct people with at least one P."""

    @property
    def rate(self) -> int | None:
        """Assiduité in basis points; None without planned time."""
        return ratio(self.realised, self.planned)


@dataclass(frozen=True, slots=True)
class ToEnter:
    """A past séance with presences still to enter."""

    seance_id: uuid.UUID
    activity_id: uuid.UUID
    title: str
    brique_code: str | None
    day: date
    missing: int
    """People × slots without a status."""


def hours(
    session: Session,
    scope: Scope = EVERYTHING,
    period: Period | None = None,
    *,
    participant_ids: Collection[uuid.UUID] | None = None,
    activity_id: uuid.UUID | None = None,
) -> Hours:
    """One sum for everything chosen (the year of the scope when no period is given)."""
    conditions = _conditions(scope, period, participant_ids, activity_id)
    found = session.execute(_joined(*_SUMS).where(*conditions)).one()
    return Hours(*(int(value or 0) for value in found))


def hours_by(
    session: Session,
    key: GroupKey,
    scope: Scope = EVERYTHING,
    period: Period | None = None,
    *,
    participant_ids: Collection[uuid.UUID] | None = None,
    activity_id: uuid.UUID | None = None,
) -> Mapping[Any, Hours]:
    """The same sums by person id, brique code, type code… in one select."""
    column: Any = _GROUPS[key]
    if key == "person":  # coalesce: the days must lead the search, not the index of the people
        column = func.coalesce(column, column)
    statement = (
        _joined(column, *_SUMS)
        .where(*_conditions(scope, period, participant_ids, activity_id))
        .group_by(column)
    )
    return {row[0]: Hours(*(int(value or 0) for value in row[1:])) for row in session.execute(statement)}


def hours_of_each(
    session: Session,
    key: GroupKey,
    participant_ids: Collection[uuid.UUID],
    scope: Scope = EVERYTHING,
    period: Period | None = None,
) -> Mapping[tuple[uuid.UUID, Any], Hours]:
    """The same sums for each of several people, by (person, key), in one select."""
    column = _GROUPS[key]
    statement: Any = (
        _joined(Presence.participant_id, column, *_SUMS)
        .where(*_conditions(scope, period, participant_ids, None))
        .group_by(Presence.participant_id, column)
    )
    rows: Any = session.execute(statement)
    return {(row[0], row[1]): Hours(*(int(value or 0) for value in row[2:])) for row in rows}


def realised_by_day(
    session: Session, period: Period, participant_id: uuid.UUID | None = None
) -> Mapping[tuple[uuid.UUID, uuid.UUID], Mapping[date, int]]:
    """Minutes present of each person in each agreement, day by day of a few days, in one select."""
    chosen = None if participant_id is None else [participant_id]
    person: Any = func.coalesce(Presence.participant_id, Presence.participant_id)  # the days lead the search
    columns = (person, Activity.agreement_id, Seance.day)
    statement = (
        _joined(*columns, _SUMS[0]).where(*_conditions(EVERYTHING, period, chosen, None)).group_by(*columns)
    )
    made: dict[tuple[uuid.UUID, uuid.UUID], dict[date, int]] = {}
    rows: Any = session.execute(statement)
    for found, agreement, day, minutes in rows:
        made.setdefault((found, agreement), {})[day] = int(minutes or 0)
    return made


def to_enter(
    session: Session,
    scope: Scope = EVERYTHING,
    period: Period | None = None,
    *,
    participant_id: uuid.UUID | None = None,
    activity_id: uuid.UUID | None = None,
) -> tuple[ToEnter, ...]:
    """Past séances whose presences are not all entered, the oldest first (one select)."""
    now = clock.local_now()
    ended = or_(
        Seance.day < now.date(),
        and_(Seance.day == now.date(), SeanceSlot.end <= now.hour * 60 + now.minute),
    )
    conditions = [*_seance_conditions(scope, period), ended]
    if activity_id is not None:
        conditions.append(Seance.activity_id == activity_id)
    if scope.agreement_id:
        mine = select(Activity.id).where(Activity.agreement_id == scope.agreement_id)
        conditions.append(Seance.activity_id.in_(mine))
    missing = unentered(*conditions, participant_id=participant_id)
    statement = (
        select(Seance.id, Activity.id, Activity.title, Activity.brique_code, Seance.day, func.count())
        .select_from(missing)
        .join(Seance, Seance.id == missing.c.seance_id)
        .join(Activity, Activity.id == Seance.activity_id)
        .group_by(Seance.id, Activity.id, Activity.title, Activity.brique_code, Seance.day)
        .order_by(Seance.day, Activity.title)
    )
    return tuple(ToEnter(*row) for row in session.execute(statement))


def _joined(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(Presence)
        .join(SeanceSlot, SeanceSlot.id == Presence.slot_id)
        .join(Seance, Seance.id == SeanceSlot.seance_id)
        .join(Activity, Activity.id == Seance.activity_id)
    )


def _seance_conditions(scope: Scope, period: Period | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Seance.state == "prevue"]
    if chosen := period or scope.days():
        conditions += [Seance.day >= chosen[0], Seance.day <= chosen[1]]
    return conditions


def _scope_conditions(scope: Scope, period: Period | None) -> list[ColumnElement[bool]]:
    conditions = _seance_conditions(scope, period)
    if scope.agreement_id:
        conditions.append(Activity.agreement_id == scope.agreement_id)
    if scope.member_id:
        conditions.append(Activity.structure_id == scope.member_id)
    return conditions


def _conditions(
    scope: Scope,
    period: Period | None,
    participant_ids: Collection[uuid.UUID] | None,
    activity_id: uuid.UUID | None,
) -> list[ColumnElement[bool]]:
    conditions = _scope_conditions(scope, period)
    if participant_ids is not None:
        conditions.append(Presence.participant_id.in_(participant_ids) if participant_ids else false())
    if activity_id is not None:
        conditions.append(Activity.id == activity_id)
    return conditions


_LENGTH = SeanceSlot.end - SeanceSlot.start
_STAYED = _LENGTH - Presence.late - Presence.early
_SUMS: tuple[ColumnElement[Any], ...] = (
    func.sum(case((and_(Presence.status == "P", _STAYED > 0), _STAYED), else_=0)),
    func.sum(case((Presence.status == "D", 0), else_=_LENGTH)),
    func.sum(case((Presence.status == "P", Presence.late + Presence.early), else_=0)),
    func.sum(case((Presence.status.in_(("A", "E")), _LENGTH), else_=0)),
    func.sum(case((Presence.status == "I", _LENGTH), else_=0)),
    func.sum(case((Presence.status == "P", 1), else_=0)),
    func.count(case((Presence.status == "P", Presence.participant_id)).distinct()),
)
_GROUPS: Mapping[str, InstrumentedAttribute[Any]] = {
    "person": Presence.participant_id,
    "brique": Activity.brique_code,
    "type": Activity.type_code,
    "domain": Activity.domain_code,
    "structure": Activity.structure_id,
    "activity": Activity.id,
    "seance": Seance.id,
}

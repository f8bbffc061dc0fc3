"""A month of an agreement whose presences were checked and closed: nothing in it changes until reopened.

Closing never blocks on a remark: it counts those left as they were. Reopening asks for a reason, which stays
with the month until it is closed again, and in the history for good.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import extract, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.core.formats import MONTHS, NBSP
from elans_desktop.models.activities import Activity, Seance, SeanceSlot
from elans_desktop.models.organisation import Agreement, User
from elans_desktop.models.sheets import MonthClosing
from elans_desktop.services.kept import existing
from elans_desktop.services.permissions import Right, require

CLOSED = "mois clos"
"""Why a séance among several is left as it was."""
REOPEN_WAY = "Rouvrez-le dans « Contrôle du mois », au menu « … » du calendrier, en disant pourquoi."


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the year."""

    year: int
    month: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return (self.first + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    @property
    def words(self) -> str:
        """« avril 2027 »."""
        return f"{MONTHS[self.month - 1]}{NBSP}{self.year}"

    def moved(self, months: int) -> Month:
        """Another month, some months away."""
        rank = self.year * 12 + self.month - 1 + months
        return Month(rank // 12, rank % 12 + 1)

    @staticmethod
    def of(day: date) -> Month:
        """The month of a day."""
        return Month(day.year, day.month)


@dataclass(frozen=True, slots=True)
class Closing:
    """Where a month stands."""

    closed: bool
    at: datetime
    """When it was closed, or reopened since."""
    who: str = field(repr=False)
    remarks: int
    """Left as they were when it was closed."""
    reason: str = field(default="", repr=False)
    """Why it was reopened."""


def closing(session: Session, agreement_id: uuid.UUID, month: Month) -> Closing | None:
    """How a month was closed, or reopened since; None when it never was."""
    row = session.get(MonthClosing, MonthClosing.key(agreement_id, month.year, month.month))
    if row is None:
        return None
    closed = row.reopened_at is None
    user_id = row.user_id if closed else row.reopened_by
    user = session.get(User, user_id) if user_id else None
    moment = row.closed_at if row.reopened_at is None else row.reopened_at
    return Closing(closed, clock.from_ms(moment), user.name if user else "", row.remarks, row.reopen_reason)


def close(session: Session, agreement_id: uuid.UUID, month: Month, remarks: int) -> None:
    """Lock a month that is over. Raises RuleError (under way, closed already), NotFoundError."""
    actor = require(session, Right.VALIDATE_SHEETS)
    existing(session, Agreement, agreement_id, "Cette convention n’existe plus.")
    if month.last >= clock.today():
        raise RuleError(
            f"{month.words.capitalize()} n’est pas terminé.",
            "Un mois se clôt une fois son dernier jour passé.",
        )
    key = MonthClosing.key(agreement_id, month.year, month.month)
    row = session.get(MonthClosing, key)
    if row is None:
        row = MonthClosing(id=key, agreement_id=agreement_id, year=month.year, month=month.month)
        session.add(row)
    elif row.reopened_at is None:
        raise RuleError(f"{month.words.capitalize()} est déjà clos.")
    row.closed_at, row.user_id, row.remarks = clock.now_ms(), actor.user_id, remarks
    row.reopened_at = row.reopened_by = None
    row.reopen_reason = ""
    session.flush()


def reopen(session: Session, agreement_id: uuid.UUID, month: Month, reason: str) -> None:
    """Let a closed month change again. Raises InputError (no reason), RuleError (it is not closed)."""
    actor = require(session, Right.VALIDATE_SHEETS)
    if not reason.strip():
        raise InputError({"reason": "Dites pourquoi ce mois est rouvert."})
    row = session.get(MonthClosing, MonthClosing.key(agreement_id, month.year, month.month))
    if row is None or row.reopened_at is not None:
        raise RuleError(f"{month.words.capitalize()} n’est pas clos.")
    row.reopened_at, row.reopened_by, row.reopen_reason = clock.now_ms(), actor.user_id, reason.strip()
    session.flush()


def closed_months(session: Session) -> frozenset[tuple[uuid.UUID, int, int]]:
    """(agreement, year, month) of every month closed now."""
    found = session.execute(
        select(MonthClosing.agreement_id, MonthClosing.year, MonthClosing.month).where(
            MonthClosing.reopened_at.is_(None)
        )
    )
    return frozenset((agreement, year, month) for agreement, year, month in found)


@dataclass(frozen=True, slots=True)
class ClosedMonths:
    """The closed months of some activities, read once to sort many séances."""

    agreements: Mapping[uuid.UUID, uuid.UUID]
    """The agreement of each activity asked for."""
    months: frozenset[tuple[uuid.UUID, int, int]]

    def holds(self, activity_id: uuid.UUID, day: date) -> bool:
        """Whether a day of an activity is in a closed month."""
        agreement = self.agreements.get(activity_id)
        return agreement is not None and (agreement, day.year, day.month) in self.months


def closed_of(session: Session, activity_ids: Collection[uuid.UUID]) -> ClosedMonths:
    """The closed months of these activities, in two selects."""
    months = closed_months(session)
    if not months:
        return ClosedMonths({}, months)
    found = session.execute(select(Activity.id, Activity.agreement_id).where(Activity.id.in_(activity_ids)))
    return ClosedMonths(dict(found.all()), months)


def refuse_closed(session: Session, slot_ids: Collection[uuid.UUID], refused: str) -> None:
    """Raise RuleError when a slot is in a closed month; `refused` says what cannot be done."""
    found = session.execute(
        select(MonthClosing.year, MonthClosing.month)
        .join(Activity, Activity.agreement_id == MonthClosing.agreement_id)
        .join(Seance, Seance.activity_id == Activity.id)
        .join(SeanceSlot, SeanceSlot.seance_id == Seance.id)
        .where(
            MonthClosing.reopened_at.is_(None),
            SeanceSlot.id.in_(slot_ids),
            extract("year", Seance.day) == MonthClosing.year,
            extract("month", Seance.day) == MonthClosing.month,
        )
        .limit(1)
    ).first()
    if found is not None:
        _refuse(Month(*found), refused)


def refuse_closed_day(session: Session, activity_id: uuid.UUID, day: date, refused: str) -> None:
    """The same, for a day of an activity."""
    month = Month.of(day)
    activity = session.get(Activity, activity_id)
    if activity is None:
        return
    row = session.get(MonthClosing, MonthClosing.key(activity.agreement_id, month.year, month.month))
    if row is not None and row.reopened_at is None:
        _refuse(month, refused)


def _refuse(month: Month, refused: str) -> None:
    raise RuleError(f"{month.words.capitalize()} est clos{NBSP}: {refused}.", REOPEN_WAY)

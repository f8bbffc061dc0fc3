"""Reading séances: a week, a list, one of them in full."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.text import fold
from elans_desktop.models.activities import Activity, ActivitySeries, Seance, SeanceSlot, SlotTrainer
from elans_desktop.services.calendar import calendar_days, recurrence, waiting
from elans_desktop.services.calendar.enrolments import EnrolmentRow
from elans_desktop.services.calendar.seance_cards import SeanceCard, cards, expected_people
from elans_desktop.services.calendar.seance_warnings import warned
from elans_desktop.services.calendar.waiting import UNKNOWN, Places
from elans_desktop.services.indexes import unindexed
from elans_desktop.services.kept import existing
from elans_desktop.services.permissions import Right, allowed
from elans_desktop.services.presences import corrections
from elans_desktop.services.presences.corrections import Correction
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage.actor import actor_of

MOST_ROWS = 2000
_FEW, _FEW_DAYS = 500, 45
"""A list never shows more: the period or the filters must be narrowed."""


@dataclass(frozen=True, slots=True)
class DayInfo:
    """A day of a calendar and what it is."""

    day: date
    bank_holiday: str = ""
    school_holiday: str = ""
    """« Vacances de printemps »."""
    closure: str = ""
    """« Fermeture annuelle », of the organisation or, with its name, of a commune."""


@dataclass(frozen=True, slots=True)
class SpanView:
    """Everything some days in a row show: what each of them is, and their séances."""

    days: tuple[DayInfo, ...]
    seances: tuple[SeanceCard, ...]

    @property
    def first(self) -> date:
        """Its first day."""
        return self.days[0].day

    @property
    def last(self) -> date:
        """Its last day."""
        return self.days[-1].day


@dataclass(frozen=True, slots=True)
class SeanceFilters:
    """Which séances a list shows; `start` and `end` are inclusive days."""

    scope: Scope = EVERYTHING
    start: date | None = None
    end: date | None = None
    activity_id: uuid.UUID | None = None
    brique_codes: frozenset[str] = frozenset()
    place_id: uuid.UUID | None = None
    trainer_id: uuid.UUID | None = None
    structure_id: uuid.UUID | None = None
    states: frozenset[str] = frozenset()
    text: str = ""
    latest_first: bool = False
    limit: int = MOST_ROWS


@dataclass(frozen=True, slots=True)
class OtherDay:
    """The séance a postponed one became, or came from."""

    id: uuid.UUID
    day: date


@dataclass(frozen=True, slots=True)
class SeanceView:
    """One séance in full."""

    card: SeanceCard
    notes: str
    series: str
    """« tous les mardis », empty when the séance stands alone."""
    people: tuple[EnrolmentRow, ...] = field(repr=False)
    places: Places = UNKNOWN
    """Of the activity: who is proposed, who waits."""
    postponed_to: OtherDay | None = None
    postponed_from: OtherDay | None = None
    corrections: tuple[Correction, ...] = field(default=(), repr=False)
    """Presences changed after validation, the latest first; none for a role that reads no files."""


def span(session: Session, scope: Scope, first: date, last: date, *, full: bool = True) -> SpanView:
    """Some days, both included: séances with warnings, bank and school holidays, in about fifteen selects.

    Not `full`: neither people, presences nor sheets, and no warning about people: what a month shows at once.
    """
    ids = _known_when_few(session, _ids(session, SeanceFilters(Scope(scope.agreement_id), first, last)))
    found = cards(session, ids, full=full)
    return SpanView(day_infos(session, first, last), warned(session, found, full=full))


def week(session: Session, scope: Scope, monday: date) -> SpanView:
    """A week from any of its days: Monday to Saturday, and Sunday when something happens then."""
    monday = clock.monday_of(monday)
    found = span(session, scope, monday, monday + timedelta(days=6))
    if any(card.day == found.last for card in found.seances):
        return found
    return replace(found, days=found.days[:6])


def month_days(day: date) -> tuple[date, date]:
    """The Monday and the Sunday between which the month of a day is drawn: four to six whole weeks."""
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return clock.monday_of(first), clock.monday_of(last) + timedelta(days=6)


def day_infos(session: Session, start: date, end: date) -> tuple[DayInfo, ...]:
    """The days of a period with the names of their holidays and of the organisation's closures."""
    special = calendar_days.special_days(session, start, end)
    made: list[DayInfo] = []
    for offset in range((end - start).days + 1):
        day = start + timedelta(days=offset)
        labels = {found.kind: found.label for found in special.get(day, ())}
        made.append(
            DayInfo(day, labels.get("ferie", ""), labels.get("vacances", ""), labels.get("fermeture", ""))
        )
    return tuple(made)


def rows(session: Session, filters: SeanceFilters) -> tuple[SeanceCard, ...]:
    """Séances by day and hour, without warnings; at most `filters.limit` (the latest ones when asked)."""
    found = cards(session, _ids(session, filters))
    return tuple(reversed(found)) if filters.latest_first else found


def view(session: Session, seance_id: uuid.UUID) -> SeanceView:
    """One séance, its warnings and its people (none for a role that reads no files). Raises NotFoundError."""
    may_read = allowed(actor_of(session), Right.READ_PEOPLE)
    seance = existing(session, Seance, seance_id, "Cette séance n’existe plus.", "Revenez au calendrier.")
    (card,) = warned(session, cards(session, [seance.id]))
    return SeanceView(
        card=card,
        notes=seance.notes,
        series=_series_words(session.get(ActivitySeries, seance.series_id) if seance.series_id else None),
        people=expected_people(session, card) if may_read else (),
        places=waiting.places(session, seance.activity_id) if may_read else Places(card.capacity, 0),
        postponed_to=_other(session, Seance.id == seance.postponed_to_id),
        postponed_from=_other(
            session, Seance.activity_id == seance.activity_id, Seance.postponed_to_id == seance.id
        ),
        corrections=corrections.of_seance(session, seance.id) if may_read else (),
    )


def _ids(session: Session, filters: SeanceFilters) -> Select[uuid.UUID]:
    order = (Seance.day.desc(), Seance.id.desc()) if filters.latest_first else (Seance.day, Seance.id)
    return (
        select(Seance.id)
        .join(Activity, Activity.id == Seance.activity_id)
        .where(*_conditions(session, filters))
        .order_by(*order)
        .limit(min(filters.limit, MOST_ROWS))
    )


def _known_when_few(session: Session, query: Select[uuid.UUID]) -> Sequence[uuid.UUID] | Select[uuid.UUID]:
    """The identifiers themselves when they are few: each select about them would find them again."""
    found = session.scalars(query.limit(_FEW + 1)).all()
    return found if len(found) <= _FEW else query


def _other(session: Session, *conditions: ColumnElement[bool]) -> OtherDay | None:
    """Of the same activity, always: the column that links them has no index."""
    found = session.execute(select(Seance.id, Seance.day).where(*conditions).limit(1)).first()
    return OtherDay(*found) if found else None


def _conditions(session: Session, wanted: SeanceFilters) -> list[ColumnElement[bool]]:
    made: list[ColumnElement[bool]] = []
    start, end = wanted.start, wanted.end
    if (year := wanted.scope.days()) is not None:
        start, end = max(start or year[0], year[0]), min(end or year[1], year[1])
    if start is not None:
        made.append(Seance.day >= start)
    if end is not None:
        made.append(Seance.day <= end)
    if wanted.scope.agreement_id:
        # some days are few séances of an agreement: read by day, not all those of its activities
        few = start is not None and end is not None and (end - start).days <= _FEW_DAYS
        column = unindexed(Activity.agreement_id) if few else Activity.agreement_id
        made.append(column == wanted.scope.agreement_id)
    if wanted.activity_id:
        made.append(Seance.activity_id == wanted.activity_id)
    if wanted.brique_codes:
        made.append(Activity.brique_code.in_(wanted.brique_codes))
    if wanted.place_id:
        made.append(Seance.place_id == wanted.place_id)
    if wanted.structure_id:
        made.append(Activity.structure_id == wanted.structure_id)
    if wanted.states:
        made.append(Seance.state.in_(wanted.states))
    if wanted.trainer_id:
        held = (
            select(SeanceSlot.seance_id)
            .join(SlotTrainer, SlotTrainer.slot_id == SeanceSlot.id)
            .where(SlotTrainer.professional_id == wanted.trainer_id)
        )
        made.append(Seance.id.in_(held))
    if needle := fold(wanted.text):
        titles = session.execute(select(Activity.id, Activity.title))
        matching = [activity_id for activity_id, title in titles if needle in fold(title)]
        subject = Seance.title.contains(wanted.text.strip(), autoescape=True)
        made.append(or_(Seance.activity_id.in_(matching), subject))
    return made


def _series_words(series: ActivitySeries | None) -> str:
    if series is None:
        return ""
    return recurrence.words(series.start, recurrence.from_text(series.start, series.rule))

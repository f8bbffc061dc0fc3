"""Series: séances that repeat. Made from a rule, changed « cette séance / les suivantes / toutes ».

What a change does to séances that hold presences or a sheet, that were changed by themselves or left the
plan: see `series_members`. Every function is one operation, undone at once.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.core.formats import date_medium
from elans_desktop.models.activities import ActivitySeries, Presence, Seance, SeanceSlot
from elans_desktop.models.organisation import Place
from elans_desktop.services.calendar import calendar_days, recurrence, seance_store, seances, series_members
from elans_desktop.services.calendar.recurrence import Recurrence
from elans_desktop.services.calendar.seance_cards import CANCELLED, PLANNED
from elans_desktop.services.calendar.seance_inputs import SeanceInput, SlotInput
from elans_desktop.services.calendar.series_members import LEFT_PLAN, SKIPPED_PREFIX, Member, Series
from elans_desktop.services.calendar.series_results import (
    Left,
    Preview,
    Reach,
    SeriesChanged,
    SeriesMade,
    SeriesView,
)
from elans_desktop.services.calendar.sheet_states import locked_slots
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.presences.month_closing import CLOSED

__all__ = [
    "Left",
    "Preview",
    "Reach",
    "SeriesChanged",
    "SeriesMade",
    "SeriesView",
    "cancel",
    "change",
    "create",
    "delete",
    "move",
    "preview",
    "view_of",
]


def preview(session: Session, first: date, rule: Recurrence, place_id: uuid.UUID | None = None) -> Preview:
    """The days a rule gives, in words and one by one. Raises InputError."""
    days, skipped = _kept_days(session, recurrence.occurrences(first, rule), rule, place_id)
    said = recurrence.words(first, rule)
    first_day, last_day = min((*days, first)), max((*days, first))
    spanned = f"{said[:1].upper()}{said[1:]}, du {date_medium(first_day)} au {date_medium(last_day)}"
    return Preview(spanned, days, skipped)


def create(session: Session, data: SeanceInput, rule: Recurrence) -> SeriesMade:
    """Make the séances of a repetition. Raises InputError."""
    require(session, Right.EDIT_CALENDAR)
    seances.check(session, data)
    assert data.day is not None
    assert data.activity_id is not None
    days, skipped = _kept_days(session, recurrence.occurrences(data.day, rule), rule, data.place_id)
    if not days:
        raise InputError({"day": "Tous les jours de cette répétition sont fériés, ou fermés."})
    series = ActivitySeries(
        activity_id=data.activity_id,
        start=data.day,
        rule=recurrence.text_of(data.day, rule),
        template=series_members.template_of(data, rule.skip),
    )
    session.add(series)
    session.flush()
    made = [_make(session, series.id, data, day) for day in days]
    _note_skipped(session, series.id, skipped)
    session.flush()
    seance_store.renumber(session, data.activity_id)
    return SeriesMade(tuple(made), skipped)


def view_of(session: Session, seance_id: uuid.UUID) -> SeriesView | None:
    """The series of a séance, None when it stands alone. Raises NotFoundError."""
    seance = seance_store.get(session, seance_id)
    if seance.series_id is None:
        return None
    series = series_members.load(session, seance.series_id)
    at = seance.planned_day or seance.day
    return SeriesView(
        id=series.row.id,
        start=series.row.start,
        rule=series.rule,
        words=recurrence.words(series.row.start, series.rule),
        seances=len(series.members),
        following=sum(member.occurrence >= at for member in series.members),
        exceptions=tuple(Left(found.day, found.reason) for found in series.exceptions),
    )


def change(
    session: Session, data: SeanceInput, reach: Reach, rule: Recurrence | None = None
) -> SeriesChanged:
    """Change a séance of a series, those after it or all of them; a `rule` also makes its days again.

    Only what differs from the séance changes in the others. Raises InputError, RuleError, NotFoundError.
    """
    require(session, Right.EDIT_CALENDAR)
    seances.check(session, data)
    edited = seance_store.get(session, data.id)
    if reach is Reach.ONE or edited.series_id is None:
        seances.save(session, data)
        return SeriesChanged(1, shown=edited.id)
    if edited.state != PLANNED:
        raise RuleError(
            "Cette séance est annulée ou reportée.",
            "Remettez-la au calendrier, ou choisissez une autre séance de la série.",
        )
    series = _reached(session, edited, reach)
    before = series.parts.input_of(edited)
    activity_id, key = edited.activity_id, edited.id
    data = _on_its_weekday(series, before, data, rule)
    done = replace(_apply(session, series, edited, before, data), shown=key)
    if rule is not None:
        made, removed, kept, skipped = _make_again(session, series, rule)
        done = replace(done, made=made, removed=removed, kept=(*done.kept, *kept), skipped=skipped)
        done = replace(done, shown=_nearest(session, series, key, data.day))
    session.flush()
    seance_store.renumber(session, activity_id)
    return done


def move(
    session: Session, seance_id: uuid.UUID, day: date, start: int | None = None, reach: Reach = Reach.ONE
) -> SeriesChanged:
    """Put a séance on another day, its first slot at `start`, and those that follow it or all of them."""
    seance = seance_store.get(session, seance_id)
    if reach is Reach.ONE or seance.series_id is None:
        seances.move(session, seance_id, day, start)
        return SeriesChanged(1)
    held = seance_store.parts_of(session, [seance_id]).input_of(seance)
    return change(session, seances.moved(held, day, start), reach)


def cancel(session: Session, seance_id: uuid.UUID, reason: str, reach: Reach) -> SeriesChanged:
    """Cancel a séance, those after it or all: they stay, with the reason. Where somebody came: kept."""
    seance = seance_store.get(session, seance_id)
    seances.cancel(session, seance_id, reason)
    if reach is Reach.ONE or seance.series_id is None:
        return SeriesChanged(1, past_participle="annulée")
    series = series_members.load(session, seance.series_id)
    among = [m for m in _reached_members(series, seance, reach) if m.seance.state == PLANNED]
    refused = _with_somebody(session, series, among)
    kept = tuple(Left(m.seance.day, refused[m.seance.id]) for m in among if m.seance.id in refused)
    for member in among:
        if member.seance.id not in refused:
            member.seance.state, member.seance.state_reason = CANCELLED, reason.strip()[:200]
    seance_store.renumber(session, seance.activity_id)
    return SeriesChanged(1 + len(among) - len(kept), kept=kept, past_participle="annulée")


def delete(session: Session, seance_id: uuid.UUID, reach: Reach) -> SeriesChanged:
    """Remove a séance, those after it or all; those that hold presences, a sheet or a reason are kept."""
    require(session, Right.EDIT_CALENDAR)
    seance = seance_store.get(session, seance_id)
    if reach is Reach.ONE or seance.series_id is None:
        seances.delete(session, seance_id)
        return SeriesChanged(removed=1)
    series = series_members.load(session, seance.series_id)
    at = seance.planned_day or seance.day
    everything = reach is Reach.ALL or not any(member.occurrence < at for member in series.members)
    among = series.members if everything else _reached_members(series, seance, reach)
    kept = [m for m in among if m.held or m.seance.state != PLANNED]
    gone = [m.seance for m in among if not (m.held or m.seance.state != PLANNED)]
    activity_id = seance.activity_id
    for member in kept:
        member.seance.detached = True
        if everything:
            member.seance.series_id, member.seance.planned_day = None, None
    seance_store.remove(session, gone, series.parts)
    _shorten(session, series, None if everything else at)
    session.flush()
    seance_store.renumber(session, activity_id)
    left = tuple(Left(m.seance.day, m.held or LEFT_PLAN) for m in kept)
    return SeriesChanged(removed=len(gone), kept=left)


def _on_its_weekday(
    series: Series, before: SeanceInput, data: SeanceInput, rule: Recurrence | None
) -> SeanceInput:
    """« Tous les mardis » become « tous les jeudis »: the séances move, as if one had been dragged there."""
    if rule is None or data.day is None or data.day != before.day:
        return data
    single = len(rule.weekdays) == len(series.rule.weekdays) == 1
    weekly = rule.month_rank is None and series.rule.month_rank is None
    if not (single and weekly and series.rule.weekdays[0] == data.day.weekday()):
        return data
    return replace(data, day=data.day + timedelta(days=rule.weekdays[0] - data.day.weekday()))


def _nearest(session: Session, series: Series, key: uuid.UUID, day: date | None) -> uuid.UUID | None:
    session.flush()
    if day is None or session.get(Seance, key) is not None:
        return key
    found = session.execute(select(Seance.id, Seance.day).where(Seance.series_id == series.row.id)).all()
    return min(found, key=lambda row: abs((row[1] - day).days))[0] if found else None


def _reached(session: Session, edited: Seance, reach: Reach) -> Series:
    """The series to change as a whole: split first when the former séances stay."""
    assert edited.series_id is not None
    series = series_members.load(session, edited.series_id)
    at = edited.planned_day or edited.day
    if reach is Reach.ALL or not any(day < at for day in series.days()):
        return series
    return series_members.split(session, series, at)


def _reached_members(series: Series, seance: Seance, reach: Reach) -> list[Member]:
    at = seance.planned_day or seance.day
    return [m for m in series.members if reach is Reach.ALL or m.occurrence >= at]


def _apply(
    session: Session, series: Series, edited: Seance, before: SeanceInput, data: SeanceInput
) -> SeriesChanged:
    """Bring the séances that follow the series to what was entered; keep the others, and say which."""
    assert data.day is not None
    assert before.day is not None
    wanted = replace(data, slots=tuple(sorted(data.slots, key=lambda slot: slot.start or 0)))
    standing = edited.planned_day or edited.day
    days: Mapping[date, date] = {}
    if data.day != before.day:
        days = series_members.shift(session, series, standing, data.day)
    alter = _alteration(before, wanted)
    changed, kept = 1, list[Left]()
    for member in series.members:
        new_day = days.get(member.occurrence, member.occurrence)
        if member.seance.id == edited.id:
            seance_store.change(session, edited, data, series.parts)
            edited.detached = edited.day != new_day
        elif member.follows and not series.shut(new_day):
            held = series.parts.input_of(member.seance)
            seance_store.fill(session, member.seance, replace(alter(held), day=new_day), series.parts)
            changed += 1
        elif (member.follows or member.held) and not member.seance.detached:
            member.seance.detached = True
            kept.append(Left(member.seance.day, member.held or CLOSED))
        member.stand_for(new_day)
    template = alter(series.template())
    series.row.template = series_members.template_of(template, series.rule.skip)
    return SeriesChanged(changed, kept=tuple(kept))


def _alteration(before: SeanceInput, wanted: SeanceInput) -> Callable[[SeanceInput], SeanceInput]:
    """What was changed in the séance edited, to be done to others: notes stay each séance's own."""
    fields = {
        name: getattr(wanted, name)
        for name in ("place_id", "title", "stops")
        if getattr(wanted, name) != getattr(before, name)
    }
    same_slots = _bare(wanted.slots) == _bare(before.slots)

    def alter(held: SeanceInput) -> SeanceInput:
        slots = held.slots if same_slots else _onto(held.slots, wanted.slots)
        return replace(held, slots=slots, **fields)

    return alter


def _bare(
    slots: Sequence[SlotInput],
) -> list[tuple[int | None, int | None, str | None, tuple[uuid.UUID, ...]]]:
    return [(slot.start, slot.end, slot.kind, slot.trainer_ids) for slot in slots]


def _onto(held: Sequence[SlotInput], wanted: Sequence[SlotInput]) -> tuple[SlotInput, ...]:
    """The hours and trainers wanted, in the slots already there, in order."""
    ids = [slot.id for slot in held] + [None] * len(wanted)
    return tuple(replace(slot, id=key) for slot, key in zip(wanted, ids, strict=False))


def _make_again(
    session: Session, series: Series, rule: Recurrence
) -> tuple[int, int, tuple[Left, ...], tuple[Left, ...]]:
    """Repeat by another rule: days that stay keep their séance, new ones get one, the others lose theirs."""
    template = series.template()
    series.set_rule(series.row.start, rule)
    series.row.template = {**series.row.template, "skip": sorted(rule.skip)}
    days, skipped = _kept_days(session, series.days(), rule, template.place_id)
    if not days:
        raise InputError({"until": "Tous les jours de cette répétition sont fériés, ou fermés."})
    wanted = set(days)
    by_hand = set[date]()
    for found in series.exceptions:
        if found.reason.startswith(SKIPPED_PREFIX):
            session.delete(found)
        else:
            by_hand.add(found.day)
    session.flush()
    gone = [m for m in series.members if m.follows and m.occurrence not in wanted]
    kept = [m for m in series.members if m.held and m.occurrence not in wanted and not m.seance.detached]
    for member in kept:
        member.seance.detached = True
    seance_store.remove(session, [member.seance for member in gone], series.parts)
    taken = {m.occurrence for m in series.members if m not in gone}
    new = [day for day in days if day not in taken and day not in by_hand]
    skipped = (*skipped, *(Left(day, CLOSED) for day in new if series.shut(day)))
    _note_skipped(session, series.row.id, [left for left in skipped if left.day not in by_hand])
    new = [day for day in new if not series.shut(day)]
    for day in new:
        _make(session, series.row.id, template, day)
    left = tuple(Left(member.seance.day, member.held) for member in kept)
    return len(new), len(gone), left, skipped


def _make(session: Session, series_id: uuid.UUID, data: SeanceInput, day: date) -> uuid.UUID:
    seance = seance_store.create(session, replace(series_members.without_ids(data), day=day))
    seance.series_id = series_id
    return seance.id


def _shorten(session: Session, series: Series, at: date | None) -> None:
    """End a series before a day, or take it away when `at` is None, with its exceptions from then on."""
    for found in series.exceptions:
        if at is None or found.day >= at:
            session.delete(found)
    if at is None:
        session.flush()
        session.delete(series.row)
        return
    last = max(day for day in series.days() if day < at)
    series.set_rule(series.row.start, replace(series.rule, times=None, until=last))


def _with_somebody(session: Session, series: Series, among: Sequence[Member]) -> dict[uuid.UUID, str]:
    """Séances that cannot be cancelled: somebody is noted present, a sheet is validated, the month closed."""
    slots = {slot.id: m.seance.id for m in among for slot in series.parts.slots_of(m.seance.id)}
    came = session.scalars(
        select(SeanceSlot.seance_id)
        .join(Presence, Presence.slot_id == SeanceSlot.id)
        .where(SeanceSlot.id.in_(slots), Presence.status == "P")
        .distinct()
    )
    locked = {slots[slot_id] for slot_id in locked_slots(session, list(slots))}
    shut = [m.seance.id for m in among if m.held == CLOSED]
    refused = dict.fromkeys(locked, "feuille validée") | dict.fromkeys(came, "personnes présentes")
    return refused | dict.fromkeys(shut, CLOSED)


def _kept_days(
    session: Session, days: Sequence[date], rule: Recurrence, place_id: uuid.UUID | None
) -> tuple[tuple[date, ...], tuple[Left, ...]]:
    """The days of a rule without those it passes over, and these with their names."""
    if not rule.skip:
        return tuple(days), ()
    place = session.get(Place, place_id) if place_id else None
    special = calendar_days.special_days(session, days[0], days[-1], place.insee if place else "")
    passed = {
        day: next(one.label for one in found if one.kind in rule.skip)
        for day, found in special.items()
        if any(one.kind in rule.skip for one in found)
    }
    kept = tuple(day for day in days if day not in passed)
    return kept, tuple(Left(day, passed[day]) for day in days if day in passed)


def _note_skipped(session: Session, series_id: uuid.UUID, skipped: Sequence[Left]) -> None:
    for left in skipped:
        series_members.except_day(session, series_id, left.day, f"{SKIPPED_PREFIX}{left.reason}")

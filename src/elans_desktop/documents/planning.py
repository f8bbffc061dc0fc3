"""Planning of a month: A4 for the wall, the same drawn larger on A3, and an A5 card for one person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from elans_desktop.core import formats
from elans_desktop.documents import blocks, letterhead, style, timeline
from elans_desktop.documents.geometry import LANDSCAPE, MM, Layout
from elans_desktop.documents.page import Composed, Document, Page
from elans_desktop.services.presences.paper_presence import PlanningDay, PlanningEntry, PlanningView

_COLUMN, _WEEKEND = 46.6, 34.0
_HEADER = 7.6
_FIVE, _SIX = 29.3, 24.0
_LINE, _CROWDED = 5.2, 5.4
A5 = Layout(148, 210, 11, 137, 9, 20, 34, 199)
_A3 = 2**0.5


def compose(views: Sequence[PlanningView], *, invariant: bool = False) -> Composed:
    """One page for each planning, two or more for a card with many dates; all of the shape of the first."""
    first = views[0]
    title = f"{first.title}, {first.subtitle}"
    if first.shape == "a5":
        document = Document(A5, title, first.letterhead.organisation, invariant=invariant)
        return document.finish(tuple(_card(document, view) for view in views))
    scale = _A3 if first.shape == "a3" else 1.0
    document = Document(LANDSCAPE, title, first.letterhead.organisation, invariant=invariant, scale=scale)
    for view in views:
        document.where = view.title
        page = document.page()
        _wall(page, view)
        page.end()
    return document.finish((1,) * len(views))


def _wall(page: Page, view: PlanningView) -> None:
    down = letterhead.shift(view.letterhead, LANDSCAPE)
    letterhead.band(page, view.letterhead)
    y = LANDSCAPE.title + down
    page.rect(LANDSCAPE.left, y, 1.6, 10.2, fill=style.PRIMARY)
    free = _legend(page, view, y + 6.2)
    page.text(LANDSCAPE.left + 4.6, y + 5.5, view.title, style.SEMIBOLD, 20)
    room = free - LANDSCAPE.left - 10
    page.fit(LANDSCAPE.left + 4.6, y + 10, room, view.subtitle, size=10.5, colour=style.GREY)
    weeks = _weeks(view.days)
    height = (_FIVE if len(weeks) <= 5 else _SIX) - down / len(weeks)
    top = LANDSCAPE.first + down
    bottom = top + _HEADER + height * len(weeks)
    _frame(page, top, bottom, len(weeks), height)
    at: dict[date, list[PlanningEntry]] = {}
    for entry in view.entries:
        at.setdefault(entry.day, []).append(entry)
    notes = {day.day: day.note for day in view.days}
    for index, monday in enumerate(weeks):
        row = top + _HEADER + index * height
        for offset in range(5):
            day = monday + timedelta(days=offset)
            x = LANDSCAPE.left + offset * _COLUMN
            if day not in notes:
                page.hatch(x, row, _COLUMN, height)
            else:
                _day(page, x, row, (_COLUMN, height), [day], at, notes)
        weekend = [monday + timedelta(days=5), monday + timedelta(days=6)]
        days = [day for day in weekend if day in notes]
        x = LANDSCAPE.left + 5 * _COLUMN
        if days:
            _day(page, x, row, (_WEEKEND, height), days, at, notes)
        else:
            page.hatch(x, row, _WEEKEND, height)
    _rules(page, top, bottom, len(weeks), height)
    if view.phone:
        used = page.text(LANDSCAPE.left, bottom + 6, "Une question, un retard\u00a0?", size=12)
        page.text(LANDSCAPE.left + used + 5, bottom + 6, formats.phone(view.phone), style.SEMIBOLD, 14)
    blocks.footer(page, blocks.address(view.letterhead), blocks.printed_at(view.printed_at), "page 1/1")


def _legend(page: Page, view: PlanningView, middle: float) -> float:
    """The briques of the month, from the right; answers the left edge."""
    right = LANDSCAPE.right
    for brique in reversed(view.legend):
        right = blocks.brique_chip(page, brique, right, middle) - 6
    return right


def _weeks(days: Sequence[PlanningDay]) -> list[date]:
    """The Mondays of the month."""
    first = days[0].day - timedelta(days=days[0].day.weekday())
    return [first + timedelta(weeks=n) for n in range(6) if first + timedelta(weeks=n) <= days[-1].day]


def _frame(page: Page, top: float, bottom: float, weeks: int, height: float) -> None:
    page.rect(LANDSCAPE.left, top, LANDSCAPE.content, _HEADER, fill=style.HEADER)
    x = LANDSCAPE.left + 5 * _COLUMN
    page.rect(x, top + _HEADER, _WEEKEND, bottom - top - _HEADER, fill=style.GROUP)
    for index, name in enumerate((*formats.DAYS[:5], "sam. – dim.")):
        width = _COLUMN if index < 5 else _WEEKEND
        x = LANDSCAPE.left + index * _COLUMN + width / 2
        page.text(x, top + 5.2, name, style.SEMIBOLD, 11.5, align="center")


def _rules(page: Page, top: float, bottom: float, weeks: int, height: float) -> None:
    for index in range(weeks):
        y = top + _HEADER + index * height
        weight, ink = (style.HEADER_RULE, style.INK) if index == 0 else (style.ROW_RULE, style.LINE)
        page.rule(LANDSCAPE.left, y, LANDSCAPE.right, y, weight, ink)
    for index in range(1, 6):
        x = LANDSCAPE.left + index * _COLUMN
        page.rule(x, top, x, bottom)
    page.rect(LANDSCAPE.left, top, LANDSCAPE.content, bottom - top, stroke=style.INK, pen=style.FRAME)


def _day(
    page: Page,
    x: float,
    top: float,
    size: tuple[float, float],
    days: Sequence[date],
    at: dict[date, list[PlanningEntry]],
    notes: dict[date, str],
) -> None:
    """The figure of the day, its note, its séances: what does not hold is counted, never cut in silence."""
    width, height = size
    both = len(days) > 1
    figure = f"{days[0].day} – {days[-1].day}" if both else str(days[0].day)
    used = page.text(x + 2.4, top + 6, figure, style.SEMIBOLD, 13 if both else 17)
    note = next((notes[day] for day in days if notes[day]), "")
    note = note.partition(" ")[0] if both else note
    if note:
        page.fit(
            x + width - 2,
            top + 5,
            width - used - 6,
            note,
            size=8.2,
            colour=style.GREY,
            align="right",
            smaller=1,
        )
    entries = [entry for day in days for entry in at.get(day, ())]
    y = top + 11.2
    if len(entries) > int((height - 7.4) / (2 * _LINE - 0.3)):
        _crowded(page, x, top, size, entries, both=both)
        return
    for entry in entries:
        start = _letter(page, x + 2.4, y - 1.5, entry)
        page.fit(start, y, x + width - start - 1.5, _hours(entry, both=both), style.SEMIBOLD, 12.2, smaller=4)
        page.fit(x + 2.4, y + 4.7, width - 4, entry.label, size=11.5, smaller=3)
        y += 2 * _LINE - 0.3


def _crowded(
    page: Page,
    x: float,
    top: float,
    size: tuple[float, float],
    entries: Sequence[PlanningEntry],
    *,
    both: bool,
) -> None:
    """A line for each séance: when they are many, one reads them all rather than a few in large letters."""
    width, height = size
    room = int((height - 7.4) / _CROWDED)
    shown = entries if len(entries) <= room else entries[: room - 1]
    y = top + 11.2
    for entry in shown:
        start = _letter(page, x + 2.4, y - 1.5, entry)
        used = page.text(start, y, _hours(entry, both=both).partition(" – ")[0], style.SEMIBOLD, 10.2)
        left = start + used + 1.6
        room_left = x + width - left - 1
        holds = page.type.line(entry.label).width * 9.2 / MM <= room_left
        page.fit(left, y, room_left, entry.label if holds else entry.subject or entry.label, size=10)
        y += _CROWDED
    if len(shown) < len(entries):
        more = f"et {formats.count(len(entries) - len(shown), 'autre')}"
        page.text(x + width - 2, y, more, style.SEMIBOLD, 10, align="right")


def _letter(page: Page, x: float, middle: float, entry: PlanningEntry) -> float:
    """The letter of the brique; where the words begin."""
    if not entry.brique:
        return x
    timeline.letter_box(page, x, middle, entry.brique)
    return x + 6.4


def _hours(entry: PlanningEntry, *, both: bool) -> str:
    """« 9 h – 12 h », its day first in the column of two days."""
    return f"{formats.SHORT_DAYS[entry.day.weekday()]} {entry.hours}" if both else entry.hours


def _card(document: Document, view: PlanningView) -> int:
    """The card of a person: their dates in large letters, fourteen a page."""
    document.where = view.title
    each = 13
    entries = view.entries or ()
    parts = [entries[start : start + each] for start in range(0, len(entries), each)] or [()]
    for index, part in enumerate(parts, start=1):
        page = document.page()
        page.fit(A5.left, 14, A5.content, view.letterhead.organisation, style.SEMIBOLD, 11, colour=style.GREY)
        page.rect(A5.left, 18.5, 1.6, 11, fill=style.PRIMARY)
        page.text(A5.left + 4.6, 24, view.title, style.SEMIBOLD, 19)
        who = f"{view.subtitle} – {view.person}" if view.person else view.subtitle
        page.fit(A5.left + 4.6, 29, A5.content - 6, who, size=11, colour=style.GREY)
        y = A5.first + 4
        if not part:
            page.text(A5.left, y, "Aucun rendez-vous ce mois-ci.", size=12)
        for entry in part:
            _appointment(page, entry, y)
            y += 11.6
        if view.phone:
            used = page.text(A5.left, 194, "Une question, un retard\u00a0?", size=11)
            page.text(A5.left + used + 4, 194, formats.phone(view.phone), style.SEMIBOLD, 13)
        page.rule(A5.left, A5.footer, A5.right, A5.footer)
        folio = f"page {index}/{len(parts)}"
        page.text(A5.right, A5.footer + 3.7, folio, size=style.SMALLEST, colour=style.GREY, align="right")
        page.end()
    return len(parts)


def _appointment(page: Page, entry: PlanningEntry, y: float) -> None:
    day = f"{formats.SHORT_DAYS[entry.day.weekday()]} {entry.day.day:02}/{entry.day.month:02}"
    page.text(A5.left, y, day, style.SEMIBOLD, 13)
    page.text(A5.left + 31, y, entry.hours, style.SEMIBOLD, 12.5)
    x = A5.left + 31
    if entry.brique:
        timeline.letter_box(page, x, y + 3.6, entry.brique)
        x += 6.2
    page.fit(x, y + 5, A5.right - x, entry.label, size=11.5, smaller=3)
    page.rule(A5.left, y + 7.4, A5.right, y + 7.4, 0.5, style.GRID)


def about(view: PlanningView) -> tuple[date, str]:
    """The first day and what the planning is of, for the name of the file: nobody's name."""
    shape = "carte" if view.person else view.title
    return view.days[0].day, shape

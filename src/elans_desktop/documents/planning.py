"""Planning of a month: A4 for the wall, the same drawn larger on A3, and an A5 card for one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from elans_desktop.core import formats
from elans_desktop.documents import blocks, letterhead, planning_busy, style, timeline
from elans_desktop.documents.geometry import LANDSCAPE, MM, Layout
from elans_desktop.documents.page import Composed, Document, Page
from elans_desktop.documents.planning_busy import Continuation
from elans_desktop.services.presences.paper_presence import PlanningDay, PlanningEntry, PlanningView

_COLUMN, _WEEKEND = 46.6, 34.0
_HEADER = 7.6
_FIVE, _SIX = 29.3, 24.0
_LINE = 5.2
_LABEL, _SMALLER = 11.5, 3
A5 = Layout(148, 210, 11, 137, 9, 20, 34, 199)
_A3 = 2**0.5


def compose(views: Sequence[PlanningView], *, invariant: bool = False) -> Composed:
    """One page for each planning, and those its busy days ask for; all of the shape of the first."""
    first = views[0]
    title = f"{first.title}, {first.subtitle}"
    if first.shape == "a5":
        document = Document(A5, title, first.letterhead.organisation, invariant=invariant)
        return document.finish(tuple(_card(document, view) for view in views))
    scale = _A3 if first.shape == "a3" else 1.0
    document = Document(LANDSCAPE, title, first.letterhead.organisation, invariant=invariant, scale=scale)
    counts = tuple(_wall(document, view) for view in views)
    return document.finish(counts)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A box of the wall: one day of the week, or the two of the weekend."""

    x: float
    top: float
    width: float
    height: float
    days: tuple[date, ...]
    """Those of the month; none in a hatched box."""
    entries: tuple[PlanningEntry, ...] = ()

    @property
    def both(self) -> bool:
        """Whether it holds two days."""
        return len(self.days) > 1

    @property
    def crowded(self) -> bool:
        """Whether its séances stand on a line each."""
        return len(self.entries) > int((self.height - 7.4) / (2 * _LINE - 0.3))


def _wall(document: Document, view: PlanningView) -> int:
    """The wall page, then the busy days in full; answers how many pages."""
    document.where = view.title
    down = letterhead.shift(view.letterhead, LANDSCAPE)
    weeks = _weeks(view.days)
    height = (_FIVE if len(weeks) <= 5 else _SIX) - down / len(weeks)
    top = LANDSCAPE.first + down
    bottom = top + _HEADER + height * len(weeks)
    cells = _cells(view, weeks, top + _HEADER, height)
    short = {day for cell in cells if _lacks(document, cell) for day in cell.days}
    rest = planning_busy.continuation(document.type, view, short)
    page = document.page()
    letterhead.band(page, view.letterhead)
    y = LANDSCAPE.title + down
    page.rect(LANDSCAPE.left, y, 1.6, 10.2, fill=style.PRIMARY)
    free = planning_busy.legend(page, view.legend, y + 6.2)
    page.text(LANDSCAPE.left + 4.6, y + 5.5, view.title, style.SEMIBOLD, 20)
    room = free - LANDSCAPE.left - 10
    page.fit(LANDSCAPE.left + 4.6, y + 10, room, view.subtitle, size=10.5, colour=style.GREY)
    _frame(page, top, bottom, len(weeks), height)
    notes = {day.day: day.note for day in view.days}
    for cell in cells:
        if cell.days:
            _day(page, cell, notes, rest)
        else:
            page.hatch(cell.x, cell.top, cell.width, cell.height)
    _rules(page, top, bottom, len(weeks), height)
    if view.phone:
        used = page.text(LANDSCAPE.left, bottom + 6, "Une question, un retard\u00a0?", size=12)
        page.text(LANDSCAPE.left + used + 5, bottom + 6, formats.phone(view.phone), style.SEMIBOLD, 14)
    total = 1 + len(rest.pages)
    if total > 1:
        words = f"Le détail des journées chargées{blocks.NBSP}: page{'s' if total > 2 else ''} 2"
        words += f" à {total}" if total > 2 else ""
        page.text(LANDSCAPE.right, bottom + 6, words, style.MEDIUM, 10.5, align="right")
    printed = blocks.printed_at(view.printed_at)
    blocks.footer(page, blocks.address(view.letterhead), printed, f"page 1/{total}")
    page.end()
    planning_busy.draw_continuation(document, view, rest)
    return total


def _cells(view: PlanningView, weeks: Sequence[date], top: float, height: float) -> list[_Cell]:
    """The boxes of the wall, week after week."""
    at: dict[date, list[PlanningEntry]] = {}
    for entry in view.entries:
        at.setdefault(entry.day, []).append(entry)
    known = {day.day for day in view.days}
    made: list[_Cell] = []
    for index, monday in enumerate(weeks):
        groups: list[tuple[date, ...]] = [(monday + timedelta(days=offset),) for offset in range(5)]
        groups.append((monday + timedelta(days=5), monday + timedelta(days=6)))
        for offset, group in enumerate(groups):
            days = tuple(day for day in group if day in known)
            made.append(
                _Cell(
                    LANDSCAPE.left + offset * _COLUMN,
                    top + index * height,
                    _COLUMN if offset < 5 else _WEEKEND,
                    height,
                    days,
                    tuple(entry for day in days for entry in at.get(day, ())),
                )
            )
    return made


def _lacks(document: Document, cell: _Cell) -> bool:
    """Whether a box leaves out, or cuts, something of its séances: they are then told in full further on."""
    if cell.crowded:
        held = planning_busy.lines(document.type, (cell.width, cell.height), cell.entries, both=cell.both)
        return len(held) < len(cell.entries) or not all(line.whole for line in held)
    room = (cell.width - 4) * MM
    spans = (blocks.plain(entry.label) for entry in cell.entries)
    return any(document.type.fit(span, _LABEL, room, smaller=_SMALLER).cut for span in spans)


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


def _day(page: Page, cell: _Cell, notes: dict[date, str], rest: Continuation) -> None:
    """The figure of the day, its note, its séances: what does not hold is counted, and told further on."""
    x, top, width, days = cell.x, cell.top, cell.width, cell.days
    figure = f"{days[0].day} – {days[-1].day}" if cell.both else str(days[0].day)
    used = page.text(x + 2.4, top + 6, figure, style.SEMIBOLD, 13 if cell.both else 17)
    note = next((notes[day] for day in days if notes[day]), "")
    note = note.partition(" ")[0] if cell.both else note
    if note:
        room = width - used - 6
        page.fit(x + width - 2, top + 5, room, note, size=8.2, colour=style.GREY, align="right", smaller=1)
    if cell.crowded:
        held = planning_busy.lines(page.type, (width, cell.height), cell.entries, both=cell.both)
        left_out = cell.entries[len(held) :]
        on_page = rest.page_of(left_out[0].day) if left_out else 0
        planning_busy.draw(page, x, top, width, held, len(left_out), on_page)
        return
    y = top + 11.2
    for entry in cell.entries:
        start = _letter(page, x + 2.4, y - 1.5, entry)
        hours = entry.when(both=cell.both)
        page.fit(start, y, x + width - start - 1.5, hours, style.SEMIBOLD, 12.2, smaller=4)
        planning_busy.shortened(page, x + 2.4, y + 4.7, width - 4, entry.label, _LABEL, _SMALLER)
        y += 2 * _LINE - 0.3


def _letter(page: Page, x: float, middle: float, entry: PlanningEntry) -> float:
    """The letter of the brique; where the words begin."""
    if not entry.brique:
        return x
    timeline.letter_box(page, x, middle, entry.brique)
    return x + 6.4


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

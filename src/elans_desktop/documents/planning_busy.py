"""The busy days of a planning: a line for each séance in the cell, and in full on the pages that follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from elans_desktop.core import formats
from elans_desktop.documents import blocks, letterhead, style, timeline
from elans_desktop.documents.geometry import LANDSCAPE, MM
from elans_desktop.documents.page import Document, Page
from elans_desktop.documents.text import Fitted, Typesetter
from elans_desktop.services.paper import PaperBrique
from elans_desktop.services.presences.paper_presence import PlanningEntry, PlanningView

_LINE = 5.4
_HOURS, _LABEL, _LEAST = 10.2, 10.0, 9.2
_GAP = 1.6
_BEFORE = 7.4
"""What the figure of the day takes of its cell, in millimetres."""
_COLUMNS, _BETWEEN = 3, 7.0
_WIDTH = (LANDSCAPE.content - _BETWEEN * (_COLUMNS - 1)) / _COLUMNS
_DAY, _ENTRY, _SECOND = 8.6, 5.6, 4.0
"""Heights of a day, of a séance on one line, of the second line of its label."""
_HOURS_WIDTH = 28.5


@dataclass(frozen=True, slots=True)
class BusyLine:
    """A séance on one line of its cell."""

    entry: PlanningEntry
    hours: str
    label: str
    whole: bool
    """Nothing of it had to be left out."""


def lines(
    type_: Typesetter, size: tuple[float, float], entries: Sequence[PlanningEntry], *, both: bool
) -> tuple[BusyLine, ...]:
    """The lines that a cell of this width and height holds; the last room is kept for « et 3 autres »."""
    width, height = size
    room = int((height - _BEFORE) / _LINE)
    shown = entries if len(entries) <= room else entries[: room - 1]
    return tuple(_line(type_, width, entry, both=both) for entry in shown)


def _line(type_: Typesetter, width: float, entry: PlanningEntry, *, both: bool) -> BusyLine:
    """The whole hours and the place when they hold, else what matters most: the start and the subject."""
    hours = entry.when(both=both)
    start = hours.partition(" – ")[0]
    left = 2.4 + timeline_width(entry)
    for said in (hours, start):
        for label in (entry.label, entry.subject or entry.label):
            used = type_.line(said, style.SEMIBOLD).width * _HOURS / MM + _GAP
            if type_.line(label).width * _LEAST / MM <= width - left - used - 1:
                return BusyLine(entry, said, label, said == hours and label == entry.label)
    return BusyLine(entry, start, entry.subject or entry.label, whole=False)


def timeline_width(entry: PlanningEntry) -> float:
    """What the letter of its brique takes on a line."""
    return 6.4 if entry.brique else 0.0


def draw(
    page: Page, x: float, top: float, width: float, held: Sequence[BusyLine], more: int, on_page: int
) -> None:
    """The lines of a busy day, then how many others the page `on_page` tells."""
    y = top + 11.2
    for line in held:
        start = x + 2.4 + timeline_width(line.entry)
        if line.entry.brique:
            timeline.letter_box(page, x + 2.4, y - 1.5, line.entry.brique)
        left = start + page.text(start, y, line.hours, style.SEMIBOLD, _HOURS) + _GAP
        shortened(page, left, y, x + width - left - 1, line.label, _LABEL)
        y += _LINE
    if more:
        words = f"et {formats.count(more, 'autre')}, p.{blocks.NBSP}{on_page}"
        page.text(x + width - 2, y, words, style.SEMIBOLD, 10, align="right")


def shortened(
    page: Page, x: float, y: float, width: float, text: str, size: float, smaller: float = 1.5
) -> None:
    """A label of the wall; one that is cut stands whole on a page that follows, so nothing is remarked."""
    fitted = page.type.fit(blocks.plain(text), size, width * MM, smaller=smaller)
    page.line(x, y, fitted.lines[0], fitted.size)


@dataclass(frozen=True, slots=True)
class Heading:
    """A day before its séances; `again` when they began in the column before."""

    day: date
    again: bool = False


Told = Heading | PlanningEntry


@dataclass(frozen=True, slots=True)
class Continuation:
    """The days told in full after the wall page, laid out in columns."""

    pages: tuple[tuple[tuple[Told, ...], ...], ...]
    """For each page, its columns; a day stands before its séances."""

    def page_of(self, day: date) -> int:
        """The page where a day begins; the wall is page 1."""
        return next(
            rank
            for rank, columns in enumerate(self.pages, start=2)
            if any(Heading(day) in column for column in columns)
        )


def continuation(type_: Typesetter, view: PlanningView, days: Iterable[date]) -> Continuation:
    """Where each séance of these days goes; a day that changes column is named again."""
    wanted = set(days)
    room = LANDSCAPE.footer - 6 - (LANDSCAPE.first + letterhead.shift(view.letterhead, LANDSCAPE))
    columns: list[list[Told]] = [[]]
    left = room
    busy = [entry for entry in view.entries if entry.day in wanted]
    for day, held in groupby(busy, key=lambda entry: entry.day):
        if left < _DAY + _ENTRY + _SECOND:
            columns.append([])
            left = room
        columns[-1].append(Heading(day))
        left -= _DAY
        for entry in held:
            height = _ENTRY + (_SECOND if len(_label(type_, entry).lines) > 1 else 0)
            if left < height:
                columns.append([Heading(day, again=True)])
                left = room - _DAY
            columns[-1].append(entry)
            left -= height
    filled = [tuple(column) for column in columns if column]
    parts = (filled[start : start + _COLUMNS] for start in range(0, len(filled), _COLUMNS))
    return Continuation(tuple(tuple(part) for part in parts))


def draw_continuation(document: Document, view: PlanningView, found: Continuation) -> None:
    """The pages after the wall."""
    total = 1 + len(found.pages)
    down = letterhead.shift(view.letterhead, LANDSCAPE)
    for rank, columns in enumerate(found.pages, start=2):
        page = document.page()
        letterhead.band(page, view.letterhead)
        y = LANDSCAPE.title + down
        page.rect(LANDSCAPE.left, y, 1.6, 10.2, fill=style.PRIMARY)
        page.text(LANDSCAPE.left + 4.6, y + 5.5, f"{view.title}, suite", style.SEMIBOLD, 20)
        free = legend(page, view.legend, y + 6.2)
        words = f"{view.subtitle}{blocks.NBSP}: en entier, les journées qui ne tiennent pas dans leur case"
        page.fit(
            LANDSCAPE.left + 4.6, y + 10, free - LANDSCAPE.left - 10, words, size=10.5, colour=style.GREY
        )
        for index, column in enumerate(columns):
            _column(page, LANDSCAPE.left + index * (_WIDTH + _BETWEEN), LANDSCAPE.first + down, column)
        printed = blocks.printed_at(view.printed_at)
        blocks.footer(page, blocks.address(view.letterhead), printed, f"page {rank}/{total}")
        page.end()


def _label(type_: Typesetter, entry: PlanningEntry) -> Fitted:
    """Its whole label, on one line or two."""
    room = _WIDTH - _HOURS_WIDTH - timeline_width(entry)
    return type_.fit(blocks.plain(entry.label), 10.2, room * MM, lines=2, smaller=0.7)


def _column(page: Page, x: float, top: float, column: Sequence[Told]) -> None:
    y = top
    for one in column:
        if isinstance(one, Heading):
            words = formats.date_long(one.day).capitalize() + (", suite" if one.again else "")
            page.text(x, y + 5.6, words, style.SEMIBOLD, 12)
            page.rule(x, y + 7.2, x + _WIDTH, y + 7.2, style.HEADER_RULE, style.INK)
            y += _DAY
            continue
        base = y + 3.9
        page.fit(x, base, _HOURS_WIDTH - 1, one.hours, style.SEMIBOLD, 10.2, smaller=2)
        left = x + _HOURS_WIDTH
        if one.brique:
            timeline.letter_box(page, left, base - 1.5, one.brique)
        fitted = _label(page.type, one)
        for rank, line in enumerate(fitted.lines):
            page.line(left + timeline_width(one), base + rank * _SECOND, line, fitted.size)
        y += _ENTRY + _SECOND * (len(fitted.lines) - 1)


def legend(page: Page, briques: Sequence[PaperBrique], middle: float) -> float:
    """The briques of the month, from the right; answers the left edge."""
    right = LANDSCAPE.right
    for brique in reversed(briques):
        right = blocks.brique_chip(page, brique, right, middle) - 6
    return right

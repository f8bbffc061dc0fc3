"""Feuille d’émargement of a week: one column per half-day, the trainers sign on the last rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from elans_desktop.core import formats
from elans_desktop.documents import attendance, blocks, letterhead, qr, style
from elans_desktop.documents.attendance import Sheet
from elans_desktop.documents.blocks import PADDING, Field
from elans_desktop.documents.geometry import LANDSCAPE, MM
from elans_desktop.documents.page import Composed, Document, Page
from elans_desktop.services.paper import PaperMark, PaperSlot, PaperTrainer, WeekDay, WeekSheetView

ROWS = 8
BLANKS = 2
TRAINERS = 6
"""Trainers on one page; more go to pages of their own."""
_ROW = 11.4
_LARGE_ROW = 16.6
_LARGE_NAME = 15.0
MOST_COLUMNS = 10
"""Half-days of a page of a month."""
_TRAINER_ROW = 12.0
_HEADER = 14.6
_DAY_ROW = 6.0
_NUMBER = 8.0
_NAME = 51.0
_LEFT = LANDSCAPE.left
_COLUMNS = LANDSCAPE.content - _NUMBER - _NAME
_BODY = 117.0
"""Height for the people and the trainers together."""
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Column:
    """A half-day: heading, hours, how many half-days wide, and why nobody signs there."""

    label: str
    hours: str
    span: int = 1
    closed: bool = False


def compose(views: Sequence[WeekSheetView], *, invariant: bool = False) -> Composed:
    """The sheets of any number of weeks in one PDF; each week numbers its own pages."""
    title = "Feuille d’émargement"
    document = Document(LANDSCAPE, title, views[0].letterhead.organisation, invariant=invariant)
    return document.finish(tuple(_week(document, view) for view in views))


def columns(day: WeekDay) -> tuple[Column, ...]:
    """The half-days of a day: morning and afternoon always, evening when used.

    A day without slot is one hatched column that says why; so is a half-day without slot.
    """
    if not day.slots:
        return (Column(day.closed or "Pas de séance", "pas de séance" if day.closed else "", 2, True),)
    if len(day.slots) == 1 and attendance.is_whole_day(day.slots[0]):
        return (Column("Journée", _hours(day.slots[0]), 2),)
    found: list[Column] = []
    for kind, label in attendance.KIND_LABELS.items():
        slots = [slot for slot in day.slots if slot.kind == kind]
        found += [Column(label, _hours(slot)) for slot in slots]
        if not slots and kind != "soir":
            found.append(Column(label, "pas de séance", closed=True))
    return tuple(found)


def _hours(slot: PaperSlot) -> str:
    return f"{formats.short_time(slot.start)}{blocks.NBSP}– {formats.short_time(slot.end)}"


def _week(document: Document, view: WeekSheetView) -> int:
    """Draw the pages of one week; answers how many."""
    document.where = f"Feuille d’émargement {view.number}"
    down = letterhead.shift(view.letterhead, LANDSCAPE)
    row = _LARGE_ROW if view.large else _ROW
    trainers = view.trainers or (PaperTrainer("", role=""),)
    signing, others = trainers[:TRAINERS], trainers[TRAINERS:]
    rows = min(ROWS, int((_BODY - down - _TRAINER_ROW * len(signing)) // row))
    sheets = attendance.paginate(len(view.people), max(rows, BLANKS + 1), BLANKS)
    groups = [others[start : start + TRAINERS] for start in range(0, len(others), TRAINERS)]
    plans = [
        _Plan(days, first, sheet, group)
        for days, first in _parts(view)
        for sheet, group in [*((one, signing) for one in sheets), *((Sheet(0, 0, 0), g) for g in groups)]
    ]
    for index, plan in enumerate(plans, start=1):
        page = document.page()
        following = ""
        if index < len(plans) and plans[index].sheet.start > plan.sheet.start:
            following = attendance.continuation(index + 1, plans[index].sheet)
        elif index < len(plans) and plans[index].days is not plan.days:
            following = (
                f"Suite page {index + 1}{blocks.NBSP}: {formats.date_day_month(plans[index].days[0].day)}"
            )
        _common(page, view, plan.days, index, len(plans), down)
        bottom = _page(page, view, plan, row, down, following)
        if view.with_qr:
            content = qr.content(view.number, index, len(plans), view.control_code)
            qr.draw(page, LANDSCAPE.right, max(180.0, bottom + 2), 15, content, view.control_code, 7.8)
        page.end()
    return len(plans)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A page: its days, the rank of their first slot among all, its lines, who signs for the organisation."""

    days: tuple[WeekDay, ...]
    first: int
    sheet: Sheet
    trainers: tuple[PaperTrainer, ...]


def _parts(view: WeekSheetView) -> list[tuple[tuple[WeekDay, ...], int]]:
    """The days of each page, with the rank of their first slot: one part for a week, several for a month."""
    if not view.compact:
        return [(tuple(day for day in view.days if day.slots or day.day.weekday() < _SATURDAY), 0)]
    parts: list[tuple[tuple[WeekDay, ...], int]] = []
    held: list[WeekDay] = []
    first = taken = 0
    for day in (day for day in view.days if day.slots):
        if held and taken - first + len(day.slots) > MOST_COLUMNS:
            parts.append((tuple(held), first))
            held, first = [], taken
        held.append(day)
        taken += len(day.slots)
    return [*parts, (tuple(held), first)] if held else parts


def _common(
    page: Page, view: WeekSheetView, days: tuple[WeekDay, ...], index: int, total: int, down: float
) -> None:
    """What every page repeats: band, title, fields, footer."""
    head = view.letterhead
    folio = f"page {index}/{total}"
    letterhead.band(page, head)
    blocks.title_block(
        page,
        view.title or f"Feuille d’émargement – semaine du {formats.period(days[0].day, days[-1].day)}",
        head.scheme_line,
        view.number,
        folio,
        y=LANDSCAPE.title + down,
        brique=view.brique,
    )
    organisation = head.organisation + (f", SIRET {head.siret}" if head.siret else "")
    cells = (
        Field("Action", view.activity, 84),
        Field("Lieu", view.place, 87),
        Field("Organisme", organisation, 96),
    )
    blocks.fields(page, LANDSCAPE.first + down, [cells], width=LANDSCAPE.content, height=10.2)
    footer = f"{view.number} · {folio}" if view.number else folio
    blocks.footer(page, blocks.address(head), blocks.printed_at(view.printed_at), footer)


def _page(page: Page, view: WeekSheetView, plan: _Plan, row: float, down: float, following: str) -> float:
    """The table of a page, what is written under it, the boxes to count; answers the bottom of the table."""
    top = 48 + down
    sheet, trainers = plan.sheet, plan.trainers
    by_day = _by_day(plan.days, view.compact)
    if view.marks and sheet.named:
        _entered(page, view, plan, by_day, top, row)
    key = ("week", plan.days, sheet, len(trainers), down, row, view.compact)
    page.form(
        key,
        partial(_table, days=plan.days, by_day=by_day, sheet=sheet, trainers=len(trainers), top=top, row=row),
    )
    place = page.document.where
    box = (_LEFT + _NUMBER + PADDING, top + _HEADER, _NAME - PADDING - 1.6, row)
    size = _LARGE_NAME if view.large else attendance.NAME_SIZE
    attendance.names(page, view.people, sheet, place, box, size)
    body = top + _HEADER + sheet.lines * row
    for position, trainer in enumerate(trainers):
        _trainer(page, trainer, body + position * _TRAINER_ROW)
    note = body + len(trainers) * _TRAINER_ROW + 4.5
    slots = [slot for day in plan.days for slot in day.slots]
    page.text(_LEFT, note, attendance.legal_line(slots), size=9)
    if following:
        page.text(LANDSCAPE.right - 20, note, following, style.MEDIUM, 9.5, align="right")
    signed = sum(len(day.slots) for day in plan.days)
    held = slice(plan.first, plan.first + signed)
    sums = attendance.totals(view.marks, sheet, held) if view.marks and sheet.named else None
    page.form(("week figures", sums is None), partial(_figures, entered=sums is not None))
    if sums is not None:
        page.text(_LEFT + 86.2, 192.55, str(sums.signed), style.SEMIBOLD, 11.5, align="center")
        hours = formats.duration(sums.minutes)
        page.fit(_LEFT + 147.9, 192.55, 18.6, hours, style.SEMIBOLD, 11.5, align="center", smaller=3.5)
    if sheet.named:
        page.text(_LEFT + 23.3, 192.55, str(sheet.named), style.SEMIBOLD, 11.5, align="center")
    return note - 4.5


def _by_day(days: tuple[WeekDay, ...], compact: bool) -> list[tuple[Column, ...]]:
    """The columns of each day: all its half-days, or only its slots."""
    if not compact:
        return [columns(day) for day in days]
    return [
        tuple(Column(attendance.slot_label(slot, day.slots), _hours(slot)) for slot in day.slots)
        for day in days
    ]


def _entered(
    page: Page, view: WeekSheetView, plan: _Plan, by_day: list[tuple[Column, ...]], top: float, row: float
) -> None:
    """After the entry: the cells of those who were away; closed columns have no slot, hence no mark."""
    unit = _COLUMNS / max(1, sum(column.span for parts in by_day for column in parts))
    x, slot = _LEFT + _NUMBER + _NAME, plan.first
    for part in (part for parts in by_day for part in parts):
        if not part.closed:
            cells = [
                PaperMark((mark.cells[slot],), "", mark.corrected[slot : slot + 1]) for mark in view.marks
            ]
            box = (x, top + _HEADER, unit * part.span, row)
            attendance.marks(page, cells, plan.sheet, box, 1)
            slot += 1
        x += unit * part.span


def _trainer(page: Page, trainer: PaperTrainer, top: float) -> None:
    """Name and role of a trainer, or dotted lines when nobody is named."""
    spans = blocks.name_spans(trainer.last_name, trainer.first_name)
    room = _NUMBER + _NAME - 2 * PADDING
    if not spans:
        page.text(_LEFT + PADDING, top + 4, "Intervenant", size=8.5, colour=style.GREY)
        page.dotted(_LEFT + PADDING, _LEFT + _NUMBER + _NAME - PADDING, top + 9.2)
        return
    below = " – ".join(part for part in (trainer.role.lower(), trainer.structure) if part)
    fitted = page.fitted(blocks.plain(below), 8.8, room, lines=2)
    lift = 0.9 if len(fitted.lines) > 1 else 0
    page.fit(_LEFT + PADDING, top + 5.3 - lift, room, spans, size=11, smaller=2.5)
    page.centred(_LEFT + PADDING, top + 8.4 + lift / 3, fitted, style.GREY, leading=1.0)


def _figures(page: Page, entered: bool) -> None:
    """What is counted once the sheet is signed, by hand unless it is entered."""
    page.text(_LEFT, 192.5, "Attendus", size=10)
    blocks.value_box(page, _LEFT + 16.3, 187.1, 14, 8)
    page.text(_LEFT + 39.3, 192.5, "Demi-journées signées", size=10)
    blocks.value_box(page, _LEFT + 76.2, 187.1, 20, 8)
    page.text(_LEFT + 105.3, 192.5, "Heures-participants", size=10)
    blocks.value_box(page, _LEFT + 137.9, 187.1, 20, 8, unit="" if entered else "h")


def _table(
    page: Page,
    days: tuple[WeekDay, ...],
    by_day: list[tuple[Column, ...]],
    sheet: Sheet,
    trainers: int,
    top: float,
    row: float,
) -> None:
    """Frame, two levels of headings, hatched cells, rules, line numbers and dotted lines."""
    right = LANDSCAPE.right
    start = _LEFT + _NUMBER + _NAME
    body = top + _HEADER
    signed = body + sheet.lines * row
    bottom = signed + trainers * _TRAINER_ROW
    page.rect(_LEFT, top, LANDSCAPE.content, _HEADER, fill=style.HEADER)
    if trainers:
        page.rect(_LEFT, signed, _NUMBER + _NAME, bottom - signed, fill=style.HEADER)
    unit = _COLUMNS / max(1, sum(column.span for day in by_day for column in day))
    edges: list[float] = []
    inner: list[float] = []
    x = start
    for day, parts in zip(days, by_day, strict=True):
        edges.append(x)
        width = unit * sum(part.span for part in parts)
        heading = formats.date_day_month(day.day)
        page.fit(x + width / 2, top + 4.2, width - 1, heading, style.SEMIBOLD, 10.5, align="center")
        for index, part in enumerate(parts):
            if index:
                inner.append(x)
            _heading(page, part, x, top, unit * part.span)
            if part.closed:
                page.hatch(x, body, unit * part.span, bottom - body)
            x += unit * part.span
    page.rule(start, top + _DAY_ROW, right, top + _DAY_ROW)
    for index in range(1, sheet.lines):
        page.rule(_LEFT, body + index * row, right, body + index * row)
    for index in range(1, trainers):
        page.rule(_LEFT, signed + index * _TRAINER_ROW, right, signed + index * _TRAINER_ROW)
    page.rule(_LEFT + _NUMBER, top, _LEFT + _NUMBER, signed)
    for edge in inner:
        page.rule(edge, top + _DAY_ROW, edge, bottom)
    for edge in edges:
        page.rule(edge, top, edge, bottom, style.HEADER_RULE, style.INK)
    page.rule(_LEFT, body, right, body, style.FRAME, style.INK)
    if sheet.lines and trainers:
        page.rule(_LEFT, signed, right, signed, style.FRAME, style.INK)
    page.rect(_LEFT, top, LANDSCAPE.content, bottom - top, stroke=style.INK, pen=style.FRAME)
    page.text(_LEFT + _NUMBER / 2, top + 8.4, "N°", style.SEMIBOLD, 10, align="center")
    page.text(_LEFT + _NUMBER + PADDING, top + 8.4, "NOM Prénom", style.SEMIBOLD, 10)
    attendance.line_numbers(page, sheet, _LEFT + _NUMBER / 2, body, row)
    for index in range(sheet.named, sheet.lines):
        y = body + (index + 1) * row - 3
        page.dotted(_LEFT + _NUMBER + PADDING, start - PADDING, y)


def _heading(page: Page, part: Column, x: float, top: float, width: float) -> None:
    """Name and hours of a half-day, centred; the hours on two lines when the column is narrow."""
    middle, room = x + width / 2, width - 1.2
    line = page.type.line(part.hours)
    one = line.width * 7.8 <= room * MM
    size = (9 if one else 8.5) if part.hours else 9.5
    page.fit(middle, top + (9.3 if one else 8.6), room, part.label, style.SEMIBOLD, size, align="center")
    if one:
        page.fit(middle, top + 12.8, room, part.hours, size=8.4, colour=style.GREY, align="center")
        return
    fitted = page.fitted(blocks.plain(part.hours), style.SMALLEST, room, lines=2)
    page.centred(middle, top + 11.6, fitted, style.GREY, "center", 0.95)

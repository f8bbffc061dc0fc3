"""Feuille d’émargement of a séance: twelve lines to sign, the trainers' boxes in a column on the right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

from elans_desktop.core import formats
from elans_desktop.documents import attendance, blocks, letterhead, qr, style
from elans_desktop.documents.attendance import Sheet
from elans_desktop.documents.blocks import NBSP, PADDING, Field
from elans_desktop.documents.geometry import LANDSCAPE
from elans_desktop.documents.page import Composed, Document, Page
from elans_desktop.documents.text import Line
from elans_desktop.services.paper import Letterhead, PaperSlot, PaperTrainer, SeanceSheetView

ROWS = 12
BLANKS = 3
_ROW = 11.2
_LARGE_ROW = 17.0
_LARGE_NAME = 16.0
_HEADER = 9.6
_NUMBER = 9.0
_NAME = 60.0
_SIGNED = 102.0
"""Shared by the half-days of the séance."""
_TABLE = 203.0
_SIDE = 222.5
_SIDE_WIDTH = 59.5
_BOX = 14.2
_BOX_STEP = 15.3
_SIDE_END = 150.5
_BOTTOM = 192.0
"""Where twelve rows end."""
_TRAINER_HEADER = 6.5
_TRAINER_GAP = 4.0


def compose(views: Sequence[SeanceSheetView], *, invariant: bool = False) -> Composed:
    """The sheets of any number of séances in one PDF; each séance numbers its own pages."""
    first = views[0]
    document = Document(LANDSCAPE, first.title, first.letterhead.organisation, invariant=invariant)
    return document.finish(tuple(_seance(document, view) for view in views))


def _seance(document: Document, view: SeanceSheetView) -> int:
    """Draw the pages of one séance; answers how many."""
    document.where = f"{view.title} {view.number}"
    down = letterhead.shift(view.letterhead, LANDSCAPE)
    row = _LARGE_ROW if view.large else _ROW
    rows = math.floor((_BOTTOM - 57.6 - down) / row + 0.01)
    aside = _boxes_fit(Page(document), view, down)
    trainer_lines = 0 if aside else len(view.trainers)
    taken = (_TRAINER_GAP + _TRAINER_HEADER + _BOX * trainer_lines) / row if trainer_lines else 0
    last = rows - math.ceil(taken - 0.01)
    apart = last <= BLANKS
    sheets = attendance.paginate(len(view.people), rows, BLANKS, rows if apart else last)
    per_page = int((_BOTTOM - 48 - down - _TRAINER_HEADER) // _BOX)
    extra = math.ceil(trainer_lines / per_page) if apart else 0
    total = len(sheets) + extra
    for index, sheet in enumerate(sheets, start=1):
        page = document.page()
        _common(page, view, index, total, down, aside)
        top = 48 + down
        if view.marks:
            _entered(page, view, sheet, top, row)
        key = ("table", view.slots, sheet, down, row)
        page.form(key, partial(_table, slots=view.slots, sheet=sheet, top=top, row=row))
        box = (15 + _NUMBER + PADDING, top + _HEADER, _NAME - PADDING - 1.6, row)
        size = _LARGE_NAME if view.large else attendance.NAME_SIZE
        attendance.names(page, view.people, sheet, document.where, box, size)
        note = top + _HEADER + sheet.lines * row + 4.2
        if index < len(sheets):
            following = attendance.continuation(index + 1, sheets[index])
            page.text(15 + _TABLE, note, following, style.MEDIUM, 9.5, align="right")
        elif trainer_lines and not apart:
            _trainer_table(page, view, view.trainers, note + 2.3)
        if not aside:
            _signing_elsewhere(page, view, total, down)
        _figures(page, view, sheet, index, total)
        page.end()
    for index in range(extra):
        page = document.page()
        _common(page, view, len(sheets) + index + 1, total, down, aside)
        _trainer_table(page, view, view.trainers[index * per_page : (index + 1) * per_page], 48 + down)
        if view.with_qr:
            _code(page, view, len(sheets) + index + 1, total)
        page.end()
    return total


def _common(page: Page, view: SeanceSheetView, index: int, total: int, down: float, aside: bool) -> None:
    """What every page of the séance repeats: band, title, fields, side column, footer."""
    head = view.letterhead
    folio = f"page {index}/{total}"
    letterhead.band(page, head)
    y = LANDSCAPE.title + down
    blocks.title_block(page, view.title, head.scheme_line, view.number, folio, y=y, brique=view.brique)
    seance = f"n°{NBSP}{view.seance_number}" if view.seance_number else ""
    if seance and view.seance_total:
        seance += f" sur {view.seance_total}"
    cells = (
        Field("Action", view.activity, 64),
        Field("Séance", seance, 31),
        Field("Lieu", view.place, 71),
        Field("Date", formats.date_medium(view.day) if view.day else "", 37),
    )
    blocks.fields(page, LANDSCAPE.first + down, [cells], width=_TABLE, height=10.2)
    boxes = view.trainers if aside else None
    key = ("side", head, boxes, view.slots, down)
    page.form(key, partial(_side, head=head, trainers=boxes, slots=view.slots, down=down))
    footer = f"{view.number} · {folio}" if view.number else folio
    blocks.footer(page, blocks.address(head), blocks.printed_at(view.printed_at), footer)


def _columns(slots: tuple[PaperSlot, ...]) -> list[tuple[str, str]]:
    """Heading and hours of each signature column; one wide « Signature » when no slot is known."""
    if not slots:
        return [("Signature", "")]
    return [(attendance.slot_label(slot, slots), _hours(slot)) for slot in slots]


def _hours(slot: PaperSlot) -> str:
    if slot.end <= slot.start:
        return f"de{NBSP}……{NBSP}h{NBSP}…… à{NBSP}……{NBSP}h{NBSP}……"
    length = formats.duration(slot.end - slot.start)
    return f"{formats.time_of_day(slot.start)} – {formats.time_of_day(slot.end)} ({length})"


def _entered(page: Page, view: SeanceSheetView, sheet: Sheet, top: float, row: float) -> None:
    """After the entry: who was away, who came late."""
    count = len(_columns(view.slots))
    width = _SIGNED / count
    start = 15 + _NUMBER + _NAME
    attendance.marks(page, view.marks, sheet, (start, top + _HEADER, width, row), count)
    for index, mark in enumerate(view.marks[sheet.start : sheet.start + sheet.named]):
        if mark.note:
            y = top + _HEADER + (index + 0.5) * row + 1.1
            page.fit(start + _SIGNED + PADDING, y, 32 - 2 * PADDING, mark.note, size=9, smaller=2)


def _table(page: Page, slots: tuple[PaperSlot, ...], sheet: Sheet, top: float, row: float) -> None:
    """Frame, headings, rules, line numbers, dotted lines and the words under the table."""
    left, right = 15.0, 15 + _TABLE
    columns = _columns(slots)
    width = _SIGNED / len(columns)
    edges = [left + _NUMBER + _NAME + width * index for index in range(len(columns) + 1)]
    body = top + _HEADER
    bottom = body + sheet.lines * row
    page.rect(left, top, _TABLE, _HEADER, fill=style.HEADER)
    for index in range(1, sheet.lines):
        page.rule(left, body + index * row, right, body + index * row)
    page.rule(left + _NUMBER, top, left + _NUMBER, bottom)
    for edge in edges:
        page.rule(edge, top, edge, bottom, style.HEADER_RULE, style.INK)
    page.rule(left, body, right, body, style.HEADER_RULE, style.INK)
    page.rect(left, top, _TABLE, bottom - top, stroke=style.INK, pen=style.FRAME)
    page.text(left + _NUMBER / 2, top + 6, "N°", style.SEMIBOLD, 10, align="center")
    page.text(left + _NUMBER + PADDING, top + 6, "NOM Prénom", style.SEMIBOLD, 10)
    for edge, (label, hours) in zip(edges, columns, strict=False):
        heading = f"{label} – signature" if hours and len(columns) < 3 else label
        _heading(page, edge, top, width, heading, hours)
    _heading(page, edges[-1], top, 32, "Observations", "retard, départ")
    attendance.line_numbers(page, sheet, left + _NUMBER / 2, body, row)
    for index in range(sheet.named, sheet.lines):
        y = body + (index + 1) * row - 3
        page.dotted(left + _NUMBER + PADDING, left + _NUMBER + _NAME - PADDING, y)
    page.text(left, bottom + 4.2, attendance.legal_line(slots), size=9)


def _heading(page: Page, x: float, top: float, width: float, title: str, below: str) -> None:
    """A column heading on one line or two."""
    room = width - 2 * PADDING
    y = top + (4.1 if below else 6)
    page.fit(x + PADDING, y, room, title, style.SEMIBOLD, 10, smaller=2.5)
    if below:
        page.fit(x + PADDING, top + 7.9, room, below, size=8.8, colour=style.GREY, smaller=1.3)


def _held(trainer: PaperTrainer, index: int) -> bool:
    return not trainer.slots or index in trainer.slots


def _identity(page: Page, head: Letterhead) -> tuple[list[tuple[Line, float]], float]:
    """The organisation's name and address, with the size of each line, and the step between lines.

    More than five lines are set closer, so that the trainers keep their place below.
    """
    name = page.fitted(blocks.plain(head.organisation, style.SEMIBOLD), 10.2, _SIDE_WIDTH, lines=2)
    lines = [(line, name.size) for line in name.lines]
    numbers = [f"{label} {value}" for label, value in (("SIRET", head.siret), ("NDA", head.nda)) if value]
    if len(lines) + len(head.address) + len(numbers) > 5:
        numbers = [" · ".join(numbers)]
    for text in (*head.address, *numbers):
        fitted = page.fitted(blocks.plain(text), 9, _SIDE_WIDTH, lines=2)
        lines += [(line, fitted.size) for line in fitted.lines]
    return lines, 3.85 if len(lines) <= 5 else 3.35


def _side_start(page: Page, head: Letterhead, down: float) -> float:
    """Baseline of the first trainer's label, under the organisation."""
    lines, step = _identity(page, head)
    return max(62.2, 42.5 + step * (len(lines) - 1) + 5) + down


def _boxes_fit(page: Page, view: SeanceSheetView, down: float) -> bool:
    """Whether the trainers sign in the side column: at most two of them, and room for their boxes."""
    if len(view.trainers) > 2:
        return False
    y = _side_start(page, view.letterhead, down)
    slots = len(_columns(view.slots))
    for trainer in view.trainers or (PaperTrainer(""),):
        held = sum(_held(trainer, index) for index in range(slots))
        y += 10.2 + held * _BOX_STEP + 4.7
    return y - 5.8 <= _SIDE_END


def _side(
    page: Page,
    head: Letterhead,
    trainers: tuple[PaperTrainer, ...] | None,
    slots: tuple[PaperSlot, ...],
    down: float,
) -> None:
    """Organisation, then the boxes of each trainer when they sign here (`trainers` is None otherwise)."""
    y = LANDSCAPE.first + down
    page.text(_SIDE, y + 2.3, "Organisme", size=style.SMALLEST, colour=style.GREY)
    lines, step = _identity(page, head)
    for index, (line, size) in enumerate(lines):
        page.line(_SIDE, y + 7.1 + index * step, line, size)
    if trainers is None:
        return
    y = _side_start(page, head, down)
    for trainer in trainers or (PaperTrainer(""),):
        page.text(_SIDE, y, trainer.role, size=style.SMALLEST, colour=style.GREY)
        spans = blocks.name_spans(trainer.last_name, trainer.first_name)
        if spans:
            page.fit(_SIDE, y + 4.6, _SIDE_WIDTH, spans, size=11)
            page.fit(_SIDE, y + 8.2, _SIDE_WIDTH, trainer.structure, size=8.5, colour=style.GREY)
        else:
            page.dotted(_SIDE, _SIDE + _SIDE_WIDTH, y + 6.4)
        y += 10.2
        for index, (label, _hours) in enumerate(_columns(slots)):
            if _held(trainer, index):
                blocks.sign_box(page, _SIDE, y, _SIDE_WIDTH, _BOX, label)
                y += _BOX_STEP
        y += 4.7


def _signing_elsewhere(page: Page, view: SeanceSheetView, total: int, down: float) -> None:
    """In the side column, the trainers of a sheet that they sign on its last page."""
    y = _side_start(page, view.letterhead, down)
    page.text(_SIDE, y, "Intervenants", size=style.SMALLEST, colour=style.GREY)
    room = int((_SIDE_END - y - 10) // 5)
    shown = view.trainers if len(view.trainers) <= room else view.trainers[: room - 1]
    for trainer in shown:
        y += 5
        spans = blocks.name_spans(trainer.last_name, trainer.first_name)
        page.fit(_SIDE, y, _SIDE_WIDTH, spans, size=10.5, smaller=2)
    if len(shown) < len(view.trainers):
        y += 5
        page.text(_SIDE, y, f"et {len(view.trainers) - len(shown)} autres", size=10)
    page.text(_SIDE, y + 5, f"Signatures en page {total}", size=8.5, colour=style.GREY)


def _figures(page: Page, view: SeanceSheetView, sheet: Sheet, index: int, total: int) -> None:
    """What is filled after the séance, and the code that recognises the sheet once scanned."""
    sums = attendance.totals(view.marks, sheet) if view.marks else None
    key = ("figures", total > 1, sums is None)
    page.form(key, partial(_figure_boxes, several=total > 1, entered=sums is not None))
    if sums is not None:
        page.text(_SIDE + _SIDE_WIDTH - 5.5, 160.55, str(sums.people), style.SEMIBOLD, 11.5, align="center")
        hours = formats.duration(sums.minutes)
        page.fit(_SIDE + 15.1, 181.1, 28, hours, style.SEMIBOLD, 11.5, align="center", smaller=3)
    if sheet.named:
        page.text(_SIDE + 22, 160.55, str(sheet.named), style.SEMIBOLD, 11.5, align="center")
    if view.with_qr:
        _code(page, view, index, total)


def _figure_boxes(page: Page, several: bool, entered: bool) -> None:
    label = "D’après la saisie" if entered else "À remplir après la séance"
    label += ", pour cette page" if several else ""
    page.text(_SIDE, 153.3, label, size=style.SMALLEST, colour=style.GREY)
    page.text(_SIDE, 160.5, "Attendus", size=10)
    blocks.value_box(page, _SIDE + 16.5, 155.4, 11, 7.6)
    page.text(_SIDE + 32.3, 160.5, "Présents", size=10)
    blocks.value_box(page, _SIDE + _SIDE_WIDTH - 11, 155.4, 11, 7.6)
    page.text(_SIDE, 172.5, "Heures-participants", size=10)
    blocks.value_box(page, _SIDE, 175, 30.2, 9.5, unit="" if entered else "h")


def _code(page: Page, view: SeanceSheetView, index: int, total: int) -> None:
    content = qr.content(view.number, index, total, view.control_code)
    qr.draw(page, LANDSCAPE.right, 169, 19, content, view.control_code)


def _trainer_table(page: Page, view: SeanceSheetView, trainers: tuple[PaperTrainer, ...], top: float) -> None:
    """Three trainers or more sign here, one row each, under the columns of the half-days."""
    left, right = 15.0, 15 + _TABLE
    columns = _columns(view.slots)
    width = _SIGNED / len(columns)
    start = left + _NUMBER + _NAME
    body = top + _TRAINER_HEADER
    bottom = body + len(trainers) * _BOX
    page.rect(left, top, _TABLE, _TRAINER_HEADER, fill=style.HEADER)
    page.text(left + PADDING, top + 4.4, "Intervenants – signature", style.SEMIBOLD, 10)
    for index, (label, _hours) in enumerate(columns):
        page.fit(
            start + index * width + PADDING,
            top + 4.4,
            width - 2 * PADDING,
            label,
            style.SEMIBOLD,
            10,
            smaller=2,
        )
    page.text(start + _SIGNED + PADDING, top + 4.4, "Structure", style.SEMIBOLD, 10)
    for position, trainer in enumerate(trainers):
        y = body + position * _BOX
        for index in range(len(columns)):
            x = start + index * width
            if not _held(trainer, index):
                page.hatch(x, y, width, _BOX)
                page.rect(x + width / 2 - 11, y + _BOX / 2 - 2, 22, 4, fill=style.WHITE)
                page.text(
                    x + width / 2,
                    y + _BOX / 2 + 1,
                    "n’intervient pas",
                    size=8,
                    colour=style.GREY,
                    align="center",
                )
        if position:
            page.rule(left, y, right, y)
        spans = blocks.name_spans(trainer.last_name, trainer.first_name)
        page.fit(left + PADDING, y + 6.5, _NUMBER + _NAME - 2 * PADDING, spans, size=11)
        page.fit(
            left + PADDING,
            y + 10.6,
            _NUMBER + _NAME - 2 * PADDING,
            trainer.role,
            size=8.5,
            colour=style.GREY,
        )
        structure = page.fitted(blocks.plain(trainer.structure), 9, 32 - 2 * PADDING, lines=3)
        page.centred(start + _SIGNED + PADDING, y + _BOX / 2, structure)
    for index in range(len(columns) + 1):
        page.rule(start + index * width, top, start + index * width, bottom, style.HEADER_RULE, style.INK)
    page.rule(left, body, right, body, style.HEADER_RULE, style.INK)
    page.rect(left, top, _TABLE, bottom - top, stroke=style.INK, pen=style.FRAME)

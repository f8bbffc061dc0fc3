"""Fiche individuelle d’émargement: one person, many dates, each line signed by both.

Ten lines a page, six in large letters.
"""

from __future__ import annotations

from collections.abc import Sequence

from elans_desktop.core import formats
from elans_desktop.documents import attendance, blocks, letterhead, qr, style
from elans_desktop.documents.blocks import NBSP, PADDING, Field
from elans_desktop.documents.geometry import LANDSCAPE, MM
from elans_desktop.documents.page import Composed, Document, Page
from elans_desktop.services.paper import IndividualLine, IndividualSheetView, PaperMark

TITLE = "Fiche individuelle d’émargement"
ROWS = 10
_ROW, _LARGE_ROW, _HEADER = 11.4, 19.0, 9.6
_TEXT, _LARGE_TEXT = 10.0, 14.0
_SIGNED = 6
"""Rank of the column that the person signs."""
_COLUMNS = (
    ("N°", 8.0),
    ("Date", 32.0),
    ("Horaires", 36.0),
    ("Durée", 17.0),
    ("Objet", 54.0),
    ("Lieu", 25.0),
    ("Signature de la personne", 49.0),
    ("Signature de l’intervenant", 46.0),
)
_LEFT = LANDSCAPE.left


def compose(views: Sequence[IndividualSheetView], *, invariant: bool = False) -> Composed:
    """The sheets of several people in one PDF; each numbers its own pages."""
    document = Document(LANDSCAPE, TITLE, views[0].letterhead.organisation, invariant=invariant)
    return document.finish(tuple(_sheet(document, view) for view in views))


def _sheet(document: Document, view: IndividualSheetView) -> int:
    document.where = f"{TITLE} {view.number}"
    down = letterhead.shift(view.letterhead, LANDSCAPE)
    height = (ROWS if down == 0 else ROWS - 1) * _ROW
    row = _LARGE_ROW if view.large else _ROW
    rows = int(height / row + 0.01)
    parts = [view.lines[start : start + rows] for start in range(0, len(view.lines), rows)] or [()]
    for index, lines in enumerate(parts, start=1):
        page = document.page()
        _common(page, view, index, len(parts), down)
        top = 48 + down
        _table(page, top, rows, row, lines, (index - 1) * rows)
        if view.entered:
            _entered(page, top + _HEADER, row, lines)
        bottom = top + _HEADER + rows * row
        _below(page, view, bottom, lines, index, len(parts))
        page.end()
    return len(parts)


def _common(page: Page, view: IndividualSheetView, index: int, total: int, down: float) -> None:
    head = view.letterhead
    folio = f"page {index}/{total}"
    letterhead.band(page, head)
    y = LANDSCAPE.title + down
    blocks.title_block(page, TITLE, head.scheme_line, view.number, folio, y=y, brique=view.brique)
    name = f"{view.person.last_name.upper()} {view.person.first_name}".strip()
    who = ", ".join(f"{t.first_name} {t.last_name.upper()}".strip() for t in view.trainers)
    cells = (
        Field("Personne", name, 70),
        Field("Action", view.activity, 78),
        Field("Période", view.period, 55),
        Field("Intervenant", who, 64),
    )
    blocks.fields(page, LANDSCAPE.first + down, [cells], width=LANDSCAPE.content, height=10.2)
    footer = f"{view.number} · {folio}"
    blocks.footer(page, blocks.address(head), blocks.printed_at(view.printed_at), footer)


def _table(
    page: Page, top: float, rows: int, row: float, lines: Sequence[IndividualLine], before: int
) -> None:
    bottom = top + _HEADER + rows * row
    size = _LARGE_TEXT if row > _ROW else _TEXT
    page.rect(_LEFT, top, LANDSCAPE.content, _HEADER, fill=style.HEADER)
    for index in range(1, rows):
        page.rule(_LEFT, top + _HEADER + index * row, LANDSCAPE.right, top + _HEADER + index * row)
    x = _LEFT
    for index, (label, width) in enumerate(_COLUMNS):
        if index:
            strong = index >= 6
            weight, ink = (style.HEADER_RULE, style.INK) if strong else (style.ROW_RULE, style.LINE)
            page.rule(x, top, x, bottom, weight, ink)
        room = width - 2 * PADDING + 1
        page.fit(x + PADDING - 0.4, top + 6, room, label, style.SEMIBOLD, 10, smaller=2)
        x += width
    page.rule(_LEFT, top + _HEADER, LANDSCAPE.right, top + _HEADER, style.HEADER_RULE, style.INK)
    page.rect(_LEFT, top, LANDSCAPE.content, bottom - top, stroke=style.INK, pen=style.FRAME)
    for index in range(rows):
        y = top + _HEADER + index * row
        base = y + row / 2 + size * style.CAP_HALF / MM
        number = str(before + index + 1)
        page.text(_LEFT + 4, base, number, size=10, colour=style.GREY, align="center")
        if index < len(lines):
            _line(page, lines[index], base, size)
        else:
            _blank(page, y + row - 3)


def _entered(page: Page, top: float, row: float, lines: Sequence[IndividualLine]) -> None:
    """After the entry: where the person did not sign, and why not in two words."""
    x = _LEFT + sum(width for _label, width in _COLUMNS[:_SIGNED])
    given = [PaperMark((line.away,)) for line in lines]
    box = (x, top, _COLUMNS[_SIGNED][1], row)
    attendance.marks(page, given, attendance.Sheet(0, len(lines), 0), box, 1)


def _line(page: Page, line: IndividualLine, base: float, size: float) -> None:
    hours = f"{formats.time_of_day(line.start)} – {formats.time_of_day(line.end)}"
    values = (
        formats.date_medium(line.day),
        hours,
        formats.duration(line.end - line.start),
        line.subject,
        line.place,
    )
    x = _LEFT + _COLUMNS[0][1]
    for value, (_label, width) in zip(values, _COLUMNS[1:6], strict=True):
        font = style.MEDIUM if value is values[0] else style.REGULAR
        page.fit(x + PADDING - 0.4, base, width - 2 * PADDING + 1, value, font, size, smaller=size - 7.5)
        x += width


def _blank(page: Page, y: float) -> None:
    x = _LEFT + _COLUMNS[0][1]
    for _label, width in _COLUMNS[1:6]:
        page.dotted(x + PADDING, x + width - PADDING, y)
        x += width


def _below(
    page: Page,
    view: IndividualSheetView,
    bottom: float,
    lines: Sequence[IndividualLine],
    index: int,
    total: int,
) -> None:
    words = "En signant, j’atteste ma présence aux heures indiquées. Toute case non signée est barrée."
    page.text(_LEFT, bottom + 4.5, words, size=9)
    length = sum(line.end - line.start for line in lines)
    planned = f"Prévu sur cette page{NBSP}: {formats.duration(length)}" if lines else ""
    page.text(_LEFT, bottom + 11.5, planned, style.SEMIBOLD, 10.5)
    page.text(_LEFT + 74, bottom + 11.5, "Heures réalisées", size=10)
    followed = [line.minutes for line in lines if line.minutes is not None]
    done = formats.duration(sum(followed)) if view.entered and followed else ""
    blocks.value_box(page, _LEFT + 104, bottom + 6.6, 26, 7.6, done, unit="" if done else "h")
    if index < total:
        following = f"Suite page {index + 1}"
        page.text(LANDSCAPE.right - 24, bottom + 4.5, following, style.MEDIUM, 9.5, align="right")
    if view.with_qr:
        content = qr.content(view.number, index, total, view.control_code)
        qr.draw(page, LANDSCAPE.right, max(176.0, bottom + 2.4), 16, content, view.control_code, 7.8)

"""The pieces that pages are made of: title block, fields, footer, boxes to sign or to tick, chips, tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from elans_desktop.core import formats
from elans_desktop.documents import style
from elans_desktop.documents.geometry import MM, PORTRAIT
from elans_desktop.documents.page import Page
from elans_desktop.documents.text import Span
from elans_desktop.services.paper import Letterhead, PaperBrique

PADDING = 2.4
"""Between a rule and a text, millimetres."""
NBSP = formats.NBSP


@dataclass(frozen=True, slots=True)
class Field:
    """A cell of the frame of fields; without value it is a dotted line to write on."""

    label: str
    value: str = field(default="", repr=False)
    width: float = 0.0


def title_block(
    page: Page,
    title: str,
    subtitle: str,
    number: str,
    folio: str,
    *,
    y: float,
    brique: PaperBrique | None = None,
) -> None:
    """Green bar, title and subtitle; the number of the sheet and « page 1/2 » on the right."""
    layout = page.layout
    page.rect(layout.left, y, 1.6, 10.2, fill=style.PRIMARY)
    left, right = layout.left + 4.6, layout.right
    free = right
    if number:
        free -= page.text(right, y + 4.8, number, style.SEMIBOLD, 12, align="right")
    page.text(right, y + 9.7, folio, size=9.5, colour=style.GREY, align="right")
    if brique is not None:
        free = brique_chip(page, brique, right - 35, y + 5.2)
    page.fit(left, y + 5.5, free - left - 4, title, style.SEMIBOLD, 18, smaller=5)
    page.fit(left, y + 9.8, free - left - 4, subtitle, size=9.2, colour=style.GREY)


def brique_chip(page: Page, brique: PaperBrique, right: float, middle: float) -> float:
    """The letter of the brique in its box, its label beside it, right-aligned; answers the left edge."""
    side = 5.6
    label = page.type.line(brique.label, style.MEDIUM)
    left = right - label.width * 11 / MM - 1.7 - side
    page.rect(
        left,
        middle - side / 2,
        side,
        side,
        fill=style.BRIQUE_BOX.get(brique.letter, style.INK),
        radius=0.9,
    )
    size = side * 0.66 * MM
    page.text(
        left + side / 2,
        middle + size * style.CAP_HALF / MM,
        brique.letter,
        style.BOLD,
        size,
        style.WHITE,
        "center",
    )
    page.line(right, middle + 11 * style.CAP_HALF / MM, label, 11, align="right")
    return left


def fields(page: Page, y: float, rows: Sequence[Sequence[Field]], *, width: float, height: float) -> float:
    """The frame of fields, rows of `height` mm; answers its bottom."""
    left = page.layout.left
    page.rect(left, y, width, height * len(rows), stroke=style.INK, pen=style.FIELD_FRAME, radius=1)
    for index, row in enumerate(rows):
        top = y + index * height
        if index:
            page.rule(left, top, left + width, top)
        x = left
        for position, cell in enumerate(row):
            if position:
                page.rule(x, top + 1.6, x, top + height - 1.6, 0.6, style.GRID)
            page.text(x + PADDING, top + 3.3, cell.label, size=style.SMALLEST, colour=style.GREY)
            if cell.value:
                _value(page, x + PADDING, top + height, cell)
            else:
                page.dotted(x + PADDING, x + cell.width - PADDING, top + height - 2)
            x += cell.width
    return y + height * len(rows)


def _value(page: Page, x: float, bottom: float, cell: Field) -> None:
    """The value of a field, on two lines when one is too narrow."""
    room = cell.width - 2 * PADDING + 0.8
    fitted = page.fitted(plain(cell.value, style.MEDIUM), 10.2, room, lines=2, smaller=2)
    baseline = bottom - 2.3 if len(fitted.lines) == 1 else bottom - 3.9
    for index, line in enumerate(fitted.lines):
        page.line(x, baseline + index * 3, line, fitted.size)


def address(head: Letterhead) -> str:
    """« Association Le Pressoir, 4, rue du Lavoir, 61999 Champfleury-le-Bocage »."""
    return ", ".join(part for part in (head.organisation, *head.address) if part)


def printed_at(moment: datetime) -> str:
    """« Imprimé le mar. 13/10/2026 à 8 h 12 »."""
    hour = formats.time_of_day(moment.hour * 60 + moment.minute)
    return f"Imprimé le {formats.date_medium(moment.date())} à {hour}"


def footer(page: Page, left: str, middle: str, right: str) -> None:
    """Rule and three texts of 7.5 pt; in portrait the middle one is centred in the width that remains."""
    layout = page.layout
    page.rule(layout.left, layout.footer, layout.right, layout.footer)
    y = layout.footer + 3.7
    last = page.text(layout.right, y, right, style.SEMIBOLD, style.SMALLEST, align="right")
    centre = page.type.line(middle).width * style.SMALLEST / MM
    if layout is PORTRAIT:
        room = layout.content - last - (centre + 8 if middle else 4)
        first = page.fit(layout.left, y, room, left, size=style.SMALLEST, colour=style.GREY)
        x = (layout.left + first + layout.right - last) / 2
    else:
        x = (layout.left + layout.right) / 2
        page.fit(
            layout.left, y, x - centre / 2 - 4 - layout.left, left, size=style.SMALLEST, colour=style.GREY
        )
    page.text(x, y, middle, size=style.SMALLEST, colour=style.GREY, align="center")


def section(page: Page, x: float, y: float, title: str) -> None:
    """A section title on the baseline `y`, with its bar."""
    page.rect(x, y - 3.7, 1.1, 4.4, fill=style.PRIMARY)
    page.text(x + 3, y, title, style.SEMIBOLD, 11.5)


def sign_box(page: Page, x: float, y: float, width: float, height: float, label: str, name: str = "") -> None:
    """A box to sign in: label and name top left, the rest empty."""
    page.rect(x, y, width, height, stroke=style.INK, pen=style.SIGN_FRAME, radius=1)
    page.fit(x + 2, y + 3.5, width - 4, label, style.MEDIUM, 8, smaller=0.5)
    if name:
        page.fit(x + 2, y + 7.1, width - 4, name, size=style.SMALLEST, colour=style.GREY)


def value_box(
    page: Page, x: float, y: float, width: float, height: float, value: str = "", unit: str = ""
) -> None:
    """A box for a figure: printed when known, else empty, with its unit in grey."""
    page.rect(x, y, width, height, stroke=style.INK, pen=style.FIELD_FRAME, radius=0.8)
    baseline = y + height / 2 + 11 * style.CAP_HALF / MM
    if value:
        page.text(x + width / 2, baseline, value, style.SEMIBOLD, 11.5, align="center")
    if unit:
        page.text(x + width * 0.63, baseline, unit, size=11, colour=style.GREY, align="center")


def tick_box(page: Page, x: float, y: float, side: float = 6.2) -> None:
    """An empty box to tick."""
    page.rect(x, y, side, side, fill=style.WHITE, stroke=style.INK, pen=0.9, radius=0.6)


def tick(page: Page, x: float, y: float, side: float = 6.2) -> None:
    """A ticked box: a dark stroke on white, drawn, never typed."""
    tick_box(page, x, y, side)
    reach = side * 0.36
    middle_x, middle_y = x + side / 2, y + side / 2
    points = [
        (middle_x - reach * 0.8, middle_y + reach * 0.05),
        (middle_x - reach * 0.2, middle_y + reach * 0.7),
        (middle_x + reach, middle_y - reach * 0.75),
    ]
    page.shape(points, stroke=style.INK, pen=side * 0.29, closed=False)


def alert_chip(page: Page, right: float, middle: float, words: str, size: float = 8.4) -> None:
    """White words on ink, right-aligned: the words carry the meaning, not the colour."""
    line = page.type.line(words, style.SEMIBOLD)
    width = line.width * size / MM + 3.6
    height = size * 0.52
    page.rect(right - width, middle - height / 2, width, height, fill=style.INK, radius=0.7)
    page.line(right - 1.8, middle + size * style.CAP_HALF / MM, line, size, style.WHITE, "right")


def marked_disc(page: Page, x: float, y: float, mark: str, radius: float = 2.7) -> None:
    """A number or a letter in a ring: criteria in a table, axes around a radar."""
    page.circle(x, y, radius, fill=style.WHITE, stroke=style.INK, pen=0.8)
    page.text(x, y + 9.2 * style.CAP_HALF / MM, mark, style.SEMIBOLD, 9.2, align="center")


def name_spans(last_name: str, first_name: str) -> list[Span]:
    """« NOM Prénom »: the surname in capitals, SemiBold, the first name Regular."""
    last = last_name.strip().upper()
    first = first_name.strip()
    spans = [Span(last, style.SEMIBOLD)] if last else []
    return [*spans, Span(f" {first}" if last else first)] if first else spans


def plain(text: str, font: str = style.REGULAR) -> list[Span]:
    """One span, for what takes spans."""
    return [Span(text, font)]

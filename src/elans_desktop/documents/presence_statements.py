"""Relevé mensuel de présence: séance by séance, its totals, its two signatures; fifteen lines on one page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from elans_desktop.core import formats
from elans_desktop.documents import blocks, letterhead, style, timeline
from elans_desktop.documents.blocks import NBSP, PADDING, Field
from elans_desktop.documents.geometry import MM, PORTRAIT
from elans_desktop.documents.page import Composed, Document, Page
from elans_desktop.services.presences.paper_presence import StatementRow, StatementView

TITLE = "Relevé mensuel de présence"
SIGNED_ROWS = 15
"""Lines of the page that ends with the signatures."""
FULL_ROWS = 21
"""Lines of a page that continues."""
ROW, HEADER, TOTAL = 9.3, 11.6, 10.0
_LEFT, _WIDTH = PORTRAIT.left, PORTRAIT.content
_COLUMNS = (
    ("Date", "", 25.0),
    ("Séance", "", 49.0),
    ("Prévu", "", 16.5),
    ("Présent", "", 17.5),
    ("Retard", "", 15.0),
    ("Absence", "justifiée", 17.0),
    ("Absence", "non justifiée", 20.0),
    ("Feuille", "", 17.0),
)


@dataclass(frozen=True, slots=True)
class _Sums:
    """Totals in minutes."""

    planned: int
    present: int
    late: int
    justified: int
    unjustified: int


def compose(views: Sequence[StatementView], *, invariant: bool = False) -> Composed:
    """The statements of several people in one PDF; each numbers its own pages."""
    document = Document(PORTRAIT, TITLE, views[0].letterhead.organisation, invariant=invariant)
    return document.finish(tuple(_statement(document, view) for view in views))


def _statement(document: Document, view: StatementView) -> int:
    document.where = f"{TITLE} {view.number}"
    lowered = math.ceil(letterhead.shift(view.letterhead, PORTRAIT) / ROW)
    parts = _share(view.rows, lowered)
    for index, rows in enumerate(parts):
        page = document.page()
        before = [row for part in parts[:index] for row in part]
        y = _head(page, view, index + 1, len(parts))
        y = _table(page, y, rows, before, last=index == len(parts) - 1)
        if index == len(parts) - 1:
            _closing(page, view, y)
        else:
            words = f"Suite page {index + 2}{NBSP}: total reporté"
            page.text(PORTRAIT.right, y + 5, words, style.MEDIUM, 9.5, align="right")
        page.end()
    return len(parts)


def _share(rows: Sequence[StatementRow], lowered: int) -> list[Sequence[StatementRow]]:
    """Pages of rows: the last one holds at most SIGNED_ROWS, and always one when there are any.

    `lowered`: lines lost on each page to the logos that stand on a second row.
    """
    parts: list[Sequence[StatementRow]] = []
    rest = list(rows)
    while len(rest) > SIGNED_ROWS - lowered:
        take = min(FULL_ROWS - lowered, len(rest) - 1)
        parts.append(rest[:take])
        rest = rest[take:]
    return [*parts, rest]


def _head(page: Page, view: StatementView, number: int, total: int) -> float:
    """Band, title, fields, footer; answers where the table starts."""
    folio = f"page {number}/{total}"
    down = letterhead.shift(view.letterhead, PORTRAIT)
    letterhead.band(page, view.letterhead)
    blocks.title_block(page, TITLE, view.period, view.number, folio, y=PORTRAIT.title + down)
    head = view.letterhead
    name = f"{view.person.last_name.upper()} {view.person.first_name}".strip()
    organisation = ", SIRET ".join(part for part in (head.organisation, head.siret) if part)
    rows = (
        (
            Field("Personne", name, 62),
            Field("Dossier", view.dossier, 34),
            Field("Organisme", organisation, 81),
        ),
        (
            Field("Action", view.activities or "–", 96),
            Field("N° de sécurité sociale (à remplir à la main, si demandé)", "", 81),
        ),
    )
    bottom = blocks.fields(page, PORTRAIT.first + down, rows, width=_WIDTH, height=10.6)
    blocks.footer(page, blocks.address(head), blocks.printed_at(view.printed_at), f"{view.number} · {folio}")
    return bottom + 4.4


def _table(
    page: Page, top: float, rows: Sequence[StatementRow], before: Sequence[StatementRow], *, last: bool
) -> float:
    """Header, the total carried over, lines, the total; answers the bottom."""
    carried = 1 if before else 0
    bottom = top + HEADER + ROW * (len(rows) + carried) + (TOTAL if last else 0)
    page.rect(_LEFT, top, _WIDTH, HEADER, fill=style.HEADER)
    if last:
        page.rect(_LEFT, bottom - TOTAL, _WIDTH, TOTAL, fill=style.TOTAL)
    _columns(page, top, bottom)
    y = top + HEADER
    if before:
        _sums_line(page, y, ROW, "Report", _sum(before))
        y += ROW
        page.rule(_LEFT, y, PORTRAIT.right, y)
    previous = before[-1] if before else None
    for index, row in enumerate(rows):
        if previous is not None and (index or before):
            new_week = row.day.isocalendar()[:2] != previous.day.isocalendar()[:2]
            if new_week:
                page.rule(_LEFT, y, PORTRAIT.right, y, style.FRAME, style.INK)
            elif index:
                page.rule(_LEFT, y, PORTRAIT.right, y)
        _line(page, y, row)
        previous = row
        y += ROW
    if last:
        page.rule(_LEFT, y, PORTRAIT.right, y, style.FRAME, style.INK)
        _sums_line(page, y, TOTAL, "Total", _sum([*before, *rows]))
    page.rule(_LEFT, top + HEADER, PORTRAIT.right, top + HEADER, style.HEADER_RULE, style.INK)
    page.rect(_LEFT, top, _WIDTH, bottom - top, stroke=style.INK, pen=style.FRAME)
    return bottom


def _columns(page: Page, top: float, bottom: float) -> None:
    x = _LEFT
    for index, (label, second, width) in enumerate(_COLUMNS):
        if index:
            page.rule(x, top, x, bottom)
        right = 2 <= index <= 6
        at = x + width - PADDING if right else x + PADDING
        if second:
            page.text(at, top + 5, label, style.SEMIBOLD, 9.5, align="right")
            page.text(at, top + 9, second, size=8.5, align="right")
        else:
            page.text(
                at, top + HEADER / 2 + 1.2, label, style.SEMIBOLD, 9.5, align="right" if right else "left"
            )
        x += width


def _line(page: Page, top: float, row: StatementRow) -> None:
    base = top + ROW / 2 + 10 * style.CAP_HALF / MM
    page.text(_LEFT + PADDING, base, formats.date_day_month(row.day), style.MEDIUM, 10)
    x = _LEFT + _COLUMNS[0][2] + PADDING
    if row.brique:
        timeline.letter_box(page, x, top + ROW / 2, row.brique)
        x += 6.2
    room = _LEFT + _COLUMNS[0][2] + _COLUMNS[1][2] - x - 1
    notes = ["repris d’un tableau"] if row.carried_over else []
    notes += [f"corrigé le {formats.date_short(row.corrected)}"] if row.corrected else []
    if not notes:
        page.fit(x, base, room, row.title, size=9.5, smaller=2)
    else:
        page.fit(x, base - 1.6, room, row.title, size=9.5, smaller=2)
        page.fit(x, base + 2.1, room, ", ".join(notes), size=8, colour=style.GREY)
    _figures(page, base, _Sums(row.planned, row.present, row.late, row.justified, row.unjustified))
    page.fit(PORTRAIT.right - 17 + PADDING, base, 17 - PADDING - 0.6, _short(row.sheet), size=9, smaller=1.5)


def _short(number: str) -> str:
    """« FE-A0143 »: the year is in the title."""
    kind, _, rest = number.partition("-")
    return f"{kind}-{rest.partition('-')[2]}" if rest else "–"


def _sums_line(page: Page, top: float, height: float, words: str, sums: _Sums) -> None:
    base = top + height / 2 + 10 * style.CAP_HALF / MM
    page.text(_LEFT + PADDING, base, words, style.SEMIBOLD, 10.5)
    _figures(page, base, sums, strong=True)


def _figures(page: Page, base: float, sums: _Sums, *, strong: bool = False) -> None:
    x = _LEFT + _COLUMNS[0][2] + _COLUMNS[1][2]
    values = (sums.planned, sums.present, sums.late, sums.justified, sums.unjustified)
    for index, (value, column) in enumerate(zip(values, _COLUMNS[2:7], strict=True)):
        x += column[2]
        shown = _hours(value) if value or index < 2 else "–"
        font = style.SEMIBOLD if strong or index == 1 else style.REGULAR
        page.text(x - PADDING, base, shown, font, 9.5, align="right")


def _hours(minutes: int) -> str:
    """« 0 h 20 »: figures of a column, aligned."""
    return f"{minutes // 60}{NBSP}h{NBSP}{minutes % 60:02}"


def _sum(rows: Sequence[StatementRow]) -> _Sums:
    return _Sums(
        sum(row.planned for row in rows),
        sum(row.present for row in rows),
        sum(row.late for row in rows),
        sum(row.justified for row in rows),
        sum(row.unjustified for row in rows),
    )


def _closing(page: Page, view: StatementView, y: float) -> None:
    """What the figures mean, three of them in large, the signatures."""
    words = "Présent + retard + absences = prévu. Les séances annulées par l’organisme ne comptent pas."
    if view.to_enter:
        cells = formats.count(view.to_enter, "demi-journée n’est", "demi-journées ne sont")
        words += f" {cells} pas encore saisie{'s' if view.to_enter > 1 else ''}{NBSP}: hors de ce relevé."
    y = page.paragraph(_LEFT, y + 5, _WIDTH, words, 8.5, style.GREY)
    sums = _sum(view.rows)
    x, base = _LEFT, y + 12
    rate = formats.ratio(sums.present, sums.planned)
    validated = formats.count(view.validated_sheets, "feuille validée", "feuilles validées")
    facts = (
        (formats.duration(sums.present), "de présence"),
        (formats.percent(rate) if rate is not None else "–", "d’assiduité"),
        (
            formats.number(len(view.rows)),
            f"{'séance' if len(view.rows) < 2 else 'séances'}, {validated}",
        ),
    )
    for figure, unit in facts:
        x += page.text(x, base, figure, style.SEMIBOLD, 16, style.PRIMARY) + 2
        x += page.text(x, base, unit, style.MEDIUM, 10) + 11
    top = base + 6
    line = view.signatory.line or "nom, qualité"
    blocks.sign_box(page, _LEFT, top, 85.5, 30, "Responsable de l’organisme – cachet et signature", line)
    name = f"{view.person.first_name} {view.person.last_name.upper()}".strip()
    blocks.sign_box(page, PORTRAIT.right - 85.5, top, 85.5, 30, "La personne", name)

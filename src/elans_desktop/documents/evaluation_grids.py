"""Grille d’évaluation: the criteria with their boxes to tick, the radar, the words, two signatures.

The blank grid is the same page as the filled one, empty. A row is never cut between two pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from string import ascii_uppercase

from elans_desktop.documents import blocks, letterhead, radar, style
from elans_desktop.documents.blocks import NBSP, PADDING, Field
from elans_desktop.documents.geometry import MM, PORTRAIT
from elans_desktop.documents.page import Composed, Document, Page
from elans_desktop.documents.text import Line, Span
from elans_desktop.services.paper import GridLevelMark, GridSheetView

_TITLE = "Grille d’évaluation"
_LEFT = PORTRAIT.left
_WIDTH = PORTRAIT.content
_FIELD = 10.2
_HEADER = 11.4
_FAMILY = 6.0
_ROW = 12.2
_TIGHT_ROW = 11.0
"""With nine or ten criteria."""
_PITCH = 8.0
_BOX = 6.2
_ENDING = 84.6
"""Radar, words and signatures; down to `_SHORTEST` when the table needs the room."""
_SHORTEST = 64.0
_WORDS_ONLY = 50.0
"""The ending of a grid with too many criteria for a radar, or too few."""
_BOTTOM = 281.2
_TEXT_AT_LEAST = 58.0
_MOMENT_FIELDS = {"Entrée": "Évaluation d’entrée", "Sortie": "Évaluation de sortie"}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: a criterion, or a family (number 0; a letter when it is an axis of the radar)."""

    label: str
    number: int = 0
    letter: str = ""


def compose(views: Sequence[GridSheetView], *, invariant: bool = False) -> Composed:
    """Blank grids in one PDF; each grid numbers its own pages."""
    document = Document(PORTRAIT, _TITLE, views[0].letterhead.organisation, invariant=invariant)
    return document.finish(tuple(_grid(document, view) for view in views))


def _grid(document: Document, view: GridSheetView) -> int:
    """Draw the pages of one grid; answers how many."""
    document.where = f"{_TITLE} « {view.title} »"
    criteria = sum(len(family.criteria) for family in view.families)
    tight = criteria in (9, 10)
    row = _TIGHT_ROW if tight else _ROW
    top = _table_top(document, view)
    axes = _axes(view)
    shortest = _SHORTEST if axes else _WORDS_ONLY
    chunks = _paginate(_rows(view), row, top)
    end = top + _HEADER + _height(chunks[-1], row)
    alone = end + shortest > _BOTTOM
    groups = _moment_groups(view)
    plans = [(chunk, group) for group in groups for chunk in chunks]
    total = len(plans) + alone
    for index, (chunk, group) in enumerate(plans, start=1):
        page = document.page()
        _common(page, view, index, total)
        bottom = _table(page, view, chunk, group, row, top)
        if index < len(plans):
            _next(page, index + 1, "suite du tableau")
        elif alone:
            _next(
                page,
                index + 1,
                "le dessin, les mots de la personne, les signatures" if axes else "signatures",
            )
        else:
            _ending(page, view, axes, bottom)
        page.end()
    if alone:
        page = document.page()
        _common(page, view, total, total)
        _ending(page, view, axes, top - 6)
        page.end()
    return total


def _axes(view: GridSheetView) -> list[str]:
    """Marks of the axes of the radar: criteria up to ten, else families by their letters, else nothing."""
    criteria = sum(len(family.criteria) for family in view.families)
    if criteria in radar.AXES:
        return [str(number) for number in range(1, criteria + 1)]
    if len(view.families) in radar.AXES and all(family.label for family in view.families):
        return list(ascii_uppercase[: len(view.families)])
    return []


def _rows(view: GridSheetView) -> list[Row]:
    rows: list[Row] = []
    number = 0
    axes = _axes(view)
    for index, family in enumerate(view.families):
        if family.label:
            rows.append(Row(family.label, letter=axes[index] if axes[:1] == ["A"] else ""))
        for label in family.criteria:
            number += 1
            rows.append(Row(label, number))
    return rows


def _height(rows: Sequence[Row], row: float) -> float:
    return sum(row if item.number else _FAMILY for item in rows)


def _paginate(rows: list[Row], row: float, top: float) -> list[list[Row]]:
    """Rows of each page; a family stays with its first criterion and is named again after a break."""
    room = _BOTTOM - 5 - top - _HEADER
    chunks: list[list[Row]] = [[]]
    family: Row | None = None
    for index, item in enumerate(rows):
        need = [item] if item.number else rows[index : index + 2]
        if chunks[-1] and _height(chunks[-1], row) + _height(need, row) > room:
            chunks.append([])
            if item.number and family is not None:
                chunks[-1].append(replace(family, label=f"{family.label} (suite)"))
        if not item.number:
            family = item
        chunks[-1].append(item)
    return chunks


def _pitch(view: GridSheetView) -> float:
    return min(_PITCH, (_WIDTH - _TEXT_AT_LEAST - 13) / max(1, len(view.levels)))


def _block(view: GridSheetView) -> float:
    """Width of the boxes of one moment: 45 mm for four levels and « n. o. »."""
    return _pitch(view) * len(view.levels) + 13


def _moment_groups(view: GridSheetView) -> list[tuple[str, ...]]:
    """The moments of each table: as many side by side as leave room for the words."""
    most = max(1, int((_WIDTH - _TEXT_AT_LEAST) // _block(view)))
    moments = view.moments or ("",)
    return [moments[start : start + most] for start in range(0, len(moments), most)]


def _common(page: Page, view: GridSheetView, index: int, total: int) -> None:
    """Band, title, fields, scale in words, footer: on every page."""
    head = view.letterhead
    down = letterhead.shift(head, PORTRAIT)
    folio = f"page {index}/{total}"
    letterhead.band(page, head)
    subtitle = f"{view.title} – grille version {view.version}"
    blocks.title_block(page, _TITLE, subtitle, view.number, folio, y=PORTRAIT.title + down)
    blocks.fields(page, PORTRAIT.first + down, _fields(view), width=_WIDTH, height=_FIELD)
    for line, y in _scale(page.document, view):
        for x, item in line:
            page.line(x, y, item, 9.2)
    footer = f"{view.number} · {folio}" if view.number else folio
    blocks.footer(page, blocks.address(head), blocks.printed_at(view.printed_at), footer)


def _fields(view: GridSheetView) -> list[list[Field]]:
    if view.subject == "projet":
        first = [Field("Action", width=96), Field("Porteur de projet", width=81)]
    else:
        first = [
            Field("Personne", width=62),
            Field("Dossier", width=34),
            Field("Référent ou référente de parcours", width=81),
        ]
    moments = view.moments or ("Date",)
    width = _WIDTH / len(moments)
    return [first, [Field(_MOMENT_FIELDS.get(moment, moment), width=width) for moment in moments]]


def _scale(document: Document, view: GridSheetView) -> list[tuple[list[tuple[float, Line]], float]]:
    """The levels in words above the table: lines of placed items, spread over the width when on one line."""
    marks = [*((str(level.value), level.label) for level in view.levels), ("n. o.", "non observé")]
    items = [
        document.type.spans([Span(mark, style.BOLD), Span(f"{NBSP}{NBSP}{words}")]) for mark, words in marks
    ]
    widths = [item.width * 9.2 / MM for item in items]
    y = PORTRAIT.first + letterhead.shift(view.letterhead, PORTRAIT) + 2 * _FIELD + 5.2
    spare = _WIDTH - sum(widths)
    if spare >= 3 * (len(items) - 1):
        gap = min(spare / (len(items) - 1), 12.0)
        places = [_LEFT + sum(widths[:index]) + gap * index for index in range(len(items))]
        return [(list(zip(places, items, strict=True)), y)]
    lines: list[tuple[list[tuple[float, Line]], float]] = []
    x = _LEFT + _WIDTH + 1
    for item, width in zip(items, widths, strict=True):
        if x + width > _LEFT + _WIDTH:
            lines.append(([], y + 4.4 * len(lines)))
            x = _LEFT
        lines[-1][0].append((x, item))
        x += width + 4
    return lines


def _table_top(document: Document, view: GridSheetView) -> float:
    return _scale(document, view)[-1][1] + 3.4


def _table(
    page: Page, view: GridSheetView, rows: list[Row], moments: tuple[str, ...], row: float, top: float
) -> float:
    """The table of one page; answers its bottom."""
    block, right = _block(view), PORTRAIT.right
    text = _WIDTH - block * len(moments)
    body = top + _HEADER
    bottom = body + _height(rows, row)
    page.rect(_LEFT, top, _WIDTH, _HEADER, fill=style.HEADER)
    page.text(_LEFT + PADDING, top + 4.7, "Ce que l’on observe", style.SEMIBOLD, 10)
    page.text(_LEFT + PADDING, top + 8.8, "et ce qui le montre", size=9, colour=style.GREY)
    for index, moment in enumerate(moments):
        _levels(page, view.levels, _pitch(view), _LEFT + text + index * block, top, moment)
    labels = [item.label for item in rows if item.number]
    room = text - 11 - PADDING
    size = page.type.common_size(labels, style.SEMIBOLD, 10, room * MM)
    y = body
    place = page.document.where
    for item in rows:
        page.document.where = f"{place}, critère {item.number}" if item.number else place
        if item.number:
            blocks.marked_disc(page, _LEFT + 5.5, y + row / 2, str(item.number))
            _criterion(page, item.label, size, y, row, room)
            for index in range(len(moments)):
                _boxes(page, view, _LEFT + text + index * block, y + (row - _BOX) / 2)
        else:
            page.rect(_LEFT, y, _WIDTH, _FAMILY, fill=style.GROUP)
            label = f"{item.letter}{NBSP}–{NBSP}{item.label}" if item.letter else item.label
            page.fit(_LEFT + PADDING, y + 4.2, text - 2 * PADDING, label, style.SEMIBOLD, 9.8)
        if y > body:
            page.rule(_LEFT, y, right, y)
        y += row if item.number else _FAMILY
    page.document.where = place
    for index in range(len(moments)):
        x = _LEFT + text + index * block
        page.rule(x, top, x, bottom, style.HEADER_RULE, style.INK)
    page.rule(_LEFT, body, right, body, style.HEADER_RULE, style.INK)
    page.rect(_LEFT, top, _WIDTH, bottom - top, stroke=style.INK, pen=style.FRAME)
    return bottom


def _criterion(page: Page, label: str, size: float, y: float, row: float, room: float) -> None:
    """The name of a criterion on one line or two, and the line on which to write what shows it."""
    x = _LEFT + 11
    fitted = page.fitted([Span(label, style.SEMIBOLD)], size, room, lines=2, smaller=min(0.5, size - 8))
    baseline = y + (4.7 if len(fitted.lines) == 1 else 3.9)
    for index, line in enumerate(fitted.lines):
        page.line(x, baseline + index * 3.5, line, fitted.size)
    page.dotted(x, x + room, y + row - 1.9)


def _level_x(pitch: float, count: int, index: int) -> float:
    """Left edge, in its block, of a box; index `count` is « n. o. », set apart."""
    return 2.5 + pitch * index + (1.7 if index == count else 0)


def _levels(
    page: Page, levels: tuple[GridLevelMark, ...], pitch: float, left: float, top: float, moment: str
) -> None:
    """Name of the moment and figures of the levels, over the boxes."""
    count = len(levels)
    width = pitch * count
    page.fit(left + 2.5 + width / 2 - 0.9, top + 4.7, width, moment, style.SEMIBOLD, 10.5, align="center")
    for index, mark in enumerate([*(str(level.value) for level in levels), "n. o."]):
        x = left + _level_x(pitch, count, index) + _BOX / 2
        page.text(x, top + 9.5, mark, style.MEDIUM, 9.5, align="center")


def _boxes(page: Page, view: GridSheetView, left: float, y: float) -> None:
    for index in range(len(view.levels) + 1):
        blocks.tick_box(page, left + _level_x(_pitch(view), len(view.levels), index), y)


def _next(page: Page, number: int, what: str) -> None:
    """Last line of a page that continues."""
    page.text(PORTRAIT.right, _BOTTOM + 0.3, f"Page {number}{NBSP}: {what}", style.MEDIUM, 9.5, align="right")


def _ending(page: Page, view: GridSheetView, axes: list[str], top: float) -> None:
    """Under the table: radar, words, signatures."""
    height = min(_ENDING, _BOTTOM - top)
    left = _LEFT
    if axes:
        radar.draw(
            page, view.levels, axes, _LEFT + 39, top + height / 2 - 0.8, min(30.5, (height - 14) / 2 - 3.5)
        )
        left = _LEFT + 84
        blocks.section(page, left, top + 8.2, _heading(view.moments))
        page.paragraph(
            left,
            top + 14.6,
            PORTRAIT.right - left,
            f"Un axe par famille{NBSP}: la moyenne de ses critères observés, sans compter les autres."
            if axes[0] == "A"
            else "Relier les points de chaque moment. Un critère non observé reste sans point.",
            9.2,
            style.GREY,
        )
    words = top + (25.5 if axes else 7)
    project = view.subject == "projet"
    label = "Forces, points à améliorer, décisions" if project else "Ce qu’en dit la personne"
    page.text(left, words, label, size=style.SMALLEST, colour=style.GREY)
    box = top + height - 24.5 if axes else words + 19
    y = words + 7
    while y < box - 3.5:
        page.dotted(left, PORTRAIT.right, y)
        y += 7
    width = (PORTRAIT.right - left - 4) / 2
    first, second = (
        ("L’évaluateur", "Le porteur de projet") if project else ("Référent ou référente", "La personne")
    )
    blocks.sign_box(page, left, box, width, 24.5, first, "nom et signature")
    blocks.sign_box(
        page, left + width + 4, box, width, 24.5, second, "" if project else "si elle le souhaite"
    )


def _heading(moments: tuple[str, ...]) -> str:
    """« Entrée et sortie », « Entrée, mi-parcours et sortie »."""
    words = [moment.lower() if index else moment for index, moment in enumerate(moments)]
    return " et ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)

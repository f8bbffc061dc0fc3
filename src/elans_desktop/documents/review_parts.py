"""What only the bilan de parcours draws: levels as squares, bars of hours, skills beside their radar."""

from __future__ import annotations

from string import ascii_uppercase

from elans_desktop.core import formats
from elans_desktop.documents import blocks, flow_parts, radar, style, timeline
from elans_desktop.documents.flow import Piece
from elans_desktop.documents.flow_parts import LEFT, LINE, WIDTH, Column
from elans_desktop.documents.geometry import MM, PORTRAIT
from elans_desktop.documents.page import Page
from elans_desktop.documents.text import Typesetter
from elans_desktop.services.participants.paper_people import ReviewView, SkillMark, SkillsView

NBSP = formats.NBSP
_SQUARE = 3.5
_PITCH = 4.15
_HOURS_ROW = 8.6
_HOURS_LEAST = 20.0
_BARS = 72.0
_RADAR = 79.0
_LIST = LEFT + 86
_ARROW = "→"
_NOT_SEEN = "n. o."


def level(value: int | None) -> str:
    """The value that a painter of squares is given."""
    return "" if value is None else str(value)


def paint_before(page: Page, x: float, middle: float, width: float, value: str) -> None:
    """The level at the entry: dark squares."""
    _paint(page, x, middle, width, value, later=False)


def paint_after(page: Page, x: float, middle: float, width: float, value: str) -> None:
    """The level at the exit: green squares; the figure says it without colour."""
    _paint(page, x, middle, width, value, later=True)


def _paint(page: Page, x: float, middle: float, width: float, value: str, *, later: bool) -> None:
    y = middle + 10.5 * style.CAP_HALF / MM
    if not value:
        page.text(x + width / 2, y, "–", size=10.5, align="center")
        return
    page.text(x + 4.2, y, value, style.SEMIBOLD, 10.5, align="center")
    for rank in range(3):
        filled = rank < int(value)
        page.rect(
            x + 7.2 + rank * _PITCH,
            middle - _SQUARE / 2,
            _SQUARE,
            _SQUARE,
            fill=(style.PRIMARY if later else style.INK) if filled else style.WHITE,
            stroke=(style.PRIMARY if later else style.INK) if filled else style.LINE,
            pen=0.6,
            radius=0.7,
        )


def hours_height(view: ReviewView) -> float:
    """Millimetres of the bars, or of the two figures beside them."""
    return max(_HOURS_LEAST, _HOURS_ROW * len(view.hours) + 1)


def draw_hours(page: Page, view: ReviewView, top: float) -> None:
    """A bar for each brique, its hours written beside it; what they make together, and out of what."""
    longest = max((bar.minutes for bar in view.hours), default=0)
    for index, bar in enumerate(view.hours):
        middle = top + _HOURS_ROW * (index + 0.5)
        x = LEFT
        if bar.letter:
            timeline.letter_box(page, x, middle, bar.letter)
            x += 8.2
        width = max(1.2, (_BARS - (x - LEFT)) * bar.minutes / longest) if longest else 0.0
        if width:
            fill = style.BRIQUE_BOX.get(bar.letter, style.PRIMARY)
            page.rect(x, middle - 2.4, width, 4.8, fill=fill)
        y = middle + 10 * style.CAP_HALF / MM
        page.text(x + width + 2.2, y, formats.duration(bar.minutes), style.SEMIBOLD, 10)
    x = LEFT + 118
    _figure(page, x, top + 5.4, formats.duration(view.realised), "réalisées")
    page.text(x, top + 9.8, f"sur {formats.duration(view.planned)} prévues", size=8.5, colour=style.GREY)
    if view.rate is not None:
        _figure(page, x, top + 17.2, formats.percent(view.rate), "d’assiduité")
        page.text(x, top + 21.4, "heures réalisées / heures prévues", size=8.5, colour=style.GREY)


def _figure(page: Page, x: float, y: float, value: str, unit: str) -> None:
    width = page.text(x, y, value, style.SEMIBOLD, 16, style.PRIMARY)
    page.text(x + width + 2, y, unit, style.MEDIUM, 10)


def skills(type: Typesetter, view: SkillsView, gap: float) -> list[Piece]:
    """The radar and its list when it has three to ten axes; else a table, never a crowded drawing."""
    subject = "Mes compétences"
    title = flow_parts.section(subject, view.grid, gap=gap)
    if len(view.marks) not in radar.AXES:
        return [title, *_table(type, view, subject)]

    def draw(page: Page, top: float, _closing: bool) -> None:
        _draw_skills(page, view, top)

    return [title, Piece(_RADAR, draw, gap=0.6, subject=subject)]


def _table(type: Typesetter, view: SkillsView, subject: str) -> list[Piece]:
    columns = [
        Column("Ce que l’on observe", 117, style.MEDIUM),
        Column(view.before_label or "Avant", 30, centred=True),
        Column(view.after_label, 30, centred=True),
    ]
    rows = [(mark.label, _value(mark.before), _value(mark.after)) for mark in view.marks]
    pieces = flow_parts.table(type, columns, rows, subject, gap=0.8)
    return [*pieces, *_progress(type, view, subject)]


def _progress(type: Typesetter, view: SkillsView, subject: str) -> list[Piece]:
    def draw(page: Page, top: float, _closing: bool) -> None:
        page.paragraph(LEFT, top + 3.4, WIDTH, view.progress, 9.2)

    return [Piece(LINE + 1, draw, gap=1.6, subject=subject)] if view.progress else []


def _draw_skills(page: Page, view: SkillsView, top: float) -> None:
    marks = view.marks
    names = list(ascii_uppercase) if view.by_family else [str(rank) for rank in range(1, len(marks) + 1)]
    before = radar.Series(tuple(mark.before for mark in marks))
    after = radar.Series(tuple(mark.after for mark in marks), later=True)
    series = [after] if not view.before_label else [before, after]
    radar.draw(page, view.levels, names[: len(marks)], LEFT + 39, top + 39.5, 30.5, series)
    x, y = _LIST, top + 4.6
    if view.before_label:
        x = radar.legend(page, x, y, view.before_label, later=False) + 5
    radar.legend(page, x, y, view.after_label, later=True)
    pitch = min(7.0, 52.0 / len(marks))
    y += 7.4
    for name, mark in zip(names, marks, strict=False):
        blocks.marked_disc(page, _LIST + 2.7, y - 1.2, name, min(2.7, pitch / 2 - 0.2))
        words = _change(view, mark)
        room = PORTRAIT.right - _LIST - 8 - page.type.line(words, style.SEMIBOLD).width * 9.5 / MM - 3
        page.fit(_LIST + 8, y, room, mark.label, size=9.5)
        page.text(PORTRAIT.right, y, words, style.SEMIBOLD, 9.5, align="right")
        y += pitch
    scale = " · ".join(f"{one.value} {one.label}" for one in view.levels)
    y = page.paragraph(_LIST, y + 1.4, PORTRAIT.right - _LIST, scale, 8.5, style.GREY, 1.25)
    if view.progress:
        page.paragraph(_LIST, y + 5.2, PORTRAIT.right - _LIST, view.progress, 9.2)


def _change(view: SkillsView, mark: SkillMark) -> str:
    """« 2 → 3 », « n. o. → 2 »; the later value alone when there is no earlier evaluation."""
    after = _value(mark.after)
    return f"{_value(mark.before)}{NBSP}{_ARROW}{NBSP}{after}" if view.before_label else after


def _value(value: float | None) -> str:
    """« 2 », « 2,5 », « n. o. »."""
    if value is None:
        return _NOT_SEEN
    return f"{value:.1f}".replace(".", ",").removesuffix(",0")

"""The band of logos: the organisation, its chef de file, those who pay. Neutral marks where no picture is."""

from __future__ import annotations

import io
import math
import warnings
from functools import partial

from PIL import Image
from reportlab.lib.utils import ImageReader

from elans_desktop.core.text import fold
from elans_desktop.documents import style
from elans_desktop.documents.geometry import MM, PORTRAIT, Layout
from elans_desktop.documents.page import Page
from elans_desktop.documents.text import Span
from elans_desktop.services.paper import FunderMark, Letterhead

HEIGHT = 11.0
"""Of a band."""
SECOND_BAND = HEIGHT + 1.5
"""How much lower everything stands when the funders need a second band."""
_GAP = 3.5
_MARK = 10.0
_LEAD_GAP = 3.8
_LEAD_MARK = 2 * _LEAD_GAP + _MARK + 2.4
"""Before the name of the chef de file: gap, rule, gap, mark, gap."""
_FLAG = 14.3
_EU = "Union européenne"
_MAX_PIXELS = 40_000_000
_KEPT_PIXELS = 640
"""Longest side kept: 38 mm at 400 dpi."""
_SMALL_WORDS = {"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "association"}


def marks(head: Letterhead) -> list[FunderMark]:
    """The funders in the order of the band; the Union emblem stands second, without a picture of its own."""
    funders = list(head.funders)
    if head.eu_cofunded:
        funders.insert(min(1, len(funders)), FunderMark(_EU))
    return funders


def shift(head: Letterhead, layout: Layout, *, with_funders: bool = True) -> float:
    """How much lower (mm) the page starts because of a second band of funders."""
    if not with_funders or len(marks(head)) <= _room(layout):
        return 0.0
    return SECOND_BAND * math.ceil((len(marks(head)) - _room(layout)) / _second_room(layout))


def band(page: Page, head: Letterhead, *, with_funders: bool = True) -> None:
    """Draw the band, once for all the pages of the document that share it."""
    page.form(("band", head, with_funders), partial(_band, head=head, with_funders=with_funders))


def _room(layout: Layout) -> int:
    return 2 if layout is PORTRAIT else 3


def _second_room(layout: Layout) -> int:
    return 4 if layout is PORTRAIT else 6


def _band(page: Page, head: Letterhead, with_funders: bool) -> None:
    layout = page.layout
    top = layout.band
    funders = marks(head) if with_funders else []
    first = funders[: _room(layout)]
    free = layout.right
    if first:
        free = _funders(page, first, top + 0.5) - _GAP
        free -= _words_before(page, free, top)
    right = _ours(page, head, top, free)
    if head.lead_name:
        _lead(page, head, right, top, free)
    rest = funders[len(first) :]
    while rest:
        top += SECOND_BAND
        _funders(page, rest[: _second_room(layout)], top + 0.5)
        rest = rest[_second_room(layout) :]


def _words_before(page: Page, right: float, top: float) -> float:
    """« Avec le soutien de », on two lines, right-aligned; answers its width with the gap after it."""
    page.text(right, top + 4.9, "Avec le", size=8, colour=style.GREY, align="right")
    return page.text(right, top + 8.2, "soutien de", size=8, colour=style.GREY, align="right") + _GAP


def _ours(page: Page, head: Letterhead, top: float, free: float) -> float:
    """The organisation's mark and names; answers the right edge."""
    left = page.layout.left
    name = head.short_name or head.organisation
    if not _picture(page, head.logo, left, top, HEIGHT, HEIGHT):
        page.rect(left, top, HEIGHT, HEIGHT, fill=style.PRIMARY, radius=2)
        page.text(
            left + HEIGHT / 2,
            top + 7.35,
            initials(name),
            style.BOLD,
            15,
            style.WHITE,
            align="center",
        )
    x = left + HEIGHT + 2.4
    room = free - x
    if head.lead_name:
        room -= _LEAD_MARK + min(30.0, page.type.line(head.lead_name, style.SEMIBOLD).width * 10.6 / MM)
    commune = head.tagline.rpartition(" – ")[2]
    width, below = _name(page, x, top + 4.9, room, name, 13.5)
    return x + max(width, _second_line(page, x, below, room, head.tagline, commune))


def _name(page: Page, x: float, y: float, room: float, name: str, size: float) -> tuple[float, float]:
    """A name on the baseline `y`, or on two lines around it; answers its width and the next baseline."""
    fitted = page.fitted([Span(name, style.SEMIBOLD)], size, room, lines=2, smaller=size - 8.5)
    if len(fitted.lines) == 1:
        return page.line(x, y, fitted.lines[0], fitted.size), y + 4.2
    widths = [
        page.line(x, y - 1.5 + index * 3.2, line, fitted.size) for index, line in enumerate(fitted.lines)
    ]
    return max(widths), y + 5.3


def _second_line(page: Page, x: float, y: float, room: float, *wordings: str) -> float:
    """Under a name, the first wording that fits, the shortest one otherwise; answers its width."""
    text = next((text for text in wordings if page.type.line(text).width * 8.2 / MM <= room), wordings[-1])
    return page.fit(x, y, room, text, size=8.2, colour=style.GREY, smaller=0.7)


def _lead(page: Page, head: Letterhead, left: float, top: float, free: float) -> None:
    """After a fine rule, the chef de file."""
    x = left + _LEAD_GAP
    page.rule(x, top + 0.7, x, top + HEIGHT - 0.7, 0.6, style.GRID)
    x += _LEAD_GAP
    if not _picture(page, head.lead_logo, x, top + 0.5, _MARK, _MARK):
        page.rect(x + 0.2, top + 0.7, _MARK - 0.4, _MARK - 0.4, stroke=style.INK, pen=0.9, radius=1.8)
        page.text(
            x + _MARK / 2,
            top + 7.0,
            initials(head.lead_name),
            style.BOLD,
            12.5,
            align="center",
        )
    x += _MARK + 2.4
    _width, below = _name(page, x, top + 5.1, free - x, head.lead_name, 10.6)
    _second_line(page, x, below, free - x, head.lead_caption, head.lead_short)


def _funders(page: Page, funders: list[FunderMark], top: float) -> float:
    """Marks from the right edge, the first of them leftmost; answers the left edge."""
    right = page.layout.right
    for funder in reversed(funders):
        right = (_emblem if funder.name == _EU and not funder.logo else _funder)(page, funder, right, top)
        right -= _GAP
    return right + _GAP


def _funder(page: Page, funder: FunderMark, right: float, top: float) -> float:
    """A logo, or a neutral box with the name; 25 to 38 mm wide. Answers its left edge."""
    if funder.logo and (picture := _read(page, funder.logo)):
        wide, high = picture.getSize()
        width = min(38.0, max(8.0, wide / high * _MARK))
        page.image(picture, right - width, top, width, _MARK)
        return right - width
    spans = [Span(funder.name, style.SEMIBOLD)]
    caption = page.type.line(funder.caption).width * 8 / MM
    width = min(38.0, max(25.0, page.type.spans(spans).width * 9 / MM + 5, caption + 5))
    page.rect(right - width, top, width, _MARK, stroke=style.LINE, pen=0.8, radius=0.7)
    middle = right - width / 2
    if funder.caption:
        page.fit(middle, top + 4.4, width - 3, spans, size=9, align="center", smaller=2)
        page.fit(
            middle, top + 7.9, width - 3, funder.caption, size=8, colour=style.GREY, align="center", smaller=1
        )
    else:
        fitted = page.fitted(spans, 9, width - 3, lines=2)
        page.centred(middle, top + _MARK / 2, fitted, align="center")
    return right - width


def _emblem(page: Page, _funder: FunderMark, right: float, top: float) -> float:
    """The emblem of the Union with its words, 37.8 mm wide. Answers its left edge."""
    words = max(
        page.type.line(text, style.BOLD).width * 7.8 / MM for text in ("Cofinancé par", "l’Union européenne")
    )
    left = right - words - 1.7 - _FLAG
    high = _FLAG * 2 / 3
    y = top + (_MARK - high) / 2
    page.rect(left, y, _FLAG, high, fill=style.EU_BLUE)
    for hour in range(12):
        angle = math.radians(30 * hour)
        star = (left + _FLAG / 2 + high / 3 * math.sin(angle), y + high / 2 - high / 3 * math.cos(angle))
        page.shape(_star(*star, high / 18), fill=style.EU_GOLD)
    page.text(left + _FLAG + 1.7, top + 4.3, "Cofinancé par", style.BOLD, 7.8)
    page.text(left + _FLAG + 1.7, top + 8.0, "l’Union européenne", style.BOLD, 7.8)
    return left


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    """A five-pointed star, one point upwards."""
    points: list[tuple[float, float]] = []
    for index in range(10):
        reach = radius if index % 2 == 0 else radius * 0.382
        angle = math.radians(36 * index)
        points.append((x + reach * math.sin(angle), y - reach * math.cos(angle)))
    return points


def initials(name: str) -> str:
    """One or two letters for the mark of an organisation: « Les Haies Vives » → « HV »."""
    words = [word for word in name.replace("’", " ").replace("'", " ").split() if word[:1].isalnum()]
    telling = [word for word in words if fold(word) not in _SMALL_WORDS] or words
    return "".join(word[0] for word in telling[:2]).upper() or "•"


def _picture(page: Page, logo: bytes | None, x: float, y: float, width: float, height: float) -> bool:
    """Draw a logo in its box; False when there is none, or none that can be read."""
    picture = _read(page, logo) if logo else None
    if picture is None:
        return False
    page.image(picture, x, y, width, height)
    return True


def _read(page: Page, logo: bytes) -> ImageReader | None:
    """A picture ready to print, made smaller when it is larger than paper shows; None when unreadable."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(logo))
            if image.width * image.height > _MAX_PIXELS:
                raise ValueError
            image.load()
            image = image.convert(
                "RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB"
            )
            image.thumbnail((_KEPT_PIXELS, _KEPT_PIXELS))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        page.document.remark("logo illisible, remplacé par une marque neutre")
        return None
    return ImageReader(image)

"""The sheet of paper: millimetres from the top left corner, texts on their baseline, pages in one PDF.

Shapes are written at once and texts when the page ends, so that words always lie over fills. What many pages
share is drawn once as a PDF form (`Page.form`).
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Literal

from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas as pdf
from reportlab.pdfgen.textobject import PDFTextObject

from elans_desktop.documents import printable, style
from elans_desktop.documents.geometry import MM, Layout, round_path
from elans_desktop.documents.text import Fitted, Line, Span, Typesetter

Align = Literal["left", "center", "right"]
_NBSP = "\u00a0"
_LOST = "caractère sans dessin dans les polices, imprimé « □ »"
_CUT = "texte trop long pour sa place, coupé"


@dataclass(frozen=True, slots=True)
class Composed:
    """A finished PDF: the number of pages of each of its subjects, and what was degraded."""

    pdf: bytes = field(repr=False)
    counts: tuple[int, ...]
    remarks: tuple[str, ...]


class Document:
    """A PDF being written: A4 pages of one layout, fonts embedded; `remarks` say what was degraded."""

    def __init__(
        self, layout: Layout, title: str, author: str, *, invariant: bool = False, scale: float = 1.0
    ) -> None:
        """`scale` draws the same page larger on a larger sheet: √2 for A3."""
        self.layout = layout
        self.scale = scale
        self.where = title
        """Document and line being drawn: how remarks name a place, without any personal data."""
        self._remarks: dict[str, None] = {}
        self._buffer = io.BytesIO()
        style.font(style.REGULAR)
        make: Any = pdf.Canvas
        self.canvas: Any = make(
            self._buffer,
            pagesize=(layout.width * MM * scale, layout.height * MM * scale),
            pageCompression=1,
            invariant=1 if invariant else 0,
            initialFontName=style.REGULAR,
            initialFontSize=10,
            lang="fr-FR",
        )
        self.canvas.setTitle(printable.sound(title))
        self.canvas.setAuthor(printable.sound(author))
        self.canvas.setCreator("ELANS")
        self.canvas.setViewerPreference("DisplayDocTitle", "true")
        self.type = Typesetter(lambda _count: self.remark(_LOST))
        self.forms: dict[Hashable, str] = {}

    def remark(self, problem: str) -> None:
        """Note a `problem` of the place being drawn, once."""
        self._remarks[f"{self.where}{_NBSP}: {problem}."] = None

    def page(self) -> Page:
        """A new page; the previous one must be ended."""
        return Page(self)

    def finish(self, counts: tuple[int, ...]) -> Composed:
        """Close the PDF; `counts` are the pages of each subject, in order."""
        self.canvas.save()
        return Composed(self._buffer.getvalue(), counts, tuple(self._remarks))


class Page:
    """One page; x and y in millimetres from the top left corner, sizes and line widths in points."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.layout = document.layout
        self.type = document.type
        self._canvas = document.canvas
        if document.scale != 1:
            self._canvas.scale(document.scale, document.scale)
        self._top = document.layout.height * MM
        self._reset()

    def _reset(self) -> None:
        self._text: PDFTextObject | None = None
        self._font: tuple[str, float] | None = None
        self._ink: Color | None = None
        self._pen: tuple[float, Color] | None = None
        self._fill: Color | None = None

    def end(self) -> None:
        """Write the texts and close the page."""
        self._flush()
        self._canvas.showPage()

    def _flush(self) -> None:
        if self._text is not None:
            self._canvas.drawText(self._text)

    # Texts

    def text(
        self,
        x: float,
        y: float,
        text: str,
        font: str = style.REGULAR,
        size: float = 10,
        colour: Color = style.INK,
        align: Align = "left",
    ) -> float:
        """Write `text` on the baseline `y`; answers its width in millimetres."""
        return self.line(x, y, self.type.line(text, font), size, colour, align)

    def line(
        self,
        x: float,
        y: float,
        line: Line,
        size: float,
        colour: Color = style.INK,
        align: Align = "left",
    ) -> float:
        """Write a measured line on the baseline `y`; answers its width in millimetres."""
        width = line.width * size
        left = x * MM - (0 if align == "left" else width / 2 if align == "center" else width)
        baseline = self._top - y * MM
        writer = self._text
        if writer is None:
            writer = self._text = self._canvas.beginText()
        if self._ink is not colour:
            writer.setFillColor(colour)
            self._ink = colour
        for run in line.runs:
            if self._font != (run.font, size):
                style.font(run.font)
                writer.setFont(run.font, size)
                self._font = (run.font, size)
            writer.setTextOrigin(left, baseline)
            writer.textOut(run.text)
            left += run.width * size
        return width / MM

    def fit(
        self,
        x: float,
        y: float,
        width: float,
        spans: str | list[Span],
        font: str = style.REGULAR,
        size: float = 10,
        colour: Color = style.INK,
        align: Align = "left",
        smaller: float = 1.5,
    ) -> float:
        """Write one line on the baseline `y`, made smaller or cut to hold in `width`; answers its width."""
        parts = [Span(spans, font)] if isinstance(spans, str) else spans
        fitted = self.fitted(parts, size, width, smaller=smaller)
        return self.line(x, y, fitted.lines[0], fitted.size, colour, align)

    def fitted(
        self, spans: list[Span], size: float, width: float, *, lines: int = 1, smaller: float = 1.5
    ) -> Fitted:
        """Fit `spans` in `width` mm; an ellipsis is remarked."""
        fitted = self.type.fit(spans, size, width * MM, lines=lines, smaller=smaller)
        if fitted.cut:
            self.document.remark(_CUT)
        return fitted

    def centred(
        self,
        x: float,
        middle: float,
        fitted: Fitted,
        colour: Color = style.INK,
        align: Align = "left",
        leading: float = 1.15,
    ) -> None:
        """Write fitted lines so that their block is centred on the height `middle`."""
        step = fitted.size * leading / MM
        y = middle + fitted.size * style.CAP_HALF / MM - step * (len(fitted.lines) - 1) / 2
        for line in fitted.lines:
            self.line(x, y, line, fitted.size, colour, align)
            y += step

    def paragraph(
        self,
        x: float,
        y: float,
        width: float,
        spans: str | list[Span],
        size: float = 10,
        colour: Color = style.INK,
        leading: float = style.LEADING,
    ) -> float:
        """Write as many lines as needed, the first on the baseline `y`; answers the last baseline."""
        parts = [Span(spans)] if isinstance(spans, str) else spans
        step = size * leading / MM
        for index, line in enumerate(self.type.wrap(parts, size, width * MM)):
            y += step if index else 0
            self.line(x, y, line, size, colour)
        return y

    # Shapes

    def _set_pen(self, width: float, colour: Color) -> None:
        if self._pen is None or self._pen[0] != width or self._pen[1] is not colour:
            self._canvas.addLiteral(
                f"{width:g} w {colour.red:.3f} {colour.green:.3f} {colour.blue:.3f} RG",
            )
            self._pen = (width, colour)

    def _set_fill(self, colour: Color) -> None:
        if self._fill is not colour:
            self._canvas.addLiteral(f"{colour.red:.3f} {colour.green:.3f} {colour.blue:.3f} rg")
            self._fill = colour

    def literal(self, operators: str) -> None:
        """Add PDF operators that leave the graphics state as they found it."""
        self._canvas.addLiteral(operators)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The PDF point of a place on the page."""
        return x * MM, self._top - y * MM

    def rule(
        self, x1: float, y1: float, x2: float, y2: float, width: float = 0.5, colour: Color = style.LINE
    ) -> None:
        """A straight line."""
        self._set_pen(width, colour)
        self._canvas.addLiteral(
            f"{x1 * MM:.2f} {self._top - y1 * MM:.2f} m {x2 * MM:.2f} {self._top - y2 * MM:.2f} l S"
        )

    def dotted(self, x1: float, x2: float, y: float) -> None:
        """A line to write on."""
        self._set_pen(0.7, style.GREY)
        y_pt = self._top - y * MM
        self._canvas.addLiteral(
            f"1 J [0 2.1] 0 d {x1 * MM:.2f} {y_pt:.2f} m {x2 * MM:.2f} {y_pt:.2f} l S 0 J [] 0 d"
        )

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: Color | None = None,
        stroke: Color | None = None,
        pen: float = 0.9,
        radius: float = 0,
    ) -> None:
        """A rectangle from its top left corner, with round corners when `radius` (mm) is given."""
        if fill is not None:
            self._set_fill(fill)
        if stroke is not None:
            self._set_pen(pen, stroke)
        paint = "B" if fill and stroke else "f" if fill else "S"
        left, top, w, h = x * MM, self._top - y * MM, width * MM, height * MM
        if radius:
            self._canvas.addLiteral(f"{round_path(left, top - h, w, h, radius * MM)} {paint}")
        else:
            self._canvas.addLiteral(f"{left:.2f} {top - h:.2f} {w:.2f} {h:.2f} re {paint}")

    def shape(
        self,
        points: list[tuple[float, float]],
        *,
        fill: Color | None = None,
        stroke: Color | None = None,
        pen: float = 0.9,
        closed: bool = True,
        dash: str = "",
    ) -> None:
        """A polygon, or an open line when `closed` is False; `dash` is a PDF dash array, « 3 2 »."""
        if fill is not None:
            self._set_fill(fill)
        if stroke is not None:
            self._set_pen(pen, stroke)
        path = " ".join(
            f"{x * MM:.2f} {self._top - y * MM:.2f} {'l' if index else 'm'}"
            for index, (x, y) in enumerate(points)
        )
        paint = ("b" if closed else "B") if fill and stroke else "f" if fill else ("s" if closed else "S")
        before, after = (f"[{dash}] 0 d ", " [] 0 d") if dash else ("", "")
        self._canvas.addLiteral(f"{before}{path} {paint}{after}")

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: Color | None = None,
        stroke: Color | None = None,
        pen: float = 0.9,
    ) -> None:
        """A disc or a ring around a centre."""
        self.rect(
            x - radius,
            y - radius,
            2 * radius,
            2 * radius,
            fill=fill,
            stroke=stroke,
            pen=pen,
            radius=radius,
        )

    def hatch(self, x: float, y: float, width: float, height: float, step: float = 2.4) -> None:
        """45° lines over a cell that must stay empty; `step` (mm) is measured across the lines."""
        self.rect(x, y, width, height, fill=style.GROUP)
        self._set_pen(0.6, style.LINE)
        ends: list[str] = []
        along = step * math.sqrt(2)
        offset = along
        while offset < width + height:
            x1, y1 = (x + offset, y) if offset <= width else (x + width, y + offset - width)
            x2, y2 = (x, y + offset) if offset <= height else (x + offset - height, y + height)
            ends.append(
                f"{x1 * MM:.2f} {self._top - y1 * MM:.2f} m {x2 * MM:.2f} {self._top - y2 * MM:.2f} l"
            )
            offset += along
        self._canvas.addLiteral(" ".join([*ends, "S"]))

    def image(self, picture: ImageReader, x: float, y: float, width: float, height: float) -> None:
        """A picture scaled to hold in a box, centred in it."""
        pixels_wide, pixels_high = picture.getSize()
        scale = min(width / pixels_wide, height / pixels_high)
        w, h = pixels_wide * scale, pixels_high * scale
        left, bottom = self.point(x + (width - w) / 2, y + (height + h) / 2)
        self._canvas.drawImage(picture, left, bottom, w * MM, h * MM, mask="auto")

    def watermark(self, words: str, x: float, y: float, size: float) -> None:
        """Large see-through words across the page, over the shapes and under the texts."""
        self._canvas.saveState()
        self._canvas.setFillColor(style.INK, 0.1)
        self._canvas.translate(*self.point(x, y))
        self._canvas.rotate(22)
        style.font(style.BOLD)
        self._canvas.setFont(style.BOLD, size)
        self._canvas.drawCentredString(0, -size * style.CAP_HALF, words)
        self._canvas.restoreState()
        self._pen = self._fill = None

    def form(self, key: Hashable, draw: Callable[[Page], None]) -> None:
        """What `draw` draws, made once in the document for all the pages that show the same `key`."""
        name = self.document.forms.get(key)
        if name is None:
            name = self.document.forms[key] = f"form{len(self.document.forms) + 1}"
            outer = (self._text, self._font, self._ink, self._pen, self._fill)
            self._reset()
            self._canvas.beginForm(name)
            draw(self)
            self._flush()
            self._canvas.endForm()
            self._text, self._font, self._ink, self._pen, self._fill = outer
        self._canvas.doForm(name)

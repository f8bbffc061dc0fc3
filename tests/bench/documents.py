"""How long sheets take: 300 séances in one PDF, beside a bare canvas that draws the same marks."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from unittest.mock import patch

from reportlab.pdfgen.canvas import Canvas

from elans_desktop.documents import style
from elans_desktop.documents.catalogue import render
from elans_desktop.documents.geometry import LANDSCAPE, MM
from elans_desktop.documents.page import Page
from elans_desktop.services.paper import PaperPerson, SeanceSheetView
from tests.bench.figures import Figure, Measured
from tests.documents.samples import SEANCE

SHEETS = 300


def figures() -> Iterator[Measured]:
    """300 sheets with and without their code, and beside a bare canvas."""
    render("emargement-seance", SEANCE)
    marks = _marks()
    bare = _best(lambda: _bare(marks))
    plain = _best(lambda: render("emargement-seance", _views(with_qr=False)))
    coded = _best(lambda: render("emargement-seance", _views(with_qr=True)))
    yield Figure("300 feuilles, sans QR", plain, 1, "s")
    yield Figure("300 feuilles, avec QR", coded, 2, "s")
    yield Figure("… sur un canevas nu, mêmes tracés", bare, unit="s")
    yield Figure("300 feuilles / canevas nu", plain / bare, 2, "×")


def _best(work: Callable[[], object]) -> float:
    """Seconds of the fastest of three."""
    times: list[float] = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def _views(*, with_qr: bool) -> list[SeanceSheetView]:
    """Different people, numbers and codes on each sheet."""
    return [
        replace(
            SEANCE,
            number=f"FE-2026-A{index:04}",
            control_code=f"7F3K-{index:04}",
            seance_number=index,
            with_qr=with_qr,
            people=tuple(PaperPerson(f"Nom{index}x{line}", f"Prénom{line}") for line in range(9)),
        )
        for index in range(1, SHEETS + 1)
    ]


def _marks() -> list[tuple[str, tuple[float, ...], str, str]]:
    """Every text, line and rectangle of one sheet: kind, places and sizes in points, text, font."""
    marks: list[tuple[str, tuple[float, ...], str, str]] = []
    top = LANDSCAPE.height
    line, rule, rect = Page.line, Page.rule, Page.rect

    def spy_line(self: Page, x: float, y: float, text, size: float, *rest, **named):
        marks.extend(("text", (x * MM, (top - y) * MM, size), run.text, run.font) for run in text.runs)
        return line(self, x, y, text, size, *rest, **named)

    def spy_rule(self: Page, x1: float, y1: float, x2: float, y2: float, *rest, **named):
        marks.append(("line", (x1 * MM, (top - y1) * MM, x2 * MM, (top - y2) * MM), "", ""))
        return rule(self, x1, y1, x2, y2, *rest, **named)

    def spy_rect(self: Page, x: float, y: float, width: float, height: float, **named):
        marks.append(("rect", (x * MM, (top - y - height) * MM, width * MM, height * MM), "", ""))
        return rect(self, x, y, width, height, **named)

    with (
        patch.object(Page, "line", spy_line),
        patch.object(Page, "rule", spy_rule),
        patch.object(Page, "rect", spy_rect),
    ):
        render("emargement-seance", replace(SEANCE, with_qr=False))
    return marks


def _bare(marks: list[tuple[str, tuple[float, ...], str, str]]) -> bytes:
    """The same marks on each of 300 pages, with nothing but the canvas of the library."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(LANDSCAPE.width * MM, LANDSCAPE.height * MM), pageCompression=1)
    for _ in range(SHEETS):
        current = ("", 0.0)
        canvas.setStrokeColor(style.INK)
        for kind, at, text, font in marks:
            if kind == "text":
                if current != (font, at[2]):
                    canvas.setFont(font, at[2])
                    current = (font, at[2])
                canvas.drawString(at[0], at[1], text)
            elif kind == "line":
                canvas.line(*at)
            else:
                canvas.rect(*at)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()

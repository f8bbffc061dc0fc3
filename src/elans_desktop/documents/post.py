"""Labels and envelopes: addresses where the post office looks for them, nothing else on the paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from elans_desktop.core.formats import count
from elans_desktop.documents import style
from elans_desktop.documents.geometry import MM, PORTRAIT, Layout
from elans_desktop.documents.page import Composed, Document, Page
from elans_desktop.services.participants.paper_people import EnvelopesView, LabelsView, PostalAddress

_SIZE = 11.0
_LEAST = 7.5
_STEP = 4.6
_EDGE = 6.0
"""Nothing is printed nearer to the edge of the paper."""


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """Where the labels of an A4 sheet are, in millimetres."""

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    pitch: float
    """From a column to the next."""

    @property
    def many(self) -> int:
        """Labels on a sheet."""
        return self.columns * self.rows

    def place(self, index: int) -> tuple[float, float]:
        """Top left corner of a label, line by line."""
        row, column = divmod(index, self.columns)
        return self.left + column * self.pitch, self.top + row * self.height


LABEL_SHEETS = {
    "24": LabelSheet(3, 8, 70.0, 37.0, 0.0, 0.5, 70.0),
    "14": LabelSheet(2, 7, 99.1, 38.1, 4.65, 15.15, 101.6),
}
ENVELOPES = {
    "dl": Layout(220, 110, 10, 210, 8, 8, 8, 100),
    "c5": Layout(229, 162, 12, 217, 10, 10, 10, 150),
}
_WINDOW = {"dl": (100.0, 55.0, 105.0), "c5": (109.0, 82.0, 105.0)}
"""Left, first baseline and width of the address of an envelope."""


def compose_labels(views: Sequence[LabelsView], *, invariant: bool = False) -> Composed:
    """Sheets of labels, from the first free one."""
    document = Document(PORTRAIT, "Étiquettes", views[0].letterhead.organisation, invariant=invariant)
    return document.finish(tuple(_sheets(document, view) for view in views))


def compose_envelopes(views: Sequence[EnvelopesView], *, invariant: bool = False) -> Composed:
    """An envelope a page; all the views are of one size."""
    layout = ENVELOPES[views[0].format]
    document = Document(layout, "Enveloppes", views[0].letterhead.organisation, invariant=invariant)
    return document.finish(tuple(_envelopes(document, view) for view in views))


def _sheets(document: Document, view: LabelsView) -> int:
    document.where = "Étiquettes"
    _say_without(document, view.without, view.opposed)
    sheet = LABEL_SHEETS[view.sheet]
    pages, page = 0, None
    for index, address in enumerate(view.addresses, start=view.start - 1):
        place = index % sheet.many
        if page is None or place == 0:
            if page is not None:
                page.end()
            page = document.page()
            pages += 1
        document.where = f"Étiquettes, page {pages}, étiquette {place + 1}"
        _label(page, sheet, place, address)
    if page is None:
        page, pages = document.page(), 1
    page.end()
    return pages


def _label(page: Page, sheet: LabelSheet, index: int, address: PostalAddress) -> None:
    x, y = sheet.place(index)
    left = max(x + 5, _EDGE)
    right = min(x + sheet.width - 3, PORTRAIT.width - _EDGE)
    height = _STEP * len(address.lines)
    top = max(y + (sheet.height - height) / 2, _EDGE)
    _lines(page, left, top + 3.6, right - left, address)


def _envelopes(document: Document, view: EnvelopesView) -> int:
    document.where = "Enveloppes"
    _say_without(document, view.without, view.opposed)
    head = view.letterhead
    sender = [part for part in (head.organisation, *head.address) if part]
    left, top, width = _WINDOW[view.format]
    for number, address in enumerate(view.addresses, start=1):
        document.where = f"Enveloppes, page {number}"
        page = document.page()
        page.text(document.layout.left, document.layout.band + 4, "Expéditeur", size=7.5, colour=style.GREY)
        for rank, line in enumerate(sender[:4]):
            y = document.layout.band + 8.4 + rank * 4
            page.fit(document.layout.left, y, 80, line, size=9, smaller=1.5)
        _lines(page, left, top, width, address)
        page.end()
    return len(view.addresses)


def _lines(page: Page, x: float, y: float, width: float, address: PostalAddress) -> None:
    """Lines of one size, the name SemiBold: the largest at which all of them hold."""
    size = _SIZE
    fonts = [style.SEMIBOLD, *[style.REGULAR] * (len(address.lines) - 1)]
    widest = max(page.type.line(line, font).width for line, font in zip(address.lines, fonts, strict=True))
    while size > _LEAST and widest * size / MM > width:
        size -= 0.5
    for rank, (line, font) in enumerate(zip(address.lines, fonts, strict=True)):
        page.fit(x, y + rank * _STEP, width, line, font, size, smaller=0)


def _say_without(document: Document, without: int, opposed: int) -> None:
    for many, why in ((without, "sans adresse complète"), (opposed, "à leur demande (opposition)")):
        if many:
            who = count(many, "personne est laissée", "personnes sont laissées")
            document.remark(f"{who} de côté, {why}")

"""What the two sign-in sheets share: pagination, names of half-days, lines to sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from elans_desktop.core import formats
from elans_desktop.documents import style
from elans_desktop.documents.blocks import NBSP, name_spans
from elans_desktop.documents.geometry import MM
from elans_desktop.documents.page import Page
from elans_desktop.services.paper import NO_ENTRY, PaperMark, PaperPerson, PaperSlot

KIND_LABELS = {"matin": "Matin", "apres_midi": "Après-midi", "soir": "Soir"}
NAME_SIZE = 11.5
SMALL_NAME_SIZE = 10.0
NARROW = 26.0
"""Millimetres of a cell in which a day is written without its year."""
_NOON = 12 * 60 + 30
_AFTERNOON = 13 * 60 + 30


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of one page: `named` people from position `start`, then `blank` lines."""

    start: int
    named: int
    blank: int

    @property
    def lines(self) -> int:
        """All the lines of the page."""
        return self.named + self.blank


def paginate(people: int, capacity: int, blanks: int, last_capacity: int | None = None) -> list[Sheet]:
    """Share people between pages of `capacity` lines; the blank lines close the last page only.

    The last page (`last_capacity` lines, more than `blanks`) always holds somebody, unless there is nobody:
    then it is a page of blank lines.
    """
    last = capacity if last_capacity is None else last_capacity
    if people == 0:
        return [Sheet(0, 0, last)]
    sheets: list[Sheet] = []
    start = 0
    while people - start + blanks > last:
        take = min(capacity, people - start - 1)
        sheets.append(Sheet(start, take, 0))
        start += take
    return [*sheets, Sheet(start, people - start, blanks)]


def is_whole_day(slot: PaperSlot) -> bool:
    """A slot that covers noon: « Journée », whatever its kind."""
    return slot.start < _NOON and slot.end > _AFTERNOON


def slot_label(slot: PaperSlot, slots: Sequence[PaperSlot]) -> str:
    """« Matin », « Après-midi », « Soir », « Journée »; with its hour when two slots share the word."""
    label = "Journée" if is_whole_day(slot) else KIND_LABELS[slot.kind]
    if sum(other.kind == slot.kind for other in slots) > 1:
        return f"{label} {formats.time_of_day(slot.start)}"
    return label


def legal_line(slots: Sequence[PaperSlot]) -> str:
    """What one attests by signing; no article of law (Code du travail fixes none)."""
    if all(slot.kind != "soir" and not is_whole_day(slot) for slot in slots):
        return (
            "En signant, j’atteste ma présence à la demi-journée. "
            "L’intervenant barre toute case non signée en fin de demi-journée."
        )
    return (
        "En signant, j’atteste ma présence aux heures indiquées. "
        "L’intervenant barre toute case non signée à la fin de la séance."
    )


def continuation(page: int, sheet: Sheet) -> str:
    """« Suite page 2 : lignes 13 à 16 »: last line of a page that continues."""
    first, last = sheet.start + 1, sheet.start + sheet.lines
    lines = f"ligne {first}" if first == last else f"lignes {first} à {last}"
    return f"Suite page {page}{NBSP}: {lines}"


def names(
    page: Page,
    people: Sequence[PaperPerson],
    sheet: Sheet,
    place: str,
    box: tuple[float, float, float, float],
    size: float = NAME_SIZE,
) -> None:
    """Write the people of a page, fitted one by one, in a column: `box` is x, top, width, row height.

    `place` names the document in remarks.
    """
    x, top, width, row = box
    for index in range(sheet.named):
        person = people[sheet.start + index]
        page.document.where = f"{place}, ligne {sheet.start + index + 1}"
        spans = name_spans(person.last_name, person.first_name)
        fitted = page.type.fit(spans, size, width * MM, lines=2)
        if fitted.cut:  # a whole name in small letters says more than a large one cut
            fitted = page.fitted(spans, SMALL_NAME_SIZE, width, lines=3)
        page.centred(x, top + (index + 0.5) * row, fitted, leading=1.1)
        if not spans:
            page.dotted(x, x + width, top + (index + 1) * row - 3)
    page.document.where = place


def marks(
    page: Page, given: Sequence[PaperMark], sheet: Sheet, box: tuple[float, float, float, float], columns: int
) -> None:
    """What was entered, in the cells of a page: `box` is x, top, width of a cell, row height."""
    x, top, width, row = box
    for index, mark in enumerate(given[sheet.start : sheet.start + sheet.named]):
        y = top + index * row
        for column, words in enumerate(mark.cells[:columns]):
            if words:
                left = x + column * width
                page.hatch(left, y, width, row)
                page.rect(left + width / 2 - 8, y + row / 2 - 2.2, 16, 4.4, fill=style.WHITE)
                page.fit(left + width / 2, y + row / 2 + 1.1, 15, words, size=8.5, align="center")
        for column, day in enumerate(mark.corrected[:columns]):
            if day is not None:
                words = f"corrigé le {formats.date_short(day) if width > NARROW else f'{day:%d/%m}'}"
                middle = x + (column + 0.5) * width
                page.rect(x + column * width + 0.4, y + row - 3.1, width - 0.8, 2.8, fill=style.WHITE)
                page.fit(middle, y + row - 0.9, width - 1, words, size=7, align="center")


@dataclass(frozen=True, slots=True)
class Totals:
    """What a page holds once entered."""

    people: int
    """Present at least once."""
    signed: int
    """Half-days followed."""
    minutes: int


def totals(given: Sequence[PaperMark], sheet: Sheet, slots: slice = slice(None)) -> Totals | None:
    """The sums of a page over some of its slots; None before any presence is entered."""
    lines = [mark.minutes[slots] for mark in given[sheet.start : sheet.start + sheet.named]]
    followed = [length for line in lines for length in line if length is not None]
    if not followed and all(words in NO_ENTRY for mark in given for words in mark.cells):
        return None
    people = sum(any(length is not None for length in line) for line in lines)
    return Totals(people, len(followed), sum(followed))


def line_numbers(page: Page, sheet: Sheet, x: float, top: float, row: float) -> None:
    """Line numbers of a page, centred on `x`, and the dotted lines of its blank rows' numbers."""
    for index in range(sheet.lines):
        y = top + (index + 0.5) * row + 10 * style.CAP_HALF / MM
        page.text(x, y, str(sheet.start + index + 1), size=10, colour=style.GREY, align="center")

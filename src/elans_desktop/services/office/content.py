"""What a document says: paragraphs and tables in order. Names may stand in them: nothing shows in a repr."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

MOST_BLOCKS = 2_000
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 500, 30, 20
MOST_CELLS = 20_000
"""Of all the tables of a document together."""
MOST_LETTERS = 800_000
"""Of the whole document: some three hundred pages, laid out in a second or two."""
LONGEST = 20_000
"""Letters of a paragraph, of a cell."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `heading` is its level (0: none), `item` tells one of a list."""

    text: str = field(repr=False)
    heading: int = 0
    item: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a text, or a sheet of a workbook with its title."""

    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    title: str = field(default="", repr=False)

    @property
    def columns(self) -> int:
        """How many columns its longest row has."""
        return max(map(len, self.rows), default=0)


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class OfficeContent:
    """Everything that is shown; `cut` when the document holds more than that."""

    blocks: tuple[Block, ...]
    cut: bool = False


def gathered(blocks: Iterable[Block]) -> OfficeContent:
    """The blocks that say something, within the limits; empty paragraphs are layout."""
    return _Gathering().of(blocks)


class _Gathering:
    """What still may be kept."""

    def __init__(self) -> None:
        self._letters, self._cells, self._cut = MOST_LETTERS, MOST_CELLS, False

    def of(self, blocks: Iterable[Block]) -> OfficeContent:
        kept: list[Block] = []
        sheets = 0
        for block in blocks:
            if _is_empty(block):
                continue
            sheets += isinstance(block, Grid) and bool(block.title)
            full = len(kept) == MOST_BLOCKS or sheets > MOST_SHEETS or self._letters <= 0
            if full or (isinstance(block, Grid) and self._cells <= 0):
                self._cut = True
                break
            if isinstance(block, Paragraph):
                kept.append(Paragraph(self._text(block.text), block.heading, block.item))
            else:
                kept.append(Grid(tuple(self._rows(block)), block.title))
        return OfficeContent(tuple(kept), self._cut)

    def _text(self, text: str) -> str:
        shown = text[: max(0, min(LONGEST, self._letters))]
        self._cut = self._cut or len(shown) < len(text)
        self._letters -= len(shown)
        return shown

    def _rows(self, grid: Grid) -> Iterable[tuple[str, ...]]:
        for rank, row in enumerate(grid.rows):
            if rank == MOST_ROWS or self._cells <= 0 or self._letters <= 0:
                self._cut = True
                return
            shown = tuple(self._text(cell) for cell in islice(row, MOST_COLUMNS))
            self._cut = self._cut or len(row) > MOST_COLUMNS
            self._cells -= len(shown)
            yield shown


def _is_empty(block: Block) -> bool:
    if isinstance(block, Paragraph):
        return not block.text.strip()
    return not any(cell.strip() for row in block.rows for cell in row)

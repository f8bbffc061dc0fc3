"""What a document says: paragraphs and tables in order. Names may stand in them: nothing shows in a repr."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_BLOCKS = 2_000
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 500, 30, 20
MOST_CELLS = 20_000
"""Of all the sheets of a workbook together."""
LONGEST = 20_000
"""Characters of a paragraph, of a cell."""


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

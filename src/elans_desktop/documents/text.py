"""Measuring, breaking and fitting text. Widths are points; a line breaks on the ordinary space only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from elans_desktop.documents import printable, style

ELLIPSIS = "…"
_HYPHENS = re.compile(r"[^-]+-*|-+")
STEP = 0.5
"""How much smaller (pt) each try of a fit is."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one font."""

    text: str = field(repr=False)
    font: str = style.REGULAR


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch ready to be drawn: the font holds each of its characters; `width` is for a size of 1 pt."""

    font: str
    text: str = field(repr=False)
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """Runs drawn one after the other on a baseline; `width` is for a size of 1 pt."""

    runs: tuple[Run, ...]
    width: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """Text that fits its place: size in points, one or more lines, and whether it had to be cut."""

    size: float
    lines: tuple[Line, ...]
    cut: bool = False


class Typesetter:
    """Turns text into measured runs; remembers them for the length of one document.

    `unknown` is called with the number of characters that no font draws, at each use of such a text.
    """

    def __init__(self, unknown: Callable[[int], None]) -> None:
        self._unknown = unknown
        self._lines: dict[tuple[str, str], tuple[Line, int]] = {}

    def line(self, text: str, font: str = style.REGULAR) -> Line:
        """`text` made printable, in one line."""
        known = self._lines.get((text, font))
        if known is None:
            known = self._lines[text, font] = _measured(text, font)
        if known[1]:
            self._unknown(known[1])
        return known[0]

    def spans(self, spans: Iterable[Span]) -> Line:
        """Several spans in one line."""
        runs: list[Run] = []
        for span in spans:
            runs += self.line(span.text, span.font).runs
        return Line(tuple(runs), sum(run.width for run in runs))

    def wrap(self, spans: Sequence[Span], size: float, width: float) -> list[Line]:
        """Lines no wider than `width` points, broken on ordinary spaces.

        A word too wide for a line breaks after its hyphens; one without hyphen has a line of its own.
        """
        lines: list[list[Span]] = []
        current: list[Span] = []
        for piece, glue in self._pieces(spans, width / size):
            joint = [Span(" ", piece[0].font)] if glue else []
            trial = [*current, *joint, *piece] if current else list(piece)
            if current and self.spans(trial).width * size > width + 0.01:
                lines.append(current)
                current = list(piece)
            else:
                current = trial
        if current:
            lines.append(current)
        return [self.spans(_joined(line)) for line in lines]

    def _pieces(self, spans: Sequence[Span], width: float) -> Iterator[tuple[tuple[Span, ...], bool]]:
        """Words, or parts of a word wider than `width`, with True when a space stands before."""
        for word in _words(spans):
            if self.spans(word).width <= width:
                yield word, True
                continue
            glue = True
            for span in word:
                for part in _HYPHENS.findall(span.text):
                    yield (Span(part, span.font),), glue
                    glue = False

    def fit(
        self, spans: Sequence[Span], size: float, width: float, *, lines: int = 1, smaller: float = 1.5
    ) -> Fitted:
        """Full size, else down to `smaller` points less, else two lines where allowed, else an ellipsis."""
        whole = self.spans(spans)
        smallest = max(size - smaller, style.SMALLEST)
        trial = size
        while True:
            if whole.width * trial <= width:
                return Fitted(trial, (whole,))
            if trial <= smallest:
                break
            trial = max(trial - STEP, smallest)
        if lines > 1:
            broken = self.wrap(spans, smallest, width)
            if len(broken) <= lines and all(line.width * smallest <= width for line in broken):
                return Fitted(smallest, tuple(broken))
        return Fitted(smallest, tuple(self._cut(spans, smallest, width, lines)), cut=True)

    def common_size(self, texts: Iterable[str], font: str, size: float, width: float) -> float:
        """The largest size, down to 1.5 pt less, at which every text of a column fits in `width`."""
        widest = max((self.line(text, font).width for text in texts), default=0.0)
        trial = size
        while widest * trial > width and trial > size - 1.5:
            trial -= STEP
        return trial

    def _cut(self, spans: Sequence[Span], size: float, width: float, lines: int) -> list[Line]:
        """At most `lines` lines, the last one ended by an ellipsis."""
        kept: list[Line] = []
        rest = [span for word in _words(spans) for span in (*word, Span(" ", word[-1].font))]
        while lines > 1 and rest:
            taken = self._first_line(rest, size, width)
            if taken == 0:
                break
            kept.append(self.spans(rest[: taken - 1]))  # without the space it ends with
            rest = rest[taken:]
            lines -= 1
        flat = [Span(char, span.font) for span in rest for char in span.text]
        low, high = 0, len(flat)
        while low < high:
            middle = (low + high + 1) // 2
            if self._ended(flat[:middle]).width * size <= width:
                low = middle
            else:
                high = middle - 1
        return [*kept, self._ended(flat[:low])]

    def _first_line(self, spans: Sequence[Span], size: float, width: float) -> int:
        """How many spans, up to a space, hold in `width`."""
        best = 0
        for index, span in enumerate(spans):
            if span.text == " ":
                if self.spans(spans[:index]).width * size > width:
                    break
                best = index + 1
        return best

    def _ended(self, chars: Sequence[Span]) -> Line:
        text = list(chars)
        while text and text[-1].text.isspace():
            text.pop()
        ending = Span(ELLIPSIS, text[-1].font if text else style.REGULAR)
        return self.spans(_joined([*text, ending]))


def _joined(chars: Sequence[Span]) -> list[Span]:
    """Neighbours of one font put together again, so that accents and scripts stay whole."""
    joined: list[Span] = []
    for char in chars:
        if joined and joined[-1].font == char.font:
            joined[-1] = Span(joined[-1].text + char.text, char.font)
        else:
            joined.append(char)
    return joined


def _words(spans: Sequence[Span]) -> list[tuple[Span, ...]]:
    """Words as spans; a word may change font in its middle."""
    words: list[tuple[Span, ...]] = []
    word: list[Span] = []
    for span in spans:
        for index, part in enumerate(printable.clean(span.text).split(" ")):
            if index and word:
                words.append(tuple(word))
                word = []
            if part:
                word.append(Span(part, span.font))
    if word:
        words.append(tuple(word))
    return words


def _measured(text: str, font: str) -> tuple[Line, int]:
    """The line of `text`, and how many of its characters no font draws."""
    widths = style.advances(font)
    cleaned = printable.clean(text)
    try:
        width = sum([widths[ord(char)] for char in cleaned])
    except KeyError:
        pass
    else:
        if not any(0x590 <= ord(char) < 0x900 for char in cleaned):
            return Line((Run(font, cleaned, width),) if cleaned else (), width), 0
    spare = style.advances(style.FALLBACK)
    pieces, lost = printable.runs(cleaned, widths.__contains__, spare.__contains__)
    runs: list[Run] = []
    for piece, other in pieces:
        face, advance = (style.FALLBACK, spare) if other else (font, widths)
        runs.append(Run(face, piece, sum(advance[ord(char)] for char in piece)))
    return Line(tuple(runs), sum(run.width for run in runs)), lost

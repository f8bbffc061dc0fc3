"""The funnel of the pathway: one line a step, its bar, its rate, its figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import number
from elans_desktop.ui import theme
from elans_desktop.ui.kit import buttons, paint
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.figure import Figure
from elans_desktop.ui.kit.layout import clear_layout, column, label, row
from elans_desktop.ui.kit.letter import Letter
from elans_desktop.ui.kit.painted import Painted


@dataclass(frozen=True)
class Step:
    """One step: `letter` (R M A C or an icon name), its name, how many, the sentence under its bar; what each
    of the two figures opens."""

    letter: str
    name: str
    value: int
    rate: str = ""
    on_click: Callable[[], object] | None = None
    on_rate: Callable[[], object] | None = None


class ShareBar(Painted):
    """A bar filled to a share of its track (0 to 1): 8 px thick, or 6, 4…"""

    def __init__(
        self, share: float = 0, fill: str = "primary", *, thickness: int = 8, framed: bool = False
    ) -> None:
        super().__init__(wide=True)
        self._share, self._fill, self._thickness = share, fill, thickness
        self._border = "line-strong" if framed else None

    def set_share(self, share: float, fill: str = "") -> None:
        """Change the share, and the token of the fill."""
        self._share, self._fill = share, fill or self._fill
        self.update()

    def design_size(self) -> QSize:
        """As thick as asked."""
        return QSize(theme.px(160), theme.px(self._thickness))

    def draw(self, painter: QPainter) -> None:
        """Track and fill."""
        paint.bar(painter, QRectF(self.rect()), self._share, self._fill, border=self._border)


class Funnel(QWidget):
    """The steps one under the other (Accueil), or side by side (`across`, Bilans)."""

    def __init__(self, steps: Sequence[Step] = (), *, across: bool = False) -> None:
        super().__init__()
        self._across = across
        self._line = row(spacing=24) if across else column(spacing=8)
        self.setLayout(self._line)
        self.set_steps(steps)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show these steps; the widest bar is the greatest value."""
        clear_layout(self._line)
        most = max((step.value for step in steps), default=0) or 1
        for step in steps:
            self._line.addWidget(self._step(step, most), 1 if self._across else 0)

    def _step(self, step: Step, most: int) -> QWidget:
        made = QWidget()
        figure = Figure(number(step.value), step.name, step.on_click, size=28 if self._across else 18)
        fill = step.letter if step.letter in ("R", "M", "A", "C") else "muted"
        bar = ShareBar(step.value / most, fill, thickness=6 if self._across else 8)
        letter = Letter(step.letter, step.name)
        if self._across:
            made.setLayout(column(letter, figure, bar, _rate(step, "secondary"), spacing=4))
            return made
        whole = column(row(letter, None, figure), bar, spacing=4)
        if step.rate:
            whole.addLayout(
                row(4, Icon("corner-down-right", "muted", 14), _rate(step, "caption"), None, spacing=4)
            )
        made.setLayout(whole)
        return made


def _rate(step: Step, look: str) -> QWidget:
    """The sentence under the bar; a link when it counts something."""
    if step.on_rate is None:
        return label(step.rate, look)
    return buttons.link(step.rate, "", step.on_rate)

"""The gauge of a ceiling, its sentence and its base: green below 98 % of the ceiling, amber, then red."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import money
from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.layout import column, label, row, set_look
from elans_desktop.ui.kit.painted import Painted

Level = Literal["success", "warning", "danger"]
NEAR = 98  # percent of the ceiling from which it turns amber
FULL_SCALE = 4 / 3  # the track shows a third more than the ceiling
_FILLS = {"success": "primary", "warning": "warning", "danger": "danger"}
_ICONS = {"success": "circle-check", "warning": "triangle-alert", "danger": "circle-alert"}


def level(value: int, ceiling: int) -> Level:
    """The state of an amount before its ceiling (same unit): success, warning from 98 %, danger above."""
    if value > ceiling:
        return "danger"
    return "warning" if value * 100 >= ceiling * NEAR and value > 0 else "success"


def gauge_sentence(value: int, ceiling: int) -> str:
    """« encore 1 240,00 € possibles » or « dépasse de 310,00 € », from cents."""
    if value > ceiling:
        return f"dépasse de {money(value - ceiling)}"
    return f"encore {money(ceiling - value)} possibles"


class GaugeBar(Painted):
    """The bar alone: track 12 (10 per member), ceiling line beyond it on both sides."""

    def __init__(self, value: int = 0, ceiling: int = 0, *, thickness: int = 12) -> None:
        super().__init__(wide=True)
        self._value, self._ceiling, self._thickness = value, ceiling, thickness
        self.set_gauge(value, ceiling)

    def set_gauge(self, value: int, ceiling: int) -> None:
        """Change the amounts (same unit)."""
        self._value, self._ceiling = value, ceiling
        self.setAccessibleName(gauge_sentence(value, ceiling))
        self.update()

    def design_size(self) -> QSize:
        """The track and its line."""
        return QSize(theme.px(240), theme.px(self._thickness + 8))

    def draw(self, painter: QPainter) -> None:
        """Track, fill, ceiling."""
        width, thick = self.width(), theme.px(self._thickness)
        top = (self.height() - thick) / 2
        full = max(1.0, self._ceiling * FULL_SCALE)
        if self._value > full:
            full = float(self._value)
        track = QRectF(0, top, width, thick)
        fill = _FILLS[level(self._value, self._ceiling)]
        paint.bar(painter, track, self._value / full, fill, border="line-strong")
        if self._ceiling > 0:
            place = round(width * self._ceiling / full)
            painter.fillRect(QRectF(place - 1, 0, 2, self.height()), theme.color("text"))


class Gauge(QWidget):
    """Bar, sentence with its icon, and the base in words under it. Amounts in cents."""

    def __init__(self, value: int = 0, ceiling: int = 0, base: str = "") -> None:
        super().__init__()
        self.bar = GaugeBar()
        self.icon = Icon("circle-check", "success-ink")
        self.sentence = label("", "strong")
        self.base = label("", "secondary", wrap=True)
        self.setLayout(column(self.bar, row(self.icon, self.sentence, None, spacing=4), self.base, spacing=4))
        self.set_gauge(value, ceiling, base)

    def set_gauge(self, value: int, ceiling: int, base: str = "") -> None:
        """Change the amounts (cents) and the sentence that says what the ceiling is computed on."""
        state = level(value, ceiling)
        self.bar.set_gauge(value, ceiling)
        self.icon.set_icon(_ICONS[state], f"{state}-ink")
        self.sentence.setText(gauge_sentence(value, ceiling))
        set_look(self.sentence, tone=f"{state}-ink")
        self.base.setText(base)
        self.base.setVisible(bool(base))

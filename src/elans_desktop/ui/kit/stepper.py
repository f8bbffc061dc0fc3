"""The steps of a sheet: à imprimer → imprimée → signée reçue → saisie → validée."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen

from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.painted import Painted


class Stepper(Painted):
    """Numbered circles joined by a line; those before `current` are done; len(steps): all are."""

    def __init__(self, steps: Sequence[str], current: int = 0, *, step_width: int = 86) -> None:
        super().__init__(wide=True)
        self._steps, self._current, self._step_width = tuple(steps), current, step_width
        self.set_current(current)

    def set_current(self, current: int) -> None:
        """Go to a step (0-based)."""
        self._current = current
        name = self._steps[current] if current < len(self._steps) else "terminé"
        self.setAccessibleName(f"Étape : {name}")
        self.update()

    def design_size(self) -> QSize:
        """Circles 20 and labels 13 under."""
        return QSize(theme.px(self._step_width) * len(self._steps), theme.px(44))

    def draw(self, painter: QPainter) -> None:
        """Lines, circles, labels."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        each = self.width() / len(self._steps)
        middle = theme.px(11)
        for index in range(len(self._steps) - 1):
            colour = theme.color("primary" if index < self._current - 0 else "line-strong")
            left = each * (index + 0.5)
            painter.fillRect(QRectF(left, middle - 1, each, 2), colour)
        for index, name in enumerate(self._steps):
            centre = QPointF(each * (index + 0.5), middle)
            self._circle(painter, centre, index)
            now = index == self._current
            words = QRectF(each * index, theme.px(24), each, theme.px(20))
            weight, token = (600, "text") if now else (400, "muted")
            paint.line_of_text(painter, words, name, size=13, weight=weight, token=token, align=paint.CENTER)

    def _circle(self, painter: QPainter, centre: QPointF, index: int) -> None:
        radius = theme.px(20) / 2
        done, now = index < self._current, index == self._current
        if done:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("primary"))
            painter.drawEllipse(centre, radius, radius)
            half = theme.px(12) / 2
            theme.draw_icon(painter, "check", "on-primary", centre.x() - half, centre.y() - half, 12)
            return
        width = 2 if now else 1
        painter.setPen(QPen(theme.color("primary" if now else "field"), width))
        painter.setBrush(theme.color("surface"))
        painter.drawEllipse(centre, radius - width / 2, radius - width / 2)
        square = QRectF(centre.x() - radius, centre.y() - radius - 0.5, 2 * radius, 2 * radius)
        paint.line_of_text(
            painter,
            square,
            str(index + 1),
            size=13,
            weight=600 if now else 400,
            token="primary-ink" if now else "muted",
            align=paint.CENTER,
            elide=False,
        )

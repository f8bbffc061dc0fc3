"""Status badges and brique letters as widgets (delegates paint the same with `kit.paint`)."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter

from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.painted import Painted

TONE_ICONS = {"success": "check", "warning": "triangle-alert", "danger": "circle-alert", "accent": "timer"}


class Badge(Painted):
    """A status in words, 20 high. `tone`: primary, success, warning, accent, danger, neutral, note,
    R, M, A, C. `icon`: a Lucide name, or « auto » for the one of the tone."""

    def __init__(self, text: str, tone: str = "neutral", icon: str = "") -> None:
        super().__init__()
        self._text, self._tone, self._icon = "", "", ""
        self.set_badge(text, tone, icon)

    def set_badge(self, text: str, tone: str = "neutral", icon: str = "") -> None:
        """Change words, tone and icon."""
        self._text, self._tone = text, tone
        self._icon = TONE_ICONS.get(tone, "") if icon == "auto" else icon
        self.setAccessibleName(text)
        if not text or self.parentWidget() is not None:
            self.setVisible(bool(text))
        self._dressed()

    def text(self) -> str:
        """The words shown."""
        return self._text

    def design_size(self) -> QSize:
        """20 high."""
        return QSize(paint.badge_width(self._text, self._icon), theme.px(20))

    def draw(self, painter: QPainter) -> None:
        """The badge."""
        paint.badge(painter, QRectF(self.rect()), self._text, self._tone, self._icon)


class Keycap(Painted):
    """A key of the keyboard: « Ctrl+K », « Entrée »."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.setAccessibleName(f"Touche {text}")

    def design_size(self) -> QSize:
        """20 high."""
        return QSize(round(paint.text_width(self._text, 13)) + theme.px(12), theme.px(20))

    def draw(self, painter: QPainter) -> None:
        """A box and its words."""
        rect = QRectF(self.rect())
        paint.box(painter, rect, "background", "line-strong", radius=3)
        line = rect.adjusted(0, -1, 0, 0)
        paint.line_of_text(painter, line, self._text, size=13, token="muted", align=paint.CENTER, elide=False)

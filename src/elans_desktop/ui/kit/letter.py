"""The letter of a brique as a widget, alone or before its name."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter

from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.painted import Painted

NAMES = {"R": "Repérage", "M": "Remobilisation", "A": "Accompagnement", "C": "Coordination"}


class Letter(Painted):
    """R, M, A or C in its box (20 or 16), another sign or an icon name in a grey box; `text` after it."""

    def __init__(
        self, code: str, text: str = "", *, side: int = 20, size: int = 15, strong: bool = False
    ) -> None:
        super().__init__()
        self._code, self._text, self._side = code, text, side
        self._size = size
        self._weight = 600 if strong else 400
        self.setAccessibleName(text or NAMES.get(code, code))
        if not text and code in NAMES:
            self.setToolTip(NAMES[code])

    def set_letter(self, code: str, text: str = "") -> None:
        """Change the letter and the words."""
        self._code, self._text = code, text
        self.setAccessibleName(text or NAMES.get(code, code))
        self._dressed()

    def design_size(self) -> QSize:
        """The box and its words."""
        words = paint.text_width(self._text, self._size, self._weight) + theme.px(4) if self._text else 0
        return QSize(theme.px(self._side) + round(words) + (1 if words else 0), theme.px(max(20, self._side)))

    def draw(self, painter: QPainter) -> None:
        """The box, then the words."""
        top = (self.height() - theme.px(self._side)) / 2
        paint.letter(painter, 0, top, self._code, side=self._side)
        if self._text:
            left = theme.px(self._side + 4)
            line = QRectF(left, -1, self.width() - left, self.height())
            paint.line_of_text(painter, line, self._text, size=self._size, weight=self._weight, elide=False)

"""The seven tabs: name, title, icon; and the strip that shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.layout import surface


class Tab(NamedTuple):
    """A tab: code of its area, French title, icon."""

    name: str
    title: str
    icon: str


TABS = (
    Tab("home", "Accueil", "house"),
    Tab("governance", "Gouvernance", "landmark"),
    Tab("participants", "Participants", "users"),
    Tab("calendar", "Calendrier", "calendar-days"),
    Tab("evaluations", "Évaluations", "clipboard-check"),
    Tab("budget", "Budget", "euro"),
    Tab("reports", "Bilans", "chart-no-axes-column"),
)

DIGITS = ("1", "2", "3", "4", "5", "6", "7")
AZERTY_DIGITS = ("&", "é", '"', "'", "(", "-", "è")
"""What Ctrl+1…7 sends on a French keyboard without Shift."""

HEIGHT = 40


class TabButton(QAbstractButton):
    """One tab: icon, words, an underline of 2 px when it is the current one."""

    def __init__(self, tab: Tab, shortcut: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tab = tab
        self.setText(tab.title)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(tab.title)
        self.setToolTip(f"{tab.title} ({shortcut})")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        """40 high; icon, gap of 8, words, 16 on each side."""
        return QSize(round(paint.text_width(self.text(), 15, 600)) + theme.px(24 + 32), theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tab."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        token = "primary-ink" if self.isChecked() else "text" if self.underMouse() else "muted"
        theme.draw_icon(painter, self.tab.icon, token, theme.px(16), (rect.height() - theme.px(16)) / 2, 16)
        words = rect.adjusted(theme.px(40), 0, 0, 0)
        paint.line_of_text(painter, words, self.text(), token=token, weight=600 if self.isChecked() else 500)
        if self.isChecked():
            line = QRectF(0, rect.height() - 2, rect.width(), 2)
            painter.fillRect(line, theme.color("primary"))
        if self.hasFocus():
            painter.setPen(theme.color("primary"))
            painter.drawRect(rect.adjusted(2, 4, -3, -5))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A tab opens when pressed."""
        self.click()
        event.accept()


class TabStrip(QWidget):
    """The row of tabs; arrows move between them."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[Tab] = TABS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        surface(self)
        self.setFixedHeight(theme.px(HEIGHT))
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 0, 8, 0)
        line.setSpacing(0)
        self._buttons = {
            tab.name: TabButton(tab, f"Ctrl+{digit}") for tab, digit in zip(tabs, DIGITS, strict=False)
        }
        for name, button in self._buttons.items():
            button.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
            line.addWidget(button)
        line.addStretch(1)
        theme.signals.changed.connect(self._restyle)

    def show_current(self, name: str | None) -> None:
        """Underline this tab; none for a page outside the tabs (Réglages)."""
        for button_name, button in self._buttons.items():
            button.setAutoExclusive(False)
            button.setChecked(button_name == name)
            button.setAutoExclusive(True)

    def set_title(self, name: str, title: str) -> None:
        """Give a tab the word of the scheme shown."""
        button = self._buttons[name]
        button.setToolTip(button.toolTip().replace(button.text(), title))
        button.setText(title)
        button.setAccessibleName(title)
        button.updateGeometry()

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(HEIGHT))
        for button in self._buttons.values():
            button.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move the focus."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        buttons = list(self._buttons.values())
        place = next((i for i, b in enumerate(buttons) if b.hasFocus()), 0)
        buttons[(place + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)

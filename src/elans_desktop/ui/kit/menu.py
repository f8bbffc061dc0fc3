"""Menus: rows of 32 with an icon, words, and a fact at the right; a reason written under a row."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget, QWidgetAction

from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint
from elans_desktop.ui.theme.dress import dress

STAYS = "stays"
"""Property of a box: the menu stays open when it is ticked."""


class _Row(QWidget):
    """What a row of a menu looks like; the menu owns keyboard and clicks."""

    def __init__(self, menu: Menu, action: QAction, icon: str, fact: str, reason: str) -> None:
        super().__init__(menu)
        self._menu, self._action = menu, action
        self._icon, self._fact, self._reason = icon, fact, reason
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """32 high, 22 more with a reason; the width of the words and the fact."""
        words = paint.text_width(self._action.text(), 15)
        fact = paint.text_width(self._fact, 14) + 24 if self._fact else 0
        width = round(words + fact) + theme.px(50)
        if self._reason:
            width = max(width, round(paint.text_width(self._reason, 13)) + theme.px(50))
        return QSize(max(theme.px(200), width), theme.px(32) + (theme.px(22) if self._reason else 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The pointed row on the tint."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        pointed = self._menu.activeAction() is self._action and self._action.isEnabled()
        if pointed:
            painter.fillRect(rect, theme.color("primary-tint"))
        ink = "primary-ink" if pointed else "text" if self._action.isEnabled() else "disabled"
        row = QRectF(0, 0, rect.width(), theme.px(32))
        icon = self._shown_icon()
        if icon:
            theme.draw_icon(painter, icon, ink, theme.px(12), theme.px(8), 16)
        left = theme.px(36)
        right = row.right() - theme.px(12)
        if self._fact:
            fact = QRectF(left, -1, right - left, row.height())
            paint.line_of_text(painter, fact, self._fact, size=14, token="muted", align=paint.RIGHT)
            right -= paint.text_width(self._fact, 14) + 12
        words = QRectF(left, -1, right - left, row.height())
        paint.line_of_text(painter, words, self._action.text(), token=ink)
        if self._reason:
            under = QRectF(left, row.height() - theme.px(5), rect.width() - left, theme.px(22))
            paint.line_of_text(painter, under, self._reason, size=13, token="warning-ink")
        painter.end()

    def _shown_icon(self) -> str:
        if not self._action.isCheckable():
            return self._icon
        if self._action.property(STAYS):
            return "square-check" if self._action.isChecked() else "square"
        return "check" if self._action.isChecked() else self._icon


class Menu(QMenu):
    """A menu with painted rows; arrows, letters and Entrée work as in any menu."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flags = Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
        self.setWindowFlags(self.windowFlags() | flags)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        dress(self, "menu")
        self.hovered.connect(self._repaint_rows)

    def add(
        self,
        text: str,
        on_trigger: Callable[[], object] | None = None,
        *,
        icon: str = "",
        fact: str = "",
        reason: str = "",
        enabled: bool = True,
        checked: bool | None = None,
        stays: bool = False,
    ) -> QAction:
        """Add a row. `fact`: at the right (« 2 pages »); `reason`: under it, why it is provisional;
        `checked`: a row that can be ticked; `stays`: it is a box, ticking it leaves the menu open."""
        action = QWidgetAction(self)
        action.setText(text)
        action.setEnabled(enabled)
        if checked is not None:
            action.setCheckable(True)
            action.setChecked(checked)
            action.setProperty(STAYS, stays)
        action.setDefaultWidget(_Row(self, action, icon, fact, reason))
        if on_trigger is not None:
            action.triggered.connect(lambda: on_trigger())
        self.addAction(action)
        return action

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point the row under the pointer, and unpoint the one it left."""
        super().mouseMoveEvent(event)
        self._repaint_rows(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a box ticks it; on another row, it does what it says and closes."""
        if not self._tick(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Espace and Entrée do the same from the keyboard."""
        keys = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() not in keys or not self._tick(self.activeAction()):
            super().keyPressEvent(event)

    def _tick(self, action: QAction | None) -> bool:
        if action is None or not action.property(STAYS) or not action.isEnabled():
            return False
        action.toggle()  # a trigger would close the menu
        self._repaint_rows(None)
        return True

    def _repaint_rows(self, _action: QAction | None) -> None:
        for row in self.findChildren(_Row):
            row.update()

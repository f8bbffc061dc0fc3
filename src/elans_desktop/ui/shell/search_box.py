"""Ctrl+K: one box that finds a person, an activity, a structure, a meeting, and goes there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from elans_desktop.services import search
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.line_edit import LineEdit
from elans_desktop.ui.theme.dress import dress

ICONS = {
    "participant": "user",
    "activity": "calendar-days",
    "structure": "building-2",
    "professional": "id-card",
    "meeting": "landmark",
    "place": "map-pin",
}
DESTINATIONS = {
    "participant": "participants",
    "activity": "calendar",
    "structure": "governance",
    "professional": "settings",
    "meeting": "governance",
    "place": "settings",
}
_ROW = 44
_SHOWN = 9


class SearchBox(LineEdit):
    """The field of the header; its answers drop under it."""

    opened = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setPlaceholderText("Rechercher partout")
        self.setAccessibleName("Rechercher partout (Ctrl+K)")
        self.addAction(theme.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.answers = _Answers(self)
        self.answers.chosen.connect(self._go)
        self.textEdited.connect(self._search)
        theme.signals.changed.connect(self._restyle)

    def _restyle(self) -> None:
        for action in self.actions():
            action.setIcon(theme.icon("search", "muted"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, and its key caps while it is empty."""
        super().paintEvent(event)
        width = theme.px(46)
        words = paint.text_width(self.placeholderText(), 15) + theme.px(40)
        if self.text() or self.hasFocus() or self.width() < words + width + theme.px(16):
            return
        painter = QPainter(self)
        cap = QRect(
            self.width() - width - theme.px(8), (self.height() - theme.px(20)) // 2, width, theme.px(20)
        )
        paint.box(painter, cap.toRectF(), "background", "line-strong", radius=3)
        paint.line_of_text(painter, cap.toRectF(), "Ctrl+K", size=13, token="muted", align=paint.CENTER)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk the answers, Entrée opens one, Échap leaves."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.answers.isVisible():
            self.answers.move_by(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.answers.isVisible():
            self.answers.choose_current()
        elif key == Qt.Key.Key_Escape:
            self.clear()
            self.answers.hide()
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def _search(self, text: str) -> None:
        if len(text.strip()) < 2:
            self.answers.hide()
            return
        self.answers.show_found(self.context.bridge.read(search.find, text))

    def _go(self, found: search.Found) -> None:
        self.clear()
        self.answers.hide()
        self.context.window.navigate(DESTINATIONS[found.kind], found.kind, found.id)


class _Answers(QFrame):
    """The list under the field: a child of the window, never a window of its own."""

    chosen = Signal(object)

    def __init__(self, box: SearchBox) -> None:
        super().__init__(box)
        self._box = box
        self.setVisible(False)
        self._list = QListWidget(self)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(self._clicked)
        self._found: tuple[search.Found, ...] = ()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(4, 8, 4, 8)
        inside.addWidget(self._list)
        dress(self, "popup")
        box.installEventFilter(self)

    def _clicked(self, _item: QListWidgetItem) -> None:
        self.choose_current()

    def show_found(self, found: tuple[search.Found, ...]) -> None:
        """Show these answers, or that there are none."""
        self._found = found
        self._list.clear()
        for one in found:
            item = QListWidgetItem(theme.icon(ICONS[one.kind], "muted"), _words(one), self._list)
            item.setSizeHint(QSize(0, theme.px(_ROW - 8)))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one.title}, {one.detail}")
        if not found:
            item = QListWidgetItem("Rien ne correspond.", self._list)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self._list.setCurrentRow(0)
        window = self._box.window()
        if self.parent() is not window:
            self.setParent(window)
        corner = self._box.mapTo(window, QPoint(0, self._box.height() + 4))
        lines = max(1, min(len(found), _SHOWN))
        wide = max(self._box.width(), min(theme.px(400), window.width() - corner.x() - 8))
        self.setGeometry(QRect(corner, QSize(wide, lines * theme.px(_ROW - 8) + 24)))
        self.show()
        self.raise_()

    def move_by(self, step: int) -> None:
        """Move the current answer."""
        if self._found:
            self._list.setCurrentRow((self._list.currentRow() + step) % len(self._found))

    def choose_current(self) -> None:
        """Open the current answer."""
        if self._found:
            self.chosen.emit(self._found[self._list.currentRow()])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving the field closes the list."""
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the list on top of the page."""
        super().resizeEvent(event)
        self.raise_()


def _words(found: search.Found) -> str:
    return f"{found.title}   ·   {found.detail}" if found.detail else found.title

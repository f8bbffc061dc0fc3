"""One scrolling page with its outline: the outline stays, follows the scroll, and goes to a section. A menu
takes its place when text enlarged in a small window leaves no room for both."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from elans_desktop.ui import theme
from elans_desktop.ui.kit import buttons, paint
from elans_desktop.ui.kit.focus_ring import FocusRing, came_by_keyboard
from elans_desktop.ui.kit.layout import column, holder, row, scrolled, separator
from elans_desktop.ui.kit.menu import Menu
from elans_desktop.ui.kit.panes import room
from elans_desktop.ui.kit.tab_order import reachable

NARROW = 620
"""Design pixels under which the outline folds into a menu."""

SETTLES_AFTER_MS = 250
"""A page just filled is laid out over a few turns; once it is still, the scroll is the person's."""


class OutlineEntry(QAbstractButton):
    """A line of the outline, 28 high: name, and a count, a check (« ok ») or what is missing at the right.

    `entered`: chosen by the keyboard, which then goes on in the section."""

    entered = Signal()

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setText(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._mark, self._tone = "", ""
        self.setAccessibleName(text)

    def set_mark(self, mark: str, tone: str = "") -> None:
        """Show a figure, words in a tone, or « ok » for a check."""
        self._mark, self._tone = mark, tone
        self.setAccessibleName(f"{self.text()} {mark}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        """28 high."""
        return QSize(theme.px(144), theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line at the left, 2 px primary on the current one."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        on = self.isChecked()
        if on or self.underMouse():
            painter.fillRect(rect, theme.color("primary-tint" if on else "hover"))
        bar = QRectF(0, 0, 2, rect.height())
        painter.fillRect(bar, theme.color("primary" if on else "line"))
        inside = rect.adjusted(theme.px(12), -1, -theme.px(8), -1)
        ink = "primary-ink" if on else "muted"
        if self._mark == "ok":
            theme.draw_icon(painter, "check", "muted", inside.right() - theme.px(16), theme.px(6), 16)
        elif self._mark:
            weight, token = (600, paint.ink_of(self._tone)) if self._tone else (400, "muted")
            paint.line_of_text(
                painter, inside, self._mark, size=14, weight=weight, token=token, align=paint.RIGHT
            )
        paint.line_of_text(painter, inside, self.text(), weight=600 if on else 400, token=ink)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Entrée or Espace: to the section, and into it. The arrows go along the outline, as in any group."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ring it when the keyboard came to it."""
        super().focusInEvent(event)
        if came_by_keyboard(event.reason()):
            FocusRing(self)


class OutlinedPage(QWidget):
    """Sections on one page; `add_section` gives each its name in the outline. `section_changed(key)`."""

    section_changed = Signal(str)

    def __init__(self, *, outline_width: int = 144, ground: str = "surface") -> None:
        super().__init__()
        self._sections: dict[str, QWidget] = {}
        self._entries: dict[str, OutlineEntry] = {}
        self._outline: QVBoxLayout = column(None, spacing=0)
        self._page = column(None, spacing=0, margins=(0, 12, 24, 24))
        self._outline_box = holder(self._outline)
        self._outline_width = outline_width
        self._content = holder(self._page)
        self.area: QScrollArea = scrolled(self._content, ground)
        self.area.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.area.verticalScrollBar().rangeChanged.connect(self._scroll_on)
        self._held: QWidget | None = None
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLES_AFTER_MS)
        self._settled.timeout.connect(self._arrived)
        self.menu = buttons.MenuButton(" ", icon="layout-list", build=self._fill_menu)
        self.menu.setToolTip("Aller à une autre partie du dossier")
        self._left = holder(column(12, self._outline_box, None, spacing=0))
        self._top = holder(row(self.menu, None, margins=(0, 8, 24, 4)))
        whole = row(margins=(24, 0, 0, 0), spacing=24)
        whole.addWidget(self._left)
        whole.addLayout(column(self._top, self.area, spacing=0), 1)
        self.setLayout(whole)
        self._fit()
        theme.signals.changed.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The outline, or its menu where it would take the room of what it leads to."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        narrow = room(self) < NARROW
        self._left.setVisible(not narrow)
        self._top.setVisible(narrow)
        self._outline_box.setFixedWidth(theme.px(self._outline_width))

    def _fill_menu(self, menu: Menu) -> None:
        current = self.current()
        for key, entry in self._entries.items():
            if entry.isVisibleTo(self._outline_box):
                menu.add(entry.text(), lambda key=key: self.enter(key), checked=key == current)

    def add_section(self, key: str, title: str, content: QWidget, *, line: bool = True) -> OutlineEntry:
        """Add a section at the end; a line of 1 px parts it from the one above."""
        holder_widget = QWidget()
        parts = column(spacing=8, margins=(0, 8, 0, 12))
        if line and self._sections:
            self._page.insertWidget(self._page.count() - 1, separator())
        parts.addWidget(content)
        holder_widget.setLayout(parts)
        self._page.insertWidget(self._page.count() - 1, holder_widget)
        entry = OutlineEntry(title)
        entry.clicked.connect(lambda: self.go_to(key))
        entry.entered.connect(lambda: self.enter(key))
        self._outline.insertWidget(self._outline.count() - 1, entry)
        self._sections[key], self._entries[key] = holder_widget, entry
        if len(self._entries) == 1:
            entry.setChecked(True)
            self.menu.setText(title)
        return entry

    def entry(self, key: str) -> OutlineEntry:
        """The line of the outline of a section. Raises KeyError."""
        return self._entries[key]

    def current(self) -> str:
        """The section marked in the outline."""
        return next((key for key, entry in self._entries.items() if entry.isChecked()), "")

    def go_to(self, key: str) -> None:
        """Scroll to a section, and again while what was just filled takes its place. Raises KeyError."""
        self.hold(self._sections[key])
        self._mark(key)

    def enter(self, key: str) -> None:
        """Scroll to a section, and put the keyboard on its first control. Raises KeyError."""
        self.go_to(key)
        first = next((one for one in reachable(self._sections[key]) if one.isEnabled()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_outline(self) -> None:
        """Put the keyboard on the section on show in the outline, or on its menu."""
        entry = self._entries.get(self.current())
        target = entry if entry is not None and entry.isVisible() else self.menu
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def hold(self, widget: QWidget) -> None:
        """Bring a widget of the page to the top, and again while what was just filled takes its place."""
        self._held = widget
        self._scroll_on()

    def _scroll_on(self, *_range: int) -> None:
        if self._held is not None:
            self._settled.start()
            self.area.verticalScrollBar().setValue(self._top_of(self._held))

    def _arrived(self) -> None:
        self._held = None

    def _scrolled(self, value: int) -> None:
        current = ""
        for key, section in self._sections.items():
            if section.isVisibleTo(self._content) and self._top_of(section) <= value + 40:
                current = key
        if current:
            self._mark(current)

    def _top_of(self, section: QWidget) -> int:
        return section.mapTo(self._content, QPoint(0, 0)).y()

    def _mark(self, key: str) -> None:
        if not self._entries[key].isChecked():
            self._entries[key].setChecked(True)
            self.menu.setText(self._entries[key].text())
            self.section_changed.emit(key)

"""« Historique » of one field: a small clock while the keyboard is in it, Ctrl+H, or the right button."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QMenu, QPlainTextEdit, QWidget

from elans_desktop.core.formats import NBSP, date_short
from elans_desktop.services.participants import field_sources, person_history
from elans_desktop.services.participants.person_history import (
    ADDED,
    CONDENSED,
    REMOVED,
    FieldPast,
    HistoryLine,
)
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.field import Field
from elans_desktop.ui.kit.layout import column, holder, is_alive, label, scrolled
from elans_desktop.ui.participants.section import FormSection
from elans_desktop.ui.theme.dress import dress

WIDTH, MOST_HIGH = 460, 320
NOTHING = "Ce champ n’a pas encore changé."
NEW = "Rien n’est encore enregistré ici."
_MENU = "Historique de ce champ"


class FieldPastGuide(QObject):
    """Watches the fields of the forms of a page, and tells the past of the one in hand."""

    def __init__(self, context: Context, page: QWidget, person: Callable[[], uuid.UUID | None]) -> None:
        """`person`: the identifier of whom the forms of the page are about."""
        super().__init__(page)
        self._context, self._page, self._person = context, page, person
        self._watched: QWidget | None = None
        self.clock = self._new_clock()
        self.popup: FieldPastPopup | None = None
        shortcut = QShortcut(QKeySequence("Ctrl+H"), page, self.show_now)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)

    def _new_clock(self) -> buttons.Button:
        made = buttons.icon_button("history", f"{_MENU} (Ctrl+H)", self.show_now, small=True)
        made.setParent(self._page)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.hide()
        return made

    def _moved(self, _before: QWidget | None, widget: QWidget | None) -> None:
        """The keyboard is elsewhere: the clock follows it into a field, as long as its file is there."""
        if not is_alive(self._page):
            return
        if self._watched is not None and is_alive(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = None
        if not is_alive(self.clock):  # it stood in a form closed since
            self.clock = self._new_clock()
        found = self._find(widget)
        if found is None or widget is None:
            self.clock.hide()
            self.clock.setParent(self._page)  # never the child of a form about to go
            return
        self._watched = widget
        widget.installEventFilter(self)
        field = found[2]
        self.clock.setParent(field)
        self.clock.move(field.width() - self.clock.sizeHint().width(), -theme.px(5))
        self.clock.show()
        self.clock.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The right button in a field offers its history too."""
        if isinstance(event, QContextMenuEvent) and isinstance(watched, QLineEdit | QPlainTextEdit):
            menu: QMenu = watched.createStandardContextMenu()
            menu.addSeparator()
            menu.addAction(_MENU, self.show_now)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(event.globalPos())
            return True
        return super().eventFilter(watched, event)

    def _find(self, widget: QWidget | None) -> tuple[FormSection, str, Field] | None:
        """The form, the name and the field that hold a widget of the page."""
        section = widget
        while section is not None and section is not self._page and not isinstance(section, FormSection):
            section = section.parentWidget()
        if widget is None or not isinstance(section, FormSection) or not self._page.isAncestorOf(section):
            return None
        for name in section.form.names():
            field = section.form.field(name)
            if field is widget or field.isAncestorOf(widget):
                return section, name, field
        return None

    def show_now(self) -> None:
        """Tell the past of the field that holds the keyboard."""
        found = self._find(QApplication.focusWidget())
        person = self._person()
        if found is None or person is None:
            return
        section, name, field = found
        self.show_past(section, name, field, person)

    def show_past(self, section: FormSection, name: str, field: Field, person: uuid.UUID) -> None:
        """Open the list of what a field held."""
        user = self._context.bridge.actor.user_id
        source = field_sources.find(section.keeper.name, section.keeper.subject_id, name, user)
        past: tuple[FieldPast, ...] = ()
        if source is not None:
            past = self._context.bridge.read(person_history.of_field, person, source)
        title = field.label.text().removesuffix(" *") or field.editor.accessibleName()
        self.popup = FieldPastPopup(title, past, NOTHING if source else NEW, self._page.window())
        self.popup.show_under(field)


class FieldPastPopup(QFrame):
    """Who, when, what it was and what it became; Échap closes it and gives the keyboard back."""

    def __init__(self, title: str, past: Sequence[FieldPast], nothing: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dress(self, "popup")
        self.setAccessibleName(f"Historique\u00a0: {title}")
        lines = column(spacing=8, margins=(16, 12, 16, 12))
        lines.addWidget(label(title, "section"))
        for one in past:
            lines.addWidget(holder(column(*_told(one), spacing=0)))
        if not past:
            lines.addWidget(label(nothing, "secondary", wrap=True))
        lines.addStretch(1)
        content = holder(lines)
        self.area = scrolled(content, "surface")
        whole = column(self.area, spacing=0, margins=(1, 1, 1, 1))
        self.setLayout(whole)
        self.setFixedWidth(theme.px(WIDTH))
        content.setFixedWidth(theme.px(WIDTH) - theme.px(14))
        tall = lines.heightForWidth(theme.px(WIDTH) - theme.px(14))
        self.setFixedHeight(min(max(tall, content.sizeHint().height()) + 4, theme.px(MOST_HIGH)))

    def show_under(self, field: QWidget) -> None:
        """Under a field, or above when the screen ends there."""
        corner = field.mapToGlobal(QPoint(0, field.height() + 4))
        screen = field.screen().availableGeometry()
        if corner.y() + self.height() > screen.bottom():
            corner.setY(field.mapToGlobal(QPoint(0, 0)).y() - self.height() - 4)
        corner.setX(min(corner.x(), screen.right() - self.width()))
        self.move(corner)
        self.show()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows scroll; Échap and Entrée close."""
        bar = self.area.verticalScrollBar()
        steps = {Qt.Key.Key_Down: 40, Qt.Key.Key_Up: -40, Qt.Key.Key_PageDown: 240, Qt.Key.Key_PageUp: -240}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            bar.setValue(bar.value() + step)
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        else:
            super().keyPressEvent(event)


def _told(one: FieldPast) -> Iterator[QWidget]:
    """« 12/01/2027 14:02 · Nadia Lefort », then each change."""
    undone = " (annulé ensuite)" if one.undone else " (avant, condensé)" if one.condensed else ""
    when = " · ".join(part for part in (f"{date_short(one.at.date())} {one.at:%H:%M}", one.who) if part)
    yield label(f"{when}{undone}", "secondary")
    for line in one.lines:
        yield label(_words(line, condensed=one.condensed), "body", wrap=True, selectable=True)


def _words(line: HistoryLine, *, condensed: bool) -> str:
    if line.name in (ADDED, REMOVED, CONDENSED):
        said = line.new or line.old
        return f"{line.name}{NBSP}: {said}" if said else line.name
    if condensed:
        return line.new or "vide"
    return f"{line.old or 'vide'} → {line.new or 'vide'}"

"""Buttons: primary (one per view), secondary, quiet, danger, link, icon alone, and « Imprimer ▾ »."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint

if TYPE_CHECKING:
    from elans_desktop.ui.kit.menu import Menu

KINDS = ("primary", "secondary", "quiet", "danger", "link", "crumb")
BARE = ("link", "crumb")  # words alone, without padding nor ground
_INKS = {"primary": QPalette.ColorRole.BrightText, "link": QPalette.ColorRole.Link}
"""The roles of the palette that hold the colour of the words at rest: a painter starts with it."""


class Button(QPushButton):
    """A button drawn from the tokens; `kind` is one of KINDS, `icon` the name of a Lucide icon.

    `small`: 28 high, 14 px. `trailing`: an icon after the text (the chevron of a menu).
    """

    def __init__(
        self,
        text: str = "",
        *,
        kind: str = "secondary",
        icon: str = "",
        small: bool = False,
        trailing: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        super().setText(text)
        self.set_kind(kind)
        self._icon = icon
        self._small = small
        self._trailing = trailing
        self._open = False
        self._shown_hover = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        if text:
            self.setAccessibleName(text)

    def setText(self, text: str) -> None:
        """Change the words, for the eye and for the screen reader."""
        super().setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_kind(self, kind: str) -> None:
        """Change the kind (one of KINDS)."""
        self._kind = kind
        self.setForegroundRole(_INKS.get(kind, QPalette.ColorRole.ButtonText))
        self.updateGeometry()
        self.update()

    def set_icon(self, icon: str) -> None:
        """Change the icon (a Lucide name, or none)."""
        self._icon = icon
        self.updateGeometry()
        self.update()

    def set_trailing(self, icon: str) -> None:
        """Change the icon after the words."""
        self._trailing = icon
        self.updateGeometry()
        self.update()

    def set_open(self, is_open: bool) -> None:
        """Show that the menu or the panel of this button is open."""
        self._open = is_open
        self.update()

    def show_as_hovered(self) -> None:
        """Draw the hovered state for good: the gallery shows it."""
        self._shown_hover = True
        self.update()

    def show_as_focused(self) -> None:
        """Draw the focus ring for good: the gallery shows it."""
        from elans_desktop.ui.kit.focus_ring import FocusRing

        FocusRing(self)

    def sizeHint(self) -> QSize:
        """Height 32 or 28; the width of the content and its padding."""
        height = theme.px(24 if self._kind == "crumb" else 28 if self._small or self._kind in BARE else 32)
        if not self.text():
            return QSize(height, height)
        return QSize(round(self._content_width()) + 2 * self._padding(), height)

    def minimumSizeHint(self) -> QSize:
        """A button is never cut."""
        return self.sizeHint()

    def _padding(self) -> int:
        if self._kind in BARE:
            return 0
        return theme.px(10 if self._small else 12) + 1

    def _font(self) -> tuple[int, int]:
        if self._kind == "crumb":
            return 14, 400
        if self._kind == "link":
            return (14 if self._small else 15), 500
        return (14 if self._small else 15), (600 if self._kind == "primary" else 500)

    def _content_width(self) -> float:
        width = paint.text_width(self.text(), *self._font())
        if self._icon:
            width += theme.px(16) + theme.px(8 if self._kind not in BARE else 4)
        if self._trailing:
            width += theme.px(16) + theme.px(8)
        return width

    def _hovered(self) -> bool:
        return (self.underMouse() or self._shown_hover) and self.isEnabled()

    def _colours(self) -> tuple[str, str | None, str | None]:
        """The tokens of the words, the ground and the border."""
        hover = self._hovered()
        pressed = self.isDown()
        if not self.isEnabled():
            if self._kind == "primary":
                return "muted", "sunken", "line-strong"
            return (
                "disabled",
                ("surface" if self._kind in ("secondary", "danger") else None),
                ("line" if self._kind in ("secondary", "danger") else None),
            )
        if self._kind == "primary":
            return "on-primary", "primary-hover" if hover or pressed else "primary", None
        if self._open or self.isChecked():
            return "primary-ink", "primary-tint", "primary"
        ground = "sunken" if pressed else "hover" if hover else None
        if self._kind == "quiet":
            return "text", ground, None
        if self._kind == "crumb":
            return ("primary-ink" if hover else "muted"), None, None
        if self._kind == "link":
            return ("primary" if hover else "primary-ink"), None, None
        return ("danger-ink" if self._kind == "danger" else "text"), ground or "surface", "line-strong"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, border, icon, words."""
        painter = QPainter(self)
        ink, ground, border = self._colours()
        rect = QRectF(self.rect())
        if ground or border:
            paint.box(painter, rect, ground, border)
        size, weight = self._font()
        side = theme.px(16)
        top = (self.height() - side) / 2
        if not self.text():
            if self._icon:
                theme.draw_icon(painter, self._icon, ink, (self.width() - side) / 2, top, 16)
            painter.end()
            return
        left = max(0.0, (self.width() - self._content_width()) / 2) if self._kind not in BARE else 0.0
        if self._icon:
            theme.draw_icon(painter, self._icon, ink, left, top, 16)
            left += side + theme.px(8 if self._kind not in BARE else 4)
        words = QRectF(left, -1, self.width() - left, self.height())
        paint.line_of_text(painter, words, self.text(), size=size, weight=weight, token=ink, elide=False)
        if self._trailing:
            right = left + paint.text_width(self.text(), size, weight) + theme.px(8)
            theme.draw_icon(painter, self._trailing, ink, right, top, 16)
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the hover, and the hand."""
        super().enterEvent(event)
        self.setCursor(QtCore.Qt.CursorShape.PointingHandCursor)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """End the hover."""
        super().leaveEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button, as Space does."""
        if event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ring the button when the keyboard came to it."""
        super().focusInEvent(event)
        from elans_desktop.ui.kit.focus_ring import FocusRing, came_by_keyboard

        if came_by_keyboard(event.reason()) and self.parentWidget() is not None:
            FocusRing(self)


def primary(text: str, icon: str = "", on_click: Callable[[], object] | None = None) -> Button:
    """The main action of a view: one per view."""
    return _made(Button(text, kind="primary", icon=icon), on_click)


def secondary(text: str, icon: str = "", on_click: Callable[[], object] | None = None) -> Button:
    """Another action of the view."""
    return _made(Button(text, icon=icon), on_click)


def quiet(text: str, icon: str = "", on_click: Callable[[], object] | None = None) -> Button:
    """An action without a border."""
    return _made(Button(text, kind="quiet", icon=icon), on_click)


def danger(text: str, icon: str = "trash-2", on_click: Callable[[], object] | None = None) -> Button:
    """An action that removes something."""
    return _made(Button(text, kind="danger", icon=icon), on_click)


def small(text: str, icon: str = "", on_click: Callable[[], object] | None = None) -> Button:
    """A secondary button of 28 px, inside rows and cards."""
    return _made(Button(text, icon=icon, small=True), on_click)


def link(text: str, icon: str = "", on_click: Callable[[], object] | None = None) -> Button:
    """A second action inside a card or a row."""
    return _made(Button(text, kind="link", icon=icon), on_click)


def icon_button(
    icon: str,
    name: str,
    on_click: Callable[[], object] | None = None,
    *,
    kind: str = "quiet",
    small: bool = False,
) -> Button:
    """An icon alone; `name` (French) is its tooltip and its accessible name."""
    made = Button(kind=kind, icon=icon, small=small)
    made.setToolTip(name)
    made.setAccessibleName(name)
    return _made(made, on_click)


class MenuButton(Button):
    """A button that opens a menu under it, drawn as open meanwhile. Give `build`, or `set_menu`.

    `build(menu)` is called each time just before the menu shows, on an emptied menu.
    """

    def __init__(
        self,
        text: str,
        *,
        icon: str = "",
        kind: str = "secondary",
        small: bool = False,
        build: Callable[[Menu], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            text, kind=kind, icon=icon, small=small, trailing="chevron-down" if text else "", parent=parent
        )
        self._build = build
        self._popup: Menu | None = None
        self.clicked.connect(self.open_menu)

    def set_menu(self, menu: Menu) -> None:
        """Open this menu."""
        self._popup = menu
        menu.aboutToHide.connect(self._closed)

    def menu_of_rows(self) -> Menu:
        """The menu, made empty when none was given."""
        if self._popup is None:
            from elans_desktop.ui.kit.menu import Menu

            self.set_menu(Menu(self))
        assert self._popup is not None
        return self._popup

    def open_menu(self) -> None:
        """Show the menu, its right edge on the button's when it would leave the window."""
        popup = self.menu_of_rows()
        if self._build is not None:
            popup.clear()
            self._build(popup)
        self.set_open(True)
        corner = self.mapToGlobal(QPoint(0, self.height() + 8))
        window = self.window()
        right_of_window = window.mapToGlobal(QPoint(window.width(), 0)).x()
        width = popup.sizeHint().width()
        if corner.x() + width > right_of_window:
            corner.setX(self.mapToGlobal(QPoint(self.width(), 0)).x() - width)
        popup.popup(corner)

    def _closed(self) -> None:
        self.set_open(False)


def print_button(build: Callable[[Menu], None], *, kind: str = "secondary") -> MenuButton:
    """« Imprimer ▾ »: the documents that make sense for the thing shown."""
    return MenuButton("Imprimer", icon="printer", kind=kind, build=build)


def _made(button: Button, on_click: Callable[[], object] | None) -> Button:
    if on_click is not None:
        button.clicked.connect(lambda: on_click())
    return button

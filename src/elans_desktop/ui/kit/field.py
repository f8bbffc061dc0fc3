"""What every field shares: a label above, the control, and under it the error or the help.

A `Field` gives `value()` / `set_value()`, `changed`, `problem()` (what was typed cannot be read) and
`set_error()`. The control itself is `editor`, the label's buddy.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from elans_desktop.ui import theme
from elans_desktop.ui.kit.layout import column, set_look
from elans_desktop.ui.kit.layout import label as text_label


class Icon(QWidget):
    """An icon that keeps its token when the theme changes; decorative (the words beside it speak)."""

    def __init__(self, name: str, token: str = "text", size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._token, self._size = name, token, size
        self._fit()
        theme.signals.changed.connect(self._fit)

    def _fit(self) -> None:
        side = theme.px(self._size)
        self.setFixedSize(side, side)

    def set_icon(self, name: str, token: str = "") -> None:
        """Show another icon, or the same in another token."""
        self._name, self._token = name, token or self._token
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        painter = QPainter(self)
        if self._name:
            theme.draw_icon(painter, self._name, self._token, 0, 0, self._size)
        painter.end()


class Message(QWidget):
    """The line under a field: an error with its icon, a warning, or the help.

    Empty at first, as almost all stay: its icon and its words are made with the first thing to say.
    """

    def __init__(self, help: str = "") -> None:
        super().__init__()
        self._help = help
        self._made: tuple[Icon, QLabel] | None = None
        if help:
            self._fill()
        else:
            self.hide()

    @property
    def words(self) -> QLabel:
        """The label of the words."""
        return self._fill()[1]

    def _fill(self) -> tuple[Icon, QLabel]:
        if self._made is None:
            icon = Icon("circle-alert", "danger-ink", 14)
            words = text_label(self._help, "caption", wrap=True)
            line = QHBoxLayout(self)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(4)
            line.addLayout(column(3, icon, None, spacing=0))
            line.addWidget(words, 1)
            icon.hide()
            self._made = icon, words
        return self._made

    def show_text(self, text: str, tone: str = "danger", icon: str = "circle-alert") -> None:
        """Show an error (`tone` danger) or a warning; an empty text shows the help again."""
        if not text and self._made is None:
            return
        sign, words = self._fill()
        words.setText(text or self._help)
        set_look(words, role="small" if text else "caption", tone=f"{tone}-ink" if text else "")
        sign.set_icon(icon, f"{tone}-ink")
        sign.setVisible(bool(text))
        self.setVisible(bool(text or self._help))


class Field(QWidget):
    """A labelled control. Subclasses make `editor`, call `_set_up`, and say how to read and write it."""

    changed = Signal()

    def __init__(self, label: str, *, required: bool = False, help: str = "", name: str = "") -> None:
        """`label` may be empty: then `name` is the accessible name."""
        super().__init__()
        self._label_text = label
        self._required = required
        self._error = ""
        self._name = name or label
        self.label: QLabel = text_label("", "label")
        self.message = Message(help)
        self.editor: QWidget = self
        self._set_label(label)

    def _set_label(self, label: str) -> None:
        self.label.setText(f"{label} *" if self._required and label else label)
        if not label:
            self.label.hide()

    def _set_up(self, editor: QWidget, *, control: QWidget | None = None) -> None:
        self.editor = editor
        self.label.setBuddy(editor)
        editor.setAccessibleName(self._name + (" (obligatoire)" if self._required else ""))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self.label)
        whole.addWidget(control or editor)
        whole.addWidget(self.message)
        whole.addStretch(1)
        self.setFocusProxy(editor)
        editor.installEventFilter(self)

    @property
    def required(self) -> bool:
        """Whether an empty value is refused by the form."""
        return self._required

    def value(self) -> Any:
        """What the field holds; None when empty (texts: an empty string)."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value; clears the error."""
        raise NotImplementedError

    def is_empty(self) -> bool:
        """Whether nothing is filled in."""
        return self.value() in (None, "", ())

    def problem(self) -> str:
        """The French sentence that says why what was typed cannot be read; empty when it can."""
        return ""

    def error(self) -> str:
        """The error shown now."""
        return self._error

    def set_error(self, text: str) -> None:
        """Show an error under the field, or none."""
        if text == self._error:
            return
        self._error = text
        self.message.show_text(text)
        self.editor.setAccessibleDescription(text)
        set_look(self.editor, state="error" if text else "")

    def set_read_only(self, read_only: bool) -> None:
        """Show without letting change."""
        if isinstance(self.editor, (QLineEdit, QPlainTextEdit)):
            self.editor.setReadOnly(read_only)
            set_look(self.editor, readOnly=read_only)
        else:
            self.editor.setEnabled(not read_only)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A wheel over a choice scrolls the page, it does not change the choice."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QComboBox) and not watched.hasFocus():
            event.ignore()
            return True
        if event.type() == QEvent.Type.FocusOut and watched is self.editor:
            self._left()
        return False

    def _left(self) -> None:
        """The person leaves the field: show its problem; the error of a service stays until one mends it."""
        if problem := self.problem():
            self.set_error(problem)

    def _edited(self) -> None:
        if self._error:
            self.set_error("")
        self.changed.emit()

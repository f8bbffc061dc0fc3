"""A window that only takes notes, and a keyboard that types as a person does."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from elans_desktop.services.printing.printing import DocumentRequest


@dataclass
class RecordedWindow:
    """What the view asked of the window."""

    printed: list[DocumentRequest] = field(default_factory=list)
    visited: list[tuple[str, str | None, uuid.UUID | None]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    shown: list[tuple[str, int]] = field(default_factory=list)
    """Title and pages of the PDFs shown."""
    issued: Callable[[], None] | None = None
    """What to tell when the last one is printed or saved."""

    def navigate(self, tab: str, kind: str | None = None, item_id: uuid.UUID | None = None) -> None:
        self.visited.append((tab, kind, item_id))

    def print_document(self, request: DocumentRequest) -> None:
        self.printed.append(request)

    def show_pdf(
        self,
        pdf: bytes,
        pages: int,
        title: str,
        filename: str,
        issued: Callable[[], None] | None = None,
    ) -> None:
        self.shown.append((title, pages))
        self.issued = issued

    def lock(self) -> None:
        self.said.append("lock")

    def notify(self, words: str, *, undoable: bool = False) -> None:
        self.said.append(words)


class Keyboard:
    """Types as a person does: keys go to the focused widget, accents included."""

    def press(
        self,
        target: QWidget,
        key: Qt.Key,
        text: str = "",
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, key, modifiers, text))

    def type(self, target: QWidget, words: str) -> None:
        for sign in words:
            key = Qt.Key(ord(sign.upper())) if sign.isascii() else Qt.Key.Key_unknown
            self.press(target, key, sign)

"""A window that only takes notes of what a view asked of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from elans_desktop.services.printing.printing import DocumentRequest


@dataclass
class NotedWindow:
    """Every travel, document and word, in order."""

    travels: list[tuple[str, str | None, uuid.UUID | None]] = field(default_factory=list)
    printed: list[DocumentRequest] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    shown: list[tuple[str, int]] = field(default_factory=list)
    """Title and pages of a kept PDF."""

    def navigate(self, tab: str, kind: str | None = None, item_id: uuid.UUID | None = None) -> None:
        self.travels.append((tab, kind, item_id))

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

    def lock(self) -> None:
        raise AssertionError("nobody asked to lock")

    def notify(self, words: str, *, undoable: bool = False) -> None:
        self.said.append(words)

"""What a view is given: the bridge, the worker, and the few things only the window can do."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from elans_desktop.core.errors import ElansError
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.ui.bridge import Bridge
from elans_desktop.ui.jobs import Jobs

T = TypeVar("T")


class Navigator(Protocol):
    """What the window does for its views."""

    def navigate(self, tab: str, kind: str | None = None, item_id: uuid.UUID | None = None) -> None:
        """Go to a tab (home, governance, participants, calendar, evaluations, budget, reports, settings)."""
        ...

    def print_document(self, request: DocumentRequest) -> None:
        """Prepare a document and open its preview in the application."""
        ...

    def show_pdf(
        self,
        pdf: bytes,
        pages: int,
        title: str,
        filename: str,
        issued: Callable[[], None] | None = None,
    ) -> None:
        """Show a PDF that the classeur keeps in the preview: looked at, printed, saved when asked.

        `issued` is told when it was printed or saved: it left the program."""
        ...

    def lock(self) -> None:
        """Close the classeur and show the unlock screen; drafts are kept."""
        ...

    def notify(self, words: str, *, undoable: bool = False) -> None:
        """Say something at the foot of the window for a moment, with « Annuler » when it is undoable."""
        ...


@dataclass(frozen=True)
class Context:
    """Handed to each view at its creation."""

    bridge: Bridge
    jobs: Jobs
    window: Navigator

    def attempt(self, parent: QWidget, act: Callable[[], T]) -> T | None:
        """The result of `act`, or None after showing why it was refused (an ElansError)."""
        from elans_desktop.ui.kit import dialogs

        try:
            return act()
        except ElansError as problem:
            dialogs.show_error(parent, problem)
            return None

"""What every view of the window is: it declares its tables, goes stale, refreshes when visible."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from elans_desktop.ui.context import Context


class InnerPage(QWidget):
    """A page that takes the place of a view for a while, and has its own page of the guide."""

    help_page: ClassVar[str]


class View(QWidget):
    """A tab or a page. Subclasses set `tables` and `help_page`, and implement `refresh`."""

    tables: ClassVar[frozenset[str]] = frozenset()
    """Refreshed when one of these tables changes."""
    help_page: ClassVar[str] = "index"
    """Page of the guide that F1 opens, unless a page inside the view has its own."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._stale = True
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        context.bridge.changed.connect(self._on_changed)
        context.bridge.scope_changed.connect(self.invalidate)

    def refresh(self) -> None:
        """Read again and show. Called when visible and stale, on the window's thread."""
        raise NotImplementedError

    def open_item(self, kind: str, item_id: uuid.UUID | None) -> None:
        """Show one thing, from the search, Accueil or another tab. `kind` is a word of the view."""

    def current_help_page(self) -> str:
        """Page of the guide about what is on show: that of the page inside the view, when there is one."""
        inner = (page for page in self.findChildren(InnerPage) if page.isVisibleTo(self))
        return next((page.help_page for page in inner), self.help_page)

    def start_new(self) -> None:
        """Start its primary action (Ctrl+N)."""

    def save(self) -> None:
        """Save what is being edited (Ctrl+S)."""

    def leave(self) -> bool:
        """Whether the view may be left; keeps what is typed as a draft first."""
        return True

    def invalidate(self) -> None:
        """Refresh now when visible, else at the next showing."""
        self._stale = True
        if self.isVisible():
            self.refresh_if_stale()

    def refresh_if_stale(self) -> None:
        """Refresh once for all that changed since the last time."""
        if self._stale:
            self._stale = False
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Refresh a stale view before it is seen."""
        super().showEvent(event)
        self.refresh_if_stale()

    def _on_changed(self, tables: frozenset[str]) -> None:
        if not self.tables or tables & self.tables:
            self.invalidate()

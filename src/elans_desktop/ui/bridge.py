"""The one passage between the window and the services: short reads, named writes, one `changed` signal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage.actor import Actor
from elans_desktop.storage.workspace import Workspace

P = ParamSpec("P")
T = TypeVar("T")

UNTOLD = frozenset({"draft", "access_trace", "interface_state"})
"""Written while people read and type: no view depends on them."""


class Bridge(QObject):
    """Opens a session for each call of a service; no session outlives a call."""

    changed = Signal(frozenset)
    """Names of the tables a write, an undo or a redo touched, on any thread; those of UNTOLD left out."""
    scope_changed = Signal()
    _written = Signal(frozenset)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._scope = EVERYTHING
        self._written.connect(self._announce)  # queued, from a worker: views hear on the window's thread
        stop = workspace.on_change(lambda tables: self._written.emit(tables))
        self.destroyed.connect(lambda: stop())

    @property
    def actor(self) -> Actor:
        """The person at the keyboard."""
        return self.workspace.actor

    @property
    def scope(self) -> Scope:
        """The agreement and the year chosen in the header."""
        return self._scope

    def set_scope(self, scope: Scope) -> None:
        """Choose what every tab shows."""
        if scope != self._scope:
            self._scope = scope
            self.scope_changed.emit()

    def read(self, query: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The answer of a service that only reads."""
        with self.workspace.read() as session:
            return query(session, *args, **kwargs)

    def write(
        self, label: str, act: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do one operation, known to Ctrl+Z as `label`; all of it or nothing."""
        with self.workspace.write(label) as session:
            return act(session, *args, **kwargs)

    def undo_label(self) -> str | None:
        """What Ctrl+Z would undo, or None."""
        return self.workspace.undo_label()

    def redo_label(self) -> str | None:
        """What Ctrl+Maj+Z would do again, or None."""
        return self.workspace.redo_label()

    def undo(self) -> None:
        """Undo the last operation of this user. Raises RuleError when others built on it."""
        self.workspace.undo()

    def redo(self) -> None:
        """Do again what was undone last."""
        self.workspace.redo()

    @Slot(frozenset)
    def _announce(self, tables: frozenset[str]) -> None:
        if told := tables - UNTOLD:
            self.changed.emit(told)

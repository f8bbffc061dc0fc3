"""Telling that the theme changed, without keeping alive those who listen.

A Qt signal would do, but PySide calls the methods of widgets whose Python half is already gone
(« Slot not found »); here a widget is told only while both halves live.
"""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakMethod, ref

from PySide6.QtCore import QObject
from shiboken6 import isValid

Listener = Callable[[], object]


class Notice:
    """Like a signal without arguments: `connect(method or function)`, `disconnect`, `emit()`."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[], Listener | None]] = []

    def connect(self, listener: Listener) -> None:
        """Call `listener` at each change; a bound method is held weakly, a function for good."""
        owner = getattr(listener, "__self__", None)
        held: Callable[[], Listener | None]
        if isinstance(owner, QObject) and hasattr(listener, "__func__"):
            held = WeakMethod(listener)  # pyright: ignore[reportArgumentType]
        elif isinstance(owner, QObject):
            held = _held_by(owner, listener)
        else:
            held = _kept(listener)
        self._listeners.append(held)

    def disconnect(self, listener: Listener) -> None:
        """Call it no more."""
        self._listeners = [held for held in self._listeners if held() != listener]

    def emit(self) -> None:
        """Tell everybody still there."""
        alive: list[Callable[[], Listener | None]] = []
        for held in self._listeners:
            listener = held()
            owner = getattr(listener, "__self__", None)
            if listener is None or (isinstance(owner, QObject) and not isValid(owner)):
                continue
            alive.append(held)
        self._listeners = alive
        for held in alive:
            listener = held()
            if listener is not None:
                listener()


def _kept(listener: Listener) -> Callable[[], Listener | None]:
    return lambda: listener


def _held_by(owner: QObject, listener: Listener) -> Callable[[], Listener | None]:
    """A method of Qt itself (`update`), found again by its name while its widget lives."""
    name, weak = str(getattr(listener, "__name__", "")), ref(owner)

    def held() -> Listener | None:
        living = weak()
        return getattr(living, name) if living is not None else None

    return held

"""The dialogs asked for during a test: answered in advance, or the test fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from elans_desktop.ui.kit import dialogs


class RecordedDialogs:
    """`answer(kind, value)` before the action; `requests` after. An unexpected dialog is remembered and
    fails the test at its end, whatever the code under test made of the exception."""

    def __init__(self) -> None:
        self.requests: list[dialogs.Request] = []
        self.unexpected: list[dialogs.Request] = []
        self._answers: list[tuple[str, Any]] = []

    def answer(self, kind: str, value: Any = None) -> None:
        """Expect one dialog of this kind (ask, inform, error, text, form, open, save, folder, print)."""
        self._answers.append((kind, value))

    def handle(self, _parent: QWidget | None, request: dialogs.Request) -> Any:
        """What `dialogs.handler` calls. A form's `save` runs with the values answered."""
        self.requests.append(request)
        if not self._answers or self._answers[0][0] != request.kind:
            self.unexpected.append(request)
            raise AssertionError(f"unexpected dialog: {request.kind} « {request.title} »")
        _kind, value = self._answers.pop(0)
        save = request.data.get("save")
        if save is not None and value is not None:
            save(value)
        return value

    def titles(self) -> list[str]:
        """The titles of the dialogs shown."""
        return [request.title for request in self.requests]

    def check(self) -> None:
        """Nothing unexpected came, everything expected did."""
        assert not self.unexpected, f"unexpected dialogs: {[r.title for r in self.unexpected]}"
        assert not self._answers, f"expected dialogs that never came: {[kind for kind, _ in self._answers]}"


@pytest.fixture
def recorded_dialogs(monkeypatch: pytest.MonkeyPatch) -> Iterator[RecordedDialogs]:
    """Replace the dialogs for one test."""
    recorded = RecordedDialogs()
    monkeypatch.setattr(dialogs, "handler", recorded.handle)
    yield recorded
    recorded.check()

"""Wrong passphrases: the wait grows with each, on this machine, and never locks anybody out."""

from __future__ import annotations

import contextlib
import json
import uuid
from pathlib import Path
from typing import Any

from elans_desktop.core import clock
from elans_desktop.core.errors import WrongPassphrase
from elans_desktop.core.formats import NBSP
from elans_desktop.core.paths import user_data_dir

FREE_ATTEMPTS = 3
LONGEST_WAIT = 60
"""Seconds."""


class TooSoon(WrongPassphrase):
    """A new attempt before the wait is over: `seconds` still to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            f"Plusieurs phrases incorrectes ont été tapées{NBSP}: attendez encore {seconds}{NBSP}s.",
            "Prenez le temps de vérifier la touche Verr. Maj, puis réessayez.",
        )
        self.seconds = seconds


def seconds_to_wait(workspace: uuid.UUID) -> int:
    """How long before the next attempt on a workspace is heard (0: at once)."""
    count, last = _read().get(workspace.hex, (0, 0))
    if count < FREE_ATTEMPTS:
        return 0
    wait = min(2 ** (count - FREE_ATTEMPTS), LONGEST_WAIT) * 1000
    elapsed = clock.now_ms() - last
    return 0 if elapsed < 0 else max(0, -(-(wait - elapsed) // 1000))


def check(workspace: uuid.UUID) -> None:
    """Raises TooSoon while the wait lasts."""
    if seconds := seconds_to_wait(workspace):
        raise TooSoon(seconds)


def failed(workspace: uuid.UUID) -> None:
    """Count a wrong phrase or code."""
    attempts = _read()
    attempts[workspace.hex] = (attempts.get(workspace.hex, (0, 0))[0] + 1, clock.now_ms())
    _write(attempts)


def succeeded(workspace: uuid.UUID) -> None:
    """Forget the wrong phrases."""
    attempts = _read()
    if attempts.pop(workspace.hex, None) is not None:
        _write(attempts)


def _file() -> Path:
    return user_data_dir() / "attempts.json"


def _read() -> dict[str, tuple[int, int]]:
    try:
        stored: dict[str, Any] = json.loads(_file().read_text("utf-8"))
        return {name: (int(count), int(last)) for name, (count, last) in stored.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _write(attempts: dict[str, tuple[int, int]]) -> None:
    with contextlib.suppress(OSError):  # a machine that cannot write its own settings still opens
        _file().write_text(json.dumps(attempts), "utf-8")

"""What this machine alone remembers: theme, text size, where the copies on a USB stick go. Nobody's name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal, NamedTuple

from elans_desktop.core.paths import user_data_dir

Theme = Literal["system", "light", "dark"]
THEMES: tuple[Theme, ...] = ("system", "light", "dark")
SMALLEST, LARGEST = 90, 150


class Machine(NamedTuple):
    """The choices made on this machine. `text_scale` in percent, 90 to 150."""

    theme: Theme = "system"
    text_scale: int = 100
    usb_folder: str = ""
    """Last folder chosen for « Copier sur la clé USB »."""


def load() -> Machine:
    """The choices kept; anything missing or unreadable takes its first value."""
    try:
        stored: Any = json.loads(_file().read_text(encoding="utf-8"))
        theme = stored.get("theme")
        scale = stored.get("text_scale", 100)
        return Machine(
            theme=theme if theme in THEMES else "system",
            text_scale=min(LARGEST, max(SMALLEST, int(scale))),
            usb_folder=str(stored.get("usb_folder", "")),
        )
    except (OSError, ValueError, TypeError, AttributeError):
        return Machine()


def save(**changes: Any) -> Machine:
    """Keep some choices (`theme`, `text_scale`, `usb_folder`); returns them all. A full disk is forgiven."""
    chosen = load()._replace(**changes)
    try:
        _file().write_text(json.dumps(chosen._asdict()), encoding="utf-8")
    except OSError:
        return chosen
    return chosen


def _file() -> Path:
    return user_data_dir() / "machine.json"

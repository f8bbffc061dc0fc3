"""The example classeur: where this machine keeps it, and its phrase, public because all in it is invented."""

from __future__ import annotations

from pathlib import Path

from elans_desktop.core.paths import user_data_dir

PHRASE = "exemple colline vélo septembre"


def example_folder() -> Path:
    """The folder of the example opened from the welcome screen."""
    return user_data_dir() / "exemple"

"""Where the program keeps its own files on this machine, never those of the people."""

from __future__ import annotations

import os
import sys
from pathlib import Path

APP_FOLDER = "ELANS"


def user_data_dir() -> Path:
    """The machine's own folder (laptop incarnations, recent list, window state), made on demand.

    `ELANS_HOME` redirects it: tests, demonstrations, a portable copy on a stick.
    """
    redirected = os.environ.get("ELANS_HOME")
    if redirected:
        folder = Path(redirected)
    elif sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / APP_FOLDER
    elif sys.platform == "darwin":
        folder = Path.home() / "Library" / "Application Support" / APP_FOLDER
    else:
        folder = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "elans"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def documents_dir() -> Path:
    """The person's documents folder (« Documents » when it exists, else the home folder)."""
    for name in ("Documents", "Mes documents"):
        if (candidate := Path.home() / name).is_dir():
            return candidate
    return Path.home()


def default_workspaces_dir() -> Path:
    """Where a new classeur is proposed: `Documents/ELANS`. Not created here."""
    return documents_dir() / APP_FOLDER

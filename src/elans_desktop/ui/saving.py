"""Writing a file where the person chooses: one dialog, one sentence when the place refuses."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from elans_desktop.core.errors import SystemProblem
from elans_desktop.documents import spreadsheets
from elans_desktop.ui.kit import dialogs


def choose_spreadsheet(parent: QWidget, title: str, stem: str) -> tuple[Path, str] | None:
    """Where to write a table and its kind (« xlsx »), told by the ending of the name; None when given up.

    `stem` is the name proposed, without its ending; it names nobody.
    """
    filters = ";;".join(spreadsheets.TITLES.values())
    path = dialogs.save_file(parent, title, f"{stem}.{spreadsheets.XLSX}", filters)
    if path is None:
        return None
    kind = path.suffix.lower().lstrip(".")
    if kind in spreadsheets.TITLES:
        return path, kind
    return path.with_name(f"{path.name}.{spreadsheets.XLSX}"), spreadsheets.XLSX


def write_file(parent: QWidget, path: Path, content: bytes) -> bool:
    """Write a file there; False when it could not be, which was said."""
    try:
        path.write_bytes(content)
    except OSError:
        problem = SystemProblem(
            "Ce fichier n’a pas pu être écrit.",
            "Vérifiez qu’il n’est pas ouvert ailleurs, et qu’il reste de la place.",
        )
        dialogs.show_error(parent, problem)
        return False
    return True

"""Every dialog of the application goes through here, and through `handler`, which tests replace.

dialogs.confirm(self, "Supprimer la séance ?", "…", "Supprimer", danger=True)            -> bool
key = dialogs.ask(self, title, text, (("keep", "Garder"), ("drop", "Abandonner")))      -> key or None
name = dialogs.ask_text(self, "Nouveau lieu", "Nom du lieu")                             -> str or None
values = dialogs.ask_form(self, "Nouveau lieu", [Section(…)], accept="Créer")            -> dict or None
dialogs.inform(self, title, text) ; dialogs.show_error(self, error) ; dialogs.show_report(self, report)
path = dialogs.open_file(self, title, "Tableaux (*.csv *.xlsx)")                         -> Path or None
dialogs.save_file(self, title, "nom.pdf") ; dialogs.choose_folder(self, title)           -> Path or None
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from elans_desktop.core.errors import ElansError
from elans_desktop.ui.kit.dialog_request import Request

if TYPE_CHECKING:
    from elans_desktop.ui.kit.form import Form, Section

Choices = Sequence[tuple[str, str]]
Save = Callable[[dict[str, Any]], object]


Handler = Callable[[QWidget | None, Request], Any]


def ask(
    parent: QWidget | None,
    title: str,
    text: str,
    actions: Choices,
    *,
    danger: bool = False,
    cancel: str = "Annuler",
) -> str | None:
    """Ask to choose between actions, (key, words), the main one first; None when given up.
    An empty `cancel` shows no way to give up but Échap."""
    return handler(parent, Request("ask", title, text, tuple(actions), danger, {"cancel": cancel}))


def confirm(parent: QWidget | None, title: str, text: str, action: str, *, danger: bool = False) -> bool:
    """Ask before doing `action` (its verb: « Supprimer »)."""
    return ask(parent, title, text, (("yes", action),), danger=danger) == "yes"


def inform(parent: QWidget | None, title: str, text: str) -> None:
    """Say something that deserves to be closed by hand."""
    handler(parent, Request("inform", title, text, (("ok", "Fermer"),)))


def show_error(parent: QWidget | None, error: ElansError) -> None:
    """Say a foreseen problem and what to do."""
    handler(parent, Request("error", error.message, error.advice, (("ok", "Fermer"),), data={"error": error}))


def show_report(parent: QWidget | None, report: str) -> None:
    """Say that the program found a bug in itself; its report (no name in it) can be copied and sent."""
    text = (
        "Le défaut vient d’ELANS, pas de vous. Ce qui est enregistré le reste, et vous pouvez continuer. "
        f"Pour aider à le corriger, envoyez ce rapport ; aucun nom n’y figure.\n\n{report}"
    )
    actions = (("ok", "Fermer"), ("copy", "Copier le rapport"))
    if handler(parent, Request("inform", "ELANS a rencontré un défaut", text, actions)) == "copy":
        QGuiApplication.clipboard().setText(report)


def ask_text(
    parent: QWidget | None,
    title: str,
    label: str,
    *,
    value: str = "",
    accept: str = "Valider",
    text: str = "",
) -> str | None:
    """Ask for one line of text, never empty; None when given up."""
    return handler(
        parent, Request("text", title, text, (("yes", accept),), data={"label": label, "value": value})
    )


def ask_form(
    parent: QWidget | None,
    title: str,
    sections: Sequence[Section],
    *,
    values: Mapping[str, Any] | None = None,
    accept: str = "Enregistrer",
    text: str = "",
    save: Save | None = None,
    columns: int = 2,
    danger: bool = False,
) -> dict[str, Any] | None:
    """Ask for a declared form; None when given up. `save(values)`, when given, runs before the dialog
    closes: an InputError it raises is shown beside the fields, another ElansError above them, and the
    dialog stays."""
    data = {"sections": sections, "values": values or {}, "save": save, "columns": columns}
    return handler(parent, Request("form", title, text, (("yes", accept),), danger, data))


def open_file(
    parent: QWidget | None, title: str, filters: str = "Tous les fichiers (*)", *, folder: Path | None = None
) -> Path | None:
    """Choose an existing file."""
    return handler(parent, Request("open", title, data={"filters": filters, "folder": folder}))


def open_files(
    parent: QWidget | None, title: str, filters: str = "Tous les fichiers (*)"
) -> tuple[Path, ...]:
    """Choose one existing file or several; none when the person gives up."""
    data = {"filters": filters, "folder": None, "several": True}
    return tuple(handler(parent, Request("open", title, data=data)) or ())


def save_file(
    parent: QWidget | None,
    title: str,
    name: str,
    filters: str = "Tous les fichiers (*)",
    *,
    folder: Path | None = None,
) -> Path | None:
    """Choose where to write; `name` is proposed. Overwriting is asked by the system."""
    data = {"filters": filters, "folder": folder, "name": name}
    return handler(parent, Request("save", title, data=data))


def choose_folder(parent: QWidget | None, title: str, *, folder: Path | None = None) -> Path | None:
    """Choose a folder."""
    return handler(parent, Request("folder", title, data={"folder": folder}))


def show(parent: QWidget | None, request: Request) -> Any:
    """The real dialogs: the handler outside tests."""
    if request.kind in ("open", "save", "folder"):
        return _file_dialog(parent, request)
    if request.kind == "print":
        return _print_dialog(parent, request)
    from elans_desktop.ui.kit.dialog_box import DialogBox

    box = DialogBox(request, parent)
    form: Form | None = box.form
    accepted = box.exec()
    answer = box.answer if accepted else None
    if request.kind in ("text", "form") and form is not None and answer is not None:
        values = form.values()
        answer = values["text"] if request.kind == "text" else values
    box.deleteLater()
    return answer


def _file_dialog(parent: QWidget | None, request: Request) -> Path | tuple[Path, ...] | None:
    folder = str(request.data.get("folder") or Path.home())
    filters = str(request.data.get("filters", ""))
    box = QFileDialog(parent, request.title, folder, filters)
    box.setLabelText(QFileDialog.DialogLabel.LookIn, "Dans\u00a0:")
    box.setLabelText(QFileDialog.DialogLabel.FileType, "Type\u00a0:")
    if request.kind == "folder":
        box.setFileMode(QFileDialog.FileMode.Directory)
        box.setOption(QFileDialog.Option.ShowDirsOnly)
    elif request.kind == "open":
        several = bool(request.data.get("several"))
        box.setFileMode(QFileDialog.FileMode.ExistingFiles if several else QFileDialog.FileMode.ExistingFile)
    else:
        box.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        box.setFileMode(QFileDialog.FileMode.AnyFile)
        box.setDefaultSuffix(Path(str(request.data["name"])).suffix.lstrip("."))
        box.selectFile(str(request.data["name"]))
        box.filterSelected.connect(partial(_follow_filter, box))
    accepted = box.exec() == QFileDialog.DialogCode.Accepted
    chosen = box.selectedFiles() if accepted else []
    box.deleteLater()
    if request.data.get("several"):
        return tuple(Path(one) for one in chosen)
    return Path(chosen[0]) if chosen else None


def _follow_filter(box: QFileDialog, chosen: str) -> None:
    """Give the file to write the ending of the kind chosen."""
    found = re.search(r"\*\.(\w+)", chosen)
    if found is not None:
        box.setDefaultSuffix(found[1])
        box.selectFile(Path(box.selectedFiles()[0]).with_suffix(f".{found[1]}").name)


def _print_dialog(parent: QWidget | None, request: Request) -> bool:
    from PySide6.QtPrintSupport import QPrintDialog

    box = QPrintDialog(request.data["printer"], parent)
    box.setWindowTitle(f"Imprimer : {request.title}")
    box.setMinMax(1, max(1, int(request.data["pages"])))
    return box.exec() == QPrintDialog.DialogCode.Accepted


handler: Handler = show

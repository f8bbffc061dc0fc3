"""`--autotest`: proves that a build is whole, in a folder of its own, and leaves nothing behind."""

from __future__ import annotations

import io
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from elans_desktop.core.formats import count

if TYPE_CHECKING:
    from elans_desktop.storage.workspace import Workspace

PHRASE = "essai lanterne gravier dimanche"
LIST = "Nom;Prénom;Né le\nEssai;Zoé;03.04.1991\nÉpreuve;Łukasz;12/03/98\nO’Brien;Maëlle;1er juin 1995\n"
DEADLINE_MS = 60_000


def autotest() -> int:
    """Go through the program once, one French line per step; 0 when everything works, else 1."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        with (
            tempfile.TemporaryDirectory(prefix="elans-autotest-", ignore_cleanup_errors=True) as scratch,
            _home(Path(scratch) / "machine"),
        ):
            for step in _steps(Path(scratch)):
                _say(f"{step} : bon")
    except Exception as problem:  # whatever breaks is what the test is for
        traceback.print_exc()
        _say(f"Échec : {problem}")
        return 1
    _say("Autotest réussi.")
    return 0


def _steps(scratch: Path) -> Iterator[str]:
    folder = scratch / "classeur"
    workspace = _create(folder)
    try:
        yield "Classeur chiffré créé et mis à jour"
        yield f"Liste importée ({count(_import(workspace, scratch / 'liste.csv'), 'personne')})"
        yield f"Document imprimé ({count(_print(workspace), 'page')})"
    finally:
        workspace.close()
    _show_window(folder)
    yield "Fenêtre ouverte sur Accueil"
    _verify(folder)
    yield "Classeur rouvert et vérifié"


def _create(folder: Path) -> Workspace:
    from elans_desktop.services import setup

    workspace, _code = setup.create_workspace(
        folder, title="Autotest", preset="o2r", user_name="Autotest", passphrase=PHRASE
    )
    return workspace


def _import(workspace: Workspace, file: Path) -> int:
    from elans_desktop.services.imports import participants, reading, remembered

    file.write_text(LIST, encoding="utf-8-sig")
    table = reading.read_table(file)
    with workspace.read() as session:
        plan = participants.plan(session, table, remembered.propose(session, table))
    with workspace.write(participants.operation_label(plan), kind="import") as session:
        result = participants.apply(session, plan)
    _require(result.created == 3, "les trois personnes n’ont pas été importées")
    return result.created


def _print(workspace: Workspace) -> int:
    """A blank grid, made from what the classeur holds."""
    from elans_desktop.documents.catalogue import render
    from elans_desktop.services import listing
    from elans_desktop.services.printing import preparation
    from elans_desktop.services.printing.printing import DocumentRequest

    with workspace.write("Autotest", "document") as session:
        grid = listing.rows(session, "grilles")[0][0]
        views = preparation.prepare(session, DocumentRequest("grille-vierge", object_ids=(grid,)))
    rendered = render("grille-vierge", views)
    _require(rendered.pdf.startswith(b"%PDF") and rendered.pages > 0, "le PDF est vide")
    return rendered.pages


def _show_window(folder: Path) -> None:
    """The real window: unlock with the phrase, wait for Accueil, close it, which ends the loop."""
    from PySide6.QtCore import QTimer

    from elans_desktop.storage import keys
    from elans_desktop.ui.application import make_application
    from elans_desktop.ui.shell.window import Window

    app = make_application(["elans-desktop"])
    window = Window()
    problems: list[BaseException] = []

    def give_up(problem: BaseException) -> None:
        problems.append(problem)
        app.quit()

    def opened() -> None:
        window.workbench.repaint()
        QTimer.singleShot(0, window.close)

    with _caught(give_up):
        window.set_bug_reporter(give_up)
        window.opened.connect(opened)
        user = keys.read(folder).users[0]
        window.welcome.painted.connect(lambda: window.unlock(str(folder), user.id.hex, PHRASE))
        QTimer.singleShot(DEADLINE_MS, lambda: give_up(TimeoutError("la fenêtre ne répond pas")))
        window.show()
        app.exec()
    if problems:
        raise problems[0]
    _require(window.workbench is None, "la fenêtre ne s’est pas fermée")


def _verify(folder: Path) -> None:
    from elans_desktop.services import listing
    from elans_desktop.storage import integrity
    from elans_desktop.storage.workspace import Workspace

    workspace = Workspace.open(folder, passphrase=PHRASE)
    try:
        report = integrity.verify(workspace.data_path, workspace.data_key, full=True)
        _require(report.ok, "le classeur n’est pas sain")
        with workspace.read() as session:
            _require(len(listing.rows(session, "participants")) == 3, "il manque des personnes")
    finally:
        workspace.close(back_up=False)


@contextmanager
def _home(folder: Path) -> Generator[None]:
    """Keep away from the person's own settings and recent list."""
    before = os.environ.get("ELANS_HOME")
    os.environ["ELANS_HOME"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["ELANS_HOME"]
        else:
            os.environ["ELANS_HOME"] = before


@contextmanager
def _caught(give_up: Callable[[BaseException], None]) -> Generator[None]:
    """Hear of what Qt would only print: exceptions in slots."""
    before = sys.excepthook
    sys.excepthook = lambda _kind, bug, _trace: give_up(bug)
    try:
        yield
    finally:
        sys.excepthook = before


def _require(truth: bool, otherwise: str) -> None:
    if not truth:
        raise AssertionError(otherwise)


def _say(sentence: str) -> None:
    if isinstance(sys.stdout, io.TextIOBase):  # a windowed build on Windows has none
        sys.stdout.write(f"{sentence}\n")
        sys.stdout.flush()

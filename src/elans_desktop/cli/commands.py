"""What each word of the command line does. Each function takes the parsed words, returns the exit code."""

from __future__ import annotations

import shutil
import sys
from argparse import Namespace
from pathlib import Path

from elans_desktop.cli import access, paper
from elans_desktop.core.errors import SystemProblem
from elans_desktop.core.formats import count
from elans_desktop.services import demo as example
from elans_desktop.services import listing, setup
from elans_desktop.storage import backup, integrity, restore
from elans_desktop.storage.files import system_errors

EXAMPLE_FOLDER = "exemple"
EXAMPLE_MARK = "LISEZ-MOI.txt"
EXAMPLE_WORDS = "Exemple fabriqué par ELANS : tout y est inventé. Il est refait sans question.\n"


def demo(asked: Namespace) -> int:
    """The example classeur and every document of the catalogue beside it; last line: phrase=…"""
    folder: Path = asked.dossier
    _clear_example(folder)
    phrase = access.given_passphrase(asked) or example.PHRASE
    workspace, code = example.create_demo(
        folder / EXAMPLE_FOLDER, passphrase=phrase, large=asked.taille == "grande"
    )
    try:
        for path, pages in paper.print_everything(workspace, code, folder):
            print(f"{path} ({pages} p.)")
    finally:
        workspace.close()
    print(f"classeur={folder / EXAMPLE_FOLDER}")
    print(f"phrase={phrase}")
    return 0


def _clear_example(folder: Path) -> None:
    """Make way for the example; a folder that holds anything else is left alone."""
    with system_errors():
        if folder.is_dir() and any(folder.iterdir()):
            if not (folder / EXAMPLE_MARK).exists():
                raise SystemProblem(
                    "Ce dossier n’est pas vide et n’a pas été fait par la commande demo.",
                    "Donnez un dossier vide ou un nom nouveau.",
                )
            shutil.rmtree(folder / EXAMPLE_FOLDER, ignore_errors=True)
            for document in folder.glob("*.pdf"):
                document.unlink()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / EXAMPLE_MARK).write_text(EXAMPLE_WORDS, encoding="utf-8")


def create(asked: Namespace) -> int:
    """A new classeur; prints its recovery code, which is kept nowhere."""
    workspace, code = setup.create_workspace(
        asked.classeur,
        title=asked.nom,
        preset=asked.dispositif,
        user_name=asked.utilisateur or "Administration",
        passphrase=access.passphrase(asked),
    )
    workspace.close()
    print(f"Classeur créé : {asked.classeur}")
    print("Code de secours, à recopier et à garder ailleurs (il n’est enregistré nulle part) :")
    for letter, line in zip("ABCD", code.lines(), strict=True):
        print(f"{letter}  {line}")
    return 0


def list_table(asked: Namespace) -> int:
    """`id<tab>title` of each row of a table, for --objet."""
    with access.opened(asked, asked.classeur) as workspace, workspace.read() as session:
        for row_id, title in listing.rows(session, asked.table):
            print(f"{row_id}\t{title}")
    return 0


def verify(asked: Namespace) -> int:
    """The whole classeur: each page's authentication, the structure, the references, the history."""
    with access.opened(asked, asked.classeur) as workspace:
        report = integrity.verify(workspace.data_path, workspace.data_key, full=True)
    for problem in report.problems:
        print(problem, file=sys.stderr)
    if not report.ok:
        print("Restaurez la dernière sauvegarde.", file=sys.stderr)
        return 1
    print(f"Le classeur est sain : {count(sum(report.counts.values()), 'ligne')} vérifiées.")
    return 0


def undo(asked: Namespace) -> int:
    """Undo the last operation of this user on this laptop."""
    with access.opened(asked, asked.classeur) as workspace:
        label = workspace.undo_label()
        if label is None:
            print("Il n’y a rien à annuler.", file=sys.stderr)
            return 1
        workspace.undo()
    print(f"Annulé : {label}")
    return 0


def save(asked: Namespace) -> int:
    """A verified backup in one file."""
    with access.opened(asked, asked.classeur) as workspace:
        made = backup.make(workspace, asked.vers, "demande")
    print(f"Sauvegarde vérifiée : {made.path}")
    return 0


def put_back(asked: Namespace) -> int:
    """Put a backup back into a folder, verified, with the phrase or the recovery code of that day."""
    code = access.recovery_code(asked)
    phrase = access.passphrase(asked) if code is None else None
    restore.restore(asked.fichier, asked.vers, passphrase=phrase, code=code)
    print(f"Restauré : {asked.vers}")
    return 0


def file_scans(asked: Namespace) -> int:
    """Signed sheets that come back scanned; the readers are imported on use."""
    from elans_desktop.cli import scans

    return scans.file_scans(asked)

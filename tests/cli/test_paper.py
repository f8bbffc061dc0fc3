"""demo and imprimer: every document of the catalogue, the refusals, the recovery sheet."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from pypdf import PdfReader

from elans_desktop.documents.catalogue import DOCUMENTS
from elans_desktop.storage import keys
from elans_desktop.storage.sealing import Kdf
from tests.cli.conftest import PHRASE, Run
from tests.test_architecture import SOURCES

BLOCKED = """
import sys
class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError("Qt is blocked: " + name)
sys.meta_path.insert(0, NoQt())
from elans_desktop.__main__ import main
for line in sys.stdin.read().split("\\n\\n"):
    code = main(line.split("\\n"))
    if code:
        sys.exit("%s -> %s" % (line, code))
"""


def text_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """New classeurs of this test cost little to open."""
    monkeypatch.setattr(Kdf, "default", Kdf.cheap)


@pytest.mark.usefixtures("quick")
def test_demo_prints_everything_and_remakes_its_own(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    said = run("demo", folder)
    assert said.code == 0, said.err
    assert said.lines[-1] == f"phrase={PHRASE}"
    assert {path.stem for path in folder.glob("*.pdf")} == set(DOCUMENTS)
    for path in folder.glob("*.pdf"):
        assert PdfReader(io.BytesIO(path.read_bytes())).pages, path.name
    assert "EXEMPLE" in text_of(folder / "fiche-secours.pdf")
    assert run("lister", "participants", "--classeur", folder / "exemple").lines[59]
    (folder / "fiche-secours.pdf").write_bytes(b"")
    assert run("demo", folder).code == 0
    assert (folder / "fiche-secours.pdf").stat().st_size > 1000


def test_demo_leaves_a_folder_of_somebody_else_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mes notes.txt").write_text("à garder", encoding="utf-8")
    said = run("demo", tmp_path)
    assert said.code == 1
    assert "vide" in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["mes notes.txt"]


def test_the_list_of_documents(run: Run) -> None:
    said = run("imprimer", "--liste")
    assert said.code == 0
    assert [line.split()[0] for line in said.lines] == list(DOCUMENTS)
    assert all(document.title in said.out for document in DOCUMENTS.values())


def test_one_blank_grid_by_its_id(run: Run, classeur: Path, tmp_path: Path) -> None:
    grid, title = run("lister", "grilles", "--classeur", classeur).lines[0].split("\t")
    target = tmp_path / "grille.pdf"
    said = run("imprimer", "grille-vierge", "--classeur", classeur, "--objet", grid, "--vers", target)
    assert said.code == 0, said.err
    assert title.split()[0].upper() in text_of(target).upper()


@pytest.mark.parametrize(
    ("key", "more"),
    [
        ("inconnu", ()),
        ("grille-vierge", ("--objet", "12")),
        ("grille-vierge", ("--objet", str(uuid.uuid4()))),
        ("emargement-seance", ("--objet", str(uuid.uuid4()))),
    ],
)
def test_what_cannot_be_printed_is_one_sentence(
    run: Run, classeur: Path, tmp_path: Path, key: str, more: tuple[str, ...]
) -> None:
    target = tmp_path / "x.pdf"
    said = run("imprimer", key, "--classeur", classeur, *more, "--vers", target)
    assert said.code == 1
    assert said.err.strip()
    assert "Traceback" not in said.err
    assert not target.exists()


@pytest.mark.parametrize(
    ("key", "variant", "known"),
    [
        ("emargement-seance", "bidon", "gros-caracteres, apres-saisie"),
        ("planning", "nimporte", "a4, a3, a5"),
        ("fiche-participant", "confidentiel+bidon", "confidentiel"),
        ("etiquettes", "12:3", "24, 14"),
        ("grille-vierge", "a3", "n’a pas de variante"),
    ],
)
def test_an_unknown_variant_is_refused_with_those_that_exist(
    run: Run, classeur: Path, tmp_path: Path, key: str, variant: str, known: str
) -> None:
    target = tmp_path / "x.pdf"
    said = run("imprimer", key, "--classeur", classeur, "--variante", variant, "--vers", target)
    assert said.code == 2
    assert known in said.err
    assert not target.exists()


def test_a_recovery_sheet_asks_then_replaces_the_code(run: Run, classeur: Path, tmp_path: Path) -> None:
    target = tmp_path / "fiche.pdf"
    before = keys.read(classeur).recovery_number
    words = ("imprimer", "fiche-secours", "--classeur", classeur, "--vers", target)
    asked = run(*words)
    assert asked.code == 1
    assert "--oui" in asked.err
    assert keys.read(classeur).recovery_number == before
    said = run(*words, "--oui")
    assert said.code == 0, said.err
    assert keys.read(classeur).recovery_number == before + 1
    assert "EXEMPLE" not in text_of(target)


def test_no_command_needs_qt(classeur: Path, people: Path, own_home: Path, tmp_path: Path) -> None:
    """In one process where Qt cannot be imported."""
    copy, pdf = tmp_path / "copie.elans", tmp_path / "grilles.pdf"
    commands = (
        ("importer", "participants", people, "--classeur", classeur),
        ("exporter", "participants", "--classeur", classeur, "--vers", tmp_path / "sortie.csv"),
        ("lister", "participants", "--classeur", classeur),
        ("imprimer", "grille-vierge", "--classeur", classeur, "--vers", pdf),
        ("verifier", classeur),
        ("sauvegarder", classeur, "--vers", copy),
        ("restaurer", copy, "--vers", tmp_path / "remis"),
        ("annuler", classeur),
        ("imprimer", "--liste"),
        ("--version",),
    )
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED],
        input="\n\n".join("\n".join(str(word) for word in words) for words in commands),
        env={
            **os.environ,
            "PYTHONPATH": str(SOURCES),
            "PYTHONUTF8": "1",
            "ELANS_PHRASE": PHRASE,
            "ELANS_HOME": str(own_home),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert pdf.read_bytes().startswith(b"%PDF")

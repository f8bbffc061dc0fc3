"""`exporter personne`: one encrypted archive that other programs open, and its trace."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import pyzipper
from sqlalchemy import select

from elans_desktop.models.documents import IssuedDocument
from elans_desktop.services.participants import attachments
from elans_desktop.services.participants.attachments import NewAttachment
from elans_desktop.storage.workspace import Workspace
from tests.cli.conftest import PHRASE, Run
from tests.support.attached_files import pdf

ARCHIVE = "six mots sans aucun rapport entre eux"


@pytest.fixture
def zoe(run: Run, classeur: Path, people: Path) -> str:
    run("importer", "participants", people, "--classeur", classeur)
    listed = run("lister", "participants", "--classeur", classeur).lines
    return next(line.split("\t")[0] for line in listed if "Zo\u00e9" in line)


def with_a_file(classeur: Path, person: str) -> bytes:
    import uuid

    content = pdf()
    workspace = Workspace.open(classeur, passphrase=PHRASE)
    with workspace.write("Joindre") as session:
        attachments.add(session, NewAttachment(uuid.UUID(person), "\u00c9preuve Zo\u00e9 RSA.pdf", content))
    workspace.close(back_up=False)
    return content


def test_the_archive_holds_everything_and_names_nobody_outside(
    run: Run, classeur: Path, zoe: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = with_a_file(classeur, zoe)
    monkeypatch.setenv("ELANS_PHRASE_ARCHIVE", ARCHIVE)
    target = tmp_path / "donnees.zip"
    said = run("exporter", "personne", "--objet", zoe, "--classeur", classeur, "--vers", target)
    assert said.code == 0, said.err
    archive = pyzipper.AESZipFile(target)
    names = ["LISEZ-MOI.txt", "donnees.pdf", "donnees.json", "note-d-information.pdf", "pieces/piece-01.pdf"]
    assert archive.namelist() == names
    assert "Zo\u00e9".encode() not in target.read_bytes()
    archive.setpassword(ARCHIVE.encode())
    assert archive.read("pieces/piece-01.pdf") == content
    read = json.loads(archive.read("donnees.json"))
    (line,) = read["tables"]["attachment"]["lignes"]
    assert (line["name"], line["fichier"]) == ("\u00c9preuve Zo\u00e9 RSA.pdf", "pieces/piece-01.pdf")
    assert archive.read("donnees.pdf").startswith(b"%PDF")
    assert "cnil.fr" in archive.read("LISEZ-MOI.txt").decode("utf-8-sig")
    workspace = Workspace.open(classeur, passphrase=PHRASE)
    with workspace.read() as session:
        (kept,) = session.scalars(select(IssuedDocument).where(IssuedDocument.key == "export-personne"))
    workspace.close(back_up=False)
    import hashlib

    assert kept.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()


def test_the_phrase_is_asked_and_long_enough_and_comes_from_a_file(
    run: Run, classeur: Path, zoe: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, phrase = tmp_path / "donnees.zip", tmp_path / "phrase.txt"
    words = ("exporter", "personne", "--objet", zoe, "--classeur", classeur, "--vers", target)
    monkeypatch.delenv("ELANS_PHRASE_ARCHIVE", raising=False)
    said = run(*words)
    assert said.code == 1
    assert "ELANS_PHRASE_ARCHIVE" in said.err
    phrase.write_text("court\n", encoding="utf-8")
    assert "Au moins 14 signes" in run(*words, "--phrase-archive", phrase).err
    assert not target.exists()
    phrase.write_text(f"{ARCHIVE}\n", encoding="utf-8")
    assert run(*words, "--phrase-archive", phrase).code == 0
    assert target.exists()


def test_one_person_at_a_time(run: Run, classeur: Path, tmp_path: Path) -> None:
    said = run("exporter", "personne", "--classeur", classeur, "--vers", tmp_path / "x.zip")
    assert said.code == 1
    assert "--objet" in said.err

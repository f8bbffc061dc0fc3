"""importer, exporter, annuler: a list goes in, comes out whole, and can be taken back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from sqlalchemy import select

from elans_desktop.models.journal import AccessTrace
from elans_desktop.services import identity_fields
from elans_desktop.storage.workspace import Workspace
from tests.cli.conftest import PHRASE, Run

IMPORTED = "3 importés, 1 doublons, 2 rejetés"


def traced(classeur: Path) -> list[tuple[str, str | None]]:
    """What was done, and about which table, as the access traces tell."""
    workspace = Workspace.open(classeur, passphrase=PHRASE)
    with workspace.read() as session:
        found = [(trace.action, trace.table_name) for trace in session.scalars(select(AccessTrace))]
    workspace.close(back_up=False)
    return found


def test_dry_run_tells_everything_and_writes_nothing(run: Run, classeur: Path, people: Path) -> None:
    said = run("importer", "participants", people, "--classeur", classeur, "--simulation")
    assert said.code == 0, said.err
    assert said.lines[-1] == IMPORTED
    assert "Ligne\u00a05, colonne\u00a0A (Nom)" in said.out, "the line without a name"
    assert "Ligne\u00a06, colonne\u00a0C (Date de naissance)" in said.out
    assert "Ligne\u00a07\u00a0: doublon" in said.out
    assert "Épreuve" not in said.out, "no name of a person on a terminal"
    assert run("lister", "participants", "--classeur", classeur).out == ""


def test_import_counts_on_its_last_line_and_keeps_the_people(run: Run, classeur: Path, people: Path) -> None:
    said = run("importer", "participants", people, "--classeur", classeur)
    assert (said.code, said.lines[-1]) == (0, IMPORTED)
    listed = run("lister", "participants", "--classeur", classeur)
    assert len(listed.lines) == 3
    assert all(len(line.split("\t")[0]) == 36 for line in listed.lines)
    again = run("importer", "participants", people, "--classeur", classeur)
    assert again.lines[-1].startswith("0 importés, 4 doublons")


def test_undo_takes_the_whole_import_back(run: Run, classeur: Path, people: Path) -> None:
    run("importer", "participants", people, "--classeur", classeur)
    said = run("annuler", classeur)
    assert said.code == 0, said.err
    assert said.out.startswith("Annulé : Import de 3")
    assert run("lister", "participants", "--classeur", classeur).out == ""
    assert run("annuler", classeur).code == 1


def test_export_opens_in_a_spreadsheet_with_every_field(
    run: Run, classeur: Path, people: Path, tmp_path: Path
) -> None:
    run("importer", "participants", people, "--classeur", classeur)
    target = tmp_path / "sortie.csv"
    said = run("exporter", "participants", "--classeur", classeur, "--format", "csv", "--vers", target)
    assert said.code == 0, said.err
    assert ("export", "participant") in traced(classeur)
    content = target.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 3
    assert set(identity_fields.TITLES.values()) <= set(rows[0])
    names = sorted(row[identity_fields.TITLES["last_name"]] for row in rows)
    assert "O’Brien" in names
    assert not any(name.startswith("=") for name in names), "a formula would run in a spreadsheet"
    assert any("SOMME(A1)" in name for name in names)


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_every_format_is_written_and_read_back(
    run: Run, classeur: Path, people: Path, tmp_path: Path, kind: str
) -> None:
    run("importer", "participants", people, "--classeur", classeur)
    target = tmp_path / "sans-nom-de-format"
    said = run("exporter", "participants", "--classeur", classeur, "--format", kind, "--vers", target)
    assert said.code == 0, said.err
    again = tmp_path / f"sortie.{kind}"
    run("exporter", "participants", "--classeur", classeur, "--vers", again)
    assert again.read_bytes()[:2] == target.read_bytes()[:2], "without --format, the name says it"
    said = run("importer", "participants", again, "--classeur", classeur, "--simulation")
    assert said.lines[-1].startswith("0 importés, 3 doublons")


def test_an_export_can_be_imported_elsewhere(run: Run, classeur: Path, people: Path, tmp_path: Path) -> None:
    run("importer", "participants", people, "--classeur", classeur)
    target = tmp_path / "sortie.csv"
    run("exporter", "participants", "--classeur", classeur, "--vers", target)
    said = run("importer", "participants", target, "--classeur", classeur, "--simulation")
    assert said.lines[-1].startswith("0 importés, 3 doublons")


def test_a_file_that_is_no_list_gets_a_sentence(run: Run, classeur: Path, tmp_path: Path) -> None:
    empty = tmp_path / "vide.csv"
    empty.write_bytes(b"")
    said = run("importer", "participants", empty, "--classeur", classeur)
    assert said.code == 1
    assert said.err.strip()
    assert "Traceback" not in said.err
    missing = run("importer", "participants", tmp_path / "absent.csv", "--classeur", classeur)
    assert missing.code == 1
    assert missing.err.strip()

"""importer presences: a dry run that writes nothing, then what is not to be decided, undone at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

ROWS = (
    "Nom;Prénom;Date;Heures;Atelier",
    "Épreuve;Zoé;12/01/2026;3;Cuisine",
    "O’Brien;Łukasz;12/01/2026;2,5;Cuisine",
    "Inconnu;Luc;12/01/2026;3;Cuisine",
    "Épreuve;Zoé;31/02/2026;3;Cuisine",
)


@pytest.fixture
def past(tmp_path: Path) -> Path:
    file = tmp_path / "presences.csv"
    file.write_text("\n".join(ROWS), encoding="utf-8")
    return file


def test_a_dry_run_then_the_import_then_its_undoing(
    run: Run, classeur: Path, people: Path, past: Path
) -> None:
    run("importer", "participants", people, "--classeur", classeur)
    said = run("importer", "presences", past, "--classeur", classeur, "--simulation")
    assert (said.code, said.lines[-1]) == (0, "2 reprises, 0 déjà là, 1 à décider, 1 rejetées"), said.err
    assert "Ligne\u00a05, colonne\u00a0C (Date)\u00a0: Février 2026 a 28 jours." in said.lines
    assert "1\u00a0activité à créer." in said.lines
    assert "Inconnu" not in said.out
    assert run("lister", "activites", "--classeur", classeur).out == ""
    said = run("importer", "presences", past, "--classeur", classeur)
    assert (said.code, said.lines[-1]) == (0, "2 reprises, 0 déjà là, 1 à décider, 1 rejetées"), said.err
    assert len(run("lister", "activites", "--classeur", classeur).lines) == 1
    again = run("importer", "presences", past, "--classeur", classeur, "--simulation")
    assert again.lines[-1] == "0 reprises, 2 déjà là, 1 à décider, 1 rejetées"
    assert run("annuler", classeur).out.startswith("Annulé : Reprise de 2")
    assert run("lister", "activites", "--classeur", classeur).out == ""


def test_a_file_that_does_not_say_the_activity(
    run: Run, classeur: Path, people: Path, tmp_path: Path
) -> None:
    run("importer", "participants", people, "--classeur", classeur)
    file = tmp_path / "presences.csv"
    file.write_text("Nom;Prénom;Date;Heures\nÉpreuve;Zoé;12/01/2026;3\n", encoding="utf-8")
    refused = run("importer", "presences", file, "--classeur", classeur)
    assert refused.code != 0
    assert "ne dit pas l’activité" in refused.err
    said = run("importer", "presences", file, "--classeur", classeur, "--activite", "Cuisine")
    assert said.lines[-1].startswith("1 reprises")

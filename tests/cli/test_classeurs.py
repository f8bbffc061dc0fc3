"""creer, verifier, sauvegarder, restaurer; phrases and misuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from elans_desktop import __version__
from elans_desktop.__main__ import _is_path
from elans_desktop.storage.recovery_code import read_code
from tests.cli.conftest import PHRASE, Run


def test_creation_prints_a_code_that_reads_back(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "nouveau"
    said = run("creer", folder, "--nom", "Le Pressoir", "--dispositif", "elans", "--utilisateur", "Ada Test")
    assert said.code == 0, said.err
    code = said.lines[-4:]
    assert [line[0] for line in code] == list("ABCD")
    assert read_code("\n".join(line[1:] for line in code))
    assert run("verifier", folder).code == 0
    again = run("creer", folder, "--nom", "Le Pressoir", "--dispositif", "elans")
    assert again.code == 1
    assert again.err.strip()


def test_verification_tells_a_sound_classeur_from_an_altered_one(run: Run, classeur: Path) -> None:
    sound = run("verifier", classeur)
    assert sound.code == 0
    assert "sain" in sound.out
    data = classeur / "data.db"
    content = bytearray(data.read_bytes())
    content[len(content) // 2] ^= 1
    data.write_bytes(content)
    altered = run("verifier", classeur)
    assert altered.code == 1
    assert altered.err.strip()
    assert "Traceback" not in altered.err


def test_a_backup_comes_back_as_it_was(run: Run, classeur: Path, people: Path, tmp_path: Path) -> None:
    run("importer", "participants", people, "--classeur", classeur)
    kept = tmp_path / "copie.elans"
    said = run("sauvegarder", classeur, "--vers", kept)
    assert said.code == 0, said.err
    assert kept.exists()
    run("annuler", classeur)
    target = tmp_path / "remis"
    back = run("restaurer", kept, "--vers", target)
    assert back.code == 0, back.err
    assert len(run("lister", "participants", "--classeur", target).lines) == 3
    assert run("lister", "participants", "--classeur", classeur).out == ""


def test_a_backup_comes_back_with_the_recovery_code_of_that_day(
    run: Run, tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, kept, target = tmp_path / "nouveau", tmp_path / "copie.elans", tmp_path / "remis"
    made = run("creer", folder, "--nom", "Le Pressoir", "--dispositif", "elans")
    code = tmp_path / "code.txt"
    code.write_text("\n".join(made.lines[-4:]), encoding="utf-8")
    assert run("sauvegarder", folder, "--vers", kept).code == 0
    monkeypatch.setenv("ELANS_PHRASE", "une tout autre phrase")
    assert run("restaurer", kept, "--vers", target).code == 1
    mistyped = tmp_path / "faute.txt"
    mistyped.write_text("0000 0000 0\n" * 4, encoding="utf-8")
    assert run("restaurer", kept, "--vers", target, "--code-fichier", mistyped).code == 1
    assert not target.exists()
    back = run("restaurer", kept, "--vers", target, "--code-fichier", code)
    assert back.code == 0, back.err
    monkeypatch.setenv("ELANS_PHRASE", PHRASE)
    assert run("verifier", target).code == 0


def test_an_altered_backup_is_refused(run: Run, classeur: Path, tmp_path: Path) -> None:
    kept = tmp_path / "copie.elans"
    run("sauvegarder", classeur, "--vers", kept)
    content = bytearray(kept.read_bytes())
    content[len(content) // 2] ^= 1
    kept.write_bytes(content)
    said = run("restaurer", kept, "--vers", tmp_path / "remis")
    assert said.code == 1
    assert said.err.strip()
    assert not (tmp_path / "remis" / "data.db").exists()


def test_the_phrase_comes_from_a_file_or_the_environment(
    run: Run, classeur: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "phrase.txt"
    file.write_text(f"{PHRASE}\nune autre ligne\n", encoding="utf-8-sig")
    monkeypatch.delenv("ELANS_PHRASE")
    words = ("lister", "grilles", "--classeur", classeur)
    without = run(*words)
    assert without.code == 1
    assert "phrase" in without.err
    found = run(*words, "--phrase-fichier", file)
    assert found.code == 0
    assert len(found.lines) >= 2


def test_a_wrong_phrase_is_one_sentence(run: Run, classeur: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ELANS_PHRASE", "ce n’est pas la bonne phrase")
    said = run("lister", "grilles", "--classeur", classeur)
    assert said.code == 1
    assert said.out == ""
    assert "phrase" in said.err
    assert "Traceback" not in said.err


def test_a_folder_without_classeur_is_one_sentence(run: Run, tmp_path: Path) -> None:
    said = run("verifier", tmp_path)
    assert said.code == 1
    assert "classeur" in said.err


def test_version(run: Run) -> None:
    said = run("--version")
    assert (said.code, said.out.strip()) == (0, f"elans-desktop {__version__}")


@pytest.mark.parametrize(
    "words",
    [
        ("creer",),
        ("creer", "x", "--nom", "y", "--dispositif", "autre"),
        ("lister", "tout", "--classeur", "x"),
        ("imprimer",),
        ("imprimer", "grille-vierge"),
        ("imprimer", "grille-vierge", "--classeur", "x", "--vers", "y.pdf", "--du", "hier"),
        ("importer", "autre", "x", "--classeur", "y"),
        ("--inconnu",),
    ],
)
def test_misuse_exits_2_with_the_usage(run: Run, words: tuple[str, ...]) -> None:
    said = run(*words)
    assert said.code == 2
    assert (said.out + said.err).strip()
    assert "Traceback" not in said.err


@pytest.mark.parametrize(("word", "path"), [("verifie", False), ("absent.elans", True), ("la/bas", True)])
def test_a_misspelt_command_does_not_open_the_window(word: str, path: bool) -> None:
    assert _is_path(word) is path


def test_an_unknown_command_is_a_usage_error(run: Run) -> None:
    said = run("verifie")
    assert said.code == 2
    assert "verifie" in said.err


def test_lost_keys_are_only_said_to_have_a_copy_when_they_do(run: Run, classeur: Path) -> None:
    (classeur / "keys.json").rename(classeur / "ailleurs")
    with_copy = run("verifier", classeur)
    (classeur / "keys.json.bak").unlink()
    without = run("verifier", classeur)
    assert (with_copy.code, without.code) == (1, 1)
    assert "Renommez" in with_copy.err
    assert "Renommez" not in without.err
    assert "Restaurez une sauvegarde" in without.err

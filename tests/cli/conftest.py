"""Commands on a real classeur, opened by a phrase in the environment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from elans_desktop.__main__ import main
from elans_desktop.services import setup
from elans_desktop.storage.sealing import Kdf

PHRASE = "tabouret pluie cantine violet"


class Said(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("lister", "grilles", …)`: the entry of the program, in this process."""
    monkeypatch.setenv("ELANS_PHRASE", PHRASE)

    def call(*words: str | Path) -> Said:
        capsys.readouterr()
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return call


@pytest.fixture
def classeur(tmp_path: Path, own_home: Path) -> Path:
    """A closed classeur ready to use (lists, grids, agreement, our structure), cheap to open."""
    folder = tmp_path / "classeur"
    workspace, _code = setup.create_workspace(
        folder,
        title="Association Le Pressoir",
        preset="o2r",
        user_name="Camille Essai",
        passphrase=PHRASE,
        kdf=Kdf.cheap(),
    )
    workspace.close(back_up=False)
    return folder


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A list: three people, a line without a name, an unreadable date, and the same person twice."""
    file = tmp_path / "liste.csv"
    rows = (
        "Nom;Prénom;Date de naissance;Commune;Téléphone",
        "Épreuve;Zoé;03.04.1991;Vire Normandie;06 00 00 00 01",
        "O’Brien;Łukasz;12/03/98;;",
        "=SOMME(A1);Maëlle;1er juin 1995;;",
        ";;01/01/2000;;",
        "Essai;Paul;32/13/1990;;",
        "Épreuve;Zoé;03/04/1991;;",
    )
    file.write_text("\n".join(rows), encoding="utf-8")
    return file

from __future__ import annotations

from datetime import date
from pathlib import Path

from PIL import Image

from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.workspace import Workspace
from tests.cli.conftest import PHRASE, Run
from tests.support import calendar_world, scanner


def test_scans_are_filed_by_a_script(run: Run, workspace_folder: Path, tmp_path: Path) -> None:
    workspace = Workspace.open(workspace_folder, passphrase=PHRASE)
    with workspace.write("Préparer", "document") as session:
        world = calendar_world.build(session)
        activity = calendar_world.activity(session, world, people=3)
        seance = calendar_world.seance(session, world, activity, date(2026, 4, 27))
        pdf = scanner.printed(session, DocumentRequest("emargement-seance", object_ids=(seance,)))
    workspace.close(back_up=False)
    lot = scanner.as_pdf(tmp_path / "lot.pdf", *scanner.pages(pdf))
    said = run("classer-scans", lot, "--classeur", workspace_folder)
    assert (said.code, said.lines[-1]) == (0, "1 page classée, 0 mise de côté")
    assert said.lines[0].endswith("signée reçue")
    blank = scanner.as_picture(tmp_path / "dos.png", Image.new("L", (900, 600), 255))
    fake = tmp_path / "faux.pdf"
    fake.write_bytes(b"MZ")
    said = run("classer-scans", lot, blank, fake, "--classeur", workspace_folder)
    assert said.code == 1
    assert said.lines[-1] == "0 page classée, 1 déjà classée, 1 mise de côté, 1 fichier refusé"
    assert "fichier 3 : Ce fichier n’est ni un PDF" in said.err
    assert "fichier 2 : Aucun code" in said.err

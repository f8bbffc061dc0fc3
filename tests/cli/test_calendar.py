"""exporter calendrier: everything, or what one identifier names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.models.journal import AccessTrace
from elans_desktop.services.calendar import closures, series
from elans_desktop.services.calendar.closures import ClosureInput
from elans_desktop.services.calendar.recurrence import Recurrence
from elans_desktop.services.calendar.seances import SeanceInput, SlotInput
from elans_desktop.services.governance import projects
from elans_desktop.services.governance.projects import ProjectInput
from elans_desktop.storage.workspace import Workspace
from tests.cli.conftest import PHRASE, Run
from tests.support import calendar_world
from tests.support.calendar_world import World


@pytest.fixture
def now() -> Iterator[None]:
    with clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield


@pytest.fixture
def folder(workspace_folder: Path, now: None) -> Path:
    return workspace_folder


@pytest.fixture
def world(folder: Path) -> World:
    workspace = Workspace.open(folder, passphrase=PHRASE)
    with workspace.write("Données d’essai") as session:
        made = calendar_world.build(session)
        bike = calendar_world.activity(session, made, people=2)
        data = SeanceInput(bike, date(2027, 5, 11), (SlotInput(540, 720, None, (made.trainers[0],)),))
        series.create(session, data, Recurrence(times=3, skip=frozenset()))
        projects.save(session, ProjectInput(title="Le four à pain"))
        closures.save(session, ClosureInput(label="Inventaire", start_on=date(2027, 6, 1)))
    workspace.close(back_up=False)
    return made


def events(file: Path) -> int:
    return file.read_bytes().count(b"BEGIN:VEVENT")


def test_the_calendar_is_written_whole_or_for_one(
    run: Run, folder: Path, world: World, tmp_path: Path
) -> None:
    file = tmp_path / "tout.ics"
    said = run("exporter", "calendrier", "--classeur", folder, "--vers", file)
    assert (said.code, said.err) == (0, "")
    assert events(file) == 3
    some = tmp_path / "mai.ics"
    words = ("--du", "2027-05-11", "--au", "2027-05-18")
    run("exporter", "calendrier", "--classeur", folder, "--vers", some, *words)
    assert events(some) == 2
    one = tmp_path / "personne.ics"
    said = run("exporter", "calendrier", "--classeur", folder, "--vers", one, "--objet", str(world.people[0]))
    assert said.code == 0
    assert events(one) == 3
    workspace = Workspace.open(folder, passphrase=PHRASE)
    with workspace.read() as session:
        traced = session.scalars(select(AccessTrace.row_id).where(AccessTrace.action == "export"))
        assert list(traced) == [world.people[0]]
    workspace.close(back_up=False)


def test_what_cannot_be_written_is_said(run: Run, folder: Path, world: World, tmp_path: Path) -> None:
    file = tmp_path / "rien.ics"
    base = ("exporter", "calendrier", "--classeur", folder, "--vers", file)
    for words in (
        ("--objet", str(world.people[7])),
        ("--objet", str(world.agreement)),
        ("--objet", "bonjour"),
        ("--objet", str(world.people[0]), "--objet", str(world.people[1])),
    ):
        said = run(*base, *words)
        assert said.code == 1
        assert said.err.strip().endswith(".")
        assert not file.exists()


def test_new_tables_are_listed(run: Run, folder: Path, world: World) -> None:
    assert "Le four à pain" in run("lister", "projets", "--classeur", folder).out
    assert "Atelier vélo, tous les mardis" in run("lister", "series", "--classeur", folder).out
    assert "2027-06-01 2027-06-01 Inventaire" in run("lister", "fermetures", "--classeur", folder).out

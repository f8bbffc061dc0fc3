"""Anonymising a file does not change the share of complete files."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from elans_desktop.core import clock
from elans_desktop.models.participants import Participant
from elans_desktop.services.organisation import agreements
from elans_desktop.services.participants import completeness
from elans_desktop.services.participants.completeness import SchemeCompleteness
from elans_desktop.services.pathways import situations
from elans_desktop.services.pathways.situations import SituationInput
from elans_desktop.services.privacy import purge
from elans_desktop.services.scope import EVERYTHING
from elans_desktop.storage import backup, restore
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import fill
from tests.support.people import NOW, add_pathway, add_person
from tests.support.workspaces import PASSPHRASE

ENTRY, EXIT = date(2015, 3, 2), date(2015, 11, 27)
IDENTITY: dict[str, Any] = {
    "birth_date": date(1996, 1, 1),
    "sex": "femme",
    "nationality": "francaise",
    "domiciliation": "CCAS de Flers",
    "commune": "Flers",
    "email": "lucie@exemple.fr",
    "information_given_on": ENTRY,
}
ANSWERS: dict[str, Any] = {
    "family": "celibataire",
    "housing": "chez_tiers",
    "education": "brevet",
    "employment": "inactif",
}


@pytest.fixture
def office(workspace_folder: Path) -> Iterator[Workspace]:
    with clock.fixed(NOW):
        workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
        yield workspace
        workspace.close(back_up=False)


def gone_long_ago(workspace: Workspace, agreement: uuid.UUID, name: str, **identity: Any) -> uuid.UUID:
    person = add_person(workspace, name, "Zoé", **IDENTITY | identity)
    pathway = add_pathway(workspace, person, agreement, entry_on=ENTRY, exit_on=EXIT, exit_code="E1")
    with workspace.write("Noter") as session:
        for moment in (situations.ENTRY, situations.EXIT, situations.LATER):
            situations.save(session, SituationInput(pathway, moment, collected_on=EXIT, **ANSWERS))
    return person


def counted(workspace: Workspace) -> SchemeCompleteness:
    with workspace.read() as session:
        return next(one for one in completeness.of_scheme(session, EVERYTHING) if one.code == "fse")


def figures(workspace: Workspace) -> tuple[int, int, list[tuple[str, int]]]:
    found = counted(workspace)
    return found.people, found.incomplete, [(gap.item.code, gap.people) for gap in found.gaps]


@pytest.fixture
def people(office: Workspace) -> list[uuid.UUID]:
    """One complete, one that cannot be reached and whose nationality is unknown, one that stays."""
    fill(office)
    with office.write("Créer la convention d’alors") as session:
        dates = {"start": date(2014, 1, 1), "end": date(2016, 12, 31)}
        agreement = agreements.save(session, replace(agreements.new_input(session), **dates))
    complete = gone_long_ago(office, agreement, "Zyxwvut")
    short = gone_long_ago(office, agreement, "Qponmlk", email="", nationality=None)
    gone_long_ago(office, agreement, "Hgfedcb", email="")
    return [complete, short]


def test_the_share_of_incomplete_files_stays_what_it_was(office: Workspace, people: list[uuid.UUID]) -> None:
    before = figures(office)
    assert before[:2] == (3, 2)
    assert counted(office).anonymised == 0
    assert purge.anonymise(office, people, purge.WORD_TO_TYPE) == 2
    assert figures(office) == before
    assert counted(office).anonymised == 1
    with office.read() as session:
        (listed,) = completeness.incomplete_files(session, EVERYTHING, "fse")
    assert listed.name.startswith("Hgfedcb"), "nothing can be asked of an anonymised file"


def test_it_stays_so_once_an_older_backup_is_restored(
    office: Workspace, people: list[uuid.UUID], workspace_folder: Path, tmp_path: Path
) -> None:
    before = figures(office)
    file = backup.make(office, tmp_path / "avant.elans").path
    purge.anonymise(office, people, purge.WORD_TO_TYPE)
    office.close(back_up=False)
    restore.restore(file, workspace_folder, passphrase=PASSPHRASE)
    again = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    try:
        with again.read() as session:
            left = {session.get_one(Participant, person).last_name for person in people}
        assert left == {"Dossier anonymisé"}
        assert figures(again) == before
    finally:
        again.close(back_up=False)


def test_a_file_whose_state_was_not_kept_is_left_out(office: Workspace, people: list[uuid.UUID]) -> None:
    """Anonymised by an earlier version."""
    purge.anonymise(office, people, purge.WORD_TO_TYPE)
    with office.write("Version d’avant", kind="migration") as session:
        for person in people:
            session.get_one(Participant, person).points_known = None
    assert figures(office)[:2] == (1, 1)

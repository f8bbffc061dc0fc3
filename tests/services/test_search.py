from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from elans_desktop.core import clock
from elans_desktop.services import search
from elans_desktop.services.governance import structures
from elans_desktop.services.governance.structures import StructureInput
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import OURS, acting_as, fill
from tests.support.people import NOW, add_person


@pytest.fixture
def agreement(workspace: Workspace) -> Iterator[uuid.UUID]:
    with clock.fixed(NOW):
        yield fill(workspace)


def titles(workspace: Workspace, text: str) -> list[str]:
    with workspace.read() as session:
        return [found.title for found in search.find(session, text)]


def test_every_word_counts_whatever_the_accents_and_the_order(
    workspace: Workspace, agreement: uuid.UUID
) -> None:
    add_person(workspace, "Lefèvre", "Élodie", commune="Flers")
    add_person(workspace, "Lefevre", "Anne")
    assert titles(workspace, "elodie LEFEVRE") == ["Lefèvre Élodie"]
    assert sorted(titles(workspace, "lefevre")) == ["Lefevre Anne", "Lefèvre Élodie"]
    assert titles(workspace, "lefevre zoé") == []


def test_a_file_is_found_by_number_and_a_name_that_begins_so_comes_first(
    workspace: Workspace, agreement: uuid.UUID
) -> None:
    add_person(workspace, "De Bazin", "Paul")
    add_person(workspace, "Bazin", "Lucie")
    assert titles(workspace, "2027-A0001") == ["De Bazin Paul"]
    assert titles(workspace, "baz")[0] == "Bazin Lucie"


def test_signs_of_patterns_are_read_as_they_are(workspace: Workspace, agreement: uuid.UUID) -> None:
    add_person(workspace, "Bazin", "Lucie")
    assert titles(workspace, "%") == []
    assert titles(workspace, "baz%") == ["Bazin Lucie"]


def test_a_long_list_is_cut_and_other_things_are_found_too(
    workspace: Workspace, agreement: uuid.UUID
) -> None:
    for rank in range(12):
        add_person(workspace, f"Pressoir{rank}", "Zoé")
    with workspace.write("Ajouter") as session:
        structures.save(session, StructureInput(name="Le Vieux Pressoir"))
    found = titles(workspace, "pressoir")
    assert sum(title.startswith("Pressoir") for title in found) == search.PER_KIND
    assert {OURS, "Le Vieux Pressoir"} <= set(found)


def test_people_stay_hidden_from_who_may_not_read_them(workspace: Workspace, agreement: uuid.UUID) -> None:
    add_person(workspace, "Pressoir", "Zoé")
    with acting_as(workspace, "consultation"):
        assert titles(workspace, "pressoir") == [OURS]


def test_nothing_typed_finds_nothing(workspace: Workspace, agreement: uuid.UUID) -> None:
    assert titles(workspace, " ") == []

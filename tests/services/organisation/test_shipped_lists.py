"""A classeur of an earlier version receives the lists of this one as it is opened, once."""

from __future__ import annotations

from pathlib import Path

import pytest

import elans_desktop
from elans_desktop.models.organisation import ReferenceItem
from elans_desktop.services import setup
from elans_desktop.services.organisation import reference, settings, shipped_lists
from elans_desktop.services.participants import person_choices, portraits
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.shell import opening
from tests.support.organisation import fill


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    fill(workspace)
    return workspace


def age(workspace: Workspace) -> None:
    """As an earlier version left it: no kind « portrait », a frein in shorter words, one worded here."""
    with workspace.write("Reculer d’une version") as session:
        session.delete(session.get_one(ReferenceItem, ReferenceItem.key("attachment_kinds", portraits.KIND)))
        for code, label in (("droits", "Démarches et droits"), ("famille", "Famille, nos mots")):
            item = session.get_one(ReferenceItem, ReferenceItem.key("barriers", code))
            item.extra = item.extra | {"_shipped": ["Démarches et droits", ""]}
            item.label = label
        settings.put(session, settings.SHIPPED_LISTS, None)


def labels(workspace: Workspace) -> tuple[str, str, str]:
    with workspace.read() as session:
        return (
            reference.label(session, "attachment_kinds", portraits.KIND),
            reference.label(session, "barriers", "droits"),
            reference.label(session, "barriers", "famille"),
        )


def test_an_older_classeur_receives_what_is_new_and_keeps_its_own_words(office: Workspace) -> None:
    age(office)
    assert shipped_lists.bring(office) == 3
    assert labels(office) == (
        "Photo de la personne",
        "Difficultés administratives et droits",
        "Famille, nos mots",
    )
    with office.write("Montrer") as session:
        portraits.keep(session, on=True)
        kinds = person_choices.choices(session).lists["attachment_kinds"]
    assert portraits.KIND in {code for code, _label in kinds}


def test_nothing_is_written_when_the_lists_are_those_of_this_version(office: Workspace) -> None:
    changed: list[frozenset[str]] = []
    office.on_change(changed.append)
    assert shipped_lists.bring(office) == 0
    assert changed == []


def test_it_is_never_undone_by_mistake(office: Workspace) -> None:
    age(office)
    before = office.undo_label()
    shipped_lists.bring(office)
    assert office.undo_label() != shipped_lists.LABEL
    assert before != shipped_lists.LABEL


def test_the_lists_of_a_later_version_are_not_taken_back(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two laptops of different versions share a classeur: the older one leaves the lists as they are."""
    age(office)
    with office.write("Version à venir") as session:
        settings.put(session, settings.SHIPPED_LISTS, ["99.0.0", "autre"])
    assert shipped_lists.bring(office) == 0
    monkeypatch.setattr(elans_desktop, "__version__", "99.0.1")
    assert shipped_lists.bring(office) == 3


def test_the_window_brings_them_as_it_opens(tmp_path: Path) -> None:
    phrase = "six mots sans aucun rapport entre eux"
    folder = tmp_path / "classeur"
    made, _code = setup.create_workspace(
        folder, title="Essai", preset="o2r", user_name="Camille Essai", user_function="", passphrase=phrase
    )
    age(made)
    user = made.actor.user_id
    made.close()
    opened = opening.open_workspace(folder, user.hex, phrase)
    try:
        assert labels(opened)[0] == "Photo de la personne"
    finally:
        opened.close()

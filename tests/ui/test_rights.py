"""Each role opens every tab of the example: nothing is offered that the services would refuse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from elans_desktop.core import clock
from elans_desktop.services import demo
from elans_desktop.services.permissions import RIGHTS, Right
from elans_desktop.storage.sealing import Kdf
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.shell.tabs import TABS
from elans_desktop.ui.shell.workbench import Workbench
from tests.support.dialogs import RecordedDialogs

NOW = datetime(2027, 5, 4, 9, 14)
ACTIONS = {
    "home": {
        "Saisir les présences": Right.ENTER_PRESENCES,
        "Saisir": Right.ENTER_PRESENCES,
        "Imprimer les feuilles de la semaine": Right.READ_PEOPLE,
        "Imprimer": Right.READ_PEOPLE,
        "Écrire le budget": Right.EDIT_BUDGET,
    },
    "governance": {
        "Réunion": Right.GOVERN,
        "Clore la réunion": Right.GOVERN,
        "Modifier": Right.GOVERN,
    },
    "participants": {
        "Nouveau participant": Right.EDIT_PEOPLE,
        "Autres actions de la liste": Right.READ_PEOPLE,
        "Appels à passer": Right.EDIT_PEOPLE,
        "Enregistrer": Right.EDIT_PEOPLE,
        "Noter un contact": Right.EDIT_PEOPLE,
        "Inscrire à une activité": Right.EDIT_CALENDAR,
        "Évaluer": Right.EVALUATE,
        "Imprimer": Right.READ_PEOPLE,
    },
    "calendar": {
        "Nouvelle séance": Right.EDIT_CALENDAR,
        "Menu du calendrier": Right.ENTER_PRESENCES,
        "Modifier la séance": Right.EDIT_CALENDAR,
        "Autres actions": Right.EDIT_CALENDAR,
        "Ajouter": Right.EDIT_CALENDAR,
        "Changer d’intervenant": Right.EDIT_CALENDAR,
        "Changer de lieu": Right.EDIT_CALENDAR,
        "Signée reçue": Right.ENTER_PRESENCES,
        "Saisir les présences": Right.ENTER_PRESENCES,
        "Voir les présences": Right.READ_PEOPLE,
        "Imprimer": Right.READ_PEOPLE,
        "Réimprimer": Right.READ_PEOPLE,
    },
    "evaluations": {"Évaluer": Right.EVALUATE, "Terminer l’évaluation": Right.EVALUATE},
    "budget": {"Nouvelle dépense": Right.EDIT_BUDGET, "Créer le budget": Right.EDIT_BUDGET},
    "reports": {},
    "settings": {"Enregistrer": Right.ADMINISTER},
}
"""By tab: the words (or the accessible name) of an action, and the right its service asks for."""
USUAL = {
    "home": {"Saisir les présences", "Imprimer les feuilles de la semaine"},
    "governance": {"Réunion"},
    "participants": {"Nouveau participant", "Autres actions de la liste", "Appels à passer"},
    "calendar": {"Nouvelle séance", "Modifier la séance", "Ajouter", "Imprimer"},
    "evaluations": {"Évaluer"},
    "budget": {"Nouvelle dépense"},
    "settings": {"Enregistrer"},
}
"""Actions that are always there for those who hold the right: the test above cannot pass on empty pages."""


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch, clock.fixed(NOW):
        patch.setenv("ELANS_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setattr(Kdf, "default", Kdf.cheap)
        folder = tmp_path_factory.mktemp("demo") / "exemple"
        workspace, _code = demo.create_demo(folder)
        workspace.close(back_up=False)
        yield folder


def as_role(folder: Path, role: str) -> Workspace:
    """The example, opened by somebody of that role."""
    workspace = Workspace.open(folder, passphrase=demo.PHRASE, on_foreign="moved")
    workspace.actor = replace(workspace.actor, role=role)
    return workspace


@pytest.fixture
def role(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def bench(qtbot: QtBot, example: Path, role: str) -> Iterator[Workbench]:
    with clock.fixed(NOW):
        workspace = as_role(example, role)
        made = Workbench(workspace)
        qtbot.addWidget(made)
        made.resize(1366, 768)
        made.show()
        yield made
        made.jobs.wait()
        workspace.close(back_up=False)


def offered(page: QWidget) -> set[str]:
    """Words and names of the buttons one can press, menus to come included."""
    found = (
        button
        for button in page.findChildren(QAbstractButton)
        if button.isVisibleTo(page) and button.isEnabled()
    )
    return {words for button in found for words in (button.text(), button.accessibleName()) if words}


@pytest.mark.parametrize("role", list(RIGHTS), indirect=True)
def test_a_role_is_offered_what_it_may_do(
    bench: Workbench, role: str, recorded_dialogs: RecordedDialogs
) -> None:
    for tab in (*(tab.name for tab in TABS), "settings"):
        bench.navigate(tab)
        QCoreApplication.processEvents()
        shown = offered(bench.current_view())
        for words, right in ACTIONS[tab].items():
            if right not in RIGHTS[role]:
                assert words not in shown, f"{tab}: « {words} »"
            elif words in USUAL.get(tab, ()):
                clickable = words in shown or tab == "settings"
                assert clickable, f"{tab}: « {words} » is missing"
    assert recorded_dialogs.requests == []


@pytest.mark.parametrize("role", ["accueil", "consultation"], indirect=True)
def test_the_keys_ask_for_the_same_rights(bench: Workbench, recorded_dialogs: RecordedDialogs) -> None:
    for tab in (tab.name for tab in TABS):
        if tab == "participants" and Right.EDIT_PEOPLE in RIGHTS[bench.bridge.actor.role]:
            continue
        bench.navigate(tab)
        before = bench.current_view()
        bench.current_view().start_new()
        QCoreApplication.processEvents()
        assert bench.current_view() is before
        assert not {"Convoquer", "Créer", "Commencer"} & offered(before), tab
    assert recorded_dialogs.requests == []

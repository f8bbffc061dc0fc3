"""Under the head of a file: what is missing, and the way to each field."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from elans_desktop.services.organisation import settings
from elans_desktop.services.participants.completeness_items import ITEMS
from elans_desktop.services.pathways import situations
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.kit.buttons import Button
from elans_desktop.ui.kit.chip import Chip
from elans_desktop.ui.participants.completeness_line import CompletenessLine
from elans_desktop.ui.participants.file import PersonFile
from elans_desktop.ui.participants.identity import IdentitySection
from elans_desktop.ui.participants.section import FormSection
from elans_desktop.ui.participants.situation import SituationSection
from elans_desktop.ui.participants.view import ParticipantsView
from tests.support.people import add_pathway, add_person, change_person
from tests.ui.participants.test_documents import open_file


@pytest.fixture
def lucie(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    person = add_person(
        workspace,
        "Bazin",
        "Lucie",
        sex="femme",
        nationality="francaise",
        address="3, rue du Puits",
        commune="Flers",
        phone="06 11 22 33 44",
        information_given_on=date(2027, 1, 4),
    )
    add_pathway(
        workspace,
        person,
        agreement,
        entry_on=date(2027, 1, 4),
        referent_id=workspace.actor.professional_id,
        exit_on=date(2027, 4, 1),
        exit_code="E1",
    )
    return person


def named(line: CompletenessLine) -> list[str]:
    QApplication.processEvents()
    return [link.text() for link in line.findChildren(Button) if link.isVisibleTo(line)]


def chips(line: CompletenessLine) -> list[str]:
    return [chip.text() for chip in line.findChildren(Chip) if not chip.isHidden()]


def test_the_line_names_what_is_missing_for_each_funder(view: ParticipantsView, lucie: uuid.UUID) -> None:
    line = open_file(view, lucie).completeness
    assert named(line) == ["date de naissance", "situation à l’entrée", "situation à la sortie"]
    assert chips(line) == ["Dossier 79\u00a0%", "FSE+ 50\u00a0%", "Département 71\u00a0%"]
    line.choose("departement")
    assert named(line) == ["date de naissance", "ressources"]
    line.choose("fse")
    assert named(line)[-1] == "emploi à la sortie"
    assert len(named(line)) == 8


def test_a_missing_point_leads_to_its_field(qtbot: QtBot, view: ParticipantsView, lucie: uuid.UUID) -> None:
    file = open_file(view, lucie)
    with qtbot.waitActive(view):
        view.activateWindow()

    def follow(words: str) -> None:
        named(file.completeness)
        next(link for link in file.completeness.findChildren(Button) if link.text() == words).click()

    follow("date de naissance")
    assert file.page.current() == "identity"
    assert file.focusWidget() is file.section(IdentitySection).form.field("birth_date").editor
    follow("situation à la sortie")
    moments = file.section(SituationSection).moments
    assert moments.current() == situations.EXIT
    assert file.page.current() == "situation"


def test_a_complete_file_says_nothing(
    view: ParticipantsView, workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID
) -> None:
    with workspace.write("Une seule liste") as session:
        kept = {"code": "dossier", "label": "Dossier", "items": ["name", "birth_date"]}
        settings.put(session, settings.COMPLETENESS_LISTS, [kept])
    file = open_file(view, lucie)
    assert named(file.completeness) == ["date de naissance"]
    change_person(workspace, lucie, "Compléter", birth_date=date(1999, 1, 1))
    assert file.completeness.isHidden()
    assert view.pane.model.rows()[0].completeness == 100


def test_every_point_has_its_field(view: ParticipantsView, workspace: Workspace, lucie: uuid.UUID) -> None:
    with workspace.write("Ouvrir le bloc") as session:
        settings.put(session, settings.SENSITIVE_BLOCK, True)
    file: PersonFile = open_file(view, lucie)
    forms = {part.key: part.forms for part in file.parts}
    for item in ITEMS:
        assert item.section in forms, item.code
        typed = (one.form for one in forms[item.section] if isinstance(one, FormSection))
        fields = {name for form in typed for name in form.names()}
        assert not item.field or item.field in fields, item.code

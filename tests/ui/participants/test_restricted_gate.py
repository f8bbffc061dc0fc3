"""A file of the restricted archive in the window: asked why, read, brought back; how long a file is kept."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.models.journal import AccessTrace
from elans_desktop.models.participants import Participant
from elans_desktop.services.privacy import purge
from elans_desktop.storage import person_erasure
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.participants.restricted_gate import RestrictedGate
from elans_desktop.ui.participants.view import ParticipantsView
from tests.support.calendar_window import RecordedWindow
from tests.support.dialogs import RecordedDialogs
from tests.support.people import NOW, add_person


@pytest.fixture
def zoe(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    return add_person(workspace, "Éluard", "Zoé")


@pytest.fixture
def shown(view: ParticipantsView, zoe: uuid.UUID) -> Iterator[ParticipantsView]:
    with clock.fixed(NOW):
        view.context.bridge.write("Archiver", purge.restrict, [zoe])
        view.show()
        view.refresh()
        view.open_item("participant", zoe)
        yield view


def sentences(view: ParticipantsView) -> list[str]:
    file = view.right.currentWidget()
    assert file is not None
    return [banner.words.text() for banner in file.findChildren(Banner) if banner.isVisible()]


WRITING = {
    "Enregistrer",
    "Modifier",
    "Noter un contact",
    "Noter une demande",
    "Nouveau rendez-vous",
    "Nouvel entretien",
    "Inscrire à une activité",
    "Retirer…",
    "Évaluer",
    "Choisir dans un calendrier",
}
"""Words of buttons that lead to writing."""


def offered(content: QWidget) -> set[str]:
    """What one may press there."""
    buttons = content.findChildren(QAbstractButton)
    return {one.text() for one in buttons if one.isVisible() and one.isEnabled()}


def typed_in(content: QWidget) -> list[str]:
    """The visible fields of a section that take what is typed or chosen."""
    fields: list[QWidget] = [*content.findChildren(QLineEdit), *content.findChildren(QPlainTextEdit)]
    written = [one for one in fields if not one.property("readOnly")]
    choices = [*written, *content.findChildren(QComboBox), *content.findChildren(QCheckBox)]
    return [type(one).__name__ for one in choices if one.isVisible() and one.isEnabled()]


def test_one_says_why_before_reading(
    shown: ParticipantsView, zoe: uuid.UUID, workspace: Workspace, recorded_dialogs: RecordedDialogs
) -> None:
    gate = shown.right.currentWidget()
    assert isinstance(gate, RestrictedGate)
    assert "archive restreinte" in gate.state.title.text()
    assert "Éluard" not in gate.state.title.text() + gate.state.sentence.text()
    recorded_dialogs.answer("form", {"reason": "controle"})
    assert gate.state.action is not None
    gate.state.action.click()
    assert shown.right.currentWidget() is not gate
    with workspace.read() as session:
        reasons = session.scalars(select(AccessTrace.reason_code).where(AccessTrace.row_id == zoe)).all()
    assert "controle" in reasons


def test_it_is_read_then_brought_back(
    shown: ParticipantsView,
    zoe: uuid.UUID,
    workspace: Workspace,
    recorded_dialogs: RecordedDialogs,
) -> None:
    gate = shown.right.currentWidget()
    assert isinstance(gate, RestrictedGate)
    recorded_dialogs.answer("form", {"reason": "retour"})
    gate.ask()
    file = shown._file
    assert file is not None
    assert file.frozen
    assert [words for words in sentences(shown) if "se lit sans se modifier" in words] == sentences(shown)
    for part in file.parts:
        assert typed_in(part.content) == [], part.key
        claims = {"Noter une demande"} if part.key == "rights" else set[str]()
        assert WRITING & offered(part.content) == claims, part.key
    file.start_interview()
    assert not any(form.is_dirty() for form in file.forms)
    banner = next(one for one in file.findChildren(Banner) if one.isVisible())
    banner.action_buttons[0].click()
    with workspace.read() as session:
        assert session.get_one(Participant, zoe).restricted_on is None
    shown.refresh_if_stale()
    assert shown._file is not None
    assert not shown._file.frozen
    names = next(part for part in shown._file.parts if part.key == "identity")
    assert typed_in(names.content)
    assert shown.pane.set_current(zoe)


def test_an_anonymised_file_says_so(view: ParticipantsView, zoe: uuid.UUID, workspace: Workspace) -> None:
    with clock.fixed(NOW):
        with workspace.write("Anonymiser", "erase") as session:
            person_erasure.erase_people(session, [zoe])
        view.show()
        view.refresh()
        view.open_item("participant", zoe)
        assert any("anonymisé le 04/05/2027" in words for words in sentences(view))


def test_the_menu_tells_how_long_and_keeps(
    view: ParticipantsView,
    zoe: uuid.UUID,
    workspace: Workspace,
    window: RecordedWindow,
    recorded_dialogs: RecordedDialogs,
) -> None:

    with clock.fixed(NOW):
        view.show()
        view.refresh()
        view.open_item("participant", zoe)
        assert view._file is not None
        recorded_dialogs.answer("ask", "keep")
        recorded_dialogs.answer("form", {"until": date(2030, 1, 1), "reason": "Contentieux"})
        view._file._tell_keeping()
    assert "ouverture du dossier" in recorded_dialogs.requests[0].text
    with workspace.read() as session:
        assert session.get_one(Participant, zoe).keep_until == date(2030, 1, 1)

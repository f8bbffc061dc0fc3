"""Interviews in the file of a person: a minute, without the mouse, and nothing lost."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from elans_desktop.services.pathways import interviews
from elans_desktop.storage import drafts
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.participants.interviews import InterviewsSection
from elans_desktop.ui.participants.view import ParticipantsView
from tests.support.calendar_window import Keyboard, RecordedWindow
from tests.support.dialogs import RecordedDialogs
from tests.support.organisation import acting_as
from tests.support.people import add_pathway, add_person
from tests.support.person_page import banners, kept, marks, open_file, put, type_in
from tests.support.support_world import days_ago, interview, review

ENTRY = date(2026, 8, 18)
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def lucie(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    return add_person(workspace, "Bazin", "Lucie", birth_date=date(1996, 3, 2), commune="Flers")


@pytest.fixture
def pathway(workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID) -> uuid.UUID:
    return add_pathway(
        workspace, lucie, agreement, [("M", ENTRY, None)], entry_on=ENTRY, own_words="Travailler en cuisine."
    )


def test_an_interview_is_written_without_the_mouse(
    qtbot: QtBot,
    view: ParticipantsView,
    keyboard: Keyboard,
    workspace: Workspace,
    lucie: uuid.UUID,
    pathway: uuid.UUID,
) -> None:
    file = open_file(view, lucie)
    with qtbot.waitActive(view):
        view.activateWindow()
    qtbot.keyClick(file, Qt.Key.Key_E, CONTROL | SHIFT)
    section = file.section(InterviewsSection)
    qtbot.waitUntil(lambda: section.typed is not None)
    form = section.typed
    assert form is not None
    area = form.form.field("summary").editor
    qtbot.waitUntil(lambda: QApplication.focusWidget() is area)
    keyboard.type(area, "Le projet avance : inscrite à l’auto-école.")
    keyboard.press(area, Qt.Key.Key_Tab)
    note = form.form.field("private_note").editor
    assert QApplication.focusWidget() is note
    keyboard.type(note, "Reparler du mercredi.")
    view.save()
    assert section.typed is None
    (line,) = kept(workspace, interviews.lines, lucie)
    found = kept(workspace, interviews.view, line.id)
    assert found.input.summary == "Le projet avance : inscrite à l’auto-école."
    assert found.input.private_note == "Reparler du mercredi."
    assert (found.day, found.input.duration, found.input.pathway_id) == (date(2027, 5, 4), 45, pathway)
    assert found.professional == "Camille Essai"
    assert workspace.undo_label() == "Noter un entretien avec Lucie B."
    assert section.note.words.text() == "Reparler du mercredi."
    assert section.note.title.text() == "Note privée de Camille E."
    assert marks(file)["interviews"] == "1"


def test_what_is_to_be_read_again_is_counted_and_never_refused(
    view: ParticipantsView, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    file = open_file(view, lucie)
    file.start_interview()
    section = file.section(InterviewsSection)
    form = section.typed
    assert form is not None
    reminders = [
        w.text() for w in form.findChildren(type(form.title)) if "elle peut lire ce texte" in w.text()
    ]
    assert len(reminders) == 1
    type_in(form, "summary", "Il est paresseux et dépressif.")
    said = form.form.field("summary").message.words.text()
    assert said.startswith("2\u00a0passages à relire\u00a0: «\u00a0paresseux\u00a0» (jugement")
    view.save()
    assert section.card.passages.text() == "2\u00a0passages à relire"


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    view: ParticipantsView, workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    file = open_file(view, lucie)
    file.start_interview()
    form = file.section(InterviewsSection).typed
    assert form is not None
    type_in(form, "summary", "é" * 5000)
    put(form, "day", date(2027, 5, 5))
    view.save()
    assert "dans le futur" in form.form.field("day").error()
    assert kept(workspace, interviews.lines, lucie) == ()
    put(form, "day", date(2026, 8, 17))
    view.save()
    assert "avant le premier contact (18/08/2026)" in form.form.field("day").error()
    put(form, "day", date(2026, 8, 18))
    view.save()
    (line,) = kept(workspace, interviews.lines, lucie)
    assert len(kept(workspace, interviews.view, line.id).input.summary) == 5000


def test_a_note_being_typed_survives_another_file_a_lock_and_a_power_cut(
    view: ParticipantsView, workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    other = add_person(workspace, "Blin", "Rémi")
    file = open_file(view, lucie)
    file.start_interview()
    section = file.section(InterviewsSection)
    assert section.typed is not None
    type_in(section.typed, "private_note", "À ne pas perdre.")
    section.typed.keeper.keep()  # what the timer of five seconds does
    with workspace.read() as session:
        left = drafts.find(session, "participant.interview.new", lucie)
    assert left is not None
    assert left.values["private_note"] == "À ne pas perdre."
    type_in(section.typed, "summary", "Encore un mot.")
    assert view.leave()  # locking
    open_file(view, other)
    assert section.typed is None
    open_file(view, lucie)
    (banner,) = banners(section)
    assert banner.words.text() == "Brouillon retrouvé\u00a0: un nouvel entretien, de 14:02"
    banner.action_buttons[0].click()
    form = section.typed
    assert form is not None
    assert form.form.values()["private_note"] == "À ne pas perdre."
    assert form.form.values()["summary"] == "Encore un mot."
    view.save()
    open_file(view, other)
    open_file(view, lucie)
    assert banners(section) == []


def test_opening_again_what_was_left_takes_the_draft_up_instead_of_overwriting_it(
    view: ParticipantsView, workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    file = open_file(view, lucie)
    file.start_interview()
    section = file.section(InterviewsSection)
    assert section.typed is not None
    type_in(section.typed, "summary", "Déjà écrit.")
    file.start_interview()
    assert section.typed.form.values()["summary"] == "Déjà écrit."
    assert section.typed.state.text() == "brouillon de 14:02 repris"
    section.typed.cancel()
    assert section.typed is None
    with workspace.read() as session:
        assert drafts.find(session, "participant.interview.new", lucie) is None


def test_escape_closes_what_has_not_changed_and_nothing_else(
    view: ParticipantsView, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    file = open_file(view, lucie)
    file.start_interview()
    section = file.section(InterviewsSection)
    form = section.typed
    assert form is not None
    type_in(form, "summary", "Un mot.")
    form._leave()
    assert section.typed is form
    type_in(form, "summary", "")
    form._leave()
    assert section.typed is None


def test_the_other_interviews_are_a_key_away(
    view: ParticipantsView, keyboard: Keyboard, workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    for day in (1, 8, 15):
        interview(workspace, lucie, date(2027, 4, day), summary=f"Jour {day}.")
    file = open_file(view, lucie)
    section = file.section(InterviewsSection)
    assert section.all_button.text() == "Les 3\u00a0entretiens"
    assert section.card.words.text() == "Jour 15."
    section.all_button.click()
    assert [line.excerpt for line in section.lines.rows] == ["Jour 15.", "Jour 8.", "Jour 1."]
    keyboard.press(section.lines, Qt.Key.Key_Down)
    assert section.card.words.text() == "Jour 8."
    section.edit()
    assert section.typed is not None
    type_in(section.typed, "summary", "Jour 8, complété.")
    view.save()
    assert section.card.words.text() == "Jour 8, complété."
    assert workspace.undo_label() == "Modifier un entretien avec Lucie B."


def test_an_interview_is_removed_and_comes_back(
    view: ParticipantsView,
    workspace: Workspace,
    lucie: uuid.UUID,
    pathway: uuid.UUID,
    recorded_dialogs: RecordedDialogs,
    window: RecordedWindow,
) -> None:
    interview(workspace, lucie, date(2027, 4, 1))
    file = open_file(view, lucie)
    section = file.section(InterviewsSection)
    section.edit()
    assert section.typed is not None
    recorded_dialogs.answer("ask", "yes")
    section._delete(section.typed._known)  # type: ignore[attr-defined]
    assert section.typed is None
    assert window.said == ["Entretien supprimé"]
    assert not section.nothing.isHidden()
    view.context.bridge.undo()
    assert section.card.words.text() == "Le projet avance."


def test_the_next_appointment_stands_in_the_head_and_its_hour_in_the_new_interview(
    view: ParticipantsView, workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    interview(
        workspace, lucie, date(2027, 4, 28), next_on=date(2027, 5, 4), next_start=840, next_place="Mairie"
    )
    file = open_file(view, lucie)
    facts = [found.text() for found in file.head.findChildren(QLabel)]
    assert "Rendez-vous mar.\u00a004/05 à 14\u00a0h\u00a000" in facts
    view.open_item("interview", lucie)
    form = file.section(InterviewsSection).typed
    assert form is not None
    assert form.form.values()["start"] == 840


def test_welcome_desks_see_no_accompaniment_only_who_comes(
    qtbot: QtBot, workspace: Workspace, view: ParticipantsView, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    review(workspace, pathway, days_ago(40), mobilite=3)
    interview(workspace, lucie, date(2027, 4, 28), summary="Secret de bureau.", next_on=date(2027, 5, 11))
    with acting_as(workspace, "accueil"):
        desk = ParticipantsView(view.context)
        qtbot.addWidget(desk)
        file = open_file(desk, lucie)
        assert not {"barriers", "objectives", "interviews"} & set(marks(file))
        assert file.talks is None
        file.start_interview()
        texts = " ".join(w.text() for w in file.findChildren(QLabel))
        assert "Rendez-vous mar." in texts
        assert "Secret de bureau" not in texts

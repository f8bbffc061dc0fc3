"""A meeting held by keyboard; instances and structures written from their pages."""

from __future__ import annotations

import uuid
from datetime import date

from PySide6.QtCore import Qt

from elans_desktop.services.governance import governance, governance_meetings, structures
from elans_desktop.services.governance.governance_decisions import DONE
from elans_desktop.services.governance.governance_meetings import HELD, MeetingView
from elans_desktop.services.organisation import professionals
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.governance.decisions import LateBox, votes_words
from elans_desktop.ui.governance.view import BODIES, STRUCTURES, GovernanceView
from tests.support.calendar_window import Keyboard
from tests.support.council import TODAY, Council
from tests.support.dialogs import RecordedDialogs


def read(workspace: Workspace, meeting: uuid.UUID) -> MeetingView:
    with workspace.read() as session:
        return governance_meetings.view(session, meeting)


def test_entree_notes_a_decision_which_takes_the_number_announced(
    view: GovernanceView, workspace: Workspace, meeting: uuid.UUID, keyboard: Keyboard
) -> None:
    line = view.meeting.note_line
    line.text.setFocus()
    announced = line.number.text()
    keyboard.type(line.text, "Ouvrir deux places")
    keyboard.press(line.text, Qt.Key.Key_Return)
    keyboard.type(line.text, "Écrire à la mairie")
    keyboard.press(line.text, Qt.Key.Key_Return)
    taken = read(workspace, meeting).decisions
    assert [(one.number, one.input.text) for one in taken] == [
        (announced, "Ouvrir deux places"),
        ("2027-A02-02", "Écrire à la mairie"),
    ]
    assert (line.text.text(), line.number.text()) == ("", "2027-A02-03")
    assert taken[0].input.agenda_item_id == view.meeting.agenda.current_id()


def test_a_decision_without_words_or_voices_says_so_and_keeps_what_is_typed(
    view: GovernanceView, workspace: Workspace, meeting: uuid.UUID, keyboard: Keyboard
) -> None:
    line = view.meeting.note_line
    keyboard.press(line.text, Qt.Key.Key_Return)
    assert line.problem.isVisible()
    line.how.set_value("vote")
    line.how.changed.emit()
    keyboard.type(line.text, "Voter le budget")
    keyboard.press(line.text, Qt.Key.Key_Return)
    assert line.votes["votes_for"].error()
    line.votes["votes_for"].set_value(6)
    line.votes["abstentions"].set_value(1)
    keyboard.press(line.text, Qt.Key.Key_Return)
    (decision,) = read(workspace, meeting).decisions
    assert votes_words(decision) == "6\u00a0pour, 1\u00a0abstention"


def test_presences_by_one_key_each_and_the_quorum_follows(
    view: GovernanceView, workspace: Workspace, meeting: uuid.UUID, keyboard: Keyboard,
    recorded_dialogs: RecordedDialogs,
) -> None:  # fmt: skip
    rows = view.meeting.presences.rows
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    for key in "PPEA":
        keyboard.type(rows, key)
    seen = {one.name: one.status for one in read(workspace, meeting).attendance}
    assert seen == {
        "Claire Tessier": "present",
        "Elsa Morin": "present",
        "Marie Desmares": "excuse",
        "Nadia Lefort": "absent",
        "Paul Renouf": "convoque",
    }
    assert view.meeting.presences.quorum.text() == "2 sur 5, il en faut 3"
    keyboard.press(rows, Qt.Key.Key_Home)
    keyboard.press(rows, Qt.Key.Key_Down)
    keyboard.press(rows, Qt.Key.Key_Down)
    elsa = next(
        one.professional_id for one in read(workspace, meeting).attendance if one.name == "Elsa Morin"
    )
    recorded_dialogs.answer("form", {"holder": elsa})
    keyboard.type(rows, "V")
    assert view.meeting.presences.quorum.text() == "quorum 3 sur 5"
    view.context.bridge.undo()
    assert view.meeting.presences.quorum.text() == "2 sur 5, il en faut 3"


def test_the_late_decision_opens_the_page_and_is_done_or_postponed(
    view: GovernanceView, workspace: Workspace, meeting: uuid.UUID, recorded_dialogs: RecordedDialogs
) -> None:
    (box,) = view.meeting.overdue.findChildren(LateBox)
    assert (box.decision.number, box.decision.late_days) == ("2027-A01-01", 4)
    recorded_dialogs.answer("form", {"due_on": date(2027, 6, 11)})
    box.postpone.click()
    assert not view.meeting.overdue.isVisible()
    view.context.bridge.undo()
    assert view.meeting.overdue.isVisible()
    view.meeting.overdue.findChildren(LateBox)[-1].done.click()
    first = next(r for r in view.lists["meetings"].all_rows() if r.number == 1)
    (decision,) = read(workspace, first.id).decisions
    assert decision.input.state == DONE
    assert decision.done_on == TODAY


def test_the_agenda_by_keyboard(
    view: GovernanceView, workspace: Workspace, meeting: uuid.UUID, keyboard: Keyboard
) -> None:
    panel = view.meeting.agenda
    keyboard.type(panel.new_line, "Divers")
    keyboard.press(panel.new_line, Qt.Key.Key_Return)
    panel.rows.setFocus(Qt.FocusReason.TabFocusReason)
    keyboard.press(panel.rows, Qt.Key.Key_Home)
    keyboard.press(panel.rows, Qt.Key.Key_Space)
    keyboard.press(panel.rows, Qt.Key.Key_End)
    keyboard.press(panel.rows, Qt.Key.Key_Up, modifiers=Qt.KeyboardModifier.AltModifier)
    points = read(workspace, meeting).agenda
    assert [(one.input.title, one.done) for one in points] == [
        ("Approuver le compte rendu", True),
        ("Divers", False),
        ("Budget", False),
    ]
    assert panel.total.text() == "20 min sur 40"
    keyboard.press(panel.rows, Qt.Key.Key_Delete)
    assert len(read(workspace, meeting).agenda) == 2


def test_notes_are_kept_when_another_point_is_shown(
    view: GovernanceView, workspace: Workspace, meeting: uuid.UUID, keyboard: Keyboard
) -> None:
    page = view.meeting
    page.notes.restore_draft({"notes": "Hervé demande qui entretient."})
    page.agenda.rows.set_current(1)
    assert read(workspace, meeting).agenda[0].input.notes == "Hervé demande qui entretient."
    assert page.notes.values()["notes"] == ""
    assert workspace.undo_label() == "Notes du point 1"


def test_the_meeting_of_today_is_closed_and_reopened(
    view: GovernanceView, workspace: Workspace, meeting: uuid.UUID
) -> None:
    page = view.meeting
    assert page.state.text() == "En séance depuis 0\u00a0h\u00a042"
    page.close_button.click()
    assert read(workspace, meeting).state == HELD
    assert not page.close_button.isVisible()
    page.reopen.click()
    assert page.close_button.isVisible()


def test_a_new_meeting_convokes_and_is_shown(
    view: GovernanceView, workspace: Workspace, seated: Council, recorded_dialogs: RecordedDialogs
) -> None:
    values = dict.fromkeys(("start", "end", "place_id", "chair_id", "secretary_id"))
    recorded_dialogs.answer(
        "form", {**values, "body_id": seated.body, "day": date(2027, 6, 8), "place_text": "Mairie de Flers"}
    )
    view.start_new()
    shown = view.meeting.shown
    assert shown is not None
    assert (shown.title, shown.place, len(shown.attendance)) == (
        "Groupe projet n°\u00a03",
        "Mairie de Flers",
        5,
    )


def test_a_member_who_is_not_in_the_list_is_created_on_the_way(
    view: GovernanceView, workspace: Workspace, seated: Council, recorded_dialogs: RecordedDialogs
) -> None:
    view.open_item("body", seated.body)
    assert view.modes.current() == BODIES
    blank = dict.fromkeys(("professional_id", "new_structure_id", "college_code", "start", "end"))
    recorded_dialogs.answer(
        "form", {**blank, "last_name": "Ferreira", "first_name": "Inès", "function": "", "role": "titulaire"}
    )
    view.body.edit_member(None)
    with workspace.read() as session:
        members = governance.view(session, seated.body).members
        names = [one.natural_name for one in professionals.rows(session)]
    assert ("Inès Ferreira", "Titulaire") in [(one.name, one.role) for one in members]
    assert "Inès Ferreira" in names
    view.context.bridge.undo()
    with workspace.read() as session:
        assert "Inès Ferreira" not in [one.natural_name for one in professionals.rows(session)]


def test_an_instance_is_changed_in_its_form(
    view: GovernanceView, workspace: Workspace, seated: Council
) -> None:
    view.open_item("body", seated.other_body)
    form = view.body.form.form
    form.restore_draft({"title": "", "quorum": 4})
    view.save()
    assert form.field("title").error()
    form.restore_draft({"title": "Bureau élargi"})
    view.save()
    with workspace.read() as session:
        saved = governance.view(session, seated.other_body).input
    assert (saved.title, saved.quorum) == ("Bureau élargi", 4)
    assert workspace.undo_label() == "Modifier l’instance Bureau élargi"


def test_a_structure_is_created_then_archived(view: GovernanceView, workspace: Workspace) -> None:
    view.modes.set_current(STRUCTURES)
    view.start_new()
    page = view.structure
    page.form.form.restore_draft({"email": "pas une adresse"})
    view.save()
    assert page.form.form.field("name").error()
    page.form.form.restore_draft({"name": "Le Fil Vert"})
    view.save()
    assert page.form.form.field("email").error()
    page.form.form.restore_draft({"email": "bonjour@filvert.exemple.fr"})
    view.save()
    shown = page.shown
    assert shown is not None
    assert shown.name == "Le Fil Vert"
    page.archive.click()
    with workspace.read() as session:
        assert structures.view(session, shown.id).archived_on == TODAY
    assert page.mark.text() == "Archivée"


def test_the_draft_of_a_structure_is_offered_again(view: GovernanceView, workspace: Workspace) -> None:
    view.modes.set_current(STRUCTURES)
    page = view.structure
    shown = page.shown
    assert shown is not None
    page.form.form.restore_draft({"short_name": "Pressoir"})
    view.leave()
    page.form.form.mark_clean()
    page.form.subject = None
    view.open_item("structure", shown.id)
    assert page.form.banner.isVisible()
    page.form.banner.action_buttons[0].click()
    assert page.form.form.values()["short_name"] == "Pressoir"

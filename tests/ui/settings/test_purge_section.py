"""« Conservation des dossiers »: what is listed, what each button does, what is refused, the register."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.models.organisation import Agreement
from elans_desktop.models.participants import DetectionContact, Participant, Pathway
from elans_desktop.services.permissions import Right
from elans_desktop.services.privacy import purge
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.buttons import Button
from elans_desktop.ui.kit.dialog_box import DialogBox
from elans_desktop.ui.settings.purge_section import PurgeSection
from elans_desktop.ui.settings.view import SettingsView
from tests.support.dialogs import RecordedDialogs
from tests.support.organisation import acting_as
from tests.support.people import add_person
from tests.support.typed_boxes import TypedBoxes, held, hit, tab_to, write
from tests.ui.settings.conftest import NotedWindow

LATER = datetime(2029, 5, 4, 9, 14)


@pytest.fixture
def people(context: Context) -> list[uuid.UUID]:
    """Met once in 2026; left in 2026, with its proofs; still in their pathway."""
    workspace = context.bridge.workspace
    made = [add_person(workspace, last, "Zoé") for last in ("Aubert", "Brionne", "Cissé")]
    with workspace.write("Essai") as session:
        agreement = session.scalars(select(Agreement.id)).first()
        blank = dict.fromkeys(("place", "oriented_by_name", "commune", "insee"), "")
        session.add(DetectionContact(participant_id=made[0], day=date(2026, 4, 1), **blank))
        words = ("prescriber_name", "eligibility_note", "espoir_site", "diagnosis_summary", "own_words")
        empty = dict.fromkeys((*words, "extension_reason", "exit_note"), "")
        for person, left in ((made[1], date(2026, 9, 1)), (made[2], None)):
            session.add(
                Pathway(
                    participant_id=person,
                    agreement_id=agreement,
                    entry_on=date(2026, 2, 1),
                    exit_on=left,
                    certified=False,
                    **empty,
                )
            )
    return made


@pytest.fixture
def page(
    context: Context, people: list[uuid.UUID], view: SettingsView, qtbot: QtBot
) -> Iterator[PurgeSection]:
    with clock.fixed(LATER):
        view.go_to("purge")
        page = view.current
        assert isinstance(page, PurgeSection)
        qtbot.waitUntil(lambda: page.table.model.total() == 3)
        yield page
        context.jobs.wait()


def listed(page: PurgeSection) -> list[tuple[str, str]]:
    model = page.table.model
    rows = [model.row_at(place) for place in range(model.rowCount())]
    return [(row.name, model.columns[-1].text(row)) for row in rows]


def choose(page: PurgeSection, *people: uuid.UUID) -> None:
    page.table.set_current(people[0])
    page.table.select_ids(people)


def test_it_lists_what_is_due_and_says_why(page: PurgeSection, people: list[uuid.UUID]) -> None:
    assert listed(page) == [
        ("Aubert Zoé", "À anonymiser"),
        ("Brionne Zoé", "À archiver"),
        ("Cissé Zoé", "Sortie à noter"),
    ]
    choose(page, people[1])
    assert page.why.text().startswith("Brionne Zoé. Dernier contact le 01/09/2026 (sortie du parcours)")
    assert page.restrict.isEnabled()
    assert not page.anonymise.isEnabled()
    choose(page, *people)
    assert page.why.text().startswith("3\u00a0dossiers choisis")
    assert page.anonymise.isEnabled()
    assert not page.open.isEnabled()


def test_files_are_put_away_brought_back_and_kept(
    page: PurgeSection,
    people: list[uuid.UUID],
    window: NotedWindow,
    recorded_dialogs: RecordedDialogs,
    qtbot: QtBot,
) -> None:
    choose(page, people[1])
    recorded_dialogs.answer("ask", "yes")
    page.restrict.click()
    qtbot.waitUntil(lambda: ("Brionne Zoé", "À archiver") not in listed(page))
    assert window.said[-1] == "1\u00a0dossier en archive restreinte"
    number = page.context.bridge.read(purge.files, [people[1]])[0].number
    qtbot.waitUntil(lambda: (f"Dossier {number}", "Archive restreinte") in listed(page))
    choose(page, people[1])
    page.back.click()
    qtbot.waitUntil(lambda: ("Brionne Zoé", "À archiver") in listed(page))
    choose(page, people[1])
    recorded_dialogs.answer("form", {"until": date(2030, 1, 1), "reason": "Contentieux en cours"})
    page.keep.click()
    qtbot.waitUntil(lambda: ("Brionne Zoé", "Gardé") in listed(page))


def test_what_can_be_is_anonymised_once_the_word_is_typed(
    page: PurgeSection,
    people: list[uuid.UUID],
    window: NotedWindow,
    recorded_dialogs: RecordedDialogs,
    qtbot: QtBot,
) -> None:
    choose(page, *people)
    recorded_dialogs.answer("form", {"typed": "oui"})
    with pytest.raises(InputError):
        page.anonymise_files()
    recorded_dialogs.answer("form", {"typed": "Anonymiser"})
    page.anonymise.click()
    asked = recorded_dialogs.requests[-1]
    assert asked.title == "Anonymiser 1\u00a0dossier pour toujours\u00a0?"
    assert "sauvegardes déjà faites" in asked.text
    assert "Laissés de côté" in asked.text
    qtbot.waitUntil(lambda: len(listed(page)) == 2)
    assert window.said[-1] == "1\u00a0dossier anonymisé"
    with page.context.bridge.workspace.read() as session:
        assert session.get_one(Participant, people[0]).last_name == "Dossier anonymisé"


def confirm(box: DialogBox) -> None:
    """Tab to the red button, and press it."""
    tab_to(next(button for button in box.findChildren(Button) if button.text() == "Anonymiser"))
    hit(Qt.Key.Key_Space)


def errors(box: DialogBox) -> str:
    """What the box says under its field."""
    assert box.form is not None
    return box.form.field("typed").error()


def test_the_assistant_is_worked_by_the_keyboard_alone(
    page: PurgeSection,
    people: list[uuid.UUID],
    view: SettingsView,
    window: NotedWindow,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Everything chosen, the word mistyped, given up with Échap, then typed: one file goes, two are told."""
    boxes = TypedBoxes()
    monkeypatch.setattr(dialogs, "handler", boxes.handle)
    with qtbot.waitActive(view):
        view.activateWindow()
    page.table.view.setFocus()
    hit(Qt.Key.Key_A, "", Qt.KeyboardModifier.ControlModifier)
    assert len(page.chosen()) == 3
    tab_to(page.anonymise)

    def mistyped(box: DialogBox) -> None:
        assert box.form is not None
        assert held() is box.form.field("typed").editor
        write("oui")
        hit(Qt.Key.Key_Return, "\r")
        assert "ANONYMISER" not in errors(box), "Entrée is not enough to lose something for good"
        confirm(box)
        assert "ANONYMISER" in errors(box), "nothing goes without the word"
        hit(Qt.Key.Key_Escape)

    boxes.expect(mistyped)
    hit(Qt.Key.Key_Space)
    assert len(listed(page)) == 3
    view.activateWindow()
    qtbot.waitUntil(page.anonymise.hasFocus)

    def typed(box: DialogBox) -> None:
        assert box.form is not None
        tab_to(box.form.field("typed").editor)
        write("anonymiser")
        confirm(box)

    boxes.expect(typed)
    hit(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(listed(page)) == 2)
    assert window.said[-1] == "1\u00a0dossier anonymisé"


def test_what_cannot_be_is_told(
    page: PurgeSection, people: list[uuid.UUID], recorded_dialogs: RecordedDialogs
) -> None:
    choose(page, people[1], people[2])
    recorded_dialogs.answer("inform")
    page.anonymise_files()
    assert recorded_dialogs.titles() == ["Aucun de ces dossiers ne peut être anonymisé"]
    assert "preuves sont encore nécessaires" in recorded_dialogs.requests[0].text
    assert "parcours est encore ouvert" in recorded_dialogs.requests[0].text


def test_the_register_shows_numbers_and_is_printed(
    page: PurgeSection,
    people: list[uuid.UUID],
    window: NotedWindow,
    recorded_dialogs: RecordedDialogs,
    qtbot: QtBot,
) -> None:
    choose(page, people[1])
    recorded_dialogs.answer("ask", "yes")
    page.restrict.click()
    qtbot.waitUntil(lambda: ("Brionne Zoé", "À archiver") not in listed(page))
    page.register_button.click()
    assert page.pages.currentWidget() is page.register
    assert page.register.table.model.rowCount() == 1
    number = page.context.bridge.read(purge.files, [people[1]])[0].number
    assert number in page.register.numbers.text()
    page.register.print.click()
    assert [request.key for request in window.printed] == ["registre-conservation"]
    page.register.closed.emit()
    assert page.pages.currentIndex() == 0


def test_others_than_the_coordination_see_why_they_see_nothing(context: Context, qtbot: QtBot) -> None:
    with acting_as(context.bridge.workspace, "referent"):
        made = PurgeSection(context)
        qtbot.addWidget(made)
        made.refresh()
        assert not made.may_edit
        assert made.right is Right.PURGE
        assert made.pages.isHidden()

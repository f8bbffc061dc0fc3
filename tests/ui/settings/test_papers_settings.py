"""Réglages: the templates of letters and the printed texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from elans_desktop.services import printed_texts
from elans_desktop.services.organisation import schemes
from elans_desktop.services.participants.letters import templates
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.context import Context
from elans_desktop.ui.settings.letters_section import LettersSection
from elans_desktop.ui.settings.texts_section import TextsSection
from elans_desktop.ui.settings.view import SettingsView
from tests.support.dialogs import RecordedDialogs
from tests.support.letter_files import odt
from tests.support.organisation import acting_as
from tests.ui.settings.conftest import NotedWindow

LETTER = odt("<text:p>Bonjour {{prenom}}</text:p>")


@pytest.fixture
def letters(view: SettingsView) -> LettersSection:
    view.go_to("letters")
    page = view.current
    assert isinstance(page, LettersSection)
    return page


@pytest.fixture
def texts(view: SettingsView) -> TextsSection:
    view.go_to("texts")
    page = view.current
    assert isinstance(page, TextsSection)
    return page


def titles(page: LettersSection) -> list[tuple[str, int]]:
    return [(row.title, row.version) for row in page.rows()]


def choose(page: LettersSection, dialogs: RecordedDialogs, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    dialogs.answer("open", path)
    page.editor.choose.click()


def test_a_new_template_from_a_file(
    letters: LettersSection, window: NotedWindow, tmp_path: Path, recorded_dialogs: RecordedDialogs
) -> None:
    letters.start_new()
    letters.list.save_button.click()
    assert "nécessaire" in letters.list.form.field("title").error()
    choose(letters, recorded_dialogs, tmp_path / "fête_du_jardin.odt", LETTER)
    assert letters.list.form.field("title").value() == "Fête du jardin"
    letters.save()
    assert ("Fête du jardin", 1) in titles(letters)
    assert window.said[-1] == "Modèle enregistré"
    assert "version 1" in letters.editor.words.text()


def test_a_new_template_without_file_says_so(letters: LettersSection) -> None:
    letters.start_new()
    letters.list.form.restore_draft({"title": "Sans fichier"})
    letters.save()
    assert "Choisissez un document" in letters.editor.words.text()
    assert len(titles(letters)) == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"MZ", "ni un document LibreOffice"), (odt("<text:p>{{prenon}}</text:p>"), "{{prenom}}")],
)
def test_a_file_that_is_refused_changes_nothing(
    letters: LettersSection, tmp_path: Path, recorded_dialogs: RecordedDialogs, content: bytes, words: str
) -> None:
    before = titles(letters)
    choose(letters, recorded_dialogs, tmp_path / "x.odt", content)
    assert words in letters.editor.words.text()
    assert titles(letters) == before


def test_a_new_version_and_the_way_back(
    letters: LettersSection,
    context: Context,
    window: NotedWindow,
    tmp_path: Path,
    recorded_dialogs: RecordedDialogs,
) -> None:
    assert not letters.editor.versions.isVisibleTo(letters)
    choose(letters, recorded_dialogs, tmp_path / "x.odt", LETTER)
    assert titles(letters)[0] == ("Attestation de suivi", 2)
    shown = letters.list.shown_id()
    assert shown is not None
    older = context.bridge.read(templates.versions, shown)[1]
    assert letters.editor.versions.isVisibleTo(letters)
    recorded_dialogs.answer("form", {"version": older.id})
    letters.editor.versions.click()
    assert titles(letters)[0] == ("Attestation de suivi", 3)
    assert window.said[-1] == "Version remise en vigueur"
    target = tmp_path / "copie.odt"
    recorded_dialogs.answer("save", target)
    letters.editor.copy.click()
    latest = letters.list.shown_id()
    assert latest is not None
    assert target.read_bytes() == context.bridge.read(templates.content, latest)[1]


def test_a_template_put_away_leaves_the_menus(
    letters: LettersSection, context: Context, window: NotedWindow
) -> None:
    letters.list.away_button.click()
    assert [row.title for row in context.bridge.read(templates.rows)] == ["Convocation"]
    assert window.said[-1] == "Modèle archivé"


def test_a_field_is_copied(letters: LettersSection, window: NotedWindow) -> None:
    letters.fields.table.set_current("prenom")
    letters.fields.copy_button.click()
    assert QGuiApplication.clipboard().text() == "{{prenom}}"
    assert "copié" in window.said[-1]


def test_the_shipped_templates_are_offered_where_they_are_missing(
    workspace: Workspace, letters: LettersSection, context: Context
) -> None:
    assert not letters.shipped.isVisibleTo(letters)
    with workspace.write("Essai") as session:
        for row in templates.rows(session):
            session.delete(session.get_one(templates.LetterTemplate, row.id))
    letters.refresh()
    assert letters.shipped.isVisibleTo(letters)
    letters.shipped.click()
    assert len(context.bridge.read(templates.rows)) == 2
    letters.refresh()
    assert not letters.shipped.isVisibleTo(letters)


def test_a_text_is_made_ones_own_and_given_back(
    texts: TextsSection, context: Context, window: NotedWindow
) -> None:
    assert texts.code == "charte_o2r"
    assert not texts.reset.isVisibleTo(texts)
    texts.card.form.restore_draft({"text": "# Notre charte\nBienvenue {{prenom}}."})
    texts.save()
    assert context.bridge.read(printed_texts.charter, "o2r").changed
    texts.refresh()
    assert texts.state.text() == "Votre texte"
    texts.reset.click()
    assert not context.bridge.read(printed_texts.charter, "o2r").changed
    assert texts.card.form.values()["text"].startswith("# Pourquoi cette charte")
    assert window.said[-1] == "Texte proposé remis"


def test_a_wrong_field_is_said_under_the_text(texts: TextsSection) -> None:
    texts.card.form.restore_draft({"text": "Bonjour {{prenon}}"})
    texts.save()
    assert "vouliez-vous écrire {{prenom}}" in texts.card.form.field("text").error()
    assert texts.card.form.is_dirty()


def test_the_blank_page_is_shown_for_the_texts_in_use(texts: TextsSection, window: NotedWindow) -> None:
    texts.preview.click()
    texts.choice.set_value("note_rgpd")
    texts.choice.changed.emit()
    texts.preview.click()
    assert [asked.key for asked in window.printed] == ["charte", "note-rgpd"]
    texts.context.bridge.write("Ajouter un dispositif", schemes.add, "elans")
    texts.refresh()
    assert texts.choice.value() == "note_rgpd"
    texts.choice.set_value("charte_elans")
    texts.choice.changed.emit()
    assert not texts.preview.isVisibleTo(texts)


def test_a_reader_may_copy_and_change_nothing(workspace: Workspace, context: Context, qtbot: object) -> None:
    with acting_as(workspace, "referent"):
        made = SettingsView(context)
        made.show()
        made.go_to("letters")
        page = made.current
        assert isinstance(page, LettersSection)
        assert not page.editor.choose.isVisibleTo(page)
        assert page.editor.copy.isVisibleTo(page)
        made.go_to("texts")
        made.close()
        made.deleteLater()

"""Dialogs go through one handler; the real boxes refuse a bad form and keep it open."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.dialog_box import DialogBox
from elans_desktop.ui.kit.form import FieldSpec, Section
from tests.support.dialogs import RecordedDialogs


def test_answers_are_those_recorded(recorded_dialogs: RecordedDialogs, tmp_path: Path) -> None:
    recorded_dialogs.answer("ask", "yes")
    recorded_dialogs.answer("text", "Salle Vigan")
    recorded_dialogs.answer("save", tmp_path / "a.pdf")
    recorded_dialogs.answer("error")
    assert dialogs.confirm(None, "Supprimer ?", "Elle disparaît.", "Supprimer", danger=True)
    assert dialogs.ask_text(None, "Nouveau lieu", "Nom") == "Salle Vigan"
    assert dialogs.save_file(None, "Enregistrer", "a.pdf") == tmp_path / "a.pdf"
    dialogs.show_error(None, RuleError("Le plafond est dépassé.", "Baissez une ligne."))
    last = recorded_dialogs.requests[-1]
    assert (last.title, last.text) == ("Le plafond est dépassé.", "Baissez une ligne.")


def test_an_unexpected_dialog_fails_the_test() -> None:
    recorded = RecordedDialogs()
    with pytest.raises(AssertionError, match="unexpected dialog"):
        recorded.handle(None, dialogs.Request("ask", "Surprise"))
    with pytest.raises(AssertionError, match="Surprise"):
        recorded.check()


def test_a_dialog_that_never_came_fails_the_test() -> None:
    recorded = RecordedDialogs()
    recorded.answer("inform")
    with pytest.raises(AssertionError, match="never came"):
        recorded.check()


def _click(box: QDialog, words: str) -> None:
    next(b for b in box.findChildren(buttons.Button) if b.text() == words).click()


def test_real_question_gives_the_key_of_its_button(qtbot: QtBot) -> None:
    request = dialogs.Request("ask", "Garder ?", "Texte", (("keep", "Garder"), ("drop", "Jeter")))

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QDialog)
        _click(box, "Jeter")

    QTimer.singleShot(0, answer)
    assert dialogs.show(None, request) == "drop"


def test_real_form_stays_open_until_its_values_are_kept(qtbot: QtBot) -> None:
    tries: list[dict[str, object]] = []

    def save(values: dict[str, object]) -> None:
        tries.append(values)
        if len(tries) == 1:
            raise InputError({"name": "Ce nom existe déjà."})
        if len(tries) == 2:
            raise RuleError("L’année est close.")

    sections = [Section("", (FieldSpec("name", "Nom", required=True),))]
    data = {"sections": sections, "values": {}, "save": save, "columns": 1}
    box = DialogBox(dialogs.Request("form", "Nouveau lieu", "", (("yes", "Créer"),), data=data), None)
    qtbot.addWidget(box)
    box.show()
    assert box.form is not None
    _click(box, "Créer")
    assert tries == []
    box.form.set_values({"name": "Mairie"})
    _click(box, "Créer")
    assert box.form.field("name").error() == "Ce nom existe déjà."
    assert box.isVisible()
    _click(box, "Créer")
    assert box.problem.words.text() == "L’année est close."
    _click(box, "Créer")
    assert not box.isVisible()
    assert box.answer == "yes"


def test_only_dialogs_py_runs_a_modal_loop() -> None:
    root = Path(__file__).resolve().parents[3] / "src" / "elans_desktop" / "ui"
    forbidden = re.compile(r"\bQMessageBox\b|\.processEvents\(\)$|(?<!app)\.exec\(", re.MULTILINE)
    guilty = [
        path.name
        for path in root.rglob("*.py")
        if path.name != "dialogs.py" and forbidden.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []

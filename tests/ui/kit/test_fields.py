"""Fields read French as it is typed, show it again, and say what is wrong."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from elans_desktop.core import clock
from elans_desktop.ui import theme
from elans_desktop.ui.kit import fields
from elans_desktop.ui.kit.fields_search import SearchField
from elans_desktop.ui.kit.layout import column, surface


def type_text(widget: QWidget, text: str, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, modifiers, letter))


def leave(widget: QWidget) -> None:
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r")
    QApplication.sendEvent(widget, press)


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("12/3/27", date(2027, 3, 12), "ven.\u00a012/03/2027"),
        ("1er février 2027", date(2027, 2, 1), "lun.\u00a001/02/2027"),
    ],
)
def test_date_is_typed_as_it_comes_and_shown_in_full(
    qtbot: QtBot, typed: str, value: date, shown: str
) -> None:
    with clock.fixed(datetime(2027, 1, 4, 9, 0)):
        field = fields.DateField("Date")
        qtbot.addWidget(field)
        type_text(field.line, typed)
        leave(field.line)
        assert field.value() == value
        assert field.line.text() == shown
        leave(field.line)
        assert field.value() == value, "what the field shows can be read again"


def test_impossible_date_is_told_with_the_way_to_mend_it(qtbot: QtBot) -> None:
    field = fields.DateField("Date")
    qtbot.addWidget(field)
    type_text(field.line, "31/02/2027")
    leave(field.line)
    assert field.value() is None
    assert field.error() == "Février 2027 a 28 jours."
    assert field.line.property("state") == "error"
    assert field.line.accessibleDescription() == field.error()
    type_text(field.line, "8")
    assert field.error() == "", "the error goes as soon as one mends it"


def test_two_digit_birth_year_is_past(qtbot: QtBot) -> None:
    with clock.fixed(datetime(2027, 1, 4, 9, 0)):
        field = fields.DateField("Né le", births=True)
        qtbot.addWidget(field)
        type_text(field.line, "3/4/45")
        assert field.value() == date(1945, 4, 3)


def test_calendar_pop_up_gives_the_day(qtbot: QtBot) -> None:
    from PySide6.QtCore import QDate

    field = fields.DateField("Date")
    qtbot.addWidget(field)
    field.show()
    field.set_value(date(2027, 5, 4))
    field.open_calendar()
    assert field._calendar is not None
    assert field._calendar.selectedDate() == QDate(2027, 5, 4)
    field._calendar.clicked.emit(QDate(2027, 5, 6))
    assert field.value() == date(2027, 5, 6)


@pytest.mark.parametrize(
    ("make", "typed", "value", "shown"),
    [
        (fields.TimeField, "9h30", 570, "9\u00a0h\u00a030"),
        (fields.DurationField, "3h30", 210, "3\u00a0h\u00a030"),
        (fields.MoneyField, "1234,5", 123450, "1\u00a0234,50\u00a0€"),
        (fields.NumberField, "1200", 1200, "1\u00a0200"),
    ],
)
def test_values_are_read_and_shown_in_french(
    qtbot: QtBot, make: Any, typed: str, value: int, shown: str
) -> None:
    field = make("Valeur")
    qtbot.addWidget(field)
    type_text(field.line, typed)
    leave(field.line)
    assert (field.value(), field.line.text()) == (value, shown)
    field.set_value(value)
    assert field.value() == value


def test_number_says_its_bounds(qtbot: QtBot) -> None:
    field = fields.NumberField("Places", minimum=1, maximum=12)
    qtbot.addWidget(field)
    type_text(field.line, "13")
    assert field.problem() == "Écrivez un nombre entre 1 et 12."


def test_label_is_the_buddy_and_names_the_editor(qtbot: QtBot) -> None:
    field = fields.TextField("Nom", required=True)
    qtbot.addWidget(field)
    assert field.label.buddy() is field.line
    assert field.label.text() == "Nom *"
    assert field.line.accessibleName() == "Nom (obligatoire)"


def test_choice_keeps_its_answer_when_the_list_changes(qtbot: QtBot) -> None:
    field = fields.ChoiceField("Sexe", [("F", "femme"), ("M", "homme")])
    qtbot.addWidget(field)
    field.set_value("M")
    field.set_choices([("X", "autre"), ("M", "homme")])
    assert field.value() == "M"
    field.set_value("inconnu")
    assert field.value() is None


def test_long_choice_is_found_by_its_first_letters_without_accents(qtbot: QtBot) -> None:
    towns = [(i, name) for i, name in enumerate(["Écouché", *(f"Ville {n}" for n in range(20))])]
    field = fields.ChoiceField("Commune", towns)
    qtbot.addWidget(field)
    field.show()
    line = field.combo.lineEdit()
    assert line is not None
    line.clear()
    type_text(line, "ecou")
    leave(line)
    assert field.value() == 0
    assert field.combo.currentText() == "Écouché"


def test_several_choices_and_radios(qtbot: QtBot) -> None:
    several = fields.MultiChoiceField("Freins", [("a", "Mobilité"), ("b", "Garde"), ("c", "Droits")])
    one = fields.RadioField("Avis", [(1, "Favorable"), (2, "Défavorable")])
    for made in (several, one):
        qtbot.addWidget(made)
    several.set_value(("c", "a"))
    assert several.value() == ("a", "c")
    assert one.value() is None
    one.set_value(2)
    assert one.value() == 2
    one.set_value(None)
    assert one.value() is None


def test_search_field_takes_what_is_chosen_only(qtbot: QtBot) -> None:
    towns = (fields.Choice("61169", "Flers", "61100"), fields.Choice("61006", "Argentan", "61200"))
    field = SearchField("Commune", lambda text: [t for t in towns if text.lower() in t.label.lower()])
    qtbot.addWidget(field)
    field.show()
    type_text(field.line, "fle")
    assert field._model.rowCount() == 1
    assert field.value() is None
    assert field.problem() == "Choisissez une réponse dans la liste proposée."
    popup = field._completer.popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert field.value() == "61169"
    assert field.problem() == ""
    assert field.text() == "Flers"


def test_passphrase_is_hidden_shown_and_warns_of_capitals(qtbot: QtBot) -> None:
    field = fields.PassphraseField("Phrase de passe")
    qtbot.addWidget(field)
    assert field.line.echoMode() == QLineEdit.EchoMode.Password
    type_text(field.line, " Deux Mots ", Qt.KeyboardModifier.ShiftModifier)
    assert field.value() == " Deux Mots ", "spaces belong to the phrase"
    type_text(field.line, "A")
    assert field.capitals_locked()
    assert field.message.words.text() == "Le verrouillage des majuscules est activé"
    type_text(field.line, "a")
    assert not field.capitals_locked()
    field._eye.click()
    assert field.shown()


def test_multiline_lets_tab_go_on(qtbot: QtBot) -> None:
    field = fields.MultilineField("Remarques")
    qtbot.addWidget(field)
    assert field.area.tabChangesFocus()
    heard: list[bool] = []
    field.changed.connect(lambda: heard.append(True))
    field.set_value("une\ndeux")
    assert heard == []
    assert field.value() == "une\ndeux"


_LOOKS = ("field", "surface", "primary", "danger", "sunken")


def _edge_and_inside(widget: QWidget) -> tuple[str, str]:
    picture = widget.grab().toImage()
    middle = picture.height() // 2
    return picture.pixelColor(0, middle).name(), picture.pixelColor(picture.width() - 60, middle).name()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_field_is_painted_on_any_ground_and_shows_where_the_keyboard_is(
    qtbot: QtBot, qapp: QApplication, mode: str
) -> None:
    theme.apply(qapp, "dark" if mode == "dark" else "light", 100)
    text, choice = fields.TextField("Nom"), fields.ChoiceField("Sexe", [("F", "Femme"), ("M", "Homme")])
    page = surface(QWidget(), "background")
    page.setLayout(column(text, choice))
    qtbot.addWidget(page)
    page.resize(400, 200)
    page.show()
    qtbot.waitExposed(page)
    for field, editor in ((text, text.line), (choice, choice.combo)):
        editor.clearFocus()
        named = {token: theme.color(token).name() for token in _LOOKS}
        assert _edge_and_inside(editor) == (named["field"], named["surface"])
        editor.setProperty("shown", "focus")
        assert _edge_and_inside(editor) == (named["primary"], named["surface"])
        editor.setProperty("shown", "")
        field.set_error("À revoir.")
        assert _edge_and_inside(editor)[0] == named["danger"]
        field.set_error("")
        field.setEnabled(False)
        assert _edge_and_inside(editor)[1] == named["sunken"]
    theme.apply(qapp, "light", 100)

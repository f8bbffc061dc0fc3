"""The declared form: values, required fields, errors beside fields, drafts, Ctrl+S, its grid."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from elans_desktop.core.errors import InputError
from elans_desktop.ui.kit.form import REQUIRED, FieldSpec, Form, Section
from elans_desktop.ui.kit.toggles import CheckBox

SECTIONS = (
    Section(
        "Identité",
        (
            FieldSpec("last_name", "Nom", required=True),
            FieldSpec("first_name", "Prénom"),
            FieldSpec("birth_date", "Né le", "birth"),
            FieldSpec("gender", "Sexe", "choice", choices=(("F", "femme"), ("M", "homme"))),
        ),
    ),
    Section(
        "Suite", (FieldSpec("notes", "Remarques", "multiline", span=2), FieldSpec("ok", "Accord", "check"))
    ),
)


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form(SECTIONS)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    return made


def test_values_go_in_and_out(form: Form) -> None:
    values = {
        "last_name": "O’Brien",
        "first_name": "Łukasz",
        "birth_date": date(1998, 3, 12),
        "gender": "M",
        "notes": "deux\nlignes",
        "ok": True,
    }
    form.set_values(values)
    assert form.values() == values
    assert not form.is_dirty()


def test_required_and_unreadable_are_told_beside_their_fields(form: Form) -> None:
    form.field("birth_date").editor.setProperty("text", "31/02/1990")
    assert not form.check()
    assert form.field("last_name").error() == REQUIRED
    assert form.field("birth_date").error() == "Février 1990 a 28 jours."
    assert form.field("first_name").error() == ""
    assert form.field("last_name").message.isVisible()
    form.set_values({"last_name": "Bazin", "birth_date": None})
    assert form.check()


def test_errors_of_a_service_are_shown_and_cleared(form: Form, qtbot: QtBot) -> None:
    error = InputError({"first_name": "Ce prénom est trop long.", "elsewhere": "?"})
    form.show_errors(error.fields)
    assert form.field("first_name").error() == "Ce prénom est trop long."
    form.field("last_name").editor.setFocus()
    form.field("first_name").editor.setFocus()
    form.field("last_name").editor.setFocus()
    assert form.field("first_name").error() != "", "leaving a field does not hide what the service said"
    qtbot.keyClicks(form.field("first_name").editor, "a")
    assert form.field("first_name").error() == ""


def test_dirty_is_told_once_and_ends_when_the_value_comes_back(form: Form, qtbot: QtBot) -> None:
    heard: list[bool] = []
    form.dirty_changed.connect(heard.append)
    line = form.field("first_name").editor
    qtbot.keyClicks(line, "ab")
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    assert heard == [True, False]


def test_draft_comes_back_dirty(form: Form) -> None:
    form.set_values({"last_name": "Bazin"})
    form.restore_draft({"last_name": "Bazin-Roy", "unknown": 1})
    assert form.is_dirty()
    assert form.values()["last_name"] == "Bazin-Roy"
    form.mark_clean()
    assert not form.is_dirty()


def test_ctrl_s_saves_from_any_field(form: Form, qtbot: QtBot) -> None:
    line = form.field("first_name").editor
    line.setFocus()
    with qtbot.waitSignal(form.save_requested):
        qtbot.keyClick(line, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def test_two_columns_become_one_when_narrow(form: Form, qtbot: QtBot) -> None:
    last, first = form.field("last_name"), form.field("first_name")
    qtbot.waitUntil(lambda: last.y() == first.y() and first.x() > last.x())
    form.resize(400, 800)
    qtbot.waitUntil(lambda: first.y() > last.y() and first.x() == last.x())


def test_tab_follows_reading_order(form: Form) -> None:
    names = list(form.names())
    order: list[str] = []
    widget = form.field(names[0]).editor
    editors = {id(form.field(name).editor): name for name in names}
    for _step in range(200):
        if id(widget) in editors and editors[id(widget)] not in order:
            order.append(editors[id(widget)])
        following = widget.nextInFocusChain()
        assert following is not None
        widget = following
    assert order == names


def test_a_hidden_field_leaves_no_hole(form: Form) -> None:
    form.show_field("first_name", False)
    QApplication.processEvents()
    place = {name: form.field(name).geometry() for name in ("last_name", "birth_date")}
    assert place["birth_date"].top() == place["last_name"].top()
    assert place["birth_date"].left() > place["last_name"].right()
    form.show_field("first_name", True)
    QApplication.processEvents()
    assert form.field("birth_date").geometry().top() > place["last_name"].bottom()


def test_a_box_stands_on_the_line_of_its_neighbour(qtbot: QtBot) -> None:
    fields = (FieldSpec("place", "Lieu"), FieldSpec("ok", "Accord", "check"))
    made = Form((Section("", fields),))
    qtbot.addWidget(made)
    made.resize(700, 120)
    made.show()
    middles = {
        name: made.field(name).editor.mapTo(made, made.field(name).editor.rect().center()).y()
        for name in ("place", "ok")
    }
    assert abs(middles["place"] - middles["ok"]) <= 3


def test_words_of_a_narrow_box_go_on_to_another_line(qtbot: QtBot) -> None:
    words = "Téléphone, adresse électronique ou personne joignable"
    fields = (FieldSpec("asked", "", "multi", choices=((1, words), (2, "Nom")), options={"columns": 1}),)
    made = Form((Section("", fields),), columns=1)
    qtbot.addWidget(made)
    made.show()
    tall = {}
    for width in (640, 240):
        made.resize(width, 200)
        qtbot.waitUntil(lambda width=width: made.field("asked").width() == width)
        tall[width] = [box.sizeHint().height() for box in made.findChildren(CheckBox)]
    assert tall[640][0] == tall[640][1] == tall[240][1]
    assert tall[240][0] > tall[640][0]
    assert made.minimumSizeHint().width() < 240

"""The declared table and the list pane: order, search, filters, selection, keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from elans_desktop.ui.kit.list_pane import ListLook, ListPane, Order
from elans_desktop.ui.kit.table import Column, Filter, Table, TableModel


@dataclass(frozen=True)
class Person:
    id: int
    name: str
    town: str
    age: int | None


PEOPLE = (
    Person(1, "Émile Œuvrard", "Flers", 31),
    Person(2, "Zoé Martin", "Argentan", None),
    Person(3, "Ali Ben", "Flers", 19),
    Person(4, "eric Dupont", "L’Aigle", 44),
)
COLUMNS = (
    Column("name", "Nom", lambda p: p.name),
    Column("town", "Commune", lambda p: p.town, width=160),
    Column("age", "Âge", lambda p: "" if p.age is None else str(p.age), width=80, sort=lambda p: p.age),
)
FILTERS = (
    Filter("flers", "Flers", lambda p: p.town == "Flers", counted=True),
    Filter("young", "Moins de 26 ans", lambda p: (p.age or 99) < 26),
)


def press(widget: QWidget, key: Qt.Key, text: str = "") -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))


def shown(model: TableModel) -> list[int]:
    return [model.id_at(position) for position in range(model.rowCount())]


@pytest.fixture
def table(qtbot: QtBot) -> Table:
    made = Table(
        COLUMNS, row_id=lambda p: p.id, filters=FILTERS, counted=("personne", "personnes"), sort="name"
    )
    qtbot.addWidget(made)
    made.set_rows(PEOPLE)
    made.resize(700, 400)
    made.show()
    return made


def test_model_keeps_the_promises_of_qt(table: Table) -> None:
    tester = QAbstractItemModelTester(table.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    table.model.sort_by("age", False)
    table.search.setText("flers")
    table.set_rows(PEOPLE[:1])
    table.set_rows(())
    assert tester.model() is table.model


def test_order_ignores_accents_and_capitals(table: Table) -> None:
    assert shown(table.model) == [3, 1, 4, 2]
    table.model.sort_by("name", False)
    assert shown(table.model) == [2, 4, 1, 3]


def test_what_is_missing_goes_last_both_ways(table: Table) -> None:
    table.model.sort_by("age")
    assert shown(table.model) == [3, 1, 4, 2]
    table.model.sort_by("age", False)
    assert shown(table.model) == [4, 1, 3, 2]


def test_clicking_a_title_orders_then_reverses(table: Table) -> None:
    header = table.rows_view.horizontalHeader()
    header.sectionClicked.emit(1)
    assert (table.model.sort_key, table.model.ascending) == ("town", True)
    header.sectionClicked.emit(1)
    assert (table.model.sort_key, table.model.ascending) == ("town", False)


@pytest.mark.parametrize(
    ("typed", "found"),
    [("emile", [1]), ("ÉMILE", [1]), ("oeuv", [1]), ("flers ali", [3]), ("l'aigle", [4]), ("personne", [])],
)
def test_search_finds_every_word_whatever_the_accents(table: Table, typed: str, found: list[int]) -> None:
    table.search.setText(typed)
    assert shown(table.model) == found


def test_filters_add_up_and_count(table: Table) -> None:
    assert table.chips.chip("flers").accessibleName() == "Flers 2"
    table.chips.set_on("flers", True)
    assert shown(table.model) == [3, 1]
    table.chips.set_on("young", True)
    assert shown(table.model) == [3]
    assert table.count_label.text() == "1 sur 4\u00a0personnes"
    table.clear_search()
    assert table.count_label.text() == "4\u00a0personnes"


def test_current_row_survives_order_and_search(table: Table) -> None:
    heard: list[Any] = []
    table.current_changed.connect(heard.append)
    assert table.set_current(4)
    table.model.sort_by("age")
    table.search.setText("dupont")
    table.search.clear()
    assert table.current_id() == 4
    assert table.view.currentIndex().row() == 2
    assert heard == [4]


def test_keyboard_opens_and_letters_find(table: Table, qtbot: QtBot) -> None:
    table.view.setFocus()
    press(table.view, Qt.Key.Key_E, "é")
    assert table.current_id() == 1
    with qtbot.waitSignal(table.activated) as signal:
        press(table.view, Qt.Key.Key_Return)
    assert signal.args == [1]


def test_down_leaves_the_search_box_for_the_rows(table: Table) -> None:
    press(table.search, Qt.Key.Key_Down)
    assert table.current_id() == 3


def test_empty_and_nothing_found_are_told_apart(table: Table) -> None:
    table.search.setText("zzz")
    assert table.pages.currentIndex() == 2
    table.clear_search()
    assert table.pages.currentIndex() == 0
    table.set_rows(())
    assert table.pages.currentIndex() == 1


def test_several_rows_can_be_chosen(table: Table) -> None:
    table.set_multiple(True)
    table.view.selectAll()
    assert table.selected_ids() == [3, 1, 4, 2]


def test_large_models_prepare_orders_and_texts_in_the_background(qtbot: QtBot) -> None:
    model = TableModel(COLUMNS, row_id=lambda p: p.id)
    many = [Person(i, f"Nom {i % 977} é", "Flers", None) for i in range(6000)]
    model.set_rows(many)
    qtbot.waitUntil(lambda: not model._warming.isActive(), timeout=5000)
    model.sort_by("name")
    model.set_search("nom 12 e")
    expected = {p.id for p in many if "12" in p.name}
    assert set(shown(model)) == expected


def test_list_pane_orders_and_acts(qtbot: QtBot) -> None:
    clicked: list[bool] = []
    pane = ListPane(
        "Participants",
        look=ListLook(
            title=lambda p: p.name,
            subtitle=lambda p: p.town,
            status=lambda p: "En cours",
            tone=lambda _p: "A",
            letter=lambda _p: "A",
            fact=lambda p: str(p.age or ""),
            share=lambda _p: 0.5,
        ),
        row_id=lambda p: p.id,
        orders=(
            Order("name", "par nom", lambda p: p.name.casefold()),
            Order("age", "par âge", lambda p: p.age),
        ),
        action=("Nouveau participant", lambda: clicked.append(True)),
        counted=("personne", "personnes"),
    )
    qtbot.addWidget(pane)
    pane.set_rows(PEOPLE)
    pane.show()
    pane.grab()
    assert pane.width() == 352
    pane.set_order("age", False)
    assert shown(pane.model) == [4, 1, 3, 2]
    assert pane.order_button.accessibleName() == "Ordre : par âge, décroissant"
    assert pane.action is not None
    pane.action.click()
    assert clicked == [True]
    assert pane.count_label.text() == "4\u00a0personnes"


def test_list_groups_take_a_band_above_their_first_row(qtbot: QtBot) -> None:
    pane = ListPane(
        "Évaluations",
        look=ListLook(
            title=lambda p: p.name, subtitle=lambda p: p.town, height=48, group=lambda p: p.town[:5]
        ),
        row_id=lambda p: p.id,
        orders=(Order("town", "par lieu", lambda p: p.town),),
    )
    qtbot.addWidget(pane)
    pane.set_rows(PEOPLE)
    pane.show()
    pane.grab()
    heights = [pane.view.visualRect(pane.model.index(row, 0)).height() for row in range(4)]
    assert [pane.model.row_at(row).town for row in range(4)] == ["Argentan", "Flers", "Flers", "L’Aigle"]
    assert heights == [76, 76, 48, 76]


_AGES = st.one_of(st.none(), st.integers(18, 21))
_ANYBODY = st.tuples(st.sampled_from("ABÉC"), st.sampled_from(("Flers", "Argentan")), _AGES)


@given(people=st.lists(_ANYBODY, min_size=1, max_size=12), data=st.data())
def test_a_row_replaced_goes_where_sorting_everything_again_would_put_it(
    people: list[tuple[str, str, int | None]], data: st.DataObject
) -> None:
    rows = [Person(number, *facts) for number, facts in enumerate(people)]
    model = TableModel(COLUMNS, row_id=lambda p: p.id)
    model.set_rows(rows)
    for column in COLUMNS:
        for ascending in (False, True):
            model.sort_by(column.key, ascending)
    for _change in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(rows) - 1))
        rows[place] = Person(place, *data.draw(_ANYBODY))
        assert model.replace_row(rows[place])
        again = TableModel(COLUMNS, row_id=lambda p: p.id)
        again.set_rows(rows)
        again.sort_by(model.sort_key, model.ascending)
        assert shown(model) == shown(again)
    again = TableModel(COLUMNS, row_id=lambda p: p.id)
    again.set_rows(rows)
    for column in COLUMNS:
        for ascending in (True, False):
            model.sort_by(column.key, ascending)
            again.sort_by(column.key, ascending)
            assert shown(model) == shown(again)

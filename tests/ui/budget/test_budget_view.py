from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from elans_desktop.services.budget import budget_expenses
from elans_desktop.services.scope import Scope
from elans_desktop.ui.budget import BudgetView
from elans_desktop.ui.budget.matrix_grid import Cell
from elans_desktop.ui.budget.view import EXPENSES, GRANTS, LINES, MATRIX
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit.banner import Banner
from tests.support import money_world
from tests.support.dialogs import RecordedDialogs
from tests.support.money_world import Money, expense, line
from tests.support.noted_window import NotedWindow


@pytest.fixture
def money(context: Context) -> Money:
    """Planned 1 000 € in M and 500 € in C (running); 400 € paid, 100 € committed in M."""
    with context.bridge.workspace.write("Essai") as session:
        made = money_world.build(session)
        line(session, made, 100_000)
        line(session, made, 50_000, brique_code="C", running_cost=True, account_code="ind_fixes")
        budget_expenses.save(session, expense(made, 40_000, paid_on=date(2027, 3, 1)))
        budget_expenses.save(session, expense(made, 10_000, label="Bois", committed_on=date(2027, 4, 1)))
    context.bridge.set_scope(made.scope)
    return made


@pytest.fixture
def view(context: Context, money: Money, qtbot: QtBot) -> BudgetView:
    return shown(context, qtbot)


def shown(context: Context, qtbot: QtBot) -> BudgetView:
    made = BudgetView(context)
    qtbot.addWidget(made)
    made.resize(1366, 655)
    made.show()
    return made


def labels(view: BudgetView) -> list[str]:
    model = view.expenses.table.model
    return [model.row_at(place).input.label for place in range(model.rowCount())]


def test_the_empty_year_is_created_in_one_click(context: Context, money: Money, qtbot: QtBot) -> None:
    context.bridge.set_scope(Scope(money.agreement, 2028))
    view = shown(context, qtbot)
    assert view.empty.title.text() == "Aucun budget pour 2028"
    assert not view.segments.isVisible()
    assert view.empty.action is not None
    view.empty.action.click()
    assert view.stack.currentWidget() is view.matrix
    assert context.bridge.undo_label() == "Créer le budget 2028"


def test_cells_say_everything_and_open_what_is_behind(view: BudgetView, money: Money) -> None:
    words = view.matrix.grid.cell_words(0, 1).replace("\u00a0", " ")
    assert words == "Le Pressoir, Remobilisation : reste 500 €, réalisé 400 €, engagé 100 €, prévu 1 000 €"
    view.matrix.grid.opened.emit(Cell(money.lead, "M"))
    assert view.segments.current() == EXPENSES
    assert labels(view) == ["Bois", "Graines"]
    view.matrix.totals.asked.emit("committed")
    assert labels(view) == ["Bois"]
    view.expenses.show_all()
    assert len(labels(view)) == 2
    view.matrix.ceilings.asked.emit(money.lead)
    model = view.lines.table.model
    assert (view.segments.current(), model.rowCount(), model.row_at(0).input.amount) == (LINES, 1, 50_000)


def test_the_frame_moves_by_keyboard_and_entree_opens(view: BudgetView, qtbot: QtBot) -> None:
    grid = view.matrix.grid
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(grid, key)
    assert grid.accessibleDescription() == grid.cell_words(0, 3)
    with qtbot.waitSignal(grid.opened) as asked:
        qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert asked.args is not None
    assert asked.args[0].column == "C"


def test_an_expense_is_typed_saved_and_undone_by_name(
    view: BudgetView, context: Context, money: Money, window: NotedWindow
) -> None:
    view.start_new()
    assert view.panel is not None
    form = view.panel.form
    view.save()
    assert form.field("label").error()
    form.restore_draft(
        {
            "label": "Location du minibus",
            "member_id": money.lead,
            "brique_code": "M",
            "account_code": "61_locations",
            "gross": 20_001,
            "share": "33,33",
            "paid_on": date(2027, 4, 30),
        }
    )
    view.save()
    assert view.panel is None
    row = context.bridge.read(budget_expenses.rows, money.year)[0]
    assert (row.input.label, row.amount, row.input.status) == ("Location du minibus", 6_666, "acquittee")
    assert context.bridge.undo_label() == "Nouvelle dépense « Location du minibus »"
    assert window.said
    context.bridge.undo()
    assert len(context.bridge.read(budget_expenses.rows, money.year)) == 2


def test_an_error_of_the_rules_stands_beside_its_field(view: BudgetView, money: Money) -> None:
    view.start_new()
    assert view.panel is not None
    form = view.panel.form
    form.restore_draft(
        {"label": "Bois", "member_id": money.lead, "account_code": "60_matieres", "gross": 1, "share": "x"}
    )
    view.save()
    assert view.panel is not None
    assert "pourcentage" in form.field("share").error()
    form.restore_draft({"share": "100", "status": "acquittee"})
    view.save()
    assert form.field("paid_on").error()
    form.restore_draft({"paid_on": date(2027, 4, 1)})
    view.save()
    assert view.panel is None


def test_a_line_is_opened_changed_and_deleted(
    view: BudgetView, context: Context, recorded_dialogs: RecordedDialogs
) -> None:
    view.show_page(LINES)
    table = view.lines.table
    table.select_first()
    view.lines.opened.emit(table.current_id())
    assert view.panel is not None
    view.panel.form.restore_draft({"amount": 200_000})
    view.save()
    assert "prévu 2\u00a0000 €" in view.matrix.grid.cell_words(0, 1)
    table.select_first()
    view.lines.opened.emit(table.current_id())
    assert view.panel is not None
    recorded_dialogs.answer("ask", "yes")
    view.panel.remove_button.click()
    assert table.model.rowCount() == 1


def test_what_is_typed_is_offered_again(view: BudgetView, context: Context, qtbot: QtBot) -> None:
    view.start_new()
    assert view.panel is not None
    view.panel.form.restore_draft({"label": "Peinture"})
    assert view.leave()
    again = shown(context, qtbot)
    again.start_new()
    assert again.panel is not None
    again.panel.resume()
    assert again.panel.form.values()["label"] == "Peinture"


def test_a_payment_needs_a_grant_first(view: BudgetView, recorded_dialogs: RecordedDialogs) -> None:
    recorded_dialogs.answer("inform")
    view.new_payment()
    assert view.panel is None
    assert view.segments.current() == GRANTS
    view.new_grant()
    assert view.panel is not None


def test_the_balance_is_said_above_the_forecast(view: BudgetView) -> None:
    item = view.lines.notices.itemAt(0)
    assert item is not None
    banner = item.widget()
    assert isinstance(banner, Banner)
    assert "Il manque 1\u00a0500,00\u00a0€ de produits" in banner.words.text()
    assert view.segments.current() == MATRIX

"""Budget, put together: a bar of pages, the page, and one panel at the right for what is being written."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import ClassVar

from PySide6.QtWidgets import QStackedWidget

from elans_desktop.core.formats import NBSP, money
from elans_desktop.services.budget import (
    budget,
    budget_ceiling,
    budget_expenses,
    budget_funding,
    budget_matrix,
)
from elans_desktop.services.budget.budget import CHARGE, PRODUIT, YearView
from elans_desktop.services.budget.budget_ceiling import Balance
from elans_desktop.services.budget.budget_choices import BudgetChoices, choices
from elans_desktop.services.budget.budget_matrix import Matrix
from elans_desktop.services.permissions import Right, allowed
from elans_desktop.ui import scheme
from elans_desktop.ui.budget import lists, records
from elans_desktop.ui.budget.matrix_grid import Cell
from elans_desktop.ui.budget.matrix_page import MatrixPage, member_name
from elans_desktop.ui.budget.narrowing import Narrowing
from elans_desktop.ui.budget.record_panel import Record, RecordPanel
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.layout import clear_layout, column, row, surface
from elans_desktop.ui.kit.segmented import Segmented
from elans_desktop.ui.kit.view_bar import ViewBar
from elans_desktop.ui.view import View

MATRIX, LINES, EXPENSES, GRANTS, PAYMENTS = "matrix", "lines", "expenses", "grants", "payments"
PAGES = (
    (MATRIX, "Matrice"),
    (LINES, "Prévisions"),
    (EXPENSES, "Dépenses"),
    (GRANTS, "Financement"),
    (PAYMENTS, "Versements"),
)


class BudgetView(View):
    """The tab."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {
            *("budget_year", "budget_version", "budget_line", "expense", "funding", "funding_payment"),
            *("agreement", "structure", "structure_role", "reference_item"),
        }
    )
    help_page: ClassVar[str] = "budget"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.year: YearView | None = None
        self._matrix: Matrix | None = None
        self._choices: BudgetChoices | None = None
        self._panel: RecordPanel | None = None
        self._may_edit = allowed(context.bridge.actor, Right.EDIT_BUDGET)
        self.segments = Segmented(PAGES, name="Page du budget")
        self.new = buttons.primary("Nouvelle dépense", "plus", self.start_new)
        self.bar = ViewBar("Budget", beside=(self.segments,), actions=(self.new,))
        self.matrix = MatrixPage(lambda: self.show_page(PAYMENTS), self.new_line)
        self.lines = lists.lines_page(self.new_line)
        self.expenses = lists.expenses_page(self.start_new)
        self.grants = lists.grants_page(self.new_grant)
        self.payments = lists.payments_page(self.new_payment)
        self.empty = EmptyState("euro", "", "", action=("Créer le budget", self._create), action_icon="plus")
        self.stack = QStackedWidget()
        for page in (self.matrix, self.lines, self.expenses, self.grants, self.payments, self.empty):
            self.stack.addWidget(page)
        left = column(self.bar, spacing=0)
        left.addWidget(self.stack, 1)
        self._whole = row(spacing=0)
        self._whole.addLayout(left, 1)
        self.setLayout(self._whole)
        surface(self, "background")
        self.segments.changed.connect(self._page_changed)
        self.matrix.grid.opened.connect(self._open_cell)
        self.matrix.totals.asked.connect(self._total_asked)
        self.matrix.ceilings.asked.connect(self._running_asked)
        self.expenses.opened.connect(self._edit_expense)
        self.lines.opened.connect(self._edit_line)
        self.grants.opened.connect(self._edit_grant)
        self.payments.opened.connect(self._edit_payment)

    def refresh(self) -> None:
        """Read the year of the header and show every page."""
        bridge = self.context.bridge
        if not allowed(bridge.actor, Right.READ_BUDGET):
            self._show_empty("Votre rôle ne permet pas de consulter le budget.", "", action=False)
            return
        found = bridge.read(budget_matrix.matrix, bridge.scope)
        self._matrix, self.year = found, found.year if found else None
        if found is None or found.year.id is None or found.year.version_id is None:
            year = found.year.year if found else ""
            spoken = scheme.of(self.context)
            by = spoken.word("member") + (" et par brique" if spoken.briques_required else "")
            self._show_empty(
                f"Aucun budget pour {year}".strip(),
                f"Il se compose de lignes prévues par {by}, puis des dépenses réelles.",
                action=self._may_edit and found is not None,
            )
            return
        self._choices = bridge.read(choices, found.year.agreement.id)
        self._show_year(found, found.year.id, found.year.version_id)

    def _show_year(self, found: Matrix, year_id: uuid.UUID, version_id: uuid.UUID) -> None:
        bridge, year = self.context.bridge, found.year
        spoken = scheme.of(self.context)
        self.bar.set_title(f"Budget {year.year}")
        self.segments.show()
        self.new.setVisible(self._may_edit)
        self.matrix.show_year(
            found,
            bridge.read(budget_ceiling.ceiling, bridge.scope),
            bridge.read(budget_funding.cash, year),
            year.agreement.input.transfer_clause,
            spoken,
        )
        lists.speak(self.lines, self.expenses, self.payments, scheme.title(spoken, "member"))
        self.lines.set_rows(bridge.read(budget.lines, version_id))
        self.expenses.set_rows(bridge.read(budget_expenses.rows, year_id))
        self.grants.set_rows(bridge.read(budget_funding.rows, year_id))
        self.payments.set_rows(bridge.read(budget_funding.payments, year_id))
        self._show_balance(bridge.read(budget_ceiling.balance, version_id))
        self._page_changed(self.segments.current())

    def _show_balance(self, found: Balance) -> None:
        for page in (self.lines, self.grants):
            clear_layout(page.notices)
        sides = f"charges {money(found.charges)}, produits {money(found.produits)}"
        if found.gap == 0:
            words, tone = f"Budget équilibré{NBSP}: {sides}.", "success"
        elif found.gap < 0:
            words, tone = f"Il manque {money(-found.gap)} de produits{NBSP}: {sides}.", "warning"
        else:
            words, tone = f"Les produits dépassent de {money(found.gap)}{NBSP}: {sides}.", "warning"
        if found.voluntary_gap:
            words += (
                f" Contributions volontaires{NBSP}: 86 = {money(found.voluntary_charges)}, "
                f"87 = {money(found.voluntary_produits)}, elles devraient être égales."
            )
            tone = "warning"
        if found.charges or found.produits:
            self.lines.notices.addWidget(Banner(words, tone))
            self.grants.notices.addWidget(Banner(words, tone))

    def _show_empty(self, title: str, sentence: str, *, action: bool) -> None:
        self._close_panel()
        self.bar.set_title(f"Budget {self.year.year}" if self.year else "Budget")
        self.segments.hide()
        self.new.hide()
        self.empty.set_words(title, sentence)
        if self.empty.action is not None:
            self.empty.action.setVisible(action)
        self.stack.setCurrentWidget(self.empty)

    def _create(self) -> None:
        year = self.year
        if year is not None:
            label = f"Créer le budget {year.year}"
            write = self.context.bridge.write
            self.context.attempt(self, lambda: write(label, budget.create_year, year.agreement.id, year.year))

    def show_page(self, key: str) -> None:
        """Go to a page of the bar."""
        self.segments.set_current(key)

    def _page_changed(self, key: str) -> None:
        pages = {
            MATRIX: self.matrix,
            LINES: self.lines,
            EXPENSES: self.expenses,
            GRANTS: self.grants,
            PAYMENTS: self.payments,
        }
        self.stack.setCurrentWidget(pages[key])

    def _open_cell(self, cell: Cell) -> None:
        self._narrow(Narrowing("used", cell.member_id, cell.column))

    def _total_asked(self, kind: str) -> None:
        self._narrow(Narrowing(kind))

    def _running_asked(self, member_id: uuid.UUID | None) -> None:
        self._narrow(Narrowing("planned", member_id, running=True))

    def _narrow(self, wanted: Narrowing) -> None:
        """Show the lines behind a figure: forecast lines when it is planned, expenses otherwise."""
        name = member_name(self._matrix, wanted.member_id) if self._matrix else ""
        page, key = (self.lines, LINES) if wanted.kind == "planned" else (self.expenses, EXPENSES)
        page.narrow(wanted.words(name), wanted.keeps_line if key == LINES else wanted.keeps_expense)
        self.show_page(key)

    def start_new(self) -> None:
        """A new expense (Ctrl+N)."""
        if self._ready() and self.year and self.year.id and self._choices:
            self._open(records.expense_record(self.context.bridge, self.year.id, self._choices, None))

    def new_line(self) -> None:
        """A new forecast line: a charge, or a produit when the list shows produits."""
        if self._ready() and self.year and self._choices:
            side = PRODUIT if "produit" in self.lines.table.chips.active() else CHARGE
            self._open(records.line_record(self.context.bridge, self.year, self._choices, None, side))

    def new_grant(self) -> None:
        """A new grant."""
        if self._ready() and self.year and self.year.id and self._choices:
            self._open(records.grant_record(self.context.bridge, self.year.id, self._choices, None))

    def new_payment(self) -> None:
        """A new payment; a grant must exist first."""
        if not (self._ready() and self.year and self.year.id and self._choices):
            return
        grants = self.context.bridge.read(budget_funding.rows, self.year.id)
        if not grants:
            dialogs.inform(
                self, "Aucun financement", "Un versement vient d’un financement : inscrivez-le d’abord."
            )
            self.show_page(GRANTS)
            return
        self._open(records.payment_record(self.context.bridge, self.year, self._choices, grants, None))

    def _edit_expense(self, row_id: uuid.UUID) -> None:
        found = self.expenses.table.current_row()
        if found is not None and found.id == row_id and self.year and self.year.id and self._choices:
            self._open(records.expense_record(self.context.bridge, self.year.id, self._choices, found))

    def _edit_line(self, row_id: uuid.UUID) -> None:
        found = self.lines.table.current_row()
        if found is not None and found.id == row_id and self.year and self._choices:
            self._open(records.line_record(self.context.bridge, self.year, self._choices, found))

    def _edit_grant(self, row_id: uuid.UUID) -> None:
        found = self.grants.table.current_row()
        if found is not None and found.id == row_id and self.year and self.year.id and self._choices:
            self._open(records.grant_record(self.context.bridge, self.year.id, self._choices, found))

    def _edit_payment(self, row_id: uuid.UUID) -> None:
        found = self.payments.table.current_row()
        if found is not None and found.id == row_id and self.year and self.year.id and self._choices:
            grants = self.context.bridge.read(budget_funding.rows, self.year.id)
            self._open(records.payment_record(self.context.bridge, self.year, self._choices, grants, found))

    def _ready(self) -> bool:
        return self._may_edit and self.year is not None and self.year.version_id is not None

    def _open(self, record: Record) -> None:
        self._close_panel()
        panel = RecordPanel(self.context, record, read_only=not self._may_edit)
        panel.closed.connect(self._close_panel)
        panel.saved.connect(self._saved)
        self._panel = panel
        self._whole.addWidget(panel)
        panel.first_field()

    def _saved(self) -> None:
        self._drop_panel()
        self.context.window.notify(self.context.bridge.undo_label() or "Enregistré", undoable=True)

    def _close_panel(self) -> None:
        if self._panel is not None:
            self._panel.keep()
        self._drop_panel()

    def _drop_panel(self) -> None:
        if self._panel is not None:
            self._whole.removeWidget(self._panel)
            self._panel.hide()
            self._panel.deleteLater()
            self._panel = None

    @property
    def panel(self) -> RecordPanel | None:
        """The form open at the right."""
        return self._panel

    def save(self) -> None:
        """Ctrl+S."""
        if self._panel is not None:
            self._panel.save()

    def leave(self) -> bool:
        """What is typed stays as a draft."""
        if self._panel is not None:
            self._panel.keep()
        return True

    def open_item(self, kind: str, item_id: uuid.UUID | None) -> None:
        """`new`, `expense` with its id, or the name of a page."""
        openers: dict[str, Callable[[], None]] = {"new": self.start_new}
        if kind in openers:
            openers[kind]()
        elif kind == "expense" and item_id is not None:
            self.show_page(EXPENSES)
            self.expenses.show_all()
            if self.expenses.table.set_current(item_id):
                self._edit_expense(item_id)
        elif kind in dict(PAGES) and self.year is not None and self.year.version_id is not None:
            self.show_page(kind)

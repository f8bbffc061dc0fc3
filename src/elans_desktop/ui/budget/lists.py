"""The lists of the budget: forecast lines, expenses, grants, payments; each shows what a figure stands on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import NBSP, amount, date_short, money, percent
from elans_desktop.core.text import fold
from elans_desktop.services.budget.budget import CHARGE, top_brique
from elans_desktop.services.budget.budget_expenses import ExpenseRow
from elans_desktop.services.budget.budget_funding import FundingRow, PaymentRow
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.layout import column, label, row
from elans_desktop.ui.kit.table import Column, Filter, Table

TONES = {"spent": "success", "committed": "warning", "planned": "neutral", "excluded": "neutral"}


class ListPage(QWidget):
    """A table, the sum of what it shows, and the narrowing that a figure asked for.

    `opened(id)`: a line to edit.
    """

    opened = Signal(object)

    def __init__(self, table: Table, cents: Callable[[Any], int], tools: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self.table, self._cents = table, cents
        self._rows: Sequence[Any] = ()
        self._keep: Callable[[Any], bool] | None = None
        self._narrowed = Banner("", "info", icon="list-filter", actions=(("Tout montrer", self.show_all),))
        self._narrowed.hide()
        self._sum = label("", "strong")
        self.notices = column(spacing=8)
        whole = column(spacing=8, margins=(24, 0, 24, 16))
        whole.addLayout(self.notices)
        whole.addWidget(self._narrowed)
        whole.addWidget(table, 1)
        whole.addLayout(row(*tools, None, self._sum))
        self.setLayout(whole)
        table.activated.connect(self.opened)
        table.shown_changed.connect(self._add_up)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Replace the lines; the narrowing stays."""
        self._rows = rows
        keep = self._keep
        self.table.set_rows([one for one in rows if keep is None or keep(one)])
        self._add_up()

    def narrow(self, words: str, keep: Callable[[Any], bool]) -> None:
        """Show only the lines behind a figure, and say which."""
        self._keep = keep
        self._narrowed.set_text(words)
        self._narrowed.show()
        self.table.clear_search()
        self.set_rows(self._rows)

    def show_all(self) -> None:
        """Forget the narrowing."""
        self._keep = None
        self._narrowed.hide()
        self.set_rows(self._rows)

    def _add_up(self) -> None:
        model = self.table.model
        total = sum(self._cents(model.row_at(line)) for line in range(model.rowCount()))
        self._sum.setText(f"Total affiché{NBSP}: {money(total)}" if model.rowCount() else "")


def expenses_page(start: Callable[[], object]) -> ListPage:
    """Every expense, the latest first."""
    table = Table(
        (
            Column("day", "Date", lambda r: date_short(r.day) if r.day else "", 96, sort=lambda r: r.day),
            Column("number", "N°", lambda r: r.number, 132, paint="muted"),
            Column("label", "Dépense", lambda r: r.input.label),
            Column("supplier", "Fournisseur", lambda r: r.input.supplier, 140),
            Column("member", "Membre", lambda r: r.member, 130),
            Column("brique", "", lambda r: _letter(r.input.brique_code), 44, paint="letter"),
            Column("status", "État", lambda r: r.status, 104, paint="badge", tone=lambda r: TONES[r.kind]),
            Column("amount", "Affecté", lambda r: amount(r.amount), 104, "right", sort=lambda r: r.amount),
        ),
        row_id=lambda r: r.id,
        search=_expense_text,
        filters=(
            Filter("committed", "Engagées", lambda r: r.kind == "committed", group="kind", counted=True),
            Filter("spent", "Payées", lambda r: r.kind == "spent", group="kind", counted=True),
            Filter("running", "Fonctionnement", lambda r: r.input.running_cost, counted=True),
        ),
        counted=("dépense", "dépenses"),
        placeholder="Rechercher une dépense…",
        empty=EmptyState(
            "receipt-euro",
            "Aucune dépense pour l’instant",
            "Chaque facture, ticket ou bulletin de paie s’inscrit ici, de l’engagement au paiement.",
            action=("Nouvelle dépense", start),
        ),
        name="Dépenses",
    )
    return ListPage(table, lambda r: r.amount)


def lines_page(start: Callable[[], object]) -> ListPage:
    """The forecast: charges then produits."""
    table = Table(
        (
            Column(
                "side", "", lambda r: "Charge" if r.input.side == CHARGE else "Produit", 76, paint="muted"
            ),
            Column("account", "Compte", lambda r: r.account, 210),
            Column("label", "Libellé", lambda r: r.input.label or "–"),
            Column("who", "Membre, financeur", lambda r: r.member or r.funder, 150),
            Column("brique", "", lambda r: _letter(r.input.brique_code), 44, paint="letter"),
            Column(
                "running",
                "",
                lambda r: "Fonctionnement" if r.input.running_cost else "",
                128,
                paint="badge",
            ),
            Column(
                "amount",
                "Prévu",
                lambda r: amount(r.input.amount),
                104,
                "right",
                sort=lambda r: r.input.amount,
            ),
        ),
        row_id=lambda r: r.id,
        filters=(
            Filter("charge", "Charges", lambda r: r.input.side == CHARGE, True, True, "side"),
            Filter("produit", "Produits", lambda r: r.input.side != CHARGE, False, True, "side"),
            Filter("running", "Fonctionnement", lambda r: r.input.running_cost, counted=True),
        ),
        counted=("ligne", "lignes"),
        placeholder="Rechercher une ligne…",
        empty=EmptyState(
            "list-plus",
            "Aucune ligne prévue",
            "Une ligne dit ce que l’on prévoit de dépenser, ou ce qu’un financeur apporte.",
            action=("Nouvelle ligne", start),
        ),
        name="Lignes du budget prévisionnel",
    )
    return ListPage(table, lambda r: r.input.amount, (buttons.secondary("Nouvelle ligne", "plus", start),))


def grants_page(start: Callable[[], object]) -> ListPage:
    """What funders grant."""
    table = Table(
        (
            Column("funder", "Financeur", lambda r: r.funder or r.input.label),
            Column("label", "Objet", lambda r: r.input.label, 180),
            Column("account", "Compte", lambda r: r.account, 170),
            Column("status", "État", lambda r: r.status, 96, paint="badge", tone=_grant_tone),
            Column("granted", "Accordé", lambda r: amount(r.input.granted), 110, "right", _granted),
            Column("received", "Reçu", lambda r: amount(r.received), 110, "right", lambda r: r.received),
            Column("left", "À recevoir", lambda r: amount(r.left) if r.left else "–", 110, "right"),
        ),
        row_id=lambda r: r.id,
        counted=("financement", "financements"),
        placeholder="Rechercher un financeur…",
        empty=EmptyState(
            "hand-coins",
            "Aucun financement pour l’instant",
            "Les subventions demandées et accordées, puis ce qui en est reçu.",
            action=("Nouveau financement", start),
        ),
        name="Financements",
    )
    return ListPage(table, _granted, (buttons.secondary("Nouveau financement", "plus", start),))


def payments_page(start: Callable[[], object]) -> ListPage:
    """Advances, instalments and balances."""
    table = Table(
        (
            Column("expected", "Prévu le", lambda r: _day(r.input.expected_on), 110, sort=_expected),
            Column("received", "Reçu le", lambda r: _day(r.input.received_on) or "–", 110),
            Column("funder", "Financeur", lambda r: r.funder),
            Column("kind", "Sorte", lambda r: r.kind, 120),
            Column("member", "Membre", lambda r: r.member, 180),
            Column("state", "", _payment_state, 110, paint="badge", tone=_payment_tone),
            Column("amount", "Montant", lambda r: amount(r.input.amount), 120, "right"),
        ),
        row_id=lambda r: r.id,
        filters=(
            Filter("late", "En retard", lambda r: r.late, counted=True),
            Filter("waiting", "À recevoir", lambda r: r.input.received_on is None, counted=True),
        ),
        counted=("versement", "versements"),
        placeholder="Rechercher un versement…",
        empty=EmptyState(
            "banknote",
            "Aucun versement pour l’instant",
            "Avances, acomptes et soldes attendus de chaque financeur.",
            action=("Nouveau versement", start),
        ),
        name="Versements",
    )
    return ListPage(table, lambda r: r.input.amount, (buttons.secondary("Nouveau versement", "plus", start),))


def speak(lines: ListPage, expenses: ListPage, payments: ListPage, member: str) -> None:
    """Name who spends in the words of the scheme."""
    lines.table.set_title("who", f"{member}, financeur")
    for page in (expenses, payments):
        page.table.set_title("member", member)


def _letter(code: str | None) -> str:
    return top_brique(code) or ""


def _day(day: Any) -> str:
    return date_short(day) if day else ""


def _expected(found: PaymentRow) -> Any:
    return found.input.expected_on or found.input.received_on


def _granted(found: FundingRow) -> int:
    return found.input.granted


def _grant_tone(found: FundingRow) -> str:
    return {"accorde": "success", "solde": "success", "refuse": "danger"}.get(found.input.status, "neutral")


def _payment_state(found: PaymentRow) -> str:
    return "Reçu" if found.input.received_on else "En retard" if found.late else "Attendu"


def _payment_tone(found: PaymentRow) -> str:
    return "success" if found.input.received_on else "danger" if found.late else "neutral"


def _expense_text(found: ExpenseRow) -> str:
    share = "" if found.input.share == 10_000 else percent(found.input.share)
    parts = (found.number, found.input.label, found.input.supplier, found.member, found.account, share)
    return fold(" ".join(parts))

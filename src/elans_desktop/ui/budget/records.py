"""The four forms of the budget, declared."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP
from elans_desktop.services.budget import budget, budget_expenses, budget_funding
from elans_desktop.services.budget.budget import CHARGE, LineInput, LineRow, YearView
from elans_desktop.services.budget.budget_choices import BudgetChoices
from elans_desktop.services.budget.budget_expenses import ExpenseInput, ExpenseRow
from elans_desktop.services.budget.budget_funding import (
    STATUSES,
    FundingInput,
    FundingRow,
    PaymentInput,
    PaymentRow,
)
from elans_desktop.services.organisation import agreements
from elans_desktop.services.organisation.schemes import SchemeView
from elans_desktop.ui import scheme
from elans_desktop.ui.bridge import Bridge
from elans_desktop.ui.budget.record_panel import Record
from elans_desktop.ui.kit.form import FieldSpec, Section
from elans_desktop.ui.settings.rate_field import read_rate, show_rate

Values = dict[str, Any]


def expense_record(
    bridge: Bridge, year_id: uuid.UUID, choices: BudgetChoices, row: ExpenseRow | None
) -> Record:
    """An expense, new or known."""
    entered = row.input if row else ExpenseInput(year_id)
    fields = (
        FieldSpec("label", "Dépense", required=True, span=2, placeholder="Fournitures de l’atelier vélo"),
        FieldSpec("supplier", "Fournisseur", span=2),
        *_who_spends(bridge, choices, entered.brique_code),
        FieldSpec("account_code", "Compte", "choice", required=True, choices=choices.expenses, span=2),
        FieldSpec("gross", "Montant de la pièce, TTC", "money", required=True),
        FieldSpec("share", "Part affectée au projet, en %", default="100"),
        FieldSpec("committed_on", "Engagée le", "date"),
        FieldSpec("invoiced_on", "Facture du", "date"),
        FieldSpec("paid_on", "Payée le", "date"),
        FieldSpec("status", "État", "choice", choices=choices.statuses, options={"empty": "Selon les dates"}),
        FieldSpec(
            "running_cost",
            "Frais de fonctionnement",
            "check",
            span=2,
            help="Compte sous le plafond.",
        ),
        FieldSpec("notes", "Remarques", "multiline", span=2, rows=2),
    )

    def store(values: Values) -> uuid.UUID:
        typed = _clean(values)
        typed["share"] = read_rate(str(values["share"]), "share")
        made = ExpenseInput(year_id, entered.id, **typed)
        verb = "Modifier la dépense" if row else "Nouvelle dépense"
        return bridge.write(f"{verb} « {made.label} »", budget_expenses.save, made)

    return Record(
        name="expense",
        title=row.number if row else "Nouvelle dépense",
        icon="receipt-euro",
        sections=(Section("", fields),),
        values={
            **_values(entered),
            "share": show_rate(entered.share),
            "gross": entered.gross or None,
            "committed_on": entered.committed_on if row else clock.today(),
        },
        store=store,
        id=entered.id,
        remove=_remover(bridge, "Supprimer une dépense", budget_expenses.delete, entered.id),
        what="la dépense",
    )


def line_record(
    bridge: Bridge, year: YearView, choices: BudgetChoices, row: LineRow | None, side: str = CHARGE
) -> Record:
    """A forecast line: a charge of a member, or a produit of a funder."""
    assert year.version_id is not None
    version_id = year.version_id
    entered = row.input if row else LineInput(version_id, side)
    charge = entered.side == CHARGE
    who = (
        _who_spends(bridge, choices, entered.brique_code)
        if charge
        else (FieldSpec("funder_id", "Financeur", "choice", choices=choices.funders, span=2),)
    )
    accounts = choices.charges if charge else choices.produits
    running = FieldSpec(
        "running_cost",
        "Frais de fonctionnement",
        "check",
        span=2,
        help="Compte sous le plafond.",
    )
    fields = (
        *who,
        FieldSpec("account_code", "Compte", "choice", required=True, choices=accounts, span=2),
        FieldSpec("label", "Libellé", span=2),
        FieldSpec("amount", "Montant prévu", "money", required=True),
        *((running,) if charge else ()),
    )

    def store(values: Values) -> uuid.UUID:
        made = replace(entered, **_clean(values))
        verb = "Modifier" if row else "Ajouter"
        return bridge.write(f"{verb} une ligne du budget {year.year}", budget.save_line, made)

    return Record(
        name=f"line.{entered.side}",
        title=("Modifier la ligne" if row else "Nouvelle ligne")
        + (" de charge" if charge else " de produit"),
        icon="list-plus",
        sections=(Section("", fields),),
        values={**_values(entered), "amount": entered.amount or None},
        store=store,
        id=entered.id,
        remove=_remover(bridge, f"Supprimer une ligne du budget {year.year}", budget.delete_line, entered.id),
        what="la ligne",
    )


def grant_record(
    bridge: Bridge, year_id: uuid.UUID, choices: BudgetChoices, row: FundingRow | None
) -> Record:
    """A grant."""
    entered = row.input if row else FundingInput(year_id)
    fields = (
        FieldSpec("funder_id", "Financeur", "choice", required=True, choices=choices.funders, span=2),
        FieldSpec("label", "Objet", span=2, placeholder="Subvention de l’année"),
        FieldSpec("account_code", "Compte", "choice", required=True, choices=choices.produits, span=2),
        FieldSpec("granted", "Montant", "money", required=True),
        FieldSpec("decided_on", "Décision du", "date"),
        FieldSpec(
            "status", "État", "choice", choices=tuple(STATUSES.items()), options={"empty": None}, default=None
        ),
    )

    def store(values: Values) -> uuid.UUID:
        made = FundingInput(year_id, entered.id, **_clean(values))
        verb = "Modifier un financement" if row else "Nouveau financement"
        return bridge.write(verb, budget_funding.save, made)

    return Record(
        name="grant",
        title=row.funder if row else "Nouveau financement",
        icon="hand-coins",
        sections=(Section("", fields),),
        values={**_values(entered), "granted": entered.granted or None},
        store=store,
        id=entered.id,
        remove=_remover(bridge, "Supprimer un financement", budget_funding.delete, entered.id),
        what="le financement",
    )


def payment_record(
    bridge: Bridge,
    year: YearView,
    choices: BudgetChoices,
    grants: tuple[FundingRow, ...],
    row: PaymentRow | None,
) -> Record:
    """A payment of a grant, for a member."""
    entered = row.input if row else PaymentInput(grants[0].id)
    named = tuple((one.id, one.funder or one.input.label) for one in grants)
    fields = (
        FieldSpec("funding_id", "Financement", "choice", choices=named, options={"empty": None}, span=2),
        FieldSpec("member_id", _receives(bridge), "choice", required=True, choices=choices.members, span=2),
        FieldSpec("kind", "Sorte", "choice", choices=choices.kinds, options={"empty": None}),
        FieldSpec("amount", "Montant", "money", required=True),
        FieldSpec("expected_on", "Prévu le", "date"),
        FieldSpec("received_on", "Reçu le", "date"),
    )

    def store(values: Values) -> uuid.UUID:
        made = PaymentInput(id=entered.id, **_clean(values))
        verb = "Modifier un versement" if row else "Nouveau versement"
        return bridge.write(verb, budget_funding.save_payment, year, made)

    return Record(
        name="payment",
        title=f"Versement{NBSP}: {row.funder}" if row else "Nouveau versement",
        icon="banknote",
        sections=(Section("", fields),),
        values={**_values(entered), "amount": entered.amount or None},
        store=store,
        id=entered.id,
        remove=_remover(bridge, "Supprimer un versement", budget_funding.delete_payment, entered.id),
        what="le versement",
    )


def _who_spends(bridge: Bridge, choices: BudgetChoices, brique: str | None) -> tuple[FieldSpec, ...]:
    """The member, in the words of the scheme; the brique where the scheme has some, or the thing one."""
    spoken = _spoken(bridge)
    with_brique = spoken.briques_required or brique is not None
    member = FieldSpec(
        "member_id",
        scheme.title(spoken, "member"),
        "choice",
        required=True,
        choices=choices.members,
        span=1 if with_brique else 2,
    )
    if not with_brique:
        return (member,)
    return (member, FieldSpec("brique_code", "Brique", "choice", choices=choices.briques))


def _receives(bridge: Bridge) -> str:
    return f"{scheme.title(_spoken(bridge), 'member')} qui reçoit"


def _spoken(bridge: Bridge) -> SchemeView:
    return bridge.read(agreements.scheme_of_scope, bridge.scope)


def _remover(
    bridge: Bridge, label: str, delete: Callable[..., None], row_id: uuid.UUID | None
) -> Callable[[], object] | None:
    return (lambda: bridge.write(label, delete, row_id)) if row_id is not None else None


def _values(entered: Any) -> Values:
    return {key: value for key, value in asdict(entered).items() if key != "id"}


def _clean(values: Values) -> Values:
    """None where a text or an amount is expected becomes its empty value; codes and days keep None."""
    texts = {"label", "supplier", "notes", "account_code", "status", "kind"}
    amounts = {"gross", "amount", "granted"}
    return {
        key: "" if value is None and key in texts else 0 if value is None and key in amounts else value
        for key, value in values.items()
    }

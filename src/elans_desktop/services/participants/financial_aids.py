"""Financial helps asked for a person: what for, how much (in cents), to whom, and what came of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.models.organisation import Structure
from elans_desktop.models.support import FinancialAid
from elans_desktop.services.kept import Kept, existing
from elans_desktop.services.organisation import reference
from elans_desktop.services.pathways import support_days
from elans_desktop.services.permissions import Right, require

ASKED, GRANTED = "en_cours", "accordee"
DECIDED = frozenset({GRANTED, "refusee", "ajournee", "classee"})
MOST = 100_000_000
"""A million euros, in cents: beyond, the amount was mistyped."""
GONE = "Cette aide n’est plus dans le classeur."


@dataclass(frozen=True, slots=True)
class AidInput:
    """What is typed of a financial aid. `amount` in cents; the funder is a structure, or a name."""

    pathway_id: uuid.UUID
    id: uuid.UUID | None = None
    kind_code: str | None = None
    """Of the list `aid_kind`."""
    purpose: str = field(default="", repr=False)
    amount: int | None = None
    funder_id: uuid.UUID | None = None
    funder_name: str = ""
    asked_on: date | None = None
    decided_on: date | None = None
    status_code: str = ASKED
    """Of the list `aid_status`."""
    note: str = field(default="", repr=False)


_COLUMNS = tuple(name for name in AidInput.__slots__ if name not in ("id", "pathway_id"))


@dataclass(frozen=True, slots=True)
class AidRow(Kept):
    """An aid in words."""

    input: AidInput
    kind: str
    funder: str
    status: str

    @property
    def asked_on(self) -> date:
        """The day it was asked."""
        assert self.input.asked_on is not None
        return self.input.asked_on


def of_pathway(session: Session, pathway_id: uuid.UUID) -> tuple[AidRow, ...]:
    """The aids of a pathway, the latest asked first."""
    require(session, Right.READ_PEOPLE)
    query = (
        select(FinancialAid, Structure.short_name, Structure.name)
        .outerjoin(Structure, Structure.id == FinancialAid.funder_id)
        .where(FinancialAid.pathway_id == pathway_id)
        .order_by(FinancialAid.asked_on.desc(), FinancialAid.id.desc())
    )
    found = session.execute(query).all()
    if not found:
        return ()
    words = reference.labels(session, "aid_kind", "aid_status")
    return tuple(
        AidRow(
            input=AidInput(pathway_id, row.id, **{name: getattr(row, name) for name in _COLUMNS}),
            kind=words("aid_kind", row.kind_code),
            funder=short or name or row.funder_name,
            status=words("aid_status", row.status_code),
        )
        for row, short, name in found
    )


def granted(rows: tuple[AidRow, ...]) -> int:
    """The sum granted, in cents."""
    return sum(row.input.amount or 0 for row in rows if row.input.status_code == GRANTED)


def save(session: Session, typed: AidInput) -> uuid.UUID:
    """Record an aid or change it. Returns its id.

    Raises InputError (no kind, no day, a day in the future, a decision before the request, an amount below
    nothing, granted without its amount), NotFoundError.
    """
    require(session, Right.EDIT_PEOPLE)
    support_days.pathway(session, typed.pathway_id)
    row = existing(session, FinancialAid, typed.id, GONE) if typed.id else None
    _check(session, typed)
    if row is None:
        row = FinancialAid(pathway_id=typed.pathway_id)
        session.add(row)
    for name in _COLUMNS:
        value = getattr(typed, name)
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    if typed.funder_id is not None:
        row.funder_name = ""
    session.flush()
    return row.id


def delete(session: Session, aid_id: uuid.UUID) -> None:
    """Remove an aid entered by mistake. Raises NotFoundError."""
    require(session, Right.EDIT_PEOPLE)
    row = existing(session, FinancialAid, aid_id, GONE)
    support_days.pathway(session, row.pathway_id)
    session.delete(row)


def _check(session: Session, typed: AidInput) -> None:
    wrong: dict[str, str] = {}
    today = clock.today()
    if typed.kind_code not in _codes(session, "aid_kind"):
        wrong["kind_code"] = "Choisissez la nature de l’aide."
    if typed.status_code not in _codes(session, "aid_status"):
        wrong["status_code"] = "Choisissez où en est la demande."
    if typed.asked_on is None:
        wrong["asked_on"] = "Indiquez la date de la demande."
    elif typed.asked_on > today:
        wrong["asked_on"] = "Cette demande est dans le futur\u00a0: vérifiez la date."
    if typed.decided_on:
        if typed.asked_on and typed.decided_on < typed.asked_on:
            wrong["decided_on"] = "La réponse est avant la demande\u00a0: vérifiez les deux dates."
        elif typed.decided_on > today:
            wrong["decided_on"] = "Cette réponse est dans le futur\u00a0: vérifiez la date."
        elif typed.status_code == ASKED:
            wrong["status_code"] = "Il y a une réponse\u00a0: dites laquelle."
    if typed.amount is not None and typed.amount < 0:
        wrong["amount"] = "Un montant ne peut pas être négatif."
    elif typed.amount is not None and typed.amount > MOST:
        wrong["amount"] = "Ce montant dépasse un million d’euros\u00a0: vérifiez-le."
    elif typed.status_code == GRANTED and not typed.amount:
        wrong["amount"] = "Indiquez le montant accordé."
    if wrong:
        raise InputError(wrong)


def _codes(session: Session, list_code: str) -> set[str]:
    return {row.code for row in reference.items(session, list_code, active_only=False)}

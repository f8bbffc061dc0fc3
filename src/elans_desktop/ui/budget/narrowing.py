"""What a figure of the matrix stands on: which lines, which expenses, and the words that say so."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from elans_desktop.services.budget.budget import CHARGE, VOLUNTARY, LineRow, nature, top_brique
from elans_desktop.services.budget.budget_expenses import ExpenseRow
from elans_desktop.services.budget.budget_matrix import WITHOUT
from elans_desktop.ui.kit.letter import NAMES

_KINDS = {
    "planned": "prévu",
    "spent": "réalisé",
    "committed": "engagé",
    "rest": "réalisé et engagé",
    "used": "réalisé et engagé",
}


@dataclass(frozen=True)
class Narrowing:
    """`kind`: planned, spent, committed, rest, used. No member: all of them; no column: every brique."""

    kind: str
    member_id: uuid.UUID | None = None
    column: str | None = None
    running: bool = False

    def words(self, member: str) -> str:
        """« Le Pressoir · Repérage · réalisé et engagé »."""
        brique = "sans brique" if self.column == WITHOUT else NAMES.get(self.column or "", "")
        parts = [part for part in (member, brique) if part] or ["Projet entier"]
        if self.running:
            parts.append("frais de fonctionnement")
        return " · ".join([*parts, _KINDS[self.kind]])

    def keeps_line(self, line: LineRow) -> bool:
        """Whether a forecast line is behind the figure."""
        entered = line.input
        return (
            entered.side == CHARGE
            and nature(entered.account_code) != VOLUNTARY
            and self._fits(entered.member_id, top_brique(entered.brique_code) or WITHOUT)
            and (entered.running_cost or not self.running)
        )

    def keeps_expense(self, expense: ExpenseRow) -> bool:
        """Whether an expense is behind the figure."""
        kinds = (self.kind,) if self.kind in ("spent", "committed") else ("spent", "committed")
        return (
            expense.kind in kinds
            and nature(expense.input.account_code) != VOLUNTARY
            and self._fits(expense.input.member_id, expense.column)
            and (expense.input.running_cost or not self.running)
        )

    def _fits(self, member_id: uuid.UUID | None, column: str) -> bool:
        return self.member_id in (None, member_id) and self.column in (None, column)

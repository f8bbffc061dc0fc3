"""The header selector: agreement and year, or everything. The default filter of every tab."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Scope:
    """What the tabs show. `None` means « Tous »."""

    agreement_id: uuid.UUID | None = None
    year: int | None = None
    member_id: uuid.UUID | None = None
    """One member alone, in a report: the pathways it carries, its contacts, the activities it holds."""

    def days(self) -> tuple[date, date] | None:
        """First and last day of the year chosen, if any."""
        return (date(self.year, 1, 1), date(self.year, 12, 31)) if self.year else None


EVERYTHING = Scope()

"""Views of the papers about what is kept of people: never a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from elans_desktop.services.paper import Letterhead, PaperView


@dataclass(frozen=True, slots=True)
class PaperAct:
    """A line of the register of conservation."""

    done_at: datetime
    """Local time."""
    who: str
    action: str
    people: int
    reason: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PurgeRegisterView(PaperView):
    """`registre-conservation`: what was archived, kept or anonymised, the latest first."""

    letterhead: Letterhead
    printed_at: datetime
    rule: str
    """« 24 mois après le dernier contact »."""
    proofs: str
    """« 6 ans après la convention, 10 si elle est cofinancée »."""
    acts: tuple[PaperAct, ...]

"""Fiche de repérage: blank, its boxes made from the lists of the classeur."""

from __future__ import annotations

from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.core.formats import NBSP
from elans_desktop.services.organisation import reference
from elans_desktop.services.participants.paper_people import DetectionSheetView
from elans_desktop.services.participants.person_papers import merge_values
from elans_desktop.services.participants.person_papers.people import Heads
from elans_desktop.services.printing.printing import DocumentRequest

HALF = "deux-a5"
VARIANTS = {HALF: "Deux fiches A5 par feuille, à couper"}
MOST_MODES = 16
_PEOPLE = "personnes"


def prepare(session: Session, request: DocumentRequest) -> tuple[DetectionSheetView, ...]:
    """One blank sheet (two on a page in the variant). Raises RuleError for an unknown variant."""
    if request.variant not in (None, "", HALF):
        raise RuleError(f"La variante «{NBSP}{request.variant}{NBSP}» n’existe pas.", f"Choisissez {HALF}.")
    _agreement, _scheme, head = Heads(session, request.scope).of(None)
    bands = reference.items(session, "age_bands")
    sets = {row.extra.get("set") for row in bands}
    chosen = [row for row in bands if len(sets) < 2 or row.extra.get("set") == bands[0].extra.get("set")]
    return (
        DetectionSheetView(
            letterhead=head,
            printed_at=clock.local_now(),
            modes=tuple(row.label for row in reference.items(session, "detection_modes"))[:MOST_MODES],
            age_bands=tuple(row.label for row in chosen),
            outcomes=tuple(row.label for row in reference.items(session, "detection_outcome")),
            contact=merge_values.common(session).get("contact", ""),
            half_page=request.variant == HALF,
        ),
    )

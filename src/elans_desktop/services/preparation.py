"""From a request to the views of a document, and the trace of what left the program.

One line here for each document key that is made from the classeur; `documents/catalogue.py` says how each is
drawn. The fiche de secours is apart: its code is in memory only (`services/recovery.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import NotFoundError
from elans_desktop.models.sheets import AttendanceSheet
from elans_desktop.services import attendance_sheets, grid_sheets, sheet_states
from elans_desktop.services.paper import PaperView, SeanceSheetView, WeekSheetView
from elans_desktop.services.printing import DocumentRequest, record_issue
from elans_desktop.storage import traces

Prepare = Callable[[Session, DocumentRequest], Sequence[PaperView]]

PREPARE: Mapping[str, Prepare] = {
    "emargement-seance": attendance_sheets.prepare_seance,
    "emargement-semaine": attendance_sheets.prepare_week,
    "grille-vierge": grid_sheets.prepare_blank,
}


def prepare(session: Session, request: DocumentRequest) -> tuple[PaperView, ...]:
    """The views of a document. Sheets take their numbers here, hence in a write.

    Raises NotFoundError for a key that is not made from the classeur, and what each document raises.
    """
    made_by = PREPARE.get(request.key)
    if made_by is None:
        raise NotFoundError(f"Le document « {request.key} » n’existe pas.", "Voyez : imprimer --liste.")
    return tuple(made_by(session, request))


def note_issued(
    session: Session, request: DocumentRequest, views: Sequence[PaperView], pdf: bytes, pages: int
) -> None:
    """The document was printed or saved: keep its trace; its sheets, which name people, become « imprimées »
    and leave an access trace each."""
    numbers = [view.number for view in views if isinstance(view, SeanceSheetView | WeekSheetView)]
    if numbers:
        sheet_states.mark_printed(session, numbers)
        _trace_sheets(session, numbers)
    table = {"emargement-seance": "seance", "emargement-semaine": "activity", "grille-vierge": "grid"}
    number = numbers[0] if len(numbers) == 1 else ""
    record_issue(session, request, pdf, pages=pages, number=number, subject_table=table.get(request.key))


def _trace_sheets(session: Session, numbers: Sequence[str]) -> None:
    for sheet_id in session.scalars(select(AttendanceSheet.id).where(AttendanceSheet.number.in_(numbers))):
        traces.record(session, traces.PRINTED, AttendanceSheet.__tablename__, sheet_id)

"""From a request to the views of a document, and the trace of what left the program.

Each area says in `preparation_<area>.py` how its views are made; `documents/catalogue.py` says how each key
is drawn. The fiche de secours is apart: its code is in memory only (`services/organisation/recovery.py`).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import NotFoundError
from elans_desktop.models.sheets import AttendanceSheet
from elans_desktop.services.calendar import sheet_states
from elans_desktop.services.paper import NumberedSheet, PaperView
from elans_desktop.services.printing import (
    preparation_calendar,
    preparation_evaluations,
    preparation_participants,
)
from elans_desktop.services.printing.printing import DocumentRequest, Preparation, record_issue
from elans_desktop.storage import traces

PREPARE: Mapping[str, Preparation] = {
    **preparation_participants.PREPARE,
    **preparation_calendar.PREPARE,
    **preparation_evaluations.PREPARE,
}


def prepare(session: Session, request: DocumentRequest) -> tuple[PaperView, ...]:
    """The views of a document. Sheets take their numbers here, hence in a write.

    Raises NotFoundError for a key that is not made from the classeur, and what each document raises.
    """
    made_by = PREPARE.get(request.key)
    if made_by is None:
        raise NotFoundError(f"Le document « {request.key} » n’existe pas.", "Voyez : imprimer --liste.")
    return tuple(made_by.prepare(session, request))


def example_objects(session: Session, key: str) -> tuple[uuid.UUID, ...]:
    """What the example prints a document about; nothing for one that is made from dates alone."""
    made_by = PREPARE[key]
    return made_by.example(session) if made_by.example else ()


def note_issued(
    session: Session, request: DocumentRequest, views: Sequence[PaperView], pdf: bytes, pages: int
) -> None:
    """The document was printed or saved: keep its trace; its sheets, which name people, become « imprimées »
    and leave an access trace each, as does each person it is about."""
    numbers = [view.number for view in views if isinstance(view, NumberedSheet)]
    if numbers:
        sheet_states.mark_printed(session, numbers)
        _trace_sheets(session, numbers)
    table = PREPARE[request.key].subject_table
    if table == "participant":
        for participant_id in request.object_ids:
            traces.record(session, traces.PRINTED, table, participant_id)
    number = numbers[0] if len(numbers) == 1 else ""
    record_issue(session, request, pdf, pages=pages, number=number, subject_table=table)


def _trace_sheets(session: Session, numbers: Sequence[str]) -> None:
    for sheet_id in session.scalars(select(AttendanceSheet.id).where(AttendanceSheet.number.in_(numbers))):
        traces.record(session, traces.PRINTED, AttendanceSheet.__tablename__, sheet_id)

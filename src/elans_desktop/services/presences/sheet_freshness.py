"""Does a sheet that was printed still say what would be printed today?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import RuleError
from elans_desktop.models.sheets import AttendanceSheet
from elans_desktop.services.calendar.seance_list import SeanceView
from elans_desktop.services.calendar.sheet_states import PRINTED, SheetInfo
from elans_desktop.services.permissions import Right, allowed
from elans_desktop.services.presences import attendance_sheets
from elans_desktop.services.presences.presence_papers import sheets
from elans_desktop.services.presences.sheet_content import seance_draft
from elans_desktop.services.presences.sheet_numbers import DAY, INDIVIDUAL, MONTH, SEANCE, WEEK, SheetDraft
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.actor import actor_of

_Redraw = Callable[[Session, DocumentRequest], tuple[Any, list[SheetDraft]]]
_REDRAWN: Mapping[str, _Redraw] = {
    DAY: sheets.days_to_number,
    WEEK: attendance_sheets.weeks_to_number,
    MONTH: sheets.months_to_number,
    INDIVIDUAL: sheets.meetings_to_number,
}
"""What each kind of sheet of several séances would say now."""


def is_outdated(session: Session, seance: SeanceView) -> bool:
    """Whether the paper of a séance, printed and not signed yet, is behind: another day, other people, hours,
    place or trainers. Printed again, it takes a new number."""
    card, sheet = seance.card, seance.card.sheet
    if sheet is None or sheet.state != PRINTED or not card.planned:
        return False
    if not sheet.start_on <= card.day <= sheet.end_on:
        return True
    if not allowed(actor_of(session), Right.READ_PEOPLE):
        return False
    printed = session.scalar(select(AttendanceSheet.content_sha256).where(AttendanceSheet.id == sheet.id))
    if sheet.kind == SEANCE:
        return printed != seance_draft(card, seance.people).content
    redraw = _REDRAWN.get(sheet.kind)
    return redraw is not None and all(draft.content != printed for draft in _redrawn(session, sheet, redraw))


def _redrawn(session: Session, sheet: SheetInfo, redraw: _Redraw) -> list[SheetDraft]:
    """The sheets of the same activity and days, drawn again without a number; none when nothing is left."""
    about = sheet.participant_id or sheet.activity_id
    request = DocumentRequest(f"emargement-{sheet.kind}", sheet.start_on, sheet.end_on, (about,))
    try:
        return redraw(session, request)[1]
    except RuleError:
        return []

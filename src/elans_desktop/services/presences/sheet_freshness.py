"""Does a sheet that was printed still say what would be printed today?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.models.sheets import AttendanceSheet
from elans_desktop.services.calendar.seance_list import SeanceView
from elans_desktop.services.calendar.sheet_states import PRINTED
from elans_desktop.services.permissions import Right, allowed
from elans_desktop.services.presences.sheet_content import seance_draft
from elans_desktop.services.presences.sheet_numbers import SEANCE
from elans_desktop.storage.actor import actor_of


def is_outdated(session: Session, seance: SeanceView) -> bool:
    """Whether the paper of a séance, printed and not signed yet, is behind: another day, and for the sheet of
    one séance other people, hours, place or trainers. Printed again, it takes a new number."""
    card, sheet = seance.card, seance.card.sheet
    if sheet is None or sheet.state != PRINTED or not card.planned:
        return False
    if not sheet.start_on <= card.day <= sheet.end_on:
        return True
    if sheet.kind != SEANCE or not allowed(actor_of(session), Right.READ_PEOPLE):
        return False
    printed = session.scalar(select(AttendanceSheet.content_sha256).where(AttendanceSheet.id == sheet.id))
    return printed != seance_draft(card, seance.people).content

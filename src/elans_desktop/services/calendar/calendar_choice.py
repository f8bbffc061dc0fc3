"""How somebody last looked at the calendar: remembered for each user, never undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from elans_desktop.services import interface_state

SHAPES: Final = ("month", "week", "day", "list")
ROWS: Final = ("hours", "trainers", "places")
_STATE = "calendar.view"


@dataclass(frozen=True, slots=True)
class CalendarChoice:
    """One of SHAPES; in a week or a day, one of ROWS."""

    shape: str = "week"
    rows: str = "hours"


def choice(session: Session) -> CalendarChoice:
    """What this user left; the week by hours at first."""
    kept = interface_state.get(session, _STATE)
    shape, rows = kept.get("shape"), kept.get("rows")
    return CalendarChoice(shape if shape in SHAPES else "week", rows if rows in ROWS else "hours")


def keep_choice(session: Session, wanted: CalendarChoice) -> None:
    """Remember it for this user."""
    interface_state.put(session, _STATE, {"shape": wanted.shape, "rows": wanted.rows})

"""The fiche de secours: everything on it but the code comes from the classeur."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.journal import Laptop
from elans_desktop.services.organisation import organisation
from elans_desktop.services.paper import RecoverySheetView
from elans_desktop.storage.keys import Keys
from elans_desktop.storage.recovery_code import RecoveryCode


def recovery_view(session: Session, keys: Keys, code: RecoveryCode, *, banner: str = "") -> RecoverySheetView:
    """What is printed; `code` is in memory only. `banner`: « EXEMPLE » for the example classeur."""
    lines = [line.split() for line in code.lines()]
    first, second, third, fourth = (f"{a}{b}" for a, b, _control in lines)
    checks = [control for _a, _b, control in lines]
    return RecoverySheetView(
        letterhead=organisation.letterhead(session),
        workspace=keys.title,
        created_on=_created_on(session),
        code_number=code.number,
        fingerprint=keys.fingerprint,
        lines=(first, second, third, fourth),
        checks=(checks[0], checks[1], checks[2], checks[3]),
        banner=banner,
    )


def _created_on(session: Session) -> date:
    """The day of the first laptop: the classeur was made on it."""
    first = session.scalars(select(Laptop.created_at).order_by(Laptop.created_at)).first()
    return clock.from_ms(first).date() if first else clock.today()

"""Who is at the keyboard: known to every session, read by the services."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Actor:
    """The user of a session. `role`: accueil · referent · coordination · consultation · administration."""

    user_id: uuid.UUID
    professional_id: uuid.UUID | None
    name: str = field(repr=False)
    role: str
    laptop_id: uuid.UUID
    letter: str
    """Letter of the laptop, carried by the numbers it gives."""


def actor_of(session: Session) -> Actor:
    """The person on whose behalf a session of the workspace acts."""
    return session.info["actor"]

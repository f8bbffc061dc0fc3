"""Who may read what is confidential in a file: the sensitive block, the papers marked so.

The coordination reads every file; a référent those they follow; nobody else. A rule of the program, not
cryptography: all users share the data key.
"""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import Session

from elans_desktop.core.errors import PermissionDenied
from elans_desktop.models.participants import Pathway
from elans_desktop.services import restricted
from elans_desktop.services.permissions import OWN_FILES_ONLY, Right, allowed, require
from elans_desktop.storage.actor import Actor, actor_of


def readable(session: Session, person: Any) -> ColumnElement[bool]:
    """The condition on a column of people: those whose confidential part the user may read."""
    actor = actor_of(session)
    if not allowed(actor, Right.READ_SENSITIVE):
        return false()
    if actor.role not in OWN_FILES_ONLY:
        return true()
    if actor.professional_id is None:
        return false()
    return person.in_(select(Pathway.participant_id).where(Pathway.referent_id == actor.professional_id))


def may_read(session: Session, participant_id: uuid.UUID) -> bool:
    """Whether the user may read what is confidential about a person."""
    actor = actor_of(session)
    if not allowed(actor, Right.READ_SENSITIVE):
        return False
    if actor.role not in OWN_FILES_ONLY:
        return True
    if actor.professional_id is None:
        return False
    mine = select(Pathway.id).where(
        Pathway.participant_id == participant_id, Pathway.referent_id == actor.professional_id
    )
    return session.scalars(mine.limit(1)).first() is not None


def require_for(session: Session, participant_id: uuid.UUID) -> Actor:
    """The actor, who may read what is confidential about a person. Raises PermissionDenied."""
    actor = require(session, Right.READ_SENSITIVE)
    restricted.check_id(session, participant_id)
    if not may_read(session, participant_id):
        raise PermissionDenied(
            "Cette partie du dossier est réservée à son référent et à la coordination.",
            "Demandez au référent de la personne, ou à la coordination.",
        )
    return actor

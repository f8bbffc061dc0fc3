"""A structure named where it is needed: the one of that name, else a new one with the role it plays."""

from __future__ import annotations

import uuid

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from elans_desktop.core.text import fold
from elans_desktop.models.organisation import Structure, StructureRole
from elans_desktop.services.contact_fields import tidy
from elans_desktop.services.governance import structures
from elans_desktop.services.governance.structure_inputs import StructureInput

HOST, FUNDER = "accueil", "financeur"
"""Codes of the list `structure_roles`."""


def named(session: Session, name: str, role_code: str, agreement_id: uuid.UUID | None) -> uuid.UUID:
    """The structure that reads the same, made when there is none, holding the role. Raises InputError."""
    words = tidy(name)
    key = fold(words)
    query = select(Structure.id, Structure.name, Structure.short_name).where(Structure.archived_on.is_(None))
    known = next(
        (one for one, full, short in session.execute(query) if key in (fold(full), fold(short))), None
    )
    structure_id = known or structures.save(session, StructureInput(name=words))
    give_role(session, structure_id, role_code, agreement_id)
    return structure_id


def give_role(
    session: Session, structure_id: uuid.UUID, role_code: str, agreement_id: uuid.UUID | None
) -> None:
    """Note what a structure is in an agreement, once."""
    held = session.scalar(
        select(StructureRole.id)
        .where(
            StructureRole.structure_id == structure_id,
            StructureRole.role_code == role_code,
            or_(StructureRole.agreement_id == agreement_id, StructureRole.agreement_id.is_(None)),
        )
        .limit(1)
    )
    if held is None:
        session.add(
            StructureRole(
                structure_id=structure_id,
                agreement_id=agreement_id,
                role_code=role_code,
                start=None,
                end=None,
            )
        )
        session.flush()

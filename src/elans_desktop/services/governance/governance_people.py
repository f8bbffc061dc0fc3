"""Somebody of the list of professionals, or created on the way: in the same operation as what needs them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError
from elans_desktop.services.governance import governance
from elans_desktop.services.governance.governance import MemberInput
from elans_desktop.services.organisation import professionals
from elans_desktop.services.organisation.professionals import ProfessionalInput
from elans_desktop.services.permissions import Right, require


def known_or_new(
    session: Session, professional_id: uuid.UUID | None, new: ProfessionalInput | None
) -> uuid.UUID:
    """The professional chosen, or the one described, who is created. Raises InputError when neither is."""
    require(session, Right.GOVERN)
    if new is not None:
        return professionals.save(session, new)
    if professional_id is None:
        raise InputError({"professional_id": "Choisissez une personne, ou écrivez son nom plus bas."})
    return professional_id


def with_person(
    session: Session,
    professional_id: uuid.UUID | None,
    new: ProfessionalInput | None,
    keep: Callable[[Session, uuid.UUID, uuid.UUID], object],
    key: uuid.UUID,
) -> uuid.UUID:
    """`keep(session, key, person)` for somebody known or new; returns who."""
    person = known_or_new(session, professional_id, new)
    keep(session, key, person)
    return person


def save_member(session: Session, entered: MemberInput, new: ProfessionalInput | None) -> uuid.UUID:
    """A mandate for somebody known or new."""
    person = known_or_new(session, entered.professional_id, new)
    return governance.save_member(session, replace(entered, professional_id=person))

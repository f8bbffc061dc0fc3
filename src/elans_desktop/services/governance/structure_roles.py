"""What a structure is in an agreement, over a period: chef de file, membre, financeur…"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError, NotFoundError
from elans_desktop.models.organisation import Agreement, Structure, StructureRole
from elans_desktop.services.kept import existing
from elans_desktop.services.organisation import reference, reference_lists, schemes
from elans_desktop.services.permissions import Right, require

_LIST = "structure_roles"
"""The reference list, and the option of a scheme that names those it has."""


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role of a structure: in one agreement, or in all of them when `agreement_id` is None."""

    id: uuid.UUID
    role_code: str
    role: str
    agreement_id: uuid.UUID | None
    agreement: str
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class RoleInput:
    """A role to record. No dates: for the whole agreement."""

    structure_id: uuid.UUID
    role_code: str
    agreement_id: uuid.UUID | None = None
    start: date | None = None
    end: date | None = None
    id: uuid.UUID | None = None


def roles_by_structure(
    session: Session, structure_id: uuid.UUID | None = None
) -> dict[uuid.UUID, tuple[RoleView, ...]]:
    """The roles of every structure, or of one, oldest agreement first."""
    query = select(StructureRole, Agreement.title).outerjoin(
        Agreement, Agreement.id == StructureRole.agreement_id
    )
    if structure_id:
        query = query.where(StructureRole.structure_id == structure_id)
    words = reference.labels(session, "structure_roles")
    found: dict[uuid.UUID, list[RoleView]] = {}
    for role, agreement in session.execute(query.order_by(Agreement.start, StructureRole.id)):
        found.setdefault(role.structure_id, []).append(
            RoleView(
                id=role.id,
                role_code=role.role_code,
                role=words("structure_roles", role.role_code),
                agreement_id=role.agreement_id,
                agreement=agreement or "",
                start=role.start,
                end=role.end,
            )
        )
    return {key: tuple(roles) for key, roles in found.items()}


def offered(session: Session) -> frozenset[str]:
    """The roles that the schemes of the classeur have, and those that the organisation added."""
    shipped = {item.code for item in reference_lists.shipped_items() if item.list_code == _LIST}
    known = {item.code for item in reference.items(session, _LIST)}
    ours: set[str] = set()
    for scheme in schemes.rows(session):
        ours |= set(scheme.options.get(_LIST, shipped))
    return frozenset(ours | (known - shipped))


def save(session: Session, entered: RoleInput) -> uuid.UUID:
    """Record or change what a structure is in an agreement. Raises InputError, NotFoundError."""
    require(session, Right.GOVERN)
    existing(session, Structure, entered.structure_id, "Cette structure n’existe plus.")
    if not entered.role_code:
        raise InputError({"role_code": "Choisissez un rôle."})
    if entered.start and entered.end and entered.end < entered.start:
        raise InputError({"end": "La fin vient avant le début."})
    role = session.get(StructureRole, entered.id) if entered.id else StructureRole()
    if role is None:
        raise NotFoundError("Ce rôle n’existe plus.")
    role.structure_id = entered.structure_id
    role.agreement_id = entered.agreement_id
    role.role_code = entered.role_code
    role.start = entered.start
    role.end = entered.end
    session.add(role)
    session.flush()
    return role.id


def delete(session: Session, role_id: uuid.UUID) -> None:
    """Take a role away."""
    require(session, Right.GOVERN)
    if role := session.get(StructureRole, role_id):
        session.delete(role)

"""The directory of structures, ours among them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.core.text import fold, sort_key
from elans_desktop.models.organisation import Structure
from elans_desktop.services import contact_fields as checks
from elans_desktop.services import files
from elans_desktop.services.governance.structure_inputs import StructureInput, checked, remarks
from elans_desktop.services.governance.structure_roles import RoleView, roles_by_structure
from elans_desktop.services.kept import Kept, existing
from elans_desktop.services.organisation import reference
from elans_desktop.services.permissions import Right, require

__all__ = [
    "RoleView",
    "StructureInput",
    "StructureRow",
    "StructureView",
    "archive",
    "likely_twins",
    "new_ours",
    "ours",
    "ours_id",
    "remarks",
    "rows",
    "save",
    "set_logo",
    "unarchive",
    "view",
]


@dataclass(frozen=True, slots=True)
class StructureRow:
    """A line of the directory."""

    id: uuid.UUID
    name: str
    short_name: str
    kind: str
    kind_code: str | None
    commune: str
    phone: str
    email: str
    roles: tuple[RoleView, ...]
    is_ours: bool
    archived: bool

    @property
    def display_name(self) -> str:
        """The short name when there is one."""
        return self.short_name or self.name

    @property
    def role_words(self) -> str:
        """« Chef de file, financeur »: each role once."""
        return ", ".join(dict.fromkeys(role.role for role in self.roles))


@dataclass(frozen=True, slots=True)
class StructureView(Kept):
    """A structure, whole."""

    input: StructureInput
    is_ours: bool
    logo_sha256: str | None
    roles: tuple[RoleView, ...]
    archived_on: date | None
    kind: str

    @property
    def name(self) -> str:
        """Its full name."""
        return self.input.name

    @property
    def display_name(self) -> str:
        """The short name when there is one."""
        return self.input.short_name or self.input.name


def rows(
    session: Session,
    *,
    agreement_id: uuid.UUID | None = None,
    role_codes: frozenset[str] = frozenset(),
    archived: bool = False,
) -> tuple[StructureRow, ...]:
    """The directory, ours first then by name: those with one of the roles, in the agreement, when asked."""
    query = select(Structure)
    if not archived:
        query = query.where(Structure.archived_on.is_(None))
    roles = roles_by_structure(session)
    kinds = reference.labels(session, "structure_kinds")
    found: list[StructureRow] = []
    for structure in session.scalars(query):
        held = tuple(
            r
            for r in roles.get(structure.id, ())
            if agreement_id is None or r.agreement_id in (agreement_id, None)
        )
        if role_codes and not any(role.role_code in role_codes for role in held):
            continue
        found.append(_row(structure, held, kinds("structure_kinds", structure.kind_code)))
    return tuple(sorted(found, key=lambda row: (not row.is_ours, *sort_key(row.name))))


def view(session: Session, structure_id: uuid.UUID) -> StructureView:
    """One structure. Raises NotFoundError."""
    structure = _existing(session, structure_id)
    return StructureView(
        input=StructureInput(
            id=structure.id,
            name=structure.name,
            short_name=structure.short_name,
            kind_code=structure.kind_code,
            legal_form=structure.legal_form,
            address=structure.address,
            postcode=structure.postcode,
            commune=structure.commune,
            insee=structure.insee,
            siret=structure.siret,
            nda=structure.nda,
            phone=structure.phone,
            email=structure.email,
            website=structure.website,
            is_training_provider=structure.is_training_provider,
            notes=structure.notes,
        ),
        is_ours=structure.is_ours,
        logo_sha256=structure.logo_sha256,
        roles=roles_by_structure(session, structure_id).get(structure_id, ()),
        archived_on=structure.archived_on,
        kind=reference.label(session, "structure_kinds", structure.kind_code),
    )


def ours(session: Session) -> StructureView | None:
    """Our own structure, None when the classeur has none yet."""
    found = ours_id(session)
    return view(session, found) if found else None


def ours_id(session: Session) -> uuid.UUID | None:
    """The identifier of our own structure."""
    return session.scalar(select(Structure.id).where(Structure.is_ours).order_by(Structure.id).limit(1))


def likely_twins(session: Session, name: str, but: uuid.UUID | None = None) -> tuple[str, ...]:
    """Names of structures already there that read the same."""
    query = select(Structure.id, Structure.name)
    return tuple(text for key, text in session.execute(query) if key != but and fold(text) == fold(name))


def save(session: Session, entered: StructureInput) -> uuid.UUID:
    """Create or change a structure. Raises InputError, NotFoundError, PermissionDenied."""
    structure = _existing(session, entered.id) if entered.id else None
    require(session, Right.ADMINISTER if structure and structure.is_ours else Right.EDIT_PEOPLE)
    clean = checked(entered)
    if structure is None:
        structure = _blank()
        session.add(structure)
    structure.name = clean.name
    structure.short_name = clean.short_name
    structure.kind_code = clean.kind_code
    structure.legal_form = clean.legal_form
    structure.address = clean.address
    structure.postcode = clean.postcode
    structure.commune = clean.commune
    structure.insee = clean.insee
    structure.siret = clean.siret
    structure.nda = clean.nda
    structure.phone = clean.phone
    structure.email = clean.email
    structure.website = clean.website
    structure.is_training_provider = clean.is_training_provider
    structure.notes = clean.notes
    session.flush()
    return structure.id


def set_logo(session: Session, structure_id: uuid.UUID, content: bytes | None) -> None:
    """Keep a PNG or JPEG as the structure's logo, or take it away. Raises InputError({"logo": …})."""
    structure = _existing(session, structure_id)
    require(session, Right.ADMINISTER if structure.is_ours else Right.GOVERN)
    structure.logo_sha256 = None if content is None else files.store_logo(session, content)


def archive(session: Session, structure_id: uuid.UUID) -> None:
    """Put a structure out of the lists; what refers to it stays. Raises RuleError for ours."""
    require(session, Right.GOVERN)
    structure = _existing(session, structure_id)
    if structure.is_ours:
        raise RuleError("Votre propre structure ne peut pas être archivée.")
    structure.archived_on = clock.today()


def unarchive(session: Session, structure_id: uuid.UUID) -> None:
    """Bring a structure back into the lists."""
    require(session, Right.GOVERN)
    _existing(session, structure_id).archived_on = None


def new_ours(session: Session, name: str) -> uuid.UUID:
    """Our own structure at the creation of a classeur, known by its name alone."""
    structure = _blank()
    structure.name = checks.tidy(name)
    structure.is_ours = True
    session.add(structure)
    session.flush()
    return structure.id


def _row(structure: Structure, roles: tuple[RoleView, ...], kind: str) -> StructureRow:
    return StructureRow(
        id=structure.id,
        name=structure.name,
        short_name=structure.short_name,
        kind=kind,
        kind_code=structure.kind_code,
        commune=structure.commune,
        phone=structure.phone,
        email=structure.email,
        roles=roles,
        is_ours=structure.is_ours,
        archived=structure.archived_on is not None,
    )


def _blank() -> Structure:
    return Structure(
        name="",
        short_name="",
        kind_code=None,
        legal_form="",
        address="",
        postcode="",
        commune="",
        insee="",
        siret="",
        nda="",
        phone="",
        email="",
        website="",
        is_ours=False,
        is_training_provider=False,
        logo_sha256=None,
        notes="",
        archived_on=None,
    )


def _existing(session: Session, structure_id: uuid.UUID) -> Structure:
    return existing(session, Structure, structure_id, "Cette structure n’existe plus.")

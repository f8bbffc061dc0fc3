"""Who stands at the head of the documents: our logo, the chef de file, the funders and their marks."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError, NotFoundError
from elans_desktop.models.journal import Blob
from elans_desktop.models.organisation import FunderMark, Structure, StructureRole
from elans_desktop.services import files, paper
from elans_desktop.services.contact_fields import spaced_siret, tidy
from elans_desktop.services.governance.structures import ours_id
from elans_desktop.services.kept import Kept, existing
from elans_desktop.services.organisation import agreements, reference
from elans_desktop.services.permissions import Right, require

LEAD = "chef_de_file"


@dataclass(frozen=True, slots=True)
class FunderInput:
    """A funder's mark: in one agreement, or in all of them when `agreement_id` is None."""

    id: uuid.UUID | None = None
    agreement_id: uuid.UUID | None = None
    name: str = ""
    caption: str = ""
    """Second line of the neutral mark, « Préfecture »."""


@dataclass(frozen=True, slots=True)
class FunderRow(Kept):
    """A mark in its order."""

    input: FunderInput
    logo_sha256: str | None
    position: int


def funders(session: Session, agreement_id: uuid.UUID | None = None) -> tuple[FunderRow, ...]:
    """Every mark in order; with an agreement, those printed on its documents."""
    query = select(FunderMark).order_by(FunderMark.position, FunderMark.id)
    if agreement_id is not None:
        query = query.where((FunderMark.agreement_id == agreement_id) | FunderMark.agreement_id.is_(None))
    return tuple(
        FunderRow(
            FunderInput(mark.id, mark.agreement_id, mark.name, mark.caption), mark.logo_sha256, mark.position
        )
        for mark in session.scalars(query)
    )


def save_funder(session: Session, entered: FunderInput) -> uuid.UUID:
    """Create or change a mark. Raises InputError, NotFoundError, PermissionDenied."""
    require(session, Right.ADMINISTER)
    name, caption = tidy(entered.name), tidy(entered.caption)
    if not name:
        raise InputError({"name": "Écrivez le nom du financeur."})
    if len(name) > 200:
        raise InputError({"name": "Ce nom est trop long\u00a0: 200 lettres au plus."})
    if entered.id:
        mark = _existing(session, entered.id)
    else:
        last = session.scalar(select(FunderMark.position).order_by(FunderMark.position.desc()).limit(1))
        mark = FunderMark(position=(last or 0) + 1, logo_sha256=None)
    mark.agreement_id = entered.agreement_id
    mark.name = name
    mark.caption = caption[:200]
    session.add(mark)
    session.flush()
    return mark.id


def set_funder_logo(session: Session, funder_id: uuid.UUID, content: bytes | None) -> None:
    """Keep a PNG or JPEG as a funder's logo, or take it away. Raises InputError({"logo": …})."""
    require(session, Right.ADMINISTER)
    mark = _existing(session, funder_id)
    mark.logo_sha256 = None if content is None else files.store_logo(session, content)


def move_funder(session: Session, funder_id: uuid.UUID, step: int) -> None:
    """Move a mark to the left (`step` -1) or to the right (1)."""
    require(session, Right.ADMINISTER)
    marks = list(session.scalars(select(FunderMark).order_by(FunderMark.position, FunderMark.id)))
    rank = next((i for i, mark in enumerate(marks) if mark.id == funder_id), None)
    if rank is None:
        raise NotFoundError("Ce financeur n’est plus dans la liste.")
    marks.insert(max(0, min(len(marks) - 1, rank + step)), marks.pop(rank))
    for position, mark in enumerate(marks, start=1):
        mark.position = position


def delete_funder(session: Session, funder_id: uuid.UUID) -> None:
    """Take a mark off the documents."""
    require(session, Right.ADMINISTER)
    session.delete(_existing(session, funder_id))


def letterhead(
    session: Session, agreement_id: uuid.UUID | None = None, structure_id: uuid.UUID | None = None
) -> paper.Letterhead:
    """The head of a document: the organising structure (ours when None), chef de file, funders, agreement.

    Without an agreement, neither funders of one nor scheme line are printed.
    """
    own = structure_id or ours_id(session)
    structure = session.get(Structure, own) if own else None
    agreement = agreements.view(session, agreement_id) if agreement_id else None
    lead = _lead(session, agreement_id) if agreement_id else None
    if lead is not None and structure is not None and lead.id == structure.id:
        lead = None
    marks = (
        funders(session, agreement_id)
        if agreement_id
        else tuple(mark for mark in funders(session) if mark.input.agreement_id is None)
    )
    wanted = {mark.logo_sha256 for mark in marks}
    wanted |= {s.logo_sha256 for s in (structure, lead) if s is not None}
    pictures = _pictures(session, {sha for sha in wanted if sha})
    return paper.Letterhead(
        organisation=structure.name if structure else "",
        short_name=structure.short_name if structure else "",
        tagline=_tagline(session, structure),
        address=_address(structure),
        siret=spaced_siret(structure.siret) if structure else "",
        nda=structure.nda if structure else "",
        logo=pictures.get(structure.logo_sha256 or "") if structure else None,
        lead_name=(lead.short_name or lead.name) if lead else "",
        **_lead_words(agreement),
        lead_logo=pictures.get(lead.logo_sha256 or "") if lead else None,
        funders=tuple(
            paper.FunderMark(m.input.name, m.input.caption, pictures.get(m.logo_sha256 or "")) for m in marks
        ),
        eu_cofunded=agreement.input.eu_cofunded if agreement else False,
        scheme_line=agreement.scheme_line if agreement else "",
    )


def _lead(session: Session, agreement_id: uuid.UUID) -> Structure | None:
    query = select(Structure).join(StructureRole, StructureRole.structure_id == Structure.id)
    query = query.where(StructureRole.role_code == LEAD, StructureRole.agreement_id == agreement_id)
    return session.scalars(query.order_by(StructureRole.id)).first()


def _lead_words(agreement: agreements.AgreementRow | None) -> dict[str, str]:
    """What the structure that leads is called: only a consortium has a « chef de file »."""
    if agreement is None or agreement.scheme.code == "o2r":
        return {}
    word = agreement.scheme.word("lead")
    return {"lead_caption": word, "lead_short": word}


def _tagline(session: Session, structure: Structure | None) -> str:
    if structure is None:
        return ""
    kind = structure.legal_form or reference.label(session, "structure_kinds", structure.kind_code)
    return " – ".join(part for part in (kind, structure.commune) if part)


def _address(structure: Structure | None) -> tuple[str, ...]:
    if structure is None:
        return ()
    lines = [line.strip() for line in structure.address.splitlines() if line.strip()]
    town = f"{structure.postcode} {structure.commune}".strip()
    return (*lines, town) if town else tuple(lines)


def _pictures(session: Session, hashes: set[str]) -> dict[str, bytes]:
    if not hashes:
        return {}
    query = select(Blob.sha256, Blob.content).where(Blob.sha256.in_(hashes))
    return {row.sha256: row.content for row in session.execute(query)}


def _existing(session: Session, funder_id: uuid.UUID) -> FunderMark:
    return existing(session, FunderMark, funder_id, "Ce financeur n’est plus dans la liste.")

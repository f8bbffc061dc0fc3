"""What the classeur already holds, read once before an import is planned."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.text import fold
from elans_desktop.models.organisation import Agreement, Professional, Structure
from elans_desktop.services.imports import nearby
from elans_desktop.services.organisation import reference
from elans_desktop.services.participants import duplicates
from elans_desktop.services.participants.likeness import Index
from elans_desktop.services.permissions import Right, require


@dataclass(frozen=True)
class Known:
    """What the base holds that a line may name."""

    agreement_id: uuid.UUID | None = None
    """The convention in which pathways open; None when there is none, or several."""
    referents: Mapping[str, uuid.UUID] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    """Professionals by folded names, in both orders."""
    structures: Mapping[str, uuid.UUID] = field(default_factory=lambda: MappingProxyType({}))
    modes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Codes of the modes of repérage by folded label."""
    exits: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Codes of the reasons of exit by folded label, and by folded code."""
    languages: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Codes of the languages of contact by folded label; another language is kept as typed."""
    near: nearby.Nearness = ()
    """Départements by which homonymous communes are told apart, the nearest first."""


@dataclass(frozen=True)
class Context:
    """What the base knows, read once: a plan is computed again from it at each correction."""

    known: Known
    index: Index = field(repr=False)
    """The files, by what another of the same person would share."""
    numbers: Mapping[uuid.UUID, str] = field(repr=False)
    """Number of each file."""


def load_context(session: Session, agreement_id: uuid.UUID | None = None) -> Context:
    """What the base knows. Without `agreement_id`, the only convention open is taken, when there is one."""
    require(session, Right.IMPORT_EXPORT)
    if agreement_id is None:
        open_ones = session.scalars(
            select(Agreement.id).where(Agreement.archived_on.is_(None)).limit(2)
        ).all()
        agreement_id = open_ones[0] if len(open_ones) == 1 else None
    referents: dict[str, uuid.UUID] = {}
    for pid, last, first in session.execute(
        select(Professional.id, Professional.last_name, Professional.first_name).where(
            Professional.archived_on.is_(None)
        )
    ):
        for words in (f"{last} {first}", f"{first} {last}"):
            referents.setdefault(fold(words), pid)
    structures: dict[str, uuid.UUID] = {}
    for sid, name, short in session.execute(select(Structure.id, Structure.name, Structure.short_name)):
        for words in (name, short):
            if words:
                structures.setdefault(fold(words), sid)
    modes = {fold(item.label): item.code for item in reference.items(session, "detection_modes")}
    exits = {
        fold(word): item.code
        for item in reference.items(session, "exits")
        for word in (item.code, item.label)
    }
    languages = {fold(item.label): item.code for item in reference.items(session, "contact_language")}
    known = Known(agreement_id, referents, structures, modes, exits, languages, nearby.around(session))
    index, numbers = duplicates.index_of(session)
    return Context(known, index, numbers)

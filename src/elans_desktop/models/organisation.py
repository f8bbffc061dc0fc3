"""Who and where: schemes, agreements, structures, professionals, users, places, lists, settings."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from elans_desktop.core.ids import keyed_id
from elans_desktop.models.base import JournalMode, Row
from elans_desktop.models.types import BasisPoints, Code, LongText, Short, references


class Scheme(Row):
    """A « dispositif » (ELAN'S, O2R…): vocabulary, briques, bodies, exits, ceilings. Key: code."""

    __tablename__ = "scheme"

    code: Mapped[Code]
    label: Mapped[Short]
    options: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Vocabulary and rules of the preset, as in the shipped `schemes.json`."""
    archived_on: Mapped[date | None]

    @staticmethod
    def key(code: str) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("scheme", code)


class Agreement(Row):
    """A convention: a scheme, some years, some structures."""

    __tablename__ = "agreement"

    scheme_id: Mapped[uuid.UUID] = mapped_column(references("scheme.id"))
    title: Mapped[Short]
    number: Mapped[Short]
    start: Mapped[date]
    end: Mapped[date]
    ceiling_rate: Mapped[BasisPoints]
    """Running costs, at most (15 % in Annexe 2: 1500)."""
    ceiling_base: Mapped[Code]
    """What the rate applies to: the text does not say, so it is chosen."""
    transfer_clause: Mapped[Short]
    """« Reversement autorisé par la convention (article n° …) », empty when it is not."""
    eu_cofunded: Mapped[bool]
    archived_on: Mapped[date | None]


class Structure(Row):
    """An organisation: ours, a member, a partner, a funder, a company."""

    __tablename__ = "structure"

    name: Mapped[Short]
    short_name: Mapped[Short]
    kind_code: Mapped[Code | None]
    legal_form: Mapped[Short]
    address: Mapped[LongText]
    postcode: Mapped[Code]
    commune: Mapped[Short]
    insee: Mapped[Code]
    siret: Mapped[Code]
    nda: Mapped[Code]
    """Training declaration number, when it has one."""
    phone: Mapped[Short]
    email: Mapped[Short]
    website: Mapped[Short]
    is_ours: Mapped[bool]
    is_training_provider: Mapped[bool]
    logo_sha256: Mapped[str | None] = mapped_column(String(64))
    notes: Mapped[LongText]
    archived_on: Mapped[date | None]


class StructureRole(Row):
    """What a structure is in an agreement, over a period (chef de file, membre, porteur, financeur…)."""

    __tablename__ = "structure_role"

    structure_id: Mapped[uuid.UUID] = mapped_column(references("structure.id"), index=True)
    agreement_id: Mapped[uuid.UUID | None] = mapped_column(references("agreement.id"), index=True)
    role_code: Mapped[Code]
    start: Mapped[date | None]
    end: Mapped[date | None]


class FunderMark(Row):
    """A funder's logo and words at the head of the sheets of an agreement (all of them when it is null)."""

    __tablename__ = "funder_mark"

    agreement_id: Mapped[uuid.UUID | None] = mapped_column(references("agreement.id"))
    name: Mapped[Short]
    caption: Mapped[Short]
    logo_sha256: Mapped[str | None] = mapped_column(String(64))
    position: Mapped[int]


class Professional(Row):
    """One person at work: trainer, référent, contact, meeting member, staff time."""

    __tablename__ = "professional"

    last_name: Mapped[Short]
    first_name: Mapped[Short]
    function: Mapped[Short]
    structure_id: Mapped[uuid.UUID | None] = mapped_column(references("structure.id"), index=True)
    phone: Mapped[Short]
    email: Mapped[Short]
    is_trainer: Mapped[bool]
    is_referent: Mapped[bool]
    start: Mapped[date | None]
    end: Mapped[date | None]
    archived_on: Mapped[date | None]


class User(Row):
    """Someone who opens the classeur: a key slot (same id) and a role."""

    __tablename__ = "user"
    journal_mode: ClassVar[JournalMode] = JournalMode.PERMANENT

    professional_id: Mapped[uuid.UUID | None] = mapped_column(references("professional.id"))
    name: Mapped[Short]
    function: Mapped[Short]
    role: Mapped[Code]
    """accueil · referent · coordination · consultation · administration."""
    active: Mapped[bool]


class Place(Row):
    """Where a séance happens; an itinerant stop is a place too."""

    __tablename__ = "place"

    name: Mapped[Short]
    address: Mapped[LongText]
    postcode: Mapped[Code]
    commune: Mapped[Short]
    insee: Mapped[Code]
    capacity: Mapped[int | None]
    itinerant: Mapped[bool]
    notes: Mapped[LongText]
    archived_on: Mapped[date | None]


class ReferenceItem(Row):
    """One line of a list: a stable code and an editable French label. Key: list × code × version."""

    __tablename__ = "reference_item"
    __table_args__ = (Index(None, "list_code", "position"),)

    list_code: Mapped[Code]
    code: Mapped[Code]
    version: Mapped[int]
    parent_code: Mapped[Code | None]
    label: Mapped[Short]
    description: Mapped[LongText]
    position: Mapped[int]
    active: Mapped[bool]
    extra: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Columns of that list only: brique, vocabulary of funders, `sensitive`…"""

    @staticmethod
    def key(list_code: str, code: str, version: int = 1) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("reference_item", list_code, code, version)


class Setting(Row):
    """A setting of the classeur (not of this machine). Key: name."""

    __tablename__ = "setting"

    name: Mapped[Code]
    value: Mapped[dict[str, Any]] = mapped_column(JSON)
    """`{"value": …}`."""

    @staticmethod
    def key(name: str) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("setting", name)

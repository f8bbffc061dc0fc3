"""What is kept apart or watched over: the sensitive block, attached files, rights, twins, zones, purges,
letters."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from elans_desktop.core.ids import keyed_id
from elans_desktop.models.base import JournalMode, Row
from elans_desktop.models.types import Code, Instant, LongText, Short, references


class SensitiveRecord(Row):
    """The confidential block of a person: off by default, each item with its purpose. Key: participant.

    Never a diagnosis, an offence, a religion, a union, a sexuality.
    """

    __tablename__ = "sensitive_record"

    participant_id: Mapped[uuid.UUID] = mapped_column(references("participant.id"), unique=True)
    rqth_code: Mapped[Code | None]
    rqth_until: Mapped[date | None]
    rqth_purpose: Mapped[Code | None]
    health_level: Mapped[int | None]
    """Declared effect on the pathway, 0 to 3, without any diagnosis."""
    health_purpose: Mapped[Code | None]
    justice_code: Mapped[Code | None]
    justice_constraints: Mapped[LongText]
    """Constraints of timetable only."""
    justice_purpose: Mapped[Code | None]
    protection_code: Mapped[Code | None]
    protection_purpose: Mapped[Code | None]
    note: Mapped[LongText]
    note_purpose: Mapped[Code | None]

    @staticmethod
    def key(participant_id: uuid.UUID) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("sensitive_record", participant_id)


class Attachment(Row):
    """A file attached to a person: its bytes are a `Blob`, once per content."""

    __tablename__ = "attachment"

    participant_id: Mapped[uuid.UUID] = mapped_column(references("participant.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[Short]
    """Made safe, with the extension of what the content is."""
    kind_code: Mapped[Code | None]
    confidential: Mapped[bool]
    """Opened only by who may read the sensitive block."""
    dated: Mapped[date | None]
    expires_on: Mapped[date | None]
    added_at: Mapped[Instant]
    user_id: Mapped[uuid.UUID | None]
    note: Mapped[LongText]


class PersonRequest(Row):
    """A right a person uses: access, rectification, opposition, erasure… (RGPD, articles 15 to 21)."""

    __tablename__ = "person_request"

    participant_id: Mapped[uuid.UUID] = mapped_column(references("participant.id"), index=True)
    kind_code: Mapped[Code]
    """acces · rectification · opposition · effacement · limitation · portabilite."""
    received_on: Mapped[date]
    means_code: Mapped[Code | None]
    """courrier · courriel · telephone · sur_place."""
    wording: Mapped[LongText]
    """What is asked, in the words of the person."""
    extended: Mapped[bool]
    """Two months more, which the person was told of (article 12.3)."""
    answered_on: Mapped[date | None]
    outcome_code: Mapped[Code | None]
    """acceptee · partielle · refusee."""
    answer: Mapped[LongText]
    """What was answered, and why when it was refused."""


class DistinctPair(Row):
    """Two people who look alike and are not the same. Key: the two identifiers in their order."""

    __tablename__ = "distinct_pair"

    first_id: Mapped[uuid.UUID] = mapped_column(references("participant.id"), index=True)
    second_id: Mapped[uuid.UUID] = mapped_column(references("participant.id"), index=True)

    @staticmethod
    def key(one: uuid.UUID, other: uuid.UUID) -> uuid.UUID:
        """The row's identifier, whatever the order of the two."""
        return keyed_id("distinct_pair", *sorted((one, other)))


class CommuneZone(Row):
    """A commune in a zone (QPV, FRR), imported from a list. Key: INSEE code × zone."""

    __tablename__ = "commune_zone"

    insee: Mapped[Code] = mapped_column(index=True)
    zone_code: Mapped[Code]

    @staticmethod
    def key(insee: str, zone_code: str) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("commune_zone", insee, zone_code)


class PurgeAct(Row):
    """An act of the purge assistant: what was done to how many files, and why; no name."""

    __tablename__ = "purge_act"
    journal_mode: ClassVar[JournalMode] = JournalMode.PERMANENT

    done_at: Mapped[Instant] = mapped_column(index=True)
    user_id: Mapped[uuid.UUID | None]
    action: Mapped[Code]
    """restreindre · anonymiser · prolonger."""
    people: Mapped[int]
    reason: Mapped[LongText]
    numbers: Mapped[dict[str, Any]] = mapped_column(JSON)
    """`{"numbers": [...]}`: dossier numbers, which name nobody."""


class LetterTemplate(Row):
    """A version of a letter with fields (ODT or DOCX), as the organisation wrote it."""

    __tablename__ = "letter_template"

    title: Mapped[Short]
    version: Mapped[int]
    media_type: Mapped[Code]
    sha256: Mapped[str] = mapped_column(String(64))
    note: Mapped[LongText]
    added_at: Mapped[Instant]
    replaces_id: Mapped[uuid.UUID | None] = mapped_column(references("letter_template.id"))
    archived_on: Mapped[date | None]

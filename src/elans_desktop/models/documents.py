"""Documents that left the program."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from elans_desktop.models.base import JournalMode, Row
from elans_desktop.models.types import Code, Instant


class IssuedDocument(Row):
    """A document printed or saved: never its content, only its number and fingerprint."""

    __tablename__ = "issued_document"
    journal_mode: ClassVar[JournalMode] = JournalMode.PERMANENT

    key: Mapped[Code]
    number: Mapped[Code]
    subject_table: Mapped[Code | None]
    subject_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    issued_at: Mapped[Instant] = mapped_column(index=True)
    user_id: Mapped[uuid.UUID | None]
    pages: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))


class IssuedCertificate(Row):
    """The number of a certificate or attestation: kept while it says the same, replaced when it changes."""

    __tablename__ = "issued_certificate"
    journal_mode: ClassVar[JournalMode] = JournalMode.PERMANENT

    number: Mapped[Code]
    key: Mapped[Code]
    """certificat · attestation · attestation-collective."""
    subject_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    """The person; none for a collective one."""
    activity_id: Mapped[uuid.UUID] = mapped_column(index=True)
    start_on: Mapped[date | None]
    """The days asked, when some were."""
    end_on: Mapped[date | None]
    content_sha256: Mapped[str] = mapped_column(String(64))
    """Fingerprint of what is attested."""
    made_at: Mapped[Instant]
    replaces: Mapped[Code]
    """Number of the former one, or nothing."""

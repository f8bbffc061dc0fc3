"""Documents that left the program."""

from __future__ import annotations

import uuid
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

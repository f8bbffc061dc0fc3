"""The paper of presence: attendance sheets, their scans, corrections after validation, closed months."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from elans_desktop.core.ids import keyed_id
from elans_desktop.models.base import Row
from elans_desktop.models.types import Code, Instant, LongText, Short, references


class AttendanceSheet(Row):
    """A printed sheet: its number never changes; changed content supersedes it."""

    __tablename__ = "attendance_sheet"

    number: Mapped[Code] = mapped_column(index=True)
    """`FE-2026-A0143`."""
    kind: Mapped[Code]
    """seance · journee · semaine · mois · individuel · vierge."""
    activity_id: Mapped[uuid.UUID] = mapped_column(references("activity.id"), index=True)
    start_on: Mapped[date] = mapped_column(index=True)
    end_on: Mapped[date]
    state: Mapped[Code]
    """a_imprimer · imprimee · signee_recue · saisie · validee · remplacee."""
    participant_id: Mapped[uuid.UUID | None] = mapped_column(references("participant.id"))
    """The person of an individual sheet."""
    content_sha256: Mapped[str] = mapped_column(String(64))
    """Fingerprint of what was printed (people, slots, trainers, place)."""
    control_code: Mapped[Code]
    pages: Mapped[int]
    printed_at: Mapped[Instant | None]
    received_on: Mapped[date | None]
    entered_at: Mapped[Instant | None]
    validated_at: Mapped[Instant | None]
    validated_by: Mapped[uuid.UUID | None]
    superseded_by_id: Mapped[uuid.UUID | None] = mapped_column(references("attendance_sheet.id"))


class SheetSlot(Row):
    """A slot signed on a sheet. Key: sheet × slot."""

    __tablename__ = "sheet_slot"

    sheet_id: Mapped[uuid.UUID] = mapped_column(references("attendance_sheet.id"), index=True)
    slot_id: Mapped[uuid.UUID] = mapped_column(references("seance_slot.id"), index=True)

    @staticmethod
    def key(sheet_id: uuid.UUID, slot_id: uuid.UUID) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("sheet_slot", sheet_id, slot_id)


class SheetScan(Row):
    """A scanned page of a sheet. Key: sheet × page."""

    __tablename__ = "sheet_scan"

    sheet_id: Mapped[uuid.UUID] = mapped_column(references("attendance_sheet.id"), index=True)
    page: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    """The picture, upright, in shades of grey (`Blob`)."""
    filed_at: Mapped[Instant]
    user_id: Mapped[uuid.UUID | None]

    @staticmethod
    def key(sheet_id: uuid.UUID, page: int) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("sheet_scan", sheet_id, page)


class UnfiledScan(Row):
    """A scanned page that could not be filed by itself: put aside with its picture, never dropped."""

    __tablename__ = "unfiled_scan"

    sha256: Mapped[str] = mapped_column(String(64))
    source: Mapped[Short]
    """Rank of the file in its batch and page, « fichier 2, page 3 »."""
    reason_code: Mapped[Code]
    """sans_code · illisible · autre_organisme · feuille_inconnue · deja_classee."""
    added_at: Mapped[Instant]
    settled_on: Mapped[date | None]
    sheet_id: Mapped[uuid.UUID | None] = mapped_column(references("attendance_sheet.id"))
    """Where it was filed by hand."""


class PresenceCorrection(Row):
    """A presence changed after its sheet was validated: what was, what is, and why."""

    __tablename__ = "presence_correction"

    participant_id: Mapped[uuid.UUID] = mapped_column(references("participant.id"), index=True)
    slot_id: Mapped[uuid.UUID] = mapped_column(references("seance_slot.id"), index=True)
    sheet_id: Mapped[uuid.UUID] = mapped_column(references("attendance_sheet.id"), index=True)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    """`{"status": …, "late": …, "early": …}`; empty when there was no presence."""
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[LongText]
    user_id: Mapped[uuid.UUID | None]
    made_at: Mapped[Instant]


class MonthClosing(Row):
    """A month of an agreement whose presences were checked and closed. Key: agreement × year × month."""

    __tablename__ = "month_closing"

    agreement_id: Mapped[uuid.UUID] = mapped_column(references("agreement.id"), index=True)
    year: Mapped[int]
    month: Mapped[int]
    closed_at: Mapped[Instant]
    user_id: Mapped[uuid.UUID | None]
    remarks: Mapped[int]
    """How many remarks of the check were left as they were."""
    reopened_at: Mapped[Instant | None]
    """Since when it may change again; closing it once more clears this."""
    reopened_by: Mapped[uuid.UUID | None]
    reopen_reason: Mapped[LongText] = mapped_column(default="")

    @staticmethod
    def key(agreement_id: uuid.UUID, year: int, month: int) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("month_closing", agreement_id, year, month)

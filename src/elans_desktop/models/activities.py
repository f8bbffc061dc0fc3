"""Activities, séances (one day), slots, trainers, enrolments, presences, attendance sheets."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from elans_desktop.core.ids import keyed_id
from elans_desktop.models.base import Row
from elans_desktop.models.types import Code, Instant, LongText, Minutes, Short, references


class Activity(Row):
    """What is proposed to people. Belongs to an agreement and an organising structure."""

    __tablename__ = "activity"

    title: Mapped[Short]
    agreement_id: Mapped[uuid.UUID] = mapped_column(references("agreement.id"), index=True)
    structure_id: Mapped[uuid.UUID] = mapped_column(references("structure.id"))
    """Organiser: its name and logo head the sheets."""
    brique_code: Mapped[Code | None]
    type_code: Mapped[Code | None]
    domain_code: Mapped[Code | None]
    mode_code: Mapped[Code | None]
    setting_code: Mapped[Code | None]
    """Inside, outside, itinerant, at home, remote."""
    place_id: Mapped[uuid.UUID | None] = mapped_column(references("place.id"))
    capacity: Mapped[int | None]
    objectives: Mapped[LongText]
    material: Mapped[LongText]
    archived_on: Mapped[date | None]


class ActivityTrainer(Row):
    """The usual trainer of an activity, proposed for its new slots. Key: activity × professional."""

    __tablename__ = "activity_trainer"

    activity_id: Mapped[uuid.UUID] = mapped_column(references("activity.id"), index=True)
    professional_id: Mapped[uuid.UUID] = mapped_column(references("professional.id"))
    position: Mapped[int]

    @staticmethod
    def key(activity_id: uuid.UUID, professional_id: uuid.UUID) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("activity_trainer", activity_id, professional_id)


class ActivitySeries(Row):
    """A recurrence rule (RFC 5545 text) from which séances were made."""

    __tablename__ = "activity_series"

    activity_id: Mapped[uuid.UUID] = mapped_column(references("activity.id"), index=True)
    start: Mapped[date]
    rule: Mapped[Short]


class Seance(Row):
    """One day of one activity, numbered n of N."""

    __tablename__ = "seance"

    activity_id: Mapped[uuid.UUID] = mapped_column(references("activity.id"), index=True)
    series_id: Mapped[uuid.UUID | None] = mapped_column(references("activity_series.id"))
    day: Mapped[date] = mapped_column(index=True)
    number: Mapped[int]
    title: Mapped[Short]
    """Subject of that day, when it differs from the activity's title."""
    place_id: Mapped[uuid.UUID | None] = mapped_column(references("place.id"))
    state: Mapped[Code]
    """prevue · annulee · reportee."""
    state_reason: Mapped[Short]
    improvised: Mapped[bool]
    notes: Mapped[LongText]


class SeanceSlot(Row):
    """A continuous stretch of a séance: minutes of the local day; `kind` matin · apres_midi · soir."""

    __tablename__ = "seance_slot"

    seance_id: Mapped[uuid.UUID] = mapped_column(references("seance.id"), index=True)
    start: Mapped[Minutes]
    end: Mapped[Minutes]
    kind: Mapped[Code]


class SlotTrainer(Row):
    """A trainer of a slot. Key: slot × professional."""

    __tablename__ = "slot_trainer"

    slot_id: Mapped[uuid.UUID] = mapped_column(references("seance_slot.id"), index=True)
    professional_id: Mapped[uuid.UUID] = mapped_column(references("professional.id"), index=True)
    position: Mapped[int]

    @staticmethod
    def key(slot_id: uuid.UUID, professional_id: uuid.UUID) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("slot_trainer", slot_id, professional_id)


class Enrolment(Row):
    """A participant in an activity. Key: participant × activity; its periods are a child table."""

    __tablename__ = "enrolment"

    participant_id: Mapped[uuid.UUID] = mapped_column(references("participant.id"), index=True)
    activity_id: Mapped[uuid.UUID] = mapped_column(references("activity.id"), index=True)
    status: Mapped[Code]
    """inscrit · propose · attente · retire."""

    @staticmethod
    def key(participant_id: uuid.UUID, activity_id: uuid.UUID) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("enrolment", participant_id, activity_id)


class EnrolmentPeriod(Row):
    """When an enrolment holds; an open end has no `end_on`. Without any period it holds for every séance."""

    __tablename__ = "enrolment_period"

    enrolment_id: Mapped[uuid.UUID] = mapped_column(references("enrolment.id"), index=True)
    start_on: Mapped[date]
    end_on: Mapped[date | None]


class Presence(Row):
    """A participant at a slot. Key: participant × slot; no row means expected, not yet entered."""

    __tablename__ = "presence"
    __table_args__ = (Index(None, "slot_id"), Index(None, "participant_id"))

    participant_id: Mapped[uuid.UUID] = mapped_column(references("participant.id"))
    slot_id: Mapped[uuid.UUID] = mapped_column(references("seance_slot.id"))
    status: Mapped[Code]
    """P présent · A absent justifié · I absent injustifié · E excusé · D dispensé."""
    late: Mapped[Minutes]
    early: Mapped[Minutes]
    reason_code: Mapped[Code | None]
    proof_received: Mapped[bool]
    comment: Mapped[Short]
    carried_over: Mapped[bool]
    """« Repris » from a spreadsheet: never counts as validated for a certificate."""

    @staticmethod
    def key(participant_id: uuid.UUID, slot_id: uuid.UUID) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("presence", participant_id, slot_id)


class AttendanceSheet(Row):
    """A printed sheet: its number never changes; changed content supersedes it."""

    __tablename__ = "attendance_sheet"

    number: Mapped[Code] = mapped_column(index=True)
    """`FE-2026-A0143`."""
    kind: Mapped[Code]
    """seance · semaine."""
    activity_id: Mapped[uuid.UUID] = mapped_column(references("activity.id"), index=True)
    start_on: Mapped[date] = mapped_column(index=True)
    end_on: Mapped[date]
    state: Mapped[Code]
    """a_imprimer · imprimee · signee_recue · saisie · validee · remplacee."""
    content_sha256: Mapped[str] = mapped_column(String(64))
    """Fingerprint of what was printed (people, slots, trainers, place)."""
    control_code: Mapped[Code]
    pages: Mapped[int]
    printed_at: Mapped[Instant | None]
    received_on: Mapped[date | None]
    scan_sha256: Mapped[str | None] = mapped_column(String(64))
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

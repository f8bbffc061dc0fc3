"""Activities, séances (one day), slots, trainers, enrolments, presences, closures."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from elans_desktop.core.ids import keyed_id
from elans_desktop.models.base import Row
from elans_desktop.models.types import Code, LongText, Minutes, Short, references


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
    project_id: Mapped[uuid.UUID | None] = mapped_column(references("project.id"))
    """The ELAN'S project it belongs to, when there is one."""
    cost_member_id: Mapped[uuid.UUID | None] = mapped_column(references("structure.id"))
    """Cost centre: the member who bears it (the organiser when null), and the brique of the budget."""
    cost_brique_code: Mapped[Code | None]
    archived_on: Mapped[date | None]


class ActivityTarget(Row):
    """A frein or a competence that an activity works on. Key: activity × list × code."""

    __tablename__ = "activity_target"

    activity_id: Mapped[uuid.UUID] = mapped_column(references("activity.id"), index=True)
    list_code: Mapped[Code]
    """barriers, or the code of a grid."""
    code: Mapped[Code]

    @staticmethod
    def key(activity_id: uuid.UUID, list_code: str, code: str) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("activity_target", activity_id, list_code, code)


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
    template: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What each of its séances is made with: slots (minutes), trainers, place."""


class SeriesException(Row):
    """A day of the rule on which the series has no séance. Key: series × day."""

    __tablename__ = "series_exception"

    series_id: Mapped[uuid.UUID] = mapped_column(references("activity_series.id"), index=True)
    day: Mapped[date]
    reason: Mapped[Short]

    @staticmethod
    def key(series_id: uuid.UUID, day: date) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("series_exception", series_id, day.isoformat())


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
    planned_day: Mapped[date | None]
    """The day its series gave it, when it was moved."""
    detached: Mapped[bool] = mapped_column(default=False)
    """Changed by itself: a change of its series leaves it as it is."""
    postponed_to_id: Mapped[uuid.UUID | None] = mapped_column(references("seance.id"))
    external_uid: Mapped[Short] = mapped_column(default="")
    """UID of the calendar file it came from: importing again updates it."""


class SeanceStop(Row):
    """A stop of an itinerant séance (bus). Key: séance × position."""

    __tablename__ = "seance_stop"

    seance_id: Mapped[uuid.UUID] = mapped_column(references("seance.id"), index=True)
    position: Mapped[int]
    place_id: Mapped[uuid.UUID] = mapped_column(references("place.id"))
    start: Mapped[Minutes | None]
    end: Mapped[Minutes | None]

    @staticmethod
    def key(seance_id: uuid.UUID, position: int) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("seance_stop", seance_id, position)


class SeanceGuest(Row):
    """Expected at one séance without being enrolled: an appointment, a visitor. Key: séance × person."""

    __tablename__ = "seance_guest"

    seance_id: Mapped[uuid.UUID] = mapped_column(references("seance.id"), index=True)
    participant_id: Mapped[uuid.UUID] = mapped_column(references("participant.id"), index=True)
    improvised: Mapped[bool]
    """Came without being expected: added from the signed paper."""

    @staticmethod
    def key(seance_id: uuid.UUID, participant_id: uuid.UUID) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("seance_guest", seance_id, participant_id)


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
    rank: Mapped[int | None]
    """Place in the waiting list."""
    proposed_on: Mapped[date | None]
    confirmed_on: Mapped[date | None]
    end_code: Mapped[Code | None]
    """Why it ended (list `enrolment_end`)."""

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


class Closure(Row):
    """Days without activity: school holidays, a municipal closure, one's own."""

    __tablename__ = "closure"

    start_on: Mapped[date] = mapped_column(index=True)
    end_on: Mapped[date]
    label: Mapped[Short]
    kind: Mapped[Code]
    """scolaire · municipale · organisme."""
    zone: Mapped[Code | None]
    """School zone A, B or C."""
    insee: Mapped[Code]
    """The commune of a municipal closure, empty for everywhere."""
    external_uid: Mapped[Short]

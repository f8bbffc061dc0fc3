"""Local governance: bodies and their members, meetings, agenda, attendance, numbered decisions."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from elans_desktop.core.ids import keyed_id
from elans_desktop.models.base import Row
from elans_desktop.models.types import Cents, Code, LongText, Minutes, Short, references


class Body(Row):
    """An « instance »: groupe projet, groupe opérationnel, comité de pilotage…"""

    __tablename__ = "body"

    agreement_id: Mapped[uuid.UUID | None] = mapped_column(references("agreement.id"), index=True)
    code: Mapped[Code | None]
    title: Mapped[Short]
    purpose: Mapped[LongText]
    quorum: Mapped[int | None]
    archived_on: Mapped[date | None]


class Project(Row):
    """A project carried by a porteur (ELAN'S) or by participants (« projet collectif »)."""

    __tablename__ = "project"

    title: Mapped[Short]
    agreement_id: Mapped[uuid.UUID | None] = mapped_column(references("agreement.id"), index=True)
    structure_id: Mapped[uuid.UUID | None] = mapped_column(references("structure.id"))
    """Its porteur."""
    domain_code: Mapped[Code | None]
    territory: Mapped[Short]
    description: Mapped[LongText]
    archived_on: Mapped[date | None]


class BodyMember(Row):
    """A professional sitting in a body for a structure, over a mandate."""

    __tablename__ = "body_member"

    body_id: Mapped[uuid.UUID] = mapped_column(references("body.id"), index=True)
    professional_id: Mapped[uuid.UUID] = mapped_column(references("professional.id"))
    structure_id: Mapped[uuid.UUID | None] = mapped_column(references("structure.id"))
    college_code: Mapped[Code | None]
    role: Mapped[Short]
    start: Mapped[date | None]
    end: Mapped[date | None]


class Meeting(Row):
    """A meeting of a body, numbered in its body."""

    __tablename__ = "meeting"

    body_id: Mapped[uuid.UUID] = mapped_column(references("body.id"), index=True)
    number: Mapped[int]
    day: Mapped[date] = mapped_column(index=True)
    start: Mapped[Minutes | None]
    end: Mapped[Minutes | None]
    place_id: Mapped[uuid.UUID | None] = mapped_column(references("place.id"))
    place_text: Mapped[Short]
    chair_id: Mapped[uuid.UUID | None] = mapped_column(references("professional.id"))
    secretary_id: Mapped[uuid.UUID | None] = mapped_column(references("professional.id"))
    notes: Mapped[LongText]
    state: Mapped[Code]
    """prevue · tenue · annulee."""


class AgendaItem(Row):
    """A point of the agenda."""

    __tablename__ = "agenda_item"

    meeting_id: Mapped[uuid.UUID] = mapped_column(references("meeting.id"), index=True)
    position: Mapped[int]
    title: Mapped[Short]
    owner_id: Mapped[uuid.UUID | None] = mapped_column(references("professional.id"))
    minutes: Mapped[Minutes | None]
    notes: Mapped[LongText]
    done: Mapped[bool]
    """Dealt with during the meeting."""


class MeetingAttendance(Row):
    """A professional at a meeting. Key: meeting × professional."""

    __tablename__ = "meeting_attendance"

    meeting_id: Mapped[uuid.UUID] = mapped_column(references("meeting.id"), index=True)
    professional_id: Mapped[uuid.UUID] = mapped_column(references("professional.id"))
    structure_id: Mapped[uuid.UUID | None] = mapped_column(references("structure.id"))
    status: Mapped[Code]
    """convoque · present · excuse · absent."""
    proxy_id: Mapped[uuid.UUID | None] = mapped_column(references("professional.id"))
    """Who holds the « pouvoir » of an excused person."""

    @staticmethod
    def key(meeting_id: uuid.UUID, professional_id: uuid.UUID) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("meeting_attendance", meeting_id, professional_id)


class Decision(Row):
    """A numbered decision `2026-A04-02`: year, laptop letter and meeting, rank."""

    __tablename__ = "decision"

    meeting_id: Mapped[uuid.UUID] = mapped_column(references("meeting.id"), index=True)
    agenda_item_id: Mapped[uuid.UUID | None] = mapped_column(references("agenda_item.id"))
    number: Mapped[Code]
    text: Mapped[LongText]
    type_code: Mapped[Code]
    """decision · avis · information · renvoi."""
    consensus: Mapped[bool]
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    abstentions: Mapped[int | None]
    responsible_id: Mapped[uuid.UUID | None] = mapped_column(references("professional.id"))
    due_on: Mapped[date | None]
    budget: Mapped[Cents | None]
    state: Mapped[Code]
    """a_faire · en_cours · fait · reporte · abandonne."""
    done_on: Mapped[date | None]

"""What is done with a person: freins, objectives and actions, interviews, immersions, aids, calls."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from elans_desktop.core.ids import keyed_id
from elans_desktop.models.base import Row
from elans_desktop.models.types import Cents, Code, Instant, LongText, Minutes, Short, references


class BarrierReview(Row):
    """A frein as it stood on a day; its evolution is the series of its rows. Key: pathway × theme × day."""

    __tablename__ = "barrier_review"

    pathway_id: Mapped[uuid.UUID] = mapped_column(references("pathway.id"), index=True)
    theme_code: Mapped[Code]
    day: Mapped[date]
    level: Mapped[int | None]
    """0 sans difficulté · 1 à surveiller · 2 frein · 3 bloquant; null: non abordé."""
    status_code: Mapped[Code]
    """non_aborde · identifie · en_cours · leve · stabilise."""
    raised_by: Mapped[Code | None]
    """personne · referent · partenaire."""
    solution: Mapped[LongText]
    partner_id: Mapped[uuid.UUID | None] = mapped_column(references("structure.id"))
    partner_name: Mapped[Short]

    @staticmethod
    def key(pathway_id: uuid.UUID, theme_code: str, day: date) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("barrier_review", pathway_id, theme_code, day.isoformat())


class Objective(Row):
    """An objective of the person, in their words."""

    __tablename__ = "objective"

    pathway_id: Mapped[uuid.UUID] = mapped_column(references("pathway.id"), index=True)
    position: Mapped[int]
    theme_code: Mapped[Code | None]
    """The frein it works on."""
    elans_code: Mapped[Code | None]
    """Which of the five objectives of an ELAN'S it serves."""
    wording: Mapped[LongText]
    opened_on: Mapped[date]
    due_on: Mapped[date | None]
    status_code: Mapped[Code]
    """non_aborde · en_cours · atteint · abandonne."""
    closed_on: Mapped[date | None]


class ObjectiveAction(Row):
    """A step towards an objective: who does what, by when."""

    __tablename__ = "objective_action"

    objective_id: Mapped[uuid.UUID] = mapped_column(references("objective.id"), index=True)
    position: Mapped[int]
    wording: Mapped[LongText]
    status_code: Mapped[Code]
    """a_faire · en_cours · en_attente · fait · abandonne."""
    created_on: Mapped[date]
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    by_person: Mapped[bool]
    """The person does it; otherwise `responsible_id`, or a partner."""
    responsible_id: Mapped[uuid.UUID | None] = mapped_column(references("professional.id"))
    partner_id: Mapped[uuid.UUID | None] = mapped_column(references("structure.id"))
    partner_name: Mapped[Short]


class Interview(Row):
    """An entretien; its summary is factual and may be shared with the person."""

    __tablename__ = "interview"

    participant_id: Mapped[uuid.UUID] = mapped_column(references("participant.id"), index=True)
    pathway_id: Mapped[uuid.UUID | None] = mapped_column(references("pathway.id"))
    day: Mapped[date] = mapped_column(index=True)
    start: Mapped[Minutes | None]
    duration: Mapped[Minutes | None]
    medium_code: Mapped[Code | None]
    subject_code: Mapped[Code | None]
    """A type of the catalogue of activities, the only subject an attendance sheet may show."""
    professional_id: Mapped[uuid.UUID | None] = mapped_column(references("professional.id"), index=True)
    present: Mapped[Short]
    """Others in the room."""
    summary: Mapped[LongText]
    follow_up: Mapped[LongText]
    to_reread: Mapped[bool]
    """A passage was marked to be read again before it is shared."""
    next_on: Mapped[date | None] = mapped_column(index=True)
    next_start: Mapped[Minutes | None]
    next_place: Mapped[Short]


class PrivateNote(Row):
    """A note that its author alone reads (a rule of the program). Key: interview × user."""

    __tablename__ = "private_note"

    interview_id: Mapped[uuid.UUID] = mapped_column(references("interview.id"), index=True)
    user_id: Mapped[uuid.UUID] = mapped_column(references("user.id"))
    text: Mapped[LongText]

    @staticmethod
    def key(interview_id: uuid.UUID, user_id: uuid.UUID) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("private_note", interview_id, user_id)


class Immersion(Row):
    """An immersion or PMSMP in a host structure: one object, one month, two months in twelve."""

    __tablename__ = "immersion"

    pathway_id: Mapped[uuid.UUID] = mapped_column(references("pathway.id"), index=True)
    host_id: Mapped[uuid.UUID] = mapped_column(references("structure.id"), index=True)
    object_code: Mapped[Code]
    """decouvrir · confirmer · recrutement: one and only one."""
    start_on: Mapped[date]
    end_on: Mapped[date]
    renewal: Mapped[bool]
    """The exceptional renewal of a first one in the same structure."""
    cancelled: Mapped[bool]
    agreement_number: Mapped[Short]
    prescriber_id: Mapped[uuid.UUID | None] = mapped_column(references("structure.id"))
    tutor: Mapped[Short]
    job: Mapped[Short]
    weekly: Mapped[Minutes | None]
    goals: Mapped[LongText]
    tasks: Mapped[LongText]
    outcome: Mapped[LongText]


class FinancialAid(Row):
    """A financial help asked for a person."""

    __tablename__ = "financial_aid"

    pathway_id: Mapped[uuid.UUID] = mapped_column(references("pathway.id"), index=True)
    kind_code: Mapped[Code]
    purpose: Mapped[Short]
    amount: Mapped[Cents | None]
    funder_id: Mapped[uuid.UUID | None] = mapped_column(references("structure.id"))
    funder_name: Mapped[Short]
    asked_on: Mapped[date]
    decided_on: Mapped[date | None]
    status_code: Mapped[Code]
    """en_cours · accordee · refusee · ajournee · classee."""
    note: Mapped[LongText]


class HandedDocument(Row):
    """A paper handed over to the person."""

    __tablename__ = "handed_document"

    participant_id: Mapped[uuid.UUID] = mapped_column(references("participant.id"), index=True)
    day: Mapped[date]
    title: Mapped[Short]
    document_key: Mapped[Code | None]
    """Key of the catalogue, when the program printed it."""
    professional_id: Mapped[uuid.UUID | None] = mapped_column(references("professional.id"))


class FollowUpCall(Row):
    """A try to reach the person three or six months after the exit."""

    __tablename__ = "follow_up_call"

    pathway_id: Mapped[uuid.UUID] = mapped_column(references("pathway.id"), index=True)
    moment: Mapped[Code]
    """plus_3_mois · plus_6_mois."""
    day: Mapped[date]
    outcome_code: Mapped[Code]
    professional_id: Mapped[uuid.UUID | None] = mapped_column(references("professional.id"))
    note: Mapped[LongText]
    noted_at: Mapped[Instant]

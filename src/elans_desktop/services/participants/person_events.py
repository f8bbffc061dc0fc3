"""Everything that happened with a person, in the order of the days: « Tout »."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, count, date_short, duration, money
from elans_desktop.core.text import natural_name
from elans_desktop.models.activities import Activity, Enrolment, EnrolmentPeriod, Presence, Seance, SeanceSlot
from elans_desktop.models.evaluations import Evaluation, Grid
from elans_desktop.models.organisation import Professional, Structure
from elans_desktop.models.participants import (
    DetectionContact,
    Pathway,
    PathwayBrique,
    PathwaySuspension,
    Situation,
)
from elans_desktop.models.privacy import Attachment
from elans_desktop.models.support import (
    BarrierReview,
    FinancialAid,
    FollowUpCall,
    HandedDocument,
    Immersion,
    Interview,
    Objective,
    ObjectiveAction,
)
from elans_desktop.services import restricted
from elans_desktop.services.history.history_reading import MOMENTS
from elans_desktop.services.organisation import reference
from elans_desktop.services.organisation.reference import Labels
from elans_desktop.services.permissions import Right, allowed, require
from elans_desktop.services.presences import corrections
from elans_desktop.services.privacy import person_requests

CONTACT, PATHWAY, SITUATION, BARRIER = "contact", "pathway", "situation", "barrier"
OBJECTIVE, INTERVIEW, PRESENCE, EVALUATION = "objective", "interview", "presence", "evaluation"
IMMERSION, AID, DOCUMENT, CALL, RIGHT = "immersion", "aid", "document", "call", "right"
KINDS = {
    CONTACT: "Repérage",
    PATHWAY: "Parcours",
    SITUATION: "Situation",
    BARRIER: "Freins",
    OBJECTIVE: "Objectifs",
    INTERVIEW: "Entretiens",
    PRESENCE: "Présences",
    EVALUATION: "Évaluations",
    IMMERSION: "Immersions",
    AID: "Aides",
    DOCUMENT: "Documents",
    CALL: "Suivi",
    RIGHT: "Droits",
}
"""Kinds of events, in the order of the file."""
_LISTS = (
    *("detection_modes", "briques", "exits", "barriers", "interview_medium", "immersion_object"),
    *("aid_kind", "aid_status", "follow_up_outcome"),
)


@dataclass(frozen=True, slots=True)
class Event:
    """A fact of a day: its kind, what it is, what to know of it. `section`: where the file shows it."""

    day: date
    kind: str
    title: str = field(repr=False)
    detail: str = field(default="", repr=False)
    section: str = ""
    key: uuid.UUID | None = None


def of_participant(session: Session, participant_id: uuid.UUID) -> tuple[Event, ...]:
    """Everything the role may see, the latest first: one read for each kind, whatever the length."""
    actor = require(session, Right.READ_PEOPLE)
    restricted.check_id(session, participant_id)
    labels = reference.labels(session, *_LISTS)
    sources = [
        _contacts(session, participant_id, labels),
        _pathways(session, participant_id, labels),
        _situations(session, participant_id),
        _enrolments(session, participant_id),
        _presences(session, participant_id),
        _corrected(session, participant_id),
        _evaluations(session, participant_id),
        _immersions(session, participant_id, labels),
        _aids(session, participant_id, labels),
        _documents(session, participant_id),
        _calls(session, participant_id, labels),
        _rights(session, participant_id),
    ]
    if allowed(actor, Right.SUPPORT):
        sources += [
            _barriers(session, participant_id, labels),
            _objectives(session, participant_id),
            _interviews(session, participant_id, labels),
        ]
    rank = {kind: place for place, kind in enumerate(KINDS)}
    found = sorted(chain.from_iterable(sources), key=lambda event: rank[event.kind])
    return tuple(sorted(found, key=lambda event: event.day, reverse=True))


def _contacts(session: Session, person: uuid.UUID, labels: Labels) -> Iterable[Event]:
    query = select(DetectionContact.day, DetectionContact.mode_code, DetectionContact.place)
    for day, mode, place in session.execute(query.where(DetectionContact.participant_id == person)):
        detail = " · ".join(part for part in (labels("detection_modes", mode), place) if part)
        yield Event(day, CONTACT, "Contact de repérage", detail, "pathway")


def _pathways(session: Session, person: uuid.UUID, labels: Labels) -> Iterable[Event]:
    mine = select(Pathway.id).where(Pathway.participant_id == person)
    query = select(Pathway.entry_on, Pathway.charter_signed_on, Pathway.exit_on, Pathway.exit_code)
    for entry, charter, left, code in session.execute(query.where(Pathway.participant_id == person)):
        if entry:
            yield Event(entry, PATHWAY, "Entrée dans le parcours", "", "pathway")
        if charter:
            yield Event(charter, PATHWAY, "Charte d’engagement signée", "", "pathway")
        if left:
            yield Event(left, PATHWAY, "Sortie", labels("exits", code), "pathway")
    stays = select(PathwayBrique.start_on, PathwayBrique.brique_code)
    for day, code in session.execute(stays.where(PathwayBrique.pathway_id.in_(mine))):
        yield Event(day, PATHWAY, labels("briques", code), "début", "pathway")
    pauses = select(PathwaySuspension.start_on, PathwaySuspension.end_on)
    for start, end in session.execute(pauses.where(PathwaySuspension.pathway_id.in_(mine))):
        until = f"jusqu’au {date_short(end)}" if end else ""
        yield Event(start, PATHWAY, "Suspension du parcours", until, "pathway")


def _situations(session: Session, person: uuid.UUID) -> Iterable[Event]:
    query = (
        select(Situation.collected_on, Situation.moment)
        .join(Pathway, Pathway.id == Situation.pathway_id)
        .where(Pathway.participant_id == person)
    )
    for day, moment in session.execute(query):
        yield Event(day, SITUATION, "Situation recueillie", MOMENTS.get(moment, ""), "situation")


def _barriers(session: Session, person: uuid.UUID, labels: Labels) -> Iterable[Event]:
    """One event a review: « Mobilité 3 → 2, Difficultés financières 1 → 0 »."""
    query = (
        select(BarrierReview.pathway_id, BarrierReview.day, BarrierReview.theme_code, BarrierReview.level)
        .join(Pathway, Pathway.id == BarrierReview.pathway_id)
        .where(Pathway.participant_id == person)
        .order_by(BarrierReview.day)
    )
    before: dict[tuple[uuid.UUID, str], int | None] = {}
    by_day: dict[date, list[str]] = {}
    for pathway, day, theme, level in session.execute(query):
        old = before.get((pathway, theme))
        before[pathway, theme] = level
        if level != old:
            change = f"{old} → {'–' if level is None else level}" if old is not None else f"{level}"
            by_day.setdefault(day, []).append(f"{labels('barriers', theme)}{NBSP}{change}")
        else:
            by_day.setdefault(day, []).append(labels("barriers", theme))
    for day, changes in by_day.items():
        yield Event(day, BARRIER, "Point sur les freins", ", ".join(changes), "barriers")


def _objectives(session: Session, person: uuid.UUID) -> Iterable[Event]:
    query = (
        select(Objective)
        .join(Pathway, Pathway.id == Objective.pathway_id)
        .where(Pathway.participant_id == person)
    )
    found = session.scalars(query).all()
    for row in found:
        yield Event(row.opened_on, OBJECTIVE, "Objectif ouvert", row.wording, "objectives")
        if row.closed_on:
            words = "Objectif atteint" if row.status_code == "atteint" else "Objectif abandonné"
            yield Event(row.closed_on, OBJECTIVE, words, row.wording, "objectives")
    done = select(ObjectiveAction.done_on, ObjectiveAction.wording).where(
        ObjectiveAction.objective_id.in_([row.id for row in found]), ObjectiveAction.done_on.is_not(None)
    )
    for day, wording in session.execute(done):
        if day:
            yield Event(day, OBJECTIVE, "Action faite", wording, "objectives")


def _interviews(session: Session, person: uuid.UUID, labels: Labels) -> Iterable[Event]:
    query = (
        select(
            Interview.id,
            Interview.day,
            Interview.medium_code,
            Interview.summary,
            Professional.last_name,
            Professional.first_name,
        )
        .outerjoin(Professional, Professional.id == Interview.professional_id)
        .where(Interview.participant_id == person)
    )
    for key, day, medium, summary, last, first in session.execute(query):
        who = natural_name(last or "", first or "")
        title = ", ".join(
            part for part in ("Entretien", labels("interview_medium", medium).lower(), who) if part
        )
        yield Event(day, INTERVIEW, title, " ".join(summary.split()), "interviews", key)


def _enrolments(session: Session, person: uuid.UUID) -> Iterable[Event]:
    query = (
        select(EnrolmentPeriod.start_on, Activity.title)
        .join(Enrolment, Enrolment.id == EnrolmentPeriod.enrolment_id)
        .join(Activity, Activity.id == Enrolment.activity_id)
        .where(Enrolment.participant_id == person)
    )
    for day, title in session.execute(query):
        yield Event(day, PRESENCE, "Début d’une activité", title, "enrolments")


def _presences(session: Session, person: uuid.UUID) -> Iterable[Event]:
    """One event a week, on its Monday."""
    length = SeanceSlot.end - SeanceSlot.start - Presence.late - Presence.early
    query = (
        select(Seance.day, Presence.status, length)
        .select_from(Presence)
        .join(SeanceSlot, SeanceSlot.id == Presence.slot_id)
        .join(Seance, Seance.id == SeanceSlot.seance_id)
        .where(Presence.participant_id == person)
    )
    weeks: dict[date, list[tuple[str, int]]] = {}
    for day, status, minutes in session.execute(query):
        weeks.setdefault(clock.monday_of(day), []).append((status, minutes))
    for monday, halves in weeks.items():
        present = [minutes for status, minutes in halves if status == "P"]
        missed = sum(status in "AIE" for status, _minutes in halves)
        detail = [f"{count(len(present), 'demi-journée')}, {duration(sum(present))}"] if present else []
        detail += [count(missed, "absence")] if missed else []
        until = date_short(monday + timedelta(days=6))
        yield Event(monday, PRESENCE, f"Présences, jusqu’au {until}", " · ".join(detail), "presences")


def _corrected(session: Session, person: uuid.UUID) -> Iterable[Event]:
    """Presences changed after validation, on the day of the correction."""
    for one in corrections.of_participant(session, person):
        what = f"{date_short(one.day)} {one.slot_words}, {one.change}"
        yield Event(one.made_at.date(), PRESENCE, "Présence corrigée", what, "presences")


def _evaluations(session: Session, person: uuid.UUID) -> Iterable[Event]:
    query = (
        select(Evaluation.id, Evaluation.day, Evaluation.moment, Evaluation.voice, Grid.title)
        .join(Grid, Grid.id == Evaluation.grid_id)
        .where(Evaluation.participant_id == person)
    )
    for key, day, moment, voice, grid in session.execute(query):
        what = "Auto-évaluation" if voice == "personne" else "Évaluation"
        yield Event(day, EVALUATION, f"{what} {MOMENTS.get(moment, '')}".strip(), grid, "evaluations", key)


def _immersions(session: Session, person: uuid.UUID, labels: Labels) -> Iterable[Event]:
    query = (
        select(
            Immersion.start_on, Immersion.end_on, Immersion.object_code, Immersion.cancelled, Structure.name
        )
        .join(Pathway, Pathway.id == Immersion.pathway_id)
        .join(Structure, Structure.id == Immersion.host_id)
        .where(Pathway.participant_id == person)
    )
    for start, end, aim, cancelled, host in session.execute(query):
        title = f"Immersion{' annulée' if cancelled else ''}, {host}"
        detail = f"jusqu’au {date_short(end)} · {labels('immersion_object', aim)}"
        yield Event(start, IMMERSION, title, detail, "pathway")


def _aids(session: Session, person: uuid.UUID, labels: Labels) -> Iterable[Event]:
    query = (
        select(
            FinancialAid.asked_on,
            FinancialAid.decided_on,
            FinancialAid.kind_code,
            FinancialAid.amount,
            FinancialAid.status_code,
        )
        .join(Pathway, Pathway.id == FinancialAid.pathway_id)
        .where(Pathway.participant_id == person)
    )
    for asked, decided, kind, amount, status in session.execute(query):
        what = f"Aide financière, {labels('aid_kind', kind)}"
        sum_ = money(amount) if amount is not None else ""
        yield Event(asked, AID, what, " · ".join(part for part in ("demandée", sum_) if part), "pathway")
        if decided:
            yield Event(decided, AID, what, labels("aid_status", status).lower(), "pathway")


def _documents(session: Session, person: uuid.UUID) -> Iterable[Event]:
    handed = select(HandedDocument.day, HandedDocument.title).where(HandedDocument.participant_id == person)
    for day, title in session.execute(handed):
        yield Event(day, DOCUMENT, "Document remis", title, "documents")
    files = select(Attachment.dated, Attachment.name).where(
        Attachment.participant_id == person, Attachment.dated.is_not(None), ~Attachment.confidential
    )
    for day, name in session.execute(files):
        if day:
            yield Event(day, DOCUMENT, "Pièce jointe", name, "documents")


def _calls(session: Session, person: uuid.UUID, labels: Labels) -> Iterable[Event]:
    query = (
        select(FollowUpCall.day, FollowUpCall.moment, FollowUpCall.outcome_code)
        .join(Pathway, Pathway.id == FollowUpCall.pathway_id)
        .where(Pathway.participant_id == person)
    )
    for day, moment, outcome in session.execute(query):
        title = f"Appel de suivi, {MOMENTS.get(moment, '')}"
        yield Event(day, CALL, title, labels("follow_up_outcome", outcome), "exit")


def _rights(session: Session, person: uuid.UUID) -> Iterable[Event]:
    """What was asked about the data, what was answered, and the archives handed over."""
    for one in person_requests.of_participant(session, person):
        typed = one.input
        if typed.received_on:
            yield Event(typed.received_on, RIGHT, f"Demande{NBSP}: {one.kind.lower()}", "", "rights")
        if typed.answered_on:
            answer = person_requests.OUTCOMES.get(typed.outcome_code or "", "").lower()
            yield Event(typed.answered_on, RIGHT, f"Réponse{NBSP}: {one.kind.lower()}", answer, "rights")
    for handed in person_requests.handed_over(session, person):
        yield Event(handed.at.date(), RIGHT, "Toutes ses données remises", "archive chiffrée", "rights")

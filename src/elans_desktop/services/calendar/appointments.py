"""Individual appointments: a séance of an « individuel » activity, for one person, beside collective séances.

A person and a moment are enough; everything else is proposed: the activity of appointments, the référent, one
hour. Sheets, presences and hours then follow as for any séance.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.core.formats import NBSP
from elans_desktop.core.text import fold
from elans_desktop.models.activities import Activity, Seance, SeanceGuest, SeanceSlot
from elans_desktop.models.organisation import Place, Professional
from elans_desktop.models.participants import Participant, Pathway, PathwayBrique
from elans_desktop.services.calendar import activities, guests, seances
from elans_desktop.services.calendar.activities import ActivityInput
from elans_desktop.services.calendar.enrolments import PersonChoice
from elans_desktop.services.calendar.seance_cards import cards
from elans_desktop.services.calendar.seance_inputs import DAY, SeanceInput, SlotInput
from elans_desktop.services.governance import structures
from elans_desktop.services.organisation import agreements
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage.actor import actor_of

INDIVIDUAL = "individuel"
TITLE = "Rendez-vous individuels"
USUAL = 60
"""Minutes of an appointment when nobody says."""
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class AppointmentInput:
    """Who and when; the rest has its usual value when None. Times in minutes of the local day."""

    participant_id: uuid.UUID | None
    day: date | None
    start: int | None
    minutes: int | None = USUAL
    activity_id: uuid.UUID | None = None
    """An « individuel » activity; the one of appointments, made when needed, when None."""
    trainer_id: uuid.UUID | None = None
    """The référent of the person, else the user, when None."""
    place_id: uuid.UUID | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """An appointment of a person."""

    seance_id: uuid.UUID
    title: str
    day: date
    start: int
    end: int
    state: str
    place: str
    trainer: str
    improvised: bool = field(default=False)


def create(session: Session, data: AppointmentInput, scope: Scope = EVERYTHING) -> uuid.UUID:
    """Make an appointment; returns its séance. Raises InputError, RuleError."""
    require(session, Right.EDIT_CALENDAR)
    _check(session, data)
    assert data.participant_id is not None
    assert data.start is not None
    activity_id = data.activity_id or _activity_of_appointments(session, data.participant_id, scope)
    trainer = data.trainer_id or _usual_trainer(session, data.participant_id)
    end = data.start + (data.minutes or USUAL)
    activity = session.get_one(Activity, activity_id)
    seance_id = seances.save(
        session,
        SeanceInput(
            activity_id,
            data.day,
            (SlotInput(data.start, end, None, (trainer,) if trainer else ()),),
            place_id=data.place_id or activity.place_id,
            title=data.title,
        ),
    )
    guests.invite(session, seance_id, [data.participant_id])
    return seance_id


def of_person(session: Session, participant_id: uuid.UUID) -> tuple[AppointmentRow, ...]:
    """The appointments and other single invitations of a person, the next ones first, then the latest."""
    require(session, Right.READ_PEOPLE)
    today = clock.today()
    start = select(func.min(SeanceSlot.start)).where(SeanceSlot.seance_id == Seance.id).scalar_subquery()
    end = select(func.max(SeanceSlot.end)).where(SeanceSlot.seance_id == Seance.id).scalar_subquery()
    found = session.execute(
        select(
            Seance.id,
            Seance.title,
            Activity.title,
            Seance.day,
            start,
            end,
            Seance.state,
            Place.name,
            SeanceGuest.improvised,
        )
        .join(SeanceGuest, SeanceGuest.seance_id == Seance.id)
        .join(Activity, Activity.id == Seance.activity_id)
        .outerjoin(Place, Place.id == Seance.place_id)
        .where(SeanceGuest.participant_id == participant_id)
    ).all()
    trainers = _trainers(session, [row[0] for row in found])
    made = [
        AppointmentRow(
            key,
            title or activity,
            day,
            first or 0,
            last or 0,
            state,
            place or "",
            trainers.get(key, ""),
            came,
        )
        for key, title, activity, day, first, last, state, place, came in found
    ]
    coming = sorted((one for one in made if one.day >= today), key=lambda one: (one.day, one.start))
    past = sorted(
        (one for one in made if one.day < today), key=lambda one: (one.day, one.start), reverse=True
    )
    return tuple([*coming, *past][:MOST_SHOWN])


def people(session: Session, text: str) -> tuple[PersonChoice, ...]:
    """Those one may meet: found by name or number, in the order of a directory."""
    require(session, Right.READ_PEOPLE)
    query = select(
        Participant.id,
        Participant.last_name,
        Participant.birth_name,
        Participant.first_name,
        Participant.birth_date,
        Participant.number,
    ).where(Participant.archived_on.is_(None))
    for word in fold(text).split():
        query = query.where(Participant.search_key.contains(word, autoescape=True))
    found = session.execute(query.order_by(Participant.search_key).limit(MOST_SHOWN))
    return tuple(
        PersonChoice(key, last or birth, first, born, number)
        for key, last, birth, first, born, number in found
    )


def activities_of(session: Session, scope: Scope = EVERYTHING) -> tuple[tuple[uuid.UUID, str], ...]:
    """The « individuel » activities in use, by title."""
    query = select(Activity.id, Activity.title).where(
        Activity.mode_code == INDIVIDUAL, Activity.archived_on.is_(None)
    )
    if scope.agreement_id:
        query = query.where(Activity.agreement_id == scope.agreement_id)
    return tuple((key, title) for key, title in session.execute(query.order_by(Activity.title)))


def _trainers(session: Session, seance_ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """« Jonas Prével, Nadia Lefort » by séance."""
    return {
        card.id: ", ".join(trainer.name for trainer in card.trainers) for card in cards(session, seance_ids)
    }


def _check(session: Session, data: AppointmentInput) -> None:
    wrong: dict[str, str] = {}
    if data.participant_id is None or session.get(Participant, data.participant_id) is None:
        wrong["participant_id"] = "Choisissez la personne."
    if data.day is None:
        wrong["day"] = "Donnez le jour du rendez-vous."
    if data.start is None:
        wrong["start"] = f"Donnez l’heure, comme 9{NBSP}h{NBSP}30."
    elif not 0 <= data.start < DAY or data.start + (data.minutes or USUAL) > DAY:
        wrong["start"] = "Le rendez-vous finit avant minuit."
    if data.minutes is not None and data.minutes < 1:
        wrong["minutes"] = "Le rendez-vous dure au moins une minute."
    if wrong:
        raise InputError(wrong)


def _activity_of_appointments(session: Session, participant_id: uuid.UUID, scope: Scope) -> uuid.UUID:
    """The last used « individuel » activity of the agreement, made the first time."""
    pathway = _pathway(session, participant_id, scope)
    agreement_id = scope.agreement_id or (pathway.agreement_id if pathway else None)
    if agreement_id is None:
        current = agreements.current(session)
        agreement_id = current.id if current else None
    known = session.scalars(
        select(Activity.id)
        .outerjoin(Seance, Seance.activity_id == Activity.id)
        .where(
            Activity.mode_code == INDIVIDUAL,
            Activity.archived_on.is_(None),
            Activity.agreement_id == agreement_id,
        )
        .group_by(Activity.id)
        .order_by(func.max(Seance.day).desc(), Activity.id)
        .limit(1)
    ).first()
    if known is not None:
        return known
    structure_id = structures.ours_id(session)
    if agreement_id is None or structure_id is None:
        raise RuleError(
            "Il manque une convention ou votre structure pour ranger ce rendez-vous.",
            "Complétez-les dans les réglages, puis recommencez.",
        )
    brique = _brique(session, pathway)
    return activities.save(
        session,
        ActivityInput(TITLE, agreement_id, structure_id, brique_code=brique, mode_code=INDIVIDUAL),
    )


def _pathway(session: Session, participant_id: uuid.UUID, scope: Scope) -> Pathway | None:
    query = select(Pathway).where(Pathway.participant_id == participant_id)
    if scope.agreement_id:
        query = query.where(Pathway.agreement_id == scope.agreement_id)
    return session.scalars(query.order_by(Pathway.entry_on.desc(), Pathway.id.desc()).limit(1)).first()


def _brique(session: Session, pathway: Pathway | None) -> str | None:
    if pathway is None:
        return None
    code = session.scalar(
        select(PathwayBrique.brique_code)
        .where(PathwayBrique.pathway_id == pathway.id)
        .order_by(PathwayBrique.start_on.desc(), PathwayBrique.id.desc())
        .limit(1)
    )
    return code[:1] if code else None


def _usual_trainer(session: Session, participant_id: uuid.UUID) -> uuid.UUID | None:
    """The référent of the person while at work, else the user."""
    pathway = _pathway(session, participant_id, EVERYTHING)
    referent = session.get(Professional, pathway.referent_id) if pathway and pathway.referent_id else None
    if referent is not None and referent.archived_on is None:
        return referent.id
    return actor_of(session).professional_id

"""Identifiers and titles of the things a document may be about: what the command `lister` shows."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.formats import clock_time, date_short
from elans_desktop.core.text import list_name
from elans_desktop.models.activities import Activity, ActivitySeries, Closure, Seance, SeanceSlot
from elans_desktop.models.evaluations import Evaluation, Grid
from elans_desktop.models.governance import Body, Decision, Meeting, Project
from elans_desktop.models.organisation import Agreement, Place, Professional, Structure
from elans_desktop.models.participants import Participant
from elans_desktop.models.sheets import AttendanceSheet
from elans_desktop.services.calendar import recurrence
from elans_desktop.services.permissions import Right, require

Listing = list[tuple[uuid.UUID, str]]


def _participants(session: Session) -> Listing:
    require(session, Right.READ_PEOPLE)
    rows = session.execute(
        select(
            Participant.id,
            Participant.number,
            Participant.last_name,
            Participant.birth_name,
            Participant.first_name,
        )
        .where(Participant.archived_on.is_(None))
        .order_by(Participant.search_key)
    )
    return [(i, f"{list_name(last or birth, first)} ({number})") for i, number, last, birth, first in rows]


def _activities(session: Session) -> Listing:
    rows = session.execute(
        select(Activity.id, Activity.title).where(Activity.archived_on.is_(None)).order_by(Activity.title)
    )
    return [(i, title) for i, title in rows]


def _seances(session: Session) -> Listing:
    starts: dict[uuid.UUID, int] = {}
    for seance_id, start in session.execute(select(SeanceSlot.seance_id, SeanceSlot.start)):
        starts[seance_id] = min(start, starts.get(seance_id, start))
    rows = session.execute(
        select(Seance.id, Seance.day, Seance.number, Activity.title)
        .join(Activity, Activity.id == Seance.activity_id)
        .order_by(Seance.day, Activity.title)
    )
    return [
        (i, f"{day} {clock_time(starts.get(i, 0))} {title}, séance {number}")
        for i, day, number, title in rows
    ]


def _sheets(session: Session) -> Listing:
    rows = session.execute(
        select(AttendanceSheet.id, AttendanceSheet.number, AttendanceSheet.start_on, Activity.title)
        .join(Activity, Activity.id == AttendanceSheet.activity_id)
        .order_by(AttendanceSheet.number)
    )
    return [(i, f"{number} {title}, {date_short(day)}") for i, number, day, title in rows]


def _grids(session: Session) -> Listing:
    rows = session.execute(select(Grid.id, Grid.title, Grid.version).order_by(Grid.title, Grid.version))
    return [(i, f"{title}, version {version}") for i, title, version in rows]


def _evaluations(session: Session) -> Listing:
    require(session, Right.READ_PEOPLE)
    rows = session.execute(
        select(
            Evaluation.id, Evaluation.day, Evaluation.moment, Participant.last_name, Participant.first_name
        )
        .join(Participant, Participant.id == Evaluation.participant_id)
        .where(Participant.restricted_on.is_(None))
        .order_by(Evaluation.day)
    )
    return [(i, f"{day} {moment} {list_name(last, first)}") for i, day, moment, last, first in rows]


def _structures(session: Session) -> Listing:
    rows = session.execute(
        select(Structure.id, Structure.name).where(Structure.archived_on.is_(None)).order_by(Structure.name)
    )
    return [(i, name) for i, name in rows]


def _professionals(session: Session) -> Listing:
    rows = session.execute(
        select(Professional.id, Professional.last_name, Professional.first_name, Professional.function)
        .where(Professional.archived_on.is_(None))
        .order_by(Professional.last_name)
    )
    return [(i, f"{list_name(last, first)}, {role}".rstrip(", ")) for i, last, first, role in rows]


def _places(session: Session) -> Listing:
    rows = session.execute(
        select(Place.id, Place.name, Place.commune).where(Place.archived_on.is_(None)).order_by(Place.name)
    )
    return [(i, f"{name}, {commune}".rstrip(", ")) for i, name, commune in rows]


def _meetings(session: Session) -> Listing:
    rows = session.execute(
        select(Meeting.id, Meeting.day, Meeting.number, Body.title)
        .join(Body, Body.id == Meeting.body_id)
        .order_by(Meeting.day)
    )
    return [(i, f"{day} {title} n° {number}") for i, day, number, title in rows]


def _decisions(session: Session) -> Listing:
    rows = session.execute(select(Decision.id, Decision.number, Decision.text).order_by(Decision.number))
    return [(i, f"{number} {text}") for i, number, text in rows]


def _agreements(session: Session) -> Listing:
    rows = session.execute(select(Agreement.id, Agreement.title).order_by(Agreement.start))
    return [(i, title) for i, title in rows]


def _projects(session: Session) -> Listing:
    rows = session.execute(
        select(Project.id, Project.title).where(Project.archived_on.is_(None)).order_by(Project.title)
    )
    return [(i, title) for i, title in rows]


def _series(session: Session) -> Listing:
    rows = session.execute(
        select(ActivitySeries.id, ActivitySeries.start, ActivitySeries.rule, Activity.title)
        .join(Activity, Activity.id == ActivitySeries.activity_id)
        .order_by(ActivitySeries.start, Activity.title)
    )
    return [
        (i, f"{start} {title}, {recurrence.words(start, recurrence.from_text(start, rule))}")
        for i, start, rule, title in rows
    ]


def _closures(session: Session) -> Listing:
    rows = session.execute(
        select(Closure.id, Closure.start_on, Closure.end_on, Closure.label).order_by(Closure.start_on)
    )
    return [(i, f"{start} {end} {label}") for i, start, end, label in rows]


TABLES: dict[str, Callable[[Session], Listing]] = {
    "participants": _participants,
    "activites": _activities,
    "seances": _seances,
    "feuilles": _sheets,
    "grilles": _grids,
    "evaluations": _evaluations,
    "structures": _structures,
    "professionnels": _professionals,
    "lieux": _places,
    "reunions": _meetings,
    "decisions": _decisions,
    "conventions": _agreements,
    "projets": _projects,
    "series": _series,
    "fermetures": _closures,
}
"""Name of a table in the command line → its rows."""


def rows(session: Session, table: str) -> Listing:
    """(id, title) of a table of `TABLES`. Raises KeyError, PermissionDenied."""
    return TABLES[table](session)

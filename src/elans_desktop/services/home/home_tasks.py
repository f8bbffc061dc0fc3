"""Accueil, « À traiter »: what waits for somebody. Each list is cut at MOST; its count says when it is."""

from __future__ import annotations

import uuid
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from elans_desktop.core import clock
from elans_desktop.core.text import natural_name
from elans_desktop.models.activities import (
    Activity,
    Enrolment,
    Presence,
    Seance,
    SeanceGuest,
    SeanceSlot,
)
from elans_desktop.models.governance import Body, Decision, Meeting
from elans_desktop.models.participants import (
    DetectionContact,
    Participant,
    Pathway,
    PathwaySuspension,
)
from elans_desktop.models.sheets import AttendanceSheet, SheetSlot
from elans_desktop.models.support import Interview
from elans_desktop.services.calendar.enrolments import holds_on_its_day
from elans_desktop.services.calendar.seance_cards import PLANNED
from elans_desktop.services.calendar.sheet_states import ENTERED, PRINTED
from elans_desktop.services.governance.governance_decisions import OPEN
from elans_desktop.services.home import home_contact_tasks
from elans_desktop.services.home.home_task import MOST, Task, TaskGroup
from elans_desktop.services.indexes import unindexed
from elans_desktop.services.organisation import settings
from elans_desktop.services.pathways import pathway_limits, support_tasks
from elans_desktop.services.pathways.pathway_status import as_uuid, limit_day
from elans_desktop.services.permissions import Right, allowed
from elans_desktop.services.scope import Scope
from elans_desktop.storage.actor import actor_of

ENTRY_WINDOW = timedelta(days=92)
"""Séances older than this are no longer asked for on Accueil; the presence page still shows them."""

ENTER, LIMIT, SILENT, IDLE = "enter", "limit", "silent", "idle"
SHEETS, DECISIONS, INCOMPLETE = "sheets", "decisions", "incomplete"
RECALL, PAPERS, CALLS, REQUESTS = "recall", "papers", "calls", "requests"
RETENTION = "retention"


def groups(session: Session, scope: Scope) -> tuple[TaskGroup, ...]:
    """Every group but the silent people, in the order of the page; one or two selects each."""
    made = [_group(ENTER, to_enter(session, scope))]
    if allowed(actor_of(session), Right.READ_PEOPLE):
        made.append(_group(REQUESTS, home_contact_tasks.to_answer(session)))
        made.append(_group(LIMIT, near_limit(session, scope)))
        made.append(_group(IDLE, idle(session, scope)))
        made.append(_group(RECALL, home_contact_tasks.to_recall(session, scope)))
        made.append(_group(CALLS, home_contact_tasks.to_call(session, scope)))
    made.append(_group(SHEETS, sheets_out(session, scope)))
    made.append(_group(DECISIONS, late_decisions(session, scope)))
    if allowed(actor_of(session), Right.READ_PEOPLE):
        made.append(_group(PAPERS, home_contact_tasks.ending_papers(session, scope)))
        made.append(_group(INCOMPLETE, incomplete(session, scope)))
    if allowed(actor_of(session), Right.PURGE):
        made.append(_group(RETENTION, home_contact_tasks.past_their_time(session)))
    return tuple(made)


def _group(kind: str, tasks: Iterable[Task]) -> TaskGroup:
    found = tuple(tasks)
    return TaskGroup(kind, found[:MOST], len(found) > MOST)


def to_enter(session: Session, scope: Scope) -> tuple[Task, ...]:
    """Past séances where somebody expected has no status, the latest first, over ENTRY_WINDOW."""
    now = clock.local_now()
    today = now.date()
    ended = or_(Seance.day < today, SeanceSlot.end <= now.hour * 60 + now.minute)
    enrolled = exists().where(
        SeanceSlot.seance_id == Seance.id,
        Enrolment.activity_id == Seance.activity_id,
        ended,
        holds_on_its_day(),
        ~_entered(Enrolment.participant_id),
    )
    invited = exists().where(
        SeanceSlot.seance_id == Seance.id,
        SeanceGuest.seance_id == Seance.id,
        ended,
        ~_entered(SeanceGuest.participant_id),
    )
    query = (
        select(Seance.id, Activity.title, Seance.title, Seance.day)
        .join(Activity, Activity.id == Seance.activity_id)
        .where(Seance.state == PLANNED, Seance.day.between(today - ENTRY_WINDOW, today), enrolled | invited)
        .order_by(Seance.day.desc())
        .limit(MOST + 1)
    )
    if scope.agreement_id:  # coalesce: the days must lead the search, not the activities of the agreement
        query = query.where(unindexed(Activity.agreement_id) == scope.agreement_id)
    return tuple(Task(key, subject or title, day) for key, title, subject, day in session.execute(query))


def near_limit(session: Session, scope: Scope) -> tuple[Task, ...]:
    """Open pathways past the usual length of their scheme (9 months for O2R) or near it, the latest first.

    A pathway whose extension is justified is followed up to the exceptional length (12 months).
    """
    today = clock.today()
    found: list[Task] = []
    for agreement_id, limits in pathway_limits.by_agreement(session).items():
        if limits.usual is None or scope.agreement_id not in (None, as_uuid(agreement_id)):
            continue
        horizon = today + timedelta(days=limits.warning_days)
        query = (
            _open_pathways(Pathway.entry_on, _extended())
            .where(
                Pathway.agreement_id == as_uuid(agreement_id),
                Pathway.entry_on.is_not(None),
                Pathway.entry_on <= _months_before(horizon, limits.usual),
            )
            .order_by(Pathway.entry_on)
        )
        for person, last, birth, first, _number, entry, extended in session.execute(query):
            day = limit_day(entry, limits.in_force(extended=bool(extended)))
            if day is not None and day <= horizon:
                urgent = day <= today + timedelta(days=14)
                found.append(Task(person, natural_name(last or birth, first), day, urgent=urgent))
            if len(found) > MOST:
                break
    return tuple(sorted(found, key=lambda task: task.day or today))


def idle(session: Session, scope: Scope) -> tuple[Task, ...]:
    """Blocking freins for which nothing was done nor planned for 30 days (setting), the longest first."""
    return tuple(
        Task(one.participant_id, one.name, one.since, one.theme)
        for one in support_tasks.idle_barriers(session, scope, MOST + 1)
    )


def silent(session: Session, scope: Scope) -> TaskGroup:
    """People in an open pathway without a presence, a contact nor an interview for `silence_days`.

    The longest first. Suspended pathways are left out; the date is that of the last news, or of the entry.
    """
    if not allowed(actor_of(session), Right.READ_PEOPLE):
        return TaskGroup(SILENT, ())
    today = clock.today()
    since = today - timedelta(days=settings.integer(session, "silence_days"))
    news = _last_news(session, since)
    paused = exists().where(
        PathwaySuspension.pathway_id == Pathway.id,
        PathwaySuspension.start_on <= today,
        or_(PathwaySuspension.end_on.is_(None), PathwaySuspension.end_on >= today),
    )
    query = _open_pathways(Pathway.entry_on).where(Pathway.entry_on <= since, ~paused)
    if scope.agreement_id:
        query = query.where(Pathway.agreement_id == scope.agreement_id)
    quiet = {row[0]: row for row in session.execute(query) if row[0] not in news}
    last = _last_days(session, list(quiet)[: 4 * MOST])
    made = [
        Task(person, natural_name(surname or birth, first), last.get(person, entry))
        for person, surname, birth, first, _number, entry in quiet.values()
    ]
    made.sort(key=lambda task: task.day or today)
    return TaskGroup(SILENT, tuple(made[:MOST]), len(made) > MOST)


def sheets_out(session: Session, scope: Scope) -> tuple[Task, ...]:
    """Printed sheets whose last day has passed and whose signed paper did not come back, entered or not."""
    query = (
        select(AttendanceSheet, Activity.title)
        .join(Activity, Activity.id == AttendanceSheet.activity_id)
        .where(
            AttendanceSheet.state.in_((PRINTED, ENTERED)),
            AttendanceSheet.received_on.is_(None),
            AttendanceSheet.end_on < clock.today(),
            AttendanceSheet.superseded_by_id.is_(None),
        )
        .order_by(AttendanceSheet.end_on, AttendanceSheet.number)
        .limit(MOST + 1)
    )
    if scope.agreement_id:
        query = query.where(Activity.agreement_id == scope.agreement_id)
    found = session.execute(query).all()
    seances = _seances_of(session, [sheet for sheet, _title in found])
    return tuple(
        Task(sheet.id, title, sheet.end_on, sheet.number, other_id=seances.get(sheet.id))
        for sheet, title in found
    )


def late_decisions(session: Session, scope: Scope) -> tuple[Task, ...]:
    """Decisions still open after their date, the oldest date first."""
    query = (
        select(Decision, Meeting.id)
        .join(Meeting, Meeting.id == Decision.meeting_id)
        .join(Body, Body.id == Meeting.body_id)
        .where(Decision.state.in_(OPEN), Decision.due_on < clock.today())
        .order_by(Decision.due_on, Decision.number)
        .limit(MOST + 1)
    )
    if scope.agreement_id:
        query = query.where(or_(Body.agreement_id == scope.agreement_id, Body.agreement_id.is_(None)))
    return tuple(
        Task(one.id, one.text, one.due_on, one.number, urgent=True, other_id=meeting)
        for one, meeting in session.execute(query)
    )


def incomplete(session: Session, scope: Scope) -> tuple[Task, ...]:
    """Open files without a birth date, a telephone or e-mail, or a commune; what is missing is said."""
    lacking = or_(
        Participant.birth_date.is_(None),
        and_(Participant.phone == "", Participant.email == ""),
        Participant.commune == "",
    )
    columns = (Participant.birth_date, Participant.phone, Participant.email, Participant.commune)
    query = _open_pathways(*columns).where(lacking).order_by(Participant.search_key).limit(MOST + 1)
    if scope.agreement_id:
        query = query.where(Pathway.agreement_id == scope.agreement_id)
    made: dict[uuid.UUID, Task] = {}
    for person, last, birth, first, _number, born, phone, email, commune in session.execute(query):
        gaps = [
            words
            for words, gap in (
                ("naissance", born is None),
                ("téléphone ou courriel", not phone and not email),
                ("commune", not commune),
            )
            if gap
        ]
        made[person] = Task(person, natural_name(last or birth, first), None, ", ".join(gaps))
    return tuple(made.values())


def _open_pathways(*columns: Any) -> Select[*tuple[Any, ...]]:
    """Person and names, then `columns`, of the pathways neither left nor archived."""
    today = clock.today()
    return (
        select(
            Participant.id,
            Participant.last_name,
            Participant.birth_name,
            Participant.first_name,
            Participant.number,
            *columns,
        )
        .join(Pathway, Pathway.participant_id == Participant.id)
        .where(Participant.archived_on.is_(None), or_(Pathway.exit_on.is_(None), Pathway.exit_on > today))
    )


def _extended() -> ColumnElement[int]:
    """Going beyond the usual length has its reason."""
    said = or_(Pathway.extension_code.is_not(None), Pathway.extension_reason != "")
    return case((said, 1), else_=0)


def _months_before(day: date, months: int) -> date:
    """A day no later than which an entry reaches its limit by `day` (a little wide at month ends)."""
    total = day.year * 12 + day.month - 1 - months
    last = monthrange(total // 12, total % 12 + 1)[1]
    return date(total // 12, total % 12 + 1, last if day.day >= 28 else min(day.day, last))


def _entered(participant: InstrumentedAttribute[uuid.UUID]) -> ColumnElement[bool]:
    return exists().where(Presence.slot_id == SeanceSlot.id, Presence.participant_id == participant)


def _last_news(session: Session, since: date) -> set[uuid.UUID]:
    """People present, met or interviewed after a day."""
    # from the days to the presences: a join would go through every presence
    days = select(Seance.id).where(Seance.day > since)
    slots = select(SeanceSlot.id).where(SeanceSlot.seance_id.in_(days))
    present = select(Presence.participant_id).where(Presence.slot_id.in_(slots), Presence.status == "P")
    met = select(DetectionContact.participant_id).where(
        DetectionContact.day > since, DetectionContact.participant_id.is_not(None)
    )
    heard = select(Interview.participant_id).where(Interview.day > since).distinct()
    people = {*session.scalars(present), *session.scalars(heard)}
    return people | {person for person in session.scalars(met) if person}


def _last_days(session: Session, people: list[uuid.UUID]) -> dict[uuid.UUID, date]:
    """The day of the last presence, contact or interview of some people."""
    present = (
        select(Presence.participant_id, func.max(Seance.day))
        .join(SeanceSlot, SeanceSlot.id == Presence.slot_id)
        .join(Seance, Seance.id == SeanceSlot.seance_id)
        .where(Presence.participant_id.in_(people), Presence.status == "P")
        .group_by(Presence.participant_id)
    )
    met = (
        select(DetectionContact.participant_id, func.max(DetectionContact.day))
        .where(DetectionContact.participant_id.in_(people))
        .group_by(DetectionContact.participant_id)
    )
    heard = (
        select(Interview.participant_id, func.max(Interview.day))
        .where(Interview.participant_id.in_(people))
        .group_by(Interview.participant_id)
    )
    last: dict[uuid.UUID, date] = {}
    for query in (present, met, heard):
        for person, day in session.execute(query):
            last[person] = max(day, last.get(person, day))
    return last


def _seances_of(session: Session, sheets: list[AttendanceSheet]) -> dict[uuid.UUID, uuid.UUID]:
    """One séance of each sheet, to open its week."""
    query = (
        select(SheetSlot.sheet_id, SeanceSlot.seance_id)
        .join(SeanceSlot, SeanceSlot.id == SheetSlot.slot_id)
        .where(SheetSlot.sheet_id.in_([sheet.id for sheet in sheets]))
    )
    return dict(session.execute(query).all()) if sheets else {}

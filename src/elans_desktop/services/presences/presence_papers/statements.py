"""Relevé mensuel de présence: what a stagiaire's payer asks each month, séance by séance."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.formats import MONTHS, NBSP, period
from elans_desktop.models.activities import Activity
from elans_desktop.services.paper import PaperPerson
from elans_desktop.services.participants.person_papers import people
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.presences import attendance_hours, corrections
from elans_desktop.services.presences.attendance_hours import Period
from elans_desktop.services.presences.paper_presence import StatementRow, StatementView
from elans_desktop.services.presences.presence_papers import reading
from elans_desktop.services.presences.presence_papers.reading import Cell
from elans_desktop.services.printing.printing import DocumentRequest

MANY_ACTIVITIES = 3


def month_of(day: date) -> Period:
    """The first and the last day of the month of a day."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def period_of(request: DocumentRequest) -> Period:
    """The days asked; without any, the last month that is over, else what one date says of its month."""
    if request.start and request.end:
        return request.start, request.end
    if one := request.start or request.end:
        return month_of(one)
    return month_of(clock.today().replace(day=1) - timedelta(days=1))


def prepare(session: Session, request: DocumentRequest) -> tuple[StatementView, ...]:
    """One statement for each person asked. Raises RuleError, NotFoundError, PermissionDenied."""
    require(session, Right.READ_PEOPLE)
    asked = period_of(request)
    cases = people.gather(session, request)
    found = reading.cells(session, asked, request.scope, participant_ids=[case.id for case in cases])
    activities = reading.activities_by_id(session, {cell.activity_id for cell in found})
    mine: dict[uuid.UUID, list[Cell]] = {}
    for cell in found:
        mine.setdefault(cell.participant_id, []).append(cell)
    signatory = reading.signatory(session)
    corrected = corrections.last_days(session, {cell.slot_id for cell in found if cell.validated})
    views: list[StatementView] = []
    for case in cases:
        cells = mine.get(case.id, [])
        waiting = attendance_hours.to_enter(session, request.scope, asked, participant_id=case.id)
        views.append(
            StatementView(
                letterhead=case.letterhead,
                printed_at=clock.local_now(),
                number=f"RM-{asked[0]:%Y-%m}-{case.person.number.rpartition('-')[2]}",
                period=_words(asked),
                person=PaperPerson(case.last_name, case.person.first_name),
                dossier=case.person.number,
                activities=_titles([activities[cell.activity_id].title for cell in cells]),
                rows=_rows(cells, activities, corrected),
                to_enter=sum(one.missing for one in waiting),
                signatory=signatory,
            )
        )
    return tuple(views)


def _rows(
    cells: Sequence[Cell],
    activities: Mapping[uuid.UUID, Activity],
    corrected: Mapping[tuple[uuid.UUID, uuid.UUID], date],
) -> tuple[StatementRow, ...]:
    """A line for each séance: its slots together."""
    rows: list[StatementRow] = []
    for _key, group in groupby(cells, key=lambda cell: (cell.day, cell.seance_id)):
        slots = list(group)
        activity = activities[slots[0].activity_id]
        sheet = slots[0].sheet
        changed = [corrected.get((cell.participant_id, cell.slot_id)) for cell in slots]
        rows.append(
            StatementRow(
                day=slots[0].day,
                title=activity.title,
                brique=(activity.brique_code or "")[:1],
                planned=sum(cell.planned for cell in slots),
                present=sum(cell.present for cell in slots),
                late=sum(cell.away for cell in slots),
                justified=sum(cell.justified for cell in slots),
                unjustified=sum(cell.unjustified for cell in slots),
                sheet=sheet.number if sheet else "",
                validated=all(cell.validated for cell in slots),
                corrected=max((day for day in changed if day), default=None),
                carried_over=any(cell.carried_over for cell in slots),
            )
        )
    return tuple(rows)


def _words(asked: Period) -> str:
    if asked == month_of(asked[0]):
        return f"{MONTHS[asked[0].month - 1].capitalize()}{NBSP}{asked[0].year}"
    return period(*asked).capitalize()


def _titles(titles: Sequence[str]) -> str:
    known = list(dict.fromkeys(titles))
    few = ", ".join(known[:MANY_ACTIVITIES])
    return f"{few}…" if len(known) > MANY_ACTIVITIES else few

"""Liste des absents: who was away over a period, with a telephone to call; never why."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.core.text import sort_key
from elans_desktop.models.participants import Participant
from elans_desktop.services import restricted
from elans_desktop.services.organisation import agreements, organisation
from elans_desktop.services.paper import PaperPerson
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.presences.paper_presence import AbsenceRow, AbsencesView
from elans_desktop.services.presences.presence_papers import reading
from elans_desktop.services.printing.printing import DocumentRequest

STATUSES = {"I": "absent injustifié", "A": "absent justifié", "E": "excusé"}


def prepare(session: Session, request: DocumentRequest) -> tuple[AbsencesView, ...]:
    """The absences of the days asked (the last seven without any), of some activities or of all.

    Raises RuleError when nobody was away.
    """
    require(session, Right.READ_PEOPLE)
    end = request.end or clock.today()
    asked = request.start or end - timedelta(days=6), end
    found = [
        cell
        for cell in reading.cells(session, asked, request.scope, activity_ids=request.object_ids or None)
        if cell.status in STATUSES
    ]
    if not found:
        raise RuleError("Personne n’est noté absent sur cette période.", "Choisissez d’autres dates.")
    persons = {
        person.id: person
        for person in session.scalars(
            select(Participant).where(Participant.id.in_({cell.participant_id for cell in found}))
        )
    }
    activities = reading.activities_by_id(session, {cell.activity_id for cell in found})
    rows: dict[tuple[object, ...], AbsenceRow] = {}
    for cell in found:
        person = persons[cell.participant_id]
        key = (cell.day, cell.seance_id, person.id, cell.status)
        known = rows.get(key)
        rows[key] = AbsenceRow(
            cell.day,
            activities[cell.activity_id].title,
            PaperPerson(*restricted.shown_names(person)),
            STATUSES[cell.status],
            cell.length + (known.minutes if known else 0),
            cell.proof and (known is None or known.proof),
            person.phone,
        )
    ordered = sorted(
        rows.values(),
        key=lambda row: (row.day, row.activity, sort_key(f"{row.person.last_name} {row.person.first_name}")),
    )
    agreement_id = request.scope.agreement_id
    if agreement_id is None:
        current = agreements.current(session)
        agreement_id = current.id if current else None
    head = organisation.letterhead(session, agreement_id)
    return (AbsencesView(head, clock.local_now(), asked[0], asked[1], tuple(ordered)),)

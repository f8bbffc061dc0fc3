"""The restricted archive: out of everything that lists people, opened for a reason that is traced."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import ElansError, InputError, PermissionDenied, RuleError
from elans_desktop.models.activities import Activity, Enrolment, Seance
from elans_desktop.models.journal import AccessTrace
from elans_desktop.models.participants import Participant
from elans_desktop.models.privacy import Attachment
from elans_desktop.services import exports, listing, restricted, search
from elans_desktop.services.calendar import (
    appointments,
    enrol_candidates,
    enrolments,
    expected,
    ics_export,
)
from elans_desktop.services.evaluations import evaluations, evaluations_due
from elans_desktop.services.home import home_tasks
from elans_desktop.services.participants import (
    attachments,
    completeness,
    completeness_lists,
    detection_list,
    duplicates,
    papers,
    participants,
    person_events,
    person_file,
    person_history,
)
from elans_desktop.services.participants.person_papers import people as papers_of
from elans_desktop.services.pathways import (
    follow_up,
    support_tasks,
)
from elans_desktop.services.pathways.milestones import Period
from elans_desktop.services.presences import attendance_grid, presence_export
from elans_desktop.services.presences.presence_papers import absences, convocations
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.services.privacy import person_requests, purge
from elans_desktop.services.reports import report_people
from elans_desktop.services.restricted import RestrictedFile
from elans_desktop.services.scope import EVERYTHING
from elans_desktop.storage.workspace import Workspace
from tests.services.privacy.conftest import NAME, NOW, put_away
from tests.support.organisation import acting_as

YEAR = (date(2027, 1, 1), date(2027, 12, 31))
ALL = Period(date(2020, 1, 1), date(2027, 12, 31))


def lists(session: Session, person: uuid.UUID) -> dict[str, Callable[[], Any]]:
    """Every function that lists people, papers about several of them included."""
    activity_ids = session.scalars(
        select(Enrolment.activity_id).where(Enrolment.participant_id == person)
    ).all()
    seance_ids = session.scalars(select(Seance.id).where(Seance.activity_id.in_(activity_ids))).all()
    empty = next(key for key in session.scalars(select(Activity.id)) if key not in activity_ids)
    return {
        "participants.rows": lambda: (participants.rows(session), participants.rows(session, archived=True)),
        "search": lambda: (search.find(session, NAME[0]), search.find(session, NAME[1])),
        "duplicates": lambda: (
            duplicates.scan(session),
            duplicates.twins(session, participants.ParticipantInput(last_name=NAME[0], first_name=NAME[1])),
        ),
        "detection_list.rows": lambda: [
            (line.person, line.search) for line in detection_list.rows(session, EVERYTHING)
        ],
        "detection_list.recalls": lambda: [
            one.name for one in detection_list.recalls(session, EVERYTHING, date(2030, 1, 1), 500)
        ],
        "enrolments": lambda: [
            (one.last_name, one.first_name)
            for key in activity_ids
            for one in enrolments.enrolments(session, key)
        ],
        "enrolments.candidates": lambda: [
            (one.last_name, one.first_name) for one in enrolments.candidates(session, empty)
        ],
        "enrol_candidates": lambda: enrol_candidates.candidates(session, empty),
        "expected": lambda: [
            (one.last_name, one.first_name)
            for people in expected.people_at(session, seance_ids).values()
            for one in people
        ],
        "attendance_grid": lambda: [
            (one.last_name, one.first_name)
            for key in activity_ids
            for one in attendance_grid.grid(session, key).people
        ],
        "appointments.people": lambda: [
            (one.last_name, one.first_name) for one in appointments.people(session, NAME[0])
        ],
        "evaluations.rows": lambda: [(one.name,) for one in evaluations.rows(session)],
        "evaluations_due": lambda: [one.name for one in evaluations_due.rows(session)],
        "exports": lambda: (
            exports.export_participants(session, archived=True).rows,
            exports.export_participants(session, ids=[person]).rows,
        ),
        "presence_export": lambda: presence_export.table(session, YEAR).rows,
        "completeness": lambda: [
            one.name
            for checklist in completeness_lists.lists(session)
            for one in completeness.incomplete_files(session, EVERYTHING, checklist.code)
        ],
        "report_people": lambda: [
            one.name
            for key in (
                report_people.CONTACTS,
                report_people.PRESENT,
                report_people.ENTERED,
                report_people.SPOTTED,
            )
            for one in report_people.people(session, key, EVERYTHING, ALL)
        ],
        "listing": lambda: [listing.rows(session, table) for table in listing.TABLES],
        "follow_up": lambda: [one.name for one in follow_up.due(session, EVERYTHING)],
        "papers": lambda: [one.last_name for one in papers.expiring(session, None, 500)],
        "support_tasks": lambda: [one.name for one in support_tasks.idle_barriers(session, EVERYTHING, 500)],
        "home": lambda: [
            task.words
            for group in (*home_tasks.groups(session, EVERYTHING), home_tasks.silent(session, EVERYTHING))
            for task in group.tasks
        ],
        "ics": lambda: ics_export.whole(session, days=YEAR).content.decode(),
        "person_requests": lambda: [one.name for one in person_requests.register(session)],
        "absences": lambda: absences.prepare(session, DocumentRequest("absents", *YEAR)),
    }


def test_it_is_out_of_every_list(example: Workspace, person: uuid.UUID) -> None:
    with example.read() as session:
        shown = {name for name, read in lists(session, person).items() if said(read())}
    assert {
        *("participants.rows", "search", "enrolments", "expected", "attendance_grid", "evaluations.rows"),
        *(
            "exports",
            "presence_export",
            "report_people",
            "listing",
            "detection_list.rows",
            "appointments.people",
        ),
        *("enrolments.candidates", "enrol_candidates"),
    } <= shown, "the test would not see the name otherwise"
    put_away(example, person)
    with example.read() as session:
        assert [name for name, read in lists(session, person).items() if said(read())] == []
        number = session.get_one(Participant, person).number
        grid = next(iter(lists(session, person)["attendance_grid"]()), None)
        told = str(lists(session, person)["presence_export"]()) + str(
            lists(session, person)["attendance_grid"]()
        )
    assert grid is not None
    assert f"Dossier {number}" in told, "the past counts it under its number"


def said(found: Any) -> bool:
    """Whether the name stands in what a function returned: reprs hide it, so the fields are walked."""
    if isinstance(found, str):
        return any(part in found for part in NAME)
    if isinstance(found, dict):
        return any(said(one) for pair in found.items() for one in pair)
    if isinstance(found, (list, tuple)):
        return any(said(one) for one in found)
    names = getattr(found, "__dataclass_fields__", {})
    return any(said(getattr(found, name)) for name in names)


def test_it_opens_with_a_reason_that_is_traced(example: Workspace, person: uuid.UUID) -> None:
    put_away(example, person)
    with example.read() as session:
        paper = session.scalars(select(Attachment.id).where(Attachment.participant_id == person)).first()
    assert paper is not None
    request = DocumentRequest("fiche-participant", object_ids=(person,))
    ways: list[Callable[[Session], object]] = [
        lambda session: participants.view(session, person),
        lambda session: person_file.view(session, person, EVERYTHING),
        lambda session: person_events.of_participant(session, person),
        lambda session: person_history.of_participant(session, person),
        lambda session: attachments.of_participant(session, person),
        lambda session: attachments.content(session, paper),
        lambda session: papers_of.gather(session, request),
        lambda session: ics_export.of_object(session, person, days=YEAR),
    ]
    for read in ways:
        with example.read() as session, pytest.raises(RestrictedFile) as refused:
            read(session)
        assert refused.value.may_open
        assert NAME[0] not in str(refused.value)
    with example.write("Ouvrir") as session, pytest.raises(InputError):
        restricted.open_file(session, person, "par curiosité")
    with example.write("Ouvrir") as session:
        restricted.open_file(session, person, "controle")
    for read in ways:
        with example.read() as session:
            read(session)
    with example.read() as session:
        trace = session.scalars(select(AccessTrace).where(AccessTrace.row_id == person)).one()
        assert (trace.action, trace.reason_code) == ("archive-restreinte", "controle")
        assert trace.user_id == example.actor.user_id


def test_an_opening_lasts_an_hour(example: Workspace, person: uuid.UUID) -> None:
    put_away(example, person)
    with example.write("Ouvrir") as session:
        restricted.open_file(session, person, "controle")
    for minutes, opened in ((59, True), (61, False)):
        with clock.fixed(NOW + timedelta(minutes=minutes)), example.read() as session:
            assert restricted.is_open(session, person) is opened


@pytest.mark.parametrize("role", ["accueil", "referent", "consultation"])
def test_the_coordination_alone_opens_it(example: Workspace, person: uuid.UUID, role: str) -> None:
    put_away(example, person)
    with example.write("Ouvrir") as session:
        restricted.open_file(session, person, "controle")
    with acting_as(example, role):
        with example.write("Ouvrir") as session, pytest.raises(PermissionDenied):
            restricted.open_file(session, person, "controle")
        with example.read() as session, pytest.raises(PermissionDenied):
            participants.view(session, person)


def test_one_reads_it_without_writing(example: Workspace, person: uuid.UUID) -> None:
    with example.read() as session:
        known = participants.view(session, person).input
    put_away(example, person)
    with example.write("Modifier") as session, pytest.raises(RuleError, match="archive restreinte"):
        participants.save(session, known)
    with example.write("Rouvrir") as session, pytest.raises(RuleError, match="archive restreinte"):
        participants.archive(session, person, archived=False)


def test_it_comes_back(example: Workspace, person: uuid.UUID) -> None:
    put_away(example, person)
    with example.write("Faire revenir") as session:
        assert purge.bring_back(session, [person]) == 1
    with example.read() as session:
        assert person in {row.id for row in participants.rows(session)}
        assert participants.view(session, person).restricted_on is None
    example.undo()
    with example.read() as session, pytest.raises(ElansError):
        participants.view(session, person)
    example.undo()
    with example.read() as session:
        assert participants.view(session, person).restricted_on is None


def test_nobody_is_convoked_from_it(example: Workspace, person: uuid.UUID) -> None:
    put_away(example, person)
    request = DocumentRequest("convocation-activite", *YEAR, object_ids=(person,))
    with example.read() as session, pytest.raises(ElansError):
        convocations.prepare(session, request)

"""Accueil on Tuesday 4 May 2027, 9:14: what is asked, and what is not."""

from __future__ import annotations

import uuid
from collections.abc import Generator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.activities import Enrolment, EnrolmentPeriod
from elans_desktop.models.governance import Body, Decision, Meeting
from elans_desktop.models.organisation import Scheme
from elans_desktop.models.participants import Participant, PathwaySuspension
from elans_desktop.models.sheets import AttendanceSheet
from elans_desktop.services.calendar import seances
from elans_desktop.services.home import home, home_tasks
from elans_desktop.services.pathways import barriers, interviews
from elans_desktop.services.pathways.barriers import BarrierInput, ReviewInput
from elans_desktop.services.pathways.interviews import InterviewInput
from elans_desktop.services.presences import attendance
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.services.privacy import person_requests
from elans_desktop.services.privacy.person_requests import RequestInput
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World
from tests.support.pathway_world import complete, contact, pathway

TUESDAY = date(2027, 5, 4)


@pytest.fixture
def session(workspace: Workspace) -> Generator[Session]:
    with workspace.write("Essai") as session, clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield session


@pytest.fixture
def world(session: Session) -> World:
    made = calendar_world.build(session)
    complete(session, made)
    session.get_one(Scheme, Scheme.key("o2r")).options = {
        "pathway": {"max_months": 9, "exceptional_max_months": 12, "warning_days": 30}
    }
    session.flush()
    return made


def names(tasks: tuple[home_tasks.Task, ...]) -> list[str]:
    return [task.words for task in tasks]


def test_what_people_ask_about_their_data_waits_for_its_answer(session: Session, world: World) -> None:
    for person, day, answered in (
        (world.people[0], date(2027, 4, 28), None),
        (world.people[1], date(2027, 4, 6), None),
        (world.people[2], date(2027, 4, 1), TUESDAY),
    ):
        outcome = "acceptee" if answered else None
        asked = RequestInput(
            person, kind_code="acces", received_on=day, answered_on=answered, outcome_code=outcome
        )
        person_requests.save(session, asked)
    found = next(
        group for group in home_tasks.groups(session, EVERYTHING) if group.kind == home_tasks.REQUESTS
    )
    assert [(task.id, task.day, task.urgent) for task in found.tasks] == [
        (world.people[1], date(2027, 5, 6), True),
        (world.people[0], date(2027, 5, 28), False),
    ]


def test_the_week_begins_today_and_says_its_holiday(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=3)
    for day in (3, 4, 7):
        calendar_world.seance(session, world, activity, date(2027, 5, day), (14, 17))
    calendar_world.seance(session, world, activity, date(2027, 5, 4), (9, 12))
    found = home.week(session, Scope(world.agreement, 2027))
    assert (found.monday, found.is_next, found.total, found.to_print) == (date(2027, 5, 3), False, 3, 4)
    assert [(day.info.day.day, [card.start // 60 for card in day.seances]) for day in found.days] == [
        (4, [9, 14]), (6, []), (7, [14]), (8, []),
    ]  # fmt: skip
    assert found.days[1].info.bank_holiday == "Ascension"


def test_a_week_that_is_over_gives_way_to_the_next(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world)
    calendar_world.seance(session, world, activity, date(2027, 5, 3))
    calendar_world.seance(session, world, activity, date(2027, 5, 12))
    found = home.week(session, EVERYTHING)
    assert (found.monday, found.is_next, found.total) == (date(2027, 5, 10), True, 1)


def test_a_very_full_week_is_cut_and_says_so(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world)
    for index in range(home.MOST_SEANCES + 3):
        calendar_world.seance(session, world, activity, TUESDAY, (8 + index % 10, 18 + index % 5))
    found = home.week(session, EVERYTHING)
    assert (found.total, found.hidden) == (home.MOST_SEANCES + 3, 3)
    assert sum(len(day.seances) for day in found.days) == home.MOST_SEANCES


def test_meetings_of_the_week_are_there(session: Session, world: World) -> None:
    _meeting(session, world, TUESDAY)
    found = home.week(session, Scope(world.agreement))
    assert [meeting.title for day in found.days for meeting in day.meetings] == ["Groupe projet n°\u00a04"]


def test_presences_are_asked_for_past_slots_and_expected_people_only(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=2)
    entered = calendar_world.seance(session, world, activity, date(2027, 4, 27), (9, 12))
    half = calendar_world.seance(session, world, activity, date(2027, 4, 28), (9, 12))
    calendar_world.seance(session, world, activity, TUESDAY, (14, 17))
    calendar_world.seance(session, world, activity, TUESDAY - timedelta(days=200), (9, 12))
    for seance, people in ((entered, 2), (half, 1)):
        slot = seances.view(session, seance).card.slots[0].id
        attendance.set_presences(session, [PresenceInput(p, slot, "P") for p in world.people[:people]])
    assert [task.id for task in home_tasks.to_enter(session, EVERYTHING)] == [half]

    session.add(
        EnrolmentPeriod(
            enrolment_id=Enrolment.key(world.people[1], activity), start_on=date(2027, 5, 1), end_on=None
        )
    )
    session.flush()
    assert home_tasks.to_enter(session, EVERYTHING) == ()


def test_the_limit_counts_from_the_entry_and_an_extension_moves_it(session: Session, world: World) -> None:
    pathway(session, world, 0, entry=date(2026, 8, 18))
    pathway(session, world, 1, entry=date(2026, 7, 1))
    pathway(session, world, 2, entry=date(2026, 9, 10))
    pathway(session, world, 3, entry=date(2026, 7, 1), reason="Formation en cours")
    pathway(session, world, 4, entry=date(2026, 7, 1), left=date(2027, 2, 1))
    pathway(session, world, 5, entry=date(2026, 5, 20), reason="Formation en cours")
    found = home_tasks.near_limit(session, Scope(world.agreement))
    assert [(world.people.index(task.id), task.day, task.urgent) for task in found] == [
        (1, date(2027, 4, 1), True),
        (0, date(2027, 5, 18), True),
        (5, date(2027, 5, 20), False),
    ]


def test_silence_is_broken_by_a_presence_or_a_contact(session: Session, world: World) -> None:
    for person in range(5):
        pathway(session, world, person, entry=date(2026, 12, 1))
    paused = pathway(session, world, 5, entry=date(2026, 12, 1))
    pathway(session, world, 6, entry=date(2027, 4, 20))
    session.add(PathwaySuspension(pathway_id=paused, start_on=date(2027, 3, 1), end_on=None, reason=""))
    activity = calendar_world.activity(session, world, people=3)
    for day, person, status in ((20, 0, "P"), (20, 1, "I"), (2, 2, "P")):
        seance = calendar_world.seance(session, world, activity, date(2027, 4, day), (9, 12))
        slot = seances.view(session, seance).card.slots[0].id
        attendance.set_presences(session, [PresenceInput(world.people[person], slot, status)])
    contact(session, world, date(2027, 4, 10), 3)
    found = home_tasks.silent(session, Scope(world.agreement))
    assert [(world.people.index(task.id), task.day) for task in found.tasks] == [
        (1, date(2026, 12, 1)),
        (4, date(2026, 12, 1)),
        (2, date(2027, 4, 2)),
    ]


def test_incomplete_files_say_what_is_missing(session: Session, world: World) -> None:
    for person in range(3):
        pathway(session, world, person, entry=date(2027, 1, 1))
    lacking = session.get_one(Participant, world.people[1])
    lacking.birth_date, lacking.phone = None, ""
    session.flush()
    found = home_tasks.incomplete(session, EVERYTHING)
    assert [(world.people.index(task.id), task.detail) for task in found] == [
        (1, "naissance, téléphone ou courriel")
    ]
    lacking.email = "x@exemple.fr"
    lacking.birth_date = date(2000, 1, 1)
    session.flush()
    assert home_tasks.incomplete(session, EVERYTHING) == ()


def test_only_printed_past_and_current_sheets_are_waited_for(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world)
    for number, state, day in (
        ("FE-1", "imprimee", date(2027, 4, 30)),
        ("FE-2", "signee_recue", date(2027, 4, 30)),
        ("FE-3", "imprimee", TUESDAY),
    ):
        session.add(
            AttendanceSheet(
                number=number,
                kind="seance",
                activity_id=activity,
                start_on=day,
                end_on=day,
                state=state,
                content_sha256="",
                control_code="",
                pages=1,
            )
        )
    session.flush()
    assert [task.detail for task in home_tasks.sheets_out(session, EVERYTHING)] == ["FE-1"]


def test_late_decisions_lead_to_their_meeting(session: Session, world: World) -> None:
    meeting = _meeting(session, world, date(2027, 3, 1))
    for text, due, state in (
        ("Signer", date(2027, 4, 1), "a_faire"),
        ("Ouvrir", date(2027, 4, 1), "fait"),
        ("Écrire", date(2027, 6, 1), "en_cours"),
    ):
        session.add(
            Decision(
                meeting_id=meeting,
                number="2027-A01-01",
                text=text,
                type_code="decision",
                consensus=True,
                due_on=due,
                state=state,
            )
        )
    session.flush()
    found = home_tasks.late_decisions(session, Scope(world.agreement))
    assert [(task.words, task.other_id) for task in found] == [("Signer", meeting)]


def test_names_stay_out_of_reprs(session: Session, world: World) -> None:
    pathway(session, world, 0, entry=date(2026, 8, 18))
    found = home_tasks.near_limit(session, EVERYTHING)
    assert names(found) == ["Kévin Aubert"]
    assert "Aubert" not in repr(found)


def test_a_new_classeur_is_known_as_such(session: Session) -> None:
    assert home.first_steps(session) == home.FirstSteps(False, False, False)


def _meeting(session: Session, world: World, day: date) -> uuid.UUID:
    body = Body(agreement_id=world.agreement, title="Groupe projet", purpose="")
    session.add(body)
    session.flush()
    meeting = Meeting(
        body_id=body.id, number=4, day=day, start=600, end=720, place_text="Mairie", notes="", state="prevue"
    )
    session.add(meeting)
    session.flush()
    return meeting.id


def test_a_blocking_frein_without_action_is_a_task_of_those_who_see_freins(
    workspace: Workspace, session: Session, world: World
) -> None:
    entered = date(2027, 2, 1)
    followed = pathway(session, world, 2, entry=entered, M=entered)
    blocked = BarrierInput("logement", 3)
    barriers.save(session, ReviewInput(followed, date(2027, 3, 20), (blocked,)))
    (task,) = home_tasks.idle(session, Scope(world.agreement))
    assert (task.words, task.detail, task.day) == ("Mariama Cissé", "Logement", date(2027, 3, 20))
    kinds = [group.kind for group in home_tasks.groups(session, EVERYTHING)]
    assert kinds.index(home_tasks.IDLE) == kinds.index(home_tasks.LIMIT) + 1
    session.info["actor"] = replace(workspace.actor, role="accueil")
    assert home_tasks.idle(session, EVERYTHING) == ()


def test_an_interview_is_news_of_a_person(session: Session, world: World) -> None:
    entered = date(2027, 2, 1)
    for person in (0, 1):
        pathway(session, world, person, entry=entered, M=entered)
    heard = InterviewInput(world.people[0], day=date(2027, 4, 20), medium_code="telephone")
    interviews.save(session, heard)
    assert names(home_tasks.silent(session, EVERYTHING).tasks) == ["Estelle Brionne"]
    old = InterviewInput(world.people[1], day=date(2027, 3, 1), medium_code="telephone")
    interviews.save(session, old)
    assert [task.day for task in home_tasks.silent(session, EVERYTHING).tasks] == [date(2027, 3, 1)]


def test_the_week_shows_the_appointments_to_come(session: Session, world: World) -> None:
    typed = InterviewInput(
        world.people[0],
        day=date(2027, 4, 28),
        medium_code="rdv",
        next_on=date(2027, 5, 7),
        next_start=840,
        professional_id=world.trainers[1],
    )
    interviews.save(session, typed)
    found = home.week(session, Scope(world.agreement, 2027))
    (day,) = [day for day in found.days if day.appointments]
    assert (day.info.day, found.total) == (date(2027, 5, 7), 1)
    (one,) = day.appointments
    assert (one.name, one.start, one.professional) == ("Kévin Aubert", 840, "Nadia L.")

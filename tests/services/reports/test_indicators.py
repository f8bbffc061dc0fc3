"""Hand-checked figures: twelve people, their dates written here, the period is January to 4 May 2027."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.participants import DetectionContact, Participant, Pathway, PathwayGround
from elans_desktop.services.calendar import seances
from elans_desktop.services.pathways import follow_up
from elans_desktop.services.pathways.follow_up import SIX, CallInput
from elans_desktop.services.pathways.milestones import Period, period_of
from elans_desktop.services.presences import attendance
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.services.reports import indicators, report_people, reports
from elans_desktop.services.reports.indicators import Rate
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World
from tests.support.pathway_world import complete, contact, pathway

PERIOD = Period(date(2027, 1, 1), date(2027, 5, 4))
JAN, FEB, MAR, APR = date(2027, 1, 10), date(2027, 2, 10), date(2027, 3, 10), date(2027, 4, 10)
OLD = date(2026, 6, 1)


@pytest.fixture
def session(workspace: Workspace) -> Generator[Session]:
    with workspace.write("Essai") as session, clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield session


@pytest.fixture
def world(session: Session) -> World:
    """Eight pathways:

    0 spotted in January, M in February, A in April · 1 spotted in January, M in March · 2 spotted in January
    3 entered in 2026 (A then), left in March for a CDI · 4 in 2026, left in April, D2 (droit commun)
    5 in 2026, left in April, abandon · 6 in 2026, left in April, moved away (neutralised)
    7 left in April without a type · 8 will only come in June.
    """
    made = calendar_world.build(session)
    complete(session, made)
    pathway(session, made, 0, entry=FEB, registered=False, referent=False, R=JAN, M=FEB, A_pro=APR)
    pathway(session, made, 1, entry=MAR, registered=True, referent=True, R=JAN, M=MAR)
    pathway(session, made, 2, R=JAN)
    pathway(session, made, 3, entry=OLD, left=MAR, exit_code="E1", R=OLD, M=OLD, A_soc=OLD)
    pathway(session, made, 4, entry=OLD, left=APR, exit_code="D2", M=OLD)
    pathway(session, made, 5, entry=date(2026, 12, 1), left=APR, exit_code="A2", M=OLD)
    pathway(session, made, 6, entry=OLD, left=APR, exit_code="N1", M=OLD)
    pathway(session, made, 7, entry=OLD, left=APR, M=OLD)
    pathway(session, made, 8, R=date(2027, 6, 1))
    contact(session, made, JAN)
    contact(session, made, FEB)
    contact(session, made, JAN, 2)
    contact(session, made, OLD, 3)
    return made


def names(session: Session, key: str, world: World) -> set[int]:
    lines = report_people.people(session, key, Scope(world.agreement), PERIOD)
    return {world.people.index(line.id) for line in lines}


def test_the_funnel_counts_people_by_their_first_dates(session: Session, world: World) -> None:
    found = indicators.funnel(session, Scope(world.agreement), PERIOD)
    assert (found.contacts, found.anonymous) == (3, 2)
    assert (found.spotted, found.mobilised, found.supported, found.exits) == (3, 2, 1, 5)
    assert found.to_mobilised == Rate(2, 3)
    assert found.to_supported == Rate(1, 2)
    assert found.to_mobilised.basis_points == 6_667
    assert found.solutions == Rate(2, 4)


def test_a_second_pathway_of_the_same_person_counts_once(session: Session, world: World) -> None:
    pathway(session, world, 0, R=FEB, M=MAR)
    found = indicators.funnel(session, EVERYTHING, PERIOD)
    assert (found.spotted, found.mobilised) == (3, 2)


def test_a_first_contact_before_the_period_means_spotted_before(session: Session, world: World) -> None:
    contact(session, world, date(2026, 12, 31), 2)
    assert indicators.funnel(session, Scope(world.agreement), PERIOD).spotted == 2


def test_one_exit_is_read_in_three_vocabularies(session: Session, world: World) -> None:
    found = indicators.exits(session, Scope(world.agreement), PERIOD)
    people = {name: {one.code: one.people for one in lines} for name, lines in found.families.items()}
    assert people["o2r"] == {
        "emploi": 1, "formation_pro": 0, "formation_initiale": 0, "droit_commun": 1, "autre": 1,
        "neutralisee": 1, "": 1,
    }  # fmt: skip
    assert people["iae"]["durable"] == 1
    assert people["iae"]["hors_calcul"] == 1
    assert people["fse"]["en_emploi"] == 1
    assert found.rates == {"o2r": Rate(2, 4), "iae": Rate(1, 4), "fse": Rate(1, 5)}


def test_every_figure_opens_the_people_it_counts(session: Session, world: World) -> None:
    expected = {
        "contacts": {2},
        "spotted": {0, 1, 2},
        "mobilised": {0, 1},
        "supported": {0},
        "exits": {3, 4, 5, 6, 7},
        "spotted-mobilised": {0, 1},
        "mobilised-supported": {0},
        "solution": {3, 4},
        "no-solution": {5, 7},
        "dynamic": {3},
        "priority": {0},
        "o2r:neutralisee": {6},
        "o2r:": {7},
    }
    assert {key: names(session, key, world) for key in expected} == expected


def test_lengths_and_long_pathways(session: Session, world: World) -> None:
    """Left: 282 days (3), 313 (4, 6, 7), 130 (5). Nine months after 1 June 2026 is 1 March 2027."""
    made = reports.report(session, Scope(world.agreement), PERIOD)
    found = {one.code: one for one in made.indicators}
    assert (found["I11"].value, found["I11"].base) == (313, 5)
    assert "270" in found["I11"].formula
    assert found["I12"].value == 4
    assert names(session, "over-9", world) == {3, 4, 6, 7}
    assert (found["I13"].value, found["I13"].base) == (5_000, 2)
    assert found["I09"].formula == "2 / (5 − 1)"
    assert [one for one in made.ages if one[1]] == [("26 à 29\u00a0ans", 2)]


def test_ages_are_those_at_the_entry(session: Session, world: World) -> None:
    session.get_one(Participant, world.people[0]).birth_date = date(2009, 2, 11)
    session.get_one(Participant, world.people[1]).birth_date = None
    session.flush()
    ages = dict(reports.report(session, Scope(world.agreement), PERIOD).ages)
    assert next(iter(ages.values())) == 1
    assert ages["inconnu"] == 1


def test_hours_are_summed_by_month_and_brique(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=2)
    for day in (FEB, MAR):
        seance = calendar_world.seance(session, world, activity, day, (9, 12))
        slot = seances.view(session, seance).card.slots[0].id
        attendance.set_presences(
            session,
            [PresenceInput(world.people[0], slot, "P"), PresenceInput(world.people[1], slot, "I")],
        )
    view = reports.hours(session, Scope(world.agreement), PERIOD)
    assert [(month.first, dict(month.by_brique)) for month in view.months] == [
        (date(2027, 2, 1), {"M": 180}),
        (date(2027, 3, 1), {"M": 180}),
    ]
    found = {one.code: one for one in reports.hour_indicators(session, view)}
    assert (found["I14"].value, found["I05"].value, found["I15"].value) == (360, 1, 5_000)
    told = f"{found['I05'].definition} {found['I05'].formula}"
    assert "entretien" not in told, "interviews are not recorded: only presences make the file active"
    assert told.count("présen") == 1, "said once"
    assert names(session, "present", world) == {0}


def test_one_member_has_its_own_pathways_contacts_and_activities(session: Session, world: World) -> None:
    """The second structure carries 0 (spotted, mobilised, accompanied) and 3 (left), met one of the contacts
    and holds one activity, where 0 and 5 come an hour each."""
    other = world.structures[1]
    for pathway_row in session.scalars(select(Pathway)):
        if pathway_row.participant_id in (world.people[0], world.people[3]):
            pathway_row.member_id = other
    session.scalars(select(DetectionContact).where(DetectionContact.day == FEB)).one().member_id = other
    for structure, people in ((0, (1,)), (1, (0, 5))):
        activity = calendar_world.activity(session, world, people=6, structure=structure)
        seance = calendar_world.seance(session, world, activity, MAR, (9, 10))
        slot = seances.view(session, seance).card.slots[0].id
        attendance.set_presences(session, [PresenceInput(world.people[n], slot, "P") for n in people])
    session.flush()
    scope = Scope(world.agreement, member_id=other)
    found = indicators.funnel(session, scope, PERIOD)
    assert (found.contacts, found.spotted, found.mobilised, found.supported, found.exits) == (1, 1, 1, 1, 1)
    assert indicators.exits(session, scope, PERIOD).rates["o2r"] == Rate(1, 1)
    made = {one.code: one for one in reports.report(session, scope, PERIOD).indicators}
    assert (made["I11"].base, made["I12"].value) == (1, 1)
    assert reports.hours(session, scope, PERIOD).whole.realised == 120
    expected = {"spotted": {0}, "exits": {3}, "over-9": {3}, "present": {0, 5}, "contacts": set[int]()}
    found_names = {
        key: {world.people.index(line.id) for line in report_people.people(session, key, scope, PERIOD)}
        for key in expected
    }
    assert found_names == expected


def test_months_and_ages_open_the_people_they_count(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=2)
    for day, person in ((FEB, 0), (MAR, 1)):
        seance = calendar_world.seance(session, world, activity, day, (9, 12))
        slot = seances.view(session, seance).card.slots[0].id
        attendance.set_presences(session, [PresenceInput(world.people[person], slot, "P")])
    session.get_one(Participant, world.people[1]).birth_date = None
    session.flush()
    for month in reports.hours(session, Scope(world.agreement), PERIOD).months:
        assert names(session, f"present:{month.first.isoformat()}", world) == {
            0 if month.first.month == 2 else 1
        }
    ages = dict(reports.report(session, Scope(world.agreement), PERIOD).ages)
    opened = {band: names(session, f"age:{band}", world) for band in ages}
    assert {band: len(people) for band, people in opened.items()} == ages
    assert opened["inconnu"] == {1}


def test_the_period_of_the_header_stops_today(session: Session, world: World) -> None:
    assert period_of(session, Scope(world.agreement, 2027)) == PERIOD
    assert period_of(session, Scope(world.agreement, 2026)) == Period(date(2026, 1, 1), date(2026, 12, 31))
    assert period_of(session, Scope(world.agreement)) == Period(date(2026, 1, 1), date(2027, 5, 4))


def test_an_empty_period_has_no_rate(session: Session, world: World) -> None:
    empty = Period(date(2020, 1, 1), date(2020, 12, 31))
    found = indicators.funnel(session, Scope(world.agreement), empty)
    assert found.to_mobilised.basis_points is None
    assert reports.hours(session, Scope(world.agreement), empty).months == ()


def test_the_invisible_are_those_the_rule_of_eligibility_says(session: Session, world: World) -> None:
    """Entered: 0 is a priority, 1 registered without a ground, 9 registered with one, 8 unknown."""
    pathway(session, world, 8, entry=APR)
    subsidiary = pathway(session, world, 9, entry=APR, registered=True)
    session.add(
        PathwayGround(
            id=PathwayGround.key(subsidiary, "sans_solution"), pathway_id=subsidiary, code="sans_solution"
        )
    )
    session.flush()
    made = reports.report(session, Scope(world.agreement), PERIOD)
    found = {one.code: one for one in made.indicators}["I13"]
    assert (found.value, found.base, found.formula) == (2_500, 4, "1 / 4\u00a0; 2 à justifier")
    assert [key for _words, key in found.lists] == ["priority", "subsidiary", "to-justify"]
    assert names(session, "priority", world) == {0}
    assert names(session, "subsidiary", world) == {9}
    assert names(session, "to-justify", world) == {1, 8}


def test_six_months_after_is_a_rate_with_its_people(session: Session, world: World) -> None:
    """Due in the period: 10 left on 1 September (in work), 11 on 1 October (not reached)."""
    reached = pathway(session, world, 10, entry=OLD, left=date(2026, 9, 1), exit_code="E5")
    pathway(session, world, 11, entry=OLD, left=date(2026, 10, 1), exit_code="D2")
    follow_up.save(session, CallInput(reached, SIX, day=date(2027, 3, 2), outcome_code="joint_emploi"))
    made = reports.report(session, Scope(world.agreement), PERIOD)
    found = {one.code: one for one in made.indicators}["I21"]
    assert (found.value, found.base) == (5_000, 2)
    assert found.formula == "1 / 2\u00a0; 1 en emploi, 100\u00a0% des personnes jointes"
    assert names(session, "reached", world) == {10}
    assert names(session, "six-months", world) == {10, 11}


def test_indicators_without_anybody_are_left_out(session: Session, world: World) -> None:
    empty = Period(date(2020, 1, 1), date(2020, 12, 31))
    codes = {one.code for one in reports.report(session, Scope(world.agreement), empty).indicators}
    assert not codes & {"I13", "I21"}

"""Whatever is done to a series: its exceptions survive, and « les suivantes » leave the past as it was."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.models.activities import Seance
from elans_desktop.services.calendar import recurrence, seance_store, seances, series
from elans_desktop.services.calendar.recurrence import LAST, Recurrence
from elans_desktop.services.calendar.seances import SeanceInput, SlotInput
from elans_desktop.services.calendar.series import Reach
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World

FIRST = date(2027, 5, 11)


@pytest.fixture
def world(workspace: Workspace) -> World:
    with workspace.write("Données d’essai") as session:
        return calendar_world.build(session)


_RULES = st.builds(
    Recurrence,
    every=st.integers(1, 3),
    times=st.integers(3, 9),
    weekdays=st.lists(st.integers(0, 6), max_size=3).map(tuple),
    month_rank=st.sampled_from((None, None, None, 1, 2, 3, LAST)),
    skip=st.just(frozenset[str]()),
)
_ALONE = st.lists(
    st.tuples(st.integers(0, 8), st.sampled_from(("move", "hours", "title", "cancel", "delete"))), max_size=4
)
_WHOLE = st.lists(
    st.tuples(
        st.integers(0, 8),
        st.sampled_from((Reach.FOLLOWING, Reach.ALL)),
        st.integers(-10, 10),
        st.integers(7, 18),
    ),
    min_size=1,
    max_size=3,
)


def snapshot(session: Session, seance_id: uuid.UUID) -> SeanceInput:
    return seance_store.parts_of(session, [seance_id]).input_of(seance_store.get(session, seance_id))


def do_alone(session: Session, seance_id: uuid.UUID, what: str) -> None:
    data = snapshot(session, seance_id)
    assert data.day is not None
    if what == "move":
        seances.move(session, seance_id, data.day + timedelta(days=2), 8 * 60)
    elif what == "hours":
        seances.save(session, replace(data, slots=(replace(data.slots[0], start=500),)))
    elif what == "title":
        seances.save(session, replace(data, title="Sortie"))
    elif what == "cancel":
        seances.cancel(session, seance_id, "Neige")
    else:
        seances.delete(session, seance_id)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rule=_RULES, alone=_ALONE, whole=_WHOLE)
def test_exceptions_survive_and_the_past_stays(
    workspace: Workspace,
    world: World,
    rule: Recurrence,
    alone: list[tuple[int, str]],
    whole: list[tuple[int, Reach, int, int]],
) -> None:
    with workspace.write("Essai") as session:
        exceptions_survive(session, world, rule, alone, whole)


def exceptions_survive(
    session: Session,
    world: World,
    rule: Recurrence,
    alone: list[tuple[int, str]],
    whole: list[tuple[int, Reach, int, int]],
) -> None:
    activity = calendar_world.activity(session, world)
    data = SeanceInput(activity, FIRST, (SlotInput(540, 720, None, (world.trainers[0],)),), world.places[0])
    made = list(series.create(session, data, rule).ids)
    deleted: set[uuid.UUID] = set()
    touched: dict[uuid.UUID, tuple[SeanceInput, str]] = {}
    for index, what in alone:
        if index < len(made) and made[index] not in touched and made[index] not in deleted:
            do_alone(session, made[index], what)
            if what == "delete":
                deleted.add(made[index])
            else:
                state = session.get_one(Seance, made[index]).state
                touched[made[index]] = snapshot(session, made[index]), state
    for index, reach, days, hour in whole:
        free = [one for one in made if one not in touched and one not in deleted]
        if index >= len(free):
            continue
        edited = session.get_one(Seance, free[index])
        standing = edited.planned_day or edited.day
        past = {
            one.id: snapshot(session, one.id)
            for one in session.scalars(select(Seance).where(Seance.activity_id == activity))
            if one.series_id == edited.series_id and (one.planned_day or one.day) < standing
        }
        series.move(session, edited.id, edited.day + timedelta(days=days), hour * 60, reach)
        if reach is Reach.FOLLOWING:
            assert {one: snapshot(session, one) for one in past} == past
        assert snapshot(session, edited.id).slots[0].start == hour * 60
    for one, (before, state) in touched.items():
        assert snapshot(session, one) == before
        assert session.get_one(Seance, one).state == state
    found = session.scalars(select(Seance).where(Seance.activity_id == activity)).all()
    assert {one.id for one in found} == set(made) - deleted
    planned = sorted((one.day, one.number) for one in found if one.state == "prevue")
    assert sorted(number for _, number in planned) == list(range(1, len(planned) + 1))
    follows = [one for one in found if not one.detached and one.state == "prevue"]
    for one in follows:
        view = series.view_of(session, one.id)
        assert view is not None
        assert one.day in recurrence.occurrences(view.start, view.rule)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rule=_RULES, other=_RULES, alone=_ALONE)
def test_another_rule_never_brings_back_a_day_removed(
    workspace: Workspace, world: World, rule: Recurrence, other: Recurrence, alone: list[tuple[int, str]]
) -> None:
    with workspace.write("Essai") as session:
        removed_days_stay_away(session, world, rule, other, alone)


def removed_days_stay_away(
    session: Session, world: World, rule: Recurrence, other: Recurrence, alone: list[tuple[int, str]]
) -> None:
    activity = calendar_world.activity(session, world)
    data = SeanceInput(activity, FIRST, (SlotInput(540, 720),), world.places[0])
    made = list(series.create(session, data, rule).ids)
    removed: set[date] = set()
    standing: dict[uuid.UUID, SeanceInput] = {}
    for index, what in alone:
        if 0 < index < len(made) and made[index] not in standing and session.get(Seance, made[index]):
            day = session.get_one(Seance, made[index]).day
            do_alone(session, made[index], what)
            if what == "delete":
                removed.add(day)
            else:
                standing[made[index]] = snapshot(session, made[index])
    done = series.change(session, snapshot(session, made[0]), Reach.ALL, other)
    for one, before in standing.items():
        assert snapshot(session, one) == before
    found = session.scalars(select(Seance).where(Seance.activity_id == activity)).all()
    assert done.shown is not None
    view = series.view_of(session, done.shown)
    assert view is not None
    stands = {one.planned_day or one.day for one in found}
    assert len(stands) == len(found)
    gone = {left.day for left in view.exceptions}
    assert len(gone) == len(removed)
    assert not gone & stands
    assert stands | gone >= set(recurrence.occurrences(view.start, view.rule))

"""A trainer who has séances is neither archived nor deleted before handing them over."""

from __future__ import annotations

import uuid
from collections.abc import Generator
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.models.organisation import Professional
from elans_desktop.services.calendar import activities, seances, trainers
from elans_desktop.services.organisation import professionals
from elans_desktop.services.organisation.professionals import ProfessionalInput
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World


@pytest.fixture
def session(workspace: Workspace) -> Generator[Session]:
    with workspace.write("Essai") as session, clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield session


@pytest.fixture
def world(session: Session) -> World:
    return calendar_world.build(session)


def test_archiving_waits_until_the_seances_are_handed_over(session: Session, world: World) -> None:
    bike = calendar_world.activity(session, world)
    past = calendar_world.seance(session, world, bike, date(2027, 4, 27), trainers=(0, 1))
    first = calendar_world.seance(session, world, bike, date(2027, 5, 11), trainers=(0, 1))
    second = calendar_world.seance(session, world, bike, date(2027, 5, 18), trainers=(0,))
    jonas, nadia = world.trainers[0], world.trainers[1]
    with pytest.raises(RuleError, match="2\u00a0séances à venir") as refused:
        professionals.archive(session, jonas)
    assert "11/05/2027" in refused.value.message
    assert "Confiez-les" in refused.value.advice
    with pytest.raises(InputError):
        trainers.hand_over(session, jonas, jonas)
    assert trainers.hand_over(session, jonas, nadia) == 2
    for seance_id in (first, second):
        assert [t.id for t in seances.view(session, seance_id).card.trainers] == [nadia]
    assert [t.id for t in seances.view(session, past).card.trainers] == [jonas, nadia]
    assert [t.id for t in activities.view(session, bike).trainers] == [nadia]
    professionals.archive(session, jonas)
    with pytest.raises(RuleError, match="portent le nom"):
        professionals.delete(session, jonas)


def test_a_name_nothing_uses_is_deleted(session: Session, world: World) -> None:
    twice: uuid.UUID = professionals.save(session, ProfessionalInput(last_name="Prevel", is_trainer=True))
    professionals.delete(session, twice)
    assert session.get(Professional, twice) is None

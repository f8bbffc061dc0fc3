"""Activities: their project, their cost centre, what they work on."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.models.activities import ActivityTarget
from elans_desktop.services.calendar import activities, activity_targets
from elans_desktop.services.calendar.activities import ActivityInput
from elans_desktop.services.evaluations import shipped_grids
from elans_desktop.services.governance import projects
from elans_desktop.services.governance.projects import ProjectInput
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World


@pytest.fixture
def session(workspace: Workspace) -> Generator[Session]:
    with workspace.write("Essai") as session, clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield session


@pytest.fixture
def world(session: Session) -> World:
    made = calendar_world.build(session)
    shipped_grids.ensure_grids(session)
    return made


def test_an_activity_says_what_it_works_on_and_who_bears_it(session: Session, world: World) -> None:
    project = projects.save(
        session, ProjectInput(None, " Une recyclerie à Flers ", world.agreement, world.structures[1])
    )
    grid = next(c for c in activity_targets.choices(session) if c.list_code != "barriers")
    wanted = ActivityInput(
        "Atelier recyclerie",
        world.agreement,
        world.structures[0],
        brique_code="M",
        domain_code="environnement",
        setting_code="hors_les_murs",
        project_id=project,
        cost_member_id=world.structures[1],
        cost_brique_code="A",
        targets=(("barriers", "mobilite"), grid.target),
    )
    made = activities.save(session, wanted)
    view = activities.view(session, made)
    assert (view.project_title, view.cost_member_id, view.cost_brique_code) == (
        "Une recyclerie à Flers", world.structures[1], "A",
    )  # fmt: skip
    assert (view.domain_code, view.setting_code) == ("environnement", "hors_les_murs")
    assert set(view.targets) == set(wanted.targets)
    activities.save(
        session,
        ActivityInput("Atelier", world.agreement, world.structures[0], targets=(grid.target,), id=made),
    )
    assert activities.view(session, made).targets == (grid.target,)
    activities.delete(session, made)
    assert session.query(ActivityTarget).count() == 0


def test_projects_of_an_agreement_and_those_of_none(session: Session, world: World) -> None:
    own = projects.save(session, ProjectInput(None, "Le four à pain", world.agreement))
    free = projects.save(session, ProjectInput(None, "Fête du village"))
    assert [row.id for row in projects.rows(session, agreement_id=world.agreement)] == [free, own]
    projects.archive(session, free)
    assert [row.input.title for row in projects.rows(session)] == ["Le four à pain"]
    with pytest.raises(InputError):
        projects.save(session, ProjectInput(None, "  "))


def test_every_frein_and_criterion_may_be_targeted(session: Session, world: World) -> None:
    found = activity_targets.choices(session)
    assert sum(choice.list_code == "barriers" for choice in found) == 11
    assert len({choice.target for choice in found}) == len(found)
    assert {choice.family for choice in found} > {"Frein"}

from __future__ import annotations

import uuid
from collections.abc import Generator
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import NotFoundError, RuleError
from elans_desktop.models.activities import Activity
from elans_desktop.models.participants import Participant
from elans_desktop.services.calendar import seances
from elans_desktop.services.presences.presence_papers import convocations, planning
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World

MAY = (date(2027, 5, 1), date(2027, 5, 31))


@pytest.fixture
def session(workspace: Workspace) -> Generator[Session]:
    with workspace.write("Essai") as session, clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield session


@pytest.fixture
def world(session: Session) -> World:
    return calendar_world.build(session, people=3)


@pytest.fixture
def garden(session: Session, world: World) -> uuid.UUID:
    return calendar_world.activity(session, world, "Jardin partagé", people=2)


@pytest.fixture
def meeting(session: Session, world: World) -> uuid.UUID:
    made = calendar_world.activity(session, world, "Entretien", brique="A", people=1)
    session.get_one(Activity, made).mode_code = "individuel"
    session.flush()
    return made


def plan(session: Session, *ids: uuid.UUID, variant: str | None = None) -> list[tuple[date, str, str, str]]:
    request = DocumentRequest("planning", *MAY, ids, variant)
    return [(e.day, e.brique, e.hours, e.label) for e in planning.prepare(session, request)[0].entries]


def test_the_planning_of_the_wall_names_nobody_and_no_individual_meeting(
    session: Session, world: World, garden: uuid.UUID, meeting: uuid.UUID
) -> None:
    calendar_world.seance(session, world, garden, date(2027, 5, 5), (9, 12))
    cancelled = calendar_world.seance(session, world, garden, date(2027, 5, 7), (9, 12))
    seances.cancel(session, cancelled, "neige")
    calendar_world.seance(session, world, garden, date(2027, 6, 2), (9, 12))
    calendar_world.seance(session, world, meeting, date(2027, 5, 6), (14, 15))
    (view,) = planning.prepare(session, DocumentRequest("planning", *MAY))
    assert [(e.day, e.brique, e.hours, e.label) for e in view.entries] == [
        (date(2027, 5, 5), "M", "9\u00a0h – 12\u00a0h", "Jardin partagé, Vire")
    ]
    assert (view.title, view.shape, len(view.days)) == ("Mai\u00a02027", "a4", 31)
    assert [brique.letter for brique in view.legend] == ["M"]
    assert next(day.note for day in view.days if day.day == date(2027, 5, 1))


def test_a_planning_of_a_trainer_of_a_place_or_of_a_person(
    session: Session, world: World, garden: uuid.UUID, meeting: uuid.UUID
) -> None:
    calendar_world.seance(session, world, garden, date(2027, 5, 5), (9, 12), trainers=(1,), place=1)
    calendar_world.seance(session, world, meeting, date(2027, 5, 6), (14, 15), trainers=(0,))
    assert [row[0].day for row in plan(session, world.trainers[1])] == [5]
    assert [row[0].day for row in plan(session, world.places[1])] == [5]
    assert [row[0].day for row in plan(session, world.people[0])] == [5, 6], "individual meetings too"
    assert [row[0].day for row in plan(session, world.people[1])] == [5]
    (card,) = planning.prepare(session, DocumentRequest("planning", *MAY, (world.people[0],)))
    assert (card.shape, card.subtitle, card.person) == ("a5", "Mes rendez-vous", "Kévin Aubert")
    with pytest.raises(NotFoundError):
        plan(session, uuid.uuid4())


def test_a_convocation_goes_to_each_person_expected(
    session: Session, world: World, garden: uuid.UUID
) -> None:
    kevin = session.get_one(Participant, world.people[0])
    kevin.civility, kevin.address, kevin.postcode, kevin.commune = "monsieur", "3 rue Haute", "14500", "Vire"
    session.get_one(Activity, garden).material = "Des bottes."
    calendar_world.seance(session, world, garden, date(2027, 5, 3), (9, 12))
    for day in (12, 5):
        calendar_world.seance(session, world, garden, date(2027, 5, day), (9, 12), (14, 17))
    views = convocations.prepare(session, DocumentRequest("convocation-activite", object_ids=(garden,)))
    assert [view.person for view in views] == ["M. Kévin AUBERT", "Estelle BRIONNE"]
    assert [d.day.day for d in views[0].dates] == [5, 12], "what is over is not convened"
    assert views[0].address == ("3 rue Haute", "14500 Vire")
    assert views[0].material == "Des bottes."
    assert views[0].dates[0].place == "Hangar du Pressoir, Vire"
    alone = DocumentRequest("convocation-activite", object_ids=(world.people[1],))
    assert [view.activity for view in convocations.prepare(session, alone)] == ["Jardin partagé"]


def test_nobody_who_objects_to_letters_is_convened_with_the_others(
    session: Session, world: World, garden: uuid.UUID
) -> None:
    calendar_world.seance(session, world, garden, date(2027, 5, 5), (9, 12))
    kevin, estelle = (session.get_one(Participant, world.people[rank]) for rank in (0, 1))
    kevin.opposes_contact = True
    group = DocumentRequest("convocation-activite", object_ids=(garden,))
    assert [view.person for view in convocations.prepare(session, group)] == ["Estelle BRIONNE"]
    alone = DocumentRequest("convocation-activite", object_ids=(kevin.id,))
    assert [view.person for view in convocations.prepare(session, alone)] == ["Kévin AUBERT"]
    estelle.opposes_contact = True
    with pytest.raises(RuleError, match="s’opposent à recevoir"):
        convocations.prepare(session, group)


def test_nobody_to_convene_says_so(session: Session, world: World, garden: uuid.UUID) -> None:
    with pytest.raises(RuleError, match="Aucune séance à venir"):
        convocations.prepare(session, DocumentRequest("convocation-activite", object_ids=(garden,)))
    with pytest.raises(NotFoundError):
        convocations.prepare(session, DocumentRequest("convocation-activite", object_ids=(uuid.uuid4(),)))
    with pytest.raises(RuleError, match="Choisissez une personne"):
        convocations.prepare(session, DocumentRequest("convocation-activite"))

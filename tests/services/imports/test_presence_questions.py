"""What a list of past presences leaves open: who, which activity, which absence. Asked, never guessed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.models.participants import Participant
from elans_desktop.services.imports import presence_writing
from elans_desktop.services.imports.presence_questions import ACTIVITY, CREATE, PERSON, SKIP, Answers
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World
from tests.support.past_presences import HEAD, imported, messages, plan_of, planned_of, realised


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield


@pytest.fixture
def world(workspace: Workspace) -> World:
    with workspace.write("Données d’essai") as session:
        return calendar_world.build(session, people=4)


def test_unknown_and_doubtful_people_are_asked_never_guessed(workspace: Workspace, world: World) -> None:
    text = HEAD + (
        "Aubere;Kévin;26/04/2027;9h;12h;P;Jardin\n"
        "Nouvel;Zoé;26/04/2027;9h;12h;P;Jardin\n"
        "Nouvel;Zoé;27/04/2027;9h;12h;P;Jardin\n"
    )
    made = plan_of(workspace, world, text)
    assert made.ready == ()
    assert made.waiting == 3
    zoe, aubere = made.questions
    assert (zoe.kind, zoe.lines, [answer for answer, _ in zoe.choices]) == (PERSON, (3, 4), [SKIP, CREATE])
    assert aubere.why == "Aucun dossier ne porte ce nom"
    assert [answer for answer, _ in aubere.choices] == [SKIP, world.people[0].hex, CREATE]
    answers: Answers = {zoe.subject: CREATE, aubere.subject: world.people[0].hex}
    imported(workspace, world, text, answers=answers)
    assert realised(workspace, world.people[0]) == 180
    with workspace.read() as session:
        created = session.scalars(select(Participant).where(Participant.last_name == "Nouvel")).one()
    assert (created.first_name, created.number) == ("Zoé", "2027-A0001")
    assert realised(workspace, created.id) == 360


def test_homonyms_are_told_apart_by_their_birth_or_asked(workspace: Workspace, world: World) -> None:
    with workspace.write("Homonyme") as session:
        first = session.get_one(Participant, world.people[0])
        first.birth_date = date(1996, 3, 2)
        blank = {c.name: getattr(first, c.name) for c in Participant.__table__.columns if c.name != "id"}
        session.add(Participant(**{**blank, "number": "2026-A0099", "birth_date": date(2001, 5, 6)}))
    head = "Nom;Prénom;Né le;Date;Heures;Activité\n"
    (question,) = plan_of(workspace, world, head + "Aubert;Kévin;;26/04/2027;3;Jardin\n").questions
    assert question.why == "Plusieurs dossiers portent ce nom"
    assert len(question.choices) == 4
    (one,) = plan_of(workspace, world, head + "Aubert;Kévin;02/03/1996;26/04/2027;3;Jardin\n").ready
    assert one.person == world.people[0]


def test_the_number_decides_unless_the_name_is_another(workspace: Workspace, world: World) -> None:
    text = (
        "Dossier;Nom;Date;Heures;Activité\n"
        "2026-A0002;Brionne;26/04/2027;3;Jardin\n"
        "2026-A0001;Poulain;26/04/2027;3;Jardin\n"
        "2026-A0777;;26/04/2027;3;Jardin\n"
    )
    made = plan_of(workspace, world, text)
    assert [one.person for one in made.ready] == [world.people[1]]
    assert messages(made) == [
        (3, "Le dossier 2026-A0001 ne porte pas ce nom : corrigez l’un ou l’autre."),
        (4, "Le dossier 2026-A0777 n’est pas dans le classeur."),
    ]


def test_an_activity_that_looks_like_another_is_asked(workspace: Workspace, world: World) -> None:
    with workspace.write("Activité") as session:
        known = calendar_world.activity(session, world, "Atelier cuisine")
    text = HEAD + "Aubert;Kévin;26/04/2027;9h;12h;P;Atelier cuisines\n"
    (question,) = plan_of(workspace, world, text).questions
    assert question.kind == ACTIVITY
    assert [answer for answer, _ in question.choices] == [SKIP, known.hex, CREATE]
    made = plan_of(workspace, world, text, answers={question.subject: known.hex})
    assert [one.activity for one in made.ready] == [known]


def test_an_absence_without_its_kind_is_asked_once(workspace: Workspace, world: World) -> None:
    text = HEAD + (
        "Aubert;Kévin;26/04/2027;9h;12h;absent;Jardin\nBrionne;Estelle;26/04/2027;9h;12h;abs;Jardin\n"
    )
    (question,) = plan_of(workspace, world, text).questions
    assert question.lines == (2, 3)
    made = plan_of(workspace, world, text, answers={question.subject: "A"})
    assert [one.status for one in made.ready] == ["A", "A"]
    left = plan_of(workspace, world, text, answers={question.subject: SKIP})
    assert (left.ready, left.questions) == ((), ())


def test_a_file_of_the_restricted_archive_receives_nothing(workspace: Workspace, world: World) -> None:
    away, other = world.people[:2]
    text = (
        "Dossier;Nom;Prénom;Date;Heures;Activité\n"
        "2026-A0001;;;26/04/2027;3;Jardin\n"
        "2026-A0001;Aubert;;27/04/2027;3;Jardin\n"
        "2026-A0002;Brionne;;26/04/2027;3;Jardin\n"
        ";Aubere;Kévin;26/04/2027;3;Jardin\n"
    )
    (asked,) = plan_of(workspace, world, text).questions
    planned, context = planned_of(workspace, world, text)
    with workspace.write("Mettre un dossier en archive restreinte") as session:
        session.get_one(Participant, away).restricted_on = date(2027, 5, 3)
    why = (
        "Le dossier 2026-A0001 est dans l’archive restreinte : il se lit sans se modifier. "
        "Faites-le d’abord revenir dans les listes."
    )
    made = plan_of(workspace, world, text, answers={asked.subject: away.hex})
    assert messages(made) == [(2, why), (3, why), (5, why)]
    assert [one.person for one in made.ready] == [other]
    with workspace.write("Importer") as session, pytest.raises(RuleError, match="archive restreinte"):
        presence_writing.apply(session, planned, context)
    assert realised(workspace, away) == 0

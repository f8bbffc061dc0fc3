"""The marks of the timeline and « Tout »: everything that happened, to each role what it may see."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import event, select

from elans_desktop.core import clock
from elans_desktop.core.errors import PermissionDenied
from elans_desktop.models.activities import SeanceSlot
from elans_desktop.models.evaluations import Evaluation, Grid
from elans_desktop.models.organisation import Structure
from elans_desktop.models.privacy import Attachment
from elans_desktop.models.support import FinancialAid, FollowUpCall, HandedDocument, Immersion
from elans_desktop.services.calendar import activities, enrolments, seances
from elans_desktop.services.calendar.activities import ActivityInput
from elans_desktop.services.calendar.seances import SeanceInput, SlotInput
from elans_desktop.services.participants import detection, person_events, person_timeline
from elans_desktop.services.participants.detection import ContactInput
from elans_desktop.services.participants.person_timeline import Mark
from elans_desktop.services.pathways import pathways, situations
from elans_desktop.services.pathways.objectives import ActionInput
from elans_desktop.services.pathways.pathways import PathwayInput, Stay
from elans_desktop.services.pathways.situations import ENTRY, SituationInput
from elans_desktop.services.presences import attendance
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.services.privacy import person_requests
from elans_desktop.services.privacy.person_requests import RequestInput
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import acting_as, fill
from tests.support.people import NOW, add_pathway, add_person
from tests.support.support_world import interview, objective, review

ENTERED = date(2027, 1, 4)


@pytest.fixture
def agreement(workspace: Workspace) -> Iterator[uuid.UUID]:
    with clock.fixed(NOW):
        yield fill(workspace)


@pytest.fixture
def lucie(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    """A whole pathway: one thing of every kind."""
    person = add_person(workspace, "Bazin", "Lucie", birth_date=date(1996, 3, 2))
    pathway = add_pathway(
        workspace, person, agreement, [("M", ENTERED, None)], entry_on=ENTERED, charter_signed_on=ENTERED
    )
    review(workspace, pathway, ENTERED, mobilite=3, logement=0)
    review(workspace, pathway, date(2027, 3, 1), mobilite=2)
    objective(
        workspace,
        pathway,
        "Passer le code",
        ActionInput("S’inscrire", status_code="fait", done_on=date(2027, 2, 1)),
        opened_on=date(2027, 1, 11),
        status_code="atteint",
        closed_on=date(2027, 4, 1),
    )
    interview(workspace, person, date(2027, 2, 3), summary="32 questions\nsur 40.")
    with workspace.write("Noter") as session:
        detection.save(session, ContactInput(person, day=date(2026, 12, 1), mode_code="ccas", place="Flers"))
        situations.save(session, SituationInput(pathway, ENTRY, ENTERED))
        attend(session, agreement, person)
        host = session.scalars(select(Structure.id)).first()
        assert host is not None
        texts = dict.fromkeys(("agreement_number", "tutor", "job", "goals", "tasks", "outcome"), "")
        days = {"start_on": date(2027, 3, 8), "end_on": date(2027, 3, 19)}
        for cancelled in (False, True):
            session.add(
                Immersion(
                    pathway_id=pathway,
                    host_id=host,
                    object_code="decouvrir",
                    renewal=False,
                    cancelled=cancelled,
                    **days,
                    **texts,
                )
            )
        session.add(
            FinancialAid(
                pathway_id=pathway,
                kind_code="permis",
                amount=120_000,
                asked_on=date(2027, 3, 1),
                decided_on=date(2027, 3, 20),
                status_code="accordee",
                **dict.fromkeys(("purpose", "funder_name", "note"), ""),
            )
        )
        session.add(HandedDocument(participant_id=person, day=date(2027, 1, 5), title="Livret"))
        for name, secret in (("cv.pdf", False), ("rqth.pdf", True)):
            session.add(
                Attachment(
                    participant_id=person,
                    sha256="0" * 64,
                    name=name,
                    confidential=secret,
                    dated=date(2027, 2, 8),
                    added_at=0,
                    note="",
                )
            )
        session.add(
            FollowUpCall(
                pathway_id=pathway,
                moment="plus_3_mois",
                day=date(2027, 4, 30),
                outcome_code="joint_emploi",
                note="",
                noted_at=0,
            )
        )
        grid = session.scalars(select(Grid.id).where(Grid.code == "savoir_etre_o2r")).one()
        session.add(
            Evaluation(
                grid_id=grid,
                participant_id=person,
                pathway_id=pathway,
                moment="entree",
                voice="professionnel",
                day=date(2027, 1, 15),
                person_words="",
                comment="",
            )
        )
        asked = RequestInput(
            person,
            kind_code="acces",
            received_on=date(2027, 4, 1),
            answered_on=date(2027, 4, 9),
            outcome_code="acceptee",
        )
        person_requests.save(session, asked)
    return person


def attend(session, agreement: uuid.UUID, person: uuid.UUID) -> None:
    """Two half-days in one week: one present with 20 minutes late, one absence."""
    ours = session.scalars(select(Structure.id)).first()
    garden = activities.save(
        session,
        ActivityInput(title="Jardin", agreement_id=agreement, structure_id=ours, brique_code="M"),
    )
    enrolments.enrol(session, garden, [person], since=ENTERED)
    for day, status, late in ((date(2027, 1, 12), "P", 20), (date(2027, 1, 14), "A", 0)):
        seance = seances.save(
            session, SeanceInput(activity_id=garden, day=day, slots=(SlotInput(start=540, end=720),))
        )
        slot = session.scalars(select(SeanceSlot.id).where(SeanceSlot.seance_id == seance)).one()
        attendance.set_presences(session, [PresenceInput(person, slot, status, late=late)])


def test_the_marks_of_the_timeline(workspace: Workspace, lucie: uuid.UUID) -> None:
    with workspace.read() as session:
        view = person_timeline.of_participant(session, lucie)
    assert [(mark.day, mark.kind) for mark in view.marks] == [
        (date(2026, 12, 1), "contact"),
        (date(2027, 1, 5), "document"),
        (date(2027, 1, 15), "evaluation"),
        (date(2027, 2, 3), "interview"),
        (date(2027, 2, 8), "document"),
        (date(2027, 3, 8), "immersion"),
    ]
    assert view.marks[-1] == Mark(date(2027, 3, 8), "immersion", date(2027, 3, 19))
    assert view.count("document") == 2
    assert view.weeks == ((date(2027, 1, 11), 160),)


def test_everything_in_the_order_of_the_days(workspace: Workspace, lucie: uuid.UUID) -> None:
    with workspace.read() as session:
        events = person_events.of_participant(session, lucie)
    assert {event.kind for event in events} == set(person_events.KINDS)
    days = [event.day for event in events]
    assert days == sorted(days, reverse=True)
    said = {(event.title, event.detail) for event in events}
    for line in (
        ("Contact de repérage", "CCAS, CIAS · Flers"),
        ("Remobilisation", "début"),
        ("Charte d’engagement signée", ""),
        ("Point sur les freins", "Mobilité\u00a03 → 2"),
        ("Objectif atteint", "Passer le code"),
        ("Action faite", "S’inscrire"),
        ("Entretien, sur place avec rendez-vous", "32 questions sur 40."),
        ("Présences, jusqu’au 17/01/2027", "1\u00a0demi-journée, 2\u00a0h\u00a040 · 1\u00a0absence"),
        (
            "Immersion annulée, Association Le Pressoir",
            "jusqu’au 19/03/2027 · Découvrir un métier ou un secteur",
        ),
        ("Aide financière, Permis de conduire", "demandée · 1\u00a0200,00\u00a0€"),
        ("Aide financière, Permis de conduire", "accordée"),
        ("Appel de suivi, trois mois après", "Joint, en emploi"),
        ("Pièce jointe", "cv.pdf"),
        ("Demande\u00a0: accès à ses données", ""),
        ("Réponse\u00a0: accès à ses données", "acceptée"),
    ):
        assert line in said
    assert "rqth" not in repr([(event.title, event.detail) for event in events])


def test_welcome_desks_see_neither_interviews_nor_freins(workspace: Workspace, lucie: uuid.UUID) -> None:
    with acting_as(workspace, "accueil"), workspace.read() as session:
        view = person_timeline.of_participant(session, lucie)
        kinds = {event.kind for event in person_events.of_participant(session, lucie)}
    assert view.count("interview") == 0
    assert view.count("contact") == 1
    assert set(person_events.KINDS) - kinds == {"barrier", "objective", "interview"}
    with acting_as(workspace, "consultation"), workspace.read() as session:
        for read in (person_timeline.of_participant, person_events.of_participant):
            with pytest.raises(PermissionDenied):
                read(session, lucie)


def test_a_longer_file_is_not_read_with_more_questions(
    workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID
) -> None:
    def questions() -> list[int]:
        asked: list[int] = []
        for read in (person_timeline.of_participant, person_events.of_participant):
            with workspace.read() as session:
                engine = session.get_bind()
                seen: list[str] = []
                event.listen(engine, "before_cursor_execute", lambda *args, into=seen: into.append(args[2]))
                read(session, lucie)
                asked.append(len(seen))
        return asked

    before = questions()
    for day in range(1, 20):
        interview(workspace, lucie, date(2027, 3, day), summary=f"Jour {day}.")
    with workspace.write("Second parcours") as session:
        stays = (Stay("M", date(2027, 1, 1), date(2027, 1, 3)),)
        ended = PathwayInput(
            lucie,
            agreement,
            entry_on=date(2027, 1, 1),
            stays=stays,
            exit_on=date(2027, 1, 3),
            exit_code="A1",
        )
        pathways.save(session, ended)
    after = questions()
    assert after == before
    assert before[0] <= 4, "the transaction, two reads and a little"

"""A file of the restricted archive is read, never written: nothing is added, changed nor removed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import RuleError
from elans_desktop.models.activities import Activity, Enrolment
from elans_desktop.models.evaluations import Criterion, Evaluation
from elans_desktop.models.organisation import Professional
from elans_desktop.models.participants import Pathway
from elans_desktop.models.privacy import Attachment
from elans_desktop.models.support import ObjectiveAction
from elans_desktop.services import restricted
from elans_desktop.services.calendar import (
    enrolments,
    waiting,
)
from elans_desktop.services.evaluations import evaluation_entry
from elans_desktop.services.evaluations.evaluation_entry import Note
from elans_desktop.services.evaluations.evaluations import EvaluationInput
from elans_desktop.services.organisation import reference
from elans_desktop.services.participants import (
    attachments,
    detection,
    detection_anonymous,
    detection_list,
    financial_aids,
    handed_documents,
    information_given,
    people_actions,
)
from elans_desktop.services.participants.attachments import NewAttachment
from elans_desktop.services.participants.detection import ContactInput
from elans_desktop.services.participants.detection_anonymous import AnonymousInput
from elans_desktop.services.participants.financial_aids import AidInput
from elans_desktop.services.participants.handed_documents import HandedInput
from elans_desktop.services.participants.information_given import InformationInput
from elans_desktop.services.pathways import (
    barriers,
    follow_up,
    immersions,
    interviews,
    objectives,
    pathways,
    situations,
)
from elans_desktop.services.pathways.barriers import ReviewInput
from elans_desktop.services.pathways.follow_up import CallInput
from elans_desktop.services.pathways.immersions import ImmersionInput
from elans_desktop.services.pathways.interviews import InterviewInput
from elans_desktop.services.pathways.objectives import ActionInput, ObjectiveInput
from elans_desktop.services.pathways.pathways import ExtensionInput, PathwayInput
from elans_desktop.services.pathways.situations import SituationInput
from elans_desktop.storage.workspace import Workspace
from tests.services.privacy.conftest import NAME, NOW, put_away


def test_every_section_refuses_what_is_typed(example: Workspace, person: uuid.UUID) -> None:
    with example.read() as session:
        pathway = session.scalars(select(Pathway.id).where(Pathway.participant_id == person)).first()
        paper = session.scalars(select(Attachment.id).where(Attachment.participant_id == person)).first()
        files = attachments.of_participant(session, person).rows
        referent = session.scalars(select(Professional.id).where(Professional.is_referent)).first()
    assert pathway is not None
    assert paper is not None
    assert referent is not None
    put_away(example, person)
    with example.write("Ouvrir") as session:
        restricted.open_file(session, person, "controle")
    day = NOW.date()
    writes: list[Callable[[Session], object]] = [
        lambda s: interviews.save(s, InterviewInput(person, day=day, summary="Vu.")),
        lambda s: pathways.save(s, PathwayInput(person, uuid.uuid4())),
        lambda s: situations.save(s, SituationInput(pathway, "entree")),
        lambda s: barriers.save(s, ReviewInput(pathway)),
        lambda s: objectives.save(s, ObjectiveInput(pathway, wording="Lire.")),
        lambda s: detection.save(s, ContactInput(person, day=day)),
        lambda s: information_given.record(s, InformationInput((person,), day)),
        lambda s: people_actions.assign_referent(s, [person], referent),
        lambda s: handed_documents.save(s, HandedInput(person, day=day, title="Charte")),
        lambda s: financial_aids.save(s, AidInput(pathway)),
        lambda s: immersions.save(s, ImmersionInput(pathway)),
        lambda s: follow_up.save(s, CallInput(pathway, "plus_3_mois")),
        lambda s: attachments.add(s, NewAttachment(person, "piece.pdf", b"")),
        lambda s: attachments.save(s, files[0].input),
        lambda s: attachments.remove(s, paper),
    ]
    for write in writes:
        with example.write("Essai") as session, pytest.raises(RuleError, match="archive restreinte"):
            write(session)


def test_nothing_already_there_is_changed_or_removed(example: Workspace, person: uuid.UUID) -> None:
    day = NOW.date()
    with example.write("Un parcours rempli") as session:
        pathway = session.scalars(select(Pathway.id).where(Pathway.participant_id == person)).first()
        assert pathway is not None
        talk = interviews.save(session, InterviewInput(person, day=day, summary="Vu."))
        contact = detection.save(session, ContactInput(person, day=day, recall_on=day))
        kind = reference.items(session, "aid_kind")[0].code
        aid = financial_aids.save(
            session, AidInput(pathway, kind_code=kind, purpose="Le permis", asked_on=day)
        )
        handed = handed_documents.save(session, HandedInput(person, day=day, title="Charte"))
        objective = objectives.save(
            session,
            ObjectiveInput(pathway, wording="Passer le permis.", actions=(ActionInput(wording="Appeler."),)),
        )
        action = session.scalars(
            select(ObjectiveAction.id).where(ObjectiveAction.objective_id == objective)
        ).one()
        grid = session.scalars(select(Evaluation.grid_id).where(Evaluation.participant_id == person)).first()
        typed = EvaluationInput(participant_id=person, grid_id=grid, moment="sortie", day=day)
        begun = evaluation_entry.save(session, typed)
        criterion = session.scalars(select(Criterion.id).where(Criterion.grid_id == grid)).first()
        assert criterion is not None
        over = evaluation_entry.save(session, replace(typed, moment="mi_parcours"))
        evaluation_entry.set_note(session, over, Note(criterion, not_observed=True))
        evaluation_entry.finish(session, over)
        stranger = detection_anonymous.save(session, AnonymousInput(day=day, sex="femme"))
        taken = select(Enrolment.activity_id).where(Enrolment.participant_id == person)
        activity = session.scalars(select(Activity.id).where(Activity.id.not_in(taken))).first()
        assert activity is not None
        wanted = session.scalars(select(Activity.id).where(Activity.id.not_in(taken))).all()[1]
        enrolments.enrol(session, wanted, [person], status="propose")
    put_away(example, person)
    writes: list[Callable[[Session], object]] = [
        lambda s: evaluation_entry.save(s, replace(typed, id=begun)),
        lambda s: evaluation_entry.set_note(s, begun, Note(criterion, not_observed=True)),
        lambda s: evaluation_entry.set_comment(s, begun, criterion, "Mieux."),
        lambda s: evaluation_entry.set_words(s, begun, "Cela m’aide.", ""),
        lambda s: evaluation_entry.finish(s, begun),
        lambda s: evaluation_entry.delete(s, begun),
        lambda s: evaluation_entry.reopen(s, over),
        lambda s: interviews.delete(s, talk),
        lambda s: pathways.extend(s, ExtensionInput(pathway)),
        lambda s: detection_list.settle(s, contact),
        lambda s: detection.delete(s, contact),
        lambda s: detection_anonymous.attach(s, stranger, person),
        lambda s: handed_documents.delete(s, handed),
        lambda s: financial_aids.delete(s, aid),
        lambda s: objectives.set_action_status(s, action, "fait"),
        lambda s: objectives.delete(s, objective),
        lambda s: enrolments.enrol(s, activity, [person]),
        lambda s: waiting.enrol_within(s, activity, [person]),
        lambda s: waiting.confirm(s, wanted, [person]),
    ]
    for write in writes:
        with (
            example.write("Essai") as session,
            pytest.raises(RuleError, match="archive restreinte") as told,
        ):
            write(session)
        assert NAME[0] not in str(told.value)

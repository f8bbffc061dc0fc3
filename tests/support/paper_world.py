"""One person with something recorded in every table that papers print, and another with nothing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.models.activities import SeanceSlot
from elans_desktop.models.organisation import Scheme, Structure, User
from elans_desktop.models.participants import Participant, Pathway
from elans_desktop.models.privacy import SensitiveRecord
from elans_desktop.models.support import (
    BarrierReview,
    FinancialAid,
    FollowUpCall,
    HandedDocument,
    Immersion,
    Interview,
    Objective,
    ObjectiveAction,
    PrivateNote,
)
from elans_desktop.services.organisation import schemes, settings
from elans_desktop.services.pathways import situations
from elans_desktop.services.pathways.situations import SituationInput
from elans_desktop.services.presences import attendance
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.storage.actor import actor_of
from tests.support import calendar_world, pathway_world
from tests.support.calendar_world import World

NOW = datetime(2027, 5, 4, 14, 2)
SECRET = "Reparler de la garde du mercredi."
OTHER_SECRET = "Note d’une autre personne."


@dataclass
class PaperWorld:
    """Identifiers of what was made."""

    world: World
    person: uuid.UUID
    """With everything."""
    other: uuid.UUID
    """With an identity alone."""
    pathway: uuid.UUID
    interview: uuid.UUID


def build(session: Session) -> PaperWorld:
    """Fill an empty classeur."""
    world = calendar_world.build(session, people=3)
    session.get_one(Scheme, Scheme.key("o2r")).options = dict(schemes.preset("o2r"))
    person, other = world.people[:2]
    hidden = calendar_structure(session, "CSAPA de Vire", "csapa")
    host = calendar_structure(session, "Garage Harivel", "entreprise")
    pathway = pathway_world.pathway(
        session,
        world,
        0,
        entry=date(2026, 9, 7),
        left=date(2027, 4, 30),
        exit_code="F1",
        R=date(2026, 9, 1),
        M=date(2026, 9, 7),
        A_pro=date(2027, 1, 11),
    )
    one = session.get_one(Participant, person)
    one.address, one.postcode, one.commune = "4 rue du Lavoir", "14500", "Vire Normandie"
    one.birth_date, one.phone = date(2001, 3, 12), "06 00 00 00 01"
    path = session.get_one(Pathway, pathway)
    path.prescriber_id, path.prescriber_name = hidden, "Léa Tanguy"
    path.referent_id = world.trainers[1]
    path.own_words = "Travailler en cuisine, avec des horaires d’école."
    for moment, housing, day in (
        ("entree", "chez_parents", date(2026, 9, 7)),
        ("sortie", "locataire_social", date(2027, 4, 28)),
    ):
        situations.save(
            session,
            SituationInput(
                pathway, moment, day, housing=housing, resources=("aah", "rsa"), mobility=("aucun",)
            ),
        )
    _support(session, world, pathway, person, hidden)
    interview = _interviews(session, person, pathway, world)
    _after(session, world, pathway, person, host)
    _sensitive(session, person)
    _presences(session, world, person)
    session.flush()
    return PaperWorld(world, person, other, pathway, interview)


def calendar_structure(session: Session, name: str, kind: str) -> uuid.UUID:
    """A structure of the directory."""
    made = Structure(
        name=name,
        short_name="",
        kind_code=kind,
        legal_form="",
        address="",
        postcode="",
        commune="",
        insee="",
        siret="",
        nda="",
        phone="",
        email="",
        website="",
        is_ours=False,
        is_training_provider=False,
        notes="",
    )
    session.add(made)
    session.flush()
    return made.id


def _support(
    session: Session, world: World, pathway: uuid.UUID, person: uuid.UUID, hidden: uuid.UUID
) -> None:
    for theme, day, level, solution, partner in (
        ("mobilite", date(2026, 9, 10), 3, "", None),
        ("mobilite", date(2027, 3, 2), 1, "Covoiturage du jardin", hidden),
        ("sante", date(2026, 9, 10), 2, "Rendez-vous pris", None),
        ("numerique", date(2026, 9, 10), None, "", None),
    ):
        session.add(
            BarrierReview(
                id=BarrierReview.key(pathway, theme, day),
                pathway_id=pathway,
                theme_code=theme,
                day=day,
                level=level,
                status_code="en_cours",
                raised_by="personne",
                solution=solution,
                partner_id=partner,
                partner_name="",
            )
        )
    goal = Objective(
        pathway_id=pathway,
        position=1,
        theme_code="mobilite",
        elans_code=None,
        wording="Passer le code de la route",
        opened_on=date(2026, 10, 1),
        due_on=date(2027, 6, 30),
        status_code="en_cours",
        closed_on=None,
    )
    session.add(goal)
    session.flush()
    for position, (wording, by_person) in enumerate(
        (("S’inscrire à l’auto-école", True), ("Déposer le dossier d’aide", False)), 1
    ):
        session.add(
            ObjectiveAction(
                objective_id=goal.id,
                position=position,
                wording=wording,
                status_code="fait" if by_person else "a_faire",
                created_on=date(2026, 10, 1),
                due_on=date(2027, 6, 30),
                done_on=date(2027, 3, 12) if by_person else None,
                by_person=by_person,
                responsible_id=None if by_person else world.trainers[1],
                partner_id=None,
                partner_name="",
            )
        )


def _interviews(session: Session, person: uuid.UUID, pathway: uuid.UUID, world: World) -> uuid.UUID:
    made: list[uuid.UUID] = []
    for day, summary, reread in (
        (date(2027, 4, 28), "32 questions sur 40 au dernier test de code.", False),
        (date(2027, 3, 2), "Un passage que personne n’a relu.", True),
    ):
        interview = Interview(
            participant_id=person,
            pathway_id=pathway,
            day=day,
            start=600,
            duration=45,
            medium_code="rdv",
            subject_code=None,
            professional_id=world.trainers[1],
            present="",
            summary=summary,
            follow_up="Appeler l’auto-école",
            to_reread=reread,
            next_on=date(2027, 5, 11),
            next_start=600,
            next_place="Mairie",
        )
        session.add(interview)
        session.flush()
        made.append(interview.id)
    stranger = User(professional_id=None, name="Autre", function="", role="referent", active=True)
    session.add(stranger)
    session.flush()
    for user, text in ((actor_of(session).user_id, SECRET), (stranger.id, OTHER_SECRET)):
        session.add(
            PrivateNote(id=PrivateNote.key(made[0], user), interview_id=made[0], user_id=user, text=text)
        )
    return made[0]


def _after(session: Session, world: World, pathway: uuid.UUID, person: uuid.UUID, host: uuid.UUID) -> None:
    session.add_all(
        [
            Immersion(
                pathway_id=pathway,
                host_id=host,
                object_code="decouvrir",
                start_on=date(2027, 2, 1),
                end_on=date(2027, 2, 12),
                renewal=False,
                cancelled=False,
                agreement_number="",
                tutor="",
                prescriber_id=None,
                job="Mécanique cycles",
                weekly=None,
                goals="",
                tasks="",
                outcome="Le métier me plaît.",
            ),
            FinancialAid(
                pathway_id=pathway,
                kind_code="permis",
                purpose="Code de la route",
                amount=12_000,
                funder_id=None,
                funder_name="Département",
                asked_on=date(2027, 1, 5),
                decided_on=None,
                status_code="accordee",
                note="",
            ),
            HandedDocument(
                participant_id=person,
                day=date(2026, 9, 7),
                title="Charte d’engagement",
                document_key="charte",
                professional_id=world.trainers[1],
            ),
            FollowUpCall(
                pathway_id=pathway,
                moment="plus_3_mois",
                day=date(2027, 5, 3),
                outcome_code="joint_formation",
                professional_id=world.trainers[1],
                note="",
                noted_at=0,
            ),
        ]
    )


def _sensitive(session: Session, person: uuid.UUID) -> None:
    settings.put(session, settings.SENSITIVE_BLOCK, True)
    session.add(
        SensitiveRecord(
            id=SensitiveRecord.key(person),
            participant_id=person,
            rqth_code="oui",
            rqth_until=date(2028, 1, 31),
            rqth_purpose="amenager",
            health_level=2,
            health_purpose="amenager",
            justice_code=None,
            justice_constraints="",
            justice_purpose=None,
            protection_code=None,
            protection_purpose=None,
            note="Prévoir des pauses.",
            note_purpose="amenager",
        )
    )


def _presences(session: Session, world: World, person: uuid.UUID) -> None:
    activity = calendar_world.activity(session, world, people=1)
    slots: list[uuid.UUID] = []
    for day in (date(2026, 10, 6), date(2026, 10, 13)):
        seance = calendar_world.seance(session, world, activity, day, (9, 12))
        slots += session.scalars(select(SeanceSlot.id).where(SeanceSlot.seance_id == seance))
    attendance.set_presences(
        session, [PresenceInput(person, slots[0], "P"), PresenceInput(person, slots[1], "I")]
    )

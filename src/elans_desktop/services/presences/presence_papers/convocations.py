"""Convocation to an activity: a letter to each person, with the dates that wait for them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import NotFoundError, RuleError
from elans_desktop.core.formats import time_of_day
from elans_desktop.core.text import natural_name, sort_key
from elans_desktop.models.activities import Activity, Seance
from elans_desktop.models.organisation import Structure
from elans_desktop.models.participants import Participant
from elans_desktop.services import restricted
from elans_desktop.services.calendar import expected
from elans_desktop.services.calendar.seance_cards import SeanceCard, cards
from elans_desktop.services.organisation import organisation
from elans_desktop.services.participants.person_papers.people import may_be_written_to
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.presences.paper_presence import ConvocationDate, ConvocationView
from elans_desktop.services.presences.presence_papers import reading
from elans_desktop.services.printing.printing import DocumentRequest

AHEAD = timedelta(days=60)
"""How far one is convened when no last day is asked."""
MOST_DATES = 12
"""On one letter; the next ones come with another."""
_CIVILITY = {"madame": "Mme", "monsieur": "M."}


def prepare(session: Session, request: DocumentRequest) -> tuple[ConvocationView, ...]:
    """One letter for each person and activity with séances to come.

    `object_ids`: people (all their activities), or activities (everyone expected). Of several people, without
    who objects to letters. Raises RuleError, NotFoundError, PermissionDenied.
    """
    require(session, Right.READ_PEOPLE)
    if not request.object_ids:
        raise RuleError("Choisissez une personne ou une activité à convoquer.")
    start = request.start or clock.today()
    end = request.end or start + AHEAD
    conditions = [Seance.day >= start, Seance.day <= end, Seance.state == "prevue"]
    activities = set(session.scalars(select(Activity.id).where(Activity.id.in_(request.object_ids))))
    persons = set(session.scalars(select(Participant.id).where(Participant.id.in_(request.object_ids))))
    if activities | persons != set(request.object_ids):
        raise NotFoundError("Cette personne ou cette activité n’est plus dans le classeur.")
    if not persons:
        conditions.append(Seance.activity_id.in_(activities))
    found = cards(session, session.scalars(select(Seance.id).where(*conditions)).all())
    waited = expected.ids_at(session, [card.id for card in found])
    wanted: dict[tuple[uuid.UUID, uuid.UUID], list[SeanceCard]] = {}
    for card in sorted(found, key=lambda card: (card.day, card.start)):
        for person_id in waited.get(card.id, ()):
            if person_id in persons or card.activity_id in activities:
                wanted.setdefault((person_id, card.activity_id), []).append(card)
    if not wanted:
        raise RuleError(
            "Aucune séance à venir pour convoquer.", "Choisissez d’autres dates, ou inscrivez des personnes."
        )
    return _letters(session, wanted)


def _letters(
    session: Session, wanted: dict[tuple[uuid.UUID, uuid.UUID], list[SeanceCard]]
) -> tuple[ConvocationView, ...]:
    people = {
        person.id: person
        for person in session.scalars(
            select(Participant).where(Participant.id.in_({key[0] for key in wanted}))
        )
    }
    restricted.check(session, people.values())
    written = may_be_written_to(people.values())
    activities = reading.activities_by_id(session, {key[1] for key in wanted})
    signatory = reading.signatory(session)
    heads = {
        (activity.agreement_id, activity.structure_id): (
            organisation.letterhead(session, activity.agreement_id, activity.structure_id),
            session.get_one(Structure, activity.structure_id),
        )
        for activity in activities.values()
    }
    views: list[tuple[tuple[str, str], ConvocationView]] = []
    for (person_id, activity_id), held in wanted.items():
        if person_id not in written:
            continue
        person, activity = people[person_id], activities[activity_id]
        head, structure = heads[activity.agreement_id, activity.structure_id]
        last = person.last_name or person.birth_name
        civility = _CIVILITY.get(person.civility or "", "")
        name = natural_name(last.upper(), person.first_name)
        town = f"{person.postcode} {person.commune}".strip()
        lines = [line.strip() for line in person.address.splitlines() if line.strip()]
        view = ConvocationView(
            letterhead=head,
            printed_at=clock.local_now(),
            number=person.number,
            person=f"{civility} {name}".strip(),
            address=tuple(line for line in (*lines, town) if line),
            activity=activity.title,
            dates=tuple(_date(card) for card in held[:MOST_DATES]),
            material=activity.material.strip(),
            trainers=_trainers(held),
            phone=structure.phone,
            commune=structure.commune,
            signatory=signatory,
        )
        views.append((sort_key(f"{last} {person.first_name} {activity.title}"), view))
    return tuple(view for _key, view in sorted(views, key=lambda one: one[0]))


def _date(card: SeanceCard) -> ConvocationDate:
    place = ", ".join(
        part for part in (card.where, card.place_commune) if part and part not in card.where[:-1]
    )
    hours = ", ".join(f"{time_of_day(slot.start)} – {time_of_day(slot.end)}" for slot in card.slots)
    return ConvocationDate(card.day, hours, place or card.where)


def _trainers(held: Sequence[SeanceCard]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(trainer.name for card in held for trainer in card.trainers))

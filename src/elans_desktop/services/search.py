"""One box finds everything: people, activities, structures, professionals, meetings, places."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.formats import date_short
from elans_desktop.core.text import fold, list_name
from elans_desktop.models.activities import Activity
from elans_desktop.models.governance import Body, Meeting
from elans_desktop.models.organisation import Place, Professional, Structure
from elans_desktop.models.participants import Participant
from elans_desktop.services.permissions import Right, allowed
from elans_desktop.storage.actor import actor_of

PER_KIND = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A thing found: `kind` is participant, activity, structure, professional, meeting or place."""

    kind: str
    id: uuid.UUID
    title: str = field(repr=False)
    detail: str = field(repr=False)


def find(session: Session, text: str) -> tuple[Found, ...]:
    """What matches every word of `text` (accents and case aside): eight of a kind at most, people first."""
    words = fold(text).split()
    if not words:
        return ()
    found: list[Found] = []
    if allowed(actor_of(session), Right.READ_PEOPLE):
        found += _people(session, words)
    for source in (_activities, _structures, _professionals, _meetings, _places):
        found += source(session, words)
    return tuple(found)


def _people(session: Session, words: list[str]) -> list[Found]:
    """In the database: the folded key of 20,000 people is scanned without being read one by one."""
    query = select(
        Participant.id,
        Participant.number,
        Participant.last_name,
        Participant.birth_name,
        Participant.first_name,
        Participant.commune,
    ).where(
        Participant.restricted_on.is_(None),
        Participant.anonymised_on.is_(None),
        *(Participant.search_key.contains(word, autoescape=True) for word in words),
    )
    first = Participant.search_key.startswith(words[0], autoescape=True)
    query = query.order_by(first.desc(), Participant.search_key).limit(PER_KIND)
    return [
        Found(
            "participant", pid, list_name(last or birth, given), " · ".join(p for p in (number, commune) if p)
        )
        for pid, number, last, birth, given, commune in session.execute(query)
    ]


def _keep(kind: str, words: list[str], things: Iterable[tuple[uuid.UUID, str, str]]) -> list[Found]:
    kept: list[Found] = []
    for thing_id, title, detail in things:
        key = fold(f"{title} {detail}")
        if all(word in key for word in words):
            kept.append(Found(kind, thing_id, title, detail))
            if len(kept) == PER_KIND:
                break
    return kept


def _activities(session: Session, words: list[str]) -> list[Found]:
    rows = session.execute(
        select(Activity.id, Activity.title, Structure.name)
        .join(Structure, Structure.id == Activity.structure_id)
        .where(Activity.archived_on.is_(None))
        .order_by(Activity.title)
    )
    return _keep("activity", words, ((i, title, structure) for i, title, structure in rows))


def _structures(session: Session, words: list[str]) -> list[Found]:
    rows = session.execute(
        select(Structure.id, Structure.name, Structure.commune)
        .where(Structure.archived_on.is_(None))
        .order_by(Structure.name)
    )
    return _keep("structure", words, ((i, name, commune) for i, name, commune in rows))


def _professionals(session: Session, words: list[str]) -> list[Found]:
    rows = session.execute(
        select(Professional.id, Professional.last_name, Professional.first_name, Professional.function)
        .where(Professional.archived_on.is_(None))
        .order_by(Professional.last_name)
    )
    return _keep("professional", words, ((i, list_name(last, first), role) for i, last, first, role in rows))


def _meetings(session: Session, words: list[str]) -> list[Found]:
    rows = session.execute(
        select(Meeting.id, Meeting.number, Meeting.day, Body.title)
        .join(Body, Body.id == Meeting.body_id)
        .order_by(Meeting.day.desc())
    )
    return _keep(
        "meeting", words, ((i, f"{title} n° {number}", date_short(day)) for i, number, day, title in rows)
    )


def _places(session: Session, words: list[str]) -> list[Found]:
    rows = session.execute(
        select(Place.id, Place.name, Place.commune).where(Place.archived_on.is_(None)).order_by(Place.name)
    )
    return _keep("place", words, ((i, name, commune) for i, name, commune in rows))

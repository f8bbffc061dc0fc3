"""Files that were joined to another: their number still finds the person."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import RuleError
from elans_desktop.models.participants import Participant
from elans_desktop.services import restricted

Links = Mapping[uuid.UUID, uuid.UUID]
"""Each file that joined another → that other."""


def links(session: Session) -> Links:
    """Every file that joined another, in one read."""
    table = Participant.__table__.c
    query = select(Participant.id, Participant.merged_into_id).where(table.merged_into_id.is_not(None))
    return {row_id: target for row_id, target in session.execute(query) if target is not None}


def final(known: Links, row_id: uuid.UUID) -> uuid.UUID:
    """The file where the person is now.

    Two laptops may have joined A to B and B to A without knowing it: the smaller identifier stays then, on
    both alike.
    """
    seen = [row_id]
    while (target := known.get(seen[-1])) is not None:
        if target in seen:
            return min(seen[seen.index(target) :])
        seen.append(target)
    return seen[-1]


def where(session: Session, row_id: uuid.UUID) -> uuid.UUID:
    """The file where the person of a file is now: itself, unless it joined another."""
    return final(links(session), row_id)


def joined(known: Links) -> frozenset[uuid.UUID]:
    """The files that are no longer one's own."""
    return frozenset(row_id for row_id in known if final(known, row_id) != row_id)


def with_joined(session: Session, row_id: uuid.UUID) -> tuple[uuid.UUID, ...]:
    """A file and those that joined it: what a person may ask to see, or to have erased, is in all of them."""
    known = links(session)
    return row_id, *(other for other in known if other != row_id and final(known, other) == row_id)


def refuse(session: Session, person: Participant) -> None:
    """Raises RuleError for a file one no longer writes in: joined to another, restricted, anonymised."""
    restricted.refuse_writing(person)
    refuse_joined(session, person)


def refuse_joined(session: Session, person: Participant) -> None:
    """Raises RuleError for a file joined to another."""
    if person.merged_into_id is None:
        return
    found = session.get(Participant, where(session, person.id))
    if found is not None and found.id != person.id:
        raise RuleError(
            f"Ce dossier a été réuni avec le dossier {found.number}.",
            f"Ouvrez le dossier {found.number}\u00a0: c’est là que la suite s’écrit.",
        )

"""What is done to several people at once: one operation each."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.models.organisation import Professional
from elans_desktop.models.participants import Pathway
from elans_desktop.services import restricted
from elans_desktop.services.pathways import pathway_status
from elans_desktop.services.pathways.pathway_status import LEFT, as_uuid
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.scope import EVERYTHING, Scope

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Assignment:
    """What assigning a référent would do."""

    changed: int
    """Open pathways whose référent becomes another."""
    already: int
    without_pathway: int
    """People without an open pathway: nothing is written for them."""


def plan_referent(
    session: Session, people: Collection[uuid.UUID], referent_id: uuid.UUID, scope: Scope = EVERYTHING
) -> Assignment:
    """What `assign_referent` would do. Raises PermissionDenied."""
    require(session, Right.EDIT_PEOPLE)
    pathways = _open_pathways(session, people, scope)
    already = sum(pathway.referent_id == referent_id for pathway in pathways)
    return Assignment(len(pathways) - already, already, len(set(people)) - len(pathways))


def assign_referent(
    session: Session, people: Collection[uuid.UUID], referent_id: uuid.UUID, scope: Scope = EVERYTHING
) -> int:
    """Make somebody the référent of the open pathway of each; returns how many changed.

    Raises InputError (`referent_id`: not a référent of the classeur), PermissionDenied, RuleError (a file of
    the restricted archive).
    """
    require(session, Right.EDIT_PEOPLE)
    professional = session.get(Professional, referent_id)
    if professional is None or not professional.is_referent:
        raise InputError({"referent_id": "Choisissez une personne qui est référente."})
    restricted.refuse_writing_about_any(session, people)
    changed = 0
    for pathway in _open_pathways(session, people, scope):
        if pathway.referent_id != referent_id:
            pathway.referent_id = referent_id
            changed += 1
    session.flush()
    return changed


def _open_pathways(session: Session, people: Collection[uuid.UUID], scope: Scope) -> Sequence[Pathway]:
    """The latest pathway of each, unless it is over."""
    wanted = set(people)
    standings = pathway_status.current(session, scope, clock.today())
    ids = [
        as_uuid(standing.pathway_id)
        for person, standing in standings.items()
        if standing.status != LEFT and as_uuid(person) in wanted
    ]
    found: list[Pathway] = []
    for start in range(0, len(ids), _CHUNK):
        found += session.scalars(select(Pathway).where(Pathway.id.in_(ids[start : start + _CHUNK])))
    return found

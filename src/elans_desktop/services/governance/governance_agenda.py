"""The agenda of a meeting: numbered points, who brings them, how long, what was said, dealt with or not."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.core.text import short_name
from elans_desktop.models.governance import AgendaItem, Decision, Meeting
from elans_desktop.models.organisation import Professional
from elans_desktop.services.contact_fields import tidy
from elans_desktop.services.kept import Kept, existing
from elans_desktop.services.permissions import Right, require


@dataclass(frozen=True, slots=True)
class AgendaInput:
    """A point of the agenda. `minutes`: planned duration."""

    meeting_id: uuid.UUID
    title: str = ""
    owner_id: uuid.UUID | None = None
    minutes: int | None = None
    notes: str = field(default="", repr=False)
    id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class AgendaView(Kept):
    """A point with its number, 1, 2, 3…"""

    input: AgendaInput
    number: int
    owner: str = field(repr=False)
    """« Marie D. »."""
    done: bool


def agenda(session: Session, meeting_id: uuid.UUID) -> tuple[AgendaView, ...]:
    """The points of a meeting, in order."""
    query = (
        select(AgendaItem, Professional.last_name, Professional.first_name)
        .outerjoin(Professional, Professional.id == AgendaItem.owner_id)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(AgendaItem.position, AgendaItem.id)
    )
    return tuple(
        AgendaView(
            input=AgendaInput(
                id=item.id,
                meeting_id=meeting_id,
                title=item.title,
                owner_id=item.owner_id,
                minutes=item.minutes,
                notes=item.notes,
            ),
            number=number,
            owner=short_name(last, first) if item.owner_id else "",
            done=item.done,
        )
        for number, (item, last, first) in enumerate(session.execute(query), start=1)
    )


def save(session: Session, entered: AgendaInput) -> uuid.UUID:
    """Add a point at the end, or change one. Raises InputError, NotFoundError, PermissionDenied."""
    require(session, Right.GOVERN)
    errors: dict[str, str] = {}
    title = tidy(entered.title)
    if not title:
        errors["title"] = "Écrivez le point à traiter."
    elif len(title) > 200:
        errors["title"] = "Ce point est trop long\u00a0: 200 lettres au plus, le reste va dans les notes."
    if entered.minutes is not None and not 0 < entered.minutes <= 720:
        errors["minutes"] = "Une durée va de 1 minute à 12 heures."
    if errors:
        raise InputError(errors)
    if entered.id is None:
        existing(session, Meeting, entered.meeting_id, "Cette réunion n’existe plus.")
        item = AgendaItem(
            meeting_id=entered.meeting_id, position=_next(session, entered.meeting_id), done=False
        )
    else:
        item = _existing(session, entered.id)
    item.title = title
    item.owner_id = entered.owner_id
    item.minutes = entered.minutes
    item.notes = entered.notes.strip()
    session.add(item)
    session.flush()
    return item.id


def set_notes(session: Session, item_id: uuid.UUID, notes: str) -> None:
    """Keep what was said about a point."""
    require(session, Right.GOVERN)
    _existing(session, item_id).notes = notes.strip()


def set_done(session: Session, item_id: uuid.UUID, done: bool) -> None:
    """Mark a point as dealt with, or not."""
    require(session, Right.GOVERN)
    _existing(session, item_id).done = done


def move(session: Session, item_id: uuid.UUID, step: int) -> None:
    """Move a point up (-1) or down (1); at the end it stays."""
    require(session, Right.GOVERN)
    item = _existing(session, item_id)
    query = select(AgendaItem).where(AgendaItem.meeting_id == item.meeting_id)
    items = list(session.scalars(query.order_by(AgendaItem.position, AgendaItem.id)))
    place = items.index(item)
    items.insert(max(0, min(len(items) - 1, place + step)), items.pop(place))
    for position, one in enumerate(items, start=1):
        one.position = position


def delete(session: Session, item_id: uuid.UUID) -> None:
    """Take a point off the agenda. Raises RuleError once a decision came out of it."""
    require(session, Right.GOVERN)
    item = _existing(session, item_id)
    if session.scalar(select(Decision.id).where(Decision.agenda_item_id == item_id).limit(1)):
        raise RuleError("Une décision est née de ce point : il reste à l’ordre du jour.")
    session.delete(item)


def _next(session: Session, meeting_id: uuid.UUID) -> int:
    query = select(AgendaItem.position).where(AgendaItem.meeting_id == meeting_id)
    return max(session.scalars(query), default=0) + 1


def _existing(session: Session, item_id: uuid.UUID) -> AgendaItem:
    return existing(session, AgendaItem, item_id, "Ce point n’est plus à l’ordre du jour.")

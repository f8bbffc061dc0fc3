"""Local governance: the instances (« groupe projet », COPIL…), who sits in them and for how long."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, NotFoundError, RuleError
from elans_desktop.core.text import natural_name, sort_key
from elans_desktop.models.governance import Body, BodyMember, Meeting
from elans_desktop.models.organisation import Professional, Structure
from elans_desktop.services.contact_fields import tidy
from elans_desktop.services.kept import Kept, existing
from elans_desktop.services.organisation import reference
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.scope import EVERYTHING, Scope


@dataclass(frozen=True, slots=True)
class BodyInput:
    """What the form of an instance holds. `quorum`: voices needed, present or represented; None: no rule."""

    id: uuid.UUID | None = None
    title: str = ""
    purpose: str = ""
    quorum: int | None = None
    agreement_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A line of the list of instances."""

    id: uuid.UUID
    title: str
    purpose: str
    members: int
    """Mandates that run today."""
    meetings: int
    next_day: date | None
    archived: bool


@dataclass(frozen=True, slots=True)
class MemberInput:
    """A mandate: a professional sits in an instance for a structure, over a period. Days are inclusive."""

    body_id: uuid.UUID
    professional_id: uuid.UUID | None = None
    structure_id: uuid.UUID | None = None
    college_code: str | None = None
    role: str = ""
    """Code of the list « place dans une instance » (titulaire, suppléant…), or free words."""
    start: date | None = None
    end: date | None = None
    id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class MemberView(Kept):
    """A mandate, with its words."""

    input: MemberInput
    name: str = field(repr=False)
    structure: str
    college: str
    role: str
    current: bool
    """Whether it runs today."""


@dataclass(frozen=True, slots=True)
class BodyView(Kept):
    """An instance, whole."""

    input: BodyInput
    members: tuple[MemberView, ...]
    archived: bool


def rows(session: Session, scope: Scope = EVERYTHING, *, archived: bool = False) -> tuple[BodyRow, ...]:
    """The instances of the scope (those of no agreement always), by title: three reads."""
    today = clock.today()
    query = select(Body)
    if scope.agreement_id:
        query = query.where(or_(Body.agreement_id == scope.agreement_id, Body.agreement_id.is_(None)))
    if not archived:
        query = query.where(Body.archived_on.is_(None))
    members = select(BodyMember.body_id, func.count()).where(_runs(today)).group_by(BodyMember.body_id)
    seats = {row[0]: row[1] for row in session.execute(members)}
    met: dict[uuid.UUID, list[date]] = {}
    held = select(Meeting.body_id, Meeting.day).where(Meeting.state != "annulee")
    for key, day in session.execute(held):
        met.setdefault(key, []).append(day)
    found = [
        BodyRow(
            id=body.id,
            title=body.title,
            purpose=body.purpose,
            members=seats.get(body.id, 0),
            meetings=len(met.get(body.id, [])),
            next_day=min((day for day in met.get(body.id, []) if day >= today), default=None),
            archived=body.archived_on is not None,
        )
        for body in session.scalars(query)
    ]
    return tuple(sorted(found, key=lambda row: sort_key(row.title)))


def view(session: Session, body_id: uuid.UUID) -> BodyView:
    """One instance and its mandates, those that run first. Raises NotFoundError."""
    body = existing_body(session, body_id)
    return BodyView(
        input=BodyInput(
            id=body.id,
            title=body.title,
            purpose=body.purpose,
            quorum=body.quorum,
            agreement_id=body.agreement_id,
        ),
        members=_members(session, body_id),
        archived=body.archived_on is not None,
    )


def save(session: Session, entered: BodyInput) -> uuid.UUID:
    """Create or change an instance. Raises InputError, NotFoundError, PermissionDenied."""
    require(session, Right.GOVERN)
    errors: dict[str, str] = {}
    title = tidy(entered.title)
    if not title:
        errors["title"] = "Donnez un nom à l’instance, par exemple Comité de pilotage."
    elif len(title) > 200:
        errors["title"] = "Ce nom est trop long\u00a0: 200 lettres au plus."
    if entered.quorum is not None and not 1 <= entered.quorum <= 500:
        errors["quorum"] = "Un quorum va de 1 à 500 voix. Laissez vide s’il n’y en a pas."
    if errors:
        raise InputError(errors)
    body = existing_body(session, entered.id) if entered.id else Body(code=None, archived_on=None)
    body.title = title
    body.purpose = entered.purpose.strip()
    body.quorum = entered.quorum
    body.agreement_id = entered.agreement_id
    session.add(body)
    session.flush()
    return body.id


def archive(session: Session, body_id: uuid.UUID, *, archived: bool = True) -> None:
    """Put an instance out of the lists, or back; its meetings stay."""
    require(session, Right.GOVERN)
    existing_body(session, body_id).archived_on = clock.today() if archived else None


def save_member(session: Session, entered: MemberInput) -> uuid.UUID:
    """Record or change a mandate. Raises InputError, NotFoundError, PermissionDenied."""
    require(session, Right.GOVERN)
    existing_body(session, entered.body_id)
    errors: dict[str, str] = {}
    person = session.get(Professional, entered.professional_id) if entered.professional_id else None
    if person is None:
        errors["professional_id"] = "Choisissez une personne."
    if entered.start and entered.end and entered.end < entered.start:
        errors["end"] = "La fin vient avant le début."
    if person is not None and _overlaps(session, entered):
        errors["professional_id"] = "Cette personne siège déjà dans l’instance à ces dates."
    if errors:
        raise InputError(errors)
    assert person is not None
    member = session.get(BodyMember, entered.id) if entered.id else BodyMember()
    if member is None:
        raise NotFoundError("Ce mandat n’existe plus.")
    member.body_id = entered.body_id
    member.professional_id = person.id
    member.structure_id = entered.structure_id or person.structure_id
    member.college_code = entered.college_code
    member.role = tidy(entered.role)
    member.start = entered.start
    member.end = entered.end
    session.add(member)
    session.flush()
    return member.id


def delete_member(session: Session, member_id: uuid.UUID) -> None:
    """Take a mandate away, as if it had never been; to close one, give it an end."""
    require(session, Right.GOVERN)
    if member := session.get(BodyMember, member_id):
        session.delete(member)


def sitting_on(session: Session, body_id: uuid.UUID, day: date) -> tuple[BodyMember, ...]:
    """The mandates that run on a day, one for each person."""
    query = select(BodyMember).where(BodyMember.body_id == body_id, _runs(day)).order_by(BodyMember.id)
    return tuple({member.professional_id: member for member in session.scalars(query)}.values())


def existing_body(session: Session, body_id: uuid.UUID | None) -> Body:
    """The row of an instance. Raises NotFoundError."""
    return existing(session, Body, body_id, "Cette instance n’existe plus.")


def check_open(body: Body) -> None:
    """Raises RuleError for an archived instance, which meets no more."""
    if body.archived_on is not None:
        raise RuleError("Cette instance est archivée.", "Remettez-la en service avant de la réunir.")


def _runs(day: date) -> ColumnElement[bool]:
    started = or_(BodyMember.start.is_(None), BodyMember.start <= day)
    return started & or_(BodyMember.end.is_(None), BodyMember.end >= day)


def _overlaps(session: Session, entered: MemberInput) -> bool:
    query = select(BodyMember).where(
        BodyMember.body_id == entered.body_id, BodyMember.professional_id == entered.professional_id
    )
    first, last = entered.start or date.min, entered.end or date.max
    return any(
        (other.start or date.min) <= last and (other.end or date.max) >= first
        for other in session.scalars(query)
        if other.id != entered.id
    )


def _members(session: Session, body_id: uuid.UUID) -> tuple[MemberView, ...]:
    today = clock.today()
    words = reference.labels(session, "colleges", "seat")
    query = (
        select(BodyMember, Professional, Structure.short_name, Structure.name)
        .join(Professional, Professional.id == BodyMember.professional_id)
        .outerjoin(
            Structure, Structure.id == func.coalesce(BodyMember.structure_id, Professional.structure_id)
        )
        .where(BodyMember.body_id == body_id)
    )
    found = [
        MemberView(
            input=MemberInput(
                id=member.id,
                body_id=body_id,
                professional_id=member.professional_id,
                structure_id=member.structure_id,
                college_code=member.college_code,
                role=member.role,
                start=member.start,
                end=member.end,
            ),
            name=natural_name(person.last_name, person.first_name),
            structure=short or name or "",
            college=words("colleges", member.college_code),
            role=words("seat", member.role),
            current=(member.start or today) <= today <= (member.end or today),
        )
        for member, person, short, name in session.execute(query)
    ]
    return tuple(sorted(found, key=lambda member: (not member.current, *sort_key(member.name))))

"""People at work: trainers, référents, contacts, members of the instances."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.core.text import list_name, natural_name, short_name, sort_key
from elans_desktop.models.organisation import Professional, Structure, User
from elans_desktop.services import contact_fields as checks
from elans_desktop.services.calendar import trainers
from elans_desktop.services.kept import Kept, existing
from elans_desktop.services.permissions import Right, require
from elans_desktop.storage.references import children, pointing


@dataclass(frozen=True, slots=True)
class ProfessionalInput:
    """What the form of a professional holds."""

    id: uuid.UUID | None = None
    last_name: str = field(default="", repr=False)
    first_name: str = field(default="", repr=False)
    function: str = ""
    structure_id: uuid.UUID | None = None
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    is_trainer: bool = False
    is_referent: bool = False
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class ProfessionalRow(Kept):
    """A line of the list, with all that the form needs."""

    input: ProfessionalInput
    structure: str
    user_role: str | None
    """Role code of the user this professional is, if any."""
    archived: bool

    @property
    def list_name(self) -> str:
        """« Bazin Lucie »."""
        return list_name(self.input.last_name, self.input.first_name)

    @property
    def natural_name(self) -> str:
        """« Lucie Bazin »."""
        return natural_name(self.input.last_name, self.input.first_name)

    @property
    def short_name(self) -> str:
        """« Lucie B. »."""
        return short_name(self.input.last_name, self.input.first_name)


def rows(
    session: Session,
    *,
    structure_id: uuid.UUID | None = None,
    trainers: bool = False,
    referents: bool = False,
    archived: bool = False,
    on: date | None = None,
) -> tuple[ProfessionalRow, ...]:
    """Professionals by name; only trainers, référents, of a structure or at work `on` a day when asked."""
    query = select(Professional, Structure.name, Structure.short_name)
    query = query.outerjoin(Structure, Structure.id == Professional.structure_id)
    if structure_id:
        query = query.where(Professional.structure_id == structure_id)
    if trainers:
        query = query.where(Professional.is_trainer)
    if referents:
        query = query.where(Professional.is_referent)
    if not archived:
        query = query.where(Professional.archived_on.is_(None))
    users = {
        row.professional_id: row.role
        for row in session.execute(select(User.professional_id, User.role).where(User.active))
    }
    found = [
        ProfessionalRow(
            input=_input(professional),
            structure=short or name or "",
            user_role=users.get(professional.id),
            archived=professional.archived_on is not None,
        )
        for professional, name, short in session.execute(query)
        if on is None or _at_work(professional, on)
    ]
    return tuple(sorted(found, key=lambda row: sort_key(row.list_name)))


def view(session: Session, professional_id: uuid.UUID) -> ProfessionalRow:
    """One professional. Raises NotFoundError."""
    professional = _existing(session, professional_id)
    structure = session.get(Structure, professional.structure_id) if professional.structure_id else None
    role = session.scalar(select(User.role).where(User.professional_id == professional_id, User.active))
    return ProfessionalRow(
        input=_input(professional),
        structure=(structure.short_name or structure.name) if structure else "",
        user_role=role,
        archived=professional.archived_on is not None,
    )


def names(session: Session) -> dict[uuid.UUID, str]:
    """« Lucie Bazin » by identifier, archived ones included: tables and documents."""
    query = select(Professional.id, Professional.last_name, Professional.first_name)
    return {key: natural_name(last, first) for key, last, first in session.execute(query)}


def save(session: Session, entered: ProfessionalInput) -> uuid.UUID:
    """Create or change a professional. Raises InputError, NotFoundError, PermissionDenied."""
    require(session, Right.EDIT_CALENDAR)
    _check(entered)
    professional = _existing(session, entered.id) if entered.id else Professional(archived_on=None)
    professional.last_name = checks.tidy(entered.last_name)
    professional.first_name = checks.tidy(entered.first_name)
    professional.function = checks.tidy(entered.function)
    professional.structure_id = entered.structure_id
    professional.phone = checks.tidy_phone(entered.phone)
    professional.email = entered.email.strip()
    professional.is_trainer = entered.is_trainer
    professional.is_referent = entered.is_referent
    professional.start = entered.start
    professional.end = entered.end
    session.add(professional)
    session.flush()
    return professional.id


def archive(session: Session, professional_id: uuid.UUID, hand_to: uuid.UUID | None = None) -> None:
    """Put someone out of the lists; the sheets and meetings that name them stay.

    `hand_to` takes their séances to come; raises RuleError while they still lead some.
    """
    require(session, Right.EDIT_CALENDAR)
    professional = _existing(session, professional_id)
    if hand_to is not None:
        trainers.hand_over(session, professional_id, hand_to)
    trainers.refuse_busy(session, professional_id)
    professional.archived_on = clock.today()


def unarchive(session: Session, professional_id: uuid.UUID) -> None:
    """Bring someone back into the lists."""
    require(session, Right.EDIT_CALENDAR)
    _existing(session, professional_id).archived_on = None


def delete(session: Session, professional_id: uuid.UUID) -> None:
    """Take away somebody nothing names: a name typed twice. Raises RuleError, saying what names them."""
    require(session, Right.EDIT_CALENDAR)
    professional = _existing(session, professional_id)
    trainers.refuse_busy(session, professional_id)
    for table, column in children(Professional.__tablename__):
        if next(pointing(session, table, column, [professional_id]), None) is not None:
            raise RuleError(
                "Des séances passées, des réunions ou des dossiers portent le nom de cette personne.",
                "Archivez-la\u00a0: elle quitte les listes et son histoire reste.",
            )
    session.delete(professional)
    session.flush()


def _at_work(professional: Professional, day: date) -> bool:
    started = professional.start is None or professional.start <= day
    return started and (professional.end is None or professional.end >= day)


def _input(professional: Professional) -> ProfessionalInput:
    return ProfessionalInput(
        id=professional.id,
        last_name=professional.last_name,
        first_name=professional.first_name,
        function=professional.function,
        structure_id=professional.structure_id,
        phone=professional.phone,
        email=professional.email,
        is_trainer=professional.is_trainer,
        is_referent=professional.is_referent,
        start=professional.start,
        end=professional.end,
    )


def _check(entered: ProfessionalInput) -> None:
    errors: dict[str, str] = {}
    if not checks.tidy(entered.last_name) and not checks.tidy(entered.first_name):
        errors["last_name"] = "Écrivez au moins un nom ou un prénom."
    for name in ("last_name", "first_name", "function"):
        if len(getattr(entered, name)) > 200:
            errors[name] = "Ce texte est trop long\u00a0: 200 lettres au plus."
    if problem := checks.email_error(entered.email):
        errors["email"] = problem
    if entered.start and entered.end and entered.end < entered.start:
        errors["end"] = "La fin vient avant le début."
    if errors:
        raise InputError(errors)


def _existing(session: Session, professional_id: uuid.UUID) -> Professional:
    return existing(
        session, Professional, professional_id, "Cette personne n’est plus dans la liste des professionnels."
    )

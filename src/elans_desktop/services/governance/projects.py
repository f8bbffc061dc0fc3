"""Projects: carried by a porteur (ELAN’S), or made together by participants; activities hang from them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.core.text import sort_key
from elans_desktop.models.governance import Project
from elans_desktop.models.organisation import Structure
from elans_desktop.services.contact_fields import tidy
from elans_desktop.services.kept import Kept, existing
from elans_desktop.services.permissions import Right, require


@dataclass(frozen=True, slots=True)
class ProjectInput:
    """What the form of a project holds."""

    id: uuid.UUID | None = None
    title: str = ""
    agreement_id: uuid.UUID | None = None
    structure_id: uuid.UUID | None = None
    """Its porteur."""
    domain_code: str | None = None
    territory: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class ProjectRow(Kept):
    """A line of the list, with all that the form needs."""

    input: ProjectInput
    structure: str
    archived: bool


def rows(
    session: Session, *, agreement_id: uuid.UUID | None = None, archived: bool = False
) -> tuple[ProjectRow, ...]:
    """Projects by title; of an agreement, with those that belong to none."""
    query = select(Project, Structure.short_name, Structure.name)
    query = query.outerjoin(Structure, Structure.id == Project.structure_id)
    if agreement_id is not None:
        query = query.where(or_(Project.agreement_id == agreement_id, Project.agreement_id.is_(None)))
    if not archived:
        query = query.where(Project.archived_on.is_(None))
    found = [
        ProjectRow(_input(project), short or name or "", project.archived_on is not None)
        for project, short, name in session.execute(query)
    ]
    return tuple(sorted(found, key=lambda row: sort_key(row.input.title)))


def save(session: Session, entered: ProjectInput) -> uuid.UUID:
    """Create or change a project. Raises InputError, NotFoundError, PermissionDenied."""
    require(session, Right.EDIT_CALENDAR)
    title = tidy(entered.title)
    if not title:
        raise InputError({"title": "Écrivez le titre du projet."})
    if len(title) > 200:
        raise InputError({"title": "Ce titre est trop long\u00a0: 200 lettres au plus."})
    project = _existing(session, entered.id) if entered.id else Project(archived_on=None)
    project.title = title
    project.agreement_id = entered.agreement_id
    project.structure_id = entered.structure_id
    project.domain_code = entered.domain_code or None
    project.territory = tidy(entered.territory)
    project.description = entered.description.strip()
    session.add(project)
    session.flush()
    return project.id


def archive(session: Session, project_id: uuid.UUID) -> None:
    """Put a project out of the lists; its activities keep it."""
    require(session, Right.EDIT_CALENDAR)
    _existing(session, project_id).archived_on = clock.today()


def _input(project: Project) -> ProjectInput:
    return ProjectInput(
        id=project.id,
        title=project.title,
        agreement_id=project.agreement_id,
        structure_id=project.structure_id,
        domain_code=project.domain_code,
        territory=project.territory,
        description=project.description,
    )


def _existing(session: Session, project_id: uuid.UUID) -> Project:
    return existing(session, Project, project_id, "Ce projet n’existe plus.")

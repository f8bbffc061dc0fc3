"""Who opens the classeur, with which role. Rights are checked here; slots and rows change together below.

A slot is a change of `keys.json` as well as of the base, so these functions take the open workspace
instead of a session, and each is one operation. Deriving a key takes most of a second: run them off the
window's thread.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError, PermissionDenied, RuleError
from elans_desktop.core.text import natural_name, sort_key
from elans_desktop.models.organisation import Professional, User
from elans_desktop.services.contact_fields import tidy
from elans_desktop.services.permissions import ROLE_LABELS, Right, allowed
from elans_desktop.storage import access, passphrase
from elans_desktop.storage.opening import NewUser
from elans_desktop.storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class UserRow:
    """Someone who opens, or opened, the classeur."""

    id: uuid.UUID
    name: str = field(repr=False)
    function: str
    role: str
    """accueil · referent · coordination · consultation · administration."""
    role_label: str
    active: bool
    professional_id: uuid.UUID | None
    professional: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class UserInput:
    """A new user. `phrase` is theirs: they may change it at once."""

    name: str = field(default="", repr=False)
    function: str = ""
    role: str = "coordination"
    phrase: str = field(default="", repr=False)
    professional_id: uuid.UUID | None = None


def rows(session: Session) -> tuple[UserRow, ...]:
    """Every user by name, those who no longer open the classeur last."""
    query = select(User, Professional.last_name, Professional.first_name)
    query = query.outerjoin(Professional, Professional.id == User.professional_id)
    found = [
        UserRow(
            id=user.id,
            name=user.name,
            function=user.function,
            role=user.role,
            role_label=ROLE_LABELS.get(user.role, user.role),
            active=user.active,
            professional_id=user.professional_id,
            professional=natural_name(last or "", first or ""),
        )
        for user, last, first in session.execute(query)
    ]
    return tuple(sorted(found, key=lambda row: (not row.active, *sort_key(row.name))))


def names(session: Session) -> dict[uuid.UUID, str]:
    """Name of each user, past ones included: history, documents issued."""
    return {row.id: row.name for row in session.execute(select(User.id, User.name))}


def check_new(entered: UserInput) -> None:
    """Refuse what cannot be a user. Raises InputError."""
    errors: dict[str, str] = {}
    if not tidy(entered.name):
        errors["name"] = "Écrivez le nom de la personne."
    elif len(entered.name) > 120:
        errors["name"] = "Ce nom est trop long\u00a0: 120 lettres au plus."
    if entered.role not in ROLE_LABELS:
        errors["role"] = "Choisissez un rôle."
    try:
        passphrase.check(entered.phrase)
    except InputError as error:
        errors["phrase"] = error.message
    if errors:
        raise InputError(errors)


def add(workspace: Workspace, entered: UserInput) -> uuid.UUID:
    """Let one more person open the classeur. Raises InputError, PermissionDenied."""
    _require(workspace)
    check_new(entered)
    return access.add_user(
        workspace,
        NewUser(tidy(entered.name), tidy(entered.function)),
        role=entered.role,
        phrase=entered.phrase,
        professional_id=entered.professional_id,
    )


def remove(workspace: Workspace, user_id: uuid.UUID) -> None:
    """Take the classeur away from someone; what they did keeps their name. Raises RuleError."""
    _require(workspace)
    if user_id == workspace.actor.user_id:
        raise RuleError(
            "Vous ne pouvez pas vous retirer vous-même.",
            "Demandez à une autre personne qui administre le classeur.",
        )
    access.remove_user(workspace, user_id)


def set_role(workspace: Workspace, user_id: uuid.UUID, role: str) -> None:
    """Give someone another role. Raises RuleError, InputError, PermissionDenied."""
    _require(workspace)
    if role not in ROLE_LABELS:
        raise InputError({"role": "Choisissez un rôle."})
    if user_id == workspace.actor.user_id:
        raise RuleError(
            "Vous ne pouvez pas changer votre propre rôle.",
            "Demandez à une autre personne qui administre le classeur.",
        )
    access.set_role(workspace, user_id, role)


def rename(workspace: Workspace, user_id: uuid.UUID, name: str, function: str) -> None:
    """Change the name and function shown at the opening: one's own, or anybody's by an administrator."""
    if user_id != workspace.actor.user_id:
        _require(workspace)
    if not tidy(name):
        raise InputError({"name": "Écrivez un nom."})
    access.rename_user(workspace, user_id, tidy(name)[:120], tidy(function)[:200])
    if user_id == workspace.actor.user_id:
        workspace.actor = replace(workspace.actor, name=tidy(name)[:120])


def change_phrase(workspace: Workspace, old: str, new: str) -> None:
    """The person at the keyboard changes their phrase. Raises WrongPassphrase, InputError."""
    access.change_phrase(workspace, old, new)


def reset_phrase(workspace: Workspace, user_id: uuid.UUID, new: str) -> None:
    """An administrator gives a new phrase to someone who forgot theirs. Raises InputError."""
    _require(workspace)
    access.reset_phrase(workspace, user_id, new)


def _require(workspace: Workspace) -> None:
    if not allowed(workspace.actor, Right.MANAGE_USERS):
        raise PermissionDenied(
            f"Votre rôle ne permet pas de {Right.MANAGE_USERS.value}.",
            "Demandez à la personne qui administre le classeur.",
        )

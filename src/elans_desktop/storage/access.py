"""Who may open the workspace: users, phrases, the recovery code.

Each change of `keys.json` and of table `user` succeeds or fails together. Rights are checked by the
services; here only what would lock everybody out is refused.
"""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import RuleError
from elans_desktop.models.organisation import User
from elans_desktop.storage import passphrase
from elans_desktop.storage.keys import Keys
from elans_desktop.storage.opening import FOUNDER_ROLE, NewUser
from elans_desktop.storage.recovery_code import RecoveryCode
from elans_desktop.storage.sealing import Kdf
from elans_desktop.storage.workspace import Workspace


def add_user(
    workspace: Workspace,
    user: NewUser,
    *,
    role: str,
    phrase: str,
    professional_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """Let one more person open the workspace. Raises InputError (phrase too short)."""
    passphrase.check(phrase)
    with workspace.write("Ajouter un utilisateur") as session:
        session.add(
            User(
                id=user.id,
                professional_id=professional_id,
                name=user.name,
                function=user.function,
                role=role,
                active=True,
            )
        )
        session.flush()
        _save(
            workspace,
            workspace.keys.with_user(
                workspace.data_key, user.id, user.name, user.function, phrase, _cost(workspace)
            ),
        )
    return user.id


def remove_user(workspace: Workspace, user_id: uuid.UUID) -> None:
    """Take the workspace away from a user; what they did keeps their name. Raises RuleError."""
    with workspace.write("Retirer un utilisateur") as session:
        user = session.get_one(User, user_id)
        user.active = False
        _keep_an_administrator(session)
        _save(workspace, workspace.keys.without_user(workspace.data_key, user_id))


def set_role(workspace: Workspace, user_id: uuid.UUID, role: str) -> None:
    """Give a user another role. Raises RuleError when nobody would administer the workspace."""
    with workspace.write("Changer le rôle d’un utilisateur") as session:
        session.get_one(User, user_id).role = role
        _keep_an_administrator(session)


def rename_user(workspace: Workspace, user_id: uuid.UUID, name: str, function: str) -> None:
    """Change the name and the function shown on the unlock screen."""
    with workspace.write("Renommer un utilisateur") as session:
        user = session.get_one(User, user_id)
        user.name, user.function = name, function
        session.flush()
        _save(workspace, workspace.keys.renamed_user(workspace.data_key, user_id, name, function))


def change_phrase(workspace: Workspace, old: str, new: str) -> None:
    """The user at the keyboard changes their phrase. Raises WrongPassphrase, InputError."""
    workspace.keys.unlock(workspace.actor.user_id, old)
    reset_phrase(workspace, workspace.actor.user_id, new)


def reset_phrase(workspace: Workspace, user_id: uuid.UUID, new: str) -> None:
    """Give a user a new phrase, after the recovery code or by an administrator. Raises InputError."""
    passphrase.check(new)
    slot = workspace.keys.user(user_id)
    keys = workspace.keys.with_user(
        workspace.data_key, user_id, slot.name, slot.function, new, _cost(workspace)
    )
    _save(workspace, keys)


def new_recovery_code(workspace: Workspace) -> RecoveryCode:
    """Draw a new recovery code, to be printed at once; the previous one opens nothing any more."""
    keys, code = workspace.keys.with_new_code(workspace.data_key, _cost(workspace))
    _save(workspace, keys)
    return code


def rename(workspace: Workspace, title: str) -> None:
    """Give the workspace another name on the unlock screen."""
    _save(workspace, workspace.keys.with_title(workspace.data_key, title))


def _save(workspace: Workspace, keys: Keys) -> None:
    keys.save(workspace.folder)
    workspace.keys = keys


def _cost(workspace: Workspace) -> Kdf:
    """The cost chosen when the workspace was made."""
    return workspace.keys.recovery.kdf


def _keep_an_administrator(session: Session) -> None:
    session.flush()
    query = select(User.id).where(User.active, User.role == FOUNDER_ROLE).limit(1)
    if session.scalar(query) is None:
        raise RuleError(
            "Il faut au moins une personne qui administre le classeur.",
            "Donnez d’abord ce rôle à quelqu’un d’autre.",
        )

"""The creation of a classeur: the folder, then one operation that fills it with all it needs to serve."""

from __future__ import annotations

import shutil
import uuid
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError
from elans_desktop.models.evaluations import Grid
from elans_desktop.models.governance import Body
from elans_desktop.models.organisation import Professional, ReferenceItem, StructureRole, User
from elans_desktop.services.contact_fields import tidy
from elans_desktop.services.evaluations import shipped_grids
from elans_desktop.services.governance import structures
from elans_desktop.services.organisation import agreements, reference, schemes, shipped_lists
from elans_desktop.services.organisation.organisation import LEAD
from elans_desktop.services.participants.letters import templates
from elans_desktop.storage.actor import actor_of
from elans_desktop.storage.recovery_code import RecoveryCode
from elans_desktop.storage.sealing import Kdf
from elans_desktop.storage.workspace import NewUser, Workspace

CREATION_LABEL = "Création du classeur"
CREATION_KIND = "creation"
"""Kind of the operations that fill a new classeur: Ctrl+Z does not go back before the beginning."""


def create_workspace(
    folder: Path,
    *,
    title: str,
    preset: str,
    user_name: str,
    user_function: str = "",
    passphrase: str,
    kdf: Kdf | None = None,
) -> tuple[Workspace, RecoveryCode]:
    """Create a classeur ready to use: lists, scheme, grids, agreement, our structure, instances, its user.

    `title` names the classeur and our structure; `preset` is o2r, elans or personnalise. The code is to be
    shown and printed now: it is kept nowhere. Nothing is left of a creation that fails.
    Raises InputError({title | preset | user_name | passphrase: …}), SystemProblem.
    """
    title, user_name = tidy(title), tidy(user_name)
    _check(title, preset, user_name)
    existed = folder.exists()
    before = frozenset(folder.iterdir()) if existed and folder.is_dir() else frozenset[Path]()
    workspace, code = Workspace.create(
        folder,
        title=title,
        user=NewUser(user_name, tidy(user_function)),
        passphrase=passphrase,
        kdf=kdf or Kdf.default(),
    )
    try:
        with workspace.write(CREATION_LABEL, kind="migration") as session:  # never undone by Ctrl+Z
            populate(session, title=title, preset=preset, user_name=user_name, user_function=user_function)
            user = session.get_one(User, workspace.actor.user_id)
        workspace.actor = replace(workspace.actor, professional_id=user.professional_id)
    except BaseException:
        workspace.close()
        _remove(folder, existed, before)
        raise
    return workspace, code


def populate(session: Session, *, title: str, preset: str, user_name: str, user_function: str) -> uuid.UUID:
    """Fill an empty classeur; returns the id of its first agreement."""
    reference.ensure_reference(session)
    shipped_lists.note(session)
    shipped_grids.ensure_grids(session)
    templates.ensure_shipped(session)
    scheme_id = schemes.ensure(session, preset)
    _speak(session, preset)
    agreement_id = agreements.record(session, agreements.new_input(session, scheme_id))
    structure_id = structures.new_ours(session, title)
    _add_own_role(session, structure_id, agreement_id, preset)
    _add_bodies(session, scheme_id, agreement_id)
    _add_creator(session, structure_id, user_name, tidy(user_function))
    session.flush()
    return agreement_id


def _speak(session: Session, preset: str) -> None:
    """Word the shipped lists and grids as the scheme does: « Membre », not « Membre du consortium »."""
    own = dict(schemes.preset(preset).get("labels", {}))
    titles: dict[str, str] = own.pop("grids", {})
    for grid in session.scalars(select(Grid).where(Grid.code.in_(titles))):
        grid.title = titles[grid.code]
    for list_code, labels in own.items():
        for code, text in labels.items():
            session.get_one(ReferenceItem, ReferenceItem.key(list_code, code)).label = text


def split_name(name: str) -> tuple[str, str]:
    """Last and first name of « Marie Le Goff »: the first word is the first name."""
    first, _, last = tidy(name).partition(" ")
    return (last, first) if last else (first, "")


def _check(title: str, preset: str, user_name: str) -> None:
    errors: dict[str, str] = {}
    if not title:
        errors["title"] = "Donnez un nom au classeur, par exemple celui de votre organisation."
    elif len(title) > 120:
        errors["title"] = "Ce nom est trop long : 120 lettres au plus."
    if preset not in schemes.preset_labels():
        errors["preset"] = "Choisissez O2R, ELAN’S ou Personnalisé."
    if not user_name:
        errors["user_name"] = "Écrivez votre nom : il dit qui a fait quoi."
    elif len(user_name) > 120:
        errors["user_name"] = "Ce nom est trop long : 120 lettres au plus."
    if errors:
        raise InputError(errors)


def _add_own_role(session: Session, structure_id: uuid.UUID, agreement_id: uuid.UUID, preset: str) -> None:
    role = "porteur" if preset == "elans" else LEAD
    session.add(
        StructureRole(
            structure_id=structure_id, agreement_id=agreement_id, role_code=role, start=None, end=None
        )
    )


def _add_bodies(session: Session, scheme_id: uuid.UUID, agreement_id: uuid.UUID) -> None:
    scheme = next(s for s in schemes.rows(session) if s.id == scheme_id)
    for body in scheme.options.get("bodies", []):
        session.add(
            Body(
                agreement_id=agreement_id,
                code=body["code"],
                title=body["label"],
                purpose=body["purpose"],
                quorum=None,
                archived_on=None,
            )
        )


def _add_creator(session: Session, structure_id: uuid.UUID, name: str, function: str) -> None:
    last, first = split_name(name)
    professional = Professional(
        last_name=last,
        first_name=first,
        function=function,
        structure_id=structure_id,
        phone="",
        email="",
        is_trainer=False,
        is_referent=True,
        start=None,
        end=None,
        archived_on=None,
    )
    session.add(professional)
    session.flush()
    user_id = actor_of(session).user_id
    user = session.get(User, user_id) or User(id=user_id)
    user.professional_id = professional.id
    user.name = name
    user.function = function
    user.role = "administration"
    user.active = True
    session.add(user)


def _remove(folder: Path, existed: bool, before: frozenset[Path]) -> None:
    if not existed:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for path in frozenset(folder.iterdir()) - before:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)

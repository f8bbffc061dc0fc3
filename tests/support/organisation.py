"""A classeur filled as at its creation: lists, scheme, agreement, our structure, its user."""

from __future__ import annotations

import uuid
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace

from elans_desktop.models.organisation import User
from elans_desktop.services import setup
from elans_desktop.storage.workspace import Workspace

OURS = "Association Le Pressoir"


def fill(workspace: Workspace, preset: str = "o2r") -> uuid.UUID:
    """Fill an empty open workspace; returns its first agreement."""
    with workspace.write(setup.CREATION_LABEL, kind="migration") as session:
        agreement_id = setup.populate(
            session, title=OURS, preset=preset, user_name="Camille Essai", user_function="coordinatrice"
        )
        user = session.get_one(User, workspace.actor.user_id)
    workspace.actor = replace(workspace.actor, professional_id=user.professional_id)
    return agreement_id


@contextmanager
def acting_as(workspace: Workspace, role: str) -> Generator[None]:
    """Put somebody of another role at the keyboard."""
    kept = workspace.actor
    workspace.actor = replace(kept, role=role)
    try:
        yield
    finally:
        workspace.actor = kept

"""The joining of two files, for tests."""

from __future__ import annotations

import uuid
from typing import Any

from elans_desktop.services.participants import person_merge
from elans_desktop.services.participants.person_merge import MergeInput, MergeView
from elans_desktop.services.participants.person_merge_fields import FieldPair
from elans_desktop.storage.workspace import Workspace


def join(workspace: Workspace, kept: uuid.UUID, other: uuid.UUID, **choices: Any) -> None:
    """Join the other file to the one that stays."""
    typed = MergeInput(kept, other, **choices)
    with workspace.write("Réunir") as session:
        person_merge.merge(session, typed)


def seen(workspace: Workspace, kept: uuid.UUID, other: uuid.UUID) -> MergeView:
    """The two files side by side."""
    with workspace.read() as session:
        return person_merge.view(session, kept, other)


def pairs(view: MergeView) -> dict[str, FieldPair]:
    """The fields on which they differ, by label."""
    return {pair.label: pair for _heading, found in view.fields for pair in found}

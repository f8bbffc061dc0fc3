"""A few invented people and their pathways, made through the services."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from elans_desktop.services.participants import participants
from elans_desktop.services.participants.participants import ParticipantInput
from elans_desktop.services.pathways import pathways
from elans_desktop.services.pathways.pathways import PathwayInput, Stay
from elans_desktop.storage.workspace import Workspace

NOW = datetime(2027, 5, 4, 14, 2)
"""« Today » of these tests: mar. 04/05/2027."""


def add_person(workspace: Workspace, last: str, first: str, **more: Any) -> uuid.UUID:
    """One file."""
    typed = ParticipantInput(last_name=last, first_name=first, **more)
    with workspace.write(f"Créer le dossier de {first} {last[:1]}.") as session:
        return participants.save(session, typed)


def add_pathway(
    workspace: Workspace,
    person: uuid.UUID,
    agreement: uuid.UUID,
    stays: Sequence[tuple[str, date, date | None]] = (),
    **more: Any,
) -> uuid.UUID:
    """One pathway with its stays."""
    typed = PathwayInput(person, agreement, stays=tuple(Stay(*stay) for stay in stays), **more)
    with workspace.write("Ouvrir un parcours") as session:
        return pathways.save(session, typed)


def change_person(workspace: Workspace, person: uuid.UUID, label: str, **changes: Any) -> None:
    """Change some fields of an identity."""
    with workspace.read() as session:
        known = participants.view(session, person).input
    with workspace.write(label) as session:
        participants.save(session, replace(known, **changes))

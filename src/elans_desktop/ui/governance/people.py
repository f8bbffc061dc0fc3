"""Choosing a professional, or creating them on the spot, in one dialog and one operation."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.services.governance import governance_people, structures
from elans_desktop.services.organisation import professionals
from elans_desktop.services.organisation.professionals import ProfessionalInput
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.form import FieldSpec, Section


def person_sections(context: Context, but: Collection[uuid.UUID] = ()) -> list[Section]:
    """Somebody of the list, or a new person."""
    bridge = context.bridge
    people = [
        (one.id, f"{one.list_name}, {one.structure}".rstrip(", "))
        for one in bridge.read(professionals.rows)
        if one.id not in but
    ]
    places = [(one.id, one.display_name) for one in bridge.read(structures.rows)]
    return [
        Section("", (FieldSpec("professional_id", "Personne", "choice", choices=people, span=2),)),
        Section(
            "Ou une personne qui n’est pas dans la liste",
            (
                FieldSpec("last_name", "Nom"),
                FieldSpec("first_name", "Prénom"),
                FieldSpec("function", "Fonction"),
                FieldSpec("new_structure_id", "Structure", "choice", choices=places),
            ),
        ),
    ]


def new_person(values: dict[str, Any]) -> ProfessionalInput | None:
    """The person written by hand, if any."""
    if not (values["last_name"] or values["first_name"]):
        return None
    return ProfessionalInput(
        last_name=values["last_name"],
        first_name=values["first_name"],
        function=values["function"],
        structure_id=values["new_structure_id"],
    )


def ask_person(
    context: Context,
    parent: QWidget,
    *,
    title: str,
    accept: str,
    label: str,
    but: Collection[uuid.UUID],
    keep: Callable[[Any, uuid.UUID, uuid.UUID], object],
    key: uuid.UUID,
) -> None:
    """Ask for somebody, then `keep(session, key, professional_id)` in the same operation."""

    def save(values: dict[str, Any]) -> None:
        context.bridge.write(
            label, governance_people.with_person, values["professional_id"], new_person(values), keep, key
        )

    dialogs.ask_form(parent, title, person_sections(context, but), accept=accept, save=save)

"""What the forms of the calendar choose from, and what they create on the spot."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import NBSP
from elans_desktop.services.calendar import activities
from elans_desktop.services.calendar.activities import ActivityFilters, ActivityRow
from elans_desktop.services.governance import projects, structures
from elans_desktop.services.governance.projects import ProjectInput
from elans_desktop.services.governance.structures import StructureInput
from elans_desktop.services.organisation import agreements, places, professionals, reference
from elans_desktop.services.organisation.places import PlaceInput
from elans_desktop.services.organisation.professionals import ProfessionalInput
from elans_desktop.ui.commune_field import CommuneField
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.form import FieldSpec, Section

Pairs = list[tuple[Any, str]]


@dataclass(frozen=True)
class Choices:
    """Pairs (id or code, words), read at once."""

    activities: tuple[ActivityRow, ...]
    places: Pairs
    trainers: Pairs
    structures: Pairs
    agreements: Pairs

    def activity(self, activity_id: uuid.UUID | None) -> ActivityRow | None:
        """One activity of the list."""
        return next((found for found in self.activities if found.id == activity_id), None)


def read(context: Context) -> Choices:
    """What can be chosen now, in the scope of the header."""
    bridge = context.bridge
    return Choices(
        activities=bridge.read(activities.rows, ActivityFilters(bridge.scope)),
        places=[(found.id, found.label) for found in bridge.read(places.rows)],
        trainers=[(found.id, found.list_name) for found in bridge.read(professionals.rows, trainers=True)],
        structures=[(found.id, found.name) for found in bridge.read(structures.rows)],
        agreements=[(found.id, found.input.title) for found in bridge.read(agreements.rows)],
    )


def listed(context: Context, list_code: str) -> Pairs:
    """The lines of a reference list: activity_modes (collectif, individuel…), domains, place_kinds."""
    return [(found.code, found.label) for found in context.bridge.read(reference.items, list_code)]


def briques(context: Context) -> Pairs:
    """The briques of the first level."""
    rows = context.bridge.read(reference.items, "briques")
    return [(found.code, found.label) for found in rows if found.parent_code is None]


def new_place(context: Context, parent: QWidget) -> uuid.UUID | None:
    """Create a place; None when given up."""
    made: list[uuid.UUID] = []

    def save(values: dict[str, Any]) -> None:
        commune, postcode, insee = values["commune"]
        entered = PlaceInput(
            name=values["name"],
            commune=commune,
            postcode=postcode,
            insee=insee,
            capacity=values["capacity"],
        )
        made.append(context.bridge.write(f"Nouveau lieu{NBSP}: {entered.name}", places.save, entered))

    dialogs.ask_form(
        parent,
        "Nouveau lieu",
        [
            Section(
                "",
                (
                    FieldSpec("name", "Nom", required=True, placeholder="Salle des fêtes", span=2),
                    FieldSpec("commune", "Commune", make=CommuneField),
                    FieldSpec("capacity", "Places", "number", options={"maximum": 999}),
                ),
            )
        ],
        accept="Créer le lieu",
        save=save,
    )
    return made[0] if made else None


def new_trainer(context: Context, parent: QWidget) -> uuid.UUID | None:
    """Create a trainer; None when given up."""
    made: list[uuid.UUID] = []

    def save(values: dict[str, Any]) -> None:
        entered = ProfessionalInput(
            last_name=values["last_name"],
            first_name=values["first_name"],
            function=values["function"],
            structure_id=values["structure_id"],
            is_trainer=True,
        )
        made.append(context.bridge.write("Nouvel intervenant", professionals.save, entered))

    ours = context.bridge.read(structures.ours_id)
    known = [(found.id, found.name) for found in context.bridge.read(structures.rows)]
    dialogs.ask_form(
        parent,
        "Nouvel intervenant",
        [
            Section(
                "",
                (
                    FieldSpec("last_name", "Nom", required=True),
                    FieldSpec("first_name", "Prénom"),
                    FieldSpec("function", "Fonction", placeholder="Formateur, bénévole…"),
                    FieldSpec("structure_id", "Structure", "choice", choices=known),
                ),
            )
        ],
        values={"structure_id": ours},
        accept="Créer l’intervenant",
        save=save,
    )
    return made[0] if made else None


def new_project(
    context: Context, parent: QWidget, agreement_id: uuid.UUID | None, structure_id: uuid.UUID | None
) -> uuid.UUID | None:
    """Create a project of an agreement; None when given up."""
    made: list[uuid.UUID] = []

    def save(values: dict[str, Any]) -> None:
        entered = ProjectInput(agreement_id=agreement_id, **values)
        made.append(context.bridge.write(f"Nouveau projet{NBSP}: {entered.title}", projects.save, entered))

    known = [(found.id, found.name) for found in context.bridge.read(structures.rows)]
    dialogs.ask_form(
        parent,
        "Nouveau projet",
        [
            Section(
                "",
                (
                    FieldSpec("title", "Titre", required=True, span=2),
                    FieldSpec("structure_id", "Porté par", "choice", choices=known),
                    FieldSpec("domain_code", "Domaine", "choice", choices=listed(context, "domains")),
                    FieldSpec("territory", "Territoire", span=2),
                ),
            )
        ],
        values={"structure_id": structure_id},
        accept="Créer le projet",
        save=save,
    )
    return made[0] if made else None


def new_structure(context: Context, parent: QWidget) -> uuid.UUID | None:
    """Create a structure by its name; None when given up."""
    made: list[uuid.UUID] = []

    def save(values: dict[str, Any]) -> None:
        commune, postcode, insee = values["commune"]
        entered = StructureInput(name=values["name"], commune=commune, postcode=postcode, insee=insee)
        made.append(
            context.bridge.write(f"Nouvelle structure{NBSP}: {entered.name}", structures.save, entered)
        )

    dialogs.ask_form(
        parent,
        "Nouvelle structure",
        [
            Section(
                "",
                (
                    FieldSpec("name", "Nom", required=True, span=2),
                    FieldSpec("commune", "Commune", make=CommuneField),
                ),
            )
        ],
        accept="Créer la structure",
        save=save,
    )
    return made[0] if made else None

"""« Lieux »: rooms, halls, itinerant stops."""

from __future__ import annotations

import uuid
from typing import Any

from elans_desktop.services.organisation import places
from elans_desktop.services.organisation.places import PlaceInput, PlaceRow
from elans_desktop.services.permissions import Right
from elans_desktop.ui import commune_field
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit.form import FieldSpec
from elans_desktop.ui.kit.form import Section as FormSection
from elans_desktop.ui.kit.table import Column
from elans_desktop.ui.settings.list_and_form import Kind, ListAndForm, Values
from elans_desktop.ui.settings.list_section import ListSection


class PlacesSection(ListSection):
    """The places where séances happen."""

    key = "places"
    title = "Lieux"
    intro = "Les salles et les haltes où se tiennent les séances. Leur nom est imprimé sur les feuilles."
    tables = frozenset({"place"})
    right = Right.EDIT_CALENDAR

    def make(self, context: Context) -> ListAndForm:
        kind = Kind(
            columns=(
                Column("name", "Lieu", lambda r: r.input.name, paint="strong"),
                Column("commune", "Commune", lambda r: r.input.commune, width=160),
                Column(
                    "capacity",
                    "Places",
                    lambda r: str(r.input.capacity or ""),
                    width=72,
                    align="right",
                    sort=lambda r: r.input.capacity,
                ),
            ),
            sections=(
                FormSection(
                    "",
                    (
                        FieldSpec("name", "Nom du lieu", required=True),
                        FieldSpec("address", "Adresse", "multiline", rows=2),
                        *commune_field.specs(120),
                        FieldSpec("capacity", "Nombre de places", "number", width=120),
                        FieldSpec("itinerant", "Halte itinérante (bus, camion)", "check"),
                        FieldSpec(
                            "notes", "Remarques", "multiline", rows=3, placeholder="Clés, accès, chauffage…"
                        ),
                    ),
                ),
            ),
            counted=("lieu", "lieux"),
            new_words="Nouveau lieu",
            empty=(
                "map-pin",
                "Aucun lieu pour l’instant",
                "Une salle des fêtes, un bureau, une halte du bus…",
            ),
            title=lambda r: r.input.name,
            values=_values,
            fresh=lambda: _values(PlaceRow(PlaceInput(), archived=False)),
            store=self._store,
            archived=lambda r: r.archived,
            archive=self._archive,
            sort="name",
        )
        made = ListAndForm(context, "settings.places", kind, may_edit=self.may_edit)
        commune_field.follow(made.form)
        return made

    def rows(self) -> tuple[PlaceRow, ...]:
        return self.context.bridge.read(places.rows, archived=True)

    def _store(self, place_id: uuid.UUID | None, values: dict[str, Any]) -> uuid.UUID:
        commune, _postcode, insee = values["commune"]
        typed: Values = {**values, "id": place_id, "commune": commune, "insee": insee}
        entered = PlaceInput(**typed)
        verb = "Modifier" if place_id else "Ajouter"
        saved = self.context.bridge.write(f"{verb} le lieu {entered.name}", places.save, entered)
        self.said("Lieu enregistré")
        return saved

    def _archive(self, place_id: uuid.UUID, away: bool) -> None:
        if away:
            self.context.bridge.write("Archiver un lieu", places.archive, place_id)
        else:
            self.context.bridge.write("Remettre un lieu en service", places.unarchive, place_id)
        self.said("Lieu archivé" if away else "Lieu remis en service")


def _values(shown: PlaceRow) -> dict[str, Any]:
    kept = shown.input
    names = ("name", "address", "postcode", "capacity", "itinerant", "notes")
    values = {name: getattr(kept, name) for name in names}
    return values | {"commune": (kept.commune, kept.postcode, kept.insee)}

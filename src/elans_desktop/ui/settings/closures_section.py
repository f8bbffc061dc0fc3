"""« Vacances et fermetures »: school holidays to correct or import, days without activity."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.core.formats import NBSP, count, date_short
from elans_desktop.services.calendar import closures, ics_reading
from elans_desktop.services.calendar.calendar_days import MUNICIPAL, SCHOOL
from elans_desktop.services.calendar.closures import KINDS, ZONES, ClosureInput, ClosureRow
from elans_desktop.services.calendar.ics_reading import IcsEvent
from elans_desktop.services.organisation import settings
from elans_desktop.storage.files import system_errors
from elans_desktop.ui.commune_field import CommuneField
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.form import FieldSpec
from elans_desktop.ui.kit.form import Section as FormSection
from elans_desktop.ui.kit.table import Column
from elans_desktop.ui.settings.list_and_form import Kind, ListAndForm, Values
from elans_desktop.ui.settings.list_section import ListSection
from elans_desktop.ui.settings.section import ignoring

_SHORT = {"organisme": "Structure", "municipale": "Commune", "scolaire": "Scolaire"}


class ClosuresSection(ListSection):
    """The school holidays of our zone and the closures."""

    key = "closures"
    title = "Vacances et fermetures"
    intro = (
        "Les jours que le calendrier grise et qu’une répétition saute. Les jours fériés se calculent seuls."
    )
    tables = frozenset({"closure", "setting"})

    def make(self, context: Context) -> ListAndForm:
        self.bring = buttons.secondary("Importer des vacances…", "calendar-plus", self._import)
        self.bring.setVisible(self.may_edit)
        self.tools = [self.bring]
        kind = Kind(
            columns=(
                # to the right, as figures: two « Vacances de printemps » are told apart by their days alone
                Column("days", "Jours", _days, 156, "right", lambda r: r.input.start_on),
                Column("label", "Ce que c’est", lambda r: r.input.label, paint="strong"),
                Column("kind", "Sorte", _kind, width=130, paint="muted"),
            ),
            sections=(
                FormSection(
                    "",
                    (
                        FieldSpec("label", "Ce que c’est", required=True, placeholder="Fermeture d’été"),
                        FieldSpec(
                            "kind", "Sorte", "choice", choices=[*KINDS.items()], options={"empty": None}
                        ),
                        FieldSpec("start_on", "Du", "date", required=True),
                        FieldSpec("end_on", "Au", "date", help=f"Vide{NBSP}: un seul jour."),
                        FieldSpec(
                            "zone", "Zone", "choice", choices=[(code, f"Zone {code}") for code in ZONES]
                        ),
                        FieldSpec("insee", "Commune", make=CommuneField),
                    ),
                ),
            ),
            counted=("période", "périodes"),
            new_words="Nouvelle fermeture",
            empty=("calendar-off", "Aucune fermeture", "Congés, pont, inventaire, foire de la commune…"),
            title=lambda r: r.input.label,
            values=_values,
            fresh=lambda: _values(ClosureRow(ClosureInput())),
            store=self._store,
            delete=self._delete,
            sort="days",
        )
        made = ListAndForm(context, "settings.closures", kind, may_edit=self.may_edit)
        made.form.field("kind").changed.connect(lambda: _fit(made))
        made.shown.connect(ignoring(lambda: _fit(made)))
        return made

    def rows(self) -> tuple[ClosureRow, ...]:
        return self.context.bridge.read(closures.rows, zone=self._zone())

    def _zone(self) -> str:
        return str(self.context.bridge.read(settings.get, "school_zone"))

    def _store(self, closure_id: uuid.UUID | None, values: dict[str, Any]) -> uuid.UUID:
        _name, _postcode, insee = values["insee"]
        typed: Values = {**values, "id": closure_id, "insee": insee}
        entered = ClosureInput(**typed)
        saved = self.context.bridge.write(f"Fermeture{NBSP}: {entered.label}", closures.save, entered)
        self.said("Fermeture enregistrée")
        return saved

    def _delete(self, closure_id: uuid.UUID) -> None:
        self.context.bridge.write("Supprimer une fermeture", closures.delete, closure_id)
        self.said("Fermeture supprimée")

    def _import(self) -> None:
        """A calendar file of a zone, from the ministry or another agenda."""
        path = dialogs.open_file(self, "Calendrier des vacances", "Calendrier (*.ics)")
        events = self.context.attempt(self, lambda: self._read(path)) if path is not None else None
        if events is None:
            return

        def save(values: dict[str, Any]) -> None:
            zone = values["zone"]
            words = f"Importer les vacances de la zone {zone}"
            try:
                done = self.context.bridge.write(words, closures.import_holidays, zone, events)
            except InputError as problem:
                raise RuleError(problem.message, "Choisissez un autre fichier.") from None
            told = f"{count(done.added, 'période ajoutée', 'périodes ajoutées')}, "
            told += count(done.updated, "mise à jour", "mises à jour")
            self.said(f"{told}, {count(done.left, 'jour isolé laissé', 'jours isolés laissés')}")

        zones = [(code, f"Zone {code}") for code in ZONES]
        dialogs.ask_form(
            self,
            "Importer des vacances scolaires",
            [FormSection("", (FieldSpec("zone", "Zone", "choice", choices=zones, required=True),))],
            values={"zone": self._zone()},
            text="Importer de nouveau le même calendrier met ses dates à jour, sans doublon.",
            accept="Importer",
            save=save,
        )

    def _read(self, path: Path) -> tuple[IcsEvent, ...]:
        with system_errors():
            content = path.read_bytes()
        place = str(self.context.bridge.read(settings.get, settings.HOLIDAY_ZONE))
        return ics_reading.read(content, place).events


def _fit(made: ListAndForm) -> None:
    kind = made.form.values()["kind"]
    made.form.show_field("zone", kind == SCHOOL)
    made.form.show_field("insee", kind == MUNICIPAL)


def _days(shown: ClosureRow) -> str:
    start, end = shown.input.start_on, shown.input.end_on
    if start is None:
        return ""
    if end is None or end == start:
        return date_short(start)
    first = f"{start:%d/%m}" if start.year == end.year else f"{start:%d/%m/%y}"
    return f"{first} au {end:%d/%m/%y}"


def _kind(shown: ClosureRow) -> str:
    words = _SHORT.get(shown.input.kind, "")
    if shown.input.kind == SCHOOL:
        return f"{words}, zone {shown.input.zone}"
    return shown.commune or words


def _values(shown: ClosureRow) -> dict[str, Any]:
    kept = shown.input
    names = ("label", "kind", "start_on", "end_on", "zone")
    return {**{name: getattr(kept, name) for name in names}, "insee": (shown.commune, kept.insee)}

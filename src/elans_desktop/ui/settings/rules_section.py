"""« Règles et seuils »: the figures that the rules use, with where each comes from."""

from __future__ import annotations

from typing import Any

from elans_desktop.core import formats
from elans_desktop.core.errors import InputError
from elans_desktop.services.organisation import reference, schemes, settings
from elans_desktop.services.organisation.settings import SettingRow
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.form import FieldSpec
from elans_desktop.ui.kit.form import Section as FormSection
from elans_desktop.ui.kit.layout import row
from elans_desktop.ui.kit.table import Column, Filter, Table
from elans_desktop.ui.settings.rate_field import read_rate, show_rate
from elans_desktop.ui.settings.section import Section, ignoring

ELSEWHERE = frozenset(
    {
        *("auto_lock_minutes", "backup_budget_mb", "usb_backup_warning_days", "school_zone"),
        "condense_after_months",
    }
)
"""Settings that have a place of their own in another page."""
_UNITS = {"mo": "Mo", "heures": "h"}


class RulesSection(Section):
    """Delays, thresholds, ceilings: all may change, none is hidden in the program."""

    key = "rules"
    title = "Règles et seuils"
    intro = (
        "Les chiffres qu’utilisent les alertes et les calculs, et d’où ils viennent. "
        "Double-cliquez sur une ligne pour la changer."
    )
    tables = frozenset({"setting", "scheme"})
    scrolls = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._bases = context.bridge.read(reference.labels, "ceiling_bases")
        self.edit = buttons.secondary("Changer la valeur", "pencil", self._edit)
        self.reset = buttons.quiet("Revenir à la valeur d’origine", "rotate-ccw", self._reset)
        self.table = Table(
            (
                Column("label", "Règle", lambda r: r.label),
                Column("value", "Valeur", self._words, width=210, paint="strong"),
                Column("origin", "D’où elle vient", lambda r: r.origin, width=300, paint="muted"),
            ),
            row_id=lambda r: r.name,
            filters=(Filter("changed", "Changées ici", lambda r: r.changed, counted=True),),
            counted=("règle", "règles"),
            placeholder="Chercher une règle…",
            name="Règles et seuils",
        )
        self.table.current_changed.connect(ignoring(self._fit))
        self.table.activated.connect(ignoring(self._edit))
        self.page.addLayout(row(self.edit, self.reset, None))
        self.page.addWidget(self.table, 1)
        self._fit()

    def refresh(self) -> None:
        """Read every setting again."""
        found = self.context.bridge.read(settings.rows)
        known = {one.code for one in self.context.bridge.read(schemes.rows)} | {""}
        self.table.set_rows([one for one in found if one.name not in ELSEWHERE and one.scheme in known])
        self._fit()

    def _fit(self) -> None:
        shown = self.table.current_row()
        self.edit.setEnabled(self.may_edit and shown is not None)
        self.reset.setEnabled(self.may_edit and shown is not None and shown.changed)

    def _words(self, shown: SettingRow) -> str:
        return words_of(shown, self._bases)

    def _edit(self) -> None:
        shown = self.table.current_row()
        if shown is None or not self.may_edit:
            return
        spec, value = _field(shown, self.context)

        def keep(values: dict[str, Any]) -> None:
            self.context.bridge.write(
                f"Changer la règle «\u00a0{shown.label}\u00a0»",
                settings.save,
                shown.name,
                _read(shown, values),
            )

        text = f"Valeur d’origine\u00a0: {words_of(shown, self._bases, shown.default)} ({shown.origin})."
        sections = (FormSection("", (spec,)),)
        if dialogs.ask_form(
            self, shown.label, sections, values={shown.name: value}, text=text, save=keep, columns=1
        ):
            self.said("Règle changée")

    def _reset(self) -> None:
        shown = self.table.current_row()
        if shown is not None:
            write = self.context.bridge.write
            if self.attempt(lambda: write("Revenir à la valeur d’origine", settings.reset, shown.name)):
                self.said("Valeur d’origine remise")


def words_of(shown: SettingRow, bases: reference.Labels, value: Any = None) -> str:
    """The value in French, with its unit."""
    kept = shown.value if value is None else value
    unit = shown.unit
    if unit == "oui_non":
        return "oui" if kept else "non"
    if unit == "points_de_base":
        return f"{show_rate(kept)}{formats.NBSP}%"
    if unit == "centimes":
        return formats.money(kept)
    if unit == "minutes_du_jour":
        return formats.time_of_day(kept)
    if unit == "code":
        return bases("ceiling_bases", str(kept))
    return f"{formats.number(kept)}{formats.NBSP}{_UNITS.get(unit, unit)}"


def _field(shown: SettingRow, context: Context) -> tuple[FieldSpec, Any]:
    name, value = shown.name, shown.value
    if shown.unit == "oui_non":
        return FieldSpec(name, shown.label, "check"), value
    if shown.unit == "points_de_base":
        return FieldSpec(name, "En\u00a0%", required=True, width=140), show_rate(value)
    if shown.unit == "centimes":
        return FieldSpec(name, "Montant", "money", required=True, width=200), value
    if shown.unit == "minutes_du_jour":
        return FieldSpec(name, "Heure", "time", required=True, width=140), value
    if shown.unit == "code":
        bases = context.bridge.read(reference.items, "ceiling_bases")
        choices = [(base.code, base.label) for base in bases]
        return FieldSpec(name, "Base", "choice", choices=choices, options={"empty": None}), value
    words = f"Nombre ({_UNITS.get(shown.unit, shown.unit)})"
    return FieldSpec(name, words, "number", required=True, width=140), value


def _read(shown: SettingRow, values: dict[str, Any]) -> Any:
    value = values[shown.name]
    if shown.unit == "points_de_base":
        return read_rate(value, shown.name)
    if value is None:
        raise InputError({shown.name: "Écrivez une valeur."})
    return value

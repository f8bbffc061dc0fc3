"""« Complétude »: what each funder asks of a file, and which list stands beside the names."""

from __future__ import annotations

import uuid
from typing import Any

from elans_desktop.services.participants import completeness_lists
from elans_desktop.services.participants.completeness_items import GROUPS, ITEMS
from elans_desktop.services.participants.completeness_lists import POPULATIONS, Checklist, ChecklistInput
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.form import FieldSpec
from elans_desktop.ui.kit.form import Section as FormSection
from elans_desktop.ui.kit.table import Column
from elans_desktop.ui.settings.list_and_form import Kind, ListAndForm
from elans_desktop.ui.settings.list_section import ListSection

_ITEMS = "items_"


class CompletenessSection(ListSection):
    """The lists of points, and the boxes of each."""

    key = "completeness"
    title = "Complétude des dossiers"
    intro = (
        "Chaque financeur demande ses propres renseignements, à l’entrée, à la sortie, six mois après. "
        "«\u00a0Ne souhaite pas répondre\u00a0» est une réponse."
    )
    tables = frozenset({"setting"})

    def make(self, context: Context) -> ListAndForm:
        self._badge = ""
        kind = Kind(
            columns=(
                Column("label", "Liste", lambda r: r.label, paint="strong"),
                Column("count", "Points", lambda r: str(len(r.items)), width=84, align="right"),
                Column("badge", "", self._badge_words, width=170, paint="muted"),
            ),
            sections=_sections(),
            counted=("liste", "listes"),
            new_words="Nouvelle liste",
            empty=("list-checks", "Aucune liste", "Un financeur et ce qu’il demande."),
            title=lambda r: r.label,
            values=_values,
            fresh=lambda: _values(Checklist("", "", ())),
            store=self._store,
            delete=self._delete,
        )
        self.show_button = buttons.secondary("Afficher à côté des noms", "eye", self._show_beside_names)
        self.show_button.setVisible(self.may_edit)
        self.tools.append(self.show_button)
        made = ListAndForm(context, "settings.completeness", kind, may_edit=self.may_edit)
        made.shown.connect(self._fit)
        return made

    def rows(self) -> tuple[Checklist, ...]:
        self._badge = self.context.bridge.read(completeness_lists.badge).code
        return self.context.bridge.read(completeness_lists.lists)

    def _badge_words(self, row: Checklist) -> str:
        return "à côté des noms" if row.code == self._badge else ""

    def _fit(self, row: Checklist | None) -> None:
        self.show_button.setEnabled(row is not None and row.code != self._badge)

    def _code(self, list_id: uuid.UUID | None) -> str:
        known = self.context.bridge.read(completeness_lists.lists)
        return next((one.code for one in known if one.id == list_id), "")

    def _store(self, list_id: uuid.UUID | None, values: dict[str, Any]) -> uuid.UUID:
        chosen = tuple(code for group in GROUPS for code in values.get(f"{_ITEMS}{group}", ()))
        typed = ChecklistInput(
            label=values["label"],
            items=chosen,
            code=self._code(list_id),
            population=values["population"],
            limited=values["limited"],
        )
        verb = "Modifier" if list_id else "Ajouter"
        code = self.context.bridge.write(f"{verb} une liste de complétude", completeness_lists.save, typed)
        self.said("Liste enregistrée")
        return Checklist(code, "", ()).id

    def _delete(self, list_id: uuid.UUID) -> None:
        code = self._code(list_id)
        self.context.bridge.write("Retirer une liste de complétude", completeness_lists.remove, code)
        self.said("Liste retirée")

    def _show_beside_names(self) -> None:
        shown: Checklist | None = self.list.table.current_row()
        if shown is None:
            return
        words, write = f"Afficher «\u00a0{shown.label}\u00a0» à côté des noms", self.context.bridge.write
        if self.attempt(lambda: write(words, completeness_lists.show_beside_names, shown.code)):
            self.said("Liste affichée à côté des noms")


def _sections() -> tuple[FormSection, ...]:
    head = FormSection(
        "",
        (
            FieldSpec("label", "Nom de la liste", required=True, placeholder="Région, CAF…"),
            FieldSpec(
                "population",
                "Comptée sur",
                "choice",
                choices=tuple(POPULATIONS.items()),
                options={"empty": None},
            ),
            FieldSpec(
                "limited",
                "Ligne à ne pas dépasser",
                "check",
                help="La part de fiches incomplètes fixée dans Règles et seuils (35\u00a0% d’origine).",
            ),
        ),
    )
    groups = [
        FormSection(
            title,
            (
                FieldSpec(
                    f"{_ITEMS}{group}",
                    "",
                    "multi",
                    choices=tuple((i.code, _capital(i.label)) for i in ITEMS if i.group == group),
                    options={"columns": 1, "name": title},
                ),
            ),
        )
        for group, title in GROUPS.items()
    ]
    return (head, *groups)


def _values(shown: Checklist) -> dict[str, Any]:
    values: dict[str, Any] = {
        "label": shown.label,
        "population": shown.population,
        "limited": shown.limited,
    }
    for group in GROUPS:
        codes = tuple(item.code for item in ITEMS if item.group == group)
        values[f"{_ITEMS}{group}"] = tuple(code for code in codes if code in shown.items)
    return values


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]

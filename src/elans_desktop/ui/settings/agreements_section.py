"""« Dispositifs et conventions »: years, ceiling, clause; what the header offers to choose from."""

from __future__ import annotations

import uuid
from typing import Any

from PySide6.QtWidgets import QMenu

from elans_desktop.core import clock
from elans_desktop.services.organisation import agreements, reference, schemes
from elans_desktop.services.organisation.agreements import AgreementInput, AgreementRow
from elans_desktop.ui import scheme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit.buttons import MenuButton
from elans_desktop.ui.kit.fields import ChoiceField
from elans_desktop.ui.kit.form import FieldSpec
from elans_desktop.ui.kit.form import Section as FormSection
from elans_desktop.ui.kit.menu import Menu
from elans_desktop.ui.kit.table import Column
from elans_desktop.ui.settings.list_and_form import Kind, ListAndForm
from elans_desktop.ui.settings.list_section import ListSection
from elans_desktop.ui.settings.rate_field import RATE_HELP, read_rate, show_rate

_FIELDS = ("scheme_id", "title", "number", "start", "end", "ceiling_base", "transfer_clause", "eu_cofunded")


class AgreementsSection(ListSection):
    """The conventions, and the schemes they belong to."""

    key = "agreements"
    title = "Dispositifs et conventions"
    intro = (
        "Chaque convention a ses années\u00a0: ce sont elles que l’on choisit en haut de la fenêtre. "
        "À un renouvellement, créez une nouvelle convention\u00a0; l’ancienne reste lisible."
    )
    tables = frozenset({"agreement", "scheme", "reference_item"})

    def make(self, context: Context) -> ListAndForm:
        bases = context.bridge.read(reference.items, "ceiling_bases")
        spoken = scheme.of(context)
        kind = Kind(
            columns=(
                Column("title", "Convention", lambda r: r.title, paint="strong"),
                Column("number", "Numéro", lambda r: r.input.number, width=150),
                Column("years", "Années", lambda r: r.years_words, width=96, sort=lambda r: r.start),
            ),
            sections=(
                FormSection(
                    "",
                    (
                        FieldSpec("scheme_id", "Dispositif", "choice", required=True),
                        FieldSpec("title", "Nom, s’il en faut un autre", placeholder=_example(context)),
                        FieldSpec("number", "Numéro de la convention"),
                        FieldSpec("start", "Du", "date", required=True, width=200),
                        FieldSpec("end", "Au", "date", required=True, width=200),
                        FieldSpec("eu_cofunded", "Cofinancée par l’Union européenne (FSE+)", "check"),
                    ),
                ),
                FormSection(
                    "Plafond des frais de fonctionnement",
                    (
                        FieldSpec("ceiling_rate", "Plafond, en\u00a0%", width=120, help=RATE_HELP),
                        FieldSpec(
                            "ceiling_base",
                            "De quoi\u00a0?",
                            "choice",
                            choices=[(base.code, base.label) for base in bases],
                            options={"empty": None},
                            help="Le texte fondateur ne le dit pas\u00a0: vérifiez dans votre convention.",
                        ),
                    ),
                ),
                FormSection(
                    f"Reversement aux {spoken.word('members')}",
                    (
                        FieldSpec(
                            "transfer_clause",
                            "Autorisé par",
                            placeholder="article 7",
                            help=f"Sans article, rien ne peut être reversé à un {spoken.word('member')}.",
                        ),
                    ),
                ),
            ),
            counted=("convention", "conventions"),
            new_words="Nouvelle convention",
            empty=("handshake", "Aucune convention", "Un dispositif et des années."),
            title=lambda r: r.title,
            values=_values,
            fresh=self._fresh,
            store=self._store,
            archived=lambda r: r.archived,
            archive=self._archive,
            sort="years",
        )
        self.more = MenuButton("Dispositifs", icon="waypoints", build=self._build_menu)
        self.more.setVisible(self.may_edit)
        self.tools.append(self.more)
        return ListAndForm(context, "settings.agreements", kind, may_edit=self.may_edit)

    def refresh(self) -> None:
        """Read the schemes to choose from, then the agreements."""
        field = self.list.form.field("scheme_id")
        if isinstance(field, ChoiceField):
            field.set_choices([(s.id, s.label) for s in self.context.bridge.read(schemes.rows)])
        super().refresh()

    def rows(self) -> tuple[AgreementRow, ...]:
        return self.context.bridge.read(agreements.rows, archived=True)

    def _fresh(self) -> dict[str, Any]:
        return _input_values(self.context.bridge.read(agreements.new_input))

    def _store(self, agreement_id: uuid.UUID | None, values: dict[str, Any]) -> uuid.UUID:
        rate = read_rate(values.pop("ceiling_rate"))
        entered = AgreementInput(id=agreement_id, ceiling_rate=rate, **values)
        verb = "Modifier" if agreement_id else "Ajouter"
        saved = self.context.bridge.write(f"{verb} une convention", agreements.save, entered)
        self.said("Convention enregistrée")
        return saved

    def _archive(self, agreement_id: uuid.UUID, away: bool) -> None:
        if away:
            self.context.bridge.write("Archiver une convention", agreements.archive, agreement_id)
        else:
            self.context.bridge.write(
                "Remettre une convention en service", agreements.unarchive, agreement_id
            )
        self.said("Convention archivée" if away else "Convention remise en service")

    def _build_menu(self, menu: QMenu) -> None:
        assert isinstance(menu, Menu)
        known = self.context.bridge.read(schemes.rows)
        for one in known:
            menu.add(f"Les mots de {one.label}…", _bound(self._edit_words, one.id), icon="pencil")
        here = {one.code for one in known}
        for code, label in schemes.preset_labels().items():
            if code not in here:
                menu.add(f"Ajouter le dispositif {label}", _bound(self._add_scheme, code), icon="plus")

    def _add_scheme(self, code: str) -> None:
        write = self.context.bridge.write
        if self.attempt(lambda: write("Ajouter un dispositif", schemes.add, code)):
            self.said("Dispositif ajouté\u00a0: créez sa convention")

    def _edit_words(self, scheme_id: uuid.UUID) -> None:
        from elans_desktop.ui.settings.scheme_words import edit_words

        edit_words(self, self.context, scheme_id)


def _example(context: Context) -> str:
    """« O2R 2026–2028 », in the words and the years of this classeur."""
    today, spoken = clock.today(), scheme.of(context)
    years = int(spoken.options.get("pathway", {}).get("agreement_years", 1))
    return (
        f"{spoken.label} {today.year}–{today.year + years - 1}"
        if years > 1
        else f"{spoken.label} {today.year}"
    )


def _values(shown: AgreementRow) -> dict[str, Any]:
    return _input_values(shown.input)


def _input_values(kept: AgreementInput) -> dict[str, Any]:
    return {name: getattr(kept, name) for name in _FIELDS} | {"ceiling_rate": show_rate(kept.ceiling_rate)}


def _bound(act: Any, value: Any) -> Any:
    return lambda: act(value)

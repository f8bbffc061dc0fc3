"""« Financeurs et logos »: the marks at the head of the documents, in their order."""

from __future__ import annotations

import uuid
from typing import Any

from elans_desktop.services import files
from elans_desktop.services.organisation import agreements, organisation
from elans_desktop.services.organisation.organisation import FunderInput, FunderRow
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.fields import ChoiceField
from elans_desktop.ui.kit.form import FieldSpec
from elans_desktop.ui.kit.form import Section as FormSection
from elans_desktop.ui.kit.layout import column, holder, label
from elans_desktop.ui.kit.table import Column
from elans_desktop.ui.settings.list_and_form import Kind, ListAndForm
from elans_desktop.ui.settings.list_section import ListSection
from elans_desktop.ui.settings.logo_editor import LogoEditor

EVERY = "Toutes les conventions"


class FundersSection(ListSection):
    """Who is thanked at the head of each sheet."""

    key = "funders"
    title = "Financeurs et logos"
    intro = (
        "Leurs logos sont imprimés en tête des documents, dans cet ordre. Sans logo, leur nom est écrit. "
        "L’emblème de l’Union se règle dans la convention."
    )
    tables = frozenset({"funder_mark", "agreement"})

    def make(self, context: Context) -> ListAndForm:
        self._titles: dict[uuid.UUID, str] = {}
        self.logo = LogoEditor("PNG ou JPEG, tel que le financeur vous l’a donné.")
        self.logo.chosen.connect(self._set_logo)
        self.logo.removed.connect(lambda: self._set_logo(None))
        self.later = label(
            "Enregistrez d’abord le financeur, puis choisissez son logo.", "caption", wrap=True
        )
        self.up = buttons.icon_button("arrow-up", "Monter dans l’ordre des documents", lambda: self._move(-1))
        self.down = buttons.icon_button(
            "arrow-down", "Descendre dans l’ordre des documents", lambda: self._move(1)
        )
        for button in (self.up, self.down):
            button.setVisible(self.may_edit)
        kind = Kind(
            columns=(
                Column("position", "Ordre", _order, width=84, sort=lambda r: r.position),
                Column("name", "Financeur", lambda r: r.input.name, paint="strong"),
                Column("agreement", "Convention", self._agreement, width=180),
                Column(
                    "logo",
                    "Logo",
                    lambda r: "oui" if r.logo_sha256 else "non",
                    width=72,
                    icon=lambda r: "check" if r.logo_sha256 else "",
                ),
            ),
            sections=(
                FormSection(
                    "",
                    (
                        FieldSpec("name", "Nom du financeur", required=True),
                        FieldSpec(
                            "caption", "Seconde ligne, si besoin", placeholder="Préfecture de la région"
                        ),
                        FieldSpec(
                            "agreement_id", "Imprimé sur les documents de", "choice", options={"empty": EVERY}
                        ),
                    ),
                ),
            ),
            counted=("financeur", "financeurs"),
            new_words="Nouveau financeur",
            empty=("landmark", "Aucun financeur", "L’État, le Département, la Région… en tête des feuilles."),
            title=lambda r: r.input.name,
            values=lambda r: {
                "name": r.input.name,
                "caption": r.input.caption,
                "agreement_id": r.input.agreement_id,
            },
            fresh=lambda: {"name": "", "caption": "", "agreement_id": None},
            store=self._store,
            delete=self._delete,
            sort="position",
        )
        extra = holder(column(label("Logo", "label"), self.logo, self.later, spacing=4))
        self.tools += [self.up, self.down]
        made = ListAndForm(context, "settings.funders", kind, may_edit=self.may_edit, extra=extra)
        made.shown.connect(self._show_logo)
        return made

    def refresh(self) -> None:
        """Read the agreements to choose from, then the marks."""
        known = self.context.bridge.read(agreements.rows, archived=True)
        self._titles = {row.id: row.title for row in known}
        field = self.list.form.field("agreement_id")
        if isinstance(field, ChoiceField):
            field.set_choices(list(self._titles.items()))
        super().refresh()

    def rows(self) -> tuple[FunderRow, ...]:
        return self.context.bridge.read(organisation.funders)

    def _agreement(self, shown: FunderRow) -> str:
        wanted = shown.input.agreement_id
        return self._titles.get(wanted, "") if wanted else EVERY

    def _show_logo(self, shown: FunderRow | None) -> None:
        self.later.setVisible(shown is None)
        self.logo.setVisible(shown is not None)
        self.logo.setEnabled(self.may_edit)
        for button in (self.up, self.down):
            button.setEnabled(shown is not None)
        if shown is not None:
            self.logo.show_logo(self.context.bridge.read(files.load, shown.logo_sha256))

    def _store(self, funder_id: uuid.UUID | None, values: dict[str, Any]) -> uuid.UUID:
        entered = FunderInput(id=funder_id, **values)
        verb = "Modifier" if funder_id else "Ajouter"
        saved = self.context.bridge.write(
            f"{verb} le financeur {entered.name}", organisation.save_funder, entered
        )
        self.said("Financeur enregistré")
        return saved

    def _delete(self, funder_id: uuid.UUID) -> None:
        self.context.bridge.write("Supprimer un financeur", organisation.delete_funder, funder_id)
        self.said("Financeur supprimé")

    def _set_logo(self, content: bytes | None) -> None:
        funder_id = self.list.shown_id()
        if funder_id is None:
            return
        label_words = "Changer un logo" if content else "Retirer un logo"
        write = self.context.bridge.write
        if self.attempt(lambda: write(label_words, organisation.set_funder_logo, funder_id, content)):
            self.said("Logo enregistré" if content else "Logo retiré")

    def _move(self, step: int) -> None:
        funder_id = self.list.shown_id()
        if funder_id is not None:
            write = self.context.bridge.write
            self.attempt(
                lambda: write("Changer l’ordre des logos", organisation.move_funder, funder_id, step)
            )


def _order(shown: FunderRow) -> str:
    return str(shown.position + 1)

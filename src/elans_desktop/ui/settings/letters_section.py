"""« Modèles de lettres »: the documents with fields that letters are made from, and their versions."""

from __future__ import annotations

import uuid
from typing import Any

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.core.formats import date_short
from elans_desktop.services.participants.letters import templates
from elans_desktop.services.participants.letters.templates import TemplateInput, TemplateRow
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.form import FieldSpec
from elans_desktop.ui.kit.form import Section as FormSection
from elans_desktop.ui.kit.layout import column, holder
from elans_desktop.ui.kit.table import Column
from elans_desktop.ui.saving import write_file
from elans_desktop.ui.settings.list_and_form import Kind, ListAndForm
from elans_desktop.ui.settings.list_section import ListSection
from elans_desktop.ui.settings.merge_fields_list import MergeFieldsList
from elans_desktop.ui.settings.template_editor import TemplateEditor

_KINDS = {"odt": "LibreOffice", "docx": "Word"}


class LettersSection(ListSection):
    """The templates, their words, their file."""

    key = "letters"
    title = "Modèles de lettres"
    intro = (
        "Écrivez votre lettre dans votre traitement de texte, avec vos logos, et mettez {{prenom}} là où le "
        "prénom doit venir. Elle est proposée dans «\u00a0Imprimer\u00a0» sur chaque dossier."
    )
    tables = frozenset({"letter_template"})

    def make(self, context: Context) -> ListAndForm:
        self._pending: bytes | None = None
        self.editor = TemplateEditor()
        self.editor.chosen.connect(self._take)
        self.editor.copy_asked.connect(self._save_copy)
        self.editor.versions_asked.connect(self._ask_version)
        self.fields = MergeFieldsList(lambda words: self.said(words, undoable=False))
        self.shipped = buttons.quiet("Reprendre les modèles fournis", "rotate-ccw", self._bring_shipped)
        self.shipped.setVisible(False)
        self.tools += [self.shipped]
        kind = Kind(
            columns=(
                Column("title", "Modèle", lambda r: r.title, paint="strong"),
                Column("kind", "Document", lambda r: _KINDS[r.kind], width=124),
                Column("version", "Version", lambda r: str(r.version), width=84, align="right"),
                Column("day", "Du", _day, width=108, sort=lambda r: r.added_at),
            ),
            sections=(
                FormSection(
                    "",
                    (
                        FieldSpec("title", "Nom du modèle", required=True),
                        FieldSpec("note", "À quoi il sert", "multiline", rows=2),
                    ),
                ),
            ),
            counted=("modèle", "modèles"),
            new_words="Nouveau modèle",
            empty=("send", "Aucun modèle", "Une convocation, une attestation, une invitation…"),
            title=lambda r: r.title,
            values=lambda r: {"title": r.title, "note": r.note},
            fresh=lambda: {"title": "", "note": ""},
            store=self._store,
            archived=lambda r: r.archived,
            archive=self._archive,
            sort="title",
        )
        extra = holder(column(self.editor, self.fields, spacing=16))
        made = ListAndForm(context, "settings.letters", kind, may_edit=self.may_edit, extra=extra)
        made.shown.connect(self._show_file)
        return made

    def rows(self) -> tuple[TemplateRow, ...]:
        return self.context.bridge.read(templates.rows, archived=True)

    def refresh(self) -> None:
        """Read the templates; offer those of the program where they are missing."""
        super().refresh()
        missing = self.context.bridge.read(templates.shipped_missing)
        self.shipped.setVisible(self.may_edit and missing)

    def _show_file(self, shown: TemplateRow | None) -> None:
        self._pending = None
        self.editor.show_template(shown, may_edit=self.may_edit)

    def _take(self, content: bytes, name: str) -> None:
        """A new version of the template shown; for a new one, the file waits for « Enregistrer »."""
        try:
            templates.check_file(content)
        except InputError as refusal:
            self.editor.say(refusal.fields["file"], problem=True)
            return
        shown = self._shown()
        if shown is None:
            self._pending = content
            title = self.list.form.field("title")
            if not title.value():
                title.set_value(
                    name.replace("_", " ").strip()[:1].upper() + name.replace("_", " ").strip()[1:]
                )
                title.changed.emit()
            self.editor.say(f"«\u00a0{name}\u00a0» est prêt\u00a0: enregistrez le modèle.")
        elif self.attempt(lambda: self._new_version(shown, content)):
            self.said("Nouvelle version enregistrée")

    def _new_version(self, shown: TemplateRow, content: bytes) -> None:
        typed = TemplateInput(shown.id, shown.title, shown.note, content)
        words = f"Nouvelle version du modèle {shown.title}"
        saved = self.context.bridge.write(words, templates.save, typed)
        self.refresh()
        self.open(saved)

    def _store(self, template_id: uuid.UUID | None, values: dict[str, Any]) -> uuid.UUID:
        content = self._pending if template_id is None else None
        typed = TemplateInput(template_id, values["title"], values["note"] or "", content)
        verb = "Modifier" if template_id else "Ajouter"
        try:
            saved = self.context.bridge.write(
                f"{verb} le modèle de lettre {typed.title}", templates.save, typed
            )
        except InputError as refusal:
            if "file" in refusal.fields:
                self.editor.say(refusal.fields["file"], problem=True)
            self._pending = content
            raise
        self.said("Modèle enregistré")
        return saved

    def _archive(self, template_id: uuid.UUID, away: bool) -> None:
        verb = "Archiver" if away else "Remettre en service"
        self.context.bridge.write(f"{verb} un modèle de lettre", templates.archive, template_id, away=away)
        self.said("Modèle archivé" if away else "Modèle remis en service")

    def _shown(self) -> TemplateRow | None:
        shown_id = self.list.shown_id()
        return next((row for row in self.rows() if row.id == shown_id), None) if shown_id else None

    def _save_copy(self) -> None:
        shown = self._shown()
        if shown is None:
            return
        found = self.context.attempt(self, lambda: self.context.bridge.read(templates.content, shown.id))
        if found is None:
            return
        name, content = found
        path = dialogs.save_file(self, "Enregistrer une copie du modèle", name, f"Lettre (*.{shown.kind})")
        if path is not None and write_file(self, path, content):
            self.said(f"Copie enregistrée\u00a0: {path.name}", undoable=False)

    def _ask_version(self) -> None:
        shown = self._shown()
        if shown is None:
            return
        older = self.context.bridge.read(templates.versions, shown.id)[1:]
        choices = [(one.id, f"version {one.version}, du {_moment(one.added_at)}") for one in older]
        fields = (FieldSpec("version", "Version", "choice", choices=choices, required=True),)
        chosen = dialogs.ask_form(
            self,
            "Revenir à une version",
            [FormSection("", fields)],
            values={"version": choices[0][0]},
            accept="Revenir",
            text="Elle devient la version en vigueur\u00a0; les autres restent dans le classeur.",
            columns=1,
        )
        if chosen is not None and self.attempt(lambda: self._restore(shown.id, chosen["version"])):
            self.said("Version remise en vigueur")

    def _restore(self, template_id: uuid.UUID, version_id: uuid.UUID) -> None:
        words = "Revenir à une version d’un modèle de lettre"
        saved = self.context.bridge.write(words, templates.restore, template_id, version_id)
        self.refresh()
        self.open(saved)

    def _bring_shipped(self) -> None:
        write = self.context.bridge.write
        if self.attempt(lambda: write("Reprendre les modèles de lettres fournis", templates.bring_shipped)):
            self.said("Modèles fournis ajoutés")


def _day(row: TemplateRow) -> str:
    return _moment(row.added_at)


def _moment(milliseconds: int) -> str:
    return date_short(clock.from_ms(milliseconds).date())

"""« Intervenants et référents »: the people at work."""

from __future__ import annotations

import uuid
from typing import Any

from elans_desktop.core.formats import count, date_medium
from elans_desktop.services.calendar import trainers
from elans_desktop.services.governance import structures
from elans_desktop.services.organisation import professionals
from elans_desktop.services.organisation.professionals import ProfessionalInput, ProfessionalRow
from elans_desktop.services.permissions import Right
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.fields import ChoiceField
from elans_desktop.ui.kit.form import FieldSpec
from elans_desktop.ui.kit.form import Section as FormSection
from elans_desktop.ui.kit.table import Column
from elans_desktop.ui.settings.list_and_form import Kind, ListAndForm
from elans_desktop.ui.settings.list_section import ListSection

_FIELDS = (
    "last_name",
    "first_name",
    "function",
    "structure_id",
    "phone",
    "email",
    "is_trainer",
    "is_referent",
    "start",
    "end",
)


class ProfessionalsSection(ListSection):
    """Trainers, référents, contacts: one row each, whatever they do."""

    key = "professionals"
    title = "Intervenants et référents"
    intro = (
        "Les personnes qui animent, accompagnent ou siègent. Une seule fiche par personne, "
        "même si elle a plusieurs rôles."
    )
    tables = frozenset({"professional", "structure", "user"})
    right = Right.EDIT_CALENDAR

    def make(self, context: Context) -> ListAndForm:
        kind = Kind(
            columns=(
                Column("name", "Nom", lambda r: r.list_name, paint="strong"),
                Column("function", "Fonction", lambda r: r.input.function, width=150),
                Column("structure", "Structure", lambda r: r.structure, width=150),
                Column("roles", "Rôle", _roles, width=176, paint="muted"),
            ),
            sections=(
                FormSection(
                    "",
                    (
                        FieldSpec("last_name", "Nom"),
                        FieldSpec("first_name", "Prénom"),
                        FieldSpec("function", "Fonction", placeholder="Formatrice, éducateur, bénévole…"),
                        FieldSpec("structure_id", "Structure", "choice"),
                        FieldSpec("is_trainer", "Anime des séances (intervenant)", "check"),
                        FieldSpec("is_referent", "Accompagne des personnes (référent)", "check"),
                        FieldSpec("phone", "Téléphone", "phone"),
                        FieldSpec("email", "Adresse électronique"),
                        FieldSpec("start", "Depuis le", "date", width=180),
                        FieldSpec("end", "Jusqu’au", "date", width=180),
                    ),
                ),
            ),
            counted=("personne", "personnes"),
            new_words="Nouvelle personne",
            empty=("users", "Personne pour l’instant", "Ajoutez les intervenants qui signent les feuilles."),
            title=lambda r: r.natural_name,
            values=_values,
            fresh=self._fresh,
            store=self._store,
            archived=lambda r: r.archived,
            archive=self._archive,
            delete=self._delete,
            sort="name",
        )
        return ListAndForm(context, "settings.professionals", kind, may_edit=self.may_edit)

    def refresh(self) -> None:
        """Read the structures to choose from, then the people."""
        field = self.list.form.field("structure_id")
        if isinstance(field, ChoiceField):
            field.set_choices([(s.id, s.display_name) for s in self.context.bridge.read(structures.rows)])
        super().refresh()

    def rows(self) -> tuple[ProfessionalRow, ...]:
        return self.context.bridge.read(professionals.rows, archived=True)

    def _fresh(self) -> dict[str, Any]:
        own = self.context.bridge.read(structures.ours_id)
        entered = ProfessionalInput(structure_id=own, is_trainer=True)
        return {name: getattr(entered, name) for name in _FIELDS}

    def _store(self, professional_id: uuid.UUID | None, values: dict[str, Any]) -> uuid.UUID:
        entered = ProfessionalInput(id=professional_id, **values)
        verb = "Modifier" if professional_id else "Ajouter"
        name = f"{entered.first_name} {entered.last_name[:1]}".strip()
        saved = self.context.bridge.write(f"{verb} la fiche de {name}.", professionals.save, entered)
        self.said("Fiche enregistrée")
        return saved

    def _archive(self, professional_id: uuid.UUID, away: bool) -> None:
        if away:
            if self._hand_over(professional_id):
                return
            self.context.bridge.write("Archiver un professionnel", professionals.archive, professional_id)
        else:
            self.context.bridge.write(
                "Remettre un professionnel en service", professionals.unarchive, professional_id
            )
        self.said("Fiche archivée" if away else "Fiche remise en service")

    def _hand_over(self, professional_id: uuid.UUID) -> bool:
        """Whether somebody still leads séances: then ask who takes them, and archive."""
        bridge = self.context.bridge
        number, first = bridge.read(trainers.coming, professional_id)
        if not number or first is None:
            return False
        others = [
            (row.id, row.list_name)
            for row in bridge.read(professionals.rows, trainers=True)
            if row.id != professional_id
        ]

        def save(values: dict[str, Any]) -> None:
            words = "Archiver un professionnel et confier ses séances"
            bridge.write(words, professionals.archive, professional_id, values["to_id"])
            self.said("Fiche archivée, séances confiées")

        held = count(number, "séance")
        text = f"La première est le {date_medium(first)}. Quelqu’un d’autre doit les animer."
        specs = (
            FieldSpec("to_id", "Confier ses séances à", "choice", choices=others, required=True, span=2),
        )
        title = f"Cette personne anime encore {held} à venir"
        dialogs.ask_form(
            self, title, [FormSection("", specs)], text=text, accept="Confier et archiver", save=save
        )
        return True

    def _delete(self, professional_id: uuid.UUID) -> None:
        self.context.bridge.write("Supprimer un professionnel", professionals.delete, professional_id)
        self.said("Fiche supprimée")


def _values(shown: ProfessionalRow) -> dict[str, Any]:
    return {name: getattr(shown.input, name) for name in _FIELDS}


def _roles(shown: ProfessionalRow) -> str:
    words = ("intervenant" if shown.input.is_trainer else "", "référent" if shown.input.is_referent else "")
    return ", ".join(word for word in words if word)

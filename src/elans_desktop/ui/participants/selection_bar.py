"""What one does to the people chosen in the table: a référent, an activity, papers, a file."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import count
from elans_desktop.services.calendar import enrolments
from elans_desktop.services.calendar.activities import ActivityFilters
from elans_desktop.services.calendar.activities import rows as activity_rows
from elans_desktop.services.participants import people_actions, person_choices
from elans_desktop.services.permissions import Right
from elans_desktop.ui import rights
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.elided import Elided
from elans_desktop.ui.kit.form import FieldSpec, Section
from elans_desktop.ui.kit.layout import row
from elans_desktop.ui.kit.menu import Menu
from elans_desktop.ui.participants import list_files, papers

HINT = "Maj, Ctrl ou Ctrl+A pour choisir plusieurs personnes."


class Chosen(Protocol):
    """The table under the bar."""

    joined: Any
    """Signal: the two files to be joined."""

    def chosen_ids(self) -> list[uuid.UUID]:
        """Who is chosen."""
        ...

    def shown_ids(self) -> list[uuid.UUID]:
        """Everybody shown, in the order shown."""
        ...

    def shown_keys(self) -> list[str]:
        """The columns shown."""
        ...


class SelectionBar(QWidget):
    """Buttons that wait for somebody to be chosen."""

    def __init__(self, context: Context, page: Chosen) -> None:
        super().__init__()
        self.context, self.page = context, page
        self.words = Elided(HINT, "muted")
        self.referent = buttons.small("Affecter un référent…", "user-check", self.assign)
        self.enrol = buttons.small("Inscrire à une activité…", "calendar-plus", self.enrol_people)
        self.join = buttons.small("Réunir les deux dossiers…", "merge", self.join_two)
        self.printing = buttons.MenuButton(
            "Imprimer", icon="printer", kind="secondary", small=True, build=self._fill_print
        )
        self.exporting = buttons.MenuButton(
            "Exporter", icon="download", kind="secondary", small=True, build=self._fill_export
        )
        self._one_at_least = [
            button
            for button, right in (
                (self.referent, Right.EDIT_PEOPLE),
                (self.enrol, Right.EDIT_CALENDAR),
                (self.printing, Right.READ_PEOPLE),
            )
            if rights.allow(context, right, button)
        ]
        self._may_join = rights.allow(context, Right.MERGE_PEOPLE, self.join)
        rights.allow(context, Right.IMPORT_EXPORT, self.exporting)
        self.setLayout(
            row(
                self.words,
                None,
                self.join,
                self.referent,
                self.enrol,
                self.printing,
                self.exporting,
                spacing=8,
            )
        )
        self.show_selection(0)

    def show_selection(self, many: int) -> None:
        """How many are chosen."""
        plural = "" if many < 2 else "s"
        self.words.setText(f"{count(many, 'personne')} choisie{plural}" if many else HINT)
        for button in self._one_at_least:
            button.setEnabled(many > 0)
        if self._may_join:
            self.join.setVisible(many == 2)

    def assign(self) -> None:
        """One référent for the open pathways of the people chosen: one operation."""
        people, bridge = self.page.chosen_ids(), self.context.bridge
        referents = bridge.read(person_choices.choices).referents
        if not referents:
            dialogs.inform(
                self,
                "Aucun référent dans le classeur",
                "Réglages, «\u00a0Intervenants et référents\u00a0»\u00a0: "
                "cochez «\u00a0Accompagne des personnes\u00a0» pour quelqu’un.",
            )
            return
        form = Section(
            "",
            (
                FieldSpec(
                    "referent_id", "Référent de parcours", "choice", required=True, choices=referents, span=2
                ),
            ),
        )

        def save(values: dict[str, Any]) -> None:
            self._write_referent(people, values["referent_id"], dict(referents)[values["referent_id"]])

        title = f"Affecter un référent à {count(len(people), 'personne')}"
        words = "Il devient celui du parcours ouvert de chacune. Sans parcours ouvert, rien ne change."
        dialogs.ask_form(self, title, [form], accept="Affecter", text=words, save=save)

    def _write_referent(self, people: Sequence[uuid.UUID], referent_id: uuid.UUID, name: str) -> None:
        bridge = self.context.bridge
        planned = bridge.read(people_actions.plan_referent, people, referent_id, bridge.scope)
        left = [
            words
            for words, many in (
                (f"{planned.already} déjà suivies", planned.already),
                (f"{planned.without_pathway} sans parcours ouvert", planned.without_pathway),
            )
            if many
        ]
        rest = f" ({', '.join(left)})" if left else ""
        if not planned.changed:
            self.context.window.notify(f"Rien à changer{rest}")
            return
        many = count(planned.changed, "personne")
        words = f"Affecter {name} à {many}"
        bridge.write(words, people_actions.assign_referent, people, referent_id, bridge.scope)
        self.context.window.notify(f"{name}, référent de {many}{rest}", undoable=True)

    def enrol_people(self) -> None:
        """Enrol the people chosen in one activity: one operation."""
        people, bridge = self.page.chosen_ids(), self.context.bridge
        offered = bridge.read(activity_rows, ActivityFilters(scope=bridge.scope))
        if not offered:
            dialogs.inform(
                self,
                "Aucune activité à proposer",
                "Créez une activité dans le calendrier\u00a0: vous pourrez y inscrire ces personnes.",
            )
            return
        choices = [(activity.id, activity.title) for activity in offered]
        form = Section(
            "",
            (
                FieldSpec("activity", "Activité", "choice", required=True, choices=choices, span=2),
                FieldSpec("since", "À partir du", "date", help="Vide\u00a0: depuis la première séance."),
            ),
        )

        def save(values: dict[str, Any]) -> None:
            title = dict(choices)[values["activity"]]
            many = count(len(people), "personne")
            done: int = bridge.write(
                f"Inscrire {many} à {title}",
                enrolments.enrol,
                values["activity"],
                people,
                since=values["since"],
            )
            already = len(people) - done
            rest = f" ({already} déjà)" if already else ""
            self.context.window.notify(f"{count(done, 'personne')} dans {title}{rest}", undoable=done > 0)

        title = f"Inscrire {count(len(people), 'personne')}"
        values = {"since": clock.today()}
        dialogs.ask_form(self, title, [form], values=values, accept="Inscrire", save=save)

    def join_two(self) -> None:
        """Compare the two files chosen, to join them."""
        people = self.page.chosen_ids()
        if len(people) == 2:
            self.page.joined.emit(*people)

    def _fill_print(self, menu: Menu) -> None:
        papers.fill_for_several(menu, self.context, self, tuple(self.page.chosen_ids()))

    def _fill_export(self, menu: Menu) -> None:
        chosen = len(self.page.chosen_ids()) > 1
        people = self.page.chosen_ids() if chosen else self.page.shown_ids()
        many = count(len(people), "personne")
        export = partial(list_files.export_people, self.context, self, people)
        menu.add(
            "Les colonnes affichées…", lambda: export(self.page.shown_keys()), icon="columns-3", fact=many
        )
        menu.add("Toute l’identité…", lambda: export(None), icon="id-card", fact=many)

"""The people of a séance in its panel: expected, invited that day, waiting for a place, proposed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QWidget

from elans_desktop.core.formats import count
from elans_desktop.core.text import list_name
from elans_desktop.services.calendar.appointments import INDIVIDUAL
from elans_desktop.services.calendar.enrolments import EnrolmentRow
from elans_desktop.services.calendar.expected import GUEST
from elans_desktop.services.calendar.seances import SeanceView
from elans_desktop.ui import scheme
from elans_desktop.ui.calendar.stacked import stacked_banner
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.layout import column, holder, label, row, separator
from elans_desktop.ui.kit.menu import Menu

Act = Callable[[uuid.UUID, uuid.UUID], object]
"""Of an activity or a séance, and a person."""


@dataclass(frozen=True)
class PeopleActions:
    """What one may ask about people; the panel answers."""

    enrol: Callable[[uuid.UUID], object]
    open: Callable[[uuid.UUID], object]
    withdraw: Act
    uninvite: Act
    confirm: Act
    rank: Act


class SeancePeople(QWidget):
    """Built again for each séance shown."""

    def __init__(self, context: Context, view: SeanceView, actions: PeopleActions, *, may_plan: bool) -> None:
        super().__init__()
        self._context, self._view, self._actions, self._may_plan = context, view, actions, may_plan
        outside = [remark.people for remark in view.card.warnings if remark.kind == "outside"]
        self._outside: frozenset[uuid.UUID] = outside[0] if outside else frozenset()
        self._body = column(spacing=8)
        self.setLayout(self._body)
        self._head()
        self._expected()
        self._waiting()
        self._proposed()

    def enrol_link(self) -> buttons.Button:
        """« Ajouter »."""
        return buttons.link("Ajouter", "plus", lambda: self._actions.enrol(self._view.card.activity_id))

    def _head(self) -> None:
        card = self._view.card
        facts = count(card.expected, "attendu")
        single = card.mode_code == INDIVIDUAL
        if card.capacity is not None and card.capacity >= card.expected and not single:
            facts += f", {count(card.capacity - card.expected, 'place')}"
        head = row(
            label(scheme.title(scheme.of(self._context), "participants"), "section"),
            label(facts, "muted"),
            None,
        )
        if self._may_plan and (card.expected or not card.planned):
            head.addWidget(self.enrol_link())
        self._body.addLayout(head)

    def _expected(self) -> None:
        card, people = self._view.card, self._view.people
        if not people:
            if card.expected:
                words = "Les noms ne sont pas ouverts à votre rôle."
            elif card.planned:
                return
            else:
                words = "Personne n’est encore inscrit à cette activité."
            self._body.addWidget(label(words, "secondary", wrap=True))
            return
        enrolled = [person for person in people if person.status != GUEST]
        invited = [person for person in people if person.status == GUEST]
        if enrolled:
            self._body.addLayout(self._names(enrolled))
        if invited:
            if enrolled:
                self._body.addWidget(label("Pour cette séance seulement", "caption"))
            self._body.addLayout(self._names(invited))

    def _names(self, people: Sequence[EnrolmentRow]) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        for index, person in enumerate(people):
            grid.addWidget(self._name(person), index // 2, index % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _name(self, person: EnrolmentRow) -> QWidget:
        words = list_name(person.last_name, person.first_name)
        outside = person.participant_id in self._outside
        name = label(words, "body")
        name.setMinimumWidth(10)
        name.setToolTip(f"{words}, hors de son parcours ce jour-là" if outside else words)
        more = buttons.MenuButton(
            "", icon="ellipsis-vertical", kind="quiet", small=True, build=self._menu_of(person)
        )
        more.setToolTip(f"Actions pour {words}")
        more.setAccessibleName(f"Actions pour {words}")
        line = row(spacing=4)
        if outside:
            line.addWidget(Icon("user-minus", "warning-ink", 14))
        line.addWidget(name, 1)
        line.addWidget(more)
        return holder(column(line, separator(), spacing=0))

    def _menu_of(self, person: EnrolmentRow) -> Callable[[QMenu], None]:
        card, key = self._view.card, person.participant_id

        def build(menu: QMenu) -> None:
            if not isinstance(menu, Menu):
                return
            menu.add("Voir le dossier", lambda: self._actions.open(key), icon="user")
            if not self._may_plan:
                return
            if person.status == GUEST:
                words = "Ne plus attendre à cette séance"
                menu.add(words, lambda: self._actions.uninvite(card.id, key), icon="user-minus")
            else:
                words = "Retirer de l’activité…"
                menu.add(words, lambda: self._actions.withdraw(card.activity_id, key), icon="user-minus")

        return build

    def _waiting(self) -> None:
        places = self._view.places
        if not places.waiting:
            return
        self._body.addSpacing(8)
        facts = count(len(places.waiting), "personne")
        self._body.addLayout(row(label("Liste d’attente", "section"), label(facts, "muted"), None))
        if places.free:
            words = f"{count(places.free, 'place est libre', 'places sont libres')}."
            first = places.waiting[0].participant_id
            activity = self._view.card.activity_id
            ask = (("Inscrire la première personne", lambda: self._actions.confirm(activity, first)),)
            self._body.addWidget(stacked_banner(words, ask if self._may_plan else (), "info"))
        for person in places.waiting:
            self._body.addWidget(self._asking(person, f"{person.rank}. ", "Inscrire"))

    def _proposed(self) -> None:
        proposed = self._view.places.proposed
        if not proposed:
            return
        self._body.addSpacing(8)
        facts = count(len(proposed), "personne")
        self._body.addLayout(row(label("Proposés, à confirmer", "section"), label(facts, "muted"), None))
        for person in proposed:
            self._body.addWidget(self._asking(person, "", "Confirmer"))

    def _asking(self, person: EnrolmentRow, rank: str, verb: str) -> QWidget:
        words = list_name(person.last_name, person.first_name)
        activity, key = self._view.card.activity_id, person.participant_id
        name = label(f"{rank}{words}", "body")
        name.setMinimumWidth(10)
        line: QHBoxLayout = row(spacing=8)
        line.addWidget(name, 1)
        if self._may_plan:
            if person.rank is not None and person.rank > 1:
                up = buttons.icon_button(
                    "arrow-up", f"Avancer {words}", lambda: self._actions.rank(activity, key), small=True
                )
                line.addWidget(up)
            line.addWidget(buttons.link(verb, "", lambda: self._actions.confirm(activity, key)))
        return holder(column(line, separator(), spacing=0))

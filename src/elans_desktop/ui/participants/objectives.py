"""« Objectifs et actions »: three at a time is enough; each is typed in its place."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, count
from elans_desktop.services.participants.person_choices import PersonChoices
from elans_desktop.services.participants.person_file import FileView
from elans_desktop.services.pathways import objectives
from elans_desktop.services.pathways.objectives import ActionRow, ObjectiveInput, ObjectiveRow, ObjectivesView
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.field import Message
from elans_desktop.ui.kit.layout import column, holder, label
from elans_desktop.ui.participants import objective_form
from elans_desktop.ui.participants.editable import EditableSection, Place
from elans_desktop.ui.participants.objective_card import ObjectiveCard
from elans_desktop.ui.participants.objective_form import ObjectiveForm

NOTHING = "Aucun objectif pour l’instant\u00a0: un ou deux suffisent pour commencer."
NO_PATHWAY = "Ouvrez d’abord un parcours\u00a0: les objectifs en font partie."


class ObjectivesSection(EditableSection):
    """The objectives of the pathway on show."""

    def __init__(self, context: Context, lists: PersonChoices, *, editable: bool) -> None:
        self._lists, self._editable = lists, editable
        self._whole = False
        self.cards: list[ObjectiveCard] = []
        self.add_button = buttons.link("Ajouter un objectif", "plus", lambda: self.new())
        self.advice = Message()
        self._rows = column(spacing=8)
        self.closed_button = buttons.link("", "", self._toggle_closed)
        self.nothing = label(NOTHING, "secondary", wrap=True)
        reading = holder(column(self.nothing, self._rows, self.closed_button, spacing=4))
        super().__init__(context, "Objectifs et actions", reading, tools=(self.add_button,))
        whole = self.layout()
        assert whole is not None
        whole.addWidget(self.advice)
        self.fact.setWordWrap(True)
        self.beside.setStretch(0, 1)

    def view(self) -> ObjectivesView | None:
        """What is known of the person on show."""
        support = self.file.support if self.file else None
        return support.objectives if support else None

    def fill(self, file: FileView) -> None:
        """The open objectives; the closed ones behind a link."""
        view = self.view()
        self.add_button.setVisible(view is not None and self._editable)
        own_words = file.pathway.input.own_words if file.pathway else ""
        self.fact.setText(f"«{NBSP}{own_words}{NBSP}»" if own_words else "")
        self.nothing.setText(NO_PATHWAY if view is None else NOTHING)
        self.nothing.setVisible(view is None or not view.rows)
        self.advice.show_text(view.advice if view else "", "warning", "triangle-alert")
        self._draw(view)

    def _draw(self, view: ObjectivesView | None) -> None:
        rows = view.rows if view else ()
        closed = sum(not row.is_open for row in rows)
        self.closed_button.setVisible(closed > 0)
        words = count(closed, "objectif clos", "objectifs clos")
        self.closed_button.setText("Replier" if self._whole else words)
        shown = [(rank, row) for rank, row in enumerate(rows, start=1) if row.is_open or self._whole]
        known = {card.objective.id: card for card in self.cards}
        self.cards = [self._card(known.pop(row.id, None), rank, row) for rank, row in shown]
        for card in known.values():
            self._rows.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, card in enumerate(self.cards):
            if self._rows.indexOf(card) != place:
                self._rows.insertWidget(place, card)

    def _card(self, card: ObjectiveCard | None, rank: int, row: ObjectiveRow) -> ObjectiveCard:
        """The card already there keeps its current line, and the keyboard."""
        if card is None:
            states = self._lists.lists[objectives.ACTION_STATUSES]
            card = ObjectiveCard(states, edit=self.edit, put=self._put, editable=self._editable)
        card.show_objective(rank, row)
        return card

    def _toggle_closed(self) -> None:
        self._whole = not self._whole
        self._draw(self.view())

    def _put(self, action: ActionRow, status: str) -> None:
        file = self.file
        if file is None:
            return
        words = f"Faire avancer une action de {file.person.short_name}"
        write = self.context.bridge.write
        self.context.attempt(self, lambda: write(words, objectives.set_action_status, action.id, status))

    def act_on(self, theme: str) -> None:
        """An action for this frein: in the open objective that works on it, else in a new one."""
        view = self.view()
        known = (
            next((r for r in view.rows if r.is_open and r.input.theme_code == theme), None) if view else None
        )
        if known is not None:
            self.edit(known)
        else:
            self.new(theme=theme)

    def new(self, *, theme: str | None = None) -> None:
        """A new objective, from today; `theme`: the frein it works on."""
        file = self.file
        if file is not None and file.pathway is not None:
            typed = ObjectiveInput(file.pathway.id, theme_code=theme, opened_on=clock.today())
            self._open(typed)

    def edit(self, row: ObjectiveRow) -> None:
        """Change an objective."""
        self._open(row.input)

    def _open(self, known: ObjectiveInput) -> None:
        assert self.file is not None
        if self.typed is not None:
            self.keep_draft()
        form = ObjectiveForm(self.context, self._lists, self.file, known, delete=self._delete)
        self.open_form(form, instead=self.reading, focus="wording")

    def draft_places(self, file: FileView) -> Sequence[Place]:
        """A new objective, or any of those there are."""
        view = file.support.objectives if file.support else None
        if view is None or file.pathway is None:
            return ()
        places = [Place(objective_form.NEW, file.pathway.id, "un nouvel objectif")]
        for row in view.rows:
            places.append(
                Place(objective_form.CHANGED, row.id, f"l’objectif «{NBSP}{row.input.wording}{NBSP}»")
            )
        return places

    def resume(self, place: Place) -> None:
        """Open the form again."""
        view = self.view()
        if place.form == objective_form.NEW:
            self.new()
        elif view is not None and (row := self._found(view, place.subject)):
            self.edit(row)

    def _found(self, view: ObjectivesView, key: uuid.UUID | None) -> ObjectiveRow | None:
        return next((row for row in view.rows if row.id == key), None)

    def _delete(self, known: ObjectiveInput) -> None:
        """Remove the objective being changed, with its actions."""
        file = self.file
        if file is None or known.id is None:
            return
        text = "Ses actions partent avec lui. Pour en garder la trace, choisissez «\u00a0Abandonné\u00a0»."
        if not dialogs.confirm(self, "Supprimer cet objectif\u00a0?", text, "Supprimer", danger=True):
            return
        words = f"Supprimer un objectif de {file.person.short_name}"
        write, key = self.context.bridge.write, known.id
        if self.context.attempt(self, lambda: (write(words, objectives.delete, key), True)[1]):
            self.close_form()
            self.context.window.notify("Objectif supprimé", undoable=True)


def summary(file: FileView) -> tuple[str, str]:
    """The mark of the outline: how many are open."""
    view = file.support.objectives if file.support else None
    return (str(view.open_count), "") if view and view.open_count else ("", "")

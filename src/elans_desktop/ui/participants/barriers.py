"""« Freins »: from the entry to today at a glance; the eleven themes typed in one go, by the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, count, date_short
from elans_desktop.services.participants.person_choices import PersonChoices
from elans_desktop.services.participants.person_file import FileView
from elans_desktop.services.pathways import barriers
from elans_desktop.services.pathways.barriers import BarrierInput, BarrierRow, BarriersView, ReviewInput
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.badge import Badge
from elans_desktop.ui.kit.field import Field
from elans_desktop.ui.kit.flow import flow
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import column, holder, label, row
from elans_desktop.ui.participants.barrier_board import BarrierBoard
from elans_desktop.ui.participants.barrier_field import BarrierField
from elans_desktop.ui.participants.editable import EditableSection, InPlaceForm, Place
from elans_desktop.ui.participants.section import Values

NAME = "participant.barriers"
SCALE = "de l’entrée à aujourd’hui\u00a0; 0 sans difficulté, 3 bloquant"
NOTHING = "Aucun point sur les freins\u00a0: «\u00a0Faire le point\u00a0» note les onze thèmes, de 0 à 3."
NO_PATHWAY = "Ouvrez d’abord un parcours\u00a0: les freins se notent tout au long."


class BarriersSection(EditableSection):
    """The freins of the pathway on show."""

    action_asked = Signal(str)
    """An action is wanted for the frein of this code."""

    def __init__(self, context: Context, lists: PersonChoices, *, editable: bool) -> None:
        self._lists, self._editable = lists, editable
        self.board = BarrierBoard()
        self.idle = Badge("", "accent", "octagon-alert")
        self.easy = buttons.link("", "", self._toggle_easy)
        self.others = label("", "secondary")
        self.names = label("", "secondary", wrap=True)
        self.names.hide()
        self.nothing = label(NOTHING, "secondary", wrap=True)
        self.edit_button = buttons.link("Faire le point", "", self.edit)
        foot = row(self.easy, self.others, None, spacing=16)
        reading = holder(column(self.nothing, self.board, foot, self.names, spacing=4))
        super().__init__(context, "Freins", reading, tools=(self.edit_button,))
        self.act_button = buttons.link("Prévoir une action", "", self._ask_action)
        self.beside.addWidget(holder(flow(self.idle, self.act_button, gap=12)), 1)

    def view(self) -> BarriersView | None:
        """What is known of the person on show."""
        support = self.file.support if self.file else None
        return support.barriers if support else None

    def fill(self, file: FileView) -> None:
        """The themes that are a frein, then the others in one line."""
        view = self.view()
        idle = file.support.idle if file.support else ()
        self.edit_button.setVisible(view is not None and self._editable)
        seen = view is not None and view.reviewed_on is not None
        self.nothing.setVisible(not seen)
        self.nothing.setText(NO_PATHWAY if view is None else NOTHING)
        self.fact.setText(SCALE if seen else "")
        self.board.set_rows(view.shown if view else (), idle)
        self._show_idle(idle)
        self.easy.setVisible(bool(seen and view and view.easy))
        self.others.setVisible(bool(seen))
        if view is None or not seen:
            self.names.hide()
            return
        many = count(view.easy, "thème")
        self.easy.setText(f"{many} sans difficulté")
        raised = (
            f"{view.not_raised}{NBSP}non {'abordé' if view.not_raised < 2 else 'abordés'} · "
            if view.not_raised
            else ""
        )
        self.others.setText(f"{raised}dernier point le {date_short(view.reviewed_on or clock.today())}")
        easy = [one.theme for one in view.rows if one.level == 0 and not one.is_barrier]
        self.names.setText("Sans difficulté\u00a0: " + ", ".join(easy))

    def _ask_action(self) -> None:
        if self.file is not None and self.file.support and self.file.support.idle:
            self.action_asked.emit(self.file.support.idle[0].input.theme_code)

    def _show_idle(self, idle: Sequence[BarrierRow]) -> None:
        self.act_button.setVisible(bool(idle) and self._editable)
        self.fact.setVisible(not idle)
        if not idle:
            self.idle.set_badge("")
            return
        first = idle[0]
        days = (clock.today() - (first.blocking_since or clock.today())).days
        more = f" et {count(len(idle) - 1, 'autre')}" if len(idle) > 1 else ""
        self.idle.set_badge(
            f"{first.short}{more}{NBSP}: sans action depuis {count(days, 'jour')}", "accent", "octagon-alert"
        )
        self.idle.setToolTip("Frein bloquant\u00a0: notez une action liée à ce frein, ou baissez son niveau.")

    def _toggle_easy(self) -> None:
        self.names.setVisible(self.names.isHidden())

    def edit(self) -> None:
        """Type a review: today's, with the themes as they stand."""
        file, view = self.file, self.view()
        if file is None or view is None or file.pathway is None:
            return
        form = BarriersForm(self.context, self._lists, file, view)
        first = view.rows[0].input.theme_code
        self.open_form(form, instead=self.reading, focus=first)

    def draft_places(self, file: FileView) -> Sequence[Place]:
        """The review of this pathway."""
        return (Place(NAME, file.pathway.id, "un point sur les freins"),) if file.pathway else ()

    def resume(self, place: Place) -> None:
        """Open the review again."""
        self.edit()


class BarriersForm(InPlaceForm):
    """The eleven themes on a day: what changed is written, in one operation."""

    def __init__(self, context: Context, lists: PersonChoices, file: FileView, view: BarriersView) -> None:
        assert file.pathway is not None
        self._file, self._pathway_id = file, file.pathway.id
        self._before: Values = {one.input.theme_code: _to_value(one.input) for one in view.rows}

        def maker(one: BarrierRow) -> FieldSpec:
            def make() -> Field:
                return BarrierField(one, lists)

            return FieldSpec(one.input.theme_code, one.theme, make=make)

        day = FieldSpec("day", "Point du", "date", width=200, required=True)
        form = Form((Section("", (*(maker(one) for one in view.rows), day)),), columns=1)
        words = "0 sans difficulté · 1 à surveiller · 2 frein · 3 frein bloquant · – non abordé"
        super().__init__(
            context, "Point sur les freins", form, NAME, self._write, above=(label(words, "secondary"),)
        )
        self.begin(file.pathway.id, file.person.name, {**self._before, "day": clock.today()})

    def _write(self, values: Values) -> None:
        changed = tuple(
            _to_input(theme, values[theme])
            for theme, before in self._before.items()
            if tuple(values[theme]) != before
        )
        typed = ReviewInput(self._pathway_id, values["day"], changed)
        words = f"Faire le point sur les freins de {self._file.person.short_name}"
        self.context.bridge.write(words, barriers.save, typed)


def _to_value(known: BarrierInput) -> tuple[Any, ...]:
    return tuple(getattr(known, name) for name in BarrierInput.__slots__ if name != "theme_code")


def _to_input(theme: str, value: Any) -> BarrierInput:
    return BarrierInput(theme, *value)


def summary(file: FileView) -> tuple[str, str]:
    """The mark of the outline: how many weigh today, in colour when one stands still."""
    support = file.support
    if support is None or support.barriers is None or not support.barriers.current:
        return "", ""
    return str(support.barriers.current), "accent" if support.idle else ""

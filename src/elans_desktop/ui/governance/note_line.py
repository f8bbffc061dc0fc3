"""The line that notes a decision: words and Entrée; type, who, by when and how beneath."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from elans_desktop.core.errors import InputError
from elans_desktop.services.governance.governance_decisions import DEFAULT_TYPE, DecisionInput
from elans_desktop.ui import theme
from elans_desktop.ui.governance.decisions import NUMBER_WIDTH
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.fields import ChoiceField, DateField, NumberField
from elans_desktop.ui.kit.layout import column, label, row, set_look
from elans_desktop.ui.kit.line_edit import LineEdit

CONSENSUS, VOTE = "consensus", "vote"


class NoteLine(QWidget):
    """`noted(DecisionInput)` at Entrée; the owner writes it, then `clear()` or `show_errors(…)`."""

    noted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._meeting: uuid.UUID | None = None
        self._point: uuid.UUID | None = None
        self.number = label("", "secondary")
        self.text = LineEdit()
        self.text.setPlaceholderText("Noter une décision, un avis, puis Entrée")
        self.text.setAccessibleName("Texte de la décision")
        self.text.returnPressed.connect(self.submit)
        self.button = buttons.secondary("Noter", "corner-down-left", self.submit)
        self.kind = ChoiceField("", [], empty=None, name="Type")
        self.who = ChoiceField("", [], empty="Responsable", name="Responsable")
        self.due = DateField("", name="Échéance", placeholder="échéance")
        self.how = ChoiceField("", [(CONSENSUS, "Consensus"), (VOTE, "Vote")], empty=None, name="Mode")
        self.how.set_value(CONSENSUS)
        self.how.changed.connect(self._how_changed)
        self.votes = {
            "votes_for": NumberField("Pour", maximum=500, name="Voix pour"),
            "votes_against": NumberField("Contre", maximum=500, name="Voix contre"),
            "abstentions": NumberField("Abstentions", maximum=500, name="Abstentions"),
        }
        self.vote_line = QWidget()
        self.vote_line.setLayout(row(*self.votes.values(), None))
        self.problem = label("", "small", tone="danger-ink", wrap=True)
        self.indent, self.second_indent = QWidget(), QWidget()
        self._fit()
        theme.signals.changed.connect(self._fit)
        first = row(self.number, spacing=0)
        first.addWidget(self.text, 1)
        first.addSpacing(8)
        first.addWidget(self.button)
        second = row(self.indent, spacing=0)
        for made, share in ((self.kind, 3), (self.who, 5), (self.due, 4), (self.how, 3)):
            second.addWidget(made, share)
            second.addSpacing(8 if made is not self.how else 0)
        beneath = row(self.second_indent, column(self.vote_line, self.problem), spacing=0)
        self.setLayout(column(first, second, beneath, spacing=8))
        self.vote_line.hide()
        self.problem.hide()

    def _fit(self) -> None:
        for made in (self.number, self.indent, self.second_indent):
            made.setFixedWidth(theme.px(NUMBER_WIDTH))
        for made in self.votes.values():
            made.setFixedWidth(theme.px(104))
        for made in (self.kind, self.who, self.due, self.how):
            made.setMinimumWidth(theme.px(72))

    def prepare(
        self,
        meeting_id: uuid.UUID,
        number: str,
        types: Sequence[tuple[str, str]],
        people: Sequence[tuple[uuid.UUID, str]],
    ) -> None:
        """Ready for a meeting: the number to come, the lists. What is being typed for it stays."""
        if meeting_id != self._meeting:
            self._meeting = meeting_id
            self.clear()
        self.number.setText(number)
        kept = self.kind.value() or DEFAULT_TYPE
        self.kind.set_choices(types)
        self.kind.set_value(kept)
        self.who.set_choices(people)

    def set_point(self, point_id: uuid.UUID | None) -> None:
        """The point of the agenda the decision comes from."""
        self._point = point_id

    def clear(self) -> None:
        """Blank again."""
        self.text.clear()
        self.who.set_value(None)
        self.due.set_value(None)
        self.kind.set_value(DEFAULT_TYPE)
        self.how.set_value(CONSENSUS)
        for made in self.votes.values():
            made.set_value(None)
        self.vote_line.hide()
        self.show_errors({})

    def is_typing(self) -> bool:
        """Whether words wait to be noted."""
        return bool(self.text.text().strip())

    def submit(self) -> None:
        """Entrée: say what is to be noted."""
        if self._meeting is None:
            return
        problems = {
            name: made.problem()
            for name, made in (("due_on", self.due), *self.votes.items())
            if made.problem()
        }
        if problems:
            self.show_errors(problems)
            return
        due: date | None = self.due.value()
        votes = {name: made.value() for name, made in self.votes.items()}
        self.noted.emit(
            DecisionInput(
                meeting_id=self._meeting,
                text=self.text.text(),
                type_code=self.kind.value() or DEFAULT_TYPE,
                consensus=self.how.value() == CONSENSUS,
                responsible_id=self.who.value(),
                due_on=due,
                agenda_item_id=self._point,
                **votes,
            )
        )

    def show_errors(self, errors: dict[str, str]) -> None:
        """Beside the fields: the text's own sentence beneath."""
        set_look(self.text, state="error" if "text" in errors else "")
        self.due.set_error(errors.get("due_on", ""))
        for name, made in self.votes.items():
            made.set_error(errors.get(name, ""))
        self.problem.setText(errors.get("text", ""))
        self.problem.setVisible("text" in errors)
        if "text" in errors:
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, error: InputError) -> None:
        """Show why it was not noted."""
        self.show_errors(error.fields)

    def _how_changed(self) -> None:
        self.vote_line.setVisible(self.how.value() == VOTE)

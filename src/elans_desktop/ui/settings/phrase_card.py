"""« Ma phrase de passe »: the old one, the new one twice, and what it is worth."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from elans_desktop.core.errors import ElansError, InputError, WrongPassphrase
from elans_desktop.storage import passphrase
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import label, row
from elans_desktop.ui.settings.form_drafts import leave_save_key_to_the_window

NOT_THE_SAME = "Les deux phrases ne sont pas les mêmes."


class PhraseCard(Card):
    """Calls `change(old, new)` once both are plausible; shows what was refused beside the field."""

    def __init__(
        self, change: Callable[[str, str], object], known_words: Callable[[], Sequence[str]]
    ) -> None:
        """`known_words()`: the names that an intruder would try first."""
        super().__init__("Ma phrase de passe")
        self._change, self._known_words = change, known_words
        self.form = Form(
            (
                Section(
                    "",
                    (
                        FieldSpec("old", "Phrase actuelle", "passphrase", required=True, span=2, width=360),
                        FieldSpec("new", "Nouvelle phrase", "passphrase", required=True),
                        FieldSpec("again", "La même, encore une fois", "passphrase", required=True),
                    ),
                ),
            )
        )
        self.advice = label("", "caption", wrap=True)
        self.button = buttons.secondary("Changer ma phrase", "key-round", self.submit)
        self.add(self.form, self.advice, row(self.button, None))
        self.form.field("new").changed.connect(self._advise)
        leave_save_key_to_the_window(self.form)
        self._advise()

    def submit(self) -> None:
        """Check, then ask for the change."""
        if not self.form.check():
            return
        values = self.form.values()
        errors: dict[str, str] = {}
        try:
            passphrase.check(values["new"])
        except InputError as error:
            errors["new"] = error.message
        if values["new"] != values["again"]:
            errors["again"] = NOT_THE_SAME
        if errors:
            self.form.show_errors(errors)
        else:
            self._change(values["old"], values["new"])

    def show_problem(self, problem: ElansError) -> None:
        """Say why the change was refused."""
        if isinstance(problem, WrongPassphrase):
            self.form.show_errors({"old": "Ce n’est pas votre phrase actuelle."})
        elif isinstance(problem, InputError):
            self.form.show_errors({"new": problem.message})
        else:
            dialogs.show_error(self, problem)

    def set_busy(self, busy: bool) -> None:
        """While the keys are computed."""
        self.button.setEnabled(not busy)

    def clear(self) -> None:
        """Nothing stays typed."""
        self.form.set_values({"old": "", "new": "", "again": ""})
        self._advise()

    def _advise(self) -> None:
        typed = self.form.field("new").value()
        if not typed:
            self.advice.setText(
                "Elle vous est propre\u00a0: ne la partagez pas, ne l’écrivez pas sur l’ordinateur."
            )
            return
        found = passphrase.advise(typed, self._known_words())
        self.advice.setText(f"Phrase {found.level}. {found.advice}".strip())

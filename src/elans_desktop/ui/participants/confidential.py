"""« Confidentiel »: shown on demand to those who may read it, each item beside its purpose, traced."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.core.errors import ElansError
from elans_desktop.services.participants import sensitive
from elans_desktop.services.participants.person_choices import PersonChoices
from elans_desktop.services.participants.person_file import FileView
from elans_desktop.services.participants.sensitive import COLUMNS, HEALTH_LEVELS, NEVER, SensitiveInput
from elans_desktop.storage import traces
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import column, holder, label, row
from elans_desktop.ui.kit.sides import Sides
from elans_desktop.ui.participants.section import FormSection, Values

_CLOSED = "Rien n’est affiché tant que vous ne le demandez pas\u00a0; la lecture laisse une trace."


def sections(lists: PersonChoices) -> Sequence[Section]:
    """Each item, then what it is for."""

    def purpose(name: str) -> FieldSpec:
        return FieldSpec(name, "À quoi cela sert", "choice", choices=lists.lists["sensitive_purpose"])

    levels = tuple((level, f"{level}, {words}") for level, words in HEALTH_LEVELS.items())
    return (
        Section(
            "",
            (
                FieldSpec("rqth_code", "RQTH", "choice", choices=lists.lists["rqth"]),
                purpose("rqth_purpose"),
                FieldSpec("rqth_until", "RQTH valable jusqu’au", "date", span=2, width=220),
                FieldSpec("health_level", "Santé, effet déclaré sur le parcours", "choice", choices=levels),
                purpose("health_purpose"),
                FieldSpec("justice_code", "Sous main de justice", "choice", choices=lists.lists["justice"]),
                purpose("justice_purpose"),
                FieldSpec(
                    "justice_constraints",
                    "Contraintes d’horaires, et elles seules",
                    "multiline",
                    rows=2,
                    span=2,
                ),
                FieldSpec(
                    "protection_code", "Mesure de protection", "choice", choices=lists.lists["protection"]
                ),
                purpose("protection_purpose"),
                FieldSpec("note", "Note confidentielle", "multiline", rows=3, span=2),
                purpose("note_purpose"),
            ),
        ),
    )


class ConfidentialSection(QWidget):
    """The block of the person on show: closed at each opening of a file."""

    def __init__(self, context: Context, lists: PersonChoices, *, editable: bool = True) -> None:
        super().__init__()
        self.context = context
        self._file: FileView | None = None
        self._opened = False
        self.form_section = FormSection(
            context,
            "Confidentiel",
            Form(sections(lists)),
            "participant.sensitive",
            self._write,
            beside=(buttons.link("Refermer", "eye-off", self.close_block),),
            above=(Banner(NEVER, "warning", icon="shield-alert"),),
            editable=editable,
        )
        self.open_button = buttons.small("Afficher", "eye", self.open)
        self.words = label(_CLOSED, "secondary", wrap=True)
        named = row(Icon("lock", "muted"), label("Confidentiel", "section"), None, spacing=8)
        title = Sides(named, self.open_button)
        self._closed = holder(column(title, self.words, spacing=4))
        self.setLayout(column(self._closed, self.form_section, spacing=0))
        self.form_section.hide()

    def show_file(self, file: FileView) -> None:
        """Another person: the block closes again. The same one: it shows what was written since."""
        same = self._file is not None and self._file.person.id == file.person.id
        self._file = file
        if not same:
            self.close_block()
        if self._opened:
            self._show()

    def open(self) -> bool:
        """Read the block and show it; a refusal is said in its place."""
        if self._file is None:
            return False
        self._opened = True
        if not self._show():
            return False
        key = (("sensitive_record", self._file.person.id),)
        traces.note(self.context.bridge.workspace, traces.READ, key)
        return True

    def close_block(self) -> None:
        """Nothing is shown any more; what was typed is kept as a draft."""
        self.form_section.forget()
        self.form_section.form.set_values(dict.fromkeys(COLUMNS))
        self._opened = False
        self.words.setText(_CLOSED)
        self.open_button.show()
        self._closed.show()
        self.form_section.hide()

    def _show(self) -> bool:
        file = self._file
        assert file is not None
        try:
            found = self.context.bridge.read(sensitive.view, file.person.id)
        except ElansError as refusal:
            self.close_block()
            self.words.setText(str(refusal))
            self.open_button.hide()
            return False
        self._closed.hide()
        self.form_section.show()
        values: Values = {name: getattr(found, name) for name in COLUMNS}
        self.form_section.show_values(file.person.id, file.person.name, values)
        return True

    def _write(self, values: dict[str, Any]) -> None:
        file = self._file
        assert file is not None
        typed = SensitiveInput(file.person.id, **values)
        words = f"Modifier ce qui est confidentiel dans le dossier de {file.person.short_name}"
        self.context.bridge.write(words, sensitive.save, typed)

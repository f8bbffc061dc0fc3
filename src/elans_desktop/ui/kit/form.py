"""The declared form: a list of fields becomes a grid, read and written as one dictionary.

form = Form([
    Section("Identité", (
        FieldSpec("last_name", "Nom", required=True),
        FieldSpec("birth_date", "Né le", "birth"),
        FieldSpec("gender", "Sexe", "choice", choices=[("F", "femme"), ("M", "homme")]),
        FieldSpec("notes", "Remarques", "multiline", span=2),
    )),
])
form.set_values({"last_name": "…"});  form.check() -> bool;  form.values();  form.show_errors({...})
form.dirty_changed(bool);  form.changed;  form.save_requested (Ctrl+S)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QGridLayout, QMainWindow, QVBoxLayout, QWidget

from elans_desktop.ui import theme
from elans_desktop.ui.kit import fields
from elans_desktop.ui.kit.field import Field
from elans_desktop.ui.kit.layout import label

NARROW, WIDE = 520, 680
REQUIRED = "Ce champ est nécessaire."


@dataclass(frozen=True)
class FieldSpec:
    """One field. `kind`: text, phone, multiline, date, birth, time, duration, money, number, choice, multi,
    radio, check, search, passphrase, period.

    `choices`: (value, label) pairs (choice, multi, radio). `search`: callback of a search field. `span`:
    columns taken (of those of the form). `rows`: lines of a multiline. `default`: the value of a new form.
    `width`: the most pixels the control takes, 0 for all. `options`: any other argument of the field's class.
    `make`: makes a field that only one form has (then `kind` says nothing).
    """

    name: str
    label: str
    kind: str = "text"
    required: bool = False
    choices: Sequence[tuple[Any, ...]] = ()
    help: str = ""
    placeholder: str = ""
    span: int = 1
    rows: int = 3
    default: Any = None
    width: int = 0
    search: Callable[[str], Sequence[fields.Choice]] | None = None
    options: Mapping[str, Any] | None = None
    make: Callable[[], Field] | None = None


@dataclass(frozen=True)
class Section:
    """A titled group of fields; an empty title shows none."""

    title: str
    fields: Sequence[FieldSpec]
    help: str = ""


def make_field(spec: FieldSpec) -> Field:
    """The field that a declaration asks for. Raises KeyError for an unknown kind."""
    shared: dict[str, Any] = {"required": spec.required, "help": spec.help, **(spec.options or {})}
    words: dict[str, Any] = {**shared, "placeholder": spec.placeholder}
    makers: dict[str, Callable[[], Field]] = {
        "text": lambda: fields.TextField(spec.label, **words),
        "phone": lambda: fields.PhoneField(spec.label, **words),
        "multiline": lambda: fields.MultilineField(spec.label, rows=spec.rows, **words),
        "date": lambda: fields.DateField(spec.label, **shared),
        "birth": lambda: fields.DateField(spec.label, births=True, **shared),
        "period": lambda: fields.PeriodField(spec.label, **shared),
        "time": lambda: fields.TimeField(spec.label, **shared),
        "duration": lambda: fields.DurationField(spec.label, **shared),
        "money": lambda: fields.MoneyField(spec.label, **shared),
        "number": lambda: fields.NumberField(spec.label, **shared),
        "choice": lambda: fields.ChoiceField(spec.label, spec.choices, **shared),
        "multi": lambda: fields.MultiChoiceField(spec.label, spec.choices, **shared),
        "radio": lambda: fields.RadioField(spec.label, spec.choices, **shared),
        "check": lambda: fields.CheckField(spec.label, help=spec.help),
        "search": lambda: fields.SearchField(spec.label, spec.search or _finds_nothing, **words),
        "passphrase": lambda: fields.PassphraseField(spec.label, **shared),
    }
    made = spec.make() if spec.make is not None else makers[spec.kind]()
    if spec.width:
        made.editor.setMaximumWidth(theme.px(spec.width))
    return made


def _finds_nothing(_text: str) -> Sequence[fields.Choice]:
    return ()


class Form(QWidget):
    """Declared sections on a grid of two columns or four, one when narrow."""

    changed = Signal()
    dirty_changed = Signal(bool)
    save_requested = Signal()

    def __init__(
        self, sections: Iterable[Section], *, columns: int = 2, parent: QWidget | None = None
    ) -> None:
        """`columns`: 1, 2 or 4 (four become two below 680 px, two become one below 520)."""
        super().__init__(parent)
        self._columns = columns
        self._shown_columns = 0
        self._dirty = False
        self._fields: dict[str, Field] = {}
        self._specs: dict[str, FieldSpec] = {}
        self._hidden: set[str] = set()
        self._grids: list[tuple[QGridLayout, list[FieldSpec]]] = []
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(16)
        for section in sections:
            self._add_section(whole, section)
        whole.addStretch(1)
        self._arrange(columns)
        self._initial = self.values()
        self._save_key = QShortcut(QKeySequence("Ctrl+S"), self, self.save_requested.emit)
        self._save_key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _add_section(self, whole: QVBoxLayout, section: Section) -> None:
        if section.title:
            whole.addWidget(label(section.title, "section"))
        if section.help:
            whole.addWidget(label(section.help, "secondary", wrap=True))
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        for spec in section.fields:
            made = make_field(spec)
            made.setParent(self)
            if spec.default is not None:
                made.set_value(spec.default)
            made.changed.connect(self._edited)
            self._fields[spec.name] = made
            self._specs[spec.name] = spec
        self._grids.append((grid, list(section.fields)))
        whole.addLayout(grid)

    def _arrange(self, columns: int, *, again: bool = False) -> None:
        if columns == self._shown_columns and not again:
            return
        self._shown_columns = columns
        for grid, specs in self._grids:
            for spec in specs:
                grid.removeWidget(self._fields[spec.name])
            line = place = 0
            for spec in (spec for spec in specs if spec.name not in self._hidden):
                span = min(spec.span, columns)
                if place + span > columns:
                    line, place = line + 1, 0
                grid.addWidget(self._fields[spec.name], line, place, 1, span)
                if spec.kind == "check" and span < columns:  # on the line of what one types beside it
                    grid.setAlignment(self._fields[spec.name], Qt.AlignmentFlag.AlignBottom)
                place += span
            for index in range(self._columns):
                grid.setColumnStretch(index, 1 if index < columns else 0)

    def showEvent(self, event: QShowEvent) -> None:
        """In the main window Ctrl+S is the window's, which asks the view: two owners of a key cancel out."""
        super().showEvent(event)
        self._save_key.setEnabled(not isinstance(self.window(), QMainWindow))

    def minimumSizeHint(self) -> QSize:
        """The width of one column: two give way instead of being cut, when the text is enlarged."""
        hint = super().minimumSizeHint()
        if self._shown_columns > 1:
            hint.setWidth(min(hint.width(), theme.px(NARROW // 2)))
        return hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fewer columns when they would be cramped."""
        super().resizeEvent(event)
        self._arrange(self._fitting())

    def _fitting(self) -> int:
        if self.width() < theme.px(NARROW):
            return 1
        return min(self._columns, 2) if self.width() < theme.px(WIDE) else self._columns

    def field(self, name: str) -> Field:
        """The field of this name. Raises KeyError."""
        return self._fields[name]

    def names(self) -> tuple[str, ...]:
        """The names of the fields, in order."""
        return tuple(self._fields)

    def values(self) -> dict[str, Any]:
        """What every field holds now, by name."""
        return {name: made.value() for name, made in self._fields.items()}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show these values (fields not named keep theirs); the form is clean again, without errors."""
        for name, value in values.items():
            if name in self._fields:
                self._fields[name].set_value(value)
        self.mark_clean()

    def restore_draft(self, values: Mapping[str, Any]) -> None:
        """Show what was being typed: the form is dirty."""
        for name, value in values.items():
            if name in self._fields:
                self._fields[name].set_value(value)
        self._edited()

    def mark_clean(self) -> None:
        """What is shown is what is saved."""
        self._initial = self.values()
        self.clear_errors()
        self._set_dirty(False)

    def is_dirty(self) -> bool:
        """Whether something differs from what was last shown or saved."""
        return self._dirty

    def check(self) -> bool:
        """Show what is missing or unreadable beside the fields; True when all is well."""
        errors = {name: made.problem() for name, made in self._fields.items() if made.problem()}
        for name, made in self._fields.items():
            if name not in errors and made.required and made.is_empty():
                errors[name] = REQUIRED
        self.show_errors(errors)
        return not errors

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show one sentence under each named field, none under the others, and go to the first.
        The fields of an InputError can be given as they are; names the form does not know are ignored."""
        for name, made in self._fields.items():
            made.set_error(errors.get(name, ""))
        first = next((made for name, made in self._fields.items() if name in errors), None)
        if first is not None:
            first.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_errors(self) -> None:
        """No error anywhere."""
        self.show_errors({})

    def set_read_only(self, read_only: bool) -> None:
        """Show without letting change."""
        for made in self._fields.values():
            made.set_read_only(read_only)

    def show_field(self, name: str, visible: bool) -> None:
        """Show or hide one field; the others close up."""
        if visible == (name not in self._hidden):
            return
        self._hidden ^= {name}
        self._fields[name].setVisible(visible)
        self._arrange(self._shown_columns, again=True)

    def _edited(self) -> None:
        self._set_dirty(self.values() != self._initial or any(f.problem() for f in self._fields.values()))
        self.changed.emit()

    def _set_dirty(self, dirty: bool) -> None:
        if dirty != self._dirty:
            self._dirty = dirty
            self.dirty_changed.emit(dirty)

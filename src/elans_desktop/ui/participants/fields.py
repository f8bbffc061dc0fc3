"""Fields that only the file of a person has: rows of dates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from elans_desktop.core.formats import NBSP
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.field import Field
from elans_desktop.ui.kit.layout import column, row

YES_NO = ((True, "oui"), (False, "non"))


class RowsField(Field):
    """Several lines of small fields: stays in the briques, suspensions. `value()` is a tuple of tuples.

    `make_row()` gives the fields of a line; a line left empty does not count. `needed`: how many of its
    first fields a line must have; `incomplete`: the sentence when it has not.
    """

    def __init__(
        self,
        label: str,
        make_row: Callable[[], Sequence[Field]],
        *,
        add: str,
        needed: int,
        incomplete: str,
        help: str = "",
        shares: Sequence[int] = (),
    ) -> None:
        """`shares`: the part of the width that each field of a line takes; equal when not given."""
        super().__init__(label, help=help)
        self._shares = shares
        self._make_row, self._needed, self._incomplete = make_row, needed, incomplete
        self._rows: list[tuple[QWidget, Sequence[Field]]] = []
        self._lines: QVBoxLayout = column(spacing=4)
        self._read_only = False
        self.add_button = buttons.link(add, "plus", self._add_by_hand)
        control = QWidget()
        control.setLayout(column(self._lines, row(self.add_button, None), spacing=4))
        self._set_up(self.add_button, control=control)
        self.add_button.setAccessibleName(f"{label}{NBSP}: {add}")

    def value(self) -> tuple[tuple[Any, ...], ...]:
        """The lines that hold something."""
        lines = (tuple(made.value() for made in fields) for _holder, fields in self._rows)
        return tuple(line for line in lines if any(part not in (None, "") for part in line))

    def set_value(self, value: Any) -> None:
        """Show these lines and no other; the lines already made serve again."""
        lines: Sequence[Sequence[Any]] = value or ()
        for holder, _fields in self._rows[len(lines) :]:
            self._lines.removeWidget(holder)
            holder.hide()
            holder.deleteLater()
        del self._rows[len(lines) :]
        while len(self._rows) < len(lines):
            self._add()
        for (_holder, fields), line in zip(self._rows, lines, strict=True):
            for made, part in zip(fields, line, strict=True):
                made.set_value(part)
        self.set_error("")

    def problem(self) -> str:
        """What cannot be read, or a line that lacks what it needs."""
        for _holder, fields in self._rows:
            filled = [not made.is_empty() for made in fields]
            for made in fields:
                if problem := made.problem():
                    return problem
            if any(filled) and not all(filled[: self._needed]):
                return self._incomplete
        return ""

    def set_read_only(self, read_only: bool) -> None:
        """Show without letting change."""
        self._read_only = read_only
        self.add_button.setVisible(not read_only)
        for _holder, fields in self._rows:
            for made in fields:
                made.set_read_only(read_only)

    def _add(self) -> Sequence[Field]:
        fields = self._make_row()
        holder = QWidget()
        remove = buttons.icon_button("x", "Retirer cette ligne", small=True)
        if self._read_only:
            remove.hide()
        remove.clicked.connect(lambda: self._remove(holder))
        line = row(spacing=8)
        for place, made in enumerate(fields):
            made.changed.connect(self._edited)
            made.set_read_only(self._read_only)
            line.addWidget(made, self._shares[place] if place < len(self._shares) else 1)
        line.addWidget(remove)
        holder.setLayout(line)
        self._lines.addWidget(holder)
        self._rows.append((holder, fields))
        return fields

    def _add_by_hand(self) -> None:
        fields = self._add()
        fields[0].setFocus()

    def _remove(self, holder: QWidget) -> None:
        self._rows = [(known, fields) for known, fields in self._rows if known is not holder]
        self._lines.removeWidget(holder)
        holder.hide()
        holder.deleteLater()
        self._edited()

"""« Colonnes »: which the table shows and in what order, by keyboard as well as by mouse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter

from elans_desktop.services.participants.people_columns import BY_KEY, COLUMNS, ChosenColumn
from elans_desktop.ui import theme
from elans_desktop.ui.kit import buttons, paint
from elans_desktop.ui.kit.layout import label
from elans_desktop.ui.kit.painted_rows import PaintedRows
from elans_desktop.ui.kit.side_panel import SidePanel


class ColumnRows(PaintedRows):
    """One row per column. Espace shows or hides it, Alt+Haut and Alt+Bas move it; `changed`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("Colonnes du tableau", ground="surface")

    def row_height(self, row: ChosenColumn) -> int:
        """32."""
        return theme.px(32)

    def row_words(self, row: ChosenColumn) -> str:
        """« Commune, affichée »."""
        return f"{BY_KEY[row.key].title}, {'affichée' if row.shown else 'masquée'}"

    def paint_row(self, painter: QPainter, rect: QRectF, index: int, row: ChosenColumn, chosen: bool) -> None:
        """A box, the title, the grip."""
        token = "primary" if row.shown else "muted"
        icon = "square-check" if row.shown else "square"
        theme.draw_icon(painter, icon, token, rect.left() + 8, rect.center().y() - theme.px(8), 16)
        words = rect.adjusted(theme.px(34), -1, -theme.px(34), -1)
        paint.line_of_text(painter, words, BY_KEY[row.key].title, token="text" if row.shown else "muted")
        if chosen:
            x = rect.right() - theme.px(26)
            theme.draw_icon(painter, "grip-vertical", "muted", x, rect.center().y() - theme.px(8), 16)

    def row_pressed(self, index: int, point: QPointF) -> None:
        """A click shows or hides."""
        self.toggle()

    def row_key(self, event: QKeyEvent) -> bool:
        """Espace and Entrée; Alt with an arrow."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.toggle()
            return True
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move(-1 if key == Qt.Key.Key_Up else 1)
            return True
        return False

    def toggle(self) -> None:
        """Show or hide the current column; one always stays."""
        row: ChosenColumn | None = self.current_row()
        if row is None or (row.shown and sum(each.shown for each in self.rows) == 1):
            return
        self.rows[self.current] = replace(row, shown=not row.shown)
        self._say()
        self.update()
        self.changed.emit()

    def move(self, by: int) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Move the current column among the others."""
        place = self.current + by
        if self.current >= 0 and 0 <= place < len(self.rows):
            self.rows[self.current], self.rows[place] = self.rows[place], self.rows[self.current]
            self.current = place
            self.show_current()
            self.update()
            self.changed.emit()


class ColumnsPanel(SidePanel):
    """The panel at the right of the table."""

    def __init__(self, changed: Callable[[], None]) -> None:
        again = buttons.small("Colonnes d’origine", "rotate-ccw", self._as_shipped)
        super().__init__("Colonnes", icon="columns-3", width=312, foot=(again,))
        self.list = ColumnRows()
        self.list.changed.connect(changed)
        hint = "Espace montre ou masque, Alt+Haut et Alt+Bas déplacent."
        self.body.addWidget(label(hint, "secondary", wrap=True))
        self.body.addWidget(self.list)

    def show_columns(self, columns: tuple[ChosenColumn, ...]) -> None:
        """Show what is chosen now."""
        self.list.set_rows(columns, max(0, self.list.current))

    def chosen(self) -> tuple[ChosenColumn, ...]:
        """What is chosen now."""
        rows: Any = self.list.rows
        return tuple(rows)

    def _as_shipped(self) -> None:
        self.list.set_rows([ChosenColumn(c.key, c.width, c.usual) for c in COLUMNS], 0)
        self.list.changed.emit()

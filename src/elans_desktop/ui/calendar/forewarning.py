"""The warnings of a séance while it is typed: over the foot of its form, a moment after the last key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import count
from elans_desktop.services.calendar import seance_forewarnings
from elans_desktop.services.calendar.seance_cards import Remark
from elans_desktop.services.calendar.seances import SeanceInput
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.layout import clear_layout, column

WAIT = 250
"""Milliseconds after the last key."""
LARGE = 120
"""Per cent."""
SHOWN, SHOWN_LARGE = 3, 1
"""Sentences written, at the usual size of the text and in large text: the form keeps its room."""


class Forewarning(QWidget):
    """Never takes the focus and never stops anybody from saving."""

    def __init__(self, context: Context, entered: Callable[[], SeanceInput]) -> None:
        """`entered`: what the form holds now."""
        super().__init__()
        self._context, self._entered = context, entered
        self.remarks: tuple[Remark, ...] = ()
        self._line = column(spacing=0)
        self.setLayout(self._line)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT)
        self._timer.timeout.connect(self.look)
        self.hide()

    def soon(self) -> None:
        """Look once nothing has been typed for a moment."""
        self._timer.start()

    def forget(self) -> None:
        """The form is closed, or shows another séance."""
        self._timer.stop()
        self._show(())

    def look(self) -> None:
        """Read and show."""
        self._show(self._context.bridge.read(seance_forewarnings.of_input, self._entered()))

    def _show(self, remarks: tuple[Remark, ...]) -> None:
        if remarks == self.remarks:
            return
        self.remarks = remarks
        clear_layout(self._line)
        sentences = [remark.sentence for remark in remarks]
        most = SHOWN if theme.scale() <= LARGE else SHOWN_LARGE
        if len(sentences) > most:
            rest = count(len(sentences) - most, "autre avertissement", "autres avertissements")
            sentences = [*sentences[:most], f"Et {rest}."]
        if sentences:
            mild = all(remark.kind == "holiday" for remark in remarks)
            banner = Banner("\n".join(sentences), "info" if mild else "warning")
            banner.words.setWordWrap(True)
            banner.setAccessibleName("\n".join(sentences))
            self._line.addWidget(banner)
        self.setVisible(bool(sentences))

"""The criteria of the IAE: boxes with the paper that proves each, folded until they serve."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from elans_desktop.core.formats import NBSP, count
from elans_desktop.services.pathways.iae_criteria import Criterion
from elans_desktop.services.pathways.situation_inputs import TITLES
from elans_desktop.ui import theme
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.field import Field
from elans_desktop.ui.kit.layout import clear_layout, column, label, row
from elans_desktop.ui.kit.toggles import CheckBox

COLUMNS = 2


class CriteriaField(Field):
    """`value()` is the codes ticked, None when this user sees no box."""

    def __init__(self) -> None:
        super().__init__(TITLES["iae"])
        self._criteria: tuple[Criterion, ...] = ()
        self._boxes: dict[str, CheckBox] = {}
        self._read_only = False
        self.propose: Callable[[], Sequence[str]] | None = None
        """What the answers of the form make likely."""
        self.summary = label("", "secondary", wrap=True)
        self.unfold_button = buttons.link("", "", self._toggle)
        self.propose_button = buttons.link("Cocher d’après les réponses", "wand-sparkles", self._propose)
        self.box = QWidget()
        self._grid = QGridLayout(self.box)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(0)
        control = QWidget()
        head = row(self.unfold_button, self.propose_button, None, spacing=16)
        control.setLayout(column(self.summary, head, self.box, spacing=4))
        self._set_up(self.unfold_button, control=control)
        self.fold(True)

    def set_criteria(self, criteria: tuple[Criterion, ...]) -> None:
        """The boxes this user sees in the file on show; none hides the field."""
        self.setVisible(bool(criteria))
        if criteria == self._criteria:
            return
        self._criteria = criteria
        clear_layout(self._grid)
        self._boxes = {}
        for place, one in enumerate(criteria):
            box = CheckBox(one.label)
            box.clicked.connect(self._clicked)
            self._boxes[one.code] = box
            proof = label(one.proof, "caption")
            self._grid.addLayout(
                column(box, row(28, proof, spacing=0), spacing=0), place // COLUMNS, place % COLUMNS
            )
        self._say()

    def value(self) -> tuple[str, ...] | None:
        """The codes ticked, in the order of the list."""
        if not self._criteria:
            return None
        return tuple(code for code, box in self._boxes.items() if box.isChecked())

    def set_value(self, value: Any) -> None:
        """Tick these boxes and no other."""
        wanted: set[str] = set(value or ())
        for code, box in self._boxes.items():
            box.setChecked(code in wanted)
        self.set_error("")
        self._say()

    def is_empty(self) -> bool:
        """Nothing ticked is an answer like another."""
        return not self.value()

    def set_read_only(self, read_only: bool) -> None:
        """Show without letting change."""
        self._read_only = read_only
        self.box.setEnabled(not read_only)
        self.fold(self.box.isHidden())

    def fold(self, folded: bool) -> None:
        """Hide the boxes, or show them."""
        self.box.setVisible(not folded)
        self.propose_button.setVisible(not folded and not self._read_only)
        self._say()

    def _toggle(self) -> None:
        self.fold(not self.box.isHidden())

    def _propose(self) -> None:
        likely: Sequence[str] = self.propose() if self.propose is not None else ()
        for code in likely:
            if code in self._boxes:
                self._boxes[code].setChecked(True)
        self._clicked()

    def _clicked(self) -> None:
        self._say()
        self._edited()

    def _say(self) -> None:
        ticked = [one for one in self._criteria if self._boxes[one.code].isChecked()]
        proofs = ", ".join(f"{one.label} ({one.proof[:1].lower()}{one.proof[1:]})" for one in ticked)
        said = count(len(ticked), "critère", "critères")
        self.summary.setText(f"{said}{NBSP}: {proofs}" if ticked else "Aucun critère coché")
        folded = self.box.isHidden()
        self.unfold_button.setText(
            f"Voir les {len(self._criteria)}{NBSP}critères et leurs preuves" if folded else "Replier"
        )

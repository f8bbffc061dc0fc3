"""The line of filters: a chip a brique, then place, trainer and member chosen in menus."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import NBSP
from elans_desktop.core.text import sort_key
from elans_desktop.services.calendar.seances import SeanceCard
from elans_desktop.ui import scheme, theme
from elans_desktop.ui.calendar.lanes_layout import TRAINERS, Row
from elans_desktop.ui.calendar.two_ends import TwoEnds, flowing
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.chip import Chip
from elans_desktop.ui.kit.layout import column, holder, row, surface
from elans_desktop.ui.kit.letter import NAMES
from elans_desktop.ui.kit.menu import Menu

BRIQUES = tuple(NAMES)
Known = dict[uuid.UUID, str]


class MenuChip(Chip):
    """A filter with one value chosen in a menu; the first row takes it off."""

    chosen = Signal()

    def __init__(self, every: str) -> None:
        super().__init__(every, trailing="chevron-down")
        self._every = every
        self.known: Known = {}
        self.value: uuid.UUID | None = None
        self.clicked.connect(self._open)

    def _open(self) -> None:
        self.setChecked(self.value is not None)
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.add(self._every, lambda: self.choose(None), checked=self.value is None)
        menu.addSeparator()
        for key, words in sorted(self.known.items(), key=lambda pair: sort_key(pair[1])):
            menu.add(words, lambda key=key: self.choose(key), checked=key == self.value)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    @property
    def named(self) -> tuple[uuid.UUID, str] | None:
        """What is chosen, with its name."""
        return None if self.value is None else (self.value, self.known.get(self.value, ""))

    def choose(self, value: uuid.UUID | None) -> None:
        """Keep only what has this value; None keeps all."""
        self.show_choice(value)
        self.chosen.emit()

    def show_choice(self, value: uuid.UUID | None) -> None:
        """The same, without a word."""
        self.value = value
        self.setText(self._every if value is None else self.known.get(value, self._every))
        self.setChecked(value is not None)
        self.updateGeometry()


class RowsChip(Chip):
    """By what a week or a day is arranged, chosen in a menu."""

    chosen = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str]]) -> None:
        self._options = dict(options)
        self.value = options[0][0]
        super().__init__(options[0][1], trailing="chevron-down")
        self.clicked.connect(self._open)
        self._say()

    def _open(self) -> None:
        self.setChecked(False)
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key, words in self._options.items():
            menu.add(words, lambda key=key: self.choose(key), checked=key == self.value)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def choose(self, value: str) -> None:
        """Arrange otherwise; `chosen` says when it differs."""
        if value != self.value:
            self.value = value
            self._say()
            self.chosen.emit(value)

    def _say(self) -> None:
        self.setText(self._options[self.value])
        self.setAccessibleName(f"Lignes{NBSP}: {self._options[self.value].lower()}")
        self.updateGeometry()


class FilterLine(QWidget):
    """Which séances are shown, whatever the view, and by what a week or a day is arranged."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        spoken = scheme.of(context)
        self.briques = {code: Chip(NAMES[code], on=True, letter=code) for code in BRIQUES}
        self.place = MenuChip("Tous les lieux")
        self.trainer = MenuChip(f"{scheme.title(spoken, 'trainer')}s")
        self.member = MenuChip(scheme.title(spoken, "members"))
        trainer = scheme.title(spoken, "trainer").lower()
        self.rows = RowsChip((("hours", "Par heure"), ("trainers", f"Par {trainer}"), ("places", "Par lieu")))
        menus = (self.place, self.trainer, self.member)
        for chip in self.briques.values():
            chip.setToolTip(chip.accessibleName())
            chip.clicked.connect(self.changed)
        for menu in menus:
            menu.chosen.connect(self.changed)
        left = flowing(tuple(self.briques.values()), (0, 0, 0, 0))
        self._menus = (self.rows, *menus)
        right = holder(row(*self._menus))
        self.setLayout(column(TwoEnds(left, right, margins=(24, 0, 16, 12)), spacing=0))
        surface(self, "background")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where all does not stand on one line, the briques keep their letter alone."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self._fit)  # a layout under way does not see what changes inside it

    def _fit(self) -> None:
        room = self.width() - 40 - 8 * len(BRIQUES)
        if theme.scale() <= 100:  # on the same line
            shown = [chip for chip in self._menus if not chip.isHidden()]
            room -= sum(chip.sizeHint().width() + 8 for chip in shown)
        whole = room >= sum(paint.text_width(NAMES[c], 14, 600) + theme.px(48) for c in BRIQUES)
        for code, chip in self.briques.items():
            if bool(chip.text()) != whole:
                chip.setText(NAMES[code] if whole else "")
                chip.updateGeometry()

    def show_for(self, shape: str) -> None:
        """The arrangement is that of a week or of a day."""
        self.rows.setVisible(shape in ("week", "day"))
        self._fit()

    @property
    def narrowed(self) -> bool:
        """Whether something may be hidden."""
        values = (self.place.value, self.trainer.value, self.member.value)
        return any(values) or not all(chip.isChecked() for chip in self.briques.values())

    def clear(self) -> None:
        """Show everything."""
        for chip in self.briques.values():
            chip.setChecked(True)
        for menu in (self.place, self.trainer, self.member):
            menu.show_choice(None)
        self.changed.emit()

    def offer(self, cards: Iterable[SeanceCard]) -> None:
        """What the menus propose: what these séances use, and what is chosen already. The briques when the
        scheme has them, or when one of these séances has one."""
        held = list(cards)
        needed = scheme.of(self._context).briques_required or any(card.brique_code for card in held)
        for chip in self.briques.values():
            chip.setVisible(needed)
        self._offer(
            self.place, {card.place_id: card.place_name for card in held if card.place_id is not None}
        )
        self._offer(self.trainer, {t.id: t.name for card in held for t in card.trainers})
        self._offer(self.member, {card.structure_id: card.structure_name for card in held})

    def _offer(self, chip: MenuChip, found: Known) -> None:
        if chip.value is not None:
            found.setdefault(chip.value, chip.known.get(chip.value, ""))
        chip.known = found

    def keeps_row(self, row: Row) -> bool:
        """Whether the row of a trainer or of a place is shown, were it empty: one chosen hides the others."""
        chosen = (self.trainer if self.rows.value == TRAINERS else self.place).value
        return chosen is None or row.id == chosen

    def test(self) -> Callable[[SeanceCard], bool]:
        """Whether a séance passes; one without brique passes while every chip is on."""
        on = {code for code, chip in self.briques.items() if chip.isChecked()}
        every = len(on) == len(BRIQUES)
        place, trainer, member = self.place.value, self.trainer.value, self.member.value

        def passes(card: SeanceCard) -> bool:
            letter = (card.brique_code or "")[:1]
            return (
                (letter in on or (every and letter not in BRIQUES))
                and (place is None or card.place_id == place)
                and (trainer is None or any(one.id == trainer for one in card.trainers))
                and (member is None or card.structure_id == member)
            )

        return passes

"""The pad of a stand: one key says the sex, one the age band, Entrée notes the contact."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from elans_desktop.ui.kit import buttons, paint
from elans_desktop.ui.kit.badge import Keycap
from elans_desktop.ui.kit.chip import Chip
from elans_desktop.ui.kit.flow import FlowLayout
from elans_desktop.ui.kit.layout import column, holder, label, row

AZERTY = dict(zip("&é\"'(-è_çà", "1234567890", strict=True))
"""The digits of an AZERTY keyboard without Shift."""
SEX_KEYS = {"femme": "F", "homme": "H", "autre": "A"}
RECALL_KEY, FILE_KEY = "R", "D"
Pairs = Sequence[tuple[str, str]]


class _Group(QWidget):
    """A question and its keys: (key, code, words). At most one is chosen."""

    def __init__(self, title: str, keys: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self.chosen: str | None = None
        self._chips: dict[str, Chip] = {}
        self.codes: dict[str, str] = {key: code for key, code, _words in keys}
        flow = FlowLayout(spacing=12)
        for key, code, words in keys:
            chip = Chip(words)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.setAccessibleName(f"{words}, touche {key}")
            chip.clicked.connect(partial(self.choose, code))
            chip.clicked.connect(self._clicked)
            self._chips[code] = chip
            flow.addWidget(holder(row(Keycap(key), chip, spacing=4)))
        self.setLayout(column(label(title, "label"), holder(flow), spacing=4))

    def _clicked(self, _checked: bool = False) -> None:
        """The keyboard follows the mouse: Entrée then notes the contact, wherever one was typing."""
        pad = self.parentWidget()
        if pad is not None:
            pad.setFocus(Qt.FocusReason.MouseFocusReason)

    def choose(self, code: str | None, _checked: bool = False) -> None:
        """Choose, or take the choice away when it is the same."""
        self.chosen = None if code == self.chosen else code
        for known, chip in self._chips.items():
            chip.setChecked(known == self.chosen)


class Pad(QWidget):
    """`noted(open_file)`: Entrée, or D to open the file of the person at once."""

    noted = Signal(bool)

    def __init__(self, sexes: Pairs, bands: Pairs) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Pavé du stand")
        keys = [(SEX_KEYS.get(code, words[:1].upper()), code, words) for code, words in sexes]
        self._sex = _Group("Sexe, tel qu’il paraît", keys)
        digits = [(str(rank), code, words) for rank, (code, words) in enumerate(bands[:9], start=1)]
        self._band = _Group("Âge, à peu près", digits)
        self._recall = _Group("Suite", ((RECALL_KEY, RECALL_KEY, "À recontacter"),))
        self.note_button = buttons.primary("Noter ce contact", "check", lambda: self.noted.emit(False))
        self.file_button = buttons.secondary("Noter et ouvrir son dossier", "user-plus", self._open)
        for button in (self.note_button, self.file_button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot = row(self.note_button, Keycap("Entrée"), self.file_button, Keycap(FILE_KEY), None, spacing=8)
        self.message = label("", "strong", tone="danger-ink")
        self.message.hide()
        groups = (self._sex, self._band, self._recall)
        self.setLayout(column(*groups, foot, self.message, spacing=12, margins=(16, 12, 16, 12)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @property
    def sex(self) -> str | None:
        """Code of the sex chosen."""
        return self._sex.chosen

    @property
    def age_band(self) -> str | None:
        """Code of the band chosen."""
        return self._band.chosen

    @property
    def to_recall(self) -> bool:
        """Whether the person wants to be seen again."""
        return self._recall.chosen is not None

    def clear(self) -> None:
        """Ready for the next person."""
        for group in (self._sex, self._band, self._recall):
            group.choose(group.chosen)
        self.say("")

    def say(self, words: str) -> None:
        """Say why the contact is not noted; "" says nothing."""
        self.message.setText(words)
        self.message.setVisible(bool(words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key, one answer."""
        text = AZERTY.get(event.text(), event.text()).upper()
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.noted.emit(False)
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.clear()
        elif text == FILE_KEY:
            self._open()
        elif not self._answer(text):
            super().keyPressEvent(event)

    def _answer(self, key: str) -> bool:
        for group in (self._sex, self._band, self._recall):
            if key in group.codes:
                group.choose(group.codes[key])
                self.say("")
                return True
        return False

    def _open(self) -> None:
        self.noted.emit(True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Its frame says that the keys are listened to."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """They are no longer."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card, framed while it has the keyboard."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        on = self.hasFocus()
        paint.box(painter, rect, "surface", "primary" if on else "line", radius=6, width=2 if on else 1)
        painter.end()

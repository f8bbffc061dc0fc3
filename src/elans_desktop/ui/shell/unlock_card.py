"""A classeur of the list: folded, a line; unfolded, who you are and your phrase."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from elans_desktop.core.errors import ElansError, WrongPassphrase
from elans_desktop.core.example import PHRASE, example_folder
from elans_desktop.storage import roster
from elans_desktop.ui.kit import buttons, paint
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.fields_choice import ChoiceField
from elans_desktop.ui.kit.fields_passphrase import PassphraseField
from elans_desktop.ui.kit.layout import column, holder, label, row
from elans_desktop.ui.recent import Recent


class UnlockCard(QWidget):
    """Title, folder, last opening; and under them the unlock form."""

    unfolded = Signal(str)
    unlock_asked = Signal(str, str, str)
    recovery_asked = Signal(str)
    forget_asked = Signal(str)

    def __init__(self, known: Recent, when: str) -> None:
        super().__init__()
        self.folder = known.folder
        self._known = known
        self._form: QWidget | None = None
        self._clock: QTimer | None = None
        self._left = 0
        """Seconds before another phrase is heard."""
        self.setAccessibleName(known.title)
        here = Path(known.folder)
        self._there = (here / "keys.json").exists() or here.exists()
        path = " › ".join(here.parts[-3:])
        head = row(
            Icon("folder-lock" if self._there else "folder", "primary" if self._there else "muted", 20),
            column(label(known.title, "strong"), label(path, "caption"), spacing=0),
            None,
            label(when if self._there else "introuvable", "caption"),
            spacing=12,
            margins=(16, 10, 16, 10),
        )
        self._head = holder(head)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addWidget(self._head)

    @property
    def is_unfolded(self) -> bool:
        """Whether the form shows."""
        return self._form is not None and self._form.isVisibleTo(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tint and the bar of the chosen one."""
        if self.is_unfolded:
            painter = QPainter(self)
            head = QRectF(self._head.geometry())
            paint.box(painter, head, "primary-tint", radius=0)  # fillRect would load every gradient
            paint.box(painter, QRectF(0, 0, 4, head.height()), "primary", radius=0)
            painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click unfolds."""
        self.unfold()

    def unfold(self) -> None:
        """Show the form, the cursor in the phrase."""
        if self._form is None:
            self._form = self._build_form()
            self._whole.insertWidget(1, self._form)
        self._form.setVisible(True)
        self.update()
        self.unfolded.emit(self.folder)
        QTimer.singleShot(0, self.focus_phrase)

    def fold(self) -> None:
        """Show the line only."""
        if self._form is not None:
            self._form.setVisible(False)
            self.update()

    def focus_phrase(self) -> None:
        """Put the cursor where one types."""
        if self.is_unfolded and hasattr(self, "phrase"):
            self.phrase.editor.setFocus()

    def show_wrong(self, problem: WrongPassphrase) -> None:
        """Say why it did not open; what was typed is selected, ready to be typed again. The wait that several
        wrong phrases make longer is counted down."""
        self.set_busy(False)
        self.phrase.set_error(str(problem))
        self.phrase.line.selectAll()
        self.phrase.line.setFocus()
        self._left = getattr(problem, "seconds", 0)
        if self._left and self._clock is None:
            from PySide6.QtCore import Qt

            self._clock = QTimer(self)
            # a coarse timer may ring fifty milliseconds early: the phrase typed at once was still refused
            self._clock.setTimerType(Qt.TimerType.PreciseTimer)
            self._clock.setInterval(1000)
            self._clock.timeout.connect(self._count_down)
        if self._clock is not None:
            self._clock.start() if self._left else self._clock.stop()

    def _count_down(self) -> None:
        from elans_desktop.storage.attempts import TooSoon

        self._left -= 1
        self.phrase.set_error(str(TooSoon(self._left)) if self._left > 0 else "")
        if self._left <= 0 and self._clock is not None:
            self._clock.stop()

    def set_busy(self, busy: bool) -> None:
        """While the key is computed, nothing can be pressed twice."""
        if self._form is not None and hasattr(self, "open_button"):
            self._form.setEnabled(not busy)
            self.open_button.setText("Ouverture…" if busy else "Ouvrir le classeur")

    def _build_form(self) -> QWidget:
        try:
            users = roster.users(Path(self.folder))
        except ElansError as problem:
            forget = buttons.link("Retirer de la liste", "", lambda: self.forget_asked.emit(self.folder))
            words = column(label(str(problem), "body", tone="danger-ink", wrap=True), row(forget, None))
            words.setContentsMargins(48, 12, 16, 16)
            return holder(words)
        self.who = ChoiceField(
            "Vous êtes",
            [(user.id, _who(user)) for user in users],
            empty=None,
        )
        known = {user.id for user in users}
        if self._known.user_id in known:
            self.who.set_value(self._known.user_id)
        self.phrase = PassphraseField("Phrase de passe")
        self.phrase.line.returnPressed.connect(self._ask)
        self.open_button = buttons.primary("Ouvrir le classeur", "lock-open", self._ask)
        lost = buttons.link("Utiliser la fiche de secours", "", lambda: self.recovery_asked.emit(self.folder))
        fields = row(self.who, self.phrase, spacing=12)
        fields.setStretch(0, 1)
        fields.setStretch(1, 1)
        layout = column(fields, row(self.open_button, lost, None, spacing=8), spacing=12)
        if Path(self.folder).resolve() == example_folder().resolve():
            told = f"Tout y est inventé. Sa phrase de passe\u00a0: {PHRASE}"
            layout.insertWidget(1, label(told, "caption", wrap=True))
        layout.setContentsMargins(48, 16, 16, 20)
        return holder(layout)

    def _ask(self) -> None:
        if not self.phrase.value():
            self.phrase.set_error("Écrivez votre phrase de passe.")
            return
        self.phrase.set_error("")
        self.set_busy(True)
        self.unlock_asked.emit(self.folder, self.who.value(), self.phrase.value())


def _who(user: roster.Known) -> str:
    return f"{user.name}, {user.function}" if user.function else user.name

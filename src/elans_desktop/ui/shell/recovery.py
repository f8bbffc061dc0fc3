"""The recovery code: shown once at the creation; typed back when every phrase is forgotten."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from elans_desktop.core.formats import NBSP
from elans_desktop.storage import passphrase
from elans_desktop.storage.recovery_code import MistypedCode, RecoveryCode, read_code
from elans_desktop.ui import theme
from elans_desktop.ui.kit import buttons, dialogs, paint
from elans_desktop.ui.kit.fields_choice import ChoiceField
from elans_desktop.ui.kit.fields_passphrase import PassphraseField
from elans_desktop.ui.kit.fields_text import TextField
from elans_desktop.ui.kit.layout import column, holder, label, row, scrolled, surface
from elans_desktop.ui.kit.toggles import CheckBox

WIDTH = 620
LETTERS = "ABCD"


class CodePage(QWidget):
    """« Gardez ce code »: the four lines, the sheet to print, and the promise that it was done."""

    print_asked = Signal()
    done = Signal()

    def __init__(self, code: RecoveryCode, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        surface(self, "background")
        card = CodeCard(code)
        self.kept = CheckBox("La fiche de secours est imprimée, ou le code recopié à la main")
        self.open = buttons.secondary("Ouvrir le classeur", "", self.done.emit)
        self.open.setEnabled(False)
        self.kept.toggled.connect(self.open.setEnabled)
        content = column(
            label("Votre fiche de secours", "title"),
            label(
                "Si toutes les phrases de passe sont oubliées, ce code ouvre le classeur. Il n’est gardé "
                "nulle part sur l’ordinateur : imprimez la fiche et rangez-la ailleurs, dans un coffre "
                "ou à la mairie.",
                "body",
                wrap=True,
            ),
            card,
            row(buttons.primary("Imprimer la fiche", "printer", self.print_asked.emit), None),
            8,
            self.kept,
            row(self.open, None),
            None,
            spacing=16,
        )
        _centre(self, content)

    def may_be_left(self) -> bool:
        """Whether the code may be lost from sight: it was kept, or the person says so."""
        return self.kept.isChecked() or dialogs.confirm(
            self,
            f"Fermer sans avoir gardé le code{NBSP}?",
            f"Il ne sera plus jamais montré{NBSP}: sans lui, si toutes les phrases sont oubliées, "
            "personne ne pourra plus ouvrir ce classeur.",
            "Fermer quand même",
            danger=True,
        )


class CodeCard(QWidget):
    """The four lines as the sheet prints them: a cell for each sign, the control apart."""

    def __init__(self, code: RecoveryCode) -> None:
        super().__init__()
        self._lines = [line.split() for line in code.lines()]
        lettered = zip(LETTERS, self._lines, strict=True)
        said = (f"ligne {letter} : {' '.join(parts)}" for letter, parts in lettered)
        self.setAccessibleName("Code de secours")
        self.setAccessibleDescription("\n".join(said))
        self.setFixedHeight(theme.px(4 * 52 + 24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        painter = QPainter(self)
        paint.box(painter, QRectF(self.rect()), "surface", "line", radius=6)
        for rank, (letter, parts) in enumerate(zip(LETTERS, self._lines, strict=True)):
            top = theme.px(18 + rank * 52)
            self._cell(painter, 24, top, letter, "primary-ink", framed=False)
            for block, signs in enumerate(parts):
                for place, sign in enumerate(signs):
                    left = 76 + block * 200 + place * 44
                    self._cell(painter, left, top, sign, "muted" if block == 2 else "text")
        painter.end()

    def _cell(
        self, painter: QPainter, left: int, top: int, sign: str, token: str, *, framed: bool = True
    ) -> None:
        rect = QRectF(theme.px(left), top, theme.px(40), theme.px(44))
        if framed:
            paint.box(painter, rect, "surface", "field", radius=3)
        paint.line_of_text(painter, rect, sign, size=22, weight=600, token=token, align=paint.CENTER)


class RecoveryPage(QWidget):
    """Four lines typed back, then a new phrase."""

    recover_asked = Signal(str, str, str)
    """The code as typed, the user (id in hex), the new phrase."""
    cancelled = Signal()

    def __init__(self, title: str, users: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        """`users`: (id in hex, name) of those who open this classeur."""
        super().__init__(parent)
        surface(self, "background")
        self.lines = [TextField(f"Ligne {letter}, huit signes et le contrôle") for letter in LETTERS]
        for field in self.lines:
            field.line.setMaximumWidth(theme.px(320))
            field.line.editingFinished.connect(self._check_when_full)
        self.user = ChoiceField("Vous êtes", users, empty=None)
        self.phrase = PassphraseField("Nouvelle phrase de passe", required=True)
        self.again = PassphraseField("La même, encore une fois", required=True)
        self.again.line.returnPressed.connect(self._ask)
        self.go = buttons.primary("Ouvrir et choisir cette phrase", "lock-open", self._ask)
        content = column(
            label("J’ai oublié ma phrase de passe", "title"),
            label(
                f"Classeur « {title} ». Recopiez les quatre lignes de la fiche de secours. Majuscules, "
                "espaces et tirets ne comptent pas ; le dernier signe de chaque ligne dit si elle est juste.",
                "muted",
                wrap=True,
            ),
            *self.lines,
            8,
            label("Une nouvelle phrase de passe", "section"),
            self.user,
            _side_by_side(self.phrase, self.again),
            row(self.go, buttons.quiet("Revenir", "arrow-left", self.cancelled.emit), None),
            None,
            spacing=12,
        )
        _centre(self, content)
        self.lines[0].editor.setFocus()

    def _read(self) -> str | None:
        """The code typed, or None after showing which lines to read again."""
        typed = "\n".join(field.value() for field in self.lines)
        try:
            read_code(typed)
        except MistypedCode as problem:
            wrong = problem.lines or (1,)
            for number, field in enumerate(self.lines, start=1):
                field.set_error(str(problem) if number in wrong else "")
            return None
        return typed

    def _check_when_full(self) -> None:
        """As soon as the four lines are there, say which one is wrong."""
        if all(field.value() for field in self.lines):
            for field in self.lines:
                field.set_error("")
            self._read()

    def show_problem(self, words: str) -> None:
        """Say why the code did not open the classeur."""
        self.set_busy(False)
        self.lines[0].set_error(words)
        self.lines[0].editor.setFocus()

    def set_busy(self, busy: bool) -> None:
        """While the key is computed."""
        self.setEnabled(not busy)

    def _ask(self) -> None:
        for field in self.lines:
            field.set_error("" if field.value() else "Cette ligne manque.")
        accepted = passphrase.advise(self.phrase.value())
        self.phrase.set_error("" if accepted.accepted else accepted.advice)
        same = self.again.value() == self.phrase.value()
        self.again.set_error("" if same else "Les deux phrases ne sont pas les mêmes.")
        code = None if any(field.error() for field in self.lines) else self._read()
        wrong = [f for f in (*self.lines, self.phrase, self.again) if f.error()]
        if wrong or code is None:
            (wrong or self.lines)[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.set_busy(True)
        self.recover_asked.emit(code, self.user.value(), self.phrase.value())


def _side_by_side(left: QWidget, right: QWidget) -> QHBoxLayout:
    line = row(left, right, spacing=12)
    line.setStretch(0, 1)
    line.setStretch(1, 1)
    return line


def _centre(page: QWidget, content: QVBoxLayout) -> None:
    inner = QWidget()
    inner.setLayout(content)
    inner.setMaximumWidth(theme.px(WIDTH))
    middle = row(None, inner, None, margins=(24, 40, 24, 40))
    middle.setStretch(1, 10)
    whole = QVBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(scrolled(holder(middle), "background"))

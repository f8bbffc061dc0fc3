"""The recovery code: shown once at the creation; typed back when every phrase is forgotten."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from elans_desktop.core.errors import InputError
from elans_desktop.storage import passphrase
from elans_desktop.storage.recovery_code import LETTERS, RecoveryCode
from elans_desktop.ui import theme
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.fields_choice import ChoiceField
from elans_desktop.ui.kit.fields_text import PassphraseField, TextField
from elans_desktop.ui.kit.layout import column, holder, label, row, scrolled, surface
from elans_desktop.ui.kit.toggles import CheckBox

WIDTH = 620


class CodePage(QWidget):
    """« Gardez ce code »: the four lines, the sheet to print, and the promise that it was done."""

    print_asked = Signal(object)
    done = Signal()

    def __init__(self, code: RecoveryCode, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        surface(self, "background")
        lines = QVBoxLayout()
        lines.setSpacing(8)
        for letter, (signs, control) in zip(LETTERS, code.lines(), strict=True):
            words = label(f"{signs[:4]}  {signs[4:]}", "title", selectable=True)
            words.setAccessibleName(f"ligne {letter}")
            mark = label(letter, "title", tone="primary-ink")
            mark.setFixedWidth(theme.px(28))
            lines.addLayout(row(mark, words, 24, label(control, "title", tone="muted"), None, spacing=12))
        card = holder(lines, "surface")
        lines.setContentsMargins(24, 16, 24, 16)
        self.kept = CheckBox("La feuille de secours est imprimée, ou le code recopié à la main")
        self.open = buttons.secondary("Ouvrir le classeur", "", self.done.emit)
        self.open.setEnabled(False)
        self.kept.toggled.connect(self.open.setEnabled)
        content = column(
            label("Votre feuille de secours", "title"),
            label(
                "Si toutes les phrases de passe sont oubliées, ce code ouvre le classeur. Il n’est gardé nulle "
                "part sur l’ordinateur : imprimez la feuille et rangez-la ailleurs, dans un coffre ou à la mairie.",
                "body",
                wrap=True,
            ),
            card,
            row(buttons.primary("Imprimer la feuille", "printer", lambda: self.print_asked.emit(code)), None),
            8,
            self.kept,
            row(self.open, None),
            None,
            spacing=16,
        )
        _centre(self, content)


class RecoveryPage(QWidget):
    """Four lines typed back, then a new phrase."""

    recover_asked = Signal(object, str, str)
    """The code, the user (id in hex), the new phrase."""
    cancelled = Signal()

    def __init__(self, title: str, users: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        """`users`: (id in hex, name) of those who open this classeur."""
        super().__init__(parent)
        surface(self, "background")
        self.lines = [TextField(f"Ligne {letter}, huit signes et le contrôle") for letter in LETTERS]
        for field in self.lines:
            field.line.setMaximumWidth(theme.px(320))
            field.line.editingFinished.connect(self._check_lines)
        self.user = ChoiceField("Vous êtes", users, empty=None)
        self.phrase = PassphraseField("Nouvelle phrase de passe", required=True)
        self.again = PassphraseField("La même, encore une fois", required=True)
        self.go = buttons.primary("Ouvrir et choisir cette phrase", "lock-open", self._ask)
        content = column(
            label("J’ai oublié ma phrase de passe", "title"),
            label(
                f"Classeur « {title} ». Recopiez les quatre lignes de la feuille de secours. Majuscules, espaces "
                "et tirets ne comptent pas ; le dernier signe de chaque ligne dit aussitôt si elle est juste.",
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

    def _check_lines(self) -> bool:
        """Each line typed is checked by its control sign at once."""
        right = True
        for letter, field in zip(LETTERS, self.lines, strict=True):
            problem = RecoveryCode.line_problem(letter, field.value()) if field.value() else None
            field.set_error(problem or "")
            right &= problem is None
        return right

    def show_problem(self, words: str) -> None:
        """Say why the code did not open the classeur."""
        self.set_busy(False)
        self.lines[0].set_error(words)
        self.lines[0].editor.setFocus()

    def set_busy(self, busy: bool) -> None:
        """While the key is computed."""
        self.setEnabled(not busy)

    def _ask(self) -> None:
        self._check_lines()
        for field in self.lines:
            if not field.value():
                field.set_error("Cette ligne manque.")
        self.phrase.set_error(passphrase.problem(self.phrase.value()) or "")
        same = self.again.value() == self.phrase.value()
        self.again.set_error("" if same else "Les deux phrases ne sont pas les mêmes.")
        wrong = [f for f in (*self.lines, self.phrase, self.again) if f.error()]
        if wrong:
            wrong[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        try:
            code = RecoveryCode.parse([field.value() for field in self.lines])
        except InputError as problem:
            self.show_problem(str(problem))
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

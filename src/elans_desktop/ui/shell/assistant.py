"""Creation of a classeur in three questions, then the recovery code to print."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from elans_desktop.core.paths import default_workspaces_dir
from elans_desktop.core.text import safe_filename
from elans_desktop.storage import passphrase, places
from elans_desktop.ui import theme
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.field import Message
from elans_desktop.ui.kit.fields_boxes import RadioField
from elans_desktop.ui.kit.fields_passphrase import PassphraseField
from elans_desktop.ui.kit.fields_text import TextField
from elans_desktop.ui.kit.layout import column, holder, label, row, scrolled, surface

SCHEMES = (
    ("o2r", "O2R : repérage, remobilisation, accompagnement, coordination"),
    ("elans", "ELAN’S : espace local d’activités novatrices"),
    ("personnalise", "Personnalisé : votre propre dispositif"),
)
WIDTH = 560


class Wish(NamedTuple):
    """What the person asked for."""

    folder: Path
    title: str
    scheme: str
    user_name: str
    user_function: str
    phrase: str


class Assistant(QWidget):
    """One page, three short parts, one button."""

    create_asked = Signal(object)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        surface(self, "background")
        self.title = TextField(
            "Nom de votre organisation ou de votre projet",
            required=True,
            placeholder="Association Le Pressoir",
        )
        self.scheme = RadioField("Votre dispositif", SCHEMES, vertical=True)
        self.scheme.set_value("o2r")
        self.user = TextField("Votre prénom et votre nom", required=True)
        self.function = TextField("Votre fonction", placeholder="coordination")
        self.phrase = PassphraseField("Phrase de passe", required=True)
        self.again = PassphraseField("La même, encore une fois", required=True)
        self.advice = Message()
        self._folder: Path | None = None
        self.where = label("", "caption", wrap=True)
        self.warning = Message()
        self.go = buttons.primary("Créer le classeur", "folder-plus", self._ask)
        content = column(
            label("Créer un classeur", "title"),
            label(
                "Un classeur garde tout ce qui concerne votre organisation, chiffré, sur cet ordinateur.",
                "muted",
                wrap=True,
            ),
            8,
            label("1. Un nom", "section"),
            self.title,
            self._place(),
            self.warning,
            8,
            label("2. Un dispositif", "section"),
            self.scheme,
            8,
            label("3. Vous, et votre phrase de passe", "section"),
            _pair(self.user, self.function),
            _pair(self.phrase, self.again),
            self.advice,
            label(
                "Quatre ou cinq mots sans lien entre eux se retiennent mieux qu’un mot compliqué : "
                "« colline vélo septembre tartine ».",
                "caption",
                wrap=True,
            ),
            8,
            row(self.go, buttons.quiet("Revenir", "arrow-left", self.cancelled.emit), None),
            None,
            spacing=12,
        )
        inner = QWidget()
        inner.setLayout(content)
        inner.setMaximumWidth(theme.px(WIDTH))
        middle = row(None, inner, None, margins=(24, 40, 24, 40))
        middle.setStretch(1, 10)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(holder(middle), "background"))
        self.title.changed.connect(self._show_folder)
        self.phrase.changed.connect(self._advise)
        self.again.line.returnPressed.connect(self._ask)
        self._show_folder()

    def _place(self) -> QWidget:
        line = row(self.where, buttons.link("Changer de dossier…", "", self._choose))
        line.setStretch(0, 1)
        return holder(line)

    def folder(self) -> Path:
        """The folder the classeur will be made in."""
        if self._folder is not None:
            return self._folder
        base = default_workspaces_dir()
        name = safe_filename(self.title.value() or "Mon classeur", fallback="classeur")
        made, rank = base / name, 2
        while made.exists():
            made, rank = base / f"{name} {rank}", rank + 1
        return made

    def _show_folder(self) -> None:
        folder = self.folder()
        self.where.setText(f"Dossier : {folder}")
        risk = places.warning(folder)
        self.warning.show_text(risk or "", "warning", "triangle-alert")

    def _choose(self) -> None:
        chosen = dialogs.choose_folder(self, "Dossier du nouveau classeur")
        if chosen is not None:
            name = safe_filename(self.title.value() or "Mon classeur", fallback="classeur")
            self._folder = chosen if not any(chosen.iterdir()) else chosen / name
            self._show_folder()

    def _advise(self) -> None:
        typed = self.phrase.value()
        if not typed:
            self.advice.show_text("")
            return
        said = passphrase.advise(typed, (self.title.value(), self.user.value()))
        strong = said.accepted and not said.advice
        words = f"Phrase {said.level}." if strong else f"Phrase {said.level}. {said.advice}"
        tone, icon = ("success", "circle-check") if strong else ("warning", "triangle-alert")
        self.advice.show_text(words, tone, icon)

    def _ask(self) -> None:
        needed = "Ce champ est nécessaire."
        self.title.set_error("" if self.title.value() else needed)
        self.user.set_error("" if self.user.value() else needed)
        accepted = passphrase.advise(self.phrase.value())
        self.phrase.set_error("" if accepted.accepted else accepted.advice)
        same = self.again.value() == self.phrase.value()
        self.again.set_error("" if same else "Les deux phrases ne sont pas les mêmes.")
        wrong = [f for f in (self.title, self.user, self.phrase, self.again) if f.error()]
        if wrong:
            wrong[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.set_busy(True)
        self.create_asked.emit(
            Wish(
                self.folder(),
                self.title.value(),
                self.scheme.value(),
                self.user.value(),
                self.function.value(),
                self.phrase.value(),
            )
        )

    def set_busy(self, busy: bool) -> None:
        """While the classeur is being made."""
        self.setEnabled(not busy)
        self.go.setText("Création…" if busy else "Créer le classeur")


def _pair(left: QWidget, right: QWidget) -> QHBoxLayout:
    line = row(left, right, spacing=12)
    line.setStretch(0, 1)
    line.setStretch(1, 1)
    return line

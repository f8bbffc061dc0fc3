"""The first screen: open a classeur, create one, discover with an example. Light to import and to paint."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from elans_desktop import __version__
from elans_desktop.core import clock
from elans_desktop.core.formats import date_short
from elans_desktop.ui import recent, theme
from elans_desktop.ui.kit import buttons, paint
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.layout import clear_layout, column, holder, label, row, scrolled, separator
from elans_desktop.ui.shell.unlock_card import UnlockCard

LEFT_WIDTH = 590
PROMISE = "Repérer, remobiliser, accompagner. Tout reste sur cet ordinateur."
USUAL_TEXT = 110
"""Per cent: above, the two halves give way."""


class Welcome(QWidget):
    """« Vos classeurs » at the left, « Commencer » at the right."""

    open_asked = Signal(str)
    """A folder to open, chosen with « Ouvrir un autre classeur »."""
    unlock_asked = Signal(str, str, str)
    """Folder, user id (hex), phrase."""
    recovery_asked = Signal(str)
    create_asked = Signal()
    example_asked = Signal()
    browse_asked = Signal()
    restore_asked = Signal()
    template_asked = Signal()
    help_asked = Signal()
    painted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first_paint = True
        self.cards: list[UnlockCard] = []
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._left(), 5)
        body.addWidget(separator(vertical=True))
        body.addWidget(self._right(), 4)
        whole.addLayout(body, 1)
        whole.addWidget(separator())
        whole.addWidget(self._foot())
        self.refresh()

    def _seen(self) -> None:
        """Tell when the screen is first seen."""
        if self._first_paint:
            self._first_paint = False
            self.painted.emit()

    def _left(self) -> QWidget:
        brand = row(
            Icon("logo", "primary", 40),
            column(
                label("ELANS", "title"),
                label(
                    "Repérer, remobiliser, accompagner. Tout reste sur cet ordinateur.", "muted", wrap=True
                ),
                spacing=0,
            ),
            spacing=12,
        )
        brand.setStretch(1, 1)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._list.setContentsMargins(1, 1, 1, 1)
        frame = Framed(self._list)
        self._frame = frame
        self._empty = label("Aucun classeur sur cet ordinateur pour l’instant.", "muted", wrap=True)
        actions = _line(
            buttons.secondary("Ouvrir un autre classeur…", "folder-open", self.browse_asked.emit),
            buttons.quiet("Restaurer une sauvegarde…", "archive-restore", self.restore_asked.emit),
        )
        content = column(
            brand, 32, label("Vos classeurs", "section"), self._empty, frame, actions, None, spacing=12
        )
        inner = QWidget()
        inner.setLayout(content)
        inner.setMaximumWidth(theme.px(LEFT_WIDTH))
        outer = row(None, inner, None, margins=(_edge(48), 72, _edge(48), 24))
        outer.setStretch(1, 10)
        half = _Half()
        half.setLayout(outer)
        half.painted.connect(self._seen)
        return scrolled(half, "background")

    def _right(self) -> QWidget:
        steps = _line(*map(_step, (1, 2, 3), ("un nom", "un dispositif", "une phrase de passe")), gap=16)
        create = _Choice(
            "folder-plus",
            "Créer un classeur",
            "O2R, ELAN’S ou votre propre dispositif. Une fiche de secours s’imprime à la fin : "
            "gardez-la ailleurs.",
            buttons.secondary("Créer un classeur", "", self.create_asked.emit),
            steps,
        )
        example = _Choice(
            "compass",
            "Découvrir avec un exemple",
            "Un consortium inventé, 60 personnes, une année complète. Rien à remplir, tout à essayer.",
            buttons.secondary("Ouvrir l’exemple", "", self.example_asked.emit),
        )
        table = _Choice(
            "table",
            "Vous avez déjà un tableau ?",
            "Importez vos listes Excel ou LibreOffice après la création : vous voyez et corrigez "
            "avant d’enregistrer.",
            buttons.link("Enregistrer un modèle de tableau", "", self.template_asked.emit),
        )
        promise = row(
            Icon("shield-check", "muted", 16),
            label(
                "Le classeur est chiffré. Sans la phrase de passe ni la fiche de secours, "
                "personne ne peut le lire, nous non plus.",
                "caption",
                wrap=True,
            ),
        )
        promise.setStretch(1, 1)
        content = column(
            label("Commencer", "title"),
            create,
            separator(),
            example,
            separator(),
            table,
            None,
            promise,
            spacing=20,
            margins=(_edge(64), 72, _edge(64), 24),
        )
        return scrolled(holder(content), "surface")

    def _foot(self) -> QWidget:
        line = row(
            label(f"Version {__version__}, français", "caption"),
            None,
            Icon("wifi-off", "muted", 14),
            label("Aucune connexion internet n’est utilisée", "caption"),
            None,
            buttons.link("F1  Aide", "", self.help_asked.emit),
            margins=(24, 0, 24, 0),
            spacing=6,
        )
        foot = holder(line, "background")
        foot.setFixedHeight(theme.px(28))
        return foot

    def refresh(self, selected: str = "") -> None:
        """Show the classeurs known here; `selected` (a folder) or the last opened one is unfolded."""
        clear_layout(self._list)
        self.cards = []
        rows = recent.load()
        if selected and all(r.folder != selected for r in rows):
            rows.insert(0, recent.Recent(selected, Path(selected).name, 0))
        self._empty.setVisible(not rows)
        self._frame.setVisible(bool(rows))
        for place, known in enumerate(rows[:6]):
            if place:
                self._list.addWidget(separator())
            card = UnlockCard(known, _when(known.opened_at))
            card.unfolded.connect(self._fold_others)
            card.unlock_asked.connect(self.unlock_asked)
            card.recovery_asked.connect(self.recovery_asked)
            card.forget_asked.connect(self._forget)
            self._list.addWidget(card)
            self.cards.append(card)
        chosen = next((c for c in self.cards if c.folder == selected), self.cards[0] if self.cards else None)
        if chosen is not None:
            chosen.unfold()

    def card(self, folder: str) -> UnlockCard | None:
        """The card of a folder."""
        return next((card for card in self.cards if card.folder == folder), None)

    def _fold_others(self, folder: str) -> None:
        for card in self.cards:
            if card.folder != folder:
                card.fold()

    def _forget(self, folder: str) -> None:
        recent.forget(folder)
        self.refresh()


class Framed(QWidget):
    """A surface with a line of 1 px around it, radius 6."""

    def __init__(self, layout: QVBoxLayout) -> None:
        super().__init__()
        self.setLayout(layout)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and its line."""
        painter = QPainter(self)
        paint.box(painter, QRectF(self.rect()), "surface", "line-strong", radius=6)
        painter.end()


class _Half(QWidget):
    """Half of the screen, which tells when it is painted: its parent is covered, hence never is."""

    painted = Signal()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell it."""
        super().paintEvent(event)
        self.painted.emit()


class _Choice(QWidget):
    """One way to begin: icon, title, sentence, button."""

    def __init__(
        self,
        icon: str,
        title: str,
        words: str,
        button: QWidget,
        extra: QLayout | None = None,
    ) -> None:
        super().__init__()
        text = column(label(title, "section"), label(words, "muted", wrap=True), spacing=4)
        if extra is not None:
            text.addSpacing(4)
            text.addLayout(extra)
        text.addSpacing(6)
        text.addLayout(row(button, None))
        mark = Icon(icon, "primary", 24)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(24)
        line.addLayout(column(mark, None))
        line.addLayout(text, 1)


def _step(number: int, words: str) -> QWidget:
    return holder(row(label(f"{number}.", "strong", tone="primary-ink"), label(words, "small")))


def _line(*parts: QWidget, gap: int = 8) -> QLayout:
    """Parts on a line; on several where the text is enlarged."""
    if theme.scale() <= USUAL_TEXT:
        return row(*parts, None, spacing=gap)
    from elans_desktop.ui.kit.flow import FlowLayout

    made = FlowLayout(gap=gap)
    for part in parts:
        made.addWidget(part)
    return made


def _edge(margin: int) -> int:
    """Less margin where the text is enlarged."""
    return margin if theme.scale() <= USUAL_TEXT else 24


def _when(opened_at: int) -> str:
    if not opened_at:
        return ""
    moment = clock.from_ms(opened_at)
    days = (clock.today() - moment.date()).days
    if days == 0:
        return f"aujourd’hui à {moment:%H:%M}"
    return f"hier à {moment:%H:%M}" if days == 1 else date_short(moment.date())

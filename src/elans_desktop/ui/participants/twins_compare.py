"""Two files that may be of one person: what each says, which side is taken, and the two ways out."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from elans_desktop.core.errors import ElansError
from elans_desktop.core.formats import NBSP, date_short
from elans_desktop.services.participants import duplicates, person_merge
from elans_desktop.services.participants.duplicates import TwinPair
from elans_desktop.services.participants.person_merge import FileCard, MergeInput, MergeView
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.layout import clear_layout, column, holder, label, row, scrolled, separator, surface
from elans_desktop.ui.kit.sides import Sides
from elans_desktop.ui.participants.choice_rows import ChoiceLine, ChoiceRows, Heading

SAME_THING = "Ce que les deux disent d’une même chose"
LEAST_WORDS = 300
NOTHING = "Les deux dossiers ne disent rien de différent."


def sides(line: QWidget, left: QWidget, right: QWidget) -> QWidget:
    """Three widgets in the columns of the lines below."""
    across = row(spacing=0)
    for widget, share in ((line, 26), (left, 37), (right, 37)):
        across.addWidget(widget, share)
    return holder(across)


class TwinsCompare(QWidget):
    """`done(one, other)` once joined or told apart; `opened(id)` to see a file whole."""

    done = Signal(object, object)
    opened = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._pair: TwinPair | None = None
        self.view: MergeView | None = None
        self.title = label("", "title")
        self.reason = label("", "muted", wrap=True)
        self.join = buttons.primary("Réunir en un seul dossier", "merge", self.join_files)
        self.join.setToolTip("Ctrl+Entrée")
        self.apart = buttons.secondary("Pas la même personne", "user-x", self.tell_apart)
        self.apart.setToolTip("Ne plus proposer ces deux dossiers (Suppr)")
        self.swap = buttons.small("Garder l’autre", "arrow-left-right", self.swap_sides)
        words = column(None, self.title, self.reason, None, spacing=2)
        head = row(spacing=0, margins=(24, 16, 24, 12))
        told = holder(words)
        told.setMinimumWidth(theme.px(LEAST_WORDS))
        head.addLayout(Sides(told, row(self.apart, self.join), spacing=8))
        self._notice = column(spacing=8)
        self.kept, self.other = (column(spacing=2, margins=(8, 0, 0, 0)) for _side in range(2))
        self.cards = sides(holder(column(None, self.swap, None)), holder(self.kept), holder(self.other))
        self.lines = ChoiceRows()
        self.rest = label("", "secondary", wrap=True)
        inside = column(self._notice, self.cards, self.lines, self.rest, None, spacing=12)
        inside.setContentsMargins(24, 12, 24, 24)
        whole = column(head, separator(), spacing=0)
        whole.addWidget(scrolled(holder(inside), "surface"), 1)
        self.setLayout(whole)
        surface(self, "surface")
        theme.signals.changed.connect(self.lines.place)

    def show_pair(self, pair: TwinPair) -> None:
        """Compare two files, the one proposed to stay at the left."""
        self._pair = pair
        self.reason.setText(f"{pair.reason[:1].upper()}{pair.reason[1:]}.")
        self.reason.setVisible(bool(pair.reason))
        self._read(pair.first.id, pair.second.id)

    def swap_sides(self) -> None:
        """Keep the other file."""
        if self.view is not None:
            self._read(self.view.other.id, self.view.kept.id)

    def _read(self, kept_id: uuid.UUID, other_id: uuid.UUID) -> None:
        clear_layout(self._notice)
        try:
            self.view = self.context.bridge.read(person_merge.view, kept_id, other_id)
        except ElansError as refusal:
            self.view = None
            words = " ".join(part for part in (refusal.message, refusal.advice) if part)
            self._notice.addWidget(Banner(words, "warning"))
        shown = self.view is not None
        for widget in (self.join, self.cards, self.lines, self.rest):
            widget.setVisible(shown)
        if self.view is not None:
            self._show(self.view)

    def _show(self, view: MergeView) -> None:
        self.title.setText(view.kept.name)
        self._card(self.kept, view.kept, "Dossier gardé")
        self._card(self.other, view.other, "Dossier qui le rejoint")
        for remark in view.remarks:
            self._notice.addWidget(Banner(remark, "info"))
        lines = list(_lines(view))
        self.lines.set_lines(lines)
        self.lines.setVisible(bool(lines))
        told = [] if lines else [NOTHING]
        if view.moved:
            told.append(f"Rejoignent le dossier gardé{NBSP}: {view.moved}.")
        told.append(
            f"Le dossier {view.other.number} reste, archivé{NBSP}: son numéro mène à l’autre."
            f" Ctrl+Z les sépare de nouveau."
        )
        self.rest.setText(" ".join(told))

    def _card(self, place: object, card: FileCard, words: str) -> None:
        layout = self.kept if place is self.kept else self.other
        clear_layout(layout)
        born = f", {date_short(card.birth_date)}" if card.birth_date else ""
        archived = ", archivé" if card.archived else ""
        layout.addWidget(label(words, "caption"))
        opening = buttons.link(f"{card.name}{born}", "", lambda: self.opened.emit(card.id))
        opening.setToolTip("Ouvrir ce dossier")
        layout.addWidget(opening)
        layout.addWidget(label(f"n°{NBSP}{card.number}{archived}", "secondary"))

    def join_files(self) -> None:
        """Join the two as chosen: one operation."""
        view = self.view
        if view is None:
            return
        chosen = self.lines.chosen()
        fields = {pair.key for _heading, pairs in view.fields for pair in pairs}
        typed = MergeInput(
            view.kept.id,
            view.other.id,
            fields={key: side for key, side in chosen.items() if key in fields},
            clashes={key: side for key, side in chosen.items() if key not in fields},
        )
        bridge = self.context.bridge
        words = bridge.read(person_merge.label, typed)
        if self.context.attempt(self, lambda: bridge.write(words, person_merge.merge, typed)) is not None:
            said = f"Dossiers réunis sous le n°{NBSP}{view.kept.number}"
            self.context.window.notify(said, undoable=True)
            self.done.emit(view.kept.id, view.other.id)

    def tell_apart(self) -> None:
        """The two are different people: never proposed again."""
        pair = self._pair
        if pair is None:
            return
        one, other = pair.first.id, pair.second.id
        bridge = self.context.bridge
        try:
            bridge.write("Distinguer deux personnes", duplicates.tell_apart, one, other)
        except ElansError as problem:
            dialogs.show_error(self, problem)
            return
        self.context.window.notify("Ces deux personnes ne seront plus proposées", undoable=True)
        self.done.emit(one, other)


def _lines(view: MergeView) -> Iterator[Heading | ChoiceLine]:
    for heading, pairs in view.fields:
        yield Heading(heading)
        for pair in pairs:
            yield ChoiceLine(pair.key, pair.label, pair.kept, pair.other, pair.choices, pair.proposed)
    if view.clashes:
        yield Heading(SAME_THING)
    for told in view.clashes:
        clash = told.clash
        yield ChoiceLine(clash.key, told.title, told.kept, told.other, clash.choices, clash.proposed)

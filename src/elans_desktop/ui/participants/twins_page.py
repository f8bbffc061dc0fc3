"""« Doublons »: the files that may be of one person, looked for on the worker, compared pair by pair."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget

from elans_desktop.core.errors import Cancelled, ElansError
from elans_desktop.core.formats import NBSP
from elans_desktop.services.participants import duplicates, person_merge_late
from elans_desktop.services.participants.duplicates import TwinPair
from elans_desktop.services.participants.likeness import CERTAIN, LIKELY
from elans_desktop.services.participants.person_merge_late import LateView
from elans_desktop.ui.context import Context
from elans_desktop.ui.jobs import Job, Progress
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.layout import clear_layout, column, holder, row, separator, surface
from elans_desktop.ui.kit.list_pane import ListLook, ListPane
from elans_desktop.ui.kit.progress import LongWork
from elans_desktop.ui.participants.twins_compare import TwinsCompare
from elans_desktop.ui.view import InnerPage

TABLES = frozenset({"participant", "distinct_pair"})
NAMES = {CERTAIN: ("très probable", "success"), LIKELY: ("probable", "warning"), 0: ("à vérifier", "neutral")}


def likely(score: int) -> tuple[str, str]:
    """« très probable », and its tone."""
    return next(words for least, words in NAMES.items() if score >= least)


class TwinsPage(InnerPage):
    """`closed` to go back to the list; `opened(id)` a file."""

    help_page: ClassVar[str] = "doublons"

    closed = Signal()
    opened = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._job: Job | None = None
        self._asked: tuple[uuid.UUID, uuid.UUID] | None = None
        self._looked = self._again = False
        self.work = LongWork("Comparaison des dossiers")
        self.work.stopped.connect(self._stop)
        self.work.setMaximumWidth(560)
        self.pane = ListPane(
            "Doublons",
            action=("Liste", self.closed.emit),
            action_icon="layout-list",
            action_kind="secondary",
            look=ListLook(
                title=lambda pair: pair.first.name or "Sans nom",
                subtitle=_second,
                status=lambda pair: likely(pair.score)[0],
                tone=lambda pair: likely(pair.score)[1],
            ),
            row_id=lambda pair: pair.key,
            placeholder="Nom…",
            counted=("paire", "paires"),
            empty=EmptyState("users-round", "Aucun doublon", "Aucun dossier ne ressemble à un autre."),
        )
        self.compare = TwinsCompare(context)
        self.compare.done.connect(self._settled)
        self.compare.opened.connect(self.opened)
        self.pane.current_changed.connect(self._chosen)
        self.nothing = EmptyState(
            "users-round", "Rien à comparer", link=("Revenir à la liste", self.closed.emit)
        )
        self.stopped = EmptyState(
            "users-round", "Comparaison arrêtée", action=("Comparer tous les dossiers", self.look)
        )
        self.late = column(spacing=8)
        self.right = QStackedWidget()
        for page in (self.nothing, self.compare):
            self.right.addWidget(surface(page, "surface"))
        beside = row(self.pane, separator(vertical=True), spacing=0)
        beside.addWidget(self.right, 1)
        waiting = column(None, row(None, self.work, None), None, None)
        self.pages = QStackedWidget()
        for page in (holder(beside), holder(waiting), self.stopped):
            self.pages.addWidget(page)
        whole = column(spacing=0)
        whole.addLayout(self.late)
        whole.addWidget(self.pages, 1)
        self.setLayout(whole)
        surface(self, "background")
        context.bridge.changed.connect(self._changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Entrée joins, Suppr tells apart, Échap goes back."""
        key, held = Qt.Key(event.key()), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        comparing = self.right.currentWidget() is self.compare
        if key == Qt.Key.Key_Escape:
            self.closed.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and held and comparing:
            self.compare.join_files()
        elif key == Qt.Key.Key_Delete and not event.modifiers() and comparing:
            self.compare.tell_apart()
        else:
            super().keyPressEvent(event)

    def start(self, asked: tuple[uuid.UUID, uuid.UUID] | None = None) -> None:
        """Compare two files alone, or look through all of them."""
        self._asked = asked
        self._tell_late()
        if asked is not None:
            self._show_asked(asked)
        else:
            self.look()

    def look(self) -> None:
        """Compare every file on the worker; the list stays on show when it is done again."""
        self._asked = None
        if not self._looked:
            self.work.start()
            self.pages.setCurrentIndex(1)
            self.work.stop.setFocus()
        bridge = self.context.bridge

        def work(progress: Progress) -> tuple[TwinPair, ...]:
            return bridge.read(duplicates.scan, progress)

        self._job = self.context.jobs.run(
            work, done=self._found, failed=self._failed, progressed=self.work.progress
        )

    def _found(self, pairs: tuple[TwinPair, ...]) -> None:
        self._job, self._looked = None, True
        self.pages.setCurrentIndex(0)
        if self._again:  # something changed while the files were compared
            self._again = False
            self.look()
        else:
            self._list(pairs)

    def _list(self, pairs: tuple[TwinPair, ...]) -> None:
        before = self.pane.current_id()
        self.pane.set_rows(pairs)
        if before is None or not self.pane.set_current(before):
            self.right.setCurrentWidget(self.nothing)
            if pairs:
                self.pane.view.go_to(0)
                self._chosen(self.pane.current_id())
        self.pane.view.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_asked(self, asked: tuple[uuid.UUID, uuid.UUID]) -> None:
        pair = self.context.attempt(self, lambda: self.context.bridge.read(duplicates.pair, *asked))
        self.pages.setCurrentIndex(0)
        self._list((pair,) if pair is not None else ())
        self.compare.lines.setFocus(Qt.FocusReason.TabFocusReason)

    def _chosen(self, _key: object) -> None:
        pair: TwinPair | None = self.pane.current_row()
        if pair is not None:
            self.compare.show_pair(pair)
            self.right.setCurrentWidget(self.compare)

    def _settled(self, _one: object, _other: object) -> None:
        """The pair on show leaves the list; the next one takes its place."""
        if self._asked is not None:
            self.closed.emit()
            return
        gone: Any = self.pane.current_id()
        place = self.pane.model.position_of(gone)
        left = [pair for pair in self.pane.model.rows() if pair.key != gone]
        self.pane.set_rows(left)
        if left:
            self.pane.view.go_to(min(place, len(left) - 1))
            self._chosen(None)
        else:
            self.right.setCurrentWidget(self.nothing)
        self.pane.view.setFocus(Qt.FocusReason.TabFocusReason)

    def _changed(self, tables: frozenset[str]) -> None:
        """Joined, told apart, undone: the pairs are looked for again behind the list."""
        if not tables & TABLES or not self.isVisible():
            return
        self._tell_late()
        if self._job is not None:
            self._again = True
        elif self._asked is None and self._looked:
            self.look()

    def _tell_late(self) -> None:
        """What reached, from another laptop, a file that had already joined another."""
        clear_layout(self.late)
        for late in self.context.bridge.read(person_merge_late.arrivals):
            self.late.addWidget(self._late_banner(late))

    def _late_banner(self, late: LateView) -> Banner:
        words = f"Le dossier {late.joined_number}, réuni avec le {late.kept_number}, a reçu d’un autre poste"
        told = [late.rows] if late.rows else []
        if late.changes:
            told.append(f"à reporter à la main, {'; '.join(late.changes)}")
        actions = [("Rattacher", lambda: self._gather(late))] if late.rows else []
        if late.changes:
            actions.append(("C’est reporté", lambda: self._put_aside(late)))
        return Banner(f"{words}{NBSP}: {', '.join(told)}.", "warning", actions=actions)

    def _put_aside(self, late: LateView) -> None:
        self.context.bridge.write("Mettre de côté", person_merge_late.put_aside, late)
        self._tell_late()

    def _gather(self, late: LateView) -> None:
        label = f"Rattacher au dossier {late.kept_number}"
        bridge = self.context.bridge
        gathered = self.context.attempt(
            self, lambda: bridge.write(label, person_merge_late.gather, late.joined_id)
        )
        if gathered is not None:
            said = f"Rattaché au dossier {late.kept_number}{NBSP}: {late.rows}"
            self.context.window.notify(said, undoable=True)
            self._tell_late()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _failed(self, problem: Exception) -> None:
        self._job = None
        if isinstance(problem, Cancelled):
            self.pages.setCurrentIndex(2)
        elif isinstance(problem, ElansError):
            self.pages.setCurrentIndex(2)
            dialogs.show_error(self, problem)
        else:
            self.context.jobs.bug.emit(problem)


def _second(pair: TwinPair) -> str:
    """« BAZIN Lucie, même date de naissance »: the other name when it differs, and why."""
    other = "" if pair.second.name == pair.first.name else pair.second.name
    return " · ".join(part for part in (other, pair.reason) if part)

"""The tab: À faire, Faites, Grilles at the left; the evaluation or the grid at the right."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from elans_desktop.core.errors import NotFoundError, PermissionDenied
from elans_desktop.services.evaluations import evaluation_grids, evaluations, evaluations_due
from elans_desktop.services.evaluations.evaluation_grids import GridRow
from elans_desktop.services.evaluations.evaluations import EvaluationInput
from elans_desktop.services.evaluations.evaluations_due import DueRow
from elans_desktop.services.permissions import Right, allowed
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.evaluations import lists
from elans_desktop.ui.evaluations.ask import ask_evaluation
from elans_desktop.ui.evaluations.grid_page import GridPage
from elans_desktop.ui.evaluations.page import EvaluationPage
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.grouped_list import Group
from elans_desktop.ui.kit.layout import column, holder, label, row, separator, surface
from elans_desktop.ui.kit.segmented import Segmented
from elans_desktop.ui.view import View

DUE, DONE, GRIDS = "due", "done", "grids"
DONE_AFTER_MS = 150


class EvaluationsView(View):
    """See the head of this file."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {
            "evaluation", "answer", "grid", "criterion", "participant", "pathway", "pathway_brique",
            "pathway_suspension", "professional", "setting",
        }
    )  # fmt: skip
    help_page: ClassVar[str] = "evaluations"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._may = allowed(context.bridge.actor, Right.EVALUATE)
        self._touched = self.tables
        self.modes = Segmented(
            [(DUE, "À faire"), (DONE, "Faites"), (GRIDS, "Grilles")], DUE, name="Évaluations", wide=True
        )
        action = ("Évaluer une personne", self.start_new) if self._may else None
        self.lists = {DUE: lists.due_list(), DONE: lists.done_list(action), GRIDS: lists.grid_list()}
        self.lists[DUE].current_changed.connect(self._open_due)
        self.lists[DONE].current_changed.connect(self._open_evaluation)
        self.lists[GRIDS].current_changed.connect(self._open_grid)
        for key in (DUE, DONE):
            self.lists[key].activated.connect(self._enter_page)
        self.page = EvaluationPage(context)
        self.page.begun.connect(self._begun)
        self.page.closed.connect(self._close)
        self.grid_page = GridPage(context)
        self.nothing = EmptyState("clipboard-check", "Choisissez une évaluation")
        self.right = QStackedWidget()
        for page in (self.nothing, self.page, self.grid_page):
            self.right.addWidget(page)
        surface(self.nothing, "surface")
        self.stack = QStackedWidget()
        for made in self.lists.values():
            self.stack.addWidget(made)
        whole = row(self._left(), separator(vertical=True), spacing=0)
        whole.addWidget(self.right, 1)
        self.setLayout(whole)
        self.modes.changed.connect(self._mode_changed)
        self._done_stale = False
        self._done_late = QTimer(self)
        self._done_late.setSingleShot(True)
        self._done_late.setInterval(DONE_AFTER_MS)
        self._done_late.timeout.connect(self._read_done)
        self._show_nothing()

    def _left(self) -> QWidget:
        self.new_button = buttons.secondary("Évaluer", "plus", self.start_new)
        self.new_button.setVisible(self._may)
        head = row(label("Évaluations", "title"), None, self.new_button)
        left = column(spacing=0)
        left.addLayout(column(head, self.modes, spacing=16, margins=(24, 16, 16, 16)))
        left.addWidget(self.stack, 1)
        made = surface(holder(left), "background")
        made.setFixedWidth(theme.px(312))
        self.pane = made
        theme.signals.changed.connect(self._fit)
        return made

    def _fit(self) -> None:
        self.pane.setFixedWidth(theme.px(312))

    def _on_changed(self, tables: frozenset[str]) -> None:
        if touched := tables & self.tables:
            self._touched |= touched
            super().invalidate()

    def invalidate(self) -> None:
        """Another scope: everything is read again."""
        self._touched = self.tables
        super().invalidate()

    def refresh(self) -> None:
        """Read the lists again, then what is shown. After a mere note: how far each evaluation begun is."""
        bridge = self.context.bridge
        touched, self._touched = self._touched, frozenset[str]()
        if touched == frozenset({"answer"}):
            self._count_notes()
            return
        try:
            due = bridge.read(evaluations_due.rows, bridge.scope)
        except PermissionDenied as refusal:
            self.lists[DUE].empty.set_words("Les évaluations vous sont fermées", refusal.message)
            self.lists[DONE].empty.set_words("Les évaluations vous sont fermées", refusal.message)
            due = ()
        else:
            self._done_stale = True
            self._done_late.start()
        grids = bridge.read(evaluation_grids.rows)
        self.modes.set_count(DUE, len(due) or None)
        self.lists[DUE].set_groups(lists.due_groups(due))
        self.lists[GRIDS].set_groups([Group("", grids)])
        if self.modes.current() == DONE:
            self._read_done()
        self._reread(grids)

    def _read_done(self) -> None:
        """The finished ones, which are many: a moment after what is to be done, or when they are wanted."""
        if self._done_stale:
            self._done_stale = False
            bridge = self.context.bridge
            self.lists[DONE].set_groups(
                lists.done_groups(bridge.read(evaluations.rows, bridge.scope, finished=True))
            )

    def _count_notes(self) -> None:
        begun = self.context.bridge.read(evaluations.rows, self.context.bridge.scope, finished=False)
        noted = {one.id: one.noted for one in begun}
        rows = [
            replace(one, noted=noted[one.evaluation_id]) if one.evaluation_id in noted else one
            for one in self.lists[DUE].all_rows()
        ]
        self.lists[DUE].set_groups(lists.due_groups(tuple(rows)))
        self._reread(())

    def _reread(self, grids: tuple[GridRow, ...]) -> None:
        shown = self.page.shown
        if self.right.currentWidget() is self.page and shown is not None:
            try:
                if shown.input.id is not None:
                    view = self.context.bridge.read(evaluations.view, shown.input.id)
                else:
                    view = self.context.bridge.read(evaluations.proposal, shown.input)
                self.page.show_evaluation(view)
            except NotFoundError:
                self._close()
        elif self.right.currentWidget() is self.grid_page and (known := self.grid_page.shown_id()):
            self._show_grid(known, grids)

    def open_item(self, kind: str, item_id: uuid.UUID | None) -> None:
        """« participant »: begin the evaluation of somebody; « evaluation », « grid »: show it."""
        self.refresh_if_stale()
        if item_id is None:
            return
        if kind == "participant":
            self._open_person(item_id)
        elif kind == "evaluation":
            self._open_evaluation(item_id)
            found = self.page.shown
            if found is not None:
                self.modes.set_current(DONE if found.finished else DUE)
            key = (found.input.participant_id, found.input.moment) if found else None
            self._read_done()
            self.lists[DONE].set_current(item_id, quiet=True)
            self.lists[DUE].set_current(key, quiet=True)
            self.right.setCurrentWidget(self.page)
        elif kind == "grid":
            self.modes.set_current(GRIDS)
            self.lists[GRIDS].set_current(item_id, quiet=True)
            self._open_grid(item_id)

    def start_new(self) -> None:
        """« Évaluer »: ask who and when, then note."""
        if not self._may:
            return
        bridge = self.context.bridge
        agreement = bridge.scope.agreement_id
        blank = EvaluationInput(
            grid_id=bridge.read(evaluation_grids.proposed, agreement),
            evaluator_id=bridge.actor.professional_id,
        )
        ask_evaluation(
            self.context, self, blank, title="Évaluer une personne", accept="Commencer", keep=self._propose
        )

    def save(self) -> None:
        """Ctrl+S."""
        self.page.save_comment()
        self.page.save_words()

    def leave(self) -> bool:
        """Keep what is typed."""
        self.page.save_comment()
        self.page.drafts.keep()
        return True

    def _propose(self, entered: EvaluationInput) -> None:
        """Show an evaluation not begun yet: its first note will write it."""
        view = self.context.bridge.read(evaluations.proposal, entered)
        self.modes.set_current(DUE)
        key = (entered.participant_id, entered.moment)
        if not self.lists[DUE].set_current(key, quiet=True):
            self.lists[DUE].set_current(None, quiet=True)
        self.page.show_evaluation(view)
        self.right.setCurrentWidget(self.page)
        self.page.start_typing()

    def _open_person(self, participant_id: uuid.UUID) -> None:
        """What is due for somebody, else the usual evaluation of today."""
        due = [r for r in self.lists[DUE].all_rows() if r.participant_id == participant_id]
        if due:
            self.modes.set_current(DUE)
            self.lists[DUE].set_current(due[0].key, quiet=True)
            self._open_due(due[0].key)
            self.page.start_typing()
            return
        bridge = self.context.bridge
        entered = self.context.attempt(
            self, lambda: bridge.read(evaluations.new_input, participant_id, None, bridge.scope)
        )
        if entered is not None:
            self.context.attempt(self, lambda: self._propose(entered))

    def _open_due(self, key: object) -> None:
        row_due: DueRow | None = next((r for r in self.lists[DUE].all_rows() if r.key == key), None)
        if row_due is None:
            return
        bridge = self.context.bridge
        if row_due.evaluation_id is not None:
            self._open_evaluation(row_due.evaluation_id)
            return
        entered = bridge.read(evaluations.new_input, row_due.participant_id, row_due.moment, bridge.scope)
        view = self.context.attempt(self, lambda: bridge.read(evaluations.proposal, entered))
        if view is not None:
            self.page.show_evaluation(view)
            self.right.setCurrentWidget(self.page)

    def _open_evaluation(self, evaluation_id: uuid.UUID) -> None:
        view = self.context.attempt(self, lambda: self.context.bridge.read(evaluations.view, evaluation_id))
        if view is not None:
            self.page.show_evaluation(view)
            self.right.setCurrentWidget(self.page)

    def _open_grid(self, grid_id: uuid.UUID) -> None:
        self._show_grid(grid_id, self.context.bridge.read(evaluation_grids.rows))

    def _show_grid(self, grid_id: uuid.UUID, grids: tuple[GridRow, ...]) -> None:
        used = next((one.evaluations for one in grids if one.id == grid_id), 0)
        self.grid_page.show_grid(self.context.bridge.read(evaluation_grids.view, grid_id), used)
        self.right.setCurrentWidget(self.grid_page)

    def _enter_page(self, _key: object) -> None:
        self.page.start_typing()

    def _begun(self, evaluation_id: uuid.UUID) -> None:
        self._open_evaluation(evaluation_id)
        self.page.start_typing()

    def _close(self) -> None:
        self.page.shown = None
        self._show_nothing()

    def _mode_changed(self, mode: str) -> None:
        self.leave()
        if mode == DONE:
            self._read_done()
        self.stack.setCurrentWidget(self.lists[mode])
        current = self.lists[mode].current_id()
        if current is None and mode == GRIDS:
            self.lists[mode].select_first()
        elif current is None:
            self._close()
        elif mode == GRIDS:
            self._open_grid(current)
        elif mode == DUE:
            self._open_due(current)
        else:
            self._open_evaluation(current)

    def _show_nothing(self) -> None:
        words = {
            DUE: "Choisissez une personne à gauche, puis notez d’une touche par ligne.",
            DONE: "Choisissez une évaluation à gauche pour la relire.",
            GRIDS: "Choisissez une grille à gauche.",
        }
        self.nothing.set_words("Une évaluation se fait au clavier", words[self.modes.current()])
        self.right.setCurrentWidget(self.nothing)

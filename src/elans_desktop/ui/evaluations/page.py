"""An evaluation on screen: its head, its lines noted by keyboard, the person's words, the radar beside."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import count, date_short
from elans_desktop.services.evaluations import evaluation_entry, evaluations
from elans_desktop.services.evaluations.evaluation_entry import Note
from elans_desktop.services.evaluations.evaluations import MOMENTS, EvaluationInput, EvaluationView
from elans_desktop.services.permissions import Right, allowed
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.ui.context import Context
from elans_desktop.ui.drafts import DraftKeeper
from elans_desktop.ui.evaluations.ask import ask_evaluation
from elans_desktop.ui.evaluations.beside import Beside
from elans_desktop.ui.evaluations.notes_table import NotesTable
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.badge import Badge, Keycap
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.elided import Elided
from elans_desktop.ui.kit.flow import FlowLayout
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import column, holder, label, row, separator, surface
from elans_desktop.ui.kit.line_edit import LineEdit
from elans_desktop.ui.kit.menu import Menu
from elans_desktop.ui.kit.panes import Pane, Panes, growing

_HINTS = (
    (("1", "2", "3", "4"), "noter"),
    (("0",), "non observé"),
    (("C",), "commenter"),
    (("Entrée",), "suivante"),
)
_COMMENT = "Un exemple observé, une précision (C, puis Entrée pour revenir)"
_WORDS = Section(
    "",
    (
        FieldSpec("person_words", "Ce que la personne en dit", "multiline", rows=3),
        FieldSpec("comment", "Ce qui a aidé, la suite", "multiline", rows=3),
    ),
)


class EvaluationPage(QWidget):
    """`begun(id)`: the first note of a proposed evaluation was written."""

    begun = Signal(object)
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.shown: EvaluationView | None = None
        self._may = allowed(context.bridge.actor, Right.EVALUATE)
        surface(self, "surface")
        self.table = NotesTable()
        self.table.noted.connect(self.note)
        self.table.current_changed.connect(self._moved)
        self.table.comment_wanted.connect(self._go_to_comment)
        self.beside = Beside()
        self.words = Form([_WORDS])
        self.words.save_requested.connect(self.save_words)
        self.words.dirty_changed.connect(self._words_dirty)
        self.drafts = DraftKeeper(context, self.words, "evaluation.words", self)
        self.drafts.found.connect(self._draft_found)
        self.setLayout(self._layout())

    def _layout(self) -> QVBoxLayout:
        self.title = Elided("", "title", least=120)
        self.moment = Badge("", "primary")
        self.state = Badge("")
        self.facts = label("", "secondary", wrap=True)
        self.change = buttons.secondary("Modifier", "pencil", self.change_head)
        self.print = buttons.print_button(self._fill_print)
        self.finish = buttons.primary("Terminer l’évaluation", "check", self.finish_it)
        self.reopen = buttons.secondary("Reprendre", "rotate-ccw", self.reopen_it)
        self.remove = buttons.icon_button("trash-2", "Supprimer l’évaluation…", self.remove_it)
        actions = row(self.remove, self.change, self.print, self.reopen, self.finish)
        name = FlowLayout(spacing=4, gap=12)
        for part in (self.title, self.moment, self.state):
            name.addWidget(part)
        head = row(spacing=12)
        head.addLayout(name, 1)
        head.addLayout(column(actions, None, spacing=0))
        top = column(head, self.facts, spacing=8, margins=(24, 14, 24, 12))
        self.save_button = buttons.small("Enregistrer", "save", self.save_words)
        self.draft = Banner("", actions=(("Reprendre", self._resume),), closable=True)
        self.draft.closed.connect(self.drafts.drop)
        left = column(spacing=12, margins=(24, 16, 24, 16))
        left.addWidget(self.table)
        self.hints = holder(self._hint_line())
        left.addWidget(self.hints)
        left.addLayout(self._comment_line())
        left.addWidget(self.draft)
        left.addWidget(self.words)
        left.addLayout(row(self.save_button, None))
        left.addStretch(1)
        panes = (
            Pane(growing(holder(left), "surface")),
            Pane(growing(self.beside, "surface"), width=372),
        )
        whole = column(top, separator(), spacing=0)
        whole.addWidget(Panes(panes, least=820, ground="surface"), 1)
        return whole

    def _hint_line(self) -> QHBoxLayout:
        line = row(spacing=4)
        for keys, words in _HINTS:
            for key in keys:
                line.addWidget(Keycap(key))
            line.addWidget(label(words, "secondary"))
            line.addSpacing(16)
        line.addStretch(1)
        return line

    def _comment_line(self) -> QVBoxLayout:
        self.comment_label = label("", "label")
        self.comment = LineEdit()
        self.comment.returnPressed.connect(self._back_to_table)
        self.comment.editingFinished.connect(self.save_comment)
        self.comment_label.setBuddy(self.comment)
        return column(self.comment_label, self.comment, spacing=4)

    def show_evaluation(self, shown: EvaluationView) -> None:
        """Show an evaluation, or a proposal of one (its `input.id` is None)."""
        before, self.shown = self.shown, shown
        editable = self._may and not shown.finished
        self.title.setText(shown.name)
        self.moment.set_badge(MOMENTS.get(shown.input.moment, shown.input.moment), "primary")
        if shown.finished:
            self.state.set_badge("Terminée", "success", "check")
        elif shown.noted:
            self.state.set_badge(f"{shown.noted} sur {shown.total}", "neutral")
        else:
            self.state.set_badge("Pas commencée", "neutral")
        day = date_short(shown.input.day) if shown.input.day else ""
        grid = f"{shown.grid.title}, version {shown.grid.version}"
        who = ", ".join(part for part in (day, shown.evaluator) if part)
        self.facts.setText(f"{who}. {grid}. Niveaux\u00a0: {shown.grid.scale_words}.")
        self.change.setVisible(editable)
        self.finish.setVisible(editable)
        self.finish.setEnabled(shown.noted > 0)
        self.reopen.setVisible(self._may and shown.finished and not shown.frozen)
        self.remove.setVisible(editable and shown.input.id is not None)
        self.hints.setVisible(editable)
        self.table.show_evaluation(shown, editable)
        self.beside.show_evaluation(shown)
        self.comment.setReadOnly(not editable)
        self.comment.setPlaceholderText(_COMMENT if editable else "")
        self._show_comment()
        other = before is None or before.input.id != shown.input.id
        if other or not self.words.is_dirty():
            self._show_words(shown, editable)

    def _show_words(self, shown: EvaluationView, editable: bool) -> None:
        begun = shown.input.id is not None
        self.words.setVisible(begun and (editable or bool(shown.person_words or shown.comment)))
        self.draft.hide()
        self.words.set_values({"person_words": shown.person_words, "comment": shown.comment})
        self.words.set_read_only(not editable)
        self._words_dirty(False)
        if begun and editable:
            self.drafts.look(shown.input.id, shown.name)

    def note(self, note: Note) -> None:
        """Write one note; the first one of a proposal begins the evaluation."""
        shown, bridge = self.shown, self.context.bridge
        if shown is None:
            return
        line = next(line for line in shown.grid.criteria if line.id == note.criterion_id)
        said = str(note.level) if note.level is not None else "non observé" if note.not_observed else "rien"
        words = f"Noter «\u00a0{line.label}\u00a0» {said}, {shown.short}"
        if shown.input.id is None:
            entered = shown.input
            made = self.context.attempt(
                self, lambda: bridge.write(words, evaluation_entry.begin_and_note, entered, note)
            )
            if made is not None:
                self.begun.emit(made)
        else:
            known = shown.input.id
            self.context.attempt(self, lambda: bridge.write(words, evaluation_entry.set_note, known, note))

    def save_comment(self) -> None:
        """Keep what is said of the current line."""
        shown, line = self.shown, self.table.criterion()
        if shown is None or line is None or self.comment.isReadOnly():
            return
        mark = shown.marks.get(line.id)
        text = self.comment.text().strip()
        if text == (mark.comment if mark else ""):
            return
        bridge, words = self.context.bridge, f"Commenter «\u00a0{line.label}\u00a0», {shown.short}"
        known, entered = shown.input.id, shown.input
        if known is None:
            nothing = Note(line.id)
            known = self.context.attempt(
                self, lambda: bridge.write(words, evaluation_entry.begin_and_note, entered, nothing, text)
            )
            if known is not None:
                self.begun.emit(known)
            return
        evaluation: uuid.UUID = known
        self.context.attempt(
            self, lambda: bridge.write(words, evaluation_entry.set_comment, evaluation, line.id, text)
        )

    def save_words(self) -> None:
        """Keep the person's words and what helped."""
        shown = self.shown
        if shown is None or shown.input.id is None or not self.words.is_dirty():
            return
        known, values = shown.input.id, self.words.values()
        self.words.mark_clean()
        saved = self.context.attempt(
            self,
            lambda: (
                self.context.bridge.write(
                    f"Noter les mots de {shown.short}",
                    evaluation_entry.set_words,
                    known,
                    values["person_words"],
                    values["comment"],
                )
                or True
            ),
        )
        if saved:
            self.drafts.drop()
        else:
            self.words.restore_draft(values)

    def change_head(self) -> None:
        """Correct the moment, the day, the grid, the evaluator."""
        shown = self.shown
        if shown is None:
            return
        ask_evaluation(
            self.context,
            self,
            shown.input,
            title=f"Évaluation de {shown.name}",
            accept="Enregistrer",
            keep=self._keep_head,
        )

    def _keep_head(self, entered: EvaluationInput) -> None:
        bridge = self.context.bridge
        assert self.shown is not None
        if entered.id is None:
            self.show_evaluation(bridge.read(evaluations.proposal, entered))
        else:
            bridge.write(f"Modifier l’évaluation de {self.shown.short}", evaluation_entry.save, entered)

    def finish_it(self) -> None:
        """« Terminer l'évaluation »: asks first when lines were left aside."""
        shown = self.shown
        if shown is None or shown.input.id is None:
            return
        self.save_words()
        known, missing = shown.input.id, shown.total - shown.noted
        if missing and not dialogs.confirm(
            self,
            "Terminer avec des lignes sans note\u00a0?",
            f"{count(missing, 'ligne n’est pas notée', 'lignes ne sont pas notées')}. "
            "Sans note, une ligne ne compte ni en bien ni en mal.",
            "Terminer quand même",
        ):
            return
        words = f"Terminer l’évaluation de {shown.short}"
        self.context.attempt(self, lambda: self.context.bridge.write(words, evaluation_entry.finish, known))

    def reopen_it(self) -> None:
        """« Reprendre » a finished evaluation."""
        shown = self.shown
        if shown is not None and shown.input.id is not None:
            known, words = shown.input.id, f"Reprendre l’évaluation de {shown.short}"
            self.context.attempt(
                self, lambda: self.context.bridge.write(words, evaluation_entry.reopen, known)
            )

    def remove_it(self) -> None:
        """« Supprimer l'évaluation… », begun by mistake."""
        shown = self.shown
        if shown is None or shown.input.id is None:
            return
        known = shown.input.id
        question = f"Supprimer l’évaluation de {shown.name}\u00a0?"
        if dialogs.confirm(
            self, question, "Ses notes partent avec elle. Ctrl+Z l’annule.", "Supprimer", danger=True
        ):
            words = f"Supprimer l’évaluation de {shown.short}"
            self.context.attempt(
                self, lambda: self.context.bridge.write(words, evaluation_entry.delete, known)
            )
            self.closed.emit()

    def start_typing(self) -> None:
        """The keyboard on the first line left to note."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _fill_print(self, menu: Menu) -> None:
        if self.shown is not None:
            request = DocumentRequest("grille-vierge", object_ids=(self.shown.grid.id,))
            menu.add(
                "Grille vierge", lambda: self.context.window.print_document(request), icon="clipboard-list"
            )

    def _moved(self, _index: int) -> None:
        self._show_comment()

    def _show_comment(self) -> None:
        line = self.table.criterion()
        mark = self.shown.marks.get(line.id) if self.shown and line else None
        self.comment_label.setText(
            f"Commentaire, ligne {line.number}\u00a0: {line.label}" if line else "Commentaire"
        )
        self.comment.setText(mark.comment if mark else "")
        said = not self.comment.isReadOnly() or bool(self.comment.text())
        self.comment.setVisible(said)
        self.comment_label.setVisible(said)

    def _go_to_comment(self) -> None:
        self.comment.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.comment.end(False)

    def _back_to_table(self) -> None:
        self.save_comment()
        self.start_typing()

    def _words_dirty(self, dirty: bool) -> None:
        self.save_button.setVisible(dirty)

    def _draft_found(self, instant: object) -> None:
        if isinstance(instant, int):
            at = clock.from_ms(instant)
            self.draft.set_text(f"Brouillon retrouvé de {at:%H:%M}")
            self.draft.show()

    def _resume(self) -> None:
        self.drafts.resume()
        self.draft.hide()

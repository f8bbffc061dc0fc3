"""A list at the left, the form of the chosen line at the right: places, professionals, funders…"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from elans_desktop.core.errors import ElansError, InputError
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.form import Form
from elans_desktop.ui.kit.form import Section as FormSection
from elans_desktop.ui.kit.layout import column, holder, label, row, scrolled
from elans_desktop.ui.kit.table import Column, Filter, Table
from elans_desktop.ui.settings.form_drafts import FormDrafts
from elans_desktop.ui.settings.section import ignoring

Values = dict[str, Any]
PANEL = 420
PANEL_MIN = 310


@dataclass(frozen=True)
class Kind:
    """What a list holds and how to change it; the callbacks do the writes (one operation each).

    `store(id or None, values)` returns the id; it may raise InputError. `archive(id, away)` puts a line out
    of the lists or back; `delete(id)` takes it away for good. Either may be None.
    """

    columns: Sequence[Column]
    sections: Sequence[FormSection]
    counted: tuple[str, str]
    new_words: str
    """« Nouveau lieu »: the button and the title of a new form."""
    empty: tuple[str, str, str]
    """Icon, bold line, sentence of the empty list."""
    title: Callable[[Any], str]
    values: Callable[[Any], Values]
    fresh: Callable[[], Values]
    store: Callable[[uuid.UUID | None, Values], uuid.UUID]
    archived: Callable[[Any], bool] | None = None
    archive: Callable[[uuid.UUID, bool], object] | None = None
    delete: Callable[[uuid.UUID], object] | None = None
    sort: str = ""


class ListAndForm(QWidget):
    """See the head of this file. `shown(row or None)` when the form shows something else."""

    shown = Signal(object)

    def __init__(
        self,
        context: Context,
        name: str,
        kind: Kind,
        *,
        may_edit: bool = True,
        extra: QWidget | None = None,
    ) -> None:
        """`name`: the code of the drafts. `extra`: under the form (a logo). Place `add_button` anywhere."""
        super().__init__()
        self._kind, self._may_edit = kind, may_edit
        self._shown_id: uuid.UUID | None = None
        self._is_new = False
        icon, bold, sentence = kind.empty
        action = (kind.new_words, self.start_new) if may_edit else None
        filters: list[Filter] = []
        if kind.archived is not None:
            archived = kind.archived
            filters.append(Filter("active", "En service", lambda r: not archived(r), on=True))
        self.add_button = buttons.secondary(kind.new_words, "plus", self.start_new)
        self.add_button.setVisible(may_edit)
        self.table = Table(
            kind.columns,
            row_id=lambda r: r.id,
            filters=filters,
            counted=kind.counted,
            empty=EmptyState(icon, bold, sentence, action=action),
            sort=kind.sort,
            name=bold,
        )
        self.table.current_changed.connect(self._chosen)
        self.table.activated.connect(ignoring(self._focus_form))
        self.form = Form(kind.sections, columns=1)
        self.drafts = FormDrafts(context, self.form, name)
        self.panel = self._make_panel(extra)
        whole = row(spacing=16)
        whole.addWidget(self.table, 3)
        whole.addWidget(self.panel, 2)
        self.setLayout(whole)
        self._fit()
        theme.signals.changed.connect(self._fit)
        self._show_row(None)

    def _make_panel(self, extra: QWidget | None) -> Card:
        panel = Card("", flush=True)
        self.form_title = label("", "section", wrap=True)
        self.form.set_read_only(not self._may_edit)
        self.form.dirty_changed.connect(self._dirty)
        self.save_button = buttons.primary("Enregistrer", "save", self.save)
        self.drop_button = buttons.quiet("Annuler", "", self.drop)
        self.away_button = buttons.quiet("Archiver", "archive", self._archive)
        self.delete_button = buttons.icon_button("trash-2", "Supprimer…", self._delete)
        content = column(self.drafts, self.form, spacing=16, margins=(16, 0, 16, 8))
        if extra is not None:
            content.addWidget(extra)
        content.addStretch(1)
        foot = row(self.save_button, self.drop_button, None, self.away_button, self.delete_button)
        foot.setContentsMargins(16, 8, 16, 12)
        self.body = column(spacing=0)
        self.body.addLayout(column(self.form_title, spacing=0, margins=(16, 14, 16, 6)))
        self.body.addWidget(scrolled(holder(content), "surface"), 1)
        if self._may_edit:
            self.body.addLayout(foot)
        self.filled = holder(self.body)
        self.blank = EmptyState("pencil", "Choisissez une ligne", "Ses renseignements s’affichent ici.")
        panel.add(self.filled, self.blank)
        return panel

    def _fit(self) -> None:
        self.panel.setMinimumWidth(theme.px(PANEL_MIN))
        self.panel.setMaximumWidth(theme.px(PANEL))

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these lines; what is being typed stays."""
        self.table.set_rows(rows)
        if self.form.is_dirty() or self._is_new:
            return
        found = next((r for r in rows if r.id == self._shown_id), None)
        self._show_row(found)
        if found is None:
            self.table.select_first()

    def open(self, row_id: uuid.UUID) -> None:
        """Choose a line."""
        self.table.reach(row_id)

    def start_new(self) -> None:
        """A blank form."""
        if not self.settle():
            return
        self._shown_id, self._is_new = None, True
        self.form_title.setText(self._kind.new_words)
        self.form.set_values(self._kind.fresh())
        self._show_panel(None)
        self.drafts.look(None, self._kind.new_words)
        self._focus_form()

    def save(self) -> bool:
        """Check and keep; False when something is wrong or refused."""
        if not self.form.is_dirty() and not self._is_new:
            return True
        if not self.form.check():
            return False
        was_new, self._is_new = self._is_new, False
        self.form.mark_clean()  # the write announces itself: the list must be free to show the new line
        kept = self.form.values()
        try:
            saved = self._kind.store(self._shown_id, kept)
        except InputError as error:
            self._is_new = was_new
            self.form.restore_draft(kept)
            self.form.show_errors(error.fields)
            return False
        except ElansError as problem:
            self._is_new = was_new
            self.form.restore_draft(kept)
            dialogs.show_error(self, problem)
            return False
        self.drafts.drop()
        self._shown_id = saved
        self.open(saved)
        found = next((r for r in self.table.model.rows() if r.id == saved), None)
        self._show_row(found)
        return True

    def drop(self) -> None:
        """Forget what was typed."""
        self._is_new = False
        self.form.mark_clean()
        self.drafts.drop()
        self._show_row(next((r for r in self.table.model.rows() if r.id == self._shown_id), None))

    def settle(self) -> bool:
        """Before showing something else: keep, forget or stay. True when the form is free."""
        if not self.form.is_dirty():
            self._is_new = False
            return True
        answer = dialogs.ask(
            self,
            "Des changements ne sont pas enregistrés",
            f"Voulez-vous les garder\u00a0? Ils concernent «\u00a0{self.form_title.text()}\u00a0».",
            (("save", "Enregistrer"), ("drop", "Abandonner")),
            cancel="Continuer à modifier",
        )
        if answer == "save":
            return self.save()
        if answer == "drop":
            self.drop()
            return True
        return False

    def shown_id(self) -> uuid.UUID | None:
        """The line shown in the form, None for a new one."""
        return self._shown_id

    def _chosen(self, row_id: uuid.UUID | None) -> None:
        if row_id is None or (row_id == self._shown_id and not self._is_new):
            return
        if self.form.is_dirty() and not self.settle():
            back = self._shown_id
            if back is not None:  # after the view has finished moving
                QTimer.singleShot(0, self, lambda: self.table.set_current(back))
            return
        self._is_new = False
        self._show_row(self.table.current_row())

    def _show_row(self, shown: Any) -> None:
        self._shown_id = shown.id if shown is not None else None
        if shown is not None:
            self.form_title.setText(self._kind.title(shown))
            self.form.set_values(self._kind.values(shown))
            if self._may_edit:
                self.drafts.look(shown.id, self._kind.title(shown))
        self._show_panel(shown)

    def _show_panel(self, shown: Any) -> None:
        kind = self._kind
        visible = shown is not None or self._is_new
        self.filled.setVisible(visible)
        self.blank.setVisible(not visible)
        away = shown is not None and kind.archived is not None and kind.archived(shown)
        self.away_button.setVisible(shown is not None and kind.archive is not None)
        self.away_button.setText("Remettre en service" if away else "Archiver")
        self.delete_button.setVisible(shown is not None and kind.delete is not None)
        self._dirty(self.form.is_dirty())
        self.shown.emit(shown)

    def _dirty(self, dirty: bool) -> None:
        self.save_button.setEnabled(dirty or self._is_new)
        self.drop_button.setVisible(dirty or self._is_new)

    def _focus_form(self) -> None:
        first = self.form.field(self.form.names()[0])
        first.editor.setFocus()

    def _archive(self) -> None:
        archive, archived, shown_id = self._kind.archive, self._kind.archived, self._shown_id
        row_shown = self.table.current_row()
        if archive is None or archived is None or shown_id is None or row_shown is None:
            return
        away = not archived(row_shown)
        self._refusable(lambda: archive(shown_id, away))

    def _delete(self) -> None:
        delete, shown_id = self._kind.delete, self._shown_id
        if delete is None or shown_id is None:
            return
        question = f"Supprimer «\u00a0{self.form_title.text()}\u00a0»\u00a0?"
        if dialogs.confirm(self, question, "Ctrl+Z l’annule.", "Supprimer", danger=True):
            self.form.mark_clean()
            self._refusable(lambda: delete(shown_id))

    def _refusable(self, act: Callable[[], object]) -> None:
        try:
            act()
        except ElansError as problem:
            dialogs.show_error(self, problem)

"""A list inside the file whose lines are typed in place: immersions, aids, papers, calls."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from elans_desktop.services.participants.person_file import FileView
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.flow import flow
from elans_desktop.ui.kit.form import Form
from elans_desktop.ui.kit.layout import clear_layout, column, holder, label, row
from elans_desktop.ui.kit.sides import Sides
from elans_desktop.ui.participants.section import FormSection, Store, Values

Remarks = Callable[[Values], Mapping[str, str]]


def bring_into_view(widget: QWidget) -> None:
    """Scroll the page so that a widget just shown is seen from its top, once it has its place."""

    def scroll() -> None:
        above = widget.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is None or not widget.isVisible():
            return
        page = above.widget()
        if page is None or widget.height() < above.viewport().height():
            above.ensureWidgetVisible(widget, 0, 24)
        else:
            above.verticalScrollBar().setValue(widget.mapTo(page, QPoint(0, 0)).y() - 12)

    QTimer.singleShot(0, widget, scroll)


def remark_line(words: str) -> QWidget:
    """What a rule says of a line: an icon and its reason, never in the way."""
    line = row(spacing=6, margins=(0, 0, 0, 4))
    line.addLayout(column(3, Icon("triangle-alert", "warning-ink", 14), None, spacing=0))
    line.addWidget(label(words, "small", tone="warning-ink", wrap=True), 1)
    return holder(line)


class EntryEditor(FormSection):
    """The form of one line; `closed` when it is saved or given up."""

    closed = Signal()

    def __init__(
        self, context: Context, form: Form, name: str, store: Store, *, remarks: Remarks | None = None
    ) -> None:
        """`remarks(values)`: what looks wrong without preventing anything, by field, said while typing."""
        super().__init__(context, "", form, name, store)
        self._remarks = remarks
        self._closing = False
        form.changed.connect(self._remark)
        self.saved.connect(self.closed)

    def open(
        self, subject: uuid.UUID, name: str, title: str, values: Values, *, filled: Values | None = None
    ) -> None:
        """Show one line, or a new one. `name`: code of its draft; `filled`: proposed, ready to be saved."""
        self.forget()
        self.title.setText(title)
        self.keeper.name = name
        self.show_values(subject, title, values)
        if filled is not None:
            self.form.restore_draft(filled)
        self._remark()

    def cancel(self) -> None:
        """Give up what was typed and close."""
        super().cancel()
        self.closed.emit()

    def _dirty_changed(self, dirty: bool) -> None:
        super()._dirty_changed(dirty)
        self.cancel_button.setVisible(True)

    def _remark(self) -> None:
        if self._remarks is None:
            return
        found = self._remarks(self.form.values())
        for name in self.form.names():
            field = self.form.field(name)
            if not field.error():
                field.message.show_text(found.get(name, ""), "warning", "triangle-alert")


class EntriesSection(QWidget):
    """A title, its facts, the lines, and under them the editor when one is typed.

    Subclasses say what is read and written: `_rows`, `_line`, `_fresh`, `_values`, `_store`, `_remove`.
    """

    def __init__(
        self,
        context: Context,
        title: str,
        add: str,
        make_form: Callable[[], Form],
        name: str,
        *,
        editable: bool,
        remarks: Remarks | None = None,
    ) -> None:
        """`name`: code of the drafts; `add`: words of the link that opens a new line; `make_form`: the form,
        made when it is first opened."""
        super().__init__()
        self.context = context
        self.file: FileView | None = None
        self._editable, self._name = editable, name
        self._editing: Any = None
        self.fact = label("", "secondary")
        self.add_button = buttons.link(add, "plus", self.add)
        self.lines = column(spacing=0)
        self._make_form, self._remarks_of = make_form, remarks
        self._editor: EntryEditor | None = None
        head = Sides(flow(label(title, "section"), self.fact, gap=12), self.add_button)
        self._whole = column(head, self.lines, spacing=8)
        self.setLayout(self._whole)

    @property
    def editor(self) -> EntryEditor:
        """The form under the lines, hidden until a line is typed."""
        if self._editor is None:
            made = EntryEditor(
                self.context, self._make_form(), self._name, self._write, remarks=self._remarks_of
            )
            made.closed.connect(self._close)
            made.hide()
            self._whole.addWidget(made)
            self._editor = made
        return self._editor

    @property
    def saving(self) -> bool:
        """Whether a line is being written now."""
        return self._editor is not None and self._editor.saving

    def is_dirty(self) -> bool:
        """Whether a line typed waits to be saved."""
        return self._editor is not None and self._editor.is_dirty()

    def save(self) -> bool:
        """Save the line being typed; False when it is refused."""
        return self._editor is None or self._editor.save()

    def keep_draft(self) -> None:
        """Keep what is typed now."""
        if self._editor is not None:
            self._editor.keep_draft()

    def show_file(self, file: FileView) -> None:
        """Show the lines of a person; a line being typed about another becomes a draft."""
        before = self.file
        self.file = file
        other = before is not None and self._subject(before) != self._subject(file)
        if other and self._editor is not None:
            self._editor.forget()
            self._editor.hide()
        self.add_button.setVisible(self._editable and self._subject(file) is not None)
        rows = self._rows(file) if self._subject(file) is not None else ()
        clear_layout(self.lines)
        for one in rows:
            self.lines.addWidget(self._line(one))
        self.fact.setText(self._fact(rows))
        self.setVisible(self._shown(file))

    def add(self) -> None:
        """Open a new line."""
        file = self.file
        subject = self._subject(file) if file else None
        if file is not None and subject is not None:
            self._open(None, subject, f"{self._name}.new", self._fresh(file))

    def edit(self, one: Any) -> None:
        """Open a line."""
        self._open(one, one.id, self._name, self._values(one))

    def _open(
        self, one: Any, subject: uuid.UUID, name: str, values: Values, *, filled: Values | None = None
    ) -> None:
        self._editing = one
        self.editor.open(subject, name, self._title(one), values, filled=filled)
        self.editor.show()
        self.editor.form.setFocus()
        names = self.editor.form.names()
        self.editor.form.field(names[0]).setFocus()
        bring_into_view(self.editor)

    def _close(self) -> None:
        self.editor.hide()
        self._editing = None
        self.add_button.setFocus()

    def _write(self, values: Values) -> None:
        file = self.file
        assert file is not None
        self._store(file, self._editing, values)

    def tools(self, one: Any, what: str) -> QWidget:
        """« Modifier » and a bin at the right of a line; nothing for those who only read."""
        line = row(spacing=8)
        if self._editable:
            change = buttons.link("Modifier", "", lambda: self.edit(one))
            change.setAccessibleName(f"Modifier {what}")
            remove = buttons.icon_button("trash-2", f"Supprimer {what}", small=True)
            remove.clicked.connect(lambda: self._delete(one))
            line.addWidget(change)
            line.addWidget(remove)
        return holder(line)

    def _delete(self, one: Any) -> None:
        file = self.file
        assert file is not None
        said = self.context.attempt(self, lambda: self._remove(file, one))
        if said:
            self.context.window.notify(said, undoable=True)

    def _subject(self, file: FileView) -> uuid.UUID | None:
        """What the lines hang on: the pathway on show."""
        return file.pathway.id if file.pathway else None

    def _shown(self, file: FileView) -> bool:
        """Whether the block has its place in this file."""
        return self._subject(file) is not None

    def _fact(self, rows: Sequence[Any]) -> str:
        """Words beside the title."""
        return "" if rows else "aucune pour l’instant"

    def _title(self, one: Any) -> str:
        """Title of the editor."""
        raise NotImplementedError

    def _rows(self, file: FileView) -> Sequence[Any]:
        """The lines."""
        raise NotImplementedError

    def _line(self, one: Any) -> QWidget:
        """One line drawn."""
        raise NotImplementedError

    def _fresh(self, file: FileView) -> Values:
        """What the form of a new line shows."""
        raise NotImplementedError

    def _values(self, one: Any) -> Values:
        """What the form of a line shows."""
        raise NotImplementedError

    def _store(self, file: FileView, one: Any, values: Values) -> None:
        """Write a new line (`one` None) or change one."""
        raise NotImplementedError

    def _remove(self, file: FileView, one: Any) -> str:
        """Delete a line; the words to say."""
        raise NotImplementedError

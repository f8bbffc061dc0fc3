"""A section that is read, and typed in place: its form is made only when somebody opens it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, date_short
from elans_desktop.services.participants.person_file import FileView
from elans_desktop.storage import drafts
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.form import Form
from elans_desktop.ui.kit.layout import clear_layout, column, holder, label, row
from elans_desktop.ui.kit.outline import OutlinedPage
from elans_desktop.ui.kit.sides import Sides
from elans_desktop.ui.kit.tab_order import reachable
from elans_desktop.ui.participants.section import FormSection, Store


class Typed(Protocol):
    """What the file asks of whatever is typed in it."""

    @property
    def saving(self) -> bool: ...

    def is_dirty(self) -> bool: ...

    def save(self) -> bool: ...

    def keep_draft(self) -> None: ...

    def isAncestorOf(self, child: QWidget, /) -> bool: ...


class InPlaceForm(FormSection):
    """A form that takes the place of what it changes; « Fermer » and Échap give the place back."""

    closed = Signal()

    def __init__(
        self,
        context: Context,
        title: str,
        form: Form,
        name: str,
        store: Store,
        *,
        beside: Sequence[QWidget] = (),
        above: Sequence[QWidget] = (),
    ) -> None:
        super().__init__(context, title, form, name, store, beside=beside, above=above)
        self.saved.connect(self.closed)
        escape = QShortcut(QKeySequence("Escape"), self, self._leave)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def begin(self, subject: uuid.UUID | None, title: str, values: Mapping[str, Any]) -> None:
        """Show what is to be changed, or what was being typed of it: a draft is taken up, never lost."""
        self.keeper.subject_id, self.keeper.title = subject, title
        self._subject = (self.keeper.name, subject)
        self._shown = values
        self.form.set_values(values)
        left = self.context.bridge.read(drafts.find, self.keeper.name, subject)
        if left is not None:
            self.keeper.resume()
            moment = clock.from_ms(left.saved_at)
            day = "" if moment.date() == clock.today() else f"{date_short(moment.date())}, "
            self.state.setText(f"brouillon de {day}{moment:%H:%M} repris")

    def cancel(self) -> None:
        """Give up what was typed, and the place."""
        super().cancel()
        self.closed.emit()

    def _leave(self) -> None:
        """Échap never throws away what was typed."""
        if not self.is_dirty():
            self.closed.emit()

    def _dirty_changed(self, dirty: bool) -> None:
        super()._dirty_changed(dirty)
        self.cancel_button.setText("Annuler" if dirty else "Fermer")
        self.cancel_button.show()


@dataclass(frozen=True)
class Place:
    """Where a draft may have been left: the form, its subject, and how it is called in a sentence."""

    form: str
    subject: uuid.UUID | None
    words: str


class EditableSection(QWidget):
    """Title, facts and actions; `reading` under them, or the form that is open."""

    def __init__(
        self, context: Context, title: str, reading: QWidget, *, tools: Sequence[QWidget] = ()
    ) -> None:
        super().__init__()
        self.context = context
        self.file: FileView | None = None
        self.typed: InPlaceForm | None = None
        self.title = label(title, "section")
        self.fact = label("", "secondary")
        self.beside = row(self.fact, spacing=12)
        self._facts, self._tools = holder(self.beside), holder(row(*tools, spacing=16))
        words = row(self.title, spacing=12)
        words.addWidget(self._facts, 1)
        words.addStretch(0)
        head = Sides(words, self._tools)
        self.reading = reading
        self._notice = column(spacing=4)
        self._place: QVBoxLayout = column(spacing=0)
        self.setLayout(column(head, self._notice, self._place, reading, spacing=8))

    @property
    def saving(self) -> bool:
        """Whether its form is being written now."""
        return self.typed is not None and self.typed.saving

    def is_dirty(self) -> bool:
        """Whether something typed waits to be saved."""
        return self.typed is not None and self.typed.is_dirty()

    def save(self) -> bool:
        """Save what is typed; False when it is refused."""
        return self.typed is None or self.typed.save()

    def keep_draft(self) -> None:
        """Keep what is typed now."""
        if self.typed is not None:
            self.typed.keep_draft()

    def show_file(self, file: FileView) -> None:
        """Show a person; what was being typed about another is already a draft."""
        other = self.file is None or self.file.person.id != file.person.id
        self.file = file
        if other:
            self.close_form()
            self._offer(file)
        self.fill(file)

    def fill(self, file: FileView) -> None:
        """Show what is known."""
        raise NotImplementedError

    def draft_places(self, file: FileView) -> Sequence[Place]:
        """The drafts that would concern this person."""
        raise NotImplementedError

    def resume(self, place: Place) -> None:
        """Open the form that a draft was left in: it takes the draft up."""
        raise NotImplementedError

    def open_form(self, form: InPlaceForm, *, instead: QWidget | None = None, focus: str = "") -> None:
        """Put a form in the place of `reading` (or at the head, above it), and the keyboard in it."""
        self.close_form()
        self.typed = form
        form.closed.connect(self.close_form)
        self._place.addWidget(form)
        if instead is not None:
            instead.hide()
        self._hidden = instead
        self._facts.hide()
        self._tools.hide()
        target = form.form.field(focus) if focus else form.form
        form.show()
        self.show_form()
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    _hidden: QWidget | None = None

    def show_form(self) -> None:
        """Scroll so that the form is in sight."""
        page = self.parentWidget()
        while page is not None and not isinstance(page, OutlinedPage):
            page = page.parentWidget()
        if page is not None:
            page.hold(self)

    def close_form(self) -> None:
        """Give the place back to what is read; what is typed must have been saved or kept."""
        form, self.typed = self.typed, None
        held = QApplication.focusWidget()
        if form is not None and held is not None and form.isAncestorOf(held):
            QTimer.singleShot(0, self, self._take_keyboard)
        if form is not None:
            self._place.removeWidget(form)
            form.hide()
            form.deleteLater()
        if self._hidden is not None:
            self._hidden.show()
            self._hidden = None
        self._facts.show()
        self._tools.show()

    def _take_keyboard(self) -> None:
        """The form that held the keyboard is gone: it stays in the section."""
        target = next((one for one in reachable(self._tools) if one.isEnabled()), None)
        if target is not None and self.typed is None and self.isVisible():
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, file: FileView) -> None:
        """Say what was left unfinished about this person."""
        clear_layout(self._notice)
        for place in self.draft_places(file):
            saved_at = file.drafts.get((place.form, place.subject))
            if saved_at is not None:
                self._notice.addWidget(self._banner(place, saved_at))

    def _banner(self, place: Place, saved_at: int) -> Banner:
        moment = clock.from_ms(saved_at)
        day = "" if moment.date() == clock.today() else f" {date_short(moment.date())},"
        banner = Banner(
            f"Brouillon retrouvé{NBSP}: {place.words}, de{day} {moment:%H:%M}",
            "info",
            actions=(
                ("Reprendre", lambda: self._take(place)),
                ("Oublier", lambda: self._forget(place, banner)),
            ),
        )
        return banner

    def _take(self, place: Place) -> None:
        clear_layout(self._notice)
        self.resume(place)

    def _forget(self, place: Place, banner: Banner) -> None:
        with self.context.bridge.workspace.write("Oublier un brouillon") as session:
            drafts.discard(session, place.form, place.subject)
        banner.hide()
        banner.deleteLater()

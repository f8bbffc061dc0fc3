"""« Entretiens »: the last one and its private note, the others on demand, a new one in a minute."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import (
    NBSP,
    count,
    date_day_month,
    date_medium,
    date_short,
    duration,
    time_of_day,
)
from elans_desktop.services.participants.person_choices import PersonChoices
from elans_desktop.services.participants.person_file import FileView
from elans_desktop.services.pathways import interviews
from elans_desktop.services.pathways.interviews import (
    InterviewInput,
    InterviewLine,
    InterviewView,
    NextMeeting,
)
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs, paint
from elans_desktop.ui.kit.badge import Badge
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.elided import Elided
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.flow import flow
from elans_desktop.ui.kit.layout import column, holder, label, row, set_look
from elans_desktop.ui.kit.note import PrivateNote
from elans_desktop.ui.kit.painted_rows import PaintedRows
from elans_desktop.ui.kit.sides import Sides
from elans_desktop.ui.participants import interview_form
from elans_desktop.ui.participants.editable import EditableSection, Place
from elans_desktop.ui.participants.interview_form import InterviewForm

NOTHING = "Aucun entretien pour l’instant\u00a0: «\u00a0Nouvel entretien\u00a0» en ouvre un (Ctrl+Maj+E)."


class InterviewsSection(EditableSection):
    """The interviews of the person on show."""

    def __init__(self, context: Context, lists: PersonChoices, *, editable: bool) -> None:
        self._lists, self._editable = lists, editable
        self._shown: InterviewView | None = None
        self.day = label("", "medium")
        self.facts = Elided("", "secondary")
        self.mark = Badge("À relire", "warning", "auto")
        self.edit_button = buttons.link("Modifier", "", self.edit)
        self.all_button = buttons.link("", "", self._toggle_all)
        self.card = SummaryCard()
        self.note = PrivateNote(reader=interview_form.reader(context.bridge.actor.name))
        self.next = label("", "medium")
        self.lines = InterviewLines()
        self.lines.opened.connect(self._opened)
        self.lines.current_changed.connect(self._opened)
        self.lines.hide()
        cards = row(spacing=12)
        cards.addWidget(self.card, 3)
        cards.addWidget(self.note, 2)
        self.cards = holder(cards)
        self.nothing = label(NOTHING, "secondary", wrap=True)
        reading = holder(column(self.cards, self.next, self.nothing, self.lines, spacing=8))
        super().__init__(context, "Entretiens", reading, tools=(self.edit_button, self.all_button))
        self.beside.addWidget(holder(flow(self.day, self.facts, self.mark, gap=12)), 1)
        self.fact.hide()

    def fill(self, file: FileView) -> None:
        """The last interview, or the one chosen in the list."""
        view = file.support.interviews if file.support else None
        kept = self._shown.id if self._shown and self._shown.input.participant_id == file.person.id else None
        if view is None or view.latest is None:
            self._show(None)
        elif kept is None or kept == view.latest.id:
            self._show(view.latest)
        else:
            self._show(self._read(kept) or view.latest)
        many = view.count if view else 0
        self.all_button.setVisible(many > 1)
        self.nothing.setVisible(many == 0)
        self._name_all(many)
        self._show_next(view.next if view else None)
        if many < 2:
            self.lines.hide()
        elif not self.lines.isHidden():
            self._fill_lines(file)

    def _read(self, interview_id: uuid.UUID) -> InterviewView | None:
        """An interview still there."""
        from elans_desktop.core.errors import NotFoundError

        try:
            return self.context.bridge.read(interviews.view, interview_id)
        except NotFoundError:
            return None

    def _show(self, shown: InterviewView | None) -> None:
        self._shown = shown
        for widget in (self.cards, self.day, self.facts):
            widget.setVisible(shown is not None)
        self.edit_button.setVisible(shown is not None and self._editable)
        self.mark.setVisible(shown is not None and shown.input.to_reread)
        if shown is None:
            return
        self.day.setText(date_medium(shown.day))
        self.facts.setText(_facts(shown))
        self.card.show_interview(shown)
        note = shown.input.private_note or ""
        self.note.set_text(note)
        self.note.setVisible(bool(note))

    def _show_next(self, meeting: NextMeeting | None) -> None:
        self.next.setVisible(meeting is not None)
        place = f", {meeting.place}" if meeting and meeting.place else ""
        self.next.setText(f"Prochain rendez-vous{NBSP}: {when(meeting)}{place}" if meeting else "")

    def _name_all(self, many: int) -> None:
        self.all_button.setText(f"Les {many}{NBSP}entretiens" if self.lines.isHidden() else "Replier")

    def _toggle_all(self) -> None:
        file = self.file
        if file is None or file.support is None:
            return
        self.lines.setVisible(self.lines.isHidden())
        if not self.lines.isHidden():
            self._fill_lines(file)
            self.lines.setFocus()
        self._name_all(file.support.interviews.count)

    def _fill_lines(self, file: FileView) -> None:
        lines = self.context.bridge.read(interviews.lines, file.person.id)
        shown = self._shown.id if self._shown else None
        place = next((index for index, line in enumerate(lines) if line.id == shown), -1)
        self.lines.set_rows(lines, place)

    def _opened(self, index: int) -> None:
        self._show(self._read(self.lines.rows[index].id))

    def new(self) -> None:
        """A new interview, today; what was being typed of one is taken up."""
        file = self.file
        if file is None or file.support is None or not self._editable:
            return
        if self.typed is not None:
            self.keep_draft()
        self._edit(interview_form.new_input(self.context, file, meeting=file.appointment))

    def edit(self) -> None:
        """Change the interview on show."""
        if self._shown is not None:
            self._edit(self._shown.input)

    def _edit(self, known: InterviewInput) -> None:
        assert self.file is not None
        form = InterviewForm(self.context, self._lists, self.file, known, delete=self._delete)
        self.open_form(form, instead=self.reading, focus="summary")

    def draft_places(self, file: FileView) -> Sequence[Place]:
        """A new interview, or any of those there are."""
        places = [Place(interview_form.NEW, file.person.id, "un nouvel entretien")]
        mine = [subject for form, subject in file.drafts if form == interview_form.CHANGED and subject]
        if mine and file.support:
            for line in self.context.bridge.read(interviews.lines, file.person.id):
                if line.id in mine:
                    words = f"l’entretien du {date_short(line.day)}"
                    places.append(Place(interview_form.CHANGED, line.id, words))
        return places

    def resume(self, place: Place) -> None:
        """Open the form again."""
        if place.form == interview_form.NEW:
            self.new()
        elif place.subject is not None and (known := self._read(place.subject)):
            self._edit(known.input)

    def _delete(self, known: InterviewInput) -> None:
        """Remove the interview being changed, with one’s own note."""
        file = self.file
        if file is None or known.id is None or known.day is None:
            return
        title = f"Supprimer l’entretien du {date_short(known.day)}{NBSP}?"
        text = "Sa synthèse et votre note privée partent avec lui. Ctrl+Z les ramène."
        if not dialogs.confirm(self, title, text, "Supprimer", danger=True):
            return
        words = f"Supprimer un entretien avec {file.person.short_name}"
        write, key = self.context.bridge.write, known.id
        if self.context.attempt(self, lambda: (write(words, interviews.delete, key), True)[1]):
            self.close_form()
            self.context.window.notify("Entretien supprimé", undoable=True)


class SummaryCard(Card):
    """What was said, in facts: it prints, and the person may read it."""

    def __init__(self) -> None:
        super().__init__()
        self.body.setContentsMargins(12, 8, 12, 8)
        self.words = label("", "body", wrap=True, selectable=True)
        self.follow_up = label("", "secondary", wrap=True, selectable=True)
        self.passages = Badge("", "warning", "auto")
        prints = label("s’imprime", "secondary")
        title = label("Synthèse partageable", "strong", tone="muted")
        named = row(Icon("file-text", "muted"), title, None, spacing=4)
        head = Sides(named, row(self.passages, prints, spacing=8), spacing=0)
        self.add(head, self.words, self.follow_up)
        self.body.addStretch(1)

    def show_interview(self, shown: InterviewView) -> None:
        """The summary, and what comes next."""
        typed = shown.input
        self.words.setText(typed.summary or "Rien d’écrit.")
        set_look(self.words, role="body" if typed.summary else "secondary")
        self.follow_up.setText(f"Suites{NBSP}: {typed.follow_up}")
        self.follow_up.setVisible(bool(typed.follow_up))
        words = count(shown.passages, "passage à relire", "passages à relire") if shown.passages else ""
        self.passages.set_badge(words, "warning", "auto")


class InterviewLines(PaintedRows):
    """Every interview: day, how, how long, with whom, first words. Arrows show each one above."""

    def __init__(self) -> None:
        super().__init__("Les entretiens", ground="surface")

    def row_height(self, row: InterviewLine) -> int:
        """28 high."""
        return theme.px(28)

    def row_words(self, row: InterviewLine) -> str:
        """The line, for a screen reader."""
        return f"{date_medium(row.day)}, {_how(row)}, {row.excerpt}"

    def row_tip(self, row: InterviewLine) -> str:
        """The line whole."""
        return f"{_how(row)}\n{row.excerpt}".strip()

    def paint_row(
        self, painter: QPainter, rect: QRectF, index: int, row: InterviewLine, chosen: bool
    ) -> None:
        """Day, how, first words; a lock for one’s own note."""
        px = theme.px
        place = rect.adjusted(px(8), -1, -px(8), -1)
        weight = 600 if chosen else 400
        paint.line_of_text(painter, place, date_medium(row.day), weight=weight)
        how = QRectF(place.left() + px(132), place.top(), px(280), place.height())
        paint.line_of_text(painter, how, _how(row), size=14, token="muted")
        left = how.right() + px(12)
        right = place.right()
        for shown, icon, token in (
            (row.has_note, "lock", "note-ink"),
            (row.to_reread, "triangle-alert", "warning-ink"),
        ):
            if shown:
                right -= px(22)
                theme.draw_icon(painter, icon, token, right, rect.top() + px(6), 16)
        paint.line_of_text(
            painter, QRectF(left, place.top(), right - left - px(8), place.height()), row.excerpt, size=14
        )


def _how(line: InterviewLine) -> str:
    length = duration(line.duration) if line.duration else ""
    return ", ".join(part for part in (line.medium.lower(), length, line.professional) if part)


def _facts(shown: InterviewView) -> str:
    """« sur place, 45 min, avec Nadia Lefort »."""
    typed = shown.input
    parts: list[Any] = [shown.medium.lower()]
    if typed.start is not None:
        parts.append(f"à {time_of_day(typed.start)}")
    if typed.duration:
        parts.append(duration(typed.duration))
    people = " et ".join(part for part in (shown.professional, typed.present) if part)
    parts.append(f"avec {people}" if people else "")
    return ", ".join(part for part in parts if part)


def when(meeting: NextMeeting) -> str:
    """« mar. 11/05 à 14 h 00 »."""
    hour = f" à {time_of_day(meeting.start)}" if meeting.start is not None else ""
    return f"{date_day_month(meeting.day)}{hour}"


def summary(file: FileView) -> tuple[str, str]:
    """The mark of the outline: how many, in colour when one is to be read again."""
    view = file.support.interviews if file.support else None
    if view is None or not view.count:
        return "", ""
    return (f"{view.to_reread} à relire", "warning") if view.to_reread else (str(view.count), "")


class NewInterviewButton(buttons.Button):
    """« Nouvel entretien » of the head, for those who may write one."""

    def __init__(self, section: InterviewsSection, parent: QWidget | None = None) -> None:
        super().__init__("Nouvel entretien", icon="message-square-plus", parent=parent)
        self.setToolTip("Nouvel entretien (Ctrl+Maj+E)")
        self.clicked.connect(section.new)

"""A meeting: agenda and presences at the left, what is said and decided in the middle."""

from __future__ import annotations

import uuid
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.core.formats import NBSP, clock_time, count, date_medium
from elans_desktop.services.governance import governance_agenda, governance_decisions, governance_meetings
from elans_desktop.services.governance.governance_decisions import (
    DONE,
    DROPPED,
    ONGOING,
    TO_DO,
    DecisionInput,
    DecisionView,
)
from elans_desktop.services.governance.governance_meetings import CANCELLED, HELD, PLANNED, MeetingView
from elans_desktop.services.organisation import professionals, reference
from elans_desktop.services.permissions import Right, allowed
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.drafts import DraftKeeper
from elans_desktop.ui.governance.agenda import AgendaPanel
from elans_desktop.ui.governance.ask import ask_decision, ask_due_date, ask_meeting
from elans_desktop.ui.governance.decisions import DecisionRows, Overdue
from elans_desktop.ui.governance.note_line import NoteLine
from elans_desktop.ui.governance.presences import PresencePanel
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.badge import Badge
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.elided import TITLE, Elided
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import column, holder, label, row, separator, surface
from elans_desktop.ui.kit.letter import Letter
from elans_desktop.ui.kit.menu import Menu
from elans_desktop.ui.kit.panes import Pane, Panes, growing

_NOTES = Section("", (FieldSpec("notes", "", "multiline", rows=4, options={"name": "Notes du point"}),))


class MeetingPage(QWidget):
    """See the head of this file."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.shown: MeetingView | None = None
        self._may = allowed(context.bridge.actor, Right.GOVERN)
        self._point: uuid.UUID | None = None
        surface(self, "surface")
        self.agenda = AgendaPanel(context)
        self.agenda.chosen.connect(self._point_chosen)
        self.presences = PresencePanel(context)
        self.overdue = Overdue(self._late_done, self._postpone)
        self.notes = Form([_NOTES], columns=1)
        self.notes.save_requested.connect(self.save_notes)
        self.notes.dirty_changed.connect(self._notes_dirty)
        self.drafts = DraftKeeper(context, self.notes, "agenda.notes", self)
        self.drafts.found.connect(self._draft_found)
        self.rows = DecisionRows()
        self.rows.opened.connect(self._edit_decision)
        self.rows.removed.connect(self._remove_decision)
        self.rows.menu_wanted.connect(self._decision_menu)
        self.note_line = NoteLine()
        self.note_line.noted.connect(self.note)
        self._build()

    def _build(self) -> None:
        self.title = Elided("", "title", least=TITLE)
        self.fact = Elided("", "muted", least=0)
        self.state = Badge("")
        self.change = buttons.secondary("Modifier", "pencil", self.edit)
        self.close_button = buttons.primary("Clore la réunion", "check", lambda: self._set_state(HELD))
        self.reopen = buttons.secondary("Rouvrir", "rotate-ccw", lambda: self._set_state(PLANNED))
        self.cancel = buttons.icon_button("calendar-x", "Annuler la réunion…", self._cancel)
        bar = row(Letter("C"), self.title, spacing=10)
        bar.addWidget(self.fact)
        bar.addStretch(1)
        bar.addWidget(self.state)
        for made in (self.cancel, self.change, self.reopen, self.close_button):
            bar.addWidget(made)
        bar.setContentsMargins(24, 0, 24, 0)
        self.bar = surface(holder(bar), "background")
        left = column(self.agenda, separator(), self.presences, None, spacing=0)
        self.side = growing(holder(left), "background")
        self._fit()
        theme.signals.changed.connect(self._fit)
        self.point_title = label("", "section", wrap=True)
        self.save_button = buttons.small("Enregistrer", "save", self.save_notes)
        self.draft = Banner("", actions=(("Reprendre", self._resume),), closable=True)
        self.draft.closed.connect(self.drafts.drop)
        point_head = row(self.save_button)
        point_head.insertWidget(0, self.point_title, 1)
        self.point = holder(column(point_head, self.draft, self.notes))
        self.decided = label("", "muted")
        self.no_decision = label("", "secondary", wrap=True)
        middle = column(spacing=16, margins=(24, 16, 24, 24))
        middle.addWidget(self.overdue)
        middle.addWidget(self.point)
        head = row(label("Décisions", "section"), self.decided, None, spacing=10)
        middle.addLayout(
            column(head, 8, self.rows, self.no_decision, 6, separator(), 10, self.note_line, spacing=0)
        )
        middle.addStretch(1)
        right = Pane(growing(holder(middle), "surface"), 1, line=separator(vertical=True))
        whole = column(self.bar, separator(), spacing=0)
        whole.addWidget(Panes((Pane(self.side, width=304), right), least=740, ground="surface"), 1)
        self.setLayout(whole)

    def _fit(self) -> None:
        self.bar.setFixedHeight(theme.px(64))

    def show_meeting(self, shown: MeetingView) -> None:
        """Show a meeting; what is being typed about it stays."""
        other = self.shown is None or self.shown.id != shown.id
        if other:
            self.leave()
        self.shown = shown
        self._show_bar(shown)
        editable = self._may and shown.state != CANCELLED
        self.agenda.show_meeting(shown, editable)
        self.presences.show_meeting(shown, editable)
        self.overdue.show_decisions(shown.overdue, self._may)
        self.rows.may_edit = editable
        self.rows.set_rows(shown.decisions, -1 if other else self.rows.current)
        taken = len(shown.decisions)
        self.decided.setText(
            f"{count(taken, 'prise', 'prises')}, numérotées dans l’ordre" if taken > 1 else ""
        )
        self.no_decision.setVisible(not taken)
        self.no_decision.setText("Ce qui est décidé ici reçoit un numéro, un responsable et une échéance.")
        self._prepare_line(shown, editable)
        self._show_point(self.agenda.current_id(), editable, force=other)

    def _show_bar(self, shown: MeetingView) -> None:
        self.title.setText(shown.title)
        start, end = shown.input.start, shown.input.end
        hours = " – ".join(clock_time(hour) for hour in (start, end) if hour is not None)
        self.fact.setText(", ".join(part for part in (date_medium(shown.day), hours, shown.place) if part))
        words, tone, icon = _state(shown)
        self.state.set_badge(words, tone, icon)
        today = clock.today()
        held, cancelled = shown.state == HELD, shown.state == CANCELLED
        self.close_button.setVisible(self._may and not held and not cancelled and shown.day <= today)
        self.reopen.setVisible(self._may and (held or cancelled))
        self.change.setVisible(self._may and not cancelled)
        self.cancel.setVisible(self._may and shown.state == PLANNED and not shown.decisions)

    def _prepare_line(self, shown: MeetingView, editable: bool) -> None:
        self.note_line.setVisible(editable)
        if not editable:
            return
        bridge = self.context.bridge
        there = [(one.professional_id, one.name) for one in shown.attendance]
        known = {key for key, _name in there}
        there += [
            (one.id, one.natural_name) for one in bridge.read(professionals.rows) if one.id not in known
        ]
        types = [(item.code, item.label) for item in bridge.read(reference.items, "decision_types")]
        number = bridge.read(governance_decisions.next_number_words, shown.id)
        self.note_line.prepare(shown.id, number, types, there)

    def note(self, entered: DecisionInput) -> None:
        """Write the decision of the line; it takes its number."""
        shown = self.shown
        if shown is None:
            return
        words = f"Noter une décision, {shown.title}"
        try:
            self.context.bridge.write(words, governance_decisions.note, entered)
        except InputError as error:
            self.note_line.refuse(error)
            return
        self.note_line.clear()
        self.note_line.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def edit(self) -> None:
        """Correct the day, the hours, the place."""
        shown = self.shown
        if shown is not None:
            words = f"Modifier la réunion, {shown.title}"
            ask_meeting(self.context, self, shown.input, title=shown.title, accept="Enregistrer", label=words)

    def save_notes(self) -> None:
        """Keep what was said about the point shown."""
        point, notes = self._point, self.notes.values()
        if point is None or not self.notes.is_dirty():
            return
        self.notes.mark_clean()
        number = next((one.number for one in self.shown.agenda if one.id == point), 0) if self.shown else 0
        saved = self.context.attempt(
            self,
            lambda: (
                self.context.bridge.write(
                    f"Notes du point {number}", governance_agenda.set_notes, point, notes["notes"]
                )
                or True
            ),
        )
        if saved:
            self.drafts.drop()
        else:
            self.notes.restore_draft(notes)

    def leave(self) -> None:
        """Keep what is typed before something else is shown."""
        self.save_notes()

    def _point_chosen(self, point_id: uuid.UUID | None) -> None:
        self.save_notes()
        self._show_point(point_id, self._may, force=True)

    def _show_point(self, point_id: uuid.UUID | None, editable: bool, *, force: bool = False) -> None:
        point = next((one for one in self.shown.agenda if one.id == point_id), None) if self.shown else None
        self.point.setVisible(point is not None)
        self.note_line.set_point(point_id)
        if point is None:
            self._point = None
            return
        self.point_title.setText(f"{point.number}. {point.input.title}")
        if force or point.id != self._point or not self.notes.is_dirty():
            changed = point.id != self._point
            self._point = point.id
            self.notes.set_values({"notes": point.input.notes})
            self.notes.set_read_only(not editable)
            self._notes_dirty(False)
            if changed:
                self.draft.hide()
                if editable:
                    self.drafts.look(point.id, point.input.title)

    def _notes_dirty(self, dirty: bool) -> None:
        self.save_button.setVisible(dirty)

    def _draft_found(self, instant: object) -> None:
        if isinstance(instant, int):
            self.draft.set_text(f"Brouillon retrouvé de {clock.from_ms(instant):%H:%M}")
            self.draft.show()

    def _resume(self) -> None:
        self.drafts.resume()
        self.draft.hide()

    def _set_state(self, state: str) -> None:
        shown = self.shown
        if shown is None:
            return
        self.save_notes()
        verb = {HELD: "Clore", PLANNED: "Rouvrir", CANCELLED: "Annuler"}[state]
        words = f"{verb} la réunion, {shown.title}"
        self.context.attempt(
            self, lambda: self.context.bridge.write(words, governance_meetings.set_state, shown.id, state)
        )

    def _cancel(self) -> None:
        text = "Elle reste dans la liste, marquée annulée. « Rouvrir » la remet."
        if dialogs.confirm(self, "Annuler cette réunion\u00a0?", text, "Annuler la réunion", danger=True):
            self._set_state(CANCELLED)

    def _late_done(self, decision: DecisionView) -> None:
        self._write(f"Décision {decision.number} faite", governance_decisions.set_state, decision.id, DONE)

    def _postpone(self, decision: DecisionView) -> None:
        ask_due_date(self.context, self, decision)

    def _write(self, words: str, act: Any, *args: Any) -> None:
        self.context.attempt(self, lambda: self.context.bridge.write(words, act, *args))

    def _edit_decision(self, index: int) -> None:
        if self._may and 0 <= index < len(self.rows.rows):
            ask_decision(self.context, self, self.rows.rows[index])

    def _remove_decision(self) -> None:
        decision: DecisionView | None = self.rows.current_row()
        if decision is None:
            return
        question = f"Supprimer la décision {decision.number}\u00a0?"
        text = "Son numéro ne servira plus. Ctrl+Z la remet."
        if dialogs.confirm(self, question, text, "Supprimer", danger=True):
            self._write(f"Supprimer la décision {decision.number}", governance_decisions.delete, decision.id)

    def _decision_menu(self, place: QPoint) -> None:
        decision: DecisionView | None = self.rows.current_row()
        if decision is None:
            return
        menu = Menu(self)
        menu.add("Modifier…", lambda: self._edit_decision(self.rows.current), icon="pencil", fact="Entrée")
        states = {TO_DO: "À faire", ONGOING: "En cours", DONE: "Fait", DROPPED: "Abandonné"}
        for code, words in states.items():
            if code != decision.input.state:
                menu.add(words, self._state_setter(decision, code, words), icon=_ICONS[code])
        menu.add("Reporter…", lambda: self._postpone(decision), icon="calendar-clock")
        menu.add("Supprimer…", self._remove_decision, icon="trash-2", fact="Suppr")
        menu.popup(place)

    def _state_setter(self, decision: DecisionView, code: str, words: str) -> Any:
        text = f"Décision {decision.number}\u00a0: {words.lower()}"
        return lambda: self._write(text, governance_decisions.set_state, decision.id, code)


_ICONS = {TO_DO: "circle", ONGOING: "circle-dot", DONE: "check", DROPPED: "x"}


def _state(shown: MeetingView) -> tuple[str, str, str]:
    """Words, tone and icon of the state of a meeting."""
    if shown.state == HELD:
        return "Tenue", "success", "check"
    if shown.state == CANCELLED:
        return "Annulée", "neutral", "x"
    now, start = clock.local_now(), shown.input.start
    days = (shown.day - now.date()).days
    if days > 0:
        return f"dans {count(days, 'jour')}", "neutral", ""
    since = now.hour * 60 + now.minute - start if start is not None else -1
    if days == 0:
        if since < 0:
            return "aujourd’hui", "primary", ""
        return f"En séance depuis {since // 60}{NBSP}h{NBSP}{since % 60:02}", "accent", "circle-play"
    return "À clore", "warning", "triangle-alert"

"""The page of presences: one activity, one week, from the signed paper to the validated sheet."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import ClassVar

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.errors import ElansError
from elans_desktop.core.formats import NBSP, count, date_day_month, percent, ratio
from elans_desktop.core.text import natural_name
from elans_desktop.services.calendar import guests
from elans_desktop.services.calendar.sheet_states import VALIDATED, SheetInfo
from elans_desktop.services.organisation import reference
from elans_desktop.services.participants import participants
from elans_desktop.services.permissions import Right
from elans_desktop.services.presences import attendance, attendance_grid
from elans_desktop.services.presences.attendance_grid import GridSlot, GridView
from elans_desktop.services.presences.attendance_hours import to_enter
from elans_desktop.services.presences.corrections import Correction
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.ui import rights, scheme, theme
from elans_desktop.ui.calendar import correction_dialog, presence_paint, sheet_actions
from elans_desktop.ui.calendar.enrol_dialog import choose_person
from elans_desktop.ui.calendar.presence_grid import PresenceGrid
from elans_desktop.ui.calendar.presence_state import PresenceState
from elans_desktop.ui.calendar.sheet_steps import SheetSteps
from elans_desktop.ui.calendar.two_ends import TwoEnds, flowing
from elans_desktop.ui.calendar.week_paint import letter_of
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.badge import Keycap
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.layout import column, holder, label, row, separator, set_look, surface
from elans_desktop.ui.kit.letter import Letter
from elans_desktop.ui.kit.painted import Painted
from elans_desktop.ui.view import InnerPage

LEGEND = (
    ("P", "présent"),
    ("A", "absent justifié"),
    ("I", "absent injustifié"),
    ("E", "excusé"),
    ("D", "dispensé"),
    ("R", "retard, départ"),
)
KEYS = (("Espace", "présent"), ("Ctrl+Entrée", "tous présents"), ("Entrée", "suivant"), ("M", "motif"))


class StatusKey(Painted):
    """A letter of the legend."""

    def __init__(self, status: str, name: str) -> None:
        self._status = status
        super().__init__()
        self.setAccessibleName(f"{status} : {name}")

    def design_size(self) -> QSize:
        """20 × 20."""
        return QSize(theme.px(20), theme.px(20))

    def draw(self, painter: QPainter) -> None:
        """As in the grid."""
        presence_paint.key_box(painter, QRectF(self.rect()), self._status)


class PresencePage(InnerPage):
    """Steps on top, legend, grid, and what was just done at the foot."""

    help_page: ClassVar[str] = "presences"

    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.activity_id: uuid.UUID | None = None
        self.monday = clock.today()
        self.sheet: SheetInfo | None = None
        self._saving = False
        self._told = ""
        """What is said of the correction of the current cell."""
        self.letter = Letter("calendar")
        self.title = label("", "title")
        self.title.setMinimumWidth(10)
        self.when = label("", "muted")
        self.steps = SheetSteps(step_width=86)
        self.receive = buttons.secondary("Signée reçue", "file-check", self._receive)
        self.correct = buttons.secondary("Corriger…", "pencil", self._correct)
        self.correct.setToolTip("Changer une présence de la feuille validée, en disant pourquoi (touche C)")
        self.validate = buttons.primary("Valider la feuille", "check", self._validate)
        self.grid = PresenceGrid()
        self.said = label("", "body")
        self.said_icon = Icon("circle-check", "success-ink")
        self.left = label("", "muted")
        self.undo = buttons.small("Annuler", "undo-2", self._undo)
        self.empty = EmptyState(
            "calendar-check",
            "Rien à saisir cette semaine",
            "Cette activité n’a pas de séance, ou personne n’y est inscrit.",
        )
        head = self._head()
        self._may_enter = rights.allow(context, Right.ENTER_PRESENCES, self.visitor, self.receive, self.undo)
        self._may_validate = rights.allow(context, Right.VALIDATE_SHEETS, self.validate, self.correct)
        whole = column(spacing=0)
        whole.addWidget(head)
        whole.addWidget(self._legend())
        whole.addLayout(row(self.grid, self.empty, margins=(24, 4, 24, 8)), 1)
        whole.addLayout(row(self._foot(), margins=(24, 0, 24, 8)))
        self.setLayout(whole)
        surface(self, "background")
        self.grid.save_asked.connect(self.save)
        self.grid.changed.connect(self._count_left)
        self.grid.refused.connect(self._refused)
        self.grid.all_noted.connect(self._noted)
        self.grid.undo_asked.connect(self._undo)
        self.grid.correct_asked.connect(self._correct)

    def _head(self) -> QWidget:
        back = buttons.link("Calendrier", "chevron-left", self.close_page)
        before = buttons.icon_button("chevron-left", "Semaine précédente", lambda: self._go(-1), small=True)
        after = buttons.icon_button("chevron-right", "Semaine suivante", lambda: self._go(1), small=True)
        path = row(back, self.when, before, after, None, spacing=8)
        self.print = buttons.icon_button("printer", "Imprimer la feuille de la semaine", self._print)
        self.visitor = buttons.icon_button("user-plus", "Quelqu’un est venu sans être inscrit", self._visitor)
        title = row(self.letter, self.title, None, spacing=10)
        left = column(path, title, spacing=2)
        actions = (self.steps, self.visitor, self.print, self.receive, self.correct, self.validate)
        return TwoEnds(holder(left), holder(row(*actions)), height=76)

    def _legend(self) -> QWidget:
        parts = [
            holder(row(StatusKey(status, name), label(name, "small"), spacing=6)) for status, name in LEGEND
        ]
        bar = separator(vertical=True)
        bar.setFixedHeight(theme.px(20))
        parts.append(bar)
        parts += [holder(row(Keycap(key), label(name, "small"), spacing=6)) for key, name in KEYS]
        return flowing(parts, (24, 4, 24, 4))

    def _foot(self) -> QWidget:
        line = row(self.said_icon, self.said, None, self.left, self.undo, Keycap("Ctrl+Z"), spacing=8)
        line.setContentsMargins(12, 4, 12, 4)
        foot = surface(holder(line), "sunken")
        foot.setMinimumHeight(theme.px(40))
        return foot

    def open_for(
        self, activity_id: uuid.UUID, day: date | None = None, seance_id: uuid.UUID | None = None
    ) -> None:
        """Show the week of a day; by default the oldest week with presences to enter, else this one.

        The cursor goes to the first empty cell of the séance, when one is given.
        """
        if day is None:
            waiting = self.context.bridge.read(to_enter, activity_id=activity_id)
            day = waiting[0].day if waiting else clock.today()
        self.activity_id = activity_id
        self.monday = clock.monday_of(day)
        self.grid.state = None
        self._show_words("")
        self.refresh()
        if seance_id is not None and self.grid.state is not None:
            self.grid.state.go_to_seance(seance_id)
            self.grid.refresh()
        self.grid.reveal()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Read the week again; the cursor and what waits to be saved stay."""
        if self.activity_id is None or self._saving:
            return
        view = self.context.bridge.read(
            attendance_grid.grid, self.activity_id, self.monday, self.monday + timedelta(days=6)
        )
        if self.grid.state is None:
            rows = self.context.bridge.read(reference.items, "absence_reasons")
            names = {found.code: found.label for found in rows}
            shorts = {found.code: str(found.extra.get("short") or found.label) for found in rows}
            self.grid.show_state(PresenceState(view, shorts, names))
        else:
            self.grid.state.show(view)
            self.grid.refresh()
        self._show_view(view)

    def _show_view(self, view: GridView) -> None:
        self.grid.people = scheme.title(scheme.of(self.context), "participants")
        self.title.setText(view.title)
        self.title.setToolTip(view.title)
        self.letter.set_letter(letter_of(view.brique_code))
        week = self.monday.isocalendar().week
        last = self.monday + timedelta(days=6)
        self.when.setText(f"semaine {week}, {date_day_month(self.monday)} – {date_day_month(last)}")
        self.sheet = view.sheets[0] if view.sheets else None
        self.steps.show_sheet(self.sheet)
        self.steps.setToolTip(sheet_actions.words(self.sheet))
        nothing = not view.slots or not view.people
        self.empty.setVisible(nothing)
        self.grid.setVisible(not nothing)
        self.receive.setVisible(self._may_enter and sheet_actions.can_receive(self.sheet))
        validated = self.sheet is not None and self.sheet.state == VALIDATED
        self.validate.setText("Retirer la validation" if validated else "Valider la feuille")
        self.validate.set_kind("secondary" if validated else "primary")
        self._count_left()

    def _count_left(self) -> None:
        state = self.grid.state
        self.correct.setVisible(self._may_validate and state is not None and state.correctable)
        self._tell_correction(state.correction if state is not None else None)
        if state is None or state.empty:
            self.left.setText("")
            self.validate.setEnabled(False)
            return
        rest, sums = state.left_to_enter(), state.totals()
        done = percent((ratio(sums.entered, sums.expected) or 0) // 100 * 100)
        cells = count(rest, "case restante", "cases restantes")
        self.left.setText(f"{done} saisi, {cells}" if rest else "Tout est saisi")
        validated = self.sheet is not None and self.sheet.state == VALIDATED
        if not self._may_validate:
            return
        self.validate.setEnabled(self.sheet is not None and (validated or rest == 0))
        why = "" if self.sheet else f"Imprimez d’abord la feuille{NBSP}: elle reçoit son numéro."
        self.validate.setToolTip(why)

    def _tell_correction(self, known: Correction | None) -> None:
        """Under the grid: what was changed after validation in the cell of the cursor, when it was."""
        told = ""
        if known is not None:
            trace = f"{known.trace[:1].upper()}{known.trace[1:]}"
            told = f"{trace}{NBSP}: {known.change}. {known.reason}"
        if told != self._told and (told or self.said.text() == self._told):
            self._show_words(told)
        self._told = told

    def save(self) -> None:
        """Write what waits, as one operation."""
        state = self.grid.state
        entries = state.take_pending() if state else []
        if state is None or not entries:
            return
        self._saving = True
        try:
            self.context.bridge.write(state.label(entries), attendance.set_presences, entries)
        except ElansError as problem:
            dialogs.show_error(self, problem)
        else:
            where = state.label(entries)
            self._show_words(where if len(entries) > 1 else f"{where} enregistrée")
        finally:
            self._saving = False
        self.refresh()

    def _noted(self, people: int) -> None:
        state = self.grid.state
        if state is None:
            return
        where = state.slot_words(state.slot)
        if people:
            noted = "personne notée présente" if people == 1 else "personnes notées présentes"
            words = f"{where}{NBSP}: {people} {noted}. Corrigez seulement les exceptions."
        else:
            words = f"{where}{NBSP}: tout était déjà saisi."
        self._show_words(words)

    def _show_words(self, words: str, *, refused: bool = False) -> None:
        self.said.setText(words)
        self.said_icon.setVisible(bool(words))
        self.said_icon.set_icon(
            "triangle-alert" if refused else "circle-check", "warning-ink" if refused else "success-ink"
        )
        set_look(self.said, tone="warning-ink" if refused else "")

    def _refused(self, sentence: str) -> None:
        self._show_words(sentence, refused=True)

    def _undo(self) -> None:
        self.save()
        name = self.context.bridge.undo_label()
        if name is None:
            self._show_words("Il n’y a rien à annuler.")
            return
        if self.context.attempt(self, lambda: (self.context.bridge.undo(), True)):
            self._show_words(f"Annulé{NBSP}: {name}")
            self.refresh()

    def _receive(self) -> None:
        self.save()
        if self.sheet is not None:
            sheet_actions.receive(self.context, self, self.sheet)
            self.refresh()

    def _validate(self) -> None:
        self.save()
        if self.sheet is None:
            return
        if self.sheet.state == VALIDATED:
            sheet_actions.unvalidate(self.context, self, self.sheet)
        else:
            sheet_actions.validate(self.context, self, self.sheet)
        self.refresh()

    def _correct(self) -> None:
        """Change the current cell, held by a validated sheet."""
        state = self.grid.state
        if state is None or not state.correctable:
            return
        if not self._may_validate:
            self._refused("Seule la coordination corrige une présence validée.")
            return
        person = state.person
        self._correct_for(person.id, natural_name(person.last_name, person.first_name), state.slot)

    def _correct_for(self, person_id: uuid.UUID, name: str, slot: GridSlot) -> None:
        state = self.grid.state
        assert state is not None
        if correction_dialog.ask(self.context, self, state, person_id, name, slot):
            self.refresh()
            self._show_words(f"Présence corrigée{NBSP}: elle garde sa trace sur la séance.")
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _print(self) -> None:
        self.save()
        if self.activity_id is not None:
            last = self.monday + timedelta(days=6)
            self.context.window.print_document(
                DocumentRequest("emargement-semaine", self.monday, last, (self.activity_id,))
            )

    def _visitor(self) -> None:
        """Add someone who came without being enrolled, to the day of the cursor."""
        state, activity_id = self.grid.state, self.activity_id
        if state is None or activity_id is None or not state.view.slots:
            return
        self.save()
        slot = state.slot
        chosen = choose_person(self.context, self, activity_id, slot.day)
        if chosen is None:
            return
        if isinstance(chosen, uuid.UUID) and state.correctable and self._may_validate:
            person = self.context.bridge.read(participants.view, chosen)
            self._correct_for(chosen, person.name, slot)
            return
        words, write = f"Ajouter une personne venue le {date_day_month(slot.day)}", self.context.bridge.write

        def add() -> object:
            if isinstance(chosen, uuid.UUID):
                return write(words, guests.add_for_day, activity_id, chosen, slot.day)
            return write(words, guests.add_new_for_day, activity_id, chosen, slot.day)

        self.context.attempt(self, add)
        self.refresh()

    def _go(self, step: int) -> None:
        self.save()
        self.monday += timedelta(weeks=step)
        self.grid.state = None
        self.refresh()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_page(self) -> None:
        """Back to the calendar."""
        self.save()
        self.closed.emit()

"""The séance chosen, at the right of the calendar: facts, warnings, sheet, participants, actions."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QMenu, QVBoxLayout, QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, clock_time, count, date_medium, duration
from elans_desktop.services.calendar.appointments import INDIVIDUAL
from elans_desktop.services.calendar.seance_cards import Remark, Stop
from elans_desktop.services.calendar.seances import POSTPONED, SeanceCard, SeanceView
from elans_desktop.services.calendar.sheet_states import TO_PRINT, VALIDATED, SheetInfo
from elans_desktop.services.permissions import Right
from elans_desktop.services.presences import sheet_freshness
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.ui import rights, theme
from elans_desktop.ui.calendar import sheet_actions
from elans_desktop.ui.calendar.seance_people import PeopleActions, SeancePeople
from elans_desktop.ui.calendar.sheet_steps import SheetSteps
from elans_desktop.ui.calendar.stacked import stacked_banner
from elans_desktop.ui.calendar.week_paint import letter_of
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.layout import (
    clear_layout,
    column,
    holder,
    label,
    row,
    scrolled,
    separator,
    surface,
)
from elans_desktop.ui.kit.letter import Letter
from elans_desktop.ui.kit.menu import Menu

WIDTH = 360


class SeancePanel(QWidget):
    """Shows one séance and asks the view for what changes it."""

    edit_asked = Signal(object)
    presences_asked = Signal(object)
    enrol_asked = Signal(object)
    activity_asked = Signal(object)
    cancel_asked = Signal(object)
    postpone_asked = Signal(object)
    delete_asked = Signal(object)
    plan_again_asked = Signal(object)
    withdraw_asked = Signal(object, object)
    """Activity and participant."""
    confirm_asked = Signal(object, object)
    """Activity and participant, proposed or waiting."""
    rank_asked = Signal(object, object)
    """Activity and participant, to bring up the waiting list."""
    uninvite_asked = Signal(object, object)
    """Séance and guest."""
    seance_asked = Signal(object)
    """Another séance to show: the one it was postponed to, or comes from."""
    person_asked = Signal(object)
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.view: SeanceView | None = None
        self._kept: set[tuple[uuid.UUID, uuid.UUID]] = set()
        self._may_plan = rights.may(context, Right.EDIT_CALENDAR)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(24, 16, 24, 16)
        self.body.setSpacing(8)
        content = holder(column(self.body, None, spacing=0))
        whole = row(separator(vertical=True), spacing=0)
        whole.addWidget(scrolled(content, "surface"), 1)
        self.setLayout(whole)
        surface(self, "surface")
        self._fit()
        theme.signals.changed.connect(self._fit)

    def _fit(self) -> None:
        self.setFixedWidth(theme.px(WIDTH))

    @property
    def seance_id(self) -> uuid.UUID | None:
        """The séance shown."""
        return self.view.card.id if self.view else None

    def show_seance(self, view: SeanceView) -> None:
        """Show a séance."""
        self.view = view
        card = view.card
        self.setAccessibleName(f"Séance {card.name}, {date_medium(card.day)}")
        clear_layout(self.body)
        self.body.addLayout(self._head(card))
        self.body.addLayout(self._facts(view))
        if not card.planned:
            self._left_plan(view)
        for remark in card.warnings:
            self._warning(card, remark)
        if card.planned:
            self._sheet(card)
        if view.corrections:
            self._corrections(view)
        self._people(view)
        if view.notes:
            self.body.addSpacing(8)
            self.body.addWidget(label("Notes", "section"))
            self.body.addWidget(label(view.notes, "body", wrap=True))

    def _left_plan(self, view: SeanceView) -> None:
        """Why it will not take place, and where it went."""
        card, other = view.card, view.postponed_to
        words = "Séance reportée" if card.state == POSTPONED else "Séance annulée"
        if other is not None:
            words += f" au {date_medium(other.day)}"
        actions: list[tuple[str, Callable[[], object]]] = []
        if other is not None:
            actions.append(("Voir la nouvelle date", lambda: self.seance_asked.emit(other.id)))
        elif self._may_plan and card.state == POSTPONED:
            actions.append(("Choisir la date…", lambda: self.postpone_asked.emit(card.id)))
        if self._may_plan:
            actions.append(("Remettre au calendrier", lambda: self.plan_again_asked.emit(card.id)))
        reason = card.state_reason.rstrip(".")
        self.body.addWidget(stacked_banner(f"{words}{NBSP}: {reason}.", actions, "info"))

    def _head(self, card: SeanceCard) -> QVBoxLayout:
        title = label(card.name, "panel", wrap=True)
        edit = buttons.icon_button("pencil", "Modifier la séance", lambda: self.edit_asked.emit(card.id))
        more = buttons.MenuButton("", icon="ellipsis", kind="quiet", build=self._menu)
        more.setToolTip("Autres actions")
        more.setAccessibleName("Autres actions")
        rights.allow(self.context, Right.EDIT_CALENDAR, edit, more)
        cross = buttons.icon_button("x", "Fermer le panneau", self.closed.emit)
        line = row(Letter(letter_of(card.brique_code)), spacing=8)
        line.addWidget(title, 1)
        for button in (edit, more, cross):
            line.addWidget(button)
        made = column(line, spacing=0)
        if card.title:
            made.addWidget(label(card.activity_title, "secondary", wrap=True))
        return made

    def _menu(self, menu: QMenu) -> None:
        if self.view is None or not isinstance(menu, Menu):
            return
        card = self.view.card
        menu.add("Modifier l’activité", lambda: self.activity_asked.emit(card.activity_id), icon="pen-line")
        if card.planned:
            menu.add("Reporter…", lambda: self.postpone_asked.emit(card.id), icon="calendar-sync")
            menu.add("Annuler la séance…", lambda: self.cancel_asked.emit(card.id), icon="calendar-x")
        else:
            menu.add("Remettre au calendrier", lambda: self.plan_again_asked.emit(card.id), icon="undo-2")
        menu.addSeparator()
        menu.add("Supprimer…", lambda: self.delete_asked.emit(card.id), icon="trash-2")

    def _facts(self, view: SeanceView) -> QGridLayout:
        card = view.card
        hours = ", ".join(f"{clock_time(s.start)}{NBSP}–{NBSP}{clock_time(s.end)}" for s in card.slots)
        place = card.place_name or "Lieu à choisir"
        if card.place_commune and card.place_commune not in place:
            place = f"{card.place_commune}, {place}"
        single = card.mode_code == INDIVIDUAL
        seats = f" ({count(card.capacity, 'place')})" if card.capacity and not single else ""
        lines = [
            ("clock", f"{date_medium(card.day)}, {hours} ({duration(card.minutes)})"),
            ("map-pin", f"{place}{seats}"),
        ]
        lines += [("signpost", _stop_words(stop)) for stop in card.stops]
        lines += [
            ("user", f"{trainer.name}, {trainer.structure_name}" if trainer.structure_name else trainer.name)
            for trainer in card.trainers
        ]
        series = f"{view.series[:1].upper()}{view.series[1:]}, séance" if view.series else "Séance"
        if card.planned and not single:
            lines.append(("repeat", f"{series} {card.number} sur {card.total}"))
        if card.series_id is not None and card.detached:
            usual = f", prévue le {date_medium(card.planned_day)}" if card.planned_day else ""
            lines.append(("split", f"Changée à part de sa série{usual}"))
        if card.improvised:
            lines.append(("history", "Ajoutée après coup"))
        if view.postponed_from is not None:
            lines.append(("calendar-sync", f"Reportée du {date_medium(view.postponed_from.day)}"))
        lines.append(("building-2", card.structure_name))
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 4)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        for index, (icon, words) in enumerate(lines):
            grid.addLayout(column(3, Icon(icon, "muted"), None, spacing=0), index, 0)
            grid.addWidget(label(words, "body", wrap=True), index, 1)
        return grid

    def _warning(self, card: SeanceCard, remark: Remark) -> None:
        other = remark.other_id
        if other is not None and (card.id, other) in self._kept:
            return
        actions: list[tuple[str, Callable[[], object]]] = []
        if not self._may_plan:
            other = None
        elif remark.kind in ("trainer", "no_trainer"):
            words = "Changer d’intervenant" if remark.kind == "trainer" else "Choisir un intervenant"
            actions.append((words, lambda: self.edit_asked.emit(card.id)))
        elif remark.kind == "place":
            actions.append(("Changer de lieu", lambda: self.edit_asked.emit(card.id)))
        if other is not None:
            actions.append(("Garder les deux", lambda: self._keep(card.id, other)))
        tone = "info" if remark.kind == "holiday" else "warning"
        self.body.addWidget(stacked_banner(remark.sentence, actions, tone))

    def _keep(self, seance_id: uuid.UUID, other: uuid.UUID) -> None:
        self._kept.add((seance_id, other))
        if self.view is not None:
            self.show_seance(self.view)

    def _sheet(self, card: SeanceCard) -> None:
        sheet = card.sheet
        self.body.addSpacing(4)
        self.body.addWidget(label("Feuille d’émargement", "section"))
        self.body.addWidget(label(sheet_actions.words(sheet), "secondary", wrap=True))
        if self.view is not None and self.context.bridge.read(sheet_freshness.is_outdated, self.view):
            words = f"Imprimée avant un changement{NBSP}: réimprimez-la, elle prendra un nouveau numéro."
            self.body.addWidget(label(words, "secondary", tone="accent-ink", wrap=True))
        steps = SheetSteps()
        steps.show_sheet(sheet)
        self.body.addWidget(steps)
        line = row(spacing=8)
        printed = sheet is not None and sheet.state != TO_PRINT
        may_enter = rights.may(self.context, Right.ENTER_PRESENCES)
        if may_enter and sheet is not None and sheet_actions.can_receive(sheet):
            line.addWidget(buttons.secondary("Signée reçue", "file-check", lambda: self._receive()))
        if rights.may(self.context, Right.READ_PEOPLE):
            words = "Réimprimer" if printed else "Imprimer"
            line.addWidget(buttons.secondary(words, "printer", lambda: self._print(card)))
            if sheet is not None and sheet.scanned:
                see = buttons.secondary("Voir", "scan-line", lambda: self._see(sheet))
                see.setToolTip("La feuille signée, telle qu’elle a été numérisée")
                line.addWidget(see)
        line.addStretch(1)
        self.body.addLayout(line)
        self._entry(card, may_enter=may_enter)

    def _entry(self, card: SeanceCard, *, may_enter: bool) -> None:
        sheet = card.sheet
        done = not may_enter or (sheet is not None and sheet.state == VALIDATED)
        enter = "Voir les présences" if done else "Saisir les présences"
        button = buttons.secondary(enter, "clipboard-check", lambda: self.presences_asked.emit(card.id))
        rights.allow(self.context, Right.READ_PEOPLE, button)
        entry = row(button)
        if card.expected and (card.ended or not card.missing):
            left = (
                count(card.missing, "case à saisir", "cases à saisir") if card.missing else "tout est saisi"
            )
            entry.addWidget(label(left, "secondary"))
        entry.addStretch(1)
        self.body.addLayout(entry)
        if not card.expected:
            nobody = row(label("Personne n’est inscrit.", "secondary"))
            if self._may_plan:
                link = buttons.link("Ajouter", "plus", lambda: self.enrol_asked.emit(card.activity_id))
                nobody.addWidget(link)
            nobody.addStretch(1)
            self.body.addLayout(nobody)

    def _corrections(self, view: SeanceView) -> None:
        """What was changed after validation: who, from what to what, when, by whom and why."""
        self.body.addSpacing(4)
        self.body.addWidget(label("Corrigé après validation", "section"))
        for one in view.corrections:
            what = f"{one.person}, {one.slot_words}{NBSP}: {one.change}"
            trace = f"{one.trace[:1].upper()}{one.trace[1:]}. {one.reason}"
            self.body.addWidget(label(what, "body", wrap=True))
            self.body.addWidget(label(trace, "secondary", wrap=True))

    def _see(self, sheet: SheetInfo) -> None:
        sheet_actions.show_scan(self.context, self, sheet)

    def _receive(self) -> None:
        if self.view is not None and self.view.card.sheet is not None:
            sheet_actions.receive(self.context, self, self.view.card.sheet)

    def _print(self, card: SeanceCard) -> None:
        if card.sheet is not None and card.sheet.kind == "semaine":
            monday = clock.monday_of(card.day)  # its week now, were it moved since
            request = DocumentRequest(
                "emargement-semaine", monday, monday + timedelta(days=6), (card.activity_id,)
            )
        else:
            request = DocumentRequest("emargement-seance", object_ids=(card.id,))
        self.context.window.print_document(request)

    def _people(self, view: SeanceView) -> None:
        self.body.addSpacing(4)
        actions = PeopleActions(
            enrol=self.enrol_asked.emit,
            open=self.person_asked.emit,
            withdraw=self.withdraw_asked.emit,
            uninvite=self.uninvite_asked.emit,
            confirm=self.confirm_asked.emit,
            rank=self.rank_asked.emit,
        )
        self.people = SeancePeople(self.context, view, actions, may_plan=self._may_plan)
        self.body.addWidget(self.people)


def _stop_words(stop: Stop) -> str:
    """« 09:30 – 10:30, Place du marché, Flers »."""
    hours = [clock_time(minutes) for minutes in (stop.start, stop.end) if minutes is not None]
    where = stop.name if not stop.commune or stop.commune in stop.name else f"{stop.name}, {stop.commune}"
    return f"{f'{NBSP}–{NBSP}'.join(hours)}, {where}" if hours else where

"""Enrolling several people: found by name, standing, référent or previous activity; ticked; enrolled."""

from __future__ import annotations

import uuid
from datetime import date

from PySide6.QtCore import Signal

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, count, date_day_month, date_short, number
from elans_desktop.services.calendar import enrol_candidates, enrolments, guests, seances, waiting
from elans_desktop.services.calendar.appointments import INDIVIDUAL
from elans_desktop.services.calendar.enrol_candidates import CandidateFilters
from elans_desktop.services.calendar.enrolments import ENROLLED, PROPOSED, WAITING
from elans_desktop.services.calendar.seances import SeanceFilters
from elans_desktop.services.calendar.waiting import UNKNOWN
from elans_desktop.services.organisation import professionals
from elans_desktop.services.participants.participant_list import ParticipantRow
from elans_desktop.services.pathways import pathway_status
from elans_desktop.ui import scheme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.fields import CheckBox, ChoiceField, RadioField
from elans_desktop.ui.kit.layout import clear_layout, column, label, row
from elans_desktop.ui.kit.search_box import SearchBox
from elans_desktop.ui.kit.side_panel import SidePanel

SHOWN = 60
ALL, FROM_DAY, ONE_DAY = "all", "day", "one"


class EnrolPanel(SidePanel):
    """The people who can still be enrolled in an activity, or expected at one of its séances."""

    enrolled = Signal(int)

    def __init__(self, context: Context) -> None:
        self.submit = buttons.primary("Inscrire", "user-plus", self.enrol)
        spoken = scheme.of(context)
        super().__init__(f"Inscrire des {spoken.word('participants')}", foot=(self.submit,))
        self.context = context
        self.activity_id: uuid.UUID | None = None
        self.seance_id: uuid.UUID | None = None
        self._day = clock.today()
        self._places = UNKNOWN
        self._found: tuple[ParticipantRow, ...] = ()
        self._ticked: dict[uuid.UUID, str] = {}
        self.search = SearchBox("Nom, prénom ou numéro…")
        self.status = ChoiceField("", empty="Tous les statuts", name="Statut")
        referent = scheme.title(spoken, "referent")
        self.referent = ChoiceField("", empty="Tous les référents", name=referent)
        self.previous = ChoiceField("", empty="Toutes les activités", name="Inscrites à une autre activité")
        self.found = label("", "caption")
        self.tick_all = buttons.link("Tout cocher", "", self._tick_all)
        self.lines = column(spacing=0)
        self.since = RadioField(
            "Pour",
            (
                (ALL, "Toutes les séances"),
                (FROM_DAY, "À partir de cette séance"),
                (ONE_DAY, "Cette séance seulement"),
            ),
            vertical=True,
        )
        self.standing = RadioField(
            "Elles sont",
            ((ENROLLED, "Inscrites"), (PROPOSED, "Proposées, à confirmer"), (WAITING, "En liste d’attente")),
            vertical=True,
        )
        self.overflow = CheckBox("Au-delà des places, mettre en attente")
        self.room = label("", "secondary", wrap=True)
        self.body.addWidget(self.search)
        for field in (self.status, self.referent, self.previous):
            self.body.addWidget(field)
            field.changed.connect(self._read)
        self.body.addLayout(row(self.found, None, self.tick_all))
        self.body.addLayout(self.lines)
        for part in (self.since, self.standing, self.room, self.overflow):
            self.body.addWidget(part)
        self.search.textChanged.connect(self._read)
        self.since.changed.connect(self._tell)
        self.standing.changed.connect(self._tell)

    def open_for(
        self, activity_id: uuid.UUID, title: str, day: date, seance_id: uuid.UUID | None = None
    ) -> None:
        """Choose among the people not enrolled; a séance already held proposes « à partir de »."""
        self.activity_id, self._day, self.seance_id = activity_id, day, seance_id
        bridge = self.context.bridge
        self._ticked.clear()
        self.set_title(f"Inscrire à «{NBSP}{title}{NBSP}»")
        self._places = bridge.read(waiting.places, activity_id)
        referents = bridge.read(professionals.rows, referents=True)
        self.referent.set_choices([(found.id, found.list_name) for found in referents])
        self.previous.set_choices(
            bridge.read(enrol_candidates.previous_activities, activity_id, bridge.scope)
        )
        for field in (self.status, self.referent, self.previous):
            field.set_value(None)
        first = bridge.read(seances.rows, SeanceFilters(activity_id=activity_id, end=clock.today(), limit=1))
        begun = bool(first) and first[0].day < day
        single = seance_id is not None and bridge.read(seances.view, seance_id).card.mode_code == INDIVIDUAL
        self.since.set_value(ONE_DAY if single else FROM_DAY if begun else ALL)
        self.standing.set_value(ENROLLED)
        self.overflow.setChecked(True)
        self.search.clear()
        self._read()
        held = {person.status for person in self._found}
        self.status.set_choices(pathway_status.offered(scheme.of(self.context).briques_required, held))
        self.search.setFocus()

    def ticked(self) -> tuple[uuid.UUID, ...]:
        """Those chosen, whatever the search shows now."""
        return tuple(self._ticked)

    def _read(self, _text: str = "") -> None:
        if self.activity_id is None:
            return
        filters = CandidateFilters(
            self.search.text(), self.status.value(), self.referent.value(), self.previous.value()
        )
        self._found = self.context.bridge.read(
            enrol_candidates.candidates, self.activity_id, filters, self.context.bridge.scope
        )
        clear_layout(self.lines)
        for person in self._found[:SHOWN]:
            self.lines.addWidget(self._line(person))
        words = count(len(self._found), "personne à inscrire", "personnes à inscrire")
        if len(self._found) > SHOWN:
            words = f"{words}, {number(SHOWN)} premières montrées"
        self.found.setText(words if self._found else "Personne ne correspond.")
        self.tick_all.setVisible(bool(self._found))
        self._tell()

    def _line(self, person: ParticipantRow) -> CheckBox:
        born = f" ({date_short(person.birth_date)})" if person.birth_date else ""
        box = CheckBox(f"{person.name}{born}")
        box.setChecked(person.id in self._ticked)

        def toggled(on: bool) -> None:
            if on:
                self._ticked[person.id] = person.name
            else:
                self._ticked.pop(person.id, None)
            self._tell()

        box.toggled.connect(toggled)
        return box

    def _tick_all(self) -> None:
        """Everybody found, also beyond those shown; a second time unticks them."""
        every = all(person.id in self._ticked for person in self._found)
        for person in self._found:
            if every:
                self._ticked.pop(person.id, None)
            else:
                self._ticked[person.id] = person.name
        self._read()

    def _tell(self) -> None:
        chosen, single = len(self._ticked), self.since.value() == ONE_DAY
        verbs = {PROPOSED: "Proposer", WAITING: "Mettre en attente"}
        verb = "Attendre" if single else verbs.get(self.standing.value(), "Inscrire")
        self.submit.setText(f"{verb} {count(chosen, 'personne')}" if chosen else verb)
        self.submit.setEnabled(chosen > 0)
        self.tick_all.setText(
            "Tout décocher"
            if self._found and all(one.id in self._ticked for one in self._found)
            else "Tout cocher"
        )
        self.standing.setVisible(not single)
        free = self._places.free
        over = not single and self.standing.value() == ENROLLED and free is not None and chosen > free
        self.overflow.setVisible(over)
        self.room.setVisible(free is not None and not single)
        if free is not None:
            self.room.setText(f"{count(free, 'place libre', 'places libres')} sur {self._places.capacity}.")

    def enrol(self) -> None:
        """Enrol, propose, put in waiting or expect those ticked, as one operation."""
        if self.activity_id is None or not self._ticked:
            return
        done = self.context.attempt(self, self._write)
        if done is not None:
            self.enrolled.emit(done)

    def _write(self) -> int:
        activity_id, people = self.activity_id, self.ticked()
        assert activity_id is not None
        write, many = self.context.bridge.write, count(len(people), "personne")
        if self.since.value() == ONE_DAY and self.seance_id is not None:
            words = f"Attendre {many} le {date_day_month(self._day)}"
            return write(words, guests.invite, self.seance_id, people)
        since = self._day if self.since.value() == FROM_DAY else None
        start = f" à partir du {date_day_month(since)}" if since else ""
        standing = self.standing.value()
        if standing == ENROLLED and self.overflow.isChecked() and self._places.capacity is not None:
            made = write(f"Inscrire {many}{start}", waiting.enrol_within, activity_id, people, since=since)
            if made.waiting:
                told = count(made.enrolled, "personne inscrite", "personnes inscrites")
                self.context.window.notify(f"{told}, {made.waiting} en attente", undoable=True)
            return made.enrolled + made.waiting
        verb = {PROPOSED: "Proposer", WAITING: "Mettre en attente"}.get(standing, "Inscrire")
        return write(
            f"{verb} {many}{start}", enrolments.enrol, activity_id, people, since=since, status=standing
        )

"""Bringing séances from a calendar file: a plan that says everything first, then one operation.

An event known by its UID updates its séance, it is never doubled. What presences, a sheet or a closed month
hold is kept as it is, what left the file is reported and never deleted. Descriptions and guests of the file
are not taken: they name people.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError
from elans_desktop.core.formats import NBSP, count
from elans_desktop.core.text import fold
from elans_desktop.models.activities import Activity, Seance, SeanceSlot
from elans_desktop.models.organisation import Place
from elans_desktop.services.calendar import activities, seance_store, seances, series_members
from elans_desktop.services.calendar.ics_export import slot_of
from elans_desktop.services.calendar.ics_reading import IcsEvent, IcsFile
from elans_desktop.services.calendar.seance_cards import PLANNED
from elans_desktop.services.calendar.seance_inputs import DAY, SeanceInput, SlotInput
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.presences import month_closing
from elans_desktop.services.presences.month_closing import CLOSED, Month
from elans_desktop.services.scope import EVERYTHING, Scope

Action = Literal["new", "update", "cancel", "same", "kept", "refused"]
REASON = "Annulée dans le calendrier importé"
MOST_SHOWN = 200
_ELSEWHERE = f"Lieu du calendrier importé{NBSP}: "
"""Begins the line of the notes that holds a place the classeur does not know."""


@dataclass(frozen=True, slots=True)
class PlannedEvent:
    """What would be done with an event."""

    action: Action
    day: date
    title: str = field(repr=False)
    sentence: str = ""
    """Why, when it is kept or refused."""
    activity_id: uuid.UUID | None = None
    seance_id: uuid.UUID | None = None
    event: IcsEvent | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Removed:
    """A séance that came from this calendar and is no longer in it."""

    seance_id: uuid.UUID
    day: date
    title: str


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Everything an import would do."""

    events: tuple[PlannedEvent, ...]
    removed: tuple[Removed, ...] = ()
    unread: int = 0
    """Events that could not be read at all."""

    def count(self, *actions: Action) -> int:
        """How many events have one of these actions."""
        return sum(one.action in actions for one in self.events)

    @property
    def words(self) -> str:
        """« 12 nouvelles, 2 mises à jour, 1 annulée, 3 inchangées ; 1 gardée, 2 refusées »."""
        parts = (
            (self.count("new"), "nouvelle", "nouvelles"),
            (self.count("update"), "mise à jour", "mises à jour"),
            (self.count("cancel"), "annulée", "annulées"),
            (self.count("same"), "inchangée", "inchangées"),
            (self.count("kept"), "gardée telle quelle", "gardées telles quelles"),
            (self.count("refused") + self.unread, "refusée", "refusées"),
            (len(self.removed), "absente du fichier", "absentes du fichier"),
        )
        said = ", ".join(count(n, one, many) for n, one, many in parts if n)
        return f"Séances{NBSP}: {said}." if said else "Rien dans ce calendrier."


def plan(
    session: Session, file: IcsFile, activity_id: uuid.UUID | None = None, scope: Scope = EVERYTHING
) -> ImportPlan:
    """What importing would do. Events titled like an activity go there, the others to `activity_id`.

    Raises PermissionDenied.
    """
    require(session, Right.EDIT_CALENDAR)
    require(session, Right.IMPORT_EXPORT)
    known = _Known(session, file, scope)
    latest = {event.uid: event for event in file.events}
    made: list[PlannedEvent] = []
    for event in latest.values():
        made.append(_plan_event(known, event, activity_id))
    return ImportPlan(tuple(made), _removed(session, known, made), len(file.refused))


def apply(session: Session, wanted: ImportPlan) -> ImportPlan:
    """Do what a plan says, then renumber; returns the plan. Raises InputError when nothing can be taken."""
    require(session, Right.EDIT_CALENDAR)
    require(session, Right.IMPORT_EXPORT)
    doable = [one for one in wanted.events if one.action in ("new", "update", "cancel")]
    if not doable and not wanted.count("same"):
        raise InputError({"file": "Aucun événement de ce calendrier ne peut être repris."})
    ids = {one.seance_id for one in doable if one.seance_id is not None}
    parts = seance_store.parts_of(session, ids)
    places = _places(session)
    titles = dict(session.execute(select(Activity.id, Activity.title)).all())
    usual: dict[uuid.UUID, activities.ActivityView] = {}
    touched: set[uuid.UUID] = set()
    for one in doable:
        event = one.event
        assert event is not None
        if one.action == "new":
            assert one.activity_id is not None
            if one.activity_id not in usual:
                usual[one.activity_id] = activities.view(session, one.activity_id)
            _create(session, usual[one.activity_id], event, places)
            touched.add(one.activity_id)
            continue
        seance = seance_store.get(session, one.seance_id)
        touched.add(seance.activity_id)
        if one.action == "cancel":
            seances.cancel(session, seance.id, REASON)
        else:
            held = parts.input_of(seance)
            title = titles.get(seance.activity_id, "")
            seance_store.change(session, seance, _changed(held, event, title, places), parts)
            seance.detached = seance.detached or seance.series_id is not None
    session.flush()
    for activity in touched:
        seance_store.renumber(session, activity)
    return wanted


class _Known:
    """The séances the events may be, the activities and what is held, read once."""

    def __init__(self, session: Session, file: IcsFile, scope: Scope) -> None:
        uids = {event.uid for event in file.events}
        slots = {slot for uid in uids if (slot := slot_of(uid)) is not None}
        own = session.execute(
            select(SeanceSlot.id, Seance)
            .join(Seance, Seance.id == SeanceSlot.seance_id)
            .where(SeanceSlot.id.in_(slots))
        ).all()
        self.by_slot: dict[uuid.UUID, Seance] = dict(own)
        self.by_uid = {
            one.external_uid: one
            for one in session.scalars(select(Seance).where(Seance.external_uid != ""))
            if one.external_uid in uids
        }
        found = [*self.by_slot.values(), *self.by_uid.values()]
        self.parts = seance_store.parts_of(session, {one.id for one in found})
        self.held: Mapping[uuid.UUID, str] = series_members.holding(session, {one.id for one in found})
        query = select(Activity.id, Activity.title).where(Activity.archived_on.is_(None))
        if scope.agreement_id:
            query = query.where(Activity.agreement_id == scope.agreement_id)
        self.activities = {fold(title): key for key, title in session.execute(query)}
        self.titles = dict(session.execute(select(Activity.id, Activity.title)).all())
        self.closed = month_closing.closed_of(session, self.titles)
        self.places = _places(session)
        self.days = {event.first_day for event in file.events}
        self.mine = bool(self.by_slot)

    def seance(self, event: IcsEvent) -> Seance | None:
        """The séance an event stands for."""
        slot = slot_of(event.uid)
        return self.by_slot.get(slot) if slot is not None else self.by_uid.get(event.uid)


def _plan_event(known: _Known, event: IcsEvent, activity_id: uuid.UUID | None) -> PlannedEvent:
    seance = known.seance(event)
    title = event.summary or (known.titles.get(seance.activity_id, "") if seance else "")
    line = PlannedEvent("same", event.first_day, title, event=event)
    if problem := _problem(event):
        return replace(line, action="refused", sentence=problem)
    if seance is None:
        home = known.activities.get(fold(event.summary), activity_id)
        if slot_of(event.uid) is not None and home is None:
            return replace(line, action="refused", sentence="Cette séance n’existe plus dans le classeur.")
        if event.cancelled:
            return replace(line, action="refused", sentence=f"Annulé avant d’avoir été repris{NBSP}: laissé.")
        if home is None:
            sentence = f"Aucune activité ne porte ce titre{NBSP}: choisissez celle qui le reçoit."
            return replace(line, action="refused", sentence=sentence)
        if known.closed.holds(home, event.first_day):
            words = (
                f"{Month.of(event.first_day).words.capitalize()} est clos{NBSP}: aucune séance ne s’y ajoute."
            )
            return replace(line, action="refused", sentence=words)
        return replace(line, action="new", activity_id=home)
    line = replace(line, activity_id=seance.activity_id, seance_id=seance.id)
    held = known.parts.input_of(seance)
    if event.cancelled:
        return (
            line if seance.state != PLANNED else _unless_held(known, seance, replace(line, action="cancel"))
        )
    if seance.state != PLANNED:
        words = f"Annulée ou reportée dans le classeur{NBSP}: elle le reste."
        return replace(line, action="kept", sentence=words)
    wanted = _changed(held, event, known.titles.get(seance.activity_id, ""), known.places)
    if len(held.slots) > 1 and wanted.day != held.day:
        words = f"Cette séance a plusieurs créneaux{NBSP}: déplacez-la dans le classeur."
        return replace(line, action="kept", sentence=words)
    if wanted == held:
        return line
    return _unless_held(known, seance, replace(line, action="update"))


def _unless_held(known: _Known, seance: Seance, line: PlannedEvent) -> PlannedEvent:
    days = (seance.day, line.day if line.action == "update" else seance.day)
    shut = any(known.closed.holds(seance.activity_id, day) for day in days)
    why = CLOSED if shut else known.held.get(seance.id)
    if why is None:
        return line
    return replace(line, action="kept", sentence=f"Elle reste telle quelle{NBSP}: {why}.")


def _problem(event: IcsEvent) -> str:
    if event.all_day:
        return f"Journée entière, sans heures{NBSP}: une séance a un début et une fin."
    if event.end == event.start:
        return "Cet événement ne dure pas."
    if _end_minute(event) > DAY:
        return f"Cet événement passe minuit{NBSP}: une séance tient dans une journée."
    return ""


def _changed(
    held: SeanceInput, event: IcsEvent, activity: str, places: Mapping[str, uuid.UUID]
) -> SeanceInput:
    """The séance as the event says: day, hours (of its only slot, or the one the UID names), subject, place.

    A place the classeur does not know is written in the notes of a séance that came from elsewhere.
    """
    slot_id = slot_of(event.uid)
    start, end = event.start.hour * 60 + event.start.minute, _end_minute(event)
    slots = tuple(
        replace(slot, start=start, end=end) if slot_id in (None, slot.id) else slot for slot in held.slots
    )
    changed = replace(held, day=event.first_day, slots=slots)
    if event.summary:
        changed = replace(changed, title=_subject(event, activity))
    if not event.location or held.stops:
        return changed
    where = places.get(fold(event.location))
    if where is not None:
        return replace(changed, place_id=where, notes=_with_place(held.notes, ""))
    return changed if slot_id is not None else replace(changed, notes=_with_place(held.notes, event.location))


def _subject(event: IcsEvent, activity: str) -> str:
    """The title of a séance: nothing when the event is called like its activity."""
    return "" if fold(event.summary) == fold(activity) else event.summary[:200]


def _with_place(notes: str, location: str) -> str:
    """The notes with the place of the calendar imported, instead of the one they held."""
    lines = [line for line in notes.splitlines() if not line.startswith(_ELSEWHERE)]
    return "\n".join([*lines, f"{_ELSEWHERE}{location}"] if location else lines)


def _end_minute(event: IcsEvent) -> int:
    """In minutes of the first day: 1440 at midnight, more when it goes beyond."""
    days = (event.end.date() - event.first_day).days
    return days * DAY + event.end.hour * 60 + event.end.minute


def _create(
    session: Session, activity: activities.ActivityView, event: IcsEvent, places: Mapping[str, uuid.UUID]
) -> None:
    trainers = tuple(trainer.id for trainer in activity.trainers)
    where = places.get(fold(event.location))
    notes = _with_place("", event.location if where is None else "")
    start, end = event.start.hour * 60 + event.start.minute, _end_minute(event)
    seance = seance_store.create(
        session,
        SeanceInput(
            activity.id,
            event.first_day,
            (SlotInput(start, end, None, trainers),),
            place_id=where or activity.place_id,
            title=_subject(event, activity.title),
            notes=notes,
        ),
    )
    seance.external_uid = event.uid[:200]


def _places(session: Session) -> dict[str, uuid.UUID]:
    """By folded name, and by « name, commune »."""
    made: dict[str, uuid.UUID] = {}
    for key, name, commune in session.execute(
        select(Place.id, Place.name, Place.commune).where(Place.archived_on.is_(None))
    ):
        made.setdefault(fold(name), key)
        if commune:
            made.setdefault(fold(f"{name}, {commune}"), key)
    return made


def _removed(session: Session, known: _Known, made: Sequence[PlannedEvent]) -> tuple[Removed, ...]:
    """Planned séances of the same activities and days that came from a calendar, and left it."""
    homes = {one.activity_id for one in made if one.activity_id is not None}
    kept = {one.seance_id for one in made if one.seance_id is not None}
    if not known.days or not homes:
        return ()
    query = select(Seance).where(
        Seance.activity_id.in_(homes),
        Seance.state == PLANNED,
        Seance.day.between(min(known.days), max(known.days)),
    )
    if not known.mine:
        query = query.where(Seance.external_uid != "")
    return tuple(
        Removed(one.id, one.day, one.title or known.titles.get(one.activity_id, ""))
        for one in session.scalars(query.order_by(Seance.day))
        if one.id not in kept
    )

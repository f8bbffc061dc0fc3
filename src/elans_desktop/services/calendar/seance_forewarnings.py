"""What a séance being typed would be warned about, before it is saved. It informs and never blocks."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.ids import new_id
from elans_desktop.models.activities import Activity
from elans_desktop.models.organisation import Place, Professional, Structure
from elans_desktop.services.calendar import enrolments, expected
from elans_desktop.services.calendar.seance_cards import (
    PLANNED,
    Remark,
    SeanceCard,
    SlotCard,
    Stop,
    Trainer,
    smaller,
)
from elans_desktop.services.calendar.seance_inputs import SeanceInput, errors, proposed_kind
from elans_desktop.services.calendar.seance_warnings import warned
from elans_desktop.services.permissions import Right, require


def of_input(session: Session, data: SeanceInput) -> tuple[Remark, ...]:
    """The remarks that the séance would wear on its first day; none while it cannot be saved yet.

    Its own row, when it has one already, is not counted against it. Whoever is typing sees that nobody leads
    it: that remark waits for the séance to be saved.
    """
    require(session, Right.EDIT_CALENDAR)
    activity = session.get(Activity, data.activity_id) if data.activity_id else None
    if errors(data) or activity is None:
        return ()
    (card,) = warned(session, [_card(session, data, activity)])
    return tuple(remark for remark in card.warnings if remark.kind != "no_trainer")


def _card(session: Session, data: SeanceInput, activity: Activity) -> SeanceCard:
    assert data.day is not None
    place = session.get(Place, data.place_id) if data.place_id else None
    key = data.id or new_id()
    people = {
        row.participant_id for row in enrolments.enrolments(session, activity.id) if row.expected_on(data.day)
    }
    if data.id is not None:
        people.update(guest.participant_id for guest in expected.guests_at(session, [key]).get(key, ()))
    return SeanceCard(
        id=key,
        activity_id=activity.id,
        activity_title=activity.title,
        title=data.title,
        brique_code=activity.brique_code,
        type_code=activity.type_code,
        day=data.day,
        number=0,
        total=0,
        state=PLANNED,
        state_reason="",
        improvised=data.improvised,
        series_id=None,
        place_id=data.place_id,
        place_name=place.name if place else "",
        place_commune=place.commune if place else "",
        structure_id=activity.structure_id,
        structure_name="",
        capacity=smaller(activity.capacity, place.capacity if place else None),
        expected=len(people),
        slots=_slots(session, data),
        people=frozenset(people),
        agreement_id=activity.agreement_id,
        mode_code=activity.mode_code,
        place_insee=place.insee if place else "",
        stops=_stops(session, data),
    )


def _stops(session: Session, data: SeanceInput) -> tuple[Stop, ...]:
    found = [(stop, session.get(Place, stop.place_id)) for stop in data.stops if stop.place_id]
    return tuple(
        Stop(place.id, place.name, place.commune, stop.start, stop.end)
        for stop, place in found
        if place is not None
    )


def _slots(session: Session, data: SeanceInput) -> tuple[SlotCard, ...]:
    wanted = {person_id for slot in data.slots for person_id in slot.trainer_ids}
    rows = session.execute(
        select(Professional.id, Professional.last_name, Professional.first_name, Structure.name)
        .outerjoin(Structure, Structure.id == Professional.structure_id)
        .where(Professional.id.in_(wanted))
    )
    known: dict[uuid.UUID, Trainer] = {row[0]: Trainer(row[0], row[1], row[2], row[3] or "") for row in rows}
    made = [
        SlotCard(
            slot.id or new_id(),
            slot.start or 0,
            slot.end or 0,
            slot.kind or proposed_kind(slot.start or 0),
            tuple(known[one] for one in slot.trainer_ids if one in known),
        )
        for slot in data.slots
    ]
    return tuple(sorted(made, key=lambda slot: slot.start))

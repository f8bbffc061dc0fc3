"""People expected at one séance without being enrolled: an appointment, a visitor, somebody who came."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import RuleError
from elans_desktop.models.activities import Presence, Seance, SeanceGuest, SeanceSlot
from elans_desktop.services.calendar import expected
from elans_desktop.services.calendar.sheet_states import follow_entry, refuse_locked
from elans_desktop.services.kept import existing
from elans_desktop.services.participants import participants
from elans_desktop.services.participants.participants import ParticipantInput
from elans_desktop.services.permissions import Right, require


def invite(session: Session, seance_id: uuid.UUID, participant_ids: Iterable[uuid.UUID]) -> int:
    """Expect people at one séance; returns how many were not already. Raises NotFoundError, RuleError."""
    require(session, Right.EDIT_CALENDAR)
    return _add(session, [_seance(session, seance_id)], participant_ids, improvised=False)


def add_for_day(session: Session, activity_id: uuid.UUID, participant_id: uuid.UUID, day: date) -> int:
    """Somebody came without being expected: at every planned séance of the activity that day.

    Whoever enters presences may do it. Returns at how many séances; raises RuleError when there is none.
    """
    require(session, Right.ENTER_PRESENCES)
    found = session.scalars(
        select(Seance).where(Seance.activity_id == activity_id, Seance.day == day, Seance.state == "prevue")
    ).all()
    if not found:
        raise RuleError("Cette activité n’a pas de séance prévue ce jour-là.", "Créez d’abord la séance.")
    return _add(session, found, [participant_id], improvised=True)


def add_new_for_day(
    session: Session, activity_id: uuid.UUID, typed: ParticipantInput, day: date
) -> uuid.UUID:
    """Somebody unknown came: open their file, then expect them that day, in one write. Returns the file.

    Raises InputError (no name), RuleError, PermissionDenied.
    """
    made = participants.save(session, typed)
    add_for_day(session, activity_id, made, day)
    return made


def uninvite(session: Session, seance_id: uuid.UUID, participant_id: uuid.UUID) -> None:
    """No longer expect a guest. Raises RuleError when a presence is entered or the sheet validated."""
    require(session, Right.EDIT_CALENDAR)
    slots = _slots(session, seance_id)
    refuse_locked(session, slots, "ses invités ne changent plus")
    entered = select(func.count()).select_from(Presence)
    if session.scalar(entered.where(Presence.slot_id.in_(slots), Presence.participant_id == participant_id)):
        raise RuleError("La présence de cette personne est saisie.", "Effacez-la d’abord dans la grille.")
    guest = session.get(SeanceGuest, SeanceGuest.key(seance_id, participant_id))
    if guest is not None:
        session.delete(guest)
        session.flush()
        follow_entry(session, slots)


def _add(
    session: Session, seances: Iterable[Seance], participant_ids: Iterable[uuid.UUID], *, improvised: bool
) -> int:
    count = 0
    people = list(dict.fromkeys(participant_ids))
    for seance in seances:
        there = expected.ids_at(session, [seance.id]).get(seance.id, frozenset())
        new = [person_id for person_id in people if person_id not in there]
        if not new:
            continue
        slots = _slots(session, seance.id)
        refuse_locked(session, slots, "personne ne s’y ajoute plus")
        for person_id in new:
            session.add(
                SeanceGuest(
                    id=SeanceGuest.key(seance.id, person_id),
                    seance_id=seance.id,
                    participant_id=person_id,
                    improvised=improvised,
                )
            )
        count += len(new)
        session.flush()
        follow_entry(session, slots)
    return count


def _slots(session: Session, seance_id: uuid.UUID) -> list[uuid.UUID]:
    return list(session.scalars(select(SeanceSlot.id).where(SeanceSlot.seance_id == seance_id)))


def _seance(session: Session, seance_id: uuid.UUID) -> Seance:
    return existing(session, Seance, seance_id, "Cette séance n’existe plus.", "Revenez au calendrier.")

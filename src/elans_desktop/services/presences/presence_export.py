"""Presences as a table: a row for each person and slot, entered or not, cancelled séances included."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.models.activities import Activity, Presence, Seance, SeanceSlot
from elans_desktop.models.participants import Participant
from elans_desktop.services import restricted
from elans_desktop.services.calendar import sheet_states
from elans_desktop.services.calendar.expected import unentered
from elans_desktop.services.calendar.sheet_states import STATE_LABELS, SheetInfo
from elans_desktop.services.organisation import reference
from elans_desktop.services.organisation.reference import Labels
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.presences.attendance_hours import Period
from elans_desktop.services.privacy import person_requests
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.services.tabular import Column, Kind, Line, Table

TITLE = "Présences (une ligne par personne et par créneau)"
STATUSES = {
    "P": "présent",
    "A": "absent justifié",
    "I": "absent injustifié",
    "E": "excusé",
    "D": "dispensé",
}
CANCELLED = {"annulee": "séance annulée", "reportee": "séance reportée"}
EXPECTED = "attendu"
CARRIED_OVER = "repris"
"""State of the sheet of a presence that came from a spreadsheet and that no sheet holds."""
COLUMNS = (
    Column("dossier"),
    Column("nom"),
    Column("prenom"),
    Column("date", Kind.DAY),
    Column("debut", Kind.TIME),
    Column("fin", Kind.TIME),
    Column("statut"),
    Column("minutes_prevues", Kind.NUMBER),
    Column("minutes_realisees", Kind.NUMBER),
    Column("activite"),
    Column("brique"),
    Column("feuille"),
    Column("etat_feuille"),
)


Person = tuple[str, str, str, str]
"""Number, last name, first name, key of the order."""


def table(session: Session, days: Period, scope: Scope = EVERYTHING) -> Table:
    """The presences of the days, in the order of the calendar, then of names. Raises PermissionDenied.

    Planned minutes exclude « dispensé » and séances cancelled or postponed; realised ones are those of
    present people, late and early minutes taken off. Who objects to be in lists is not named: their hours
    stay counted.
    """
    require(session, Right.IMPORT_EXPORT)
    require(session, Right.READ_PEOPLE)
    conditions = [Seance.day >= days[0], Seance.day <= days[1]]
    if scope.agreement_id:
        conditions.append(Activity.agreement_id == scope.agreement_id)
    slots: Any = {
        row[0]: row
        for row in session.execute(
            select(
                SeanceSlot.id,
                SeanceSlot.start,
                SeanceSlot.end,
                Seance.day,
                Seance.state,
                Activity.title,
                Activity.brique_code,
            )
            .join(Seance, Seance.id == SeanceSlot.seance_id)
            .join(Activity, Activity.id == Seance.activity_id)
            .where(*conditions)
        )
    }
    entered = [p for p in session.scalars(_presences(conditions)) if p.slot_id in slots]
    waiting = _waiting(session, days, slots)
    people = _people(session, {p.participant_id for p in entered} | {person for person, _slot in waiting})
    for person in person_requests.opposed_to_sharing(session) & people.keys():
        people[person] = ("", "", "", "")
    sheets = sheet_states.sheets_of_slots(session, set(slots))
    briques = reference.labels(session, "briques")
    keyed: list[tuple[tuple[Any, ...], Line]] = []
    for participant_id, slot_id, presence in [
        *((p.participant_id, p.slot_id, p) for p in entered),
        *((person, slot, None) for person, slot in waiting),
    ]:
        who, slot = people[participant_id], slots[slot_id]
        sheet = sheet_states.sheet_of(sheets.get(slot_id, ()), participant_id)
        line = _line(who, slot, presence, sheet, briques)
        keyed.append(((slot[3], slot[1], slot[5], who[3]), line))
    keyed.sort(key=lambda one: one[0])
    return Table(TITLE, COLUMNS, [line for _key, line in keyed])


def _presences(conditions: Sequence[Any]) -> Any:
    return (
        select(Presence)
        .join(SeanceSlot, SeanceSlot.id == Presence.slot_id)
        .join(Seance, Seance.id == SeanceSlot.seance_id)
        .join(Activity, Activity.id == Seance.activity_id)
        .where(*conditions)
    )


def _waiting(
    session: Session, days: Period, slots: Mapping[uuid.UUID, Any]
) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """People expected at a slot and not entered: (person, slot)."""
    missing = unentered(Seance.day >= days[0], Seance.day <= days[1], Seance.state == "prevue")
    rows = session.execute(select(missing.c.person_id, missing.c.slot_id))
    return [(person, slot) for person, slot in rows if slot in slots]


def _people(session: Session, ids: set[uuid.UUID]) -> dict[uuid.UUID, Person]:
    """Number, last and first names, and the key of the order, of some people."""
    rows = session.execute(
        select(
            Participant.id,
            Participant.number,
            restricted.LAST,
            restricted.BIRTH,
            restricted.FIRST,
            restricted.ORDER,
        )
    )
    return {row[0]: (row[1], row[2] or row[3], row[4], row[5]) for row in rows if row[0] in ids}


def _line(
    who: Person, slot: Any, presence: Presence | None, sheet: SheetInfo | None, briques: Labels
) -> Line:
    _id, start, end, day, state, title, brique = slot
    length = end - start
    if state in CANCELLED:
        status, planned, realised = CANCELLED[state], 0, 0
    elif presence is None:
        status, planned, realised = EXPECTED, length, None
    else:
        status = STATUSES[presence.status]
        planned = 0 if presence.status == "D" else length
        realised = max(0, length - presence.late - presence.early) if presence.status == "P" else 0
    return (
        who[0],
        who[1],
        who[2],
        day,
        start,
        end,
        status,
        planned,
        realised,
        title,
        briques("briques", brique),
        sheet.number if sheet else "",
        STATE_LABELS[sheet.state].lower()
        if sheet
        else CARRIED_OVER
        if presence and presence.carried_over
        else "",
    )

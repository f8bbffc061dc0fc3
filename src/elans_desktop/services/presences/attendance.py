"""Entering presences: one cell or many, « tous présents », minutes as they are typed.

Statuses of domain.md §4.3: P A I E D, no row = expected; late and early minutes go with P only, and a
validated sheet locks its cells. The grid and its totals are read in `attendance_grid`.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError, NotFoundError, RuleError
from elans_desktop.core.formats import NBSP, duration
from elans_desktop.core.parsing import Unreadable
from elans_desktop.models.activities import Presence, Seance, SeanceSlot
from elans_desktop.services import restricted
from elans_desktop.services.calendar import expected
from elans_desktop.services.calendar.sheet_states import follow_entry, refuse_locked_cells
from elans_desktop.services.permissions import Right, require

STATUSES = {
    "P": "présent",
    "A": "absent justifié",
    "I": "absent injustifié",
    "E": "excusé",
    "D": "dispensé",
}


@dataclass(frozen=True, slots=True)
class PresenceInput:
    """What to write for a person at a slot; `status` None takes the entry back (« attendu »)."""

    participant_id: uuid.UUID
    slot_id: uuid.UUID
    status: str | None
    late: int = 0
    early: int = 0
    reason_code: str | None = None
    proof_received: bool = False
    comment: str = field(default="", repr=False)


def set_presences(session: Session, entries: Sequence[PresenceInput]) -> int:
    """Write a batch of cells; returns how many changed. Sheets follow: all entered → « saisie ».

    Raises InputError (a status or minutes that cannot be), RuleError (validated sheet, cancelled séance).
    """
    require(session, Right.ENTER_PRESENCES)
    if not entries:
        return 0
    slot_ids = list({entry.slot_id for entry in entries})
    slots = {
        slot.id: (slot, seance)
        for slot, seance in session.execute(
            select(SeanceSlot, Seance)
            .join(Seance, Seance.id == SeanceSlot.seance_id)
            .where(SeanceSlot.id.in_(slot_ids))
        )
    }
    if len(slots) < len(slot_ids):
        raise NotFoundError("Ce créneau n’existe plus.", "Revenez au calendrier.")
    cells = {(entry.participant_id, entry.slot_id) for entry in entries}
    refuse_locked_cells(session, cells, "ses présences ne changent plus")
    for entry in entries:
        check_entry(entry, *slots[entry.slot_id])
    people = {entry.participant_id for entry in entries}
    restricted.refuse_writing_about_any(session, people)
    current = {
        (row.participant_id, row.slot_id): row
        for row in session.scalars(
            select(Presence).where(Presence.slot_id.in_(slot_ids), Presence.participant_id.in_(people))
        )
    }
    changed = sum(
        write_entry(session, current.get((entry.participant_id, entry.slot_id)), entry) for entry in entries
    )
    session.flush()
    if changed:
        follow_entry(session, slot_ids)
    return changed


def all_present(session: Session, slot_ids: Iterable[uuid.UUID]) -> int:
    """« Tous présents »: P for everyone expected at these slots and not yet entered. Returns how many.

    Whoever’s file is closed is left as they are.
    """
    require(session, Right.ENTER_PRESENCES)
    wanted = set(slot_ids)
    found = session.execute(
        select(SeanceSlot.id, SeanceSlot.seance_id).where(SeanceSlot.id.in_(wanted))
    ).all()
    people = expected.ids_at(session, {seance_id for _, seance_id in found})
    closed = restricted.closed_among(session, frozenset[uuid.UUID]().union(*people.values()))
    entered = set(
        session.execute(select(Presence.participant_id, Presence.slot_id).where(Presence.slot_id.in_(wanted)))
    )
    return set_presences(
        session,
        [
            PresenceInput(person_id, slot_id, "P")
            for slot_id, seance_id in found
            for person_id in sorted(people.get(seance_id, ()))
            if (person_id, slot_id) not in entered and person_id not in closed
        ],
    )


def parse_minutes(text: str) -> tuple[int, int]:
    """Read `20` (late) or `20/15` (late/early), `/15` (early alone), in minutes. Raises Unreadable."""
    match = re.fullmatch(
        r"(\d{0,3})(?:\s*/\s*(\d{0,3}))?", text.replace("min", "").replace(NBSP, " ").strip()
    )
    if match is None or not (match[1] or match[2]):
        raise Unreadable("Écrivez les minutes de retard, comme 20, ou retard et départ, comme 20/15.")
    return int(match[1] or 0), int(match[2] or 0)


def minutes_words(late: int, early: int) -> str:
    """« 20 », « 20/15 », « /15 »: what `parse_minutes` reads."""
    return f"{late or ''}/{early}" if early else str(late) if late else ""


def check_entry(entry: PresenceInput, slot: SeanceSlot, seance: Seance) -> None:
    """Raises RuleError for a séance not held, InputError for a status or minutes that cannot be."""
    if seance.state != "prevue":
        raise RuleError(
            f"Cette séance est annulée ou reportée{NBSP}: elle ne compte pas de présences.",
            "Remettez-la au calendrier si elle a eu lieu.",
        )
    if entry.status is not None and entry.status not in STATUSES:
        raise InputError({"status": "Choisissez P, A, I, E ou D."})
    if entry.late < 0 or entry.early < 0:
        raise InputError({"minutes": "Les minutes se comptent à partir de zéro."})
    if (entry.late or entry.early) and entry.status != "P":
        raise InputError({"minutes": "Un retard ou un départ ne se note que pour une personne présente."})
    if entry.late + entry.early > slot.end - slot.start:
        length = duration(slot.end - slot.start)
        raise InputError({"minutes": f"Retard et départ dépassent la durée du créneau, {length}."})


def write_entry(session: Session, row: Presence | None, entry: PresenceInput) -> bool:
    """Write a checked entry over the row it already has, if any; whether something changed."""
    if entry.status is None:
        if row is not None:
            session.delete(row)
        return row is not None
    values = {
        "status": entry.status,
        "late": entry.late,
        "early": entry.early,
        "reason_code": entry.reason_code or None,
        "proof_received": entry.proof_received,
        "comment": entry.comment.strip(),
    }
    if row is None:
        key = Presence.key(entry.participant_id, entry.slot_id)
        session.add(
            Presence(
                id=key,
                participant_id=entry.participant_id,
                slot_id=entry.slot_id,
                carried_over=False,
                **values,
            )
        )
        return True
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return bool(changed)

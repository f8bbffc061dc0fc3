"""Writing an import of past presences: files, activities, séances made « reprises », then the presences."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.core.formats import date_short
from elans_desktop.core.ids import new_id
from elans_desktop.models.activities import Presence, Seance, SeanceSlot
from elans_desktop.models.participants import Participant
from elans_desktop.services import numbering, restricted
from elans_desktop.services.calendar import activities, enrolments, sheet_states
from elans_desktop.services.calendar.activities import ActivityInput
from elans_desktop.services.calendar.seance_inputs import proposed_kind
from elans_desktop.services.calendar.seance_store import renumber
from elans_desktop.services.imports.presence_context import PresenceContext
from elans_desktop.services.imports.presence_lines import Who
from elans_desktop.services.imports.presence_placing import Range
from elans_desktop.services.imports.presences import ActivityRef, PlannedPresence, PresencePlan
from elans_desktop.services.imports.tables import Check, stop_if
from elans_desktop.services.participants.participants import FIELDS, ParticipantInput
from elans_desktop.services.permissions import Right, require
from elans_desktop.storage.bulk import bulk_insert

Progress = Callable[[int, int], None]
"""`progress(done, total)`; may raise Cancelled."""
PRESENT = "P"
_STEP = 2_000
_Day = tuple[ActivityRef, date]


@dataclass(frozen=True, slots=True)
class PresenceResult:
    """What was written."""

    presences: int
    people: int
    """Files created."""
    activities: int
    seances: int
    known: int
    waiting: int
    rejected: int
    enrolled: int = 0
    """Enrolments made for the séances to come."""


def preview(plan: PresencePlan) -> PresenceResult:
    """The counts of a dry run: what `apply` would answer."""
    return PresenceResult(
        presences=len(plan.ready),
        people=len(plan.new_people),
        activities=len(plan.new_activities),
        seances=len(plan.new_seances),
        known=plan.known,
        waiting=plan.waiting,
        rejected=len(plan.rejected_lines),
    )


def origin() -> str:
    """What an activity or a séance made by an import says of itself."""
    return f"Reprise d’un tableau, le {date_short(clock.today())}."


def apply(
    session: Session,
    plan: PresencePlan,
    context: PresenceContext,
    progress: Progress | None = None,
    cancelled: Check | None = None,
    *,
    enrol_from: date | None = None,
) -> PresenceResult:
    """Write the plan. Lines rejected or waiting for an answer are left out.

    `enrol_from`: those who came that day or later are enrolled in their activities from today on, so that
    they stand on the sheets to come; nobody is when None. The past is never to be entered again.

    Raises RuleError when an activity is to be made and no convention is chosen, or for a file that receives
    nothing any more; Cancelled, PermissionDenied.
    """
    require(session, Right.IMPORT_EXPORT)
    require(session, Right.ENTER_PRESENCES)
    known = {one.person for one in plan.ready if isinstance(one.person, uuid.UUID)}
    restricted.refuse_writing_about_any(session, known)
    people = _make_people(session, plan.new_people)
    made = _make_activities(session, plan, context)
    slots = _make_seances(session, plan, made)
    rows: list[dict[str, Any]] = []
    regulars: dict[uuid.UUID, set[uuid.UUID]] = {}
    for one in plan.ready:
        person = one.person if isinstance(one.person, uuid.UUID) else people[one.person]
        if enrol_from is not None and one.day >= enrol_from and one.status == PRESENT:
            home = one.activity if isinstance(one.activity, uuid.UUID) else made[one.activity]
            regulars.setdefault(home, set()).add(person)
        slot = one.slot if isinstance(one.slot, uuid.UUID) else slots[one.activity, one.day, one.slot]
        rows.append(_row(one, person, slot))
    for start in range(0, len(rows), _STEP):
        stop_if(cancelled)
        if progress is not None:
            progress(start, len(rows))
        bulk_insert(session, Presence, rows[start : start + _STEP])
    sheet_states.follow_entry(session, {one.slot for one in plan.ready if isinstance(one.slot, uuid.UUID)})
    stop_if(cancelled)
    if progress is not None:
        progress(len(rows), len(rows))
    enrolled = sum(
        enrolments.enrol(session, activity_id, sorted(there), since=clock.today())
        for activity_id, there in sorted(regulars.items())
    )
    return replace(preview(plan), enrolled=enrolled)


def _row(one: PlannedPresence, person: uuid.UUID, slot: uuid.UUID) -> dict[str, Any]:
    return {
        "id": Presence.key(person, slot),
        "participant_id": person,
        "slot_id": slot,
        "status": one.status,
        "late": one.late,
        "early": one.early,
        "reason_code": None,
        "proof_received": False,
        "comment": one.comment,
        "carried_over": True,
    }


def _make_people(session: Session, wanted: Sequence[Who]) -> dict[Who, uuid.UUID]:
    """A file for each, with its names and its birth date alone."""
    if not wanted:
        return {}
    require(session, Right.EDIT_PEOPLE)
    numbers = numbering.next_numbers(session, numbering.DOSSIER, clock.today().year, len(wanted))
    rows: list[dict[str, Any]] = []
    for who, number in zip(wanted, numbers, strict=True):
        typed = ParticipantInput(
            last_name=who.last_name,
            birth_name=who.birth_name,
            first_name=who.first_name,
            birth_date=who.born,
        )
        rows.append({"number": number, **{name: getattr(typed, name) for name in FIELDS}})
    return dict(zip(wanted, bulk_insert(session, Participant, rows), strict=True))


def _make_activities(
    session: Session, plan: PresencePlan, context: PresenceContext
) -> dict[ActivityRef, uuid.UUID]:
    """Those to create, in the convention chosen, organised by our structure."""
    used = {one.activity for one in plan.ready}
    wanted = {key: title for key, title in plan.titles.items() if key in used}
    if not wanted:
        return {}
    if context.agreement_id is None or context.structure_id is None:
        raise RuleError(
            "Des activités sont à créer, et rien ne dit dans quelle convention.",
            "Choisissez la convention, ou créez d’abord ces activités dans le calendrier.",
        )
    require(session, Right.EDIT_CALENDAR)
    return {
        key: activities.save(
            session,
            ActivityInput(
                title,
                context.agreement_id,
                context.structure_id,
                brique_code=plan.briques.get(key),
                objectives=origin(),
            ),
        )
        for key, title in wanted.items()
    }


def _make_seances(
    session: Session, plan: PresencePlan, made: Mapping[ActivityRef, uuid.UUID]
) -> dict[tuple[ActivityRef, date, Range], uuid.UUID]:
    """One séance for each activity and day that lacks a slot; then the activities are numbered again."""
    wanted: dict[_Day, set[Range]] = {}
    for one in plan.ready:
        if isinstance(one.slot, tuple):
            wanted.setdefault((one.activity, one.day), set()).add(one.slot)
    if not wanted:
        return {}
    require(session, Right.EDIT_CALENDAR)
    seances: list[dict[str, Any]] = []
    slots: list[dict[str, Any]] = []
    found: dict[tuple[ActivityRef, date, Range], uuid.UUID] = {}
    touched: set[uuid.UUID] = set()
    notes = origin()
    for (activity, day), spans in sorted(wanted.items(), key=lambda one: (one[0][1], str(one[0][0]))):
        activity_id = activity if isinstance(activity, uuid.UUID) else made[activity]
        touched.add(activity_id)
        seance_id = new_id()
        seances.append(
            {
                "id": seance_id,
                "activity_id": activity_id,
                "day": day,
                "number": 0,
                "title": "",
                "state": "prevue",
                "state_reason": "",
                "improvised": False,
                "notes": notes,
                "detached": False,
                "external_uid": "",
            }
        )
        for start, end in sorted(spans):
            slot_id = new_id()
            found[activity, day, (start, end)] = slot_id
            kind = proposed_kind(start)
            slots.append({"id": slot_id, "seance_id": seance_id, "start": start, "end": end, "kind": kind})
    bulk_insert(session, Seance, seances)
    bulk_insert(session, SeanceSlot, slots)
    for activity_id in sorted(touched):
        renumber(session, activity_id)
    return found

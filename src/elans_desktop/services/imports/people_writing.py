"""What a line of people writes: a first contact, a pathway, and what was empty in a file already there."""

from __future__ import annotations

import uuid
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError
from elans_desktop.core.formats import NBSP, date_short
from elans_desktop.models.participants import DetectionContact, Participant
from elans_desktop.services.imports.people import PlannedPerson
from elans_desktop.services.participants.detection import day_problem
from elans_desktop.services.participants.participants import ParticipantInput
from elans_desktop.services.pathways import pathways
from elans_desktop.services.pathways.pathway_inputs import PathwayInput
from elans_desktop.storage.bulk import bulk_insert


def contact(
    person: PlannedPerson, participant_id: uuid.UUID, agreement_id: uuid.UUID | None
) -> dict[str, Any]:
    """The first contact that a line tells of."""
    return {
        "participant_id": participant_id,
        "agreement_id": agreement_id,
        "day": person.first_contact_on,
        "mode_code": person.mode_code,
        "place": "",
        "oriented_by_structure_id": person.oriented_by_id,
        "oriented_by_name": "" if person.oriented_by_id else person.oriented_by,
        "commune": person.input.commune,
        "insee": person.input.insee,
    }


def tells_of_pathway(person: PlannedPerson) -> bool:
    """Whether a line says something of a pathway."""
    oriented = bool(person.oriented_by) and person.first_contact_on is None
    return oriented or any((person.entry_on, person.referent_id, person.exit_on))


def pathway(person: PlannedPerson, participant_id: uuid.UUID, agreement_id: uuid.UUID) -> dict[str, Any]:
    """The pathway that a line tells of."""
    return {
        "participant_id": participant_id,
        "agreement_id": agreement_id,
        "entry_on": person.entry_on,
        "referent_id": person.referent_id,
        "prescriber_id": person.oriented_by_id,
        "prescriber_name": "" if person.oriented_by_id else person.oriented_by,
        "exit_on": person.exit_on,
        "exit_code": person.exit_code,
        "certified": False,
        **dict.fromkeys(_PATHWAY_TEXTS, ""),
    }


_PATHWAY_TEXTS = (
    "eligibility_note",
    "espoir_site",
    "diagnosis_summary",
    "own_words",
    "extension_reason",
    "exit_note",
)


def complete(
    session: Session, participant_id: uuid.UUID, person: PlannedPerson, agreement_id: uuid.UUID | None
) -> None:
    """Fill what is empty in the file of the base; what it says already is never changed.

    A first contact is added to a file without any, a pathway to one that has none in this agreement; what
    the rules of the forms refuse is written in the notes, with the reason.
    """
    row = session.get(Participant, participant_id)
    if row is None:
        return
    for each in fields(ParticipantInput):
        value = getattr(person.input, each.name)
        if each.name != "id" and value not in (None, "") and getattr(row, each.name) in (None, ""):
            setattr(row, each.name, value)
    session.flush()
    told = _complete_contact(session, row, person, agreement_id)
    if agreement_id is not None and tells_of_pathway(person):
        told += _complete_pathway(session, row, person, agreement_id)
    if told:
        row.notes = "\n".join(part for part in (row.notes, *told) if part)
    session.flush()


def _complete_contact(
    session: Session, row: Participant, person: PlannedPerson, agreement_id: uuid.UUID | None
) -> list[str]:
    day = person.first_contact_on
    known = select(DetectionContact.id).where(DetectionContact.participant_id == row.id).limit(1)
    if day is None or session.scalar(known) is not None:
        return []
    if problem := day_problem(day, row.birth_date):
        return [f"Premier contact d’après un tableau{NBSP}: {date_short(day)}. {problem}"]
    bulk_insert(session, DetectionContact, [contact(person, row.id, agreement_id)])
    return []


def _complete_pathway(
    session: Session, row: Participant, person: PlannedPerson, agreement_id: uuid.UUID
) -> list[str]:
    found = [one for one in pathways.of_participant(session, row.id) if one.agreement_id == agreement_id]
    said = {name: value for name, value in pathway(person, row.id, agreement_id).items() if value}
    known = found[0].input if found else PathwayInput(row.id, agreement_id)
    told: list[str] = []
    for names in (("entry_on",), ("exit_on", "exit_code"), ("referent_id",), _PRESCRIBER):
        given = {name: said[name] for name in names if name in said}
        if not given or any(getattr(known, name) for name in names):
            continue
        try:
            changed = replace(known, **given)
            known = replace(changed, id=pathways.save(session, changed))
        except InputError as refused:
            day = given.get("entry_on") or given.get("exit_on")
            label = "Entrée" if "entry_on" in given else "Sortie" if "exit_on" in given else "Parcours"
            told.append(_told(label, date_short(day) if day else "", refused))
    return told


_PRESCRIBER = ("prescriber_id", "prescriber_name")


def _told(label: str, words: str, refused: InputError) -> str:
    """« Entrée d’après un tableau : 12/03/2026. L’entrée est après… »."""
    return f"{label} d’après un tableau{NBSP}: {words}. {' '.join(refused.fields.values())}"

"""What the forms of a person let one choose: lines of the lists, référents, structures, agreements."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.text import fold
from elans_desktop.models.evaluations import Grid
from elans_desktop.models.organisation import ReferenceItem
from elans_desktop.services.governance import structures
from elans_desktop.services.organisation import agreements, professionals, reference
from elans_desktop.services.participants import papers, portraits

LISTS = (
    "attachment_kinds",
    "rqth",
    "justice",
    "protection",
    "sensitive_purpose",
    "civility",
    "sex",
    "nationality",
    "zone",
    "detection_modes",
    "detection_outcome",
    "structure_kinds",
    "family_situation",
    "housing",
    "education_level",
    "employment_situation",
    "unemployment_duration",
    "french_level",
    "admin_status",
    "resources",
    "mobility",
    "digital_equipment",
    "briques",
    "elans_profile",
    "training_status",
    "employment_distance",
    "eligibility_ground",
    "suspension_reason",
    "extension_reason",
    "immersion_object",
    "aid_kind",
    "aid_status",
    "follow_up_outcome",
    "interview_medium",
    "objective_status",
    "action_status",
    "barriers",
    "barrier_statuses",
    "barrier_evoked_by",
    "elans_objectives",
)
SUBJECTS = "activity_types"
Pairs = tuple[tuple[str, str], ...]
IdPairs = tuple[tuple[uuid.UUID, str], ...]


@dataclass(frozen=True, slots=True)
class PersonChoices:
    """(value, label) pairs, in the order to show."""

    lists: Mapping[str, Pairs]
    referents: IdPairs = field(repr=False)
    professionals: IdPairs = field(repr=False)
    """Everybody at work, référents included."""
    subjects: Pairs
    """Types of activity of the accompaniment: what an interview may be about."""
    structures: IdPairs
    agreements: IdPairs
    schemes: Mapping[uuid.UUID, str]
    """Scheme code of each agreement."""
    grids: IdPairs
    """Grids in use to evaluate a person."""


def choices(session: Session) -> PersonChoices:
    """Everything at once; archived professionals and lines switched off are left out."""
    running = agreements.rows(session)
    people = professionals.rows(session)
    return PersonChoices(
        lists=_lists(session),
        professionals=tuple((p.id, p.natural_name) for p in people),
        subjects=_subjects(session),
        referents=tuple((p.id, p.natural_name) for p in people if p.input.is_referent)
        or tuple((p.id, p.natural_name) for p in people),
        structures=tuple((s.id, s.display_name) for s in structures.rows(session)),
        agreements=tuple((a.id, a.title) for a in running),
        schemes={a.id: a.scheme.code for a in running},
        grids=tuple(
            session.execute(
                select(Grid.id, Grid.title)
                .where(Grid.archived_on.is_(None), Grid.subject == "personne")
                .order_by(Grid.title)
            ).all()
        ),
    )


def _lists(session: Session) -> dict[str, Pairs]:
    """Every list in one read, in the order of their lines; the second level of a list is left out."""
    table = ReferenceItem.__table__.c
    query = select(table.list_code, table.code, table.label, table.position).where(
        table.list_code.in_(LISTS), table.active, table.parent_code.is_(None)
    )
    found: dict[str, list[tuple[int, str, str, str]]] = {code: [] for code in LISTS}
    for list_code, code, label, position in session.execute(query):
        found[list_code].append((position, fold(label), code, label))
    if not portraits.is_kept(session):
        found[papers.KINDS] = [line for line in found[papers.KINDS] if line[2] != portraits.KIND]
    return {
        list_code: tuple((code, label) for _position, _key, code, label in sorted(lines))
        for list_code, lines in found.items()
    }


def _subjects(session: Session) -> Pairs:
    """The types of activity of the accompaniment, whatever their level."""
    rows = reference.items(session, SUBJECTS)
    return tuple((row.code, row.label) for row in rows if row.extra.get("brique") == "A")

"""Where the journal keeps each field of the forms of a file: what « Historique du champ » reads."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Final

from elans_desktop.models.participants import Situation
from elans_desktop.models.privacy import SensitiveRecord
from elans_desktop.models.support import PrivateNote
from elans_desktop.services.history.history_words import TABLES
from elans_desktop.services.participants.person_history import FieldSource
from elans_desktop.services.pathways import iae_criteria
from elans_desktop.services.pathways.situation_inputs import CHOICES

_SITUATION: Final = "participant.situation."
_BARRIERS: Final = "participant.barriers"


def _itself(subject: uuid.UUID) -> uuid.UUID:
    return subject


_FORMS: dict[str, tuple[str, Callable[[uuid.UUID], uuid.UUID]]] = {
    "participant.identity": ("participant", _itself),
    "participant.pathway": ("pathway", _itself),
    "participant.orientation": ("pathway", _itself),
    "participant.exit": ("pathway", _itself),
    "participant.sensitive": ("sensitive_record", SensitiveRecord.key),
    "participant.interview": ("interview", _itself),
    "participant.objective": ("objective", _itself),
    "participant.immersion": ("immersion", _itself),
    "participant.aid": ("financial_aid", _itself),
    "participant.handed": ("handed_document", _itself),
    "participant.call": ("follow_up_call", _itself),
    "participant.request": ("person_request", _itself),
}
"""Form: its table, and the row from the subject of the form."""

_CHILDREN = {
    ("participant.pathway", "stays"): "pathway_brique",
    ("participant.pathway", "pauses"): "pathway_suspension",
    ("participant.orientation", "grounds"): "pathway_ground",
    ("participant.objective", "actions"): "objective_action",
}
"""Fields that hold rows hanging on the subject."""

_TOGETHER = {
    ("participant", "commune"): ("commune", "insee"),
    ("immersion", "host"): ("host_id",),
    ("financial_aid", "funder"): ("funder_id", "funder_name"),
}
"""Fields that hold several columns."""


def find(form: str, subject: uuid.UUID | None, name: str, user_id: uuid.UUID) -> FieldSource | None:
    """The source of a field of a form about a subject; None for what is new, or not kept as such."""
    if subject is None:
        return None
    if form == _BARRIERS:
        return FieldSource("barrier_review", parent_id=subject, having=("theme_code", name))
    if form.startswith(_SITUATION):
        return _of_situation(Situation.key(subject, form.removeprefix(_SITUATION)), name)
    if (form, name) in _CHILDREN:
        return FieldSource(_CHILDREN[form, name], parent_id=subject)
    if form == "participant.interview" and name == "private_note":
        return FieldSource("private_note", PrivateNote.key(subject, user_id), ("text",))
    if form not in _FORMS:
        return None
    table, row_of = _FORMS[form]
    return _of_columns(table, row_of(subject), name)


def _of_situation(row_id: uuid.UUID, name: str) -> FieldSource | None:
    lists = {**CHOICES, "iae": iae_criteria.LIST}
    if name in lists:
        return FieldSource("situation_choice", parent_id=row_id, having=("list_code", lists[name]))
    return _of_columns("situation", row_id, name)


def _of_columns(table: str, row_id: uuid.UUID, name: str) -> FieldSource | None:
    columns = _TOGETHER.get((table, name), (name,))
    told = tuple(column for column in columns if column in TABLES[table].fields)
    return FieldSource(table, row_id, told) if told else None

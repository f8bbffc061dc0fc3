"""The fields of two rows that become one: which side each is taken from, and what is proposed."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Text

from elans_desktop.models import Base
from elans_desktop.models.base import Row
from elans_desktop.services.participants.merge_rows import BOTH, KEPT, OTHER, content_columns
from elans_desktop.services.participants.person_merge_words import Words, field_label

FieldKey = tuple[str, uuid.UUID, str]
"""Table, row that stays, first column of the field."""

_OWN = {
    "participant": {
        "number",
        "archived_on",
        "restricted_on",
        "anonymised_on",
        "points_known",
        "merged_into_id",
    },
    "pathway": {"participant_id", "agreement_id"},
    "sensitive_record": {"participant_id"},
}
"""Columns that are never taken from the other file."""

_TOGETHER = {
    "participant": (
        ("commune", "postcode", "insee"),
        ("opposed_on", "opposition_note", "opposes_contact", "opposes_sharing"),
        ("keep_until", "keep_reason"),
        ("information_given_on", "information_given_by"),
    ),
    "pathway": (
        ("prescriber_id", "prescriber_name"),
        ("job_seeker_number", "job_seeker_category"),
        ("network_structure_id", "network_referent_name"),
        ("extension_code", "extension_reason"),
        ("exit_on", "exit_code", "exit_structure_id", "exit_note"),
    ),
    "sensitive_record": (
        ("rqth_code", "rqth_until", "rqth_purpose"),
        ("health_level", "health_purpose"),
        ("justice_code", "justice_constraints", "justice_purpose"),
        ("protection_code", "protection_purpose"),
    ),
}
"""Columns that make one field: chosen as a whole."""


@dataclass(frozen=True, slots=True)
class FieldPair:
    """A field on which the two files do not say the same. An empty side is not filled in."""

    table: str
    kept_id: uuid.UUID
    columns: tuple[str, ...]
    label: str
    kept: str = field(repr=False)
    other: str = field(repr=False)
    choices: tuple[str, ...]
    proposed: str

    @property
    def key(self) -> FieldKey:
        """What a choice is known by."""
        return self.table, self.kept_id, self.columns[0]


def fields_of(model: type[Row]) -> Iterator[tuple[str, ...]]:
    """The fields of a row that may be taken from another, each a few columns."""
    table = model.__tablename__
    together = _TOGETHER.get(table, ())
    grouped = {name for columns in together for name in columns}
    firsts = {columns[0]: columns for columns in together}
    for name in content_columns(model):
        if name in firsts:
            yield firsts[name]
        elif name not in grouped and name not in _OWN[table]:
            yield (name,)


def filled(row: Row, columns: tuple[str, ...]) -> bool:
    """Whether one of these columns says something: « non » does, where it could have been left blank."""
    table = Base.metadata.tables[row.__tablename__].columns
    values = ((name, getattr(row, name)) for name in columns)
    return any(
        value is not None and value != "" and (value is not False or table[name].nullable)
        for name, value in values
    )


def offer(kept: Row, other: Row, columns: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The choices of a field, and the one proposed; none when both say the same, or the other nothing."""
    if all(getattr(kept, name) == getattr(other, name) for name in columns) or not filled(other, columns):
        return (), KEPT
    if not filled(kept, columns):
        return (KEPT, OTHER), OTHER
    column = Base.metadata.tables[kept.__tablename__].columns[columns[0]]
    if len(columns) == 1 and isinstance(column.type, Text):
        return (BOTH, KEPT, OTHER), BOTH
    return (KEPT, OTHER), KEPT


def pairs(kept: Row, other: Row, words: Words) -> Iterator[FieldPair]:
    """The fields on which two rows differ, told."""
    table = kept.__tablename__
    for columns in fields_of(type(kept)):
        choices, proposed = offer(kept, other, columns)
        if choices:
            mine, theirs = (_told(row, columns, words) for row in (kept, other))
            label = field_label(table, columns[0])
            yield FieldPair(table, kept.id, columns, label, mine, theirs, choices, proposed)


def _told(row: Row, columns: tuple[str, ...], words: Words) -> str:
    shown = [name for name in columns if name != "insee"]
    values = (words.value(row.__tablename__, name, getattr(row, name)) for name in shown)
    return ", ".join(value for value in values if value)

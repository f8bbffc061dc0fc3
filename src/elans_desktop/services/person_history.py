"""« Historique »: what the journal says of one person, in French: who, when, which field, old → new."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.formats import date_short
from elans_desktop.models.activities import Activity, Enrolment, EnrolmentPeriod
from elans_desktop.models.evaluations import Evaluation
from elans_desktop.models.journal import Change, Operation
from elans_desktop.models.organisation import Agreement, Professional, ReferenceItem, Structure, User
from elans_desktop.models.participants import (
    DetectionContact,
    Pathway,
    PathwayBrique,
    PathwaySuspension,
    Situation,
    SituationChoice,
)
from elans_desktop.services.history_words import LISTS, TABLES, TableWords
from elans_desktop.services.permissions import Right, require

MOST_OPERATIONS = 200
MOST_CHANGES = 200
"""An operation with more changes than that is not searched for rows deleted since."""
ADDED, REMOVED, ERASED = "ajout", "suppression", "effacement"
_PARENTS = {
    "detection_contact": "participant_id",
    "pathway": "participant_id",
    "enrolment": "participant_id",
    "evaluation": "participant_id",
    "pathway_brique": "pathway_id",
    "pathway_suspension": "pathway_id",
    "situation": "pathway_id",
    "situation_choice": "situation_id",
    "enrolment_period": "enrolment_id",
}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One field of one thing: « Commune : Flers → Argentan ». An empty side was not filled in."""

    what: str
    """« Identité », « Parcours », « Situation, à l’entrée »…"""
    name: str
    """The field in French; ADDED, REMOVED or ERASED for a whole row."""
    old: str = field(repr=False)
    new: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One operation about the person."""

    at: datetime
    """Local time."""
    who: str = field(repr=False)
    label: str = field(repr=False)
    lines: tuple[HistoryLine, ...] = field(repr=False)
    undone: bool = False
    """It was cancelled afterwards."""


def of_participant(
    session: Session, participant_id: uuid.UUID, limit: int = MOST_OPERATIONS
) -> tuple[HistoryEntry, ...]:
    """The operations about a person, their pathways, situations, enrolments…, the latest first.

    Rows deleted since are found through the operations that made them. Presences are in the sheets, not
    here. A fixed number of reads.
    """
    require(session, Right.READ_PEOPLE)
    keys = _live_rows(session, participant_id)
    changes = _changes(session, _of_rows(keys))
    known = {row_id for _table, row_id in keys}
    lost = {
        (change.table_name, change.row_id)
        for change in _changes(session, Change.operation_id.in_(_short_operations(session, changes)))
        if change.row_id not in known and _parent(change) in known
    }
    if lost:
        changes = [*changes, *_changes(session, _of_rows(lost))]
    if not changes:
        return ()
    operations = session.scalars(
        select(Operation)
        .where(Operation.id.in_({change.operation_id for change in changes}))
        .order_by(Operation.stamp_ms.desc(), Operation.stamp_counter.desc(), Operation.laptop_id)
        .limit(limit)
    ).all()
    users = dict(session.execute(select(User.id, User.name)).all())
    undone = set(
        session.scalars(
            select(Operation.undoes).where(Operation.undoes.in_([operation.id for operation in operations]))
        )
    )
    words = _Words(session, participant_id, changes)
    by_operation: dict[uuid.UUID, list[Change]] = {}
    for change in sorted(changes, key=lambda c: c.position):
        by_operation.setdefault(change.operation_id, []).append(change)
    return tuple(
        HistoryEntry(
            at=clock.from_ms(operation.stamp_ms),
            who=users.get(operation.user_id, "") if operation.user_id else "",
            label=operation.label,
            lines=tuple(words.lines(by_operation[operation.id])),
            undone=operation.id in undone,
        )
        for operation in operations
    )


_Key = tuple[str, uuid.UUID]


def _live_rows(session: Session, participant_id: uuid.UUID) -> set[_Key]:
    """The rows of the base that belong to a person, by table."""
    own: set[_Key] = {("participant", participant_id)}
    pathways = set(session.scalars(select(Pathway.id).where(Pathway.participant_id == participant_id)))
    situations = set(session.scalars(select(Situation.id).where(Situation.pathway_id.in_(pathways))))
    enrolments = set(session.scalars(select(Enrolment.id).where(Enrolment.participant_id == participant_id)))
    queries: tuple[tuple[str, Select[uuid.UUID]], ...] = (
        (
            "detection_contact",
            select(DetectionContact.id).where(DetectionContact.participant_id == participant_id),
        ),
        ("evaluation", select(Evaluation.id).where(Evaluation.participant_id == participant_id)),
        ("pathway_brique", select(PathwayBrique.id).where(PathwayBrique.pathway_id.in_(pathways))),
        (
            "pathway_suspension",
            select(PathwaySuspension.id).where(PathwaySuspension.pathway_id.in_(pathways)),
        ),
        ("situation_choice", select(SituationChoice.id).where(SituationChoice.situation_id.in_(situations))),
        ("enrolment_period", select(EnrolmentPeriod.id).where(EnrolmentPeriod.enrolment_id.in_(enrolments))),
    )
    for table, found in (("pathway", pathways), ("situation", situations), ("enrolment", enrolments)):
        own |= {(table, row_id) for row_id in found}
    for table, query in queries:
        own |= {(table, row_id) for row_id in session.scalars(query)}
    return own


def _of_rows(keys: Iterable[_Key]) -> ColumnElement[bool]:
    by_table: dict[str, list[uuid.UUID]] = {}
    for table, row_id in keys:
        by_table.setdefault(table, []).append(row_id)
    return or_(*(and_(Change.table_name == table, Change.row_id.in_(ids)) for table, ids in by_table.items()))


def _changes(session: Session, condition: ColumnElement[bool]) -> Sequence[Change]:
    """The tables are sorted out here: named in the query, they would make it walk half the journal."""
    return [
        change for change in session.scalars(select(Change).where(condition)) if change.table_name in TABLES
    ]


def _short_operations(session: Session, changes: Sequence[Change]) -> set[uuid.UUID]:
    """The operations of these changes, without the imports that touched hundreds of people."""
    found = {change.operation_id for change in changes}
    long_ones = select(Change.operation_id).where(
        Change.operation_id.in_(found), Change.position == MOST_CHANGES
    )
    return found - set(session.scalars(long_ones))


def _parent(change: Change) -> uuid.UUID | None:
    """The row a child row hangs on, read from the journal itself."""
    pair = change.fields.get(_PARENTS.get(change.table_name, ""))
    value = next((side for side in pair or () if side), None)
    return uuid.UUID(hex=value) if value else None


class _Words:
    """Codes, identifiers and dates of the journal as people read them; names are read once."""

    def __init__(self, session: Session, participant_id: uuid.UUID, changes: Sequence[Change]) -> None:
        lists = {code for words in TABLES.values() for code in words.lists.values()} | LISTS.keys()
        self._labels: dict[tuple[str, str], str] = {
            (list_code, code): label
            for list_code, code, label in session.execute(
                select(ReferenceItem.list_code, ReferenceItem.code, ReferenceItem.label).where(
                    ReferenceItem.list_code.in_(lists)
                )
            )
        }
        self._names: dict[uuid.UUID, str] = {}
        wanted = {
            uuid.UUID(hex=side)
            for change in changes
            for name, pair in change.fields.items()
            if name.endswith("_id")
            for side in pair
            if side
        }
        for query in (
            select(Structure.id, Structure.name).where(Structure.id.in_(wanted)),
            select(Professional.id, Professional.first_name + " " + Professional.last_name).where(
                Professional.id.in_(wanted)
            ),
            select(Agreement.id, Agreement.title).where(Agreement.id.in_(wanted)),
            select(Activity.id, Activity.title).where(Activity.id.in_(wanted)),
        ):
            self._names |= {key: name.strip() for key, name in session.execute(query)}
        self._subjects: dict[uuid.UUID, str] = dict(
            session.execute(
                select(Enrolment.id, Activity.title)
                .join(Activity, Activity.id == Enrolment.activity_id)
                .where(Enrolment.participant_id == participant_id)
            ).all()
        )

    def lines(self, changes: Iterable[Change]) -> Iterable[HistoryLine]:
        """The lines of one operation."""
        for change in changes:
            words = TABLES[change.table_name]
            what = self._thing(words, change)
            if change.action == "delete":
                yield HistoryLine(what, REMOVED, self._summary(words, change.fields, 0), "")
                continue
            if change.action == "erase":
                yield HistoryLine(what, ERASED, "", "")
                continue
            if change.action == "insert":
                yield HistoryLine(what, ADDED, "", self._summary(words, change.fields, 1))
                continue
            for name, label in words.fields.items():
                if name in change.fields:
                    old, new = change.fields[name]
                    line = HistoryLine(
                        what, label, self._value(words, name, old), self._value(words, name, new)
                    )
                    if line.old != line.new:
                        yield line

    def _thing(self, words: TableWords, change: Change) -> str:
        """« Inscription, Jardin partagé », « Situation, à l’entrée », « Situation, ressources »."""
        fields = change.fields
        precision = self._subjects.get(change.row_id) or self._subjects.get(_parent(change) or change.row_id)
        if "moment" in fields:
            precision = MOMENTS.get(_known(fields["moment"]), "")
        elif words.table == "situation_choice":
            precision = LISTS.get(_known(fields.get("list_code", ())), "")
        return f"{words.title}, {precision}" if precision else words.title

    def _summary(self, words: TableWords, fields: Mapping[str, list[Any]], side: int) -> str:
        if words.table == "situation_choice":
            code = str(fields["code"][side])
            return self._labels.get((fields["list_code"][side], code), code)
        parts: list[str] = []
        for name, label in words.fields.items():
            value = self._value(words, name, fields[name][side]) if name in fields else ""
            if value and value != "non":
                parts.append(value if words.whole else f"{label} {value}")
        return (", " if words.whole else " · ").join(parts)

    def _value(self, words: TableWords, name: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return "oui" if value else "non"
        if name in words.lists:
            list_code = words.lists[name]
            return self._labels.get((list_code, value), str(value))
        if name in words.codes_of:
            return words.codes.get(value, str(value))
        if name.endswith("_id"):
            return self._names.get(uuid.UUID(hex=value), "")
        if words.is_date(name):
            return date_short(date.fromisoformat(value))
        return str(value)


def _known(pair: Sequence[Any]) -> str:
    """The side of a change that says something."""
    return next((side for side in pair if side), "")


MOMENTS = {
    "entree": "à l’entrée",
    "mi_parcours": "à mi-parcours",
    "sortie": "à la sortie",
    "plus_6_mois": "six mois après",
}

"""The columns one may choose for the list of people: the same on screen and in an export."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from elans_desktop.core.formats import NBSP, date_short, duration
from elans_desktop.services import exports, interface_state
from elans_desktop.services.participants import people_facts, people_filters
from elans_desktop.services.participants.participant_list import ParticipantRow, rows
from elans_desktop.services.participants.people_facts import BLANK, Facts
from elans_desktop.services.participants.people_filters import Words
from elans_desktop.services.pathways.pathway_status import STATUS_LABELS
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.privacy import person_requests
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.services.tabular import Column, Kind, Table, Value

_STATE = "participants.table"
_WIDEST, _NARROWEST = 600, 40


@dataclass(frozen=True, slots=True)
class PeopleColumn:
    """A column. `width`: in design pixels. `usual`: shown until somebody chooses."""

    key: str
    title: str
    kind: Kind
    value: Callable[[ParticipantRow, Facts, Words], Value]
    width: int = 120
    usual: bool = False


@dataclass(frozen=True, slots=True)
class ChosenColumn:
    """A column as somebody left it: its place is its rank among the others."""

    key: str
    width: int
    shown: bool


@dataclass(frozen=True, slots=True)
class TableState:
    """What is remembered of the table for one user."""

    columns: tuple[ChosenColumn, ...]
    sort: str = "name"
    ascending: bool = True


COLUMNS: Final = (
    PeopleColumn("name", "Nom", Kind.TEXT, lambda r, f, w: r.name, 200, usual=True),
    PeopleColumn("number", "N° de dossier", Kind.TEXT, lambda r, f, w: r.number, 120),
    PeopleColumn("age", "Âge", Kind.NUMBER, lambda r, f, w: r.age, 64, usual=True),
    PeopleColumn("birth", "Date de naissance", Kind.DAY, lambda r, f, w: r.birth_date, 140),
    PeopleColumn("sex", "Sexe", Kind.TEXT, lambda r, f, w: w.sexes.get(f.sex, f.sex), 90),
    PeopleColumn("commune", "Commune", Kind.TEXT, lambda r, f, w: r.commune, 160, usual=True),
    PeopleColumn("zone", "Zone", Kind.TEXT, lambda r, f, w: w.zones.get(f.zone, f.zone), 90),
    PeopleColumn("phone", "Téléphone", Kind.TEXT, lambda r, f, w: f.phone, 140),
    PeopleColumn("email", "E-mail", Kind.TEXT, lambda r, f, w: f.email, 190),
    PeopleColumn("opposes", "Opposition", Kind.TEXT, lambda r, f, w: f.opposes, 170),
    PeopleColumn("status", "Statut", Kind.TEXT, lambda r, f, w: STATUS_LABELS[r.status], 170, usual=True),
    PeopleColumn("brique", "Brique", Kind.TEXT, lambda r, f, w: w.briques.get(f.brique, f.brique), 140),
    PeopleColumn("referent", "Référent", Kind.TEXT, lambda r, f, w: r.referent, 150, usual=True),
    PeopleColumn("member", "Membre porteur", Kind.TEXT, lambda r, f, w: f.member, 150),
    PeopleColumn("entry", "Entrée", Kind.DAY, lambda r, f, w: f.entry_on, 110, usual=True),
    PeopleColumn("limit", "Limite", Kind.DAY, lambda r, f, w: r.limit_on, 110),
    PeopleColumn("last", "Dernières nouvelles", Kind.DAY, lambda r, f, w: f.last_on, 160, usual=True),
    PeopleColumn("week", "Heures de la semaine", Kind.DURATION, lambda r, f, w: f.week, 160),
    PeopleColumn("target", "Heures visées", Kind.DURATION, lambda r, f, w: f.target, 120),
    PeopleColumn("lacking", "Heures manquantes", Kind.DURATION, lambda r, f, w: f.lacking, 150),
    PeopleColumn("filled", "Complétude", Kind.RATE, lambda r, f, w: r.completeness * 100, 120, usual=True),
)
BY_KEY: Final = {column.key: column for column in COLUMNS}


def text(column: PeopleColumn, value: Value) -> str:
    """A value as the table on screen writes it."""
    if value is None:
        return ""
    if column.kind is Kind.DAY:
        assert not isinstance(value, (int, str))
        return date_short(value)
    if column.kind is Kind.DURATION:
        assert isinstance(value, int)
        return duration(value)
    if column.kind is Kind.RATE:
        assert isinstance(value, int)
        return f"{value // 100}{NBSP}%"
    return str(value)


def state(session: Session) -> TableState:
    """What this user left; a column they never saw comes last, hidden unless it is a usual one."""
    kept = interface_state.get(session, _STATE)
    chosen = [
        ChosenColumn(str(each["key"]), _bounded(each["width"]), bool(each["shown"]))
        for each in kept.get("columns", ())
        if each.get("key") in BY_KEY
    ]
    known = {each.key for each in chosen}
    new = [ChosenColumn(c.key, c.width, c.usual) for c in COLUMNS if c.key not in known]
    sort = kept.get("sort", "name")
    return TableState((*chosen, *new), sort if sort in BY_KEY else "name", bool(kept.get("ascending", True)))


def keep_state(session: Session, wanted: TableState) -> None:
    """Remember the table for this user."""
    columns = [{"key": c.key, "width": c.width, "shown": c.shown} for c in wanted.columns]
    interface_state.put(
        session, _STATE, {"columns": columns, "sort": wanted.sort, "ascending": wanted.ascending}
    )


def _bounded(width: object) -> int:
    return min(max(width, _NARROWEST), _WIDEST) if isinstance(width, int) else 120


def export(
    session: Session, ids: Sequence[uuid.UUID], keys: Iterable[str] | None, scope: Scope = EVERYTHING
) -> Table:
    """These people, in this order: with the columns of these keys, or every identity field when None.

    Raises PermissionDenied, KeyError for an unknown column.
    """
    require(session, Right.IMPORT_EXPORT)
    if keys is None:
        return exports.export_participants(session, scope, ids=ids)
    chosen = [BY_KEY[key] for key in keys]
    known = {row.id: row for row in rows(session, scope, archived=True)}
    opposed = person_requests.opposed_to_sharing(session)
    asked = [row_id for row_id in ids if row_id in known]
    shown = [row_id for row_id in asked if row_id not in opposed]
    facts, words = people_facts.facts(session, scope), people_filters.words(session)
    lines = [
        tuple(column.value(known[row_id], facts.get(row_id, BLANK), words) for column in chosen)
        for row_id in shown
    ]
    remark = person_requests.left_out_words(len(asked) - len(shown))
    return Table("Participants", tuple(Column(c.title, c.kind) for c in chosen), lines, remark=remark)

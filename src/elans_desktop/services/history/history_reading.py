"""The journal as people read it: codes, identifiers, days and hours become words; names are read once."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.formats import date_short, duration, money, time_of_day
from elans_desktop.models.activities import Activity, Enrolment, Seance, SeanceSlot
from elans_desktop.models.journal import Change
from elans_desktop.models.organisation import Agreement, Professional, ReferenceItem, Structure
from elans_desktop.models.participants import Participant
from elans_desktop.models.sheets import PresenceCorrection
from elans_desktop.services.calendar.seance_inputs import KINDS
from elans_desktop.services.history.history_rows import parents
from elans_desktop.services.history.history_tables import TableWords
from elans_desktop.services.history.history_words import LISTS, TABLES
from elans_desktop.services.presences import corrections

MOMENTS = {
    "entree": "à l’entrée",
    "mi_parcours": "à mi-parcours",
    "sortie": "à la sortie",
    "plus_6_mois": "six mois après",
    "plus_3_mois": "trois mois après",
}
SUBJECT_LETTERS = 60
Names = Mapping[uuid.UUID, str]


class Reading:
    """Reads the changes of one person."""

    def __init__(self, session: Session, participant_id: uuid.UUID, changes: Sequence[Change]) -> None:
        self._labels = labels_of(session, TABLES.values())
        self._names = _names(session, changes)
        self._enrolled: dict[uuid.UUID, str] = dict(
            session.execute(
                select(Enrolment.id, Activity.title)
                .join(Activity, Activity.id == Enrolment.activity_id)
                .where(Enrolment.participant_id == participant_id)
            ).all()
        )
        self._subjects = self._of_subjects(changes) | _corrected(session, changes)

    def _of_subjects(self, changes: Sequence[Change]) -> dict[uuid.UUID, str]:
        """What each row is about, as last said."""
        found: dict[uuid.UUID, str] = {}
        for change in sorted(changes, key=lambda change: change.action == "update"):
            words = TABLES[change.table_name]
            pair = change.fields.get(words.subject, ())
            said = next((side for side in reversed(pair) if side), None)
            if said:
                value = self.value(words, words.subject, said)
                found[change.row_id] = (
                    value if len(value) <= SUBJECT_LETTERS else value[: SUBJECT_LETTERS - 1] + "…"
                )
        return found

    def thing(self, change: Change) -> str:
        """« Inscription, Jardin partagé », « Situation, à l’entrée », « Frein, Mobilité »."""
        words, fields = TABLES[change.table_name], change.fields
        precision = self._subjects.get(change.row_id) or next(
            (self._enrolled[key] for key in (change.row_id, *parents(change)) if key in self._enrolled), ""
        )
        if "moment" in fields:
            precision = MOMENTS.get(_known(fields["moment"]), "")
        elif words.table == "situation_choice":
            precision = LISTS.get(_known(fields.get("list_code", ())), "")
        return f"{words.title}, {precision}" if precision else words.title

    def summary(self, words: TableWords, fields: Mapping[str, list[Any]], side: int) -> str:
        """A whole row in one line: what was added, what was removed."""
        if words.table == "situation_choice":
            code = str(fields["code"][side])
            return self._labels.get((fields["list_code"][side], code), code)
        parts: list[str] = []
        for name, label in words.fields.items():
            value = self.value(words, name, fields[name][side]) if name in fields else ""
            if value and value != "non" and name != words.subject:
                parts.append(value if words.whole else f"{label} {value}")
        return (", " if words.whole else " · ").join(parts)

    def value(self, words: TableWords, name: str, value: Any) -> str:
        """One value of a field in words; "" when it was not filled in."""
        return told(words, name, value, self._labels, self._names)


def told(
    words: TableWords, name: str, value: Any, labels: Mapping[tuple[str, str], str], names: Names
) -> str:
    """A value in the journal's form, in words: codes, identifiers, days and hours; "" when there is none.

    `labels`: by list and code; `names`: what the identifiers are.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dict):
        return corrections.words(cast(dict[str, Any], value))
    if name in words.lists:
        return labels.get((words.lists[name], str(value)), str(value))
    if name in words.codes_of:
        return words.codes.get(str(value), str(value))
    if name.endswith("_id"):
        return names.get(uuid.UUID(hex=value), "")
    if words.is_date(name):
        return date_short(date.fromisoformat(value))
    for columns, show in ((words.hours, time_of_day), (words.durations, duration), (words.money, money)):
        if name in columns:
            return show(value)
    return str(value)


def labels_of(session: Session, tables: Iterable[TableWords]) -> dict[tuple[str, str], str]:
    """The labels of the codes of some tables, by list and code."""
    lists = {code for words in tables for code in words.lists.values()} | LISTS.keys()
    query = select(ReferenceItem.list_code, ReferenceItem.code, ReferenceItem.label)
    return {
        (list_code, code): label
        for list_code, code, label in session.execute(query.where(ReferenceItem.list_code.in_(lists)))
    }


def _names(session: Session, changes: Iterable[Change]) -> dict[uuid.UUID, str]:
    """The names behind the identifiers that the changes hold: one read a table, none when nothing is."""
    wanted: dict[str, set[uuid.UUID]] = {}
    for change in changes:
        for name, pair in change.fields.items():
            if name.endswith("_id"):
                wanted.setdefault(name, set()).update(uuid.UUID(hex=side) for side in pair if side)
    professional = Professional.first_name + " " + Professional.last_name
    person = Participant.first_name + " " + Participant.last_name
    names: dict[uuid.UUID, str] = {}
    for columns, key, name in (
        (_STRUCTURES, Structure.id, Structure.name),
        (_PROFESSIONALS, Professional.id, professional),
        (("agreement_id",), Agreement.id, Agreement.title),
        (("activity_id",), Activity.id, Activity.title),
        (("first_id", "second_id", "merged_into_id"), Participant.id, person),
    ):
        ids = {row_id for column in columns for row_id in wanted.get(column, ())}
        if ids:
            found = session.execute(select(key, name).where(key.in_(ids)))
            names |= {row_id: text.strip() for row_id, text in found}
    return names


_PROFESSIONALS = ("professional_id", "referent_id", "responsible_id", "evaluator_id")
_STRUCTURES = (
    *("member_id", "prescriber_id", "network_structure_id", "oriented_by_structure_id"),
    *("exit_structure_id", "partner_id", "host_id", "funder_id"),
)


def _corrected(session: Session, changes: Iterable[Change]) -> dict[uuid.UUID, str]:
    """What each correction of a presence is about: « Atelier vélo du 26/04/2027, matin »."""
    slots = {
        change.row_id: uuid.UUID(hex=_known(change.fields["slot_id"]))
        for change in changes
        if change.table_name == PresenceCorrection.__tablename__ and "slot_id" in change.fields
    }
    if not slots:
        return {}
    query = (
        select(SeanceSlot.id, Activity.title, Seance.day, SeanceSlot.kind)
        .join(Seance, Seance.id == SeanceSlot.seance_id)
        .join(Activity, Activity.id == Seance.activity_id)
        .where(SeanceSlot.id.in_(set(slots.values())))
    )
    told = {
        slot_id: f"{title} du {date_short(day)}, {KINDS.get(kind, kind)}"
        for slot_id, title, day, kind in session.execute(query)
    }
    return {row_id: told[slot_id] for row_id, slot_id in slots.items() if slot_id in told}


def _known(pair: Sequence[Any]) -> str:
    """The side of a change that says something."""
    return next((side for side in pair if side), "")

"""Reads every row that speaks of a person, in all the files joined to theirs, and what may not be shown.

The rows of other people are never read: a table is reached from the person, downwards.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import PermissionDenied, RuleError
from elans_desktop.models import mapped_class
from elans_desktop.models.base import Row
from elans_desktop.models.organisation import User
from elans_desktop.models.participants import SituationChoice
from elans_desktop.models.privacy import Attachment
from elans_desktop.models.support import Interview, PrivateNote
from elans_desktop.services import confidentiality, restricted
from elans_desktop.services.organisation import settings
from elans_desktop.services.participants import merged_files
from elans_desktop.services.pathways import iae_criteria
from elans_desktop.services.permissions import Right, allowed, require
from elans_desktop.services.privacy.person_export.tables import LOOSE, PERSON, WORDS
from elans_desktop.storage import history
from elans_desktop.storage.actor import actor_of

MINE, ALL, NONE = "notes-privees", "toutes-notes", ""
NOTES = {
    MINE: "Avec mes notes privées",
    ALL: "Avec les notes privées de tous",
}
"""Which private notes are in the export: one's own, everybody's (the administration alone), or none."""
_CHUNK = 500
_SENSITIVE = "Réservé au référent de la personne et à la coordination."
_CLOSED = (
    "Le bloc confidentiel est fermé dans ce classeur\u00a0; l’administration le rouvre dans Réglages, "
    "Confidentialité."
)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of the person that is not in the export: what, how many rows, why."""

    what: str
    many: int
    why: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """The rows of a person by table, in order; the files they come from, the one on show first."""

    files: tuple[uuid.UUID, ...]
    rows: Mapping[str, Sequence[Row]] = field(repr=False)
    notes: str
    """Which private notes were asked for: MINE, ALL or NONE."""
    left_out: tuple[LeftOut, ...] = ()
    to_reread: int = 0
    """Interviews with a passage marked to be read again before it is shared."""

    def ids(self) -> frozenset[uuid.UUID]:
        """Every row gathered."""
        return frozenset(row.id for rows in self.rows.values() for row in rows)


def gather(session: Session, participant_id: uuid.UUID, notes: str = NONE) -> Gathered:
    """All that the user may hand over. `notes`: MINE, ALL or NONE.

    Raises RuleError (an unknown choice of notes), PermissionDenied (RestrictedFile among them).
    """
    require(session, Right.READ_PEOPLE)
    require(session, Right.IMPORT_EXPORT)
    restricted.check_id(session, participant_id)
    if notes not in (*NOTES, NONE):
        raise RuleError(f"«\u00a0{notes}\u00a0» n’existe pas.", f"Choisissez {' ou '.join(NOTES)}.")
    if notes == ALL and not may_read_all_notes(session):
        raise PermissionDenied(
            "Les notes privées des autres ne s’exportent qu’avec le rôle administration.",
            "Demandez à leurs auteurs d’exporter les leurs, ou à la personne qui administre le classeur.",
        )
    files = merged_files.with_joined(session, participant_id)
    keys = {key for one in files for key in history.family(session, PERSON, one, among=_BELOW)}
    rows = {table: _rows(session, table, ids) for table, ids in _by_table(keys).items()}
    rows |= {table: _named(session, table, column, files) for table, column in LOOSE.items()}
    rows[PERSON].sort(key=lambda row: files.index(row.id))
    left_out = [*_closed_tables(session, rows), *_confidential(session, participant_id, rows)]
    left_out += _notes(session, rows, notes)
    interviews = [row for row in rows.get("interview", ()) if isinstance(row, Interview)]
    marked = sum(one.to_reread for one in interviews)
    return Gathered(files, rows, notes, tuple(one for one in left_out if one.many), marked)


def may_read_all_notes(session: Session) -> bool:
    """Whether the user answers for the organisation, which owes the person the notes of all its authors."""
    return allowed(actor_of(session), Right.MANAGE_USERS)


_BELOW = frozenset(WORDS) - {PERSON, *LOOSE}


def _by_table(keys: Iterable[tuple[str, uuid.UUID]]) -> dict[str, list[uuid.UUID]]:
    grouped: dict[str, list[uuid.UUID]] = {}
    for table, row_id in keys:
        grouped.setdefault(table, []).append(row_id)
    return grouped


def _rows(session: Session, table: str, ids: Sequence[uuid.UUID]) -> list[Row]:
    """In the order in which they were made, near enough: the days sort them afterwards."""
    model = mapped_class(table)
    found: list[Row] = []
    for start in range(0, len(ids), _CHUNK):
        found += session.scalars(select(model).where(model.id.in_(ids[start : start + _CHUNK])))
    return sorted(found, key=lambda row: row.id)


def _named(session: Session, table: str, column: str, files: Sequence[uuid.UUID]) -> list[Row]:
    """The rows that name the person without a foreign key."""
    model = mapped_class(table)
    return list(session.scalars(select(model).where(getattr(model, column).in_(files)).order_by(model.id)))


def _closed_tables(session: Session, rows: dict[str, list[Row]]) -> list[LeftOut]:
    """What the role does not see."""
    actor, out = actor_of(session), list[LeftOut]()
    for table, words in WORDS.items():
        closed = words.right is not None and not allowed(actor, words.right)
        if closed and (found := rows.pop(table, [])):
            out.append(LeftOut(words.title, len(found), "Le rôle de qui fait l’export ne le voit pas."))
    return out


def _confidential(session: Session, participant_id: uuid.UUID, rows: dict[str, list[Row]]) -> list[LeftOut]:
    """The block, the papers marked so, the criteria that tell of resources, health or justice."""
    readable = confidentiality.may_read(session, participant_id)
    kept = bool(settings.get(session, settings.SENSITIVE_BLOCK))
    out: list[LeftOut] = []
    if not readable or not kept:
        block = rows.pop("sensitive_record", [])
        out.append(LeftOut("Bloc confidentiel", len(block), _CLOSED if readable else _SENSITIVE))
    if not readable:
        for table, what in (("attachment", "Pièces confidentielles"), ("situation_choice", "Critères IAE")):
            found = rows.get(table, [])
            rows[table] = [row for row in found if not _is_confidential(row)]
            out.append(LeftOut(what, len(found) - len(rows[table]), _SENSITIVE))
    return out


def _is_confidential(row: Row) -> bool:
    if isinstance(row, SituationChoice):
        return row.list_code == iae_criteria.LIST
    return isinstance(row, Attachment) and row.confidential


def _notes(session: Session, rows: dict[str, list[Row]], notes: str) -> list[LeftOut]:
    """Private notes belong to their author: what is left out is said, author by author."""
    mine = actor_of(session).user_id
    found = [row for row in rows.pop("private_note", []) if isinstance(row, PrivateNote) and row.text.strip()]
    kept: list[Row] = [row for row in found if notes == ALL or (notes == MINE and row.user_id == mine)]
    rows["private_note"] = kept
    counted: dict[uuid.UUID, int] = {}
    for row in found:
        if row not in kept:
            counted[row.user_id] = counted.get(row.user_id, 0) + 1
    names = dict(session.execute(select(User.id, User.name)).all()) if counted else {}
    return [
        LeftOut(
            f"Notes privées de {names.get(author, 'quelqu’un')}",
            many,
            "Qui fait l’export a choisi de ne pas les joindre."
            if author == mine
            else "Une note privée n’est lue que par son auteur\u00a0; il peut l’exporter lui-même.",
        )
        for author, many in counted.items()
    ]


def own_notes(session: Session, participant_id: uuid.UUID) -> tuple[int, int]:
    """How many private notes the user wrote about a person, and how many others did."""
    require(session, Right.READ_PEOPLE)
    files = merged_files.with_joined(session, participant_id)
    query = (
        select(PrivateNote.user_id, func.count())
        .join(Interview, Interview.id == PrivateNote.interview_id)
        .where(Interview.participant_id.in_(files), PrivateNote.text != "")
        .group_by(PrivateNote.user_id)
    )
    mine, others = 0, 0
    for author, many in session.execute(query):
        if author == actor_of(session).user_id:
            mine += many
        else:
            others += many
    return mine, others

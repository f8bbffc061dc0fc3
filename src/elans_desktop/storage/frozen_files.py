"""A file of the restricted archive, or anonymised, is read and no longer written in: held by every write.

Whatever service made it, an operation that adds, changes or takes away a row hanging on such a person, near
or far, is refused before it is committed. What the archive itself needs (put in, brought back, kept) goes
through, and so do the kinds of operation that write about nobody in particular or must write about anybody:
papers, anonymisations, migrations, what another laptop brings. The archive takes no right away from the
person: what they ask, and what they object to, is still noted, until the file is anonymised.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import RuleError
from elans_desktop.core.formats import NBSP
from elans_desktop.models import Base
from elans_desktop.models.activities import SeanceGuest
from elans_desktop.models.participants import Participant
from elans_desktop.models.privacy import PersonRequest
from elans_desktop.storage import anonymous
from elans_desktop.storage.anonymous import PERSON
from elans_desktop.storage.journal import Recorder
from elans_desktop.storage.values import Fields

KINDS: Final = ("normal", "import", "undo")
"""The operations that are held to it."""
KEEPING: Final = frozenset({"restricted_on", "archived_on", "keep_until", "keep_reason"})
"""What is written in such a file all the same: where it is kept, until when, why."""
CLAIMS: Final = PersonRequest.__tablename__
OPPOSITION: Final = frozenset({"opposed_on", "opposition_note", "opposes_contact", "opposes_sharing"})
"""What the person asks (RGPD, articles 15 to 21), and what comes of it on the file."""
CLOSED: Final = or_(Participant.restricted_on.is_not(None), Participant.anonymised_on.is_not(None))
_CLOSINGS: Final = ("restricted_on", "anonymised_on")
_CHUNK: Final = 500
_Wanted = dict[str, set[uuid.UUID]]


def refusal(number: str, *, anonymised: bool) -> RuleError:
    """What is said to who writes in a file that is closed."""
    if anonymised:
        return RuleError(
            f"Le dossier {number} est anonymisé{NBSP}: il ne reçoit plus rien.",
            "Si la personne revient, ouvrez un nouveau dossier.",
        )
    return RuleError(
        f"Le dossier {number} est dans l’archive restreinte{NBSP}: il se lit sans se modifier.",
        "Faites-le d’abord revenir dans les listes.",
    )


def refuse(session: Session, recorder: Recorder) -> None:
    """Raises RuleError when the operation writes in a file that was closed before it and still is."""
    if recorder.kind not in KINDS:
        return
    _refuse(session, recorder, _touched(recorder), CLOSED)
    _refuse(session, recorder, _claimed(recorder), Participant.anonymised_on.is_not(None))


def _refuse(session: Session, recorder: Recorder, wanted: _Wanted, closed: ColumnElement[bool]) -> None:
    _climb(session, wanted)
    before = {key: fields for table, key, _action, fields in recorder.changes() if table == PERSON}
    for some in _chunks(wanted.get(PERSON, ())):
        query = select(
            Participant.id, Participant.number, *(getattr(Participant, name) for name in _CLOSINGS)
        )
        for key, number, *days in session.execute(query.where(Participant.id.in_(some), closed)):
            changed = before.get(key, {})
            if any(
                changed[name][0] if name in changed else day
                for name, day in zip(_CLOSINGS, days, strict=True)
            ):
                raise refusal(number, anonymised=days[1] is not None)


def _touched(recorder: Recorder) -> _Wanted:
    """The rows whose person is to be known: those changed, and what they pointed to before and after."""
    family = set(anonymous.family_tables()) - {CLAIMS}
    removed = {key for _table, key, action, _fields in recorder.changes() if action == "delete"}
    wanted: _Wanted = {table: set(keys) for table, keys in recorder.bulk_parents.items() if table in family}
    for table, key, action, fields in recorder.changes():
        if table not in family or _goes_with_its_seance(table, action, fields, removed):
            continue
        if table == PERSON:
            if action != "insert" and not fields.keys() <= KEEPING | OPPOSITION:
                wanted.setdefault(PERSON, set()).add(key)
            continue
        if action != "delete":
            wanted.setdefault(table, set()).add(key)
        for column, parent in anonymous.links(table):
            wanted.setdefault(parent, set()).update(
                uuid.UUID(hex=value) for value in fields.get(column, ()) if value
            )
    return wanted


def _claimed(recorder: Recorder) -> _Wanted:
    """The same, for what the person asks and objects to."""
    wanted: _Wanted = {}
    for table, key, action, fields in recorder.changes():
        if table == CLAIMS:
            wanted.setdefault(table, set()).add(key)
            wanted.setdefault(PERSON, set()).update(
                uuid.UUID(hex=value) for value in fields.get(PersonRequest.participant_id.key, ()) if value
            )
        elif table == PERSON and action != "insert" and not fields.keys().isdisjoint(OPPOSITION):
            wanted.setdefault(PERSON, set()).add(key)
    return wanted


def _goes_with_its_seance(table: str, action: str, fields: Fields, removed: set[uuid.UUID]) -> bool:
    """A séance that is taken away takes its guests: nothing is said of them."""
    if table != SeanceGuest.__tablename__ or action != "delete":
        return False
    seance: Any = fields[SeanceGuest.seance_id.key][0]
    return uuid.UUID(hex=seance) in removed


def _climb(session: Session, wanted: _Wanted) -> None:
    """From the rows to those they hang on, children first, up to the people."""
    for table in reversed(anonymous.family_tables()):
        links = anonymous.links(table)
        if table == PERSON or table not in wanted:
            continue
        columns = Base.metadata.tables[table].c
        for some in _chunks(wanted[table]):
            query = select(*(columns[column] for column, _parent in links)).where(columns["id"].in_(some))
            for row in session.connection().execute(query):
                for value, (_column, parent) in zip(row, links, strict=True):
                    if value is not None:
                        wanted.setdefault(parent, set()).add(value)


def _chunks(keys: Iterable[uuid.UUID]) -> Iterable[list[uuid.UUID]]:
    known = list(keys)
    return (known[start : start + _CHUNK] for start in range(0, len(known), _CHUNK))

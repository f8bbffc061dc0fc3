"""The mappings a person chose, kept in the classeur (never journalled) for the next file of the same form."""

from __future__ import annotations

from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.journal import ImportMapping
from elans_desktop.services.imports.columns import ColumnMapping, signature, suggest, to_remember
from elans_desktop.services.imports.tables import RawTable
from elans_desktop.services.imports.targets import PEOPLE, TargetSet

PARTICIPANTS, PRESENCES = "participants", "presences"


def propose(
    session: Session, table: RawTable, target: str = PARTICIPANTS, known: TargetSet = PEOPLE
) -> ColumnMapping:
    """The mapping remembered for these titles, completed by suggestions among `known`."""
    kept = session.get(ImportMapping, ImportMapping.key(target, signature(table.columns)))
    return suggest(table, kept.columns if kept else None, known)


def remember(session: Session, table: RawTable, mapping: ColumnMapping, target: str = PARTICIPANTS) -> None:
    """Keep a mapping, in the write of the import itself."""
    form = signature(table.columns)
    key = ImportMapping.key(target, form)
    kept = session.get(ImportMapping, key)
    columns = to_remember(mapping)
    if kept is None:
        session.add(
            ImportMapping(id=key, target=target, signature=form, columns=columns, used_at=clock.now_ms())
        )
    else:
        kept.columns, kept.used_at = columns, clock.now_ms()
    session.flush()

"""Refuses, at the level of SQL, any write that the journal would not see.

Bulk methods of the session, `session.execute(insert(…))`, text SQL and the driver's own statements
escape the flush events. On a journalled table they raise, unless a bulk was declared.
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session, SessionTransaction

from elans_desktop.storage.journal import Recorder, is_recorded

_COMMENTS = re.compile(r"\A(?:\s+|--[^\n]*\n|/\*.*?\*/)*", re.S)
_READS = re.compile(r"(?:select|pragma|begin|commit|rollback|explain|values)\b", re.I)
_SCHEMA = re.compile(r"(?:create|alter|drop|attach|detach|vacuum|reindex)\b", re.I)
_TARGETS = re.compile(
    r"""\b(?:insert\s+(?:or\s+\w+\s+)?into|replace\s+into|update(?:\s+or\s+\w+)?|delete\s+from)\s+
        (?:"?main"?\s*\.\s*)?["`\[]?(\w+)""",
    re.I | re.X,
)


class UnjournalledWrite(RuntimeError):
    """A bug: code tried to write a journalled table behind the journal's back."""


class WriteInRead(RuntimeError):
    """A bug: code tried to write in a session opened to read."""


def protect(engine: Engine) -> None:
    """Watch every statement of an engine."""
    event.listen(engine, "before_cursor_execute", _check)


def attach(connection: Connection, recorder: Recorder | None) -> None:
    """Tell the guard who records the statements of a connection, or nobody."""
    connection.info["recorder"] = recorder


def refuse_writes(session: Session) -> None:
    """Make a session fail as soon as it would write."""
    event.listen(session, "before_flush", _refuse_flush)


def own_transaction(session: Session) -> None:
    """Leave commits and savepoints to the workspace: an operation is whole, or is not."""
    event.listen(session, "after_transaction_create", _refuse_savepoint)


def _check(
    connection: Connection, _cursor: Any, statement: str, _parameters: Any, _context: Any, _many: bool
) -> None:
    start = _COMMENTS.match(statement)
    bare = statement[start.end() :] if start else statement
    if _READS.match(bare):
        return
    recorder: Recorder | None = connection.info.get("recorder")
    if _SCHEMA.match(bare):
        raise UnjournalledWrite("the schema changes only in migrations")
    for table in _TARGETS.findall(bare):
        if recorder is not None:
            recorder.tables.add(table)
            if recorder.flushing or recorder.declared:
                continue
        if is_recorded(table):
            raise UnjournalledWrite(f"table {table} is written outside a flush or a declared bulk")


def _refuse_flush(session: Session, _context: object, _objects: object) -> None:
    if session.new or session.deleted or any(session.is_modified(row) for row in session.dirty):
        raise WriteInRead("this session was opened to read")


def _refuse_savepoint(_session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        raise RuntimeError("no savepoint: an operation is whole, or is not")

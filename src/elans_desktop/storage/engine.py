"""The encrypted SQLite engine: how it is opened, how its transactions begin, what its errors mean.

Plain `sqlite` dialect over `sqlcipher3` (SQLAlchemy's own SQLCipher dialect keeps the key in the
URL). A few connections stay open: reopening one costs the parse of the schema and, above all, its
cache of deciphered pages (a search among 20,000 people: 3 ms kept open, 12 ms reopened).
"""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import Pool, QueuePool

from elans_desktop.core.errors import DamagedData, ElansError, RuleError, SystemProblem, WorkspaceInUse
from elans_desktop.core.formats import NBSP
from elans_desktop.storage import files
from elans_desktop.storage.driver import DriverError, driver

WRITES = "elans_writes"
"""Execution option of the connections that take the write lock."""
BUSY_SECONDS = 10
CACHE_KIB = 8 * 1024
"""Of a connection: 32 MiB were no quicker at the large size, and weighed 45 MB more in memory."""
SPARE_CACHE_KIB = 2 * 1024
"""Of those that an engine opens after its first, when two threads read at once."""
STATEMENTS = 24
"""Prepared statements kept by a connection: one that reads sixty columns weighs 30 KB."""

_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26
_PERM, _AUTH, _CONSTRAINT, _CONSTRAINT_FOREIGN_KEY = 3, 23, 19, 787

DAMAGED = f"Le fichier des données est abîmé{NBSP}: une partie n’est plus lisible."
DAMAGED_ADVICE = "N’enregistrez plus rien, et restaurez la dernière sauvegarde."


def connect(path: Path, data_key: bytes, *, foreign_keys: bool = True, cache_kib: int = CACHE_KIB) -> Any:
    """A driver connection to an encrypted base, in autocommit: transactions are begun by hand."""
    connection = driver.connect(
        str(path),
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=STATEMENTS,
    )
    try:
        # before the key: SQLCipher otherwise writes to stderr at each bad page
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{data_key.hex()}'\"")
        for pragma in (
            f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
            "journal_mode = DELETE",
            "synchronous = EXTRA",
            "secure_delete = ON",
            "temp_store = MEMORY",
            f"cache_size = -{cache_kib}",
        ):
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def open_engine(
    path: Path, data_key: bytes, *, foreign_keys: bool = True, poolclass: type[Pool] = QueuePool
) -> Engine:
    """An engine on an encrypted base; values never appear in its messages."""
    opened = count()

    def create() -> Any:
        cache = SPARE_CACHE_KIB if next(opened) else CACHE_KIB
        return connect(path, data_key, foreign_keys=foreign_keys, cache_kib=cache)

    # the last one given back serves again: its pages are those just read
    lifo = {"pool_use_lifo": True} if poolclass is QueuePool else {}
    engine = create_engine(
        "sqlite://",
        creator=create,
        module=driver,
        poolclass=poolclass,
        **lifo,
        hide_parameters=True,
        json_serializer=_compact,
    )
    event.listen(engine, "begin", _begin)
    return engine


_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""JSON columns without spaces, accents kept: a quarter less to write in the journal."""


def _begin(connection: Connection) -> None:
    writes = bool(connection.get_execution_options().get(WRITES))
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def database_errors() -> Generator[None]:
    """Turn what the base reports into French sentences; what is a bug stays as it is."""
    try:
        yield
    except (DBAPIError, DriverError) as error:
        found = problem_of(error)
        if found is None:
            raise
        raise found from error


def problem_of(error: Exception) -> ElansError | None:
    """The foreseen problem behind a database error, or None when it is a bug."""
    original = error.orig if isinstance(error, DBAPIError) else error
    code: int | None = getattr(original, "sqlite_errorcode", None)
    if code is None:
        # the driver itself gives up on a text it cannot decode: the page was altered
        return DamagedData(DAMAGED, DAMAGED_ADVICE) if "decode" in str(original).lower() else None
    if code == _CONSTRAINT_FOREIGN_KEY or (code & 0xFF == _CONSTRAINT and "FOREIGN KEY" in str(original)):
        return RuleError(
            f"D’autres informations dépendent de cette donnée{NBSP}: elle ne peut pas être supprimée.",
            "Archivez-la, ou supprimez d’abord ce qui s’y rattache.",
        )
    return _by_primary_code(code & 0xFF)


def _by_primary_code(code: int) -> ElansError | None:
    if code in (_CORRUPT, _NOTADB):
        return DamagedData(DAMAGED, DAMAGED_ADVICE)
    if code in (_BUSY, _LOCKED):
        return WorkspaceInUse(
            "Le classeur est occupé par un autre enregistrement, ou par un autre programme.",
            "Attendez un instant, puis recommencez. Au besoin, suspendez l’antivirus ou la synchronisation.",
        )
    if code in (_READONLY, _PERM, _AUTH):
        return SystemProblem(files.READ_ONLY, files.READ_ONLY_ADVICE)
    if code == _FULL:
        return SystemProblem(files.DISK_FULL, files.DISK_FULL_ADVICE)
    if code == _CANTOPEN:
        return SystemProblem(
            "Le fichier des données ne peut pas être ouvert.",
            "Vérifiez que le disque ou la clé USB est branché, et que le dossier n’est pas en lecture seule.",
        )
    if code == _IOERR:
        return SystemProblem(
            f"Le disque n’a pas pu lire ou écrire les données{NBSP}: rien n’a été enregistré.",
            "Vérifiez la place libre et la clé USB. Si cela se répète, lancez la vérification du classeur.",
        )
    return None

"""The workspace (« classeur »): an encrypted folder, held by one process, written one operation at a time.

with workspace.read() as session: …          refuses any write
with workspace.write("Inscrire Zoé M.") as session: …   one transaction, one entry of the journal
"""

from __future__ import annotations

import contextlib
import threading
import uuid
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from elans_desktop.core.errors import ElansError, SystemProblem, WorkspaceInUse
from elans_desktop.core.formats import NBSP
from elans_desktop.storage import (
    backup,
    condensing,
    filing,
    frozen_files,
    guard,
    keys,
    laptops,
    opening,
    undo,
    unused_files,
)
from elans_desktop.storage import engine as engines
from elans_desktop.storage.actor import Actor
from elans_desktop.storage.journal import Recorder
from elans_desktop.storage.keys import Keys
from elans_desktop.storage.laptops import Arrival
from elans_desktop.storage.locking import WorkspaceLock
from elans_desktop.storage.opening import NewUser
from elans_desktop.storage.recovery_code import RecoveryCode
from elans_desktop.storage.sealing import Kdf

WAIT_FOR_WRITER = 30
"""Seconds a write waits for another thread's (an import) before it gives up."""
DATA = opening.DATA
BACKUPS = opening.BACKUPS

Listener = Callable[[frozenset[str]], None]


class Workspace:
    """An open workspace. Sessions are short: none outlives its `with`. Safe to use from several threads."""

    def __init__(self, folder: Path, file_keys: Keys, data_key: bytes, lock: WorkspaceLock) -> None:
        """Use `create`, `open` or `open_with_code`."""
        self.folder = folder
        self.keys = file_keys
        self.data_key = data_key
        self.actor: Actor
        """The user who unlocked it, on this laptop."""
        self._lock = lock
        self._engine: Engine = engines.open_engine(self.data_path, data_key)
        guard.protect(self._engine)
        self._writer = self._engine.execution_options(**{engines.WRITES: True})
        self._writing = threading.Lock()
        self._writing_thread: int | None = None
        self._listeners: list[Listener] = []
        self._fresh = 0

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        title: str,
        user: NewUser,
        passphrase: str,
        kdf: Kdf | None = None,
    ) -> tuple[Workspace, RecoveryCode]:
        """A new workspace in an absent or empty folder, opened by its creator, and its recovery code.

        Raises InputError (passphrase too short), RuleError (folder not empty), SystemProblem.
        """
        code, data_key = opening.make_folder(folder, title, user, passphrase, kdf or Kdf.default())
        return cls._unlocked(folder, keys.read(folder), data_key, user.id, on_foreign="copy"), code

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        passphrase: str,
        user_id: uuid.UUID | None = None,
        on_foreign: Arrival | None = None,
        take_over: bool = False,
    ) -> Workspace:
        """Open with a user's phrase; without `user_id`, the phrase is tried on every user.

        Raises WrongPassphrase (TooSoon while the wait lasts), ForeignMachine (ask, then give
        `on_foreign`), HeldElsewhere (ask, then `take_over=True`), WorkspaceInUse, NotFoundError,
        PermissionDenied, DamagedData, NewerSchema, SystemProblem.
        """
        file_keys = keys.read(folder)
        data_key, user = opening.try_phrase(file_keys, passphrase, user_id)
        return cls._unlocked(folder, file_keys, data_key, user, on_foreign=on_foreign, take_over=take_over)

    @classmethod
    def open_with_code(
        cls,
        folder: Path,
        code: str,
        *,
        user_id: uuid.UUID | None = None,
        on_foreign: Arrival | None = None,
        take_over: bool = False,
    ) -> Workspace:
        """Open with the recovery code as typed, as a user (the first by default), to choose a new phrase.

        Raises MistypedCode (an InputError), and what `open` raises.
        """
        file_keys = keys.read(folder)
        data_key = opening.try_code(file_keys, code)
        user = user_id or file_keys.users[0].id
        return cls._unlocked(folder, file_keys, data_key, user, on_foreign=on_foreign, take_over=take_over)

    @classmethod
    def _unlocked(
        cls,
        folder: Path,
        file_keys: Keys,
        data_key: bytes,
        user_id: uuid.UUID,
        *,
        on_foreign: Arrival | None = None,
        take_over: bool = False,
    ) -> Workspace:
        lock = WorkspaceLock(folder, file_keys.user(user_id).name, take_over=take_over)
        try:
            opening.bring_up_to_date(folder, data_key)
            workspace = cls(folder, file_keys, data_key, lock)
            try:
                opening.settle(workspace, user_id, on_foreign)
            except BaseException:
                workspace._engine.dispose()
                raise
        except BaseException:
            lock.release()
            raise
        return workspace

    @property
    def id(self) -> uuid.UUID:
        """The identifier shared by every copy of this workspace."""
        return self.keys.workspace

    @property
    def title(self) -> str:
        """Its name, shown on the unlock screen."""
        return self.keys.title

    @property
    def data_path(self) -> Path:
        """The encrypted base."""
        return self.folder / DATA

    @property
    def backups_dir(self) -> Path:
        """Where automatic backups go."""
        return self.folder / BACKUPS

    @contextmanager
    def read(self) -> Generator[Session]:
        """A session that refuses any write."""
        with engines.database_errors(), Session(self._engine, expire_on_commit=False) as session:
            session.info["actor"] = self.actor
            guard.refuse_writes(session)
            yield session

    @contextmanager
    def write(
        self, label: str, kind: str = "normal", *, undoes: uuid.UUID | None = None
    ) -> Generator[Session]:
        """A session whose changes are committed and journalled as one operation, or not at all.

        `label`: French, an infinitive, shown by Ctrl+Z and « Historique ». `kind`: normal · import · erase ·
        migration · undo. Services never commit. Raises WorkspaceInUse when another write lasts, SystemProblem
        once closed: without its lock, another process may be writing.
        """
        if not self.is_open:
            raise SystemProblem("Ce classeur est fermé.", "Rouvrez-le pour continuer.")
        if kind == "import":
            backup.if_due(self, "avant import")
        recorder = Recorder(label, kind, undoes)
        with self._only_writer(), engines.database_errors():
            self._lock.refresh()
            with Session(self._writer, expire_on_commit=False) as session:
                session.info.update(actor=self.actor, recorder=recorder)
                recorder.listen(session)
                guard.own_transaction(session)
                connection = session.connection()
                info, driver = connection.info, connection.connection.driver_connection
                guard.attach(connection, recorder)
                try:
                    yield session
                    session.flush()
                    frozen_files.refuse(session, recorder)
                    recorder.write(session)
                    self._file_when_many(connection, recorder.left_fresh)
                    _allow_commit(session)
                    session.commit()
                finally:
                    info["recorder"] = None
                    if driver is not None and driver.in_transaction:  # a commit that failed leaves it open
                        driver.rollback()
        if recorder.tables:
            tables = frozenset(recorder.tables)
            for listener in tuple(self._listeners):
                listener(tables)

    @contextmanager
    def exclusive(self) -> Generator[Engine]:
        """Keep every write out while a file is copied or replaced: backups and restores."""
        with self._only_writer(), engines.database_errors():
            yield self._engine

    def on_change(self, listener: Listener) -> Callable[[], None]:
        """Call `listener(tables)` after each committed write that touched some, on the thread that wrote.

        Returns what stops it.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def undo_label(self) -> str | None:
        """What Ctrl+Z would undo, or None."""
        return undo.undo_label(self)

    def redo_label(self) -> str | None:
        """What Ctrl+Maj+Z would do again, or None."""
        return undo.redo_label(self)

    def undo(self) -> None:
        """Undo the last undoable operation of this user on this laptop. Raises RuleError."""
        undo.undo(self)

    def redo(self) -> None:
        """Do again what was undone last. Raises RuleError."""
        undo.redo(self)

    @property
    def is_open(self) -> bool:
        """Whether it still holds its folder."""
        return self._lock.held

    def close(self, *, back_up: bool = True) -> None:
        """Drop the files nothing uses, back up if something was committed, condense what is old, close, give
        the lock back.

        Always closes; then raises what prevented the backup (SystemProblem, DamagedData).
        """
        try:
            with contextlib.suppress(ElansError):  # the next closing will
                filing.file_workspace(self)
            if back_up:
                unused_files.sweep(self)
                backup.if_due(self, "fermeture")
                with contextlib.suppress(ElansError):  # the backup just made still has the whole history
                    condensing.at_close(self)
        finally:
            self._shut()

    def _file_when_many(self, connection: Connection, more: int) -> None:
        """Keep what lies outside the index of the journal to what is quickly read."""
        self._fresh += more
        if self._fresh > filing.MOST_FRESH:
            filing.file_changes(connection)
            self._fresh = 0

    def _shut(self) -> None:
        try:
            with engines.database_errors(), Session(self._engine) as session:
                seq = laptops.last_seq(session, self.actor.laptop_id)
            laptops.remember(self.id, self.folder, self.actor.laptop_id, seq)
        finally:
            self._engine.dispose()
            self._lock.release()

    @contextmanager
    def _only_writer(self) -> Generator[None]:
        if self._writing_thread == threading.get_ident():
            raise RuntimeError("a write inside a write")
        if not self._writing.acquire(timeout=WAIT_FOR_WRITER):
            raise WorkspaceInUse(
                "Un long travail est en train d’enregistrer.",
                f"Attendez qu’il se termine{NBSP}; ce que vous avez tapé reste à l’écran.",
            )
        self._writing_thread = threading.get_ident()
        try:
            yield
        finally:
            self._writing_thread = None
            self._writing.release()


def _allow_commit(session: Session) -> None:
    session.info["may_commit"] = True


@event.listens_for(Session, "before_commit")
def _refuse_early_commit(session: Session) -> None:
    if "recorder" in session.info and not session.info.get("may_commit"):
        raise RuntimeError("services never commit: the workspace does, at the end of the operation")

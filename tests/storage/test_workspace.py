"""Opening, reading and writing a workspace."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from elans_desktop.core.errors import RuleError, SystemProblem
from elans_desktop.models.organisation import Setting, Structure, User
from elans_desktop.storage.guard import WriteInRead
from elans_desktop.storage.workspace import Workspace
from tests.storage.rows import activity_with_slots, setting
from tests.support.workspaces import PASSPHRASE, USER_NAME


def test_what_was_written_is_found_after_reopening(workspace_folder: Path) -> None:
    workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    with workspace.write("Régler le délai") as session:
        session.add(setting("delai", 12))
    workspace.close()
    again = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    with again.read() as session:
        assert session.scalars(select(Setting)).one().value == {"value": 12}
        assert session.scalars(select(User)).one().name == USER_NAME
    again.close()


def test_a_failed_write_leaves_nothing(workspace: Workspace) -> None:
    def fail() -> None:
        with workspace.write("Échouer") as session:
            session.add(setting("a"))
            session.flush()
            _ = 1 // 0

    with pytest.raises(ZeroDivisionError):
        fail()
    with workspace.read() as session:
        assert session.scalars(select(Setting)).all() == []
    assert workspace.undo_label() is None


def test_reading_refuses_to_write(workspace: Workspace) -> None:
    with workspace.read() as session:
        session.add(setting("a"))
        with pytest.raises(WriteInRead):
            session.flush()
        session.expunge_all()
        with pytest.raises(OperationalError, match="readonly"):
            session.connection().exec_driver_sql(
                "INSERT INTO access_trace (id, at, action) VALUES (x'00', 1, 'x')"
            )


def test_services_never_commit(workspace: Workspace) -> None:
    def commit_early() -> None:
        with workspace.write("Valider trop tôt") as session:
            session.add(setting("a"))
            session.commit()

    with pytest.raises(RuntimeError, match="never commit"):
        commit_early()
    with workspace.read() as session:
        assert session.scalars(select(Setting)).all() == []


def test_a_write_inside_a_write_is_a_bug(workspace: Workspace) -> None:
    with (
        pytest.raises(RuntimeError, match="inside a write"),
        workspace.write("Un"),
        workspace.write("Deux"),
    ):
        pass


def test_two_threads_take_turns(workspace: Workspace) -> None:
    failures: list[BaseException] = []

    def write_many(prefix: str) -> None:
        try:
            for rank in range(10):
                with workspace.write("Régler") as session:
                    session.add(setting(f"{prefix}{rank}"))
                with workspace.read() as session:
                    session.scalars(select(Setting)).all()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write_many, args=(prefix,)) for prefix in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with workspace.read() as session:
        assert len(session.scalars(select(Setting)).all()) == 20


def test_listeners_hear_of_committed_writes_only(workspace: Workspace) -> None:
    heard: list[frozenset[str]] = []
    stop = workspace.on_change(heard.append)
    with workspace.write("Régler") as session:
        session.add(setting("a"))
    with workspace.write("Ne rien faire"):
        pass
    with contextlib.suppress(ZeroDivisionError), workspace.write("Échouer") as session:
        session.add(setting("b"))
        _ = 1 // 0
    stop()
    with workspace.write("Régler encore") as session:
        session.add(setting("c"))
    assert len(heard) == 1
    assert "setting" in heard[0]


def test_constraint_on_a_parent_is_a_sentence(workspace: Workspace) -> None:
    rows, _slots = activity_with_slots()
    with workspace.write("Planifier") as session:
        session.add_all(rows)

    def delete_parent() -> None:
        with workspace.write("Supprimer la structure") as session:
            session.delete(session.scalars(select(Structure)).one())

    with pytest.raises(RuleError, match="dépendent"):
        delete_parent()
    with workspace.read() as session:
        assert session.scalars(select(Structure)).one().name == "La Ressourcerie"


def test_nothing_is_written_once_the_workspace_is_closed(workspace: Workspace) -> None:
    """Another process may hold it by then."""
    workspace.close(back_up=False)
    assert not workspace.is_open
    with pytest.raises(SystemProblem, match="fermé"), workspace.write("Trop tard"):
        pass

"""Opening, reading and writing a workspace."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from elans_desktop.models.organisation import Setting, User
from elans_desktop.storage.guard import WriteInRead
from elans_desktop.storage.workspace import Workspace
from tests.support.workspaces import PASSPHRASE, USER_NAME


def _setting(name: str, value: object = 1) -> Setting:
    return Setting(id=Setting.key(name), name=name, value={"value": value})


def test_what_was_written_is_found_after_reopening(workspace_folder: Path) -> None:
    workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    with workspace.write("Régler le délai") as session:
        session.add(_setting("delai", 12))
    assert "setting" in workspace.changed_tables
    workspace.close()
    again = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    with again.read() as session:
        assert session.scalars(select(Setting)).one().value == {"value": 12}
        assert session.scalars(select(User)).one().name == USER_NAME
    again.close()


def test_a_failed_write_leaves_nothing(workspace: Workspace) -> None:
    with pytest.raises(ZeroDivisionError), workspace.write("Échouer") as session:
        session.add(_setting("a"))
        session.flush()
        _ = 1 // 0
    with workspace.read() as session:
        assert session.scalars(select(Setting)).all() == []
    assert workspace.undo_label() is None


def test_reading_refuses_to_write(workspace: Workspace) -> None:
    with pytest.raises(WriteInRead), workspace.read() as session:
        session.add(_setting("a"))
        session.flush()


def test_services_never_commit(workspace: Workspace) -> None:
    with pytest.raises(RuntimeError, match="never commit"), workspace.write("Valider trop tôt") as session:
        session.add(_setting("a"))
        session.commit()
    with workspace.read() as session:
        assert session.scalars(select(Setting)).all() == []


def test_a_write_inside_a_write_is_a_bug(workspace: Workspace) -> None:
    with (
        pytest.raises(RuntimeError, match="inside a write"),
        workspace.write("Un"),
        workspace.write("Deux"),
    ):
        pass

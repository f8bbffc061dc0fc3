"""Incarnations: who holds the workspace, and under which letter it gives numbers."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.models.journal import Laptop, Operation
from elans_desktop.storage import laptops, merge
from elans_desktop.storage.laptops import ForeignMachine
from elans_desktop.storage.workspace import Workspace
from tests.storage.rows import place
from tests.support.workspaces import PASSPHRASE


def add(workspace: Workspace, name: str = "Salle") -> None:
    with workspace.write("Ajouter") as session:
        session.add(place(name))


def another_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "autre").mkdir()
    monkeypatch.setenv("ELANS_HOME", str(tmp_path / "autre"))


def test_letters_follow_the_alphabet() -> None:
    taken: set[str] = set()
    for _ in range(80):
        taken.add(laptops.next_letter(taken))
    ordered = sorted(taken, key=lambda letter: (len(letter), letter))
    assert ordered[:3] + ordered[25:28] + ordered[-1:] == ["A", "B", "C", "Z", "AA", "AB", "CB"]


def test_the_same_machine_and_folder_keep_their_incarnation(workspace_folder: Path) -> None:
    seen: set[tuple[object, str]] = set()
    for _ in range(3):
        workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
        add(workspace)
        seen.add((workspace.actor.laptop_id, workspace.actor.letter))
        workspace.close(back_up=False)
    assert len(seen) == 1
    assert next(iter(seen))[1] == "A"


@pytest.mark.parametrize(("arrival", "letter"), [("moved", "A"), ("copy", "B")])
def test_another_machine_asks_then_draws_a_new_one(
    workspace_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arrival: laptops.Arrival,
    letter: str,
) -> None:
    first = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    add(first)
    old = first.actor.laptop_id
    first.close(back_up=False)
    another_machine(tmp_path, monkeypatch)
    with pytest.raises(ForeignMachine):
        Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    there = Workspace.open(workspace_folder, passphrase=PASSPHRASE, on_foreign=arrival)
    assert there.actor.laptop_id != old
    assert there.actor.letter == letter
    add(there)
    with there.read() as session:
        assert len(session.scalars(select(Laptop)).all()) == 2
        last = session.scalars(select(Operation).order_by(Operation.stamp_ms.desc()).limit(1)).one()
    assert last.context[old.hex] == 2
    there.close(back_up=False)
    Workspace.open(workspace_folder, passphrase=PASSPHRASE).close(back_up=False)


def test_a_folder_copied_on_the_same_machine_is_foreign(workspace_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(workspace_folder, tmp_path / "copie")
    with pytest.raises(ForeignMachine):
        Workspace.open(tmp_path / "copie", passphrase=PASSPHRASE)


def test_an_older_base_put_back_by_hand_never_reuses_a_rank(workspace_folder: Path, tmp_path: Path) -> None:
    workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    add(workspace, "avant")
    workspace.close(back_up=False)
    shutil.copy(workspace_folder / "data.db", tmp_path / "ancienne.db")
    workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    add(workspace, "après")
    with workspace.read() as session:
        lost = merge.load(session)
    workspace.close(back_up=False)
    shutil.copy(tmp_path / "ancienne.db", workspace_folder / "data.db")
    again = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    assert again.actor.letter == "B"
    add(again, "depuis")
    with again.read() as session:
        assert merge.union(lost, merge.load(session))  # raises when a rank names two operations
    again.close(back_up=False)


def test_the_clock_of_operations_never_goes_back(workspace_folder: Path) -> None:
    workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    with clock.fixed(datetime(2030, 1, 1)):
        add(workspace, "a")
    with clock.fixed(datetime(2027, 1, 1)):
        add(workspace, "b")
        add(workspace, "c")
    with workspace.read() as session:
        operations = session.scalars(select(Operation).order_by(Operation.seq)).all()[-3:]
    stamps = [(operation.stamp_ms, operation.stamp_counter) for operation in operations]
    assert stamps == sorted(set(stamps))
    workspace.close(back_up=False)


def test_a_lost_user_folder_only_asks_again(workspace_folder: Path, own_home: Path) -> None:
    (own_home / "laptops.json").write_text("[abîmé")
    with pytest.raises(ForeignMachine):
        Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    Workspace.open(workspace_folder, passphrase=PASSPHRASE, on_foreign="moved").close(back_up=False)

"""Condensing with several laptops: whoever condenses, all show the same rows and the same conflicts."""

from __future__ import annotations

import itertools
import random
import shutil
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.models import Base
from elans_desktop.models.journal import Change, Laptop, Operation
from elans_desktop.storage import condensing, laptops, merge
from elans_desktop.storage.fast_insert import insert_tuples
from elans_desktop.storage.merge import Journal
from elans_desktop.storage.workspace import Workspace
from tests.storage.past import NOW, OLD, add, condense, live, outcome, rename, slow, touch
from tests.storage.test_merge import comparable, journal_of, machine, random_step
from tests.support.workspaces import PASSPHRASE

__all__ = ["machine"]


@slow
@given(seed=st.integers(0, 10**9))
def test_laptops_converge_with_one_side_condensed(
    workspace_folder: Path, tmp_path: Path, machine: Callable[[str], None], seed: int
) -> None:
    """A common past, then work apart: whoever condenses it, and up to where, all show the same rows and
    conflicts."""
    chance = random.Random(seed)
    root = tmp_path / uuid.uuid4().hex
    machine("origin")
    shutil.copytree(workspace_folder, root / "origin")
    with clock.fixed(OLD - timedelta(days=1)):
        origin = Workspace.open(root / "origin", passphrase=PASSPHRASE, on_foreign="moved")
    live(origin, 14, chance, timedelta(days=20))
    origin.close(back_up=False)
    whole: list[Journal] = []
    short: list[Journal] = []
    for rank, name in enumerate("abc"):
        machine(name)
        shutil.copytree(root / "origin", root / name)
        with clock.fixed(NOW - timedelta(days=30 - rank)):
            replica = Workspace.open(root / name, passphrase=PASSPHRASE, on_foreign="moved")
            for _ in range(5):
                random_step(replica, chance)
        whole.append(journal_of(replica))
        limit = OLD + timedelta(days=chance.randrange(1, 400))
        condensing.condense(replica, round(limit.timestamp() * 1000))
        short.append(journal_of(replica))
        assert short[-1].floor is not None
        replica.close(back_up=False)
    expected = merge.merge(*whole)
    for chosen in itertools.product((False, True), repeat=3):
        mixed = [short[rank] if condensed else whole[rank] for rank, condensed in enumerate(chosen)]
        for order in itertools.permutations(mixed):
            assert comparable(merge.merge(*order)) == comparable(expected)
        assert comparable(merge.merge(merge.union(*mixed[:2]), mixed[2])) == comparable(expected)


@slow
@given(seed=st.integers(0, 10**9))
def test_what_laptops_did_apart_long_ago_keeps_its_conflicts(
    workspace_folder: Path, tmp_path: Path, machine: Callable[[str], None], seed: int
) -> None:
    """The journals of two laptops put together in one base, as an exchange does, then condensed."""
    chance = random.Random(seed)
    root = tmp_path / uuid.uuid4().hex
    machine("origin")
    shutil.copytree(workspace_folder, root / "origin")
    with clock.fixed(OLD):
        origin = Workspace.open(root / "origin", passphrase=PASSPHRASE, on_foreign="moved")
        for _ in range(6):
            random_step(origin, chance)
    origin.close(back_up=False)
    both: list[Workspace] = []
    for rank, name in enumerate("ab"):
        machine(name)
        shutil.copytree(root / "origin", root / name)
        with clock.fixed(OLD + timedelta(days=10 + rank)):
            replica = Workspace.open(root / name, passphrase=PASSPHRASE, on_foreign="copy")
            for _ in range(8):
                random_step(replica, chance)
        both.append(replica)
    here, there = both
    bring(here, there)
    touch(here)
    before = outcome(journal_of(here))
    with clock.fixed(NOW), here.write("Retirer les autres postes") as session:
        for laptop in session.scalars(select(Laptop)):
            if laptop.id != here.actor.laptop_id:
                laptops.retire(session, laptop.id)
    with_laptops = outcome(journal_of(here))
    condense(here)
    assert outcome(journal_of(here)) == with_laptops
    assert with_laptops[1] == before[1]
    assert journal_of(here).floor is not None
    for replica in both:
        replica.close(back_up=False)


def bring(here: Workspace, there: Workspace) -> None:
    """Put in one base's journal the operations of another that it does not hold (the tables stay behind)."""
    with there.read() as session:
        operations = session.scalars(select(Operation)).all()
        changes = session.scalars(select(Change)).all()
        drawn = session.get_one(Laptop, there.actor.laptop_id)
    with here.read() as session:
        held = set(session.scalars(select(Operation.id)))
    engine = here._writer
    with engine.begin() as connection:
        for model, rows in ((Operation, operations), (Change, changes), (Laptop, [drawn])):
            table = Base.metadata.tables[model.__tablename__]
            for row in rows:
                key = row.operation_id if isinstance(row, Change) else row.id
                if key not in held:
                    values = {column.name: getattr(row, column.name) for column in table.columns}
                    insert_tuples(connection, table.name, [tuple(values.values())])


def test_a_laptop_that_has_not_been_heard_of_holds_the_past_until_it_is_retired(
    workspace_folder: Path, tmp_path: Path, machine: Callable[[str], None]
) -> None:
    with clock.fixed(OLD):
        first = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
        first.close(back_up=False)
    machine("b")
    with clock.fixed(OLD + timedelta(days=1)):
        here = Workspace.open(workspace_folder, passphrase=PASSPHRASE, on_foreign="copy")
    row_id = add(here, "Salle", OLD + timedelta(days=2))
    rename(here, row_id, "Cuisine", OLD + timedelta(days=3))
    touch(here)
    assert condense(here).changes == 0
    with clock.fixed(NOW):
        [waiting] = condensing.status(here).waiting_for
    assert waiting != here.actor.laptop_id
    with clock.fixed(NOW), here.write("Ce poste ne sert plus") as session:
        laptops.retire(session, waiting)
    assert condense(here).changes > 0
    with clock.fixed(NOW):
        assert condensing.status(here).waiting_for == frozenset()
    here.close(back_up=False)


def test_a_laptop_that_never_knew_what_was_condensed_cannot_be_joined(
    workspace_folder: Path, tmp_path: Path, machine: Callable[[str], None]
) -> None:
    shutil.copytree(workspace_folder, tmp_path / "apart")
    with clock.fixed(OLD):
        here = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    row_id = add(here, "Salle", OLD)
    rename(here, row_id, "Cuisine", OLD + timedelta(days=1))
    touch(here)
    condense(here)
    machine("apart")
    with clock.fixed(NOW):
        apart = Workspace.open(tmp_path / "apart", passphrase=PASSPHRASE, on_foreign="copy")
    with pytest.raises(RuleError, match="trop longtemps à l’écart"):
        merge.merge(journal_of(here), journal_of(apart))
    here.close(back_up=False)
    apart.close(back_up=False)


def test_moved_or_put_back_the_laptop_replaced_is_retired(
    workspace_folder: Path, tmp_path: Path, machine: Callable[[str], None]
) -> None:
    machine("b")
    moved = Workspace.open(workspace_folder, passphrase=PASSPHRASE, on_foreign="moved")
    mine = moved.actor.laptop_id
    with moved.read() as session:
        states = {row.id == mine: row.retired_at is None for row in session.scalars(select(Laptop))}
    assert states == {True: True, False: False}
    moved.close(back_up=False)
    laptops.mark_restored(moved.id, workspace_folder)
    restored = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    with restored.read() as session:
        assert session.get_one(Laptop, mine).retired_at is not None
    restored.close(back_up=False)


def test_a_retired_laptop_that_writes_again_is_used_again(workspace_folder: Path) -> None:
    workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    mine = workspace.actor.laptop_id
    with workspace.write("Ce poste ne sert plus") as session:
        laptops.retire(session, mine)
    workspace.close(back_up=False)
    again = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    with again.read() as session:
        assert session.get_one(Laptop, mine).retired_at is None
    again.close(back_up=False)

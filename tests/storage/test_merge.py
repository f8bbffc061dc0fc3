"""Convergence: laptops that hold the same operations show the same rows and the same conflicts.

The rows of the journal are real: written by real workspaces, each a copy on its own machine.
"""

from __future__ import annotations

import contextlib
import itertools
import random
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from elans_desktop.core.errors import RuleError
from elans_desktop.models import Base, JournalMode, journal_mode, mapped_class
from elans_desktop.models.organisation import Place, Setting
from elans_desktop.models.participants import Participant, Pathway
from elans_desktop.storage import erasure, merge, values
from elans_desktop.storage.bulk import bulk_insert
from elans_desktop.storage.erased_ids import ErasedRow
from elans_desktop.storage.merge import Journal, Merged, OperationRecord
from elans_desktop.storage.workspace import Workspace
from tests.storage.rows import activity_with_slots, column_values, make, participant, place, setting
from tests.support.workspaces import PASSPHRASE

NAMED = ("last_name", "first_name", "birth_name")


def base_rows(workspace: Workspace) -> dict[tuple[str, uuid.UUID], dict[str, object]]:
    """What the tables really hold, as the journal would write it."""
    found: dict[tuple[str, uuid.UUID], dict[str, object]] = {}
    with workspace.read() as session:
        for table in Base.metadata.tables:
            if journal_mode(table) is not JournalMode.UNRECORDED:
                for row in session.scalars(select(mapped_class(table))):
                    found[table, row.id] = values.row_values(table, row.__dict__)
    return found


def journal_of(workspace: Workspace) -> Journal:
    with workspace.read() as session:
        return merge.load(session)


def comparable(merged: Merged) -> tuple[object, ...]:
    return merged.rows, merged.conflicts, merged.revived


def random_step(workspace: Workspace, chance: random.Random) -> None:
    """One operation of one of the kinds that exist."""
    steps: list[Callable[[Workspace, random.Random], None]] = [_add, _change, _remove, _keyed, _erase, _child]
    if chance.random() < 0.2:
        try:
            (workspace.undo if chance.random() < 0.6 else workspace.redo)()
        except RuleError:
            return
    else:
        chance.choice(steps)(workspace, chance)


def _add(workspace: Workspace, chance: random.Random) -> None:
    with workspace.write("Importer") as session:
        if chance.random() < 0.3:
            rows = [column_values(Place, name=f"p{chance.random()}") for _ in range(3)]
            bulk_insert(session, Place, rows)
        else:
            session.add(place(f"p{chance.random()}"))
        session.add(participant(f"n{chance.random()}"))


def _change(workspace: Workspace, chance: random.Random) -> None:
    with workspace.write("Modifier") as session:
        rows = session.scalars(select(Place).order_by(Place.id)).all()
        for row in chance.sample(rows, min(2, len(rows))):
            if chance.random() < 0.5:
                row.name = f"m{chance.randrange(3)}"
            else:
                row.capacity = chance.randrange(3)


def _remove(workspace: Workspace, chance: random.Random) -> None:
    with contextlib.suppress(RuleError), workspace.write("Supprimer") as session:
        rows = session.scalars(select(Place).order_by(Place.id)).all()
        if rows:
            session.delete(chance.choice(rows))


def _keyed(workspace: Workspace, chance: random.Random) -> None:
    with workspace.write("Régler") as session:
        name = f"s{chance.randrange(3)}"
        row = session.get(Setting, Setting.key(name))
        if row is None:
            session.add(setting(name, chance.randrange(3)))
        elif chance.random() < 0.4:
            session.delete(row)
        else:
            row.value = {"value": chance.randrange(5)}


def _erase(workspace: Workspace, chance: random.Random) -> None:
    with workspace.read() as session:
        people = session.scalars(select(Participant.id).order_by(Participant.id)).all()
    if people and chance.random() < 0.5:
        erasure.erase(workspace, "Effacer", [ErasedRow("participant", chance.choice(people), NAMED)])


def _child(workspace: Workspace, chance: random.Random) -> None:
    with workspace.write("Situer") as session:
        rows = session.scalars(select(Place).order_by(Place.id)).all()
        if rows:
            parts, _slots = activity_with_slots()
            wanted = [part for part in parts if session.get(type(part), part.id) is None]
            for part in wanted:
                if part.__tablename__ == "activity":
                    part.place_id = chance.choice(rows).id  # type: ignore[attr-defined]
            session.add_all(wanted)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Go and sit at another machine: its own user data."""

    def sit_at(name: str) -> None:
        home = tmp_path / f"home-{name}-{uuid.uuid4().hex}"
        home.mkdir()
        monkeypatch.setenv("ELANS_HOME", str(home))

    return sit_at


slow = settings(
    max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@slow
@given(seed=st.integers(0, 10**9))
def test_the_tables_are_the_result_of_the_journal(workspace_folder: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    folder = shutil.copytree(workspace_folder, tmp_path / uuid.uuid4().hex)
    workspace = Workspace.open(folder, passphrase=PASSPHRASE, on_foreign="moved")
    for _ in range(20):
        random_step(workspace, chance)
    merged = merge.merge(journal_of(workspace))
    assert merged.rows == base_rows(workspace)
    assert (merged.conflicts, merged.revived) == ((), ())
    workspace.close(back_up=False)


@slow
@given(seed=st.integers(0, 10**9))
def test_three_laptops_converge(
    workspace_folder: Path, tmp_path: Path, machine: Callable[[str], None], seed: int
) -> None:
    chance = random.Random(seed)
    root = tmp_path / uuid.uuid4().hex
    machine("origin")
    shutil.copytree(workspace_folder, root / "origin")
    origin = Workspace.open(root / "origin", passphrase=PASSPHRASE, on_foreign="moved")
    for _ in range(6):
        random_step(origin, chance)
    origin.close(back_up=False)
    journals: list[Journal] = []
    for name in "abc":
        machine(name)
        shutil.copytree(root / "origin", root / name)
        replica = Workspace.open(root / name, passphrase=PASSPHRASE, on_foreign="copy")
        for _ in range(5):
            random_step(replica, chance)
        journals.append(journal_of(replica))
        replica.close(back_up=False)
    expected = merge.merge(*journals)
    for order in itertools.permutations(journals):
        assert comparable(merge.merge(*order)) == comparable(expected)
        pair = merge.union(order[0], order[1])
        assert comparable(merge.merge(order[2], pair)) == comparable(expected)
        assert merge.union(pair, order[2]) == merge.union(*journals)
    for key, row in expected.rows.items():
        for column, (parent, _nullable) in merge._parents(key[0]).items():
            assert row.get(column) is None or (parent, uuid.UUID(hex=row[column])) in expected.rows


def two_laptops(
    folder: Path, tmp_path: Path, machine: Callable[[str], None], *acts: Callable[[Workspace], None]
) -> list[Journal]:
    """The journals of copies of a folder, each after one act of its own."""
    journals: list[Journal] = []
    for rank, act in enumerate(acts):
        machine(str(rank))
        shutil.copytree(folder, tmp_path / f"copie{rank}")
        replica = Workspace.open(tmp_path / f"copie{rank}", passphrase=PASSPHRASE, on_foreign="copy")
        act(replica)
        journals.append(journal_of(replica))
        replica.close(back_up=False)
    return journals


def rename(name: str) -> Callable[[Workspace], None]:
    def act(workspace: Workspace) -> None:
        with workspace.write("Renommer") as session:
            session.scalars(select(Place)).one().name = name

    return act


def with_one_place(folder: Path) -> Path:
    workspace = Workspace.open(folder, passphrase=PASSPHRASE)
    with workspace.write("Ajouter") as session:
        session.add(place("a"))
    workspace.close(back_up=False)
    return folder


def test_two_values_for_one_field_are_a_conflict_until_somebody_chooses(
    workspace_folder: Path, tmp_path: Path, machine: Callable[[str], None]
) -> None:
    folder = with_one_place(workspace_folder)
    journals = two_laptops(folder, tmp_path, machine, rename("b"), rename("c"))
    merged = merge.merge(*journals)
    [conflict] = [found for found in merged.conflicts if found.table == "place"]
    assert conflict.column == "name"
    assert [value for _operation, value in conflict.candidates] == ["b", "c"]
    key = ("place", conflict.row_id)
    assert merged.rows[key]["name"] == "c"
    last = max(itertools.chain(*journals), key=lambda operation: operation.order)
    change = merge.ChangeRecord(*key, "update", {"name": ["c", "b"]})
    known = {
        operation.laptop_id.hex: operation.seq
        for operation in sorted(itertools.chain(*journals), key=lambda operation: operation.seq)
    }
    choice = OperationRecord(
        uuid.uuid4(), uuid.uuid4(), 1, (last.stamp[0] + 1, 0), known, "merge-choice", None, (change,)
    )
    for order in itertools.permutations([*journals, Journal((choice,))]):
        settled = merge.merge(*order)
        assert [found for found in settled.conflicts if found.table == "place"] == []
        assert settled.rows[key]["name"] == "b"


def test_the_same_value_or_different_fields_are_no_conflict(
    workspace_folder: Path, tmp_path: Path, machine: Callable[[str], None]
) -> None:
    folder = with_one_place(workspace_folder)

    def locate(workspace: Workspace) -> None:
        with workspace.write("Situer") as session:
            session.scalars(select(Place)).one().commune = "Die"

    journals = two_laptops(folder, tmp_path, machine, rename("b"), rename("b"), locate)
    merged = merge.merge(*journals)
    assert [found for found in merged.conflicts if found.table == "place"] == []
    [row] = [row for (table, _), row in merged.rows.items() if table == "place"]
    assert (row["name"], row["commune"]) == ("b", "Die")


def test_two_laptops_claiming_one_letter_is_a_visible_matter(
    workspace_folder: Path, tmp_path: Path, machine: Callable[[str], None]
) -> None:
    journals = two_laptops(workspace_folder, tmp_path, machine, lambda _: None, lambda _: None)
    letters = [row["letter"] for (table, _), row in merge.merge(*journals).rows.items() if table == "laptop"]
    assert sorted(letters) == ["A", "B", "B"]


def test_a_child_brings_its_deleted_parent_back(
    workspace_folder: Path, tmp_path: Path, machine: Callable[[str], None]
) -> None:
    folder = with_one_place(workspace_folder)

    def delete(workspace: Workspace) -> None:
        with workspace.write("Supprimer") as session:
            session.delete(session.scalars(select(Place)).one())

    def use(workspace: Workspace) -> None:
        with workspace.write("Utiliser") as session:
            parent = session.scalars(select(Place)).one().id
            parts, _ = activity_with_slots()
            for part in parts:
                if part.__tablename__ == "activity":
                    part.place_id = parent  # type: ignore[attr-defined]
            session.add_all(parts)

    merged = merge.merge(*two_laptops(folder, tmp_path, machine, use, delete))
    [(table, row_id)] = merged.revived
    assert table == "place"
    assert merged.rows[table, row_id]["name"] == "a"


def test_erasure_beats_a_later_change_and_blanks_every_journal(
    workspace_folder: Path, tmp_path: Path, machine: Callable[[str], None]
) -> None:
    workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    person = participant("Zyxwvut", commune="Die")
    with workspace.write("Créer") as session:
        session.add(person)
    workspace.close(back_up=False)

    def wipe(workspace: Workspace) -> None:
        erasure.erase(workspace, "Effacer", [ErasedRow("participant", person.id, NAMED)])

    def edit(workspace: Workspace) -> None:
        with workspace.write("Modifier") as session:
            session.get_one(Participant, person.id).last_name = "Zyxwvut-Bis"

    journals = two_laptops(workspace_folder, tmp_path, machine, wipe, edit)
    merged = merge.merge(*journals)
    row = merged.rows["participant", person.id]
    assert (row["last_name"], row["commune"]) == ("", "Die")
    assert merged.conflicts == ()
    assert "Zyxwvut" not in repr(
        [change.fields for operation in merge.union(*journals) for change in operation.changes]
    )


def test_one_rank_cannot_name_two_operations(workspace: Workspace) -> None:
    [first] = journal_of(workspace)
    twin = OperationRecord(
        uuid.uuid4(), first.laptop_id, first.seq, first.stamp, first.context, "normal", None, ()
    )
    with pytest.raises(ValueError, match="same rank"):
        merge.union(Journal((first,)), Journal((twin,)))


def test_children_of_what_was_erased_whole_go_with_it() -> None:
    laptop, person, path = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    fields = values.row_values(
        "pathway", make(Pathway, participant_id=person, agreement_id=uuid.uuid4()).__dict__
    )
    insert = {name: [None, value] for name, value in fields.items()}
    operations = [
        OperationRecord(
            uuid.uuid4(), laptop, 1, (1, 0), {}, "normal", None,
            (
                merge.ChangeRecord("participant", person, "insert", {}),
                merge.ChangeRecord("pathway", path, "insert", insert),
            ),
        ),
        OperationRecord(
            uuid.uuid4(), laptop, 2, (2, 0), {laptop.hex: 1}, "erase", None,
            (merge.ChangeRecord("participant", person, "erase", {}),),
        ),
    ]  # fmt: skip
    assert merge.merge(Journal(tuple(operations))).rows == {}

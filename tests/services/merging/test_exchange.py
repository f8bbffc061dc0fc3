"""Two laptops: a file joined on one, written to on the other; after the exchange nothing is lost."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.core.ids import new_id
from elans_desktop.models.activities import Presence
from elans_desktop.models.journal import Change, Operation
from elans_desktop.models.participants import Participant
from elans_desktop.models.support import Interview
from elans_desktop.services.participants import participants, person_merge, person_merge_late
from elans_desktop.services.participants.person_merge import MergeInput
from elans_desktop.storage import merge
from elans_desktop.storage.merge import Journal, Merged
from elans_desktop.storage.workspace import Workspace
from tests.storage.rows import activity_with_slots, make, participant, presence
from tests.support.organisation import acting_as
from tests.support.people import NOW
from tests.support.workspaces import PASSPHRASE

Act = Callable[[Workspace], None]


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


@pytest.fixture
def two(workspace_folder: Path) -> tuple[Path, uuid.UUID, uuid.UUID, list[uuid.UUID]]:
    """A closed classeur, two files of one person, two slots; the second file has a presence at the first."""
    workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    rows, slots = activity_with_slots(2)
    kept, other = participant(number="2026-A0001"), participant(number="2026-A0002")
    with workspace.write("Remplir") as session:
        session.add_all([*rows, kept, other, presence(other.id, slots[0], "A")])
        found = workspace_folder, kept.id, other.id, slots
    workspace.close(back_up=False)
    return found


def exchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path, *acts: Act) -> Merged:
    """What copies of a classeur hold together, each after one act of its own, whatever the order."""
    journals: list[Journal] = []
    for rank, act in enumerate(acts):
        home = tmp_path / f"home{rank}"
        home.mkdir()
        monkeypatch.setenv("ELANS_HOME", str(home))
        shutil.copytree(folder, tmp_path / f"copie{rank}")
        replica = Workspace.open(tmp_path / f"copie{rank}", passphrase=PASSPHRASE, on_foreign="copy")
        act(replica)
        with replica.read() as session:
            journals.append(merge.load(session))
        replica.close(back_up=False)
    together = merge.merge(*journals)
    assert merge.merge(*reversed(journals)).rows == together.rows
    return together


def joining(kept: uuid.UUID, other: uuid.UUID) -> Act:
    def act(workspace: Workspace) -> None:
        with workspace.write("Réunir") as session:
            person_merge.merge(session, MergeInput(kept, other))

    return act


def test_what_is_entered_elsewhere_for_the_file_that_joined_hangs_on_it_still(
    two: tuple[Path, uuid.UUID, uuid.UUID, list[uuid.UUID]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, kept, other, slots = two
    interview = new_id()

    def enter(workspace: Workspace) -> None:
        with workspace.write("Saisir") as session:
            session.add(presence(other, slots[1], "P"))
            session.add(make(Interview, id=interview, participant_id=other, summary="Vu mardi."))

    together = exchanged(tmp_path, monkeypatch, folder, joining(kept, other), enter)
    assert (together.conflicts, together.revived) == ((), ())
    presences = {
        (row["participant_id"], row["slot_id"]): row["status"]
        for (table, _id), row in together.rows.items()
        if table == "presence"
    }
    assert presences == {(kept.hex, slots[0].hex): "A", (other.hex, slots[1].hex): "P"}
    assert together.rows["interview", interview]["participant_id"] == other.hex
    assert together.rows["participant", other]["merged_into_id"] == kept.hex


def test_it_is_told_and_sent_on_in_one_operation(
    two: tuple[Path, uuid.UUID, uuid.UUID, list[uuid.UUID]],
) -> None:
    folder, kept, other, slots = two
    workspace = Workspace.open(folder, passphrase=PASSPHRASE, on_foreign="moved")
    joining(kept, other)(workspace)
    with workspace.read() as session:
        assert person_merge_late.arrivals(session) == ()
    with workspace.write("Reçu d’un autre poste") as session:
        session.add_all([presence(other, slots[0], "P"), presence(other, slots[1], "P")])
    with workspace.read() as session:
        (late,) = person_merge_late.arrivals(session)
    assert (late.joined_number, late.kept_number, late.rows) == (
        "2026-A0002",
        "2026-A0001",
        "2\u00a0présences",
    )
    with acting_as(workspace, "accueil"), workspace.read() as session:
        assert person_merge_late.arrivals(session) == ()
    with workspace.write("Rattacher") as session:
        assert person_merge_late.gather(session, other) == kept
    with workspace.read() as session:
        found = {(p.participant_id, p.slot_id): p.status for p in session.scalars(select(Presence))}
        assert found == {(kept, slots[0]): "P", (kept, slots[1]): "P"}
        assert person_merge_late.arrivals(session) == ()
    workspace.undo()
    with workspace.read() as session:
        assert len(person_merge_late.arrivals(session)) == 1
    workspace.close(back_up=False)


def test_a_change_made_elsewhere_to_what_the_joining_took_away_is_told(
    two: tuple[Path, uuid.UUID, uuid.UUID, list[uuid.UUID]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, kept, other, slots = two
    stranger = uuid.uuid4()

    def correct(workspace: Workspace) -> None:
        with workspace.write("Corriger") as session:
            session.get_one(Presence, Presence.key(other, slots[0])).status = "P"
            session.get_one(Participant, other).phone = "06 11 22 33 44"

    together = exchanged(tmp_path, monkeypatch, folder, joining(kept, other), correct)
    rows = [row for (table, _id), row in together.rows.items() if table == "presence"]
    assert [(row["participant_id"], row["status"]) for row in rows] == [(kept.hex, "A")]

    workspace = Workspace.open(folder, passphrase=PASSPHRASE, on_foreign="moved")
    joining(kept, other)(workspace)
    changes = [
        ("presence", Presence.key(other, slots[0]), {"status": ["A", "P"]}),
        ("participant", other, {"phone": ["", "06 11 22 33 44"]}),
    ]
    with workspace.write("Recevoir") as session:
        received = Operation(
            laptop_id=stranger, seq=1, stamp_ms=clock.now_ms(), stamp_counter=7, context={}, label="Corriger",
            user_id=None, kind="normal", undoes=None,
        )  # fmt: skip
        session.add(received)
        session.flush()
        for position, (table, row_id, fields) in enumerate(changes):
            session.add(
                Change(
                    operation_id=received.id, position=position, table_name=table, row_id=row_id,
                    action="update", fields=fields,
                )
            )  # fmt: skip
    with workspace.read() as session:
        (late,) = person_merge_late.arrivals(session)
    assert late.rows == ""
    assert "présence, status\u00a0: A → P" in late.changes
    assert "participant, Téléphone\u00a0: vide → 06 11 22 33 44" in late.changes
    assert "06 11" not in repr(late)
    with workspace.write("Mettre de côté") as session:
        person_merge_late.put_aside(session, late)
    with workspace.read() as session:
        assert person_merge_late.arrivals(session) == ()
    workspace.close(back_up=False)


def test_each_joined_to_the_other_on_two_laptops_leaves_one_file(
    two: tuple[Path, uuid.UUID, uuid.UUID, list[uuid.UUID]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, kept, other, _slots = two
    together = exchanged(tmp_path, monkeypatch, folder, joining(kept, other), joining(other, kept))
    assert together.rows["participant", kept]["merged_into_id"] == other.hex
    assert together.rows["participant", other]["merged_into_id"] == kept.hex

    workspace = Workspace.open(folder, passphrase=PASSPHRASE, on_foreign="moved")
    with workspace.write("Reçu d’un autre poste") as session:
        for row_id, target in ((kept, other), (other, kept)):
            person = session.get_one(Participant, row_id)
            person.merged_into_id, person.archived_on = target, date(2027, 5, 4)
    end = min(kept, other)
    with workspace.read() as session:
        assert [row.id for row in participants.rows(session, archived=True)] == [end]
        assert len(person_merge_late.arrivals(session)) == (1 if end == kept else 0)
    with workspace.write("Rattacher") as session:
        person_merge_late.gather(session, max(kept, other))
    with workspace.read() as session:
        (row,) = participants.rows(session)
        assert row.id == end
        assert session.scalars(select(Presence)).one().participant_id == end
    workspace.close(back_up=False)

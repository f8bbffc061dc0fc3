"""Ctrl+Z: what it does, what it refuses, what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from elans_desktop.core.errors import RuleError
from elans_desktop.models.activities import Presence
from elans_desktop.models.journal import NumberSequence, Operation
from elans_desktop.models.organisation import Place, User
from elans_desktop.models.sheets import AttendanceSheet, SheetSlot
from elans_desktop.storage import access
from elans_desktop.storage.opening import NewUser
from elans_desktop.storage.workspace import Workspace
from tests.storage.rows import activity_with_slots, make, participant, place, presence
from tests.support.workspaces import PASSPHRASE

OTHER_PHRASE = "chaise vent bureau orange"


def rename(workspace: Workspace, name: str) -> None:
    with workspace.write(f"Renommer en {name}") as session:
        session.scalars(select(Place)).one().name = name


def name_of(workspace: Workspace) -> str | None:
    with workspace.read() as session:
        return session.scalar(select(Place.name))


def as_other_user(workspace: Workspace) -> Workspace:
    """The same folder, opened by another user on the same laptop."""
    other = NewUser("Sacha Autre", "accueil")
    access.add_user(workspace, other, role="accueil", phrase=OTHER_PHRASE)
    workspace.close(back_up=False)
    return Workspace.open(workspace.folder, passphrase=OTHER_PHRASE, user_id=other.id)


def test_undo_and_redo_walk_the_stack_both_ways(workspace: Workspace) -> None:
    with workspace.write("Ajouter") as session:
        session.add(place("a"))
    rename(workspace, "b")
    rename(workspace, "c")
    assert workspace.undo_label() == "Renommer en c"
    names: list[str | None] = []
    for _ in range(3):
        workspace.undo()
        names.append(name_of(workspace))
    assert names == ["b", "a", None]
    assert workspace.undo_label() is None
    assert workspace.redo_label() == "Ajouter"
    for _ in range(3):
        workspace.redo()
        names.append(name_of(workspace))
    assert names[3:] == ["a", "b", "c"]
    assert workspace.redo_label() is None
    workspace.undo()
    workspace.redo()
    workspace.undo()
    assert name_of(workspace) == "b"
    workspace.redo()
    with pytest.raises(RuleError, match="rien à rétablir"):
        workspace.redo()


def test_a_new_write_forgets_what_could_be_redone(workspace: Workspace) -> None:
    with workspace.write("Ajouter") as session:
        session.add(place("a"))
    rename(workspace, "b")
    workspace.undo()
    rename(workspace, "d")
    assert workspace.redo_label() is None
    workspace.undo()
    assert name_of(workspace) == "a"


def test_the_stack_survives_a_restart(workspace_folder: Path) -> None:
    first = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    with first.write("Ajouter") as session:
        session.add(place("a"))
    rename(first, "b")
    first.undo()
    first.close(back_up=False)
    again = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    assert (again.undo_label(), again.redo_label()) == ("Ajouter", "Renommer en b")
    again.redo()
    assert name_of(again) == "b"
    again.close(back_up=False)


def test_undo_is_of_this_user_only_and_says_who_came_after(workspace_folder: Path) -> None:
    mine = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    with mine.write("Ajouter") as session:
        session.add(place("a", commune="Die"))
    rename(mine, "b")
    theirs = as_other_user(mine)
    assert theirs.undo_label() is None
    rename(theirs, "c")
    theirs.close(back_up=False)
    again = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    assert again.undo_label() == "Renommer en b"
    with pytest.raises(RuleError, match=r"modifiée depuis par Sacha Autre, le \d\d/\d\d/\d{4} à"):
        again.undo()
    assert name_of(again) == "c"
    again.close(back_up=False)


def test_another_field_of_the_same_row_does_not_prevent_undo(workspace_folder: Path) -> None:
    mine = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    with mine.write("Ajouter") as session:
        session.add(place("a"))
    rename(mine, "b")
    theirs = as_other_user(mine)
    with theirs.write("Situer") as session:
        session.scalars(select(Place)).one().commune = "Die"
    theirs.close(back_up=False)
    again = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    again.undo()
    with again.read() as session:
        row = session.scalars(select(Place)).one()
        assert (row.name, row.commune) == ("a", "Die")
    with pytest.raises(RuleError, match="modifiée depuis"):
        again.undo()  # the insertion: somebody wrote in that row since
    again.close(back_up=False)


def test_what_was_done_then_undone_by_another_does_not_prevent_undo(workspace_folder: Path) -> None:
    mine = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    with mine.write("Ajouter") as session:
        session.add(place("a"))
    rename(mine, "b")
    theirs = as_other_user(mine)
    rename(theirs, "c")
    theirs.undo()
    theirs.close(back_up=False)
    again = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    again.undo()
    assert name_of(again) == "a"
    again.close(back_up=False)


def test_undoing_an_insert_that_others_reference_is_refused_by_name(workspace_folder: Path) -> None:
    mine = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    rows, slots = activity_with_slots(2)
    person = participant()
    with mine.write("Planifier") as session:
        session.add_all([*rows, person])
    theirs = as_other_user(mine)
    with theirs.write("Saisir") as session:
        session.add_all(presence(person.id, slot) for slot in slots)
    theirs.close(back_up=False)
    again = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    with pytest.raises(RuleError, match="présences s’y rattachent"):
        again.undo()
    with again.read() as session:
        assert len(session.scalars(select(Presence)).all()) == 2
    again.close(back_up=False)


def test_numbers_are_never_given_back(workspace: Workspace) -> None:
    with workspace.write("Créer un dossier") as session:
        key = NumberSequence.key("dossier", 2027, "A")
        session.add(NumberSequence(id=key, kind="dossier", year=2027, letter="A", last=31))
        session.add(participant(number="2027-A0031"))
    workspace.undo()
    with workspace.read() as session:
        assert session.scalars(select(NumberSequence)).one().last == 31
    assert workspace.undo_label() is None


def test_permanent_operations_are_skipped(workspace: Workspace) -> None:
    with workspace.write("Ajouter") as session:
        session.add(place("a"))
    with workspace.write("Changer la fonction") as session:
        session.scalars(select(User)).one().function = "directrice"
    assert workspace.undo_label() == "Ajouter"
    workspace.undo()
    with workspace.read() as session:
        assert session.scalars(select(User)).one().function == "directrice"


def test_a_validated_sheet_locks_its_presences(workspace: Workspace) -> None:
    rows, [slot] = activity_with_slots()
    person = participant()
    activity_id = next(row.id for row in rows if row.__tablename__ == "activity")
    sheet = make(AttendanceSheet, number="FE-2027-A0001", activity_id=activity_id, state="saisie")
    with workspace.write("Planifier") as session:
        session.add_all([*rows, person, sheet])
        session.add(make(SheetSlot, id=SheetSlot.key(sheet.id, slot), sheet_id=sheet.id, slot_id=slot))
    with workspace.write("Saisir") as session:
        session.add(presence(person.id, slot))
    with workspace.write("Valider la feuille") as session:
        session.scalars(select(AttendanceSheet)).one().state = "validee"
    assert workspace.undo_label() == "Saisir"  # the validation itself is skipped
    with pytest.raises(RuleError, match="FE-2027-A0001 a été validée"):
        workspace.undo()
    with workspace.read() as session:
        assert session.scalars(select(AttendanceSheet)).one().state == "validee"
        assert session.scalars(select(Presence)).one().status == "P"


def test_the_validated_sheet_of_one_of_a_pair_lets_the_entry_of_the_other_be_undone(
    workspace: Workspace,
) -> None:
    rows, [slot] = activity_with_slots()
    signed, other = participant(), participant()
    activity_id = next(row.id for row in rows if row.__tablename__ == "activity")
    sheet = make(AttendanceSheet, number="FE-2027-A0001", activity_id=activity_id, state="saisie")
    with workspace.write("Planifier") as session:
        session.add_all([*rows, signed, other])
        session.flush()
        sheet.participant_id = signed.id
        session.add(sheet)
        session.add(make(SheetSlot, id=SheetSlot.key(sheet.id, slot), sheet_id=sheet.id, slot_id=slot))
    with workspace.write("Saisir l’un") as session:
        session.add(presence(signed.id, slot))
    with workspace.write("Saisir l’autre") as session:
        session.add(presence(other.id, slot))
    with workspace.write("Valider la feuille") as session:
        session.scalars(select(AttendanceSheet)).one().state = "validee"
    workspace.undo()
    with workspace.read() as session:
        assert session.scalars(select(Presence.participant_id)).all() == [signed.id]
    with pytest.raises(RuleError, match="FE-2027-A0001 a été validée"):
        workspace.undo()


def test_undo_is_an_operation_of_its_own(workspace: Workspace) -> None:
    with workspace.write("Ajouter") as session:
        session.add(place("a"))
    heard: list[frozenset[str]] = []
    workspace.on_change(heard.append)
    workspace.undo()
    assert "place" in heard[0]
    with workspace.read() as session:
        last = session.scalars(select(Operation).order_by(Operation.seq.desc()).limit(1)).one()
        added = session.scalars(select(Operation).where(Operation.label == "Ajouter")).one()
    assert (last.kind, last.undoes, last.label) == ("undo", added.id, "Annuler\u00a0: Ajouter")

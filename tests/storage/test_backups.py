"""Backups: verified before they are called so, kept by rule, restored whole under a new incarnation."""

from __future__ import annotations

import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.core.errors import DamagedData, RuleError, WorkspaceInUse, WrongPassphrase
from elans_desktop.models.journal import Change, Draft, Laptop, Operation
from elans_desktop.models.organisation import Place
from elans_desktop.models.participants import Participant
from elans_desktop.storage import access, backup, elans_file, erased_ids, erasure, integrity, retention
from elans_desktop.storage.erased_ids import ErasedRow
from elans_desktop.storage.opening import NewUser
from elans_desktop.storage.restore import restore
from elans_desktop.storage.sealing import Kdf
from elans_desktop.storage.workspace import Workspace
from tests.storage.rows import column_values, participant, place, setting
from tests.support.workspaces import PASSPHRASE


def add(workspace: Workspace, name: str) -> None:
    with workspace.write("Ajouter") as session:
        session.add(place(name))


def names(workspace: Workspace) -> list[str]:
    with workspace.read() as session:
        return sorted(session.scalars(select(Place.name)))


def test_a_backup_holds_everything_and_nothing_readable(workspace: Workspace, tmp_path: Path) -> None:
    with workspace.write("Ajouter") as session:
        session.add(participant("Zyxwvut"))
    made = backup.make(workspace, tmp_path / "copie.elans")
    manifest, file_keys = elans_file.read(made.path)
    assert manifest.counts["participant"] == 1
    assert file_keys.workspace == workspace.id
    with zipfile.ZipFile(made.path) as archive:
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
    assert b"Zyxwvut" not in made.path.read_bytes()


def test_a_file_takes_its_name_only_once_its_base_is_confirmed(workspace: Workspace, tmp_path: Path) -> None:
    manifest, file_keys = elans_file.read(backup.make(workspace, tmp_path / "bonne.elans").path)
    target = tmp_path / "clé" / "copie.elans"
    target.parent.mkdir()
    with pytest.raises(DamagedData):
        elans_file.pack(
            target,
            workspace.data_path,
            file_keys.to_bytes(),
            manifest,
            None,
            lambda: integrity.require_sound(workspace.data_path, workspace.data_key, {"place": -1}),
        )
    assert list(target.parent.iterdir()) == []


def test_a_backup_leaves_out_the_pages_that_deletions_emptied(workspace: Workspace, tmp_path: Path) -> None:
    def packed(name: str) -> int:
        return elans_file.read(backup.make(workspace, tmp_path / name).path)[0].size

    assert packed("pleine.elans") == workspace.data_path.stat().st_size
    with workspace.write("Ajouter", kind="migration") as session:
        session.add(
            draft := Draft(
                **column_values(Draft, user_id=workspace.actor.user_id, values={"notes": "long " * 400_000})
            )
        )
    with workspace.write("Retirer", kind="migration") as session:
        session.delete(session.get_one(Draft, draft.id))
    assert packed("vidée.elans") < workspace.data_path.stat().st_size / 2


def test_closing_backs_up_only_what_is_new(workspace_folder: Path) -> None:
    for expected, name in enumerate(["a", "b"], start=1):
        workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
        add(workspace, name)
        workspace.close()
        assert len(backup.listed(workspace_folder)) == expected
    Workspace.open(workspace_folder, passphrase=PASSPHRASE).close()
    assert len(backup.listed(workspace_folder)) == 2


def test_an_import_is_preceded_by_a_backup(workspace: Workspace) -> None:
    add(workspace, "a")
    with workspace.write("Importer", kind="import") as session:
        session.add(place("b"))
    [saved] = backup.listed(workspace.folder)
    assert saved.reason == "avant import"


def test_copy_outside_is_remembered(workspace: Workspace, tmp_path: Path) -> None:
    stick = tmp_path / "clé"
    stick.mkdir()
    assert backup.status(workspace).copied_at is None
    made = backup.copy_to(workspace, stick)
    assert backup.status(workspace).copied_at == made.created_at
    assert [path.name for path in stick.iterdir()] == [made.path.name]


def test_restore_in_a_new_folder(workspace: Workspace, tmp_path: Path) -> None:
    add(workspace, "a")
    file = backup.make(workspace, tmp_path / "s.elans").path
    laptop = workspace.actor
    target = tmp_path / "neuf" / "classeur"
    assert restore(file, target, passphrase=PASSPHRASE) is None
    restored = Workspace.open(target, passphrase=PASSPHRASE)
    assert names(restored) == ["a"]
    assert restored.actor.laptop_id != laptop.laptop_id
    assert restored.actor.letter == "B"
    restored.close(back_up=False)


def test_restore_over_the_present_state_saves_it(workspace_folder: Path, tmp_path: Path) -> None:
    workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    add(workspace, "a")
    file = backup.make(workspace, tmp_path / "s.elans").path
    add(workspace, "b")
    with pytest.raises(WorkspaceInUse):
        restore(file, workspace_folder, passphrase=PASSPHRASE)
    workspace.close(back_up=False)
    saved = restore(file, workspace_folder, passphrase=PASSPHRASE)
    again = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    assert names(again) == ["a"]
    assert integrity.verify(again.data_path, again.data_key, full=True).ok
    with again.read() as session:
        assert len(session.scalars(select(Laptop)).all()) == 2
    again.close(back_up=False)
    assert saved is not None
    restore(saved, tmp_path / "avant", passphrase=PASSPHRASE)
    before = Workspace.open(tmp_path / "avant", passphrase=PASSPHRASE)
    assert names(before) == ["a", "b"]
    before.close(back_up=False)


def test_restore_asks_for_the_phrase_of_that_day_or_the_code(
    workspace: Workspace, tmp_path: Path, recovery_code: str
) -> None:
    file = backup.make(workspace, tmp_path / "s.elans").path
    access.change_phrase(workspace, PASSPHRASE, "une tout autre phrase")
    with pytest.raises(WrongPassphrase):
        restore(file, tmp_path / "n", passphrase="une tout autre phrase")
    assert not (tmp_path / "n").exists()
    restore(file, tmp_path / "n", code=recovery_code)
    Workspace.open(tmp_path / "n", passphrase=PASSPHRASE).close(back_up=False)


def test_restore_repairs_damaged_data(workspace_folder: Path, tmp_path: Path) -> None:
    workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    add(workspace, "a")
    file = backup.make(workspace, tmp_path / "s.elans").path
    workspace.close(back_up=False)
    base = bytearray((workspace_folder / "data.db").read_bytes())
    base[100] ^= 1
    (workspace_folder / "data.db").write_bytes(base)
    (workspace_folder / "keys.json").unlink()
    saved = restore(file, workspace_folder, passphrase=PASSPHRASE)
    assert saved is not None
    again = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    assert names(again) == ["a"]
    again.close(back_up=False)


def test_restore_refuses_another_workspace_and_foreign_folders(
    workspace: Workspace, workspace_folder: Path, tmp_path: Path
) -> None:
    file = backup.make(workspace, tmp_path / "s.elans").path
    other, _code = Workspace.create(
        tmp_path / "autre",
        title="Autre",
        user=NewUser("A", "b"),
        passphrase=PASSPHRASE,
        kdf=Kdf.cheap(),
    )
    other.close(back_up=False)
    with pytest.raises(RuleError, match="autre classeur"):
        restore(file, tmp_path / "autre", passphrase=PASSPHRASE)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "x.jpg").write_bytes(b"x")
    with pytest.raises(RuleError, match="autre chose"):
        restore(file, tmp_path / "photos", passphrase=PASSPHRASE)


@pytest.mark.parametrize("place_in_file", [0.02, 0.3, 0.5, 0.7, 0.9])
def test_an_altered_backup_is_never_restored(
    workspace: Workspace, tmp_path: Path, place_in_file: float
) -> None:
    file = backup.make(workspace, tmp_path / "s.elans").path
    content = bytearray(file.read_bytes())
    content[int(len(content) * place_in_file)] ^= 0x20
    file.write_bytes(content)
    with pytest.raises(DamagedData):
        restore(file, tmp_path / "n", passphrase=PASSPHRASE)
    assert not (tmp_path / "n").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 rien", b"du texte"])
def test_what_is_no_backup_gets_a_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.elans"
    file.write_bytes(content)
    with pytest.raises(DamagedData, match="n’est pas une sauvegarde"):
        elans_file.read(file)


def test_what_was_erased_is_erased_again_after_a_restore(workspace_folder: Path, tmp_path: Path) -> None:
    workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    person = participant("Zyxwvut", "Qponml", commune="Die")
    with workspace.write("Créer le dossier de Qponml Z.") as session:
        session.add(person)
    file = backup.make(workspace, tmp_path / "s.elans").path
    erased = ErasedRow("participant", person.id, ("last_name", "first_name", "birth_name", "birth_date"))
    erasure.erase(workspace, "Effacer un dossier", [erased])
    workspace.close(back_up=False)
    restore(file, workspace_folder, passphrase=PASSPHRASE)
    again = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    with again.read() as session:
        row = session.scalars(select(Participant)).one()
        assert (row.last_name, row.first_name, row.commune) == ("", "", "Die")
        changes = session.scalars(select(Change).where(Change.row_id == person.id)).all()
        said = [str(change.fields) for change in changes] + list(session.scalars(select(Operation.label)))
    assert not any("Zyxwvut" in words or "Qponml" in words for words in said)
    assert again.undo_label() is None
    again.close(back_up=False)


def test_later_backups_carry_what_was_erased(workspace_folder: Path, tmp_path: Path) -> None:
    workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    person = participant("Zyxwvut")
    with workspace.write("Créer") as session:
        session.add(person)
    before = backup.make(workspace, tmp_path / "avant.elans").path
    erased = ErasedRow("participant", person.id, ("last_name",))
    erasure.erase(workspace, "Effacer un dossier", [erased])
    after = backup.make(workspace, tmp_path / "après.elans").path
    workspace.close(back_up=False)
    restore(after, tmp_path / "n", passphrase=PASSPHRASE)
    restore(before, tmp_path / "n", passphrase=PASSPHRASE)
    assert erased_ids.read(tmp_path / "n") == [erased]
    again = Workspace.open(tmp_path / "n", passphrase=PASSPHRASE)
    with again.read() as session:
        assert session.scalars(select(Participant)).one().last_name == ""
    again.close(back_up=False)


def test_retention_keeps_days_weeks_and_months() -> None:
    start = datetime(2027, 3, 1, 18)
    backups = [retention.Kept(Path(f"{n:04}"), start + timedelta(hours=6 * n), 1000) for n in range(4 * 400)]
    gone = retention.to_delete(backups)
    kept = sorted(backup.moment for backup in backups if backup not in gone)
    assert kept[-10:] == [backup.moment for backup in backups[-10:]]
    assert len({moment.date() for moment in kept}) >= 7 + 2 + 10
    assert len(kept) <= 10 + 7 + 4 + 12
    assert kept[0] < kept[-1] - timedelta(days=300)


def test_retention_holds_the_budget_but_never_fewer_than_three() -> None:
    start = datetime(2027, 3, 1)
    backups = [retention.Kept(Path(f"{n}"), start + timedelta(days=n), 500) for n in range(9)]
    assert len(backups) - len(retention.to_delete(backups, budget=2600)) == 5
    assert len(backups) - len(retention.to_delete(backups, budget=10)) == 3


def test_old_automatic_backups_are_deleted_from_disk(workspace: Workspace) -> None:
    for day in range(1, 29):
        with clock.fixed(datetime(2027, 2, day, 18, 0)):
            add(workspace, str(day))
            backup.if_due(workspace, "fermeture")
    assert len(backup.listed(workspace.folder)) == 10 + 2  # the last ten days, then the Sundays 14 and 7


@pytest.mark.parametrize("route", ["demande", "avant import", "fermeture", "avant restauration"])
def test_every_backup_keeps_to_the_disk_space_chosen(
    workspace_folder: Path, tmp_path: Path, route: str
) -> None:
    workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    first = backup.make(workspace, tmp_path / "s.elans")
    for _ in range(6):
        backup.make(workspace)
    room = 5 * first.size // retention.MEGABYTE
    for megabytes in (room, 0):
        with workspace.write("Régler la place") as session:
            session.merge(setting("backup_budget_mb", megabytes))
        if route == "demande":
            backup.make(workspace)
        elif route == "avant import":
            with workspace.write("Importer", kind="import") as session:
                session.add(place("x"))
        else:
            workspace.close(back_up=route == "fermeture")
            if route != "fermeture":
                restore(first.path, workspace_folder, passphrase=PASSPHRASE)
            workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
        kept = backup.listed(workspace_folder)
        assert kept[0].reason == route
        assert 3 <= len(kept) < 7
        assert len(kept) == 3 or sum(made.size for made in kept) <= megabytes * retention.MEGABYTE
    assert len(kept) == 3
    workspace.close(back_up=False)

"""What goes wrong on real machines: each a French sentence, and the data intact."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select

from elans_desktop.core import clock
from elans_desktop.core.errors import (
    DamagedData,
    NotFoundError,
    RuleError,
    SystemProblem,
    WorkspaceInUse,
    WrongPassphrase,
)
from elans_desktop.models.organisation import Place
from elans_desktop.storage import attempts, backup, elans_file, integrity, locking, places
from elans_desktop.storage.attempts import TooSoon
from elans_desktop.storage.locking import HeldElsewhere
from elans_desktop.storage.opening import NewUser
from elans_desktop.storage.sealing import Kdf
from elans_desktop.storage.workspace import Workspace
from tests.storage.rows import participant, place
from tests.support.workspaces import PASSPHRASE, USER_NAME

ROOT = Path(__file__).parents[2]

NAME = "Zyxwvutsrq"


def fill(workspace: Workspace, many: int = 300) -> None:
    with workspace.write("Remplir") as session:
        session.add_all(place(f"Lieu {rank}", notes="x" * 800) for rank in range(many))


def count_places(workspace: Workspace) -> int:
    with workspace.read() as session:
        return len(session.scalars(select(Place.id)).all())


def test_the_wait_grows_and_never_locks_out(workspace_folder: Path) -> None:
    start = datetime(2027, 1, 12, 9, 0)
    waits: list[int] = []
    moment = start
    for _ in range(12):
        with clock.fixed(moment):
            with pytest.raises(WrongPassphrase):
                Workspace.open(workspace_folder, passphrase="pas la bonne")
            with pytest.raises(WrongPassphrase) as caught:
                Workspace.open(workspace_folder, passphrase="pas la bonne non plus")
        seconds = caught.value.seconds if isinstance(caught.value, TooSoon) else 0
        waits.append(seconds)
        moment += timedelta(seconds=seconds)
    assert waits == sorted(waits)
    assert waits[-1] == attempts.LONGEST_WAIT
    with clock.fixed(moment):
        Workspace.open(workspace_folder, passphrase=PASSPHRASE).close(back_up=False)
        with pytest.raises(WrongPassphrase) as caught:
            Workspace.open(workspace_folder, passphrase="pas la bonne")
    assert not isinstance(caught.value, TooSoon)


def test_a_clock_put_back_does_not_lock_out(workspace_folder: Path) -> None:
    with clock.fixed(datetime(2030, 1, 1)):
        for _ in range(4):
            with pytest.raises(WrongPassphrase):
                Workspace.open(workspace_folder, passphrase="pas la bonne")
    with clock.fixed(datetime(2027, 1, 1)):
        Workspace.open(workspace_folder, passphrase=PASSPHRASE).close(back_up=False)


def test_every_altered_byte_of_the_base_is_noticed(workspace_folder: Path, tmp_path: Path) -> None:
    workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    fill(workspace)
    key = workspace.data_key
    workspace.close(back_up=False)
    base = workspace_folder / "data.db"
    original = base.read_bytes()
    chance = random.Random(7)
    spots = [*range(0, 40, 3), *(chance.randrange(len(original)) for _ in range(60)), len(original) - 1]
    for spot in spots:
        altered = bytearray(original)
        altered[spot] ^= 1 << chance.randrange(8)
        base.write_bytes(altered)
        assert not integrity.verify(base, key).ok, spot
        with contextlib.suppress(DamagedData):
            opened = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
            file = tmp_path / f"{spot}.elans"
            try:  # a page that no table needs (an index) does not prevent a sound copy
                assert elans_file.read(backup.make(opened, file).path)[0].counts["place"] == 300
            finally:
                opened.close(back_up=False)
    base.write_bytes(original)
    assert integrity.verify(base, key, full=True).ok


@pytest.mark.parametrize("damage", ["truncated", "missing", "text"])
def test_a_base_that_is_no_longer_one(workspace_folder: Path, damage: str) -> None:
    workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    fill(workspace)
    key = workspace.data_key
    workspace.close(back_up=False)
    base = workspace_folder / "data.db"
    if damage == "truncated":
        base.write_bytes(base.read_bytes()[:-5000])
    elif damage == "missing":
        base.unlink()
    else:
        base.write_text("ceci n’est pas une base" * 1000)
    assert not integrity.verify(base, key).ok
    if damage != "truncated":
        with pytest.raises(DamagedData) as caught:
            Workspace.open(workspace_folder, passphrase=PASSPHRASE)
        assert "sauvegarde" in caught.value.advice
    assert base.exists() == (damage != "missing")


def test_full_disk_leaves_what_was_committed(workspace: Workspace) -> None:
    fill(workspace, 10)

    def small(connection: object) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 200")  # type: ignore[attr-defined]

    event.listen(workspace._engine, "begin", small)
    with pytest.raises(SystemProblem, match="plein"):
        fill(workspace, 3000)
    assert count_places(workspace) == 10
    assert integrity.verify(workspace.data_path, workspace.data_key, full=True).ok
    event.remove(workspace._engine, "begin", small)
    with workspace.write("Continuer") as session:
        session.add(place("encore"))
    assert count_places(workspace) == 11


@pytest.mark.skipif(sys.platform == "win32", reason="needs resource limits")
def test_a_disk_that_refuses_bytes_leaves_what_was_committed(workspace: Workspace, tmp_path: Path) -> None:
    import resource

    fill(workspace, 10)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (workspace.data_path.stat().st_size + 100_000, hard))
    try:
        with pytest.raises(SystemProblem, match="disque"):
            fill(workspace, 3000)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
        with pytest.raises(SystemProblem, match="disque"):
            backup.make(workspace, tmp_path / "s.elans")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.glob("*.elans*")) == []
    assert count_places(workspace) == 10
    assert integrity.verify(workspace.data_path, workspace.data_key, full=True).ok
    fill(workspace, 5)
    assert count_places(workspace) == 15


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="needs a folder nobody can write")
def test_a_folder_that_cannot_be_written() -> None:
    with pytest.raises(SystemProblem) as caught:
        Workspace.create(
            Path("/sys/kernel/classeur"),
            title="X",
            user=NewUser("A", "b"),
            passphrase=PASSPHRASE,
            kdf=Kdf.cheap(),
        )
    assert caught.value.advice


READ_ONLY = "SystemProblem Ce dossier est en lecture seule"
RIGHTS = {
    ".=555 data.db=644 keys.json=644 verrou=644": [f"open {READ_ONLY}"],
    ".=555 data.db=666 keys.json=644 verrou=666": [
        "read 1", f"write {READ_ONLY}", f"backup {READ_ONLY}", "open done",
    ],
    ".=777 data.db=444 keys.json=644 verrou=666": [
        "read 1", f"write {READ_ONLY}", f"backup {READ_ONLY}", "open done",
    ],
    ".=777 data.db=600 keys.json=644 verrou=666": ["open SystemProblem Le fichier des données ne peut pas"],
    ".=700": ["open SystemProblem Votre session d’ordinateur n’a pas le droit de lire"],
    ".=777 data.db=666 keys.json=644 verrou=666 backups=777": [
        "read 1", "write done", "backup done", "open done",
    ],
}  # fmt: skip
"""What the person at the keyboard may do with each file of the folder, and what they meet."""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become nobody")
def test_a_person_without_rights_on_the_folder(
    workspace_template: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with tempfile.TemporaryDirectory() as open_to_all:  # the folders of the tests are closed to others
        root = Path(open_to_all)
        (root / "home").mkdir()
        for folder in (root, root / "home"):
            folder.chmod(0o777)
        monkeypatch.setenv("ELANS_HOME", str(root / "home"))
        done = subprocess.run(
            [sys.executable, "-m", "tests.storage.as_nobody", str(workspace_template[0]), str(root)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            input="\n".join(RIGHTS),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        cases = [case.splitlines()[1:] for case in done.stdout.split("case ")[1:]]
        for rank, (expected, lines) in enumerate(zip(RIGHTS.values(), cases, strict=True)):
            assert len(lines) == len(expected), lines
            assert all(line.startswith(words) for line, words in zip(lines, expected, strict=True)), lines
            workspace = Workspace.open(root / str(rank), passphrase=PASSPHRASE)
            assert count_places(workspace) == 1 + ("write done" in expected)
            assert integrity.verify(workspace.data_path, workspace.data_key).ok
            workspace.close(back_up=False)


def test_creating_in_a_used_folder_is_refused_and_touches_nothing(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(RuleError, match="contient déjà"):
        Workspace.create(tmp_path, title="X", user=NewUser("A", "b"), passphrase=PASSPHRASE, kdf=Kdf.cheap())
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_second_window_is_told_who_holds_it(workspace: Workspace) -> None:
    with pytest.raises(WorkspaceInUse, match=f"sur cet ordinateur par {USER_NAME}"):
        Workspace.open(workspace.folder, passphrase=PASSPHRASE)
    assert count_places(workspace) == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_second_process_is_refused_until_the_first_one_dies(workspace_folder: Path) -> None:
    ready, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(ready)
            held = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
            os.write(tell, b"." if held.folder == workspace_folder else b"")
            signal.pause()
        finally:
            os._exit(1)
    os.close(tell)
    try:
        assert os.read(ready, 1) == b"."
        with pytest.raises(WorkspaceInUse, match=f"par {USER_NAME}"):
            Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(ready)
    workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    assert count_places(workspace) == 0
    workspace.close(back_up=False)


def test_a_lock_left_by_a_dead_process_is_stale(workspace_folder: Path) -> None:
    note = {"host": locking.platform.node(), "user": "X", "pid": 1, "since": 0, "seen": clock.now_ms()}
    (workspace_folder / locking.FILE).write_text(json.dumps(note))
    Workspace.open(workspace_folder, passphrase=PASSPHRASE).close(back_up=False)


def test_a_lock_from_another_laptop_is_named_then_taken_over(workspace_folder: Path) -> None:
    now = clock.now_ms()
    note = {"host": "PC-ACCUEIL", "user": "Sacha Autre", "pid": 1, "since": now, "seen": now}
    path = workspace_folder / locking.FILE
    path.write_text(json.dumps(note))
    with pytest.raises(HeldElsewhere, match="PC-ACCUEIL par Sacha Autre"):
        Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    Workspace.open(workspace_folder, passphrase=PASSPHRASE, take_over=True).close(back_up=False)
    path.write_text(json.dumps(note | {"seen": now - locking.BELIEVED_MS}))
    Workspace.open(workspace_folder, passphrase=PASSPHRASE).close(back_up=False)
    path.write_text("{ rien de lisible")
    Workspace.open(workspace_folder, passphrase=PASSPHRASE).close(back_up=False)


def test_unknown_user(workspace_folder: Path) -> None:
    with pytest.raises(NotFoundError):
        Workspace.open(workspace_folder, passphrase=PASSPHRASE, user_id=uuid.uuid4())


def test_nothing_readable_on_disk(workspace_folder: Path, own_home: Path, tmp_path: Path) -> None:
    secrets = [text.encode(code) for text in (NAME, PASSPHRASE) for code in ("utf-8", "utf-16-le")]

    def readable() -> list[str]:
        return [
            path.name
            for folder in (workspace_folder, own_home, tmp_path)
            for path in folder.rglob("*")
            if path.is_file() and any(secret in path.read_bytes() for secret in secrets)
        ]

    workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    with workspace.write(f"Créer le dossier de {NAME}") as session:
        session.add_all(participant(NAME, f"P{rank}", notes=NAME * 50) for rank in range(50))
        session.flush()
        session.connection().exec_driver_sql("PRAGMA cache_spill = 1")
        session.connection().exec_driver_sql("PRAGMA cache_size = 5")
        session.add_all(participant(NAME, f"P{rank}", notes=NAME * 50) for rank in range(50))
        session.flush()
        assert (workspace_folder / "data.db-journal").exists()
        assert readable() == []
    backup.make(workspace)
    with pytest.raises(WrongPassphrase):
        workspace.keys.unlock(workspace.actor.user_id, NAME)
    assert readable() == []
    workspace.close()
    assert readable() == []


def test_a_plain_copy_made_between_two_writes_is_complete(workspace: Workspace, tmp_path: Path) -> None:
    fill(workspace, 20)
    shutil.copy(workspace.data_path, tmp_path / "copie.db")
    report = integrity.verify(tmp_path / "copie.db", workspace.data_key, full=True)
    assert report.ok
    assert report.counts["place"] == 20
    assert not (workspace.folder / "data.db-wal").exists()


def test_names_are_not_in_the_errors_of_the_base(workspace: Workspace) -> None:
    def twice() -> None:
        with workspace.write("Doubler") as session:
            person = participant(NAME)
            session.add(person)
            session.flush()
            session.expunge(person)
            session.add(participant(NAME, id=person.id))

    with pytest.raises(Exception, match="UNIQUE") as caught:
        twice()
    assert NAME not in str(caught.value)
    assert NAME not in repr(caught.value)


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/home/x/OneDrive - Asso/classeur", "OneDrive"),
        ("/home/x/Dropbox/classeur", "Dropbox"),
        ("/home/x/Google Drive/c", "Google Drive"),
        ("/home/x/Nextcloud/c", "Nextcloud"),
        ("/Users/x/Library/Mobile Documents/c", "iCloud"),
        ("//serveur/partage/c", "réseau"),
        ("\\\\serveur\\partage\\c", "réseau"),
    ],
)
def test_dangerous_places_are_named(path: str, word: str) -> None:
    found = places.warning(Path(path))
    assert found is not None
    assert word in found


def test_ordinary_places_are_safe(tmp_path: Path) -> None:
    assert places.warning(tmp_path) is None
    assert places.warning(Path(os.sep) / "home" / "x" / "Documents" / "ELANS") is None


def test_network_mounts_are_recognised(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"a / ext4 rw 0 0\nserveur:/x {tmp_path}/par\\040tage cifs rw 0 0\n")
    assert places._mount_type(tmp_path / "par tage" / "c", mounts) == "cifs"
    assert places._mount_type(tmp_path / "ailleurs", mounts) == "ext4"

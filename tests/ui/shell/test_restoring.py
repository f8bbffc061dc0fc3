"""A backup chosen from the welcome screen, when nobody knows the phrase any more."""

from __future__ import annotations

from pathlib import Path

import pytest

from elans_desktop.core.errors import InputError
from elans_desktop.storage import backup, elans_file, keys
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui import backup_key
from elans_desktop.ui.shell import opening
from tests.support.dialogs import RecordedDialogs
from tests.support.pages import TIMEOUT, Shell
from tests.ui.shell.conftest import PHRASE


@pytest.fixture
def saved(made: tuple[Path, str], tmp_path: Path) -> Path:
    """A backup of the classeur."""
    workspace = Workspace.open(made[0], passphrase=PHRASE)
    path = backup.make(workspace, tmp_path / "copie.elans").path
    workspace.close(back_up=False)
    return path


def test_the_code_of_that_day_puts_a_backup_back(
    shell: Shell, made: tuple[Path, str], saved: Path, tmp_path: Path, recorded_dialogs: RecordedDialogs
) -> None:
    user = keys.read(made[0]).users[0].id
    (tmp_path / "ailleurs").mkdir()
    recorded_dialogs.answer("form", {"user": user, "phrase": "", "code": made[1]})
    recorded_dialogs.answer("folder", tmp_path / "ailleurs")
    opening.restore(shell.window, saved)
    target = tmp_path / "ailleurs" / "Association Le Pressoir"
    shell.qtbot.waitUntil(
        lambda: (target / "keys.json").exists() and not shell.window.jobs.busy, timeout=TIMEOUT
    )
    shell.qtbot.waitUntil(lambda: shell.window.welcome.card(str(target)) is not None, timeout=TIMEOUT)
    Workspace.open_with_code(target, made[1]).close(back_up=False)


def test_what_does_not_open_a_backup_is_told_beside_its_field(saved: Path) -> None:
    kept = elans_file.read(saved)[1]
    user = kept.users[0].id
    for typed, told in (
        ({"phrase": "", "code": " "}, "phrase"),
        ({"phrase": "pas la bonne phrase", "code": ""}, "phrase"),
        ({"phrase": "", "code": "0000 0000 0"}, "code"),
    ):
        with pytest.raises(InputError) as problem:
            backup_key.verify(kept, {"user": user, **typed})
        assert list(problem.value.fields) == [told]

"""Workspaces for tests: real, encrypted, copied from one made once per session with a cheap key derivation.

Load it from the root `conftest.py` with ``pytest_plugins = ["tests.support.workspaces"]``; then any
test asks for `workspace` (open, on this machine, by its founder) or `workspace_folder` (closed).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from elans_desktop.storage import laptops
from elans_desktop.storage.opening import NewUser
from elans_desktop.storage.sealing import Kdf
from elans_desktop.storage.workspace import Workspace

PASSPHRASE = "tabouret pluie cantine violet"
USER_NAME = "Camille Essai"
TITLE = "Classeur d’essai"


@pytest.fixture(scope="session")
def workspace_template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A closed workspace, never opened again, and its recovery code as printed."""
    folder = tmp_path_factory.mktemp("template") / "classeur"
    home = tmp_path_factory.mktemp("template-home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ELANS_HOME", str(home))
        workspace, code = Workspace.create(
            folder,
            title=TITLE,
            user=NewUser(USER_NAME, "coordinatrice"),
            passphrase=PASSPHRASE,
            kdf=Kdf.cheap(),
        )
        laptop = workspace.actor.laptop_id
        workspace.close(back_up=False)
    (folder.parent / "laptop").write_text(laptop.hex)
    return folder, "\n".join(code.lines())


@pytest.fixture
def workspace_folder(workspace_template: tuple[Path, str], tmp_path: Path, own_home: Path) -> Path:
    """A closed workspace of this test, held by this machine. Opens with `PASSPHRASE`."""
    return copy_of(workspace_template[0], tmp_path / "classeur")


@pytest.fixture
def workspace(workspace_folder: Path) -> Iterator[Workspace]:
    """An open workspace of this test, without any data but its user and its laptop."""
    opened = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    yield opened
    opened.close(back_up=False)


@pytest.fixture
def recovery_code(workspace_template: tuple[Path, str]) -> str:
    """The recovery code of `workspace` and `workspace_folder`, as typed from the sheet."""
    return workspace_template[1]


def copy_of(template: Path, folder: Path) -> Path:
    """Copy a closed template and make this machine hold the copy."""
    import uuid

    from elans_desktop.storage import keys

    shutil.copytree(template, folder)
    laptop = uuid.UUID(hex=(template.parent / "laptop").read_text())
    laptops.remember(keys.read(folder).workspace, folder, laptop)
    return folder

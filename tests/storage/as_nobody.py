"""Run by `test_faults` as root: becomes a person without rights, then tries to use a workspace.

Arguments: a template, an empty folder open to all. Each line read is a case: `file=mode file=mode`, « . »
being the folder itself. Prints what each attempt met.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from elans_desktop.core.errors import ElansError
from elans_desktop.core.paths import user_data_dir
from elans_desktop.models.organisation import Place
from elans_desktop.storage import backup
from elans_desktop.storage.workspace import Workspace
from tests.storage.rows import place
from tests.support.workspaces import PASSPHRASE, copy_of

NOBODY = 65534


def met(act: Callable[[], object]) -> str:
    try:
        act()
    except ElansError as problem:
        return f"{type(problem).__name__} {problem}"
    return "done"


def use(folder: Path) -> None:
    """Read, write and back up, as far as one can get."""
    workspace = Workspace.open(folder, passphrase=PASSPHRASE)
    try:
        with workspace.read() as session:
            print("read", len(session.scalars(select(Place)).all()))  # noqa: T201
        print("write", met(lambda: add(workspace)))  # noqa: T201
        print("backup", met(lambda: backup.make(workspace)))  # noqa: T201
    finally:
        workspace.close(back_up=False)


def add(workspace: Workspace) -> None:
    with workspace.write("Ajouter") as session:
        session.add(place("Salle"))


def main(template: Path, root: Path) -> None:
    """Each case in a child of its own, on a copy of its own: nobody becomes root again."""
    for rank, line in enumerate(sys.stdin.read().splitlines()):
        folder = copy_of(template, root / str(rank))
        prepared = Workspace.open(folder, passphrase=PASSPHRASE)
        add(prepared)
        backup.make(prepared)  # every module is loaded by now
        prepared.close(back_up=False)
        for right in line.split():
            name, mode = right.split("=")
            (folder / name).chmod(int(mode, 8))
        (user_data_dir() / "laptops.json").chmod(0o666)
        print("case", line, flush=True)  # noqa: T201
        child = os.fork()
        if child == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            print("open", met(lambda folder=folder: use(folder)), flush=True)  # noqa: T201
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

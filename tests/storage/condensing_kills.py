"""Run by `test_kills`: condenses in small steps, is killed at a random moment, looked at, and goes on.

Arguments: folder, most kills, seed. Prints one line for each broken promise; nothing when all hold.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path

from elans_desktop.core import clock
from elans_desktop.models.organisation import Place
from elans_desktop.storage import condensing, integrity, merge
from elans_desktop.storage.workspace import Workspace
from tests.storage.rows import place
from tests.storage.test_merge import base_rows
from tests.support.workspaces import PASSPHRASE

OLD, NOW = datetime(2050, 3, 1, 9), datetime(2054, 1, 12, 9)
PLACES, NAMES = 20, 240


def fill(folder: Path) -> None:
    """Twenty places renamed day after day, long ago."""
    workspace = Workspace.open(folder, passphrase=PASSPHRASE)
    rows = [place(f"lieu {rank}") for rank in range(PLACES)]
    for day in range(NAMES):
        with clock.fixed(OLD + timedelta(days=day)), workspace.write(f"Renommer {day}") as session:
            if day == 0:
                session.add_all(rows)
            for row in rows if day else ():
                session.get_one(Place, row.id).name = f"lieu, {day}"
    with clock.fixed(NOW), workspace.write("Ajouter") as session:
        session.add(place("récent"))
    workspace.close(back_up=False)


def condense(folder: Path) -> bool:
    """Condense what is left, one operation at a time; whether anything was."""
    condensing.OPERATIONS_AT_ONCE = 1
    workspace = Workspace.open(folder, passphrase=PASSPHRASE)
    try:
        with clock.fixed(NOW):
            return condensing.condense(workspace).changes > 0
    finally:
        workspace.close(back_up=False)


def look(folder: Path) -> tuple[object, list[str]]:
    """The rows of the base, and what is wrong with them or with the journal."""
    workspace = Workspace.open(folder, passphrase=PASSPHRASE)
    try:
        rows = base_rows(workspace)
        problems = list(integrity.verify(workspace.data_path, workspace.data_key).problems)
        with workspace.read() as session:
            if merge.merge(merge.load(session)).rows != rows:
                problems.append("the journal no longer makes the rows")
        return rows, problems
    finally:
        workspace.close(back_up=False)


def main(folder: Path, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    fill(folder)
    rows, _problems = look(folder)
    interrupted = 0
    for rank in range(kills):
        child = os.fork()
        if child == 0:
            condense(folder)
            os._exit(0)
        select.select([], [], [], chance.uniform(0.0, 0.15))
        os.kill(child, signal.SIGKILL)
        _child, ending = os.waitpid(child, 0)
        interrupted += os.WIFSIGNALED(ending)
        found, problems = look(folder)
        if problems or found != rows:
            print(f"kill {rank}: {problems or 'the rows changed'}", flush=True)  # noqa: T201
        if not os.WIFSIGNALED(ending):  # a quick disk: all was condensed before this one
            break
    condense(folder)
    if interrupted < kills // 4:
        print(f"only {interrupted} kills during the work: the moments prove little", flush=True)  # noqa: T201
    found, problems = look(folder)
    if problems or found != rows or condense(folder):
        print(f"at the end: {problems or 'the rows changed'}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))

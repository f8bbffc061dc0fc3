"""Run by `test_kills`: forks writers, kills each at a random moment, checks the workspace after each.

Arguments: folder, number of kills, seed. Prints one line for each broken promise; nothing when all hold.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sys
from pathlib import Path

from sqlalchemy import func
from sqlalchemy import select as query

from elans_desktop.models.journal import Operation
from elans_desktop.models.organisation import Place
from elans_desktop.storage import access, backup, integrity
from elans_desktop.storage.bulk import bulk_insert
from elans_desktop.storage.workspace import Workspace
from tests.storage.rows import column_values
from tests.support.workspaces import PASSPHRASE

ROWS = 150
"""In each import: enough to spread one commit over many pages."""


def write_for_ever(folder: Path, acknowledge: int) -> None:
    workspace = Workspace.open(folder, passphrase=PASSPHRASE)
    rank = 0
    while True:
        rank += 1
        with workspace.write("Importer") as session:
            bulk_insert(session, Place, [column_values(Place, name=f"lieu {rank}") for _ in range(ROWS)])
        os.write(acknowledge, b".")
        if rank % 5 == 0:
            access.change_phrase(workspace, PASSPHRASE, PASSPHRASE)
        if rank % 7 == 0:
            backup.make(workspace)


def count(folder: Path) -> tuple[int, int, list[str]]:
    """Places, operations and problems of a workspace that was killed."""
    workspace = Workspace.open(folder, passphrase=PASSPHRASE)
    try:
        with workspace.read() as session:
            places = session.scalar(query(func.count()).select_from(Place)) or 0
            operations = session.scalar(query(func.count()).select_from(Operation)) or 0
        report = integrity.verify(workspace.data_path, workspace.data_key)
        return places, operations, list(report.problems)
    finally:
        workspace.close(back_up=False)


def one_kill(folder: Path, delay: float) -> int:
    """Let a writer run for `delay` seconds, kill it; how many imports it acknowledged."""
    ready, acknowledge = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ready)
        write_for_ever(folder, acknowledge)
    os.close(acknowledge)
    select.select([], [], [], delay)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    acknowledged = 0
    while chunk := os.read(ready, 4096):
        acknowledged += len(chunk)
    os.close(ready)
    return acknowledged


def main(folder: Path, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    places, operations, problems = count(folder)
    total = 0
    for rank in range(4 * kills):
        if rank >= kills and total >= kills // 2:  # a busy machine writes little before each kill: go on
            break
        acknowledged = one_kill(folder, chance.uniform(0.0, 0.25))
        after, after_operations, problems = count(folder)
        written = (after - places) // ROWS
        total += written
        if problems:
            print(f"kill {rank}: {problems}", flush=True)  # noqa: T201
        if (after - places) % ROWS or written not in (acknowledged, acknowledged + 1):
            print(f"kill {rank}: {after - places} rows for {acknowledged} imports", flush=True)  # noqa: T201
        if after_operations - operations != written:
            print(f"kill {rank}: {written} imports, {after_operations - operations} operations", flush=True)  # noqa: T201
        places, operations = after, after_operations
    if total < kills // 2:
        print(f"only {total} imports in {kills} kills: the moments prove little", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))

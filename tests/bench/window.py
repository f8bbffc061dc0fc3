"""The window on the large classeur, in a process of its own: each tab, first visit and after; memory."""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

# first, as in the program: PySide alone would keep the source of every module imported after it
from elans_desktop.ui.application import make_application

# isort: split
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QTableView
from sqlalchemy import func, select

from elans_desktop.core.example import PHRASE
from elans_desktop.models.support import Interview
from elans_desktop.services.scope import EVERYTHING
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.kit.table_model import TableModel
from elans_desktop.ui.preload import everything as import_heavy
from elans_desktop.ui.shell.tabs import TABS
from elans_desktop.ui.shell.window import Window
from tests.bench.figures import Figure, Measured, Skipped, milliseconds, show

MOST_MEMORY = 250


def settle() -> None:
    """Let Qt do what waits and free what was put away, as the loop of the program does."""
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def figures(folder: Path) -> Iterator[Measured]:
    make_application(sys.argv[:1])
    import_heavy()  # what the first screen does behind itself
    workspace = Workspace.open(folder, passphrase=PHRASE)
    window = Window()
    window.show()
    window.enter(workspace)
    bench = window.workbench
    settle()

    def visit(name: str) -> None:
        bench.navigate(name)
        settle()

    def rest() -> None:
        """Until what the last tab reads behind itself is read, as while somebody looks at it."""
        while bench.jobs.busy:
            settle()

    for name, title in [(tab.name, tab.title) for tab in TABS[1:]] + [("settings", "Réglages")]:
        if find_spec(f"elans_desktop.ui.{name}") is None:
            yield Skipped(title, "l’onglet n’existe pas encore")
            continue
        rest()
        first = milliseconds(lambda name=name: visit(name))
        again: list[float] = []
        for _ in range(5):
            visit("home")
            again.append(milliseconds(lambda name=name: visit(name)))
        yield Figure(f"{title}, première visite", first, 300)
        yield Figure(f"{title}, visite suivante", statistics.median(again), 100)
    bench.bridge.set_scope(EVERYTHING)
    visit("participants")
    yield from _sorting(bench)
    yield _opening(bench, workspace)
    _search_box(bench)
    yield Figure("Mémoire, tout visité", _resident(), MOST_MEMORY, "Mo")
    workspace.close(back_up=False)


def _sorting(bench) -> Iterator[Measured]:
    """Every column of the longest list, both ways, once its orders are ready."""
    models: list[object] = [view.model() for view in bench.findChildren(QTableView)]
    models += list(bench.findChildren(TableModel))
    lists = [model for model in models if isinstance(model, TableModel)]
    if not lists:
        yield Skipped("Tri de 20 000 lignes", "aucune liste")
        return
    longest = max(lists, key=lambda model: model.rowCount())
    times: list[float] = []
    for column in longest.columns:
        longest.sort_by(column.key, True)
        for ascending in (False, True):
            times.append(milliseconds(lambda key=column.key, up=ascending: longest.sort_by(key, up)))
    yield Figure(f"Tri de {longest.rowCount()} lignes (la colonne la plus lente)", max(times), 20)


def _opening(bench, workspace: Workspace) -> Measured:
    """A person's file, one after the other: those interviewed over the longest time."""
    while bench.jobs.busy:  # the list reads what its filters need
        settle()
    length = func.max(Interview.day) > func.date(func.min(Interview.day), "+2 years", "+9 months")
    query = select(Interview.participant_id).group_by(Interview.participant_id).having(length)
    with workspace.read() as session:
        people = session.scalars(query.order_by(func.count().desc()).limit(12)).all()
    times: list[float] = []
    for person in people:

        def open_file(person=person) -> None:
            bench.navigate("participants", "participant", person)
            settle()

        times.append(milliseconds(open_file))
    return Figure(f"Ouvrir un dossier de trois ans (médiane de {len(times)})", statistics.median(times), 120)


def _search_box(bench) -> None:
    bench.header.search.setFocus(Qt.FocusReason.OtherFocusReason)
    bench.header.search.textEdited.emit("lemon")
    settle()


def _resident() -> float:
    """Megabytes held by this process now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    sound = show(figures(Path(sys.argv[1])))
    sys.stdout.flush()
    os._exit(0 if sound else 1)

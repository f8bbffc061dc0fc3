"""The list of people on the large classeur: each filter, each letter typed, the search for twins.

Time of this process alone: other work of the machine does not count.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from operator import attrgetter

from PySide6.QtCore import QCoreApplication

from elans_desktop.services.participants import duplicates, participants, people_facts, people_filters
from elans_desktop.services.participants.people_filters import CHOSEN, INCOMPLETE, LIMIT, OPEN, SILENT, STATUS
from elans_desktop.services.pathways.pathway_status import STATUS_LABELS
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.kit.table_model import Column, TableModel
from tests.bench.figures import Figure, Measured

NAMES = ("lemonnier", "zoé", "vire normandie")


def figures(workspace: Workspace) -> Iterator[Measured]:
    """Nothing is written."""
    app = QCoreApplication.instance() or QCoreApplication([])  # the model prepares its texts with a timer
    with workspace.read() as session:
        rows = participants.rows(session, archived=True)
        facts = people_facts.facts(session)
        words = people_filters.words(session)
    name = Column("name", "Nom", attrgetter("name"), sort=attrgetter("search"))
    model = TableModel([name], row_id=attrgetter("id"), search=attrgetter("search"))
    model.set_rows(rows)
    model.sort_by("name")
    keys = [OPEN, LIMIT, SILENT, INCOMPLETE, *(f"{STATUS}:{status}" for status in STATUS_LABELS)]
    for kind in CHOSEN:
        keys += [value.key for value in people_filters.values(kind, words, rows, facts)[:3]]
    tests = [people_filters.test_of(key, words, facts) for key in keys]
    slowest = max(_cpu(lambda test=test: model.set_tests([test])) for test in tests)
    yield Figure(f"Filtrer {len(rows)} personnes (le filtre le plus lent)", slowest, 60)
    model.set_tests([])
    starts = [text[:length] for text in NAMES for length in range(1, len(text) + 1)]
    model.set_search("z")
    slowest = max(_cpu(lambda text=text: (model.set_search(text), model.set_search(""))) for text in starts)
    yield Figure("Une frappe dans la liste (la plus lente)", slowest, 30)

    def scan() -> None:
        with workspace.read() as session:
            duplicates.scan(session)

    yield Figure("Chercher les doublons", _cpu(scan, 1) / 1000, 5, "s")
    del app


def _cpu(act: Callable[[], object], times: int = 3) -> float:
    """The median of several calls, in milliseconds of this process."""
    taken: list[float] = []
    for _ in range(times):
        start = time.process_time()
        act()
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken)

"""The people of the list, in memory: their rows at once, their facts a moment later, from the worker."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from elans_desktop.core import memory
from elans_desktop.services.participants import people_facts, people_filters
from elans_desktop.services.participants.participants import ParticipantRow
from elans_desktop.services.participants.people_facts import Facts, FactsOf
from elans_desktop.services.participants.people_filters import Words
from elans_desktop.ui.context import Context
from elans_desktop.ui.jobs import Progress


class People(QObject):
    """`rows_changed`; `facts_changed` once the facts are read: `facts` is one mapping, filled in place."""

    facts_changed = Signal()
    rows_changed = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.rows: list[ParticipantRow] = []
        self.facts: dict[uuid.UUID, Facts] = {}
        self.words: Words = context.bridge.read(people_filters.words)
        self._asked = 0

    def set_rows(self, rows: Sequence[ParticipantRow]) -> None:
        """New rows: the words of the filters and the facts are read again."""
        self.rows = list(rows)
        self.words = self.context.bridge.read(people_filters.words)
        self.rows_changed.emit()
        self.read_facts()

    def read_facts(self) -> None:
        """Read the facts on the worker; only the last reading asked counts."""
        if not self.rows:
            return
        self._asked += 1
        asked, bridge = self._asked, self.context.bridge
        scope = bridge.scope

        def work(progress: Progress) -> FactsOf:
            progress(0, 0)
            return bridge.read(people_facts.facts, scope)

        def done(found: FactsOf) -> None:
            if asked == self._asked:
                self._keep(found)
                self.facts_changed.emit()

        self.context.jobs.run(work, done=done)

    def _keep(self, found: FactsOf) -> None:
        """Those of the people listed, by the identifiers of their rows: nothing is held twice."""
        self.facts.clear()
        self.facts.update((row.id, found[row.id]) for row in self.rows if row.id in found)
        if len(found) > memory.LONG:
            QTimer.singleShot(0, memory.give_back)

    def replace(self, row: ParticipantRow) -> None:
        """The new state of one person, whose facts are read again here and now."""
        place = next((i for i, known in enumerate(self.rows) if known.id == row.id), None)
        if place is not None:
            self.rows[place] = row
        bridge = self.context.bridge
        self.facts.update(bridge.read(people_facts.facts, bridge.scope, row.id))
        self.rows_changed.emit()

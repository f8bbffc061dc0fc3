"""The steps of the tour about people: the stand, the calls, each section of a full file and its forms."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from elans_desktop.services import listing
from elans_desktop.services.participants import detection_list
from elans_desktop.ui.participants.barriers import BarriersSection
from elans_desktop.ui.participants.file import PersonFile
from elans_desktop.ui.participants.outreach_entry import OutreachEntry
from elans_desktop.ui.participants.situation import COMPARE, SituationSection
from elans_desktop.ui.shell.workbench import Workbench

FULL = "Yger Joël (2026"
"""The person of the example whose file holds everything."""
SECTIONS = {
    "situation": "situation",
    "parcours": "pathway",
    "freins": "barriers",
    "objectifs": "objectives",
    "entretiens": "interviews",
    "documents": "documents",
    "sortie": "exit",
    "historique": "history",
}
STALL = ("F2", "H5R", "F7")
"""The keys of three people met at the stand."""
SETTLE_MS = 500
Step = tuple[str, Callable[[], QWidget]]


def steps(bench: Workbench, window: QWidget) -> Iterator[Step]:
    """Repérage and calls, then one picture a section."""
    person = next(
        row_id for row_id, title in bench.bridge.read(listing.rows, "participants") if FULL in title
    )

    def shown(act: Callable[[], object]) -> Callable[[], QWidget]:
        def show() -> QWidget:
            act()
            QTest.qWait(SETTLE_MS)
            return window

        return show

    def file() -> PersonFile:
        bench.navigate("participants", "participant", person)
        QTest.qWait(SETTLE_MS)
        found = bench.findChild(PersonFile)
        assert found is not None
        return found

    def beside() -> None:
        opened = file()
        opened.go_to("situation")
        opened.section(SituationSection).moments.set_current(COMPARE)

    def review() -> None:
        opened = file()
        opened.go_to("barriers")
        opened.section(BarriersSection).edit()

    def stand() -> None:
        bench.navigate("participants", "outreach")
        entry = bench.findChild(OutreachEntry)
        assert entry is not None
        place = {"place": "marché de Flers", "commune": ("Flers", "61100", "61169")}
        entry.stand.set_values(entry.stand.values() | place)
        for keys in STALL if not entry.table.model.total() else ():
            QTest.keyClicks(entry.pad, keys)
            entry.note(False)

    yield "reperage", shown(stand)
    yield "reperage-contacts", shown(lambda: bench.navigate("participants", "outreach", _contact(bench)))
    yield "appels", shown(lambda: bench.navigate("participants", "calls"))
    for name, key in SECTIONS.items():
        yield f"dossier-{name}", shown(lambda key=key: file().go_to(key))
    yield "dossier-cote-a-cote", shown(beside)
    yield "dossier-point-freins", shown(review)
    yield "dossier-nouvel-entretien", shown(lambda: bench.navigate("participants", "interview", person))
    yield "dossier-tout", shown(lambda: file().show_events())


def _contact(bench: Workbench) -> uuid.UUID | None:
    rows = bench.bridge.read(detection_list.rows, bench.bridge.scope)
    return rows[0].id if rows else None

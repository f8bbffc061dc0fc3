"""A year of life on the large classeur, then what condensing it costs and gives back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.models.activities import Presence
from elans_desktop.models.participants import Participant
from elans_desktop.services.participants import participants
from elans_desktop.services.presences.attendance import PresenceInput, set_presences
from elans_desktop.storage import condensing, integrity
from elans_desktop.storage import engine as engines
from elans_desktop.storage.workspace import Workspace
from tests.bench.figures import Figure, Measured

DAYS = 250
"""Working days: on each, three sheets of twelve presences corrected and three files taken up again."""


def figures(workspace: Workspace) -> Iterator[Measured]:
    """Leaves the classeur with that year in it."""
    before = _used(workspace)
    _live(workspace)
    lived = _used(workspace)
    later = clock.local_now() + timedelta(days=365)
    start = time.perf_counter()
    gain = condensing.condense(workspace, round(later.timestamp() * 1000))
    elapsed = time.perf_counter() - start
    yield Figure("Une année de corrections dans la base", (lived - before) / 1e6, unit="Mo")
    yield Figure("… ce que la condenser rend", (lived - _used(workspace)) / 1e6, unit="Mo")
    yield Figure("… changements condensés", gain.changes, unit="")
    yield Figure("… durée", elapsed, 10, "s")
    if not integrity.verify(workspace.data_path, workspace.data_key).ok:
        raise AssertionError("condensing left the base unsound")


def _live(workspace: Workspace) -> None:
    """A year of corrections, in the days to come: no operation is before those already there."""
    with workspace.read() as session:
        slots = session.scalars(select(Presence.slot_id).distinct().limit(DAYS)).all()
        people = session.scalars(select(Participant.id).limit(DAYS)).all()
        held = {
            slot: session.scalars(
                select(Presence.participant_id).where(Presence.slot_id == slot).limit(12)
            ).all()
            for slot in slots
        }
        views = {person: participants.view(session, person).input for person in people}
    today = clock.local_now()
    for day in range(DAYS):
        for hour, status in enumerate(("E", "A", "P")):
            with clock.fixed(today + timedelta(days=day, hours=hour)):
                slot, person = slots[day % len(slots)], people[day % len(people)]
                with workspace.write("Corriger des présences") as session:
                    set_presences(session, [PresenceInput(one, slot, status) for one in held[slot]])
                with workspace.write("Modifier une fiche") as session:
                    participants.save(session, replace(views[person], notes=f"{day} {hour} " * 20))


def _used(workspace: Workspace) -> int:
    """The bytes of the pages in use."""
    connection = engines.connect(workspace.data_path, workspace.data_key)
    try:
        pages, free, size = (
            int(connection.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("page_count", "freelist_count", "page_size")
        )
        return (pages - free) * size
    finally:
        connection.close()

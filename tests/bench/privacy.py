"""What the keeping of files costs on the large classeur. Last of all: a thousand people lose their name."""

from __future__ import annotations

import time
from collections.abc import Iterator

from sqlalchemy import select

from elans_desktop.models.activities import Presence
from elans_desktop.models.participants import Participant
from elans_desktop.services.privacy import purge, retention_clocks
from elans_desktop.storage import person_erasure
from elans_desktop.storage.workspace import Workspace
from tests.bench.figures import Figure, Measured

PEOPLE = 1000


def figures(workspace: Workspace) -> Iterator[Measured]:
    """Those anonymised have the oldest numbers and came to activities, whatever the clocks say."""
    with workspace.read() as session:
        start = time.process_time()
        found = retention_clocks.clocks(session)
        taken = time.process_time() - start
        yield Figure(f"Délais de {len(found)} dossiers", taken, None, "s")
        start = time.process_time()
        purge.how_many(session)
        yield Figure("Délais passés, pour Accueil", (time.process_time() - start) * 1000, 200)
        came = select(Presence.participant_id).distinct()
        query = select(Participant.id).where(Participant.id.in_(came)).order_by(Participant.number)
        people = session.scalars(query.limit(PEOPLE)).all()
    start = time.perf_counter()
    with workspace.write("Anonymiser", "erase") as session:
        person_erasure.erase_people(session, people)
    yield Figure(f"Anonymiser {len(people)} dossiers", time.perf_counter() - start, 20, "s")

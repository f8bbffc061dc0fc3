"""What the journal costs: a write of 12 presences with and without it, on the large classeur."""

from __future__ import annotations

import random
import statistics
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.models.activities import Presence, Seance, SeanceSlot
from elans_desktop.models.participants import Participant
from elans_desktop.services import attendance
from elans_desktop.services.attendance import PresenceInput
from elans_desktop.storage import guard, history
from elans_desktop.storage.journal import Recorder
from elans_desktop.storage.workspace import Workspace, _allow_commit
from tests.bench.figures import Figure, median, milliseconds

PEOPLE = 12
PAIRS = 60
FAMILY = frozenset({"pathway", "situation", "enrolment", "presence", "evaluation", "detection_contact"})


def rows(workspace: Workspace) -> list[Figure]:
    """Figures on an open workspace, which keeps the presences written."""
    batches = _batches(workspace)
    _write(workspace, next(batches))
    _write_alone(workspace, next(batches))
    recorded: list[float] = []
    alone: list[float] = []
    for pair in range(PAIRS):  # in turn, so that both meet the same disk
        turns: list[tuple[list[float], Callable[[Workspace, list[PresenceInput]], None]]] = [
            (recorded, _write),
            (alone, _write_alone),
        ]
        for times, act in turns if pair % 2 else reversed(turns):
            times.append(_time(act, workspace, next(batches)))
    with_journal, without = statistics.median(recorded), statistics.median(alone)
    return [
        Figure("12 présences enregistrées, sans journal", without),
        Figure("12 présences enregistrées, avec journal", with_journal),
        Figure("… ce que le journal ajoute", (with_journal / without - 1) * 100, 30, "%"),
        Figure("Historique d’une personne et de ses présences", _history(workspace), 20),
    ]


def _time(
    act: Callable[[Workspace, list[PresenceInput]], None], workspace: Workspace, batch: list[PresenceInput]
) -> float:
    return milliseconds(lambda: act(workspace, batch))


def _batches(workspace: Workspace) -> Iterator[list[PresenceInput]]:
    """Twelve people at one slot, never the same one twice."""
    chance = random.Random(uuid.uuid4().int)
    with workspace.read() as session:
        people = session.scalars(select(Participant.id).limit(2_000)).all()
        taken = select(Presence.slot_id).distinct()
        free = (
            select(SeanceSlot.id)
            .join(Seance, Seance.id == SeanceSlot.seance_id)
            .where(Seance.state == "prevue", SeanceSlot.id.not_in(taken))
            .limit(2_000)
        )
        slots = list(session.scalars(free))
    chance.shuffle(slots)
    for slot in slots:
        yield [PresenceInput(person, slot, "P") for person in chance.sample(people, PEOPLE)]


def _write(workspace: Workspace, batch: list[PresenceInput]) -> None:
    with workspace.write("Saisir des présences") as session:
        attendance.set_presences(session, batch)


def _write_alone(workspace: Workspace, batch: list[PresenceInput]) -> None:
    with _unrecorded(workspace) as session:
        attendance.set_presences(session, batch)


@contextmanager
def _unrecorded(workspace: Workspace) -> Iterator[Session]:
    """What `Workspace.write` does, less the journal."""
    recorder = Recorder("", declared=1)
    with workspace.exclusive(), Session(workspace._writer, expire_on_commit=False) as session:
        session.info.update(actor=workspace.actor, recorder=recorder)
        guard.own_transaction(session)
        connection = session.connection()
        guard.attach(connection, recorder)
        info = connection.info
        try:
            yield session
            session.flush()
            _allow_commit(session)
            session.commit()
        finally:
            info["recorder"] = None


def _history(workspace: Workspace) -> float:
    """The person of whom the journal says most."""
    with workspace.read() as session:
        counted = select(Presence.participant_id).group_by(Presence.participant_id)
        person = session.scalars(counted.order_by(func.count().desc()).limit(1)).one()

        def read() -> None:
            found = history.family(session, "participant", person, among=FAMILY)
            history.of_rows(session, found)

        return median(read)

"""What the papers of 200 people cost, read from the large classeur and drawn in one PDF; processor time."""

from __future__ import annotations

import io
import time
import uuid
from collections.abc import Callable, Iterator
from typing import TypeVar

from sqlalchemy import func, select

from elans_desktop.documents import person_bundle
from elans_desktop.documents.catalogue import render
from elans_desktop.documents.person_bundle import Written
from elans_desktop.models.participants import Pathway, PathwayBrique
from elans_desktop.services import files
from elans_desktop.services.paper import PaperView
from elans_desktop.services.printing import preparation
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.services.privacy.person_export import bundling, reading
from elans_desktop.services.privacy.person_export.bundling import Bundle
from elans_desktop.storage.workspace import Workspace
from tests.bench.figures import Figure, Measured

T = TypeVar("T")
PEOPLE = 200


def figures(workspace: Workspace) -> Iterator[Measured]:
    """The files and the bilans of those who went furthest: nothing is written."""
    people = _furthest(workspace)
    for key, words, limit in (("fiche-participant", "fiches", 4.0), ("bilan-parcours", "bilans", None)):
        read, views = _timed(lambda key=key: _views(workspace, key, people))
        drawn, rendered = _timed(lambda key=key, views=views: render(key, views))
        yield Figure(f"{PEOPLE} {words} en un PDF ({rendered.pages} pages)", read + drawn, limit, "s")
        yield Figure("… dont la lecture", read, unit="s")
    yield from _archive(workspace, people[0])


def _archive(workspace: Workspace, person: uuid.UUID) -> Iterator[Measured]:
    """All that is known of one person: read, then drawn, packed and encrypted in memory."""

    def write() -> Written:
        with workspace.read() as session:
            return person_bundle.write(
                made, io.BytesIO(), "une phrase assez longue", lambda sha256: files.load(session, sha256)
            )

    def read() -> Bundle:
        with workspace.read() as session:
            return bundling.bundle(session, person, reading.MINE)

    reading_time, made = _timed(read)
    writing_time, written = _timed(write)
    words = f"Toutes les données d’une personne, archive chiffrée ({written.pages} pages)"
    yield Figure(words, reading_time + writing_time, None, "s")
    yield Figure("… dont la lecture", reading_time, unit="s")


def _furthest(workspace: Workspace) -> tuple[uuid.UUID, ...]:
    """The people with the most stays: their files are the longest."""
    query = (
        select(Pathway.participant_id)
        .join(PathwayBrique, PathwayBrique.pathway_id == Pathway.id)
        .group_by(Pathway.participant_id)
        .order_by(func.count().desc(), Pathway.participant_id)
        .limit(PEOPLE)
    )
    with workspace.read() as session:
        return tuple(session.scalars(query))


def _views(workspace: Workspace, key: str, people: tuple[uuid.UUID, ...]) -> tuple[PaperView, ...]:
    with workspace.read() as session:
        return preparation.prepare(session, DocumentRequest(key, object_ids=people))


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    """Processor seconds of the faster of two, and what was made."""
    start = time.process_time()
    work()
    first = time.process_time()
    made = work()
    return min(first - start, time.process_time() - first), made

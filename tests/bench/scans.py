"""How long fifty scanned pages take: turned, skewed, read and compressed; filing them adds little."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from elans_desktop.documents.catalogue import render
from elans_desktop.services.presences.scans import reading
from tests.bench.figures import Figure, Measured
from tests.documents.samples import SEANCE
from tests.support import scanner

PAGES = 50


def figures() -> Iterator[Measured]:
    """One PDF of fifty pages, as a scanner with a feeder makes it."""
    (paper,) = scanner.pages(render("emargement-seance", SEANCE).pdf)[:1]
    seen = [scanner.scanned(paper, turn=90 * (n % 4), skew=n % 5 - 2, dust=500) for n in range(PAGES)]
    with tempfile.TemporaryDirectory(prefix="elans-banc-") as scratch:
        batch = scanner.as_pdf(Path(scratch) / "lot.pdf", *seen)
        start = time.perf_counter()
        pages, _refused = reading.read_files([batch])
        took = time.perf_counter() - start
    unread = sum(page.code is None for page in pages)
    yield Figure("50 pages numérisées, lues et mises droites", took, 30, "s")
    yield Figure("… pages dont le code n’a pas été lu", unread, 0, "pages")

"""Hours of everybody over a year; the cost of a page of sheets, from some hundreds to 5,000 pages."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from html import escape
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core.formats import clock_time, date_medium
from elans_desktop.documents.catalogue import render
from elans_desktop.models.activities import Presence, Seance, SeanceSlot
from elans_desktop.models.participants import Participant
from elans_desktop.services.paper import PaperPerson, SeanceSheetView
from elans_desktop.services.presences import attendance_hours
from elans_desktop.storage.workspace import Workspace
from tests.bench.figures import Figure, Measured, Skipped, median
from tests.documents.samples import SEANCE

FEW, MANY = 500, 5_000
COMPARED = 200
"""Sheets that LibreOffice converts too."""


def hours(workspace: Workspace) -> Iterator[Measured]:
    """Realised, planned, late, justified, unjustified of everybody over the fullest year."""
    with workspace.read() as session:
        last = session.scalar(
            select(func.max(Seance.day))
            .join(SeanceSlot, SeanceSlot.seance_id == Seance.id)
            .join(Presence, Presence.slot_id == SeanceSlot.id)
        ) or date(2027, 12, 31)
        year = last - timedelta(days=364), last
        people = len(attendance_hours.hours_by(session, "person", period=year))
        presences = _presences(session, year)

        def act() -> None:
            attendance_hours.hours_by(session, "person", period=year)

        everybody = session.scalar(select(func.count()).select_from(Participant)) or 0
        label = f"heures d’un an, {everybody} participants ({people} venus, {presences} présences)"
        yield Figure(label, median(act), 500)


def _presences(session: Session, year: tuple[date, date]) -> int:
    query = (
        select(func.count())
        .select_from(Presence)
        .join(SeanceSlot, SeanceSlot.id == Presence.slot_id)
        .join(Seance, Seance.id == SeanceSlot.seance_id)
        .where(Seance.day >= year[0], Seance.day <= year[1])
    )
    return session.scalar(query) or 0


def sheets() -> Iterator[Measured]:
    """The cost of a page is flat; LibreOffice converts the same sheets beside, when it is installed."""
    render("emargement-seance", SEANCE)
    few, many = _page(FEW), _page(MANY)
    yield Figure(f"une page sur {FEW}", few * 1000)
    yield Figure(f"une page sur {MANY}", many * 1000)
    yield Figure(f"une page sur {MANY} / sur {FEW}", many / few, 1.25, "×")
    label = f"{COMPARED} feuilles par LibreOffice / par ELANS"
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        yield Skipped(label, "LibreOffice est absent")
        return
    yield Figure(label, _converted(office) / (_page(COMPARED) * COMPARED), unit="×")


def _page(pages: int) -> float:
    """Seconds of one page, of a document of so many."""
    views = _views(pages)
    start = time.perf_counter()
    made = render("emargement-seance", views)
    assert made.pages == pages
    return (time.perf_counter() - start) / pages


def _views(pages: int) -> list[SeanceSheetView]:
    """Different people and numbers on each sheet."""
    return [
        replace(
            SEANCE,
            number=f"FE-2026-A{index:04}",
            control_code=f"7F3K-{index:04}",
            people=tuple(PaperPerson(f"Nom{index}x{line}", f"Prénom{line}") for line in range(9)),
        )
        for index in range(1, pages + 1)
    ]


def _converted(office: str) -> float:
    """Seconds LibreOffice takes from the same sheets, written as plain tables, to a PDF."""
    pages: list[str] = []
    for view in _views(COMPARED):
        heads = "".join(f"<th>{clock_time(slot.start)} – {clock_time(slot.end)}</th>" for slot in view.slots)
        cells = "<td></td>" * len(view.slots)
        lines = "".join(
            f"<tr><td>{rank}</td><td>{escape(f'{one.last_name} {one.first_name}')}</td>{cells}</tr>"
            for rank, one in enumerate(view.people, start=1)
        )
        about = f"{escape(view.activity)}, {date_medium(view.day) if view.day else ''}"
        title = f"<h1>Feuille d’émargement {view.number}</h1><p>{about}</p>"
        table = f"<table border=1 width=100%><tr><th>N°</th><th>NOM Prénom</th>{heads}</tr>{lines}</table>"
        pages.append(f'<div style="page-break-after: always">{title}{table}</div>')
    with tempfile.TemporaryDirectory(prefix="elans-banc-") as folder:
        source = Path(folder) / "feuilles.html"
        source.write_text(f"<meta charset=utf-8>{''.join(pages)}", "utf-8")
        profile = f"-env:UserInstallation={(Path(folder) / 'profil').as_uri()}"
        words = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        start = time.perf_counter()
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return time.perf_counter() - start

"""The calendar on the large classeur, in a process of its own: a month, a drag, the presence grid.

A month of 600 séances and a week of 60 half-days for 40 people are written first, in a year of their own.
"""

from __future__ import annotations

import os
import statistics
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.models.organisation import Agreement, Place, Professional, Scheme, Structure
from elans_desktop.models.participants import Participant
from elans_desktop.services.calendar import activities, enrolments, seances
from elans_desktop.services.calendar.activities import ActivityInput
from elans_desktop.services.calendar.seances import SeanceInput, SlotInput
from elans_desktop.services.demo import PHRASE
from elans_desktop.services.scope import Scope
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.application import make_application
from elans_desktop.ui.calendar.plan_body import PlanBody
from elans_desktop.ui.calendar.view import CalendarView
from elans_desktop.ui.preload import everything as import_heavy
from elans_desktop.ui.shell.window import Window
from tests.bench.figures import Figure, Measured, milliseconds, show

MONDAY = date(2031, 3, 3)
SEANCES, PEOPLE, SLOTS = 600, 40, 60
FRAME = 1000 / 30
"""Milliseconds of an image, at thirty a second."""
SHAPES = (("month", "hours"), ("week", "hours"), ("week", "trainers"), ("day", "places"))


@dataclass(frozen=True)
class Agenda:
    """What was written."""

    agreement: uuid.UUID
    activity: uuid.UUID
    seance: uuid.UUID


def figures(folder: Path) -> Iterator[Measured]:
    make_application(sys.argv[:1])
    import_heavy()
    workspace = Workspace.open(folder, passphrase=PHRASE)
    with workspace.write("Agenda du banc") as session:
        agenda = _agenda(session)
    window = Window()
    window.show()
    window.enter(workspace)
    bench = window.workbench
    bench.bridge.set_scope(Scope(agenda.agreement, MONDAY.year))
    bench.navigate("calendar")
    view = bench.current_view()
    assert isinstance(view, CalendarView)
    view.bar.shape.set_current("month")
    view.go_to(MONDAY)
    QApplication.processEvents()

    view.select(None)
    times = [_month(view) for _ in range(8)][1:]
    yield Figure(f"Calendrier, mois de {len(view.cards)} séances", statistics.median(times), 150)
    for shape, rows in SHAPES:
        yield _drag(view, shape, rows)
    yield from _presences(view, agenda)
    workspace.close(back_up=False)


def _month(view: CalendarView) -> float:
    """From the month after it, Page précédente: it is read, laid out and painted."""
    view.plans.step_asked.emit(1)
    QApplication.processEvents()
    return milliseconds(lambda: (view.plans.step_asked.emit(-1), QApplication.processEvents()))


def _drag(view: CalendarView, shape: str, rows: str) -> Measured:
    """One image while a séance is carried: the pointer moves, then what changed is painted."""
    view.select(None)
    view.bar.shape.set_current(shape)
    view.filters.rows.choose(rows)
    view.go_to(MONDAY)
    QApplication.processEvents()
    grid = view.plans.grid()
    assert grid is not None
    body = grid.plan
    rect, held = body.places()[0]
    start = rect.center()
    across, down = body.width() / 40, min(body.height(), 500) / 40
    _mouse(body, QEvent.Type.MouseButtonPress, start)
    times: list[float] = []
    for step in range(1, 30):
        point = start + QPointF(across * step, down * (step % 20))
        times.append(milliseconds(lambda point=point: _stroke(body, point)))
    assert body.carry is not None
    assert body.carry.card == held.card
    body.cancel()
    words = {"month": "mois", "week": "semaine", "day": "jour"}[shape]
    by = {"hours": "", "trainers": ", par intervenant", "places": ", par lieu"}[rows]
    return Figure(
        f"Glisser, une image ({words}{by}, {len(body.blocks)} blocs)", statistics.median(times), FRAME
    )


def _stroke(body: PlanBody, point: QPointF) -> None:
    _mouse(body, QEvent.Type.MouseMove, point)
    QApplication.processEvents()


def _mouse(body: QWidget, kind: QEvent.Type, point: QPointF) -> None:
    left = Qt.MouseButton.LeftButton
    at = QPointF(body.mapToGlobal(point.toPoint()))
    QApplication.sendEvent(body, QMouseEvent(kind, point, at, left, left, Qt.KeyboardModifier.NoModifier))


def _presences(view: CalendarView, agenda: Agenda) -> Iterator[Measured]:
    def open_it() -> None:
        view.leave_presences()
        QApplication.processEvents()

    times: list[float] = []
    for _ in range(5):
        open_it()
        times.append(milliseconds(lambda: _opened(view, agenda)))
    grid = view.presences.grid
    assert grid.state is not None
    people, slots = len(grid.state.view.people), len(grid.state.view.slots)
    yield Figure(
        f"Présences de {people} personnes × {slots} créneaux, ouverture", statistics.median(times), 200
    )
    keys = [milliseconds(lambda sign=sign: _typed(grid, sign)) for sign in "papipapaip" * 4]
    yield Figure("Présences, une touche et la flèche qui suit", statistics.median(keys), 16)


def _opened(view: CalendarView, agenda: Agenda) -> None:
    view.open_presences(agenda.seance)
    view.presences.grid.viewport().repaint()


def _typed(grid: QWidget, sign: str) -> None:
    key = Qt.Key(ord(sign.upper()))
    for event in (
        QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, sign),
        QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, ""),
    ):
        QApplication.sendEvent(grid, event)
    QApplication.processEvents()


def _agenda(session: Session) -> Agenda:
    """Twenty days of thirty séances, by every trainer and in every place; a week of sixty half-days."""
    scheme = session.scalars(select(Scheme.id)).first()
    structure = session.scalars(select(Structure.id).where(Structure.is_ours)).first()
    trainers = session.scalars(select(Professional.id).where(Professional.is_trainer).limit(12)).all()
    places = session.scalars(select(Place.id).limit(12)).all()
    people = session.scalars(
        select(Participant.id).where(Participant.anonymised_on.is_(None)).limit(PEOPLE)
    ).all()
    assert scheme is not None
    assert structure is not None
    agreement = Agreement(
        scheme_id=scheme,
        title="Banc",
        number="",
        start=date(2031, 1, 1),
        end=date(2031, 12, 31),
        ceiling_rate=1500,
        ceiling_base="total_budget",
        transfer_clause="",
        eu_cofunded=False,
    )
    session.add(agreement)
    session.flush()

    def activity(rank: int, enrolled: int) -> uuid.UUID:
        data = ActivityInput(f"Atelier {rank + 1}", agreement.id, structure, brique_code="RMAC"[rank % 4])
        made = activities.save(session, data)
        enrolments.enrol(session, made, people[:enrolled])
        return made

    days = [MONDAY + timedelta(days=7 * week + day) for week in range(4) for day in range(5)]
    for rank in range(SEANCES // len(days)):
        made = activity(rank, 12)
        trainer, place = (trainers[rank % len(trainers)],), places[rank % len(places)]
        start = 480 + 30 * (rank % 18)
        for day in days:
            slot = SlotInput(start, start + 120, None, trainer)
            seances.save(session, SeanceInput(made, day, (slot,), place_id=place))
    whole = activity(99, PEOPLE)
    first: uuid.UUID | None = None
    for day in range(6):
        slots = tuple(SlotInput(480 + 60 * turn, 540 + 60 * turn) for turn in range(SLOTS // 6))
        saved = seances.save(session, SeanceInput(whole, date(2031, 6, 2) + timedelta(days=day), slots))
        first = first or saved
    assert first is not None
    return Agenda(agreement.id, whole, first)


if __name__ == "__main__":
    sound = show(figures(Path(sys.argv[1])))
    sys.stdout.flush()
    os._exit(0 if sound else 1)

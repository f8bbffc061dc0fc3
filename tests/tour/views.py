"""What the tour shows, in order: a name of picture, and how to get there."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.models.activities import Presence, Seance, SeanceSlot
from elans_desktop.models.sheets import AttendanceSheet, SheetSlot
from elans_desktop.services import demo, listing
from elans_desktop.services.calendar import seances, sheet_states
from elans_desktop.services.presences import corrections
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.services.presences.scans import filing
from elans_desktop.services.presences.scans.pages import ScannedPage
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.services.privacy import person_requests
from elans_desktop.storage import keys
from elans_desktop.storage.recovery_code import RecoveryCode
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.calendar.view import CalendarView
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.dialog_box import DialogBox
from elans_desktop.ui.participants.rights_section import RightsSection
from elans_desktop.ui.shell.tabs import TABS
from elans_desktop.ui.shell.window import Window
from elans_desktop.ui.shell.workbench import Workbench
from tests.support import scanner

PATIENCE_MS = 20_000
Step = tuple[str, Callable[[], QWidget]]


CALENDAR_VIEWS = (
    ("calendrier-mois", "month", "hours"),
    ("calendrier-jour", "day", "hours"),
    ("calendrier-intervenants", "week", "trainers"),
    ("calendrier-lieux", "day", "places"),
    ("calendrier-liste", "list", "hours"),
    ("calendrier-semaine", "week", "hours"),
)
"""Pictures of the calendar: a shape, and by what it is arranged."""


def before_opening(window: Window, folder: Path) -> Iterator[Step]:
    """The first screen, the creation, the code, the way back in."""

    def welcome() -> QWidget:
        window.back_to_welcome(str(folder))
        return window

    def assistant() -> QWidget:
        window.welcome.create_asked.emit()
        return window

    def code() -> QWidget:
        from elans_desktop.ui.shell.recovery import CodePage

        window.show_page(CodePage(RecoveryCode(bytes(range(20)), 1)))
        return window

    def recovery() -> QWidget:
        window.welcome.recovery_asked.emit(str(folder))
        return window

    yield "bienvenue", welcome
    yield "assistant", assistant
    yield "code-de-secours", code
    yield "fiche-de-secours", recovery


def opened(window: Window, folder: Path) -> Iterator[Step]:
    """Each tab with something chosen in it, the pages over the tabs, the settings."""
    user = keys.read(folder).users[0]
    workspace = Workspace.open(folder, passphrase=demo.PHRASE, user_id=user.id, on_foreign="copy")
    window.back_to_welcome()
    window.enter(workspace)
    bench: Workbench = window.workbench

    def go(tab: str, kind: str | None = None, item: uuid.UUID | None = None) -> Callable[[], QWidget]:
        def act() -> QWidget:
            bench.navigate(tab, kind, item)
            return window

        return act

    chosen: dict[str, Any] = {
        "governance": ("meeting", _first(bench, "reunions", "2027")),
        "participants": ("participant", _first(bench, "participants")),
        "calendar": ("seance", _seance_of(bench, clock.today())),
        "evaluations": ("evaluation", _first(bench, "evaluations")),
    }
    for tab in TABS:
        yield tab.name, go(tab.name, *chosen.get(tab.name, ()))
    seance = _seance_of(bench, clock.today() - timedelta(days=7)) or _seance_of(bench, clock.today())
    for name, shape, rows in CALENDAR_VIEWS:
        yield name, calendar_view(bench, window, shape, rows)
    yield "calendrier-deplacer", carried(bench, window)
    yield "presences", go("calendar", "presences", seance)

    def corrected() -> QWidget:
        bench.navigate("calendar", "presences", _corrected(bench))
        return window

    def corrected_seance() -> QWidget:
        bench.navigate("calendar", "seance", _corrected(bench))
        return window

    def past() -> QWidget:
        _past_presences(bench, folder.parent / "presences.csv")
        return window

    yield "controle-mois", go("calendar", "month")
    yield "presences-reprises", past
    yield "presences-corrigees", corrected
    yield "seance-corrigee", corrected_seance
    yield "import", go("participants", "import")
    yield "nouvelle-personne", go("participants", "new")
    yield "participants-tableau", go("participants", "table")
    yield "doublons", go("participants", "twins")
    yield "demandes", go("participants", "requests")
    yield from rights_of_people(bench, window)
    yield "participants-liste", go("participants", *chosen["participants"])

    def preview() -> QWidget:
        from elans_desktop.ui.shell.pages import PreviewPage

        bench.navigate("home")
        monday = clock.today() - timedelta(days=clock.today().weekday())
        bench.print_document(DocumentRequest("emargement-semaine", monday, monday + timedelta(days=6)))
        wait(lambda: isinstance(bench.pages.currentWidget(), PreviewPage))
        QTest.qWait(500)
        return window

    def scans() -> QWidget:
        page = ScannedPage("fichier 1, page 3", None, seen=True, jpeg=_torn_sheet(bench))
        bench.bridge.write(filing.operation_label([page]), filing.file_pages, [page])
        bench.navigate("calendar", "scans")
        return window

    def help_page() -> QWidget:
        bench.show_help()
        return window

    def shortcuts() -> QWidget:
        bench.show_shortcuts()
        return window

    def search() -> QWidget:
        bench.navigate("home")
        bench.header.search.setText("atelier")
        bench.header.search.textEdited.emit("atelier")
        return window

    yield "apercu", preview
    yield "feuilles-numerisees", scans
    yield "aide", help_page
    yield "touches", shortcuts
    yield "recherche", search
    from elans_desktop.ui.settings.view import GROUPS

    bench.header.search.clear()
    bench.header.search.answers.hide()
    for key in (key for _group, lines in GROUPS for key, _words, _class in lines):
        yield f"reglages-{key}", go("settings", key)
    from tests.tour import keeping, people

    yield from people.steps(bench, window)
    yield from keeping.steps(bench, window)
    bench.navigate("home")
    window.lock()
    wait(lambda: window.pages.currentWidget() is window.welcome)


def calendar_view(bench: Workbench, window: QWidget, shape: str, rows: str) -> Callable[[], QWidget]:
    """One way to look at the calendar, at the week of today; the last one of the list is the usual one."""

    def act() -> QWidget:
        bench.navigate("calendar")
        view = bench.current_view()
        assert isinstance(view, CalendarView)
        view.select(None)
        view.bar.shape.set_current(shape)
        view.filters.rows.choose(rows)
        view.go_to(clock.today())
        return window

    return act


def carried(bench: Workbench, window: QWidget) -> Callable[[], QWidget]:
    """A séance of today held over the next day, as Alt and the arrows carry it."""

    def act() -> QWidget:
        bench.navigate("calendar")
        view = bench.current_view()
        assert isinstance(view, CalendarView)
        view.select(next(card.id for card in view.cards if card.day == clock.today() and card.start > 780))
        body = view.week.body
        body.setFocus()
        for key in (Qt.Key.Key_Right, *[Qt.Key.Key_Up] * 6):
            QTest.keyPress(body, key, Qt.KeyboardModifier.AltModifier)
        return window

    return act


def _torn_sheet(bench: Workbench) -> bytes:
    """A sheet of the week as a scanner saw it, without its corner."""
    monday = clock.monday_of(clock.today())
    request = DocumentRequest("emargement-semaine", monday, monday + timedelta(days=6))
    with bench.bridge.workspace.write("Préparer", "document") as session:
        first = scanner.pages(scanner.printed(session, request))[0]
    return scanner.png(scanner.scanned(first.crop((0, 0, first.width, first.height - 330)), skew=1.5))


def _validated(bench: Workbench) -> uuid.UUID:
    """The last séance whose sheet is validated and that has people."""
    with bench.bridge.workspace.read() as session:
        query = (
            select(Seance.id)
            .join(SeanceSlot, SeanceSlot.seance_id == Seance.id)
            .join(SheetSlot, SheetSlot.slot_id == SeanceSlot.id)
            .join(AttendanceSheet, AttendanceSheet.id == SheetSlot.sheet_id)
            .join(Presence, Presence.slot_id == SeanceSlot.id)
            .where(AttendanceSheet.state == sheet_states.VALIDATED)
            .order_by(Seance.day.desc())
        )
        return session.scalars(query).first() or uuid.UUID(int=0)


def _corrected(bench: Workbench) -> uuid.UUID:
    """The same, its first presence corrected."""
    seance_id = _validated(bench)
    held = bench.bridge.read(seances.view, seance_id)
    if not held.corrections:
        entry = PresenceInput(held.people[0].participant_id, held.card.slots[0].id, "P", 45)
        reason = "Arrivée à 9 h 45, son heure est écrite sur la feuille"
        bench.bridge.write("Corriger une présence", corrections.correct, entry, reason)
    return seance_id


def _past_presences(bench: Workbench, file: Path) -> None:
    """An import of presences, at its questions."""
    from elans_desktop.ui.calendar.presence_import import PresenceImportPage
    from elans_desktop.ui.imports.check import OPEN

    lines = (
        "Participant;Date;Créneau;Présence;Atelier",
        "FOUCHÉ Aurélie;12/01/2027;matin;présent;Atelier vélo",
        "FOUCHER Aurélie;19/01/2027;matin;présent;Atelier vélo",
        "MOREL Gaston;12/01/2027;matin;présent;Atelier vélos",
        "VAUTIER Chloé;12/01/2027;matin;absent;Atelier vélo",
    )
    file.write_text("\n".join(lines), "utf-8")
    bench.navigate("calendar", "past_presences")
    (page,) = bench.findChildren(PresenceImportPage)
    for act in (lambda: page.open_path(file), page.check):
        act()
        wait(lambda: page._job is None and not page.context.jobs.busy)
    page.check_step.kinds.set_current(OPEN)


def gallery() -> Iterator[Step]:
    """Every component in every state."""

    def show() -> QWidget:
        from elans_desktop.ui.gallery import GalleryWindow

        made = GalleryWindow()
        made.resize(1366, 768)
        made.show()
        return made

    yield "galerie", show


def rights_of_people(bench: Workbench, window: QWidget) -> Iterator[Step]:
    """The file of somebody who objects to calls, and what is asked before their data are handed over."""
    asked = bench.bridge.read(person_requests.register)
    opposed = next(one.input.participant_id for one in asked if one.input.opposes_contact)

    def section() -> QWidget:
        bench.navigate("participants", "rights", opposed)
        QTest.qWait(300)
        return window

    def handing_over_box() -> QWidget:
        bench.navigate("participants", "rights", asked[0].input.participant_id)
        QTest.qWait(300)
        caught: list[dialogs.Request] = []
        usual, dialogs.handler = dialogs.handler, lambda _parent, request: caught.append(request)
        bench.current_view().findChildren(RightsSection)[0].hand_button.click()
        dialogs.handler = usual
        box = DialogBox(caught[0], window)
        box.show()
        QTest.qWait(200)
        return box

    def typed() -> QWidget:
        bench.navigate("participants", "rights", opposed)
        QTest.qWait(300)
        shown = bench.current_view().findChildren(RightsSection)[0]
        shown.edit(bench.bridge.read(person_requests.of_participant, opposed)[0])
        return window

    yield "droits", section
    yield "droits-saisie", typed
    yield "remettre-donnees", handing_over_box


def wait(ready: Callable[[], bool]) -> None:
    """Let the window live until it is ready. Raises TimeoutError."""
    for _ in range(PATIENCE_MS // 50):
        if ready():
            return
        QTest.qWait(50)
    raise TimeoutError("the window is not ready")


def _first(bench: Workbench, table: str, having: str = "") -> uuid.UUID | None:
    rows = bench.bridge.read(listing.rows, table)
    return next((row_id for row_id, title in rows if having in title), None)


def _seance_of(bench: Workbench, day: date) -> uuid.UUID | None:
    return _first(bench, "seances", day.isoformat())

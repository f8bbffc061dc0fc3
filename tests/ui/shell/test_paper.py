"""From the open classeur to paper: a preview in the application, then the sheet is « imprimée »."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from pypdf import PdfReader
from PySide6.QtCore import Qt
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.models.sheets import AttendanceSheet
from elans_desktop.services.calendar.sheet_states import PRINTED, TO_PRINT
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage import keys
from elans_desktop.ui.shell.pages import PreviewPage
from elans_desktop.ui.shell.workbench import Workbench
from tests.support.dialogs import RecordedDialogs
from tests.support.pages import TIMEOUT, Shell, press


def _preview(shell: Shell, bench: Workbench) -> PreviewPage:
    shell.qtbot.waitUntil(lambda: isinstance(bench.pages.currentWidget(), PreviewPage), timeout=TIMEOUT)
    page = bench.pages.currentWidget()
    assert isinstance(page, PreviewPage)
    return page


def _states(bench: Workbench) -> list[str]:
    return list(bench.bridge.read(lambda session: session.scalars(select(AttendanceSheet.state)).all()))


def _week() -> DocumentRequest:
    monday = clock.today() - timedelta(days=clock.today().weekday())
    return DocumentRequest("emargement-semaine", monday, monday + timedelta(days=6))


def test_a_preview_opens_and_saving_marks_the_sheets_printed(
    shell: Shell, bench: Workbench, tmp_path: Path, recorded_dialogs: RecordedDialogs
) -> None:
    bench.print_document(_week())
    page = _preview(shell, bench)
    assert _states(bench) == [TO_PRINT]
    target = tmp_path / "feuilles.pdf"
    recorded_dialogs.answer("save", target)
    page.preview.save()
    assert "Épreuve" in PdfReader(target).pages[0].extract_text().title()
    assert _states(bench) == [PRINTED]
    press(page, Qt.Key.Key_Escape)
    assert bench.pages.currentWidget() is bench.current_view()
    assert bench.bridge.undo_label() is None, "paper exists: Ctrl+Z skips it"


def test_looking_without_printing_leaves_the_sheets_to_print(shell: Shell, bench: Workbench) -> None:
    bench.print_document(_week())
    press(_preview(shell, bench), Qt.Key.Key_Escape)
    assert _states(bench) == [TO_PRINT]
    bench.print_document(_week())
    press(_preview(shell, bench), Qt.Key.Key_Escape)
    assert len(_states(bench)) == 1, "the number is kept"


def test_nothing_to_print_says_so(shell: Shell, bench: Workbench, recorded_dialogs: RecordedDialogs) -> None:
    recorded_dialogs.answer("error")
    far = clock.today() + timedelta(days=400)
    bench.print_document(DocumentRequest("emargement-semaine", far, far))
    shell.qtbot.waitUntil(lambda: bool(recorded_dialogs.requests), timeout=TIMEOUT)
    shell.qtbot.waitUntil(lambda: bench.pages.currentWidget() is bench.current_view(), timeout=TIMEOUT)


def test_a_new_recovery_sheet_asks_first(
    shell: Shell, bench: Workbench, folder: Path, recorded_dialogs: RecordedDialogs
) -> None:
    recorded_dialogs.answer("ask", None)
    bench.print_document(DocumentRequest("fiche-secours"))
    assert keys.read(folder).recovery_number == 1
    recorded_dialogs.answer("ask", "yes")
    bench.print_document(DocumentRequest("fiche-secours"))
    press(_preview(shell, bench), Qt.Key.Key_Escape)
    assert keys.read(folder).recovery_number == 2

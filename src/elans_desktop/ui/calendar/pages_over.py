"""Pages that open over the calendar: scanned sheets, past presences, the check of a month.

Each is imported when it opens, and gone when it closes.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from elans_desktop.ui.context import Context

if TYPE_CHECKING:
    pass

SCANS, PAST_PRESENCES, MONTH = "scans", "past_presences", "month"
KINDS = frozenset({SCANS, PAST_PRESENCES, MONTH})
GoTo = Callable[[str, uuid.UUID | None], object]
"""Shows a séance, its presences, the scanned sheets."""


def open_over(
    kind: str, pages: QStackedWidget, context: Context, leave: Callable[[], object], go: GoTo
) -> None:
    """Show the page of this kind; `leave` is called when it closes, `go` when it leads elsewhere."""
    page = _page(kind, context, go)

    def close() -> None:
        pages.removeWidget(page)
        page.deleteLater()
        leave()

    page.closed.connect(close)
    pages.addWidget(page)
    pages.setCurrentWidget(page)
    page.start()


def _page(kind: str, context: Context, go: GoTo):
    if kind == SCANS:
        from elans_desktop.ui.calendar.scan_page import ScanPage

        return ScanPage(context)
    if kind == PAST_PRESENCES:
        from elans_desktop.ui.calendar.presence_import import PresenceImportPage

        return PresenceImportPage(context)
    from elans_desktop.ui.calendar.month_page import MonthPage

    page = MonthPage(context)

    def follow(target: str, item: uuid.UUID | None) -> None:
        page.closed.emit()
        go(target, item)

    page.asked.connect(follow)
    return page

"""« Vacances et fermetures »: what the calendar shades."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from elans_desktop.core import clock
from elans_desktop.services.calendar import calendar_days, closures
from elans_desktop.services.calendar.closures import ClosureRow
from elans_desktop.ui.context import Context
from elans_desktop.ui.settings.closures_section import ClosuresSection
from elans_desktop.ui.settings.view import SettingsView
from tests.services.calendar.test_ics_reading import calendar
from tests.support.dialogs import RecordedDialogs
from tests.ui.settings.conftest import NotedWindow


@pytest.fixture
def page(view: SettingsView) -> ClosuresSection:
    view.go_to("closures")
    page = view.current
    assert isinstance(page, ClosuresSection)
    return page


def own(context: Context) -> list[ClosureRow]:
    return [row for row in context.bridge.read(closures.rows) if not row.shipped]


def test_a_closure_is_written_corrected_and_taken_away(
    page: ClosuresSection, context: Context, recorded_dialogs: RecordedDialogs
) -> None:
    page.start_new()
    form = page.list.form
    assert not form.field("zone").isVisibleTo(form)
    form.field("label").set_value("Congés d’été")
    form.field("start_on").set_value(date(2027, 8, 16))
    form.field("end_on").set_value(date(2027, 8, 2))
    form.changed.emit()
    assert not page.list.save()
    assert form.field("end_on").error() == "La fin vient avant le début."
    form.field("end_on").set_value(date(2027, 8, 22))
    assert page.list.save()
    (row,) = own(context)
    assert (row.input.kind, row.input.end_on) == ("organisme", date(2027, 8, 22))
    recorded_dialogs.answer("ask", "yes")
    page.list.delete_button.click()
    assert own(context) == []


def test_shipped_holidays_are_corrected(page: ClosuresSection, context: Context) -> None:
    shipped = next(row for row in page.rows() if row.shipped)
    page.open(shipped.id)
    form = page.list.form
    assert form.field("zone").isVisibleTo(form)
    assert shipped.input.end_on is not None
    form.field("end_on").set_value(date.fromordinal(shipped.input.end_on.toordinal() + 1))
    form.field("end_on").changed.emit()
    assert page.list.save()
    (row,) = own(context)
    assert row.id == shipped.id


def test_a_calendar_of_holidays_is_imported(
    page: ClosuresSection,
    context: Context,
    window: NotedWindow,
    recorded_dialogs: RecordedDialogs,
    tmp_path: Path,
) -> None:
    file = tmp_path / "zone-b.ics"
    file.write_bytes(calendar("DTSTART;VALUE=DATE:20391020\nDTEND;VALUE=DATE:20391105\nSUMMARY:Toussaint"))
    recorded_dialogs.answer("open", file)
    recorded_dialogs.answer("form", {"zone": "B"})
    with clock.fixed(datetime(2027, 5, 4, 9, 14)):
        page.bring.click()
        found = context.bridge.read(calendar_days.special_days, date(2039, 10, 20), date(2039, 11, 4))
    assert len(found) == 16
    assert window.said == ["1\u00a0période ajoutée, 0\u00a0mise à jour, 0\u00a0jour isolé laissé"]


def test_a_file_that_is_no_calendar_is_said(
    page: ClosuresSection, recorded_dialogs: RecordedDialogs, tmp_path: Path
) -> None:
    file = tmp_path / "photo.ics"
    file.write_bytes(b"\x89PNG")
    recorded_dialogs.answer("open", file)
    recorded_dialogs.answer("error")
    page.bring.click()
    assert "pas un calendrier" in recorded_dialogs.requests[-1].title

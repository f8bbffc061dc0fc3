"""Closures: school holidays that one corrects or imports, those of a commune, one's own."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.services.calendar import calendar_days, closures, ics_reading, seance_list
from elans_desktop.services.calendar.closures import ClosureInput, ImportedHolidays
from elans_desktop.services.organisation import settings
from elans_desktop.storage.workspace import Workspace
from tests.services.calendar.test_ics_reading import calendar


@pytest.fixture
def session(workspace: Workspace) -> Generator[Session]:
    with workspace.write("Essai") as session, clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield session


def holidays(session: Session, start: date, end: date) -> list[date]:
    found = calendar_days.special_days(session, start, end)
    return [day for day, ones in found.items() if any(one.kind == "vacances" for one in ones)]


def test_shipped_holidays_are_corrected_and_come_back(session: Session) -> None:
    settings.put(session, "school_zone", "B")
    shipped = next(row for row in closures.rows(session, zone="B") if row.shipped)
    entered = shipped.input
    assert entered.start_on is not None
    assert entered.end_on is not None
    moved = ClosureInput(entered.id, "scolaire", entered.label, date(2027, 12, 1), date(2027, 12, 2), "B")
    assert closures.save(session, moved) == entered.id
    (own,) = (row for row in closures.rows(session, zone="B") if row.id == entered.id)
    assert (own.shipped, own.input.start_on) == (False, date(2027, 12, 1))
    assert entered.start_on not in holidays(session, entered.start_on, entered.end_on)
    assert holidays(session, date(2027, 11, 25), date(2027, 12, 5)) == [date(2027, 12, 1), date(2027, 12, 2)]
    with pytest.raises(RuleError, match="livrées"):
        closures.delete(session, next(row.id for row in closures.rows(session) if row.shipped))
    closures.delete(session, own.id)
    assert holidays(session, entered.start_on, entered.end_on)[0] == entered.start_on


def test_the_holidays_of_a_zone_are_imported_and_updated(session: Session) -> None:
    settings.put(session, "school_zone", "B")
    autumn = (
        "UID:toussaint@zone-b\nDTSTART;VALUE=DATE:{}\nDTEND;VALUE=DATE:20291105\nSUMMARY:Toussaint - Zone B"
    )
    file = (autumn.format("20291020"), "DTSTART;VALUE=DATE:20290903\nSUMMARY:Rentrée des élèves")
    events = ics_reading.read(calendar(*file)).events
    assert closures.import_holidays(session, "B", events) == ImportedHolidays(1, 0, 1)
    assert closures.import_holidays(session, "B", events) == ImportedHolidays(0, 0, 1)
    later = ics_reading.read(calendar(autumn.format("20291021"))).events
    assert closures.import_holidays(session, "B", later) == ImportedHolidays(0, 1, 0)
    found = holidays(session, date(2029, 10, 1), date(2029, 11, 30))
    assert (found[0], found[-1], len(found)) == (date(2029, 10, 21), date(2029, 11, 4), 15)
    settings.put(session, "school_zone", "A")
    assert holidays(session, date(2029, 10, 1), date(2029, 11, 30)) == []
    with pytest.raises(InputError, match="plusieurs jours"):
        closures.import_holidays(session, "A", ics_reading.read(calendar(file[1])).events)
    with pytest.raises(InputError):
        closures.import_holidays(session, "Z", events)


def test_imported_holidays_replace_the_shipped_ones_they_cover(session: Session) -> None:
    settings.put(session, "school_zone", "B")
    shipped = next(
        row.input
        for row in closures.rows(session, zone="B")
        if row.shipped and row.input.start_on and row.input.start_on > date(2027, 9, 1)
    )
    assert shipped.start_on is not None
    start = shipped.start_on
    event = f"DTSTART;VALUE=DATE:{start:%Y%m%d}\nDURATION:P3D\nSUMMARY:Corrigées"
    closures.import_holidays(session, "B", ics_reading.read(calendar(event)).events)
    assert len(holidays(session, start, date(start.year, 12, 31))) < 16 + 15
    assert "Corrigées" in {row.input.label for row in closures.rows(session, zone="B")}
    assert shipped.id not in {row.id for row in closures.rows(session, zone="B")}


def test_a_closure_is_checked(session: Session) -> None:
    for wrong, fields in (
        (ClosureInput(), {"label", "start_on"}),
        (ClosureInput(label="Pont", start_on=date(2027, 5, 7), end_on=date(2027, 5, 6)), {"end_on"}),
        (ClosureInput(label="Pont", start_on=date(2027, 5, 7), end_on=date(2072, 5, 7)), {"end_on"}),
        (ClosureInput(kind="scolaire", label="Hiver", start_on=date(2027, 2, 1)), {"zone"}),
        (ClosureInput(kind="municipale", label="Foire", start_on=date(2027, 2, 1)), {"insee"}),
        (ClosureInput(kind="autre", label="Foire", start_on=date(2027, 2, 1)), {"kind"}),
    ):
        with pytest.raises(InputError) as caught:
            closures.save(session, wrong)
        assert set(caught.value.fields) == fields


def test_a_closure_of_the_structure_shades_its_days(session: Session) -> None:
    closures.save(
        session, ClosureInput(label="Congés d’été", start_on=date(2027, 8, 2), end_on=date(2027, 8, 3))
    )
    closures.save(
        session, ClosureInput(kind="municipale", label="Foire", start_on=date(2027, 8, 4), insee="14762")
    )
    infos = seance_list.day_infos(session, date(2027, 8, 2), date(2027, 8, 4))
    assert [info.closure for info in infos] == ["Congés d’été", "Congés d’été", ""]
    (row,) = (row for row in closures.rows(session) if row.input.kind == "municipale")
    assert row.commune == "Vire Normandie"

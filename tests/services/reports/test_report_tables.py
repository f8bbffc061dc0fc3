"""The figures of a report as tables, on the classeur of hand-checked figures."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.documents import spreadsheets
from elans_desktop.models.participants import Participant
from elans_desktop.services.calendar import seances
from elans_desktop.services.organisation import settings
from elans_desktop.services.pathways.milestones import Period
from elans_desktop.services.presences import attendance
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.services.reports import report_tables, reports
from elans_desktop.services.scope import Scope
from elans_desktop.services.tabular import Table
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World
from tests.support.pathway_world import complete, pathway

PERIOD = Period(date(2027, 1, 1), date(2027, 5, 4))
FEB, MAR = date(2027, 2, 10), date(2027, 3, 10)


@pytest.fixture
def session(workspace: Workspace) -> Generator[Session]:
    with workspace.write("Essai") as session, clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield session


@pytest.fixture
def world(session: Session) -> World:
    """Six people spotted and mobilised in February, one left in March for a job; three hours in February."""
    made = calendar_world.build(session)
    complete(session, made)
    for person in range(6):
        pathway(session, made, person, entry=FEB, R=FEB, M=FEB)
    pathway(session, made, 6, entry=date(2026, 6, 1), left=MAR, exit_code="E1", M=date(2026, 6, 1))
    activity = calendar_world.activity(session, made, people=2)
    seance = calendar_world.seance(session, made, activity, FEB, (9, 12))
    slot = seances.view(session, seance).card.slots[0].id
    attendance.set_presences(session, [PresenceInput(made.people[0], slot, "P")])
    return made


def sheets(session: Session, world: World, *, briques: bool = True) -> dict[str, Table]:
    scope = Scope(world.agreement)
    hours = reports.hours(session, scope, PERIOD)
    report = reports.report(session, scope, PERIOD)
    indicators = (*report.indicators, *reports.hour_indicators(session, hours))
    made = report_tables.tables(session, report, hours, indicators, briques=briques, heading="Le Fil Vert")
    return {table.title: table for table in made}


def test_each_figure_has_its_kind_and_its_base(session: Session, world: World) -> None:
    found = sheets(session, world)
    assert list(found) == ["Parcours", "Indicateurs", "Sorties", "Heures-participants", "Âges"]
    steps = {line[0]: line[1:] for line in found["Parcours"].rows}
    assert steps["Bilan"][0] == "Le Fil Vert"
    assert steps["Remobilisation"] == (6, 10_000, 6)
    assert steps["Sorties"] == (1, None, None)
    lines = {line[0]: line for line in found["Indicateurs"].rows}
    assert lines["I09"][2:7] == (None, 10_000, None, "%", 1)
    assert lines["I14"][2:7] == (None, None, 180, "heures", None)
    assert ("O2R", "Emploi", 1, True) in [tuple(line) for line in found["Sorties"].rows]
    hours = found["Heures-participants"]
    assert [column.title for column in hours.columns] == ["Mois", "Remobilisation", "Total"]
    assert hours.lines() == [("février\u00a02027", 180, 180), ("Total", 180, 180)]


def test_a_scheme_without_briques_counts_entries_and_has_no_exit_of_o2r(
    session: Session, world: World
) -> None:
    found = sheets(session, world, briques=False)
    assert [line[0] for line in found["Parcours"].rows][-2:] == ["Entrées", "Sorties"]
    assert {line[0] for line in found["Sorties"].rows} == {"IAE, sorties dynamiques", "FSE+, à la sortie"}


def test_ages_of_few_people_are_hidden(session: Session, world: World) -> None:
    pathway(session, world, 7, entry=FEB)
    session.get_one(Participant, world.people[7]).birth_date = date(1960, 1, 1)
    session.flush()
    rows = {line[0]: line[1] for line in sheets(session, world)["Âges"].rows}
    assert {str(people) for people in rows.values()} == {"0", "6", "de 1 à 5"}
    settings.save_all(session, {"small_cell_max": 6})
    rows = {line[0]: line[1] for line in sheets(session, world)["Âges"].rows}
    assert {str(people) for people in rows.values()} == {"0", "de 1 à 6"}


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_the_tables_are_written_in_every_kind_and_name_nobody(
    session: Session, world: World, kind: str
) -> None:
    content = spreadsheets.write(kind, *sheets(session, world).values())
    assert len(content) > 500
    if kind == "csv":
        text = content.decode("utf-8-sig")
        assert "Remobilisation;6;100,00%;6" in text
        assert "Aubert" not in text

"""A new classeur speaks the words of its scheme, and shows only what the scheme has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.models.organisation import ReferenceItem
from elans_desktop.services import setup
from elans_desktop.services.budget import budget, budget_matrix
from elans_desktop.services.budget.budget import LineInput
from elans_desktop.services.calendar import activities, seances
from elans_desktop.services.calendar.activities import ActivityInput
from elans_desktop.services.calendar.seances import SeanceInput, SlotInput
from elans_desktop.services.evaluations import evaluation_grids
from elans_desktop.services.governance import structure_roles, structures
from elans_desktop.services.organisation import agreements, organisation
from elans_desktop.services.participants import intake, participants
from elans_desktop.services.participants.intake import Intake
from elans_desktop.services.participants.participants import ParticipantInput
from elans_desktop.services.pathways import pathways
from elans_desktop.services.pathways.pathways import FOLLOWED, PathwayInput
from elans_desktop.storage.sealing import Kdf
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.budget.view import BudgetView
from elans_desktop.ui.calendar.view import CalendarView
from elans_desktop.ui.home.view import HomeView
from elans_desktop.ui.kit.form import Form
from elans_desktop.ui.kit.grouped_list import GroupedList
from elans_desktop.ui.participants.orientation import OrientationSection
from elans_desktop.ui.participants.pathway import PathwaySection
from elans_desktop.ui.participants.view import ParticipantsView
from elans_desktop.ui.settings.view import GROUPS
from elans_desktop.ui.shell.tabs import TABS
from elans_desktop.ui.shell.workbench import Workbench

NOW = datetime(2027, 5, 4, 9, 14)


@pytest.fixture
def preset(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def workspace(tmp_path: Path, preset: str) -> Iterator[Workspace]:
    with clock.fixed(NOW):
        made, _code = setup.create_workspace(
            tmp_path / "classeur",
            title="Les Ateliers du Bocage",
            preset=preset,
            user_name="Anne Morel",
            passphrase="tabouret pluie cantine violet",
            kdf=Kdf.cheap(),
        )
        with made.write("Essai") as session:
            agreement = agreements.current(session)
            ours = structures.ours_id(session)
            assert agreement is not None
            assert ours is not None
            met = Intake(
                ParticipantInput(last_name="Aubert", first_name="Kévin"),
                contact_on=date(2027, 4, 1),
                agreement_id=agreement.id,
            )
            person = intake.create(session, met)
            entered = ParticipantInput(last_name="Brionne", first_name="Estelle")
            other = participants.save(session, entered)
            pathways.save(session, PathwayInput(other, agreement.id, entry_on=date(2027, 4, 12)))
            typed = ActivityInput(title="Jardin partagé", agreement_id=agreement.id, structure_id=ours)
            activity = activities.save(session, typed)
            slots = (SlotInput(start=540, end=720),)
            seances.save(session, SeanceInput(activity_id=activity, day=NOW.date(), slots=slots))
            assert person != other
        yield made
        made.close(back_up=False)


@pytest.fixture
def bench(qtbot: QtBot, workspace: Workspace) -> Iterator[Workbench]:
    made = Workbench(workspace)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    yield made
    made.jobs.wait()


def words(page: QWidget) -> str:
    """Everything said on a page."""
    said = [one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page)]
    said += [
        one.text() or one.accessibleName()
        for one in page.findChildren(QAbstractButton)
        if one.isVisibleTo(page)
    ]
    return "\n".join(said)


def shown(bench: Workbench, tab: str) -> QWidget:
    bench.navigate(tab)
    bench.jobs.wait()
    return bench.current_view()


@pytest.mark.parametrize("preset", ["elans", "personnalise"], indirect=True)
def test_no_tab_shows_what_only_o2r_has(bench: Workbench) -> None:
    for tab in TABS:
        said = words(shown(bench, tab.name))
        for word in ("O2R", "Remobilisation", "Repérés", "frais de fonctionnement", "9\u00a0mois"):
            assert word.lower() not in said.lower(), f"{tab.name}: {word}"


@pytest.mark.parametrize("preset", ["elans"], indirect=True)
def test_elans_speaks_its_own_words(bench: Workbench) -> None:
    assert "Nouveau stagiaire" in words(shown(bench, "participants"))
    assert "Stagiaires" in words(bench.tabs)
    calendar = shown(bench, "calendar")
    assert isinstance(calendar, CalendarView)
    assert calendar.filters.member.text() == "Porteurs"
    assert calendar.filters.trainer.text() == "Formateurs"


def hidden_fields(form: Form) -> set[str]:
    return {name for name in form.names() if form.field(name).isHidden()}


@pytest.mark.parametrize("preset", ["elans"], indirect=True)
def test_elans_pathways_have_an_entry_and_a_diagnosis_instead_of_briques(bench: Workbench) -> None:
    view = shown(bench, "participants")
    assert isinstance(view, ParticipantsView)
    rows = {row.name: row for row in bench.bridge.read(participants.rows, bench.bridge.scope)}
    assert rows["Brionne Estelle"].status == FOLLOWED
    view.open_item("participant", rows["Brionne Estelle"].id)
    assert view._file is not None
    assert hidden_fields(view._file.section(PathwaySection).form) == {"charter_signed_on"}
    orientation = view._file.section(OrientationSection)
    assert hidden_fields(orientation.form).isdisjoint({"elans_profile", "espoir_site", "diagnosis_on"})
    assert {"grounds", "eligibility_note"} <= hidden_fields(orientation.form)
    assert orientation.line.isHidden()
    met = bench.bridge.read(pathways.of_participant, rows["Aubert Kévin"].id)[0]
    assert met.input.stays == ()


@pytest.mark.parametrize(
    ("preset", "code"), [("elans", "elans_individuel"), ("o2r", "savoir_etre_o2r")], indirect=["preset"]
)
def test_the_grid_of_the_scheme_is_proposed(workspace: Workspace, code: str) -> None:
    with workspace.read() as session:
        proposed = evaluation_grids.proposed(session, None)
        assert proposed is not None
        titles = {one.id: one.scheme_code for one in evaluation_grids.rows(session)}
    assert titles[proposed] == ("elans" if code == "elans_individuel" else "o2r")


@pytest.mark.parametrize("preset", ["o2r"], indirect=True)
def test_o2r_keeps_its_funnel_and_its_ceiling(bench: Workbench) -> None:
    home = shown(bench, "home")
    assert isinstance(home, HomeView)
    assert home.ceiling.isVisibleTo(home)
    assert "Remobilisation" in words(shown(bench, "calendar"))


@pytest.mark.parametrize("preset", ["elans"], indirect=True)
def test_the_budget_of_elans_has_porteurs_and_no_brique(bench: Workbench) -> None:
    scope = bench.bridge.scope
    assert scope.agreement_id is not None
    bench.bridge.write("Essai", budget.create_year, scope.agreement_id, NOW.year)
    empty = bench.bridge.read(budget_matrix.matrix, scope)
    assert empty is not None
    assert empty.year.version_id is not None
    ours = bench.bridge.read(structures.ours_id)
    line = LineInput(empty.year.version_id, member_id=ours, account_code="60", amount=120_000)
    bench.bridge.write("Essai", budget.save_line, line)
    view = shown(bench, "budget")
    assert isinstance(view, BudgetView)
    assert view.matrix.grid.heading == "Porteurs"
    found = bench.bridge.read(budget_matrix.matrix, scope)
    assert found is not None
    assert (found.columns, found.total.planned) == ((), 120_000)
    assert [c.title for c in view.expenses.table.model.columns if c.key == "member"] == ["Porteur"]
    view.start_new()
    assert view.panel is not None
    assert "brique_code" not in view.panel.form.names()
    assert "Membre" not in words(view)


ONLY_O2R = ("O2R", "consortium", "chef de file")


@pytest.mark.parametrize("preset", ["elans", "personnalise"], indirect=True)
def test_no_page_of_the_settings_speaks_of_another_scheme(bench: Workbench) -> None:
    for key in (key for _group, lines in GROUPS for key, _words, _class in lines):
        bench.navigate("settings", key)
        bench.jobs.wait()
        said = everything(bench.current_view()).lower()
        for word in ONLY_O2R:
            assert word.lower() not in said, f"{key}: {word}"


@pytest.mark.parametrize("preset", ["elans", "personnalise"], indirect=True)
def test_no_list_nor_choice_of_a_tab_speaks_of_another_scheme(bench: Workbench) -> None:
    for tab in TABS:
        said = everything(shown(bench, tab.name)).lower()
        for word in ONLY_O2R:
            assert word.lower() not in said, f"{tab.name}: {word}"


@pytest.mark.parametrize("preset", ["personnalise"], indirect=True)
def test_the_papers_of_one_s_own_scheme_name_no_consortium(workspace: Workspace, preset: str) -> None:
    with workspace.read() as session:
        agreement = agreements.current(session)
        assert agreement is not None
        head = organisation.letterhead(session, agreement_id=agreement.id)
        labels = set(session.scalars(select(ReferenceItem.label)))
        offered = structure_roles.offered(session)
    assert {"chef_de_file", "membre", "financeur"} <= offered
    assert not {"porteur", "technicien_territorial"} & offered
    assert (head.lead_caption, head.lead_short) == ("structure porteuse", "structure porteuse")
    assert not [label for label in labels if "consortium" in label.lower()]


def everything(page: QWidget) -> str:
    """What a page says, its tables, choices and hints included, shown or not."""
    said = [words(page)]
    for one in page.findChildren(QWidget):
        if isinstance(one, QComboBox):
            said += [one.itemText(place) for place in range(one.count())]
        elif isinstance(one, QLineEdit):
            said.append(one.placeholderText())
        elif isinstance(one, QLabel | QAbstractButton):
            said.append(one.text())
        elif isinstance(one, QTableView) and (model := one.model()) is not None:
            across = range(model.columnCount())
            said += [str(model.headerData(place, Qt.Orientation.Horizontal)) for place in across]
            said += [
                str(model.index(line, place).data()) for line in range(model.rowCount()) for place in across
            ]
        elif isinstance(one, GroupedList):
            said += [one.rows.row_words(line) for line in one.all_rows()]
    return "\n".join(said)

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from elans_desktop.core.errors import InputError, NotFoundError, PermissionDenied
from elans_desktop.models.organisation import Structure, StructureRole
from elans_desktop.services.governance import structures
from elans_desktop.services.pathways import immersions, pathways
from elans_desktop.services.pathways.immersions import ImmersionInput, ImmersionRow
from elans_desktop.services.pathways.pathways import PathwayInput
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import acting_as
from tests.support.route_world import Road, count, road


@pytest.fixture
def lucie(workspace: Workspace) -> Iterator[Road]:
    with road(workspace) as made:
        yield made


@pytest.fixture
def mission(lucie: Road) -> uuid.UUID:
    return lucie.structure("Mission locale du Bocage", "mission_locale")


@pytest.fixture
def typed(lucie: Road, mission: uuid.UUID) -> ImmersionInput:
    """10 March to 9 April 2027: one month to the day, nothing to say."""
    return ImmersionInput(
        lucie.pathway,
        host_id=lucie.structure("Auberge du Lac", "entreprise"),
        object_code="decouvrir",
        start_on=date(2027, 3, 10),
        end_on=date(2027, 4, 9),
        prescriber_id=mission,
        tutor="M. Hamel",
        job="Commis de cuisine",
        weekly=28 * 60,
    )


def rows(lucie: Road) -> tuple[ImmersionRow, ...]:
    return lucie.read(immersions.of_pathway, lucie.pathway)


def remarks(lucie: Road, typed: ImmersionInput) -> dict[str, str]:
    return lucie.read(immersions.remarks, typed)


def test_an_immersion_is_kept_changed_and_removed(lucie: Road, typed: ImmersionInput) -> None:
    made = lucie.write(immersions.save, typed)
    (row,) = rows(lucie)
    assert row.input == replace(typed, id=made)
    assert (row.host, row.object) == ("Auberge du Lac", "Découvrir un métier ou un secteur")
    assert (row.prescriber, row.state, row.remarks) == ("Mission locale du Bocage", "terminée", ())
    lucie.write(
        immersions.save, replace(row.input, outcome="  Elle a tenu le service.  ", end_on=date(2027, 5, 4))
    )
    assert rows(lucie)[0].input.outcome == "Elle a tenu le service."
    assert rows(lucie)[0].state == "en cours"
    lucie.write(immersions.delete, made)
    assert rows(lucie) == ()
    with pytest.raises(NotFoundError):
        lucie.write(immersions.delete, made)


@pytest.mark.parametrize(
    ("start", "end", "state"),
    [
        (date(2027, 5, 5), date(2027, 5, 20), "à venir"),
        (date(2027, 5, 4), date(2027, 5, 4), "en cours"),
        (date(2027, 5, 1), date(2027, 5, 3), "terminée"),
    ],
)
def test_its_state_comes_from_its_days(
    lucie: Road, typed: ImmersionInput, start: date, end: date, state: str
) -> None:
    lucie.write(immersions.save, replace(typed, start_on=start, end_on=end))
    assert rows(lucie)[0].state == state


def test_a_host_written_by_its_name_joins_the_directory_once(lucie: Road, typed: ImmersionInput) -> None:
    new = replace(typed, host_id=None, host_name="  Ferme   des Tilleuls ")
    lucie.write(immersions.save, new)
    lucie.write(immersions.save, replace(new, host_name="ferme des tilleuls", start_on=date(2027, 4, 8)))
    with lucie.workspace.read() as session:
        hosts = [one.host for one in immersions.of_pathway(session, lucie.pathway)]
        roles = [role.role_code for role in structures.view(session, rows(lucie)[0].input.host_id).roles]  # pyright: ignore
    assert hosts == ["Ferme des Tilleuls", "Ferme des Tilleuls"]
    assert roles == ["accueil"]
    lucie.workspace.undo()
    lucie.workspace.undo()
    with lucie.workspace.read() as session:
        assert count(session, Structure) == 3, "ours, the mission locale and the inn"
        assert count(session, StructureRole) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"host_id": None}, "host"),
        ({"host_id": None, "host_name": "  "}, "host"),
        ({"object_code": None}, "object_code"),
        ({"object_code": "decouvrir,confirmer"}, "object_code"),
        ({"start_on": None}, "start_on"),
        ({"end_on": None}, "end_on"),
        ({"end_on": date(2027, 3, 9)}, "end_on"),
        ({"start_on": date(1990, 1, 1)}, "start_on"),
        ({"start_on": date(2072, 3, 10), "end_on": date(2072, 4, 1)}, "start_on"),
        ({"weekly": -1}, "weekly"),
        ({"weekly": 168 * 60 + 1}, "weekly"),
    ],
)
def test_what_arithmetic_forbids_is_refused_by_field(
    lucie: Road, typed: ImmersionInput, changes: dict, field: str
) -> None:
    with pytest.raises(InputError) as refused:
        lucie.write(immersions.save, replace(typed, **changes))
    assert list(refused.value.fields) == [field]
    assert rows(lucie) == ()


def test_one_month_to_the_day_says_nothing_and_one_day_more_does(lucie: Road, typed: ImmersionInput) -> None:
    assert remarks(lucie, typed) == {}
    found = remarks(lucie, replace(typed, end_on=date(2027, 4, 10)))
    assert list(found) == ["end_on"]
    assert "09/04/2027" in found["end_on"]
    lucie.write(immersions.save, replace(typed, end_on=date(2027, 4, 10)))
    assert rows(lucie)[0].remarks == tuple(found.values()), "signalled, and kept"


def test_a_renewal_needs_a_first_one_and_comes_once(lucie: Road, typed: ImmersionInput) -> None:
    alone = replace(typed, renewal=True)
    assert list(remarks(lucie, alone)) == ["renewal"]
    lucie.write(immersions.save, typed)
    renewal = replace(typed, renewal=True, start_on=date(2027, 4, 10), end_on=date(2027, 5, 9))
    assert remarks(lucie, renewal) == {}
    lucie.write(immersions.save, renewal)
    again = replace(renewal, start_on=date(2027, 5, 10), end_on=date(2027, 5, 11))
    found = remarks(lucie, again)
    assert set(found) == {"renewal", "host"}
    assert "10/04/2027 au 09/05/2027" in found["renewal"]
    assert found["host"].startswith("2\u00a0mois et 2\u00a0jours dans cette structure du 10/03/2027")


def test_two_months_in_twelve_are_counted_by_host_and_over_every_pathway(
    lucie: Road, typed: ImmersionInput
) -> None:
    lucie.write(immersions.save, replace(typed, start_on=date(2026, 9, 1), end_on=date(2026, 9, 30)))
    lucie.write(immersions.save, replace(typed, start_on=date(2026, 11, 1), end_on=date(2026, 11, 30)))
    with lucie.workspace.read() as session:
        known = pathways.of_participant(session, lucie.person)[0].input
    lucie.write(pathways.save, replace(known, exit_on=date(2027, 1, 31), exit_code="A2"))
    second = lucie.write(
        pathways.save, PathwayInput(lucie.person, lucie.agreement, entry_on=date(2027, 3, 1))
    )
    later = replace(typed, pathway_id=second)
    found = remarks(lucie, later)
    assert list(found) == ["host"]
    assert found["host"].startswith("3\u00a0mois dans cette structure du 01/09/2026 au 31/08/2027")
    elsewhere = replace(later, host_id=lucie.structure("Boulangerie Marie"))
    assert remarks(lucie, elsewhere) == {}
    assert remarks(lucie, replace(later, start_on=date(2027, 9, 1), end_on=date(2027, 9, 30))) == {}


def test_a_cancelled_immersion_weighs_nothing(lucie: Road, typed: ImmersionInput) -> None:
    lucie.write(immersions.save, replace(typed, cancelled=True, end_on=date(2027, 6, 30)))
    assert rows(lucie)[0].remarks == ()
    assert rows(lucie)[0].state == "annulée"
    assert remarks(lucie, typed) == {}


def test_the_same_days_elsewhere_and_days_out_of_the_pathway_are_signalled(
    lucie: Road, typed: ImmersionInput
) -> None:
    lucie.write(immersions.save, typed)
    other = replace(typed, host_id=lucie.structure("Boulangerie Marie"), start_on=date(2027, 4, 9))
    assert "Auberge du Lac" in remarks(lucie, other)["start_on"]
    early = replace(typed, start_on=date(2026, 8, 10), end_on=date(2026, 8, 20))
    assert "18/08/2026" in remarks(lucie, early)["start_on"]


def test_a_body_that_is_no_prescriber_by_right_is_signalled(lucie: Road, typed: ImmersionInput) -> None:
    ours = lucie.read(structures.ours_id)
    assert "délégation écrite" in remarks(lucie, replace(typed, prescriber_id=ours))["prescriber_id"]
    assert "prescripteur" in remarks(lucie, replace(typed, prescriber_id=None))["prescriber_id"]


def test_a_half_typed_immersion_has_no_remark(lucie: Road, typed: ImmersionInput) -> None:
    assert remarks(lucie, replace(typed, end_on=None)) == {}
    assert remarks(lucie, replace(typed, end_on=date(2020, 1, 1))) == {}


def test_somebody_who_only_reads_figures_sees_none(lucie: Road, typed: ImmersionInput) -> None:
    with acting_as(lucie.workspace, "consultation"):
        with pytest.raises(PermissionDenied):
            rows(lucie)
        with pytest.raises(PermissionDenied):
            lucie.write(immersions.save, typed)


def test_the_tutor_and_the_goals_stay_out_of_reports(typed: ImmersionInput) -> None:
    assert "Hamel" not in repr(typed)

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from elans_desktop.core.errors import InputError, NotFoundError, PermissionDenied
from elans_desktop.models.participants import Participant
from elans_desktop.services.pathways import follow_up, follow_up_figures
from elans_desktop.services.pathways.follow_up import SIX, THREE, CallInput
from elans_desktop.services.pathways.milestones import Period
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import acting_as
from tests.support.people import add_pathway, add_person
from tests.support.route_world import Road, road

TODAY = date(2027, 5, 4)


@pytest.fixture
def lucie(workspace: Workspace) -> Iterator[Road]:
    """Left on 4 February 2027: three months to the day."""
    with road(workspace, exit_on=date(2027, 2, 4), exit_code="E5") as made:
        yield made


def due(lucie: Road, scope: Scope = EVERYTHING) -> list[tuple[str, str, date]]:
    return [(one.name, one.moment, one.due_on) for one in lucie.read(follow_up.due, scope)]


def left(lucie: Road, name: str, exit_on: date, code: str = "D2", **more: Any) -> uuid.UUID:
    person = add_person(lucie.workspace, name, "Rémi", **more)
    entry = date(2025, 9, 1)
    return add_pathway(
        lucie.workspace, person, lucie.agreement, entry_on=entry, exit_on=exit_on, exit_code=code
    )


def call(pathway: uuid.UUID, outcome: str, day: date = TODAY, moment: str = THREE) -> CallInput:
    return CallInput(pathway, moment, day=day, outcome_code=outcome)


def test_dates_are_three_and_six_months_after_to_the_day(lucie: Road) -> None:
    assert follow_up.due_day(date(2027, 2, 4), THREE) == TODAY
    assert follow_up.due_day(date(2026, 8, 31), SIX) == date(2027, 2, 28)
    assert [
        (one.moment, one.due_on, one.done) for one in lucie.read(follow_up.of_pathway, lucie.pathway)
    ] == [(THREE, TODAY, False), (SIX, date(2027, 8, 4), False)]


@pytest.mark.parametrize(
    ("exit_on", "expected"),
    [
        (date(2027, 2, 11), [THREE]),  # due on 11 May: seven days ahead
        (date(2027, 2, 12), []),
        (date(2026, 11, 11), [THREE, SIX]),  # three months were due 82 days ago, six are in seven days
        (date(2026, 11, 3), [THREE, SIX]),  # 3 February: 90 days ago; 3 May
        (date(2026, 11, 2), [SIX]),  # 91 days ago
        (date(2026, 8, 3), [SIX]),  # 3 February: 90 days ago
        (date(2026, 8, 2), []),
        (TODAY, []),
    ],
)
def test_a_person_is_due_from_a_week_before_to_ninety_days_after(
    lucie: Road, exit_on: date, expected: list[str]
) -> None:
    left(lucie, "Blin", exit_on)
    assert [moment for name, moment, _day in due(lucie) if name == "Blin Rémi"] == expected


def test_the_list_says_how_to_reach_the_person_and_what_was_tried(lucie: Road) -> None:
    lucie.write(follow_up.save, call(lucie.pathway, "non_joint", date(2027, 5, 1)))
    lucie.write(
        follow_up.save, replace(call(lucie.pathway, "non_joint", date(2027, 5, 3)), note="Répondeur.")
    )
    (one,) = lucie.read(follow_up.due, Scope(lucie.agreement, 2027))
    assert (one.name, one.phone, one.tries) == ("Bazin Lucie", "06 12 34 56 78", 2)
    assert (one.last_on, one.last_outcome) == (date(2027, 5, 3), "Non joint")
    three, six = lucie.read(follow_up.of_pathway, lucie.pathway)
    assert [(row.day, row.outcome, row.by) for row in three.calls] == [
        (date(2027, 5, 3), "Non joint", "Camille Essai"),
        (date(2027, 5, 1), "Non joint", "Camille Essai"),
    ]
    assert (three.calls[0].input.note, six.calls) == ("Répondeur.", ())
    assert "06 12" not in repr(one)


@pytest.mark.parametrize("outcome", ["joint_emploi", "joint_formation", "joint_recherche", "joint_inactif"])
def test_an_answer_closes_the_moment_and_not_the_next(lucie: Road, outcome: str) -> None:
    left(lucie, "Blin", date(2026, 11, 4))
    blin = next(one for one in lucie.read(follow_up.due, EVERYTHING) if one.name == "Blin Rémi")
    lucie.write(follow_up.save, call(blin.pathway_id, outcome))
    assert [moment for name, moment, _day in due(lucie) if name == "Blin Rémi"] == [SIX]
    lucie.workspace.undo()
    assert [moment for name, moment, _day in due(lucie) if name == "Blin Rémi"] == [THREE, SIX]


def test_somebody_who_does_not_wish_to_answer_is_not_called_again(lucie: Road) -> None:
    lucie.write(follow_up.save, call(lucie.pathway, "refus"))
    assert due(lucie) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [("archived_on", TODAY), ("restricted_on", TODAY), ("anonymised_on", TODAY), ("opposes_contact", True)],
)
def test_nobody_is_called_whose_file_is_put_away_or_who_objected(
    lucie: Road, column: str, value: object
) -> None:
    with lucie.workspace.write("Essai") as session:
        setattr(session.get_one(Participant, lucie.person), column, value)
    assert due(lucie) == []


def test_the_dead_are_not_called(lucie: Road) -> None:
    left(lucie, "Blin", date(2027, 2, 4), code="N3")
    assert [name for name, _moment, _day in due(lucie)] == ["Bazin Lucie"]


def test_the_earliest_date_comes_first_and_the_agreement_of_the_header_counts(lucie: Road) -> None:
    left(lucie, "Aubert", date(2027, 2, 4))
    left(lucie, "Blin", date(2027, 2, 1))
    assert [name for name, _moment, _day in due(lucie, Scope(lucie.agreement))] == [
        "Blin Rémi", "Aubert Rémi", "Bazin Lucie",
    ]  # fmt: skip
    assert due(lucie, Scope(uuid.uuid4())) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": None}, "day"),
        ({"day": date(2027, 5, 5)}, "day"),
        ({"day": date(2027, 2, 3)}, "day"),
        ({"outcome_code": None}, "outcome_code"),
        ({"outcome_code": "peut_etre"}, "outcome_code"),
        ({"moment": "plus_9_mois"}, "moment"),
    ],
)
def test_a_call_that_cannot_be_is_refused(lucie: Road, changes: dict, field: str) -> None:
    with pytest.raises(InputError) as refused:
        lucie.write(follow_up.save, replace(call(lucie.pathway, "non_joint"), **changes))
    assert list(refused.value.fields) == [field]


def test_somebody_still_in_the_pathway_has_no_call(lucie: Road) -> None:
    person = add_person(lucie.workspace, "Blin", "Rémi")
    open_one = add_pathway(lucie.workspace, person, lucie.agreement, entry_on=date(2027, 1, 4))
    assert lucie.read(follow_up.of_pathway, open_one) == ()
    with pytest.raises(InputError) as refused:
        lucie.write(follow_up.save, call(open_one, "non_joint"))
    assert "sortie" in refused.value.fields["day"]


def test_a_call_is_corrected_then_removed(lucie: Road) -> None:
    made = lucie.write(follow_up.save, call(lucie.pathway, "non_joint"))
    (row, *_), *_ = [one.calls for one in lucie.read(follow_up.of_pathway, lucie.pathway)]
    lucie.write(follow_up.save, replace(row.input, outcome_code="joint_emploi"))
    assert lucie.read(follow_up.of_pathway, lucie.pathway)[0].done
    lucie.write(follow_up.delete, made)
    assert not lucie.read(follow_up.of_pathway, lucie.pathway)[0].done
    with pytest.raises(NotFoundError):
        lucie.write(follow_up.delete, made)


def test_six_months_after_over_a_period(lucie: Road) -> None:
    """Due in January to May 2027: Aubert (in work), Blin (looking, after no answer), Cissé (not reached);
    Éluard died, Durand is due in June."""
    aubert, blin = left(lucie, "Aubert", date(2026, 8, 1)), left(lucie, "Blin", date(2026, 10, 30))
    left(lucie, "Cissé", date(2026, 7, 1))
    left(lucie, "Durand", date(2026, 12, 15))
    left(lucie, "Éluard", date(2026, 8, 1), code="N3")
    lucie.write(follow_up.save, call(aubert, "joint_emploi", date(2027, 2, 2), SIX))
    lucie.write(follow_up.save, call(blin, "joint_emploi", date(2027, 2, 2), THREE))
    lucie.write(follow_up.save, call(blin, "non_joint", date(2027, 5, 1), SIX))
    lucie.write(follow_up.save, call(blin, "joint_recherche", date(2027, 5, 2), SIX))
    period = Period(date(2027, 1, 1), date(2027, 12, 31))
    whole = lucie.read(follow_up_figures.six_months, Scope(lucie.agreement), period)
    assert (whole.people, whole.reached, whole.employed) == (3, 2, 1)
    part = lucie.read(follow_up_figures.six_months, EVERYTHING, Period(date(2027, 2, 2), TODAY))
    assert (part.people, part.reached, part.employed) == (1, 1, 0)


def test_who_reads_figures_alone_sees_no_telephone(lucie: Road) -> None:
    with acting_as(lucie.workspace, "consultation"):
        with pytest.raises(PermissionDenied):
            lucie.read(follow_up.due, EVERYTHING)
        with pytest.raises(PermissionDenied):
            lucie.write(follow_up.save, call(lucie.pathway, "non_joint"))

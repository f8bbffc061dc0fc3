from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.models.organisation import Agreement
from elans_desktop.services.home import home_tasks
from elans_desktop.services.organisation import settings
from elans_desktop.services.participants import participants
from elans_desktop.services.pathways import pathways
from elans_desktop.services.pathways.pathways import ExtensionInput, PathwayInput, Pause, Stay
from elans_desktop.services.scope import EVERYTHING
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import fill
from tests.support.people import NOW, add_pathway, add_person

TODAY = NOW.date()


@pytest.fixture
def agreement(workspace: Workspace) -> Iterator[uuid.UUID]:
    with clock.fixed(NOW):
        yield fill(workspace)


@pytest.fixture
def lucie(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    return add_person(workspace, "Bazin", "Lucie", birth_date=date(1996, 3, 2))


def read(workspace: Workspace, person: uuid.UUID) -> pathways.PathwayView:
    with workspace.read() as session:
        return pathways.of_participant(session, person)[0]


def save(workspace: Workspace, typed: PathwayInput) -> uuid.UUID:
    with workspace.write("Modifier le parcours") as session:
        return pathways.save(session, typed)


R = Stay("R", date(2026, 7, 1), date(2026, 8, 17))
M = Stay("M", date(2026, 8, 18), date(2026, 11, 30))
A = Stay("A", date(2026, 12, 1))


@pytest.mark.parametrize(
    ("stays", "expected"),
    [
        ((), "repere"),
        ((R,), "repere"),
        ((R, M), "remobilisation"),
        ((R, M, A), "accompagnement"),
        ((Stay("A", date(2027, 6, 1)), Stay("M", date(2027, 1, 4))), "remobilisation"),
        ((Stay("R", TODAY), Stay("M", TODAY)), "remobilisation"),
        ((Stay("M", date(2027, 1, 4)), Stay("A", date(2027, 2, 1), date(2027, 3, 1))), "remobilisation"),
    ],
)
def test_the_status_comes_from_the_stays(
    workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID, stays: tuple[Stay, ...], expected: str
) -> None:
    save(workspace, PathwayInput(lucie, agreement, stays=stays))
    assert read(workspace, lucie).status == expected
    with workspace.read() as session:
        assert pathways.current_statuses(session, EVERYTHING, TODAY)[lucie][0] == expected


@pytest.mark.parametrize(
    ("exit_on", "pause", "expected"),
    [
        (TODAY, None, "sorti"),
        (date(2027, 5, 5), None, "accompagnement"),
        (None, Pause(date(2027, 5, 1)), "suspendu"),
        (None, Pause(date(2027, 4, 1), TODAY), "suspendu"),
        (None, Pause(date(2027, 4, 1), date(2027, 5, 3)), "accompagnement"),
        (TODAY, Pause(date(2027, 5, 1)), "sorti"),
    ],
)
def test_exit_and_suspension_count_from_their_day(
    workspace: Workspace,
    agreement: uuid.UUID,
    lucie: uuid.UUID,
    exit_on: date | None,
    pause: Pause | None,
    expected: str,
) -> None:
    typed = PathwayInput(
        lucie,
        agreement,
        entry_on=M.start,
        stays=(R, M, A),
        pauses=(pause,) if pause else (),
        exit_on=exit_on,
        exit_code="E1" if exit_on else None,
    )
    save(workspace, typed)
    assert read(workspace, lucie).status == expected
    with workspace.read() as session:
        assert pathways.current_statuses(session, EVERYTHING, TODAY)[lucie][0] == expected


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"entry_on": date(1990, 1, 1)}, "entry_on"),
        ({"exit_on": date(2026, 1, 1), "exit_code": "E1"}, "exit_on"),
        ({"exit_on": date(2027, 1, 1)}, "exit_code"),
        ({"exit_code": "E1"}, "exit_on"),
        ({"stays": (Stay("M", date(2027, 1, 2), date(2027, 1, 1)),)}, "stays"),
        ({"stays": (R, A), "exit_on": date(2026, 10, 1), "exit_code": "E1"}, "stays"),
        ({"pauses": (Pause(date(2027, 1, 2), date(2027, 1, 1)),)}, "pauses"),
        ({"pauses": (Pause(date(2026, 1, 2)),)}, "pauses"),
        ({"pauses": (Pause(date(2027, 1, 2)), Pause(date(2027, 2, 1)))}, "pauses"),
        ({"pauses": (Pause(date(2027, 4, 2)),), "exit_on": date(2027, 4, 1), "exit_code": "E1"}, "pauses"),
        ({"stays": (R, M, Stay("M", date(2026, 11, 1)))}, "stays"),
        ({"entry_on": date(2206, 8, 18)}, "entry_on"),
        ({"exit_on": date(2072, 4, 1), "exit_code": "E1"}, "exit_on"),
        ({"exit_on": date(2027, 4, 1), "exit_code": "F4"}, "exit_code"),
        ({"charter_signed_on": date(2027, 5, 5)}, "charter_signed_on"),
        ({"engagement_signed_on": date(2027, 5, 5)}, "engagement_signed_on"),
        ({"diagnosis_on": date(2027, 5, 5)}, "diagnosis_on"),
        ({"last_referent_contact_on": date(2027, 5, 5)}, "last_referent_contact_on"),
        ({"last_referent_contact_on": date(1990, 5, 5)}, "last_referent_contact_on"),
        ({"weekly_target": 169 * 60}, "weekly_target"),
    ],
)
def test_what_cannot_be_is_said_by_field(
    workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID, changes: dict, field: str
) -> None:
    typed = replace(PathwayInput(lucie, agreement, entry_on=M.start, stays=(R, M)), **changes)
    with pytest.raises(InputError) as refused:
        save(workspace, typed)
    assert field in refused.value.fields


def test_two_pathways_of_one_agreement_follow_each_other_but_do_not_overlap(
    workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID
) -> None:
    first = save(workspace, PathwayInput(lucie, agreement, entry_on=M.start, stays=(M,)))
    with pytest.raises(InputError) as refused:
        add_pathway(workspace, lucie, agreement, entry_on=date(2027, 2, 1))
    assert "entry_on" in refused.value.fields
    known = read(workspace, lucie).input
    assert known.id == first
    save(workspace, replace(known, exit_on=date(2027, 1, 31), exit_code="A2"))
    second = add_pathway(workspace, lucie, agreement, entry_on=date(2027, 2, 1))
    assert read(workspace, lucie).id == second


def test_pathways_of_two_agreements_at_the_same_dates_are_said_and_kept(
    workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID
) -> None:
    with workspace.write("Convention") as session:
        first = session.get_one(Agreement, agreement)
        kept = {column.key: getattr(first, column.key) for column in Agreement.__table__.columns}
        other = Agreement(**(kept | {"id": uuid.uuid4(), "title": "Contrat de ville"}))
        session.add(other)
        session.flush()
        other_id = other.id
    save(workspace, PathwayInput(lucie, agreement, entry_on=M.start, exit_on=TODAY, exit_code="E1"))
    later = save(workspace, PathwayInput(lucie, other_id, entry_on=TODAY))
    with workspace.read() as session:
        new, old = pathways.of_participant(session, lucie)
    assert (new.beside, old.beside) == ((old.agreement_title,), ("Contrat de ville",))
    save(workspace, replace(new.input, id=later, entry_on=date(2027, 5, 20)))
    with workspace.read() as session:
        assert [one.beside for one in pathways.of_participant(session, lucie)] == [(), ()]


def test_stays_and_pauses_are_replaced_as_a_whole_and_undone_together(
    workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID
) -> None:
    save(workspace, PathwayInput(lucie, agreement, stays=(R, replace(M, end=None))))
    known = read(workspace, lucie).input
    save(workspace, replace(known, stays=(M, A), pauses=(Pause(date(2027, 1, 1), None, " santé "),)))
    changed = read(workspace, lucie).input
    assert changed.stays == (M, A)
    assert changed.pauses == (Pause(date(2027, 1, 1), None, "santé"),)
    workspace.undo()
    assert read(workspace, lucie).input == known


def test_the_limits_of_the_scheme_count_from_the_entry(
    workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID
) -> None:
    save(workspace, PathwayInput(lucie, agreement, entry_on=date(2026, 8, 18)))
    found = read(workspace, lucie)
    assert (found.limit_on, found.exceptional_limit_on) == (date(2027, 5, 18), date(2027, 8, 18))
    assert found.agreement_title.startswith("O2R")


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 24))
def test_a_limit_falls_on_the_same_day_or_on_the_last_of_the_month(entry: date, months: int) -> None:
    limit = pathways.limit_day(entry, months)
    assert limit is not None
    assert (limit.year - entry.year) * 12 + limit.month - entry.month == months
    assert limit.day <= entry.day
    assert limit.day == entry.day or (limit.day >= 28 and date.fromordinal(limit.toordinal() + 1).day == 1)


def test_the_months_are_those_of_the_settings(
    workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID
) -> None:
    save(workspace, PathwayInput(lucie, agreement, entry_on=date(2026, 8, 18)))
    with workspace.write("Régler") as session:
        settings.save_all(session, {"pathway_max_months": 10, "pathway_exceptional_max_months": 13})
    found = read(workspace, lucie)
    assert (found.limit_on, found.exceptional_limit_on) == (date(2027, 6, 18), date(2027, 9, 18))
    with workspace.read() as session:
        (row,) = participants.rows(session)
        tasks = home_tasks.near_limit(session, EVERYTHING)
    assert row.limit_on == date(2027, 6, 18)
    assert tasks == ()


def test_a_suspension_does_not_push_the_limit(
    workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID
) -> None:
    pause = Pause(date(2026, 10, 1), date(2026, 12, 31), "santé")
    save(workspace, PathwayInput(lucie, agreement, entry_on=date(2026, 8, 18), pauses=(pause,)))
    assert read(workspace, lucie).limit_on == date(2027, 5, 18)


def test_a_scheme_without_a_limit_has_none(workspace: Workspace) -> None:
    with clock.fixed(NOW):
        elans = fill(workspace, "elans")
        person = add_person(workspace, "Bazin", "Lucie")
        save(workspace, PathwayInput(person, elans, entry_on=date(2026, 8, 18)))
        found = read(workspace, person)
    assert (found.limit_on, found.limit_in_force_on, found.eligibility) == (None, None, None)


def test_an_extension_needs_its_reason_and_moves_the_line_to_follow(
    workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID
) -> None:
    pathway = save(workspace, PathwayInput(lucie, agreement, entry_on=date(2026, 8, 18)))
    for typed, field in (
        (ExtensionInput(pathway, None, "bientôt"), "code"),
        (ExtensionInput(pathway, "inconnu"), "code"),
        (ExtensionInput(pathway, "autre", "  "), "words"),
    ):
        with pytest.raises(InputError) as refused, workspace.write("Prolonger") as session:
            pathways.extend(session, typed)
        assert list(refused.value.fields) == [field]
    with workspace.read() as session:
        (task,) = home_tasks.near_limit(session, EVERYTHING)
    assert task.day == date(2027, 5, 18)
    with workspace.write("Prolonger le parcours de Lucie B.") as session:
        pathways.extend(session, ExtensionInput(pathway, "entree_prevue"))
    found = read(workspace, lucie)
    assert (found.limit_on, found.limit_in_force_on) == (date(2027, 5, 18), date(2027, 8, 18))
    with workspace.read() as session:
        assert home_tasks.near_limit(session, EVERYTHING) == ()
        assert participants.rows(session)[0].limit_on == date(2027, 8, 18)
    save(workspace, replace(found.input, own_words="Travailler en cuisine."))
    assert read(workspace, lucie).input.extended, "saving the pathway keeps its extension"
    with workspace.write("Reprendre") as session:
        pathways.extend(session, ExtensionInput(pathway))
    assert read(workspace, lucie).limit_in_force_on == date(2027, 5, 18)


def test_the_orientation_is_kept_whole_and_answers_the_rule(
    workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID
) -> None:
    typed = PathwayInput(
        lucie,
        agreement,
        entry_on=date(2026, 8, 18),
        registered_job_seeker=True,
        has_network_referent=True,
        last_referent_contact_on=date(2026, 3, 18),
        job_seeker_number="1234567A",
        job_seeker_category="2",
        network_referent_name="M. Godefroy",
        engagement_signed_on=date(2026, 9, 1),
        weekly_target=15 * 60,
        training_status="stagiaire",
        distance_entry="eloigne",
        distance_note="Deux freins.",
        grounds=("sans_contact", "vulnerabilite"),
    )
    pathway = save(workspace, typed)
    found = read(workspace, lucie)
    assert found.input == replace(typed, id=pathway)
    assert found.eligibility is not None
    assert found.eligibility.code == "subsidiaire"
    save(workspace, replace(found.input, grounds=("sans_contact",)))
    assert read(workspace, lucie).input.grounds == ("sans_contact",)
    with workspace.write("Régler") as session:
        settings.save(session, "no_contact_months", 6)
    eligibility = read(workspace, lucie).eligibility
    assert eligibility is not None
    assert eligibility.code == "a_justifier"

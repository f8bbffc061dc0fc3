"""Evaluations on a real classeur: notes, gaps that never count as nought, what is due, what is frozen."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, NotFoundError, PermissionDenied, RuleError
from elans_desktop.models.evaluations import Grid
from elans_desktop.services.evaluations import evaluation_entry as entry
from elans_desktop.services.evaluations import evaluation_grids as grids
from elans_desktop.services.evaluations import evaluations, evaluations_due
from elans_desktop.services.evaluations.evaluation_entry import Note
from elans_desktop.services.evaluations.evaluation_grids import CriterionInput
from elans_desktop.services.evaluations.evaluation_progress import (
    Mark,
    Progression,
    family_means,
    progression,
)
from elans_desktop.services.evaluations.evaluations import (
    ENTRY,
    EXIT,
    LATER,
    MIDDLE,
    EvaluationInput,
    EvaluationView,
)
from elans_desktop.services.scope import Scope
from elans_desktop.storage.workspace import Workspace
from tests.support import council
from tests.support.council import TODAY, Council
from tests.support.organisation import acting_as

GRID = Grid.key("savoir_etre_o2r", 1)


@pytest.fixture
def held(workspace: Workspace) -> Iterator[Council]:
    with clock.fixed(datetime(2027, 5, 4, 15, 10)):
        with workspace.write("Données d’essai") as session:
            made = council.build(session)
        yield made


def follow(
    workspace: Workspace, held: Council, entry_on: date, left: date | None = None, name: str = "Blin"
) -> uuid.UUID:
    with workspace.write("Créer") as session:
        return council.person(session, held, name, "Rémi", entry_on, left)


def lines(workspace: Workspace) -> list[uuid.UUID]:
    with workspace.read() as session:
        return [line.id for line in grids.view(session, GRID).criteria]


def fill(
    workspace: Workspace, person: uuid.UUID, moment: str, day: date, levels: list[int | None]
) -> uuid.UUID:
    """Note the first lines; None is « non observé »."""
    with workspace.write("Évaluer") as session:
        made = entry.save(session, EvaluationInput(None, person, GRID, moment, day))
        for line, level in zip(lines_of(session), levels, strict=False):
            entry.set_note(session, made, Note(line, level, level is None))
    return made


def lines_of(session: Session) -> list[uuid.UUID]:
    return [line.id for line in grids.view(session, GRID).criteria]


def shown(workspace: Workspace, evaluation: uuid.UUID) -> EvaluationView:
    with workspace.read() as session:
        return evaluations.view(session, evaluation)


def test_the_mean_progression_leaves_out_what_was_not_observed_at_either_moment(
    workspace: Workspace, held: Council
) -> None:
    person = follow(workspace, held, date(2026, 10, 1))
    fill(workspace, person, ENTRY, date(2026, 10, 9), [2, 1, None, 3, 1])
    later = fill(workspace, person, EXIT, TODAY, [3, 3, 4, None, 1])
    view = shown(workspace, later)
    assert view.progression == Progression(tenths=10, compared=3, total=8)
    assert (view.noted, view.total, view.entry_day) == (5, 8, date(2026, 10, 9))


def test_nothing_to_compare_gives_no_mean() -> None:
    a, b = uuid.uuid4(), uuid.uuid4()
    assert progression({a: Mark(2)}, {a: Mark(None, True), b: Mark(3)}, [a, b]) == Progression(None, 0, 2)


def test_the_mean_is_rounded_half_away_from_nought_both_ways() -> None:
    keys = [uuid.uuid4() for _ in range(20)]
    before = dict.fromkeys(keys, Mark(2))
    up = before | {keys[0]: Mark(3)}
    down = before | {keys[0]: Mark(1)}
    assert progression(before, up, keys).tenths == 1
    assert progression(before, down, keys).tenths == -1


def test_a_family_without_a_note_has_no_mean() -> None:
    a, b, c = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    marks = {a: Mark(2), b: Mark(None, True)}
    assert family_means(marks, [("une", [a, b]), ("deux", [c])]) == (("une", 2.0), ("deux", None))


def test_an_entry_made_after_or_with_another_grid_is_not_compared(
    workspace: Workspace, held: Council
) -> None:
    person = follow(workspace, held, date(2026, 10, 1))
    other = Grid.key("elans_individuel", 1)
    with workspace.write("Évaluer") as session:
        entry.save(session, EvaluationInput(None, person, other, ENTRY, date(2026, 10, 2)))
    fill(workspace, person, ENTRY, TODAY, [2])
    middle = fill(workspace, person, MIDDLE, date(2027, 2, 1), [3])
    assert shown(workspace, middle).entry_day is None


def test_the_first_note_begins_the_evaluation_in_one_operation(workspace: Workspace, held: Council) -> None:
    person = follow(workspace, held, date(2027, 4, 25))
    with workspace.read() as session:
        proposed = evaluations.new_input(session, person)
        assert (proposed.grid_id, proposed.moment, proposed.day) == (GRID, ENTRY, TODAY)
        assert evaluations.proposal(session, proposed).noted == 0
    with workspace.write("Noter") as session:
        made = entry.begin_and_note(session, proposed, Note(lines_of(session)[0], 3), "À l’heure")
    view = shown(workspace, made)
    assert view.marks[view.grid.criteria[0].id] == Mark(3, False, "À l’heure")
    workspace.undo()
    with workspace.read() as session:
        assert evaluations.rows(session) == ()


def test_a_note_outside_the_scale_or_the_grid_is_refused(workspace: Workspace, held: Council) -> None:
    made = fill(workspace, follow(workspace, held, date(2027, 4, 25)), ENTRY, TODAY, [2])
    with workspace.read() as session:
        other = grids.view(session, Grid.key("elans_individuel", 1)).criteria[0].id
    for note, refusal in (
        (Note(lines(workspace)[0], 5), InputError),
        (Note(lines(workspace)[0], 0), InputError),
        (Note(lines(workspace)[0], 2, True), InputError),
        (Note(other, 2), NotFoundError),
    ):
        with pytest.raises(refusal), workspace.write("Noter") as session:
            entry.set_note(session, made, note)
    assert shown(workspace, made).noted == 1


def test_a_note_taken_away_keeps_its_comment(workspace: Workspace, held: Council) -> None:
    made = fill(workspace, follow(workspace, held, date(2027, 4, 25)), ENTRY, TODAY, [2])
    line = lines(workspace)[0]
    with workspace.write("Commenter") as session:
        entry.set_comment(session, made, line, " Deux retards ")
    with workspace.write("Effacer") as session:
        entry.set_note(session, made, Note(line))
    assert shown(workspace, made).marks[line] == Mark(None, False, "Deux retards")
    assert shown(workspace, made).noted == 0


def test_a_finished_evaluation_is_taken_up_again_then_frozen(workspace: Workspace, held: Council) -> None:
    made = fill(workspace, follow(workspace, held, date(2027, 4, 25)), ENTRY, TODAY, [2])
    with workspace.write("Terminer") as session:
        entry.finish(session, made)
    with pytest.raises(RuleError), workspace.write("Noter") as session:
        entry.set_note(session, made, Note(lines(workspace)[0], 3))
    with clock.fixed(datetime(2027, 6, 3, 9, 0)), workspace.write("Reprendre") as session:
        entry.reopen(session, made)
        entry.finish(session, made)
    with clock.fixed(datetime(2027, 7, 4, 9, 0)):
        assert shown(workspace, made).frozen
        with pytest.raises(RuleError), workspace.write("Reprendre") as session:
            entry.reopen(session, made)


def test_an_empty_evaluation_is_not_finished_and_can_be_taken_away(
    workspace: Workspace, held: Council
) -> None:
    made = fill(workspace, follow(workspace, held, date(2027, 4, 25)), ENTRY, TODAY, [])
    with pytest.raises(RuleError), workspace.write("Terminer") as session:
        entry.finish(session, made)
    with workspace.write("Supprimer") as session:
        entry.delete(session, made)
    with workspace.read() as session, pytest.raises(NotFoundError):
        evaluations.view(session, made)


def test_a_grid_that_was_answered_keeps_its_words(workspace: Workspace, held: Council) -> None:
    line = lines(workspace)[0]
    with workspace.write("Changer les mots") as session:
        grids.reword(session, CriterionInput(line, "Venir à chaque séance", "Séances suivies"))
    with workspace.read() as session:
        view = grids.view(session, GRID)
    assert (view.criteria[0].label, view.frozen) == ("Venir à chaque séance", False)
    fill(workspace, follow(workspace, held, date(2027, 4, 25)), ENTRY, TODAY, [2])
    with pytest.raises(RuleError), workspace.write("Changer les mots") as session:
        grids.reword(session, CriterionInput(line, "Autre chose"))
    with workspace.read() as session:
        assert grids.view(session, GRID).frozen


def test_the_shipped_grids_are_whole(workspace: Workspace, held: Council) -> None:
    with workspace.read() as session:
        found = {row.title: row.criteria for row in grids.rows(session)}
        view = grids.view(session, GRID)
    assert found == {"ELAN’S individuel": 18, "Savoir-être O2R": 8}
    assert [level.value for level in view.levels] == [1, 2, 3, 4]
    assert [len(criteria) for _family, criteria in view.families] == [4, 2, 2]
    assert [line.number for line in view.criteria] == list(range(1, 9))


def due(workspace: Workspace, held: Council) -> list[tuple[str, date, int]]:
    with workspace.read() as session:
        rows = evaluations_due.rows(session, Scope(held.agreement))
    return [(row.moment, row.due_on, row.noted) for row in rows]


def test_somebody_who_entered_is_due_within_fifteen_days_until_it_is_finished(
    workspace: Workspace, held: Council
) -> None:
    person = follow(workspace, held, date(2027, 4, 25))
    assert due(workspace, held) == [(ENTRY, date(2027, 5, 10), 0)]
    made = fill(workspace, person, ENTRY, TODAY, [2, None])
    assert due(workspace, held) == [(ENTRY, date(2027, 5, 10), 2)]
    with workspace.write("Terminer") as session:
        entry.finish(session, made)
    assert due(workspace, held) == []


def test_the_exit_is_due_from_seven_days_before_and_replaces_the_half_way(
    workspace: Workspace, held: Council
) -> None:
    follow(workspace, held, date(2026, 10, 1), date(2027, 5, 11))
    assert [(moment, last) for moment, last, _noted in due(workspace, held)] == [
        (EXIT, date(2027, 5, 18)),
        (ENTRY, date(2026, 10, 16)),
    ]
    with clock.fixed(datetime(2027, 5, 3, 9, 0)):
        assert EXIT not in [moment for moment, _last, _noted in due(workspace, held)]


@pytest.mark.parametrize(
    ("days_since_entry", "moments"),
    [(0, {ENTRY}), (120, {ENTRY}), (125, {ENTRY, MIDDLE}), (300, {ENTRY, MIDDLE})],
)
def test_the_half_way_is_announced_fifteen_days_before(days_since_entry: int, moments: set[str]) -> None:
    found = evaluations_due.due_dates(
        TODAY - timedelta(days=days_since_entry), None, today=TODAY, entry_days=15, exit_days=7, months=9
    )
    assert set(found) == moments


def test_six_months_after_the_exit(workspace: Workspace, held: Council) -> None:
    follow(workspace, held, date(2026, 3, 1), date(2026, 11, 4))
    assert [(moment, last) for moment, last, _noted in due(workspace, held)] == [(LATER, date(2027, 5, 19))]


def test_a_date_to_come_is_refused_beside_its_field(workspace: Workspace, held: Council) -> None:
    person = follow(workspace, held, date(2027, 4, 25))
    with pytest.raises(InputError) as wrong, workspace.write("Évaluer") as session:
        entry.save(session, EvaluationInput(None, person, GRID, ENTRY, date(2027, 5, 5)))
    assert list(wrong.value.fields) == ["day"]


def test_who_may_note_and_who_may_look(workspace: Workspace, held: Council) -> None:
    made = fill(workspace, follow(workspace, held, date(2027, 4, 25)), ENTRY, TODAY, [2])
    with acting_as(workspace, "accueil"):
        assert shown(workspace, made).noted == 1
        with pytest.raises(PermissionDenied), workspace.write("Noter") as session:
            entry.set_note(session, made, Note(lines(workspace)[1], 3))
    with acting_as(workspace, "consultation"):
        with pytest.raises(PermissionDenied):
            shown(workspace, made)
        with workspace.read() as session, pytest.raises(PermissionDenied):
            evaluations_due.rows(session)

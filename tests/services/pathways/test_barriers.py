from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, NotFoundError, PermissionDenied
from elans_desktop.services.organisation import reference
from elans_desktop.services.pathways import barriers, objectives, support, support_tasks
from elans_desktop.services.pathways.barriers import BarrierInput, BarrierRow, BarriersView, ReviewInput
from elans_desktop.services.pathways.objectives import ActionInput
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import acting_as, fill
from tests.support.people import NOW, add_pathway, add_person
from tests.support.support_world import days_ago, objective, review

ENTRY = date(2027, 1, 4)


@pytest.fixture
def agreement(workspace: Workspace) -> Iterator[uuid.UUID]:
    with clock.fixed(NOW):
        yield fill(workspace)


@pytest.fixture
def lucie(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    return add_person(workspace, "Bazin", "Lucie", birth_date=date(1996, 3, 2))


@pytest.fixture
def pathway(workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID) -> uuid.UUID:
    return add_pathway(workspace, lucie, agreement, [("M", ENTRY, None)], entry_on=ENTRY)


def seen(workspace: Workspace, pathway: uuid.UUID) -> BarriersView:
    with workspace.read() as session:
        return barriers.of_pathway(session, pathway)


def theme(workspace: Workspace, pathway: uuid.UUID, code: str) -> BarrierRow:
    return next(row for row in seen(workspace, pathway).rows if row.input.theme_code == code)


def test_eleven_themes_nobody_spoke_of_yet(workspace: Workspace, pathway: uuid.UUID) -> None:
    found = seen(workspace, pathway)
    assert len(found.rows) == found.not_raised == 11
    assert (found.current, found.easy, found.reviewed_on, found.shown) == (0, 0, None, ())
    justice = next(row for row in found.rows if row.input.theme_code == "justice")
    assert justice.sensitive
    assert "jamais les faits" in justice.reminder


def test_a_frein_goes_from_the_entry_to_today(workspace: Workspace, pathway: uuid.UUID) -> None:
    review(workspace, pathway, ENTRY, mobilite=3, droits=1, logement=0, famille=2)
    review(workspace, pathway, date(2027, 3, 1), mobilite=2, droits=0)
    found = seen(workspace, pathway)
    assert [(row.theme, row.entry, row.level, row.lifted) for row in found.shown] == [
        ("Mobilité", 3, 2, False),
        ("Contraintes familiales, garde d’enfants", 2, 2, False),
        ("Difficultés administratives et droits", 1, 0, True),
    ]
    assert (found.current, found.easy, found.not_raised) == (2, 1, 7)
    assert found.reviewed_on == date(2027, 3, 1)
    assert theme(workspace, pathway, "mobilite").steps == ((ENTRY, 3), (date(2027, 3, 1), 2))


def test_a_theme_has_a_short_name_until_the_organisation_words_it_its_way(
    workspace: Workspace, pathway: uuid.UUID
) -> None:
    assert theme(workspace, pathway, "francais").short == "Français et savoirs de base"
    assert theme(workspace, pathway, "logement").short == "Logement"
    with workspace.write("Libellé") as session:
        reference.rename(session, barriers.THEMES, "francais", "Apprentissage du français et des bases")
    assert theme(workspace, pathway, "francais").short == "Apprentissage du français et des bases"


def test_a_review_writes_only_what_changed(workspace: Workspace, pathway: uuid.UUID) -> None:
    assert review(workspace, pathway, ENTRY, mobilite=3, logement=0, sante=None) == 2
    assert review(workspace, pathway, date(2027, 3, 1), mobilite=3, logement=1) == 1
    assert theme(workspace, pathway, "mobilite").since == ENTRY
    assert review(workspace, pathway, date(2027, 3, 1), logement=0) == 1, "the slip of the day is taken back"
    assert theme(workspace, pathway, "logement").steps == ((ENTRY, 0),)
    assert review(workspace, pathway, date(2027, 3, 1), logement=0) == 0


def test_a_review_of_an_earlier_day_does_not_change_today(workspace: Workspace, pathway: uuid.UUID) -> None:
    review(workspace, pathway, date(2027, 4, 1), mobilite=1)
    review(workspace, pathway, ENTRY, mobilite=3)
    row = theme(workspace, pathway, "mobilite")
    assert (row.entry, row.level) == (3, 1)


def test_solution_and_partner_are_kept_in_words(workspace: Workspace, pathway: uuid.UUID) -> None:
    typed = BarrierInput(
        "mobilite", 2, "en_cours", "referent", "  Covoiturage du mardi\u00a0🚗 ", partner_name="Orne Mobilité"
    )
    with workspace.write("Noter les freins") as session:
        barriers.save(session, ReviewInput(pathway, None, (typed,)))
    row = theme(workspace, pathway, "mobilite")
    assert (row.status, row.raised_by, row.partner) == ("En cours de levée", "Le référent", "Orne Mobilité")
    assert row.input == replace(typed, solution="Covoiturage du mardi\u00a0🚗")
    assert theme(workspace, pathway, "sante").status == ""


def test_a_level_alone_is_a_frein_identified(workspace: Workspace, pathway: uuid.UUID) -> None:
    review(workspace, pathway, None, mobilite=2, logement=0)
    assert theme(workspace, pathway, "mobilite").input.status_code == "identifie"
    assert theme(workspace, pathway, "logement").input.status_code == "non_aborde"


@pytest.mark.parametrize(
    ("day", "typed", "field", "words"),
    [
        (date(2027, 5, 5), BarrierInput("mobilite", 1), "day", "dans le futur"),
        (date(2027, 1, 3), BarrierInput("mobilite", 1), "day", "avant le début du parcours (04/01/2027)"),
        (None, BarrierInput("mobilite", None, "en_cours"), "mobilite", "Choisissez le niveau"),
        (None, BarrierInput("mobilite", 4), "mobilite", "de 0 à 3"),
        (None, BarrierInput("mobilite", 3, "leve"), "mobilite", "Un frein levé"),
        (None, BarrierInput("musique", 1), "musique", "n’existe pas"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    workspace: Workspace, pathway: uuid.UUID, day: date | None, typed: BarrierInput, field: str, words: str
) -> None:
    good = BarrierInput("logement", 2)
    with pytest.raises(InputError) as refused, workspace.write("Noter") as session:
        barriers.save(session, ReviewInput(pathway, day, (good, typed)))
    assert list(refused.value.fields) == [field]
    assert words in refused.value.fields[field]
    assert seen(workspace, pathway).reviewed_on is None


def test_a_partner_that_has_gone_is_said(workspace: Workspace, pathway: uuid.UUID) -> None:
    typed = BarrierInput("mobilite", 1, partner_id=uuid.uuid4())
    with pytest.raises(NotFoundError), workspace.write("Noter") as session:
        barriers.save(session, ReviewInput(pathway, None, (typed,)))


def test_welcome_desks_neither_read_nor_write_the_freins(workspace: Workspace, pathway: uuid.UUID) -> None:
    review(workspace, pathway, days_ago(40), mobilite=3)
    for role in ("accueil", "consultation"):
        with acting_as(workspace, role):
            with pytest.raises(PermissionDenied), workspace.read() as session:
                barriers.of_pathway(session, pathway)
            with pytest.raises(PermissionDenied), workspace.write("Noter") as session:
                barriers.save(session, ReviewInput(pathway, None, (BarrierInput("mobilite", 0),)))
            with workspace.read() as session:
                assert support_tasks.idle_barriers(session, EVERYTHING, 10) == ()
    with acting_as(workspace, "referent"):
        assert seen(workspace, pathway).current == 1


def idle(workspace: Workspace, person: uuid.UUID, pathway: uuid.UUID) -> list[str]:
    """The themes signalled: the file and Accueil must agree."""
    with workspace.read() as session:
        view = support.of_person(session, person, pathway)
        tasks = support_tasks.idle_barriers(session, EVERYTHING, 10)
    assert view is not None
    assert [(row.theme, row.blocking_since) for row in view.idle] == [(t.theme, t.since) for t in tasks]
    assert all(task.participant_id == person for task in tasks)
    return [row.theme for row in view.idle]


def test_a_blocking_frein_without_any_action_for_thirty_days_is_signalled(
    workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    review(workspace, pathway, days_ago(29), mobilite=3)
    assert idle(workspace, lucie, pathway) == []
    review(workspace, pathway, days_ago(30), logement=3, famille=2)
    assert idle(workspace, lucie, pathway) == ["Logement"]
    review(workspace, pathway, None, logement=2)
    assert idle(workspace, lucie, pathway) == []
    review(workspace, pathway, days_ago(5), logement=3)
    assert idle(workspace, lucie, pathway) == [], "it blocks again since five days only, then no longer"


def test_an_action_under_way_or_recent_is_enough(
    workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    review(workspace, pathway, days_ago(60), mobilite=3)
    with clock.fixed(NOW.replace(month=3, day=8)):
        key = objective(
            workspace, pathway, "Passer le code", ActionInput("S’inscrire"), theme_code="mobilite"
        )
    assert idle(workspace, lucie, pathway) == ["Mobilité"], "an old action without a date is no action"
    with workspace.read() as session:
        (known,) = objectives.of_pathway(session, pathway).rows
    (action,) = known.input.actions

    def change(**changes: object) -> None:
        with workspace.write("Modifier") as session:
            one = replace(action, **changes)  # type: ignore[arg-type]
            objectives.save(session, replace(known.input, id=key, actions=(one,)))

    change(due_on=clock.today())
    assert idle(workspace, lucie, pathway) == []
    change(due_on=days_ago(1))
    assert idle(workspace, lucie, pathway) == ["Mobilité"]
    change(status_code="fait", done_on=days_ago(3))
    assert idle(workspace, lucie, pathway) == []
    change(status_code="abandonne")
    assert idle(workspace, lucie, pathway) == ["Mobilité"]


def test_the_exit_and_another_agreement_close_the_signal(
    workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    review(workspace, pathway, days_ago(60), mobilite=3)
    with workspace.read() as session:
        assert len(support_tasks.idle_barriers(session, Scope(agreement), 10)) == 1
        assert support_tasks.idle_barriers(session, Scope(uuid.uuid4()), 10) == ()
    with workspace.write("Sortie") as session:
        from elans_desktop.services.pathways import pathways

        known = pathways.of_participant(session, lucie)[0].input
        pathways.save(session, replace(known, exit_on=days_ago(1), exit_code="E1"))
    with workspace.read() as session:
        assert support_tasks.idle_barriers(session, EVERYTHING, 10) == ()

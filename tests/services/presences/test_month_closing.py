"""A closed month: nothing in it changes, by any way, until it is reopened with a reason."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, PermissionDenied, RuleError
from elans_desktop.services.calendar import guests, seances, sheet_states
from elans_desktop.services.presences import (
    attendance,
    attendance_grid,
    attendance_sheets,
    corrections,
    month_closing,
)
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.services.presences.month_closing import Month
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World
from tests.support.organisation import acting_as
from tests.support.past_presences import HEAD, messages, plan_of

MONDAY, IN_MAY = date(2027, 4, 26), date(2027, 5, 3)
APRIL = Month(2027, 4)


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield


@pytest.fixture
def world(workspace: Workspace) -> World:
    with workspace.write("Données d’essai") as session:
        return calendar_world.build(session, people=3)


@pytest.fixture
def activity(workspace: Workspace, world: World) -> uuid.UUID:
    with workspace.write("Activité") as session:
        return calendar_world.activity(session, world, people=2)


def test_months_know_their_days() -> None:
    assert (Month(2028, 2).first, Month(2028, 2).last) == (date(2028, 2, 1), date(2028, 2, 29))
    assert Month(2027, 1).moved(-1) == Month(2026, 12)
    assert Month(2027, 12).moved(1) == Month(2028, 1)
    assert Month.of(MONDAY).words == "avril\u00a02027"


def test_nothing_changes_in_a_closed_month(workspace: Workspace, world: World, activity: uuid.UUID) -> None:
    with workspace.write("Séances") as session:
        validated = calendar_world.seance(session, world, activity, MONDAY, (9, 12))
        attendance_sheets.prepare_seance(
            session, DocumentRequest("emargement-seance", object_ids=(validated,))
        )
        slot = seances.view(session, validated).card.slots[0].id
        attendance.all_present(session, [slot])
        sheet = seances.view(session, validated).card.sheet
        assert sheet is not None
        calendar_world.validate(session, sheet.id)
        held = calendar_world.seance(session, world, activity, date(2027, 4, 27), (9, 12))
        open_slot = seances.view(session, held).card.slots[0].id
        later = calendar_world.seance(session, world, activity, IN_MAY, (9, 12))
        off = calendar_world.seance(session, world, activity, date(2027, 4, 28), (9, 12))
        seances.cancel(session, off, "Neige")
        month_closing.close(session, world.agreement, APRIL, 3)
    entry = PresenceInput(world.people[0], open_slot, "P")
    refused: list[Callable[..., object]] = [
        lambda s: attendance.set_presences(s, [entry]),
        lambda s: corrections.correct(s, PresenceInput(world.people[0], slot, "I"), "Erreur"),
        lambda s: sheet_states.unvalidate(s, sheet.id, "Erreur"),
        lambda s: guests.add_for_day(s, activity, world.people[2], date(2027, 4, 27)),
        lambda s: seances.move(s, held, IN_MAY),
        lambda s: seances.move(s, later, MONDAY),
        lambda s: seances.cancel(s, held, "Neige"),
        lambda s: seances.delete(s, held),
        lambda s: seances.plan_again(s, off),
        lambda s: calendar_world.seance(s, world, activity, MONDAY, (14, 17)),
    ]
    for act in refused:
        with workspace.write("Essai") as session, pytest.raises(RuleError, match="2027 est clos") as caught:
            act(session)
        assert "Contrôle du mois" in caught.value.advice
    with workspace.write("Mai reste ouvert") as session:
        seances.move(session, later, date(2027, 5, 10))
        shown = attendance_grid.grid(session, activity).slots
        assert all(slot.closed == (slot.day.month == 4) for slot in shown)
    made = plan_of(
        workspace,
        world,
        HEAD + "Aubert;Kévin;26/04/2027;14h;17h;P;Atelier vélo\nAubert;Kévin;12/04/2027;9h;12h;P;Jardin\n",
    )
    assert [line for line, words in messages(made) if "clos" in words] == [2, 3]


def test_a_month_is_reopened_with_a_reason_and_closed_again(
    workspace: Workspace, world: World, activity: uuid.UUID
) -> None:
    with workspace.write("Séance") as session:
        held = calendar_world.seance(session, world, activity, MONDAY, (9, 12))
        assert month_closing.closing(session, world.agreement, APRIL) is None
        month_closing.close(session, world.agreement, APRIL, 2)
        with pytest.raises(RuleError, match="déjà clos"):
            month_closing.close(session, world.agreement, APRIL, 2)
    with workspace.write("Rouvrir") as session:
        with pytest.raises(InputError):
            month_closing.reopen(session, world.agreement, APRIL, " ")
        month_closing.reopen(session, world.agreement, APRIL, "Une feuille retrouvée")
        state = month_closing.closing(session, world.agreement, APRIL)
        assert state is not None
        assert (state.closed, state.who, state.reason) == (False, "Camille Essai", "Une feuille retrouvée")
        with pytest.raises(RuleError, match="n’est pas clos"):
            month_closing.reopen(session, world.agreement, APRIL, "Encore")
        attendance.all_present(session, [seances.view(session, held).card.slots[0].id])
        month_closing.close(session, world.agreement, APRIL, 0)
        state = month_closing.closing(session, world.agreement, APRIL)
        assert state is not None
        assert (state.closed, state.remarks, state.reason) == (True, 0, "")


def test_a_month_under_way_and_another_role_are_refused(workspace: Workspace, world: World) -> None:
    with workspace.write("Essai") as session, pytest.raises(RuleError, match="n’est pas terminé"):
        month_closing.close(session, world.agreement, Month(2027, 5), 0)
    with (
        acting_as(workspace, "referent"),
        workspace.write("Essai") as session,
        pytest.raises(PermissionDenied),
    ):
        month_closing.close(session, world.agreement, APRIL, 0)


def test_closing_is_undone_like_anything_else(workspace: Workspace, world: World) -> None:
    with workspace.write("Clore avril 2027") as session:
        month_closing.close(session, world.agreement, APRIL, 0)
    workspace.undo()
    with workspace.read() as session:
        assert month_closing.closed_months(session) == frozenset()

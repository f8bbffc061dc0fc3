"""« Information donnée le »: noted once, for those who have no day."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date

import pytest

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, PermissionDenied
from elans_desktop.services.participants import information_given, participants
from elans_desktop.services.participants.information_given import InformationInput
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import acting_as, fill
from tests.support.people import NOW, add_person


@pytest.fixture
def people(workspace: Workspace) -> Iterator[tuple[uuid.UUID, uuid.UUID]]:
    with clock.fixed(NOW):
        fill(workspace)
        told = add_person(workspace, "Bazin", "Lucie", information_given_on=date(2026, 1, 5))
        yield told, add_person(workspace, "Aubert", "Kévin")


def test_what_was_noted_before_stays(workspace: Workspace, people: tuple[uuid.UUID, uuid.UUID]) -> None:
    with workspace.read() as session:
        assert information_given.untold(session, people) == 1
    with workspace.write("Noter") as session:
        typed = InformationInput(people, date(2027, 5, 4), " Nadia  Lefort ")
        assert information_given.record(session, typed) == 1
    with workspace.read() as session:
        first, second = (participants.view(session, person).input for person in people)
        assert information_given.untold(session, people) == 0
    assert first.information_given_on == date(2026, 1, 5)
    assert (second.information_given_on, second.information_given_by) == (date(2027, 5, 4), "Nadia Lefort")


@pytest.mark.parametrize(
    ("day", "by", "field"),
    [(None, "", "day"), (date(2027, 5, 5), "", "day"), (date(2027, 5, 4), "x" * 201, "by")],
)
def test_a_refusal_is_beside_its_field(
    workspace: Workspace, people: tuple[uuid.UUID, uuid.UUID], day: date | None, by: str, field: str
) -> None:
    with pytest.raises(InputError) as refusal, workspace.write("Noter") as session:
        information_given.record(session, InformationInput(people, day, by))
    assert list(refusal.value.fields) == [field]


def test_who_may(workspace: Workspace, people: tuple[uuid.UUID, uuid.UUID]) -> None:
    with acting_as(workspace, "consultation"), workspace.write("Noter") as session:
        with pytest.raises(PermissionDenied):
            information_given.untold(session, people)
        with pytest.raises(PermissionDenied):
            information_given.record(session, InformationInput(people, date(2027, 5, 4)))

"""The sheet of corrections handed to a person: what said something false, and says something else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from elans_desktop.core import clock
from elans_desktop.models.participants import Participant
from elans_desktop.services.participants.paper_people import PaperNote, PaperTable, PersonSheetView
from elans_desktop.services.participants.person_papers import rectifications
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.services.privacy import person_requests
from elans_desktop.services.privacy.person_requests import RequestInput
from elans_desktop.storage.workspace import Workspace
from tests.support.people import add_person, change_person
from tests.support.route_world import Road, road


@pytest.fixture
def lucie(workspace: Workspace) -> Iterator[Road]:
    with road(workspace) as made:
        yield made


def sheet(lucie: Road, start: date | None = None) -> PersonSheetView:
    request = DocumentRequest("fiche-rectification", start, object_ids=(lucie.person,))
    (view,) = lucie.read(rectifications.prepare, request)
    return view


def rows(view: PersonSheetView) -> list[tuple[str, ...]]:
    return [
        row
        for section in view.sections
        for part in section.parts
        if isinstance(part, PaperTable)
        for row in part.rows
    ]


def test_a_correction_is_there_with_its_before_and_after(lucie: Road) -> None:
    change_person(lucie.workspace, lucie.person, "Corriger", phone="06 00 00 00 00", commune="Flers")
    assert rows(sheet(lucie)) == [("04/05/2027", "Identité, Téléphone", "06 12 34 56 78", "06 00 00 00 00")]


def test_what_was_only_completed_or_cancelled_since_is_not_a_correction(lucie: Road) -> None:
    change_person(lucie.workspace, lucie.person, "Compléter", email="lucie@exemple.fr")
    change_person(lucie.workspace, lucie.person, "Se tromper", phone="06 99 99 99 99")
    lucie.workspace.undo()
    assert rows(sheet(lucie)) == []
    lucie.workspace.redo()
    assert [row[3] for row in rows(sheet(lucie))] == ["06 99 99 99 99"]


def test_another_file_is_never_named(lucie: Road) -> None:
    other = add_person(lucie.workspace, "Introuvable", "Rémi")
    for target in (other, None):
        with lucie.workspace.write("Réunir") as session:
            session.get_one(Participant, lucie.person).merged_into_id = target
    assert rows(sheet(lucie)) == []


def test_without_dates_it_begins_at_the_last_request_and_answers_it(lucie: Road) -> None:
    change_person(lucie.workspace, lucie.person, "Corriger", phone="06 00 00 00 00")
    asked = RequestInput(
        lucie.person, kind_code="rectification", received_on=date(2027, 5, 20), wording="Je suis née en 1997."
    )
    with clock.fixed(datetime(2027, 5, 25, 9, 0)):
        lucie.write(person_requests.save, asked)
        change_person(lucie.workspace, lucie.person, "Corriger", birth_date=date(1997, 3, 2))
    view = sheet(lucie)
    assert [row[1] for row in rows(view)] == ["Identité, Date de naissance"]
    notes = [part for section in view.sections for part in section.parts if isinstance(part, PaperNote)]
    assert "Je suis née en 1997." in [note.text for note in notes]
    assert [row[1] for row in rows(sheet(lucie, date(2027, 1, 1)))] == [
        "Identité, Date de naissance",
        "Identité, Téléphone",
    ]

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, NotFoundError, PermissionDenied
from elans_desktop.services.participants import financial_aids, handed_documents
from elans_desktop.services.participants.financial_aids import AidInput
from elans_desktop.services.participants.handed_documents import HandedInput
from elans_desktop.services.printing import printing
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import acting_as
from tests.support.people import NOW, add_person
from tests.support.route_world import Road, road

TODAY = NOW.date()


@pytest.fixture
def lucie(workspace: Workspace) -> Iterator[Road]:
    with road(workspace) as made:
        yield made


@pytest.fixture
def aid(lucie: Road) -> AidInput:
    return AidInput(
        lucie.pathway,
        kind_code="permis",
        purpose="Code de la route",
        amount=30_000,
        asked_on=date(2027, 3, 1),
    )


def test_an_aid_goes_from_the_request_to_the_answer(lucie: Road, aid: AidInput) -> None:
    department = lucie.structure("Département de l’Orne", "departement")
    made = lucie.write(financial_aids.save, replace(aid, funder_name="Le département"))
    (row,) = lucie.read(financial_aids.of_pathway, lucie.pathway)
    assert (row.kind, row.status, row.funder) == ("Permis de conduire", "En cours", "Le département")
    assert financial_aids.granted((row,)) == 0
    answered = replace(row.input, status_code="accordee", decided_on=date(2027, 4, 2), funder_id=department)
    lucie.write(financial_aids.save, answered)
    (row,) = lucie.read(financial_aids.of_pathway, lucie.pathway)
    assert row.input == replace(answered, id=made, funder_name="")
    assert (row.status, row.funder) == ("Accordée", "Département de l’Orne")
    assert financial_aids.granted((row,)) == 30_000
    lucie.workspace.undo()
    assert lucie.read(financial_aids.of_pathway, lucie.pathway)[0].funder == "Le département"
    lucie.write(financial_aids.delete, made)
    assert lucie.read(financial_aids.of_pathway, lucie.pathway) == ()
    with pytest.raises(NotFoundError):
        lucie.write(financial_aids.delete, made)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind_code": None}, "kind_code"),
        ({"kind_code": "casino"}, "kind_code"),
        ({"status_code": "peut_etre"}, "status_code"),
        ({"asked_on": None}, "asked_on"),
        ({"asked_on": date(2027, 5, 5)}, "asked_on"),
        ({"status_code": "refusee", "decided_on": date(2027, 2, 28)}, "decided_on"),
        ({"status_code": "refusee", "decided_on": date(2027, 5, 5)}, "decided_on"),
        ({"decided_on": date(2027, 4, 1)}, "status_code"),
        ({"amount": -1}, "amount"),
        ({"amount": 100_000_001}, "amount"),
        ({"status_code": "accordee", "amount": None}, "amount"),
        ({"status_code": "accordee", "amount": 0}, "amount"),
    ],
)
def test_an_aid_that_cannot_be_is_refused(lucie: Road, aid: AidInput, changes: dict, field: str) -> None:
    with pytest.raises(InputError) as refused:
        lucie.write(financial_aids.save, replace(aid, **changes))
    assert list(refused.value.fields) == [field]


def test_every_status_of_the_domain_may_be_recorded(lucie: Road, aid: AidInput) -> None:
    for status in ("en_cours", "accordee", "refusee", "ajournee", "classee"):
        lucie.write(financial_aids.save, replace(aid, status_code=status))
    rows = lucie.read(financial_aids.of_pathway, lucie.pathway)
    assert {row.status for row in rows} == {"En cours", "Accordée", "Refusée", "Ajournée", "Classée"}
    assert financial_aids.granted(rows) == 30_000


def print_for(lucie: Road, key: str, person: object, moment: datetime) -> None:
    request = DocumentRequest(key, object_ids=(person,))  # pyright: ignore
    with clock.fixed(moment):
        lucie.write(printing.record_issue, request, b"%PDF", pages=1, subject_table="participant")


def test_what_was_printed_is_proposed_until_it_is_noted_as_handed_over(lucie: Road) -> None:
    other = add_person(lucie.workspace, "Blin", "Rémi")
    print_for(lucie, "charte", lucie.person, datetime(2027, 3, 1, 9))
    print_for(lucie, "charte", lucie.person, datetime(2027, 4, 2, 9))
    print_for(lucie, "bilan-parcours", other, datetime(2027, 4, 3, 9))
    found = lucie.read(handed_documents.proposed, lucie.person)
    assert [(one.key, one.day) for one in found] == [("charte", date(2027, 4, 2))]
    lucie.write(handed_documents.save, HandedInput(lucie.person, None, date(2027, 4, 2), "Charte", "charte"))
    assert lucie.read(handed_documents.proposed, lucie.person) == ()
    print_for(lucie, "charte", lucie.person, datetime(2027, 5, 3, 9))
    assert [one.day for one in lucie.read(handed_documents.proposed, lucie.person)] == [date(2027, 5, 3)]


def test_a_paper_handed_over_keeps_its_day_and_who_gave_it(lucie: Road) -> None:
    typed = HandedInput(lucie.person, None, TODAY, "  Livret   d’accueil ")
    made = lucie.write(handed_documents.save, typed)
    (row,) = lucie.read(handed_documents.of_participant, lucie.person)
    assert (row.input.title, row.day, row.by) == ("Livret d’accueil", TODAY, "Camille Essai")
    lucie.write(handed_documents.save, replace(row.input, day=date(2027, 5, 1)))
    assert lucie.read(handed_documents.of_participant, lucie.person)[0].day == date(2027, 5, 1)
    lucie.write(handed_documents.delete, made)
    assert lucie.read(handed_documents.of_participant, lucie.person) == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"day": None}, "day"),
        ({"day": date(2027, 5, 5)}, "day"),
    ],
)
def test_a_paper_that_cannot_be_is_refused(lucie: Road, changes: dict, field: str) -> None:
    with pytest.raises(InputError) as refused:
        lucie.write(
            handed_documents.save, replace(HandedInput(lucie.person, None, TODAY, "Charte"), **changes)
        )
    assert list(refused.value.fields) == [field]


def test_who_reads_figures_alone_reads_neither(lucie: Road, aid: AidInput) -> None:
    with acting_as(lucie.workspace, "consultation"):
        for query, key in (
            (financial_aids.of_pathway, lucie.pathway),
            (handed_documents.of_participant, lucie.person),
            (handed_documents.proposed, lucie.person),
        ):
            with pytest.raises(PermissionDenied):
                lucie.read(query, key)
        with pytest.raises(PermissionDenied):
            lucie.write(financial_aids.save, aid)

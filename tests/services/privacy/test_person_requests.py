"""The rights people use: the day an answer is due, what an opposition changes, undone like the rest."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from elans_desktop.core.errors import InputError, PermissionDenied, RuleError
from elans_desktop.services import exports
from elans_desktop.services.participants import people_columns, person_history
from elans_desktop.services.participants.letters import making, templates
from elans_desktop.services.participants.letters.making import LetterRequest
from elans_desktop.services.participants.person_papers import post
from elans_desktop.services.pathways import follow_up
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.services.privacy import person_requests, request_register
from elans_desktop.services.privacy.person_requests import RequestInput
from elans_desktop.services.scope import EVERYTHING
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import acting_as
from tests.support.people import NOW, add_person
from tests.support.route_world import Road, road

TODAY = NOW.date()


@pytest.fixture
def lucie(workspace: Workspace) -> Iterator[Road]:
    with road(workspace, exit_on=date(2027, 2, 4), exit_code="E1") as made:
        yield made


@pytest.fixture
def objection(lucie: Road) -> RequestInput:
    return RequestInput(
        lucie.person,
        kind_code="opposition",
        received_on=date(2027, 4, 20),
        means_code="courrier",
        wording="Je ne veux plus être appelée.",
        opposes_contact=True,
    )


@pytest.fixture
def remi(lucie: Road) -> uuid.UUID:
    return add_person(lucie.workspace, "Blin", "Rémi", address="2 rue Neuve", commune="Flers")


def of_lucie(lucie: Road) -> person_requests.RequestRow:
    (row,) = lucie.read(person_requests.of_participant, lucie.person)
    return row


@pytest.mark.parametrize(
    ("received", "extended", "due"),
    [
        (date(2027, 4, 20), False, date(2027, 5, 20)),
        (date(2027, 1, 31), False, date(2027, 2, 28)),
        (date(2026, 12, 15), False, date(2027, 1, 15)),
        (date(2027, 4, 20), True, date(2027, 7, 20)),
    ],
)
def test_an_answer_is_due_a_month_after_the_request_or_three(
    received: date, extended: bool, due: date
) -> None:
    assert person_requests.due_day(received, extended=extended) == due


def test_a_request_waits_until_it_is_answered(lucie: Road) -> None:
    asked = RequestInput(lucie.person, kind_code="acces", received_on=date(2027, 4, 1))
    lucie.write(person_requests.save, asked)
    row = of_lucie(lucie)
    assert (row.kind, row.waits, row.late) == ("Accès à ses données", True, True)
    assert "Bazin" not in repr(row)
    answered = replace(row.input, answered_on=TODAY, outcome_code="acceptee")
    lucie.write(person_requests.save, answered)
    assert (of_lucie(lucie).waits, of_lucie(lucie).late) == (False, False)
    assert lucie.read(person_requests.waiting) == ()
    lucie.workspace.undo()
    assert [one.number for one in lucie.read(person_requests.waiting)] == [row.number]


def test_the_register_puts_first_what_is_due_first(lucie: Road, remi: uuid.UUID) -> None:
    for person, kind, day, answered in (
        (lucie.person, "acces", date(2027, 4, 28), None),
        (remi, "rectification", date(2027, 4, 5), None),
        (remi, "effacement", date(2027, 3, 1), date(2027, 3, 9)),
    ):
        outcome = "acceptee" if answered else None
        lucie.write(
            person_requests.save,
            RequestInput(person, kind_code=kind, received_on=day, answered_on=answered, outcome_code=outcome),
        )
    kinds = [row.input.kind_code for row in lucie.read(person_requests.register)]
    assert kinds == ["rectification", "acces", "effacement"]


def test_the_register_leaves_without_a_name_and_says_what_was_in_time(lucie: Road, remi: uuid.UUID) -> None:
    for person, day, answered in (
        (lucie.person, date(2027, 3, 1), date(2027, 4, 5)),
        (remi, date(2027, 4, 1), date(2027, 4, 20)),
        (remi, date(2027, 2, 1), None),
        (lucie.person, date(2027, 5, 1), None),
    ):
        outcome = "acceptee" if answered else None
        asked = RequestInput(
            person, kind_code="acces", received_on=day, answered_on=answered, outcome_code=outcome
        )
        lucie.write(person_requests.save, asked)
    table = lucie.read(request_register.table)
    assert [(row[2], row[-1]) for row in table.rows] == [
        (date(2027, 2, 1), False),
        (date(2027, 5, 1), None),
        (date(2027, 4, 1), True),
        (date(2027, 3, 1), False),
    ]
    assert "Bazin" not in str(table.rows)
    with acting_as(lucie.workspace, "accueil"), pytest.raises(PermissionDenied):
        lucie.read(request_register.table)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind_code": None}, "kind_code"),
        ({"received_on": None}, "received_on"),
        ({"received_on": date(2027, 5, 5)}, "received_on"),
        ({"opposes_contact": False}, "opposes_contact"),
        ({"answered_on": date(2027, 4, 19), "outcome_code": "acceptee"}, "answered_on"),
        ({"answered_on": date(2027, 5, 5), "outcome_code": "acceptee"}, "answered_on"),
        ({"answered_on": TODAY}, "outcome_code"),
        ({"outcome_code": "acceptee"}, "answered_on"),
        ({"answered_on": TODAY, "outcome_code": "refusee"}, "answer"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(
    lucie: Road, objection: RequestInput, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InputError) as error:
        lucie.write(person_requests.save, replace(objection, **changes))  # type: ignore[arg-type]
    assert field in error.value.fields


def test_who_objects_is_not_called_any_more_until_the_objection_is_lifted(
    lucie: Road, objection: RequestInput
) -> None:
    assert len(lucie.read(follow_up.due, EVERYTHING)) == 1
    lucie.write(person_requests.save, objection)
    held = lucie.read(person_requests.opposition, lucie.person)
    assert (held.since, held.contact, held.sharing) == (date(2027, 4, 20), True, False)
    assert held.words == "ni appels ni courriers"
    assert lucie.read(follow_up.due, EVERYTHING) == ()
    lucie.write(person_requests.lift, lucie.person)
    assert lucie.read(person_requests.opposition, lucie.person).since is None
    assert len(lucie.read(follow_up.due, EVERYTHING)) == 1
    lucie.workspace.undo()
    assert lucie.read(person_requests.opposition, lucie.person).contact


def test_a_refused_objection_changes_nothing_and_a_line_removed_takes_it_away(
    lucie: Road, objection: RequestInput
) -> None:
    made = lucie.write(person_requests.save, objection)
    refused = replace(
        of_lucie(lucie).input, answered_on=TODAY, outcome_code="refusee", answer="Obligation légale."
    )
    lucie.write(person_requests.save, refused)
    assert lucie.read(person_requests.opposition, lucie.person).since is None
    lucie.workspace.undo()
    assert lucie.read(person_requests.opposition, lucie.person).since == date(2027, 4, 20)
    lucie.write(person_requests.delete, made)
    assert lucie.read(person_requests.opposition, lucie.person).since is None


def test_the_history_of_the_file_tells_the_request_and_the_objection(
    lucie: Road, objection: RequestInput
) -> None:
    lucie.write(person_requests.save, objection)
    lines = {
        (line.what, line.name): line.new
        for entry in lucie.read(person_history.of_participant, lucie.person)
        for line in entry.lines
    }
    assert lines["Identité", "S’oppose aux appels et courriers"] == "oui"
    assert "Je ne veux plus être appelée." in lines["Demande sur ses données, Opposition", "ajout"]


def test_who_objects_to_letters_is_left_out_of_several_and_answered_alone(
    lucie: Road, objection: RequestInput, remi: uuid.UUID
) -> None:
    lucie.write(person_requests.save, objection)
    (template, *_rest) = lucie.read(templates.rows)
    both = LetterRequest(template.id, (lucie.person, remi))
    made = lucie.read(making.make, both)
    assert (made.letters, made.opposed, made.people) == (1, 1, (remi,))
    assert lucie.read(making.make, LetterRequest(template.id, (lucie.person,))).letters == 1
    (view,) = lucie.read(
        post.prepare_envelopes, DocumentRequest("enveloppes", object_ids=(lucie.person, remi))
    )
    assert (len(view.addresses), view.opposed) == (1, 1)
    lucie.write(person_requests.save, replace(objection, participant_id=remi))
    with pytest.raises(RuleError):
        lucie.read(making.make, both)


def test_who_objects_to_lists_is_in_no_export_but_is_said_to_be_missing(
    lucie: Road, objection: RequestInput, remi: uuid.UUID
) -> None:
    lucie.write(person_requests.save, replace(objection, opposes_contact=False, opposes_sharing=True))
    everybody = lucie.read(exports.export_participants)
    assert [row[2] for row in everybody.rows] == ["Blin"]
    assert everybody.remark.startswith("1\u00a0personne n’y est pas")
    chosen = lucie.read(people_columns.export, (lucie.person, remi), ("name",))
    assert [row[0] for row in chosen.rows] == ["Blin Rémi"]
    assert chosen.remark == everybody.remark
    lucie.write(person_requests.lift, lucie.person)
    assert lucie.read(exports.export_participants).remark == ""


def test_requests_are_for_those_who_hold_files(lucie: Road, objection: RequestInput) -> None:
    with acting_as(lucie.workspace, "accueil"):
        lucie.write(person_requests.save, objection)
    with acting_as(lucie.workspace, "consultation"):
        for act, *args in (
            (person_requests.register,),
            (person_requests.of_participant, lucie.person),
            (person_requests.opposition, lucie.person),
        ):
            with pytest.raises(PermissionDenied):
                lucie.read(act, *args)
        with pytest.raises(PermissionDenied):
            lucie.write(person_requests.save, objection)

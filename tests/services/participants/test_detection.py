"""Contacts of repérage: counted without a name, given their file without losing the count, called back."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, NotFoundError, PermissionDenied, RuleError
from elans_desktop.services.home import home_tasks
from elans_desktop.services.organisation import zone_import
from elans_desktop.services.participants import detection, detection_anonymous, detection_list, participants
from elans_desktop.services.participants.detection import ContactInput
from elans_desktop.services.participants.detection_anonymous import AnonymousInput
from elans_desktop.services.participants.detection_list import ContactLine, Total
from elans_desktop.services.participants.participants import ParticipantInput
from elans_desktop.services.pathways import pathways
from elans_desktop.services.pathways.milestones import Period
from elans_desktop.services.reports import indicators
from elans_desktop.services.reports.indicators import Funnel
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import acting_as, fill
from tests.support.people import NOW, add_pathway, add_person

TODAY = NOW.date()
YEAR = Period(date(2027, 1, 1), date(2027, 12, 31))
MARKET: dict[str, Any] = {
    "mode_code": "evenement",
    "place": "marché de Flers",
    "age_band": "std_18_25",
    "sex": "femme",
    "commune": "Flers",
    "insee": "61169",
}


@pytest.fixture
def agreement(workspace: Workspace) -> Iterator[uuid.UUID]:
    with clock.fixed(NOW):
        yield fill(workspace)


def meet(workspace: Workspace, agreement: uuid.UUID | None, day: date = TODAY, **more: Any) -> uuid.UUID:
    typed = AnonymousInput(day=day, agreement_id=agreement, **MARKET | more)
    with workspace.write("Noter un contact") as session:
        return detection_anonymous.save(session, typed)


def lines(workspace: Workspace, scope: Scope = EVERYTHING) -> tuple[ContactLine, ...]:
    with workspace.read() as session:
        return detection_list.rows(session, scope)


def funnel(workspace: Workspace, agreement: uuid.UUID) -> Funnel:
    with workspace.read() as session:
        return indicators.funnel(session, Scope(agreement, 2027), YEAR)


def convert(workspace: Workspace, contact: uuid.UUID, **typed: Any) -> uuid.UUID:
    with workspace.write("Ouvrir un dossier") as session:
        return detection_anonymous.convert(session, contact, ParticipantInput(**typed))


def test_an_anonymous_contact_is_counted_without_a_file(workspace: Workspace, agreement: uuid.UUID) -> None:
    meet(workspace, agreement)
    meet(workspace, agreement, sex="homme", age_band="std_55_plus")
    (second, first) = lines(workspace)
    assert (first.mode, first.place, first.commune) == (
        "Événement local (fête, marché, tournoi)",
        "marché de Flers",
        "Flers",
    )
    assert (first.sex, first.age_band, first.is_anonymous, first.person) == (
        "Femme",
        "18 à 25\u00a0ans",
        True,
        "",
    )
    assert second.sex == "Homme"
    assert "Flers" not in repr(first)
    with workspace.read() as session:
        assert participants.rows(session) == ()
        tally = detection_anonymous.tally(session, TODAY, Scope(agreement, 2027))
    assert (tally.total, tally.named) == (2, 0)
    assert tally.by_sex == {"femme": 1, "homme": 1}
    found = funnel(workspace, agreement)
    assert (found.contacts, found.anonymous, found.spotted) == (2, 2, 0)


def test_a_contact_stays_one_contact_once_it_has_its_file(workspace: Workspace, agreement: uuid.UUID) -> None:
    met = date(2027, 3, 6)
    first, _other = meet(workspace, agreement, met), meet(workspace, agreement, met)
    before = lines(workspace)
    person = convert(workspace, first, last_name="Bazin", first_name="Lucie", birth_date=date(2005, 1, 1))
    after = lines(workspace)
    found = funnel(workspace, agreement)
    assert (found.contacts, found.anonymous, found.spotted) == (2, 1, 1)
    for totals in (detection_list.by_mode, detection_list.by_commune, detection_list.by_month):
        assert [(t.label, t.contacts) for t in totals(after)] == [
            (t.label, t.contacts) for t in totals(before)
        ]
    assert detection_list.by_month(after) == (Total("mars\u00a02027", 2, 1),)
    line = next(line for line in after if line.id == first)
    assert (line.participant_id, line.person, line.day) == (person, "Bazin Lucie", met)
    assert line.converted_on == TODAY
    assert line.age_band == "18 à 25\u00a0ans", "what was seen that day stays"
    with workspace.read() as session:
        file = participants.view(session, person)
        (contact,) = detection.of_participant(session, person)
    assert (file.input.sex, file.input.commune, file.input.insee) == ("femme", "Flers", "61169")
    assert file.status == pathways.SPOTTED
    assert file.pathways[0].input.stays[0].start == met
    assert contact.id == first
    workspace.undo()
    assert lines(workspace) == before
    with workspace.read() as session:
        assert participants.rows(session) == ()


def test_what_cannot_be_converted_is_said_and_nothing_is_written(
    workspace: Workspace, agreement: uuid.UUID
) -> None:
    contact = meet(workspace, agreement, date(2027, 3, 6))
    with pytest.raises(InputError) as refused:
        convert(workspace, contact, birth_date=date(2027, 4, 1), email="lucie")
    assert set(refused.value.fields) == {"last_name", "birth_date", "email"}
    convert(workspace, contact, first_name="Lucie")
    with pytest.raises(RuleError, match="déjà son dossier"):
        convert(workspace, contact, first_name="Lucie")
    with pytest.raises(RuleError), workspace.write("Corriger") as session:
        detection_anonymous.save(session, AnonymousInput(day=TODAY, id=contact))
    with pytest.raises(NotFoundError):
        convert(workspace, uuid.uuid4(), first_name="Lucie")
    assert len(lines(workspace)) == 1


def test_a_contact_joins_a_file_that_exists(workspace: Workspace, agreement: uuid.UUID) -> None:
    contact = meet(workspace, agreement, date(2027, 3, 6))
    person = add_person(workspace, "Bazin", "Lucie", commune="Argentan")
    entry = date(2027, 4, 1)
    add_pathway(workspace, person, agreement, [("M", entry, None)], entry_on=entry)
    with workspace.write("Rattacher") as session:
        detection_anonymous.attach(session, contact, person)
    (line,) = lines(workspace)
    assert (line.participant_id, line.commune) == (person, "Flers")
    with workspace.read() as session:
        assert len(pathways.of_participant(session, person)) == 1, "no second pathway"
    assert funnel(workspace, agreement).contacts == 1


def test_a_contact_is_corrected_and_its_day_checked(workspace: Workspace, agreement: uuid.UUID) -> None:
    contact = meet(workspace, agreement)
    with workspace.write("Corriger") as session:
        known = detection_anonymous.view(session, contact)
        detection_anonymous.save(session, replace(known, place=" marché d’Argentan ", sex=None))
    (line,) = lines(workspace)
    assert (line.place, line.sex, line.age_band) == ("marché d’Argentan", "", "18 à 25\u00a0ans")
    wrong = {
        "day": replace(known, day=date(2027, 5, 5)),
        "recall_on": replace(known, recall_on=TODAY, recall_consent=False),
    }
    for name, typed in wrong.items():
        with pytest.raises(InputError) as refused, workspace.write("Corriger") as session:
            detection_anonymous.save(session, typed)
        assert list(refused.value.fields) == [name]
    with pytest.raises(InputError), workspace.write("Noter") as session:
        detection_anonymous.save(session, AnonymousInput(day=None))


def test_the_list_keeps_to_its_year_and_agreement(workspace: Workspace, agreement: uuid.UUID) -> None:
    meet(workspace, agreement, date(2026, 12, 31))
    meet(workspace, agreement, date(2027, 1, 1), commune="Argentan", mode_code="bus")
    meet(workspace, None, date(2027, 2, 1), mode_code=None, commune="")
    assert len(lines(workspace, Scope(agreement))) == 3
    assert [line.day for line in lines(workspace, Scope(agreement, 2027))] == [
        date(2027, 2, 1),
        date(2027, 1, 1),
    ]
    assert len(lines(workspace, Scope(uuid.uuid4()))) == 1
    everything = lines(workspace)
    assert [t.label for t in detection_list.by_mode(everything)] == [
        "Bus ou véhicule itinérant",
        "Événement local (fête, marché, tournoi)",
        "Mode non précisé",
    ]
    assert [t.label for t in detection_list.by_month(everything)] == [
        "décembre\u00a02026",
        "janvier\u00a02027",
        "février\u00a02027",
    ]
    assert detection_list.by_commune(everything)[-1] == Total("Flers", 1, 0)


def test_the_zone_of_the_commune_shows_on_the_contact(workspace: Workspace, agreement: uuid.UUID) -> None:
    meet(workspace, agreement)
    with workspace.write("Zones", kind="import") as session:
        found = zone_import.plan(session, b"code INSEE;commune;zone\n61169;Flers;FRR\n61006;Argentan;FRR\n")
        zone_import.apply(session, found)
    assert lines(workspace)[0].zone == "FRR"
    lucie = add_person(workspace, "Bazin", "Lucie", commune="Flers", insee="61169")
    with workspace.write("Noter un contact") as session:
        detection.save(session, ContactInput(lucie, day=TODAY))
        assert [row.zone for row in detection.of_participant(session, lucie)] == ["FRR"]


def test_those_to_call_back_come_until_something_settles_it(
    workspace: Workspace, agreement: uuid.UUID
) -> None:
    person = add_person(workspace, "Bazin", "Lucie")
    met = date(2027, 4, 20)

    def named(**more: Any) -> uuid.UUID:
        typed = ContactInput(person, agreement_id=agreement, day=met, **more)
        with workspace.write("Contact") as session:
            return detection.save(session, typed)

    def waiting() -> list[tuple[str, date | None]]:
        with workspace.read() as session:
            found = detection_list.recalls(session, Scope(agreement, 2027), date(2027, 5, 11), 10)
        return [(one.name or one.place, one.recall_on) for one in found]

    first = named(outcome_code="a_recontacter", recall_on=date(2027, 5, 3))
    meet(workspace, agreement, met, outcome_code="a_recontacter")
    meet(workspace, agreement, met, recall_on=date(2027, 6, 1))
    meet(workspace, agreement, met, outcome_code="a_recontacter", recall_consent=False)
    assert waiting() == [("Lucie Bazin", date(2027, 5, 3)), ("marché de Flers", None)]
    with workspace.read() as session:
        group = next(
            g for g in home_tasks.groups(session, Scope(agreement, 2027)) if g.kind == home_tasks.RECALL
        )
    assert [(task.words, task.urgent) for task in group.tasks] == [
        ("Lucie Bazin", True),
        ("Contact sans nom, marché de Flers", False),
    ]
    with workspace.write("Contact") as session:
        detection.save(session, ContactInput(person, day=date(2027, 5, 2)))
    assert waiting() == [("marché de Flers", None)], "a later contact settles it"
    workspace.undo()
    with workspace.write("Rappel fait") as session:
        detection_list.settle(session, first)
    assert waiting() == [("marché de Flers", None)]
    workspace.undo()
    with workspace.write("Archiver") as session:
        participants.archive(session, person)
    assert waiting() == [("marché de Flers", None)]


def test_consultation_reads_no_contact_and_the_welcome_notes_them(
    workspace: Workspace, agreement: uuid.UUID
) -> None:
    with acting_as(workspace, "accueil"):
        contact = meet(workspace, agreement)
        convert(workspace, contact, first_name="Lucie")
    with acting_as(workspace, "consultation"):
        assert funnel(workspace, agreement).contacts == 1
        with pytest.raises(PermissionDenied):
            lines(workspace)
        with pytest.raises(PermissionDenied):
            meet(workspace, agreement)

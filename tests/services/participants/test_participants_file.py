from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, NotFoundError, PermissionDenied
from elans_desktop.documents import spreadsheets
from elans_desktop.services import exports, identity_fields
from elans_desktop.services.calendar import activities, enrolments, seances
from elans_desktop.services.calendar.activities import ActivityInput
from elans_desktop.services.calendar.seances import SeanceInput, SlotInput
from elans_desktop.services.governance import structures
from elans_desktop.services.imports import template
from elans_desktop.services.imports.reading import read_table
from elans_desktop.services.imports.remembered import propose
from elans_desktop.services.participants import (
    detection,
    participants,
    person_activity,
    person_file,
    person_history,
)
from elans_desktop.services.participants.detection import ContactInput
from elans_desktop.services.participants.participants import ParticipantInput
from elans_desktop.services.pathways import pathways, situations
from elans_desktop.services.pathways.pathways import PathwayInput, Stay
from elans_desktop.services.pathways.situations import ENTRY, EXIT, SituationInput
from elans_desktop.services.presences.attendance import PresenceInput, set_presences
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import acting_as, fill
from tests.support.people import NOW, add_pathway, add_person, change_person


@pytest.fixture
def agreement(workspace: Workspace) -> Iterator[uuid.UUID]:
    with clock.fixed(NOW):
        yield fill(workspace)


@pytest.fixture
def lucie(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    return add_person(workspace, "Bazin", "Lucie", birth_date=date(1996, 3, 2), commune="Flers")


@pytest.fixture
def pathway(workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID) -> uuid.UUID:
    return add_pathway(
        workspace, lucie, agreement, [("M", date(2027, 1, 4), None)], entry_on=date(2027, 1, 4)
    )


def test_situations_are_dated_rows_that_do_not_overwrite_each_other(
    workspace: Workspace, pathway: uuid.UUID
) -> None:
    entry = SituationInput(pathway, ENTRY, date(2027, 1, 4), housing="chez_tiers", resources=("rsa", "ass"))
    with workspace.write("Noter") as session:
        situations.save(session, entry)
        situations.save(
            session, SituationInput(pathway, EXIT, housing="locataire_prive", resources=("salaire",))
        )
    with workspace.read() as session:
        found = situations.of_pathway(session, pathway)
    assert list(found) == [ENTRY, EXIT]
    assert found[ENTRY] == replace(entry, resources=("ass", "rsa"), iae=())
    assert (found[EXIT].collected_on, found[EXIT].resources) == (NOW.date(), ("salaire",))


def test_ticked_answers_are_taken_back_one_by_one(workspace: Workspace, pathway: uuid.UUID) -> None:
    typed = SituationInput(pathway, ENTRY, resources=("rsa", "ass"), mobility=("transports",))
    with workspace.write("Noter") as session:
        situations.save(session, typed)
    with workspace.write("Corriger") as session:
        situations.save(session, replace(typed, resources=("rsa",), mobility=()))
    with workspace.read() as session:
        assert situations.of_pathway(session, pathway)[ENTRY].resources == ("rsa",)
    workspace.undo()
    with workspace.read() as session:
        back = situations.of_pathway(session, pathway)[ENTRY]
    assert (set(back.resources), back.mobility) == ({"rsa", "ass"}, ("transports",))


def test_unchanged_since_the_entry_copies_it_today(workspace: Workspace, pathway: uuid.UUID) -> None:
    with workspace.write("Noter") as session, pytest.raises(NotFoundError):
        situations.copy_entry(session, pathway, EXIT)
    typed = SituationInput(pathway, ENTRY, date(2027, 1, 4), family="parent_isole", children=2)
    with workspace.write("Noter") as session:
        situations.save(session, typed)
        situations.copy_entry(session, pathway, EXIT)
    with workspace.read() as session:
        copied = situations.of_pathway(session, pathway)[EXIT]
    assert copied == replace(typed, moment=EXIT, collected_on=NOW.date(), iae=())
    assert copied.blanks == SituationInput(pathway, EXIT).blanks - 2


def test_a_situation_that_cannot_be_is_refused(workspace: Workspace, pathway: uuid.UUID) -> None:
    typed = SituationInput(pathway, ENTRY, date(2027, 5, 5), children=1, children_under_3=2)
    with pytest.raises(InputError) as refused, workspace.write("Noter") as session:
        situations.save(session, typed)
    assert set(refused.value.fields) == {"collected_on", "children_under_3"}


def test_contacts_are_kept_corrected_and_removed(workspace: Workspace, lucie: uuid.UUID) -> None:
    with workspace.write("Noter") as session:
        late = detection.save(session, ContactInput(lucie, day=date(2027, 3, 1), mode_code="ccas"))
        detection.save(session, ContactInput(lucie, day=date(2027, 2, 1), place="Marché de Flers"))
    with workspace.read() as session:
        found = detection.of_participant(session, lucie)
    assert [row.day for row in found] == [date(2027, 2, 1), date(2027, 3, 1)]
    assert found[1].mode == "CCAS, CIAS"
    with workspace.write("Corriger") as session:
        detection.save(session, replace(found[1].input, recall_consent=True, recall_on=date(2027, 4, 1)))
    with workspace.write("Supprimer") as session:
        detection.delete(session, late)
    with workspace.read() as session:
        assert len(detection.of_participant(session, lucie)) == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "day"),
        ({"day": date(2027, 5, 5)}, "day"),
        ({"day": date(2027, 5, 1), "recall_on": date(2027, 4, 1)}, "recall_on"),
    ],
)
def test_a_contact_needs_a_day_that_has_come(
    workspace: Workspace, lucie: uuid.UUID, typed: dict, field: str
) -> None:
    with pytest.raises(InputError) as refused, workspace.write("Noter") as session:
        detection.save(session, ContactInput(lucie, **typed))
    assert list(refused.value.fields) == [field]


def test_the_history_says_who_when_and_what_in_french(
    workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    change_person(workspace, lucie, "Modifier la fiche de Lucie B.", commune="Argentan", sex="femme")
    with workspace.read() as session:
        last, *older = person_history.of_participant(session, lucie)
    assert (last.label, last.who, last.at) == ("Modifier la fiche de Lucie B.", "Camille Essai", NOW)
    assert {(line.what, line.name, line.old, line.new) for line in last.lines} == {
        ("Identité", "Commune", "Flers", "Argentan"),
        ("Identité", "Sexe", "", "Femme"),
    }
    assert [entry.label for entry in older] == ["Ouvrir un parcours", "Créer le dossier de Lucie B."]
    assert any(line.what == "Brique" and "Remobilisation" in line.new for line in older[0].lines)


def test_the_history_remembers_what_was_removed_and_what_was_undone(
    workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    with workspace.read() as session:
        known = pathways.of_participant(session, lucie)[0].input
    with workspace.write("Retirer un passage") as session:
        pathways.save(session, replace(known, stays=()))
    with workspace.read() as session:
        removed = person_history.of_participant(session, lucie)[0]
    (line,) = removed.lines
    assert (removed.label, line.name) == ("Retirer un passage", person_history.REMOVED)
    assert line.old == "Remobilisation, 04/01/2027"
    workspace.undo()
    with workspace.read() as session:
        entries = person_history.of_participant(session, lucie)
    assert [entry.undone for entry in entries if entry.label == "Retirer un passage"] == [True]


def test_the_history_of_one_person_never_tells_of_another(workspace: Workspace, lucie: uuid.UUID) -> None:
    other = add_person(workspace, "Blin", "Rémi")
    with workspace.write("Modifier deux fiches") as session:
        for person in (lucie, other):
            known = participants.view(session, person).input
            participants.save(session, replace(known, notes=f"note de {known.first_name}"))
    with workspace.read() as session:
        told = repr([e.lines for e in person_history.of_participant(session, lucie)])
        lines = person_history.of_participant(session, lucie)[0].lines
    assert [line.new for line in lines] == ["note de Lucie"]
    assert "Rémi" not in told


def attend(workspace: Workspace, agreement: uuid.UUID, person: uuid.UUID) -> uuid.UUID:
    """An activity with three half-days of 3 h: present with 20 minutes late, absent, not entered."""
    with workspace.write("Préparer") as session:
        ours = structures.ours_id(session)
        assert ours is not None
        garden = activities.save(
            session, ActivityInput(title="Jardin partagé", agreement_id=agreement, structure_id=ours)
        )
        enrolments.enrol(session, garden, [person], since=date(2027, 4, 1))
        made = [
            seances.save(
                session,
                SeanceInput(activity_id=garden, day=day, slots=(SlotInput(start=540, end=720),)),
            )
            for day in (date(2027, 4, 5), date(2027, 4, 12), date(2027, 4, 19))
        ]
        from sqlalchemy import select

        from elans_desktop.models.activities import SeanceSlot

        slots = {s.seance_id: s.id for s in session.scalars(select(SeanceSlot))}
        set_presences(
            session,
            [
                PresenceInput(participant_id=person, slot_id=slots[made[0]], status="P", late=20),
                PresenceInput(participant_id=person, slot_id=slots[made[1]], status="A"),
            ],
        )
    return garden


def test_the_file_sums_hours_and_sets_apart_what_is_not_entered(
    workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    garden = attend(workspace, agreement, lucie)
    with workspace.read() as session:
        file = person_file.view(session, lucie, Scope(agreement))
    assert (file.attendance.hours.realised, file.attendance.hours.planned) == (160, 360)
    assert (file.attendance.hours.rate, file.attendance.missing) == (4444, 1)
    assert [row.status for row in file.attendance.last] == ["A", "P"]
    (enrolled,) = file.enrolled
    assert (enrolled.activity_id, enrolled.status, enrolled.hours.realised) == (garden, "inscrit", 160)
    assert file.pathway is not None
    assert file.pathway.id == pathway
    with workspace.read() as session:
        assert person_activity.available_activities(session, lucie) == ()


def test_the_pathway_of_the_scope_is_shown_first(
    workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID
) -> None:
    ended = PathwayInput(
        lucie,
        agreement,
        entry_on=date(2026, 1, 5),
        exit_on=date(2026, 6, 1),
        exit_code="A2",
        stays=(Stay("M", date(2026, 1, 5), date(2026, 6, 1)),),
    )
    with workspace.write("Ouvrir") as session:
        old = pathways.save(session, ended)
    new = add_pathway(workspace, lucie, agreement, entry_on=date(2027, 1, 4))
    with workspace.read() as session:
        assert person_file.view(session, lucie, EVERYTHING).pathway.id == new  # pyright: ignore
        assert person_file.view(session, lucie, EVERYTHING, old).pathway.id == old  # pyright: ignore


def exported(workspace: Workspace) -> tuple[bytes, list[dict[str, str]]]:
    with workspace.read() as session:
        content = spreadsheets.to_csv(exports.export_participants(session, EVERYTHING))
    text = content.decode("utf-8-sig")
    return content, list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_export_holds_every_identity_field_and_no_formula(
    workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID
) -> None:
    add_person(
        workspace,
        '=HYPERLINK("x")',
        "+Rémi",
        sex="homme",
        sms_accepted=False,
        address="3 rue du Four\nbâtiment B",
        notes="-1; « guillemets »",
    )
    content, lines = exported(workspace)
    assert content.startswith(b"\xef\xbb\xbfN\xc2\xb0 de dossier;")
    assert set(identity_fields.TITLES) == set(participants.FIELDS)
    assert set(identity_fields.TITLES.values()) <= set(lines[0])
    bazin, remi = lines
    assert (remi["Nom d’usage"], remi["Prénom"], remi["Remarques"]) == (
        '\'=HYPERLINK("x")',
        "'+Rémi",
        "'-1; « guillemets »",
    )
    assert (remi["Sexe"], remi["SMS accepté"], remi["Adresse"]) == (
        "Homme",
        "non",
        "3 rue du Four\nbâtiment B",
    )
    assert (bazin["Date de naissance"], bazin["Statut"]) == ("02/03/1996", "Repéré")


def test_what_is_exported_is_read_back_by_the_import(
    workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID
) -> None:
    content, _lines = exported(workspace)
    table = read_table(content, "participants.csv")
    with workspace.read() as session:
        mapping = propose(session, table)
    found = {match.title: match.target for match in mapping.matches}
    assert (found["Nom d’usage"], found["Date de naissance"]) == ("last_name", "birth_date")
    assert found["Coordonnées d’un référent joignable"] == "reachable_referent"


def test_the_blank_table_is_recognised_column_by_column(workspace: Workspace, agreement: uuid.UUID) -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(template.participants_template()))
    sheet = book["Participants"]
    sheet["B2"], sheet["D2"] = "Bazin", "Lucie"
    filled = io.BytesIO()
    book.save(filled)
    table = read_table(filled.getvalue(), template.FILENAME)
    with workspace.read() as session:
        mapping = propose(session, table)
    assert [match.target for match in mapping.matches] == list(template.COLUMNS)


def test_a_role_that_may_not_export_gets_a_sentence(workspace: Workspace, lucie: uuid.UUID) -> None:
    with acting_as(workspace, "accueil"), workspace.read() as session, pytest.raises(PermissionDenied):
        exports.export_participants(session)


def test_personal_fields_stay_out_of_reports() -> None:
    typed = ParticipantInput(last_name="Bazin", first_name="Lucie", address="3 rue du Four", notes="seule")
    assert not {"Bazin", "Lucie", "Four", "seule"} & set(repr(typed).replace("'", " ").split())


def test_the_history_after_an_import_of_many_is_still_that_of_one_person(
    workspace: Workspace, agreement: uuid.UUID
) -> None:
    with workspace.write("Import de 300 personnes", kind="import") as session:
        made = [participants.save(session, ParticipantInput(last_name=f"Nom {rank}")) for rank in range(300)]
    with workspace.read() as session:
        (entry,) = person_history.of_participant(session, made[7])
    assert (entry.label, len(entry.lines)) == ("Import de 300 personnes", 1)
    assert "Nom 7" in entry.lines[0].new


def test_the_history_hides_the_criteria_of_the_iae_from_who_does_not_see_them(
    workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    with workspace.write("Noter la situation") as session:
        situations.save(session, SituationInput(pathway, ENTRY, housing="chez_tiers", iae=("rsa",)))
    with workspace.read() as session:
        told = person_history.of_participant(session, lucie)[0].lines
    assert ("Situation, critères IAE", "Bénéficiaire du RSA") in {(line.what, line.new) for line in told}
    with acting_as(workspace, "accueil"), workspace.read() as session:
        seen = person_history.of_participant(session, lucie)[0].lines
    assert [line.what for line in seen] == ["Situation, à l’entrée"]

"""Everything the classeur knows of one person: nothing forgotten, nobody else’s, nothing one may not see."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.core.errors import PermissionDenied, RuleError
from elans_desktop.models import Base, JournalMode, journal_mode
from elans_desktop.models.documents import IssuedCertificate
from elans_desktop.models.journal import AccessTrace
from elans_desktop.models.participants import Participant
from elans_desktop.models.privacy import DistinctPair
from elans_desktop.models.support import Interview
from elans_desktop.services.participants import sensitive
from elans_desktop.services.participants.paper_people import PaperNote, PaperTable, PersonDataView
from elans_desktop.services.privacy import person_requests
from elans_desktop.services.privacy.person_export import bundling, reading, tables
from elans_desktop.services.privacy.person_export.tables import APART, OMITTED, WORDS
from elans_desktop.services.privacy.person_requests import RequestInput
from elans_desktop.storage import references, traces
from elans_desktop.storage.workspace import Workspace
from tests.support import paper_world
from tests.support.organisation import acting_as, fill
from tests.support.paper_world import OTHER_SECRET, SECRET, PaperWorld
from tests.support.people import change_person
from tests.support.support_world import interview
from tests.support.whole_files import WholeFiles


@pytest.fixture
def made(workspace: Workspace) -> Iterator[PaperWorld]:
    with clock.fixed(paper_world.NOW):
        with workspace.write("Essai") as session:
            world = paper_world.build(session)
        yield world


def bundle(workspace: Workspace, person: uuid.UUID, notes: str = reading.MINE) -> bundling.Bundle:
    with workspace.read() as session:
        return bundling.bundle(session, person, notes)


def words_of(view: PersonDataView) -> str:
    """Every word of the document."""
    found: list[str] = []
    for section in view.sections:
        found.append(section.title)
        for part in section.parts:
            if isinstance(part, PaperTable):
                found += [column.label for column in part.columns]
                found += [cell for row in part.rows for cell in row]
            elif isinstance(part, PaperNote):
                found += [part.heading, part.text]
    return "\n".join(found)


def test_every_table_that_speaks_of_a_person_is_exported_or_left_out_for_a_reason() -> None:
    pointing, waiting = {"participant"}, ["participant"]
    while waiting:
        for name, _column in references.children(waiting.pop()):
            if name not in pointing:
                pointing.add(name)
                waiting.append(name)
    loose = {
        name
        for name, table in Base.metadata.tables.items()
        if {"subject_id", "row_id", "participant_id"} & set(table.columns.keys())
    }
    told = WORDS.keys() | APART.keys() | OMITTED.keys()
    assert (pointing | loose) - told == set()
    assert not (WORDS.keys() & OMITTED.keys())
    assert all(len(reason) > 20 for reason in (*APART.values(), *OMITTED.values()))


@pytest.mark.parametrize("table", WORDS)
def test_every_column_of_these_tables_has_its_french_name(table: str) -> None:
    """Or only says under what the row stands."""
    for column in Base.metadata.tables[table].columns:
        alone = column.primary_key or column.info.get("derived") or column.name in tables.PARENTS
        if not alone and tables.LINKS.get(table) != column.name:
            assert WORDS[table].fields.get(column.name), f"{table}.{column.name}"
    assert WORDS[table].fields.keys() <= set(Base.metadata.tables[table].columns.keys())


def test_a_row_in_each_of_these_tables_is_in_the_file_for_programs(workspace: Workspace) -> None:
    with clock.fixed(paper_world.NOW):
        fill(workspace)
        with workspace.write("Essai") as session:
            sensitive.keep(session, on=True)
            own = WholeFiles(session).person("Zo\u00e9")
            WholeFiles(session).person("Autre")
        content = bundle(workspace, own["participant"].id, reading.ALL).content
    for table in WORDS.keys() - tables.LOOSE.keys():
        assert journal_mode(table) is not JournalMode.UNRECORDED
        ids = [line["id"] for line in content["tables"][table]["lignes"]]
        assert ids == [own[table].id.hex], table


def test_a_certificate_is_there_by_its_number(workspace: Workspace, made: PaperWorld) -> None:
    activity = uuid.uuid4()
    with workspace.write("Essai") as session:
        for person, number in ((made.person, "CR-2027-A0001"), (made.other, "CR-2027-A0002")):
            session.add(
                IssuedCertificate(
                    number=number,
                    key="certificat",
                    subject_id=person,
                    activity_id=activity,
                    content_sha256="b" * 64,
                    made_at=clock.now_ms(),
                    replaces="",
                )
            )
    found = bundle(workspace, made.person)
    (line,) = found.content["tables"]["issued_certificate"]["lignes"]
    assert (line["number"], line["mots"]["key"]) == ("CR-2027-A0001", "certificat de réalisation")
    assert "CR-2027-A0001" in words_of(found.data)


def test_all_that_is_for_programs_is_for_the_person_to_read_too(
    workspace: Workspace, made: PaperWorld
) -> None:
    found = bundle(workspace, made.person, reading.ALL)
    words = words_of(found.data).casefold()
    for table, told in found.content["tables"].items():
        hidden = tables.TECHNICAL.get(table, frozenset())
        for line in told["lignes"]:
            for name, label in told["colonnes"].items():
                value = line.get(name)
                if name in hidden or value in (None, "", False, 0):
                    continue
                said = line.get("mots", {}).get(name)
                shown = said or (label["titre"] if value is True else str(value))
                assert shown.casefold() in words, f"{table}.{name}"


def test_the_file_for_programs_says_how_it_is_read_and_keeps_units(
    workspace: Workspace, made: PaperWorld
) -> None:
    content = json.loads(json.dumps(bundle(workspace, made.person).content))
    assert (content["format"], content["version"]) == ("elans-personne", 1)
    person = content["tables"]["participant"]["lignes"][0]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", person["birth_date"])
    assert content["tables"]["participant"]["colonnes"]["birth_date"] == {
        "titre": "Date de naissance",
        "unite": "date",
    }
    aid = content["tables"]["financial_aid"]
    assert aid["colonnes"]["amount"]["unite"] == "centimes"
    assert isinstance(aid["lignes"][0]["amount"], int)
    presence = content["tables"]["presence"]["lignes"][0]
    slot = content["references"][presence["slot_id"]]
    assert {"jour", "debut", "fin", "activite"} <= slot.keys()
    assert presence["mots"]["status"] in ("présent", "absent justifié", "absent injustifié", "excusé")


def test_nothing_of_somebody_else_is_there(workspace: Workspace, made: PaperWorld) -> None:
    with workspace.write("Essai") as session:
        other = session.get_one(Participant, made.other)
        other.last_name = "Introuvable"
        other.number = "2026-Z9999"
    with workspace.write("Réunir avec Introuvable") as session:
        mine = session.get_one(Participant, made.person)
        mine.notes = "Remarque."
        mine.merged_into_id = made.other
        key = DistinctPair.key(made.person, made.other)
        session.add(DistinctPair(id=key, first_id=made.person, second_id=made.other))
    with workspace.write("Séparer d’Introuvable") as session:
        session.get_one(Participant, made.person).merged_into_id = None
    found = bundle(workspace, made.person)
    whole = json.dumps(found.content, ensure_ascii=False) + words_of(found.data)
    assert "Introuvable" not in whole
    assert "2026-Z9999" not in whole
    assert made.other.hex not in whole


def test_two_files_joined_by_mistake_leave_nothing_of_one_in_the_other(
    workspace: Workspace, made: PaperWorld
) -> None:
    talk = interview(workspace, made.other, clock.today(), summary="Sa vie à elle.")
    with workspace.write("Réunir") as session:
        session.get_one(Interview, talk).participant_id = made.person
        session.get_one(Participant, made.person).notes = "Dossier réuni."
    workspace.undo()
    found = bundle(workspace, made.person)
    whole = json.dumps(found.content, ensure_ascii=False) + words_of(found.data)
    assert "Sa vie à elle." not in whole


def test_private_notes_are_ones_own_unless_one_answers_for_the_organisation(
    workspace: Workspace, made: PaperWorld
) -> None:
    mine = bundle(workspace, made.person)
    assert SECRET in words_of(mine.data)
    assert OTHER_SECRET not in words_of(mine.data) + json.dumps(mine.content, ensure_ascii=False)
    assert any(one.startswith("Notes privées de ") and "(1)" in one for one in mine.left_out)
    none = bundle(workspace, made.person, reading.NONE)
    assert SECRET not in words_of(none.data) + json.dumps(none.content, ensure_ascii=False)
    assert len(none.left_out) == len(mine.left_out) + 1
    everybody = bundle(workspace, made.person, reading.ALL)
    assert SECRET in words_of(everybody.data)
    assert OTHER_SECRET in words_of(everybody.data)
    with acting_as(workspace, "coordination"), pytest.raises(PermissionDenied):
        bundle(workspace, made.person, reading.ALL)
    with pytest.raises(RuleError):
        bundle(workspace, made.person, "toutes")


def test_what_is_confidential_follows_the_role_and_its_absence_is_said(
    workspace: Workspace, made: PaperWorld
) -> None:
    with acting_as(workspace, "coordination"):
        assert bundle(workspace, made.person).content["tables"]["sensitive_record"]["lignes"]
    with acting_as(workspace, "referent"):
        closed = bundle(workspace, made.person)
    assert closed.content["tables"]["sensitive_record"]["lignes"] == []
    assert "Bloc confidentiel" in [one["quoi"] for one in closed.content["non_communique"]]
    assert "Bloc confidentiel" in words_of(closed.data)
    for role in ("accueil", "consultation"):
        with acting_as(workspace, role), pytest.raises(PermissionDenied):
            bundle(workspace, made.person)


def test_files_joined_to_this_one_are_in_it(workspace: Workspace, made: PaperWorld) -> None:
    with workspace.write("Essai") as session:
        other = session.get_one(Participant, made.other)
        other.phone = "07 00 00 00 00"
        other.merged_into_id = made.person
    content = bundle(workspace, made.person).content
    assert content["dossiers"] == [made.person.hex, made.other.hex]
    assert len(content["tables"]["participant"]["lignes"]) == 2


def test_corrections_are_told_with_their_before_and_after(workspace: Workspace, made: PaperWorld) -> None:
    change_person(workspace, made.person, "Corriger la commune", commune="Argentan", postcode="61200")
    found = bundle(workspace, made.person)
    changed = next(one for one in found.content["rectifications"] if one["champ"] == "Commune")
    assert (changed["nature"], changed["apres"]) == ("correction", "Argentan")
    assert "Argentan" in words_of(found.data)


def test_who_opened_the_file_is_told_and_the_archive_leaves_its_own_trace(
    workspace: Workspace, made: PaperWorld
) -> None:
    traces.note(workspace, traces.READ, (("participant", made.person), ("participant", made.other)))
    first = bundle(workspace, made.person)
    assert [one["acte"] for one in first.content["consultations"]] == ["lecture du dossier"]
    with workspace.write("Remettre", "document") as session:
        bundling.note_made(session, first, pages=7, sha256="a" * 64)
    second = bundle(workspace, made.person)
    assert sorted(one["acte"] for one in second.content["consultations"]) == ["export", "lecture du dossier"]
    assert second.content["documents"][0]["cle"] == "export-personne"
    with workspace.read() as session:
        kept = session.scalars(select(AccessTrace).where(AccessTrace.action == traces.EXPORTED)).one()
    assert kept.row_id == made.person


def test_the_request_that_the_archive_answers_is_found(workspace: Workspace, made: PaperWorld) -> None:
    def awaited() -> Any:
        with workspace.read() as session:
            return bundling.awaited(session, made.person)

    assert awaited() is None
    with workspace.write("Essai") as session:
        for kind, day in (("rectification", 2), ("portabilite", 4), ("acces", 3)):
            person_requests.save(
                session, RequestInput(made.person, kind_code=kind, received_on=date(2027, 4, day))
            )
    assert awaited().input.kind_code == "acces"


def test_an_anonymised_file_has_nothing_to_hand_over(workspace: Workspace, made: PaperWorld) -> None:
    with workspace.write("Essai") as session:
        session.get_one(Participant, made.person).anonymised_on = clock.today()
    with pytest.raises(RuleError):
        bundle(workspace, made.person)

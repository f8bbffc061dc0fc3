"""The import written: one operation, undone at once; all of it, or nothing."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import Cancelled, PermissionDenied
from elans_desktop.documents.spreadsheets import to_csv
from elans_desktop.models.journal import Change, ImportMapping, Operation
from elans_desktop.models.organisation import Agreement, Professional, Scheme
from elans_desktop.models.participants import DetectionContact, Participant, Pathway
from elans_desktop.services import exports
from elans_desktop.services.imports import remembered
from elans_desktop.services.imports.columns import suggest
from elans_desktop.services.imports.participants import (
    Choice,
    Decisions,
    ImportPlan,
    ImportResult,
    apply,
    operation_label,
    plan,
)
from elans_desktop.services.imports.reading import read_table
from elans_desktop.services.imports.reports import summary_line
from elans_desktop.services.imports.tables import RawTable
from elans_desktop.services.participants import participants as people
from elans_desktop.storage.actor import actor_of
from elans_desktop.storage.workspace import Workspace
from tests.support import spreadsheets

LIST = (
    "Nom;Prénom;Né(e) le;Ville;Téléphone\nBAZIN;Lucie;12/03/98;Flers;612345678\nDIALLO;Awa;1er juin 1995;;\n"
)


def _table(text: str = LIST) -> RawTable:
    return read_table(text.encode(), "liste.csv")


def _plan(workspace: Workspace, table: RawTable) -> ImportPlan:
    with workspace.read() as session:
        return plan(session, table, suggest(table))


def _import(workspace: Workspace, table: RawTable, decisions: Decisions | None = None) -> ImportResult:
    planned = _plan(workspace, table)
    with workspace.write(operation_label(planned, decisions), kind="import") as session:
        return apply(session, planned, decisions)


def _people(workspace: Workspace) -> list[tuple[str, str, str, date | None]]:
    with workspace.read() as session:
        found = session.execute(
            select(
                Participant.number, Participant.last_name, Participant.first_name, Participant.birth_date
            ).order_by(Participant.number)
        )
        return [(number, last, first, born) for number, last, first, born in found]


def test_the_ugly_list_is_imported_and_undone_in_one_operation(workspace: Workspace, tmp_path: Path) -> None:
    table = read_table(spreadsheets.ugly_xlsx(tmp_path / "liste.xlsx"))
    result = _import(workspace, table)
    assert summary_line(result) == "40 importés, 2 doublons, 3 rejetés"
    everybody = _people(workspace)
    year = clock.today().year
    assert [row[0] for row in everybody] == [f"{year}-A{rank:04}" for rank in range(1, 41)]
    assert everybody[0][1:] == ("BAZIN", "Lucie", date(1996, 1, 1))
    assert workspace.undo_label() == "Import de 40\u00a0personnes"
    with workspace.read() as session:
        operation = session.scalars(select(Operation).where(Operation.kind == "import")).one()
        recorded = select(func.count()).where(
            Change.operation_id == operation.id, Change.table_name == "participant"
        )
        assert session.scalar(recorded) == 40
        assert {row.search.split()[0] for row in people.rows(session)} >= {"bazin", "diallo"}
    workspace.undo()
    assert _people(workspace) == []
    _import(workspace, _table())
    assert [row[0] for row in _people(workspace)] == [f"{year}-A0041", f"{year}-A0042"]


def test_the_same_file_twice_gives_only_twins(workspace: Workspace) -> None:
    assert summary_line(_import(workspace, _table())) == "2 importés, 0 doublons, 0 rejetés"
    assert summary_line(_import(workspace, _table())) == "0 importés, 2 doublons, 0 rejetés"
    assert len(_people(workspace)) == 2


def test_a_twin_may_be_created_or_complete_the_file_known(workspace: Workspace) -> None:
    _import(workspace, _table())
    again = _table(
        LIST.replace("Flers;612345678", "Caen;0699999999").replace("1995;;", "1995;Metz;0611111111")
    )
    result = _import(workspace, again, {2: Choice.CREATE, 3: Choice.COMPLETE})
    assert (result.created, result.completed, result.twins) == (1, 1, 0)
    with workspace.read() as session:
        found = session.execute(
            select(Participant.last_name, Participant.commune, Participant.phone).order_by(Participant.number)
        )
        assert [tuple(row) for row in found] == [
            ("BAZIN", "Flers", "06 12 34 56 78"),
            ("DIALLO", "Metz", "06 11 11 11 11"),
            ("BAZIN", "Caen", "06 99 99 99 99"),
        ]


def test_completing_never_changes_what_is_known(workspace: Workspace) -> None:
    _import(workspace, _table())
    _import(workspace, _table(LIST.replace("612345678", "0699999999")), {2: Choice.COMPLETE})
    with workspace.read() as session:
        assert (
            session.scalar(select(Participant.phone).where(Participant.last_name == "BAZIN"))
            == "06 12 34 56 78"
        )


def test_nothing_is_written_when_cancelled_on_the_way(workspace: Workspace) -> None:
    text = "Nom;Prénom\n" + "".join(f"PERSONNE{n};Zoé\n" for n in range(600))
    planned = _plan(workspace, _table(text))
    steps: list[tuple[int, int]] = []

    def stop_in_the_middle(done: int, total: int) -> None:
        steps.append((done, total))
        if done:
            raise Cancelled

    with pytest.raises(Cancelled), workspace.write("Import", kind="import") as session:
        apply(session, planned, progress=stop_in_the_middle)
    assert steps == [(0, 600), (250, 600)]
    with pytest.raises(Cancelled), workspace.write("Import", kind="import") as session:
        apply(session, planned, cancelled=lambda: len(steps) > 1)
    assert _people(workspace) == []
    assert workspace.undo_label() is None
    with workspace.read() as session:
        assert session.scalar(select(func.count()).where(Change.table_name == "participant")) == 0


def test_a_plan_writes_nothing(workspace: Workspace) -> None:
    planned = _plan(workspace, _table())
    assert len(planned.ready) == 2
    assert _people(workspace) == []


def test_contact_pathway_and_referent_are_opened(workspace: Workspace) -> None:
    with workspace.write("Préparer") as session:
        session.add(Scheme(id=Scheme.key("essai"), code="essai", label="Essai", options={}, archived_on=None))
        session.flush()
        session.add(
            Agreement(
                scheme_id=Scheme.key("essai"), title="Convention", number="", start=date(2026, 1, 1),
                end=date(2028, 12, 31), ceiling_rate=1500, ceiling_base="direct", transfer_clause="",
                eu_cofunded=False, archived_on=None,
            )
        )  # fmt: skip
        session.add(
            Professional(
                last_name="Durand", first_name="Anne", function="", phone="", email="", is_trainer=False,
                is_referent=True, start=None, end=None, archived_on=None,
            )
        )  # fmt: skip
    _import(
        workspace,
        _table(
            "Nom;Date du 1er contact;Mode de repérage;Orienté par;Date d’entrée;Référent\n"
            "BAZIN;12/01/2026;Maraude;CCAS de Flers;01/03/2026;Anne DURAND\nDIALLO;;;;;\n"
        ),
    )
    with workspace.read() as session:
        contact = session.scalars(select(DetectionContact)).one()
        assert (contact.day, contact.oriented_by_name) == (date(2026, 1, 12), "CCAS de Flers")
        pathway = session.scalars(select(Pathway)).one()
        assert pathway.entry_on == date(2026, 3, 1)
        assert pathway.referent_id == session.scalar(select(Professional.id))
        bazin = session.scalar(select(Participant.id).where(Participant.last_name == "BAZIN"))
        assert {contact.participant_id, pathway.participant_id} == {bazin}
        assert isinstance(bazin, uuid.UUID)
        view = people.view(session, bazin)
        assert view.pathways[0].agreement_title == "Convention"


def test_what_was_exported_is_imported_again_field_by_field(workspace: Workspace) -> None:
    whole = people.ParticipantInput(
        civility="madame",
        last_name="O’BRIEN",
        birth_name="LE GOFF",
        first_name="Anne-Marie",
        birth_date=date(1998, 3, 12),
        sex="femme",
        nationality="ue",
        address="Bât. A ; 1 rue X\nChez Y",
        domiciliation="CCAS",
        postcode="01000",
        commune="Bourg-en-Bresse",
        insee="01053",
        zone="qpv",
        phone="+353 1 234 5678",
        sms_accepted=False,
        email="anne@exemple.fr",
        contact_person="Un ami",
        reachable_referent="06 00 00 00 00",
        language="dari_pachto",
        notes="=une note",
        information_given_on=date(2026, 3, 1),
        information_given_by="Camille",
    )
    with workspace.write("Créer") as session:
        created = people.save(session, whole)
    with workspace.read() as session:
        exported = to_csv(exports.export_participants(session))
        known = people.view(session, created).input
    workspace.undo()
    _import(workspace, read_table(exported))
    with workspace.read() as session:
        again = people.view(session, session.scalars(select(Participant.id)).one()).input
    assert replace(again, id=None) == replace(known, id=None)


def test_the_mapping_is_remembered_with_the_import(workspace: Workspace) -> None:
    table = _table("Patronym usuel;Surnom\nBAZIN;Lulu\n")
    with workspace.read() as session:
        mapping = remembered.propose(session, table)
    mapping = mapping.with_target(0, "last_name").with_target(1, "notes")
    for _ in range(2):
        with workspace.write("Import", kind="import") as session:
            remembered.remember(session, table, mapping)
    with workspace.read() as session:
        again = remembered.propose(session, _table("SURNOM;patronym usuel\nx;y\n"))
        assert [match.target for match in again.matches] == ["notes", "last_name"]
        assert [match.how for match in again.matches] == ["remembered", "remembered"]
        assert session.scalar(select(func.count()).select_from(ImportMapping)) == 1
        assert session.scalar(select(func.count()).where(Change.table_name == "import_mapping")) == 0


def test_who_may_not_import(workspace: Workspace) -> None:
    planned = _plan(workspace, _table())
    with pytest.raises(PermissionDenied), workspace.write("Import", kind="import") as session:
        _apply_as(session, "accueil", planned)
    assert _people(workspace) == []


def _apply_as(session: Session, role: str, planned: ImportPlan) -> None:
    session.info["actor"] = replace(actor_of(session), role=role)
    apply(session, planned)

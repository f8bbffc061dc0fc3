"""« Historique », drafts, traces, erasure: what is kept, and what is not."""

from __future__ import annotations

import uuid
from datetime import date, datetime

import pytest
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.models.journal import AccessTrace, Change, Draft, Operation
from elans_desktop.models.participants import Participant
from elans_desktop.storage import drafts, erased_ids, erasure, history, integrity, traces
from elans_desktop.storage.erased_ids import ErasedRow
from elans_desktop.storage.workspace import Workspace
from tests.storage.rows import activity_with_slots, participant, presence
from tests.support.workspaces import USER_NAME


def person_with_history(workspace: Workspace) -> uuid.UUID:
    person = participant("Bazin", birth_date=date(1998, 3, 12))
    rows, slots = activity_with_slots(3)
    with workspace.write("Créer le dossier de Lucie B.") as session:
        session.add_all([person, *rows])
    with workspace.write("Modifier la fiche de Lucie B.") as session:
        row = session.get_one(Participant, person.id)
        row.birth_date, row.commune = date(1998, 3, 21), "Die"
    with workspace.write("Saisir des présences") as session:
        session.add_all(presence(person.id, slot) for slot in slots)
    return person.id


def test_history_of_a_row_and_of_a_field(workspace: Workspace) -> None:
    person = person_with_history(workspace)
    with workspace.read() as session:
        entries = history.of_row(session, "participant", person)
        [born, first] = history.of_field(session, "participant", person, "birth_date")
    assert [(entry.action, entry.label) for entry in entries] == [
        ("update", "Modifier la fiche de Lucie B."),
        ("insert", "Créer le dossier de Lucie B."),
    ]
    assert {entry.user for entry in entries} == {USER_NAME}
    assert [(change.old, change.new) for change in born.fields] == [(date(1998, 3, 12), date(1998, 3, 21))]
    assert first.fields[0].new == date(1998, 3, 12)
    assert "Bazin" not in repr(entries)


def test_history_of_a_person_gathers_their_rows(workspace: Workspace) -> None:
    person = person_with_history(workspace)
    with workspace.read() as session:
        rows = history.family(session, "participant", person, among={"presence", "pathway"})
        entries = history.of_rows(session, rows)
        latest = history.of_rows(session, rows, limit=2)
    assert sorted(table for table, _ in rows) == ["participant", *["presence"] * 3]
    assert len(entries) == 5
    assert [entry.table for entry in latest] == ["presence", "presence"]


def test_a_draft_is_kept_replaced_and_thrown_away_outside_the_journal(workspace: Workspace) -> None:
    subject = uuid.uuid4()
    with workspace.read() as session:
        before = len(session.scalars(select(Operation)).all())
    heard: list[frozenset[str]] = []
    workspace.on_change(heard.append)
    for words in ("Bonj", "Bonjour"):
        with workspace.write("Brouillon") as session:
            drafts.keep(session, "participant", subject, "Lucie B.", {"notes": words})
    with workspace.read() as session:
        found = drafts.find(session, "participant", subject)
        assert found is not None
        assert found.values == {"notes": "Bonjour"}
        assert "Bonjour" not in repr(found)
        assert [draft.form for draft in drafts.mine(session)] == ["participant"]
        assert len(session.scalars(select(Operation)).all()) == before
    assert heard == [frozenset({"draft"})] * 2
    with workspace.write("Brouillon") as session:
        drafts.discard(session, "participant", subject)
    with workspace.read() as session:
        assert session.scalars(select(Draft)).all() == []


def test_traces_are_purged_after_a_year(workspace: Workspace) -> None:
    for year in (2025, 2027):
        with clock.fixed(datetime(year, 1, 12)), workspace.write("Trace") as session:
            traces.record(session, traces.PRINTED, "participant", uuid.uuid4())
    with clock.fixed(datetime(2027, 6, 1)), workspace.write("Purger") as session:
        assert traces.purge(session) == 1
    with workspace.read() as session:
        [left] = session.scalars(select(AccessTrace)).all()
    assert left.user_id == workspace.actor.user_id


def test_erasure_leaves_nothing_of_the_person_in_the_base(workspace: Workspace) -> None:
    person = person_with_history(workspace)
    with workspace.write("Imprimer : Fiche de Lucie B.", kind="document") as session:
        session.get_one(Participant, person).notes = "imprimée"
    workspace.undo()  # the presences
    workspace.redo()
    with workspace.write("Brouillon") as session:
        drafts.keep(session, "participant", person, "Lucie B.", {"notes": "x"})
        traces.record(session, traces.OPENED, "participant", person)
    erased = ErasedRow("participant", person, ("last_name", "first_name", "birth_date"))
    erasure.erase(workspace, "Effacer un dossier", [erased])
    with workspace.read() as session:
        row = session.get_one(Participant, person)
        assert (row.last_name, row.first_name, row.birth_date, row.commune) == ("", "", None, "Die")
        assert "bazin" not in row.search_key
        changes = session.scalars(select(Change).where(Change.row_id == person)).all()
        assert all(change.fields == {} for change in changes if change.action != "erase")
        assert "Bazin" not in str([change.fields for change in changes])
        labels = session.scalars(select(Operation.label)).all()
        assert not any("Lucie" in label for label in labels)
        assert session.scalars(select(Draft)).all() == []
        assert session.scalars(select(AccessTrace.row_id)).all() == [None]
    assert erased_ids.read(workspace.folder) == [erased]
    assert integrity.verify(workspace.data_path, workspace.data_key, full=True).ok
    workspace.undo()  # the presences: erasure itself is skipped
    with pytest.raises(RuleError):
        workspace.undo()

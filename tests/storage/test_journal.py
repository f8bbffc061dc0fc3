"""What the journal writes, and the routes it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from elans_desktop.models import Base, JournalMode, is_derived, journal_mode
from elans_desktop.models.journal import Change, Operation
from elans_desktop.models.organisation import Place, Setting
from elans_desktop.models.participants import Participant
from elans_desktop.models.types import Pairs
from elans_desktop.storage import labels
from elans_desktop.storage.bulk import bulk_insert
from elans_desktop.storage.guard import UnjournalledWrite
from elans_desktop.storage.workspace import Workspace
from tests.storage.rows import column_values, participant, place, setting


def changes_of_last(workspace: Workspace) -> list[tuple[str, str, dict[str, Any]]]:
    with workspace.read() as session:
        last = session.scalars(select(Operation).order_by(Operation.seq.desc()).limit(1)).one()
        query = select(Change).where(Change.operation_id == last.id).order_by(Change.position)
        return [(change.table_name, change.action, change.fields) for change in session.scalars(query)]


def count_operations(workspace: Workspace) -> int:
    with workspace.read() as session:
        return len(session.scalars(select(Operation)).all())


def test_insert_is_written_from_every_column_but_the_derived_ones(workspace: Workspace) -> None:
    with workspace.write("Ajouter") as session:
        session.add(participant("Œuvrard", birth_date=date(1998, 3, 12)))
    [(table, action, fields)] = changes_of_last(workspace)
    assert (table, action) == ("participant", "insert")
    assert fields["last_name"] == [None, "Œuvrard"]
    assert fields["birth_date"] == [None, "1998-03-12"]
    assert fields["archived_on"] == [None, None]
    assert "search_key" not in fields
    assert "id" not in fields
    with workspace.read() as session:
        assert session.scalars(select(Participant)).one().search_key.startswith("oeuvrard")


def test_update_writes_only_what_changed(workspace: Workspace) -> None:
    with workspace.write("Ajouter") as session:
        session.add(place("Salle", capacity=8))
    with workspace.write("Modifier") as session:
        row = session.scalars(select(Place)).one()
        row.name, row.capacity, row.commune = "Grande salle", 8, ""
    assert changes_of_last(workspace) == [("place", "update", {"name": ["Salle", "Grande salle"]})]


def test_old_value_is_known_even_when_never_loaded(workspace: Workspace) -> None:
    with workspace.write("Ajouter") as session:
        session.add(place("Salle"))
    with workspace.write("Modifier") as session:
        row = session.scalars(select(Place)).one()
        session.expire(row)
        row.name = "Atelier"
    assert changes_of_last(workspace) == [("place", "update", {"name": ["Salle", "Atelier"]})]


def test_several_flushes_make_one_change(workspace: Workspace) -> None:
    with workspace.write("Ajouter") as session:
        row = place("A", capacity=1)
        session.add(row)
        session.flush()
        row.name = "B"
        session.flush()
        row.name = "C"
    [(_, action, fields)] = changes_of_last(workspace)
    assert action == "insert"
    assert fields["name"] == [None, "C"]


def test_what_comes_back_to_its_first_value_is_not_an_operation(workspace: Workspace) -> None:
    with workspace.write("Ajouter") as session:
        session.add(place("A"))
    before = count_operations(workspace)
    with workspace.write("Hésiter") as session:
        row = session.scalars(select(Place)).one()
        row.name = "B"
        session.flush()
        row.name = "A"
    with workspace.write("Ajouter puis retirer") as session:
        row = place("X")
        session.add(row)
        session.flush()
        session.delete(row)
    assert count_operations(workspace) == before


@pytest.mark.parametrize("flush_between", [True, False])
def test_a_row_deleted_and_made_again_is_an_update(workspace: Workspace, *, flush_between: bool) -> None:
    with workspace.write("Régler") as session:
        session.add(setting("delai", 5))
    with workspace.write("Refaire") as session:
        session.delete(session.scalars(select(Setting)).one())
        if flush_between:
            session.flush()
        session.add(setting("delai", 9))
    [(_, action, fields)] = changes_of_last(workspace)
    assert (action, fields) == ("update", {"value": [{"value": 5}, {"value": 9}]})


def test_the_key_of_a_row_never_changes(workspace: Workspace) -> None:
    with workspace.write("Régler") as session:
        session.add(setting("delai", 5))
    with workspace.write("Fusionner") as session:
        session.merge(setting("delai", 9))
    assert changes_of_last(workspace) == [("setting", "update", {"value": [{"value": 5}, {"value": 9}]})]
    with pytest.raises(ValueError, match="cannot change"), workspace.write("Renommer") as session:
        session.scalars(select(Setting)).one().id = Setting.key("autre")


def test_deletion_keeps_the_old_values(workspace: Workspace) -> None:
    with workspace.write("Ajouter") as session:
        session.add(place("Salle"))
    with workspace.write("Supprimer") as session:
        row = session.scalars(select(Place)).one()
        row.name = "jamais écrit"
        session.delete(row)
    [(_, action, fields)] = changes_of_last(workspace)
    assert action == "delete"
    assert fields["name"] == ["Salle", None]


def test_operations_are_numbered_stamped_and_know_what_came_before(workspace: Workspace) -> None:
    for name in "abc":
        with workspace.write(f"Régler {name}") as session:
            session.add(setting(name))
    with workspace.read() as session:
        operations = session.scalars(select(Operation).order_by(Operation.seq)).all()
    assert [operation.seq for operation in operations] == [1, 2, 3, 4]
    stamps = [(operation.stamp_ms, operation.stamp_counter) for operation in operations]
    assert stamps == sorted(set(stamps))
    laptop = workspace.actor.laptop_id.hex
    assert [operation.context.get(laptop, 0) for operation in operations] == [0, 1, 2, 3]
    assert {operation.user_id for operation in operations} == {workspace.actor.user_id}


ROUTES: dict[str, Callable[[Session], object]] = {
    "core insert": lambda s: s.execute(insert(Setting), [column_values(Setting, name="x", value={})]),
    "orm update": lambda s: s.execute(update(Setting).values(name="x")),
    "orm delete": lambda s: s.execute(delete(Setting)),
    "bulk save": lambda s: s.bulk_save_objects([setting("x")]),
    "bulk mappings": lambda s: s.bulk_insert_mappings(Setting, [column_values(Setting, name="x")]),  # type: ignore[arg-type]
    "connection": lambda s: s.connection().execute(delete(Setting.__table__)),  # type: ignore[arg-type]
    "text": lambda s: s.execute(text("update setting set name = 'x'")),
    "text with comment": lambda s: s.execute(text("/* x */ -- y\n UPDATE \"setting\" SET name = 'x'")),
    "cte": lambda s: s.execute(text("WITH a AS (SELECT 1) DELETE FROM setting WHERE 1 IN (SELECT * FROM a)")),
    "replace": lambda s: s.execute(text("insert or replace into setting (id) values (x'00')")),
    "driver": lambda s: s.connection().exec_driver_sql("delete from main.setting"),
    "schema": lambda s: s.execute(text("drop table setting")),
}


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_the_journal_would_not_see_is_refused(workspace: Workspace, route: str) -> None:
    with workspace.write("Régler") as session:
        session.add(setting("a"))
    before = count_operations(workspace)
    with pytest.raises(UnjournalledWrite), workspace.write("Contourner") as session:
        ROUTES[route](session)
    with workspace.read() as session:
        assert [row.name for row in session.scalars(select(Setting))] == ["a"]
    assert count_operations(workspace) == before


def test_a_savepoint_is_refused(workspace: Workspace) -> None:
    with pytest.raises(RuntimeError, match="savepoint"), workspace.write("Morceler") as session:
        session.begin_nested()


def test_no_table_has_a_road_around_the_journal() -> None:
    for table in Base.metadata.tables.values():
        if journal_mode(table.name) is JournalMode.UNRECORDED:
            continue
        assert table.name in labels.TABLES
        assert [column.name for column in table.primary_key] == ["id"]
        for column in table.columns:
            assert column.server_default is None, column
            assert column.onupdate is None, column
            assert column.server_onupdate is None, column
        for key in table.foreign_keys:
            assert key.ondelete is None, key
            assert key.onupdate is None, key
    for mapper in Base.registry.mappers:
        assert list(mapper.relationships) == []


def test_declared_bulk_is_journalled_like_the_rest(workspace: Workspace) -> None:
    rows = [column_values(Participant, last_name=f"Nom{n}", number=f"2027-A{n:04}") for n in range(20)]
    with workspace.write("Importer", kind="import") as session:
        ids = bulk_insert(session, Participant, rows)
        session.get_one(Participant, ids[3]).first_name = "Zoé"
    changes = changes_of_last(workspace)
    assert [action for _, action, _ in changes] == ["insert"] * 20 + ["update"]
    assert changes[0][2]["last_name"] == [None, "Nom0"]
    with workspace.read() as session:
        people = session.scalars(select(Participant).order_by(Participant.number)).all()
        assert people[3].search_key == "nom3 zoe 2027 a0003"
    workspace.undo()
    with workspace.read() as session:
        assert session.scalars(select(Participant)).all() == []
    workspace.redo()
    with workspace.read() as session:
        again = session.scalars(select(Participant).order_by(Participant.number)).all()
    assert [(p.id, p.last_name, p.first_name, p.search_key) for p in again] == [
        (p.id, p.last_name, p.first_name, p.search_key) for p in people
    ]


def test_drafts_traces_and_derived_columns_are_not_recorded() -> None:
    unrecorded = {name for name in Base.metadata.tables if journal_mode(name) is JournalMode.UNRECORDED}
    assert {"draft", "access_trace", "interface_state", "import_mapping", "operation", "change"} <= unrecorded
    assert is_derived(Base.metadata.tables["participant"], "search_key")


DIALECT = sqlite.dialect()
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(),
    st.lists(st.integers()),
    st.dictionaries(st.text(), st.none()),
)


@given(st.dictionaries(st.text(), st.lists(VALUES, min_size=2, max_size=2)))
def test_changes_are_read_as_they_were_said(fields: dict[str, list[object]]) -> None:
    written = json.dumps(Pairs().process_bind_param(fields, DIALECT))
    assert Pairs().process_result_value(json.loads(written), DIALECT) == fields
    whole = json.loads(json.dumps(fields))  # as the first version wrote them
    assert Pairs().process_result_value(whole, DIALECT) == fields


def test_an_insertion_is_written_without_the_values_it_did_not_have() -> None:
    assert Pairs().process_bind_param({"late": [None, 0], "name": ["a", "b"]}, DIALECT) == {
        "late": 0,
        "name": ["a", "b"],
    }

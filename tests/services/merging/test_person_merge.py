"""Two files of one person become one: nothing is lost, everything can be taken back."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Text

from elans_desktop.core.errors import PermissionDenied, RuleError
from elans_desktop.models import Base, JournalMode, journal_mode, mapped_class
from elans_desktop.models.participants import Participant, Pathway
from elans_desktop.services.participants import merged_files, participants, person_merge
from elans_desktop.services.participants.merge_rows import BOTH, KEPT, OTHER, key_columns
from elans_desktop.services.participants.person_merge import MergeInput
from elans_desktop.services.participants.person_merge_fields import fields_of
from elans_desktop.services.participants.person_merge_words import field_label
from elans_desktop.storage import references
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import acting_as
from tests.support.people import NOW, add_person, change_person
from tests.support.twin_files import join, pairs, seen
from tests.support.whole_files import WholeFiles, snapshot, tables_of_a_person


def test_every_table_of_a_person_follows_and_comes_back(workspace: Workspace, agreement: uuid.UUID) -> None:
    """Walks the models: a table made tomorrow is in this test."""
    with workspace.write("Remplir") as session:
        files = WholeFiles(session)
        kept, other = (files.person(mark)["participant"].id for mark in ("Kept", "Other"))
    before = snapshot(workspace)
    join(workspace, kept, other)
    after = snapshot(workspace)
    for table, column in references.children("participant"):
        if journal_mode(table) is JournalMode.UNDOABLE:
            left = [key for key, row in after.items() if key[0] == table and row[column] == other.hex]
            assert left == [], f"{table}.{column} still points to the file that joined"
    touched = {table for table, _row in before.keys() ^ after.keys()}
    touched |= {key[0] for key in before.keys() & after.keys() if before[key] != after[key]}
    permanent = {name for name in tables_of_a_person() if journal_mode(name) is JournalMode.PERMANENT}
    direct = {table for table, _column in references.children("participant")} - permanent
    assert direct <= touched
    assert after["participant", other]["merged_into_id"] == kept.hex
    workspace.undo()
    assert snapshot(workspace) == before
    workspace.redo()
    assert snapshot(workspace) == after
    workspace.undo()
    assert snapshot(workspace) == before


def test_nothing_is_lost_where_nothing_clashes(workspace: Workspace, agreement: uuid.UUID) -> None:
    """A file without any rows of its own receives those of the other, all of them, under its own key."""
    with workspace.write("Remplir") as session:
        other = WholeFiles(session).person("Other")["participant"].id
    kept = add_person(workspace, "Gardé", "")
    before = snapshot(workspace)
    join(workspace, kept, other)
    after = snapshot(workspace)
    for table in set(tables_of_a_person()) - {"participant"}:
        assert len([1 for name, _id in after if name == table]) == len(
            [1 for name, _id in before if name == table]
        ), table
    for table, row_id in after:
        names = key_columns(mapped_class(table))
        if names and (table, row_id) not in before:
            maker: Any = getattr(mapped_class(table), "key")  # noqa: B009
            with workspace.read() as session:
                row = session.get_one(mapped_class(table), row_id)
                assert row.id == maker(*(getattr(row, name) for name in names)), table


def test_every_key_is_understood() -> None:
    for table in tables_of_a_person():
        model = mapped_class(table)
        assert all(name in Base.metadata.tables[table].columns for name in key_columns(model))


def test_every_field_that_is_offered_has_french_words() -> None:
    for model in (Participant, Pathway):
        for columns in fields_of(model):
            assert field_label(model.__tablename__, columns[0]) not in columns, columns


def test_fields_are_taken_from_the_side_chosen_and_texts_may_be_both(
    workspace: Workspace, zoe: uuid.UUID, twin: uuid.UUID
) -> None:
    view = seen(workspace, zoe, twin)
    found = pairs(view)
    assert (found["Téléphone"].kept, found["Téléphone"].other, found["Téléphone"].proposed) == (
        "",
        "06 11 22 33 44",
        OTHER,
    )
    assert (found["Commune"].proposed, found["Remarques"].proposed) == (KEPT, BOTH)
    assert "Date de naissance" not in found, "the other file says nothing of it"
    join(workspace, zoe, twin, fields={found["Commune"].key: OTHER})
    with workspace.read() as session:
        known = participants.view(session, zoe).input
    assert (known.commune, known.phone, known.notes) == ("Argentan", "06 11 22 33 44", "Une.\n\nDeux.")
    assert (known.last_name, known.birth_date) == ("Éluard", date(1998, 3, 12))


def test_the_number_of_the_file_that_joined_finds_the_other(
    workspace: Workspace, zoe: uuid.UUID, twin: uuid.UUID
) -> None:
    join(workspace, zoe, twin)
    with workspace.read() as session:
        joined = session.get_one(Participant, twin)
        assert (joined.merged_into_id, joined.archived_on) == (zoe, NOW.date())
        assert (joined.last_name, joined.phone) == ("Eluard", "06 11 22 33 44"), "it is kept as it was"
        assert merged_files.where(session, twin) == zoe
        assert merged_files.with_joined(session, zoe) == (zoe, twin)
        rows = participants.rows(session, archived=True)
    assert [row.id for row in rows] == [zoe]
    assert joined.number.lower().replace("-", " ") in rows[0].search
    assert "eluard zoe" in rows[0].search


def test_what_cannot_be_joined_gets_a_sentence(workspace: Workspace, zoe: uuid.UUID, twin: uuid.UUID) -> None:
    third = add_person(workspace, "Éluard", "Z.")

    def refused(kept: uuid.UUID, other: uuid.UUID) -> str:
        with workspace.read() as session, pytest.raises(RuleError) as found:
            person_merge.view(session, kept, other)
        with pytest.raises(RuleError), workspace.write("Réunir") as session:
            person_merge.merge(session, MergeInput(kept, other))
        assert found.value.advice
        return found.value.message

    assert refused(zoe, zoe) == "C’est deux fois le même dossier."
    join(workspace, zoe, twin)
    assert "a déjà été réuni avec le dossier 2027-A0001" in refused(third, twin)
    assert "a déjà été réuni" in refused(twin, third)
    with workspace.write("Archiver") as session:
        participants.archive(session, third)
    assert "est archivé" in refused(third, zoe)
    for column, words in (("anonymised_on", "anonymisé"), ("restricted_on", "archive restreinte")):
        with workspace.write("Marquer") as session:
            setattr(session.get_one(Participant, third), column, NOW.date())
        assert words in refused(zoe, third)
        workspace.undo()
    join(workspace, zoe, third)
    with workspace.read() as session:
        assert merged_files.with_joined(session, zoe) == (zoe, twin, third)


def test_a_file_that_joined_cannot_be_changed_or_reopened(
    workspace: Workspace, zoe: uuid.UUID, twin: uuid.UUID
) -> None:
    join(workspace, zoe, twin)
    with pytest.raises(RuleError, match="a été réuni avec le dossier 2027-A0001"):
        change_person(workspace, twin, "Modifier", commune="Vire")
    with pytest.raises(RuleError), workspace.write("Rouvrir") as session:
        participants.archive(session, twin, archived=False)


def test_merging_onwards_keeps_every_number(workspace: Workspace, zoe: uuid.UUID, twin: uuid.UUID) -> None:
    third = add_person(workspace, "Éluard", "Z.")
    join(workspace, zoe, twin)
    join(workspace, third, zoe)
    with workspace.read() as session:
        assert merged_files.where(session, twin) == merged_files.where(session, zoe) == third
        assert session.get_one(Participant, twin).merged_into_id == third
    workspace.undo()
    with workspace.read() as session:
        assert merged_files.where(session, twin) == zoe


def test_two_files_joined_to_each_other_on_two_laptops_have_one_end() -> None:
    one, two, three = sorted((uuid.uuid4(), uuid.uuid4(), uuid.uuid4()))
    known = {one: two, two: one, three: two}
    assert {merged_files.final(known, each) for each in known} == {one}
    assert merged_files.joined(known) == {two, three}


def test_who_may_not(workspace: Workspace, zoe: uuid.UUID, twin: uuid.UUID) -> None:
    with acting_as(workspace, "accueil"), pytest.raises(PermissionDenied):
        join(workspace, zoe, twin)
    with acting_as(workspace, "consultation"), workspace.read() as session, pytest.raises(PermissionDenied):
        person_merge.view(session, zoe, twin)


def test_the_label_names_the_person_shortly(workspace: Workspace, zoe: uuid.UUID, twin: uuid.UUID) -> None:
    with workspace.read() as session:
        assert person_merge.label(session, MergeInput(zoe, twin)) == "Réunir deux dossiers de Zoé É."
    assert "Éluard" not in repr(seen(workspace, zoe, twin))


def test_long_texts_are_those_that_may_be_both() -> None:
    table = Base.metadata.tables["participant"]
    assert isinstance(table.columns["notes"].type, Text)

"""Anonymising leaves the figures as they were, and nothing of the person: tables, journal, labels, files."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.core.formats import age
from elans_desktop.core.text import fold
from elans_desktop.models.activities import Seance
from elans_desktop.models.journal import AccessTrace, Blob, Operation
from elans_desktop.models.participants import Participant, Pathway
from elans_desktop.models.support import Interview
from elans_desktop.services import files, interface_state
from elans_desktop.services.participants import detection_list
from elans_desktop.services.pathways.milestones import Period
from elans_desktop.services.reports import indicators, report_tables, reports
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage import (
    anonymous,
    backup,
    condensing,
    drafts,
    erased_ids,
    erasure,
    integrity,
    merge,
    person_erasure,
    restore,
    traces,
)
from elans_desktop.storage.erased_ids import ErasedRow
from elans_desktop.storage.workspace import Workspace
from tests.storage.test_merge import base_rows, journal_of
from tests.support.attached_files import pdf
from tests.support.people import add_person
from tests.support.whole_files import WholeFiles, snapshot, tables_of_a_person
from tests.support.workspaces import PASSPHRASE

MARK = "Zyxwvut"


def everything_readable(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """(table, value) of every column of every table: the journal and the derived keys are among them."""
    with workspace.read() as session:
        for (table,) in session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all():
            for row in session.execute(text(f'SELECT * FROM "{table}"')):
                for value in row:
                    if isinstance(value, bytes):
                        yield table, value.decode("latin-1")
                    elif value is not None:
                        yield table, str(value)


def where_is(workspace: Workspace, *words: str) -> set[str]:
    """The tables where one of these words can be read, accents and case aside."""
    wanted = [fold(word) for word in words]
    return {
        table
        for table, value in everything_readable(workspace)
        if any(word in fold(value) for word in wanted)
    }


def whole_person(workspace: Workspace) -> dict[str, Any]:
    """Somebody with a row in every table, a pathway that is over, an interview taken away since."""
    with workspace.write(f"Créer le dossier de {MARK} Z.") as session:
        made: dict[str, Any] = {**WholeFiles(session, codes="code").person(MARK)}
        made["pathway"].exit_on = date(2027, 2, 1)
        made["participant"].commune = made["detection_contact"].commune = "Vire"
        made["attachment"].sha256 = files.store_attachment(session, pdf())
        again = Interview(
            **{
                column.name: getattr(made["interview"], column.name)
                for column in Interview.__table__.columns
                if column.name != "id"
            }
        )
        session.add(again)
        session.flush()
        deleted = again.id
    with workspace.write("Retirer un entretien") as session:
        session.delete(session.get_one(Interview, deleted))
    return made


def anonymise(workspace: Workspace, *people: uuid.UUID) -> None:
    with workspace.write("Anonymiser des dossiers", "erase") as session:
        person_erasure.erase_people(session, people)


def test_nothing_of_the_person_can_be_read_anywhere(workspace: Workspace) -> None:
    made = whole_person(workspace)
    person = made["participant"].id
    with workspace.write(f"Modifier la fiche de {MARK} Z.") as session:
        seance = session.scalars(select(Seance)).one()
        seance.notes = f"Vu avec {MARK.lower()}-{MARK}, qui va mieux."
        drafts.keep(session, "participant.identity", person, f"{MARK} Z.", {"notes": MARK})
        drafts.keep(session, "participant.new", None, "Nouvelle personne", {"last_name": f"{MARK} {MARK}"})
        traces.record(session, traces.READ, "participant", person)
        interface_state.put(session, "recent", {"people": [f"{MARK.upper()} {MARK}"]})
        interface_state.put(session, "columns", {"shown": ["name", "age"]})
    with workspace.write("Modifier la séance") as session:
        session.get_one(Seance, seance.id).notes += " À suivre."
    before = where_is(workspace, MARK)
    assert {*tables_with_words(), "change", "operation", "draft", "interface_state", "seance"} <= before
    anonymise(workspace, person)
    assert where_is(workspace, MARK) == set()
    with workspace.read() as session:
        row = session.get_one(Participant, person)
        assert row.search_key == "dossier anonymise code"
        assert (
            session.get_one(Seance, seance.id).notes == "Vu avec [dossier anonymisé], qui va mieux. À suivre."
        )
        assert interface_state.get(session, "columns") == {"shown": ["name", "age"]}
        assert session.scalars(select(Blob)).all() == [], "the bytes of the papers go too"
        assert session.scalars(select(AccessTrace.row_id)).all() == [None]
    assert integrity.verify(workspace.data_path, workspace.data_key, full=True).ok
    assert where_is(workspace, "commun"), "what is nobody's stays"


def tables_with_words() -> set[str]:
    """Those that hang on a person and hold words."""
    return {name for name in tables_of_a_person() if anonymous.blanked(name)} - {"distinct_pair"}


def test_every_table_of_a_person_is_looked_at() -> None:
    """Walks the models: a table made tomorrow is in it, unless somebody says why not."""
    assert set(tables_of_a_person()) - set(anonymous.family_tables()) == set(anonymous.OUTSIDE) - {
        "participant"
    } | {
        "sheet_slot",
        "sheet_scan",
        "unfiled_scan",
    }


def figures(workspace: Workspace) -> list[Any]:
    """Every figure of Bilans, as the screen and the tables of funders have them, over several periods."""
    found: list[Any] = []
    periods = [Period(date(year, 1, 1), date(year, 12, 31)) for year in (2025, 2026, 2027)]
    with workspace.read() as session:
        agreement = session.scalars(select(Pathway.agreement_id)).first()
        for scope in (EVERYTHING, Scope(agreement)):
            lines = detection_list.rows(session, scope)
            for by in (detection_list.by_mode, detection_list.by_commune, detection_list.by_month):
                found.append(by(lines))
            found.append(indicators.current_funnel(session, scope))
            for period in periods:
                made = reports.report(session, scope, period)
                hours = reports.hours(session, scope, period)
                more = reports.hour_indicators(session, hours)
                found += [made, hours, more]
                found.append(report_tables.tables(session, made, hours, more, briques=True, heading="Tous"))
    return found


def test_every_figure_stays_the_same(example: Workspace) -> None:
    before = figures(example)
    with example.read() as session:
        people = session.scalars(select(Participant.id)).all()
        names = [(row.last_name, row.first_name) for row in session.scalars(select(Participant))]
    anonymise(example, *people)
    assert figures(example) == before
    with example.read() as session:
        left = {row.last_name for row in session.scalars(select(Participant))}
        labels = " ".join(session.scalars(select(Operation.label)))
    assert left == {"Dossier anonymisé"}
    assert not any(f"{first} {last[:1]}." in labels for last, first in names if first and last)


def test_the_other_people_keep_everything(example: Workspace) -> None:
    with example.read() as session:
        one, *others = session.scalars(select(Participant.id).order_by(Participant.number)).all()
    before = snapshot(example)
    anonymise(example, one)
    after = snapshot(example)
    theirs = {
        key for key, row in before.items() if row.get("participant_id") in {other.hex for other in others}
    }
    assert theirs
    assert [key for key in theirs if after[key] != before[key]] == []


def test_the_journal_still_gives_the_rows_of_the_base(example: Workspace) -> None:
    """Another laptop that holds the same operations shows the same data, condensed or not."""
    with example.read() as session:
        people = session.scalars(select(Participant.id).order_by(Participant.number).limit(20)).all()
    anonymise(example, *people)
    assert merge.merge(journal_of(example)).rows == base_rows(example)
    condensing.condense(example, clock.now_ms() + 1)
    assert merge.merge(journal_of(example)).rows == base_rows(example)
    with example.read() as session:
        assert {session.get_one(Participant, key).last_name for key in people} == {"Dossier anonymisé"}


def test_it_cannot_be_undone(workspace: Workspace) -> None:
    person = add_person(workspace, "Zyxwvut", "Qponml")
    anonymise(workspace, person)
    with pytest.raises(RuleError):
        workspace.undo()
    with workspace.read() as session:
        assert session.get_one(Participant, person).last_name == "Dossier anonymisé"


def test_a_name_that_somebody_else_bears_is_left_in_the_texts_of_others(workspace: Workspace) -> None:
    person = add_person(workspace, "Martin", "Rose")
    add_person(workspace, "MARTIN", "Rosé")
    friend = add_person(workspace, "Petit", "Paul", notes="Vient avec Rose Martin.")
    anonymise(workspace, person)
    with workspace.read() as session:
        assert session.get_one(Participant, friend).notes == "Vient avec Rose Martin."


def test_a_restored_backup_is_anonymised_again(workspace_folder: Path, tmp_path: Path) -> None:
    workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    person = whole_person(workspace)["participant"].id
    file = backup.make(workspace, tmp_path / "avant.elans").path
    erased_ids.add(workspace.folder, [ErasedRow("participant", person, erasure.EVERYTHING)])
    anonymise(workspace, person)
    workspace.close(back_up=False)
    restore.restore(file, workspace_folder, passphrase=PASSPHRASE)
    again = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    assert where_is(again, MARK) == set()
    again.close(back_up=False)


@given(
    st.dates(date(1940, 1, 1), date(2012, 12, 31)),
    st.lists(st.dates(date(2024, 1, 1), date(2028, 12, 31)), min_size=1, max_size=4),
)
def test_the_day_of_birth_left_gives_the_same_ages_at_entry(born: date, entries: list[date]) -> None:
    left = anonymous.coarse_birth(born, entries)
    assert left is not None
    assert [age(left, entry) for entry in entries] == [age(born, entry) for entry in entries]
    same_ages = anonymous.coarse_birth(left, entries)
    assert same_ages == left, "it says nothing but these ages"


def test_without_an_entry_no_day_of_birth_is_left() -> None:
    assert anonymous.coarse_birth(date(1990, 3, 1), []) is None
    assert anonymous.coarse_birth(None, [date(2026, 1, 1)]) is None

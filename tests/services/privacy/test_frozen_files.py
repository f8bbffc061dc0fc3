"""Nothing is written in a closed file, by any road: each table that hangs on a person is walked."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Boolean, Date, Integer, select

from elans_desktop.core.errors import RuleError
from elans_desktop.core.ids import new_id
from elans_desktop.models import Base, mapped_class
from elans_desktop.models.activities import Presence, Seance, SeanceGuest
from elans_desktop.models.base import Row
from elans_desktop.models.participants import Participant
from elans_desktop.models.privacy import PersonRequest
from elans_desktop.services.presences import attendance, attendance_grid
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.services.privacy import person_requests, purge
from elans_desktop.services.privacy.person_requests import RequestInput
from elans_desktop.storage import anonymous, frozen_files
from elans_desktop.storage.bulk import bulk_insert
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.whole_files import WholeFiles

NOW = datetime(2027, 5, 4, 9, 14)
TABLES = [table for table in anonymous.family_tables() if table not in ("participant", "person_request")]
CLOSINGS = ("restricted_on", "anonymised_on")


@pytest.fixture
def made(workspace: Workspace) -> dict[str, Row]:
    """Somebody with a row in every table."""
    with workspace.write("Créer") as session:
        return WholeFiles(session).person("Zyxwvut")


def close(workspace: Workspace, made: dict[str, Row], column: str) -> None:
    """Put the file away, as the assistant does in its own kind of operation."""
    with workspace.write("Mettre un dossier de côté", "erase") as session:
        setattr(session.get_one(Participant, made["participant"].id), column, NOW.date())


def other_value(table: str, row: Row) -> tuple[str, Any]:
    """A column that may change, and a new value for it."""
    keys = {column.name for column in Base.metadata.tables[table].columns if column.foreign_keys}
    for column in Base.metadata.tables[table].columns:
        if column.primary_key or column.name in keys or column.info.get("derived"):
            continue
        if isinstance(column.type, Boolean):
            return column.name, not getattr(row, column.name)
        if isinstance(column.type, Date):
            return column.name, date(2027, 4, 1)
        if isinstance(column.type, Integer):
            return column.name, (getattr(row, column.name) or 0) + 1
        return column.name, "autre"
    return next(iter(keys)), new_id()


@pytest.mark.parametrize("closing", CLOSINGS)
def test_no_row_of_any_table_is_changed(workspace: Workspace, made: dict[str, Row], closing: str) -> None:
    close(workspace, made, closing)
    for table in TABLES:
        name, value = other_value(table, made[table])
        with pytest.raises(RuleError, match="Zyxwvut"), workspace.write("Essai") as session:
            setattr(session.get_one(mapped_class(table), made[table].id), name, value)
        with workspace.read() as session:
            assert getattr(session.get_one(mapped_class(table), made[table].id), name) != value


@pytest.mark.parametrize("closing", CLOSINGS)
def test_no_row_of_any_table_is_added_nor_taken_away(
    workspace: Workspace, made: dict[str, Row], closing: str
) -> None:
    close(workspace, made, closing)
    for table in TABLES:
        model = mapped_class(table)
        values = {
            column.name: getattr(made[table], column.name)
            for column in Base.metadata.tables[table].columns
            if not column.primary_key
        }
        if table != "sensitive_record":  # a person has one at most
            with pytest.raises(RuleError, match="Zyxwvut"), workspace.write("Essai") as session:
                session.add(model(id=new_id(), **values))
            with pytest.raises(RuleError, match="Zyxwvut"), workspace.write("Essai", "import") as session:
                bulk_insert(session, model, [values])
        with pytest.raises(RuleError, match="Zyxwvut"), workspace.write("Essai") as session:
            session.delete(session.get_one(model, made[table].id))
        with workspace.read() as session:
            assert session.get(model, made[table].id) is not None


def test_the_identity_is_read_only_but_where_it_is_kept(workspace: Workspace, made: dict[str, Row]) -> None:
    person = made["participant"].id
    close(workspace, made, "restricted_on")
    kept = {"keep_until": date(2028, 1, 1), "keep_reason": "Contentieux", "archived_on": NOW.date()}
    for column in Base.metadata.tables["participant"].columns:
        if column.primary_key or column.info.get("derived") or column.name == "merged_into_id":
            continue
        with workspace.read() as session:
            before = getattr(session.get_one(Participant, person), column.name)
        if column.name in frozen_files.KEEPING | frozen_files.OPPOSITION:
            continue
        value: Any = "autre"
        if isinstance(column.type, Boolean | Date):
            value = date(2001, 2, 3) if isinstance(column.type, Date) else not before
        with pytest.raises(RuleError), workspace.write("Essai") as session:
            setattr(session.get_one(Participant, person), column.name, value)
    with workspace.write("Garder") as session:
        row = session.get_one(Participant, person)
        for name, value in kept.items():
            setattr(row, name, value)
    with workspace.write("Faire revenir") as session:
        row = session.get_one(Participant, person)
        row.restricted_on, row.notes = None, "Revenue."


def test_the_archive_takes_no_right_away_until_the_file_is_anonymised(
    workspace: Workspace, made: dict[str, Row]
) -> None:
    person = made["participant"].id
    close(workspace, made, "restricted_on")
    objecting = RequestInput(person, None, "opposition", date(2026, 5, 4), opposes_contact=True)
    with workspace.write("Noter une demande") as session:
        noted = person_requests.save(session, objecting)
    with workspace.read() as session:
        assert session.get_one(Participant, person).opposed_on == date(2026, 5, 4)
    close(workspace, made, "anonymised_on")
    with pytest.raises(RuleError, match="anonymisé"), workspace.write("Noter une demande") as session:
        person_requests.save(session, objecting)
    with pytest.raises(RuleError, match="anonymisé"), workspace.write("Supprimer") as session:
        session.delete(session.get_one(PersonRequest, noted))
    with pytest.raises(RuleError, match="anonymisé"), workspace.write("Lever") as session:
        person_requests.lift(session, person)


def test_the_presence_grid_refuses_a_closed_file_whole(example: Workspace, person: uuid.UUID) -> None:
    with example.read() as session:
        held = select(Presence.slot_id).where(Presence.participant_id == person)
        slot = session.scalars(select(Presence.slot_id).where(Presence.slot_id.not_in(held))).first()
    assert slot is not None
    with example.write("Archiver") as session:
        row = session.get_one(Participant, person)
        row.restricted_on = NOW.date()
    entries = [PresenceInput(person, slot, "P")]
    with pytest.raises(RuleError, match="archive restreinte"), example.write("Saisir") as session:
        session.add(
            Presence(
                id=Presence.key(person, slot),
                participant_id=person,
                slot_id=slot,
                status="P",
                late=0,
                early=0,
                proof_received=False,
                comment="",
                carried_over=False,
            )
        )
    with pytest.raises(RuleError), example.write("Saisir") as session:
        attendance.set_presences(session, entries)


def test_what_was_written_before_cannot_be_undone_once_put_away(
    workspace: Workspace, made: dict[str, Row]
) -> None:
    with workspace.write("Noter") as session:
        session.get_one(Participant, made["participant"].id).notes = "Vue mardi."
    close(workspace, made, "restricted_on")
    with pytest.raises(RuleError, match="archive restreinte"):
        workspace.undo()


def test_ctrl_z_brings_a_file_back_and_puts_it_away_again(example: Workspace, person: uuid.UUID) -> None:
    with example.read() as session:
        pathways = purge.files(session, [person])
    assert pathways
    with example.write("Mettre en archive") as session:
        row = session.get_one(Participant, person)
        row.restricted_on = row.archived_on = NOW.date()
        row.notes = "Rangé."
    example.undo()
    with example.read() as session:
        assert session.get_one(Participant, person).restricted_on is None
    example.redo()
    with example.read() as session:
        assert session.get_one(Participant, person).restricted_on == NOW.date()


def test_a_seance_taken_away_takes_its_guest(workspace: Workspace, made: dict[str, Row]) -> None:
    with workspace.write("Une autre séance") as session:
        first = (
            session.get_one(Seance, made["seance"].id)
            if "seance" in made
            else session.scalars(select(Seance)).first()
        )
        assert first is not None
        again = Seance(
            **{
                column.name: getattr(first, column.name)
                for column in Seance.__table__.columns
                if column.name != "id"
            }
        )
        session.add(again)
        session.flush()
        model = made["seance_guest"]
        values = {
            column.name: getattr(model, column.name)
            for column in SeanceGuest.__table__.columns
            if column.name not in ("id", "seance_id")
        }
        key = SeanceGuest.key(again.id, made["participant"].id)
        session.add(SeanceGuest(id=key, seance_id=again.id, **values))
        seance = again.id
    close(workspace, made, "restricted_on")
    with pytest.raises(RuleError), workspace.write("Retirer l’invitation") as session:
        session.delete(session.get_one(SeanceGuest, key))
    with workspace.write("Supprimer la séance") as session:
        session.delete(session.get_one(SeanceGuest, key))
        session.delete(session.get_one(Seance, seance))


def test_everyone_present_leaves_a_closed_file_as_it_is(workspace: Workspace) -> None:
    with workspace.write("Une séance") as session:
        world = calendar_world.build(session)
        activity = calendar_world.activity(session, world, people=3)
        seance = calendar_world.seance(session, world, activity, date(2027, 5, 3))
    with workspace.read() as session:
        view = attendance_grid.grid(session, activity, seance_id=seance)
    away = view.people[0].id
    slots = [slot.id for slot in view.slots]
    with workspace.write("Archiver") as session:
        session.get_one(Participant, away).restricted_on = NOW.date()
    with workspace.write("Tous présents") as session:
        attendance.all_present(session, slots)
    with workspace.read() as session:
        view = attendance_grid.grid(session, activity, seance_id=seance)
    assert [bool(person.refusal) for person in view.people] == [person.id == away for person in view.people]
    assert {person for person, _slot in view.cells} == {p.id for p in view.people if p.id != away}

from __future__ import annotations

import uuid
from collections.abc import Generator
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.documents import spreadsheets
from elans_desktop.models.activities import SeanceSlot
from elans_desktop.models.participants import Participant
from elans_desktop.services.calendar import seances
from elans_desktop.services.presences import attendance, presence_export
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World

MONDAY, TUESDAY = date(2027, 4, 26), date(2027, 4, 27)
WEEK = (MONDAY, date(2027, 5, 2))


@pytest.fixture
def session(workspace: Workspace) -> Generator[Session]:
    with workspace.write("Essai") as session, clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield session


@pytest.fixture
def world(session: Session) -> World:
    return calendar_world.build(session, people=2)


def slots(session: Session, seance_id: uuid.UUID) -> list[uuid.UUID]:
    query = select(SeanceSlot.id).where(SeanceSlot.seance_id == seance_id).order_by(SeanceSlot.start)
    return list(session.scalars(query))


def test_a_row_for_each_person_and_slot(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=2)
    morning, afternoon = slots(session, calendar_world.seance(session, world, activity, MONDAY))
    cancelled = calendar_world.seance(session, world, activity, TUESDAY, (9, 12))
    zoe, mehdi = world.people
    entries = [
        PresenceInput(zoe, morning, "P", late=20, early=5),
        PresenceInput(zoe, afternoon, "D"),
        PresenceInput(mehdi, morning, "I"),
        PresenceInput(zoe, slots(session, cancelled)[0], "E"),
    ]
    attendance.set_presences(session, entries)
    seances.cancel(session, cancelled, "neige")
    table = presence_export.table(session, WEEK)
    got = [(row[0], row[3], row[4], row[6], row[7], row[8]) for row in table.rows]
    assert got == [
        ("2026-A0001", MONDAY, 540, "présent", 180, 155),
        ("2026-A0002", MONDAY, 540, "absent injustifié", 180, 0),
        ("2026-A0001", MONDAY, 840, "dispensé", 0, 0),
        ("2026-A0002", MONDAY, 840, "attendu", 180, None),
        ("2026-A0001", TUESDAY, 540, "séance annulée", 0, 0),
    ]
    assert "une ligne par personne et par créneau" in table.title


def test_who_objects_to_be_in_lists_is_counted_without_a_name(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=1)
    calendar_world.seance(session, world, activity, MONDAY, (9, 12))
    session.get_one(Participant, world.people[0]).opposes_sharing = True
    session.flush()
    (row,) = presence_export.table(session, WEEK).rows
    assert (row[:3], row[7]) == (("", "", ""), 180)


def test_its_columns_are_those_promised_and_no_name_runs_as_a_formula(session: Session, world: World) -> None:
    session.get_one(Participant, world.people[0]).last_name = "=cmd|' /C calc'!A0"
    activity = calendar_world.activity(session, world, people=1)
    calendar_world.seance(session, world, activity, MONDAY, (9, 12))
    text = spreadsheets.to_csv(presence_export.table(session, WEEK)).decode("utf-8-sig")
    head, line = text.splitlines()
    assert head == (
        "dossier;nom;prenom;date;debut;fin;statut;minutes_prevues;minutes_realisees;activite;brique;feuille;"
        "etat_feuille"
    )
    assert not line.split(";")[1].strip('"').startswith("=")
    assert line.split(";")[3] == "26/04/2027"

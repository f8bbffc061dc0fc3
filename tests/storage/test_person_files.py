"""Signed sheets that were scanned show everybody who signed: when they go, and when they stay."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from sqlalchemy import select

from elans_desktop.models.journal import Blob
from elans_desktop.models.participants import Participant
from elans_desktop.models.sheets import AttendanceSheet, SheetScan, SheetSlot
from elans_desktop.services import files
from elans_desktop.storage import person_erasure
from elans_desktop.storage.workspace import Workspace
from tests.storage.rows import activity_with_slots, participant, presence
from tests.support.attached_files import pdf


@pytest.fixture
def signed(workspace: Workspace) -> tuple[uuid.UUID, uuid.UUID]:
    """Two people at one half-day, its sheet signed and scanned."""
    rows, slots = activity_with_slots(1)
    two = [participant("Zyxwvut", "Qponml"), participant("Bazin", "Lucie")]
    activity = next(row for row in rows if row.__tablename__ == "activity")
    with workspace.write("Essai") as session:
        session.add_all([*rows, *two])
        session.add_all(presence(person.id, slots[0]) for person in two)
        sheet = AttendanceSheet(
            number="FE-2027-A0001",
            kind="seance",
            activity_id=activity.id,
            start_on=date(2027, 1, 1),
            end_on=date(2027, 1, 1),
            state="validee",
            content_sha256="0" * 64,
            control_code="",
            pages=1,
        )
        session.add(sheet)
        session.flush()
        key = SheetSlot.key(sheet.id, slots[0])
        session.add(SheetSlot(id=key, sheet_id=sheet.id, slot_id=slots[0]))
        sha256 = files.store_attachment(session, pdf("signée"))
        session.add(
            SheetScan(id=SheetScan.key(sheet.id, 1), sheet_id=sheet.id, page=1, sha256=sha256, filed_at=0)
        )
    return two[0].id, two[1].id


def anonymise(workspace: Workspace, person: uuid.UUID) -> int:
    """How many scans are left; their bytes go with them."""
    with workspace.write("Anonymiser", "erase") as session:
        person_erasure.erase_people(session, [person])
    with workspace.read() as session:
        scans = len(session.scalars(select(SheetScan.id)).all())
        assert len(session.scalars(select(Blob.id)).all()) == scans
        assert session.scalars(select(AttendanceSheet.number)).one() == "FE-2027-A0001"
    return scans


def test_the_scan_goes_with_the_first_of_those_who_signed(
    workspace: Workspace, signed: tuple[uuid.UUID, uuid.UUID]
) -> None:
    assert anonymise(workspace, signed[0]) == 0


def test_it_stays_while_another_is_kept_for_a_reason(
    workspace: Workspace, signed: tuple[uuid.UUID, uuid.UUID]
) -> None:
    with workspace.write("Garder") as session:
        other = session.get_one(Participant, signed[1])
        other.keep_until, other.keep_reason = date(2999, 1, 1), "Contentieux"
    assert anonymise(workspace, signed[0]) == 1
    assert anonymise(workspace, signed[1]) == 0

"""What two files of one person both say of one thing: shown, proposed, chosen, and taken back."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.models.activities import Enrolment, EnrolmentPeriod, Presence, SeanceSlot
from elans_desktop.models.journal import Operation
from elans_desktop.models.organisation import Agreement, Structure
from elans_desktop.models.participants import Pathway, PathwayBrique
from elans_desktop.models.privacy import DistinctPair, SensitiveRecord
from elans_desktop.models.sheets import AttendanceSheet, SheetSlot
from elans_desktop.services.calendar import activities, enrolments, seances
from elans_desktop.services.calendar.activities import ActivityInput
from elans_desktop.services.calendar.seances import SeanceInput, SlotInput
from elans_desktop.services.participants.merge_rows import BOTH, KEPT, OTHER
from elans_desktop.services.presences import attendance
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.storage.workspace import Workspace
from tests.support.people import add_pathway, add_person
from tests.support.twin_files import join, pairs, seen
from tests.support.whole_files import snapshot


def add_seance(workspace: Workspace) -> tuple[uuid.UUID, list[uuid.UUID]]:
    """An activity with one séance; the activity and its slots."""
    with workspace.write("Planifier") as session:
        agreement = session.scalars(select(Agreement)).one()
        activity = activities.save(
            session, ActivityInput("Jardin", agreement.id, session.scalars(select(Structure)).one().id)
        )
        slots = (SlotInput(540, 720), SlotInput(840, 1020))
        seances.save(session, SeanceInput(activity, date(2027, 4, 6), slots))
        return activity, list(session.scalars(select(SeanceSlot.id).order_by(SeanceSlot.start)))


def note(workspace: Workspace, person: uuid.UUID, slot: uuid.UUID, status: str) -> None:
    with workspace.write("Saisir") as session:
        attendance.set_presences(session, [PresenceInput(person, slot, status)])


def statuses(workspace: Workspace) -> dict[tuple[uuid.UUID, uuid.UUID], str]:
    with workspace.read() as session:
        return {(p.participant_id, p.slot_id): p.status for p in session.scalars(select(Presence))}


def enrol(workspace: Workspace, activity: uuid.UUID, person: uuid.UUID, since: date | None = None) -> None:
    with workspace.write("Inscrire") as session:
        enrolments.enrol(session, activity, [person], since=since)


def test_presences_of_one_slot_are_shown_and_chosen(
    workspace: Workspace, zoe: uuid.UUID, twin: uuid.UUID
) -> None:
    activity, (morning, afternoon) = add_seance(workspace)
    for person in (zoe, twin):
        enrol(workspace, activity, person)
    note(workspace, zoe, morning, "I")
    note(workspace, twin, morning, "P")
    note(workspace, twin, afternoon, "P")
    view = seen(workspace, zoe, twin)
    (clash,) = view.clashes
    assert (clash.title, clash.kept, clash.other) == (
        "Présence, mar.\u00a006/04/2027 matin, Jardin",
        "absent injustifié",
        "présent",
    )
    assert clash.clash.proposed == OTHER, "signed once, was there"
    assert view.moved == "1\u00a0présence"
    join(workspace, zoe, twin, clashes={clash.clash.key: KEPT})
    assert statuses(workspace) == {(zoe, morning): "I", (zoe, afternoon): "P"}
    workspace.undo()
    join(workspace, zoe, twin)
    assert statuses(workspace) == {(zoe, morning): "P", (zoe, afternoon): "P"}


def test_enrolments_of_one_activity_keep_both_periods_or_the_wider(
    workspace: Workspace, zoe: uuid.UUID, twin: uuid.UUID
) -> None:
    activity, _slots = add_seance(workspace)
    enrol(workspace, activity, zoe, since=date(2027, 3, 1))
    enrol(workspace, activity, twin, since=date(2027, 1, 4))
    (clash,) = seen(workspace, zoe, twin).clashes
    assert (clash.title, clash.kept) == ("Inscription, Jardin", "inscrit, depuis le 01/03/2027")
    assert clash.clash.choices == (BOTH, KEPT, OTHER)
    join(workspace, zoe, twin)
    with workspace.read() as session:
        (period,) = session.scalars(select(EnrolmentPeriod)).all()
        (enrolment,) = session.scalars(select(Enrolment)).all()
    assert (period.start_on, period.enrolment_id) == (date(2027, 1, 4), enrolment.id)
    assert enrolment.participant_id == zoe
    workspace.undo()
    join(workspace, zoe, twin, clashes={clash.clash.key: KEPT})
    with workspace.read() as session:
        assert [p.start_on for p in session.scalars(select(EnrolmentPeriod))] == [date(2027, 3, 1)]


def test_an_enrolment_for_every_seance_is_not_narrowed(
    workspace: Workspace, zoe: uuid.UUID, twin: uuid.UUID
) -> None:
    activity, _slots = add_seance(workspace)
    enrol(workspace, activity, zoe, since=date(2027, 3, 1))
    enrol(workspace, activity, twin)
    (clash,) = seen(workspace, zoe, twin).clashes
    assert (clash.other, clash.clash.choices, clash.clash.proposed) == (
        "inscrit, pour toutes les séances",
        (KEPT, OTHER),
        OTHER,
    )
    join(workspace, zoe, twin)
    with workspace.read() as session:
        assert session.scalars(select(EnrolmentPeriod)).all() == []
        assert enrolments.enrolments(session, activity)[0].expected_on(date(2027, 1, 5))


def test_two_pathways_open_in_one_agreement_become_one(
    workspace: Workspace, agreement: uuid.UUID, zoe: uuid.UUID, twin: uuid.UUID
) -> None:
    january, march = date(2027, 1, 4), date(2027, 3, 1)
    kept = add_pathway(workspace, zoe, agreement, [("M", march, None)], entry_on=march, own_words="Coudre.")
    add_pathway(
        workspace,
        twin,
        agreement,
        [("M", january, date(2027, 4, 2)), ("A", date(2027, 4, 3), None)],
        entry_on=january,
        own_words="Conduire.",
        espoir_site="Flers",
    )
    view = seen(workspace, zoe, twin)
    assert view.remarks
    assert view.fields[-1][0].startswith("Parcours, ")
    found = pairs(view)
    assert (found["Date d’entrée"].kept, found["Date d’entrée"].other) == ("01/03/2027", "04/01/2027")
    join(workspace, zoe, twin, fields={found["Date d’entrée"].key: OTHER})
    with workspace.read() as session:
        (pathway,) = session.scalars(select(Pathway)).all()
        stays = session.execute(
            select(PathwayBrique.brique_code, PathwayBrique.start_on, PathwayBrique.end_on).order_by(
                PathwayBrique.start_on
            )
        ).all()
    assert (pathway.id, pathway.entry_on, pathway.espoir_site) == (kept, january, "Flers")
    assert pathway.own_words == "Coudre.\n\nConduire."
    assert [tuple(stay) for stay in stays] == [("M", january, None), ("A", date(2027, 4, 3), None)]


def test_pathways_that_follow_one_another_or_of_two_agreements_both_stay(
    workspace: Workspace, agreement: uuid.UUID, zoe: uuid.UUID, twin: uuid.UUID
) -> None:
    add_pathway(workspace, zoe, agreement, entry_on=date(2027, 3, 1))
    add_pathway(
        workspace,
        twin,
        agreement,
        entry_on=date(2026, 1, 5),
        exit_on=date(2026, 9, 1),
        exit_code="A2",
    )
    assert seen(workspace, zoe, twin).remarks == ()
    join(workspace, zoe, twin)
    with workspace.read() as session:
        assert [p.participant_id for p in session.scalars(select(Pathway))] == [zoe, zoe]


def test_the_confidential_block_is_joined_without_being_shown(
    workspace: Workspace, zoe: uuid.UUID, twin: uuid.UUID
) -> None:
    def block(person: uuid.UUID, **said: Any) -> SensitiveRecord:
        blank = {"justice_constraints": "", "note": ""}
        return SensitiveRecord(id=SensitiveRecord.key(person), participant_id=person, **blank | said)

    with workspace.write("Noter") as session:
        session.add_all(
            [
                block(zoe, rqth_code="oui", rqth_purpose="adapter", note="Secret un."),
                block(twin, rqth_code="non", rqth_purpose="adapter", health_level=2, note="Secret deux."),
            ]
        )
    view = seen(workspace, zoe, twin)
    (clash,) = view.clashes
    assert clash.title == "Bloc confidentiel"
    assert "Secret" not in repr([clash.title, clash.kept, clash.other, view.fields])
    join(workspace, zoe, twin, clashes={clash.clash.key: OTHER})
    with workspace.read() as session:
        (record,) = session.scalars(select(SensitiveRecord)).all()
    assert (record.participant_id, record.rqth_code, record.health_level) == (zoe, "non", 2)
    assert record.note == "Secret un.\n\nSecret deux."


def test_pairs_told_apart_follow(workspace: Workspace, zoe: uuid.UUID, twin: uuid.UUID) -> None:
    third = add_person(workspace, "Éluard", "Zita")
    with workspace.write("Distinguer") as session:
        for one, other in ((zoe, twin), (twin, third)):
            first, second = sorted((one, other))
            session.add(DistinctPair(id=DistinctPair.key(one, other), first_id=first, second_id=second))
    join(workspace, zoe, twin)
    with workspace.read() as session:
        (pair,) = session.scalars(select(DistinctPair)).all()
    assert {pair.first_id, pair.second_id} == {zoe, third}
    assert pair.id == DistinctPair.key(zoe, third)


def test_it_is_one_operation_undone_even_under_a_sheet_validated_before(
    workspace: Workspace, zoe: uuid.UUID, twin: uuid.UUID
) -> None:
    activity, (morning, _afternoon) = add_seance(workspace)
    enrol(workspace, activity, twin)
    note(workspace, twin, morning, "P")
    with workspace.write("Valider") as session:
        blank = {"number": "FE-2027-A0001", "kind": "seance", "content_sha256": "", "control_code": ""}
        sheet = AttendanceSheet(
            activity_id=activity,
            start_on=date(2027, 4, 6),
            end_on=date(2027, 4, 6),
            state="validee",
            pages=1,
            validated_at=clock.now_ms(),
            **blank,
        )
        session.add(sheet)
        session.flush()
        session.add(SheetSlot(id=SheetSlot.key(sheet.id, morning), sheet_id=sheet.id, slot_id=morning))
    before = snapshot(workspace)
    with workspace.read() as session:
        operations = len(session.scalars(select(Operation)).all())
    join(workspace, zoe, twin)
    assert statuses(workspace) == {(zoe, morning): "P"}
    with workspace.read() as session:
        assert len(session.scalars(select(Operation)).all()) == operations + 1
    workspace.undo()
    assert snapshot(workspace) == before

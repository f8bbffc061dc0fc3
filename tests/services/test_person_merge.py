"""Two files of one person become one: nothing is lost, everything can be taken back."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Text, select

from elans_desktop.core import clock
from elans_desktop.core.errors import PermissionDenied, RuleError
from elans_desktop.models import Base, JournalMode, journal_mode, mapped_class
from elans_desktop.models.activities import Enrolment, EnrolmentPeriod, Presence, SeanceSlot
from elans_desktop.models.journal import Operation
from elans_desktop.models.organisation import Agreement, Structure
from elans_desktop.models.participants import Participant, Pathway, PathwayBrique
from elans_desktop.models.privacy import DistinctPair, SensitiveRecord
from elans_desktop.models.sheets import AttendanceSheet, SheetSlot
from elans_desktop.services import (
    activities,
    attendance,
    enrolments,
    merged_files,
    participants,
    person_merge,
    seances,
)
from elans_desktop.services.activities import ActivityInput
from elans_desktop.services.attendance import PresenceInput
from elans_desktop.services.merge_rows import BOTH, KEPT, OTHER, key_columns
from elans_desktop.services.person_merge import MergeInput, MergeView
from elans_desktop.services.person_merge_fields import FieldPair, fields_of
from elans_desktop.services.person_merge_words import field_label
from elans_desktop.services.seances import SeanceInput, SlotInput
from elans_desktop.storage import references
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import acting_as, fill
from tests.support.people import NOW, add_pathway, add_person, change_person
from tests.support.whole_files import WholeFiles, snapshot, tables_of_a_person


@pytest.fixture
def agreement(workspace: Workspace) -> Iterator[uuid.UUID]:
    with clock.fixed(NOW):
        yield fill(workspace)


@pytest.fixture
def zoe(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    return add_person(workspace, "Éluard", "Zoé", birth_date=date(1998, 3, 12), commune="Flers", notes="Une.")


@pytest.fixture
def twin(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    return add_person(workspace, "Eluard", "Zoe", phone="06 11 22 33 44", notes="Deux.", commune="Argentan")


def join(workspace: Workspace, kept: uuid.UUID, other: uuid.UUID, **choices: Any) -> None:
    typed = MergeInput(kept, other, **choices)
    with workspace.write("Réunir") as session:
        person_merge.merge(session, typed)


def seen(workspace: Workspace, kept: uuid.UUID, other: uuid.UUID) -> MergeView:
    with workspace.read() as session:
        return person_merge.view(session, kept, other)


def pairs(view: MergeView) -> dict[str, FieldPair]:
    return {pair.label: pair for _heading, found in view.fields for pair in found}


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

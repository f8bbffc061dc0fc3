"""Hours on paper, against sums done by hand."""

from __future__ import annotations

import uuid
from collections.abc import Generator
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import PermissionDenied, RuleError
from elans_desktop.models.activities import Activity, Presence, SeanceSlot
from elans_desktop.models.organisation import Structure
from elans_desktop.models.sheets import AttendanceSheet
from elans_desktop.services.calendar import seances
from elans_desktop.services.organisation import settings
from elans_desktop.services.presences import attendance, attendance_sheets, corrections
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.services.presences.presence_papers import absences, certificates, sheets, statements
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World
from tests.support.organisation import acting_as

MONDAY, TUESDAY, WEDNESDAY = date(2027, 4, 26), date(2027, 4, 27), date(2027, 4, 28)
APRIL = (date(2027, 4, 1), date(2027, 4, 30))
MAY_END = date(2027, 5, 31)


@pytest.fixture
def session(workspace: Workspace) -> Generator[Session]:
    with workspace.write("Essai") as session, clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield session


@pytest.fixture
def world(session: Session) -> World:
    return calendar_world.build(session, people=3)


@pytest.fixture
def garden(session: Session, world: World) -> uuid.UUID:
    return calendar_world.activity(session, world, "Jardin partagé", people=3)


def slots(session: Session, seance_id: uuid.UUID) -> list[uuid.UUID]:
    query = select(SeanceSlot.id).where(SeanceSlot.seance_id == seance_id).order_by(SeanceSlot.start)
    return list(session.scalars(query))


def enter(
    session: Session, person: uuid.UUID, slot: uuid.UUID, status: str, late: int = 0, early: int = 0
) -> None:
    attendance.set_presences(session, [PresenceInput(person, slot, status, late, early)])


def about(key: str, *ids: uuid.UUID, days: tuple[date, date] = APRIL) -> DocumentRequest:
    return DocumentRequest(key, *days, ids)


def validate(session: Session, seance_id: uuid.UUID) -> None:
    attendance_sheets.prepare_seance(session, DocumentRequest("emargement-seance", object_ids=(seance_id,)))
    sheet = seances.view(session, seance_id).card.sheet
    assert sheet is not None
    calendar_world.validate(session, sheet.id)


def test_the_sheet_of_one_of_a_pair_proves_nothing_for_the_other(
    session: Session, world: World, garden: uuid.UUID
) -> None:
    """A pair signs two individual sheets of the same hours: 60 minutes each, one of them validated."""
    session.get_one(Activity, garden).mode_code = "binome"
    (slot,) = slots(session, calendar_world.seance(session, world, garden, MONDAY, (9, 10)))
    zoe, other = world.people[0], world.people[1]
    for person in (zoe, other):
        enter(session, person, slot, "P")
        sheets.prepare_individual(session, about("emargement-individuel", person))
    signed = session.scalars(select(AttendanceSheet).where(AttendanceSheet.participant_id == zoe)).one()
    calendar_world.validate(session, signed.id)
    (proven,), (unproven,) = (
        certificates.prepare_attestation(session, about("attestation", person)) for person in (zoe, other)
    )
    assert (proven.minutes, proven.sheets, proven.provisional) == (60, 1, "")
    assert (unproven.sheets, unproven.provisional) == (0, "1\u00a0feuille n’est pas validée")
    (mine,), (theirs,) = (
        statements.prepare(session, about("releve-presence", person)) for person in (zoe, other)
    )
    assert [(row.sheet, row.validated) for row in mine.rows] == [(signed.number, True)]
    assert [row.validated for row in theirs.rows] == [False]
    assert theirs.rows[0].sheet not in ("", signed.number)


def test_a_statement_adds_up_as_the_domain_says(session: Session, world: World, garden: uuid.UUID) -> None:
    """Morning 180 min, 20 late; afternoon 180 absent with a reason: 160 of 360, 44,4 %."""
    zoe = world.people[0]
    morning, afternoon = slots(session, calendar_world.seance(session, world, garden, MONDAY))
    enter(session, zoe, morning, "P", late=20)
    enter(session, zoe, afternoon, "A")
    (view,) = statements.prepare(session, about("releve-presence", zoe))
    (row,) = view.rows
    assert (row.planned, row.present, row.late, row.justified, row.unjustified) == (360, 160, 20, 180, 0)
    assert row.present + row.late + row.justified + row.unjustified == row.planned
    assert (view.period, view.number) == ("Avril\u00a02027", "RM-2027-04-A0001")


def test_a_statement_leaves_out_what_does_not_count(
    session: Session, world: World, garden: uuid.UUID
) -> None:
    zoe = world.people[0]
    first = slots(session, calendar_world.seance(session, world, garden, MONDAY))
    cancelled = calendar_world.seance(session, world, garden, TUESDAY)
    late = slots(session, calendar_world.seance(session, world, garden, WEDNESDAY, (9, 10)))
    enter(session, zoe, first[0], "D")
    enter(session, zoe, first[1], "E")
    for slot in slots(session, cancelled):
        enter(session, zoe, slot, "I")
    seances.cancel(session, cancelled, "neige")
    enter(session, zoe, late[0], "P", late=40, early=20)
    (view,) = statements.prepare(session, about("releve-presence", zoe))
    assert [(row.day, row.planned, row.present, row.late, row.justified) for row in view.rows] == [
        (MONDAY, 180, 0, 0, 180),
        (WEDNESDAY, 60, 0, 60, 0),
    ]


def test_a_statement_says_what_is_still_to_enter(session: Session, world: World, garden: uuid.UUID) -> None:
    calendar_world.seance(session, world, garden, MONDAY)
    (view,) = statements.prepare(session, about("releve-presence", world.people[0]))
    assert (view.rows, view.to_enter) == ((), 2)


def test_without_dates_the_statement_is_of_the_month_that_is_over() -> None:
    with clock.fixed(datetime(2027, 3, 1, 9, 0)):
        assert statements.period_of(DocumentRequest("releve-presence")) == (
            date(2027, 2, 1),
            date(2027, 2, 28),
        )
        one = DocumentRequest("releve-presence", start=date(2028, 2, 10))
        assert statements.period_of(one) == (date(2028, 2, 1), date(2028, 2, 29))


def test_the_clocks_that_change_on_a_sunday_take_no_minute(
    session: Session, world: World, garden: uuid.UUID
) -> None:
    sunday = date(2027, 3, 28)
    (slot,) = slots(session, calendar_world.seance(session, world, garden, sunday, (1, 5)))
    enter(session, world.people[0], slot, "P")
    request = about("releve-presence", world.people[0], days=(sunday, sunday))
    assert statements.prepare(session, request)[0].rows[0].present == 240


def test_an_attestation_is_provisional_until_every_sheet_is_validated(
    session: Session, world: World, garden: uuid.UUID
) -> None:
    zoe, mehdi, kevin = world.people
    monday = calendar_world.seance(session, world, garden, MONDAY)
    tuesday = calendar_world.seance(session, world, garden, TUESDAY, (9, 12))
    for person in (zoe, mehdi, kevin):
        for slot in (*slots(session, monday), *slots(session, tuesday)):
            enter(session, person, slot, "P", late=15 if person == zoe else 0)
    validate(session, monday)
    (view,) = certificates.prepare_attestation(session, about("attestation", zoe))
    assert view.minutes == 3 * 165
    assert view.provisional == "1\u00a0séance n’a pas de feuille"
    validate(session, tuesday)
    (view,) = certificates.prepare_attestation(session, about("attestation", zoe))
    assert (view.minutes, view.provisional, view.sheets) == (495, "", 2)
    assert (view.start, view.end) == (MONDAY, TUESDAY)
    (together,) = certificates.prepare_collective(session, about("attestation-collective", garden))
    assert [row.minutes for row in together.rows] == [495, 540, 540]
    assert (together.seances, together.sheets, together.provisional) == (2, 2, "")


def test_carried_over_presences_never_count(session: Session, world: World, garden: uuid.UUID) -> None:
    zoe = world.people[0]
    old = slots(session, calendar_world.seance(session, world, garden, MONDAY, (9, 12)))[0]
    new = calendar_world.seance(session, world, garden, TUESDAY, (9, 12))
    enter(session, zoe, old, "P")
    session.get_one(Presence, Presence.key(zoe, old)).carried_over = True
    session.flush()
    for person in world.people:
        enter(session, person, slots(session, new)[0], "P")
    validate(session, new)
    (view,) = certificates.prepare_attestation(session, about("attestation", zoe))
    assert (view.minutes, view.carried_over, view.provisional, view.start) == (180, 180, "", TUESDAY)


def test_hours_are_provisional_while_a_seance_of_the_period_is_not_entered(
    session: Session, world: World, garden: uuid.UUID
) -> None:
    """Monday is validated; Tuesday was held and nobody is entered; the 5th of May is to come."""
    zoe, mehdi, _kevin = world.people
    monday = calendar_world.seance(session, world, garden, MONDAY, (9, 12))
    attendance.all_present(session, slots(session, monday))
    validate(session, monday)
    calendar_world.seance(session, world, garden, date(2027, 5, 5), (9, 12))
    (whole,) = certificates.prepare_attestation(session, about("attestation", zoe, days=(MONDAY, MAY_END)))
    assert whole.provisional == "", "a séance to come proves nothing either way"
    tuesday = calendar_world.seance(session, world, garden, TUESDAY, (9, 12))
    attendance_sheets.prepare_seance(session, about("emargement-seance", tuesday))
    (mine,) = certificates.prepare_attestation(session, about("attestation", zoe))
    (together,) = certificates.prepare_collective(session, about("attestation-collective", garden))
    assert mine.provisional == together.provisional == "1\u00a0séance n’est pas saisie"
    enter(session, zoe, slots(session, tuesday)[0], "I")
    enter(session, mehdi, slots(session, tuesday)[0], "I")
    (mine,) = certificates.prepare_attestation(session, about("attestation", zoe))
    assert (mine.minutes, mine.provisional) == (180, "1\u00a0feuille n’est pas validée")
    (together,) = certificates.prepare_collective(session, about("attestation-collective", garden))
    assert together.provisional == "1\u00a0séance n’est pas saisie, 1\u00a0feuille n’est pas validée"
    cancelled = seances.cancel(session, tuesday, "Neige")
    assert cancelled is None
    (mine,) = certificates.prepare_attestation(session, about("attestation", zoe))
    assert mine.provisional == ""


def test_nothing_but_carried_over_presences_is_provisional(
    session: Session, world: World, garden: uuid.UUID
) -> None:
    zoe = world.people[0]
    (slot,) = slots(session, calendar_world.seance(session, world, garden, MONDAY, (9, 12)))
    attendance.all_present(session, [slot])
    for person in world.people:
        session.get_one(Presence, Presence.key(person, slot)).carried_over = True
    session.flush()
    (mine,) = certificates.prepare_attestation(session, about("attestation", zoe))
    (together,) = certificates.prepare_collective(session, about("attestation-collective", garden))
    assert (mine.minutes, mine.carried_over) == (0, 180)
    assert mine.provisional == together.provisional == "les présences reprises n’ont pas de feuille"


def test_only_a_declared_provider_issues_a_certificate(
    session: Session, world: World, garden: uuid.UUID
) -> None:
    zoe = world.people[0]
    (slot,) = slots(session, calendar_world.seance(session, world, garden, MONDAY, (9, 12)))
    enter(session, zoe, slot, "P")
    with pytest.raises(RuleError, match="organisme de formation déclaré"):
        certificates.prepare_certificate(session, about("certificat", zoe))
    ours = session.get_one(Structure, world.structures[0])
    ours.is_training_provider, ours.nda = True, "28 14 00000 14"
    settings.put(session, settings.SIGNATORY_NAME, "Jeanne Roussel")
    (view,) = certificates.prepare_certificate(session, about("certificat", zoe))
    assert view.number == "CR-2027-A0001"
    assert (view.provider, view.letterhead.nda, view.signatory.name) == (
        True,
        "28 14 00000 14",
        "Jeanne Roussel",
    )


def test_nothing_followed_is_nothing_to_attest(session: Session, world: World, garden: uuid.UUID) -> None:
    (slot,) = slots(session, calendar_world.seance(session, world, garden, MONDAY, (9, 12)))
    enter(session, world.people[0], slot, "I")
    with pytest.raises(RuleError, match="rien à attester"):
        certificates.prepare_attestation(session, about("attestation", world.people[0]))
    with pytest.raises(RuleError, match="Personne n’a encore suivi"):
        certificates.prepare_collective(session, about("attestation-collective", garden))


def test_the_absences_say_who_and_never_why(session: Session, world: World, garden: uuid.UUID) -> None:
    zoe, mehdi, kevin = world.people
    morning, afternoon = slots(session, calendar_world.seance(session, world, garden, MONDAY))
    for slot in (morning, afternoon):
        attendance.set_presences(session, [PresenceInput(zoe, slot, "A", reason_code="justice")])
        enter(session, mehdi, slot, "P")
    enter(session, kevin, morning, "I")
    (view,) = absences.prepare(session, about("absents"))
    assert [(row.person.last_name, row.status, row.minutes) for row in view.rows] == [
        ("Aubert", "absent justifié", 360),
        ("Cissé", "absent injustifié", 180),
    ]
    assert "justice" not in str(vars(AttendanceSheet)) + repr(view)
    with pytest.raises(RuleError, match="Personne n’est noté absent"):
        absences.prepare(session, about("absents", days=(TUESDAY, TUESDAY)))


def test_these_papers_are_not_for_every_role(workspace: Workspace, session: Session) -> None:
    with acting_as(workspace, "consultation"):
        session.info["actor"] = workspace.actor
        with pytest.raises(PermissionDenied):
            absences.prepare(session, about("absents"))


def test_a_certificate_keeps_its_number_until_what_it_attests_changes(
    session: Session, world: World, garden: uuid.UUID
) -> None:
    held = calendar_world.seance(session, world, garden, MONDAY)
    morning, afternoon = slots(session, held)
    person = world.people[0]
    for slot in (morning, afternoon):
        for other in world.people:
            enter(session, other, slot, "P")
    asked = about("attestation", person)
    (first,) = certificates.prepare_attestation(session, asked)
    (again,) = certificates.prepare_attestation(session, asked)
    assert (again.number, again.reference, again.replaces) == (first.number, first.reference, "")
    validate(session, held)
    (proven,) = certificates.prepare_attestation(session, asked)
    assert proven.number != first.number
    assert proven.replaces == first.number
    (same,) = certificates.prepare_attestation(session, asked)
    assert (same.number, same.replaces) == (proven.number, first.number)
    corrections.correct(session, PresenceInput(person, morning, "I"), "Absente, vue par Jonas")
    (corrected,) = certificates.prepare_attestation(session, asked)
    assert (corrected.minutes, corrected.replaces) == (180, proven.number)


def test_papers_of_other_people_days_and_kinds_do_not_replace_one_another(
    session: Session, world: World, garden: uuid.UUID
) -> None:
    held = calendar_world.seance(session, world, garden, MONDAY)
    for slot in slots(session, held):
        for other in world.people:
            enter(session, other, slot, "P")
    one_day = about("attestation", world.people[0], days=(MONDAY, MONDAY))
    made = [
        *certificates.prepare_attestation(session, about("attestation", *world.people)),
        *certificates.prepare_attestation(session, one_day),
        *certificates.prepare_collective(session, about("attestation-collective", garden)),
    ]
    assert len({view.number for view in made}) == 5
    assert all(view.replaces == "" for view in made)
    (collective,) = certificates.prepare_collective(session, about("attestation-collective", garden))
    assert collective.number == made[-1].number
    enter(session, world.people[1], slots(session, held)[0], "I")
    (changed,) = certificates.prepare_collective(session, about("attestation-collective", garden))
    assert changed.replaces == made[-1].number

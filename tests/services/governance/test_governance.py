"""Meetings on a real classeur: members convoked, quorum, numbers never given twice, what comes back late."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, PermissionDenied, RuleError
from elans_desktop.services.governance import (
    governance,
    governance_agenda,
    governance_attendance,
    governance_people,
)
from elans_desktop.services.governance import governance_decisions as decisions
from elans_desktop.services.governance import governance_meetings as meetings
from elans_desktop.services.governance.governance import BodyInput, MemberInput
from elans_desktop.services.governance.governance_agenda import AgendaInput
from elans_desktop.services.governance.governance_attendance import ABSENT, CONVOKED, EXCUSED, PRESENT
from elans_desktop.services.governance.governance_decisions import DONE, POSTPONED, DecisionInput
from elans_desktop.services.governance.governance_meetings import CANCELLED, HELD, MeetingInput, MeetingView
from elans_desktop.services.organisation.professionals import ProfessionalInput
from elans_desktop.services.scope import Scope
from elans_desktop.storage.workspace import Workspace
from tests.support import council
from tests.support.council import TODAY, Council
from tests.support.organisation import acting_as


@pytest.fixture
def seated(workspace: Workspace) -> Iterator[Council]:
    with clock.fixed(datetime(2027, 5, 4, 10, 42)):
        with workspace.write("Données d’essai") as session:
            made = council.build(session)
        yield made


def meet(
    workspace: Workspace, seated: Council, day: date = TODAY, body: uuid.UUID | None = None
) -> uuid.UUID:
    with workspace.write("Prévoir une réunion") as session:
        return meetings.save(session, MeetingInput(body_id=body or seated.body, day=day, start=600, end=720))


def note(
    workspace: Workspace, meeting: uuid.UUID, text: str = "Ouvrir deux places", **rest: Any
) -> uuid.UUID:
    with workspace.write("Noter une décision") as session:
        return decisions.note(session, DecisionInput(meeting, text, **rest))


def shown(workspace: Workspace, meeting: uuid.UUID) -> MeetingView:
    with workspace.read() as session:
        return meetings.view(session, meeting)


def numbers(workspace: Workspace, meeting: uuid.UUID) -> list[str]:
    return [one.number for one in shown(workspace, meeting).decisions]


def test_a_new_meeting_convokes_the_members_of_that_day_and_takes_the_next_number(
    workspace: Workspace, seated: Council
) -> None:
    with workspace.write("Fin d’un mandat") as session:
        gone = next(m for m in governance.view(session, seated.body).members if m.name == "Claire Tessier")
        ended = MemberInput(
            seated.body, gone.input.professional_id, start=gone.input.start, end=date(2027, 4, 30), id=gone.id
        )
        governance.save_member(session, ended)
    april, may = meet(workspace, seated, date(2027, 4, 1)), meet(workspace, seated)
    assert [shown(workspace, one).number for one in (april, may)] == [1, 2]
    assert len(shown(workspace, april).attendance) == 5
    assert [one.name for one in shown(workspace, may).attendance] == [
        "Elsa Morin",
        "Marie Desmares",
        "Nadia Lefort",
        "Paul Renouf",
    ]
    assert {one.status for one in shown(workspace, may).attendance} == {CONVOKED}


def test_the_quorum_counts_the_present_and_the_powers_held_by_somebody_present(
    workspace: Workspace, seated: Council
) -> None:
    meeting = meet(workspace, seated)
    marie, paul, nadia, elsa, _claire = seated.people
    with workspace.write("Présences") as session:
        governance_attendance.set_presence(session, meeting, marie, PRESENT)
        governance_attendance.set_presence(session, meeting, elsa, PRESENT)
        governance_attendance.set_presence(session, meeting, paul, ABSENT)
    view = shown(workspace, meeting)
    assert (view.quorum.voices, view.quorum.convoked, view.quorum.reached) == (2, 5, False)
    with workspace.write("Pouvoir") as session:
        governance_attendance.set_presence(session, meeting, nadia, EXCUSED, elsa)
    view = shown(workspace, meeting)
    assert (view.quorum.voices, view.quorum.reached, view.proxies) == (3, True, 1)
    with workspace.write("Elsa part") as session:
        governance_attendance.set_presence(session, meeting, elsa, EXCUSED)
    view = shown(workspace, meeting)
    assert (view.quorum.voices, view.quorum.reached, view.proxies) == (1, False, 0)
    assert all(one.proxy_id is None for one in view.attendance)


def test_a_power_goes_to_somebody_else_who_is_there(workspace: Workspace, seated: Council) -> None:
    meeting = meet(workspace, seated)
    marie, paul, *_others = seated.people
    with workspace.write("Excusé") as session:
        governance_attendance.set_presence(session, meeting, paul, EXCUSED)
    for status, who, holder in (
        (EXCUSED, marie, marie),
        (EXCUSED, marie, paul),
        (PRESENT, marie, seated.people[2]),
    ):
        with pytest.raises(RuleError), workspace.write("Pouvoir") as session:
            governance_attendance.set_presence(session, meeting, who, status, holder)


def test_a_body_without_quorum_may_always_decide(workspace: Workspace, seated: Council) -> None:
    meeting = meet(workspace, seated, body=seated.other_body)
    quorum = shown(workspace, meeting).quorum
    assert (quorum.voices, quorum.needed, quorum.reached) == (0, None, True)


def test_a_guest_who_is_not_in_the_list_is_created_in_the_same_operation(
    workspace: Workspace, seated: Council
) -> None:
    meeting = meet(workspace, seated)
    new = ProfessionalInput(last_name="Ferreira", first_name="Inès")
    with workspace.write("Inviter") as session:
        governance_people.with_person(session, None, new, governance_attendance.invite, meeting)
    assert "Inès Ferreira" in [one.name for one in shown(workspace, meeting).attendance]
    with workspace.write("Tous présents") as session:
        governance_attendance.all_present(session, meeting)
    assert shown(workspace, meeting).quorum.voices == 6
    workspace.undo()
    workspace.undo()
    assert len(shown(workspace, meeting).attendance) == 5
    with pytest.raises(InputError) as wrong, workspace.write("Inviter") as session:
        governance_people.with_person(session, None, None, governance_attendance.invite, meeting)
    assert "professional_id" in wrong.value.fields


def test_two_bodies_never_share_a_number(workspace: Workspace, seated: Council) -> None:
    first, second = meet(workspace, seated), meet(workspace, seated, body=seated.other_body)
    note(workspace, first)
    note(workspace, second)
    note(workspace, first, "Approuver le compte rendu")
    assert shown(workspace, first).number == shown(workspace, second).number == 1
    assert numbers(workspace, first) == ["2027-A01-01", "2027-A01-02"]
    assert numbers(workspace, second) == ["2027-A02-01"]


def test_a_number_undone_or_deleted_is_never_given_again(workspace: Workspace, seated: Council) -> None:
    meeting, later = meet(workspace, seated), meet(workspace, seated, body=seated.other_body)
    note(workspace, meeting)
    workspace.undo()
    assert numbers(workspace, meeting) == []
    with workspace.read() as session:
        assert decisions.next_number_words(session, meeting) == "2027-A01-02"
    note(workspace, later)
    kept = note(workspace, meeting)
    assert numbers(workspace, meeting) == ["2027-A01-02"]
    assert numbers(workspace, later) == ["2027-A02-01"]
    with workspace.write("Supprimer") as session:
        decisions.delete(session, kept)
    note(workspace, meeting)
    assert numbers(workspace, meeting) == ["2027-A01-03"]


def test_the_number_announced_is_the_number_given(workspace: Workspace, seated: Council) -> None:
    meeting = meet(workspace, seated, date(2026, 12, 1))
    for expected in ("2026-A01-01", "2026-A01-02"):
        with workspace.read() as session:
            assert decisions.next_number_words(session, meeting) == expected
        note(workspace, meeting)
        assert numbers(workspace, meeting)[-1] == expected


def test_changing_a_decision_keeps_its_number(workspace: Workspace, seated: Council) -> None:
    meeting = meet(workspace, seated)
    known = note(workspace, meeting)
    with workspace.write("Modifier") as session:
        decisions.note(session, DecisionInput(meeting, "Ouvrir trois places", state=DONE, id=known))
    (decision,) = shown(workspace, meeting).decisions
    assert (decision.number, decision.input.text, decision.done_on) == (
        "2027-A01-01",
        "Ouvrir trois places",
        TODAY,
    )


def test_a_vote_needs_its_voices_and_a_decision_its_words(workspace: Workspace, seated: Council) -> None:
    meeting = meet(workspace, seated)
    for entered, field in (
        (DecisionInput(meeting, "  "), "text"),
        (DecisionInput(meeting, "Voter", consensus=False), "votes_for"),
    ):
        with pytest.raises(InputError) as wrong, workspace.write("Noter") as session:
            decisions.note(session, entered)
        assert list(wrong.value.fields) == [field]
    assert numbers(workspace, meeting) == []


def test_late_decisions_come_back_at_the_next_meeting_of_the_body_until_settled(
    workspace: Workspace, seated: Council
) -> None:
    before = meet(workspace, seated, date(2027, 3, 2))
    late = note(workspace, before, "Signer la mise à disposition", due_on=date(2027, 4, 30))
    note(workspace, before, "À temps", due_on=date(2027, 5, 4))
    note(workspace, before, "Faite", due_on=date(2027, 4, 1), state=DONE)
    elsewhere = meet(workspace, seated, body=seated.other_body)
    meeting = meet(workspace, seated)
    (overdue,) = shown(workspace, meeting).overdue
    assert (overdue.id, overdue.late_days, overdue.meeting_number) == (late, 4, 1)
    assert shown(workspace, elsewhere).overdue == ()
    assert shown(workspace, before).overdue == ()
    with workspace.write("Reporter") as session:
        decisions.postpone(session, late, date(2027, 6, 11))
    assert shown(workspace, meeting).overdue == ()
    assert shown(workspace, before).decisions[0].input.state == POSTPONED
    with clock.fixed(datetime(2027, 6, 12, 9, 0)):
        assert late in [one.id for one in shown(workspace, meeting).overdue]
        with workspace.write("Fait") as session:
            decisions.set_state(session, late, DONE)
        assert late not in [one.id for one in shown(workspace, meeting).overdue]


def test_postponing_to_the_past_is_refused(workspace: Workspace, seated: Council) -> None:
    late = note(workspace, meet(workspace, seated), due_on=date(2027, 4, 1))
    with pytest.raises(InputError), workspace.write("Reporter") as session:
        decisions.postpone(session, late, date(2027, 5, 3))


def test_the_agenda_is_numbered_moved_marked_and_keeps_what_gave_a_decision(
    workspace: Workspace, seated: Council
) -> None:
    meeting = meet(workspace, seated)
    with workspace.write("Ordre du jour") as session:
        points = [
            governance_agenda.save(session, AgendaInput(meeting, title, minutes=15))
            for title in ("Compte rendu", "Suivi", "Budget")
        ]
    with workspace.write("Monter") as session:
        governance_agenda.move(session, points[2], -1)
        governance_agenda.set_done(session, points[0], True)
        governance_agenda.set_notes(session, points[0], "  Approuvé.  ")
    agenda = shown(workspace, meeting).agenda
    assert [(one.number, one.input.title, one.done) for one in agenda] == [
        (1, "Compte rendu", True),
        (2, "Budget", False),
        (3, "Suivi", False),
    ]
    assert agenda[0].input.notes == "Approuvé."
    note(workspace, meeting, agenda_item_id=points[0])
    with pytest.raises(RuleError), workspace.write("Retirer") as session:
        governance_agenda.delete(session, points[0])
    with workspace.write("Retirer") as session:
        governance_agenda.delete(session, points[1])
    assert len(shown(workspace, meeting).agenda) == 2


def test_a_meeting_to_come_is_not_closed_and_one_with_decisions_not_cancelled(
    workspace: Workspace, seated: Council
) -> None:
    coming, today = meet(workspace, seated, date(2027, 6, 1)), meet(workspace, seated)
    note(workspace, today)
    for meeting, state in ((coming, HELD), (today, CANCELLED)):
        with pytest.raises(RuleError), workspace.write("État") as session:
            meetings.set_state(session, meeting, state)
    with workspace.write("Clore") as session:
        meetings.set_state(session, today, HELD)
    with workspace.read() as session:
        rows = meetings.rows(session, Scope(seated.agreement, 2027))
    assert [(row.id, row.coming) for row in rows] == [(coming, True), (today, False)]


def test_the_same_person_sits_once_at_a_time(workspace: Workspace, seated: Council) -> None:
    again = MemberInput(seated.body, seated.people[0], start=date(2027, 1, 1))
    with pytest.raises(InputError) as wrong, workspace.write("Membre") as session:
        governance.save_member(session, again)
    assert "professional_id" in wrong.value.fields


def test_an_archived_body_meets_no_more(workspace: Workspace, seated: Council) -> None:
    with workspace.write("Archiver") as session:
        governance.archive(session, seated.body)
    with pytest.raises(RuleError):
        meet(workspace, seated)


@pytest.mark.parametrize("role", ["accueil", "referent", "consultation"])
def test_only_the_coordination_governs(workspace: Workspace, seated: Council, role: str) -> None:
    meeting = meet(workspace, seated)
    with acting_as(workspace, role):
        with pytest.raises(PermissionDenied):
            note(workspace, meeting)
        with pytest.raises(PermissionDenied):
            meet(workspace, seated)
        with pytest.raises(PermissionDenied), workspace.write("Instance") as session:
            governance.save(session, BodyInput(title="Bureau"))
    assert numbers(workspace, meeting) == []

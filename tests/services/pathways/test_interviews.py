from __future__ import annotations

import uuid
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, PermissionDenied, RuleError
from elans_desktop.core.text import storable
from elans_desktop.models.organisation import User
from elans_desktop.services import search
from elans_desktop.services.participants import person_file
from elans_desktop.services.pathways import interviews, support_tasks
from elans_desktop.services.pathways.interviews import InterviewInput, InterviewView
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage import drafts
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import acting_as, fill
from tests.support.people import NOW, add_pathway, add_person
from tests.support.support_world import interview

ENTRY = date(2027, 1, 4)
SECRET = "Reparler de la garde du mercredi."


@pytest.fixture
def agreement(workspace: Workspace) -> Iterator[uuid.UUID]:
    with clock.fixed(NOW):
        yield fill(workspace)


@pytest.fixture
def lucie(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    return add_person(workspace, "Bazin", "Lucie", birth_date=date(1996, 3, 2))


@pytest.fixture
def pathway(workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID) -> uuid.UUID:
    return add_pathway(workspace, lucie, agreement, [("M", ENTRY, None)], entry_on=ENTRY)


@contextmanager
def a_colleague(workspace: Workspace) -> Generator[None]:
    """Somebody else at the keyboard, with the same role."""
    mine = workspace.actor
    other = uuid.uuid5(mine.user_id, "colleague")
    with workspace.write("Ajouter un utilisateur", kind="migration") as session:
        if session.get(User, other) is None:
            session.add(User(id=other, name="Nadia Lefort", function="", role=mine.role, active=True))
    workspace.actor = replace(mine, user_id=other, professional_id=None, name="Nadia Lefort")
    try:
        yield
    finally:
        workspace.actor = mine


def one(workspace: Workspace, key: uuid.UUID) -> InterviewView:
    with workspace.read() as session:
        return interviews.view(session, key)


def test_an_interview_is_kept_whole_and_told_in_words(
    workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    typed = InterviewInput(
        lucie,
        pathway_id=pathway,
        day=date(2027, 4, 28),
        start=600,
        duration=45,
        medium_code="rdv",
        professional_id=workspace.actor.professional_id,
        present="sa sœur",
        summary="32 questions sur 40 au dernier test de code.",
        follow_up="Immersion de dix jours à Flers.",
        next_on=date(2027, 5, 11),
        next_start=840,
        next_place="Le Fil vert",
        private_note=SECRET,
    )
    with workspace.write("Noter un entretien") as session:
        key = interviews.save(session, typed)
    found = one(workspace, key)
    assert found.input == replace(typed, id=key)
    assert (found.medium, found.professional) == ("Sur place avec rendez-vous", "Camille Essai")
    with workspace.read() as session:
        (line,) = interviews.lines(session, lucie)
        view = interviews.of_participant(session, lucie)
    assert (line.excerpt, line.has_note) == (typed.summary, True)
    assert (view.count, view.notes, view.to_reread, view.latest) == (1, 1, 0, found)
    assert view.next is not None
    assert (view.next.day, view.next.start, view.next.place) == (date(2027, 5, 11), 840, "Le Fil vert")


def test_the_private_note_is_for_its_author_alone(
    workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    key = interview(workspace, lucie, date(2027, 4, 28), private_note=SECRET)
    with a_colleague(workspace):
        with workspace.read() as session:
            told = (
                repr(interviews.view(session, key).input.private_note),
                repr(interviews.of_participant(session, lucie).notes),
                repr(interviews.private_notes(session, lucie)),
                repr(interviews.lines(session, lucie)[0].has_note),
                repr(search.find(session, "garde du mercredi")),
                repr(person_file.view(session, lucie, EVERYTHING)),
            )
        assert told[:5] == ("''", "0", "()", "False", "()")
        assert "mercredi" not in "".join(told)
        assert workspace.undo_label() is None, "and cannot be undone by somebody else"
        with workspace.write("Compléter un entretien") as session:
            shared = interviews.view(session, key).input
            interviews.save(session, replace(shared, summary="Complété.", private_note="À moi."))
    assert one(workspace, key).input.private_note == SECRET
    assert one(workspace, key).input.summary == "Complété."
    with workspace.read() as session:
        assert interviews.private_notes(session, lucie) == ((date(2027, 4, 28), SECRET),)
    assert SECRET not in repr(one(workspace, key))


def test_a_private_note_is_left_rewritten_or_removed(workspace: Workspace, lucie: uuid.UUID) -> None:
    key = interview(workspace, lucie, date(2027, 4, 28), private_note=SECRET)
    typed = one(workspace, key).input
    for given_note, kept in ((None, SECRET), ("Autre.", "Autre."), ("  ", "")):
        with workspace.write("Modifier un entretien") as session:
            interviews.save(session, replace(typed, private_note=given_note))
        assert one(workspace, key).input.private_note == kept
    workspace.undo()
    assert one(workspace, key).input.private_note == "Autre."


def test_drafts_are_those_of_the_one_who_types(workspace: Workspace, lucie: uuid.UUID) -> None:
    with workspace.write("Garder un brouillon") as session:
        drafts.keep(session, "participant.interview", lucie, "Lucie B.", {"private_note": SECRET})
    with a_colleague(workspace), workspace.read() as session:
        assert drafts.find(session, "participant.interview", lucie) is None
        assert drafts.mine(session) == []


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"day": None}, "day", "Indiquez le jour"),
        ({"day": date(2027, 5, 5)}, "day", "dans le futur"),
        ({"day": date(2017, 4, 28)}, "day", "avant le premier contact (04/01/2027)"),
        ({"duration": 0}, "duration", "entre une minute et douze heures"),
        ({"duration": 721}, "duration", "entre une minute et douze heures"),
        ({"next_on": date(2027, 4, 27)}, "next_on", "avant l’entretien"),
        ({"next_start": 600}, "next_on", "le jour du rendez-vous"),
        ({"present": "x" * 201}, "present", "200"),
        ({"medium_code": None, "summary": " "}, "summary", "Écrivez ce qui s’est dit"),
        ({"start": 600, "summary": "Déjà  dit."}, "day", "déjà noté"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(
    workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID, typed: dict[str, Any], field: str, words: str
) -> None:
    interview(workspace, lucie, date(2027, 4, 28), start=600, summary="Déjà  dit.")
    with pytest.raises(InputError) as refused:
        interview(workspace, lucie, **({"day": date(2027, 4, 28)} | typed))
    assert list(refused.value.fields) == [field]
    assert words in refused.value.fields[field]
    with workspace.read() as session:
        assert interviews.of_participant(session, lucie).count == 1


def test_before_anything_is_noted_the_birth_is_the_only_limit(workspace: Workspace, lucie: uuid.UUID) -> None:
    interview(workspace, lucie, date(2020, 1, 1))
    with pytest.raises(InputError):
        interview(workspace, lucie, date(1996, 3, 1))


def test_a_pathway_of_somebody_else_is_not_taken(
    workspace: Workspace, agreement: uuid.UUID, pathway: uuid.UUID
) -> None:
    remi = add_person(workspace, "Blin", "Rémi")
    key = interview(workspace, remi, date(2027, 4, 28), pathway_id=pathway)
    assert one(workspace, key).input.pathway_id is None


@given(st.text(st.characters(), max_size=300))
def test_any_text_can_be_kept(text: str) -> None:
    kept = storable(text)
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert "\x00" not in kept
    assert storable(kept) == kept


def test_a_long_note_in_any_script_is_kept_to_the_letter(workspace: Workspace, lucie: uuid.UUID) -> None:
    text = ("Zoé\u202f— « 你好 » \U0001f697\u0301 עברית\n" * 300)[:5000].strip() + "\ud800"
    key = interview(workspace, lucie, date(2027, 4, 28), summary=text, private_note=text)
    found = one(workspace, key).input
    assert found.summary == found.private_note == text[:-1] + "?"
    with workspace.read() as session:
        assert len(interviews.lines(session, lucie)[0].excerpt) <= interviews.EXCERPT


def test_the_next_appointment_is_shown_until_it_is_held(
    workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    mine = workspace.actor.professional_id
    today, friday = NOW.date(), date(2027, 5, 7)
    interview(
        workspace,
        lucie,
        date(2027, 4, 28),
        pathway_id=pathway,
        professional_id=mine,
        next_on=today,
        next_start=840,
    )
    remi = add_person(workspace, "Blin", "Rémi")
    interview(workspace, remi, date(2027, 4, 20), next_on=friday)
    interview(workspace, remi, date(2027, 4, 22), next_on=friday, summary="Le même rendez-vous, redit.")

    def week(scope: Scope = EVERYTHING) -> list[tuple[str, date, int | None, str]]:
        with workspace.read() as session:
            found = support_tasks.appointments(session, scope, today, friday)
        return [(a.name, a.day, a.start, a.professional) for a in found]

    lucies, remis = ("Lucie Bazin", today, 840, "Camille E."), ("Rémi Blin", friday, None, "")
    assert week() == [lucies, remis]
    assert week(Scope(agreement)) == [lucies, remis], "without a pathway it belongs to every agreement"
    assert week(Scope(uuid.uuid4())) == [remis]
    with acting_as(workspace, "accueil"):
        assert week() == [lucies, remis]
    with acting_as(workspace, "consultation"):
        assert week() == []
    interview(workspace, lucie, today)
    assert week() == [remis]
    with workspace.read() as session:
        assert interviews.of_participant(session, lucie).next is None
        upcoming = interviews.of_participant(session, remi).next
    assert upcoming is not None
    assert upcoming.day == friday


def test_an_interview_is_removed_unless_a_colleague_wrote_about_it(
    workspace: Workspace, lucie: uuid.UUID
) -> None:
    key = interview(workspace, lucie, date(2027, 4, 28), private_note=SECRET)
    with a_colleague(workspace):
        with pytest.raises(RuleError) as refused, workspace.write("Supprimer") as session:
            interviews.delete(session, key)
        assert SECRET not in str(refused.value)
    with workspace.write("Supprimer un entretien") as session:
        interviews.delete(session, key)
    with workspace.read() as session:
        assert interviews.of_participant(session, lucie).count == 0
    workspace.undo()
    assert one(workspace, key).input.private_note == SECRET


def test_welcome_desks_see_the_appointment_and_nothing_that_was_said(
    workspace: Workspace, lucie: uuid.UUID
) -> None:
    tomorrow = NOW.date() + timedelta(days=1)
    key = interview(workspace, lucie, date(2027, 4, 28), next_on=tomorrow)
    with acting_as(workspace, "accueil"), workspace.read() as session:
        for act in (interviews.of_participant, interviews.lines, interviews.private_notes):
            with pytest.raises(PermissionDenied):
                act(session, lucie)
        with pytest.raises(PermissionDenied):
            interviews.view(session, key)
        assert person_file.view(session, lucie, EVERYTHING).support is None
        upcoming = interviews.next_meeting(session, lucie)
    assert upcoming is not None
    assert upcoming.day == tomorrow

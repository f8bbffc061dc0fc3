"""Fiche participant: what stands on it, and what never does."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from elans_desktop.core import clock
from elans_desktop.core.errors import NotFoundError, PermissionDenied, RuleError
from elans_desktop.models.participants import Participant
from elans_desktop.services import restricted
from elans_desktop.services.participants.paper_people import (
    PaperFacts,
    PaperNote,
    PaperTable,
    PersonSheetView,
)
from elans_desktop.services.participants.person_papers import sheet, sheet_support
from elans_desktop.services.pathways import interviews
from elans_desktop.services.pathways.interviews import InterviewInput
from elans_desktop.services.printing import preparation
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.services.restricted import RestrictedFile
from elans_desktop.storage.workspace import Workspace
from tests.support import paper_world
from tests.support.organisation import acting_as
from tests.support.paper_world import OTHER_SECRET, SECRET, PaperWorld

KEY = "fiche-participant"


@pytest.fixture
def made(workspace: Workspace) -> Iterator[PaperWorld]:
    with clock.fixed(paper_world.NOW):
        with workspace.write("Essai") as session:
            world = paper_world.build(session)
        yield world


def sheets(workspace: Workspace, *people: uuid.UUID, variant: str | None = None) -> list[PersonSheetView]:
    with workspace.read() as session:
        views = preparation.prepare(session, DocumentRequest(KEY, object_ids=people, variant=variant))
    return [view for view in views if isinstance(view, PersonSheetView)]


def words(view: PersonSheetView) -> str:
    """Everything the sheet says."""
    found: list[str] = [view.title, view.number, view.watermark]
    for section in view.sections:
        found += [section.title, section.aside]
        for part in section.parts:
            match part:
                case PaperFacts():
                    found += [f"{fact.label} {fact.value}" for row in part.rows for fact in row]
                case PaperTable():
                    found += [cell for row in part.rows for cell in row]
                case PaperNote():
                    found += [part.heading, part.text, part.aside]
    return "\n".join(found)


def titles(view: PersonSheetView) -> list[str]:
    return [section.title for section in view.sections]


def test_the_whole_file_is_on_it(workspace: Workspace, made: PaperWorld) -> None:
    (view,) = sheets(workspace, made.person)
    said = words(view)
    assert titles(view) == [
        "Identité", "Contact", "Repérage et orientation", "Situation", "Parcours", "Freins",
        "Objectifs et actions", "Entretiens", "Activités et présences", "Immersions", "Aides financières",
        "Documents remis", "Sortie",
    ]  # fmt: skip
    for expected in (
        "Aubert", "12/03/2001 (26\u00a0ans)", "4 rue du Lavoir", "Hébergé chez les parents",
        "Locataire du parc social", "3 frein bloquant", "1 à surveiller, 02/03/2027",
        "Passer le code de la route", "S’inscrire à l’auto-école", "la personne",
        "32 questions sur 40", "avec Nadia Lefort",
        "Prochain rendez-vous\u00a0: mar.\u00a011/05/2027 à 10\u00a0h\u00a000, Mairie", "50\u00a0%",
        "Mécanique cycles", "Permis de conduire", "120,00\u00a0€", "Charte d’engagement",
        "Formation qualifiante ou certifiante", "Joint, en formation",
    ):  # fmt: skip
        assert expected in said, expected
    assert view.number == "2026-A0001"
    assert view.watermark == ""


def test_what_is_sensitive_stays_inside(workspace: Workspace, made: PaperWorld) -> None:
    (view,) = sheets(workspace, made.person)
    said = words(view)
    assert "Prescripteur Autre" in said
    for hidden in ("CSAPA", "Léa Tanguy", "Santé", "AAH", "RQTH", "Prévoir des pauses", SECRET, OTHER_SECRET):
        assert hidden not in said, hidden
    assert "RSA" in said
    assert "un passage que personne" not in said.lower()
    assert sheet_support.TO_REREAD in said


def test_the_confidential_block_is_watermarked_and_asked_for(workspace: Workspace, made: PaperWorld) -> None:
    (view,) = sheets(workspace, made.person, variant="confidentiel")
    said = words(view)
    assert view.watermark == "CONFIDENTIEL"
    for shown in (
        "Bloc confidentiel",
        "RQTH",
        "Oui, jusqu’au 31/01/2028",
        "Aménager l’activité",
        "CSAPA de Vire",
        "AAH",
    ):
        assert shown in said, shown
    assert SECRET not in said
    (empty,) = sheets(workspace, made.other, variant="confidentiel")
    assert "Rien n’est noté dans le bloc confidentiel" in words(empty)


def test_the_confidential_block_needs_its_right(workspace: Workspace, made: PaperWorld) -> None:
    with acting_as(workspace, "accueil"):
        assert sheets(workspace, made.person)
        with pytest.raises(PermissionDenied):
            sheets(workspace, made.person, variant="confidentiel")
    with acting_as(workspace, "consultation"), pytest.raises(PermissionDenied):
        sheets(workspace, made.person)


def test_a_referent_prints_the_confidential_part_of_their_own_people_alone(
    workspace: Workspace, made: PaperWorld
) -> None:
    with acting_as(workspace, "referent"):
        with pytest.raises(PermissionDenied):
            sheets(workspace, made.person, variant="confidentiel")
        workspace.actor = replace(workspace.actor, professional_id=made.world.trainers[1])
        assert sheets(workspace, made.person, variant="confidentiel")
        with pytest.raises(PermissionDenied):
            sheets(workspace, made.person, made.other, variant="confidentiel")


def test_the_accueil_prints_the_file_without_the_accompaniment(
    workspace: Workspace, made: PaperWorld
) -> None:
    with acting_as(workspace, "accueil"):
        (view,) = sheets(workspace, made.person)
    assert not {"Freins", "Objectifs et actions", "Entretiens"} & set(titles(view))


def test_private_notes_are_printed_for_their_author_alone(workspace: Workspace, made: PaperWorld) -> None:
    (view,) = sheets(workspace, made.person, variant="notes-privees")
    said = words(view)
    assert SECRET in said
    assert OTHER_SECRET not in said
    assert view.watermark == "NOTES PRIVÉES"
    (both,) = sheets(workspace, made.person, variant="confidentiel+notes-privees")
    assert SECRET in words(both)
    assert both.watermark == "CONFIDENTIEL"


def test_somebody_without_anything_still_has_a_sheet_to_complete(
    workspace: Workspace, made: PaperWorld
) -> None:
    (view,) = sheets(workspace, made.other)
    assert titles(view) == ["Identité", "Contact", "Repérage et orientation"]


def test_people_come_by_name_and_twice_asked_is_once(workspace: Workspace, made: PaperWorld) -> None:
    views = sheets(workspace, made.other, made.person, made.other)
    assert [view.number for view in views] == ["2026-A0001", "2026-A0002"]


def test_how_many_reads_does_not_depend_on_how_many_people(workspace: Workspace, made: PaperWorld) -> None:
    def count(*people: uuid.UUID) -> int:
        seen: list[str] = []

        def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            seen.append(statement)

        with workspace.read() as session:
            engine = session.get_bind()
            event.listen(engine, "before_cursor_execute", note)
            try:
                preparation.prepare(session, DocumentRequest(KEY, object_ids=people))
            finally:
                event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    assert count(*made.world.people) == count(*made.world.people[:2])


@pytest.mark.parametrize(
    ("ids", "variant", "problem"),
    [
        ((), None, RuleError),
        ((uuid.uuid4(),), None, NotFoundError),
        ("person", "inconnue", RuleError),
    ],
)
def test_what_cannot_be_printed_is_one_sentence(
    workspace: Workspace, made: PaperWorld, ids: Any, variant: str | None, problem: type[Exception]
) -> None:
    asked = (made.person,) if ids == "person" else ids
    with pytest.raises(problem):
        sheets(workspace, *asked, variant=variant)


def test_an_anonymised_file_has_nothing_to_print_and_a_restricted_one_asks_the_coordination(
    workspace: Workspace, made: PaperWorld
) -> None:
    change(workspace, made.person, restricted_on=date(2027, 5, 1))
    with pytest.raises(RestrictedFile):
        sheets(workspace, made.person)
    with workspace.write("Ouvrir") as session:
        restricted.open_file(session, made.person, "controle")
    assert sheets(workspace, made.person)
    with acting_as(workspace, "referent"), pytest.raises(PermissionDenied):
        sheets(workspace, made.person)
    change(workspace, made.person, anonymised_on=date(2027, 5, 2))
    with pytest.raises(RuleError):
        sheets(workspace, made.person)


def change(workspace: Workspace, person: uuid.UUID, **values: Any) -> None:
    with workspace.write("Essai", "erase") as session:
        row = session.get_one(Participant, person)
        for name, value in values.items():
            setattr(row, name, value)


def test_nothing_personal_shows_in_a_report_of_a_view(workspace: Workspace, made: PaperWorld) -> None:
    (view,) = sheets(workspace, made.person, variant="confidentiel+notes-privees")
    assert not any(word in repr(view) for word in ("Aubert", "AUBERT", "Lavoir", SECRET, "pauses", "Harivel"))


def test_the_variants_are_those_of_the_menu() -> None:
    assert sheet.options("notes-privees") == sheet.Options(private=True)
    assert sheet.options("tous-les-entretiens") == sheet.Options(whole=True)
    assert set(sheet.VARIANTS) == {sheet.CONFIDENTIAL, sheet.PRIVATE, sheet.WHOLE}


def test_the_sheet_says_how_many_interviews_it_leaves_out_and_prints_them_all_when_asked(
    workspace: Workspace, made: PaperWorld
) -> None:
    known = len(interview_notes(sheets(workspace, made.person)[0]))
    with workspace.write("Essai") as session:
        for day in range(1, 15):
            typed = InterviewInput(made.person, day=date(2027, 1, day), summary=f"Échange numéro {day}.")
            interviews.save(session, typed)
    usual, whole = sheets(workspace, made.person)[0], sheets(workspace, made.person, variant=sheet.WHOLE)[0]
    total, most = known + 14, sheet_support.MOST_INTERVIEWS
    assert len(interview_notes(usual)) == most
    assert f"les {most} derniers, sur {total}" in words(usual)
    assert len(interview_notes(whole)) == total
    assert "derniers, sur" not in words(whole)
    with workspace.read() as session:
        assert interviews.how_many(session, made.person) == total


def interview_notes(view: PersonSheetView) -> list[PaperNote]:
    """The interviews a sheet prints."""
    section = next(one for one in view.sections if one.title == "Entretiens")
    return [part for part in section.parts if isinstance(part, PaperNote) and not part.framed]

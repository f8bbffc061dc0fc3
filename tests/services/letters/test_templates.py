"""Templates kept with their versions, and letters made for one person or several."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, NotFoundError, PermissionDenied, RuleError
from elans_desktop.models.documents import IssuedDocument
from elans_desktop.models.journal import AccessTrace, Blob
from elans_desktop.models.privacy import LetterTemplate
from elans_desktop.services.participants.letters import making, templates
from elans_desktop.services.participants.letters.making import LetterRequest, Made
from elans_desktop.services.participants.letters.templates import TemplateInput, TemplateRow
from elans_desktop.storage.workspace import Workspace
from tests.support import paper_world
from tests.support.letter_files import document, docx, odt, paragraph, part, run
from tests.support.organisation import acting_as
from tests.support.paper_world import PaperWorld

LETTER = odt("<text:p>{{prenom}} {{nom}}, {{dossier}}, {{referent}}, {{date}}</text:p>")
OTHER = docx(document(paragraph(run("Bonjour {{prenom}}"))))


@pytest.fixture
def made(workspace: Workspace) -> Iterator[PaperWorld]:
    with clock.fixed(paper_world.NOW):
        with workspace.write("Essai") as session:
            world = paper_world.build(session)
        yield world


def save(workspace: Workspace, typed: TemplateInput) -> TemplateRow:
    with workspace.write("Ajouter un modèle") as session:
        key = templates.save(session, typed)
    return next(row for row in listed(workspace) if row.id == key)


def listed(workspace: Workspace) -> tuple[TemplateRow, ...]:
    with workspace.read() as session:
        return templates.rows(session)


def make(workspace: Workspace, request: LetterRequest) -> Made:
    with workspace.read() as session:
        return making.make(session, request)


def test_a_template_its_versions_and_the_way_back(workspace: Workspace, made: PaperWorld) -> None:
    first = save(workspace, TemplateInput(title="  Invitation  ", note="Pour la fête", content=LETTER))
    assert (first.title, first.version, first.kind) == ("Invitation", 1, "odt")
    second = save(workspace, replace(first.input, content=OTHER))
    assert (second.version, second.kind) == (2, "docx")
    assert [row.id for row in listed(workspace)] == [second.id]
    with workspace.read() as session:
        assert [one.version for one in templates.versions(session, second.id)] == [2, 1]
        assert templates.content(session, first.id) == ("invitation.odt", LETTER)
    with workspace.write("Revenir") as session:
        third = templates.restore(session, second.id, first.id)
    with workspace.read() as session:
        assert templates.content(session, third)[1] == LETTER
        assert [one.version for one in templates.versions(session, third)] == [3, 2, 1]
        assert session.scalar(select(func.count()).select_from(Blob)) == 2
    workspace.undo()
    assert [row.version for row in listed(workspace)] == [2]


def test_words_alone_change_without_a_version(workspace: Workspace, made: PaperWorld) -> None:
    first = save(workspace, TemplateInput(title="Invitation", content=LETTER))
    renamed = save(workspace, replace(first.input, title="Fête", note="Été"))
    assert (renamed.id, renamed.title, renamed.note, renamed.version) == (first.id, "Fête", "Été", 1)


def test_a_template_put_away_and_back(workspace: Workspace, made: PaperWorld) -> None:
    first = save(workspace, TemplateInput(title="Invitation", content=LETTER))
    with workspace.write("Archiver") as session:
        templates.archive(session, first.id)
    assert listed(workspace) == ()
    with workspace.read() as session:
        assert templates.rows(session, archived=True)[0].archived
    with workspace.write("Remettre") as session:
        templates.archive(session, first.id, away=False)
    assert len(listed(workspace)) == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (TemplateInput(title="", content=LETTER), "title"),
        (TemplateInput(title="x" * 200, content=LETTER), "title"),
        (TemplateInput(title="INVITATION", content=LETTER), "title"),
        (TemplateInput(title="Autre"), "file"),
        (TemplateInput(title="Autre", content=b"MZ"), "file"),
        (TemplateInput(title="Autre", content=odt("<text:p>{{prenon}}</text:p>")), "file"),
    ],
)
def test_a_refusal_is_beside_its_field_and_keeps_nothing(
    workspace: Workspace, made: PaperWorld, typed: TemplateInput, field: str
) -> None:
    save(workspace, TemplateInput(title="Invitation", content=LETTER))
    with pytest.raises(InputError) as refusal, workspace.write("Essai") as session:
        templates.save(session, typed)
    assert list(refusal.value.fields) == [field]
    assert len(listed(workspace)) == 1


def test_the_two_shipped_templates_come_once(workspace: Workspace, made: PaperWorld) -> None:
    for _ in range(2):
        with workspace.write("Essai") as session:
            templates.ensure_shipped(session)
    assert [row.title for row in listed(workspace)] == ["Attestation de suivi", "Convocation"]
    for row in listed(workspace):
        text = part(make(workspace, LetterRequest(row.id, (made.person,))).content, "content.xml")
        assert "Kévin Aubert" in text or "Bonjour Kévin" in text
        assert "{{" not in text


def test_the_letter_of_a_person(workspace: Workspace, made: PaperWorld) -> None:
    row = save(workspace, TemplateInput(title="Invitation à la fête", content=LETTER))
    letter = make(workspace, LetterRequest(row.id, (made.person,)))
    assert letter.filename == "2027-05-04_invitation-a-la-fete_2026-a0001.odt"
    assert "Kévin Aubert, 2026-A0001, Nadia Lefort, 4\u00a0mai\u00a02027" in part(
        letter.content, "content.xml"
    )
    assert letter.remarks == ()
    assert "Aubert" not in repr(letter)


def test_the_letters_of_several_people(workspace: Workspace, made: PaperWorld) -> None:
    row = save(workspace, TemplateInput(title="Invitation", content=LETTER))
    people = tuple(made.world.people)
    zipped = make(workspace, LetterRequest(row.id, people))
    assert zipped.filename == "2027-05-04_invitation_3-courriers.zip"
    with zipfile.ZipFile(io.BytesIO(zipped.content)) as archive:
        assert archive.namelist() == [f"invitation_2026-a000{n}.odt" for n in (1, 2, 3)]
    assert zipped.remarks == ("2\u00a0personnes sans «\u00a0Référent\u00a0»",)
    whole = make(workspace, LetterRequest(row.id, people, together=True))
    assert whole.filename == "2027-05-04_invitation_3-courriers.odt"
    text = part(whole.content, "content.xml")
    assert all(number in text for number in ("2026-A0001", "2026-A0002", "2026-A0003"))


def test_the_appointment_is_that_of_the_interviews(workspace: Workspace, made: PaperWorld) -> None:
    content = odt("<text:p>{{rdv_date}} {{rdv_heure}} {{rdv_lieu}}</text:p>")
    row = save(workspace, TemplateInput(title="Rendez-vous", content=content))
    letter = make(workspace, LetterRequest(row.id, (made.person, made.other), together=True))
    text = part(letter.content, "content.xml")
    assert "mardi 11\u00a0mai\u00a02027 10\u00a0h\u00a000 Mairie" in text
    assert letter.remarks == ("1\u00a0personne sans prochain rendez-vous noté",)


def test_letters_leave_a_trace_and_nothing_of_their_content(workspace: Workspace, made: PaperWorld) -> None:
    row = save(workspace, TemplateInput(title="Invitation", content=LETTER))
    request = LetterRequest(row.id, (made.person, made.other))
    letters = make(workspace, request)
    with workspace.write("Enregistrer des courriers", "document") as session:
        making.note_made(session, request, letters)
    with workspace.read() as session:
        issued = session.scalars(select(IssuedDocument)).one()
        traces = session.scalars(select(AccessTrace).where(AccessTrace.action == "export")).all()
    assert (issued.key, issued.pages, issued.subject_table) == ("courrier", 2, "participant")
    assert {trace.row_id for trace in traces} == {made.person, made.other}


def test_what_cannot_be_made_is_one_sentence(workspace: Workspace, made: PaperWorld) -> None:
    row = save(workspace, TemplateInput(title="Invitation", content=LETTER))
    with pytest.raises(RuleError):
        make(workspace, LetterRequest(row.id, ()))
    with pytest.raises(NotFoundError):
        make(workspace, LetterRequest(made.person, (made.person,)))
    with workspace.write("Essai") as session:
        for blob in session.scalars(select(Blob)):
            session.delete(blob)
    with pytest.raises(NotFoundError, match="fichier"):
        make(workspace, LetterRequest(row.id, (made.person,)))


def test_who_may_keep_templates_and_who_may_write_letters(workspace: Workspace, made: PaperWorld) -> None:
    row = save(workspace, TemplateInput(title="Invitation", content=LETTER))
    with acting_as(workspace, "referent"):
        assert make(workspace, LetterRequest(row.id, (made.person,))).letters == 1
        with pytest.raises(PermissionDenied), workspace.write("Essai") as session:
            templates.save(session, TemplateInput(title="Autre", content=LETTER))
    with acting_as(workspace, "consultation"), pytest.raises(PermissionDenied):
        make(workspace, LetterRequest(row.id, (made.person,)))
    with workspace.read() as session:
        assert session.scalar(select(func.count()).select_from(LetterTemplate)) == 1

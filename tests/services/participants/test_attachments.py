"""Files attached to a person: kept encrypted, opened by who may, brought back by Ctrl+Z, gone when nothing
uses them."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, NotFoundError, PermissionDenied, RuleError
from elans_desktop.models.journal import Blob
from elans_desktop.models.privacy import Attachment, LetterTemplate
from elans_desktop.services import incoming_files
from elans_desktop.services.organisation import professionals
from elans_desktop.services.organisation.professionals import ProfessionalInput
from elans_desktop.services.participants import attachments, papers, person_history
from elans_desktop.services.participants.attachments import AttachmentRow, NewAttachment
from elans_desktop.storage import erasure, unused_files
from elans_desktop.storage.erased_ids import ErasedRow
from elans_desktop.storage.workspace import Workspace
from tests.support import attached_files as made
from tests.support.organisation import acting_as, fill
from tests.support.people import NOW, add_pathway, add_person
from tests.support.workspaces import PASSPHRASE


@pytest.fixture
def agreement(workspace: Workspace) -> Iterator[uuid.UUID]:
    with clock.fixed(NOW):
        yield fill(workspace)


@pytest.fixture
def person(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    return add_person(workspace, "Bazin", "Lucie")


def attach(
    workspace: Workspace, person: uuid.UUID, content: bytes = b"", name: str = "CV.pdf", **more: Any
) -> uuid.UUID:
    new = NewAttachment(person, name, content or made.pdf(name), **more)
    with workspace.write("Joindre une pièce") as session:
        return attachments.add(session, new)


def rows(workspace: Workspace, person: uuid.UUID) -> tuple[AttachmentRow, ...]:
    with workspace.read() as session:
        return attachments.of_participant(session, person).rows


def blobs(workspace: Workspace) -> int:
    """Files kept, but for the letters that come with every classeur."""
    shipped = select(LetterTemplate.sha256)
    with workspace.read() as session:
        return len(session.scalars(select(Blob.sha256).where(Blob.sha256.not_in(shipped))).all())


def detail(workspace: Workspace, attachment: uuid.UUID, **changes: Any) -> None:
    with workspace.write("Décrire") as session:
        owner = session.get_one(Attachment, attachment).participant_id
        known = attachments.of_participant(session, owner).rows
        typed = next(row.input for row in known if row.id == attachment)
        attachments.save(session, replace(typed, **changes))


def test_a_file_is_attached_described_read_again_and_removed(workspace: Workspace, person: uuid.UUID) -> None:
    content = made.pdf("Attestation")
    first = attach(
        workspace, person, content, "C:\\Bureau\\Attestation RSA.PDF.exe", kind_code="attestation_rsa"
    )
    (row,) = rows(workspace, person)
    assert (row.name, row.kind, row.media_type) == (
        "Attestation RSA.pdf",
        "Attestation RSA",
        "application/pdf",
    )
    assert (row.size, row.added_by, row.state) == (len(content), "Camille Essai", papers.HELD)
    assert "Attestation RSA.pdf" not in repr(row)
    detail(workspace, first, dated=date(2027, 3, 1), expires_on=date(2027, 5, 16), name="RSA mars")
    (row,) = rows(workspace, person)
    assert row.name == "RSA mars.pdf"
    assert papers.state_words(row.state, row.input.expires_on) == "expire dans 12\u00a0jours"
    with workspace.read() as session:
        assert attachments.content(session, first).content == content
    with workspace.write("Retirer") as session:
        attachments.remove(session, first)
    assert rows(workspace, person) == ()
    with pytest.raises(NotFoundError), workspace.read() as session:
        attachments.content(session, first)


def test_what_is_wrong_is_said_and_nothing_is_kept(workspace: Workspace, person: uuid.UUID) -> None:
    attach(workspace, person, made.pdf("une"))
    for content, words in (
        (made.EXE, "programme"),
        (made.pdf("une"), "déjà"),
        (b"", "vide"),
        (made.png(60_000, 60_000), "trop grande"),
        (b"%PDF-1.4\n" + bytes(20_000_001), "20\u00a0Mo"),
    ):
        with pytest.raises(InputError) as refused, workspace.write("Joindre") as session:
            attachments.add(session, NewAttachment(person, "Facture.pdf", content))
        assert words in refused.value.fields["file"]
        assert "Facture" not in str(refused.value)
    assert len(rows(workspace, person)) == blobs(workspace) == 1
    (row,) = rows(workspace, person)
    with pytest.raises(InputError) as refused, workspace.write("Décrire") as session:
        attachments.save(
            session, replace(row.input, name=" ", dated=date(2027, 5, 5), expires_on=date(2027, 5, 4))
        )
    assert set(refused.value.fields) == {"name", "dated", "expires_on"}


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    huge = tmp_path / "film.pdf"
    with huge.open("wb") as stream:
        stream.truncate(2_100_000_000)  # sparse: takes no room

    def never(*_args: object, **_kwargs: object) -> object:
        raise AssertionError("a refused file is not opened")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", never)
        with pytest.raises(InputError) as refused:
            incoming_files.read(huge)
    assert refused.value.fields["file"].startswith("Ce fichier pèse 2,1\u00a0Go\u00a0: 20\u00a0Mo au plus.")


def test_a_file_that_grows_while_it_is_read_stops_at_the_limit(tmp_path: Path) -> None:
    growing = tmp_path / "journal.pdf"
    growing.write_bytes(b"x" * 2_000_000)
    added: list[int] = []

    def check() -> None:
        added.append(1)
        assert len(added) < 20, "the limit holds whatever the size said"
        with growing.open("ab") as stream:
            stream.write(b"x" * 2_000_000)

    with pytest.raises(InputError):
        incoming_files.read(growing, 4_000_000, check)


def test_what_is_not_a_file_is_refused_with_words(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        incoming_files.read(tmp_path)
    assert "dossier" in refused.value.fields["file"]
    with pytest.raises(NotFoundError):
        incoming_files.read(tmp_path / "absent.pdf")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "tuyau")
        with pytest.raises(InputError):
            incoming_files.read(tmp_path / "tuyau")
    (tmp_path / "CV.pdf").write_bytes(made.pdf())
    found = incoming_files.read(tmp_path / "CV.pdf")
    assert (found.name, found.content) == ("CV.pdf", made.pdf())
    assert "CV" not in repr(found)


def test_a_confidential_paper_is_seen_by_its_referent_and_the_coordination_alone(
    workspace: Workspace, agreement: uuid.UUID, person: uuid.UUID
) -> None:
    hidden = attach(workspace, person, name="Notification MDPH.pdf", kind_code="rqth")
    attach(workspace, person, name="CV.pdf", kind_code="cv")
    with workspace.read() as session:
        assert len(attachments.of_participant(session, person).rows) == 2
    for role in ("accueil", "referent"):
        with acting_as(workspace, role):
            with workspace.read() as session:
                seen = attachments.of_participant(session, person)
                told = [
                    f"{line.what} {line.new}"
                    for entry in person_history.of_participant(session, person)
                    for line in entry.lines
                ]
                paper_kinds = {row.kind for row in papers.of_person(session, person, agreement)}
            assert ([row.name for row in seen.rows], seen.hidden) == (["CV.pdf"], 1)
            assert any("CV.pdf" in words for words in told)
            assert not any("MDPH" in words for words in told)
            assert "rqth" not in paper_kinds
            with pytest.raises(PermissionDenied), workspace.read() as session:
                attachments.content(session, hidden)
            with pytest.raises(PermissionDenied), workspace.write("Retirer") as session:
                attachments.remove(session, hidden)
    me = workspace.actor.professional_id
    add_pathway(workspace, person, agreement, entry_on=date(2027, 1, 4), referent_id=me)
    with acting_as(workspace, "referent"), workspace.read() as session:
        assert attachments.of_participant(session, person).hidden == 0
    with acting_as(workspace, "consultation"), pytest.raises(PermissionDenied), workspace.read() as session:
        attachments.of_participant(session, person)


def test_the_welcome_hands_in_a_confidential_paper_without_keeping_a_way_to_it(
    workspace: Workspace, person: uuid.UUID
) -> None:
    with acting_as(workspace, "accueil"):
        attach(workspace, person, name="RQTH.pdf", kind_code="rqth")
        assert rows(workspace, person) == ()
    assert [row.name for row in rows(workspace, person)] == ["RQTH.pdf"]


def test_the_bytes_are_stored_once_whoever_holds_them(workspace: Workspace, person: uuid.UUID) -> None:
    other = add_person(workspace, "Blin", "Rémi")
    content = made.pdf("Règlement du jardin")
    attach(workspace, person, content)
    attach(workspace, other, content)
    assert blobs(workspace) == 1
    with workspace.read() as session:
        assert attachments.weight(session) == attachments.Weight(1, len(content))


def test_a_removed_file_comes_back_by_undo_then_its_bytes_go(workspace: Workspace, person: uuid.UUID) -> None:
    kept = attach(workspace, person, made.pdf("gardée"))
    gone = attach(workspace, person, made.pdf("retirée"))
    with workspace.write("Retirer une pièce") as session:
        attachments.remove(session, gone)
    assert unused_files.sweep(workspace) == 0, "Ctrl+Z may still want it"
    workspace.undo()
    with workspace.read() as session:
        assert attachments.content(session, gone).content == made.pdf("retirée")
    with workspace.write("Retirer une pièce") as session:
        attachments.remove(session, gone)
    with clock.fixed(NOW + timedelta(days=31)):
        label = workspace.undo_label()
        assert unused_files.sweep(workspace) == 1
        assert workspace.undo_label() == label, "sweeping is no operation"
        with pytest.raises(RuleError, match="effacé"):
            workspace.undo()
        with workspace.read() as session:
            assert attachments.content(session, kept).content
    assert blobs(workspace) == 1


def test_an_erased_file_goes_at_once(workspace: Workspace, person: uuid.UUID) -> None:
    attached = attach(workspace, person)
    erased = ErasedRow("attachment", attached, ("sha256", "name", "note"))
    erasure.erase(workspace, "Effacer une pièce", [erased])
    assert unused_files.sweep(workspace) == 1
    assert blobs(workspace) == 0


def test_closing_sweeps_before_the_backup(workspace_folder: Path) -> None:
    with clock.fixed(NOW):
        opened = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
        fill(opened)
        person = add_person(opened, "Bazin", "Lucie")
        attached = attach(opened, person)
        with opened.write("Retirer") as session:
            attachments.remove(session, attached)
    with clock.fixed(NOW + timedelta(days=40)):
        opened.close()
        again = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
        assert blobs(again) == 0
        again.close(back_up=False)


def test_every_column_that_points_to_bytes_is_known() -> None:
    assert set(unused_files.holders()) == {
        ("attachment", "sha256"),
        ("expense", "voucher_sha256"),
        ("funder_mark", "logo_sha256"),
        ("letter_template", "sha256"),
        ("sheet_scan", "sha256"),
        ("structure", "logo_sha256"),
        ("unfiled_scan", "sha256"),
    }


def test_nothing_of_a_file_is_written_in_clear(
    workspace: Workspace, person: uuid.UUID, tmp_path: Path
) -> None:
    words = "Attestation de Lucie Bazin"
    content = made.office("application/vnd.oasis.opendocument.text", more={"secret.txt": words.encode()})
    attach(workspace, person, content, f"{words}.odt")
    with workspace.read() as session:
        (row,) = attachments.of_participant(session, person).rows
        attachments.content(session, row.id)
    looked = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert looked
    for path in looked:
        stored = path.read_bytes()
        assert content[:60] not in stored
        assert b"Lucie" not in stored
        assert "Lucie" not in path.name


def test_papers_of_the_scheme_and_those_that_end(
    workspace: Workspace, agreement: uuid.UUID, person: uuid.UUID
) -> None:
    add_pathway(workspace, person, agreement, entry_on=date(2027, 1, 4))

    def states() -> dict[str, str]:
        with workspace.read() as session:
            return {row.kind: row.words for row in papers.of_person(session, person, agreement)}

    assert states() == {"piece_identite": "manque", "charte": "manque"}
    card = attach(workspace, person, name="carte.pdf", kind_code="piece_identite")
    detail(workspace, card, expires_on=date(2027, 5, 3))
    rsa = attach(workspace, person, name="rsa.pdf", kind_code="attestation_rsa")
    detail(workspace, rsa, expires_on=date(2027, 5, 4))
    assert states() == {
        "piece_identite": "expirée depuis le 03/05/2027",
        "charte": "manque",
        "attestation_rsa": "expire aujourd’hui",
    }
    new_card = attach(workspace, person, name="nouvelle.pdf", kind_code="piece_identite")
    assert states()["piece_identite"] == "dans le dossier"
    detail(workspace, new_card, expires_on=date(2032, 1, 1))
    assert states()["piece_identite"] == "valable jusqu’au\u00a001/01/2032"
    with workspace.read() as session:
        ending = papers.expiring(session, agreement, 10)
    assert [(one.label, one.expires_on) for one in ending] == [("Attestation RSA", date(2027, 5, 4))]


def test_accueil_forgets_old_papers_closed_files_and_confidential_ones(
    workspace: Workspace, agreement: uuid.UUID, person: uuid.UUID
) -> None:
    def ending() -> int:
        with workspace.read() as session:
            return len(papers.expiring(session, agreement, 10))

    with workspace.write("Ajouter") as session:
        other = professionals.save(session, ProfessionalInput(last_name="Lefort", first_name="Nadia"))
    add_pathway(workspace, person, agreement, entry_on=date(2027, 1, 4), referent_id=other)
    old = attach(workspace, person, name="vieille.pdf", kind_code="permis")
    detail(workspace, old, expires_on=date(2027, 2, 1))
    assert ending() == 0
    hidden = attach(workspace, person, name="mdph.pdf", kind_code="rqth")
    detail(workspace, hidden, expires_on=date(2027, 5, 20))
    assert ending() == 1
    with acting_as(workspace, "referent"):
        assert ending() == 0, "somebody else follows this person"

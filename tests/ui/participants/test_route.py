"""The road of a person in the file: orientation, limit, immersions, aids, papers, exit, calls."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from elans_desktop.core import clock
from elans_desktop.services.governance import structures
from elans_desktop.services.governance.structures import StructureInput
from elans_desktop.services.organisation import settings
from elans_desktop.services.participants import financial_aids, handed_documents
from elans_desktop.services.pathways import follow_up, immersions, pathways, situations
from elans_desktop.services.pathways.situations import ENTRY, EXIT, SituationInput
from elans_desktop.services.printing import printing
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.kit.form import Form
from elans_desktop.ui.participants.aids import AidsSection
from elans_desktop.ui.participants.exit import ExitSection
from elans_desktop.ui.participants.file import PersonFile
from elans_desktop.ui.participants.follow_up import FollowUpSection
from elans_desktop.ui.participants.handed import HandedSection
from elans_desktop.ui.participants.immersions import ImmersionsSection
from elans_desktop.ui.participants.orientation import OrientationSection
from elans_desktop.ui.participants.pathway import PathwaySection
from elans_desktop.ui.participants.situation import COMPARE, SituationSection
from elans_desktop.ui.participants.view import ParticipantsView
from tests.support.calendar_window import RecordedWindow
from tests.support.dialogs import RecordedDialogs
from tests.support.organisation import acting_as
from tests.support.people import add_pathway, add_person


@pytest.fixture
def lucie(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    return add_person(workspace, "Bazin", "Lucie", birth_date=date(1996, 3, 2), commune="Flers")


@pytest.fixture
def pathway(workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID) -> uuid.UUID:
    entry = date(2026, 8, 18)
    return add_pathway(workspace, lucie, agreement, [("M", entry, None)], entry_on=entry)


@pytest.fixture
def file(view: ParticipantsView, lucie: uuid.UUID, pathway: uuid.UUID) -> PersonFile:
    return open_file(view, lucie)


def open_file(view: ParticipantsView, person: uuid.UUID) -> PersonFile:
    view.show()
    view.open_item("participant", person)
    file = view.right.currentWidget()
    assert isinstance(file, PersonFile)
    return file


def fill(form: Form, **values: Any) -> None:
    """What a person types, field by field."""
    for name, value in values.items():
        field = form.field(name)
        field.set_value(value)
        field.changed.emit()


def read(workspace: Workspace, query: Any, *args: Any) -> Any:
    with workspace.read() as session:
        return query(session, *args)


def words(widget: Any) -> str:
    QApplication.processEvents()  # what was added to a shown page is shown at the next turn
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_the_rule_of_eligibility_answers_while_one_types_and_never_blocks(
    view: ParticipantsView, file: PersonFile, workspace: Workspace, lucie: uuid.UUID
) -> None:
    section = file.section(OrientationSection)
    assert section.line.text().startswith("À justifier")
    fill(section.form, registered_job_seeker=True)
    assert not section.form.field("grounds").isHidden()
    assert "aucun des trois motifs" in section.line.text()
    fill(section.form, grounds=("sans_contact",), last_referent_contact_on=date(2026, 3, 19))
    assert "19/08/2026" in section.line.text()
    fill(section.form, last_referent_contact_on=date(2026, 3, 18))
    assert section.line.text().startswith("Public subsidiaire")
    assert section.form.field("eligibility_note").isHidden()
    fill(section.form, registered_job_seeker=False, has_network_referent=True)
    assert section.line.text().startswith("À justifier")
    view.save()
    assert not section.is_dirty(), "saved, though to be justified"
    assert workspace.undo_label() == "Modifier l’orientation de Lucie B."
    fill(section.form, has_network_referent=False)
    assert section.line.text().startswith("Public prioritaire")


def test_what_is_said_of_the_road_stays_when_another_part_is_saved(
    view: ParticipantsView, file: PersonFile, workspace: Workspace, lucie: uuid.UUID
) -> None:
    fill(file.section(OrientationSection).form, job_seeker_number="1234567A", weekly_target=900)
    assert view.save() is None
    fill(file.section(PathwaySection).form, own_words="Travailler en cuisine.", distance_entry="eloigne")
    view.save()
    fill(file.section(ExitSection).form, exit_on=date(2027, 5, 3), exit_code="E5", certified=True)
    view.save()
    kept = read(workspace, pathways.of_participant, lucie)[0].input
    assert (kept.job_seeker_number, kept.weekly_target) == ("1234567A", 900)
    assert (kept.own_words, kept.distance_entry) == ("Travailler en cuisine.", "eloigne")
    assert (kept.exit_code, kept.certified) == ("E5", True)


def test_a_pathway_near_its_limit_is_extended_with_a_reason(
    file: PersonFile, workspace: Workspace, lucie: uuid.UUID, recorded_dialogs: RecordedDialogs
) -> None:
    section = file.section(PathwaySection)
    assert section.limit.text() == "limite des 9\u00a0mois dans 14\u00a0jours"
    recorded_dialogs.answer("form", {"code": "entree_prevue", "words": "CAP cuisine."})
    section.extend_button.click()
    assert "mer.\u00a018/08/2027" in recorded_dialogs.requests[0].text
    assert read(workspace, pathways.of_participant, lucie)[0].input.extension_code == "entree_prevue"
    assert section.limit.text() == ""
    assert "prolongé jusqu’au 18/08/2027" in section.where.text()
    assert "CAP cuisine." in section.where.text()
    assert section.extend_button.text() == "Modifier la prolongation…"


def test_the_pathway_says_its_hours_and_that_a_suspension_pushes_nothing(file: PersonFile) -> None:
    section = file.section(PathwaySection)
    assert section.hours.text() == "Aucune heure saisie pour l’instant"
    assert "ne repousse pas la limite" in words(section)


def test_preparing_the_exit_says_what_is_missing_and_goes_there(
    file: PersonFile, window: RecordedWindow, lucie: uuid.UUID
) -> None:
    section = file.section(ExitSection)
    assert section.gaps.isHidden()
    file.section(PathwaySection).leave_button.click()
    assert window.visited[-1] == ("participants", "exit", lucie)
    assert not section.gaps.isHidden()
    links = {link.text(): link for link in section.gaps.links}
    assert "la date de sortie" in links
    links["la situation à la sortie"].click()
    assert window.visited[-1] == ("participants", "situation", lucie)


def test_a_reason_says_at_once_what_the_exit_means_in_three_vocabularies(
    view: ParticipantsView, file: PersonFile
) -> None:
    section = file.section(ExitSection)
    assert section.meaning.isHidden()
    fill(section.form, exit_code="E7")
    assert section.meaning.text().replace("\u00a0", " ") == (
        "O2R : Emploi, sortie vers une solution\n"
        "IAE : Sortie positive, sortie dynamique\n"
        "FSE+, à la sortie : En emploi"
    )
    fill(section.form, certified=True)
    assert "qualification obtenue" in section.meaning.text()
    assert "sorties positives" not in words(file).lower()
    reasons: Any = section.form.field("exit_code")
    assert "F4" not in [choice.value for choice in reasons._choices]
    view.save()
    assert section.form.field("exit_on").error() == "Indiquez la date de la sortie."


def test_an_immersion_is_noted_in_a_structure_that_joins_the_directory(
    view: ParticipantsView, file: PersonFile, workspace: Workspace, pathway: uuid.UUID
) -> None:
    section = file.section(ImmersionsSection)
    section.add_button.click()
    assert section.editor.isVisibleTo(section)
    view.save()
    form = section.editor.form
    fill(form, host="Auberge du Lac", start_on=date(2027, 3, 10), end_on=date(2027, 4, 10))
    view.save()
    assert form.field("object_code").error() == "Ce champ est nécessaire."
    fill(form, object_code="decouvrir")
    assert "09/04/2027" in form.field("end_on").message.words.text()
    view.save()
    (row,) = read(workspace, immersions.of_pathway, pathway)
    assert (row.host, row.input.object_code) == ("Auberge du Lac", "decouvrir")
    assert workspace.undo_label() == "Noter une immersion de Lucie B."
    QApplication.processEvents()
    fresh = view._file
    assert fresh is not None
    shown = fresh.section(ImmersionsSection)
    assert not shown.editor.isVisibleTo(shown)
    assert "Auberge du Lac" in words(shown)
    assert "09/04/2027" in words(shown), "the rule is said on the line too"
    workspace.undo()
    assert read(workspace, immersions.of_pathway, pathway) == ()
    assert [one.name for one in read(workspace, structures.rows)] == ["Association Le Pressoir"]


def test_an_immersion_being_typed_survives_a_look_at_another_file(
    view: ParticipantsView, file: PersonFile, workspace: Workspace, lucie: uuid.UUID
) -> None:
    other = add_person(workspace, "Blin", "Rémi")
    section = file.section(ImmersionsSection)
    section.add_button.click()
    fill(section.editor.form, job="Commis de cuisine")
    open_file(view, other)
    assert not section.editor.isVisibleTo(section)
    open_file(view, lucie)
    section.add_button.click()
    section.editor.keeper.resume()
    assert section.editor.form.values()["job"] == "Commis de cuisine"


def test_an_immersion_is_changed_and_removed_and_giving_up_writes_nothing(
    view: ParticipantsView, file: PersonFile, workspace: Workspace, pathway: uuid.UUID, window: RecordedWindow
) -> None:
    bridge = view.context.bridge
    host = bridge.write("Ajouter", structures.save, StructureInput(name="Auberge du Lac"))
    bridge.write(
        "Noter",
        immersions.save,
        immersions.ImmersionInput(
            pathway,
            host_id=host,
            object_code="decouvrir",
            start_on=date(2027, 3, 10),
            end_on=date(2027, 4, 9),
        ),
    )
    assert view._file is not None
    section = view._file.section(ImmersionsSection)
    (row,) = section._rows(view._file.file)  # pyright: ignore[reportArgumentType]
    section.edit(row)
    assert section.editor.form.values()["host"] == host
    fill(section.editor.form, outcome="Elle a tenu le service.")
    section.editor.cancel_button.click()
    assert not section.editor.isVisibleTo(section)
    assert read(workspace, immersions.of_pathway, pathway)[0].input.outcome == ""
    section.edit(row)
    fill(section.editor.form, outcome="Elle a tenu le service.")
    view.save()
    assert read(workspace, immersions.of_pathway, pathway)[0].input.outcome == "Elle a tenu le service."
    section._delete(row)
    assert window.said[-1] == "Immersion supprimée"
    assert read(workspace, immersions.of_pathway, pathway) == ()


def test_an_aid_is_noted_with_its_sum(
    view: ParticipantsView, file: PersonFile, workspace: Workspace, pathway: uuid.UUID
) -> None:
    section = file.section(AidsSection)
    section.add_button.click()
    fill(section.editor.form, kind_code="permis", amount=30_000, funder="Le département")
    fill(section.editor.form, status_code="accordee", decided_on=date(2027, 5, 4))
    view.save()
    (row,) = read(workspace, financial_aids.of_pathway, pathway)
    assert (row.funder, row.input.amount, row.asked_on) == ("Le département", 30_000, date(2027, 5, 4))
    assert section.fact.text() == "1\u00a0aide, 300,00\u00a0€ accordés"


def test_what_was_just_printed_is_one_click_from_handed_over(
    qtbot: QtBot, view: ParticipantsView, file: PersonFile, workspace: Workspace, lucie: uuid.UUID
) -> None:
    with clock.fixed(datetime(2027, 5, 3, 10)), workspace.write("Imprimer", kind="document") as session:
        request = DocumentRequest("bilan-parcours", object_ids=(lucie,))
        printing.record_issue(session, request, b"%PDF", pages=2, subject_table="participant")
    open_file(view, lucie)
    section = file.section(HandedSection)
    qtbot.waitUntil(lambda: "Bilan de parcours, imprimé le 03/05/2027" in words(section))
    section._take(section._rows(file.file)[0])  # pyright: ignore[reportArgumentType]
    view.save()
    (row,) = read(workspace, handed_documents.of_participant, lucie)
    assert (row.input.title, row.input.document_key, row.day) == (
        "Bilan de parcours", "bilan-parcours", date(2027, 5, 3),
    )  # fmt: skip
    qtbot.waitUntil(lambda: section.fact.text() == "1\u00a0document")
    assert "imprimé le" not in words(section)


def test_calls_are_noted_after_the_exit_and_not_before(
    view: ParticipantsView, file: PersonFile, workspace: Workspace, pathway: uuid.UUID, lucie: uuid.UUID
) -> None:
    section = file.section(FollowUpSection)
    assert section.isHidden()
    with workspace.write("Sortir") as session:
        known = pathways.of_participant(session, lucie)[0].input
        pathways.save(session, replace(known, exit_on=date(2027, 1, 4), exit_code="E5"))
    open_file(view, lucie)
    assert not section.isHidden()
    assert "3\u00a0mois après" in words(section)
    section.add_button.click()
    fill(section.editor.form, outcome_code="joint_emploi", note="Toujours en poste.")
    view.save()
    three, six = read(workspace, follow_up.of_pathway, pathway)
    assert (three.done, six.done) == (True, False)
    section.add_button.click()
    assert section.editor.form.values()["moment"] == follow_up.SIX
    section.editor.cancel_button.click()
    file.section(FollowUpSection)._delete(three.calls[0])
    assert not read(workspace, follow_up.of_pathway, pathway)[0].done


def test_the_moments_stand_side_by_side(
    view: ParticipantsView, file: PersonFile, workspace: Workspace, pathway: uuid.UUID
) -> None:
    with workspace.write("Noter") as session:
        entry = SituationInput(pathway, ENTRY, date(2026, 8, 18), housing="chez_tiers", family="autre")
        situations.save(session, entry)
        left = SituationInput(pathway, EXIT, date(2027, 5, 1), housing="locataire_prive", family="autre")
        situations.save(session, left)
    section = file.section(SituationSection)
    section.moments.set_current(COMPARE)
    assert section.form.isHidden()
    assert section.table.fact.text() == "1\u00a0réponse a changé depuis l’entrée."
    assert "Locataire du parc privé" in words(section.table)
    section.moments.set_current(ENTRY)
    assert not section.form.isHidden()
    assert section.form.values()["housing"] == "chez_tiers"


def test_the_criteria_of_the_iae_are_proposed_from_the_answers_and_kept(
    view: ParticipantsView, file: PersonFile, workspace: Workspace, pathway: uuid.UUID
) -> None:
    section = file.section(SituationSection)
    assert section.criteria.box.isHidden()
    section.criteria.unfold_button.click()
    assert not section.criteria.box.isHidden()
    fill(section.form, family="parent_isole", resources=("rsa",), collected_on=date(2026, 8, 18))
    section.criteria.propose_button.click()
    assert section.criteria.value() == ("rsa", "parent_isole")
    assert "attestation RSA" in section.criteria.summary.text()
    view.save()
    assert read(workspace, situations.of_pathway, pathway)[ENTRY].iae == ("parent_isole", "rsa")


def test_who_does_not_read_what_is_confidential_sees_no_criterion(
    view: ParticipantsView, workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    with acting_as(workspace, "accueil"):
        file = open_file(view, lucie)
        assert file.section(SituationSection).criteria.isHidden()


def test_the_aim_of_the_week_is_said_when_it_is_followed(
    view: ParticipantsView, workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    with workspace.write("Régler") as session:
        settings.put(session, "weekly_hours_target_enabled", True)
    file = open_file(view, lucie)
    assert file.section(PathwaySection).hours.text().endswith("objectif 15\u00a0h\u00a000 par semaine")

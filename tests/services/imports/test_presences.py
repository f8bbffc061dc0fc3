"""Past presences from a spreadsheet: what a file means, what it leaves open, what is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from elans_desktop.core import clock
from elans_desktop.core.errors import PermissionDenied, RuleError
from elans_desktop.documents import spreadsheets
from elans_desktop.models.activities import Activity, Presence, Seance, SeanceSlot
from elans_desktop.services.calendar import enrolments, expected, seances
from elans_desktop.services.imports import presence_context, presence_reports, presence_writing, remembered
from elans_desktop.services.imports.columns import suggest
from elans_desktop.services.imports.presence_questions import (
    Question,
)
from elans_desktop.services.imports.presence_targets import TARGETS
from elans_desktop.services.imports.presences import (
    Options,
    days_of,
    missing,
    plan_from,
)
from elans_desktop.services.imports.reading import read_table
from elans_desktop.services.presences import (
    attendance,
    attendance_hours,
    attendance_sheets,
    presence_export,
)
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.services.presences.presence_papers import certificates, statements
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World
from tests.support.organisation import acting_as
from tests.support.past_presences import HEAD, imported, messages, plan_of, realised

MONDAY, TUESDAY = date(2027, 4, 26), date(2027, 4, 27)


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield


@pytest.fixture
def world(workspace: Workspace) -> World:
    with workspace.write("Données d’essai") as session:
        return calendar_world.build(session, people=4)


def test_lines_with_hours_make_seances_and_carried_over_presences(workspace: Workspace, world: World) -> None:
    text = HEAD + (
        "Aubert;Kévin;26/04/2027;9h;12h;P;Cuisine du monde\n"
        "Brionne;Estelle;26/04/2027;9h;12h;absent justifié;Cuisine du monde\n"
        "Aubert;Kévin;27/04/2027;13:30;16:30;présent;Cuisine du monde\n"
    )
    made = imported(workspace, world, text)
    assert (made.rejected, made.questions, made.new_people) == ((), (), ())
    assert made.new_activities == ("Cuisine du monde",)
    with workspace.read() as session:
        activity = session.scalars(select(Activity)).one()
        held = session.scalars(select(Seance).order_by(Seance.day)).all()
        presences = session.scalars(select(Presence)).all()
        slots = session.execute(select(SeanceSlot.start, SeanceSlot.end, SeanceSlot.kind)).all()
    assert (activity.title, activity.objectives) == (
        "Cuisine du monde",
        "Reprise d’un tableau, le 04/05/2027.",
    )
    assert [(s.day, s.number, s.notes) for s in held] == [
        (MONDAY, 1, "Reprise d’un tableau, le 04/05/2027."),
        (TUESDAY, 2, "Reprise d’un tableau, le 04/05/2027."),
    ]
    assert sorted(tuple(s) for s in slots) == [(540, 720, "matin"), (810, 990, "apres_midi")]
    assert all(presence.carried_over for presence in presences)
    assert realised(workspace, world.people[0]) == 360
    assert "Aubert" not in repr(made)


def test_those_who_still_come_may_be_enrolled_from_today(workspace: Workspace, world: World) -> None:
    """Kévin came last week, Estelle was only absent, Mariama came in January: Kévin is expected again."""
    text = HEAD + (
        "Aubert;Kévin;26/04/2027;9h;12h;P;Atelier vélo\nBrionne;Estelle;26/04/2027;9h;12h;I;Atelier vélo\n"
        "Cissé;Mariama;12/01/2027;9h;12h;P;Atelier vélo\nAubert;Kévin;27/04/2027;9h;12h;P;Cuisine\n"
    )
    with workspace.write("Activité") as session:
        bike = calendar_world.activity(session, world)
        coming = calendar_world.seance(session, world, bike, date(2027, 5, 11), (9, 12))
    table = read_table(text.encode(), "liste.csv")
    mapping = suggest(table, None, TARGETS)
    with workspace.read() as session:
        context = presence_context.load(session, days_of(table, mapping), world.agreement)
    made = plan_from(context, table, mapping)
    with workspace.write("Reprise", kind="import") as session:
        done = presence_writing.apply(session, made, context, enrol_from=date(2027, 4, 3))
    assert (done.presences, done.enrolled) == (4, 2)
    with workspace.read() as session:
        assert expected.ids_at(session, [coming])[coming] == {world.people[0]}
        assert attendance_hours.to_enter(session) == (), "nothing of the past is asked again"
        kitchen = session.scalars(select(Activity.id).where(Activity.title == "Cuisine")).one()
        (row,) = enrolments.enrolments(session, kitchen)
        assert (row.participant_id, row.periods) == (world.people[0], ((date(2027, 5, 4), None),))


def test_an_import_is_one_operation_and_is_taken_back_whole(workspace: Workspace, world: World) -> None:
    imported(workspace, world, HEAD + "Aubert;Kévin;26/04/2027;9h;12h;P;Cuisine\n")
    assert workspace.undo_label() == "Reprise de 1\u00a0présence"
    workspace.undo()
    with workspace.read() as session:
        for model in (Activity, Seance, SeanceSlot, Presence):
            assert session.scalar(select(func.count()).select_from(model)) == 0


def test_known_seances_are_matched_and_shorter_hours_are_late_minutes_said(
    workspace: Workspace, world: World
) -> None:
    with workspace.write("Séance") as session:
        activity = calendar_world.activity(session, world)
        seance = calendar_world.seance(session, world, activity, MONDAY, (9, 12))
    text = (
        "Nom;Prénom;Date;Heures;Atelier\n"
        "Aubert;Kévin;26/04/2027;3;atelier vélo\n"
        "Brionne;Estelle;26/04/2027;2,5;ATELIER VÉLO\n"
        "Cissé;Mariama;26/04/2027;4h;Atelier vélo\n"
        "Delaunay;Mathis;26/04/2027;0;Atelier vélo\n"
    )
    made = imported(workspace, world, text)
    assert [(one.name, one.status, one.late) for one in made.ready] == [
        ("Aubert Kévin", "P", 0),
        ("Brionne Estelle", "P", 30),
    ]
    assert made.new_seances == ()
    assert any("30\u00a0min de moins que la séance" in remark.message for remark in made.remarks)
    assert messages(made) == [(4, "4 h 00 de présence dans un créneau de 3 h 00 : corrigez les heures.")]
    assert any("sans présence ni absence" in sentence for sentence in made.file_remarks)
    with workspace.read() as session:
        assert seances.view(session, seance).card.slots[0].presences == 2


def test_hours_alone_make_one_seance_whose_hours_are_said(workspace: Workspace, world: World) -> None:
    text = (
        "Nom;Prénom;Date;Heures;Activité\n"
        "Aubert;Kévin;26/04/2027;3h30;Jardin\nBrionne;Estelle;26/04/2027;3h30;Jardin\n"
    )
    made = plan_of(workspace, world, text)
    assert {(one.start, one.end) for one in made.ready} == {(540, 750)}
    assert made.new_seances == (("jardin", MONDAY),)
    assert "notée de 09:00 à 12:30" in made.remarks[0].message


def test_half_days_without_hours_take_those_said_for_the_file(workspace: Workspace, world: World) -> None:
    text = (
        "Participant;Date;Créneau;Activité\n"
        "AUBERT Kévin;26/04/2027;matin;Jardin\nAUBERT Kévin;26/04/2027;après-midi;Jardin\n"
        "BRIONNE Estelle;27/04/2027;journée;Jardin\n"
    )
    made = plan_of(workspace, world, text)
    assert [(one.day, one.start, one.end) for one in made.ready] == [
        (MONDAY, 540, 720),
        (MONDAY, 840, 1020),
        (TUESDAY, 540, 720),
        (TUESDAY, 840, 1020),
    ]
    assert all("à vérifier" in remark.message for remark in made.remarks)
    own = Options(half_days={"matin": (510, 720), "apres_midi": (780, 990), "soir": (1080, 1200)})
    made = plan_of(workspace, world, text, options=own)
    assert {(one.start, one.end) for one in made.ready} == {(510, 720), (780, 990)}


def test_every_error_is_said_at_once_with_its_line_and_column(workspace: Workspace, world: World) -> None:
    text = HEAD + (
        "Aubert;Kévin;31/02/2027;9h;12h;P;Jardin\n"
        "Aubert;Kévin;26/04/2027;14h;12h;P;Jardin\n"
        "Aubert;Kévin;26/04/2027;22h;2h;P;Jardin\n"
        "Aubert;Kévin;26/04/2028;9h;12h;P;Jardin\n"
        ";;26/04/2027;9h;12h;P;Jardin\n"
        "Aubert;Kévin;;9h;;peut-être;Jardin\n"
        "Aubert;Kévin;26/04/2027;9h;12h;P;\n"
    )
    made = plan_of(workspace, world, text)
    told = [(reason.line, reason.column.replace("\u00a0", " ")) for reason in made.rejected]
    assert told == [
        (2, "colonne C (Date)"),
        (3, "colonne E (Fin)"),
        (4, "colonne E (Fin)"),
        (5, "colonne C (Date)"),
        (6, "colonne A (Nom)"),
        (7, "colonne F (Présence)"),
        (7, "colonne C (Date)"),
        (7, "colonne E (Fin)"),
        (8, "colonne G (Activité)"),
    ]
    said = dict(messages(made))
    assert said[2] == "Février 2027 a 28 jours."
    assert "une seule journée" in said[4]
    assert "dans l’avenir" in said[5]
    mended = plan_of(workspace, world, text, corrections={(2, "day"): "28/02/2027"})
    assert 2 not in mended.rejected_lines


def test_what_is_there_is_left_and_what_differs_is_refused(workspace: Workspace, world: World) -> None:
    with workspace.write("Séance") as session:
        activity = calendar_world.activity(session, world)
        seance = calendar_world.seance(session, world, activity, MONDAY, (9, 12))
        slot = seances.view(session, seance).card.slots[0].id
        attendance.set_presences(
            session, [PresenceInput(world.people[0], slot, "P"), PresenceInput(world.people[1], slot, "I")]
        )
    text = HEAD + (
        "Aubert;Kévin;26/04/2027;9h;12h;P;Atelier vélo\n"
        "Brionne;Estelle;26/04/2027;9h;12h;P;Atelier vélo\n"
        "Cissé;Mariama;26/04/2027;9h20;11h45;P;Atelier vélo\n"
        "Delaunay;Mathis;26/04/2027;9h;13h;P;Atelier vélo\n"
    )
    made = imported(workspace, world, text)
    assert made.known == 1
    assert [(one.late, one.early) for one in made.ready] == [(20, 15)]
    assert messages(made) == [
        (3, "« absent injustifié » est déjà saisi dans le classeur : rien n’y est changé."),
        (5, "La séance du classeur va de 09:00 à 12:00, cette ligne la dépasse : corrigez l’une ou l’autre."),
    ]
    again = plan_of(workspace, world, text)
    assert (again.known, again.ready) == (2, ())


def test_two_lines_of_one_person_at_one_time(workspace: Workspace, world: World) -> None:
    text = "Nom;Prénom;Date;Heures;Activité\n" + (
        "Aubert;Kévin;26/04/2027;3;Jardin\nAubert;Kévin;26/04/2027;3;Jardin\nAubert;Kévin;26/04/2027;2;Jardin\n"
    )
    made = plan_of(workspace, world, text)
    assert [one.line for one in made.ready] == [2]
    assert any("dit déjà la même chose" in remark.message for remark in made.remarks)
    assert [line for line, _ in messages(made)] == [4]


def test_a_validated_sheet_and_a_cancelled_seance_refuse(workspace: Workspace, world: World) -> None:
    with workspace.write("Séances") as session:
        activity = calendar_world.activity(session, world, people=1)
        held = calendar_world.seance(session, world, activity, MONDAY, (9, 12))
        attendance_sheets.prepare_seance(session, DocumentRequest("emargement-seance", object_ids=(held,)))
        card = seances.view(session, held).card
        attendance.all_present(session, [card.slots[0].id])
        sheet = seances.view(session, held).card.sheet
        assert sheet is not None
        calendar_world.validate(session, sheet.id)
        off = calendar_world.seance(session, world, activity, TUESDAY, (9, 12))
        seances.cancel(session, off, "Neige")
    text = HEAD + (
        "Brionne;Estelle;26/04/2027;9h;12h;P;Atelier vélo\nBrionne;Estelle;27/04/2027;9h;12h;P;Atelier vélo\n"
    )
    told = dict(messages(plan_of(workspace, world, text)))
    assert "est validée : choisissez « Corriger… »" in told[2]
    assert "annulée ou reportée" in told[3]


def test_what_is_carried_over_never_counts_for_a_certificate(workspace: Workspace, world: World) -> None:
    imported(workspace, world, HEAD + "Aubert;Kévin;26/04/2027;9h;12h;P;Jardin\n")
    april = DocumentRequest("attestation", date(2027, 4, 1), date(2027, 4, 30), (world.people[0],))
    with workspace.write("Imprimer") as session:
        (paper,) = certificates.prepare_attestation(session, april)
        (statement,) = statements.prepare(session, april)
        table = presence_export.table(session, (MONDAY, TUESDAY))
    assert (paper.minutes, paper.carried_over) == (0, 180)
    assert statement.rows[0].carried_over
    assert table.rows[0][-1] == "repris"


def test_our_own_export_comes_back_as_it_left(workspace: Workspace, world: World, tmp_path: Path) -> None:
    with workspace.write("Séances") as session:
        activity = calendar_world.activity(session, world, people=2)
        seance = calendar_world.seance(session, world, activity, MONDAY, (9, 12), (14, 17))
        morning, afternoon = (slot.id for slot in seances.view(session, seance).card.slots)
        attendance.set_presences(
            session,
            [
                PresenceInput(world.people[0], morning, "P", 20, 15),
                PresenceInput(world.people[0], afternoon, "D"),
                PresenceInput(world.people[1], morning, "E"),
            ],
        )
        exported = presence_export.table(session, (MONDAY, MONDAY))
    for kind in ("xlsx", "ods", "csv"):
        path = tmp_path / f"presences.{kind}"
        path.write_bytes(spreadsheets.write(kind, exported))
        table = read_table(path)
        mapping = suggest(table, None, TARGETS)
        with workspace.read() as session:
            context = presence_context.load(session, days_of(table, mapping), world.agreement)
        made = plan_from(context, table, mapping)
        assert (made.questions, made.ready, made.rejected, made.known) == ((), (), (), 3), kind


def test_columns_are_remembered_and_missing_ones_said(workspace: Workspace, world: World) -> None:
    table = read_table("Qui;Le jour;Nb heures\nAubert Kévin;26/04/2027;3\n".encode(), "liste.csv")
    mapping = suggest(table, None, TARGETS)
    assert "de qui" in missing(mapping, Options())
    mapping = mapping.with_target(0, "full_name").with_target(1, "day")
    assert missing(mapping, Options()).startswith("Le fichier ne dit pas l’activité")
    assert missing(mapping, Options(activity="Jardin")) == ""
    with workspace.write("Retenir") as session:
        remembered.remember(session, table, mapping, remembered.PRESENCES)
    with workspace.read() as session:
        again = remembered.propose(session, table, remembered.PRESENCES, TARGETS)
    assert [match.target for match in again.matches] == ["full_name", "day", "hours"]


def test_a_new_activity_needs_a_convention_and_the_right(workspace: Workspace, world: World) -> None:
    text = HEAD + "Aubert;Kévin;26/04/2027;9h;12h;P;Jardin\n"
    table = read_table(text.encode(), "liste.csv")
    mapping = suggest(table, None, TARGETS)
    with workspace.read() as session:
        context = presence_context.load(session, days_of(table, mapping), None)
    made = plan_from(context, table, mapping)
    with pytest.raises(RuleError, match="quelle convention"), workspace.write("Essai") as session:
        presence_writing.apply(session, made, context)
    with acting_as(workspace, "accueil"), pytest.raises(PermissionDenied), workspace.read() as session:
        presence_context.load(session, days_of(table, mapping), None)


def test_the_terminal_names_nobody(workspace: Workspace, world: World) -> None:
    text = HEAD + (
        "Nouvel;Zoé;26/04/2027;9h;12h;P;Jardin\nAubert;Kévin;26/04/2027;9h;12h;P;Jardin\n"
        "Aubert;Kévin;32/04/2027;9h;12h;P;Jardin\n"
    )
    made = plan_of(workspace, world, text)
    lines = presence_reports.report_lines(made)
    assert presence_reports.summary_line(presence_writing.preview(made)) == (
        "1 reprises, 0 déjà là, 1 à décider, 1 rejetées"
    )
    assert "Ligne\u00a02, personne à décider\u00a0: Aucun dossier ne porte ce nom." in lines
    assert not any("Nouvel" in line or "Aubert" in line for line in lines)
    assert isinstance(made.questions[0], Question)
    assert "Zoé" not in repr(made.questions[0])

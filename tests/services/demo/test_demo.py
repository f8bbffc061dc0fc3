"""The example: lively, plausible, the same kind of year whatever the day it is made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import func, select

from elans_desktop.core import clock
from elans_desktop.models.activities import Presence, Seance
from elans_desktop.models.evaluations import Evaluation
from elans_desktop.models.governance import Decision, Meeting
from elans_desktop.models.organisation import Structure
from elans_desktop.models.participants import Participant, Pathway, PathwayGround
from elans_desktop.models.support import FinancialAid, FollowUpCall, HandedDocument, Immersion
from elans_desktop.services import demo, numbering
from elans_desktop.services.calendar import activities, closures, seances, series, waiting
from elans_desktop.services.calendar.seances import SeanceFilters
from elans_desktop.services.participants import (
    attachments,
    completeness,
    detection_list,
    papers,
    participants,
)
from elans_desktop.services.participants.participants import ParticipantInput
from elans_desktop.services.pathways import follow_up, immersions, pathway_checks, pathways
from elans_desktop.services.scope import EVERYTHING
from elans_desktop.storage import integrity
from elans_desktop.storage.sealing import Kdf
from elans_desktop.storage.workspace import Workspace

NOW = datetime(2027, 5, 4, 9, 14)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with pytest.MonkeyPatch.context() as patch, clock.fixed(NOW):
        patch.setenv("ELANS_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setattr(Kdf, "default", Kdf.cheap)
        workspace, _code = demo.create_demo(tmp_path_factory.mktemp("demo") / "exemple")
        yield workspace
        workspace.close(back_up=False)


def _count(workspace: Workspace, model: type) -> int:
    with workspace.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_it_holds_a_year_of_life_around_today(example: Workspace) -> None:
    assert _count(example, Participant) == 62, "sixty people, two of them with a second file"
    with example.read() as session:
        days = session.scalars(select(Seance.day)).all()
    assert min(days) < NOW.date() - timedelta(days=180)
    assert max(days) > NOW.date() + timedelta(days=30)
    assert [day for day in days if NOW.date() <= day <= NOW.date() + timedelta(days=6)], "a week to print"
    for model in (Pathway, Presence, Evaluation, Meeting, Decision):
        assert _count(example, model) > 3, model.__name__
    assert _count(example, Structure) >= 2


def test_nobody_was_present_tomorrow(example: Workspace) -> None:
    from elans_desktop.models.activities import SeanceSlot

    with example.read() as session:
        latest = session.scalar(
            select(func.max(Seance.day))
            .join(SeanceSlot, SeanceSlot.seance_id == Seance.id)
            .join(Presence, Presence.slot_id == SeanceSlot.id)
        )
    assert latest is not None
    assert latest <= date(2027, 5, 4)


def test_the_base_is_sound(example: Workspace) -> None:
    report = integrity.verify(example.data_path, example.data_key, full=True)
    assert report.problems == ()
    assert report.ok


def test_numbers_given_next_do_not_meet_those_of_the_example(example: Workspace) -> None:
    with clock.fixed(NOW), example.write("Essai", kind="migration") as session:
        made = participants.save(session, ParticipantInput(last_name="Essai", first_name="Ada"))
        session.flush()
        assert numbering.next_number(session, numbering.SHEET, NOW.year)
        numbers = session.scalars(select(Participant.number)).all()
        assert len(numbers) == len(set(numbers)), "each number is given once"
        session.delete(session.get_one(Participant, made))


def test_it_opens_again_with_its_public_phrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Kdf, "default", Kdf.cheap)
    folder = tmp_path / "exemple"
    demo.open_or_create(folder).close(back_up=False)
    again = demo.open_or_create(folder)
    assert again.title == demo.TITLE
    again.close(back_up=False)


def test_a_stopped_creation_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from elans_desktop.core.errors import Cancelled

    monkeypatch.setattr(Kdf, "default", Kdf.cheap)

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        demo.create_demo(tmp_path / "exemple", progress=stop)
    assert not (tmp_path / "exemple").exists()


def test_the_road_of_the_people_is_alive_and_breaks_no_rule(example: Workspace) -> None:
    with clock.fixed(NOW), example.read() as session:
        for model in (PathwayGround, Immersion, FinancialAid, HandedDocument, FollowUpCall):
            assert _count(example, model) > 5, model.__name__
        due = follow_up.due(session, EVERYTHING)
        answers, objects = set[str](), 0
        for person in session.scalars(select(Participant.id)):
            for one in pathways.of_participant(session, person):
                assert one.eligibility is not None
                answers.add(one.eligibility.code)
                birth = session.get_one(Participant, person).birth_date
                pathway_checks.check(session, one.input, birth)
                objects += len(immersions.of_pathway(session, one.id))
    assert answers == {"prioritaire", "subsidiaire", "a_justifier"}
    assert objects > 5
    assert 2 <= len(due) <= 30, "somebody to call, not everybody"


def test_the_calendar_is_alive(example: Workspace) -> None:
    with clock.fixed(NOW), example.read() as session:
        rows = {row.title: row for row in activities.rows(session)}
        garden, bus = rows["Jardin partagé"].id, rows["Bus du Bocage"].id
        cards = seances.rows(session, SeanceFilters(start=NOW.date()))
        moved = next(card for card in cards if card.detached)
        assert moved.planned_day == moved.day - timedelta(days=1)
        view = series.view_of(session, moved.id)
        assert view is not None
        assert view.seances > 20
        assert view.exceptions
        assert view.words == "tous les mercredis"
        assert {card.state for card in cards} == {"prevue", "annulee", "reportee"}
        postponed = next(card for card in cards if card.state == "reportee")
        assert seances.view(session, postponed.id).postponed_to is not None
        assert all(len(card.stops) == 3 for card in cards if card.activity_id == bus)
        bike = waiting.places(session, rows["Atelier vélo"].id)
        assert (bike.free, [person.rank for person in bike.waiting]) == (0, [1, 2])
        assert len(waiting.places(session, garden).proposed) == 1
        assert activities.view(session, garden).project_title == "Un potager pour l’épicerie"
        assert sum(card.mode_code == "individuel" for card in cards) == 3
        assert [row.input.kind for row in closures.rows(session, zone="B") if not row.shipped] == [
            "municipale", "organisme",
        ]  # fmt: skip
        found = session.execute(select(Seance.activity_id, Seance.number).where(Seance.number > 0)).all()
        assert len(set(found)) == len(found), "each number once"


def test_what_funders_ask_is_mostly_there_and_some_papers_end(example: Workspace) -> None:
    with clock.fixed(NOW), example.read() as session:
        lists = {one.code: one for one in completeness.of_scheme(session, EVERYTHING)}
        ending = papers.expiring(session, None, 50)
        to_recall = detection_list.recalls(session, EVERYTHING, NOW.date() + timedelta(days=7), 50)
        shown = attachments.of_participant(session, ending[0].participant_id)
        content = attachments.content(session, shown.rows[0].id)
    fse = lists["fse"]
    assert fse.incomplete > 0
    assert not fse.is_over, "the example is under its line"
    assert 2 < len(ending) < 30
    assert len(to_recall) > 2
    assert content.media_type == "application/pdf"
    pages = pypdfium2.PdfDocument(content.content)
    assert len(pages) == 1
    pages.close()

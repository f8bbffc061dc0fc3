"""« Historique » after two files were joined by mistake, then separated: nothing of somebody else's."""

from __future__ import annotations

import uuid

from sqlalchemy import event

from elans_desktop.services.participants import person_history
from elans_desktop.services.participants.person_history import FieldSource
from elans_desktop.services.pathways import interviews
from elans_desktop.services.pathways.interviews import InterviewInput
from elans_desktop.storage.workspace import Workspace
from tests.support.people import NOW, change_person
from tests.support.twin_files import join

HERS, THEIRS = "Parle de son permis.", "Sa vie à elle."


def said(workspace: Workspace, person: uuid.UUID) -> str:
    with workspace.read() as session:
        found = person_history.of_participant(session, person)
        return " ".join(f"{line.what} {line.old} {line.new}" for entry in found for line in entry.lines)


def talk(workspace: Workspace, person: uuid.UUID, words: str) -> None:
    with workspace.write("Noter un entretien") as session:
        interviews.save(session, InterviewInput(person, day=NOW.date(), summary=words))


def test_what_was_joined_by_mistake_leaves_the_history(
    workspace: Workspace, zoe: uuid.UUID, twin: uuid.UUID
) -> None:
    talk(workspace, zoe, HERS)
    talk(workspace, twin, THEIRS)
    join(workspace, zoe, twin)
    joined = said(workspace, zoe)
    assert HERS in joined
    assert THEIRS in joined
    workspace.undo()
    change_person(workspace, zoe, label="Modifier", notes="Vue le matin.")
    told = said(workspace, zoe)
    assert HERS in told
    assert "Vue le matin." in told
    assert THEIRS not in told
    assert "06 11 22 33 44" not in told, "nor what the merge wrote into the file for a while"
    assert THEIRS in said(workspace, twin)
    with workspace.read() as session:
        source = FieldSource("interview", parent_id=zoe)
        past = person_history.of_field(session, zoe, source)
        assert HERS in str([line.new for one in past for line in one.lines])
        assert THEIRS not in str([line.new for one in past for line in one.lines])
        labels = [entry.label for entry in person_history.of_participant(session, zoe)]
    assert any(label.startswith("Réunir") for label in labels), "that it happened is still told"


def test_a_file_that_never_met_another_reads_nothing_more(workspace: Workspace, zoe: uuid.UUID) -> None:
    talk(workspace, zoe, HERS)
    assert 0 < reads(workspace, zoe, None) < reads(workspace, zoe, frozenset({zoe})), "nothing was compared"


def reads(workspace: Workspace, person: uuid.UUID, own: frozenset[uuid.UUID] | None) -> int:
    asked: list[str] = []
    with workspace.read() as session:
        engine = session.get_bind()

        def count(*found: object) -> None:
            asked.append(str(found[2]))

        event.listen(engine, "before_cursor_execute", count)
        person_history.of_participant(session, person, own=own)
        event.remove(engine, "before_cursor_execute", count)
    return len(asked)

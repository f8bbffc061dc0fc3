"""The confidential block: off by default, each item with its purpose, and seen nowhere else."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, PermissionDenied, RuleError
from elans_desktop.models.privacy import SensitiveRecord
from elans_desktop.services import exports, search
from elans_desktop.services.participants import participants, person_history, sensitive
from elans_desktop.services.participants.sensitive import SensitiveInput
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import acting_as, fill
from tests.support.people import NOW, add_pathway, add_person

SECRET = "Aménager les horaires du matin"


@pytest.fixture
def agreement(workspace: Workspace) -> Iterator[uuid.UUID]:
    with clock.fixed(NOW):
        yield fill(workspace)


@pytest.fixture
def person(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    return add_person(workspace, "Bazin", "Lucie")


@pytest.fixture
def kept(workspace: Workspace, person: uuid.UUID) -> uuid.UUID:
    """The person, in a classeur that keeps the block."""
    with workspace.write("Ouvrir le bloc confidentiel") as session:
        sensitive.keep(session, on=True)
    return person


def write(workspace: Workspace, person: uuid.UUID, **typed: Any) -> None:
    with workspace.write("Modifier ce qui est confidentiel") as session:
        sensitive.save(session, SensitiveInput(person, **typed))


def read(workspace: Workspace, person: uuid.UUID) -> SensitiveInput:
    with workspace.read() as session:
        return sensitive.view(session, person)


def test_it_is_off_until_somebody_decides(workspace: Workspace, person: uuid.UUID) -> None:
    with pytest.raises(RuleError, match="Confidentialité"):
        read(workspace, person)
    with pytest.raises(RuleError):
        write(workspace, person, note="x", note_purpose="amenager")
    with (
        acting_as(workspace, "referent"),
        pytest.raises(PermissionDenied),
        workspace.write("Ouvrir") as session,
    ):
        sensitive.keep(session, on=True)


def test_each_item_needs_its_purpose(workspace: Workspace, kept: uuid.UUID) -> None:
    typed: dict[str, Any] = {
        "rqth_code": "oui",
        "health_level": 0,
        "justice_code": "oui",
        "protection_code": "curatelle",
        "note": SECRET,
    }
    with pytest.raises(InputError) as refused:
        write(workspace, kept, **typed)
    assert set(refused.value.fields) == {
        *("rqth_purpose", "health_purpose", "justice_purpose", "protection_purpose", "note_purpose")
    }
    purposes: dict[str, Any] = dict.fromkeys(refused.value.fields, "amenager")
    write(workspace, kept, **typed, **purposes)
    assert read(workspace, kept) == SensitiveInput(kept, **typed, **purposes)
    assert SECRET not in repr(read(workspace, kept))


def test_no_wish_to_answer_collects_nothing_and_needs_no_purpose(
    workspace: Workspace, kept: uuid.UUID
) -> None:
    write(workspace, kept, rqth_code="non_reponse", rqth_purpose="droits")
    found = read(workspace, kept)
    assert (found.rqth_code, found.rqth_purpose) == ("non_reponse", None)


def test_what_does_not_hold_together_is_said(workspace: Workspace, kept: uuid.UUID) -> None:
    with pytest.raises(InputError) as refused:
        write(
            workspace,
            kept,
            rqth_code="en_cours",
            rqth_purpose="droits",
            rqth_until=date(2028, 1, 1),
            justice_code="non",
            justice_purpose="horaires",
            justice_constraints="lundi matin",
            health_level=4,
            health_purpose="amenager",
            note="é" * 2001,
            note_purpose="amenager",
        )
    assert set(refused.value.fields) == {"rqth_until", "justice_constraints", "health_level", "note"}


def test_emptied_it_leaves_no_row(workspace: Workspace, kept: uuid.UUID) -> None:
    write(workspace, kept, note=SECRET, note_purpose="amenager")
    write(workspace, kept)
    assert read(workspace, kept) == SensitiveInput(kept)
    with workspace.read() as session:
        assert session.get(SensitiveRecord, SensitiveRecord.key(kept)) is None
        assert sensitive.count(session) == 0


def test_only_the_referent_of_the_file_and_the_coordination_read_it(
    workspace: Workspace, agreement: uuid.UUID, kept: uuid.UUID
) -> None:
    write(workspace, kept, note=SECRET, note_purpose="amenager")
    for role in ("accueil", "consultation", "referent"):
        with acting_as(workspace, role):
            with pytest.raises(PermissionDenied):
                read(workspace, kept)
            with pytest.raises(PermissionDenied):
                write(workspace, kept, note="autre", note_purpose="amenager")
    for role in ("coordination", "administration"):
        with acting_as(workspace, role):
            assert read(workspace, kept).note == SECRET
    add_pathway(
        workspace,
        kept,
        agreement,
        entry_on=date(2027, 1, 4),
        referent_id=workspace.actor.professional_id,
    )
    with acting_as(workspace, "referent"):
        assert read(workspace, kept).note == SECRET
        other = add_person(workspace, "Blin", "Rémi")
        with pytest.raises(PermissionDenied):
            read(workspace, other)


def test_it_is_seen_in_no_list_search_export_nor_history_of_others(
    workspace: Workspace, kept: uuid.UUID
) -> None:
    write(workspace, kept, note=SECRET, note_purpose="amenager", rqth_code="oui", rqth_purpose="droits")

    def shown() -> str:
        with workspace.read() as session:
            rows = participants.rows(session)
            found = search.find(session, "horaires")
            history = person_history.of_participant(session, kept)
        return f"{[tuple(row) for row in rows]} {found} {[(e.label, e.lines) for e in history]!r}" + "".join(
            line.new for entry in history for line in entry.lines
        )

    assert SECRET in shown(), "the coordination reads it in the history of the file"
    with workspace.read() as session:
        table = exports.export_participants(session)
    exported = str([[column.title for column in table.columns], table.rows])
    assert "Bazin" in exported
    assert SECRET not in exported
    assert "RQTH" not in exported
    with acting_as(workspace, "accueil"):
        seen = shown()
    assert SECRET not in seen
    assert "RQTH" not in seen
    assert "confidentiel" not in seen


def test_turned_off_nothing_is_shown_and_turned_on_again_it_is_there(
    workspace: Workspace, kept: uuid.UUID
) -> None:
    write(workspace, kept, note=SECRET, note_purpose="amenager")
    with workspace.write("Fermer") as session:
        sensitive.keep(session, on=False)
    with pytest.raises(RuleError):
        read(workspace, kept)
    with workspace.write("Ouvrir") as session:
        sensitive.keep(session, on=True)
    assert read(workspace, kept).note == SECRET

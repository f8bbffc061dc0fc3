from __future__ import annotations

import uuid

import pytest

from elans_desktop.models.participants import Situation
from elans_desktop.models.support import PrivateNote
from elans_desktop.services.history.history_words import TABLES
from elans_desktop.services.participants import field_sources
from elans_desktop.services.participants.person_history import FieldSource

ME, SUBJECT = uuid.uuid4(), uuid.uuid4()
ENTRY = Situation.key(SUBJECT, "entree")


@pytest.mark.parametrize(
    ("form", "name", "source"),
    [
        ("participant.identity", "phone", FieldSource("participant", SUBJECT, ("phone",))),
        ("participant.identity", "commune", FieldSource("participant", SUBJECT, ("commune", "insee"))),
        ("participant.exit", "exit_code", FieldSource("pathway", SUBJECT, ("exit_code",))),
        ("participant.pathway", "stays", FieldSource("pathway_brique", parent_id=SUBJECT)),
        ("participant.situation.entree", "housing", FieldSource("situation", ENTRY, ("housing",))),
        (
            "participant.situation.entree",
            "equipment",
            FieldSource("situation_choice", parent_id=ENTRY, having=("list_code", "digital_equipment")),
        ),
        (
            "participant.barriers",
            "mobilite",
            FieldSource("barrier_review", parent_id=SUBJECT, having=("theme_code", "mobilite")),
        ),
        (
            "participant.interview",
            "private_note",
            FieldSource("private_note", PrivateNote.key(SUBJECT, ME), ("text",)),
        ),
        ("participant.objective", "actions", FieldSource("objective_action", parent_id=SUBJECT)),
        ("participant.exit", "meaning", None),
        ("participant.interview.new", "summary", None),
        ("participant.new", "phone", None),
    ],
)
def test_each_field_is_found_where_the_journal_keeps_it(
    form: str, name: str, source: FieldSource | None
) -> None:
    assert field_sources.find(form, SUBJECT, name, ME) == source


def test_what_is_new_has_no_past() -> None:
    assert field_sources.find("participant.identity", None, "phone", ME) is None


def test_every_form_leads_to_a_table_that_the_history_tells() -> None:
    assert {table for table, _row_of in field_sources._FORMS.values()} <= set(TABLES)
    assert set(field_sources._CHILDREN.values()) <= set(TABLES)

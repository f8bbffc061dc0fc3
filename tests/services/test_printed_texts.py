"""The fields of a text, and the texts that the organisation makes its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elans_desktop.core.errors import InputError, PermissionDenied
from elans_desktop.services import merge_fields, printed_texts
from elans_desktop.services.printed_texts import PrintedTextInput
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import acting_as, fill


@pytest.mark.parametrize(
    "name", ["prenom", "Prénom", "PRENOM", "prénom ", "date naissance", "Date_Naissance"]
)
def test_case_accents_and_spaces_do_not_matter(name: str) -> None:
    found = merge_fields.find(name)
    assert found is not None
    assert found.code in ("prenom", "date_naissance")


def test_every_field_finds_itself_and_is_told_apart() -> None:
    assert all(merge_fields.find(field.code) is field for field in merge_fields.FIELDS)
    assert len({field.label for field in merge_fields.FIELDS}) == len(merge_fields.FIELDS)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Bonjour {{prenom}} {{ Nom }}", ""),
        (
            "Bonjour {{prenon}}",
            "Le champ {{prenon}} n’existe pas\u00a0: vouliez-vous écrire {{prenom}}\u00a0?",
        ),
        ("{{zzzz}}", "Le champ {{zzzz}} n’existe pas\u00a0: prenez-le dans la liste des champs."),
        (
            "Bonjour {{prenom",
            "Un champ n’est pas fermé\u00a0: «\u00a0{{prenom\u00a0». Écrivez-le entre {{ et }}.",
        ),
        ("accolades } seules { et {une} paire", ""),
    ],
)
def test_a_wrong_field_is_named_with_its_remedy(text: str, problem: str) -> None:
    assert merge_fields.problem(text) == problem


@given(st.text(alphabet="{} a\npreno", max_size=60))
def test_any_braces_never_stop_the_reading(text: str) -> None:
    merge_fields.problem(text)
    assert merge_fields.fill(text, lambda _field: "x").count("{{prenom}}") == 0


def test_the_shipped_texts_have_no_wrong_field_and_their_typography(workspace: Workspace) -> None:
    fill(workspace)
    with workspace.read() as session:
        for row in printed_texts.rows(session):
            assert merge_fields.problem(row.text) == ""
            assert not row.changed
            assert " :" not in row.text
            assert " ;" not in row.text
        assert printed_texts.charter(session, "elans").code == "charte_elans"
        assert printed_texts.charter(session, "inconnu").code == "charte_personnalise"


def test_a_text_made_ones_own_then_given_back(workspace: Workspace) -> None:
    fill(workspace)
    own = "# Notre charte\nBienvenue {{prenom}}."
    with workspace.write("Essai") as session:
        printed_texts.save(session, PrintedTextInput("charte_o2r", own))
    with workspace.read() as session:
        kept = printed_texts.charter(session, "o2r")
        assert (kept.text, kept.changed) == (own, True)
        assert not printed_texts.charter(session, "elans").changed
    workspace.undo()
    with workspace.read() as session:
        shipped = printed_texts.charter(session, "o2r")
    with workspace.write("Essai") as session:
        printed_texts.save(session, PrintedTextInput("charte_o2r", own))
        printed_texts.save(session, PrintedTextInput("charte_o2r", f"{shipped.text}\n"))
    with workspace.read() as session:
        assert not printed_texts.charter(session, "o2r").changed


@pytest.mark.parametrize("text", ["", "  \n", "x" * 9000, "Bonjour {{prenon}}", "{{prenom"])
def test_a_text_that_cannot_be_printed_is_refused_beside_its_field(workspace: Workspace, text: str) -> None:
    fill(workspace)
    with workspace.write("Essai") as session, pytest.raises(InputError) as refusal:
        printed_texts.save(session, PrintedTextInput("note_rgpd", text))
    assert list(refusal.value.fields) == ["text"]


def test_only_who_holds_the_settings_changes_a_text(workspace: Workspace) -> None:
    fill(workspace)
    with acting_as(workspace, "referent"), workspace.write("Essai") as session:
        with pytest.raises(PermissionDenied):
            printed_texts.save(session, PrintedTextInput("charte_o2r", "Non"))
        with pytest.raises(PermissionDenied):
            printed_texts.reset(session, "charte_o2r")

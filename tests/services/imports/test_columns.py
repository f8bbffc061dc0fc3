"""Columns recognised by name, the mapping changed and remembered, the NIR never kept."""

from __future__ import annotations

import pytest

from elans_desktop.core.text import fold
from elans_desktop.services.imports.columns import (
    ColumnMapping,
    header_score,
    is_nir,
    is_nir_title,
    signature,
    suggest,
    to_remember,
    without_nir,
)
from elans_desktop.services.imports.reading import read_table
from elans_desktop.services.imports.tables import RawTable
from elans_desktop.services.imports.targets import BY_CODE, TARGETS


def _targets(*titles: str) -> list[str | None]:
    return [match.target for match in suggest(_table(*titles)).matches]


def _table(*titles: str, rows: str = "") -> RawTable:
    text = ";".join(titles) + "\n" + (rows or ";".join("x" for _ in titles)) + "\n"
    return read_table(text.encode(), "liste.csv", header_line=1)


@pytest.mark.parametrize(
    ("title", "target"),
    [
        ("NOM", "last_name"),
        ("Nom de famille", "last_name"),
        ("Nom du bénéficiaire", "last_name"),
        ("Nom d’épouse", "last_name"),
        ("Nom de jeune fille", "birth_name"),
        ("Prénom(s)", "first_name"),
        ("Prenon", "first_name"),
        ("NOM - Prénom", "full_name"),
        ("Nom et prénom du participant", "full_name"),
        ("Prénom NOM", "full_name_first"),
        ("Né(e) le", "birth_date"),
        ("Date de naisance", "birth_date"),
        ("DDN", "birth_date"),
        ("Date de naissance (jj/mm/aaaa)", "birth_date"),
        ("Sexe (H/F)", "sex"),
        ("C.P.", "postcode"),
        ("Ville", "commune"),
        ("Commune de résidence", "commune"),
        ("Code INSEE", "insee"),
        ("Adresse postale", "address"),
        ("Adresse mail", "email"),
        ("E-mail", "email"),
        ("N° de téléphone", "phone"),
        ("Tél. portable", "phone"),
        ("Telephonne", "phone"),
        ("Contact d'urgence", "contact_person"),
        ("Téléphone du référent", "reachable_referent"),
        ("Référent(e)", "referent"),
        ("Nom et prénom du référent", "referent"),
        ("Prescripteur", "oriented_by"),
        ("Structure d’orientation", "oriented_by"),
        ("Mode de repérage", "detection_mode"),
        ("Date du 1er contact", "first_contact_on"),
        ("Date d’entrée dans le dispositif", "entry_on"),
        ("Obs.", "notes"),
        ("Lieu de naissance", None),
        ("Ville de naissance", None),
        ("Commune de naissance", None),
        ("Pays de naissance", None),
        ("Prénom du père", None),
        ("Nom de l’atelier", None),
        ("Date de sortie", "exit_on"),
        ("Date", None),
        ("N°", None),
        ("Âge", None),
        ("Taille", None),
        ("", None),
    ],
)
def test_titles_people_really_write(title: str, target: str | None) -> None:
    assert _targets("Quelque chose", title)[1] == target


def test_every_label_is_its_own_synonym() -> None:
    for target in TARGETS:
        assert _targets("Quelque chose", target.label)[1] == target.code


def test_no_synonym_belongs_to_two_targets() -> None:
    owners: dict[str, set[str]] = {}
    for target in TARGETS:
        for word in target.synonyms:
            owners.setdefault(word, set()).add(target.code)
    assert {word: codes for word, codes in owners.items() if len(codes) > 1} == {}


def test_beside_a_married_name_the_plain_name_is_the_birth_name() -> None:
    assert _targets("Nom", "Prénom", "Nom d’usage") == ["birth_name", "first_name", "last_name"]
    assert _targets("Nom", "Nom de naissance") == ["last_name", "birth_name"]


def test_two_columns_for_one_thing() -> None:
    mapping = suggest(_table("Tél fixe", "Portable", "E-mail", "Courriel"))
    assert [m.target for m in mapping.matches] == ["phone", "phone", "email", None]
    assert "La colonne C remplit déjà" in mapping.matches[3].remark


def test_a_mapping_is_changed_by_hand() -> None:
    mapping = suggest(_table("Nom", "Prénom", "Surnom"))
    changed = mapping.with_target(2, "first_name")
    assert [m.target for m in changed.matches] == ["last_name", None, "first_name"]
    assert changed.with_target(2, None).columns_of("first_name") == ()
    assert not ColumnMapping(()).has_names
    with pytest.raises(KeyError):
        mapping.with_target(0, "nir")


def test_a_mapping_is_remembered_whatever_the_order_of_columns() -> None:
    first = _table("Nom", "Surnom", "Né le")
    chosen = suggest(first).with_target(1, "first_name").with_target(2, None)
    again = _table("SURNOM", "né le", "Nom")
    assert signature(first.columns) == signature(again.columns)
    mapping = suggest(again, to_remember(chosen))
    assert [m.target for m in mapping.matches] == ["first_name", None, "last_name"]
    assert suggest(again, {fold("Nom"): "disparu"}).matches[2].target is None


def test_headings_and_data_are_not_titles() -> None:
    assert header_score(["Liste des participants", "", ""]) == 0
    assert header_score(["BAZIN", "Lucie", "12/03/1998", "Flers"]) == 0
    assert header_score(["Nom", "Prénom", "Né(e) le"]) > header_score(["Nom", "", ""]) > 0


@pytest.mark.parametrize(
    "title",
    ["N° sécu", "NIR", "Numéro de sécurité sociale", "n°SS", "Num Sécu.", "NSS", "N° de sécu sociale"],
)
def test_titles_of_social_security_numbers(title: str) -> None:
    assert is_nir_title(title)


@pytest.mark.parametrize("title", ["Tenir", "Code INSEE", "Assurance", "Nom", "Professeur"])
def test_titles_of_other_things(title: str) -> None:
    assert not is_nir_title(title)


@pytest.mark.parametrize(
    "text",
    ["2 98 03 57 111 222 33", "298035711122233", "1850561234567", "1 85 05 2A 123 456 78", "2,98036E+14"],
)
def test_shapes_of_social_security_numbers(text: str) -> None:
    assert is_nir(text)


@pytest.mark.parametrize("text", ["0033612345678", "12345678900012", "06 12 34 56 78", "57000", "1998-03-12"])
def test_shapes_of_other_numbers(text: str) -> None:
    assert not is_nir(text)


def test_a_nir_column_is_left_out_with_its_reason_and_its_values_forgotten() -> None:
    rows = "BAZIN;298035711122233;x\nDIALLO;1850561234567;y"
    for title in ("N° sécu", "Identifiant"):
        table = _table("Nom", title, "Observations", rows=rows)
        assert [column.index for column in table.left_out] == [1]
        assert "2019-341" in table.left_out[0].reason
        assert [row.cells for row in table.rows] == [("BAZIN", "", "x"), ("DIALLO", "", "y")]
        match = suggest(table).matches[1]
        assert match.target is None
        assert "2019-341" in match.remark


def test_a_whole_nir_inside_a_text_is_taken_out() -> None:
    number = "2 98 03 57 111 222"
    key = 97 - int(number.replace(" ", "")) % 97
    assert without_nir(f"sécu {number} {key:02} vu") == "sécu  vu"
    assert without_nir(f"dossier {number} {(key + 1) % 97:02}") == f"dossier {number} {(key + 1) % 97:02}"


def test_codes_are_known() -> None:
    assert set(BY_CODE) == {target.code for target in TARGETS}
    assert "nir" not in BY_CODE

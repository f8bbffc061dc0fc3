"""What an import would do, told at once: ready, twins, rejects, remarks."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from elans_desktop.core import clock
from elans_desktop.core.errors import Cancelled
from elans_desktop.models.organisation import Structure
from elans_desktop.services.governance import structures
from elans_desktop.services.governance.structure_inputs import StructureInput
from elans_desktop.services.imports.columns import suggest
from elans_desktop.services.imports.context import Context, Known, load_context
from elans_desktop.services.imports.nearby import Nearness
from elans_desktop.services.imports.participants import (
    Choice,
    ImportPlan,
    operation_label,
    plan_from,
    preview,
)
from elans_desktop.services.imports.people import PlannedPerson, locate
from elans_desktop.services.imports.reading import read_table
from elans_desktop.services.imports.reports import report_lines, summary_line
from elans_desktop.services.imports.tables import RawTable
from elans_desktop.services.participants.likeness import Index, person
from elans_desktop.storage.workspace import Workspace
from tests.support import spreadsheets

REFERENT, STRUCTURE, AGREEMENT, FILE = (uuid.UUID(int=n) for n in range(1, 5))
EMPTY = Context(Known(), Index(), {})


@pytest.fixture(autouse=True)
def in_november_2026() -> Iterator[None]:
    with clock.fixed(datetime(2026, 11, 20, 10)):
        yield


def _plan(
    text: str, context: Context = EMPTY, corrections: dict[tuple[int, str], str] | None = None
) -> ImportPlan:
    table = _table(text)
    return plan_from(context, table, suggest(table), corrections)


def _table(text: str) -> RawTable:
    return read_table(text.encode(), "liste.csv")


def _one(text: str, context: Context = EMPTY) -> PlannedPerson:
    plan = _plan(text, context)
    assert not plan.rejected
    return plan.ready[0]


@pytest.mark.parametrize("kind", ["csv", "utf-16", "tab", "xlsx"])
def test_the_ugly_list_counts_exactly(tmp_path: Path, kind: str) -> None:
    if kind == "xlsx":
        path = spreadsheets.ugly_xlsx(tmp_path / "liste.xlsx")
    else:
        encoding = "utf-16" if kind == "utf-16" else "cp1252"
        path = spreadsheets.ugly_csv(
            tmp_path / "liste.csv", encoding=encoding, separator="\t" if kind == "tab" else ";"
        )
    table = read_table(path)
    plan = plan_from(EMPTY, table, suggest(table))
    assert summary_line(preview(plan)) == "40 importés, 2 doublons, 3 rejetés"
    assert plan.lines == spreadsheets.UGLY_LINES
    births = [person.input.birth_date for person in plan.ready]
    assert births[:3] == [date(1996, 1, 1), date(1996, 4, 7), date(1996, 7, 13)]
    assert births[-1] == date(2006, 5, 11)
    assert {person.input.sex for person in plan.ready} == {"femme", "homme"}
    assert {person.input.insee for person in plan.ready} == {
        "61169",
        "14118",
        "50502",
        "01053",
        "61001",
        "57463",
    }
    assert plan.ready[0].input.phone == "06 12 34 56 00"
    assert all(person.input.phone.startswith("06 12 34 56 ") for person in plan.ready)
    assert any("2019-341" in sentence for sentence in plan.file_remarks)
    assert any("Colonnes non reprises" in sentence for sentence in plan.file_remarks)


def test_all_errors_at_once_with_line_and_column() -> None:
    plan = _plan(
        "Nom;Prénom;Né(e) le;Date d’entrée\n;;31/02/1998;demain\nBAZIN;Lucie;1998;\n;;;\nDIALLO;Awa;;\n"
    )
    told = [(r.line, r.column, r.target) for r in plan.rejected]
    assert told == [
        (2, "colonne\u00a0A (Nom)", "last_name"),
        (2, "colonne\u00a0C (Né(e) le)", "birth_date"),
        (2, "colonne\u00a0D (Date d’entrée)", "entry_on"),
        (3, "colonne\u00a0C (Né(e) le)", "birth_date"),
    ]
    assert plan.rejected[1].text == "31/02/1998"
    assert plan.rejected_lines == (2, 3)
    assert [person.line for person in plan.ready] == [5]
    assert plan.lines == 3
    lines = report_lines(plan)
    assert "Ligne\u00a03, colonne\u00a0C (Né(e) le)\u00a0: L’année seule ne suffit pas." in " ".join(lines)
    assert not any("BAZIN" in line for line in lines)


def test_a_rejected_line_is_corrected_in_place() -> None:
    text = "Nom;Prénom;Né(e) le\n;;31/02/1998\nBAZIN;Lucie;12/03/1998\n"
    plan = _plan(text, corrections={(2, "first_name"): "Awa", (2, "birth_date"): "28/02/1998"})
    assert [person.line for person in plan.ready] == [2, 3]
    assert plan.ready[0].input.birth_date == date(1998, 2, 28)
    emptied = _plan(text, corrections={(2, "last_name"): "DIALLO", (2, "birth_date"): ""})
    assert emptied.ready[0].input.birth_date is None


def test_a_line_can_be_taken_out() -> None:
    table = _table("Nom\nBAZIN\nDIALLO\n")
    plan = plan_from(EMPTY, table, suggest(table), ignored_lines=frozenset({2}))
    assert ([person.line for person in plan.ready], plan.lines) == ([3], 1)


def test_twins_in_the_file_in_the_base_and_under_another_name() -> None:
    born = date(1998, 3, 12)
    known = Index([person(FILE, "LEFÈVRE", "Martin", "Zoé", born)])
    context = Context(Known(), known, {FILE: "2026-A0001"})
    plan = _plan(
        "Nom;Prénom;Né(e) le\nLefevre;ZOE;12/03/98\nmartin;zoé;1998-03-12\nBAZIN;Lucie;\n"
        "Lucie;Bazin;\nBAZIN;Lucie;01/01/2000\nLefèvre;Zoé;13/03/98\nLefèvre;Zoé;14/07/80\n"
        "Lefèvres;Zoé;12/03/98\n",
        context,
    )
    assert [(t.line, t.number, t.same_as_line) for t in plan.twins] == [
        (2, "2026-A0001", None),
        (3, "2026-A0001", None),
        (5, "", 4),
        (7, "2026-A0001", None),
    ]
    assert plan.twins[2].message == "Nom et prénom inversés, sans date de naissance\u00a0: ligne\u00a04."
    assert "dates de naissance proches (13/03/1998 et 12/03/1998)" in plan.twins[3].message
    assert [person.line for person in plan.ready] == [4, 6, 8, 9]
    assert [(r.line, "2026-A0001" in r.message) for r in plan.remarks] == [(8, True), (9, True)]
    assert "noms proches, même date de naissance" in plan.remarks[1].message
    assert operation_label(plan) == "Import de 4\u00a0personnes"
    assert operation_label(plan, {2: Choice.COMPLETE, 5: Choice.CREATE}) == "Import de 6\u00a0personnes"


def test_a_rejected_line_is_nobodys_twin() -> None:
    plan = _plan("Nom;Prénom;Né(e) le;Date d’entrée\nBAZIN;Lucie;;jamais\nBAZIN;Lucie;;\n")
    assert (len(plan.ready), len(plan.twins), plan.rejected_lines) == (1, 0, (2,))


def test_lines_with_only_a_rank_or_a_total_are_not_people() -> None:
    plan = _plan("N°;Nom;Prénom\n1;BAZIN;Lucie\n2;;\n3;;\n;Total : 1;\n")
    assert (len(plan.ready), plan.lines) == (1, 2)
    assert "total" in plan.rejected[0].message
    assert any("sans aucune donnée" in sentence for sentence in plan.file_remarks)


def test_sex_follows_from_the_civility() -> None:
    assert _one("Nom\nMme BAZIN Lucie\n").input.sex == "femme"
    person = _one("Civilité;Nom\nM.;BAZIN\n").input
    assert (person.civility, person.sex) == ("monsieur", "homme")


def test_several_columns_are_joined() -> None:
    person = _one(
        "Nom;Tél fixe;Portable;Adresse 1;Adresse 2\nBAZIN;233112233;0612345678;Bât. A;1 rue X\n"
    ).input
    assert person.phone == "02 33 11 22 33 / 06 12 34 56 78"
    assert person.address == "Bât. A, 1 rue X"


@pytest.mark.parametrize(
    ("typed", "found", "remark"),
    [
        (("FLERS", "61100", ""), ("Flers", "61100", "61169"), ""),
        (("flers", "", ""), ("flers", "", ""), "Plusieurs communes"),
        (("St Lô", "50000", ""), ("Saint-Lô", "50000", "50502"), ""),
        (("61100 Flers", "", ""), ("Flers", "61100", "61169"), ""),
        (("CAEN CEDEX 4", "14054", ""), ("Caen", "14054", "14118"), ""),
        (("Trifouilly", "61100", ""), ("Trifouilly", "61100", ""), "Commune inconnue"),
        (("Metz", "61100", ""), ("Metz", "61100", ""), "ne vont pas ensemble"),
        (("", "", "57463"), ("Metz", "", "57463"), ""),
        (("", "", "99999"), ("", "", "99999"), "INSEE"),
    ],
)
def test_communes(typed: tuple[str, str, str], found: tuple[str, str, str], remark: str) -> None:
    *place, said = locate(*typed)
    assert tuple(place) == found
    assert remark in said
    assert bool(remark) == bool(said)


ORNE, CALVADOS, NORD, MANCHE = (frozenset({code}) for code in ("61", "14", "59", "50"))


@pytest.mark.parametrize(
    ("near", "insee"),
    [
        ((ORNE,), "61169"),
        ((CALVADOS, ORNE | MANCHE), "61169"),  # none in the Calvados: the neighbours
        ((frozenset[str](), ORNE), "61169"),
        ((NORD,), ""),  # none there either
    ],
)
def test_homonyms_are_told_apart_by_the_nearest_departement(near: Nearness, insee: str) -> None:
    *place, said = locate("Flers", "", "", near)
    assert place[2] == insee
    assert bool(said) == (not insee)


def test_a_former_commune_nearby_goes_before_a_far_one_of_today() -> None:
    assert locate("Vire", "", "", (CALVADOS,))[2] == "14762"
    assert locate("Vire", "", "", (frozenset({"71"}),))[2] == "71584"
    assert locate("Caen", "", "", (ORNE,)) == ("Caen", "14000", "14118", "")


def test_the_list_itself_says_where_its_people_live() -> None:
    lines = "Nom;Commune;CP\nUN;Argentan;61200\nDEUX;Flers;\nTROIS;Alençon;61000\n"
    plan = _plan(lines)
    assert plan.ready[1].input.insee == "61169"
    assert plan.remarks == ()
    assert len(_plan("Nom;Commune;CP\nUN;Caen;14000\nDEUX;Flers;\nTROIS;Lille;59000\n").remarks) == 1


def test_the_departement_of_the_organisation_counts_first(workspace: Workspace) -> None:
    with workspace.write("Essai") as session:
        for name, postcode, ours in (("Nous", "61100", True), ("Partenaire", "14000", False)):
            made = structures.save(session, StructureInput(name=name, postcode=postcode))
            session.get_one(Structure, made).is_ours = ours
    with workspace.read() as session:
        assert load_context(session).known.near == (ORNE, ORNE | CALVADOS)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            "Athis-de-l'Orne;",
            "Athis-de-l’Orne est aujourd’hui Athis-Val de Rouvre (61) : le nom écrit est gardé.",
        ),
        (";61465", "Ségrie-Fontaine est aujourd’hui Athis-Val de Rouvre (61)."),
    ],
)
def test_a_commune_that_joined_another_takes_its_code_and_says_so(cells: str, said: str) -> None:
    plan = _plan(f"Nom;Commune;Code INSEE\nBAZIN;{cells}\n")
    assert plan.ready[0].input.insee == "61007"
    assert [remark.message.replace("\u00a0", " ") for remark in plan.remarks] == [said]


def test_an_unknown_commune_keeps_the_line() -> None:
    plan = _plan("Nom;Commune\nBAZIN;Trifouilly\n")
    assert plan.ready[0].input.commune == "Trifouilly"
    assert [remark.line for remark in plan.remarks] == [2]


def test_contact_and_pathway_are_linked_or_noted() -> None:
    text = (
        "Nom;Date du premier contact;Mode de repérage;Orienté par;Date d’entrée;Référent\n"
        "BAZIN;12/01/2026;maraude;Mission locale;1er mars 2026;Mme Anne DURAND\n"
        "DIALLO;;Internet;CCAS;02/03/2026;Inconnue Totale\n"
    )
    known = Known(AGREEMENT, {"anne durand": REFERENT}, {"mission locale": STRUCTURE}, {"maraude": "maraude"})
    first, second = _plan(text, Context(known, Index(), {})).ready
    assert (first.first_contact_on, first.mode_code) == (date(2026, 1, 12), "maraude")
    assert (first.oriented_by_id, first.referent_id) == (STRUCTURE, REFERENT)
    assert first.entry_on == date(2026, 3, 1)
    assert first.input.notes == ""
    assert second.referent_id is None
    assert "Internet" in second.input.notes
    assert "Inconnue Totale" in second.input.notes
    alone = _plan(text).ready[0]
    assert alone.entry_on is None
    assert "01/03/2026" in alone.input.notes


def test_a_nir_typed_in_the_notes_is_taken_out() -> None:
    number = 2980357111222
    plan = _plan(f"Nom;Observations\nBAZIN;carte {number}{97 - number % 97:02} vue\n")
    assert plan.ready[0].input.notes == "carte  vue"
    assert "2019-341" in plan.remarks[0].message


def test_planning_can_be_stopped() -> None:
    table = _table("Nom\nBAZIN\n")
    with pytest.raises(Cancelled):
        plan_from(EMPTY, table, suggest(table), cancelled=lambda: True)


def test_nobody_is_named_by_a_repr() -> None:
    plan = _plan("Nom;Prénom;Né(e) le\nBAZIN;Lucie;12/03/1998\nBAZIN;Lucie;12/03/1998\nSECRET;Zoé;x\n")
    shown = repr((plan, plan.ready, plan.twins, plan.rejected, plan.remarks, _table("Nom\nSECRET\n")))
    assert "BAZIN" not in shown
    assert "SECRET" not in shown
    assert "1998" not in shown


def test_without_a_column_of_names_the_file_says_so() -> None:
    plan = _plan("Date de naissance;Ville\n12/03/1998;Flers\n")
    assert plan.rejected_lines == (2,)
    assert plan.file_remarks[0].startswith("Aucune colonne ne donne le nom")


def test_the_guard_of_an_exported_formula_is_taken_off() -> None:
    person = _one("Nom;Téléphone;Observations\nBAZIN;'+33612345678;'=une note\n").input
    assert (person.phone, person.notes) == ("06 12 34 56 78", "=une note")

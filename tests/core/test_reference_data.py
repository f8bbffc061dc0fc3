from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfbase.ttfonts import TTFontFile

from elans_desktop.core.resources import read_bytes, read_json, resource_path
from elans_desktop.core.text import fold

FILES = sorted(path.name for path in resource_path("reference").glob("*.json"))
NOT_LISTS = {"names_for_demo.json", "school_holidays.json"}
PROSE = {
    *("definition", "description", "evidence", "label", "legend", "long_label", "note", "origin", "proof"),
    *("purpose", "reminder", "rule", "self_label", "sheet_label", "short", "source"),
}


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object inside a JSON value."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(inner)


def lists_of(value: Any, where: str = "") -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every list of coded rows inside a JSON value, with its place."""
    if isinstance(value, list) and value and isinstance(value[0], dict) and "code" in value[0]:
        yield where, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in inner:
        yield from lists_of(child, f"{where}/{key}")


def words(value: Any) -> Iterator[str]:
    """Every text for human eyes inside a JSON value."""
    for found in objects(value):
        for key, text in found.items():
            if key in PROSE and isinstance(text, str):
                yield text
            elif isinstance(text, list):
                yield from (item for item in text if isinstance(item, str))


def rows(name: str) -> dict[str, dict[str, Any]]:
    return {row["code"]: row for row in read_json(f"reference/{name}.json")["rows"]}


def table(name: str) -> list[list[str]]:
    return [line.split("\t") for line in gzip.decompress(read_bytes(name)).decode("utf-8").split("\n")]


@pytest.fixture(scope="module")
def letters() -> set[int]:
    """The characters Source Sans 3 Regular can draw."""
    return set(TTFontFile(str(resource_path("fonts/SourceSans3-Regular.ttf"))).charToGlyph)


@pytest.mark.parametrize("name", FILES)
def test_codes_are_unique_slugs_and_every_row_has_a_label(name: str) -> None:
    value = read_json(f"reference/{name}")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", value["date"])
    assert value["source"]
    for where, found in lists_of(value):
        codes = [row["code"] for row in found]
        assert len(codes) == len(set(codes)), where
        for row in found:
            assert re.fullmatch(r"[A-Za-z0-9_]+", row["code"]), (where, row["code"])
            assert row["label"].strip() == row["label"] != "", (where, row["code"])


@pytest.mark.parametrize("name", [name for name in FILES if name not in NOT_LISTS])
def test_positions_follow_the_file_and_parents_exist(name: str) -> None:
    for where, found in lists_of(read_json(f"reference/{name}")):
        last: dict[Any, int] = {}
        seen: set[str] = set()
        for row in found:
            if "position" in row:
                group = (row.get("brique"), row.get("parent"), row.get("set"))
                last[group] = last.get(group, 0) + 1
                assert row["position"] == last[group], (where, row["code"])
            assert row.get("parent") is None or row["parent"] in seen, (where, row["code"])
            seen.add(row["code"])


@pytest.mark.parametrize("name", FILES)
def test_french_typography(name: str) -> None:
    for text in words(read_json(f"reference/{name}")):
        assert "'" not in text, text
        assert "..." not in text, text
        assert not re.search(r" [:;!?%€»]|« |\d \d{3}\b", text), text
        assert not re.search(r"[^\s(][;!?%€»](?!\w)|\w:(?!\w)", text.replace("\u00a0", " ")), text
        assert text == text.strip(), text
        assert "  " not in text, text


@pytest.mark.parametrize("name", FILES)
def test_every_character_can_be_drawn(name: str, letters: set[int]) -> None:
    text = "".join(path_text for path_text in words(read_json(f"reference/{name}")))
    assert {c for c in text if ord(c) not in letters} == set()


def test_every_exit_speaks_the_three_vocabularies() -> None:
    value = read_json("reference/exits.json")
    families = {key: {row["code"] for row in found} for key, found in value["families"].items()}
    exits = rows("exits")
    assert len(exits) == 24
    for row in exits.values():
        if row.get("cumulative"):
            assert row["code"] == "F4"
            continue
        assert all(row[key] in families[key] for key in ("o2r", "iae", "fse")), row["code"]
        assert row["solution"] == (row["code"][0] in "EFD"), row["code"]
        assert (row["o2r"] == "neutralisee") == (row["iae"] == "hors_calcul") == row["code"].startswith("N")
    dynamic = {code for code, row in exits.items() if row.get("iae") in {"durable", "transition", "positive"}}
    assert dynamic == {"E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "F1", "F2", "F3"}


def test_schemes_name_only_what_exists() -> None:
    value = read_json("reference/schemes.json")
    schemes = rows("schemes")
    assert list(schemes) == ["o2r", "elans", "personnalise"]
    bases = {row["code"] for row in value["ceiling_bases"]}
    assert bases == {"total_budget", "direct_costs", "coordination_brique", "staff_costs", "state_share"}
    moments = {row["code"] for row in value["evaluation_moments"]}
    grids = rows("grids")
    for scheme in schemes.values():
        assert set(scheme["briques"]) <= set(rows("briques"))
        assert set(scheme["domains"]) == set(rows("domains"))
        assert set(scheme["structure_roles"]) <= set(rows("structure_roles"))
        assert set(scheme["default_grids"]) <= set(grids)
        assert set(scheme["evaluation_moments"]) <= moments
        for body in scheme["bodies"]:
            assert set(body["composition"]) <= set(rows("colleges"))
            assert body["animator_role"] in rows("structure_roles")
    ceiling = schemes["o2r"]["ceilings"][0]
    assert (ceiling["rate"], ceiling["base"]) == (1500, "total_budget")
    assert (schemes["o2r"]["pathway"]["max_months"], schemes["o2r"]["pathway"]["exceptional_max_months"]) == (
        9,
        12,
    )
    assert {"groupe_projet", "groupe_operationnel"} <= {body["code"] for body in schemes["elans"]["bodies"]}


def test_grids_fit_the_paper() -> None:
    value = read_json("reference/grids.json")
    grids = rows("grids")
    assert list(grids) == ["elans_individuel", "savoir_etre_o2r"]
    scales = {scale["code"]: scale for scale in value["scales"]}
    for grid in grids.values():
        assert [level["value"] for level in scales[grid["scale"]]["levels"]] == [1, 2, 3, 4]
        criteria = [criterion for family in grid["families"] for criterion in family["criteria"]]
        assert [criterion["number"] for criterion in criteria] == list(range(1, len(criteria) + 1))
        assert len({criterion["code"] for criterion in criteria}) == len(criteria)
        assert len([criterion for criterion in criteria if "self_label" in criterion]) <= 12
        for criterion in criteria:
            assert len(criterion["label"]) <= 40
            assert 0 < len(criterion["evidence"]) <= 60
            assert len(criterion["short"]) <= 20
    objectives = [family["objective"] for family in grids["elans_individuel"]["families"]]
    assert objectives == list(rows("elans_objectives"))
    assert all(3 <= len(family["criteria"]) <= 5 for family in grids["elans_individuel"]["families"])
    assert sum(len(family["criteria"]) for family in grids["savoir_etre_o2r"]["families"]) == 8


def test_accounts_balance_and_age_bands_have_no_hole() -> None:
    accounts = rows("budget_accounts")
    for row in accounts.values():
        parent = accounts.get(row.get("parent", ""))
        assert parent is None or parent["side"] == row["side"], row["code"]
    assert accounts["86"]["balances_with"] == "87"
    bands: dict[str, list[dict[str, Any]]] = {}
    for band in rows("age_bands").values():
        bands.setdefault(band["set"], []).append(band)
    for found in bands.values():
        assert found[0]["min"] is None
        assert found[-1]["max"] is None
        for before, after in pairwise(found):
            assert after["min"] == before["max"] + 1


def test_communes_of_today() -> None:
    communes = table("reference/communes.tsv.gz")
    by_code = {row[0]: row for row in communes}
    assert len(by_code) == len(communes) >= 34_900
    assert {len(row) for row in communes} == {7}
    assert by_code["61169"][1:5] == ["Flers", "flers", "61100", "61"]
    assert "14500" in by_code["14762"][3].split()  # Vire Normandie
    assert by_code["75056"][1] == "Paris"
    assert "75012" in by_code["75056"][3].split()
    assert all(row[2] == fold(row[1]) for row in communes)
    assert communes == sorted(communes, key=lambda row: (row[2], row[0]))
    assert {row[5] for row in communes} - {""} <= {row[0] for row in table("reference/epci.tsv.gz")}
    assert {row[4] for row in communes} <= {row[0] for row in table("reference/departements.tsv.gz")}
    assert not [row for row in communes if "'" in row[1]]


def test_a_former_commune_leads_to_the_present_one() -> None:
    present = {row[0]: row[1] for row in table("reference/communes.tsv.gz")}
    former = table("reference/communes_anciennes.tsv.gz")
    assert len(former) > 4_000
    assert {row[3] for row in former} <= set(present)
    assert {row[4] for row in former} == {"deleguee", "associee", "ancienne", "arrondissement"}
    found = [present[row[3]] for row in former if row[2] == "athis de l orne"]
    assert found == ["Athis-Val de Rouvre"]


def test_communes_can_be_drawn(letters: set[int]) -> None:
    text = "".join(row[1] for row in table("reference/communes.tsv.gz"))
    assert {c for c in text if ord(c) not in letters} == set()


def test_school_holidays_of_each_zone_are_in_order() -> None:
    value = read_json("reference/school_holidays.json")
    for zone in "ABC":
        found = [row for row in value["rows"] if row["zone"] == zone]
        assert len(found) > 20
        assert all(row["start"] <= row["end"] for row in found)
        assert all(before["end"] < after["start"] for before, after in pairwise(found))
    assert max(row["end"] for row in value["rows"]) == value["known_until"]


def test_the_example_names_real_communes_and_known_codes() -> None:
    value = read_json("reference/names_for_demo.json")
    communes = {row[0]: row for row in table("reference/communes.tsv.gz")}
    for row in value["communes"]:
        assert communes[row["code"]][1] == row["label"]
        assert row["postcode"] in communes[row["code"]][3].split()
    for row in value["structures"]:
        assert row["kind"] in rows("structure_kinds")
        assert set(row["roles"]) <= set(rows("structure_roles"))
        assert row["logo"] is None or resource_path(f"demo_logos/{row['logo']}.png").is_file()
    assert all(row["activity_type"] in rows("activity_types") for row in value["activities"])
    assert all(row["domain"] in rows("domains") for row in value["activities"])


def test_icons_follow_the_colour_of_the_text() -> None:
    icons = [path for path in resource_path("icons").glob("*.svg") if path.name != "logo.svg"]
    assert len(icons) >= 120
    for path in icons:
        assert 'stroke="currentColor"' in path.read_text(encoding="utf-8"), path.name


def test_fonts_and_their_licences_are_there() -> None:
    fonts: Path = resource_path("fonts")
    assert {path.name for path in fonts.glob("*.ttf")} == {
        "DejaVuSans.ttf",
        *(f"SourceSans3-{cut}.ttf" for cut in ("Regular", "It", "Medium", "Semibold", "Bold")),
    }
    assert "SIL Open Font License" in (fonts / "SourceSans3-LICENSE.txt").read_text(encoding="utf-8")
    foreign = TTFontFile(str(fonts / "DejaVuSans.ttf")).charToGlyph
    assert {ord(c) for c in "яΩשم☐✓"} <= set(foreign)

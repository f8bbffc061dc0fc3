"""Make the table of communes from an unpacked `@etalab/decoupage-administratif` package.

    PYTHONPATH=src python packaging/convert_communes.py PATH/TO/package

Writes four gzip-compressed tables of tab-separated UTF-8 text (described in
resources/reference/README.md), identical from one run to the next.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from elans_desktop.core.text import fold

TARGET = Path(__file__).resolve().parent.parent / "resources" / "reference"
KINDS = {"commune-deleguee": "deleguee", "commune-associee": "associee"}


def typeset(name: str) -> str:
    """A name with the apostrophe of French typography."""
    return name.replace("'", "’")


def write(name: str, rows: Iterable[Iterable[str]]) -> None:
    """Write one table; no time stamp, so that the same data give the same bytes."""
    lines = ["\t".join(row) for row in rows]
    data = "\n".join(lines).encode("utf-8")
    (TARGET / name).write_bytes(gzip.compress(data, compresslevel=9, mtime=0))
    print(f"{name}: {len(lines)} lines")


def current(communes: list[dict[str, Any]], epci_of: dict[str, str]) -> list[list[str]]:
    rows = [
        [
            c["code"],
            typeset(c["nom"]),
            fold(c["nom"]),
            " ".join(c.get("codesPostaux", [])),
            c.get("departement") or c["collectiviteOutremer"]["code"],
            epci_of.get(c["code"], ""),
            str(c.get("population", "")),
        ]
        for c in communes
        if c["type"] == "commune-actuelle"
    ]
    return sorted(rows, key=lambda row: (row[2], row[0]))


def former(communes: list[dict[str, Any]]) -> list[list[str]]:
    """Former communes, each with the commune it now belongs to, and the arrondissements of three cities."""
    rows: dict[tuple[str, str], list[str]] = {}
    for c in communes:
        successor = c.get("chefLieu") or c.get("commune")
        if c["type"] != "commune-actuelle" and successor:
            kind = KINDS.get(c["type"], "arrondissement")
            rows[c["code"], fold(c["nom"])] = [c["code"], typeset(c["nom"]), fold(c["nom"]), successor, kind]
    named = {code for code, _ in rows}
    for c in communes:
        for code in c.get("anciensCodes", []):
            if c["type"] == "commune-actuelle" and code not in named:
                rows[code, ""] = [code, "", "", c["code"], "ancienne"]
    names = {(c["code"], fold(c["nom"])) for c in communes if c["type"] == "commune-actuelle"}
    return sorted((row for key, row in rows.items() if key not in names), key=lambda row: (row[2], row[0]))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path, help="unpacked @etalab/decoupage-administratif package")
    data: Path = parser.parse_args().package / "data"
    communes = json.loads((data / "communes.json").read_bytes())
    epci = json.loads((data / "epci.json").read_bytes())
    departments = json.loads((data / "departements.json").read_bytes())
    regions = {r["code"]: r["nom"] for r in json.loads((data / "regions.json").read_bytes())}
    epci_of = {member["code"]: group["code"] for group in epci for member in group["membres"]}
    write("communes.tsv.gz", current(communes, epci_of))
    write("communes_anciennes.tsv.gz", former(communes))
    write("epci.tsv.gz", sorted([e["code"], typeset(e["nom"])] for e in epci))
    write(
        "departements.tsv.gz",
        sorted([d["code"], typeset(d["nom"]), typeset(regions.get(d["region"], ""))] for d in departments),
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Make the school holidays table from the data file of an unpacked `vacances-scolaires-france` package.

    python packaging/convert_school_holidays.py PATH/TO/data.csv [--from 2023-09-01]

The source has one line per day; the table has one row per zone and holiday, first and last day included.
"""

from __future__ import annotations

import argparse
import csv
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parent.parent / "resources" / "reference" / "school_holidays.json"
ZONES = ("A", "B", "C")


def periods(days: list[dict[str, str]], zone: str) -> list[dict[str, Any]]:
    """The holidays of one zone, in order; a holiday ends when its name changes or a school day comes."""
    found: list[dict[str, Any]] = []
    for day in days:
        if day[f"vacances_zone_{zone.lower()}"] != "True":
            continue
        today = date.fromisoformat(day["date"])
        label = day["nom_vacances"].strip().replace("'", "’")
        last = found[-1] if found else None
        if last and last["label"] == label and date.fromisoformat(last["end"]) == today - timedelta(days=1):
            last["end"] = day["date"]
        else:
            found.append({"zone": zone, "label": label, "start": day["date"], "end": day["date"]})
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="data.csv of the package")
    parser.add_argument("--from", dest="since", default="2023-09-01", help="first day kept")
    parser.add_argument("--date", required=True, help="date of the extraction, AAAA-MM-JJ")
    options = parser.parse_args()
    with options.data.open(encoding="utf-8", newline="") as file:
        days = [day for day in csv.DictReader(file) if day["date"] >= options.since]
    rows = sorted(
        (row for zone in ZONES for row in periods(days, zone)), key=lambda row: (row["start"], row["zone"])
    )
    body = ",\n    ".join(json.dumps(row, ensure_ascii=False) for row in rows)
    last = max(row["end"] for row in rows)
    TARGET.write_text(
        "{\n"
        f'  "date": "{options.date}",\n'
        '  "source": "vacances-scolaires-france 0.12.0 (MIT), ministère de l’Éducation nationale",\n'
        f'  "known_until": "{last}",\n'
        f'  "rows": [\n    {body}\n  ]\n}}\n',
        encoding="utf-8",
        newline="\n",
    )
    print(f"{len(rows)} holidays, until {last}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

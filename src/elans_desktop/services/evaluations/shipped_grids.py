"""The shipped evaluation grids, brought into the tables of a classeur, one row per version for ever."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from elans_desktop.core.resources import read_json
from elans_desktop.models.evaluations import Criterion, Grid, GridLevel


def ensure_grids(session: Session) -> int:
    """Add the grids (and new versions of them) that the classeur does not hold; returns how many."""
    shipped = read_json("reference/grids.json")
    scales = {scale["code"]: scale for scale in shipped["scales"]}
    preset_of = {
        code: scheme["code"]
        for scheme in reversed(read_json("reference/schemes.json")["rows"])
        for code in scheme["default_grids"]
    }
    added = 0
    for row in shipped["rows"]:
        if session.get(Grid, Grid.key(row["code"], row["version"])) is None:
            _add(session, row, scales[row["scale"]], preset_of.get(row["code"]))
            added += 1
    session.flush()
    return added


def _add(session: Session, row: dict[str, Any], scale: dict[str, Any], scheme_code: str | None) -> None:
    grid_id = Grid.key(row["code"], row["version"])
    session.add(
        Grid(
            id=grid_id,
            code=row["code"],
            version=row["version"],
            title=row["label"],
            description=row["purpose"],
            subject=row.get("subject", "personne"),
            scheme_code=scheme_code,
            shipped=True,
            archived_on=None,
        )
    )
    for level in scale["levels"]:
        session.add(
            GridLevel(
                id=GridLevel.key(grid_id, level["value"]),
                grid_id=grid_id,
                value=level["value"],
                label=level["label"],
            )
        )
    lines = [(family["label"], line) for family in row["families"] for line in family["criteria"]]
    for position, (family, line) in enumerate(lines, start=1):
        session.add(
            Criterion(
                id=Criterion.key(grid_id, line["code"]),
                grid_id=grid_id,
                code=line["code"],
                family=family,
                label=line["label"],
                hint=line.get("evidence", ""),
                position=position,
            )
        )

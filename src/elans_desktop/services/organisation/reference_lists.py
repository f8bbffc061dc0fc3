"""Which shipped lists become rows of a classeur, under which code and which French title."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from elans_desktop.core.resources import read_json

TITLES = {
    "briques": "Briques",
    "activity_types": "Types d’activité",
    "activity_modes": "Modalités d’activité",
    "domains": "Domaines d’activité",
    "place_kinds": "Sortes de lieux",
    "detection_modes": "Modes de repérage",
    "elans_objectives": "Objectifs ELAN’S",
    "reperes": "Repères d’un projet éco-citoyen",
    "repere_criteria": "Critères des repères",
    "structure_kinds": "Sortes de structures",
    "structure_roles": "Rôles des structures",
    "colleges": "Collèges",
    "absence_reasons": "Motifs d’absence",
    "presence_statuses": "Statuts de présence",
    "sheet_states": "États d’une feuille d’émargement",
    "exits": "Sorties",
    "exit_families_o2r": "Sorties : familles O2R",
    "exit_families_iae": "Sorties : vocabulaire IAE",
    "exit_families_fse": "Sorties : vocabulaire FSE+",
    "barriers": "Freins",
    "barrier_levels": "Niveaux d’un frein",
    "barrier_statuses": "Statuts d’un frein",
    "barrier_evoked_by": "Frein évoqué par",
    "age_bands": "Tranches d’âge",
    "opinions": "Avis d’opportunité",
    "decision_types": "Types de décision",
    "decision_states": "États d’une décision",
    "expense_statuses": "États d’une dépense",
    "payment_kinds": "Sortes de versement",
    "budget_accounts": "Plan de comptes du budget",
    "indicators": "Indicateurs",
    "ceiling_bases": "Bases d’un plafond",
    "evaluation_moments": "Moments d’évaluation",
}
"""Lists that a file of `resources/reference` holds one of; the bundles bring their own titles."""

_INSIDE = {
    "exit_families_o2r": ("exits", "families", "o2r"),
    "exit_families_iae": ("exits", "families", "iae"),
    "exit_families_fse": ("exits", "families", "fse"),
    "barrier_levels": ("barriers", "levels"),
    "barrier_statuses": ("barriers", "statuses"),
    "barrier_evoked_by": ("barriers", "evoked_by"),
    "ceiling_bases": ("schemes", "ceiling_bases"),
    "evaluation_moments": ("schemes", "evaluation_moments"),
}
"""Lists that stand beside the rows of another file: file, then keys."""

BUNDLES = ("participant_lists", "governance_lists")
"""Files that hold several lists, each with its title."""

FIXED = frozenset(
    {
        "presence_statuses",
        "sheet_states",
        "decision_states",
        "expense_statuses",
        "evaluation_moments",
        "ceiling_bases",
        "exit_families_o2r",
        "exit_families_iae",
        "exit_families_fse",
        "barrier_levels",
        "barrier_statuses",
        "meeting_state",
        "meeting_presence",
        "indicators",
        "briques",
    }
)
"""Lists the rules of the program lean on: their words may change, their lines may not come or go."""

DERIVED = frozenset(
    {
        "participant_status",
        "sheet_states",
        "presence_statuses",
        "meeting_state",
        "meeting_presence",
        "eligibility",
        "opinions",
    }
)
"""Lists whose words the program says itself: kept for whoever reads the data, not offered to edit."""

OF_SCHEME = {
    "elans_objectives": "elans",
    "elans_profile": "elans",
    "exit_families_o2r": "o2r",
    "eligibility_ground": "o2r",
}
"""Lists that one scheme alone uses."""

_OWN_COLUMNS = frozenset({"code", "label", "position", "parent", "description", "criteria"})


@dataclass(frozen=True, slots=True)
class ShippedItem:
    """A line of a shipped list."""

    list_code: str
    code: str
    label: str
    position: int
    parent_code: str | None
    description: str
    extra: dict[str, Any]


@cache
def list_titles() -> dict[str, str]:
    """French title of every shipped list, by list code, in the order to show."""
    titles = dict(TITLES)
    for bundle in BUNDLES:
        titles |= {
            code: found["label"] for code, found in read_json(f"reference/{bundle}.json")["lists"].items()
        }
    return titles


def shipped_items() -> Iterator[ShippedItem]:
    """Every line of every shipped list."""
    for code in TITLES:
        if code == "repere_criteria":
            for repere in read_json("reference/reperes.json")["rows"]:
                yield from _items(code, repere["criteria"], repere["code"])
            continue
        file, *keys = _INSIDE.get(code, (code, "rows"))
        rows: Any = read_json(f"reference/{file}.json")
        for key in keys:
            rows = rows[key]
        yield from _items(code, rows)
    for bundle in BUNDLES:
        for code, found in read_json(f"reference/{bundle}.json")["lists"].items():
            yield from _items(code, found["rows"])


def _items(list_code: str, rows: list[dict[str, Any]], parent: str | None = None) -> Iterator[ShippedItem]:
    ranks: dict[str | None, int] = {}
    for row in rows:  # in the order of the file: its positions begin again in each brique or set
        above = row.get("parent", parent)
        ranks[above] = ranks.get(above, 0) + 1
        yield ShippedItem(
            list_code=list_code,
            code=row["code"],
            label=row["label"],
            position=ranks[above],
            parent_code=above,
            description=row.get("description", ""),
            extra={key: value for key, value in row.items() if key not in _OWN_COLUMNS},
        )

"""One recorded exit, three readings: what each code of the list `exits` means for the O2R, the IAE and FSE+.

The correspondence is data (`exits.json`, editable); never is the whole called « sorties positives »: in the
vocabulary of the IAE that is the third sub-category only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from elans_desktop.core.formats import NBSP
from elans_desktop.services.organisation import reference

O2R = "O2R"
"""The vocabulary that no other scheme speaks."""
VOCABULARIES = ("o2r", "iae", "fse")
NEUTRAL_O2R, NEUTRAL_IAE = "neutralisee", "hors_calcul"
DYNAMIC_IAE = frozenset({"durable", "transition", "positive"})
WORK_OR_TRAINING_FSE = frozenset({"en_emploi", "en_formation"})
CERTIFICATION = "F4"
"""Obtained on the way: a flag beside the exit, never the exit itself."""
DEATH = "N3"


@dataclass(frozen=True, slots=True)
class ExitMeaning:
    """An exit in the words of each funder."""

    code: str
    label: str
    o2r: str
    iae: str
    fse: str
    solution: bool
    """Counts as an exit towards a solution (O2R)."""
    dynamic: bool
    """Counts as a sortie dynamique (IAE)."""
    neutral: bool
    """Stays out of the base of both rates."""
    note: str = ""

    def lines(self, *, certified: bool = False) -> tuple[tuple[str, str], ...]:
        """(vocabulary, words) in the order to show; a certification is told with the FSE+."""
        o2r = "sortie neutralisée, hors calcul" if self.neutral else self.o2r
        if self.solution:
            o2r = f"{self.o2r}, sortie vers une solution"
        iae = f"{self.iae}, sortie dynamique" if self.dynamic else self.iae
        fse = f"{self.fse}, et qualification obtenue" if certified else self.fse
        if self.note:
            fse = f"{fse} ({self.note[:1].lower()}{self.note[1:]})"
        return (O2R, o2r), ("IAE", iae), (f"FSE+, à{NBSP}la sortie", fse)


def is_favourable(vocabulary: str, extra: Mapping[str, Any]) -> bool:
    """Whether an exit counts in the rate of a vocabulary; `extra`: its columns in the list `exits`."""
    if vocabulary == "o2r":
        return bool(extra.get("solution"))
    if vocabulary == "iae":
        return extra.get("iae") in DYNAMIC_IAE
    return extra.get("fse") in WORK_OR_TRAINING_FSE


def is_neutral(vocabulary: str, extra: Mapping[str, Any]) -> bool:
    """Whether an exit stays out of the base of a vocabulary (moved away, long illness, death)."""
    if vocabulary == "o2r":
        return extra.get("o2r") == NEUTRAL_O2R
    return vocabulary == "iae" and extra.get("iae") == NEUTRAL_IAE


def meanings(session: Session) -> dict[str, ExitMeaning]:
    """Every exit that may be chosen, by code, in the order of the list; the certification is left out."""
    families = reference.labels(session, *(f"exit_families_{name}" for name in VOCABULARIES))
    return {
        row.code: ExitMeaning(
            code=row.code,
            label=row.label,
            o2r=families("exit_families_o2r", row.extra.get("o2r")),
            iae=families("exit_families_iae", row.extra.get("iae")),
            fse=families("exit_families_fse", row.extra.get("fse")),
            solution=is_favourable("o2r", row.extra),
            dynamic=is_favourable("iae", row.extra),
            neutral=is_neutral("o2r", row.extra),
            note=str(row.extra.get("note", "")),
        )
        for row in reference.items(session, "exits")
        if not row.extra.get("cumulative")
    }

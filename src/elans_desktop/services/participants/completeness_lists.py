"""What each funder asks to know: lists of points of a file, worded and changed by the organisation."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError, NotFoundError, RuleError
from elans_desktop.core.ids import keyed_id
from elans_desktop.core.text import fold
from elans_desktop.services.organisation import settings
from elans_desktop.services.participants.completeness_items import BY_CODE, ITEMS
from elans_desktop.services.permissions import Right, require

OPEN, ENTERED = "ouverts", "entres"
POPULATIONS: Mapping[str, str] = {
    OPEN: "les dossiers ouverts",
    ENTERED: "les personnes entrées en parcours, sorties comprises",
}
"""Whose files a list is about, when the whole scheme is counted."""

FILE, FSE = "dossier", "fse"


@dataclass(frozen=True, slots=True)
class Checklist:
    """The points a funder asks for. `limited`: the line of the setting `fse_incomplete_threshold` holds."""

    code: str
    label: str
    items: tuple[str, ...]
    population: str = ENTERED
    limited: bool = False

    @property
    def id(self) -> uuid.UUID:
        """An identifier for the forms, made of its code."""
        return keyed_id("completeness_list", self.code)


@dataclass(frozen=True, slots=True)
class ChecklistInput:
    """A list as typed; a code left empty makes a new one."""

    label: str
    items: tuple[str, ...]
    code: str = ""
    population: str = ENTERED
    limited: bool = False


SHIPPED: tuple[Checklist, ...] = (
    Checklist(
        FILE,
        "Dossier",
        (
            *("name", "first_name", "birth_date", "sex", "nationality", "address", "commune", "reach"),
            *("information", "entry_on", "referent", "entry_situation", "exit_code", "exit_situation"),
        ),
        population=OPEN,
    ),
    Checklist(
        FSE,
        "FSE+",
        (
            *("name", "first_name", "birth_date", "sex", "nationality", "commune", "reach_or_referent"),
            *("entry_on", "entry_situation", "entry_family", "entry_housing", "entry_education"),
            *("entry_employment", "rqth", "exit_code", "exit_situation", "exit_employment"),
            "later_situation",
        ),
        limited=True,
    ),
    Checklist(
        "departement",
        "Département",
        ("birth_date", "sex", "commune", "entry_on", "referent", "entry_resources", "exit_code"),
    ),
)
"""The lists of a new classeur."""


def lists(session: Session) -> tuple[Checklist, ...]:
    """The lists of the classeur, that of the badge first."""
    stored = settings.get(session, settings.COMPLETENESS_LISTS)
    return tuple(_read(one) for one in stored) if stored else SHIPPED


def badge_code(session: Session) -> str:
    """Code of the list shown beside each name."""
    return str(settings.get(session, settings.COMPLETENESS_BADGE))


def badge(session: Session) -> Checklist:
    """The list shown beside each name."""
    known = lists(session)
    chosen = badge_code(session)
    return next((one for one in known if one.code == chosen), known[0])


def save(session: Session, typed: ChecklistInput) -> str:
    """Add a list or change it; returns its code. Raises InputError (label, items), NotFoundError."""
    require(session, Right.ADMINISTER)
    known = list(lists(session))
    words = " ".join(typed.label.split())
    wrong: dict[str, str] = {}
    if not words:
        wrong["label"] = "Écrivez le nom de la liste."
    elif any(fold(one.label) == fold(words) and one.code != typed.code for one in known):
        wrong["label"] = "Une autre liste porte déjà ce nom."
    items = tuple(item.code for item in ITEMS if item.code in typed.items)
    if not items:
        wrong["items"] = "Cochez au moins un point."
    if typed.population not in POPULATIONS:
        wrong["population"] = "Choisissez les dossiers que la liste concerne."
    if wrong:
        raise InputError(wrong)
    code = typed.code or _free_code(words, known)
    made = Checklist(code, words, items, typed.population, typed.limited)
    if not typed.code:
        known.append(made)
    elif all(one.code != code for one in known):
        raise NotFoundError("Cette liste n’est plus dans le classeur.")
    _store(session, [made if one.code == code else one for one in known])
    return code


def remove(session: Session, code: str) -> None:
    """Take a list away. Raises RuleError for the one shown beside the names."""
    require(session, Right.ADMINISTER)
    if badge(session).code == code:
        raise RuleError(
            "Cette liste est celle qui s’affiche à côté des noms.",
            "Choisissez-en d’abord une autre pour cela.",
        )
    _store(session, [one for one in lists(session) if one.code != code])


def show_beside_names(session: Session, code: str) -> None:
    """Choose the list of the badge. Raises NotFoundError."""
    require(session, Right.ADMINISTER)
    if all(one.code != code for one in lists(session)):
        raise NotFoundError("Cette liste n’est plus dans le classeur.")
    settings.put(session, settings.COMPLETENESS_BADGE, code)


def _store(session: Session, known: list[Checklist]) -> None:
    rows = [
        {
            "code": one.code,
            "label": one.label,
            "items": list(one.items),
            "population": one.population,
            "limited": one.limited,
        }
        for one in known
    ]
    settings.put(session, settings.COMPLETENESS_LISTS, rows)


def _read(stored: Mapping[str, Any]) -> Checklist:
    return Checklist(
        code=str(stored["code"]),
        label=str(stored["label"]),
        items=tuple(code for code in stored["items"] if code in BY_CODE),
        population=str(stored.get("population", ENTERED)),
        limited=bool(stored.get("limited")),
    )


def _free_code(words: str, known: list[Checklist]) -> str:
    stem = "x_" + (re.sub(r"[^a-z0-9]+", "_", fold(words)).strip("_")[:40] or "liste")
    taken = {one.code for one in known}
    code, rank = stem, 1
    while code in taken:
        rank += 1
        code = f"{stem}_{rank}"
    return code

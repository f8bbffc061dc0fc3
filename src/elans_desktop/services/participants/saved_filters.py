"""Somebody's own filters of the list of people: a name, some words of `people_filters`, a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError
from elans_desktop.core.formats import NBSP
from elans_desktop.core.text import fold, sort_key
from elans_desktop.services import interface_state

MOST_LETTERS = 40
MOST_SAVED = 30
_STATE = "participants.filters"


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """Somebody's own filter."""

    name: str
    keys: tuple[str, ...]
    search: str = field(default="", repr=False)


def saved(session: Session) -> tuple[SavedFilter, ...]:
    """The filters of this user, by name."""
    kept: list[dict[str, Any]] = interface_state.get(session, _STATE).get("filters", [])
    found = [
        SavedFilter(str(each["name"]), tuple(map(str, each["keys"])), str(each.get("search", "")))
        for each in kept
    ]
    return tuple(sorted(found, key=lambda each: sort_key(each.name)))


def save(session: Session, wanted: SavedFilter) -> None:
    """Keep a filter under its name, in the place of the one that bears it. Raises InputError."""
    name = " ".join(wanted.name.split())
    others = [each for each in saved(session) if fold(each.name) != fold(name)]
    if not fold(name):
        raise InputError({"text": "Donnez un nom à ce filtre."})
    if len(name) > MOST_LETTERS:
        raise InputError({"text": f"Choisissez un nom plus court{NBSP}: {MOST_LETTERS} lettres au plus."})
    if len(others) >= MOST_SAVED:
        raise InputError({"text": f"Vous avez déjà {MOST_SAVED} filtres{NBSP}: supprimez-en un."})
    _put(session, [*others, SavedFilter(name, wanted.keys, wanted.search)])


def forget(session: Session, name: str) -> None:
    """Remove a filter of this user."""
    _put(session, [each for each in saved(session) if each.name != name])


def _put(session: Session, filters: Sequence[SavedFilter]) -> None:
    kept = [{"name": each.name, "keys": list(each.keys), "search": each.search} for each in filters]
    interface_state.put(session, _STATE, {"filters": kept})

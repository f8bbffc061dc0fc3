"""How people look in the list and in the head of their file: letter, tone, words."""

from __future__ import annotations

from operator import attrgetter

from elans_desktop.core.formats import NBSP, count
from elans_desktop.services.pathways.pathways import (
    ARCHIVED,
    FOLLOWED,
    LEFT,
    MOBILISED,
    SPOTTED,
    STATUS_LABELS,
    SUPPORTED,
    SUSPENDED,
)
from elans_desktop.ui.kit.list_pane import ListLook, Order

LETTERS = {
    SPOTTED: "R",
    MOBILISED: "M",
    SUPPORTED: "A",
    FOLLOWED: "route",
    SUSPENDED: "pause",
    LEFT: "log-out",
    ARCHIVED: "archive",
}


def tone(status: str) -> str:
    """The brique of an open file; neutral for the others."""
    letter = LETTERS[status]
    return letter if len(letter) == 1 else "neutral"


def age_and_commune(age: int | None, commune: str) -> str:
    """« 31 ans · Flers »."""
    return " · ".join(part for part in (count(age, "an") if age is not None else "", commune) if part)


def list_look() -> ListLook:
    """Rows of two lines: letter, name, age and commune; status and completeness."""
    return ListLook(
        title=lambda r: r.name or "Sans nom",
        subtitle=lambda r: age_and_commune(r.age, r.commune) or f"n°{NBSP}{r.number}",
        status=lambda r: STATUS_LABELS[r.status],
        tone=lambda r: tone(r.status),
        fact=lambda r: "complet" if r.completeness == 100 else f"{r.completeness}{NBSP}%",
        share=lambda r: r.completeness / 100,
        letter=lambda r: LETTERS[r.status],
    )


def orders() -> tuple[Order, ...]:
    """By name, number, completeness, limit."""
    return (
        Order("name", "par nom", attrgetter("search")),
        Order("number", "par dossier", attrgetter("number"), ascending=False),
        Order("filled", "par complétude", attrgetter("filled")),
        Order("limit", "par limite", attrgetter("limit_on")),
    )

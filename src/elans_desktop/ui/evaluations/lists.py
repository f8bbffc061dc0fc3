"""The three lists of the tab: what is due by moment, what was done by month, the grids."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from elans_desktop.core import clock
from elans_desktop.core.formats import MONTHS, count, date_short
from elans_desktop.services.evaluations.evaluations import ENTRY, EXIT, LATER, MIDDLE, EvaluationRow
from elans_desktop.services.evaluations.evaluations_due import DueRow
from elans_desktop.ui.evaluations.beside import SHORT
from elans_desktop.ui.kit.empty import Action, EmptyState
from elans_desktop.ui.kit.grouped_list import Group, GroupedList, ListLook

_SOON = 3


def due_list() -> GroupedList:
    """People to evaluate."""
    empty = EmptyState(
        "clipboard-check",
        "Rien à faire",
        "Ici viennent les personnes à évaluer : à l’entrée, à mi-parcours, à la sortie, six mois après.",
    )
    look = ListLook(
        title=lambda r: r.name, subtitle=_due_facts, status=_due_status, tone=_due_tone, height=48
    )
    return GroupedList(look=look, row_id=lambda r: r.key, name="Évaluations à faire", empty=empty)


def done_list(action: Action | None) -> GroupedList:
    """Finished evaluations."""
    empty = EmptyState(
        "clipboard-check",
        "Aucune évaluation pour l’instant",
        "Elles servent à voir le chemin parcouru, de l’entrée à la sortie.",
        action=action,
    )
    look = ListLook(
        title=lambda r: r.name,
        subtitle=lambda r: ", ".join(x for x in (date_short(r.day), r.evaluator) if x),
        status=_moment,
        height=48,
    )
    return GroupedList(look=look, row_id=lambda r: r.id, name="Évaluations faites", empty=empty)


def grid_list() -> GroupedList:
    """Grids in use."""
    empty = EmptyState("clipboard-list", "Aucune grille", "Une grille dit ce que l’on observe.")
    look = ListLook(
        title=lambda r: r.title,
        subtitle=lambda r: f"version {r.version}, {count(r.criteria, 'ligne')}",
        status=lambda r: count(r.evaluations, "fois", "fois") if r.evaluations else "",
    )
    return GroupedList(look=look, row_id=lambda r: r.id, name="Grilles", empty=empty, with_search=False)


_TITLES = {
    EXIT: "Sortie, 7 jours avant ou après",
    MIDDLE: "Mi-parcours",
    ENTRY: "Entrée, dans les 15 jours",
    LATER: "Suivi à 6\u00a0mois",
}


def due_groups(rows: tuple[DueRow, ...]) -> list[Group]:
    """By moment, as they come."""
    groups = [(moment, list(lines)) for moment, lines in groupby(rows, key=lambda r: r.moment)]
    return [Group(_TITLES[moment], lines, str(len(lines))) for moment, lines in groups]


def done_groups(rows: tuple[EvaluationRow, ...]) -> list[Group]:
    """By month, the latest first."""
    groups = [(month, list(lines)) for month, lines in groupby(rows, key=lambda r: (r.day.year, r.day.month))]
    return [
        Group(f"{MONTHS[month - 1].capitalize()} {year}", lines, str(len(lines)))
        for (year, month), lines in groups
    ]


def _due_facts(row_due: DueRow) -> str:
    left = row_due.moment == EXIT
    day = row_due.reference_on if left else row_due.due_on
    words = f"{day:%d/%m}" if day.year == clock.today().year else date_short(day)
    when = f"sortie le {words}" if left else f"avant le {words}"
    return ", ".join(part for part in (when, row_due.referent) if part)


def _due_status(row_due: DueRow) -> str:
    if row_due.evaluation_id is not None:
        return f"{row_due.noted} / {row_due.total}"
    left = row_due.days_left
    if left < 0:
        return f"retard {-left}\u00a0j"
    if left == 0:
        return "aujourd’hui"
    return f"dans {left}\u00a0j" if left <= _SOON else "à faire"


def _due_tone(row_due: DueRow) -> str:
    if row_due.evaluation_id is not None:
        return "primary"
    return "accent" if row_due.days_left <= _SOON else "neutral"


def _moment(shown: Any) -> str:
    return SHORT.get(shown.moment, "")

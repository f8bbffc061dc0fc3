"""« Imprimer »: what can be printed of what the calendar shows, and of the séance chosen."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QMenu

from elans_desktop.core.formats import NBSP
from elans_desktop.services.calendar.seances import SeanceCard
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.services.scope import Scope
from elans_desktop.ui.calendar.lanes_layout import PLACES, TRAINERS
from elans_desktop.ui.kit.menu import Menu

Print = Callable[[DocumentRequest], None]
Named = tuple[uuid.UUID, str]
SHEETS = {
    "day": ("Les feuilles de la journée", "emargement-journee"),
    "week": ("Les feuilles de la semaine", "emargement-semaine"),
}
MONTH_SHEETS = ("Les feuilles du mois", "emargement-mois")
ABSENT = {"day": "Les absents du jour", "week": "Les absents de la semaine"}


@dataclass(frozen=True)
class Shown:
    """What the calendar shows: the period, its rows, and who or what the filters keep."""

    shape: str
    """month · week · day · list."""
    first: date
    last: date
    scope: Scope
    chosen: SeanceCard | None = None
    rows: str = "hours"
    row_ids: tuple[uuid.UUID, ...] = ()
    trainer: Named | None = None
    place: Named | None = None


def fill(menu: QMenu, shown: Shown, ask: Print) -> None:
    """The sheets of the period first, then its plannings, then the séance chosen and its activity."""
    if not isinstance(menu, Menu):
        return
    only = Scope(shown.scope.agreement_id)

    def add(
        words: str,
        key: str,
        *objects: uuid.UUID,
        fact: str = "",
        variant: str | None = None,
        dated: bool = True,
    ) -> None:
        period = (shown.first, shown.last) if dated else (None, None)
        request = DocumentRequest(key, *period, objects, variant, only)
        menu.add(words, lambda: ask(request), fact=fact)

    first = SHEETS.get(shown.shape, MONTH_SHEETS)
    add(*first, fact="une par activité")
    add("Les feuilles des séances", "emargement-seance", fact="une par séance")
    if first is not MONTH_SHEETS:
        add(*MONTH_SHEETS, fact="une par activité")
    add("Une feuille vierge", "emargement-vierge")
    menu.addSeparator()
    for words, objects in _plannings(shown):
        add(words, "planning", *objects, fact="A4")
    add("Le planning du mois", "planning", fact="A4")
    add("Le planning du mois, gros caractères", "planning", fact="A3", variant="a3")
    add(ABSENT.get(shown.shape, "Les absents du mois"), "absents")
    chosen = shown.chosen
    if chosen is not None and chosen.planned:
        menu.addSeparator()
        name = f"«{NBSP}{chosen.name}{NBSP}»"
        add(f"La feuille de {name}", "emargement-seance", chosen.id, dated=False)
        add("… en gros caractères", "emargement-seance", chosen.id, variant="gros-caracteres", dated=False)
        words = "… après la saisie, absents marqués"
        add(words, "emargement-seance", chosen.id, variant="apres-saisie", dated=False)
        add("Les convocations à l’activité", "convocation-activite", chosen.activity_id, dated=False)
        add("L’attestation collective", "attestation-collective", chosen.activity_id, dated=False)


def _plannings(shown: Shown) -> list[tuple[str, tuple[uuid.UUID, ...]]]:
    """The month of the trainer or of the place that the filters keep, else of each row shown."""
    made: list[tuple[str, tuple[uuid.UUID, ...]]] = [
        (f"Le planning du mois, {name}", (key,)) for key, name in filter(None, (shown.trainer, shown.place))
    ]
    if not shown.row_ids:
        return made
    if shown.rows == TRAINERS and shown.trainer is None:
        made.append(("Le planning du mois, par intervenant", shown.row_ids))
    elif shown.rows == PLACES and shown.place is None:
        made.append(("Le planning du mois, par lieu", shown.row_ids))
    return made

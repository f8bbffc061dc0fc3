"""Séances as a table: what comes, what has been, in order."""

from __future__ import annotations

from collections.abc import Iterable

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, clock_time, date_medium, duration
from elans_desktop.services.calendar.seances import POSTPONED, SeanceCard
from elans_desktop.services.calendar.sheet_states import STATE_LABELS, VALIDATED
from elans_desktop.ui import theme
from elans_desktop.ui.calendar.week_paint import letter_of
from elans_desktop.ui.kit.chip import Filter
from elans_desktop.ui.kit.empty import Action, EmptyState
from elans_desktop.ui.kit.table import Column, Table


def seance_table(new: Action | None) -> Table:
    """The table of séances; `new` is the action of its empty state."""
    made = Table(
        (
            Column("day", "Date", lambda c: date_medium(c.day), width=130, sort=lambda c: (c.day, c.start)),
            Column("hours", "Horaires", _hours, width=112, sort=lambda c: c.start),
            Column("brique", "", lambda c: letter_of(c.brique_code), width=44, paint="letter"),
            Column("name", "Activité", lambda c: c.name, paint="strong"),
            Column("place", "Lieu", lambda c: c.where, width=150),
            Column("trainers", "Intervenants", _trainers, width=130),
            Column("people", "Inscrits", lambda c: str(c.expected), 72, "right", lambda c: c.expected),
            Column("state", "Feuille", _state, width=128, paint="badge", tone=_tone),
        ),
        row_id=lambda card: card.id,
        filters=(
            Filter("coming", "À venir", lambda c: c.day >= clock.today(), group="when"),
            Filter("enter", "Présences à saisir", _to_enter, counted=True),
        ),
        placeholder="Activité, lieu, intervenant…",
        counted=("séance", "séances"),
        sort="day",
        empty=EmptyState(
            "calendar-days",
            "Aucune séance",
            "Planifiez une activité et ses séances. Leurs feuilles d’émargement s’imprimeront d’ici.",
            action=new,
        ),
        name="Liste des séances",
    )
    made.chips.setMinimumWidth(theme.px(400))
    return made


def show(table: Table, cards: Iterable[SeanceCard]) -> None:
    """Fill the table."""
    table.set_rows(list(cards))


def _hours(card: SeanceCard) -> str:
    return f"{clock_time(card.start)}{NBSP}–{NBSP}{clock_time(card.end)}" if card.slots else duration(0)


def _trainers(card: SeanceCard) -> str:
    return ", ".join(f"{one.first_name} {one.last_name[:1]}.".strip() for one in card.trainers)


def _to_enter(card: SeanceCard) -> bool:
    return card.missing > 0 and card.ended


def _state(card: SeanceCard) -> str:
    if not card.planned:
        return "Reportée" if card.state == POSTPONED else "Annulée"
    return STATE_LABELS[card.sheet.state] if card.sheet else "À imprimer"


def _tone(card: SeanceCard) -> str:
    if not card.planned:
        return "neutral"
    if card.sheet is not None and card.sheet.state == VALIDATED:
        return "success"
    return "warning" if _to_enter(card) else "neutral"

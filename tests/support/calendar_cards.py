"""Séances as a plan receives them, without any classeur behind them."""

from __future__ import annotations

import uuid
from datetime import date

from elans_desktop.services.calendar.seance_cards import SeanceCard, SlotCard

TUESDAY = date(2027, 5, 4)


def card(name: str, *slots: tuple[int, int], day: date = TUESDAY) -> SeanceCard:
    """A planned séance with slots given in minutes."""
    held = tuple(SlotCard(uuid.uuid4(), start, end, "matin") for start, end in slots)
    return SeanceCard(
        id=uuid.uuid4(),
        activity_id=uuid.uuid4(),
        activity_title=name,
        title="",
        brique_code="M",
        type_code=None,
        day=day,
        number=1,
        total=1,
        state="prevue",
        state_reason="",
        improvised=False,
        series_id=None,
        place_id=None,
        place_name="",
        place_commune="",
        structure_id=uuid.uuid4(),
        structure_name="",
        capacity=None,
        expected=0,
        slots=held,
    )

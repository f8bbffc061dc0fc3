"""Rows by trainer or by place: who and what each row is, and the blocks along it. No drawing here."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from elans_desktop.core.text import sort_key
from elans_desktop.services.calendar.seances import SeanceCard, SpanView
from elans_desktop.ui.calendar.week_layout import Block, Stretch, side_by_side

TRAINERS, PLACES = "trainers", "places"


@dataclass(frozen=True, slots=True)
class Row:
    """A trainer or a place; neither, for the séances that have none."""

    id: uuid.UUID | None
    name: str
    fact: str = ""
    """The structure, or the commune."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A row, its blocks, and how many of them stand one under the other where there are most."""

    row: Row
    blocks: tuple[Block, ...]
    deep: int


def lanes_of(
    span: SpanView, shown: Iterable[SeanceCard], kind: str, known: Iterable[Row], without: str
) -> tuple[Lane, ...]:
    """A row for each trainer or place known or met, by name; first, those that have none, if there are any.

    In a week the blocks of a day are stacked; in one day, they stand along the hours, in as many lines as
    it takes.
    """
    rows = {row.id: row for row in known}
    met: dict[uuid.UUID | None, list[Stretch]] = {}
    for card in shown:
        for row, start, end, slot_id in _stretches(card, kind):
            if row.id is not None:
                rows.setdefault(row.id, row)
            met.setdefault(row.id, []).append((start, end, card, slot_id))
    ordered = sorted(rows.values(), key=lambda row: sort_key(row.name))
    if None in met:
        ordered.insert(0, Row(None, without))
    days = {info.day: index for index, info in enumerate(span.days)}
    made: list[Lane] = []
    for row in ordered:
        held = [found for found in met.get(row.id, ()) if found[2].day in days]
        if len(span.days) == 1:
            blocks = side_by_side(0, held, row.id)
        else:
            blocks = list(_stacked(held, row.id, days))
        deep = max((block.lane + 1 for block in blocks), default=1)
        made.append(Lane(row, tuple(blocks), deep))
    return tuple(made)


def _stacked(held: Sequence[Stretch], row: uuid.UUID | None, days: Mapping[date, int]) -> Iterator[Block]:
    used: dict[int, int] = {}
    for start, end, card, slot_id in sorted(held, key=lambda one: (one[2].day, one[0], one[1])):
        day = days[card.day]
        lane = used.get(day, 0)
        used[day] = lane + 1
        yield Block(card, start, end, day, lane, 1, slot_id, row)


def _stretches(card: SeanceCard, kind: str) -> Iterator[tuple[Row, int, int, uuid.UUID]]:
    """The rows where a séance stands: each trainer of each slot; its place, or each stop of its round."""
    for slot in card.slots:
        if kind == TRAINERS:
            for trainer in slot.trainers:
                row = Row(trainer.id, trainer.name, trainer.structure_name)
                yield row, slot.start, slot.end, slot.id
            if not slot.trainers:
                yield Row(None, ""), slot.start, slot.end, slot.id
        elif card.place_id is not None:
            yield Row(card.place_id, card.place_name, card.place_commune), slot.start, slot.end, slot.id
        elif not card.stops:
            yield Row(None, ""), slot.start, slot.end, slot.id
    if kind == PLACES and card.place_id is None and card.slots:
        for stop in card.stops:
            start = card.start if stop.start is None else stop.start
            end = card.end if stop.end is None else stop.end
            yield Row(stop.place_id, stop.name, stop.commune), start, max(end, start + 1), card.slots[0].id

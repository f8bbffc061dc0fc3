"""Where the blocks of a plan stand: one block a slot, side by side when they meet. No drawing here."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from elans_desktop.services.calendar.seances import SeanceCard, SpanView

FIRST_HOUR, LAST_HOUR = 8, 18


@dataclass(frozen=True, slots=True)
class Block:
    """A slot on a plan: the column of its day, then its share of that column."""

    card: SeanceCard
    start: int
    end: int
    day: int
    """Index of the day among those shown."""
    lane: int
    lanes: int
    slot_id: uuid.UUID | None = None
    """None where a block stands for the whole séance, as in a month."""
    row: uuid.UUID | None = None
    """The trainer or the place of its row, None when it has none or when the plan has no rows."""


Stretch = tuple[int, int, SeanceCard, uuid.UUID | None]
"""Start, end, séance and slot."""


def blocks_of(week: SpanView, shown: Iterable[SeanceCard]) -> tuple[Block, ...]:
    """The blocks of the séances shown, day by day, in order of their start."""
    days = {info.day: index for index, info in enumerate(week.days)}
    by_day: dict[date, list[Stretch]] = {}
    for card in shown:
        if card.day in days:
            spans = by_day.setdefault(card.day, [])
            spans += [(slot.start, slot.end, card, slot.id) for slot in card.slots]
    made: list[Block] = []
    for day in sorted(by_day):
        made += side_by_side(days[day], by_day[day])
    return tuple(made)


def hours_of(blocks: Sequence[Block]) -> tuple[int, int]:
    """First and last hour of the axis: at least 8 to 18, further when something happens then."""
    first = min([FIRST_HOUR, *(block.start // 60 for block in blocks)])
    last = max([LAST_HOUR, *(-(-block.end // 60) for block in blocks)])
    return first, min(24, last)


def side_by_side(day: int, spans: Iterable[Stretch], row: uuid.UUID | None = None) -> list[Block]:
    """The stretches of one day, each in a lane of its own for as long as they meet."""
    made: list[Block] = []
    cluster: list[tuple[int, Stretch]] = []
    lanes: list[int] = []  # end of the last block of each lane
    until = -1

    def close() -> None:
        made.extend(
            Block(card, start, end, day, lane, len(lanes), slot_id, row)
            for lane, (start, end, card, slot_id) in cluster
        )
        cluster.clear()
        lanes.clear()

    for span in sorted(spans, key=lambda span: (span[0], -span[1], span[2].name)):
        start, end = span[0], span[1]
        if start >= until:
            close()
        lane = next((index for index, busy in enumerate(lanes) if busy <= start), len(lanes))
        if lane == len(lanes):
            lanes.append(end)
        else:
            lanes[lane] = end
        cluster.append((lane, span))
        until = max(until, end)
    close()
    return made

"""Where the blocks of a week stand: one block a slot, side by side when they meet. No drawing here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from elans_desktop.services.seances import SeanceCard, WeekView

FIRST_HOUR, LAST_HOUR = 8, 18


@dataclass(frozen=True, slots=True)
class Block:
    """A slot on the week: the column of its day, then its share of that column."""

    card: SeanceCard
    start: int
    end: int
    day: int
    """Index of the day among those shown."""
    lane: int
    lanes: int


def blocks_of(week: WeekView, shown: Iterable[SeanceCard]) -> tuple[Block, ...]:
    """The blocks of the séances shown, day by day, in order of their start."""
    days = {info.day: index for index, info in enumerate(week.days)}
    by_day: dict[date, list[tuple[int, int, SeanceCard]]] = {}
    for card in shown:
        if card.day in days:
            spans = by_day.setdefault(card.day, [])
            spans += [(slot.start, slot.end, card) for slot in card.slots]
    made: list[Block] = []
    for day in sorted(by_day):
        made += _day_blocks(days[day], by_day[day])
    return tuple(made)


def hours_of(blocks: Sequence[Block]) -> tuple[int, int]:
    """First and last hour of the axis: at least 8 to 18, further when something happens then."""
    first = min([FIRST_HOUR, *(block.start // 60 for block in blocks)])
    last = max([LAST_HOUR, *(-(-block.end // 60) for block in blocks)])
    return first, min(24, last)


def _day_blocks(day: int, spans: list[tuple[int, int, SeanceCard]]) -> list[Block]:
    made: list[Block] = []
    cluster: list[tuple[int, int, int, SeanceCard]] = []
    lanes: list[int] = []  # end of the last block of each lane
    until = -1

    def close() -> None:
        made.extend(Block(card, start, end, day, lane, len(lanes)) for start, end, lane, card in cluster)
        cluster.clear()
        lanes.clear()

    for start, end, card in sorted(spans, key=lambda span: (span[0], -span[1], span[2].name)):
        if start >= until:
            close()
        lane = next((index for index, busy in enumerate(lanes) if busy <= start), len(lanes))
        if lane == len(lanes):
            lanes.append(end)
        else:
            lanes[lane] = end
        cluster.append((start, end, lane, card))
        until = max(until, end)
    close()
    return made

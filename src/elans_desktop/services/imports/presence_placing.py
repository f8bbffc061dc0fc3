"""Where the lines of one activity and one day fall: slots of the classeur, else slots to create. Pure.

Nothing is guessed in silence: what is counted (a late arrival, hours not in the file) is remarked, what could
be read in two ways is refused with its reason. All durations are minutes.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from elans_desktop.core.formats import clock_time, duration
from elans_desktop.services.calendar.seance_inputs import KINDS, proposed_kind
from elans_desktop.services.imports.presence_context import KnownSlot
from elans_desktop.services.imports.presence_lines import PresenceLine
from elans_desktop.services.imports.presence_values import DAY, PRESENT

Range = tuple[int, int]
SlotRef = uuid.UUID | Range
"""A slot of the classeur, or the range of one to create."""
HALF_DAYS = {"matin": (540, 720), "apres_midi": (840, 1020), "soir": (1080, 1200)}
"""Hours of a half-day when the file does not say them: 9 h – 12 h, 14 h – 17 h, 18 h – 20 h."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A line at one slot."""

    said: PresenceLine = field(repr=False)
    ref: SlotRef
    late: int = 0
    early: int = 0


@dataclass
class Placing:
    """What became of the lines of one activity and one day."""

    placed: list[Placed] = field(default_factory=list[Placed])
    refused: list[tuple[PresenceLine, str, str]] = field(
        default_factory=list[tuple[PresenceLine, str, str]], repr=False
    )
    """Line, target to correct, sentence."""
    remarked: list[tuple[PresenceLine, str, str]] = field(
        default_factory=list[tuple[PresenceLine, str, str]], repr=False
    )


class _Refused(Exception):
    def __init__(self, target: str, sentence: str) -> None:
        super().__init__(sentence)
        self.target, self.sentence = target, sentence


def place(
    lines: Sequence[PresenceLine], existing: Sequence[KnownSlot], half_days: dict[str, Range]
) -> Placing:
    """Place every line of one activity and one day."""
    made = Placing()
    held = [slot for slot in existing if slot.planned]
    if existing and not held:
        sentence = "Cette séance est annulée ou reportée dans le classeur : elle ne compte pas de présences."
        made.refused += [(said, "day", sentence) for said in lines]
        return made
    wanted: list[tuple[PresenceLine, Range]] = []
    for said in (one for one in lines if one.timed):
        try:
            wanted += ((said, span) for span in _spans(said, held, half_days, made))
        except _Refused as problem:
            made.refused.append((said, problem.target, problem.sentence))
    envelopes = _envelopes(span for _said, span in wanted if not _crossed(span, held))
    slots: list[tuple[SlotRef, Range]] = [(slot.id, (slot.start, slot.end)) for slot in held]
    slots += [(span, span) for span in envelopes]
    for said, span in wanted:
        _try(made, said, lambda said=said, span=span: _in_range(said, span, held, slots, made))
    bare = [said for said in lines if not said.timed]
    if bare and not slots:
        slots = _new_slot(bare, half_days["matin"][0], made)
    for said in bare:
        _try(made, said, lambda said=said: _in_day(said, slots, made))
    return made


def _try(made: Placing, said: PresenceLine, act: Callable[[], Iterable[Placed]]) -> None:
    try:
        made.placed += act()
    except _Refused as problem:
        made.refused.append((said, problem.target, problem.sentence))


def _spans(
    said: PresenceLine, held: Sequence[KnownSlot], half_days: dict[str, Range], made: Placing
) -> Iterable[Range]:
    """The ranges a line speaks of: its hours, or its half-days."""
    if said.moment.start is not None and said.moment.end is not None:
        return [(said.moment.start, said.moment.end)]
    kinds, found = said.moment.kinds, list[Range]()
    for kind in kinds:
        mine = [slot for slot in held if slot.kind == kind]
        if len(mine) > 1:
            raise _Refused(
                "slot", f"Plusieurs créneaux sont du {KINDS[kind]} ce jour-là : écrivez les heures."
            )
        if not mine and held and len(kinds) > 1:
            raise _Refused(
                "slot", f"La séance du classeur n’a pas de {KINDS[kind]} : écrivez la demi-journée."
            )
        found.append((mine[0].start, mine[0].end) if mine else _usual(said, kind, half_days, made))
    whole = sum(end - start for start, end in found)
    if (
        len(kinds) > 1
        and said.status == PRESENT
        and said.minutes not in (None, whole - said.late - said.early)
    ):
        raise _Refused(
            "hours", f"La journée compte {duration(whole)} : dites la demi-journée, ou les heures."
        )
    return found


def _usual(said: PresenceLine, kind: str, half_days: dict[str, Range], made: Placing) -> Range:
    """The hours of a half-day that nobody said, as long as the line says."""
    start, end = half_days[kind]
    if len(said.moment.kinds) == 1 and (length := said.planned or said.minutes):
        end = start + length
    if end > DAY:
        raise _Refused("hours", "La séance dépasserait minuit : écrivez ses heures.")
    words = f"{KINDS[kind]} sans horaire, noté de {clock_time(start)} à {clock_time(end)} : à vérifier."
    made.remarked.append((said, "slot", words[:1].upper() + words[1:]))
    return start, end


def _crossed(span: Range, held: Iterable[KnownSlot]) -> list[KnownSlot]:
    """The slots of the classeur that a range meets."""
    return [slot for slot in held if slot.start < span[1] and span[0] < slot.end]


def _envelopes(spans: Iterable[Range]) -> list[Range]:
    """The ranges to create: those that overlap become one."""
    made: list[Range] = []
    for start, end in sorted(set(spans)):
        if made and start < made[-1][1]:
            made[-1] = made[-1][0], max(made[-1][1], end)
        else:
            made.append((start, end))
    return made


def _in_range(
    said: PresenceLine,
    span: Range,
    held: Sequence[KnownSlot],
    slots: Sequence[tuple[SlotRef, Range]],
    made: Placing,
) -> list[Placed]:
    """At the slot that holds the range: what is missing at both ends is a late arrival, an early leaving."""
    target = "slot" if said.moment.kinds else "end"
    around = [(ref, whole) for ref, whole in slots if whole[0] <= span[0] and span[1] <= whole[1]]
    if not around:
        slot = _crossed(span, held)[0]
        hours = f"de {clock_time(slot.start)} à {clock_time(slot.end)}"
        raise _Refused(
            target, f"La séance du classeur va {hours}, cette ligne la dépasse : corrigez l’une ou l’autre."
        )
    ref, whole = around[0]
    if said.status != PRESENT:
        return [Placed(said, ref)]
    if len(said.moment.kinds) > 1:
        first, last = said.moment.kinds[0], said.moment.kinds[-1]
        kind = proposed_kind(whole[0])
        return [Placed(said, ref, said.late if kind == first else 0, said.early if kind == last else 0)]
    late, early = (0, 0) if said.moment.kinds else (span[0] - whole[0], whole[1] - span[1])
    if late or early:
        made.remarked.append(
            (said, target, f"Par rapport à la séance, {_away_words(late, early)} est compté.")
        )
    return [_present(said, ref, whole, late, early, made)]


def _in_day(said: PresenceLine, slots: Sequence[tuple[SlotRef, Range]], made: Placing) -> list[Placed]:
    """A line that does not say when: the only slot of the day, or the whole day."""
    if not slots:
        raise _Refused("hours", "Ni heures ni créneau, et aucune séance ce jour-là : dites les heures.")
    total = sum(end - start for _ref, (start, end) in slots)
    if len(slots) == 1:
        ref, whole = slots[0]
        if said.status != PRESENT:
            return [Placed(said, ref)]
        return [_present(said, ref, whole, 0, 0, made)]
    if said.status == PRESENT and said.minutes not in (None, total - said.late - said.early):
        raise _Refused(
            "hours",
            f"La journée a {len(slots)} créneaux ({duration(total)}) : dites lequel, ou les heures.",
        )
    made.remarked.append((said, "day", "Sans demi-journée dite, la ligne compte pour toute la journée."))
    last = len(slots) - 1
    return [
        Placed(said, ref, 0 if rank else said.late, said.early if rank == last else 0)
        for rank, (ref, _whole) in enumerate(slots)
    ]


def _present(said: PresenceLine, ref: SlotRef, whole: Range, late: int, early: int, made: Placing) -> Placed:
    """A present person: the minutes of the columns, else those the hours tell."""
    length = whole[1] - whole[0]
    if said.late or said.early:
        late, early = late + said.late, early + said.early
    if late + early > length:
        raise _Refused("late", f"Retard et départ dépassent la durée du créneau, {duration(length)}.")
    stayed = length - late - early
    if said.minutes is not None and said.minutes != stayed:
        if said.minutes > stayed:
            words = f"{duration(said.minutes)} de présence dans un créneau de {duration(stayed)}"
            raise _Refused("hours", f"{words} : corrigez les heures.")
        if not (said.late or said.early):
            missing = stayed - said.minutes
            late += missing
            made.remarked.append(
                (said, "hours", f"{duration(missing)} de moins que la séance, comptées en retard.")
            )
        else:
            raise _Refused("hours", "Les heures ne vont pas avec le retard et le départ : corrigez.")
    return Placed(said, ref, late, early)


def _new_slot(bare: Sequence[PresenceLine], start: int, made: Placing) -> list[tuple[SlotRef, Range]]:
    """One slot as long as the longest line says, from the usual beginning of the morning."""
    lengths = [max(said.planned or 0, (said.minutes or 0) + said.late + said.early) for said in bare]
    longest = max(lengths)
    if not longest:
        return []
    if start + longest > DAY:
        start = DAY - longest
    span = start, start + longest
    for said in bare:
        hours = f"de {clock_time(span[0])} à {clock_time(span[1])}"
        words = f"La séance n’existe pas et l’horaire n’est pas dit : notée {hours}."
        made.remarked.append((said, "hours", words))
    return [(span, span)]


def _away_words(late: int, early: int) -> str:
    parts = [f"un retard de {duration(late)}"] if late else []
    parts += [f"un départ {duration(early)} avant la fin"] if early else []
    return " et ".join(parts)

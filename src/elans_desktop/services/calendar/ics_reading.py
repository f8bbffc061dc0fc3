"""Reading a calendar file (iCalendar, RFC 5545): its events in local time, its repetitions spelled out.

The file comes from anywhere: its size, its events and its rules are bounded, its own time zones are not run
(only the names of known ones count), and whatever is wrong is a sentence. Nothing here writes.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, cast
from zoneinfo import ZoneInfo

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.core.formats import NBSP, count, number
from elans_desktop.services.calendar.ics_zones import zone_of
from elans_desktop.services.calendar.recurrence import MOST_OCCURRENCES

MOST_BYTES = 5 * 1024 * 1024
MOST_EVENTS = 5_000
BEHIND, AHEAD = timedelta(days=400), timedelta(days=800)
"""A repetition is followed from so long before today to so long after."""
_FIRST_YEAR = 1970
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, LookupError)
"""What the library raises on broken text."""
_PARTS = frozenset("FREQ INTERVAL COUNT UNTIL BYDAY BYMONTHDAY BYMONTH BYSETPOS WKST".split())
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


@dataclass(frozen=True, slots=True)
class IcsEvent:
    """One event at its local hours: `start` and `end` are naive; a whole day begins at midnight."""

    uid: str
    """Of the event; for a repetition, with the day of the occurrence."""
    summary: str
    start: datetime
    end: datetime
    all_day: bool
    cancelled: bool = False
    location: str = ""
    description: str = field(default="", repr=False)

    @property
    def first_day(self) -> date:
        """The first day."""
        return self.start.date()

    @property
    def last_day(self) -> date:
        """The last day, included: the end of a whole day is the day after."""
        last = self.end - timedelta(microseconds=1) if self.end > self.start else self.start
        return last.date()


@dataclass(frozen=True, slots=True)
class IcsRefused:
    """An event that could not be read, and why. Its summary is not kept: it may name somebody."""

    rank: int
    """Of the event in the file, from 1."""
    sentence: str


@dataclass(frozen=True, slots=True)
class IcsFile:
    """The events of a file, by date, and those refused."""

    events: tuple[IcsEvent, ...]
    refused: tuple[IcsRefused, ...]


def read(content: bytes, holiday_zone: str = "metropole") -> IcsFile:
    """The events of a calendar file. Raises InputError({"file": …}) when it is not one, or too large."""
    if len(content) > MOST_BYTES:
        size = f"{number(MOST_BYTES // (1024 * 1024))}{NBSP}Mo"
        raise _refusal(f"Ce fichier est trop gros{NBSP}: {size} au plus. Exportez une période plus courte.")
    local = ZoneInfo(zone_of(holiday_zone))
    found: list[IcsEvent] = []
    refused: list[IcsRefused] = []
    overrides: dict[str, set[date]] = {}
    components = _components(content)
    for component in components:
        if (day := _override(component, local)) is not None:
            overrides.setdefault(_text(component, "UID"), set()).add(day)
    for rank, component in enumerate(components, start=1):
        try:
            found += _events(component, local, overrides)
        except _Refused as problem:
            refused.append(IcsRefused(rank, str(problem)))
        except _UNREADABLE:
            refused.append(IcsRefused(rank, "Cet événement est illisible."))
        if len(found) > MOST_EVENTS:
            raise _refusal(_too_many())
    return IcsFile(tuple(sorted(found, key=lambda event: (event.start, event.uid))), tuple(refused))


class _Refused(Exception):
    """An event that cannot be taken, with its French sentence."""


def _refusal(sentence: str) -> InputError:
    return InputError({"file": sentence})


def _too_many() -> str:
    most = count(MOST_EVENTS, "événement")
    return f"Ce calendrier contient plus de {most}. Exportez une période plus courte."


def _components(content: bytes) -> list[Any]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content = content.decode("utf-16", errors="replace").encode("utf-8")
    content = re.sub(rb"\r(?!\n)", b"\n", content)  # old Macintosh ends
    # lines are joined while they are bytes: some agendas fold in the middle of an accented letter
    content = re.sub(rb"\r?\n[ \t]", b"", content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "BEGIN:VCALENDAR" not in text[:4096].upper():
        raise _refusal(
            "Ce fichier n’est pas un calendrier. "
            f"Choisissez un fichier «{NBSP}.ics{NBSP}» exporté d’un agenda."
        )
    bare = re.sub(r"(?ims)^BEGIN:VTIMEZONE\s*?$.*?^END:VTIMEZONE\s*?$", "", text)
    if bare.upper().count("BEGIN:VEVENT") > MOST_EVENTS:
        raise _refusal(_too_many())
    from icalendar import Calendar  # 40 ms: only where a file is read

    try:
        calendars: list[Any] = list(Calendar.from_ical(bare, multiple=True))
        return [found for calendar in calendars for found in calendar.walk("VEVENT")]
    except (*_UNREADABLE, RecursionError):
        raise _refusal("Ce fichier de calendrier est abîmé. Exportez-le de nouveau.") from None


def _events(component: Any, local: ZoneInfo, overrides: Mapping[str, set[date]]) -> Iterable[IcsEvent]:
    begins = component.get("DTSTART")
    if begins is None:
        raise _Refused("Cet événement n’a pas de date.")
    all_day = not isinstance(begins.dt, datetime)
    start = _local(begins, local)
    event = IcsEvent(
        uid=_text(component, "UID")[:120] or f"sans-uid-{start.isoformat()}",
        summary=_text(component, "SUMMARY"),
        start=start,
        end=_end(component, start, local, all_day=all_day),
        all_day=all_day,
        cancelled=_text(component, "STATUS").upper() == "CANCELLED",
        location=_text(component, "LOCATION"),
        description=_text(component, "DESCRIPTION"),
    )
    replaced = _override(component, local)
    if replaced is not None:
        return [_occurrence(event, replaced)]
    if component.get("RRULE") is None and component.get("RDATE") is None:
        return [event]
    excluded = set(_dates(component, "EXDATE", local)) | overrides.get(_text(component, "UID"), set())
    return [
        _occurrence(replace(event, start=moment, end=moment + (event.end - event.start)), moment.date())
        for moment in _repeated(component, start, local)
        if moment.date() not in excluded
    ]


def _occurrence(event: IcsEvent, day: date) -> IcsEvent:
    return replace(event, uid=f"{event.uid}#{day:%Y%m%d}")


def _override(component: Any, local: ZoneInfo) -> date | None:
    """The day of its series that an event stands for."""
    found = component.get("RECURRENCE-ID")
    try:
        return _local(found, local).date() if found is not None else None
    except _UNREADABLE:
        return None


def _end(component: Any, start: datetime, local: ZoneInfo, *, all_day: bool) -> datetime:
    ends, lasts = component.get("DTEND"), component.get("DURATION")
    if ends is not None:
        end = _local(ends, local)
    elif lasts is not None:
        end = start + lasts.dt
    else:
        end = start + timedelta(days=1) if all_day else start
    if end < start:
        raise _Refused("La fin de cet événement vient avant son début.")
    return end


def _local(prop: Any, local: ZoneInfo) -> datetime:
    """A date or an instant of the file as local time; a zone nobody knows is taken as ours."""
    value = prop.dt
    if not isinstance(value, datetime):
        return datetime.combine(value, time())
    moment = value if value.tzinfo is None else value.astimezone(local)
    return moment.replace(tzinfo=None)


def _text(component: Any, name: str) -> str:
    value = component.get(name)
    return " ".join(str(value).split()) if value is not None and not isinstance(value, list) else ""


def _dates(component: Any, name: str, local: ZoneInfo) -> Iterator[date]:
    for held in _several(component.get(name)):
        for prop in getattr(held, "dts", ()):
            yield _local(prop, local).date()


def _repeated(component: Any, start: datetime, local: ZoneInfo) -> Sequence[datetime]:
    rule = component.get("RRULE")
    if isinstance(rule, list):
        raise _Refused("Cet événement a plusieurs répétitions.")
    moments = set(_ruled(rule, start, local)) if rule is not None else {start}
    moments |= {datetime.combine(day, start.time()) for day in _dates(component, "RDATE", local)}
    if len(moments) > MOST_OCCURRENCES:
        raise _Refused(_too_often())
    return sorted(moments)


def _ruled(rule: Mapping[str, Any], start: datetime, local: ZoneInfo) -> Iterable[datetime]:
    """The moments of a rule; only rules that surely come round are followed (see `_followable`)."""
    from dateutil import rrule

    parts = {str(key).upper(): value for key, value in rule.items()}
    if start.year < _FIRST_YEAR or not _followable(parts):
        raise _Refused("Cet événement se répète d’une façon que le programme ne suit pas.")
    until = next(iter(_values(parts, "UNTIL")), None)
    today = datetime.combine(clock.today(), time())
    last = today + AHEAD
    if isinstance(until, datetime):
        last = min(last, until if until.tzinfo is None else until.astimezone(local).replace(tzinfo=None))
    elif isinstance(until, date):
        last = min(last, datetime.combine(until, time(23, 59)))
    counted = next(iter(_values(parts, "COUNT")), None)
    weekdays = [_weekday(str(one)) for one in _values(parts, "BYDAY")]
    made = rrule.rrule(
        getattr(rrule, str(_values(parts, "FREQ")[0]).upper()),
        dtstart=start,
        interval=_interval(parts),
        wkst=rrule.MO,
        count=int(counted) if counted is not None else None,
        byweekday=weekdays or None,
        bymonthday=_numbers(parts, "BYMONTHDAY") or None,
        bymonth=_numbers(parts, "BYMONTH") or None,
        bysetpos=_numbers(parts, "BYSETPOS") or None,
    )
    first = max(start, today - BEHIND)
    kept = list(islice((found for found in made.xafter(first, inc=True)), MOST_OCCURRENCES + 1))
    kept = [moment for moment in kept if moment <= last]
    if len(kept) > MOST_OCCURRENCES:
        raise _Refused(_too_often())
    return kept


def _followable(parts: Mapping[str, Any]) -> bool:
    """Whether a rule is of the kinds that agendas write, and has an occurrence at least every few periods."""
    frequency = [str(one).upper() for one in _values(parts, "FREQ")]
    narrow = {"BYMONTHDAY", "BYMONTH", "BYSETPOS"} & parts.keys()
    if not parts.keys() <= _PARTS or len(frequency) != 1 or frequency[0] not in _FREQUENCIES:
        return False
    if not 1 <= _interval(parts) <= 52:
        return False
    if frequency[0] == "DAILY":
        return not narrow and ("BYDAY" not in parts or _interval(parts) == 1)
    if frequency[0] == "WEEKLY":
        return not narrow
    return (
        all(-5 <= one <= 5 for one in _numbers(parts, "BYSETPOS"))
        and all(1 <= abs(one) <= 31 for one in _numbers(parts, "BYMONTHDAY"))
        and not ("BYDAY" in parts and "BYMONTHDAY" in parts)
        and (frequency[0] == "YEARLY" or "BYMONTH" not in parts)
    )


def _interval(parts: Mapping[str, Any]) -> int:
    return int(next(iter(_values(parts, "INTERVAL")), 1))


def _numbers(parts: Mapping[str, Any], name: str) -> list[int]:
    return [int(one) for one in _values(parts, name)]


def _values(parts: Mapping[str, Any], name: str) -> list[Any]:
    return _several(parts.get(name))


def _several(value: Any) -> list[Any]:
    """What the library gives as nothing, as one thing or as a list."""
    if isinstance(value, list | tuple):
        return list(cast("list[Any]", value))
    return [] if value is None else [value]


def _weekday(text: str) -> Any:
    from dateutil import rrule

    match = re.fullmatch(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)", text.upper())
    if match is None:
        raise _Refused("Cet événement se répète d’une façon que le programme ne suit pas.")
    weekday = getattr(rrule, match[2])
    return weekday(int(match[1])) if match[1] else weekday


def _too_often() -> str:
    return f"Cet événement se répète plus de {MOST_OCCURRENCES}{NBSP}fois."

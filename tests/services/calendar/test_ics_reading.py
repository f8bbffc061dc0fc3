"""Calendar files from anywhere: local hours, repetitions, and sentences for what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.services.calendar import ics_reading
from elans_desktop.services.calendar.ics_reading import IcsFile, read


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield


def calendar(*events: str, around: str = "") -> bytes:
    """A calendar of these events, each given by its lines."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//essai//FR", around]
    for rank, event in enumerate(events):
        uid = "" if "UID:" in event else f"UID:{rank}@essai\n"
        lines.append(f"BEGIN:VEVENT\n{uid}{event.strip()}\nEND:VEVENT")
    lines.append("END:VCALENDAR")
    return "\n".join(line for line in lines if line).replace("\n", "\r\n").encode()


def starts(found: IcsFile) -> list[str]:
    return [event.start.strftime("%d/%m %H:%M") for event in found.events]


def test_hours_become_local_whatever_the_zone_says() -> None:
    found = read(
        calendar(
            "DTSTART:20270704T070000Z\nDTEND:20270704T100000Z",
            "DTSTART:20270104T080000Z\nDURATION:PT3H",
            "DTSTART;TZID=Europe/Paris:20270705T090000\nDTEND;TZID=Europe/Paris:20270705T120000",
            "DTSTART;TZID=Romance Standard Time:20270706T090000",
            "DTSTART;TZID=America/New_York:20270707T030000",
            "DTSTART:20270708T090000",
            "DTSTART;TZID=Nulle/Part:20270709T090000",
        )
    )
    assert starts(found) == [
        "04/01 09:00", "04/07 09:00", "05/07 09:00", "06/07 09:00", "07/07 09:00", "08/07 09:00",
        "09/07 09:00",
    ]  # fmt: skip
    assert found.events[0].end == datetime(2027, 1, 4, 12)
    assert found.refused == ()


def test_the_zone_is_that_of_the_organisation() -> None:
    found = read(calendar("DTSTART:20270704T070000Z"), "974")
    assert starts(found) == ["04/07 11:00"]


def test_a_line_folded_in_the_middle_of_a_letter_is_read_whole() -> None:
    content = calendar("DTSTART:20270704T070000Z\nSUMMARY:Visite de la forêt à Écouché")
    middle = content.index("ê".encode()) + 1
    folded = content[:middle] + b"\r\n " + content[middle:]
    assert read(folded).events[0].summary == "Visite de la forêt à Écouché"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
def test_any_encoding_and_any_end_of_line_is_read(encoding: str, ends: str) -> None:
    text = calendar("DTSTART:20270704T070000Z\nSUMMARY:Visite de la forêt").decode()
    (event,) = read(text.replace("\r\n", ends).encode(encoding)).events
    assert (event.summary, event.start) == ("Visite de la forêt", datetime(2027, 7, 4, 9))


def test_whole_days_end_the_day_before_their_end() -> None:
    found = read(calendar("DTSTART;VALUE=DATE:20271016\nDTEND;VALUE=DATE:20271101\nSUMMARY:Toussaint"))
    (event,) = found.events
    assert (event.first_day, event.last_day, event.all_day) == (date(2027, 10, 16), date(2027, 10, 31), True)


def test_repetitions_are_spelled_out_with_their_exceptions() -> None:
    found = read(
        calendar(
            "UID:serie\nDTSTART;TZID=Europe/Paris:20270504T090000\nDTEND;TZID=Europe/Paris:20270504T110000\n"
            "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270520T215959Z\n"
            "EXDATE;TZID=Europe/Paris:20270506T090000",
            "UID:serie\nRECURRENCE-ID;TZID=Europe/Paris:20270511T090000\n"
            "DTSTART;TZID=Europe/Paris:20270512T140000\nDTEND;TZID=Europe/Paris:20270512T160000",
            "UID:mois\nDTSTART:20270512T090000\nRRULE:FREQ=MONTHLY;BYDAY=2WE;COUNT=3",
        )
    )
    assert starts(found) == [
        "04/05 09:00", "12/05 09:00", "12/05 14:00", "13/05 09:00", "18/05 09:00", "20/05 09:00",
        "09/06 09:00", "14/07 09:00",
    ]  # fmt: skip
    assert [event.uid for event in found.events][:3] == ["serie#20270504", "mois#20270512", "serie#20270511"]
    assert found.events[0].end == datetime(2027, 5, 4, 11)


def test_an_old_repetition_without_end_is_followed_around_today() -> None:
    found = read(calendar("DTSTART:20190108T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY"))
    days = [event.first_day for event in found.events]
    assert (days[0], days[-1]) == (date(2026, 3, 31), date(2029, 7, 10))
    found = read(calendar("DTSTART:00010101T090000\nRRULE:FREQ=DAILY"))
    assert (found.events, len(found.refused)) == ((), 1)


def test_the_hour_of_a_repetition_stays_when_the_clocks_change() -> None:
    found = read(
        calendar("DTSTART;TZID=Europe/Paris:20271024T090000\nRRULE:FREQ=WEEKLY;COUNT=3\nDURATION:PT1H")
    )
    assert starts(found) == ["24/10 09:00", "31/10 09:00", "07/11 09:00"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MINUTELY",
        "FREQ=HOURLY;COUNT=2",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=WEEKLY;BYHOUR=1,2,3",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=300",
        "FREQ=YEARLY;BYYEARDAY=366",
        "FREQ=WEEKLY;INTERVAL=100000",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=DAILY",
        "FREQ=DAILY;COUNT=1000000000",
        "FREQ=",
        "",
    ],
)
def test_a_hostile_rule_is_refused_and_the_rest_is_read(rule: str) -> None:
    found = read(calendar(f"DTSTART:20270504T090000\nRRULE:{rule}", "DTSTART:20270505T100000"))
    assert starts(found)[-1] == "05/05 10:00"
    assert len(found.events) == 1
    (refused,) = found.refused
    assert refused.rank == 1
    assert refused.sentence.endswith(".")


def test_a_hostile_time_zone_is_not_run() -> None:
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Piege\nBEGIN:STANDARD\nDTSTART:19700101T000000\nRRULE:FREQ=SECONDLY\n"
        "TZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:STANDARD\nEND:VTIMEZONE"
    )
    assert starts(read(calendar("DTSTART;TZID=Piege:20270504T090000", around=zone))) == ["04/05 09:00"]


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("SUMMARY:Sans date", "pas de date"),
        ("DTSTART:20270504T120000\nDTEND:20270504T090000", "avant son début"),
        ("DTSTART:20270231T090000", "illisible"),
        ("DTSTART:demain", "illisible"),
    ],
)
def test_a_wrong_event_has_its_sentence(event: str, said: str) -> None:
    (refused,) = read(calendar(event)).refused
    assert said in refused.sentence


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04 tableur", "nom;prénom\nAubert".encode("cp1252"), b"\xff\xfe\x00", b"BEGIN:VCARD"],
)
def test_what_is_not_a_calendar_is_said(content: bytes) -> None:
    with pytest.raises(InputError, match="pas un calendrier"):
        read(content)


def test_a_file_too_large_is_said() -> None:
    with pytest.raises(InputError, match="trop gros"):
        read(b"x" * (ics_reading.MOST_BYTES + 1))
    many = "".join(f"BEGIN:VEVENT\r\nUID:{n}\r\nEND:VEVENT\r\n" for n in range(ics_reading.MOST_EVENTS + 1))
    with pytest.raises(InputError, match="plus de 5\u00a0000\u00a0événements"):
        read(f"BEGIN:VCALENDAR\r\n{many}END:VCALENDAR\r\n".encode())


_LINES = st.sampled_from(
    (
        "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VTIMEZONE",
        "DTSTART:20270504T090000", "DTSTART;VALUE=DATE:20270504", "DTSTART;TZID=X:99999999T999999",
        "DTEND:20270504T110000Z", "DURATION:-P1D", "DURATION:P99999999D", "RRULE:FREQ=WEEKLY;COUNT=3",
        "RRULE:FREQ=MONTHLY;BYDAY=5MO;UNTIL=00010101", "RRULE:FREQ=YEARLY;BYMONTH=13", "EXDATE:20270511",
        "RDATE;VALUE=PERIOD:20270504T090000Z/PT1H", "RECURRENCE-ID:20270504", "UID:a", "UID:", "SUMMARY:é",
        "DTSTART:", "DTSTART:00010101T000000", "DTSTART:99991231T235959Z", " suite", ":", ";",
        "STATUS:CANCELLED",
    )
)  # fmt: skip


def refused(content: bytes) -> set[str]:
    """The fields of the refusal; none when the file was read, its events whole."""
    try:
        found = read(content)
    except InputError as problem:
        return set(problem.fields)
    return set() if all(event.end >= event.start for event in found.events) else {"end"}


LENIENT = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@LENIENT
@given(
    lines=st.lists(st.one_of(_LINES, st.text(max_size=20)), max_size=25), ends=st.sampled_from(("\n", "\r\n"))
)
def test_nothing_but_sentences_comes_out_of_a_broken_file(lines: list[str], ends: str) -> None:
    content = ends.join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR"]).encode(errors="replace")
    assert refused(content) <= {"file"}


@LENIENT
@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    assert refused(content) <= {"file"}
    assert refused(b"BEGIN:VCALENDAR\r\n" + content) <= {"file"}

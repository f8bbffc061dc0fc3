"""One cell of a list of presences to one value: hours, a half-day, a status. Each refusal is a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from elans_desktop.core.parsing import Unreadable, parse_duration, parse_time
from elans_desktop.core.text import fold

DAY = 24 * 60
PRESENT, AWAY, SKIPPED = "P", "absent", "skip"
"""Besides the five statuses: an absence whose kind is not said, and a line that says nothing happened."""

_STATUSES = {
    **dict.fromkeys(
        "p|present|presente|presents|oui|o|x|1|vrai|true|venu|venue|ok|signe|a signe".split("|"), PRESENT
    ),
    **dict.fromkeys(
        "a|aj|absent justifie|absente justifiee|absence justifiee|abs justifiee|justifie|justifiee".split(
            "|"
        ),
        "A",
    ),
    **dict.fromkeys(
        "i|ai|absent injustifie|absente injustifiee|absence injustifiee|injustifie|injustifiee"
        "|absent non justifie|absente non justifiee|absence non justifiee|non justifie|abs injustifiee".split(
            "|"
        ),
        "I",
    ),
    **dict.fromkeys("e|excuse|excusee|absent excuse|absente excusee|absence excusee|abs exc".split("|"), "E"),
    **dict.fromkeys("d|dispense|dispensee|non concerne|non concernee".split("|"), "D"),
    **dict.fromkeys("absent|absente|abs|absence|non|n|0|faux|false|pas venu|pas venue".split("|"), AWAY),
    **dict.fromkeys(
        "attendu|attendue|seance annulee|seance reportee|annule|annulee|reporte|reportee".split("|"), SKIPPED
    ),
}
_KINDS = {
    **dict.fromkeys("matin|matinee|am|mat".split("|"), ("matin",)),
    **dict.fromkeys("apres midi|aprem|pm|a m|ap midi|apm".split("|"), ("apres_midi",)),
    **dict.fromkeys("soir|soiree".split("|"), ("soir",)),
    **dict.fromkeys(
        "journee|jour|toute la journee|matin et apres midi|matin apres midi|j".split("|"),
        ("matin", "apres_midi"),
    ),
}
_RANGE = re.compile(
    r"\s*(?:de\s+)?(\d{1,2}(?:\s*[h:.]\s*\d{0,2})?|\d{3,4})\s*(?:-|–|—|à|a|/|>)\s*"
    r"(\d{1,2}(?:\s*[h:.]\s*\d{0,2})?|\d{3,4})\s*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """When in the day: a range in minutes, or half-days whose hours are not said."""

    start: int | None = None
    end: int | None = None
    kinds: tuple[str, ...] = ()
    """matin · apres_midi · soir."""


def read_moment(text: str) -> Moment:
    """« 9h-12h », « 13:30 – 16:30 », « matin », « journée ». Raises Unreadable."""
    if kinds := _KINDS.get(fold(text)):
        return Moment(kinds=kinds)
    if match := _RANGE.fullmatch(text.strip()):
        return checked(read_time(match[1]), read_time(match[2]))
    raise Unreadable("Ce créneau ne se lit pas. Écrivez « matin », « après-midi », ou 9 h 00 - 12 h 00.")


def checked(start: int, end: int) -> Moment:
    """A range inside one day. Raises Unreadable."""
    if end < start:
        raise Unreadable(
            "La fin est avant le début. Une séance tient dans une seule journée : au-delà de minuit, "
            "partagez-la en deux lignes."
        )
    if end == start:
        raise Unreadable("Le début et la fin sont à la même heure.")
    return Moment(start, end)


def read_time(text: str) -> int:
    """`9h`, `09:30`, `09:30:00`, and the date a spreadsheet puts before. Raises Unreadable."""
    words = re.sub(r"^\d{1,4}[/-]\d{1,2}[/-]\d{1,4}[ T]", "", text.strip())
    words = re.sub(r"^(\d{1,2}[:h]\d{2})[:.]\d{2}(?:[.,]\d+)?$", r"\1", words)
    return parse_time(words.rstrip("hH") if re.fullmatch(r"\d{1,2}\s*[hH]", words) else words)


def read_hours(text: str) -> int:
    """Minutes of a column of hours: `3`, `3,5`, `3h30`, `3:30:00`, `180 min`. Raises Unreadable."""
    words = text.strip().lower()
    if match := re.fullmatch(r"(\d{1,2})[:h](\d{2}):\d{2}", words):
        words = f"{match[1]}h{match[2]}"
    if re.fullmatch(r"\d{1,4}(?:[.,]\d+)?", words):
        minutes = round(float(words.replace(",", ".")) * 60)
        if minutes > DAY:
            raise Unreadable("Plus de 24 heures dans une journée : écrivez 3 h, ou 180 min.")
        return minutes
    minutes = parse_duration(words)
    if minutes > DAY:
        raise Unreadable("Plus de 24 heures dans une journée : écrivez 3 h, ou 180 min.")
    return minutes


def read_minutes(text: str) -> int:
    """Minutes of a column of minutes: `180`, `180 min`, `3h`. Raises Unreadable."""
    words = text.strip().lower()
    if match := re.fullmatch(r"(\d{1,4})(?:[.,]0+)?", words):
        words = match[1]
    minutes = parse_duration(words)
    if minutes > DAY:
        raise Unreadable("Plus de 24 heures dans une journée.")
    return minutes


def read_status(text: str) -> str:
    """P A I E D, AWAY, SKIPPED. Raises Unreadable."""
    found = _STATUSES.get(fold(text)) or ({"✓": PRESENT, "✔": PRESENT, "☑": PRESENT}.get(text.strip()))
    if found is None:
        raise Unreadable("Cette présence ne se lit pas. Écrivez P, A, I, E ou D, ou le mot en entier.")
    return found

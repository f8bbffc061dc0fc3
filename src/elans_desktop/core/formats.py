"""French formats: dates, hours, money, rates, counts; and the same read back from what was typed.

U+00A0 is the only special space used, on screen and on paper: the narrow U+202F is lost by some PDF
readers and drawn as a black square by some fonts.
"""

from __future__ import annotations

import re
from datetime import date

NBSP = "\u00a0"
MINUS = "\u2212"

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SHORT_DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
SHORT_MONTHS = (
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)


def date_short(day: date) -> str:
    """« 12/01/2027 »."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def date_medium(day: date) -> str:
    """« mar. 12/01/2027 »."""
    return f"{SHORT_DAYS[day.weekday()]}{NBSP}{date_short(day)}"


def date_day_month(day: date) -> str:
    """« mar. 12/01 »: where the year is known."""
    return f"{SHORT_DAYS[day.weekday()]}{NBSP}{day.day:02}/{day.month:02}"


def date_long(day: date) -> str:
    """« mardi 12 janvier 2027 », « vendredi 1er janvier 2027 »."""
    return f"{DAYS[day.weekday()]} {date_plain(day)}"


def date_plain(day: date) -> str:
    """« 12 janvier 2027 », « 1er janvier 2027 »."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NBSP}{MONTHS[day.month - 1]}{NBSP}{day.year}"


def period(start: date, end: date) -> str:
    """« 9 au 13 novembre 2026 », « 28 décembre 2026 au 1er janvier 2027 »."""
    first = "1er" if start.day == 1 else str(start.day)
    if (start.year, start.month) == (end.year, end.month):
        return f"{first} au {date_plain(end)}"
    if start.year == end.year:
        return f"{first}{NBSP}{MONTHS[start.month - 1]} au {date_plain(end)}"
    return f"{date_plain(start)} au {date_plain(end)}"


def time_of_day(minutes: int) -> str:
    """« 9 h 00 » for 540 minutes after midnight."""
    return f"{minutes // 60}{NBSP}h{NBSP}{minutes % 60:02}"


def clock_time(minutes: int) -> str:
    """« 09:00 » for 540 minutes after midnight: calendars and tables."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def short_time(minutes: int) -> str:
    """« 9 h », « 13 h 30 »: the hours of a narrow place."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}{NBSP}h{NBSP}{rest:02}" if rest else f"{hours}{NBSP}h"


def duration(minutes: int) -> str:
    """« 3 h 30 » for 210 minutes; « 20 min » below the hour."""
    sign = MINUS if minutes < 0 else ""
    hours, rest = divmod(abs(minutes), 60)
    if hours == 0 and rest:
        return f"{sign}{rest}{NBSP}min"
    return f"{sign}{number(hours)}{NBSP}h{NBSP}{rest:02}"


def number(value: int) -> str:
    """« 12 345 »."""
    return f"{value:,}".replace(",", NBSP).replace("-", MINUS)


def money(cents: int) -> str:
    """« 1 234,56 € » for 123456 cents."""
    return f"{amount(cents)}{NBSP}€"


def amount(cents: int) -> str:
    """« 1 234,56 » for 123456 cents: columns whose header says euros."""
    sign = MINUS if cents < 0 else ""
    euros, rest = divmod(abs(cents), 100)
    return f"{sign}{number(euros)},{rest:02}"


def euros(cents: int) -> str:
    """« 1 235 » for 123456 cents: rounded half up to the euro, for dense tables."""
    sign = -1 if cents < 0 else 1
    return number(sign * ((abs(cents) + 50) // 100))


def percent(basis_points: int) -> str:
    """« 14,3 % » for 1433 basis points, rounded half up; « 100 % » when whole."""
    sign = MINUS if basis_points < 0 else ""
    whole, tenth = divmod((abs(basis_points) + 5) // 10, 10)
    return f"{sign}{whole}{NBSP}%" if basis_points % 100 == 0 else f"{sign}{whole},{tenth}{NBSP}%"


def ratio(part: int, whole: int) -> int | None:
    """`part` of `whole` in basis points, rounded half up; None when the base is nothing."""
    if whole == 0:
        return None
    return (part * 20_000 + whole) // (2 * whole)


def count(value: int, singular: str, plural: str | None = None) -> str:
    """« 1 personne », « 12 personnes »: in French nought and one are singular."""
    word = singular if abs(value) < 2 else (plural or f"{singular}s")
    return f"{number(value)}{NBSP}{word}"


def age(birth: date, day: date) -> int:
    """Completed years at `day`."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def phone(text: str) -> str:
    """« 06 12 34 56 78 » for a French number, whatever was typed; anything else is kept as it is."""
    digits = re.sub(r"[\s.\-/()]", "", text)
    digits = re.sub(r"^(\+33|0033)0?", "0", digits)
    if re.fullmatch(r"0\d{9}", digits):
        return " ".join(digits[i : i + 2] for i in range(0, 10, 2))
    return text.strip()


def phones_within(text: str) -> str:
    """The same words, the French numbers among them spaced: « Sa sœur, 06 12 34 56 78 »."""
    number = r"(?<![\d+])(?:(?:\+33|0033)[\s.\-]?)?0?[1-9](?:[\s.\-]?\d{2}){4}(?!\d)"
    return re.sub(number, lambda found: phone(found[0]), text)

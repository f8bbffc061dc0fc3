"""What a person types, read in French: dates, hours, money. Each error is a sentence for the field."""

from __future__ import annotations

import re
from datetime import date

from elans_desktop.core import clock
from elans_desktop.core.formats import DAYS, MONTHS, NBSP
from elans_desktop.core.text import fold


def _month_words() -> dict[str, int]:
    whole = {fold(name): index for index, name in enumerate(MONTHS, start=1)}
    starts = {key[:3]: index for key, index in whole.items() if key[:3] != "jui"}
    return whole | starts | {"janv": 1, "fevr": 2, "avr": 4, "juil": 7, "sept": 9}


_MONTH_WORDS = _month_words()
_WEEKDAY = re.compile(rf"^(?:{'|'.join(DAYS)}) ")
_MONTH_LENGTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Unreadable(ValueError):
    """What was typed cannot be read; the text is a French sentence that says how to mend it."""


def parse_date(text: str, *, two_digit_years: str = "near") -> date:
    """Read `12/03/98`, `12.3.1998`, `12-03-1998`, `1998-03-12`, `3 mars 1997`, `1er juin 1995`.

    `two_digit_years`: « near » puts the year within the 20 years ahead of today or before;
    « past » never ahead of this year (births). A time after the date is ignored.
    Raises Unreadable.
    """
    words = text.strip().replace(NBSP, " ")
    if match := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?", words):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})(?:[T ,].*)?", words):
        return _date(_year(match[3], two_digit_years), int(match[2]), int(match[1]))
    if match := re.fullmatch(r"(\d{2})(\d{2})(\d{4})", words):
        return _date(int(match[3]), int(match[2]), int(match[1]))
    folded = _WEEKDAY.sub("", fold(words))
    if match := re.fullmatch(r"(\d{1,2})(?:er|e)? ([a-z]+) (\d{4}|\d{2})(?: .*)?", folded):
        month = _MONTH_WORDS.get(match[2])
        if month is None:
            raise Unreadable("Ce mois n’est pas un mois de l’année.")
        return _date(_year(match[3], two_digit_years), month, int(match[1]))
    raise Unreadable("Cette date ne se lit pas. Écrivez-la comme 12/01/2027.")


def _year(digits: str, rule: str) -> int:
    if len(digits) == 4:
        return int(digits)
    this_year = clock.today().year
    year = this_year - this_year % 100 + int(digits)
    latest = this_year if rule == "past" else this_year + 20
    return year if year <= latest else year - 100


def _date(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise Unreadable("Le mois va de 1 à 12. Écrivez la date comme 12/01/2027.")
    if not 1 <= year <= 9999:
        raise Unreadable("Cette année n’existe pas. Écrivez la date comme 12/01/2027.")
    try:
        return date(year, month, day)
    except ValueError:
        last = _MONTH_LENGTH[month - 1] - (month == 2 and not _is_leap(year))
        name = MONTHS[month - 1]
        raise Unreadable(f"{name.capitalize()} {year} a {last} jours.") from None


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def parse_time(text: str) -> int:
    """Read `9h`, `9 h 30`, `09:30`, `930`, `9`: minutes after midnight (24:00 is 1440). Raises Unreadable."""
    words = text.strip().replace(NBSP, " ").lower()
    match = re.fullmatch(r"(\d{1,2})(?:\s*(?:h|:|\.)\s*(\d{1,2})?)?", words) or re.fullmatch(
        r"(\d{1,2})(\d{2})", words
    )
    if match is None:
        raise Unreadable("Cette heure ne se lit pas. Écrivez-la comme 9 h 30 ou 09:30.")
    hours, minutes = int(match[1]), int(match[2] or 0)
    if hours > 24 or minutes > 59 or (hours == 24 and minutes):
        raise Unreadable("Une heure va de 0 h 00 à 24 h 00.")
    return hours * 60 + minutes


def parse_duration(text: str) -> int:
    """Read `3h`, `3 h 30`, `45 min`, `1,5 h`, `90` (bare: minutes) as minutes. Raises Unreadable."""
    words = re.sub(r"(?<=\d) (?=\d{3}\b)", "", text.strip().replace(NBSP, " ").lower())
    if match := re.fullmatch(r"(\d{1,4})\s*(?:min|mn|minutes)?", words):
        return int(match[1])
    if match := re.fullmatch(r"(\d{1,4})\s*(?:h|:|heures?)\s*(\d{1,2})?\s*(?:min|mn)?", words):
        return int(match[1]) * 60 + int(match[2] or 0)
    if match := re.fullmatch(r"(\d{1,4})[,.](\d{1,2})\s*(?:h|heures?)", words):
        return int(match[1]) * 60 + round(int(match[2].ljust(2, "0")) * 60 / 100)
    raise Unreadable("Cette durée ne se lit pas. Écrivez-la comme 3 h 30 ou 45 min.")


def parse_money(text: str) -> int:
    """Read `1 234,56 €`, `1234.5`, `1.234,56`; returns cents. Raises Unreadable."""
    words = re.sub(r"[\s\u00a0\u202f€]", "", text).replace("\u2212", "-")
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d{1,2})?", words):
        words = words.replace(".", "")
    match = re.fullmatch(r"(-?)(\d{1,12})(?:[.,](\d{1,2}))?", words)
    if match is None:
        raise Unreadable("Ce montant ne se lit pas. Écrivez-le comme 1 234,56.")
    cents = int(match[2]) * 100 + int((match[3] or "0").ljust(2, "0"))
    return -cents if match[1] else cents


def phone_doubt(text: str) -> str:
    """What looks wrong in a telephone number, "" when nothing does: a French one has ten figures."""
    number = re.sub(r"[\s\u00a0\u202f.\-/()]", "", text)
    if not number or re.fullmatch(r"0\d{9}|\+\d{6,15}|\d{2,6}", number):
        return ""
    return "Un numéro de téléphone français a 10 chiffres."

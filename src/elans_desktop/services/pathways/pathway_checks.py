"""What cannot be of a pathway: dates that contradict each other, two pathways at once in one agreement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.models.participants import Pathway
from elans_desktop.services.pathways.exit_meanings import CERTIFICATION
from elans_desktop.services.pathways.pathway_inputs import PathwayInput
from elans_desktop.services.pathways.pathway_status import limit_day

WEEK = 7 * 24 * 60
_PAST = {
    "last_referent_contact_on": "Ce contact",
    "engagement_signed_on": "Cette signature",
    "diagnosis_on": "Ce diagnostic",
    "charter_signed_on": "Cette signature",
}
_Span = tuple[date, date | None]


def check(session: Session, typed: PathwayInput, birth: date | None) -> None:
    """Raises InputError with one sentence a field: exit before entry or without its reason, entry before
    birth, a fact in the future, stays or suspensions that contradict each other, two pathways at once."""
    wrong = day_problems(typed, birth) | _stays(typed, birth) | _pauses(typed)
    if typed.weekly_target is not None and not 0 <= typed.weekly_target <= WEEK:
        wrong["weekly_target"] = "Une semaine compte 168\u00a0heures au plus."
    if not wrong and _overlaps(session, typed):
        wrong["entry_on"] = (
            "Cette personne a déjà un parcours ouvert à ces dates dans cette convention\u00a0: "
            "terminez-le, ou complétez-le."
        )
    if wrong:
        raise InputError(wrong)


def day_problems(typed: PathwayInput, birth: date | None) -> dict[str, str]:
    """What cannot be of the entry, the exit and the days signed, by field. Reads nothing."""
    return _days(typed, birth) | _exit(typed, birth)


def _days(typed: PathwayInput, birth: date | None) -> dict[str, str]:
    wrong: dict[str, str] = {}
    today = clock.today()
    year_ahead = limit_day(today, 12)
    assert year_ahead is not None
    if typed.entry_on and birth and typed.entry_on < birth:
        wrong["entry_on"] = "L’entrée est avant la naissance\u00a0: vérifiez les deux dates."
    elif typed.entry_on and typed.entry_on > year_ahead:
        wrong["entry_on"] = "L’entrée est dans plus d’un an\u00a0: vérifiez l’année."
    for name, what in _PAST.items():
        day: date | None = getattr(typed, name)
        if day and day > today:
            wrong[name] = f"{what} est dans le futur\u00a0: vérifiez la date."
        elif day and birth and day < birth:
            wrong[name] = f"{what} est avant la naissance\u00a0: vérifiez les deux dates."
    return wrong


def _exit(typed: PathwayInput, birth: date | None) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if typed.exit_on:
        far = limit_day(clock.today(), 12)
        if typed.first_day and typed.exit_on < typed.first_day:
            wrong["exit_on"] = "La sortie est avant l’entrée\u00a0: vérifiez les deux dates."
        elif birth and typed.exit_on < birth:
            wrong["exit_on"] = "La sortie est avant la naissance\u00a0: vérifiez les deux dates."
        elif far and typed.exit_on > far:
            wrong["exit_on"] = "La sortie est dans plus d’un an\u00a0: vérifiez l’année."
        if not typed.exit_code:
            wrong["exit_code"] = "Indiquez le motif de la sortie."
    elif typed.exit_code:
        wrong["exit_on"] = "Indiquez la date de la sortie."
    if typed.exit_code == CERTIFICATION:
        wrong["exit_code"] = (
            "Une certification n’est pas une sortie\u00a0: cochez-la, et choisissez le motif."
        )
    return wrong


def _stays(typed: PathwayInput, birth: date | None) -> dict[str, str]:
    if birth and any(stay.start < birth for stay in typed.stays):
        return {"stays": "Un passage dans une brique commence avant la naissance\u00a0: vérifiez les dates."}
    if any(stay.end and stay.end < stay.start for stay in typed.stays):
        return {"stays": "Un passage dans une brique finit avant de commencer."}
    if typed.exit_on and any(stay.start > typed.exit_on for stay in typed.stays):
        return {"stays": "Un passage dans une brique commence après la sortie."}
    for brique in {stay.brique for stay in typed.stays}:
        if _overlap((stay.start, stay.end) for stay in typed.stays if stay.brique == brique):
            return {"stays": "Deux passages dans la même brique se chevauchent\u00a0: vérifiez leurs dates."}
    return {}


def _pauses(typed: PathwayInput) -> dict[str, str]:
    if any(pause.end and pause.end < pause.start for pause in typed.pauses):
        return {"pauses": "Une suspension finit avant de commencer."}
    first, last = typed.first_day, typed.exit_on
    if first and any(pause.start < first for pause in typed.pauses):
        return {"pauses": "Une suspension commence avant le parcours."}
    if last and any(pause.start > last for pause in typed.pauses):
        return {"pauses": "Une suspension commence après la sortie."}
    if _overlap((pause.start, pause.end) for pause in typed.pauses):
        return {"pauses": "Deux suspensions se chevauchent\u00a0: vérifiez leurs dates."}
    return {}


def _overlap(spans: Iterable[_Span]) -> bool:
    """Whether two spans share a day; a last day that is also a first one is a change of stay, not a fault."""
    ordered = sorted(spans, key=lambda span: (span[0], span[1] or date.max))
    return any(first[1] is None or first[1] > second[0] for first, second in pairwise(ordered))


def _overlaps(session: Session, typed: PathwayInput) -> bool:
    others = session.execute(
        select(Pathway.entry_on, Pathway.exit_on).where(
            Pathway.participant_id == typed.participant_id,
            Pathway.agreement_id == typed.agreement_id,
            *([Pathway.id != typed.id] if typed.id else []),
            or_(Pathway.exit_on.is_(None), Pathway.exit_on >= (typed.first_day or date.min)),
        )
    ).all()
    last_day = typed.exit_on or date.max
    return any(entry is None or entry <= last_day for entry, _exit in others)

"""« Information donnée le »: the day people were told what is noted about them (information, not consent)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.models.participants import Participant
from elans_desktop.services import restricted
from elans_desktop.services.contact_fields import tidy
from elans_desktop.services.permissions import Right, require

MOST_LETTERS = 200


@dataclass(frozen=True, slots=True)
class InformationInput:
    """Who was told, when and by whom."""

    participant_ids: tuple[uuid.UUID, ...]
    day: date | None = None
    by: str = ""


def untold(session: Session, participant_ids: Sequence[uuid.UUID]) -> int:
    """How many of these people have no day noted."""
    require(session, Right.READ_PEOPLE)
    query = select(func.count()).where(
        Participant.id.in_(participant_ids), Participant.information_given_on.is_(None)
    )
    return session.scalar(query) or 0


def record(session: Session, typed: InformationInput) -> int:
    """Note the day for those who have none; what was noted before stays. Returns how many.

    Raises InputError({day | by: …}), PermissionDenied, RuleError (a file of the restricted archive).
    """
    require(session, Right.EDIT_PEOPLE)
    wrong: dict[str, str] = {}
    if typed.day is None:
        wrong["day"] = "Donnez le jour où l’information a été donnée."
    elif typed.day > clock.today():
        wrong["day"] = "Cette date est à venir\u00a0: notez le jour où l’information a été donnée."
    if len(tidy(typed.by)) > MOST_LETTERS:
        wrong["by"] = f"C’est trop long\u00a0: {MOST_LETTERS} lettres au plus."
    if wrong:
        raise InputError(wrong)
    restricted.refuse_writing_about_any(session, typed.participant_ids)
    people = session.scalars(
        select(Participant).where(
            Participant.id.in_(typed.participant_ids), Participant.information_given_on.is_(None)
        )
    ).all()
    for person in people:
        person.information_given_on = typed.day
        person.information_given_by = tidy(typed.by)
    session.flush()
    return len(people)

"""Three and six months after the exit: who is to be called, the tries noted, what is known of the person.

A person is due from `follow_up_notice_days` before the date to `follow_up_close_days` after it, until reached
or until they do not wish to answer. Nobody is called who has died, objected, or whose file is put away.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.core.text import list_name, natural_name, sort_key
from elans_desktop.models.organisation import Professional
from elans_desktop.models.participants import Participant, Pathway
from elans_desktop.models.support import FollowUpCall
from elans_desktop.services.kept import Kept, existing
from elans_desktop.services.organisation import reference, settings
from elans_desktop.services.pathways import support_days
from elans_desktop.services.pathways.exit_meanings import DEATH
from elans_desktop.services.pathways.pathway_status import limit_day
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.scope import Scope
from elans_desktop.storage.actor import actor_of

THREE, SIX = "plus_3_mois", "plus_6_mois"
MOMENTS = {THREE: 3, SIX: 6}
"""Months after the exit."""
WORDS = {moment: f"{months}\u00a0mois après" for moment, months in MOMENTS.items()}
"""« 3 mois après »."""
EMPLOYED = "joint_emploi"
REACHED = frozenset({EMPLOYED, "joint_formation", "joint_recherche", "joint_inactif"})
"""Outcomes (list `follow_up_outcome`) that say the person answered."""
CLOSED = REACHED | {"refus"}
"""Outcomes after which nobody calls again for that moment."""
GONE = "Cet appel n’est plus dans le classeur."


@dataclass(frozen=True, slots=True)
class CallInput:
    """A try to reach the person."""

    pathway_id: uuid.UUID
    moment: str
    id: uuid.UUID | None = None
    day: date | None = None
    outcome_code: str | None = None
    professional_id: uuid.UUID | None = None
    """Who called; the person at the keyboard when None, for a new try."""
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class CallRow(Kept):
    """A try in words."""

    input: CallInput
    outcome: str
    by: str

    @property
    def day(self) -> date:
        """The day of the try."""
        assert self.input.day is not None
        return self.input.day


@dataclass(frozen=True, slots=True)
class MomentView:
    """Three or six months after: the date, the tries, the latest first."""

    moment: str
    due_on: date
    calls: tuple[CallRow, ...]

    @property
    def answer(self) -> CallRow | None:
        """The call after which nobody calls again, the last one when there are several."""
        return next((call for call in self.calls if call.input.outcome_code in CLOSED), None)

    @property
    def done(self) -> bool:
        """Whether nobody calls again."""
        return self.answer is not None


@dataclass(frozen=True, slots=True)
class DueCall:
    """Somebody to call: how, for when, and what was tried."""

    pathway_id: uuid.UUID
    participant_id: uuid.UUID
    moment: str
    number: str
    name: str = field(repr=False)
    """« Bazin Lucie »."""
    natural_name: str = field(repr=False)
    """« Lucie Bazin »."""
    exit_on: date
    due_on: date
    phone: str = field(repr=False)
    email: str = field(repr=False)
    reachable_referent: str = field(repr=False)
    """Somebody who knows where the person is (FSE+)."""
    sms_accepted: bool | None
    referent: str = field(repr=False)
    tries: int = 0
    last_on: date | None = None
    last_outcome: str = ""

    @property
    def key(self) -> tuple[uuid.UUID, str]:
        """What tells it from the others."""
        return self.pathway_id, self.moment


def due_day(exit_on: date, moment: str) -> date:
    """Three or six months after the exit, to the day."""
    reached = limit_day(exit_on, MOMENTS[moment])
    assert reached is not None
    return reached


def of_pathway(session: Session, pathway_id: uuid.UUID) -> tuple[MomentView, ...]:
    """Both moments of a pathway that was left; nothing before."""
    require(session, Right.READ_PEOPLE)
    pathway = existing(session, Pathway, pathway_id, support_days.PATHWAY_GONE)
    if pathway.exit_on is None or pathway.exit_on > clock.today():
        return ()
    calls = _calls(session, pathway_id)
    return tuple(
        MomentView(moment, due_day(pathway.exit_on, moment), calls.get(moment, ())) for moment in MOMENTS
    )


def _calls(session: Session, pathway_id: uuid.UUID) -> dict[str, tuple[CallRow, ...]]:
    words = reference.labels(session, "follow_up_outcome")
    grouped: dict[str, list[CallRow]] = {}
    query = (
        select(FollowUpCall, Professional.last_name, Professional.first_name)
        .outerjoin(Professional, Professional.id == FollowUpCall.professional_id)
        .where(FollowUpCall.pathway_id == pathway_id)
        .order_by(FollowUpCall.day.desc(), FollowUpCall.noted_at.desc())
    )
    for row, last, first in session.execute(query):
        typed = CallInput(
            pathway_id, row.moment, row.id, row.day, row.outcome_code, row.professional_id, row.note
        )
        outcome = words("follow_up_outcome", row.outcome_code)
        grouped.setdefault(row.moment, []).append(
            CallRow(typed, outcome, natural_name(last or "", first or ""))
        )
    return {moment: tuple(rows) for moment, rows in grouped.items()}


def due(session: Session, scope: Scope) -> tuple[DueCall, ...]:
    """« Appels à passer » in the agreement of the scope, the earliest date first: three reads."""
    require(session, Right.READ_PEOPLE)
    values, today = settings.values(session), clock.today()
    notice = timedelta(days=values.integer("follow_up_notice_days"))
    close = timedelta(days=values.integer("follow_up_close_days"))
    oldest = limit_day(today - close, -max(MOMENTS.values()))
    newest = limit_day(today + notice, -min(MOMENTS.values()))
    assert oldest is not None
    assert newest is not None
    found: list[tuple[Any, str, date]] = []
    for row in session.execute(
        _left(scope).where(Pathway.exit_on.between(oldest - timedelta(days=3), newest + timedelta(days=3)))
    ):
        for moment in MOMENTS:
            day = due_day(row.exit_on, moment)
            if day - notice <= today <= day + close:
                found.append((row, moment, day))
    tries = tries_of(session, {row.pathway_id for row, _moment, _day in found})
    words = reference.labels(session, "follow_up_outcome")
    made: list[DueCall] = []
    for row, moment, day in found:
        calls = tries.get((row.pathway_id, moment), [])
        if any(outcome in CLOSED for _day, outcome in calls):
            continue
        last = calls[-1] if calls else None
        made.append(
            DueCall(
                pathway_id=row.pathway_id,
                participant_id=row.participant_id,
                moment=moment,
                number=row.number,
                name=list_name(row.last_name or row.birth_name, row.first_name),
                natural_name=natural_name(row.last_name or row.birth_name, row.first_name),
                exit_on=row.exit_on,
                due_on=day,
                phone=row.phone,
                email=row.email,
                reachable_referent=row.reachable_referent,
                sms_accepted=row.sms_accepted,
                referent=natural_name(row.referent_last or "", row.referent_first or ""),
                tries=len(calls),
                last_on=last[0] if last else None,
                last_outcome=words("follow_up_outcome", last[1]) if last else "",
            )
        )
    return tuple(sorted(made, key=lambda one: (one.due_on, sort_key(one.name), one.moment)))


def _left(scope: Scope) -> Any:
    """Pathways left, of people who may be called."""
    query = (
        select(
            Pathway.id.label("pathway_id"),
            Pathway.exit_on,
            Participant.id.label("participant_id"),
            Participant.number,
            Participant.last_name,
            Participant.birth_name,
            Participant.first_name,
            Participant.phone,
            Participant.email,
            Participant.reachable_referent,
            Participant.sms_accepted,
            Professional.last_name.label("referent_last"),
            Professional.first_name.label("referent_first"),
        )
        .join(Participant, Participant.id == Pathway.participant_id)
        .outerjoin(Professional, Professional.id == Pathway.referent_id)
        .where(
            Pathway.exit_on <= clock.today(),
            or_(Pathway.exit_code.is_(None), Pathway.exit_code != DEATH),
            Participant.archived_on.is_(None),
            Participant.restricted_on.is_(None),
            Participant.anonymised_on.is_(None),
            ~Participant.opposes_contact,
            Participant.merged_into_id.is_(None),
        )
    )
    return query.where(Pathway.agreement_id == scope.agreement_id) if scope.agreement_id else query


def tries_of(
    session: Session, pathway_ids: Iterable[uuid.UUID]
) -> dict[tuple[uuid.UUID, str], list[tuple[date, str]]]:
    """The tries of some pathways, by moment, the first one first: (day, outcome)."""
    grouped: dict[tuple[uuid.UUID, str], list[tuple[date, str]]] = {}
    query = (
        select(FollowUpCall.pathway_id, FollowUpCall.moment, FollowUpCall.day, FollowUpCall.outcome_code)
        .where(FollowUpCall.pathway_id.in_(list(pathway_ids)))
        .order_by(FollowUpCall.day, FollowUpCall.noted_at)
    )
    for pathway_id, moment, day, outcome in session.execute(query):
        grouped.setdefault((pathway_id, moment), []).append((day, outcome))
    return grouped


def save(session: Session, typed: CallInput) -> uuid.UUID:
    """Note a try or change it. Returns its id.

    Raises InputError (no day, a day in the future or before the exit, no outcome), NotFoundError.
    """
    require(session, Right.EDIT_PEOPLE)
    pathway = support_days.pathway(session, typed.pathway_id)
    row = existing(session, FollowUpCall, typed.id, GONE) if typed.id else None
    _check(session, typed, pathway)
    if row is None:
        row = FollowUpCall(
            pathway_id=typed.pathway_id,
            noted_at=clock.now_ms(),
            professional_id=typed.professional_id or actor_of(session).professional_id,
        )
        session.add(row)
    else:
        row.professional_id = typed.professional_id
    assert typed.day is not None
    assert typed.outcome_code is not None
    row.moment, row.day = typed.moment, typed.day
    row.outcome_code, row.note = typed.outcome_code, typed.note.strip()
    session.flush()
    return row.id


def delete(session: Session, call_id: uuid.UUID) -> None:
    """Remove a try entered by mistake. Raises NotFoundError."""
    require(session, Right.EDIT_PEOPLE)
    row = existing(session, FollowUpCall, call_id, GONE)
    support_days.pathway(session, row.pathway_id)
    session.delete(row)


def _check(session: Session, typed: CallInput, pathway: Pathway) -> None:
    wrong: dict[str, str] = {}
    if typed.moment not in MOMENTS:
        wrong["moment"] = "Choisissez trois ou six mois après."
    outcomes = {row.code for row in reference.items(session, "follow_up_outcome", active_only=False)}
    if typed.outcome_code not in outcomes:
        wrong["outcome_code"] = "Dites ce que l’appel a donné."
    if pathway.exit_on is None or pathway.exit_on > clock.today():
        wrong["day"] = "La personne n’est pas sortie du parcours\u00a0: notez d’abord sa sortie."
    elif typed.day is None:
        wrong["day"] = "Indiquez la date de l’appel."
    elif typed.day > clock.today():
        wrong["day"] = "Cet appel est dans le futur\u00a0: vérifiez la date."
    elif typed.day < pathway.exit_on:
        wrong["day"] = "Cet appel est avant la sortie\u00a0: vérifiez les deux dates."
    if wrong:
        raise InputError(wrong)

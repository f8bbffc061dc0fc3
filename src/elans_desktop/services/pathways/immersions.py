"""Immersions and PMSMP of a person: where, when, for what; what the rules say of them.

What arithmetic forbids is refused; what the rule forbids is signalled with its reason, and may be recorded.
An O2R body is no prescriber by right: it accompanies.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.models.organisation import Structure
from elans_desktop.models.participants import Participant, Pathway
from elans_desktop.models.support import Immersion
from elans_desktop.services.kept import Kept, existing
from elans_desktop.services.organisation import reference, settings
from elans_desktop.services.pathways import host_structures, immersion_remarks, support_days
from elans_desktop.services.pathways.immersion_remarks import Known
from elans_desktop.services.pathways.pathway_status import limit_day
from elans_desktop.services.permissions import Right, require

TO_COME, UNDER_WAY, OVER, CANCELLED = "à venir", "en cours", "terminée", "annulée"
WEEK = 7 * 24 * 60
GONE = "Cette immersion n’est plus dans le classeur."


@dataclass(frozen=True, slots=True)
class ImmersionInput:
    """What is typed of an immersion. Days are inclusive; `weekly` in minutes."""

    pathway_id: uuid.UUID
    id: uuid.UUID | None = None
    host_id: uuid.UUID | None = None
    host_name: str = ""
    """A structure that is not in the directory yet: it is added."""
    object_code: str | None = None
    """One and only one, of the list `immersion_object`."""
    start_on: date | None = None
    end_on: date | None = None
    renewal: bool = False
    """The exceptional renewal of a first one in the same structure."""
    cancelled: bool = False
    agreement_number: str = ""
    prescriber_id: uuid.UUID | None = None
    tutor: str = field(default="", repr=False)
    job: str = ""
    weekly: int | None = None
    goals: str = field(default="", repr=False)
    tasks: str = field(default="", repr=False)
    outcome: str = field(default="", repr=False)


_TEXTS = ("agreement_number", "tutor", "job", "goals", "tasks", "outcome")
_PLAIN = ("object_code", "start_on", "end_on", "renewal", "cancelled", "prescriber_id", "weekly")


@dataclass(frozen=True, slots=True)
class ImmersionRow(Kept):
    """An immersion in words."""

    input: ImmersionInput
    host: str
    object: str
    prescriber: str
    state: str
    """« à venir », « en cours », « terminée », « annulée »."""
    remarks: tuple[str, ...]
    """What the rule forbids, each with its reason."""

    @property
    def start_on(self) -> date:
        """First day."""
        assert self.input.start_on is not None
        return self.input.start_on

    @property
    def end_on(self) -> date:
        """Last day."""
        assert self.input.end_on is not None
        return self.input.end_on


def of_pathway(session: Session, pathway_id: uuid.UUID) -> tuple[ImmersionRow, ...]:
    """The immersions of a pathway, the latest first; those of the person's other pathways weigh too."""
    require(session, Right.READ_PEOPLE)
    pathway = existing(session, Pathway, pathway_id, support_days.PATHWAY_GONE)
    kept = _of_person(session, pathway.participant_id)
    if not any(one.pathway_id == pathway_id for one in kept):
        return ()
    rules = _rules(session, pathway, kept)
    words = reference.labels(session, "immersion_object")
    names = _names(session, kept)
    today = clock.today()
    rows = [
        ImmersionRow(
            input=_input(one),
            host=names.get(one.host_id, ""),
            object=words("immersion_object", one.object_code),
            prescriber=names.get(one.prescriber_id, "") if one.prescriber_id else "",
            state=_state(one, today),
            remarks=tuple(immersion_remarks.of(_known(one), rules).values()),
        )
        for one in kept
        if one.pathway_id == pathway_id
    ]
    return tuple(sorted(rows, key=lambda row: (row.start_on, row.end_on), reverse=True))


def remarks(session: Session, typed: ImmersionInput) -> dict[str, str]:
    """What the rule says of an immersion being typed, by field: nothing is refused."""
    if not (typed.start_on and typed.end_on) or typed.end_on < typed.start_on:
        return {}
    pathway = session.get(Pathway, typed.pathway_id)
    if pathway is None:
        return {}
    rules = _rules(session, pathway, _of_person(session, pathway.participant_id))
    known = Known(
        id=typed.id,
        host_id=typed.host_id,
        start=typed.start_on,
        end=typed.end_on,
        renewal=typed.renewal,
        cancelled=typed.cancelled,
        prescriber_id=typed.prescriber_id,
    )
    return immersion_remarks.of(known, rules)


def save(session: Session, typed: ImmersionInput) -> uuid.UUID:
    """Record an immersion or change it; a host named and unknown is added to the directory. Returns its id.

    Raises InputError (no host, no object, a day missing, an end before the start, a start before birth or
    more than a year ahead), NotFoundError.
    """
    require(session, Right.EDIT_PEOPLE)
    pathway = support_days.pathway(session, typed.pathway_id)
    row = existing(session, Immersion, typed.id, GONE) if typed.id else None
    _check(session, typed, session.get_one(Participant, pathway.participant_id).birth_date)
    if typed.host_id is None:
        host = host_structures.named(session, typed.host_name, host_structures.HOST, pathway.agreement_id)
    else:
        host = typed.host_id
        host_structures.give_role(session, host, host_structures.HOST, pathway.agreement_id)
    if row is None:
        row = Immersion(pathway_id=typed.pathway_id)
        session.add(row)
    row.host_id = host
    for name in _PLAIN:
        setattr(row, name, getattr(typed, name))
    for name in _TEXTS:
        setattr(row, name, getattr(typed, name).strip())
    session.flush()
    return row.id


def delete(session: Session, immersion_id: uuid.UUID) -> None:
    """Remove an immersion entered by mistake. Raises NotFoundError."""
    require(session, Right.EDIT_PEOPLE)
    row = existing(session, Immersion, immersion_id, GONE)
    support_days.pathway(session, row.pathway_id)
    session.delete(row)


def _check(session: Session, typed: ImmersionInput, birth: date | None) -> None:
    wrong: dict[str, str] = {}
    if typed.host_id is None and not typed.host_name.strip():
        wrong["host"] = "Indiquez la structure d’accueil\u00a0: choisissez-la, ou écrivez son nom."
    objects = {row.code for row in reference.items(session, "immersion_object", active_only=False)}
    if typed.object_code not in objects:
        wrong["object_code"] = "Choisissez l’objet de l’immersion\u00a0: un seul."
    far = limit_day(clock.today(), 12)
    if typed.start_on is None:
        wrong["start_on"] = "Indiquez le premier jour."
    elif birth and typed.start_on < birth:
        wrong["start_on"] = "Cette immersion commence avant la naissance\u00a0: vérifiez les dates."
    elif far and typed.start_on > far:
        wrong["start_on"] = "Cette immersion commence dans plus d’un an\u00a0: vérifiez l’année."
    if typed.end_on is None:
        wrong["end_on"] = "Indiquez le dernier jour."
    elif typed.start_on and typed.end_on < typed.start_on:
        wrong["end_on"] = "Elle finit avant de commencer\u00a0: vérifiez les deux dates."
    if typed.weekly is not None and not 0 <= typed.weekly <= WEEK:
        wrong["weekly"] = "Une semaine compte 168\u00a0heures au plus."
    if wrong:
        raise InputError(wrong)


def _of_person(session: Session, participant_id: uuid.UUID) -> Sequence[Immersion]:
    return session.scalars(
        select(Immersion)
        .join(Pathway, Pathway.id == Immersion.pathway_id)
        .where(Pathway.participant_id == participant_id)
        .order_by(Immersion.start_on, Immersion.id)
    ).all()


def _rules(session: Session, pathway: Pathway, kept: Sequence[Immersion]) -> immersion_remarks.Rules:
    values = settings.values(session)
    kinds = {row.code for row in reference.items(session, "structure_kinds", False) if row.extra.get("pmsmp")}
    return immersion_remarks.Rules(
        max_months=values.integer("pmsmp_max_months"),
        total_months=values.integer("pmsmp_total_months"),
        entry_on=pathway.entry_on,
        exit_on=pathway.exit_on,
        others=tuple(_known(one) for one in kept),
        names=_names(session, kept),
        prescribers=frozenset(session.scalars(select(Structure.id).where(Structure.kind_code.in_(kinds)))),
    )


def _names(session: Session, kept: Sequence[Immersion]) -> dict[uuid.UUID, str]:
    ids = {one.host_id for one in kept} | {one.prescriber_id for one in kept if one.prescriber_id}
    query = select(Structure.id, Structure.short_name, Structure.name).where(Structure.id.in_(ids))
    return {key: short or name for key, short, name in session.execute(query)}


def _known(one: Immersion) -> Known:
    return Known(
        id=one.id,
        host_id=one.host_id,
        start=one.start_on,
        end=one.end_on,
        renewal=one.renewal,
        cancelled=one.cancelled,
        prescriber_id=one.prescriber_id,
    )


def _input(one: Immersion) -> ImmersionInput:
    values = {name: getattr(one, name) for name in (*_PLAIN, *_TEXTS)}
    return ImmersionInput(pathway_id=one.pathway_id, id=one.id, host_id=one.host_id, **values)


def _state(one: Immersion, today: date) -> str:
    if one.cancelled:
        return CANCELLED
    if one.start_on > today:
        return TO_COME
    return UNDER_WAY if one.end_on >= today else OVER

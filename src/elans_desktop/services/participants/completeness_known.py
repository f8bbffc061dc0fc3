"""What is known of each file, as bits (`completeness_items`): a fixed number of reads for 20,000 people."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.participants import Participant, Pathway, Situation, SituationChoice
from elans_desktop.models.privacy import SensitiveRecord
from elans_desktop.services.organisation import settings
from elans_desktop.services.participants import papers
from elans_desktop.services.participants.completeness_items import (
    ALWAYS,
    BITS,
    CHOICES,
    ENTERED,
    ITEMS,
    LATER_ON,
    LEFT,
    PAPERS,
    PATHWAY,
    SENSITIVE,
    SITUATION,
    UNANSWERED,
    bits_of,
    mask,
)
from elans_desktop.services.participants.completeness_lists import Checklist
from elans_desktop.services.pathways import pathway_status
from elans_desktop.services.pathways.pathway_status import READ_AT_ONCE, Current, RawId, limit_day, raw
from elans_desktop.services.scope import EVERYTHING, Scope

MONTHS_AFTER = 6
"""Months after the exit at which the FSE+ asks again."""

_Pairs = Select[RawId, int]


class Plan(NamedTuple):
    """The points a list asks, by the moment from which they are asked."""

    always: int
    entered: int
    left: int
    later: int

    @property
    def wanted(self) -> int:
        """Every point of the list."""
        return self.always | self.entered | self.left | self.later


def plan_of(session: Session, checklist: Checklist) -> Plan:
    """The points of a list; those of a block that this classeur does not keep are left out."""
    bits = mask(checklist.items)
    if not settings.get(session, settings.SENSITIVE_BLOCK):
        bits &= ~bits_of(SENSITIVE)
    moments = {when: mask(item.code for item in ITEMS if item.when == when) for when in _WHENS}
    return Plan(*(bits & moments[when] for when in _WHENS))


_WHENS = (ALWAYS, ENTERED, LEFT, LATER_ON)


class Known:
    """What is known of everybody, of one person, or of the pathways of a scope: each source of `wanted` read
    once, at creation."""

    def __init__(
        self,
        session: Session,
        wanted: int,
        participant_id: uuid.UUID | None = None,
        today: date | None = None,
        scope: Scope = EVERYTHING,
    ) -> None:
        self._wanted, self._person, self._scope = wanted, participant_id, scope
        self._today = today or clock.today()
        connection = session.connection()
        self._due: frozenset[RawId] = frozenset()
        """Pathways left for six months."""
        self._pathways: dict[RawId, int] = {}
        self._people: dict[RawId, int] = {}
        if self._asks(item.code for item in ITEMS if item.when == LATER_ON):
            self._due = self._six_months_ago(connection)
        for source, query in (
            (PATHWAY, self._pathway_query),
            (SITUATION, self._situation_query),
            (CHOICES, self._choice_query),
        ):
            if wanted & bits_of(source):
                for pathway_id, bits in connection.execute(query()).yield_per(READ_AT_ONCE):
                    self._pathways[pathway_id] = self._pathways.get(pathway_id, 0) | bits
        if wanted & bits_of(SENSITIVE):
            self._people = dict(connection.execute(self._sensitive_query()).all())
        self._papers = papers.Valid(session, participant_id) if wanted & bits_of(PAPERS) else None

    def _asks(self, codes: Iterable[str]) -> bool:
        return bool(self._wanted & mask(codes))

    @property
    def person_bits(self) -> ColumnElement[int]:
        """The points that the row of a person answers: a column for the select that reads the people."""
        return _bits(_PERSON, self._wanted)

    def bits(self, person: RawId, person_bits: int, standing: Current | None) -> int:
        """What is known of somebody: `person_bits` as read, `standing` their pathway in the scope."""
        known = person_bits | self._people.get(person, 0)
        if standing is None:
            return known
        if standing.entry_on is not None:
            known |= _ENTRY
        if standing.referent_id is not None:
            known |= _REFERENT
        if self._papers is not None and self._papers.complete(person, standing.agreement_id):
            known |= _PAPERS
        return known | self._pathways.get(standing.pathway_id, 0)

    def asked(self, plan: Plan, standing: Current | None) -> int:
        """What a list asks of somebody today: of one who left without having entered, the reason alone."""
        if standing is None:
            return plan.always
        asked = plan.always
        has_left = standing.status == pathway_status.LEFT
        if standing.entry_on is None and standing.status not in _UNDER_WAY:
            return asked | (plan.left & _EXIT_CODE if has_left else 0)
        asked |= plan.entered
        if has_left:
            asked |= plan.left
            if standing.pathway_id in self._due:
                asked |= plan.later
        return asked

    def _of_pathways(self, column: Any) -> Sequence[ColumnElement[bool]]:
        if self._person is not None:
            return (column.in_(select(Pathway.id).where(Pathway.participant_id == self._person)),)
        if self._scope != EVERYTHING:
            return (column.in_(select(Pathway.id).where(pathway_status.in_scope(self._scope))),)
        return ()

    def _pathway_query(self) -> _Pairs:
        table = Pathway.__table__.c
        query = select(raw(table.id), _bits(_PATHWAY, self._wanted))
        if self._person is None:
            return query.where(pathway_status.in_scope(self._scope, read_whole=True))
        return query.where(*self._of_pathways(table.id))

    def _six_months_ago(self, connection: Any) -> frozenset[RawId]:
        table = Pathway.__table__.c
        query = select(raw(table.id), table.exit_on).where(
            table.exit_on <= self._today, *self._of_pathways(table.id)
        )
        return frozenset(
            pathway_id
            for pathway_id, left in connection.execute(query).all()
            if (limit_day(left, MONTHS_AFTER) or date.max) <= self._today
        )

    def _situation_query(self) -> _Pairs:
        table = Situation.__table__.c
        wanted = [item for item in ITEMS if item.source == SITUATION and BITS[item.code] & self._wanted]
        parts = [
            case(
                (and_(table.moment == item.moment, _answered(table[item.field])), BITS[item.code]),
                else_=0,
            )
            for item in wanted
        ]
        # each point belongs to one moment: adding the moments of a pathway sets each bit once
        query = select(raw(table.pathway_id), func.sum(_total(parts)))
        moments = {item.moment for item in wanted}
        return query.where(table.moment.in_(moments), *self._of_pathways(table.pathway_id)).group_by(
            table.pathway_id
        )

    def _choice_query(self) -> _Pairs:
        situation, choice = Situation.__table__.c, SituationChoice.__table__.c
        wanted = [item for item in ITEMS if item.source == CHOICES and BITS[item.code] & self._wanted]
        parts = [
            func.max(
                case(
                    (
                        and_(
                            choice.list_code == item.field,
                            situation.moment == item.moment,
                            choice.code.not_in(UNANSWERED),
                        ),
                        BITS[item.code],
                    ),
                    else_=0,
                )
            )
            for item in wanted
        ]
        return (
            select(raw(situation.pathway_id), _total(parts))
            .join(SituationChoice, choice.situation_id == situation.id)
            .where(
                choice.list_code.in_({item.field for item in wanted}),
                *self._of_pathways(situation.pathway_id),
            )
            .group_by(situation.pathway_id)
        )

    def _sensitive_query(self) -> _Pairs:
        table = SensitiveRecord.__table__.c
        query = select(raw(table.participant_id), literal(BITS["rqth"])).where(_answered(table.rqth_code))
        return query if self._person is None else query.where(table.participant_id == self._person)


_ENTRY, _REFERENT, _PAPERS = BITS["entry_on"], BITS["referent"], BITS["papers"]
_EXIT_CODE = BITS["exit_code"]
_UNDER_WAY = (pathway_status.MOBILISED, pathway_status.SUPPORTED, pathway_status.FOLLOWED)
"""Statuses of somebody who has entered, were the day of it not written."""
_P, _W = Participant.__table__.c, Pathway.__table__.c


def _filled(*columns: Any) -> ColumnElement[bool]:
    return or_(*(column != "" for column in columns))


def _answered(column: Any) -> ColumnElement[bool]:
    """Something was said, were it « Ne souhaite pas répondre »."""
    if getattr(column.type, "length", None) is None:
        return column.is_not(None)
    return and_(column.is_not(None), column.not_in(UNANSWERED))


_PERSON: Mapping[str, ColumnElement[bool]] = {
    "name": _filled(_P.last_name, _P.birth_name),
    "first_name": _filled(_P.first_name),
    "birth_date": _P.birth_date.is_not(None),
    "sex": _answered(_P.sex),
    "nationality": _answered(_P.nationality),
    "address": _filled(_P.address, _P.domiciliation),
    "commune": _filled(_P.commune),
    "reach": _filled(_P.phone, _P.email),
    "reach_or_referent": _filled(_P.phone, _P.email, _P.reachable_referent),
    "contact_person": _filled(_P.contact_person),
    "information": _P.information_given_on.is_not(None),
}
_PATHWAY: Mapping[str, ColumnElement[bool]] = {
    "member": _W.member_id.is_not(None),
    "prescriber": or_(_W.prescriber_id.is_not(None), _W.prescriber_name != ""),
    "registered": _W.registered_job_seeker.is_not(None),
    "network": _W.has_network_referent.is_not(None),
    "charter": _W.charter_signed_on.is_not(None),
    "exit_code": _W.exit_code.is_not(None),
}


def _bits(conditions: Mapping[str, ColumnElement[bool]], wanted: int) -> ColumnElement[int]:
    return _total(
        [
            case((condition, BITS[code]), else_=0)
            for code, condition in conditions.items()
            if BITS[code] & wanted
        ]
    )


def _total(parts: Sequence[ColumnElement[int]]) -> ColumnElement[int]:
    whole: ColumnElement[int] = parts[0] if parts else literal(0)
    for part in parts[1:]:
        whole = whole + part
    return whole

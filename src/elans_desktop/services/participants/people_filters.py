"""Filters of the list of people, each known by a word: « silent », « referent:… », « commune:Flers ».

They work on the rows in memory; a saved filter (`saved_filters`) is a name and some of these words.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP
from elans_desktop.core.text import sort_key
from elans_desktop.services.organisation import reference, settings
from elans_desktop.services.participants.participant_list import ParticipantRow
from elans_desktop.services.participants.people_facts import BLANK, FactsOf
from elans_desktop.services.pathways.pathway_status import STATUS_LABELS, SUSPENDED
from elans_desktop.storage.actor import actor_of

OPEN: Final = "open"
MINE: Final = "mine"
LIMIT: Final = "limit"
SILENT: Final = "silent"
INCOMPLETE: Final = "incomplete"
OPPOSED: Final = "opposed"
UNDER: Final = "under"
"""Fewer hours this week than the aim."""
STATUS: Final = "status"
REFERENT: Final = "referent"
MEMBER: Final = "member"
BRIQUE: Final = "brique"
COMMUNE: Final = "commune"
ZONE: Final = "zone"
NOBODY: Final = "none"
"""Value of a choice for « sans référent », « sans membre »…"""

CHOSEN: Mapping[str, tuple[str, str]] = {
    REFERENT: ("Par référent", "Sans référent"),
    MEMBER: ("Par membre", "Sans membre porteur"),
    BRIQUE: ("Par brique", "Sans brique"),
    COMMUNE: ("Par commune", "Sans commune"),
    ZONE: ("Par zone", "Hors zone"),
}
"""Filters by one value among those of the rows: title, and words for those who have none."""

NEED_FACTS: Final = frozenset({SILENT, OPPOSED, UNDER, MEMBER, BRIQUE, ZONE})
"""Filters that look at the facts."""

NO_FACTS: FactsOf = MappingProxyType({})

Test = Callable[[ParticipantRow], bool]


@dataclass(frozen=True, slots=True)
class Words:
    """What the filters need that does not change with the rows."""

    today: date
    me: uuid.UUID | None
    silence_days: int
    near_days: int
    """How long before its limit a pathway is near it."""
    briques: Mapping[str, str]
    zones: Mapping[str, str]
    sexes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Value:
    """A value one may filter by: its word, its French label, how many rows have it."""

    key: str
    label: str = field(repr=False)
    count: int


def words(session: Session) -> Words:
    """Read once for a list."""
    actor, values = actor_of(session), settings.values(session)
    return Words(
        today=clock.today(),
        me=actor.professional_id,
        silence_days=values.integer("silence_days"),
        near_days=values.integer("pathway_warning_days"),
        briques=_labels(session, "briques"),
        zones=_labels(session, "zone"),
        sexes=_labels(session, "sex"),
    )


def _labels(session: Session, list_code: str) -> Mapping[str, str]:
    return {item.code: item.label for item in reference.items(session, list_code, active_only=False)}


def kind_of(key: str) -> str:
    """« referent » of « referent:… »: filters of one kind exclude each other."""
    return key.split(":", 1)[0]


def test_of(key: str, known: Words, facts: FactsOf) -> Test:
    """The test of a filter. `facts` is looked at when the test runs. Raises KeyError for an unknown word."""
    kind, _colon, value = key.partition(":")
    if kind == SILENT:
        return _silent(known.today - timedelta(days=known.silence_days), facts)
    if kind == OPPOSED:
        return lambda row: facts.get(row.id, BLANK).opposes != ""
    if kind == UNDER:
        return _under(facts)
    if kind == LIMIT:
        near = known.today + timedelta(days=known.near_days)
        return lambda row: row.limit_on is not None and row.limit_on <= near
    if kind == MINE:
        me = known.me
        return lambda row: me is not None and row.referent_id == me
    if kind == STATUS:
        return lambda row: row.status == value
    if kind == REFERENT:
        referent = None if value == NOBODY else uuid.UUID(hex=value)
        return lambda row: row.referent_id == referent
    if kind == COMMUNE:
        commune = "" if value == NOBODY else value
        return lambda row: row.commune == commune
    if kind in (MEMBER, BRIQUE, ZONE):
        return _by_fact(kind, value, facts)
    return _PLAIN[kind]


_PLAIN: Mapping[str, Test] = {OPEN: attrgetter("is_open"), INCOMPLETE: attrgetter("is_incomplete")}


def _silent(since: date, facts: FactsOf) -> Test:
    """Open, not suspended, and neither met nor entered after that day."""
    get = facts.get

    def test(row: ParticipantRow) -> bool:
        if not row.is_open or row.status == SUSPENDED:
            return False
        known = get(row.id, BLANK)
        last, entry = known.last_on, known.entry_on
        if last is None:
            return entry is not None and entry <= since
        return last <= since and (entry is None or entry <= since)

    return test


def _under(facts: FactsOf) -> Test:
    """Open, not suspended, and short of the hours aimed at this week."""
    get = facts.get

    def test(row: ParticipantRow) -> bool:
        return row.is_open and row.status != SUSPENDED and bool(get(row.id, BLANK).lacking)

    return test


def _by_fact(kind: str, value: str, facts: FactsOf) -> Test:
    get = facts.get
    if kind == MEMBER:
        member = None if value == NOBODY else uuid.UUID(hex=value)
        return lambda row: get(row.id, BLANK).member_id == member
    wanted = "" if value == NOBODY else value
    if kind == BRIQUE:
        return lambda row: get(row.id, BLANK).brique == wanted
    return lambda row: get(row.id, BLANK).zone == wanted


def label_of(key: str, known: Words, rows: Iterable[ParticipantRow], facts: FactsOf) -> str:
    """« Sans nouvelle depuis 30 j », « Référent : Nadia Lefort »: a chip."""
    kind, _colon, value = key.partition(":")
    if kind == SILENT:
        return f"Sans nouvelle depuis {known.silence_days}{NBSP}j"
    if kind == OPPOSED:
        return "Avec une opposition"
    if kind == UNDER:
        return "Sous les heures visées"
    if kind == STATUS:
        return STATUS_LABELS.get(value, value)
    if kind not in CHOSEN:
        return {OPEN: "Dossiers ouverts", MINE: "Mes dossiers", INCOMPLETE: "Incomplets"}.get(kind, kind)
    if value == NOBODY:
        return CHOSEN[kind][1]
    if kind == COMMUNE:
        return value
    if kind in (BRIQUE, ZONE):
        return (known.briques if kind == BRIQUE else known.zones).get(value, value)
    wanted = uuid.UUID(hex=value)
    if kind == REFERENT:
        return next((row.referent for row in rows if row.referent_id == wanted), "Référent parti")
    return next((fact.member for fact in facts.values() if fact.member_id == wanted), "Membre parti")


def values(kind: str, known: Words, rows: Sequence[ParticipantRow], facts: FactsOf) -> tuple[Value, ...]:
    """The values of a kind among some rows, by label, those without any last."""
    counts: Counter[Any] = Counter()
    named: dict[Any, str] = {}
    for row in rows:
        fact = facts.get(row.id, BLANK)
        if kind == REFERENT:
            value, name = row.referent_id, row.referent
        elif kind == MEMBER:
            value, name = fact.member_id, fact.member
        elif kind == COMMUNE:
            value, name = row.commune or None, row.commune
        elif kind == BRIQUE:
            value, name = fact.brique or None, known.briques.get(fact.brique, fact.brique)
        else:
            value, name = fact.zone or None, known.zones.get(fact.zone, fact.zone)
        counts[value] += 1
        named.setdefault(value, name)
    found = [
        Value(f"{kind}:{_word(value)}", named[value], many)
        for value, many in counts.items()
        if value is not None
    ]
    found.sort(key=lambda each: sort_key(each.label))
    if counts[None]:
        found.append(Value(f"{kind}:{NOBODY}", CHOSEN[kind][1], counts[None]))
    return tuple(found)


def _word(value: uuid.UUID | str) -> str:
    return value.hex if isinstance(value, uuid.UUID) else value

"""Which « Flers » is meant: the one of the organisation's own département, else of those it works with, else
of the rest of the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.models.organisation import Place, Structure
from elans_desktop.services.organisation import communes
from elans_desktop.services.organisation.communes import Commune

Nearness = Sequence[frozenset[str]]
"""Codes of départements, the nearest first."""
_CLEARLY = 0.5
"""Part of the addresses of a list that one département must hold to stand for it."""


def departments(postcode: str) -> frozenset[str]:
    """Codes of the départements a postcode may be of: « 61 », « 974 », both of Corsica; none when empty."""
    start = postcode.strip()[:2]
    if len(start) < 2 or not start.isdigit():
        return frozenset()
    if start == "20":
        return frozenset({"2A", "2B"})
    return frozenset({postcode.strip()[:3] if start == "97" else start})


def around(session: Session) -> tuple[frozenset[str], ...]:
    """The départements of our own structures, then those of every structure and place of the classeur."""
    ours: set[str] = set()
    known: set[str] = set()
    for postcode, insee, is_ours in session.execute(
        select(Structure.postcode, Structure.insee, Structure.is_ours).where(Structure.archived_on.is_(None))
    ):
        found = _of_address(postcode, insee)
        known |= found
        if is_ours:
            ours |= found
    for postcode in session.scalars(select(Place.postcode).distinct()):
        known |= departments(postcode)
    return frozenset(ours), frozenset(known)


def _of_address(postcode: str, insee: str) -> frozenset[str]:
    place = communes.by_insee(insee) if insee else None
    return frozenset({place.department_code}) if place else departments(postcode)


def of_list(addresses: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The département where most people of a list live, by (commune, postcode): postcodes, and names that
    only one commune bears. Empty when none stands out."""
    found: Counter[str] = Counter()
    for (commune, postcode), times in Counter(addresses).items():
        codes = departments(postcode)
        if not codes and commune:
            codes = frozenset(place.department_code for place in communes.named(commune))
        if len(codes) == 1:
            found[next(iter(codes))] += times
    if not found:
        return frozenset()
    code, times = found.most_common(1)[0]
    return frozenset({code}) if times > found.total() * _CLEARLY else frozenset()


def nearest(places: Sequence[Commune], near: Nearness) -> Commune | None:
    """The only one of these homonyms in the nearest départements that hold any; None when in doubt."""
    for codes in near:
        inside = [place for place in places if place.department_code in codes]
        if inside:
            return inside[0] if len(inside) == 1 else None
    return None

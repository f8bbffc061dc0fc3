"""The zones of communes (QPV, FRR): imported by the organisation, shown beside a commune."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.models.privacy import CommuneZone
from elans_desktop.services.organisation import reference

LIST = "zone"
QPV = "qpv"


def codes_of(session: Session, insee: str) -> tuple[str, ...]:
    """The zones of a commune, in the order of the list."""
    if not insee:
        return ()
    found = set(session.scalars(select(CommuneZone.zone_code).where(CommuneZone.insee == insee)))
    known = [item.code for item in reference.items(session, LIST, active_only=False)]
    return tuple(code for code in known if code in found)


def words_of(session: Session, insee: str) -> str:
    """« FRR, QPV », "" for a commune of no zone."""
    labels = reference.labels(session, LIST)
    return ", ".join(labels(LIST, code) for code in codes_of(session, insee))


def hint_of(session: Session, insee: str) -> str:
    """What is said under a commune that is chosen; a QPV is a quarter, not a commune: it is to be checked."""
    codes = codes_of(session, insee)
    if not codes:
        return ""
    words = words_of(session, insee)
    if QPV in codes:
        return f"Zone de la commune\u00a0: {words}. Un QPV est un quartier\u00a0: vérifiez l’adresse."
    return f"Zone de la commune\u00a0: {words}."


def sure_code(session: Session, insee: str) -> str | None:
    """The zone that the commune alone decides: its only one, when it is not a QPV."""
    codes = codes_of(session, insee)
    return codes[0] if len(codes) == 1 and codes[0] != QPV else None


def words_by_insee(session: Session) -> Mapping[str, str]:
    """The zones of every commune, in words: one read for a list."""
    labels = reference.labels(session, LIST)
    found: dict[str, list[str]] = {}
    query = select(CommuneZone.insee, CommuneZone.zone_code).order_by(CommuneZone.zone_code)
    for insee, code in session.execute(query):
        found.setdefault(insee, []).append(labels(LIST, code))
    return {insee: ", ".join(words) for insee, words in found.items()}


@dataclass(frozen=True, slots=True)
class ZoneCount:
    """A zone and how many communes are known to be in it."""

    code: str
    label: str
    communes: int


def counts(session: Session) -> tuple[ZoneCount, ...]:
    """How many communes each zone holds, in the order of the list."""
    query = select(CommuneZone.zone_code, func.count()).group_by(CommuneZone.zone_code)
    known = dict(session.execute(query).all())
    return tuple(
        ZoneCount(item.code, item.label, known.get(item.code, 0))
        for item in reference.items(session, LIST, active_only=False)
        if item.active or item.code in known
    )

"""Bilans: how old people were when they entered, by shipped age band; and who is in each."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core.formats import age
from elans_desktop.models.participants import Participant, Pathway
from elans_desktop.services.organisation import reference
from elans_desktop.services.pathways.milestones import Period, pathway_scope, within
from elans_desktop.services.scope import Scope

UNKNOWN = "inconnu"
SHIPPED_BANDS = "std"
"""The set of age bands shown; others follow a funder's own form."""


def ages(session: Session, scope: Scope, period: Period) -> tuple[tuple[str, int], ...]:
    """People who entered in the period, by age band at their entry; those of unknown age last."""
    sums = dict.fromkeys((label for label, _low, _high in _bands(session)), 0)
    unknown = 0
    for _person, band in _entered(session, scope, period):
        if band == UNKNOWN:
            unknown += 1
        else:
            sums[band] += 1
    found = tuple(sums.items()) if any(sums.values()) else ()
    return (*found, (UNKNOWN, unknown)) if unknown else found


def people_of(session: Session, band: str, scope: Scope, period: Period) -> set[uuid.UUID]:
    """Those of a band, or of « inconnu »."""
    return {person for person, found in _entered(session, scope, period) if found == band}


def _entered(session: Session, scope: Scope, period: Period) -> Iterator[tuple[uuid.UUID, str]]:
    """Each person who entered in the period, with their band at their first entry in it."""
    bands = _bands(session)
    query = (
        select(Participant.id, Participant.birth_date, func.min(Pathway.entry_on))
        .join(Pathway, Pathway.participant_id == Participant.id)
        .where(within(Pathway.entry_on, period), pathway_scope(scope))
        .group_by(Participant.id, Participant.birth_date)
    )
    for person, born, entry in session.execute(query):
        yield person, _band(bands, born, entry)


def _band(bands: list[tuple[str, int, int]], born: date | None, entry: date | None) -> str:
    years = age(born, entry) if born and entry else -1
    return next((label for label, low, high in bands if low <= years <= high), UNKNOWN)


def _bands(session: Session) -> list[tuple[str, int, int]]:
    """Label, first and last year of each band."""
    return [
        (row.label, int(row.extra.get("min") or 0), int(row.extra.get("max") or 200))
        for row in reference.items(session, "age_bands")
        if row.extra.get("set", SHIPPED_BANDS) == SHIPPED_BANDS
    ]

"""What hangs on a pathway: stays in the briques, suspensions, subsidiary grounds of eligibility."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.models.participants import PathwayBrique, PathwayGround, PathwaySuspension
from elans_desktop.services.pathways.pathway_status import Pause, Stay


def stays(session: Session, pathway_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[Stay, ...]]:
    """By pathway, in the order of their days."""
    grouped: dict[uuid.UUID, list[Stay]] = {}
    for row in session.scalars(
        select(PathwayBrique)
        .where(PathwayBrique.pathway_id.in_(pathway_ids))
        .order_by(PathwayBrique.start_on, PathwayBrique.id)
    ):
        grouped.setdefault(row.pathway_id, []).append(Stay(row.brique_code, row.start_on, row.end_on))
    return {key: tuple(value) for key, value in grouped.items()}


def pauses(session: Session, pathway_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[Pause, ...]]:
    """By pathway, in the order of their days."""
    grouped: dict[uuid.UUID, list[Pause]] = {}
    for row in session.scalars(
        select(PathwaySuspension)
        .where(PathwaySuspension.pathway_id.in_(pathway_ids))
        .order_by(PathwaySuspension.start_on, PathwaySuspension.id)
    ):
        grouped.setdefault(row.pathway_id, []).append(Pause(row.start_on, row.end_on, row.reason))
    return {key: tuple(value) for key, value in grouped.items()}


def grounds(session: Session, pathway_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[str, ...]]:
    """By pathway: codes of the list `eligibility_ground`."""
    grouped: dict[uuid.UUID, list[str]] = {}
    for pathway_id, code in session.execute(
        select(PathwayGround.pathway_id, PathwayGround.code)
        .where(PathwayGround.pathway_id.in_(pathway_ids))
        .order_by(PathwayGround.code)
    ):
        grouped.setdefault(pathway_id, []).append(code)
    return {key: tuple(value) for key, value in grouped.items()}


def replace_stays(session: Session, pathway_id: uuid.UUID, wanted: tuple[Stay, ...]) -> None:
    """Keep the rows whose brique and first day are unchanged, so that the journal shows little."""
    left = list(wanted)
    for row in session.scalars(select(PathwayBrique).where(PathwayBrique.pathway_id == pathway_id)):
        match = next((s for s in left if (s.brique, s.start) == (row.brique_code, row.start_on)), None)
        if match is None:
            session.delete(row)
        else:
            left.remove(match)
            row.end_on = match.end
    session.add_all(
        PathwayBrique(pathway_id=pathway_id, brique_code=s.brique, start_on=s.start, end_on=s.end)
        for s in left
    )
    session.flush()


def replace_pauses(session: Session, pathway_id: uuid.UUID, wanted: tuple[Pause, ...]) -> None:
    """The same for the suspensions."""
    left = list(wanted)
    for row in session.scalars(select(PathwaySuspension).where(PathwaySuspension.pathway_id == pathway_id)):
        match = next((p for p in left if p.start == row.start_on), None)
        if match is None:
            session.delete(row)
        else:
            left.remove(match)
            row.end_on, row.reason = match.end, match.reason.strip()
    session.add_all(
        PathwaySuspension(pathway_id=pathway_id, start_on=p.start, end_on=p.end, reason=p.reason.strip())
        for p in left
    )
    session.flush()


def replace_grounds(session: Session, pathway_id: uuid.UUID, wanted: tuple[str, ...]) -> None:
    """Tick these grounds and no other."""
    left = set(wanted)
    for row in session.scalars(select(PathwayGround).where(PathwayGround.pathway_id == pathway_id)):
        if row.code in left:
            left.discard(row.code)
        else:
            session.delete(row)
    session.add_all(
        PathwayGround(id=PathwayGround.key(pathway_id, code), pathway_id=pathway_id, code=code)
        for code in sorted(left)
    )
    session.flush()

"""Blank evaluation grids, ready to be printed: any grid of the classeur."""

from __future__ import annotations

import uuid
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import NotFoundError, RuleError
from elans_desktop.models.evaluations import Criterion, Grid, GridLevel
from elans_desktop.services.organisation import agreements, organisation
from elans_desktop.services.paper import GridFamily, GridLevelMark, GridSheetView
from elans_desktop.services.printing.printing import DocumentRequest


def prepare_blank(session: Session, request: DocumentRequest) -> tuple[GridSheetView, ...]:
    """One blank page (or more) for each grid asked; without any, for each grid in use.

    Raises NotFoundError for an unknown grid, RuleError when there is none.
    """
    query = select(Grid).order_by(Grid.title, Grid.version.desc())
    if request.object_ids:
        query = query.where(Grid.id.in_(request.object_ids))
    else:
        query = query.where(Grid.archived_on.is_(None))
    grids = session.scalars(query).all()
    if request.object_ids and len(grids) != len(set(request.object_ids)):
        raise NotFoundError("Cette grille n’est plus dans le classeur.", "Choisissez-la dans la liste.")
    if not grids:
        raise RuleError("Aucune grille à imprimer.", "Créez-en une dans l’onglet Évaluations.")
    current = agreements.current(session)
    agreement_id = request.scope.agreement_id or (current.id if current else None)
    letterhead = organisation.letterhead(session, agreement_id)
    return tuple(
        GridSheetView(
            letterhead=letterhead,
            printed_at=clock.local_now(),
            title=grid.title,
            version=grid.version,
            levels=_levels(session, grid.id),
            families=_families(session, grid.id),
            subject="projet" if grid.subject == "projet" else "personne",
        )
        for grid in grids
    )


def _levels(session: Session, grid_id: uuid.UUID) -> tuple[GridLevelMark, ...]:
    rows = session.scalars(select(GridLevel).where(GridLevel.grid_id == grid_id).order_by(GridLevel.value))
    return tuple(GridLevelMark(row.value, row.label) for row in rows)


def _families(session: Session, grid_id: uuid.UUID) -> tuple[GridFamily, ...]:
    rows = session.execute(
        select(Criterion.family, Criterion.label)
        .where(Criterion.grid_id == grid_id)
        .order_by(Criterion.position)
    ).all()
    return tuple(
        GridFamily(family, tuple(label for _family, label in lines))
        for family, lines in groupby(rows, key=lambda row: row[0])
    )

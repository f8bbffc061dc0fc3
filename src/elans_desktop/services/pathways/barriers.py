"""The freins of a person, theme by theme: how each stood on a day, and its evolution from the entry to today.

A review notes only what changed: a row for each theme that is no longer as it was the last time.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.models.organisation import Structure
from elans_desktop.models.support import BarrierReview
from elans_desktop.services.kept import existing
from elans_desktop.services.organisation import reference
from elans_desktop.services.pathways import support_days
from elans_desktop.services.permissions import Right, require

THEMES, STATUSES, RAISED_BY = "barriers", "barrier_statuses", "barrier_evoked_by"
NOT_RAISED, IDENTIFIED, LIFTED, STABLE = "non_aborde", "identifie", "leve", "stabilise"
BLOCKING = 3
"""0 sans difficulté · 1 à surveiller · 2 frein · 3 frein bloquant; None: non abordé."""
SETTLED = (LIFTED, STABLE)
"""Statuses after which nothing more is asked for."""


@dataclass(frozen=True, slots=True)
class BarrierInput:
    """A theme as it stands: codes of the lists, the solution called upon and the partner."""

    theme_code: str
    level: int | None = None
    status_code: str = NOT_RAISED
    raised_by: str | None = None
    solution: str = field(default="", repr=False)
    partner_id: uuid.UUID | None = None
    partner_name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ReviewInput:
    """A review of the freins on a day (today when None): the themes that are no longer as they were."""

    pathway_id: uuid.UUID
    day: date | None = None
    barriers: tuple[BarrierInput, ...] = ()


@dataclass(frozen=True, slots=True)
class BarrierRow:
    """A theme, from the entry to today."""

    input: BarrierInput
    """As it stands today; blank when it was never raised."""
    theme: str
    short: str
    """The same where there is one line for it."""
    sensitive: bool
    reminder: str
    """What may be written of a sensitive theme."""
    status: str
    raised_by: str
    partner: str
    entry: int | None
    """The first level known."""
    since: date | None
    """Day of the last change."""
    blocking_since: date | None
    """First day of the stay at level 3, when it blocks today."""
    steps: tuple[tuple[date, int | None], ...] = ()

    @property
    def level(self) -> int | None:
        """Today's level."""
        return self.input.level

    @property
    def is_barrier(self) -> bool:
        """It is, or once was, more than « sans difficulté »."""
        return any(level for _day, level in self.steps)

    @property
    def lifted(self) -> bool:
        """It was a frein and is one no longer."""
        return self.is_barrier and (not self.level or self.input.status_code == LIFTED)


@dataclass(frozen=True, slots=True)
class BarriersView:
    """The eleven themes in their order."""

    rows: tuple[BarrierRow, ...]
    reviewed_on: date | None

    @property
    def shown(self) -> tuple[BarrierRow, ...]:
        """Those that are or were a frein: the heaviest today first, the lifted ones last."""
        found = [row for row in self.rows if row.is_barrier]
        return tuple(sorted(found, key=lambda row: (row.lifted, -(row.level or 0), -(row.entry or 0))))

    @property
    def current(self) -> int:
        """How many weigh today."""
        return sum(bool(row.level) and not row.lifted for row in self.rows)

    @property
    def easy(self) -> int:
        """How many were found « sans difficulté » from the start."""
        return sum(row.level == 0 and not row.is_barrier for row in self.rows)

    @property
    def not_raised(self) -> int:
        """How many nobody spoke of."""
        return sum(row.level is None and not row.is_barrier for row in self.rows)


def of_pathway(session: Session, pathway_id: uuid.UUID) -> BarriersView:
    """The freins of a pathway, themes switched off included when they were reviewed: two reads."""
    require(session, Right.SUPPORT)
    found = session.execute(
        select(BarrierReview, Structure.short_name, Structure.name)
        .outerjoin(Structure, Structure.id == BarrierReview.partner_id)
        .where(BarrierReview.pathway_id == pathway_id)
        .order_by(BarrierReview.day)
    ).all()
    by_theme: dict[str, list[tuple[BarrierReview, str]]] = {}
    for review, short, name in found:
        partner = " · ".join(part for part in (short or name, review.partner_name) if part)
        by_theme.setdefault(review.theme_code, []).append((review, partner))
    labels = reference.labels(session, STATUSES, RAISED_BY)
    themes = reference.items(session, THEMES, active_only=False)
    rows = tuple(
        _row(theme, by_theme.get(theme.code, []), labels)
        for theme in themes
        if theme.active or theme.code in by_theme
    )
    return BarriersView(rows, max((row.since for row in rows if row.since), default=None))


def _row(
    theme: reference.ReferenceRow, reviews: Sequence[tuple[BarrierReview, str]], labels: reference.Labels
) -> BarrierRow:
    last = reviews[-1][0] if reviews else None
    shown = _input(last) if last else BarrierInput(theme.code)
    return BarrierRow(
        input=shown,
        theme=theme.label,
        short=theme.label if theme.reworded else str(theme.extra.get("short") or theme.label),
        sensitive=bool(theme.extra.get("sensitive")),
        reminder=str(theme.extra.get("reminder", "")),
        status=labels(STATUSES, shown.status_code) if last else "",
        raised_by=labels(RAISED_BY, shown.raised_by),
        partner=reviews[-1][1] if reviews else "",
        entry=next((review.level for review, _partner in reviews if review.level is not None), None),
        since=last.day if last else None,
        blocking_since=_blocking_since([review for review, _partner in reviews]),
        steps=tuple((review.day, review.level) for review, _partner in reviews),
    )


def _blocking_since(reviews: Sequence[BarrierReview]) -> date | None:
    since: date | None = None
    for review in reviews:
        blocks = review.level == BLOCKING and review.status_code not in SETTLED
        since = (since or review.day) if blocks else None
    return since


def _input(review: BarrierReview) -> BarrierInput:
    return BarrierInput(**{name: getattr(review, name) for name in BarrierInput.__slots__})


def save(session: Session, typed: ReviewInput) -> int:
    """Note a review: the themes that differ from what was known on that day. Returns how many did.

    Raises InputError: `day` in the future or before the pathway, and by theme code: a status without a
    level, a frein lifted at level 2 or 3. Raises NotFoundError, PermissionDenied.
    """
    support_days.writer(session)
    pathway = support_days.pathway(session, typed.pathway_id)
    day = typed.day or clock.today()
    first = support_days.first_of_pathway(session, pathway)
    wrong: dict[str, str] = {}
    if problem := support_days.day_problem(day, first, "Ce point", "le début du parcours"):
        wrong["day"] = problem
    known = {row.code for row in reference.items(session, THEMES, active_only=False)}
    for one in typed.barriers:
        if problem := _problem(one, known):
            wrong[one.theme_code] = problem
    if wrong:
        raise InputError(wrong)
    for one in typed.barriers:
        if one.partner_id:
            existing(session, Structure, one.partner_id, "Ce partenaire n’est plus dans l’annuaire.")
    changed = _note(session, typed.pathway_id, day, [_tidy(one) for one in typed.barriers])
    session.flush()
    return changed


def _note(session: Session, pathway_id: uuid.UUID, day: date, barriers: Sequence[BarrierInput]) -> int:
    """Write the themes that differ from what was known before `day`; a row that says nothing new goes."""
    before: dict[str, BarrierReview] = {}
    that_day: dict[str, BarrierReview] = {}
    for review in session.scalars(
        select(BarrierReview)
        .where(BarrierReview.pathway_id == pathway_id, BarrierReview.day <= day)
        .order_by(BarrierReview.day)
    ):
        (that_day if review.day == day else before)[review.theme_code] = review
    changed = 0
    for one in barriers:
        row, earlier = that_day.get(one.theme_code), before.get(one.theme_code)
        if one == (_input(earlier) if earlier else BarrierInput(one.theme_code)):
            if row is not None:
                session.delete(row)
                changed += 1
            continue
        if row is not None and one == _input(row):
            continue
        if row is None:
            key = BarrierReview.key(pathway_id, one.theme_code, day)
            row = BarrierReview(id=key, pathway_id=pathway_id, day=day)
            session.add(row)
        for name in BarrierInput.__slots__:
            setattr(row, name, getattr(one, name))
        changed += 1
    return changed


def _problem(one: BarrierInput, themes: set[str]) -> str:
    if one.theme_code not in themes:
        return "Ce thème n’existe pas dans la liste des freins."
    if one.level is not None and one.level not in range(BLOCKING + 1):
        return "Choisissez un niveau de 0 à 3."
    if one.level is None and one.status_code != NOT_RAISED:
        return "Choisissez le niveau de ce frein, ou le statut «\u00a0Non abordé\u00a0»."
    if one.status_code == LIFTED and (one.level or 0) > 1:
        return "Un frein levé n’est plus au niveau 2 ou 3\u00a0: baissez le niveau, ou changez le statut."
    return ""


def _tidy(one: BarrierInput) -> BarrierInput:
    """A frein whose status was left blank is identified; spaces at the ends go."""
    status = IDENTIFIED if one.level and one.status_code == NOT_RAISED else one.status_code
    return replace(
        one, status_code=status, solution=one.solution.strip(), partner_name=one.partner_name.strip()
    )

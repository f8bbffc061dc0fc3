"""Pathways: entry, stays in the briques, suspensions, exit. Their status is derived (`pathway_status`)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, NotFoundError
from elans_desktop.models.organisation import Agreement, Scheme
from elans_desktop.models.participants import Participant, Pathway, PathwayBrique, PathwaySuspension
from elans_desktop.services.kept import existing
from elans_desktop.services.pathway_status import (
    ARCHIVED,
    DETECTION,
    FOLLOWED,
    LEFT,
    MOBILISED,
    REMOBILISATION,
    SPOTTED,
    STATUS_LABELS,
    SUPPORT,
    SUPPORTED,
    SUSPENDED,
    Pause,
    Stay,
    current_statuses,
    limit_day,
    status,
)
from elans_desktop.services.permissions import Right, require

__all__ = [
    "ARCHIVED",
    "DETECTION",
    "FOLLOWED",
    "LEFT",
    "MOBILISED",
    "REMOBILISATION",
    "SPOTTED",
    "STATUS_LABELS",
    "SUPPORT",
    "SUPPORTED",
    "SUSPENDED",
    "PathwayInput",
    "PathwayView",
    "Pause",
    "Stay",
    "current_statuses",
    "limit_day",
    "of_participant",
    "save",
    "status",
]


@dataclass(frozen=True, slots=True)
class PathwayInput:
    """What is typed of a pathway. `stays` and `pauses` replace what was recorded, as a whole."""

    participant_id: uuid.UUID
    agreement_id: uuid.UUID
    id: uuid.UUID | None = None
    entry_on: date | None = None
    member_id: uuid.UUID | None = None
    referent_id: uuid.UUID | None = None
    prescriber_id: uuid.UUID | None = None
    prescriber_name: str = ""
    registered_job_seeker: bool | None = None
    has_network_referent: bool | None = None
    elans_profile: str | None = None
    espoir_site: str = ""
    diagnosis_on: date | None = None
    diagnosis_summary: str = field(default="", repr=False)
    charter_signed_on: date | None = None
    own_words: str = field(default="", repr=False)
    exit_on: date | None = None
    exit_code: str | None = None
    certified: bool = False
    exit_note: str = field(default="", repr=False)
    stays: tuple[Stay, ...] = ()
    pauses: tuple[Pause, ...] = ()


_CHILDREN = ("stays", "pauses")
_COLUMNS = tuple(name for name in PathwayInput.__slots__ if name not in ("id", *_CHILDREN))


@dataclass(frozen=True, slots=True)
class PathwayView:
    """A pathway with its stays, its status and its agreement's title."""

    id: uuid.UUID
    participant_id: uuid.UUID
    agreement_id: uuid.UUID
    agreement_title: str
    status: str
    input: PathwayInput
    max_months: int | None = None
    """Usual length of a pathway in its scheme (O2R: 9), counted from the entry."""
    exceptional_months: int | None = None
    """Length allowed in particular situations (O2R: 12)."""
    warning_days: int = 30

    @property
    def limit_on(self) -> date | None:
        """Last day of the usual length."""
        return limit_day(self.input.entry_on, self.max_months)

    @property
    def exceptional_limit_on(self) -> date | None:
        """Last day of the exceptional length."""
        return limit_day(self.input.entry_on, self.exceptional_months)


def of_participant(session: Session, participant_id: uuid.UUID) -> tuple[PathwayView, ...]:
    """The pathways of a person, the latest first. Raises NotFoundError."""
    require(session, Right.READ_PEOPLE)
    person = existing(session, Participant, participant_id, "Cette personne n’est plus dans le classeur.")
    found = session.execute(
        select(Pathway, Agreement, Scheme)
        .join(Agreement, Agreement.id == Pathway.agreement_id)
        .join(Scheme, Scheme.id == Agreement.scheme_id)
        .where(Pathway.participant_id == participant_id)
    ).all()
    ids = [pathway.id for pathway, _agreement, _scheme in found]
    stays, pauses = _stays(session, ids), _pauses(session, ids)
    today = clock.today()
    views = [
        _view(
            pathway,
            agreement,
            scheme,
            stays.get(pathway.id, ()),
            pauses.get(pathway.id, ()),
            archived=person.archived_on is not None,
            today=today,
        )
        for pathway, agreement, scheme in sorted(
            found, key=lambda row: _first_day(row[0], row[1]), reverse=True
        )
    ]
    return tuple(views)


def _first_day(pathway: Pathway, agreement: Agreement) -> date:
    return pathway.entry_on or agreement.start


def _stays(session: Session, pathway_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[Stay, ...]]:
    grouped: dict[uuid.UUID, list[Stay]] = {}
    for row in session.scalars(
        select(PathwayBrique)
        .where(PathwayBrique.pathway_id.in_(pathway_ids))
        .order_by(PathwayBrique.start_on, PathwayBrique.id)
    ):
        grouped.setdefault(row.pathway_id, []).append(Stay(row.brique_code, row.start_on, row.end_on))
    return {key: tuple(value) for key, value in grouped.items()}


def _pauses(session: Session, pathway_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[Pause, ...]]:
    grouped: dict[uuid.UUID, list[Pause]] = {}
    for row in session.scalars(
        select(PathwaySuspension)
        .where(PathwaySuspension.pathway_id.in_(pathway_ids))
        .order_by(PathwaySuspension.start_on, PathwaySuspension.id)
    ):
        grouped.setdefault(row.pathway_id, []).append(Pause(row.start_on, row.end_on, row.reason))
    return {key: tuple(value) for key, value in grouped.items()}


def _view(
    pathway: Pathway,
    agreement: Agreement,
    scheme: Scheme,
    stays: tuple[Stay, ...],
    pauses: tuple[Pause, ...],
    *,
    archived: bool,
    today: date,
) -> PathwayView:
    suspended = any(p.start <= today and (p.end is None or p.end >= today) for p in pauses)
    values = {name: getattr(pathway, name) for name in _COLUMNS}
    rules: Mapping[str, Any] = scheme.options.get("pathway", {})
    years = sorted({agreement.start.year, agreement.end.year})
    return PathwayView(
        id=pathway.id,
        participant_id=pathway.participant_id,
        agreement_id=pathway.agreement_id,
        agreement_title=agreement.title or f"{scheme.label} {'–'.join(str(year) for year in years)}",
        status=status(
            stays,
            exit_on=pathway.exit_on,
            suspended=suspended,
            archived=archived,
            today=today,
            entry_on=pathway.entry_on,
        ),
        input=PathwayInput(id=pathway.id, stays=stays, pauses=pauses, **values),
        max_months=rules.get("max_months"),
        exceptional_months=rules.get("exceptional_max_months"),
        warning_days=rules.get("warning_days", 30),
    )


def save(session: Session, typed: PathwayInput) -> uuid.UUID:
    """Create or change a pathway and its stays. Returns its id.

    Raises InputError: exit before entry, exit without its reason, a stay that ends before it starts or
    begins after the exit, a pause that ends before it starts, two pathways open at once in one agreement,
    entry before birth.
    """
    require(session, Right.EDIT_PEOPLE)
    person = existing(
        session, Participant, typed.participant_id, "Cette personne n’est plus dans le classeur."
    )
    _check(session, typed, person.birth_date)
    pathway = session.get(Pathway, typed.id) if typed.id else None
    if typed.id and pathway is None:
        raise NotFoundError("Ce parcours n’est plus dans le classeur.")
    values = {name: getattr(typed, name) for name in _COLUMNS}
    values |= {name: value.strip() for name, value in values.items() if isinstance(value, str)}
    if pathway is None:
        blank = dict.fromkeys(("eligibility_note", "extension_reason"), "")
        pathway = Pathway(**values, **blank)
        session.add(pathway)
        session.flush()
    else:
        for name, value in values.items():
            setattr(pathway, name, value)
    _replace_stays(session, pathway.id, typed.stays)
    _replace_pauses(session, pathway.id, typed.pauses)
    return pathway.id


def _replace_stays(session: Session, pathway_id: uuid.UUID, wanted: tuple[Stay, ...]) -> None:
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


def _replace_pauses(session: Session, pathway_id: uuid.UUID, wanted: tuple[Pause, ...]) -> None:
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


def _check(session: Session, typed: PathwayInput, birth: date | None) -> None:
    wrong: dict[str, str] = {}
    if typed.entry_on and birth and typed.entry_on < birth:
        wrong["entry_on"] = "L’entrée est avant la naissance\u00a0: vérifiez les deux dates."
    first_day = min(
        [s.start for s in typed.stays] + ([typed.entry_on] if typed.entry_on else []), default=None
    )
    if typed.exit_on:
        if first_day and typed.exit_on < first_day:
            wrong["exit_on"] = "La sortie est avant l’entrée\u00a0: vérifiez les deux dates."
        if not typed.exit_code:
            wrong["exit_code"] = "Indiquez le motif de la sortie."
    elif typed.exit_code:
        wrong["exit_on"] = "Indiquez la date de la sortie."
    for stay in typed.stays:
        if stay.end and stay.end < stay.start:
            wrong["stays"] = "Un passage dans une brique finit avant de commencer."
        elif typed.exit_on and stay.start > typed.exit_on:
            wrong["stays"] = "Un passage dans une brique commence après la sortie."
    if any(pause.end and pause.end < pause.start for pause in typed.pauses):
        wrong["pauses"] = "Une suspension finit avant de commencer."
    if not wrong and _overlaps(session, typed, first_day):
        wrong["entry_on"] = (
            "Cette personne a déjà un parcours ouvert à ces dates dans cette convention\u00a0: "
            "terminez-le, ou complétez-le."
        )
    if wrong:
        raise InputError(wrong)


def _overlaps(session: Session, typed: PathwayInput, first_day: date | None) -> bool:
    others = session.execute(
        select(Pathway.entry_on, Pathway.exit_on).where(
            Pathway.participant_id == typed.participant_id,
            Pathway.agreement_id == typed.agreement_id,
            *([Pathway.id != typed.id] if typed.id else []),
            or_(Pathway.exit_on.is_(None), Pathway.exit_on >= (first_day or date.min)),
        )
    ).all()
    last_day = typed.exit_on or date.max
    return any(entry is None or entry <= last_day for entry, _exit in others)

"""Pathways: entry, stays in the briques, suspensions, exit; and the status derived from their dates."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, NotFoundError
from elans_desktop.models.organisation import Agreement
from elans_desktop.models.participants import Participant, Pathway, PathwayBrique, PathwaySuspension
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.scope import Scope

DETECTION, REMOBILISATION, SUPPORT = "R", "M", "A"

SPOTTED, MOBILISED, SUPPORTED = "repere", "remobilisation", "accompagnement"
SUSPENDED, LEFT, ARCHIVED = "suspendu", "sorti", "archive"
STATUS_LABELS = {
    SPOTTED: "Repéré",
    MOBILISED: "En remobilisation",
    SUPPORTED: "En accompagnement",
    SUSPENDED: "Suspendu",
    LEFT: "Sorti",
    ARCHIVED: "Archivé",
}
"""Statuses of a file, in the order of the scheme; never stored."""

_OF_BRIQUE = {DETECTION: SPOTTED, REMOBILISATION: MOBILISED, SUPPORT: SUPPORTED}


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay in a brique: first day, last day (None: it goes on)."""

    brique: str
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class PathwayInput:
    """What is typed of a pathway. `stays` replaces the stays of the briques as a whole."""

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
    charter_signed_on: date | None = None
    own_words: str = ""
    exit_on: date | None = None
    exit_code: str | None = None
    certified: bool = False
    exit_note: str = ""
    stays: tuple[Stay, ...] = ()


@dataclass(frozen=True, slots=True)
class PathwayView:
    """A pathway with its stays, its status and its agreement's title."""

    id: uuid.UUID
    participant_id: uuid.UUID
    agreement_id: uuid.UUID
    agreement_title: str
    status: str
    input: PathwayInput
    suspensions: tuple[tuple[date, date | None, str], ...]


def status(
    stays: Iterable[Stay], *, exit_on: date | None, suspended: bool, archived: bool, today: date
) -> str:
    """The status of a file from its dates (domain list of statuses); `today` decides what has begun."""
    if archived:
        return ARCHIVED
    if exit_on is not None and exit_on <= today:
        return LEFT
    if suspended:
        return SUSPENDED
    begun = [stay for stay in stays if stay.start <= today and (stay.end is None or stay.end >= today)]
    if not begun:
        begun = [stay for stay in stays if stay.start <= today]
    latest = max(begun, key=lambda stay: (stay.start, stay.brique != DETECTION), default=None)
    return _OF_BRIQUE.get(latest.brique, SPOTTED) if latest else SPOTTED


def of_participant(session: Session, participant_id: uuid.UUID) -> tuple[PathwayView, ...]:
    """The pathways of a person, the latest first."""
    person = session.get(Participant, participant_id)
    if person is None:
        raise NotFoundError("Cette personne n’est plus dans le classeur.")
    found = session.execute(
        select(Pathway, Agreement.title, Agreement.start)
        .join(Agreement, Agreement.id == Pathway.agreement_id)
        .where(Pathway.participant_id == participant_id)
    ).all()
    ids = [pathway.id for pathway, _title, _start in found]
    stays = _stays(session, ids)
    pauses = session.scalars(
        select(PathwaySuspension)
        .where(PathwaySuspension.pathway_id.in_(ids))
        .order_by(PathwaySuspension.start_on)
    ).all()
    today = clock.today()
    views = [
        _view(
            pathway,
            title,
            stays.get(pathway.id, ()),
            [p for p in pauses if p.pathway_id == pathway.id],
            archived=person.archived_on is not None,
            today=today,
        )
        for pathway, title, _start in sorted(found, key=lambda row: row[0].entry_on or row[2], reverse=True)
    ]
    return tuple(views)


def _stays(session: Session, pathway_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[Stay, ...]]:
    grouped: dict[uuid.UUID, list[Stay]] = {}
    for row in session.scalars(
        select(PathwayBrique)
        .where(PathwayBrique.pathway_id.in_(pathway_ids))
        .order_by(PathwayBrique.start_on, PathwayBrique.id)
    ):
        grouped.setdefault(row.pathway_id, []).append(Stay(row.brique_code, row.start_on, row.end_on))
    return {key: tuple(value) for key, value in grouped.items()}


def _view(
    pathway: Pathway,
    title: str,
    stays: tuple[Stay, ...],
    pauses: Sequence[PathwaySuspension],
    *,
    archived: bool,
    today: date,
) -> PathwayView:
    suspended = any(p.start_on <= today and (p.end_on is None or p.end_on >= today) for p in pauses)
    typed = PathwayInput(
        **{name: getattr(pathway, name) for name in PathwayInput.__slots__ if name != "stays"}, stays=stays
    )
    return PathwayView(
        id=pathway.id,
        participant_id=pathway.participant_id,
        agreement_id=pathway.agreement_id,
        agreement_title=title,
        status=status(stays, exit_on=pathway.exit_on, suspended=suspended, archived=archived, today=today),
        input=typed,
        suspensions=tuple((p.start_on, p.end_on, p.reason) for p in pauses),
    )


def save(session: Session, typed: PathwayInput) -> uuid.UUID:
    """Create or change a pathway and its stays. Returns its id.

    Raises InputError: exit before entry, exit without its reason, a stay that ends before it starts or
    begins after the exit, two pathways open at once in one agreement, entry before birth.
    """
    require(session, Right.EDIT_PEOPLE)
    person = session.get(Participant, typed.participant_id)
    if person is None:
        raise NotFoundError("Cette personne n’est plus dans le classeur.")
    _check(session, typed, person.birth_date)
    pathway = session.get(Pathway, typed.id) if typed.id else None
    if typed.id and pathway is None:
        raise NotFoundError("Ce parcours n’est plus dans le classeur.")
    values = {name: getattr(typed, name) for name in PathwayInput.__slots__ if name not in ("id", "stays")}
    if pathway is None:
        blank = dict.fromkeys(("eligibility_note", "diagnosis_summary", "extension_reason"), "")
        pathway = Pathway(**values, **blank)
        session.add(pathway)
        session.flush()
    else:
        for name, value in values.items():
            setattr(pathway, name, value)
    _replace_stays(session, pathway.id, typed.stays)
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


def _check(session: Session, typed: PathwayInput, birth: date | None) -> None:
    wrong: dict[str, str] = {}
    if typed.entry_on and birth and typed.entry_on < birth:
        wrong["entry_on"] = "L’entrée est avant la naissance : vérifiez les deux dates."
    first_day = min(
        [s.start for s in typed.stays] + ([typed.entry_on] if typed.entry_on else []), default=None
    )
    if typed.exit_on:
        if first_day and typed.exit_on < first_day:
            wrong["exit_on"] = "La sortie est avant l’entrée : vérifiez les deux dates."
        if not typed.exit_code:
            wrong["exit_code"] = "Indiquez le motif de la sortie."
    elif typed.exit_code:
        wrong["exit_on"] = "Indiquez la date de la sortie."
    for stay in typed.stays:
        if stay.end and stay.end < stay.start:
            wrong["stays"] = "Un passage dans une brique finit avant de commencer."
        elif typed.exit_on and stay.start > typed.exit_on:
            wrong["stays"] = "Un passage dans une brique commence après la sortie."
    if not wrong and _overlaps(session, typed, first_day):
        wrong["entry_on"] = (
            "Cette personne a déjà un parcours ouvert à ces dates dans cette convention : "
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


def current_statuses(session: Session, scope: Scope, today: date) -> dict[uuid.UUID, tuple[str, uuid.UUID]]:
    """For each participant with a pathway in `scope`: status and pathway (the latest one), in three reads."""
    query = select(Pathway.id, Pathway.participant_id, Pathway.entry_on, Pathway.exit_on)
    if scope.agreement_id:
        query = query.where(Pathway.agreement_id == scope.agreement_id)
    if days := scope.days():
        query = query.where(
            or_(Pathway.entry_on.is_(None), Pathway.entry_on <= days[1]),
            or_(Pathway.exit_on.is_(None), Pathway.exit_on >= days[0]),
        )
    latest: dict[uuid.UUID, tuple[date, uuid.UUID, date | None]] = {}
    for pathway_id, participant_id, entry, exit_on in session.execute(query):
        known = latest.get(participant_id)
        if known is None or (entry or date.min) >= known[0]:
            latest[participant_id] = (entry or date.min, pathway_id, exit_on)
    begun = select(PathwayBrique.pathway_id, PathwayBrique.brique_code, PathwayBrique.start_on)
    best: dict[uuid.UUID, tuple[bool, date, str]] = {}
    for pathway_id, brique, start, end in session.execute(
        begun.add_columns(PathwayBrique.end_on).where(PathwayBrique.start_on <= today)
    ):
        candidate = (end is None or end >= today, start, brique)
        known_stay = best.get(pathway_id)
        if known_stay is None or candidate[:2] >= known_stay[:2]:
            best[pathway_id] = candidate
    paused = set(
        session.scalars(
            select(PathwaySuspension.pathway_id).where(
                PathwaySuspension.start_on <= today,
                or_(PathwaySuspension.end_on.is_(None), PathwaySuspension.end_on >= today),
            )
        )
    )
    statuses: dict[uuid.UUID, tuple[str, uuid.UUID]] = {}
    for participant_id, (_entry, pathway_id, exit_on) in latest.items():
        if exit_on is not None and exit_on <= today:
            code = LEFT
        elif pathway_id in paused:
            code = SUSPENDED
        else:
            stay = best.get(pathway_id)
            code = _OF_BRIQUE.get(stay[2], SPOTTED) if stay else SPOTTED
        statuses[participant_id] = (code, pathway_id)
    return statuses

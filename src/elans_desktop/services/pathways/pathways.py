"""Pathways: entry, stays in the briques, suspensions, exit. Their status is derived (`pathway_status`)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, NotFoundError
from elans_desktop.models.organisation import Agreement, Scheme
from elans_desktop.models.participants import Participant, Pathway
from elans_desktop.services.kept import existing
from elans_desktop.services.organisation import reference, settings
from elans_desktop.services.organisation.settings import Values
from elans_desktop.services.pathways import pathway_checks, pathway_children, pathway_limits, support_days
from elans_desktop.services.pathways.eligibility import Facts, assess
from elans_desktop.services.pathways.pathway_inputs import COLUMNS, PathwayInput, PathwayView
from elans_desktop.services.pathways.pathway_status import (
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
    "ExtensionInput",
    "PathwayInput",
    "PathwayView",
    "Pause",
    "Stay",
    "current_statuses",
    "extend",
    "facts_of",
    "limit_day",
    "of_participant",
    "save",
    "status",
]


O2R = "o2r"
OTHER_REASON = "autre"
"""Of the list `extension_reason`: the one that needs words."""


@dataclass(frozen=True, slots=True)
class ExtensionInput:
    """Why a pathway goes beyond the usual length: a code of the list `extension_reason`, and words."""

    pathway_id: uuid.UUID
    code: str | None = None
    """None takes the extension back."""
    words: str = field(default="", repr=False)


def of_participant(session: Session, participant_id: uuid.UUID) -> tuple[PathwayView, ...]:
    """The pathways of a person, the latest first. Raises NotFoundError."""
    require(session, Right.READ_PEOPLE)
    person = existing(session, Participant, participant_id, support_days.PERSON_GONE)
    found = session.execute(
        select(Pathway, Agreement, Scheme)
        .join(Agreement, Agreement.id == Pathway.agreement_id)
        .join(Scheme, Scheme.id == Agreement.scheme_id)
        .where(Pathway.participant_id == participant_id)
    ).all()
    ids = [pathway.id for pathway, _agreement, _scheme in found]
    stays, pauses = pathway_children.stays(session, ids), pathway_children.pauses(session, ids)
    grounds = pathway_children.grounds(session, ids)
    rules = settings.values(session)
    ordered = sorted(found, key=lambda row: row[0].entry_on or row[1].start, reverse=True)
    views = tuple(
        _view(
            PathwayInput(
                id=pathway.id,
                stays=stays.get(pathway.id, ()),
                pauses=pauses.get(pathway.id, ()),
                grounds=grounds.get(pathway.id, ()),
                **{name: getattr(pathway, name) for name in COLUMNS},
            ),
            agreement,
            scheme,
            rules,
            archived=person.archived_on is not None,
        )
        for pathway, agreement, scheme in ordered
    )
    return tuple(
        replace(view, beside=tuple(one.agreement_title for one in views if _beside(view, one)))
        for view in views
    )


def _beside(view: PathwayView, other: PathwayView) -> bool:
    """Whether two pathways, of two agreements, share a day."""
    mine, theirs = view.input, other.input
    if view.agreement_id == other.agreement_id:
        return False
    first = max(mine.first_day or date.min, theirs.first_day or date.min)
    return first <= min(mine.exit_on or date.max, theirs.exit_on or date.max)


def _view(
    known: PathwayInput, agreement: Agreement, scheme: Scheme, rules: Values, *, archived: bool
) -> PathwayView:
    today = clock.today()
    assert known.id is not None
    years = sorted({agreement.start.year, agreement.end.year})
    months = rules.integer("no_contact_months")
    return PathwayView(
        id=known.id,
        participant_id=known.participant_id,
        agreement_id=known.agreement_id,
        agreement_title=agreement.title or f"{scheme.label} {'–'.join(str(year) for year in years)}",
        status=status(
            known.stays,
            exit_on=known.exit_on,
            suspended=any(p.start <= today and (p.end is None or p.end >= today) for p in known.pauses),
            archived=archived,
            today=today,
            entry_on=known.entry_on,
        ),
        input=known,
        limits=pathway_limits.of_options(scheme.options, rules),
        scheme_code=scheme.code,
        eligibility=assess(facts_of(known), months) if scheme.code == O2R else None,
        no_contact_months=months,
    )


def facts_of(typed: PathwayInput) -> Facts:
    """What R-ELIG looks at: also of a pathway being typed."""
    return Facts(
        day=typed.entry_on or clock.today(),
        registered=typed.registered_job_seeker,
        has_referent=typed.has_network_referent,
        grounds=typed.grounds,
        last_contact_on=typed.last_referent_contact_on,
        note=typed.eligibility_note,
    )


def save(session: Session, typed: PathwayInput) -> uuid.UUID:
    """Create or change a pathway and its stays. Returns its id.

    Raises InputError (see `pathway_checks.check`), NotFoundError.
    """
    require(session, Right.EDIT_PEOPLE)
    person = support_days.person(session, typed.participant_id)
    pathway_checks.check(session, typed, person.birth_date)
    pathway = session.get(Pathway, typed.id) if typed.id else None
    if typed.id and pathway is None:
        raise NotFoundError(support_days.PATHWAY_GONE)
    values = {name: getattr(typed, name) for name in COLUMNS}
    values |= {name: value.strip() for name, value in values.items() if isinstance(value, str)}
    if pathway is None:
        pathway = Pathway(**values)
        session.add(pathway)
        session.flush()
    else:
        for name, value in values.items():
            setattr(pathway, name, value)
    pathway_children.replace_stays(session, pathway.id, typed.stays)
    pathway_children.replace_pauses(session, pathway.id, typed.pauses)
    pathway_children.replace_grounds(session, pathway.id, typed.grounds)
    return pathway.id


def extend(session: Session, typed: ExtensionInput) -> None:
    """« Prolonger »: keep why the pathway goes beyond the usual length, or take it back.

    Raises InputError (no reason, « autre » without its words), NotFoundError.
    """
    require(session, Right.EDIT_PEOPLE)
    pathway = support_days.pathway(session, typed.pathway_id)
    words = typed.words.strip()
    if typed.code is None and words:
        raise InputError({"code": "Choisissez le motif de la prolongation."})
    if typed.code is not None and typed.code not in {
        row.code for row in reference.items(session, "extension_reason", active_only=False)
    }:
        raise InputError({"code": "Ce motif n’est pas dans la liste : choisissez-en un autre."})
    if typed.code == OTHER_REASON and not words:
        raise InputError({"words": "Dites en quelques mots quelle est cette situation particulière."})
    pathway.extension_code, pathway.extension_reason = typed.code, words
    session.flush()

"""The papers a scheme asks for: which kinds, who has them, and which come to their end."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, count, date_short
from elans_desktop.models.organisation import Agreement, Scheme
from elans_desktop.models.participants import Participant, Pathway
from elans_desktop.models.privacy import Attachment
from elans_desktop.services import confidentiality
from elans_desktop.services.kept import existing
from elans_desktop.services.organisation import reference, schemes, settings
from elans_desktop.services.pathways.pathway_status import RawId, raw
from elans_desktop.services.permissions import Right, require

KINDS = "attachment_kinds"
HELD, SOON, EXPIRED, MISSING = "held", "soon", "expired", "missing"
FORGOTTEN_AFTER = timedelta(days=60)
"""A paper out of date for longer no longer stands on Accueil; the file still says it."""


def required_kinds(scheme_code: str, options: Mapping[str, Any]) -> tuple[str, ...]:
    """The kinds of papers a scheme asks for; those of its preset when the classeur chose none."""
    chosen = options.get("required_papers")
    if chosen is None:
        chosen = schemes.preset(scheme_code).get("required_papers", ())
    return tuple(chosen)


def save_required(session: Session, scheme_id: uuid.UUID, kinds: Sequence[str]) -> None:
    """Choose what a scheme asks for. Raises NotFoundError."""
    require(session, Right.ADMINISTER)
    scheme = existing(session, Scheme, scheme_id, "Ce dispositif n’existe plus.")
    known = [item.code for item in reference.items(session, KINDS, active_only=False)]
    scheme.options = {**scheme.options, "required_papers": [code for code in known if code in set(kinds)]}


class Valid:
    """Who holds, today, the papers that their scheme asks for: two reads for everybody."""

    def __init__(self, session: Session, participant_id: uuid.UUID | None = None) -> None:
        query = select(raw(Agreement.id), Scheme.code, Scheme.options)
        query = query.join(Scheme, Scheme.id == Agreement.scheme_id)
        self._required = {
            agreement: frozenset(required_kinds(code, options))
            for agreement, code, options in session.execute(query)
        }
        wanted = frozenset[str]().union(*self._required.values())
        table = Attachment.__table__.c
        held = select(raw(table.participant_id), table.kind_code).where(
            table.kind_code.in_(wanted),
            or_(table.expires_on.is_(None), table.expires_on >= clock.today()),
        )
        if participant_id:
            held = held.where(table.participant_id == participant_id)
        self._held: dict[RawId, set[str]] = {}
        for person, kind in session.connection().execute(held):
            self._held.setdefault(person, set()).add(kind)

    def complete(self, person: RawId, agreement_id: RawId) -> bool:
        """Whether nothing asked for by the scheme of this agreement is missing or out of date."""
        return self._required.get(agreement_id, frozenset()) <= self._held.get(person, set())


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A kind of paper asked for, or held with a date that ends: its state in words."""

    kind: str
    label: str
    state: str
    """held · soon · expired · missing."""
    expires_on: date | None = None
    attachment_id: uuid.UUID | None = None
    required: bool = True

    @property
    def words(self) -> str:
        """« expire dans 12 jours », « expirée depuis le 03/04/2027 », « manque »."""
        return state_words(self.state, self.expires_on)


def state_words(state: str, expires_on: date | None) -> str:
    """What is said of a paper beside its name."""
    if state == MISSING:
        return "manque"
    if expires_on is None:
        return "dans le dossier"
    away = (expires_on - clock.today()).days
    if state == EXPIRED:
        return f"expirée depuis le {date_short(expires_on)}"
    if state == SOON:
        return "expire aujourd’hui" if away == 0 else f"expire dans {count(away, 'jour')}"
    return f"valable jusqu’au{NBSP}{date_short(expires_on)}"


def state_of(expires_on: date | None, warning_days: int) -> str:
    """held, soon or expired, from the last day it is valid."""
    today = clock.today()
    if expires_on is None or expires_on > today + timedelta(days=warning_days):
        return HELD
    return EXPIRED if expires_on < today else SOON


def of_person(
    session: Session, participant_id: uuid.UUID, agreement_id: uuid.UUID | None
) -> tuple[PaperRow, ...]:
    """The papers the scheme of an agreement asks for, then those held that come to their end.

    Confidential kinds and files are left out for those who may not read them.
    """
    require(session, Right.READ_PEOPLE)
    allowed = confidentiality.may_read(session, participant_id)
    kinds = {item.code: item for item in reference.items(session, KINDS, active_only=False)}
    warning = settings.integer(session, "paper_warning_days")
    best = _best(session, participant_id, confidential=allowed)
    required = [
        code
        for code in _required_of(session, agreement_id)
        if code in kinds and (allowed or not kinds[code].extra.get("sensitive"))
    ]
    found: list[PaperRow] = []
    for code in required:
        held = best.get(code)
        state = state_of(held.expires_on, warning) if held else MISSING
        found.append(
            PaperRow(
                code,
                kinds[code].label,
                state,
                held.expires_on if held else None,
                held.id if held else None,
            )
        )
    for code, held in best.items():
        state = state_of(held.expires_on, warning)
        if code not in required and state in (SOON, EXPIRED):
            label = kinds[code].label if code in kinds else code
            found.append(PaperRow(code, label, state, held.expires_on, held.id, required=False))
    return tuple(found)


def _required_of(session: Session, agreement_id: uuid.UUID | None) -> tuple[str, ...]:
    if agreement_id is None:
        return ()
    query = select(Scheme.code, Scheme.options).join(Agreement, Agreement.scheme_id == Scheme.id)
    row = session.execute(query.where(Agreement.id == agreement_id)).first()
    return required_kinds(row[0], row[1]) if row else ()


def _best(session: Session, participant_id: uuid.UUID, *, confidential: bool) -> dict[str, Attachment]:
    """For each kind, the paper valid the longest."""
    query = select(Attachment).where(
        Attachment.participant_id == participant_id, Attachment.kind_code.is_not(None)
    )
    if not confidential:
        query = query.where(~Attachment.confidential)
    best: dict[str, Attachment] = {}
    for one in session.scalars(query.order_by(Attachment.added_at)):
        kind = one.kind_code or ""
        known = best.get(kind)
        if known is None or (one.expires_on or date.max) >= (known.expires_on or date.max):
            best[kind] = one
    return best


@dataclass(frozen=True, slots=True)
class ExpiringPaper:
    """A paper of somebody that comes to its end: Accueil."""

    participant_id: uuid.UUID
    last_name: str = field(repr=False)
    first_name: str = field(repr=False)
    label: str
    expires_on: date


def expiring(session: Session, agreement_id: uuid.UUID | None, most: int) -> tuple[ExpiringPaper, ...]:
    """The papers of open files that end within the warning or ended lately, the first to end first; `most`
    and one more. A kind renewed since is left out; so are confidential papers for who may not read them.
    """
    require(session, Right.READ_PEOPLE)
    today = clock.today()
    horizon = today + timedelta(days=settings.integer(session, "paper_warning_days"))
    renewed = aliased(Attachment)
    longer = exists().where(
        renewed.participant_id == Attachment.participant_id,
        renewed.kind_code == Attachment.kind_code,
        or_(renewed.expires_on.is_(None), renewed.expires_on > Attachment.expires_on),
    )
    open_pathway = exists().where(
        Pathway.participant_id == Participant.id,
        or_(Pathway.exit_on.is_(None), Pathway.exit_on > today),
        *([Pathway.agreement_id == agreement_id] if agreement_id else []),
    )
    query = (
        select(
            Participant.id,
            Participant.last_name,
            Participant.birth_name,
            Participant.first_name,
            Attachment.kind_code,
            Attachment.expires_on,
        )
        .join(Participant, Participant.id == Attachment.participant_id)
        .where(
            Attachment.expires_on.between(today - FORGOTTEN_AFTER, horizon),
            Participant.archived_on.is_(None),
            or_(~Attachment.confidential, confidentiality.readable(session, Attachment.participant_id)),
            ~longer,
            open_pathway,
        )
        .order_by(Attachment.expires_on, Participant.search_key)
        .limit(most + 1)
    )
    labels = reference.labels(session, KINDS)
    return tuple(
        ExpiringPaper(person, last or birth, first, labels(KINDS, kind) or "Pièce", ends)
        for person, last, birth, first, kind, ends in session.execute(query)
        if ends is not None
    )

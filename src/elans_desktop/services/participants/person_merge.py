"""Two files of one person become one: chosen field by field, one operation, nothing lost.

The file that stays receives every row of the other; what both say of one thing is chosen. The other file is
kept, archived, with its number, which finds the person from then on.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.core.formats import NBSP
from elans_desktop.core.text import natural_name, short_name
from elans_desktop.models.activities import EnrolmentPeriod
from elans_desktop.models.base import Row
from elans_desktop.models.evaluations import Evaluation
from elans_desktop.models.organisation import Agreement, Scheme
from elans_desktop.models.participants import Participant, Pathway, PathwayBrique
from elans_desktop.models.privacy import SensitiveRecord
from elans_desktop.services.calendar.enrolments import ENROLLED
from elans_desktop.services.kept import existing
from elans_desktop.services.participants import merged_files
from elans_desktop.services.participants import person_merge_fields as fields_of_two
from elans_desktop.services.participants.merge_rows import (
    BOTH,
    KEPT,
    OTHER,
    Clash,
    ClashKey,
    Mover,
    carry_out,
    joined,
    overlap,
)
from elans_desktop.services.participants.person_merge_fields import FieldKey, FieldPair
from elans_desktop.services.participants.person_merge_words import ClashView, Words
from elans_desktop.services.permissions import Right, require
from elans_desktop.storage import labels


@dataclass(frozen=True, slots=True)
class FileCard:
    """One of the two files, in few words."""

    id: uuid.UUID
    number: str
    name: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    archived: bool


@dataclass(frozen=True, slots=True)
class MergeView:
    """What there is to choose, and what will happen without being asked."""

    kept: FileCard
    other: FileCard
    fields: tuple[tuple[str, tuple[FieldPair, ...]], ...]
    """By heading: « Identité », « Parcours, O2R 2026 »."""
    clashes: tuple[ClashView, ...]
    moved: str
    """« 12 présences et 2 entretiens »: what joins the file that stays."""
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MergeInput:
    """The choices; what is not chosen is done as proposed."""

    kept_id: uuid.UUID
    other_id: uuid.UUID
    fields: Mapping[FieldKey, str] = field(default_factory=lambda: MappingProxyType({}))
    clashes: Mapping[ClashKey, str] = field(default_factory=lambda: MappingProxyType({}))


def label(session: Session, typed: MergeInput) -> str:
    """« Réunir deux dossiers de Lucie B. »: what Ctrl+Z will say."""
    person = session.get(Participant, typed.kept_id)
    if person is None:
        return "Réunir deux dossiers"
    return f"Réunir deux dossiers de {short_name(person.last_name or person.birth_name, person.first_name)}"


def view(session: Session, kept_id: uuid.UUID, other_id: uuid.UUID) -> MergeView:
    """The two files side by side. Raises PermissionDenied, NotFoundError, RuleError (see `refuse`)."""
    require(session, Right.MERGE_PEOPLE)
    kept, other = _files(session, kept_id, other_id)
    work = Merging(session, MergeInput(kept_id, other_id))
    work.plan(kept, other)
    words = Words(session)
    headings = {"participant": "Identité"} | {
        row_id.hex: f"Parcours, {title}" for row_id, title in _agreements(session, work.united)
    }
    fields: dict[str, list[FieldPair]] = {}
    for one, two in work.pairs:
        if isinstance(one, SensitiveRecord):
            continue
        heading = headings["participant"] if one is kept else headings[one.id.hex]
        for pair in fields_of_two.pairs(one, two, words):
            fields.setdefault(heading, []).append(pair)
    moved = {name: len(rows) for name, rows in work.mover.plan.moved.items() if name != "participant"}
    return MergeView(
        kept=_card(kept),
        other=_card(other),
        fields=tuple((heading, tuple(pairs)) for heading, pairs in fields.items()),
        clashes=tuple(words.clash(clash) for clash in work.mover.plan.clashes),
        moved=labels.listed(moved) if moved else "",
        remarks=tuple(_remarks(session, work)),
    )


def merge(session: Session, typed: MergeInput) -> uuid.UUID:
    """Join the other file to the one that stays; returns its id.

    Raises PermissionDenied, NotFoundError, RuleError (see `refuse`).
    """
    require(session, Right.MERGE_PEOPLE)
    kept, other = _files(session, typed.kept_id, typed.other_id)
    work = Merging(session, typed)
    work.plan(kept, other)
    work.mover.set(other, merged_into_id=kept.id, archived_on=other.archived_on or clock.today())
    carry_out(session, work.mover.plan)
    return kept.id


def refuse(session: Session, kept: Participant, other: Participant) -> None:
    """Raises RuleError when the two files cannot be joined this way round."""
    if kept.id == other.id:
        raise RuleError("C’est deux fois le même dossier.", "Choisissez-en un autre.")
    for person in (kept, other):
        named = f"Le dossier {person.number}"
        if person.merged_into_id is not None:
            found = session.get(Participant, merged_files.where(session, person.id))
            if found is not None and found.id != person.id:
                raise RuleError(
                    f"{named} a déjà été réuni avec le dossier {found.number}.",
                    f"Réunissez plutôt l’autre avec le dossier {found.number}.",
                )
        if person.anonymised_on is not None:
            raise RuleError(
                f"{named} a été anonymisé{NBSP}: il ne dit plus de qui il parle.",
                "Il ne peut être réuni avec aucun autre.",
            )
        if person.restricted_on is not None:
            raise RuleError(
                f"{named} est en archive restreinte.", "La coordination doit d’abord l’en sortir."
            )
    if kept.archived_on is not None and other.archived_on is None:
        raise RuleError(
            f"Le dossier {kept.number} est archivé.",
            f"Gardez plutôt le dossier {other.number}, ou rouvrez d’abord l’autre.",
        )


class Merging:
    """The plan of one merge."""

    def __init__(self, session: Session, typed: MergeInput) -> None:
        self._session = session
        self._typed = typed
        self.mover = Mover(
            session,
            judges={"presence": _judge_presence, "enrolment": self._judge_enrolment},
            unites={"sensitive_record": self._unite_sensitive},
            chosen=typed.clashes,
        )
        self.pairs: list[tuple[Row, Row]] = []
        """Rows that become one, field by field."""
        self.united: list[Pathway] = []

    def plan(self, kept: Participant, other: Participant) -> None:
        """Everything: identity, then rows."""
        self._unite(kept, other)
        self.plan_rows(kept, other)

    def plan_rows(self, kept: Participant, other: Participant) -> None:
        """What hangs on the other file."""
        for mine, theirs in _overlapping(self._session, kept.id, other.id):
            self._unite(mine, theirs)
            self.united.append(mine)
            self.mover.absorb("pathway", mine.id, theirs.id)
            self.mover.plan.dropped.add(("pathway", theirs.id))
        self._compare_evaluations(kept, other)
        self.mover.absorb("participant", kept.id, other.id)

    def _unite(self, kept: Row, other: Row, leading: str = KEPT) -> None:
        self.pairs.append((kept, other))
        for columns in fields_of_two.fields_of(type(kept)):
            choices, proposed = fields_of_two.offer(kept, other, columns)
            if not choices:
                continue
            if leading == OTHER and proposed == KEPT and fields_of_two.filled(other, columns):
                proposed = OTHER
            chosen = self._typed.fields.get((kept.__tablename__, kept.id, columns[0]), proposed)
            chosen = chosen if chosen in choices else proposed
            for name in columns:
                mine, theirs = getattr(kept, name), getattr(other, name)
                if chosen == OTHER:
                    self.mover.set(kept, **{name: theirs})
                elif chosen == BOTH:
                    self.mover.set(kept, **{name: joined(mine, theirs)})

    def _judge_enrolment(self, kept: Row, other: Row) -> Clash:
        """Both periods together when each has some; else the enrolment that holds for every séance."""
        periods = [
            self._session.scalar(select(func.count()).where(EnrolmentPeriod.enrolment_id == row.id))
            for row in (kept, other)
        ]
        always = [
            not many and self.mover.value(row, "status") == ENROLLED
            for many, row in zip(periods, (kept, other), strict=True)
        ]
        if all(periods):
            return Clash("enrolment", kept.id, other.id, (BOTH, KEPT, OTHER), BOTH)
        proposed = OTHER if always[1] and not always[0] else KEPT
        return Clash("enrolment", kept.id, other.id, (KEPT, OTHER), proposed)

    def _unite_sensitive(self, kept: Row, other: Row) -> None:
        """What one leaves blank comes from the other; where both speak, one of them leads: none is shown."""
        said = [fields_of_two.offer(kept, other, columns) for columns in fields_of_two.fields_of(type(kept))]
        leading = KEPT
        if any(choices and proposed == KEPT for choices, proposed in said):
            leading = self.mover.decide(Clash(kept.__tablename__, kept.id, other.id, (KEPT, OTHER), KEPT))
        self._unite(kept, other, leading)

    def _compare_evaluations(self, kept: Participant, other: Participant) -> None:
        """One grid, one moment, one voice, twice: both may stay, or one of them."""
        mine, theirs = (
            self._session.scalars(
                select(Evaluation).where(Evaluation.participant_id == row.id).order_by(Evaluation.day)
            ).all()
            for row in (kept, other)
        )
        same = {(row.grid_id, row.moment, row.voice): row for row in mine}
        for row in theirs:
            found = same.get((row.grid_id, row.moment, row.voice))
            if found is None:
                continue
            clash = Clash("evaluation", found.id, row.id, (BOTH, KEPT, OTHER), BOTH)
            choice = self.mover.decide(clash)
            if choice != BOTH:
                self.mover.drop(row if choice == KEPT else found)


_PRESENCE_ORDER = "PDEAI"


def _judge_presence(kept: Row, other: Row) -> Clash:
    """Somebody signed in once was there: present is proposed, then the absence best excused."""
    ranks = [_PRESENCE_ORDER.find(getattr(row, "status")) for row in (kept, other)]  # noqa: B009
    return Clash("presence", kept.id, other.id, (KEPT, OTHER), OTHER if ranks[1] < ranks[0] else KEPT)


def _overlapping(session: Session, kept_id: uuid.UUID, other_id: uuid.UUID) -> list[tuple[Pathway, Pathway]]:
    """Pathways of the two in one agreement, open on a same day: one person can have but one."""
    starts: dict[uuid.UUID, date] = dict(
        session.execute(
            select(PathwayBrique.pathway_id, func.min(PathwayBrique.start_on))
            .join(Pathway, Pathway.id == PathwayBrique.pathway_id)
            .where(Pathway.participant_id.in_((kept_id, other_id)))
            .group_by(PathwayBrique.pathway_id)
        ).all()
    )
    rows = session.scalars(
        select(Pathway).where(Pathway.participant_id.in_((kept_id, other_id))).order_by(Pathway.id)
    ).all()
    spans = {
        row.id: (min((d for d in (row.entry_on, starts.get(row.id)) if d), default=None), row.exit_on)
        for row in rows
    }
    mine = [row for row in rows if row.participant_id == kept_id]
    found: list[tuple[Pathway, Pathway]] = []
    for theirs in (row for row in rows if row.participant_id == other_id):
        near = [
            row
            for row in mine
            if row.agreement_id == theirs.agreement_id and overlap(spans[row.id], spans[theirs.id])
        ]
        if near:
            found.append((max(near, key=lambda row: spans[row.id][0] or date.min), theirs))
    return found


def _files(session: Session, kept_id: uuid.UUID, other_id: uuid.UUID) -> tuple[Participant, Participant]:
    gone = "Ce dossier n’est plus dans le classeur."
    kept = existing(session, Participant, kept_id, gone)
    other = existing(session, Participant, other_id, gone)
    refuse(session, kept, other)
    return kept, other


def _card(person: Participant) -> FileCard:
    name = natural_name(person.last_name or person.birth_name, person.first_name)
    return FileCard(person.id, person.number, name, person.birth_date, person.archived_on is not None)


def _agreements(session: Session, pathways: list[Pathway]) -> list[tuple[uuid.UUID, str]]:
    query = select(Agreement, Scheme.label).join(Scheme, Scheme.id == Agreement.scheme_id)
    titles = {
        agreement.id: agreement.title or f"{label} {agreement.start.year}"
        for agreement, label in session.execute(query)
    }
    return [(pathway.id, titles[pathway.agreement_id]) for pathway in pathways]


def _remarks(session: Session, work: Merging) -> Iterator[str]:
    for _row_id, title in _agreements(session, work.united):
        named = f"«{NBSP}{title}{NBSP}»"
        yield f"Les deux dossiers ont un parcours ouvert dans {named}{NBSP}: il n’en reste qu’un."

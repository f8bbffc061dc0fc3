"""How long a file is kept: its last contact, when it is due, until when its proofs or a reason hold it.

Two clocks (CNIL, délibération 2023-095; conventions): a file leaves the everyday lists so many months after
the last contact (24 by default); the proofs of an agreement are kept so many years after the year it ends (6,
or 10 when the European Union pays a share). A file that is due while its proofs are not goes into the
restricted archive, and is anonymised afterwards.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, Final, NamedTuple

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.activities import Activity, Presence, Seance, SeanceSlot
from elans_desktop.models.evaluations import Evaluation
from elans_desktop.models.organisation import Agreement, Scheme
from elans_desktop.models.participants import DetectionContact, Participant, Pathway, Situation
from elans_desktop.models.support import FinancialAid, FollowUpCall, HandedDocument, Immersion, Interview
from elans_desktop.services.organisation import settings
from elans_desktop.services.participants import merged_files
from elans_desktop.services.pathways.follow_up import REACHED
from elans_desktop.services.pathways.pathway_status import RawId, as_uuid, limit_day, raw, raw_id

FILE_MONTHS: Final = "retention_file_months"
PROOF_YEARS: Final = "retention_proof_years"
EU_PROOF_YEARS: Final = "retention_proof_eu_years"
_FEW: Final = 500
"""As many people at most are named to the base; more are sorted out afterwards."""

EVENTS: Final[Mapping[str, str]] = {
    "contact": "contact de repérage",
    "entree": "entrée dans le parcours",
    "sortie": "sortie du parcours",
    "presence": "présence à une activité",
    "entretien": "entretien",
    "evaluation": "évaluation",
    "situation": "situation recueillie",
    "immersion": "fin d’immersion",
    "aide": "aide financière",
    "document": "document remis",
    "appel": "appel de suivi abouti",
    "creation": "ouverture du dossier",
}
"""What counts as a contact: something that happened with the person, never the edit of a field."""


class Step(Enum):
    """What is to be done with a file today."""

    NONE = "rien"
    """Its delay runs, or a written reason holds it."""
    RESTRICT = "archiver"
    """Due, but its proofs are still needed: into the restricted archive."""
    ANONYMISE = "anonymiser"
    CLOSE = "sortie"
    """Due, with a pathway still open: its exit is to be noted first."""


class Event(NamedTuple):
    """The last contact: its day, its kind (`EVENTS`)."""

    day: date
    kind: str


class Proof(NamedTuple):
    """What is to be proved to a funder, and until when (last day)."""

    until: date
    agreement: str


@dataclass(frozen=True, slots=True)
class FileClock:
    """What the two clocks say of one file, those that joined it included."""

    participant_id: uuid.UUID
    last: Event
    due_on: date
    """First day when it is due, by the last contact alone."""
    proof: Proof | None
    open_pathway: str
    """Title of the agreement of a pathway without exit, else empty."""
    keep_until: date | None
    keep_reason: str = field(repr=False)
    restricted_on: date | None
    anonymised_on: date | None

    def held(self, today: date) -> bool:
        """Whether a written reason holds it."""
        return self.keep_until is not None and today <= self.keep_until

    def proofs_needed(self, today: date) -> bool:
        """Whether its proofs are still to be shown."""
        return self.proof is not None and today <= self.proof.until

    def step(self, today: date) -> Step:
        """What is to be done today."""
        if self.anonymised_on is not None or self.held(today) or today < self.due_on:
            return Step.NONE
        if self.open_pathway:
            return Step.CLOSE
        if self.proofs_needed(today):
            return Step.NONE if self.restricted_on is not None else Step.RESTRICT
        return Step.ANONYMISE


def clocks(session: Session, ids: Collection[uuid.UUID] | None = None) -> Mapping[uuid.UUID, FileClock]:
    """The clock of every file that speaks for a person (or of these), in a fixed number of reads."""
    rules = settings.values(session)
    months = rules.integer(FILE_MONTHS)
    links = merged_files.links(session)
    gone = merged_files.joined(links)
    wanted = (
        None if ids is None else {*ids, *(key for key in gone if merged_files.final(links, key) in set(ids))}
    )
    reading = _Reading(session, wanted)
    titles = _titles(session)
    last, proofs = reading.last_events(), reading.proofs(titles, rules)
    opened = {person: titles[agreement][0] for person, agreement in reading.open_pathways()}
    for key in gone:
        row_id, end = raw_id(session, key), raw_id(session, merged_files.final(links, key))
        _keep_latest(last, end, last.get(row_id))
        if (proof := proofs.get(row_id)) and (end not in proofs or proofs[end] < proof):
            proofs[end] = proof
        if row_id in opened:
            opened.setdefault(end, opened[row_id])
    found: dict[uuid.UUID, FileClock] = {}
    for raw_key, until, reason, restricted, anonymised in reading.people():
        row_id = as_uuid(raw_key)
        if row_id in gone:
            continue
        event = last.get(raw_key) or Event(_made_on(row_id), "creation")
        due = limit_day(event.day, months)
        assert due is not None
        proof, title = proofs.get(raw_key), opened.get(raw_key, "")
        found[row_id] = FileClock(row_id, event, due, proof, title, until, reason, restricted, anonymised)
    return found


def perhaps_due(session: Session, most: int) -> tuple[uuid.UUID, ...]:
    """The files that a few cheap reads do not tell to be fresh: Accueil then asks the clock of these alone.

    Neither an open pathway, nor a recent entry, exit, contact or interview, nor a written reason. `most` of
    them, those of the restricted archive last.
    """
    today = clock.today()
    limit = limit_day(today, -settings.integer(session, FILE_MONTHS))
    fresh = (
        select(Pathway.participant_id).where(
            or_(
                Pathway.entry_on.is_not(None) & Pathway.exit_on.is_(None),
                Pathway.entry_on > limit,
                Pathway.exit_on > limit,
            )
        ),
        select(DetectionContact.participant_id).where(
            DetectionContact.day > limit, DetectionContact.participant_id.is_not(None)
        ),
        select(Interview.participant_id).where(Interview.day > limit),
    )
    query = select(Participant.id).where(
        Participant.anonymised_on.is_(None),
        Participant.merged_into_id.is_(None),
        or_(Participant.keep_until.is_(None), Participant.keep_until < today),
        *(Participant.id.not_in(one) for one in fresh),
    )
    ordered = query.order_by(Participant.restricted_on.is_not(None), Participant.id)
    return tuple(session.scalars(ordered.limit(most)))


def _made_on(row_id: uuid.UUID) -> date:
    """The day a file was made: its identifier holds the instant."""
    return clock.from_ms(row_id.int >> 80).date()


def _keep_latest(last: dict[RawId, Event], person: RawId, event: Event | None) -> None:
    if event is not None and (person not in last or last[person].day < event.day):
        last[person] = event


Titles = Mapping[RawId, tuple[str, date, bool]]


def _titles(session: Session) -> Titles:
    """Title, last day and share of the Union of each agreement."""
    query = select(
        raw(Agreement.id),
        Agreement.title,
        Scheme.label,
        Agreement.start,
        Agreement.end,
        Agreement.eu_cofunded,
    ).join(Scheme, Scheme.id == Agreement.scheme_id)
    return {
        key: (title or f"{label} {start.year}", end, union)
        for key, title, label, start, end, union in session.execute(query)
    }


class _Reading:
    """The reads of the clocks, about everybody or some people; identifiers stay as the base gives them."""

    def __init__(self, session: Session, wanted: Collection[uuid.UUID] | None) -> None:
        self._session = session
        self._today = clock.today()
        few = wanted is not None and len(wanted) <= _FEW
        self._few = list(wanted) if few and wanted is not None else None
        self._all = None if wanted is None else {raw_id(session, key) for key in wanted}
        self._presences: dict[tuple[RawId, RawId], date | None] | None = None

    def people(self) -> Iterator[Any]:
        """Identifier, `keep_until`, `keep_reason`, `restricted_on`, `anonymised_on`."""
        query = select(
            raw(Participant.id),
            Participant.keep_until,
            Participant.keep_reason,
            Participant.restricted_on,
            Participant.anonymised_on,
        )
        return self._rows(query, Participant.id)

    def last_events(self) -> dict[RawId, Event]:
        """The last event of each file up to today, one read for each kind."""
        last: dict[RawId, Event] = {}
        for kind, query, person in self._sources():
            for key, day in self._rows(query, person):
                if day is not None:
                    _keep_latest(last, key, Event(day, kind))
        for (key, _agreement), day in self._came().items():
            if day is not None:
                _keep_latest(last, key, Event(day, "presence"))
        return last

    def proofs(self, titles: Titles, rules: settings.Values) -> dict[RawId, Proof]:
        """The longest proof of each: an entry in an agreement, or a presence in one of its activities."""
        years, eu_years = rules.integer(PROOF_YEARS), rules.integer(EU_PROOF_YEARS)
        ends = {
            key: Proof(date(end.year + (eu_years if union else years), 12, 31), title)
            for key, (title, end, union) in titles.items()
        }
        entered = select(raw(Pathway.participant_id), raw(Pathway.agreement_id)).where(
            Pathway.entry_on.is_not(None)
        )
        found: dict[RawId, Proof] = {}
        for person, agreement in (*self._rows(entered, Pathway.participant_id), *self._came()):
            proof = ends[agreement]
            if person not in found or found[person] < proof:
                found[person] = proof
        return found

    def open_pathways(self) -> Iterator[Any]:
        """Person and agreement of the pathways entered and not left."""
        query = select(raw(Pathway.participant_id), raw(Pathway.agreement_id)).where(
            Pathway.entry_on.is_not(None), or_(Pathway.exit_on.is_(None), Pathway.exit_on > self._today)
        )
        return self._rows(query, Pathway.participant_id)

    def _came(self) -> dict[tuple[RawId, RawId], date | None]:
        """By person and agreement, the last day present; None when something else is noted alone."""
        if self._presences is None:
            present = case((Presence.status == "P", Seance.day))
            query = (
                select(raw(Presence.participant_id), raw(Activity.agreement_id), func.max(present))
                .join_from(Presence, SeanceSlot, SeanceSlot.id == Presence.slot_id)
                .join(Seance, Seance.id == SeanceSlot.seance_id)
                .join(Activity, Activity.id == Seance.activity_id)
                .where(Seance.day <= self._today)
                .group_by(Presence.participant_id, Activity.agreement_id)
            )
            rows = self._rows(query, Presence.participant_id)
            self._presences = {(person, agreement): day for person, agreement, day in rows}
        return self._presences

    def _rows(self, query: Any, person: Any) -> Iterator[Any]:
        if self._few is not None:
            query = query.where(person.in_(self._few))
        for row in self._session.connection().execute(query):
            if row[0] is not None and (self._all is None or row[0] in self._all):
                yield row

    def _sources(self) -> list[tuple[str, Any, Any]]:
        def own(kind: str, person: Any, day: Any) -> tuple[str, Any, Any]:
            query = select(raw(person), func.max(day)).where(day <= self._today).group_by(person)
            return kind, query, person

        def of_pathway(kind: str, model: Any, day: Any, *where: Any) -> tuple[str, Any, Any]:
            _kind, query, person = own(kind, Pathway.participant_id, day)
            return kind, query.join_from(model, Pathway, Pathway.id == model.pathway_id).where(*where), person

        aid = func.coalesce(FinancialAid.decided_on, FinancialAid.asked_on)
        return [
            own("contact", DetectionContact.participant_id, DetectionContact.day),
            own("entree", Pathway.participant_id, Pathway.entry_on),
            own("sortie", Pathway.participant_id, Pathway.exit_on),
            own("entretien", Interview.participant_id, Interview.day),
            own("evaluation", Evaluation.participant_id, Evaluation.day),
            own("document", HandedDocument.participant_id, HandedDocument.day),
            of_pathway("situation", Situation, Situation.collected_on),
            of_pathway("immersion", Immersion, Immersion.end_on, ~Immersion.cancelled),
            of_pathway("aide", FinancialAid, aid),
            of_pathway("appel", FollowUpCall, FollowUpCall.day, FollowUpCall.outcome_code.in_(REACHED)),
        ]

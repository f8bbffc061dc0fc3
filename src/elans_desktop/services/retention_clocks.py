"""How long a file is kept: its last contact, when it is due, until when its proofs or a written reason hold it.

Two clocks (CNIL, délibération 2023-095; conventions): a file leaves the everyday lists so many months after the
last contact (24 by default); the proofs of an agreement are kept so many years after the year it ends (6, or 10
when the European Union pays a share). A file that is due while its proofs are not goes into the restricted
archive, and is anonymised afterwards.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.activities import Activity, Presence, Seance, SeanceSlot
from elans_desktop.models.evaluations import Evaluation
from elans_desktop.models.organisation import Agreement, Scheme
from elans_desktop.models.participants import DetectionContact, Participant, Pathway, Situation
from elans_desktop.models.support import FinancialAid, FollowUpCall, HandedDocument, Immersion, Interview
from elans_desktop.services import merged_files, settings
from elans_desktop.services.follow_up import REACHED
from elans_desktop.services.pathway_status import limit_day

FILE_MONTHS: Final = "retention_file_months"
PROOF_YEARS: Final = "retention_proof_years"
EU_PROOF_YEARS: Final = "retention_proof_eu_years"

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


def clocks(session: Session, ids: frozenset[uuid.UUID] | None = None) -> Mapping[uuid.UUID, FileClock]:
    """The clock of every file that speaks for a person (or of these), in a fixed number of reads."""
    rules = settings.values(session)
    months = rules.integer(FILE_MONTHS)
    links = merged_files.links(session)
    gone = merged_files.joined(links)
    last = _last_events(session)
    proofs = _proofs(session, rules.integer(PROOF_YEARS), rules.integer(EU_PROOF_YEARS))
    opened = _open_pathways(session)
    for row_id in gone:
        end = merged_files.final(links, row_id)
        _keep_latest(last, end, last.get(row_id))
        if (proof := proofs.get(row_id)) and (end not in proofs or proofs[end] < proof):
            proofs[end] = proof
        if row_id in opened:
            opened.setdefault(end, opened[row_id])
    query = select(
        Participant.id,
        Participant.keep_until,
        Participant.keep_reason,
        Participant.restricted_on,
        Participant.anonymised_on,
    )
    found: dict[uuid.UUID, FileClock] = {}
    for row_id, until, reason, restricted, anonymised in session.execute(query):
        if row_id in gone or (ids is not None and row_id not in ids):
            continue
        event = last.get(row_id) or Event(_made_on(row_id), "creation")
        due = limit_day(event.day, months)
        assert due is not None
        found[row_id] = FileClock(
            row_id, event, due, proofs.get(row_id), opened.get(row_id, ""), until, reason, restricted, anonymised
        )
    return found


def _made_on(row_id: uuid.UUID) -> date:
    """The day a file was made: its identifier holds the instant."""
    return clock.from_ms(row_id.int >> 80).date()


def _keep_latest(last: dict[uuid.UUID, Event], person: uuid.UUID, event: Event | None) -> None:
    if event is not None and (person not in last or last[person].day < event.day):
        last[person] = event


def _last_events(session: Session) -> dict[uuid.UUID, Event]:
    """The last event of each file up to today, one read for each kind."""
    last: dict[uuid.UUID, Event] = {}
    today = clock.today()
    for kind, query in _sources(today):
        for person, day in session.execute(query):
            if person is not None and day is not None:
                _keep_latest(last, person, Event(day, kind))
    return last


def _sources(today: date) -> list[tuple[str, Select[Any]]]:
    def own(person: Any, day: Any, *where: Any) -> Select[Any]:
        return select(person, func.max(day)).where(day <= today, *where).group_by(person)

    def of_pathway(model: Any, day: Any, *where: Any) -> Select[Any]:
        query = own(Pathway.participant_id, day, *where)
        return query.join_from(model, Pathway, Pathway.id == model.pathway_id)

    present = own(Presence.participant_id, Seance.day, Presence.status == "P")
    present = present.join_from(Presence, SeanceSlot, SeanceSlot.id == Presence.slot_id)
    present = present.join(Seance, Seance.id == SeanceSlot.seance_id)
    return [
        ("contact", own(DetectionContact.participant_id, DetectionContact.day)),
        ("entree", own(Pathway.participant_id, Pathway.entry_on)),
        ("sortie", own(Pathway.participant_id, Pathway.exit_on)),
        ("presence", present),
        ("entretien", own(Interview.participant_id, Interview.day)),
        ("evaluation", own(Evaluation.participant_id, Evaluation.day)),
        ("situation", of_pathway(Situation, Situation.collected_on)),
        ("immersion", of_pathway(Immersion, Immersion.end_on, ~Immersion.cancelled)),
        ("aide", of_pathway(FinancialAid, func.coalesce(FinancialAid.decided_on, FinancialAid.asked_on))),
        ("document", own(HandedDocument.participant_id, HandedDocument.day)),
        ("appel", of_pathway(FollowUpCall, FollowUpCall.day, FollowUpCall.outcome_code.in_(REACHED))),
    ]


def _titles(session: Session) -> dict[uuid.UUID, tuple[str, date, bool]]:
    query = select(Agreement, Scheme.label).join(Scheme, Scheme.id == Agreement.scheme_id)
    return {
        row.id: (row.title or f"{label} {row.start.year}", row.end, row.eu_cofunded)
        for row, label in session.execute(query)
    }


def _proofs(session: Session, years: int, eu_years: int) -> dict[uuid.UUID, Proof]:
    """The longest proof of each person: an entry in an agreement, or a presence in one of its activities."""
    ends: dict[uuid.UUID, Proof] = {
        key: Proof(date(end.year + (eu_years if union else years), 12, 31), title)
        for key, (title, end, union) in _titles(session).items()
    }
    entered = select(Pathway.participant_id, Pathway.agreement_id).where(Pathway.entry_on.is_not(None))
    came = (
        select(Presence.participant_id, Activity.agreement_id)
        .join_from(Presence, SeanceSlot, SeanceSlot.id == Presence.slot_id)
        .join(Seance, Seance.id == SeanceSlot.seance_id)
        .join(Activity, Activity.id == Seance.activity_id)
        .where(Activity.agreement_id.is_not(None))
        .distinct()
    )
    found: dict[uuid.UUID, Proof] = {}
    for query in (entered, came):
        for person, agreement in session.execute(query):
            proof = ends[agreement]
            if person not in found or found[person] < proof:
                found[person] = proof
    return found


def _open_pathways(session: Session) -> dict[uuid.UUID, str]:
    titles = _titles(session)
    query = select(Pathway.participant_id, Pathway.agreement_id).where(
        Pathway.entry_on.is_not(None), or_(Pathway.exit_on.is_(None), Pathway.exit_on > clock.today())
    )
    return {person: titles[agreement][0] for person, agreement in session.execute(query)}

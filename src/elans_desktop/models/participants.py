"""People: participants, first contacts, pathways by brique, suspensions, dated situations.

No field for the NIR, on purpose: décret 2019-341 lists who may process it, and our users are not in it.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import Connection, Index, String, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from elans_desktop.core.ids import keyed_id
from elans_desktop.core.text import fold
from elans_desktop.models.base import Row
from elans_desktop.models.types import Code, LongText, Minutes, Short, references


class Participant(Row):
    """One human in this classeur. Of the three names only one is required."""

    __tablename__ = "participant"
    __table_args__ = (Index(None, "search_key"),)

    number: Mapped[Code] = mapped_column(index=True)
    """Dossier number `2026-A0031`: year, laptop letter, rank."""
    civility: Mapped[Code | None]
    last_name: Mapped[Short]
    """Nom d'usage."""
    birth_name: Mapped[Short]
    first_name: Mapped[Short]
    birth_date: Mapped[date | None] = mapped_column(index=True)
    sex: Mapped[Code | None]
    nationality: Mapped[Code | None]
    address: Mapped[LongText]
    domiciliation: Mapped[Short]
    postcode: Mapped[Code]
    commune: Mapped[Short]
    insee: Mapped[Code]
    zone: Mapped[Code | None]
    phone: Mapped[Short]
    sms_accepted: Mapped[bool | None]
    email: Mapped[Short]
    contact_person: Mapped[Short]
    reachable_referent: Mapped[Short]
    language: Mapped[Short]
    notes: Mapped[LongText]
    information_given_on: Mapped[date | None]
    """Date the person was told what is recorded (information, not consent)."""
    information_given_by: Mapped[Short]
    archived_on: Mapped[date | None]
    opposed_on: Mapped[date | None]
    """Day the person objected to what is recorded (right of opposition)."""
    opposition_note: Mapped[LongText] = mapped_column(default="")
    opposes_contact: Mapped[bool] = mapped_column(default=False)
    """No call, no letter, no message any more."""
    opposes_sharing: Mapped[bool] = mapped_column(default=False)
    """Named in no list that leaves the organisation; still counted."""
    keep_until: Mapped[date | None]
    """Kept longer than the rule says, for a written reason."""
    keep_reason: Mapped[LongText] = mapped_column(default="")
    restricted_on: Mapped[date | None]
    """Put in the restricted archive: coordination alone opens it, until it is anonymised."""
    anonymised_on: Mapped[date | None]
    points_known: Mapped[LongText | None]
    """Of an anonymised file: codes of the points of completeness it answered and that its erasure took."""
    merged_into_id: Mapped[uuid.UUID | None] = mapped_column(references("participant.id"))
    """The file this one was merged into: its number still finds it."""
    search_key: Mapped[str] = mapped_column(String(500), info={"derived": True})
    """Folded names and number: computed at each write, not journalled."""


# few files have joined another or are put in the restricted archive: only those are indexed
_joined = Participant.__table__.c["merged_into_id"]
Index(None, _joined, sqlite_where=_joined.is_not(None))
_restricted = Participant.__table__.c["restricted_on"]
Index(None, _restricted, sqlite_where=_restricted.is_not(None))


def participant_search_key(number: str, *names: str) -> str:
    """The folded text that finds a person: names, then dossier number."""
    return fold(" ".join([*dict.fromkeys(n for n in names if n), number]))[:500]


@event.listens_for(Participant, "before_insert")
@event.listens_for(Participant, "before_update")
def _fill_search_key(_mapper: Mapper[Any], _connection: Connection, person: Participant) -> None:
    person.search_key = participant_search_key(
        person.number, person.last_name, person.first_name, person.birth_name
    )


class DetectionContact(Row):
    """A contact of repérage; without a participant it is anonymous and only counted."""

    __tablename__ = "detection_contact"

    participant_id: Mapped[uuid.UUID | None] = mapped_column(references("participant.id"), index=True)
    agreement_id: Mapped[uuid.UUID | None] = mapped_column(references("agreement.id"))
    day: Mapped[date] = mapped_column(index=True)
    mode_code: Mapped[Code | None]
    place: Mapped[Short]
    oriented_by_kind: Mapped[Code | None]
    oriented_by_structure_id: Mapped[uuid.UUID | None] = mapped_column(references("structure.id"))
    oriented_by_name: Mapped[Short]
    member_id: Mapped[uuid.UUID | None] = mapped_column(references("structure.id"))
    """The consortium member who met the person."""
    recall_consent: Mapped[bool | None]
    outcome_code: Mapped[Code | None]
    recall_on: Mapped[date | None]
    age_band: Mapped[Code | None]
    sex: Mapped[Code | None]
    commune: Mapped[Short]
    insee: Mapped[Code]
    professional_id: Mapped[uuid.UUID | None] = mapped_column(references("professional.id"))
    """Who met the person."""
    note: Mapped[LongText] = mapped_column(default="")
    converted_on: Mapped[date | None]
    """Day an anonymous contact was given its file: it still counts as one contact."""


class Pathway(Row):
    """A participant in an agreement. Its status is derived from dates, never stored."""

    __tablename__ = "pathway"
    # which pathways, and whose, an agreement had in a year: answered without reading their rows
    __table_args__ = (
        Index("ix_pathway_scope", "agreement_id", "entry_on", "exit_on", "id", "participant_id"),
    )

    participant_id: Mapped[uuid.UUID] = mapped_column(references("participant.id"), index=True)
    agreement_id: Mapped[uuid.UUID] = mapped_column(references("agreement.id"))
    entry_on: Mapped[date | None] = mapped_column(index=True)
    """First day in the pathway; unknown while the person is only spotted."""
    member_id: Mapped[uuid.UUID | None] = mapped_column(references("structure.id"))
    referent_id: Mapped[uuid.UUID | None] = mapped_column(references("professional.id"), index=True)
    prescriber_id: Mapped[uuid.UUID | None] = mapped_column(references("structure.id"))
    prescriber_name: Mapped[Short]
    registered_job_seeker: Mapped[bool | None]
    has_network_referent: Mapped[bool | None]
    last_referent_contact_on: Mapped[date | None]
    job_seeker_number: Mapped[Short] = mapped_column(default="")
    """Identifier at France Travail."""
    job_seeker_category: Mapped[Short] = mapped_column(default="")
    network_structure_id: Mapped[uuid.UUID | None] = mapped_column(references("structure.id"))
    """The référent body of the réseau pour l'emploi."""
    network_referent_name: Mapped[Short] = mapped_column(default="")
    engagement_signed_on: Mapped[date | None]
    """Contrat d'engagement (réseau pour l'emploi)."""
    weekly_target: Mapped[Minutes | None]
    """Weekly minutes of activity aimed at; the setting of the classeur when null."""
    eligibility_note: Mapped[LongText]
    elans_profile: Mapped[Code | None]
    espoir_site: Mapped[Short]
    diagnosis_on: Mapped[date | None]
    diagnosis_summary: Mapped[LongText]
    charter_signed_on: Mapped[date | None]
    own_words: Mapped[LongText]
    """The project of the person, in their own words."""
    extension_code: Mapped[Code | None]
    """Why it goes beyond the usual length (list `extension_reason`)."""
    extension_reason: Mapped[LongText]
    training_status: Mapped[Code | None]
    """stagiaire · stagiaire_remunere · benevole."""
    distance_entry: Mapped[Code | None]
    """Distance à l'emploi, said at the entry, never computed."""
    distance_exit: Mapped[Code | None]
    distance_note: Mapped[LongText] = mapped_column(default="")
    """What it rests on, at the entry."""
    distance_exit_note: Mapped[LongText] = mapped_column(default="")
    exit_on: Mapped[date | None] = mapped_column(index=True)
    exit_code: Mapped[Code | None]
    certified: Mapped[bool]
    """A certification was obtained on the way (F4): a flag, not an exit."""
    exit_structure_id: Mapped[uuid.UUID | None] = mapped_column(references("structure.id"))
    """Where the person goes."""
    exit_note: Mapped[LongText]


class PathwayGround(Row):
    """A subsidiary ground of eligibility ticked (cahier des charges O2R). Key: pathway × code."""

    __tablename__ = "pathway_ground"

    pathway_id: Mapped[uuid.UUID] = mapped_column(references("pathway.id"), index=True)
    code: Mapped[Code]

    @staticmethod
    def key(pathway_id: uuid.UUID, code: str) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("pathway_ground", pathway_id, code)


class PathwayBrique(Row):
    """A stay of a pathway in a brique; `end_on` null means it goes on."""

    __tablename__ = "pathway_brique"

    pathway_id: Mapped[uuid.UUID] = mapped_column(references("pathway.id"), index=True)
    brique_code: Mapped[Code]
    start_on: Mapped[date]
    end_on: Mapped[date | None]


class PathwaySuspension(Row):
    """A pause of a pathway."""

    __tablename__ = "pathway_suspension"

    pathway_id: Mapped[uuid.UUID] = mapped_column(references("pathway.id"), index=True)
    start_on: Mapped[date]
    end_on: Mapped[date | None]
    reason: Mapped[Short]


class Situation(Row):
    """The situation of the person at one moment of the pathway. Key: pathway × moment."""

    __tablename__ = "situation"

    pathway_id: Mapped[uuid.UUID] = mapped_column(references("pathway.id"), index=True)
    moment: Mapped[Code]
    """entree · mi_parcours · sortie · plus_6_mois."""
    collected_on: Mapped[date]
    family: Mapped[Code | None]
    children: Mapped[int | None]
    children_under_3: Mapped[int | None]
    housing: Mapped[Code | None]
    education: Mapped[Code | None]
    last_class: Mapped[Short]
    employment: Mapped[Code | None]
    unemployed_for: Mapped[Code | None]
    french: Mapped[Code | None]
    administrative: Mapped[Code | None]
    administrative_until: Mapped[date | None]

    @staticmethod
    def key(pathway_id: uuid.UUID, moment: str) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("situation", pathway_id, moment)


class SituationChoice(Row):
    """One ticked answer among several (resources, mobility, equipment). Key: situation × list × code."""

    __tablename__ = "situation_choice"

    situation_id: Mapped[uuid.UUID] = mapped_column(references("situation.id"), index=True)
    list_code: Mapped[Code]
    code: Mapped[Code]

    @staticmethod
    def key(situation_id: uuid.UUID, list_code: str, code: str) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("situation_choice", situation_id, list_code, code)

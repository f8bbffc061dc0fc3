"""The rights people use on their data, the day by which each is answered, and what they object to.

Règlement (UE) 2016/679: access (15), rectification (16), erasure (17), limitation (18), portability (20),
opposition (21). An answer is due one month after the request, three when the person was told so (12.3).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.core.text import list_name
from elans_desktop.models.documents import IssuedDocument
from elans_desktop.models.organisation import User
from elans_desktop.models.participants import Participant
from elans_desktop.models.privacy import PersonRequest
from elans_desktop.services import restricted
from elans_desktop.services.kept import Kept, existing
from elans_desktop.services.participants import merged_files
from elans_desktop.services.pathways.pathway_status import limit_day
from elans_desktop.services.permissions import Right, allowed, require
from elans_desktop.storage.actor import actor_of

ACCESS, RECTIFICATION, OPPOSITION = "acces", "rectification", "opposition"
ERASURE, LIMITATION, PORTABILITY = "effacement", "limitation", "portabilite"
KINDS = {
    ACCESS: "Accès à ses données",
    RECTIFICATION: "Rectification",
    OPPOSITION: "Opposition",
    ERASURE: "Effacement",
    LIMITATION: "Limitation",
    PORTABILITY: "Portabilité",
}
MEANS = {
    "sur_place": "Sur place",
    "telephone": "Téléphone",
    "courrier": "Courrier",
    "courriel": "Courriel",
}
ACCEPTED, PARTLY, REFUSED = "acceptee", "partielle", "refusee"
OUTCOMES = {ACCEPTED: "Acceptée", PARTLY: "Acceptée en partie", REFUSED: "Refusée"}
MONTHS, MONTHS_EXTENDED = 1, 3
ARCHIVE = "export-personne"
"""Key of the trace of an archive handed over, beside those of the printed documents."""
SOON = timedelta(days=10)
"""A request due within it is urgent."""
GONE = "Cette demande n’est plus dans le classeur."
_NOBODY = "Cette personne n’est plus dans le classeur."


@dataclass(frozen=True, slots=True)
class RequestInput:
    """A request as typed. The two `opposes_…` are for an opposition: what it is about."""

    participant_id: uuid.UUID
    id: uuid.UUID | None = None
    kind_code: str | None = None
    received_on: date | None = None
    means_code: str | None = None
    wording: str = field(default="", repr=False)
    opposes_contact: bool = False
    opposes_sharing: bool = False
    extended: bool = False
    answered_on: date | None = None
    outcome_code: str | None = None
    answer: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RequestRow(Kept):
    """A request and whose it is. `due_on`: the last day to answer."""

    input: RequestInput
    number: str
    name: str = field(repr=False)
    """« BAZIN Lucie »."""
    due_on: date

    @property
    def kind(self) -> str:
        """« Accès à ses données »."""
        return KINDS.get(self.input.kind_code or "", self.input.kind_code or "")

    @property
    def waits(self) -> bool:
        """Whether nothing was answered yet."""
        return self.input.answered_on is None

    @property
    def late(self) -> bool:
        """Whether its last day has passed without an answer."""
        return self.waits and self.due_on < clock.today()


@dataclass(frozen=True, slots=True)
class Opposition:
    """What a person objects to. `since` None: nothing."""

    since: date | None = None
    contact: bool = False
    sharing: bool = False
    note: str = field(default="", repr=False)

    @property
    def words(self) -> str:
        """« ni appels ni courriers ; nommée dans aucune liste transmise »."""
        parts = [
            words
            for words, held in (
                ("ni appels ni courriers", self.contact),
                ("son nom ne figure dans aucune liste exportée", self.sharing),
            )
            if held
        ]
        return "\u00a0; ".join(parts)


def due_day(received_on: date, *, extended: bool = False) -> date:
    """The last day to answer a request."""
    day = limit_day(received_on, MONTHS_EXTENDED if extended else MONTHS)
    assert day is not None
    return day


def opposition(session: Session, participant_id: uuid.UUID) -> Opposition:
    """What a person objects to today; nothing for somebody who is no longer in the classeur."""
    require(session, Right.READ_PEOPLE)
    person = session.get(Participant, participant_id)
    return _opposition(person) if person else Opposition()


def of_participant(session: Session, participant_id: uuid.UUID) -> tuple[RequestRow, ...]:
    """The requests of a person, the latest first."""
    require(session, Right.READ_PEOPLE)
    query = _all(session).where(PersonRequest.participant_id == participant_id)
    return _rows(session, query.order_by(PersonRequest.received_on.desc(), PersonRequest.id.desc()))


@dataclass(frozen=True, slots=True)
class HandedOver:
    """An archive of everything known of a person, written by somebody. Local time."""

    at: datetime
    who: str = field(repr=False)


def handed_over(session: Session, participant_id: uuid.UUID) -> tuple[HandedOver, ...]:
    """The archives made for a person, the latest first."""
    require(session, Right.READ_PEOPLE)
    query = (
        select(IssuedDocument.issued_at, User.name)
        .outerjoin(User, User.id == IssuedDocument.user_id)
        .where(IssuedDocument.subject_id == participant_id, IssuedDocument.key == ARCHIVE)
        .order_by(IssuedDocument.issued_at.desc())
    )
    return tuple(HandedOver(clock.from_ms(at), name or "") for at, name in session.execute(query))


def opposed_to_sharing(session: Session) -> frozenset[uuid.UUID]:
    """The people whose name leaves in no list."""
    return frozenset(session.scalars(select(Participant.id).where(Participant.opposes_sharing)))


def left_out_words(many: int) -> str:
    """What is said to who exports a list without them; "" when nobody objects."""
    if not many:
        return ""
    if many == 1:
        return "1\u00a0personne n’y est pas\u00a0: elle s’oppose à figurer dans les listes exportées"
    return f"{many}\u00a0personnes n’y sont pas\u00a0: elles s’opposent à figurer dans les listes exportées"


def register(session: Session) -> tuple[RequestRow, ...]:
    """Every request: those that wait, the first due first, then those answered, the latest first."""
    require(session, Right.READ_PEOPLE)
    rows = _rows(session, _all(session).order_by(PersonRequest.received_on.desc(), PersonRequest.id.desc()))
    waiting = sorted((one for one in rows if one.waits), key=lambda one: one.due_on)
    return (*waiting, *(one for one in rows if not one.waits))


def waiting(session: Session) -> tuple[RequestRow, ...]:
    """The requests without an answer, the first due first."""
    require(session, Right.READ_PEOPLE)
    rows = _rows(session, _all(session).where(PersonRequest.answered_on.is_(None)))
    return tuple(sorted(rows, key=lambda one: (one.due_on, one.name)))


def save(session: Session, typed: RequestInput) -> uuid.UUID:
    """Note a request or change it. An opposition takes effect at once, unless it is refused, and ends when
    it is about nothing any more.

    Returns its id. Raises InputError, NotFoundError, RuleError (a file joined to another), PermissionDenied.
    """
    require(session, Right.EDIT_PEOPLE)
    person = existing(session, Participant, typed.participant_id, _NOBODY)
    _refuse(session, person)
    if wrong := _problems(typed):
        raise InputError(wrong)
    assert typed.received_on is not None
    assert typed.kind_code is not None
    if typed.id is None:
        row = PersonRequest(participant_id=person.id)
        session.add(row)
        before = None
    else:
        row = existing(session, PersonRequest, typed.id, GONE)
        before = row.kind_code
    row.kind_code, row.received_on, row.means_code = typed.kind_code, typed.received_on, typed.means_code
    row.wording, row.extended = typed.wording.strip(), typed.extended
    row.answered_on, row.outcome_code, row.answer = (
        typed.answered_on,
        typed.outcome_code,
        typed.answer.strip(),
    )
    if typed.kind_code == OPPOSITION:
        holds = typed.outcome_code != REFUSED and (typed.opposes_contact or typed.opposes_sharing)
        _oppose(person, typed if holds else None)
    elif before == OPPOSITION:
        _oppose(person, None)
    session.flush()
    return row.id


def lift(session: Session, participant_id: uuid.UUID) -> None:
    """The person objects no longer; what was noted stays in the history. Raises NotFoundError."""
    require(session, Right.EDIT_PEOPLE)
    person = existing(session, Participant, participant_id, _NOBODY)
    _refuse(session, person)
    _oppose(person, None)
    session.flush()


def delete(session: Session, request_id: uuid.UUID) -> None:
    """Remove a line entered by mistake; an opposition goes with it. Raises NotFoundError."""
    require(session, Right.EDIT_PEOPLE)
    row = existing(session, PersonRequest, request_id, GONE)
    if row.kind_code == OPPOSITION:
        person = existing(session, Participant, row.participant_id, _NOBODY)
        _oppose(person, None)
    session.delete(row)


def _refuse(session: Session, person: Participant) -> None:
    """Raises RuleError when nothing is noted there; the restricted archive takes no right away."""
    if person.anonymised_on is not None:
        restricted.refuse_writing(person)
    merged_files.refuse_joined(session, person)


def _oppose(person: Participant, typed: RequestInput | None) -> None:
    person.opposed_on = typed.received_on if typed else None
    person.opposition_note = typed.wording.strip() if typed else ""
    person.opposes_contact = typed.opposes_contact if typed else False
    person.opposes_sharing = typed.opposes_sharing if typed else False


def _problems(typed: RequestInput) -> dict[str, str]:
    wrong: dict[str, str] = {}
    today = clock.today()
    if typed.kind_code not in KINDS:
        wrong["kind_code"] = "Dites quel droit la personne utilise."
    if typed.received_on is None:
        wrong["received_on"] = "Indiquez le jour où la demande est arrivée\u00a0: le délai part de là."
    elif typed.received_on > today:
        wrong["received_on"] = "Cette demande est dans le futur\u00a0: vérifiez la date."
    opposes = typed.opposes_contact or typed.opposes_sharing
    if typed.kind_code == OPPOSITION and typed.id is None and not opposes and typed.outcome_code != REFUSED:
        wrong["opposes_contact"] = "Cochez ce à quoi la personne s’oppose."
    if typed.answered_on is None:
        if typed.outcome_code:
            wrong["answered_on"] = "Indiquez le jour de la réponse."
    elif typed.answered_on > today:
        wrong["answered_on"] = "Cette réponse est dans le futur\u00a0: vérifiez la date."
    elif typed.received_on and typed.answered_on < typed.received_on:
        wrong["answered_on"] = "La réponse est avant la demande\u00a0: vérifiez les deux dates."
    elif typed.outcome_code not in OUTCOMES:
        wrong["outcome_code"] = "Dites ce qui a été répondu."
    if typed.outcome_code == REFUSED and not typed.answer.strip():
        wrong["answer"] = "Écrivez le motif du refus\u00a0: la personne a le droit de le connaître."
    return wrong


def _all(session: Session) -> Select[PersonRequest, Participant]:
    """Those of the files in the restricted archive for the coordination alone."""
    query = (
        select(PersonRequest, Participant)
        .join(Participant, Participant.id == PersonRequest.participant_id)
        .where(Participant.anonymised_on.is_(None))
    )
    if allowed(actor_of(session), Right.ADMINISTER):
        return query
    return query.where(Participant.restricted_on.is_(None))


def _opposition(person: Participant) -> Opposition:
    return Opposition(
        person.opposed_on, person.opposes_contact, person.opposes_sharing, person.opposition_note
    )


def _rows(session: Session, query: Select[PersonRequest, Participant]) -> tuple[RequestRow, ...]:
    return tuple(_row(request, person) for request, person in session.execute(query))


def _row(row: PersonRequest, person: Participant) -> RequestRow:
    last, first = restricted.shown_names(person)
    opposed = row.kind_code == OPPOSITION and person.opposed_on is not None
    typed = RequestInput(
        participant_id=row.participant_id,
        id=row.id,
        kind_code=row.kind_code,
        received_on=row.received_on,
        means_code=row.means_code,
        wording=row.wording,
        opposes_contact=opposed and person.opposes_contact,
        opposes_sharing=opposed and person.opposes_sharing,
        extended=row.extended,
        answered_on=row.answered_on,
        outcome_code=row.outcome_code,
        answer=row.answer,
    )
    return RequestRow(
        typed, person.number, list_name(last, first), due_day(row.received_on, extended=row.extended)
    )

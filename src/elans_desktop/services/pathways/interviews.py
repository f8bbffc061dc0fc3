"""Interviews: what was said and decided, in facts that may be shared; the private note that its author reads.

The private note is a rule of the program: every function here gives and takes that of the actor alone.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.core.formats import count
from elans_desktop.core.text import natural_name, storable
from elans_desktop.models.organisation import Professional
from elans_desktop.models.participants import Pathway
from elans_desktop.models.support import Interview, PrivateNote
from elans_desktop.services import restricted
from elans_desktop.services.kept import existing
from elans_desktop.services.organisation import reference, wording
from elans_desktop.services.pathways import support_days
from elans_desktop.services.permissions import Right, require
from elans_desktop.storage.actor import actor_of

MEDIA = "interview_medium"
GONE = "Cet entretien n’est plus dans le classeur."
MOST_LETTERS = 200
EXCERPT = 160
"""Letters of a summary that a list shows."""
LONGEST = 720
"""Minutes of an interview beyond which the duration is a slip of the hand."""


@dataclass(frozen=True, slots=True)
class InterviewInput:
    """An interview as typed. Times and durations in minutes. `private_note` None: leave it as it is."""

    participant_id: uuid.UUID
    id: uuid.UUID | None = None
    pathway_id: uuid.UUID | None = None
    day: date | None = None
    start: int | None = None
    duration: int | None = None
    medium_code: str | None = None
    subject_code: str | None = None
    """A type of the catalogue of activities: the only subject that a sheet may show."""
    professional_id: uuid.UUID | None = None
    present: str = field(default="", repr=False)
    summary: str = field(default="", repr=False)
    follow_up: str = field(default="", repr=False)
    to_reread: bool = False
    next_on: date | None = None
    next_start: int | None = None
    next_place: str = field(default="", repr=False)
    private_note: str | None = field(default=None, repr=False)


_APART = ("id", "participant_id", "private_note")
_COLUMNS = tuple(name for name in InterviewInput.__slots__ if name not in _APART)


@dataclass(frozen=True, slots=True)
class InterviewView:
    """An interview, with the actor's own private note and no other."""

    id: uuid.UUID
    input: InterviewInput
    medium: str
    professional: str = field(repr=False)
    passages: int
    """Passages to read again in the summary and what follows."""

    @property
    def day(self) -> date:
        """Its day."""
        assert self.input.day is not None
        return self.input.day


@dataclass(frozen=True, slots=True)
class InterviewLine:
    """A line of the list of interviews."""

    id: uuid.UUID
    day: date
    duration: int | None
    medium: str
    professional: str = field(repr=False)
    excerpt: str = field(repr=False)
    to_reread: bool
    has_note: bool
    """The actor wrote a private note about it."""


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """The next appointment of a person."""

    interview_id: uuid.UUID
    day: date
    start: int | None
    place: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class InterviewsView:
    """What the file shows of the interviews of a person."""

    count: int
    latest: InterviewView | None
    next: NextMeeting | None
    to_reread: int
    """Interviews marked to be read again."""
    notes: int
    """Private notes of the actor about this person."""


def of_participant(session: Session, participant_id: uuid.UUID) -> InterviewsView:
    """The latest interview, the next appointment and the counts of a person: five reads at most."""
    require(session, Right.SUPPORT)
    of_person = Interview.participant_id == participant_id
    latest = session.scalars(select(Interview).where(of_person).order_by(*_LATEST_FIRST).limit(1)).first()
    if latest is None:
        return InterviewsView(0, None, None, 0, 0)
    number, marked = session.execute(
        select(func.count(), func.count().filter(Interview.to_reread)).where(of_person)
    ).one()
    return InterviewsView(
        count=number,
        latest=_view(session, latest),
        next=next_meeting(session, participant_id),
        to_reread=marked,
        notes=session.scalar(
            select(func.count())
            .select_from(PrivateNote)
            .join(Interview, Interview.id == PrivateNote.interview_id)
            .where(of_person, PrivateNote.user_id == actor_of(session).user_id)
        )
        or 0,
    )


_LATEST_FIRST = (Interview.day.desc(), Interview.start.desc(), Interview.id.desc())


def next_meeting(session: Session, participant_id: uuid.UUID) -> NextMeeting | None:
    """The first appointment still to come, today included, unless an interview was noted since."""
    require(session, Right.READ_PEOPLE)
    last = select(func.max(Interview.day)).where(Interview.participant_id == participant_id)
    found = session.execute(
        select(Interview.id, Interview.next_on, Interview.next_start, Interview.next_place)
        .where(
            Interview.participant_id == participant_id,
            Interview.next_on >= clock.today(),
            Interview.next_on > last.scalar_subquery(),
        )
        .order_by(Interview.next_on, Interview.next_start)
        .limit(1)
    ).first()
    return NextMeeting(*found) if found and found[1] else None


def how_many(session: Session, participant_id: uuid.UUID) -> int:
    """How many interviews a person has. Raises PermissionDenied."""
    require(session, Right.SUPPORT)
    query = select(func.count()).select_from(Interview).where(Interview.participant_id == participant_id)
    return session.scalar(query) or 0


def lines(session: Session, participant_id: uuid.UUID) -> tuple[InterviewLine, ...]:
    """Every interview of a person, the latest first: two reads."""
    require(session, Right.SUPPORT)
    labels = reference.labels(session, MEDIA)
    mine = PrivateNote.user_id == actor_of(session).user_id
    query = (
        select(
            Interview.id,
            Interview.day,
            Interview.duration,
            Interview.medium_code,
            Professional.last_name,
            Professional.first_name,
            func.substr(Interview.summary, 1, EXCERPT),
            Interview.to_reread,
            PrivateNote.id,
        )
        .outerjoin(Professional, Professional.id == Interview.professional_id)
        .outerjoin(PrivateNote, (PrivateNote.interview_id == Interview.id) & mine)
        .where(Interview.participant_id == participant_id)
        .order_by(*_LATEST_FIRST)
    )
    return tuple(
        InterviewLine(
            id=key,
            day=day,
            duration=length,
            medium=labels(MEDIA, medium),
            professional=natural_name(last or "", first or ""),
            excerpt=" ".join(words.split()),
            to_reread=marked,
            has_note=bool(note),
        )
        for key, day, length, medium, last, first, words, marked, note in session.execute(query)
    )


def view(session: Session, interview_id: uuid.UUID) -> InterviewView:
    """One interview. Raises NotFoundError, PermissionDenied."""
    require(session, Right.SUPPORT)
    return _view(session, existing(session, Interview, interview_id, GONE))


def _view(session: Session, row: Interview) -> InterviewView:
    who = session.get(Professional, row.professional_id) if row.professional_id else None
    note = session.get(PrivateNote, PrivateNote.key(row.id, actor_of(session).user_id))
    values = {name: getattr(row, name) for name in _COLUMNS}
    return InterviewView(
        id=row.id,
        input=InterviewInput(
            participant_id=row.participant_id, id=row.id, private_note=note.text if note else "", **values
        ),
        medium=reference.label(session, MEDIA, row.medium_code),
        professional=natural_name(who.last_name, who.first_name) if who else "",
        passages=len(wording.passages(row.summary)) + len(wording.passages(row.follow_up)),
    )


def private_notes(session: Session, participant_id: uuid.UUID) -> tuple[tuple[date, str], ...]:
    """The actor's own notes about a person, by day: printed only when they tick it."""
    require(session, Right.SUPPORT)
    query = (
        select(Interview.day, PrivateNote.text)
        .join(Interview, Interview.id == PrivateNote.interview_id)
        .where(Interview.participant_id == participant_id, PrivateNote.user_id == actor_of(session).user_id)
        .order_by(Interview.day)
    )
    return tuple((day, text) for day, text in session.execute(query))


def save(session: Session, typed: InterviewInput) -> uuid.UUID:
    """Note an interview or change it; `private_note` is the actor's own. Returns its id.

    Raises InputError: no day, a day in the future or before the person was known, nothing written, the same
    interview noted twice, an appointment before the interview. NotFoundError, PermissionDenied.
    """
    actor = support_days.writer(session)
    person = support_days.person(session, typed.participant_id)
    row = existing(session, Interview, typed.id, GONE) if typed.id else None
    _check(session, typed, support_days.first_of_person(session, person))
    if row is None:
        row = Interview(participant_id=typed.participant_id)
        session.add(row)
    for name in _COLUMNS:
        value = getattr(typed, name)
        setattr(row, name, storable(value) if isinstance(value, str) else value)
    row.pathway_id = _own_pathway(session, typed)
    session.flush()
    if typed.private_note is not None:
        _keep_note(session, row.id, actor.user_id, storable(typed.private_note))
    return row.id


def _own_pathway(session: Session, typed: InterviewInput) -> uuid.UUID | None:
    """The pathway given, when it is one of this person."""
    found = session.get(Pathway, typed.pathway_id) if typed.pathway_id else None
    return found.id if found and found.participant_id == typed.participant_id else None


def _keep_note(session: Session, interview_id: uuid.UUID, user_id: uuid.UUID, text: str) -> None:
    key = PrivateNote.key(interview_id, user_id)
    note = session.get(PrivateNote, key)
    if note is None and text:
        session.add(PrivateNote(id=key, interview_id=interview_id, user_id=user_id, text=text))
    elif note is not None and text:
        note.text = text
    elif note is not None:
        session.delete(note)
    session.flush()


def _check(session: Session, typed: InterviewInput, first: date | None) -> None:
    wrong: dict[str, str] = {}
    if typed.day is None:
        wrong["day"] = "Indiquez le jour de l’entretien."
    elif problem := support_days.day_problem(typed.day, first, "Cet entretien", "le premier contact"):
        wrong["day"] = problem
    if typed.duration is not None and not 0 < typed.duration <= LONGEST:
        wrong["duration"] = "Indiquez une durée entre une minute et douze heures."
    if typed.next_on and typed.day and typed.next_on < typed.day:
        wrong["next_on"] = "Le rendez-vous est avant l’entretien\u00a0: vérifiez les deux dates."
    if typed.next_on is None and typed.next_start is not None:
        wrong["next_on"] = "Indiquez aussi le jour du rendez-vous."
    for name in ("present", "next_place"):
        if len(getattr(typed, name)) > MOST_LETTERS:
            wrong[name] = f"C’est trop long\u00a0: {count(MOST_LETTERS, 'lettre')} au plus."
    written = (typed.summary, typed.follow_up, typed.private_note or "")
    if not (any(text.strip() for text in written) or typed.medium_code or typed.next_on):
        wrong["summary"] = "Écrivez ce qui s’est dit, ou au moins comment l’entretien s’est passé."
    if not wrong and _is_twin(session, typed):
        wrong["day"] = (
            "Cet entretien est déjà noté ce jour-là, mot pour mot\u00a0: ouvrez-le pour le compléter."
        )
    if wrong:
        raise InputError(wrong)


def _is_twin(session: Session, typed: InterviewInput) -> bool:
    others = session.execute(
        select(Interview.id, Interview.start, Interview.summary, Interview.medium_code).where(
            Interview.participant_id == typed.participant_id, Interview.day == typed.day
        )
    )
    mine = (typed.start, storable(typed.summary), typed.medium_code)
    return any(key != typed.id and tuple(rest) == mine for key, *rest in others)


def delete(session: Session, interview_id: uuid.UUID) -> None:
    """Remove an interview entered by mistake, with the actor's own note.

    Raises RuleError when a colleague wrote a private note about it. NotFoundError, PermissionDenied.
    """
    actor = support_days.writer(session)
    row = existing(session, Interview, interview_id, GONE)
    restricted.refuse_writing_about(session, row.participant_id)
    notes = session.scalars(select(PrivateNote).where(PrivateNote.interview_id == interview_id)).all()
    if any(note.user_id != actor.user_id for note in notes):
        raise RuleError(
            "Un collègue a une note privée sur cet entretien\u00a0: il ne peut pas être supprimé.",
            "Corrigez-le plutôt\u00a0: l’historique garde ce qui y était.",
        )
    for note in notes:
        session.delete(note)
    session.delete(row)
    session.flush()

"""Files that may be of one person: as one types, in an import, on demand; and those told apart for good."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from elans_desktop.core import formats
from elans_desktop.core.errors import NotFoundError
from elans_desktop.core.text import list_name, sort_key
from elans_desktop.models.participants import Participant
from elans_desktop.models.privacy import DistinctPair
from elans_desktop.services.participants import likeness, merged_files
from elans_desktop.services.participants.likeness import Index, Person
from elans_desktop.services.participants.participants import ParticipantInput
from elans_desktop.services.permissions import Right, require

Progress = Callable[[int, int], None]
"""`progress(done, total)`; may raise Cancelled."""

STEP = 500
WHILE_TYPING = 60
"""Score from which a file is shown to somebody who creates another."""


@dataclass(frozen=True, slots=True)
class TwinRow:
    """A file that may be of the person typed, and why."""

    id: uuid.UUID
    number: str
    name: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    archived: bool
    score: int
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TwinPair:
    """Two files that may be of one person. The first is the one proposed to stay: open, and the older."""

    first: TwinRow
    second: TwinRow
    score: int
    reason: str = field(repr=False)

    @property
    def key(self) -> uuid.UUID:
        """Identifies the pair, whatever the order."""
        return DistinctPair.key(self.first.id, self.second.id)


def twins(session: Session, typed: ParticipantInput) -> tuple[TwinRow, ...]:
    """The files that may be of the person typed, the most alike first; those told apart are left out."""
    who = likeness.person(
        typed.id or uuid.UUID(int=0),
        typed.last_name,
        typed.birth_name,
        typed.first_name,
        typed.birth_date,
        typed.phone,
    )
    conditions = list(_candidates(typed, who))
    if not conditions:
        return ()
    apart = _apart(session) if typed.id else frozenset[uuid.UUID]()
    cards: dict[uuid.UUID, TwinRow] = {}
    people: list[Person] = []
    for person, card in _people(session, or_(*conditions)):
        people.append(person)
        cards[card.id] = card
    found = (
        _alike(cards[other.id], alike)
        for other, alike in Index(people).find(who)
        if alike.score >= WHILE_TYPING
        and (typed.id is None or DistinctPair.key(typed.id, other.id) not in apart)
    )
    return tuple(sorted(found, key=lambda row: (-row.score, sort_key(row.name))))


def scan(session: Session, progress: Progress | None = None) -> tuple[TwinPair, ...]:
    """Every pair of files that may be of one person, the most alike first; those told apart are left out.

    Raises PermissionDenied, Cancelled (from `progress`).
    """
    require(session, Right.MERGE_PEOPLE)
    apart = _apart(session)
    known = list(_people(session))
    cards = {card.id: card for _person, card in known}
    index = Index()
    pairs: dict[uuid.UUID, TwinPair] = {}
    for rank, (person, _card) in enumerate(known):
        if progress is not None and rank % STEP == 0:
            progress(rank, len(known))
        for other, alike in index.find(person):
            key = DistinctPair.key(person.id, other.id)
            if key not in apart and (key not in pairs or alike.score > pairs[key].score):
                first, second = sorted((cards[person.id], cards[other.id]), key=_staying)
                pairs[key] = TwinPair(first, second, alike.score, alike.reason)
        index.add(person)
    if progress is not None:
        progress(len(known), len(known))
    return tuple(sorted(pairs.values(), key=lambda pair: (-pair.score, sort_key(pair.first.name))))


def pair(session: Session, one: uuid.UUID, other: uuid.UUID) -> TwinPair:
    """Two files that somebody wants to compare, alike or not. Raises PermissionDenied, NotFoundError."""
    require(session, Right.MERGE_PEOPLE)
    known = {card.id: (person, card) for person, card in _people(session, Participant.id.in_((one, other)))}
    if len(known) < 2:
        raise NotFoundError("L’un de ces dossiers ne peut être réuni avec un autre.", "Relisez la liste.")
    alike = likeness.compare(known[one][0], known[other][0])
    first, second = sorted((known[one][1], known[other][1]), key=_staying)
    return TwinPair(first, second, alike.score if alike else 0, alike.reason if alike else "")


def tell_apart(session: Session, one: uuid.UUID, other: uuid.UUID) -> None:
    """« Ce n’est pas la même personne »: the two are never proposed again. Raises NotFoundError."""
    require(session, Right.MERGE_PEOPLE)
    for row_id in (one, other):
        if session.get(Participant, row_id) is None:
            raise NotFoundError("Ce dossier n’est plus dans le classeur.")
    key = DistinctPair.key(one, other)
    if session.get(DistinctPair, key) is None:
        first, second = sorted((one, other))
        session.add(DistinctPair(id=key, first_id=first, second_id=second))
        session.flush()


def index_of(session: Session) -> tuple[Index, dict[uuid.UUID, str]]:
    """Every file, for an import; and the number of each. What joined another file finds that other."""
    known = list(_people(session))
    return Index(person for person, _card in known), {card.id: card.number for _person, card in known}


def _candidates(typed: ParticipantInput, who: Person) -> Iterator[ColumnElement[bool]]:
    """What the files worth comparing have in common with the person typed."""
    for name in {who.last, who.birth} - {""} or {""}:
        words = f"{name} {who.first}".split()
        if len(words) > 1:
            yield and_(*(Participant.search_key.contains(word, autoescape=True) for word in words))
    if who.born is not None:
        yield Participant.birth_date == who.born
    if who.phone:
        yield Participant.phone == formats.phone(typed.phone)


def _people(
    session: Session, condition: ColumnElement[bool] | None = None
) -> Iterator[tuple[Person, TwinRow]]:
    """The files, neither anonymised nor restricted; one that joined another speaks for that other."""
    links = merged_files.links(session)
    query = select(
        Participant.id,
        Participant.number,
        Participant.last_name,
        Participant.birth_name,
        Participant.first_name,
        Participant.birth_date,
        Participant.phone,
        Participant.archived_on,
    ).where(Participant.anonymised_on.is_(None), Participant.restricted_on.is_(None))
    if condition is not None:
        query = query.where(condition)
    joined: list[tuple[uuid.UUID, Any]] = []
    made: dict[uuid.UUID, TwinRow] = {}
    for row in session.execute(query.order_by(Participant.number)):
        row_id, number, last, birth, first, born, phone, archived = row
        if (end := merged_files.final(links, row_id)) != row_id:
            joined.append((end, row))
            continue
        name = list_name(last or birth, first)
        made[row_id] = card = TwinRow(row_id, number, name, born, archived is not None, 0, "")
        yield likeness.person(row_id, last, birth, first, born, phone), card
    for end, (_id, _number, last, birth, first, born, phone, _archived) in joined:
        if card := made.get(end) or _card(session, end):
            yield likeness.person(end, last, birth, first, born, phone), card


def _card(session: Session, row_id: uuid.UUID) -> TwinRow | None:
    row = session.get(Participant, row_id)
    if row is None:
        return None
    name = list_name(row.last_name or row.birth_name, row.first_name)
    return TwinRow(row.id, row.number, name, row.birth_date, row.archived_on is not None, 0, "")


def _alike(card: TwinRow, alike: likeness.Likeness) -> TwinRow:
    return TwinRow(card.id, card.number, card.name, card.birth_date, card.archived, alike.score, alike.reason)


def _staying(card: TwinRow) -> tuple[bool, str]:
    return card.archived, card.number


def _apart(session: Session) -> frozenset[uuid.UUID]:
    return frozenset(session.scalars(select(DistinctPair.id)))

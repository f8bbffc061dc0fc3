"""Who a paper is about: each person with the pathway on show, its stays and its letterhead, read in bulk."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from elans_desktop.core import clock
from elans_desktop.core.errors import NotFoundError, RuleError
from elans_desktop.core.formats import NBSP, age, date_short
from elans_desktop.core.text import natural_name, sort_key
from elans_desktop.models.base import Row
from elans_desktop.models.participants import Participant, Pathway
from elans_desktop.services import restricted
from elans_desktop.services.organisation import agreements, organisation, settings
from elans_desktop.services.organisation.agreements import AgreementRow
from elans_desktop.services.organisation.schemes import SchemeView
from elans_desktop.services.paper import Letterhead, PaperBrique
from elans_desktop.services.participants.person_papers.words import Words
from elans_desktop.services.pathways import pathway_children, pathway_limits, pathway_status
from elans_desktop.services.pathways.pathway_limits import Limits
from elans_desktop.services.pathways.pathway_status import Pause, Stay
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.services.scope import Scope

NOBODY = "Choisissez au moins une personne à imprimer."
_GONE = "Cette personne n’est plus dans le classeur."

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Case:
    """A person and the pathway on show."""

    person: Participant = field(repr=False)
    pathway: Pathway | None = field(repr=False)
    agreement: AgreementRow | None
    scheme: SchemeView
    letterhead: Letterhead
    limits: Limits
    no_contact_months: int = 5
    grounds: tuple[str, ...] = ()
    stays: tuple[Stay, ...] = ()
    pauses: tuple[Pause, ...] = field(default=(), repr=False)

    @property
    def id(self) -> uuid.UUID:
        """The person."""
        return self.person.id

    @property
    def last_name(self) -> str:
        """Nom d’usage, else nom de naissance."""
        return self.person.last_name or self.person.birth_name

    @property
    def paper_name(self) -> str:
        """« BAZIN Lucie »."""
        return f"{self.last_name.upper()} {self.person.first_name}".strip()

    @property
    def name(self) -> str:
        """« Lucie BAZIN »."""
        return natural_name(self.last_name.upper(), self.person.first_name)

    @property
    def birth(self) -> str:
        """« 12/05/1999 (27 ans) »."""
        born = self.person.birth_date
        return f"{date_short(born)} ({age(born, clock.today())}{NBSP}ans)" if born else ""

    @property
    def status(self) -> str:
        """The code of the status today."""
        today = clock.today()
        return pathway_status.status(
            self.stays,
            exit_on=self.pathway.exit_on if self.pathway else None,
            suspended=any(p.start <= today and (p.end is None or p.end >= today) for p in self.pauses),
            archived=self.person.archived_on is not None,
            today=today,
            entry_on=self.pathway.entry_on if self.pathway else None,
        )

    @property
    def left(self) -> bool:
        """Whether the pathway has ended."""
        return self.pathway is not None and self.pathway.exit_on is not None

    def brique(self, words: Words) -> PaperBrique | None:
        """The brique held today, else the last one begun."""
        today = clock.today()
        begun = [stay for stay in self.stays if stay.start <= today]
        held = [stay for stay in begun if stay.end is None or stay.end >= today] or begun
        last = max(held, key=lambda stay: stay.start, default=None)
        if last is None:
            return None
        letter = last.brique[:1]
        return PaperBrique(letter, words.labels("briques", letter))


def gather(session: Session, request: DocumentRequest, *, blank: bool = False) -> tuple[Case, ...]:
    """The people of a request, by name; nobody when nobody is asked and a `blank` paper exists.

    Raises RuleError (nobody asked, an anonymised file), NotFoundError, PermissionDenied (a restricted one).
    """
    require(session, Right.READ_PEOPLE)
    ids = list(dict.fromkeys(request.object_ids))
    if not ids:
        if blank:
            return ()
        raise RuleError(NOBODY, "Ouvrez son dossier, ou cochez-la dans la liste.")
    people = _by(session, Participant, Participant.id, ids)
    if len(people) < len(ids):
        raise NotFoundError(_GONE, "Choisissez-la dans la liste.")
    _check_open(session, [rows[0] for rows in people.values()])
    chosen = _pathways(session, ids, request.scope)
    paths = [pathway.id for pathway in chosen.values()]
    stays, pauses = pathway_children.stays(session, paths), pathway_children.pauses(session, paths)
    grounds = pathway_children.grounds(session, paths)
    heads, rules = Heads(session, request.scope), settings.values(session)
    cases: list[Case] = []
    for key in ids:
        pathway = chosen.get(key)
        agreement, scheme, head = heads.of(pathway.agreement_id if pathway else None)
        path_id = pathway.id if pathway else key
        cases.append(
            Case(
                person=people[key][0],
                pathway=pathway,
                agreement=agreement,
                scheme=scheme,
                letterhead=head,
                limits=pathway_limits.of_options(scheme.options, rules),
                no_contact_months=rules.integer("no_contact_months"),
                grounds=grounds.get(path_id, ()),
                stays=stays.get(path_id, ()),
                pauses=pauses.get(path_id, ()),
            )
        )
    return tuple(sorted(cases, key=lambda case: sort_key(f"{case.last_name} {case.person.first_name}")))


def to_write_to(cases: Sequence[Case]) -> tuple[Case, ...]:
    """Those of several people whom one may write to: without who objects to it. One alone is left as asked:
    an answer to their request is a letter too. Raises RuleError when nobody is left."""
    may = may_be_written_to([case.person for case in cases])
    return tuple(case for case in cases if case.person.id in may)


def may_be_written_to(people: Collection[Participant]) -> frozenset[uuid.UUID]:
    """The same, by identifiers."""
    kept = frozenset(person.id for person in people if len(people) < 2 or not person.opposes_contact)
    if people and not kept:
        raise RuleError(
            "Toutes ces personnes s’opposent à recevoir des courriers.",
            "Pour répondre à la demande de l’une d’elles, écrivez-lui depuis son dossier.",
        )
    return kept


class Heads:
    """Agreements, schemes and letterheads, each read once."""

    def __init__(self, session: Session, scope: Scope) -> None:
        self._session = session
        self._scope = scope
        self._known: dict[uuid.UUID | None, tuple[AgreementRow | None, SchemeView, Letterhead]] = {}

    def of(self, agreement_id: uuid.UUID | None) -> tuple[AgreementRow | None, SchemeView, Letterhead]:
        """Those of an agreement; of the one on show (or in force) for somebody without a pathway."""
        if agreement_id not in self._known:
            scope = Scope(agreement_id) if agreement_id else self._scope
            row = agreements.of_scope(self._session, scope)
            scheme = agreements.scheme_of_scope(self._session, scope)
            head = organisation.letterhead(self._session, row.id if row else None)
            self._known[agreement_id] = (row, scheme, head)
        return self._known[agreement_id]


def rows_by(
    session: Session,
    model: type[R],
    column: InstrumentedAttribute[Any],
    ids: Iterable[uuid.UUID],
    *order: Any,
) -> dict[uuid.UUID, list[R]]:
    """Rows of a table by the identifier they hang on, in one select, in the order asked."""
    return _by(session, model, column, list(ids), *order)


def _by(
    session: Session,
    model: type[R],
    column: InstrumentedAttribute[Any],
    ids: Sequence[uuid.UUID],
    *order: Any,
) -> dict[uuid.UUID, list[R]]:
    found: dict[uuid.UUID, list[R]] = {}
    if ids:
        for row in session.scalars(select(model).where(column.in_(ids)).order_by(*order, model.id)):
            found.setdefault(getattr(row, column.key), []).append(row)
    return found


def _check_open(session: Session, people: Sequence[Participant]) -> None:
    if any(person.anonymised_on for person in people):
        raise RuleError(
            "Ce dossier a été anonymisé\u00a0: il n’a plus rien à imprimer.", "Retirez-le de la sélection."
        )
    restricted.check(session, people)


def _pathways(session: Session, ids: Sequence[uuid.UUID], scope: Scope) -> dict[uuid.UUID, Pathway]:
    """The latest pathway of each person in the scope's agreement, else the latest of all."""
    best: dict[uuid.UUID, Pathway] = {}
    for person_id, found in _by(session, Pathway, Pathway.participant_id, ids).items():
        inside = [pathway for pathway in found if pathway.agreement_id == scope.agreement_id]
        best[person_id] = max(inside or found, key=lambda pathway: pathway.entry_on or date.min)
    return best

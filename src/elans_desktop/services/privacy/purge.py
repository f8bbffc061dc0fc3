"""The purge assistant: which files are due, and what is done with them, each act in a register without names.

Put in the restricted archive and brought back: ordinary operations, that Ctrl+Z undoes. Anonymised: for good.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import ElansError, InputError, NotFoundError, RuleError
from elans_desktop.core.formats import NBSP, count
from elans_desktop.core.text import list_name
from elans_desktop.models.activities import Enrolment
from elans_desktop.models.organisation import User
from elans_desktop.models.participants import Participant
from elans_desktop.models.privacy import PurgeAct
from elans_desktop.services import restricted
from elans_desktop.services.calendar import enrolments
from elans_desktop.services.organisation import settings
from elans_desktop.services.participants import completeness, merged_files
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.privacy import retention_clocks
from elans_desktop.services.privacy.retention_clocks import FILE_MONTHS, FileClock, Step, clocks
from elans_desktop.services.privacy.retention_words import explained
from elans_desktop.storage import erased_ids, erasure, person_erasure
from elans_desktop.storage.erased_ids import ErasedRow
from elans_desktop.storage.workspace import Workspace

RESTRICT, BRING_BACK, KEEP, ANONYMISE = "restreindre", "retour", "prolonger", "anonymiser"
ACTIONS: Final = {
    RESTRICT: "Archive restreinte",
    BRING_BACK: "Retour dans les listes",
    KEEP: "Garder avec un motif",
    ANONYMISE: "Anonymisation",
}
WORD_TO_TYPE: Final = "ANONYMISER"
"""What one types before an anonymisation: it cannot be undone."""
ERASING: Final = "Anonymiser des dossiers"
KEEP_REASONS: Final = (
    "Contentieux en cours",
    "Contrôle FSE+ annoncé ou en cours",
    "Demande d’un financeur",
    "Demande écrite de la personne",
)
"""Proposed; one’s own words are as good."""
_AT_ONCE: Final = 400
_MOST_LOOKED_AT: Final = 2_000


class DueFile(NamedTuple):
    """A file of the assistant and what is to be done with it."""

    id: uuid.UUID
    number: str
    name: str
    clock: FileClock
    step: Step
    why: str

    def __repr__(self) -> str:
        """The number alone: nothing personal in a report."""
        return f"DueFile({self.number})"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that cannot be anonymised now, and why."""

    number: str
    why: str = field(repr=False)


def due(session: Session) -> tuple[DueFile, ...]:
    """The files to deal with today, by step then by their oldest contact. Raises PermissionDenied."""
    require(session, Right.PURGE)
    return _in_order(files(session))


def watched(session: Session) -> tuple[DueFile, ...]:
    """The files of the page: those due, then the restricted archive and those kept for a reason."""
    require(session, Right.PURGE)
    today = clock.today()
    everything = files(session)
    waiting = _in_order(everything)
    known = {one.id for one in waiting}
    aside = (
        one
        for one in everything
        if one.id not in known and (one.clock.restricted_on is not None or one.clock.held(today))
    )
    return (*waiting, *sorted(aside, key=lambda one: one.number))


def _in_order(found: Iterable[DueFile]) -> tuple[DueFile, ...]:
    steps = (Step.ANONYMISE, Step.RESTRICT, Step.CLOSE)
    waiting = (one for one in found if one.step in steps)
    return tuple(sorted(waiting, key=lambda one: (steps.index(one.step), one.clock.last.day, one.number)))


def one_file(session: Session, participant_id: uuid.UUID) -> DueFile:
    """What the clocks say of one person, wherever their file is now. Raises NotFoundError."""
    found = files(session, [merged_files.where(session, participant_id)])
    if not found:
        raise NotFoundError("Ce dossier n’est plus dans le classeur.")
    return found[0]


def files(session: Session, ids: Collection[uuid.UUID] | None = None) -> tuple[DueFile, ...]:
    """Every file that is not anonymised (or these), with what its clocks say."""
    require(session, Right.PURGE)
    today = clock.today()
    known = clocks(session, ids)
    query = select(
        Participant.id, Participant.number, restricted.LAST, restricted.BIRTH, restricted.FIRST
    ).where(Participant.anonymised_on.is_(None))
    return tuple(
        DueFile(key, number, list_name(last or birth, first), one, one.step(today), explained(one, today))
        for key, number, last, birth, first in session.execute(query)
        if (one := known.get(key)) is not None
    )


def how_many(session: Session, most: int = 100) -> int:
    """How many files wait for something today, `most` and one more at most: for Accueil, which cannot wait.

    Those of the restricted archive come last, and a few thousands are looked at, no more.
    """
    require(session, Right.PURGE)
    today = clock.today()
    asked = retention_clocks.perhaps_due(session, _MOST_LOOKED_AT)
    found = 0
    for start in range(0, len(asked), _AT_ONCE):
        known = clocks(session, asked[start : start + _AT_ONCE]).values()
        found += sum(one.step(today) is not Step.NONE for one in known)
        if found > most:
            return most + 1
    return found


def restrict(session: Session, ids: Collection[uuid.UUID], reason: str = "") -> int:
    """Put files in the restricted archive; those who were enrolled leave their activities. Returns how many.

    Raises RuleError (a pathway is open), PermissionDenied.
    """
    require(session, Right.PURGE)
    today = clock.today()
    chosen = [one for one in files(session, ids) if one.clock.restricted_on is None]
    if opened := [one for one in chosen if one.clock.open_pathway]:
        raise RuleError(
            f"{_named(opened)}{NBSP}: un parcours est encore ouvert.",
            "Notez d’abord sa sortie dans le dossier.",
        )
    for one in chosen:
        _withdraw(session, one.id, today)
        for row_id in merged_files.with_joined(session, one.id):
            person = session.get_one(Participant, row_id)
            person.restricted_on = today
            person.archived_on = person.archived_on or today
    _register(session, RESTRICT, [one.number for one in chosen], reason or _rule(session))
    return len(chosen)


def bring_back(session: Session, ids: Collection[uuid.UUID], reason: str = "") -> int:
    """Put files of the restricted archive back in the lists. Returns how many. Raises PermissionDenied."""
    require(session, Right.PURGE)
    numbers: list[str] = []
    for one in files(session, ids):
        if one.clock.restricted_on is None:
            continue
        numbers.append(one.number)
        for row_id in merged_files.with_joined(session, one.id):
            person = session.get_one(Participant, row_id)
            person.restricted_on = None
            if person.merged_into_id is None:
                person.archived_on = None
    _register(session, BRING_BACK, numbers, reason or "Remis dans les listes")
    return len(numbers)


def keep(session: Session, ids: Collection[uuid.UUID], until: date | None, reason: str) -> int:
    """Keep files until a day (included), for a written reason. Returns how many.

    Raises InputError (`until`, `reason`), PermissionDenied.
    """
    require(session, Right.PURGE)
    wrong: dict[str, str] = {}
    if until is None or until <= clock.today():
        wrong["until"] = "Choisissez un jour à venir."
    if not reason.strip():
        wrong["reason"] = "Écrivez pourquoi\u00a0: la loi demande un motif."
    if wrong:
        raise InputError(wrong)
    chosen = files(session, ids)
    for one in chosen:
        person = session.get_one(Participant, one.id)
        person.keep_until, person.keep_reason = until, reason.strip()
    _register(session, KEEP, [one.number for one in chosen], reason.strip())
    return len(chosen)


def refusals(session: Session, ids: Collection[uuid.UUID]) -> tuple[Refusal, ...]:
    """The files of a selection that cannot be anonymised today, each with its reason."""
    today = clock.today()
    found: list[Refusal] = []
    for one in files(session, ids):
        if one.clock.held(today):
            found.append(Refusal(one.number, f"gardé pour un motif écrit. {one.why}"))
        elif one.clock.open_pathway:
            found.append(Refusal(one.number, f"son parcours est encore ouvert. {one.why}"))
        elif one.clock.proofs_needed(today):
            found.append(Refusal(one.number, f"ses preuves sont encore nécessaires. {one.why}"))
    return tuple(found)


def anonymise(
    workspace: Workspace,
    ids: Collection[uuid.UUID],
    typed: str,
    reason: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Anonymise files for good, with those that joined them, in one operation. Returns how many.

    `typed`: WORD_TO_TYPE. Raises InputError (`typed`), RuleError (a file held, open, or whose proofs are
    needed: none is done then), PermissionDenied, Cancelled.
    """
    if typed.strip().upper() != WORD_TO_TYPE:
        raise InputError({"typed": f"Tapez {WORD_TO_TYPE} pour confirmer\u00a0: rien ne l’annulera."})
    with workspace.read() as session:
        require(session, Right.PURGE)
        if refused := refusals(session, ids):
            raise RuleError(
                f"{count(len(refused), 'dossier ne peut', 'dossiers ne peuvent')} pas être anonymisé"
                f"{'s' if len(refused) > 1 else ''}{NBSP}: "
                + "\u00a0; ".join(f"{one.number}, {one.why}" for one in refused[:3]),
                "Retirez-les de la sélection\u00a0: aucun dossier n’a été touché.",
            )
        chosen = files(session, ids)
        rule = reason or _rule(session)
        everyone = _with_joined(session, [one.id for one in chosen])
        points = completeness.points_that_go(session, everyone)
    if not chosen:
        return 0
    noted = [
        ErasedRow(Participant.__tablename__, key, erasure.EVERYTHING, points.get(key)) for key in everyone
    ]
    try:
        with workspace.write(ERASING, "erase") as session:
            person_erasure.erase_people(session, everyone, progress, points)
            _register(session, ANONYMISE, [one.number for one in chosen], rule)
            erased_ids.add(workspace.folder, noted)  # before the commit: a backup may be restored ever after
    except BaseException:
        with contextlib.suppress(ElansError):
            erased_ids.forget(workspace.folder, noted)
        raise
    return len(chosen)


class ActRow(NamedTuple):
    """A line of the register: who, when, what, how many, by which rule, which numbers."""

    done_at: int
    who: str
    action: str
    people: int
    reason: str
    numbers: tuple[str, ...]


def register(session: Session) -> tuple[ActRow, ...]:
    """Every act, the latest first. Raises PermissionDenied."""
    require(session, Right.PURGE)
    query = select(PurgeAct, User.name).outerjoin(User, User.id == PurgeAct.user_id)
    return tuple(
        ActRow(
            act.done_at,
            name or "",
            ACTIONS.get(act.action, act.action),
            act.people,
            act.reason,
            tuple(act.numbers.get("numbers", ())),
        )
        for act, name in session.execute(query.order_by(PurgeAct.done_at.desc(), PurgeAct.id.desc()))
    )


def _with_joined(session: Session, ids: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    links = merged_files.links(session)
    ends = {row_id: merged_files.final(links, row_id) for row_id in links}
    wanted = set(ids)
    return [*ids, *(row_id for row_id, end in ends.items() if end in wanted and row_id not in wanted)]


def _withdraw(session: Session, person_id: uuid.UUID, today: date) -> None:
    query = select(Enrolment.activity_id).where(
        Enrolment.participant_id == person_id, Enrolment.status != enrolments.WITHDRAWN
    )
    for activity_id in session.scalars(query).all():
        enrolments.withdraw(session, activity_id, [person_id], last_day=today)


def _register(session: Session, action: str, numbers: list[str], reason: str) -> None:
    if not numbers:
        return
    actor = require(session, Right.PURGE)
    session.add(
        PurgeAct(
            done_at=clock.now_ms(),
            user_id=actor.user_id,
            action=action,
            people=len(numbers),
            reason=reason,
            numbers={"numbers": sorted(numbers)},
        )
    )
    session.flush()


def _rule(session: Session) -> str:
    months = settings.integer(session, FILE_MONTHS)
    return f"{months}\u00a0mois après le dernier contact"


def _named(chosen: Sequence[DueFile]) -> str:
    numbers = ", ".join(one.number for one in chosen[:3])
    more = len(chosen) - 3
    words = "Dossier" if len(chosen) == 1 else "Dossiers"
    return f"{words} {numbers}" + (f" et {more} autres" if more > 0 else "")

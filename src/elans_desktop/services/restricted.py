"""The restricted archive: files kept for a proof, a dispute or a written reason, out of everyday sight.

Such a file is out of the lists, the search, the choices, the exports and the letters; where the past must
show somebody (a presence, a contact that counts), its number stands for the name. The coordination opens it,
each time for a reason that the access traces keep. It can be brought back.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from sqlalchemy import ColumnElement, case, literal, select, true
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, PermissionDenied, RuleError
from elans_desktop.core.formats import NBSP, date_short
from elans_desktop.models.journal import AccessTrace
from elans_desktop.models.participants import Participant
from elans_desktop.services.permissions import Right, allowed, require
from elans_desktop.storage import frozen_files, traces
from elans_desktop.storage.actor import actor_of

REASONS: Final[Mapping[str, str]] = {
    "controle": "Contrôle d’un financeur",
    "contentieux": "Contentieux ou réclamation",
    "demande": "Demande de la personne",
    "retour": "La personne revient",
    "verification": "Vérifier avant d’anonymiser",
}
"""Why one opens such a file: the code goes into the access traces, never words of one's own."""
OPEN_MINUTES: Final = 60
"""How long an opening holds, for the one who gave the reason."""

_CHUNK = 500
_TABLE = "participant"
_IN_SIGHT = Participant.restricted_on.is_(None)
LAST = case((_IN_SIGHT, Participant.last_name), else_=literal("Dossier ") + Participant.number)
BIRTH = case((_IN_SIGHT, Participant.birth_name), else_="")
FIRST = case((_IN_SIGHT, Participant.first_name), else_="")
ORDER = case((_IN_SIGHT, Participant.search_key), else_=Participant.number)
"""The three names as the past may show them: the number of the file instead, in the restricted archive; then
the key of their order."""


class RestrictedFile(PermissionDenied):
    """A file of the restricted archive, whose reason to be opened was not given. `number`: of the file."""

    def __init__(self, person: Participant, *, may_open: bool) -> None:
        self.participant_id = person.id
        self.number = person.number
        self.may_open = may_open
        since = f" depuis le {date_short(person.restricted_on)}" if person.restricted_on else ""
        super().__init__(
            f"Le dossier {person.number} est dans l’archive restreinte{since}.",
            f"Dites pourquoi vous l’ouvrez{NBSP}: le motif sera gardé dans les traces d’accès."
            if may_open
            else "Seule la coordination l’ouvre, avec un motif. Demandez-lui.",
        )


def open_file(session: Session, participant_id: uuid.UUID, reason: str) -> None:
    """Note why the user opens a file of the restricted archive; it may be read for an hour.

    Raises InputError (`reason`), PermissionDenied.
    """
    require(session, Right.OPEN_RESTRICTED)
    if reason not in REASONS:
        raise InputError({"reason": "Choisissez pourquoi vous ouvrez ce dossier."})
    traces.record(session, traces.RESTRICTED, _TABLE, participant_id, reason)
    session.flush()


def check(session: Session, people: Iterable[Participant]) -> None:
    """Raises RestrictedFile for the first one whose reason was not given by this user in the last hour."""
    for person in people:
        if person.restricted_on is not None and not is_open(session, person.id):
            raise RestrictedFile(person, may_open=allowed(actor_of(session), Right.OPEN_RESTRICTED))


def check_id(session: Session, participant_id: uuid.UUID) -> None:
    """The same, from an identifier; nothing for a file that does not exist."""
    person = session.get(Participant, participant_id)
    if person is not None:
        check(session, (person,))


def is_open(session: Session, participant_id: uuid.UUID) -> bool:
    """Whether this user, who may, gave a reason in the last hour."""
    actor = actor_of(session)
    if not allowed(actor, Right.OPEN_RESTRICTED):
        return False
    query = select(AccessTrace.id).where(
        AccessTrace.row_id == participant_id,
        AccessTrace.user_id == actor.user_id,
        AccessTrace.action == traces.RESTRICTED,
        AccessTrace.at > clock.now_ms() - OPEN_MINUTES * 60_000,
    )
    return session.scalar(query.limit(1)) is not None


def is_closed(session: Session, participant_id: uuid.UUID) -> bool:
    """Whether a file is read without being written in: in the restricted archive, or anonymised."""
    return bool(closed_among(session, (participant_id,)))


def shown_names(person: Participant) -> tuple[str, str]:
    """Last and first names as a paper about several people may show them."""
    if person.restricted_on is not None:
        return f"Dossier {person.number}", ""
    return person.last_name or person.birth_name, person.first_name


def refuse_writing_about(session: Session, participant_id: uuid.UUID) -> None:
    """The same as `refuse_writing`, from an identifier; nothing for a file that does not exist."""
    person = session.get(Participant, participant_id)
    if person is not None:
        refuse_writing(person)


def refuse_writing(person: Participant) -> None:
    """Raises RuleError for a file one no longer writes in: in the restricted archive, or anonymised."""
    if person.anonymised_on is not None or person.restricted_on is not None:
        raise frozen_files.refusal(person.number, anonymised=person.anonymised_on is not None)


def refuse_writing_about_any(session: Session, participant_ids: Iterable[uuid.UUID]) -> None:
    """The same, for several at once: one read for each 500."""
    wanted = list(dict.fromkeys(participant_ids))
    for start in range(0, len(wanted), _CHUNK):
        query = select(Participant).where(
            Participant.id.in_(wanted[start : start + _CHUNK]), frozen_files.CLOSED
        )
        for person in session.scalars(query.limit(1)):
            refuse_writing(person)


def closed_files(session: Session) -> Mapping[uuid.UUID, tuple[str, RuleError]]:
    """The number of each file one no longer writes in, and why."""
    return _closed(session, true())


def closed_among(
    session: Session, participant_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, tuple[str, RuleError]]:
    """The same among some people, a few hundred at most."""
    return _closed(session, Participant.id.in_(participant_ids)) if participant_ids else {}


def _closed(session: Session, which: ColumnElement[bool]) -> Mapping[uuid.UUID, tuple[str, RuleError]]:
    query = select(Participant.id, Participant.number, Participant.anonymised_on)
    return {
        key: (number, frozen_files.refusal(number, anonymised=anonymised is not None))
        for key, number, anonymised in session.execute(query.where(which, frozen_files.CLOSED))
    }

"""The confidential block of a person: off until the organisation decides it, each item with its purpose.

What may never be written, here or elsewhere: a diagnosis, an offence, a religion, a union, a sexuality
(domain: sensitive block). It is read in the file alone: no list, no search, no export, no sheet, no history
shown to others.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.core.formats import NBSP
from elans_desktop.models.participants import Participant
from elans_desktop.models.privacy import SensitiveRecord
from elans_desktop.services import confidentiality, restricted
from elans_desktop.services.kept import existing
from elans_desktop.services.organisation import settings
from elans_desktop.services.permissions import Right, require

NO_ANSWER = "non_reponse"
NEVER = (
    "Jamais ici, ni ailleurs dans le dossier\u00a0: un diagnostic, un traitement, une condamnation ou ses "
    "motifs, une religion, un syndicat, une orientation sexuelle. "
    "Écrivez l’effet sur le parcours, pas sa cause."
)
"""The reminder that stands above the block, always."""
HEALTH_LEVELS: Mapping[int, str] = {0: "sans effet", 1: "à surveiller", 2: "gêne", 3: "empêche"}
"""What the person says of the effect of their health on the pathway, without any diagnosis."""
MAX_NOTE = 2_000


@dataclass(frozen=True, slots=True)
class SensitiveInput:
    """The block as typed. A purpose is a code of the list `sensitive_purpose`."""

    participant_id: uuid.UUID
    rqth_code: str | None = field(default=None, repr=False)
    rqth_until: date | None = field(default=None, repr=False)
    rqth_purpose: str | None = field(default=None, repr=False)
    health_level: int | None = field(default=None, repr=False)
    health_purpose: str | None = field(default=None, repr=False)
    justice_code: str | None = field(default=None, repr=False)
    justice_constraints: str = field(default="", repr=False)
    justice_purpose: str | None = field(default=None, repr=False)
    protection_code: str | None = field(default=None, repr=False)
    protection_purpose: str | None = field(default=None, repr=False)
    note: str = field(default="", repr=False)
    note_purpose: str | None = field(default=None, repr=False)


COLUMNS = tuple(name for name in SensitiveInput.__slots__ if name != "participant_id")
_PURPOSES = {
    "rqth_purpose": ("rqth_code",),
    "health_purpose": ("health_level",),
    "justice_purpose": ("justice_code", "justice_constraints"),
    "protection_purpose": ("protection_code",),
    "note_purpose": ("note",),
}
"""The purpose of each item, and the fields it covers."""


def is_kept(session: Session) -> bool:
    """Whether this classeur records the block at all."""
    return bool(settings.get(session, settings.SENSITIVE_BLOCK))


def keep(session: Session, *, on: bool) -> None:
    """Decide whether this classeur records the block. Turned off, what was written is no longer shown."""
    require(session, Right.ADMINISTER)
    settings.put(session, settings.SENSITIVE_BLOCK, on)


def count(session: Session) -> int:
    """In how many files something was written."""
    return session.scalar(select(func.count()).select_from(SensitiveRecord)) or 0


def view(session: Session, participant_id: uuid.UUID) -> SensitiveInput:
    """The block of a person, empty when nothing was written. Raises RuleError (not kept here),
    PermissionDenied."""
    _require_kept(session)
    confidentiality.require_for(session, participant_id)
    row = session.get(SensitiveRecord, SensitiveRecord.key(participant_id))
    if row is None:
        return SensitiveInput(participant_id)
    return SensitiveInput(participant_id, **{name: getattr(row, name) for name in COLUMNS})


def save(session: Session, typed: SensitiveInput) -> None:
    """Write the block; wholly emptied, nothing is left of it but the journal's own words.

    Raises InputError (an item without its purpose, a date without RQTH, a level out of 0–3…), RuleError,
    PermissionDenied, NotFoundError.
    """
    _require_kept(session)
    require(session, Right.EDIT_PEOPLE)
    existing(session, Participant, typed.participant_id, "Cette personne n’est plus dans le classeur.")
    confidentiality.require_for(session, typed.participant_id)
    restricted.refuse_writing_about(session, typed.participant_id)
    values = {name: getattr(typed, name) for name in COLUMNS}
    values |= {name: value.strip() for name, value in values.items() if isinstance(value, str)}
    values |= {name: value or None for name, value in values.items() if name.endswith(("_code", "_purpose"))}
    _check(values)
    for purpose, covered in _PURPOSES.items():
        if not any(_said(values[name]) for name in covered):
            values[purpose] = None  # a purpose without anything to justify says nothing
    key = SensitiveRecord.key(typed.participant_id)
    row = session.get(SensitiveRecord, key)
    empty = all(value in (None, "") for value in values.values())
    if empty:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(SensitiveRecord(id=key, participant_id=typed.participant_id, **values))
    else:
        for name, value in values.items():
            setattr(row, name, value)
    session.flush()


def _check(values: Mapping[str, object]) -> None:
    wrong: dict[str, str] = {}
    for purpose, covered in _PURPOSES.items():
        if any(_said(values[name]) for name in covered) and not values[purpose]:
            wrong[purpose] = f"À quoi cela sert-il{NBSP}? Sans finalité, cela ne s’écrit pas."
    if values["rqth_until"] and values["rqth_code"] != "oui":
        wrong["rqth_until"] = "L’échéance ne vaut que pour une RQTH accordée."
    if values["justice_constraints"] and values["justice_code"] != "oui":
        wrong["justice_constraints"] = "Ces contraintes ne valent que pour une personne sous main de justice."
    if values["health_level"] not in (None, *HEALTH_LEVELS):
        wrong["health_level"] = "Choisissez un niveau de 0 à 3."
    for name in ("note", "justice_constraints"):
        if len(str(values[name])) > MAX_NOTE:
            wrong[name] = "C’est trop long\u00a0: gardez l’essentiel, en 2\u00a0000 signes."
    if wrong:
        raise InputError(wrong)


def _said(value: object) -> bool:
    """Whether something was collected: a refusal to answer collects nothing."""
    return value not in (None, "", NO_ANSWER)


def _require_kept(session: Session) -> None:
    if not is_kept(session):
        raise RuleError(
            "Ce classeur ne garde pas de bloc confidentiel.",
            f"La coordination peut l’ouvrir dans Réglages, Confidentialité{NBSP}: c’est un choix à motiver.",
        )

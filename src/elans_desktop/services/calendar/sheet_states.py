"""The life of a sheet: à imprimer → imprimée → signée reçue → saisie → validée, and what it locks."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.core.formats import NBSP
from elans_desktop.models.activities import Presence, Seance, SeanceSlot
from elans_desktop.models.organisation import User
from elans_desktop.models.sheets import AttendanceSheet, SheetScan, SheetSlot
from elans_desktop.services.calendar import expected
from elans_desktop.services.kept import existing
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.presences.month_closing import refuse_closed

TO_PRINT = "a_imprimer"
PRINTED = "imprimee"
RECEIVED = "signee_recue"
ENTERED = "saisie"
VALIDATED = "validee"
STATES = (TO_PRINT, PRINTED, RECEIVED, ENTERED, VALIDATED)
STATE_LABELS = {
    TO_PRINT: "À imprimer",
    PRINTED: "Imprimée",
    RECEIVED: "Signée reçue",
    ENTERED: "Saisie",
    VALIDATED: "Validée",
}

CORRECT_WAY = (
    "Si une présence est fausse, choisissez « Corriger… » dans la grille des présences. "
    "Si c’est autre chose, choisissez d’abord « Retirer la validation », en disant pourquoi."
)
"""How one changes what a validated sheet holds."""


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """Where a sheet stands. Instants are UTC milliseconds."""

    id: uuid.UUID
    number: str
    kind: str
    """seance · semaine."""
    activity_id: uuid.UUID
    start_on: date
    end_on: date
    state: str
    printed_at: int | None
    received_on: date | None
    entered_at: int | None
    validated_at: int | None
    validated_by: str
    """Name of the user."""
    scanned: int = 0
    """How many of its pages are kept as pictures."""
    participant_id: uuid.UUID | None = None
    """The one person who signs an individual sheet."""

    @property
    def rank(self) -> int:
        """Position of the state among STATES, from 0."""
        return STATES.index(self.state)

    def is_of(self, participant_id: uuid.UUID) -> bool:
        """Whether this person signs it: everybody does, but for an individual sheet."""
        return self.participant_id in (None, participant_id)


@dataclass(frozen=True, slots=True)
class Locks:
    """The validated sheets of a slot."""

    sheets: Mapping[uuid.UUID | None, tuple[uuid.UUID, str]] = field(
        default_factory=dict[uuid.UUID | None, tuple[uuid.UUID, str]]
    )
    """Identifier and number, by the person of an individual sheet; None: the sheet that everybody signs."""

    def of(self, participant_id: uuid.UUID | None) -> tuple[uuid.UUID, str] | None:
        """The one that holds the presence of this person (None: somebody not in the classeur yet)."""
        return self.sheets.get(None) or self.sheets.get(participant_id)


_SCANS = (
    select(func.count())
    .where(SheetScan.sheet_id == AttendanceSheet.id)
    .correlate(AttendanceSheet)
    .scalar_subquery()
)


def sheets_of_slots(
    session: Session, slot_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, tuple[SheetInfo, ...]]:
    """The current sheets that hold each slot, the most advanced first; superseded ones are left out."""
    if not slot_ids:
        return {}
    made: dict[uuid.UUID, list[SheetInfo]] = {}
    known: dict[uuid.UUID, SheetInfo] = {}
    for slot_id, sheet, user_name, scanned in session.execute(
        select(SheetSlot.slot_id, AttendanceSheet, User.name, _SCANS)
        .join(AttendanceSheet, AttendanceSheet.id == SheetSlot.sheet_id)
        .outerjoin(User, User.id == AttendanceSheet.validated_by)
        .where(SheetSlot.slot_id.in_(slot_ids), AttendanceSheet.superseded_by_id.is_(None))
    ):
        info = known.setdefault(sheet.id, _info(sheet, user_name or "", scanned))
        made.setdefault(slot_id, []).append(info)
    return {
        slot_id: tuple(sorted(found, key=lambda info: (info.rank, info.number), reverse=True))
        for slot_id, found in made.items()
    }


def sheet_of(found: Iterable[SheetInfo], participant_id: uuid.UUID) -> SheetInfo | None:
    """Among the sheets of a slot, the first one that proves the presence of a person.

    The individual sheet of somebody else, at the same hour of a pair, proves nothing for them.
    """
    return next((sheet for sheet in found if sheet.is_of(participant_id)), None)


def get(session: Session, sheet_id: uuid.UUID) -> SheetInfo:
    """One sheet, superseded or not. Raises NotFoundError."""
    sheet = _sheet(session, sheet_id)
    user = session.get(User, sheet.validated_by) if sheet.validated_by else None
    scanned = session.scalar(select(_SCANS).where(AttendanceSheet.id == sheet_id))
    return _info(sheet, user.name if user else "", scanned or 0)


def locked_slots(session: Session, slot_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """The slots held by a validated sheet, each with the number of that sheet."""
    if not slot_ids:
        return {}
    return dict(
        session.execute(
            select(SheetSlot.slot_id, AttendanceSheet.number)
            .join(AttendanceSheet, AttendanceSheet.id == SheetSlot.sheet_id)
            .where(SheetSlot.slot_id.in_(slot_ids), AttendanceSheet.state == VALIDATED)
        ).all()
    )


def locks(session: Session, slot_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Locks]:
    """The validated sheets of each slot that has some, by who signs them."""
    if not slot_ids:
        return {}
    made: dict[uuid.UUID, dict[uuid.UUID | None, tuple[uuid.UUID, str]]] = {}
    for slot_id, person_id, sheet_id, number in session.execute(
        select(SheetSlot.slot_id, AttendanceSheet.participant_id, AttendanceSheet.id, AttendanceSheet.number)
        .join(AttendanceSheet, AttendanceSheet.id == SheetSlot.sheet_id)
        .where(SheetSlot.slot_id.in_(slot_ids), AttendanceSheet.state == VALIDATED)
        .order_by(AttendanceSheet.number)
    ):
        made.setdefault(slot_id, {}).setdefault(person_id, (sheet_id, number))
    return {slot_id: Locks(found) for slot_id, found in made.items()}


def refuse_locked(session: Session, slot_ids: Collection[uuid.UUID], refused: str) -> None:
    """Raise RuleError when a validated sheet or a closed month holds one of the slots; `refused` says what
    cannot be done."""
    refuse_closed(session, slot_ids, refused)
    _refuse_number(min(locked_slots(session, slot_ids).values(), default=""), refused)


def refuse_locked_cells(
    session: Session, cells: Collection[tuple[uuid.UUID, uuid.UUID]], refused: str
) -> None:
    """The same for (participant, slot): the individual sheet of somebody else does not hold them."""
    slot_ids = {slot_id for _person_id, slot_id in cells}
    refuse_closed(session, slot_ids, refused)
    held = locks(session, slot_ids)
    found = (held[slot_id].of(person_id) for person_id, slot_id in cells if slot_id in held)
    _refuse_number(min((one[1] for one in found if one), default=""), refused)


def mark_printed(session: Session, numbers: Iterable[str]) -> int:
    """Note that sheets left the printer (or were saved as PDF). Returns how many went from « à imprimer ».

    A reprint only moves the printing instant; later states do not go back.
    """
    now = clock.now_ms()
    count = 0
    wanted = tuple(dict.fromkeys(numbers))
    for sheet in session.scalars(select(AttendanceSheet).where(AttendanceSheet.number.in_(wanted))):
        sheet.printed_at = now
        if sheet.state == TO_PRINT:
            sheet.state = PRINTED
            count += 1
    session.flush()
    return count


def mark_received(session: Session, sheet_id: uuid.UUID, day: date) -> None:
    """The signed paper came back on `day`, not ahead of today nor before the sheet. Raises InputError.

    Whatever was entered or validated since, the day is noted: it says where the proof is, and changes no
    presence.
    """
    require(session, Right.ENTER_PRESENCES)
    _note_received(_sheet(session, sheet_id), day)
    session.flush()


def _note_received(sheet: AttendanceSheet, day: date) -> None:
    if day > clock.today():
        raise InputError({"received_on": "La date de réception ne peut pas être dans l’avenir."})
    if day < sheet.start_on:
        raise InputError({"received_on": "La feuille ne peut pas revenir avant le jour de la séance."})
    sheet.received_on = day
    if STATES.index(sheet.state) < STATES.index(RECEIVED):
        sheet.state = RECEIVED


def mark_entered(session: Session, sheet_id: uuid.UUID) -> None:
    """Everything that was on the paper is entered."""
    require(session, Right.ENTER_PRESENCES)
    sheet = _sheet(session, sheet_id)
    _refuse_validated(sheet)
    sheet.state = ENTERED
    sheet.entered_at = clock.now_ms()
    session.flush()


def validate(session: Session, sheet_id: uuid.UUID, received_on: date | None = None) -> None:
    """Lock what the sheet holds; `received_on` notes in the same breath the day the signed paper came back.

    What is validated is certified (domain.md §4.4), so the paper must exist: printed, and back with its
    signatures. Raises RuleError without it, before the sheet's end, or while a presence is missing;
    InputError (`received_on`).
    """
    actor = require(session, Right.VALIDATE_SHEETS)
    sheet = _sheet(session, sheet_id)
    _refuse_validated(sheet)
    if sheet.state == TO_PRINT:
        raise RuleError(
            f"La feuille {sheet.number} n’a pas été imprimée{NBSP}: rien n’a pu être signé.",
            "Imprimez-la, faites-la signer, puis validez.",
        )
    if sheet.end_on > clock.today():
        raise RuleError(
            "Cette feuille couvre des jours à venir.", "Validez-la quand la dernière séance aura eu lieu."
        )
    if missing := _missing(session, sheet):
        cells = "une présence reste" if missing == 1 else f"{missing}{NBSP}présences restent"
        raise RuleError(
            f"{cells.capitalize()} à saisir sur cette feuille.", "Complétez la grille, puis validez."
        )
    if received_on is not None:
        _note_received(sheet, received_on)
    if sheet.received_on is None:
        raise RuleError(
            f"La feuille {sheet.number} n’est pas notée reçue signée{NBSP}: sans elle, rien ne prouve les "
            "heures.",
            "Dites quel jour elle est revenue, puis validez.",
        )
    sheet.state = VALIDATED
    sheet.entered_at = sheet.entered_at or clock.now_ms()
    sheet.validated_at = clock.now_ms()
    sheet.validated_by = actor.user_id
    session.flush()


def unvalidate(session: Session, sheet_id: uuid.UUID, reason: str) -> None:
    """Unlock a validated sheet. `reason` is required: name the operation with it, the history keeps it.

    Raises InputError, RuleError.
    """
    require(session, Right.VALIDATE_SHEETS)
    sheet = _sheet(session, sheet_id)
    if not reason.strip():
        raise InputError({"reason": "Dites pourquoi la validation est retirée."})
    if sheet.state != VALIDATED:
        raise RuleError("Cette feuille n’est pas validée.")
    held = session.scalars(select(SheetSlot.slot_id).where(SheetSlot.sheet_id == sheet_id)).all()
    refuse_closed(session, held, "la feuille reste validée")
    sheet.state = ENTERED
    sheet.validated_at = None
    sheet.validated_by = None
    session.flush()


def follow_entry(session: Session, slot_ids: Collection[uuid.UUID]) -> None:
    """After presences were written: a sheet whose cells are all entered becomes « saisie », and back."""
    sheets = session.scalars(
        select(AttendanceSheet)
        .join(SheetSlot, SheetSlot.sheet_id == AttendanceSheet.id)
        .where(
            SheetSlot.slot_id.in_(slot_ids),
            AttendanceSheet.superseded_by_id.is_(None),
            AttendanceSheet.state.in_((PRINTED, RECEIVED, ENTERED)),
        )
        .distinct()
    ).all()
    for sheet in sheets:
        complete = not _missing(session, sheet)
        if complete and sheet.state != ENTERED:
            sheet.state = ENTERED
            sheet.entered_at = clock.now_ms()
        elif not complete and sheet.state == ENTERED:
            sheet.state = RECEIVED if sheet.received_on else PRINTED
            sheet.entered_at = None
    session.flush()


def _missing(session: Session, sheet: AttendanceSheet) -> int:
    """How many expected presences of the sheet are not entered; cancelled days do not count."""
    slots = session.execute(
        select(SeanceSlot.id, Seance.id)
        .join(Seance, Seance.id == SeanceSlot.seance_id)
        .join(SheetSlot, SheetSlot.slot_id == SeanceSlot.id)
        .where(SheetSlot.sheet_id == sheet.id, Seance.state == "prevue")
    ).all()
    entered = set(
        session.execute(
            select(Presence.participant_id, Presence.slot_id).where(
                Presence.slot_id.in_([slot_id for slot_id, _ in slots])
            )
        )
    )
    people = expected.ids_at(session, {seance_id for _, seance_id in slots})
    return sum(
        (person_id, slot_id) not in entered
        for slot_id, seance_id in slots
        for person_id in people.get(seance_id, ())
        if sheet.participant_id in (None, person_id)
    )


def _refuse_number(number: str, refused: str) -> None:
    if number:
        raise RuleError(f"La feuille {number} est validée{NBSP}: {refused}.", CORRECT_WAY)


def _refuse_validated(sheet: AttendanceSheet) -> None:
    if sheet.state == VALIDATED:
        raise RuleError(f"La feuille {sheet.number} est validée.", CORRECT_WAY)


def _sheet(session: Session, sheet_id: uuid.UUID) -> AttendanceSheet:
    return existing(
        session, AttendanceSheet, sheet_id, "Cette feuille n’existe plus.", "Revenez au calendrier."
    )


def _info(sheet: AttendanceSheet, validated_by: str, scanned: int) -> SheetInfo:
    return SheetInfo(
        id=sheet.id,
        number=sheet.number,
        kind=sheet.kind,
        activity_id=sheet.activity_id,
        start_on=sheet.start_on,
        end_on=sheet.end_on,
        state=sheet.state,
        printed_at=sheet.printed_at,
        received_on=sheet.received_on,
        entered_at=sheet.entered_at,
        validated_at=sheet.validated_at,
        validated_by=validated_by,
        scanned=scanned,
        participant_id=sheet.participant_id,
    )

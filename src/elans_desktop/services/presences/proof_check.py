"""The proof check: what a controller would see in a period, before sheets are printed or a month is closed.

Nothing here blocks. Warnings of the séances, what is planned or signed against the facts (a room too small,
somebody signed in at two places, outside their pathway), and where the paper stands (domain.md §4).
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, clock_time, count, date_medium
from elans_desktop.models.activities import Activity, Presence, Seance, SeanceSlot
from elans_desktop.models.sheets import UnfiledScan
from elans_desktop.services.calendar import seance_facts, seance_warnings
from elans_desktop.services.calendar.seance_cards import PLANNED, SeanceCard, cards
from elans_desktop.services.calendar.sheet_states import ENTERED, PRINTED, RECEIVED, TO_PRINT, VALIDATED
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.presences.sheet_content import asked_cards
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.services.scope import EVERYTHING, Scope

SEANCE, PRESENCES, SCANS = "seance", "presences", "scans"
"""Where a remark is mended: the séance, its presence grid, the scanned sheets."""

SHEETS = frozenset({"emargement-seance", "emargement-semaine", "emargement-journee", "emargement-mois"})
"""Keys of the documents that people sign, made from séances."""

KINDS: Mapping[str, str] = {
    "trainer": "Intervenant attendu à deux endroits",
    "elsewhere": "Intervenant ailleurs",
    "away": "Intervenant absent de l’équipe",
    "no_trainer": "Séance sans intervenant",
    "place": "Lieu réservé deux fois",
    "holiday": "Jour férié",
    "closure": "Jour de fermeture",
    "signatures": "Plus de signatures que de places",
    "capacity": "Plus d’attendus que de places",
    "two_places": "Personne signée à deux endroits",
    "participant": "Personne attendue à deux endroits",
    "outside": "Présence hors du parcours",
    "to_enter": "Présences à saisir",
    "no_sheet": "Séance passée sans feuille",
    "not_received": "Feuille imprimée, jamais revenue",
    "not_validated": "Feuille à valider",
    "scans": "Pages numérisées à classer",
}
"""Kinds of remarks, those about facts first, then those about paper."""
_PRINTING = frozenset(
    "trainer elsewhere away no_trainer place holiday closure capacity participant outside".split()
)
"""Kinds that matter before a sheet is printed."""


@dataclass(frozen=True, slots=True)
class ProofRemark:
    """Something to look at, and where it is mended."""

    kind: str
    sentence: str
    """Names no participant."""
    day: date | None = None
    title: str = ""
    """The séance."""
    target: str = SEANCE
    target_id: uuid.UUID | None = None


def check(
    session: Session, start: date, end: date, scope: Scope = EVERYTHING, *, printing: bool = False
) -> tuple[ProofRemark, ...]:
    """What to look at among the séances of these days (both included), by kind then by day.

    `printing`: only what matters before the sheets are printed. Raises PermissionDenied.
    """
    require(session, Right.READ_PEOPLE)
    conditions = [Seance.day >= start, Seance.day <= end, Seance.state == PLANNED]
    if scope.agreement_id:
        conditions.append(Activity.agreement_id == scope.agreement_id)
    ids = select(Seance.id).join(Activity, Activity.id == Seance.activity_id).where(*conditions)
    shown = seance_warnings.warned(session, cards(session, ids))
    return _of_cards(session, shown, printing=printing)


def check_printing(session: Session, seance_ids: Collection[uuid.UUID]) -> tuple[ProofRemark, ...]:
    """What to look at before the sheets of some séances are printed; those that are over say nothing."""
    require(session, Right.READ_PEOPLE)
    coming = [card for card in cards(session, seance_ids) if not card.ended]
    return _of_cards(session, seance_warnings.warned(session, coming), printing=True)


def before_printing(session: Session, request: DocumentRequest) -> str:
    """One sentence about the sheets just prepared: « 3 points à vérifier… »; "" when there is none."""
    if request.key not in SHEETS:
        return ""
    found = check_printing(session, [card.id for card in asked_cards(session, request)])
    if not found:
        return ""
    words = f"{count(len(found), 'point')} à vérifier avant d’imprimer{NBSP}: "
    first = found[0]
    day = f"{date_medium(first.day)}, " if first.day else ""
    words += f"{day}{first.title}, {first.sentence[:1].lower()}{first.sentence[1:]}"
    if len(found) > 1:
        words += f" Et {count(len(found) - 1, 'autre')}{NBSP}: voyez les séances dans le calendrier."
    return words


def _of_cards(session: Session, shown: Sequence[SeanceCard], *, printing: bool) -> tuple[ProofRemark, ...]:
    found = [
        ProofRemark(remark.kind, remark.sentence, card.day, card.name, SEANCE, card.id)
        for card in shown
        for remark in card.warnings
    ]
    if printing:
        found = [remark for remark in found if remark.kind in _PRINTING]
    else:
        signed = _signed(session, shown)
        found = [remark for remark in found if remark.kind != "outside" or not _ended(shown, remark)]
        found += _signatures(shown, signed)
        found += _two_places(shown, signed)
        found += _outside(session, shown, signed)
        found += _paper(shown)
        found += _not_received(shown)
        found += _scans(session)
    rank = {kind: place for place, kind in enumerate(KINDS)}
    return tuple(sorted(found, key=lambda one: (rank[one.kind], one.day or date.max, one.title)))


def _ended(shown: Sequence[SeanceCard], remark: ProofRemark) -> bool:
    """Once a séance is over, who came counts, not who was expected."""
    return any(card.id == remark.target_id and card.ended for card in shown)


def _signed(session: Session, shown: Sequence[SeanceCard]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Who is present at each slot."""
    seances = [card.id for card in shown]
    made: dict[uuid.UUID, set[uuid.UUID]] = {}
    query = (
        select(Presence.slot_id, Presence.participant_id)
        .join(SeanceSlot, SeanceSlot.id == Presence.slot_id)
        .where(SeanceSlot.seance_id.in_(seances), Presence.status == "P")
    )
    for slot_id, person_id in session.execute(query):
        made.setdefault(slot_id, set()).add(person_id)
    return made


def _signatures(
    shown: Iterable[SeanceCard], signed: Mapping[uuid.UUID, set[uuid.UUID]]
) -> Iterable[ProofRemark]:
    for card in shown:
        most = max((len(signed.get(slot.id, ())) for slot in card.slots), default=0)
        room = card.capacity if card.place_capacity is None else card.place_capacity
        if room is not None and most > room:
            words = f"{count(most, 'présent')} pour {count(room, 'place')}."
            yield ProofRemark("signatures", words, card.day, card.name, PRESENCES, card.id)


def _two_places(
    shown: Sequence[SeanceCard], signed: Mapping[uuid.UUID, set[uuid.UUID]]
) -> Iterable[ProofRemark]:
    """The same person present at two slots that overlap: one remark for each pair of séances."""
    by_day: dict[date, list[SeanceCard]] = {}
    for card in shown:
        by_day.setdefault(card.day, []).append(card)
    for day, there in by_day.items():
        for rank, card in enumerate(there):
            for other in there[rank + 1 :]:
                shared = {
                    person
                    for mine in card.slots
                    for theirs in other.slots
                    if mine.start < theirs.end and theirs.start < mine.end
                    for person in signed.get(mine.id, set()) & signed.get(theirs.id, set())
                }
                if shared:
                    who = count(len(shared), "personne présente", "personnes présentes")
                    where = f"«{NBSP}{other.name}{NBSP}», {clock_time(other.start)} – {clock_time(other.end)}"
                    words = f"{who} aussi à {where}."
                    yield ProofRemark("two_places", words, day, card.name, PRESENCES, card.id)


def _outside(
    session: Session, shown: Sequence[SeanceCard], signed: Mapping[uuid.UUID, set[uuid.UUID]]
) -> Iterable[ProofRemark]:
    """Present before the entry or after the exit of their pathway."""
    people = {person for slot_people in signed.values() for person in slot_people}
    stays = seance_facts.stays(session, people, {card.agreement_id for card in shown if card.agreement_id})
    facts = seance_facts.Facts(pathways=stays)
    for card in shown:
        came = {person for slot in card.slots for person in signed.get(slot.id, ())}
        out = [person for person in came if facts.outside(person, card.agreement_id, card.day)]
        if out:
            who = count(len(out), "personne présente", "personnes présentes")
            words = f"{who} avant l’entrée ou après la sortie de son parcours."
            if len(out) > 1:
                words = f"{who} avant l’entrée ou après la sortie de leur parcours."
            yield ProofRemark("outside", words, card.day, card.name, PRESENCES, card.id)


def _paper(shown: Iterable[SeanceCard]) -> Iterable[ProofRemark]:
    """What the sheets of past séances lack."""
    for card in shown:
        if not card.ended or not card.expected:
            continue
        if card.missing:
            words = f"{count(card.missing, 'case reste', 'cases restent')} à saisir."
            yield ProofRemark("to_enter", words, card.day, card.name, PRESENCES, card.id)
        if card.sheet is None or card.sheet.state == TO_PRINT:
            words = "Aucune feuille n’a été imprimée pour cette séance."
            yield ProofRemark("no_sheet", words, card.day, card.name, SEANCE, card.id)
        elif card.sheet.state in (RECEIVED, ENTERED) and not card.missing:
            words = f"La feuille {card.sheet.number} est saisie, pas encore validée."
            yield ProofRemark("not_validated", words, card.day, card.name, PRESENCES, card.id)


def _not_received(shown: Sequence[SeanceCard]) -> Iterable[ProofRemark]:
    """Sheets printed, all of whose days are past, that never came back: one remark a sheet."""
    said: set[uuid.UUID] = set()
    for card in shown:
        sheet = card.sheet
        if sheet is None or sheet.id in said or not card.ended or sheet.received_on is not None:
            continue
        printed = sheet.state in (PRINTED, ENTERED, VALIDATED) and sheet.end_on < clock.today()
        if printed:
            said.add(sheet.id)
            words = f"La feuille {sheet.number} n’est pas notée reçue signée."
            yield ProofRemark("not_received", words, card.day, card.name, SEANCE, card.id)


def _scans(session: Session) -> Iterable[ProofRemark]:
    waiting = session.scalar(
        select(func.count()).select_from(UnfiledScan).where(UnfiledScan.settled_on.is_(None))
    )
    if waiting:
        words = f"{count(waiting, 'page numérisée attend', 'pages numérisées attendent')} d’être classée"
        yield ProofRemark("scans", f"{words}{'s' if waiting > 1 else ''}.", None, "", SCANS, None)

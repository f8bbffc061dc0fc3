"""Certificats de réalisation, attestations of one person or of everybody: hours of validated sheets only.

Carried-over presences never count; while a séance of the period is not entered or its sheet not validated,
the paper is provisional (domain.md §4.4).
Declared training providers alone issue a certificate; the others issue an attestation.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.core.formats import count
from elans_desktop.models.activities import Activity
from elans_desktop.models.organisation import Structure
from elans_desktop.models.participants import Participant
from elans_desktop.services import restricted
from elans_desktop.services.organisation import organisation, reference
from elans_desktop.services.paper import Letterhead, PaperBrique, PaperPerson
from elans_desktop.services.participants.person_papers import people
from elans_desktop.services.participants.person_papers.people import Case
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.presences.attendance_hours import Period
from elans_desktop.services.presences.paper_presence import CertificateView, CollectiveRow, CollectiveView
from elans_desktop.services.presences.presence_papers import reading
from elans_desktop.services.presences.presence_papers.certificate_numbers import CertificateNumbers
from elans_desktop.services.presences.presence_papers.reading import Cell
from elans_desktop.services.presences.sheet_numbers import control_code
from elans_desktop.services.printing.printing import DocumentRequest

CERTIFICATE, ATTESTATION = "Certificat de réalisation", "Attestation de participation"
_CIVILITY = {"madame": "Mme", "monsieur": "M."}


def prepare_certificate(session: Session, request: DocumentRequest) -> tuple[CertificateView, ...]:
    """One certificate for each person and activity of a declared provider. Raises RuleError without any."""
    return _prepare(session, request, provider=True)


def prepare_attestation(session: Session, request: DocumentRequest) -> tuple[CertificateView, ...]:
    """The same without the words of a training provider: any organisation may sign it."""
    return _prepare(session, request, provider=False)


def prepare_collective(session: Session, request: DocumentRequest) -> tuple[CollectiveView, ...]:
    """One attestation for each activity asked. Raises RuleError, NotFoundError."""
    require(session, Right.READ_PEOPLE)
    if not request.object_ids:
        raise RuleError("Choisissez l’activité à attester.", "Ouvrez une de ses séances dans le calendrier.")
    asked = _period(session, request)
    found = reading.cells(session, asked, request.scope, activity_ids=request.object_ids)
    activities = reading.activities_by_id(session, request.object_ids)
    numbers = _numbers(session, request, "attestation-collective", "AC", activities)
    held = [key for key in request.object_ids if key in activities]
    waiting = reading.unentered(session, asked, held)
    views = [
        _collective(
            session,
            numbers,
            activities[key],
            [cell for cell in found if cell.activity_id == key],
            waiting.of_activity(key),
        )
        for key in held
        if any(cell.activity_id == key and cell.present for cell in found)
    ]
    if not views:
        raise RuleError(
            "Personne n’a encore suivi cette activité sur cette période.", "Choisissez d’autres dates."
        )
    return tuple(views)


def _prepare(session: Session, request: DocumentRequest, *, provider: bool) -> tuple[CertificateView, ...]:
    require(session, Right.READ_PEOPLE)
    cases = people.gather(session, request)
    asked = _period(session, request)
    found = reading.cells(session, asked, request.scope, participant_ids=[case.id for case in cases])
    activities = reading.activities_by_id(session, {cell.activity_id for cell in found})
    key_and_prefix = ("certificat", "CR") if provider else ("attestation", "AP")
    numbers = _numbers(session, request, *key_and_prefix, activities)
    waiting = reading.unentered(session, asked, activities)
    heads = _Heads(session)
    views: list[CertificateView] = []
    undeclared: list[str] = []
    for case in cases:
        mine = [cell for cell in found if cell.participant_id == case.id]
        for key in dict.fromkeys(cell.activity_id for cell in mine):
            cells = [cell for cell in mine if cell.activity_id == key]
            if not any(cell.present for cell in cells):
                continue
            head, structure = heads.of(activities[key])
            if provider and not (structure.is_training_provider and structure.nda):
                undeclared.append(structure.name)
                continue
            views.append(
                _certificate(
                    session,
                    numbers,
                    case,
                    activities[key],
                    cells,
                    (head, structure),
                    waiting.of(case.id, key),
                    provider=provider,
                )
            )
    if not views and undeclared:
        raise RuleError(
            f"{undeclared[0]} n’est pas un organisme de formation déclaré\u00a0: seul un organisme déclaré "
            "délivre un certificat de réalisation.",
            "Imprimez l’attestation de participation, ou complétez sa fiche (numéro de déclaration).",
        )
    if not views:
        raise RuleError(
            "Aucune présence n’est saisie sur cette période\u00a0: il n’y a rien à attester.",
            "Choisissez d’autres dates, ou saisissez les présences.",
        )
    return tuple(views)


def _certificate(
    session: Session,
    numbers: CertificateNumbers,
    case: Case,
    activity: Activity,
    cells: Sequence[Cell],
    head: tuple[Letterhead, Structure],
    waiting: int,
    *,
    provider: bool,
) -> CertificateView:
    counted = [cell for cell in cells if not cell.carried_over]
    followed = [cell for cell in counted if cell.present] or list(cells)
    days = [cell.day for cell in followed]
    civility = _CIVILITY.get(case.person.civility or "", "")
    person = f"{civility} {case.name}".strip()
    minutes, sheets = sum(cell.present for cell in counted), _sheets(counted)
    provisional = _provisional(cells, waiting)
    about = person, activity.title, head[0].organisation
    attested = (*about, min(days), max(days), minutes, sheets, provisional)
    made = numbers.of(case.id, activity.id, attested)
    return CertificateView(
        letterhead=head[0],
        printed_at=clock.local_now(),
        number=made.number,
        title=CERTIFICATE if provider else ATTESTATION,
        provider=provider,
        person=person,
        activity=activity.title,
        start=min(days),
        end=max(days),
        minutes=minutes,
        sheets=sheets,
        reference=control_code(made.number, made.content),
        commune=head[1].commune,
        signatory=reading.signatory(session),
        provisional=provisional,
        replaces=made.replaces,
        carried_over=sum(cell.present for cell in cells if cell.carried_over),
    )


def _collective(
    session: Session, numbers: CertificateNumbers, activity: Activity, cells: Sequence[Cell], waiting: int
) -> CollectiveView:
    counted = [cell for cell in cells if not cell.carried_over and cell.present] or [
        cell for cell in cells if cell.present
    ]
    ids = list(dict.fromkeys(cell.participant_id for cell in counted))
    persons = {key: session.get_one(Participant, key) for key in ids}
    rows: list[CollectiveRow] = []
    for key, person in persons.items():
        mine = [cell for cell in counted if cell.participant_id == key and not cell.carried_over]
        if mine:
            name = PaperPerson(*restricted.shown_names(person))
            seances = len({cell.seance_id for cell in mine})
            rows.append(CollectiveRow(name, sum(cell.present for cell in mine), seances))
    rows.sort(key=lambda row: (row.person.last_name.casefold(), row.person.first_name.casefold()))
    letter = (activity.brique_code or "")[:1]
    days = [cell.day for cell in counted]
    head = organisation.letterhead(session, activity.agreement_id, activity.structure_id)
    seances, sheets = len({cell.seance_id for cell in counted}), _sheets(counted)
    provisional = _provisional(cells, waiting)
    people = [(row.person.last_name, row.person.first_name, row.minutes, row.seances) for row in rows]
    attested = (activity.title, head.organisation, min(days), max(days), seances, sheets, provisional, people)
    made = numbers.of(None, activity.id, attested)
    return CollectiveView(
        letterhead=head,
        printed_at=clock.local_now(),
        number=made.number,
        activity=activity.title,
        start=min(days),
        end=max(days),
        rows=tuple(rows),
        seances=seances,
        sheets=sheets,
        signatory=reading.signatory(session),
        provisional=provisional,
        replaces=made.replaces,
        brique=PaperBrique(letter, reference.label(session, "briques", letter)) if letter else None,
    )


def _sheets(cells: Sequence[Cell]) -> int:
    return len({cell.sheet.id for cell in cells if cell.sheet is not None and cell.validated})


def _provisional(cells: Sequence[Cell], waiting: int) -> str:
    """Why the hours are not proven yet: presences that no validated sheet holds, séances still to enter
    (`waiting`), or nothing but carried-over presences."""
    counted = [cell for cell in cells if not cell.carried_over]
    open_sheets = {cell.sheet.id for cell in counted if cell.sheet is not None and not cell.validated}
    without = {cell.seance_id for cell in counted if cell.sheet is None}
    parts: list[str] = []
    if waiting:
        parts.append(count(waiting, "séance n’est pas saisie", "séances ne sont pas saisies"))
    if open_sheets:
        parts.append(count(len(open_sheets), "feuille n’est pas validée", "feuilles ne sont pas validées"))
    if without:
        parts.append(count(len(without), "séance n’a pas de feuille", "séances n’ont pas de feuille"))
    if not any(cell.present for cell in counted):
        parts.append("les présences reprises n’ont pas de feuille")
    return ", ".join(parts)


def _numbers(
    session: Session, request: DocumentRequest, key: str, prefix: str, activities: Collection[uuid.UUID]
) -> CertificateNumbers:
    """Those of the days asked; without any, those of the year of the scope, else none."""
    scope = request.scope.days() or (None, None)
    days = request.start or scope[0], request.end or scope[1]
    return CertificateNumbers(session, key, prefix, days, activities)


def _period(session: Session, request: DocumentRequest) -> Period:
    """The days asked, else those of the scope, else everything up to today."""
    whole = request.scope.days() or (date(1990, 1, 1), clock.today())
    return request.start or whole[0], request.end or whole[1]


class _Heads:
    """The letterhead of each organising structure, read once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[tuple[uuid.UUID, uuid.UUID], tuple[Letterhead, Structure]] = {}

    def of(self, activity: Activity) -> tuple[Letterhead, Structure]:
        key = activity.agreement_id, activity.structure_id
        if key not in self._known:
            structure = self._session.get_one(Structure, activity.structure_id)
            self._known[key] = organisation.letterhead(self._session, *key), structure
        return self._known[key]

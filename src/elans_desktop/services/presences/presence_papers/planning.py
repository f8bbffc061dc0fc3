"""Planning of a month: everybody's, a trainer's, a place's, or the card of one person."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import NotFoundError
from elans_desktop.core.formats import MONTHS, NBSP, short_time
from elans_desktop.core.text import natural_name
from elans_desktop.models.activities import Seance
from elans_desktop.models.organisation import Place, Professional, Structure
from elans_desktop.models.participants import Participant
from elans_desktop.services import restricted
from elans_desktop.services.calendar import seance_list
from elans_desktop.services.calendar.expected import is_expected
from elans_desktop.services.calendar.seance_cards import SeanceCard, cards
from elans_desktop.services.calendar.seance_list import DayInfo, SeanceFilters
from elans_desktop.services.governance.structures import ours_id
from elans_desktop.services.organisation import agreements, organisation, reference
from elans_desktop.services.paper import Letterhead, PaperBrique
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.presences.paper_presence import PlanningDay, PlanningEntry, PlanningView
from elans_desktop.services.presences.presence_papers.statements import month_of
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.services.scope import Scope

A4, A3, A5 = "a4", "a3", "a5"
VARIANTS = {A4: "A4, pour le mur", A3: "A3, gros caractères", A5: "A5, la carte d’une personne"}
INDIVIDUAL = "individuel"
"""Individual meetings are on the card of the person alone."""


def prepare(session: Session, request: DocumentRequest) -> tuple[PlanningView, ...]:
    """One planning for each trainer, place or person asked, else that of everybody.

    The month is that of the first day asked (of today without any). Raises NotFoundError, PermissionDenied.
    """
    month = month_of(request.start or clock.today())
    scope = Scope(request.scope.agreement_id)
    if not request.object_ids:
        found = seance_list.rows(session, SeanceFilters(scope, *month))
        return (_view(session, request, month, found, "Planning des activités"),)
    return tuple(_about(session, request, month, key) for key in request.object_ids)


def _about(
    session: Session, request: DocumentRequest, month: tuple[date, date], key: uuid.UUID
) -> PlanningView:
    scope = Scope(request.scope.agreement_id)
    if trainer := session.get(Professional, key):
        found = seance_list.rows(session, SeanceFilters(scope, *month, trainer_id=key))
        who = natural_name(trainer.last_name, trainer.first_name)
        return _view(session, request, month, found, f"Planning de {who}")
    if place := session.get(Place, key):
        found = seance_list.rows(session, SeanceFilters(scope, *month, place_id=key))
        return _view(session, request, month, found, f"Planning{NBSP}: {place.name}")
    person = session.get(Participant, key)
    if person is None:
        raise NotFoundError(
            "Ce planning n’est celui de personne.", "Choisissez un intervenant, un lieu ou une personne."
        )
    require(session, Right.READ_PEOPLE)
    restricted.check(session, (person,))
    ids = session.scalars(
        select(Seance.id).where(Seance.day >= month[0], Seance.day <= month[1], is_expected(key))
    ).all()
    name = natural_name(person.last_name or person.birth_name, person.first_name)
    return _view(session, request, month, cards(session, ids), "Mes rendez-vous", person=name)


def _view(
    session: Session,
    request: DocumentRequest,
    month: tuple[date, date],
    found: Sequence[SeanceCard],
    subtitle: str,
    *,
    person: str = "",
) -> PlanningView:
    shown = [card for card in found if card.planned and (person or card.mode_code != INDIVIDUAL)]
    entries = tuple(
        PlanningEntry(card.day, (card.brique_code or "")[:1], _hours(card), _label(card), card.name)
        for card in sorted(shown, key=lambda card: (card.day, card.start))
    )
    head, phone = _head(session, request.scope)
    letters = sorted({entry.brique for entry in entries if entry.brique}, key="RMAC".find)
    shape = request.variant if request.variant in VARIANTS else A5 if person else A4
    return PlanningView(
        letterhead=head,
        printed_at=clock.local_now(),
        title=f"{MONTHS[month[0].month - 1].capitalize()}{NBSP}{month[0].year}",
        subtitle=subtitle,
        days=tuple(PlanningDay(info.day, _note(info)) for info in seance_list.day_infos(session, *month)),
        entries=entries,
        legend=tuple(PaperBrique(code, reference.label(session, "briques", code)) for code in letters),
        phone=phone,
        shape=shape or A4,
        person=person,
    )


def _head(session: Session, scope: Scope) -> tuple[Letterhead, str]:
    agreement = agreements.of_scope(session, scope)
    own = ours_id(session)
    ours = session.get(Structure, own) if own else None
    return organisation.letterhead(session, agreement.id if agreement else None), ours.phone if ours else ""


def _hours(card: SeanceCard) -> str:
    return f"{short_time(card.start)} – {short_time(card.end)}"


def _label(card: SeanceCard) -> str:
    where = card.place_commune or card.where
    return f"{card.name}, {where}" if where and where not in card.name else card.name


def _note(info: DayInfo) -> str:
    if info.bank_holiday:
        return info.bank_holiday
    return info.closure or ("vacances scolaires" if info.school_holiday else "")

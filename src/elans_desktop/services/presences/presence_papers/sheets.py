"""The other sign-in sheets: a day, a month, one person over many dates, and the blank one of the shelf."""

from __future__ import annotations

import hashlib
import json
import math
import uuid
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.core.formats import MONTHS, NBSP, period
from elans_desktop.core.text import sort_key
from elans_desktop.models.activities import Activity
from elans_desktop.services.calendar import expected
from elans_desktop.services.calendar.enrolments import EnrolmentRow
from elans_desktop.services.calendar.seance_cards import SeanceCard, SlotCard
from elans_desktop.services.organisation import agreements, organisation, reference
from elans_desktop.services.paper import (
    IndividualLine,
    IndividualSheetView,
    PaperPerson,
    PaperSlot,
    SeanceSheetView,
    WeekDay,
    WeekSheetView,
)
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.presences.presence_papers.planning import INDIVIDUAL as ONE_TO_ONE
from elans_desktop.services.presences.presence_papers.statements import month_of
from elans_desktop.services.presences.sheet_content import (
    ENTERED,
    LARGE,
    Entered,
    Heads,
    asked_cards,
    paper_people,
    paper_slots,
    paper_trainers,
    place_words,
    with_numbers,
)
from elans_desktop.services.presences.sheet_numbers import (
    DAY,
    INDIVIDUAL,
    MONTH,
    SheetDraft,
    draft_of,
)
from elans_desktop.services.printing.printing import DocumentRequest

MOST_COLUMNS = 10
"""Half-days of a page of a month."""
PAIRS = frozenset({ONE_TO_ONE, "binome", "immersion"})
"""Activities where a séance is for one person: a sheet of theirs locks nobody else's presences."""


def prepare_day(session: Session, request: DocumentRequest) -> tuple[SeanceSheetView, ...]:
    """One sheet for each activity and day, all the séances of that day together.

    Raises what `attendance_sheets.prepare_seance` raises.
    """
    views, drafts = days_to_number(session, request)
    return with_numbers(session, views, drafts)


def days_to_number(
    session: Session, request: DocumentRequest
) -> tuple[list[SeanceSheetView], list[SheetDraft]]:
    """The same without numbers: what would be printed today."""
    require(session, Right.READ_PEOPLE)
    found = sorted(
        asked_cards(session, request), key=lambda card: (card.day, str(card.activity_id), card.start)
    )
    people = expected.people_at(session, [card.id for card in found])
    heads = Heads(session, found)
    views: list[SeanceSheetView] = []
    drafts: list[SheetDraft] = []
    for (day, activity_id), group in groupby(found, key=lambda card: (card.day, card.activity_id)):
        held = list(group)
        there = expected.merged(people[card.id] for card in held)
        slots = [slot for card in held for slot in card.slots]
        view = SeanceSheetView(
            letterhead=heads.of(activity_id),
            number="",
            control_code="",
            printed_at=clock.local_now(),
            activity=held[0].activity_title,
            day=day,
            slots=paper_slots(slots),
            place=_places(held),
            seance_number=held[0].number if len(held) == 1 else 0,
            seance_total=held[0].total if len(held) == 1 else 0,
            brique=heads.brique(activity_id),
            people=paper_people(there),
            trainers=paper_trainers(held, with_slots=len(held) == 1),
            title="Feuille d’émargement – journée",
            large=request.variant == LARGE,
            marks=Entered(session, held).of(there, held) if request.variant == ENTERED else (),
        )
        views.append(view)
        drafts.append(draft_of(DAY, held, there, (day, day), view.place, view.trainers))
    return views, drafts


def prepare_month(session: Session, request: DocumentRequest) -> tuple[WeekSheetView, ...]:
    """One sheet for each activity and month, ten half-days to a page: paginated, never refused."""
    views, drafts = months_to_number(session, request)
    return with_numbers(session, views, drafts)


def months_to_number(
    session: Session, request: DocumentRequest
) -> tuple[list[WeekSheetView], list[SheetDraft]]:
    """The same without numbers: what would be printed today."""
    require(session, Right.READ_PEOPLE)
    whole = replace(request, start=None, end=None) if request.object_ids and not request.start else request
    if request.start is not None:
        whole = replace(
            request, start=month_of(request.start)[0], end=month_of(request.end or request.start)[1]
        )
    found = asked_cards(session, whole)
    found = tuple(
        sorted(
            found,
            key=lambda card: (card.day.year, card.day.month, str(card.activity_id), card.day, card.start),
        )
    )
    people = expected.people_at(session, [card.id for card in found])
    heads = Heads(session, found)
    views: list[WeekSheetView] = []
    drafts: list[SheetDraft] = []
    for (year, month, activity_id), group in groupby(
        found, key=lambda card: (card.day.year, card.day.month, card.activity_id)
    ):
        held = list(group)
        there = expected.merged(people[card.id] for card in held)
        days = tuple(
            WeekDay(day, paper_slots(slot for card in cards for slot in card.slots))
            for day, cards in ((day, list(cards)) for day, cards in groupby(held, key=lambda card: card.day))
        )
        slots = [
            slot for card in held for slot in sorted(card.slots, key=lambda slot: (slot.start, slot.end))
        ]
        view = WeekSheetView(
            letterhead=heads.of(activity_id),
            number="",
            control_code="",
            printed_at=clock.local_now(),
            activity=held[0].activity_title,
            days=days,
            place=_places(held),
            brique=heads.brique(activity_id),
            people=paper_people(there),
            trainers=paper_trainers(held, with_slots=False),
            title=f"Feuille d’émargement – {MONTHS[month - 1]}{NBSP}{year}",
            compact=True,
            large=request.variant == LARGE,
            marks=Entered(session, held).of(there, held) if request.variant == ENTERED else (),
        )
        views.append(view)
        draft = draft_of(MONTH, held, there, (held[0].day, held[-1].day), view.place, view.trainers)
        drafts.append(replace(draft, parts=max(1, math.ceil(len(slots) / MOST_COLUMNS))))
    return views, drafts


def prepare_individual(session: Session, request: DocumentRequest) -> tuple[IndividualSheetView, ...]:
    """One sheet for each person and one-to-one activity, over the days asked (the month of the first one).

    `object_ids`: people, activities or séances. Raises RuleError when no one-to-one séance is found.
    """
    views, drafts = meetings_to_number(session, request)
    return with_numbers(session, views, drafts)


def meetings_to_number(
    session: Session, request: DocumentRequest
) -> tuple[list[IndividualSheetView], list[SheetDraft]]:
    """The same without numbers: what would be printed today."""
    require(session, Right.READ_PEOPLE)
    days = month_of(request.start or clock.today())
    start, end = request.start or days[0], request.end or days[1]
    wide = DocumentRequest(request.key, start, end, scope=request.scope)
    found = [card for card in asked_cards(session, wide) if card.mode_code in PAIRS]
    people = expected.people_at(session, [card.id for card in found])
    asked = set(request.object_ids)
    held: dict[tuple[uuid.UUID, uuid.UUID], list[SeanceCard]] = {}
    known: dict[uuid.UUID, EnrolmentRow] = {}
    for card in sorted(found, key=lambda card: (card.day, card.start)):
        for person in people[card.id]:
            if not asked or asked & {person.participant_id, card.activity_id, card.id}:
                known[person.participant_id] = person
                held.setdefault((person.participant_id, card.activity_id), []).append(card)
    if not held:
        raise RuleError(
            "Aucune séance individuelle sur cette période.",
            "C’est la feuille des entretiens, binômes et immersions\u00a0: choisissez d’autres dates.",
        )
    heads = Heads(session, found)
    entered = Entered(session, found) if request.variant == ENTERED else None
    labels = reference.labels(session, "activity_types")
    views: list[tuple[tuple[str, str], IndividualSheetView, SheetDraft]] = []
    for (person_id, activity_id), cards in held.items():
        person = known[person_id]
        lines = tuple(
            _line(
                card,
                slot,
                labels("activity_types", card.type_code) or card.activity_title,
                entered.cell(person_id, slot, card.id) if entered else ("", None),
            )
            for card in cards
            for slot in sorted(card.slots, key=lambda slot: slot.start)
        )
        view = IndividualSheetView(
            letterhead=heads.of(activity_id),
            number="",
            control_code="",
            printed_at=clock.local_now(),
            activity=cards[0].activity_title,
            period=period(cards[0].day, cards[-1].day),
            person=PaperPerson(person.last_name, person.first_name),
            dossier=person.number,
            lines=lines,
            trainers=paper_trainers(cards, with_slots=False),
            brique=heads.brique(activity_id),
            large=request.variant == LARGE,
            entered=entered is not None,
        )
        views.append(
            (
                sort_key(f"{person.last_name} {person.first_name}"),
                view,
                _draft(person_id, activity_id, cards, lines),
            )
        )
    views.sort(key=lambda one: one[0])
    return [view for _key, view, _draft in views], [draft for _key, _view, draft in views]


def _line(card: SeanceCard, slot: SlotCard, subject: str, said: tuple[str, int | None]) -> IndividualLine:
    away, minutes = said
    return IndividualLine(card.day, slot.start, slot.end, subject, place_words(card), away, minutes)


def _draft(
    person_id: uuid.UUID, activity_id: uuid.UUID, cards: Sequence[SeanceCard], lines: Sequence[IndividualLine]
) -> SheetDraft:
    printed = [
        INDIVIDUAL,
        person_id.hex,
        [(str(line.day), line.start, line.end, line.place) for line in lines],
    ]
    return SheetDraft(
        kind=INDIVIDUAL,
        activity_id=activity_id,
        start=cards[0].day,
        end=cards[-1].day,
        slot_ids=tuple(slot.id for card in cards for slot in card.slots),
        people=1,
        content=hashlib.sha256(json.dumps(printed, ensure_ascii=False).encode()).hexdigest(),
        participant_id=person_id,
        lines=len(lines),
    )


def prepare_blank(session: Session, request: DocumentRequest) -> tuple[SeanceSheetView, ...]:
    """A sheet to take along: of an activity when one is asked, else without any title. It has no number.

    An improvised séance is entered afterwards; its paper is then filed by hand.
    """
    activities = [session.get(Activity, key) for key in request.object_ids]
    known = [activity for activity in activities if activity is not None] or [None]
    return tuple(_blank(session, request, activity) for activity in known)


def _blank(session: Session, request: DocumentRequest, activity: Activity | None) -> SeanceSheetView:
    if activity is not None:
        head = organisation.letterhead(session, activity.agreement_id, activity.structure_id)
    else:
        agreement = agreements.of_scope(session, request.scope)
        head = organisation.letterhead(session, agreement.id if agreement else None)
    return SeanceSheetView(
        letterhead=head,
        number="",
        control_code="",
        printed_at=clock.local_now(),
        activity=activity.title if activity else "",
        day=None,
        slots=(PaperSlot(0, 0, "matin"), PaperSlot(0, 0, "apres_midi")),
        with_qr=False,
        large=request.variant == LARGE,
    )


def _places(held: Sequence[SeanceCard]) -> str:
    return " ; ".join(dict.fromkeys(place_words(card) for card in held if card.place_name or card.stops))

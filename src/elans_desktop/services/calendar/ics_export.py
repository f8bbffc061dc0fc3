"""The calendar as an .ics file: everything, one trainer, one activity, one place, or one participant.

No name of a participant stands in any of these files, not even in one's own: a calendar is synchronised to
telephones. Notes stay in the classeur too. An event keeps its UID: importing again updates it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import NotFoundError, RuleError
from elans_desktop.core.formats import NBSP, clock_time
from elans_desktop.models.activities import Activity, Seance, SeanceSlot, SlotTrainer
from elans_desktop.models.organisation import Place, Professional
from elans_desktop.models.participants import Participant
from elans_desktop.services import restricted
from elans_desktop.services.calendar import expected, ics_zones
from elans_desktop.services.calendar.seance_cards import SeanceCard, SlotCard, cards
from elans_desktop.services.organisation import settings
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.scope import EVERYTHING, Scope

DOMAIN = "elans"
"""Ends the UID of our own events: `<slot>@elans`."""
_PRODUCT = "-//ELANS//Calendrier//FR"


Days = tuple[date | None, date | None]
"""First and last day, both included; None for no limit."""


@dataclass(frozen=True, slots=True)
class IcsExport:
    """A file ready to be written; its name never holds that of a person."""

    content: bytes
    name: str
    events: int
    participant_id: uuid.UUID | None = None
    """Whose calendar it is: note an access trace once the file is written."""


def whole(session: Session, scope: Scope = EVERYTHING, days: Days = (None, None)) -> IcsExport:
    """Every séance of the scope (agreement and year), between two days. Raises RuleError when none."""
    require(session, Right.IMPORT_EXPORT)
    return _export(session, _between(days), scope, "calendrier")


def of_object(
    session: Session, object_id: uuid.UUID, scope: Scope = EVERYTHING, days: Days = (None, None)
) -> IcsExport:
    """The séances of a trainer, a participant, an activity or a place, whichever this identifier is.

    Raises NotFoundError, PermissionDenied, RuleError when there are none.
    """
    require(session, Right.IMPORT_EXPORT)
    period = _between(days)
    if session.get(Professional, object_id) is not None:
        held = (
            select(SeanceSlot.seance_id)
            .join(SlotTrainer, SlotTrainer.slot_id == SeanceSlot.id)
            .where(SlotTrainer.professional_id == object_id)
        )
        return _export(
            session, [*period, Seance.id.in_(held)], scope, "calendrier-intervenant", trainer_id=object_id
        )
    if session.get(Participant, object_id) is not None:
        require(session, Right.READ_PEOPLE)
        restricted.check_id(session, object_id)
        made = _export(session, [*period, expected.is_expected(object_id)], scope, "calendrier-personne")
        return replace(made, participant_id=object_id)
    if session.get(Activity, object_id) is not None:
        return _export(session, [*period, Seance.activity_id == object_id], scope, "calendrier-activite")
    if session.get(Place, object_id) is not None:
        return _export(session, [*period, Seance.place_id == object_id], scope, "calendrier-lieu")
    raise NotFoundError(
        "Cet identifiant n’est ni un intervenant, ni une personne, ni une activité, ni un lieu.",
        "Prenez-en un dans ce que montre la commande lister.",
    )


def own_uid(slot_id: uuid.UUID) -> str:
    """The UID of one of our slots."""
    return f"{slot_id.hex}@{DOMAIN}"


def slot_of(uid: str) -> uuid.UUID | None:
    """The slot an UID of ours names."""
    head, _, domain = uid.partition("@")
    if domain != DOMAIN:
        return None
    try:
        return uuid.UUID(hex=head)
    except ValueError:
        return None


def _between(days: Days) -> list[ColumnElement[bool]]:
    first, last = days
    made: list[ColumnElement[bool]] = []
    if first is not None:
        made.append(Seance.day >= first)
    if last is not None:
        made.append(Seance.day <= last)
    return made


def _export(
    session: Session,
    conditions: list[ColumnElement[bool]],
    scope: Scope,
    name: str,
    *,
    trainer_id: uuid.UUID | None = None,
) -> IcsExport:
    query = select(Seance.id).join(Activity, Activity.id == Seance.activity_id).where(*conditions)
    if scope.agreement_id:
        query = query.where(Activity.agreement_id == scope.agreement_id)
    if (year := scope.days()) is not None:
        query = query.where(Seance.day.between(*year))
    found = cards(session, query)
    if not found:
        raise RuleError("Aucune séance à exporter.", "Choisissez une autre année, ou planifiez des séances.")
    zone = ics_zones.zone_of(str(settings.get(session, settings.HOLIDAY_ZONE)))
    uids = dict(
        session.execute(
            select(Seance.id, Seance.external_uid).where(Seance.id.in_(query), Seance.external_uid != "")
        ).all()
    )
    events = [
        event
        for card in found
        for slot in card.slots
        if trainer_id is None or any(one.id == trainer_id for one in slot.trainers)
        for event in [_event(card, slot, uids.get(card.id, ""), ZoneInfo(zone))]
    ]
    return IcsExport(_calendar(events, zone), f"{name}.ics", len(events))


def _calendar(events: Iterable[Any], zone: str) -> bytes:
    from icalendar import Calendar  # 40 ms: only where a file is written

    made: Any = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add_component(ics_zones.component(zone))
    for event in events:
        made.add_component(event)
    return made.to_ical()


def _event(card: SeanceCard, slot: SlotCard, external_uid: str, zone: ZoneInfo) -> Any:
    from icalendar import Event

    made: Any = Event()
    uid = external_uid if external_uid and len(card.slots) == 1 else own_uid(slot.id)
    made.add("uid", uid)
    made.add("dtstamp", datetime.fromtimestamp(clock.now_ms() // 1000, UTC))
    made.add("dtstart", _moment(card.day, slot.start, zone))
    made.add("dtend", _moment(card.day, slot.end, zone))
    made.add("summary", card.name)
    made.add("status", "CONFIRMED" if card.planned else "CANCELLED")
    if place := _place(card):
        made.add("location", place)
    if words := _description(card, slot):
        made.add("description", words)
    if card.brique_code:
        made.add("categories", [card.brique_code])
    return made


def _moment(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """Local time; 24:00 is midnight of the day after."""
    extra, minutes = divmod(minutes, 24 * 60)
    moment = datetime.combine(day + timedelta(days=extra), time(minutes // 60, minutes % 60))
    return moment.replace(tzinfo=zone)


def _place(card: SeanceCard) -> str:
    if card.stops or not card.place_commune or card.place_commune in card.place_name:
        return card.where
    return f"{card.place_name}, {card.place_commune}"


def _description(card: SeanceCard, slot: SlotCard) -> str:
    lines = [card.activity_title] if card.title else []
    if slot.trainers:
        lines.append(f"Avec{NBSP}: {', '.join(trainer.name for trainer in slot.trainers)}")
    if card.planned and card.total > 1:
        lines.append(f"Séance {card.number} sur {card.total}")
    for stop in card.stops:
        hours = f"{clock_time(stop.start)} " if stop.start is not None else ""
        lines.append(f"{hours}{stop.name}")
    if not card.planned:
        lines.append("Reportée" if card.state == "reportee" else "Annulée")
    return "\n".join(lines)

"""The three lists of the tab: meetings by instance, instances, directory."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from elans_desktop.core import clock
from elans_desktop.core.formats import clock_time, count, date_medium, date_short
from elans_desktop.services.governance.governance import BodyRow
from elans_desktop.services.governance.governance_meetings import CANCELLED, MeetingRow
from elans_desktop.services.governance.structures import StructureRow
from elans_desktop.ui.kit.empty import Action, EmptyState
from elans_desktop.ui.kit.grouped_list import Group, GroupedList, ListLook


def meeting_list(action: Action | None) -> GroupedList:
    """Meetings by instance."""
    empty = EmptyState(
        "calendar-days",
        "Aucune réunion",
        "Une réunion porte un ordre du jour, des présences, un quorum et des décisions numérotées.",
        action=action,
    )
    look = ListLook(
        title=lambda r: f"Réunion n°\u00a0{r.number}", subtitle=_meeting_facts, status=_meeting_status,
        tone=_meeting_tone, fact=lambda r: count(r.decisions, "décision") if r.decisions else "",
    )  # fmt: skip
    return GroupedList(look=look, row_id=lambda r: r.id, name="Réunions", empty=empty)


def body_list(action: Action | None) -> GroupedList:
    """Instances."""
    empty = EmptyState(
        "landmark",
        "Aucune instance",
        "Groupe projet, comité de pilotage… : ceux qui se réunissent et décident.",
        action=action,
    )
    look = ListLook(
        title=lambda r: r.title,
        subtitle=lambda r: f"{count(r.members, 'membre')}, {count(r.meetings, 'réunion')}",
        status=_body_status,
    )
    return GroupedList(look=look, row_id=lambda r: r.id, name="Instances", empty=empty)


def directory(action: Action | None) -> GroupedList:
    """The directory of structures."""
    empty = EmptyState(
        "building-2",
        "Aucune structure",
        "L’annuaire des structures\u00a0: celles qui portent, les partenaires, les financeurs.",
        action=action,
    )
    look = ListLook(title=lambda r: r.display_name, subtitle=_structure_facts)
    return GroupedList(look=look, row_id=lambda r: r.id, name="Annuaire des structures", empty=empty)


def meeting_groups(rows: tuple[MeetingRow, ...]) -> list[Group]:
    """By instance, as they come."""
    groups = [(body, list(lines)) for body, lines in groupby(rows, key=lambda one: one.body)]
    return [Group(body, lines, str(len(lines))) for body, lines in groups]


def apart(title: str, rows: tuple[Any, ...]) -> list[Group]:
    """Those in use, then those archived under a title."""
    away = [one for one in rows if one.archived]
    groups = [Group("", [one for one in rows if not one.archived])]
    return [*groups, Group(title, away, str(len(away)))] if away else groups


def _meeting_facts(one: MeetingRow) -> str:
    hour = clock_time(one.start) if one.start is not None else ""
    return ", ".join(part for part in (date_medium(one.day), hour) if part)


def _meeting_status(one: MeetingRow) -> str:
    days = (one.day - clock.today()).days
    if one.state == CANCELLED:
        return "annulée"
    if not one.coming:
        return ""
    return f"dans {days}\u00a0j" if days > 0 else "aujourd’hui" if days == 0 else "à clore"


def _meeting_tone(one: MeetingRow) -> str:
    if not one.coming:
        return "neutral"
    return "primary" if one.day >= clock.today() else "warning"


def _body_status(one: BodyRow) -> str:
    return f"le {date_short(one.next_day)}" if one.next_day else ""


def _structure_facts(one: StructureRow) -> str:
    return ", ".join(part for part in (one.role_words or one.kind, one.commune) if part)

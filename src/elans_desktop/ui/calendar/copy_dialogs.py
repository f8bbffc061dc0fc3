"""Copying a week, or a whole activity: one short dialog, one operation, one sentence of what was done."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, date_medium
from elans_desktop.services.calendar import activities, copying
from elans_desktop.services.calendar.activities import ActivityFilters
from elans_desktop.services.calendar.copying import CopyActivityInput
from elans_desktop.services.calendar.recurrence import BANK_HOLIDAYS, CLOSURES, SCHOOL_HOLIDAYS
from elans_desktop.services.organisation import agreements
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.form import FieldSpec, Section

YEAR = timedelta(weeks=52)
_SKIPS = (
    FieldSpec("skip_days", "Sauter les jours fériés et de fermeture", "check", span=2),
    FieldSpec("skip_school", "Sauter les vacances scolaires", "check", span=2),
)


def copy_week(context: Context, parent: QWidget, monday: date) -> date | None:
    """Ask where a week goes, and copy it there; its Monday, None when given up."""
    arrivals: list[date] = []

    def save(values: dict[str, Any]) -> None:
        target = values["target"]
        done = context.bridge.write(
            f"Copier la semaine du {date_medium(monday)}",
            copying.copy_week,
            monday,
            target,
            context.bridge.scope,
            skip=_skip(values),
        )
        arrivals.append(clock.monday_of(target))
        context.window.notify(done.words, undoable=True)

    dialogs.ask_form(
        parent,
        f"Copier la semaine du {date_medium(monday)}",
        [
            Section(
                "",
                (
                    FieldSpec("target", "Vers la semaine du", "date", required=True),
                    *_SKIPS,
                ),
            )
        ],
        values={"target": monday + timedelta(weeks=1), "skip_days": True},
        text="Horaires, lieux et intervenants sont copiés, sans les présences ni les rendez-vous.",
        accept="Copier la semaine",
        save=save,
    )
    return arrivals[0] if arrivals else None


def copy_activity(context: Context, parent: QWidget, activity_id: uuid.UUID) -> uuid.UUID | None:
    """Ask for the title, the agreement and the first day of a copy; the new activity, None when given up."""
    bridge = context.bridge
    source = bridge.read(activities.view, activity_id)
    first = bridge.read(copying.first_day_of, activity_id)
    known = [(found.id, found.input.title) for found in bridge.read(agreements.rows)]
    made: list[uuid.UUID] = []

    def save(values: dict[str, Any]) -> None:
        data = CopyActivityInput(
            activity_id,
            values["title"],
            values["agreement_id"],
            values["first_day"],
            values["with_people"],
            _skip(values),
        )
        done = bridge.write(f"Copier l’activité {source.title}", copying.copy_activity, data)
        if done.activity_id is not None:
            made.append(done.activity_id)
        context.window.notify(done.words, undoable=True)

    specs = (
        FieldSpec("title", "Titre de la copie", required=True, span=2),
        FieldSpec("agreement_id", "Convention", "choice", required=True, choices=known),
        FieldSpec(
            "first_day",
            "Première séance",
            "date",
            required=True,
            help="Le même jour de la semaine est gardé.",
        ),
        FieldSpec("with_people", "Inscrire les mêmes personnes", "check", span=2),
        *_SKIPS,
    )
    dialogs.ask_form(
        parent,
        f"Copier «{NBSP}{source.title}{NBSP}»",
        [Section("", specs)],
        values={
            "title": source.title,
            "agreement_id": source.agreement_id,
            "first_day": (first or clock.today()) + YEAR,
            "skip_days": True,
        },
        text="Ses séances, sa répétition et ses intervenants sont copiés, sans les présences.",
        accept="Copier l’activité",
        save=save,
    )
    return made[0] if made else None


def choose_activity(context: Context, parent: QWidget, title: str) -> uuid.UUID | None:
    """Which activity, when none is shown; archived ones too: last year’s."""
    rows = context.bridge.read(activities.rows, ActivityFilters(with_archived=True))
    known = [(found.id, found.title) for found in rows]
    spec = FieldSpec("activity_id", "Activité", "choice", required=True, choices=known, span=2)
    answer = dialogs.ask_form(parent, title, [Section("", (spec,))], accept="Continuer")
    return answer["activity_id"] if answer else None


def _skip(values: dict[str, Any]) -> frozenset[str]:
    days = {BANK_HOLIDAYS, CLOSURES} if values["skip_days"] else set[str]()
    return frozenset(days | ({SCHOOL_HOLIDAYS} if values["skip_school"] else set[str]()))

"""`importer QUOI`: each list that comes into the classeur has its function here."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping

from elans_desktop.cli import access
from elans_desktop.core.errors import ElansError
from elans_desktop.services.imports import participants as people
from elans_desktop.services.imports import (
    presence_context,
    presence_reports,
    presence_writing,
    presences,
    reading,
    remembered,
    reports,
)
from elans_desktop.services.imports.presence_targets import TARGETS
from elans_desktop.services.organisation import agreements


def bring_people(asked: Namespace) -> int:
    """Import a list of people, or only say what would happen."""
    table = reading.read_table(asked.fichier)
    with access.opened(asked, asked.classeur) as workspace:
        with workspace.read() as session:
            mapping = remembered.propose(session, table)
            plan = people.plan(session, table, mapping)
        for line in reports.report_lines(plan):
            print(line)
        if asked.simulation:
            result = people.preview(plan)
        else:
            with workspace.write(people.operation_label(plan), kind="import") as session:
                result = people.apply(session, plan)
                remembered.remember(session, table, mapping)
    print(reports.summary_line(result))
    return 0


def bring_presences(asked: Namespace) -> int:
    """Import past presences, or only say what would happen; what is to be decided is left out."""
    table = reading.read_table(asked.fichier)
    options = presences.Options(activity=asked.activite.strip() or None)
    with access.opened(asked, asked.classeur) as workspace:
        with workspace.read() as session:
            mapping = remembered.propose(session, table, remembered.PRESENCES, TARGETS)
            if problem := presences.missing(mapping, options):
                raise ElansError(problem, "Voyez les titres des colonnes, ou donnez --activite.")
            current = agreements.current(session)
            agreement_id = access.identifier(asked.convention) if asked.convention else None
            agreement_id = agreement_id or (current.id if current else None)
            context = presence_context.load(session, presences.days_of(table, mapping), agreement_id)
        plan = presences.plan_from(context, table, mapping, options=options)
        for line in presence_reports.report_lines(plan):
            print(line)
        if asked.simulation or not plan.ready:
            result = presence_writing.preview(plan)
        else:
            with workspace.write(presences.operation_label(plan), kind="import") as session:
                result = presence_writing.apply(session, plan, context)
                remembered.remember(session, table, mapping, remembered.PRESENCES)
    print(presence_reports.summary_line(result))
    return 0


WHAT: Mapping[str, Callable[[Namespace], int]] = {
    "participants": bring_people,
    "presences": bring_presences,
}
"""Words that `importer` takes."""


def bring(asked: Namespace) -> int:
    """Do what is asked. The exit code."""
    return WHAT[asked.quoi](asked)

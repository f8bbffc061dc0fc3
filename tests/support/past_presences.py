"""Lists of past presences planned and imported in a test."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from elans_desktop.services.imports import presence_context, presence_writing
from elans_desktop.services.imports.columns import suggest
from elans_desktop.services.imports.presence_questions import Answers
from elans_desktop.services.imports.presence_targets import TARGETS
from elans_desktop.services.imports.presences import (
    Options,
    PresencePlan,
    days_of,
    operation_label,
    plan_from,
)
from elans_desktop.services.imports.reading import read_table
from elans_desktop.services.presences import attendance_hours
from elans_desktop.storage.workspace import Workspace
from tests.support.calendar_world import World

HEAD = "Nom;Prénom;Date;Début;Fin;Présence;Activité\n"
Typed = Mapping[tuple[int, str], str]


def plan_of(
    workspace: Workspace,
    world: World,
    text: str,
    answers: Answers | None = None,
    options: Options | None = None,
    corrections: Typed | None = None,
) -> PresencePlan:
    """What the import of this text would do."""
    return planned_of(workspace, world, text, answers, options, corrections)[0]


def imported(workspace: Workspace, world: World, text: str, answers: Answers | None = None) -> PresencePlan:
    """Import this text."""
    made, context = planned_of(workspace, world, text, answers)
    with workspace.write(operation_label(made), kind="import") as session:
        presence_writing.apply(session, made, context)
    return made


def planned_of(
    workspace: Workspace,
    world: World,
    text: str,
    answers: Answers | None = None,
    options: Options | None = None,
    corrections: Typed | None = None,
) -> tuple[PresencePlan, presence_context.PresenceContext]:
    """The same, with what it was planned from."""
    table = read_table(text.encode(), "liste.csv")
    mapping = suggest(table, None, TARGETS)
    with workspace.read() as session:
        context = presence_context.load(session, days_of(table, mapping, corrections), world.agreement)
    return plan_from(context, table, mapping, corrections, answers, options), context


def messages(made: PresencePlan) -> list[tuple[int, str]]:
    """Line and sentence of each refusal, with plain spaces."""
    return [(reason.line, reason.message.replace("\u00a0", " ")) for reason in made.rejected]


def realised(workspace: Workspace, person: uuid.UUID) -> int:
    """Minutes present of somebody."""
    with workspace.read() as session:
        return attendance_hours.hours(session, participant_ids=[person]).realised

"""An import of presences told in sentences for the terminal: lines and columns of the file, never a name."""

from __future__ import annotations

from elans_desktop.core.formats import NBSP, count
from elans_desktop.services.imports.presence_questions import ACTIVITY, PERSON
from elans_desktop.services.imports.presence_writing import PresenceResult
from elans_desktop.services.imports.presences import PresencePlan
from elans_desktop.services.imports.reports import grouped, lines_words
from elans_desktop.services.imports.tables import typeset


def summary_line(result: PresenceResult) -> str:
    """« 240 reprises, 3 déjà là, 12 à décider, 2 rejetées », plain spaces, always plural: scripts read it."""
    return (
        f"{result.presences} reprises, {result.known} déjà là, "
        f"{result.waiting} à décider, {result.rejected} rejetées"
    )


def report_lines(plan: PresencePlan) -> tuple[str, ...]:
    """The file, what would be made, the remarks grouped, what is to be decided, each reason of rejection."""
    said = list(plan.file_remarks)
    for value, one, several in (
        (len(plan.new_activities), "activité à créer", "activités à créer"),
        (len(plan.new_seances), "séance à créer", "séances à créer"),
        (len(plan.new_people), "dossier à créer", "dossiers à créer"),
    ):
        if value:
            said.append(f"{count(value, one, several)}.")
    said += grouped(plan.remarks)
    for question in plan.questions:
        about = {PERSON: "personne", ACTIVITY: "activité"}.get(question.kind, "présence")
        said.append(f"{lines_words(list(question.lines))}, {about} à décider : {question.why}.")
    said += [f"Ligne{NBSP}{r.line}, {r.column} : {r.message}" for r in plan.rejected]
    return tuple(typeset(sentence) for sentence in said)

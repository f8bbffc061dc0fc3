"""« Préparer la sortie »: what the file of a person still lacks before, or after, they leave."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from elans_desktop.services.participants.participants import ParticipantInput
from elans_desktop.services.pathways.exit_meanings import DEATH
from elans_desktop.services.pathways.pathway_inputs import PathwayInput
from elans_desktop.services.pathways.situation_inputs import EXIT

GOES_ON = frozenset({"A1", "A2", "A3", "N3"})
"""Exits towards nowhere in particular: no structure is asked."""
IDENTITY, SITUATION, EVALUATIONS, ENROLMENTS, HERE = (
    "identity", "situation", "evaluations", "enrolments", "exit",
)  # fmt: skip
"""Sections of the file where a gap is filled."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing, in a few words, and where it is filled in."""

    words: str
    section: str
    field: str = ""


def gaps(
    person: ParticipantInput,
    pathway: PathwayInput,
    *,
    situations: Collection[str],
    evaluations: Collection[str],
    enrolled: int,
) -> tuple[Gap, ...]:
    """What is missing for the exit, in the order of the work: the exit, the person, then what stays open.

    `situations`, `evaluations`: moments recorded of this pathway. `enrolled`: activities that still expect
    the person. After a death only the date and the reason are asked.
    """
    missing: list[Gap] = []
    if pathway.exit_on is None:
        missing.append(Gap("la date de sortie", HERE, "exit_on"))
    if pathway.exit_code is None:
        missing.append(Gap("le motif", HERE, "exit_code"))
    if pathway.exit_code != DEATH:
        if pathway.exit_structure_id is None and pathway.exit_code not in GOES_ON:
            missing.append(Gap("la structure de destination", HERE, "exit_structure_id"))
        if pathway.distance_exit is None:
            missing.append(Gap("la distance à l’emploi", HERE, "distance_exit"))
        if EXIT not in situations:
            missing.append(Gap("la situation à la sortie", SITUATION))
        if EXIT not in evaluations:
            missing.append(Gap("l’évaluation de sortie", EVALUATIONS))
        if not (person.phone or person.email or person.reachable_referent):
            missing.append(Gap("un moyen de rappeler la personne", IDENTITY, "phone"))
    if enrolled:
        words = (
            "une activité l’attend encore" if enrolled == 1 else f"{enrolled} activités l’attendent encore"
        )
        missing.append(Gap(words, ENROLMENTS))
    return tuple(missing)

"""The situations of the example made coherent: what was said at the exit starts from the entry."""

from __future__ import annotations

import random
import uuid
from datetime import timedelta
from typing import Any

from elans_desktop.models.participants import Participant, Pathway, Situation, SituationChoice
from elans_desktop.services.demo.rows import Rows
from elans_desktop.services.pathways import iae_criteria
from elans_desktop.services.pathways.pathway_status import limit_day
from elans_desktop.services.pathways.situation_inputs import CHOICES, ENTRY, EXIT, LATER, SituationInput

Line = dict[str, Any]
_KEPT = (
    "family",
    "children",
    "housing",
    "education",
    "last_class",
    "unemployed_for",
    "french",
    "administrative",
)
_AFTER = {"E": "precaire", "D": "inscrit_moins_12", "F": "etudiant"}
_EQUIPMENT = (
    ("smartphone",),
    ("smartphone", "adresse"),
    ("smartphone", "ordinateur", "internet"),
    ("telephone",),
)
_ROADS = {"aucun": "deux_roues", "deux_roues": "permis_en_cours", "covoiturage": "permis_en_cours"}


def settle(rows: Rows) -> None:
    """Rewrite the answers of the exits from those of the entries, and add what was said later."""
    dice = random.Random(2029)
    pathways = {one["id"]: one for one in rows.tables[Pathway]}
    people = {one["id"]: one for one in rows.tables[Participant]}
    ticked = _ticked(rows)
    known = {(one["pathway_id"], one["moment"]): one for one in rows.tables[Situation]}
    for (pathway_id, moment), situation in list(known.items()):
        if moment != ENTRY:
            continue
        pathway, answers = pathways[pathway_id], ticked[situation["id"]]
        situation["last_class"] = dice.choice(("3e", "CAP", "1re", ""))
        answers["equipment"] = dice.choice(_EQUIPMENT) if dice.random() < 0.9 else ()
        answers["iae"] = _criteria(dice, situation, answers, people[pathway["participant_id"]])
        if (left := known.get((pathway_id, EXIT))) is not None:
            left |= {name: situation[name] for name in _KEPT}
            left["employment"] = _AFTER.get(pathway["exit_code"][0], situation["employment"])
            ticked[left["id"]] = _moved(dice, answers)
            _later(rows, dice, pathway, left, ticked)
    _write(rows, ticked)


def _ticked(rows: Rows) -> dict[uuid.UUID, dict[str, tuple[str, ...]]]:
    """What each situation ticks, by question."""
    questions = {list_code: name for name, list_code in CHOICES.items()}
    found: dict[uuid.UUID, dict[str, tuple[str, ...]]] = {}
    for one in rows.tables[SituationChoice]:
        answers = found.setdefault(one["situation_id"], {})
        name = questions[one["list_code"]]
        answers[name] = (*answers.get(name, ()), one["code"])
    return found


def _criteria(
    dice: random.Random, situation: Line, answers: dict[str, tuple[str, ...]], person: Line
) -> tuple[str, ...]:
    if dice.random() < 0.5:
        return ()
    typed = SituationInput(
        situation["pathway_id"],
        ENTRY,
        **{name: situation[name] for name in ("family", "housing", "education", "employment", "french")},
        resources=answers.get("resources", ()),
        mobility=answers.get("mobility", ()),
    )
    years = (situation["collected_on"] - person["birth_date"]).days // 365
    return iae_criteria.suggested(typed, age=years, zone=person["zone"])


def _moved(dice: random.Random, answers: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """A better way to move for one in three; the criteria are not asked again."""
    after = {name: codes for name, codes in answers.items() if name != "iae"}
    if dice.random() < 0.35:
        after["mobility"] = tuple(_ROADS.get(code, code) for code in after.get("mobility", ()))
    return after


def _later(
    rows: Rows,
    dice: random.Random,
    pathway: Line,
    left: Line,
    ticked: dict[uuid.UUID, dict[str, tuple[str, ...]]],
) -> None:
    """Six months after, for those whose date has passed: half of them."""
    due = limit_day(pathway["exit_on"], 6)
    if due is None or due > rows.today - timedelta(days=10) or dice.random() < 0.5:
        return
    key = Situation.key(pathway["id"], LATER)
    values = {name: value for name, value in left.items() if name not in ("id", "moment", "collected_on")}
    rows.add(Situation, id=key, moment=LATER, collected_on=due + timedelta(days=2), **values)
    ticked[key] = dict(ticked[left["id"]])


def _write(rows: Rows, ticked: dict[uuid.UUID, dict[str, tuple[str, ...]]]) -> None:
    rows.tables[SituationChoice] = []
    for situation_id, answers in ticked.items():
        for name, codes in answers.items():
            list_code = CHOICES.get(name, iae_criteria.LIST)
            for code in dict.fromkeys(codes):
                rows.add(
                    SituationChoice,
                    id=SituationChoice.key(situation_id, list_code, code),
                    situation_id=situation_id,
                    list_code=list_code,
                    code=code,
                )

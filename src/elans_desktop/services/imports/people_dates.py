"""The dates of a line of people, held against each other by the rules of the forms. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from elans_desktop.core.text import fold
from elans_desktop.services.participants.detection import day_problem
from elans_desktop.services.pathways.pathway_checks import day_problems
from elans_desktop.services.pathways.pathway_inputs import PathwayInput

_NOBODY = uuid.UUID(int=0)
_TARGETS = {"entry_on": "entry_on", "exit_on": "exit_on", "exit_code": "exit_reason"}


def exit_code(reason: str, exits: Mapping[str, str]) -> str | None:
    """The code of a reason of exit, told by its label, its code, or the beginning of one label only.

    None when the list does not tell which: funders count by this code, so nothing is guessed.
    """
    key = fold(reason)
    if not key:
        return None
    if key in exits:
        return exits[key]
    begun = {code for word, code in exits.items() if word.startswith(key)}
    return begun.pop() if len(begun) == 1 else None


def problems(values: Mapping[str, Any], exits: Mapping[str, str]) -> dict[str, str]:
    """What cannot be of the first contact, the entry and the exit of a line, by target: a sentence each.

    `exits`: codes of the reasons of exit by folded word. An exit without its reason is no problem here: it
    goes to the notes.
    """
    birth: date | None = values.get("birth_date")
    found: dict[str, str] = {}
    contact: date | None = values.get("first_contact_on")
    if contact and (problem := day_problem(contact, birth)):
        found["first_contact_on"] = problem
    exit_on, code = values.get("exit_on"), exit_code(values.get("exit_reason") or "", exits)
    typed = PathwayInput(
        _NOBODY,
        _NOBODY,
        entry_on=values.get("entry_on"),
        exit_on=exit_on,
        exit_code=code if exit_on else None,
    )
    wrong = day_problems(typed, birth)
    if exit_on and not code:
        wrong.pop("exit_code", None)
    return found | {_TARGETS[name]: sentence for name, sentence in wrong.items()}

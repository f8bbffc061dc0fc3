"""The situation of a person at the entry, half way, at the exit, six months later: dated rows.

Fields of the cahier des charges O2R and of the FSE+ questionnaire; amounts of money are not recorded.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, NotFoundError
from elans_desktop.models.participants import Participant, Pathway, Situation, SituationChoice
from elans_desktop.services.pathways import iae_criteria, support_days
from elans_desktop.services.pathways.iae_criteria import Criterion
from elans_desktop.services.pathways.situation_inputs import (
    CHOICES,
    COLUMNS,
    ENTRY,
    EXIT,
    LATER,
    LISTS,
    MIDDLE,
    MOMENTS,
    SituationInput,
)
from elans_desktop.services.permissions import Right, require

__all__ = [
    "CHOICES",
    "ENTRY",
    "EXIT",
    "LATER",
    "LISTS",
    "MIDDLE",
    "MOMENTS",
    "SituationInput",
    "copy_entry",
    "of_pathway",
    "save",
]


def of_pathway(
    session: Session, pathway_id: uuid.UUID, criteria: Sequence[Criterion] | None = None
) -> dict[str, SituationInput]:
    """The situations recorded of a pathway, by moment, in their order. `criteria`: the boxes of the IAE that
    the user sees in this file, when they are already known."""
    require(session, Right.READ_PEOPLE)
    found = session.scalars(select(Situation).where(Situation.pathway_id == pathway_id)).all()
    if not found:
        return {}
    shown = _criteria(session, pathway_id) if criteria is None else {one.code for one in criteria}
    ticked: dict[tuple[uuid.UUID, str], list[str]] = {}
    for situation_id, list_code, code in session.execute(
        select(SituationChoice.situation_id, SituationChoice.list_code, SituationChoice.code)
        .where(SituationChoice.situation_id.in_([row.id for row in found]))
        .order_by(SituationChoice.code)
    ):
        ticked.setdefault((situation_id, list_code), []).append(code)
    by_moment: dict[str, SituationInput] = {}
    for row in found:
        values: dict[str, Any] = {name: getattr(row, name) for name in COLUMNS}
        values |= {name: tuple(ticked.get((row.id, code), ())) for name, code in CHOICES.items()}
        if shown:
            kept = ticked.get((row.id, iae_criteria.LIST), ())
            values["iae"] = tuple(code for code in kept if code in shown)
        by_moment[row.moment] = SituationInput(pathway_id=pathway_id, moment=row.moment, **values)
    return {moment: by_moment[moment] for moment in MOMENTS if moment in by_moment}


def _criteria(session: Session, pathway_id: uuid.UUID) -> frozenset[str]:
    """The criteria of the IAE that this user may see in this file."""
    person = session.scalars(select(Pathway.participant_id).where(Pathway.id == pathway_id)).one()
    return frozenset(one.code for one in iae_criteria.visible(session, person))


def save(session: Session, typed: SituationInput) -> uuid.UUID:
    """Record the situation at one moment; today when no day of collection is given. Returns its id.

    Raises InputError (a day in the future, before birth, or before the situation at the entry; fewer children
    than those under three), NotFoundError.
    """
    require(session, Right.EDIT_PEOPLE)
    pathway = support_days.pathway(session, typed.pathway_id)
    _check(typed, session.get_one(Participant, pathway.participant_id).birth_date, _days(session, typed))
    key = Situation.key(typed.pathway_id, typed.moment)
    row = session.get(Situation, key)
    if row is None:
        row = Situation(id=key, pathway_id=typed.pathway_id, moment=typed.moment)
        session.add(row)
    for name in COLUMNS:
        value = getattr(typed, name)
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.collected_on = typed.collected_on or clock.today()
    session.flush()
    _tick(session, key, typed)
    return key


def copy_entry(session: Session, pathway_id: uuid.UUID, moment: str) -> uuid.UUID:
    """« Inchangé depuis l’entrée »: record at `moment`, today, what was said at the entry.

    What is already answered at that moment stays: only its blanks are filled.
    Raises NotFoundError without a situation at the entry.
    """
    known = of_pathway(session, pathway_id)
    entry = known.get(ENTRY)
    if entry is None:
        raise NotFoundError("La situation à l’entrée n’est pas renseignée.", "Renseignez-la d’abord.")
    begun = known.get(moment)
    if begun is None:
        return save(session, replace(entry, moment=moment, collected_on=clock.today()))
    filled: dict[str, Any] = {
        name: getattr(entry, name)
        for name in (*COLUMNS, *CHOICES, "iae")
        if name != "collected_on" and begun.is_blank(name)
    }
    return save(session, replace(begun, **filled))


def _days(session: Session, typed: SituationInput) -> Mapping[str, date]:
    query = select(Situation.moment, Situation.collected_on).where(
        Situation.pathway_id == typed.pathway_id, Situation.moment != typed.moment
    )
    return dict(session.execute(query).all())


def _check(typed: SituationInput, birth: date | None, others: Mapping[str, date]) -> None:
    wrong: dict[str, str] = {}
    day = typed.collected_on or clock.today()
    if typed.moment not in MOMENTS:
        wrong["moment"] = "Choisissez l’entrée, le mi-parcours, la sortie ou six mois après."
    if day > clock.today():
        wrong["collected_on"] = "Le recueil est dans le futur\u00a0: vérifiez la date."
    elif birth and day < birth:
        wrong["collected_on"] = "Le recueil est avant la naissance\u00a0: vérifiez les deux dates."
    elif typed.moment != ENTRY and ENTRY in others and day < others[ENTRY]:
        wrong["collected_on"] = "Le recueil est avant celui de l’entrée\u00a0: vérifiez les deux dates."
    elif typed.moment == ENTRY and any(later < day for later in others.values()):
        wrong["collected_on"] = (
            "Le recueil de l’entrée vient après celui d’un moment suivant\u00a0: vérifiez."
        )
    if typed.children_under_3 and typed.children_under_3 > (typed.children or 0):
        wrong["children_under_3"] = "Il y a plus d’enfants de moins de 3 ans que d’enfants à charge."
    if wrong:
        raise InputError(wrong)


def _tick(session: Session, situation_id: uuid.UUID, typed: SituationInput) -> None:
    """Tick what is typed; criteria of the IAE that the user does not see stay as they are."""
    wanted = {(code, value) for name, code in CHOICES.items() for value in getattr(typed, name)}
    shown = _criteria(session, typed.pathway_id) if typed.iae is not None else frozenset[str]()
    wanted |= {(iae_criteria.LIST, code) for code in typed.iae or () if code in shown}
    for row in session.scalars(
        select(SituationChoice).where(SituationChoice.situation_id == situation_id)
    ).all():
        pair = (row.list_code, row.code)
        if pair in wanted:
            wanted.discard(pair)
        elif row.list_code != iae_criteria.LIST or row.code in shown:
            session.delete(row)
    for list_code, code in sorted(wanted):
        session.add(
            SituationChoice(
                id=SituationChoice.key(situation_id, list_code, code),
                situation_id=situation_id,
                list_code=list_code,
                code=code,
            )
        )
    session.flush()

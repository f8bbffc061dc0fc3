"""The situation of a person at the entry, half way, at the exit, six months later: dated rows.

Fields of the cahier des charges O2R and of the FSE+ questionnaire; amounts of money are not recorded.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, NotFoundError
from elans_desktop.models.participants import Pathway, Situation, SituationChoice
from elans_desktop.services.kept import existing
from elans_desktop.services.permissions import Right, require

ENTRY, MIDDLE, EXIT, LATER = "entree", "mi_parcours", "sortie", "plus_6_mois"
MOMENTS = {ENTRY: "Entrée", MIDDLE: "Mi-parcours", EXIT: "Sortie", LATER: "Six mois après"}
"""Moments of a pathway, in their order."""

LISTS = {
    "family": "family_situation",
    "housing": "housing",
    "education": "education_level",
    "employment": "employment_situation",
    "unemployed_for": "unemployment_duration",
    "french": "french_level",
    "administrative": "admin_status",
}
"""Single answers: the reference list of each field."""

CHOICES = {"resources": "resources", "mobility": "mobility", "equipment": "digital_equipment"}
"""Answers among several: the reference list of each field."""


@dataclass(frozen=True, slots=True)
class SituationInput:
    """The situation at one moment of a pathway; codes of the reference lists, None when not asked."""

    pathway_id: uuid.UUID
    moment: str
    collected_on: date | None = None
    family: str | None = None
    children: int | None = None
    children_under_3: int | None = None
    housing: str | None = None
    education: str | None = None
    last_class: str = ""
    employment: str | None = None
    unemployed_for: str | None = None
    french: str | None = None
    administrative: str | None = None
    administrative_until: date | None = None
    resources: tuple[str, ...] = ()
    mobility: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()

    @property
    def blanks(self) -> int:
        """How many of the questions have no answer (a date and a class are precisions, not questions)."""
        asked = (*LISTS, "children", *CHOICES)
        return sum(getattr(self, name) in (None, "", ()) for name in asked)


_COLUMNS = tuple(name for name in SituationInput.__slots__ if name not in ("pathway_id", "moment", *CHOICES))


def of_pathway(session: Session, pathway_id: uuid.UUID) -> dict[str, SituationInput]:
    """The situations recorded of a pathway, by moment, in their order: two reads."""
    require(session, Right.READ_PEOPLE)
    found = session.scalars(select(Situation).where(Situation.pathway_id == pathway_id)).all()
    ticked: dict[tuple[uuid.UUID, str], list[str]] = {}
    for situation_id, list_code, code in session.execute(
        select(SituationChoice.situation_id, SituationChoice.list_code, SituationChoice.code)
        .where(SituationChoice.situation_id.in_([row.id for row in found]))
        .order_by(SituationChoice.code)
    ):
        ticked.setdefault((situation_id, list_code), []).append(code)
    by_moment: dict[str, SituationInput] = {}
    for row in found:
        values: dict[str, Any] = {name: getattr(row, name) for name in _COLUMNS}
        values |= {name: tuple(ticked.get((row.id, code), ())) for name, code in CHOICES.items()}
        by_moment[row.moment] = SituationInput(pathway_id=pathway_id, moment=row.moment, **values)
    return {moment: by_moment[moment] for moment in MOMENTS if moment in by_moment}


def save(session: Session, typed: SituationInput) -> uuid.UUID:
    """Record the situation at one moment; today when no day of collection is given. Returns its id.

    Raises InputError (a day in the future, fewer children than those under three), NotFoundError.
    """
    require(session, Right.EDIT_PEOPLE)
    existing(session, Pathway, typed.pathway_id, "Ce parcours n’est plus dans le classeur.")
    _check(typed)
    key = Situation.key(typed.pathway_id, typed.moment)
    row = session.get(Situation, key)
    if row is None:
        row = Situation(id=key, pathway_id=typed.pathway_id, moment=typed.moment)
        session.add(row)
    for name in _COLUMNS:
        value = getattr(typed, name)
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.collected_on = typed.collected_on or clock.today()
    session.flush()
    _tick(session, key, typed)
    return key


def copy_entry(session: Session, pathway_id: uuid.UUID, moment: str) -> uuid.UUID:
    """« Inchangé depuis l’entrée »: record at `moment`, today, what was said at the entry.

    Raises NotFoundError without a situation at the entry.
    """
    entry = of_pathway(session, pathway_id).get(ENTRY)
    if entry is None:
        raise NotFoundError("La situation à l’entrée n’est pas renseignée.", "Renseignez-la d’abord.")
    return save(session, replace(entry, moment=moment, collected_on=clock.today()))


def _check(typed: SituationInput) -> None:
    wrong: dict[str, str] = {}
    if typed.moment not in MOMENTS:
        wrong["moment"] = "Choisissez l’entrée, le mi-parcours, la sortie ou six mois après."
    if typed.collected_on and typed.collected_on > clock.today():
        wrong["collected_on"] = "Le recueil est dans le futur\u00a0: vérifiez la date."
    if typed.children_under_3 and typed.children_under_3 > (typed.children or 0):
        wrong["children_under_3"] = "Il y a plus d’enfants de moins de 3 ans que d’enfants à charge."
    if wrong:
        raise InputError(wrong)


def _tick(session: Session, situation_id: uuid.UUID, typed: SituationInput) -> None:
    wanted = {(code, value) for name, code in CHOICES.items() for value in getattr(typed, name)}
    for row in session.scalars(
        select(SituationChoice).where(SituationChoice.situation_id == situation_id)
    ).all():
        pair = (row.list_code, row.code)
        if pair in wanted:
            wanted.discard(pair)
        else:
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

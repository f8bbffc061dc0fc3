"""The criteria of the insertion par l’activité économique: boxes of a situation, each with its written proof.

They tell of resources, health or justice: they are shown to those who may read what is confidential in the
file; the rows marked sensitive, only where the classeur keeps the confidential block.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from elans_desktop.services import confidentiality
from elans_desktop.services.organisation import reference, settings
from elans_desktop.services.pathways.situation_inputs import SituationInput

LIST = "iae_criteria"
_LOW = frozenset({"sans_scolarite", "college", "brevet", "niveau_3"})
_OLD, _YOUNG = 50, 26
_EMPLOYMENT = {"inscrit_12_24": "deld_12_24", "inscrit_plus_24": "deld_24"}


@dataclass(frozen=True, slots=True)
class Criterion:
    """A box and the paper that proves it."""

    code: str
    label: str
    proof: str
    level: int
    """1 or 2, as the texts rank them."""


def visible(session: Session, participant_id: uuid.UUID) -> tuple[Criterion, ...]:
    """The boxes this user may see in this file; none for a role that does not read what is confidential."""
    if not confidentiality.may_read(session, participant_id):
        return ()
    kept = settings.get(session, settings.SENSITIVE_BLOCK)
    return tuple(
        Criterion(row.code, row.label, str(row.extra.get("proof", "")), int(row.extra.get("level", 2)))
        for row in reference.items(session, LIST)
        if kept or not row.extra.get("sensitive")
    )


def suggested(situation: SituationInput, *, age: int | None, zone: str | None) -> tuple[str, ...]:
    """The boxes that the answers of a situation make likely: proposed, never ticked by themselves.

    `age`: completed years at the day of the situation.
    """
    likely: Mapping[str, bool] = {
        "rsa": "rsa" in situation.resources,
        "ass": "ass" in situation.resources,
        "aah": "aah" in situation.resources,
        "deld_24": _EMPLOYMENT.get(situation.employment or "") == "deld_24",
        "niveau_cap": situation.education in _LOW,
        "senior_50": age is not None and age > _OLD,
        "jeune_26": age is not None and age < _YOUNG,
        "deld_12_24": _EMPLOYMENT.get(situation.employment or "") == "deld_12_24",
        "parent_isole": situation.family == "parent_isole",
        "sans_hebergement": situation.housing == "sans_hebergement",
        "protege": situation.administrative == "protection",
        "frr": zone == "frr",
        "qpv": zone == "qpv",
        "francais_a1": situation.french == "fle_infra_a1",
        "mobilite": "aucun" in situation.mobility,
    }
    return tuple(code for code, is_likely in likely.items() if is_likely)

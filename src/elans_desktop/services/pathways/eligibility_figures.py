"""R-ELIG over the entries of a period: the same rule as in the file of each person, counted."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.models.organisation import Agreement, Scheme
from elans_desktop.models.participants import Pathway, PathwayGround
from elans_desktop.services.organisation import settings
from elans_desktop.services.pathways.eligibility import PRIORITY, SUBSIDIARY, TO_JUSTIFY, Facts, assess
from elans_desktop.services.pathways.milestones import Period, pathway_scope, within
from elans_desktop.services.scope import Scope

O2R = "o2r"
Entered = Mapping[str, Mapping[uuid.UUID, uuid.UUID]]
"""By answer of the rule: the person of each pathway."""


def entered(session: Session, scope: Scope, period: Period) -> Entered:
    """The pathways of an O2R entered in the period, by what the rule says of them: three reads."""
    query = (
        select(
            Pathway.id,
            Pathway.participant_id,
            Pathway.entry_on,
            Pathway.registered_job_seeker,
            Pathway.has_network_referent,
            Pathway.last_referent_contact_on,
        )
        .join(Agreement, Agreement.id == Pathway.agreement_id)
        .join(Scheme, Scheme.id == Agreement.scheme_id)
        .where(within(Pathway.entry_on, period), Scheme.code == O2R)
    )
    query = query.where(pathway_scope(scope))
    grounds = _grounds(session, scope, period)
    months = settings.integer(session, "no_contact_months")
    found: dict[str, dict[uuid.UUID, uuid.UUID]] = {PRIORITY: {}, SUBSIDIARY: {}, TO_JUSTIFY: {}}
    for pathway, person, entry_on, registered, referent, contact in session.execute(query):
        assert entry_on is not None
        facts = Facts(entry_on, registered, referent, tuple(grounds.get(pathway, ())), contact)
        found[assess(facts, months).code][pathway] = person
    return found


def _grounds(session: Session, scope: Scope, period: Period) -> dict[uuid.UUID, list[str]]:
    query = (
        select(PathwayGround.pathway_id, PathwayGround.code)
        .join(Pathway, Pathway.id == PathwayGround.pathway_id)
        .where(within(Pathway.entry_on, period))
    )
    query = query.where(pathway_scope(scope))
    found: dict[uuid.UUID, list[str]] = {}
    for pathway, code in session.execute(query):
        found.setdefault(pathway, []).append(code)
    return found

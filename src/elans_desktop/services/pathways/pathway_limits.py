"""How long a pathway may last: the usual line, the exceptional one, the days of warning before each.

A scheme says whether its pathways are limited (O2R: yes; ELAN’S: no); the months are the settings of the
classeur: `pathway_max_months` (9), `pathway_exceptional_max_months` (12), `pathway_warning_days` (30), from
décret 2024-584. A suspension pushes neither line: no text says it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.models.organisation import Agreement, Scheme
from elans_desktop.services.organisation import settings
from elans_desktop.services.organisation.settings import Values
from elans_desktop.services.pathways.pathway_status import RawId, raw


class Limits(NamedTuple):
    """Lengths in months, counted from the entry; None: the scheme sets no limit."""

    usual: int | None = None
    exceptional: int | None = None
    warning_days: int = 30

    def in_force(self, *, extended: bool) -> int | None:
        """The length that holds: the exceptional one once an extension has its reason."""
        return self.exceptional if extended and self.exceptional else self.usual


def of_options(options: Mapping[str, Any], values: Values) -> Limits:
    """The limits of a scheme, from its options and the settings of the classeur."""
    rules: Mapping[str, Any] = options.get("pathway", {})
    warning = values.integer("pathway_warning_days")
    if rules.get("max_months") is None:
        return Limits(warning_days=warning)
    return Limits(
        values.integer("pathway_max_months"), values.integer("pathway_exceptional_max_months"), warning
    )


def of_scheme(session: Session, options: Mapping[str, Any]) -> Limits:
    """The same, the settings read here: one read."""
    return of_options(options, settings.values(session))


def by_agreement(session: Session) -> dict[RawId, Limits]:
    """The limits of every agreement, under its identifier as the database gives it: two reads."""
    values = settings.values(session)
    query = select(raw(Agreement.id), Scheme.options).join(Scheme, Scheme.id == Agreement.scheme_id)
    return {key: of_options(options, values) for key, options in session.execute(query)}

"""The tables. Importing this package registers every one of them."""

from __future__ import annotations

from elans_desktop.models import (
    activities,
    budget,
    documents,
    evaluations,
    governance,
    journal,
    organisation,
    participants,
    privacy,
    sheets,
    support,
)
from elans_desktop.models.base import Base, JournalMode, Row, is_derived, journal_mode, mapped_class

__all__ = [
    "Base",
    "JournalMode",
    "Row",
    "activities",
    "budget",
    "documents",
    "evaluations",
    "governance",
    "is_derived",
    "journal",
    "journal_mode",
    "mapped_class",
    "organisation",
    "participants",
    "privacy",
    "sheets",
    "support",
]

"""The revisions of the schema, oldest first: one file each, which never imports the models.

A column is renamed with `renaming.rename_column`, which renames it in the journal too.
"""

from __future__ import annotations

REVISIONS = (
    "0001_organisation",
    "0002_participants",
    "0003_activities",
    "0004_governance",
    "0005_evaluations",
    "0006_budget",
    "0007_documents",
    "0008_journal",
    "0009_support",
    "0010_privacy",
    "0011_calendar",
    "0012_filing",
    "0013_rights",
    "0014_restricted",
    "0015_proofs",
    "0016_condensing",
    "0017_points",
    "0018_scopes",
)

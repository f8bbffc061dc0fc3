"""Numbers that carry the laptop's letter and are never given twice, undo included."""

from __future__ import annotations

from sqlalchemy.orm import Session

from elans_desktop.models.journal import NumberSequence
from elans_desktop.storage.actor import actor_of

DOSSIER = "dossier"
SHEET = "feuille"
EXPENSE = "depense"
DOCUMENT = "document"
CERTIFICATE = "certificat"
"""Certificates and attestations share one sequence; each has its own prefix."""

_PREFIXES = {DOSSIER: "", SHEET: "FE-", EXPENSE: "DE-", DOCUMENT: "DOC-", CERTIFICATE: ""}


def next_number(session: Session, kind: str, year: int) -> str:
    """The next number of a kind: `2026-A0031` (dossier), `FE-2026-A0143` (sheet)…"""
    return next_numbers(session, kind, year, 1)[0]


def next_numbers(session: Session, kind: str, year: int, count: int) -> list[str]:
    """The `count` next numbers of a kind, in order, in one step (imports)."""
    letter = actor_of(session).letter
    key = NumberSequence.key(kind, year, letter)
    sequence = session.get(NumberSequence, key)
    if sequence is None:
        sequence = NumberSequence(id=key, kind=kind, year=year, letter=letter, last=0)
        session.add(sequence)
    first = sequence.last + 1
    sequence.last += count
    session.flush()
    return [f"{_PREFIXES[kind]}{year}-{letter}{rank:04}" for rank in range(first, first + count)]

"""The confidential block on paper, each answer with its purpose. Whoever prints it holds the right."""

from __future__ import annotations

from elans_desktop.core.formats import date_short
from elans_desktop.models.privacy import SensitiveRecord
from elans_desktop.services.participants.paper_people import (
    PaperColumn,
    PaperNote,
    PaperPart,
    PaperSection,
    PaperTable,
)
from elans_desktop.services.participants.person_papers.words import Words
from elans_desktop.services.participants.sensitive import HEALTH_LEVELS

_NOTHING = "Rien n’est noté dans le bloc confidentiel de ce dossier."


def section(words: Words, record: SensitiveRecord | None) -> PaperSection:
    """What is noted, with why it is; a sentence when nothing is."""
    rows = _rows(words, record) if record is not None else ()
    parts: list[PaperPart] = []
    if rows:
        columns = (
            PaperColumn("", 52, strong=True),
            PaperColumn("Réponse", 75),
            PaperColumn("À quoi cela sert", 50),
        )
        parts.append(PaperTable(columns, rows))
    if record is not None and record.note.strip():
        purpose = words.labels("sensitive_purpose", record.note_purpose)
        parts.append(PaperNote("Note confidentielle", record.note, purpose))
    if not parts:
        parts.append(PaperNote("", _NOTHING))
    return PaperSection("Bloc confidentiel", tuple(parts), "ne quitte pas l’organisation")


def _rows(words: Words, record: SensitiveRecord) -> tuple[tuple[str, ...], ...]:
    labels = words.labels
    rows: list[tuple[str, ...]] = []

    def add(title: str, answer: str, purpose: str | None) -> None:
        if answer:
            rows.append((title, answer, labels("sensitive_purpose", purpose)))

    until = f", jusqu’au {date_short(record.rqth_until)}" if record.rqth_until else ""
    rqth = labels("rqth", record.rqth_code)
    add("RQTH", f"{rqth}{until}" if rqth else "", record.rqth_purpose)
    if record.health_level is not None:
        add("Santé, effet déclaré sur le parcours", _effect(record.health_level), record.health_purpose)
    justice = [labels("justice", record.justice_code), record.justice_constraints.strip()]
    add("Sous main de justice", "\n".join(part for part in justice if part), record.justice_purpose)
    add("Mesure de protection", labels("protection", record.protection_code), record.protection_purpose)
    return tuple(rows)


def _effect(level: int) -> str:
    return f"{level} {HEALTH_LEVELS.get(level, '')}".strip()

"""The middle of a person's sheet: the pathway, its briques, the situation at each moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from elans_desktop.core.formats import NBSP, date_medium, date_short
from elans_desktop.services.participants.paper_people import (
    PaperColumn,
    PaperFact,
    PaperFacts,
    PaperNote,
    PaperPart,
    PaperSection,
    PaperTable,
)
from elans_desktop.services.participants.person_papers.people import Case
from elans_desktop.services.participants.person_papers.records import Records, SituationLine
from elans_desktop.services.participants.person_papers.words import Words
from elans_desktop.services.pathways.pathway_status import limit_day
from elans_desktop.services.pathways.situations import CHOICES, LISTS, MOMENTS

QUESTIONS = {
    "family": "Situation familiale",
    "children": "Enfants à charge",
    "housing": "Logement",
    "education": "Niveau de formation",
    "employment": "Emploi",
    "unemployed_for": "Durée sans emploi",
    "resources": "Ressources",
    "mobility": "Déplacements",
    "equipment": "Numérique",
    "french": "Français",
    "administrative": "Statut administratif",
}
"""The questions of a situation, in the order of paper."""
_COLUMN = {
    "entree": "À l’entrée",
    "mi_parcours": "À mi-parcours",
    "sortie": "À la sortie",
    "plus_6_mois": "À 6\u00a0mois",
}


def sections(case: Case, words: Words, read: Records) -> list[PaperSection]:
    """Situation and pathway; nothing of them for somebody who has none yet."""
    if case.pathway is None:
        return []
    return [_situation(words, read.situations.get(case.pathway.id, {})), _pathway(case, words)]


def answer(words: Words, line: SituationLine, question: str) -> str:
    """An answer in words; empty when it was not asked."""
    row = line.row
    if question in CHOICES:
        return words.some(CHOICES[question], line.choices.get(CHOICES[question], ()))
    if question == "children":
        if row.children is None:
            return ""
        young = f", dont {row.children_under_3} de moins de 3{NBSP}ans" if row.children_under_3 else ""
        return f"{row.children}{young}"
    label = words.labels(LISTS[question], getattr(row, question))
    if question == "education" and row.last_class:
        return ", ".join(part for part in (label, row.last_class) if part)
    if question == "administrative" and row.administrative_until:
        return f"{label}, jusqu’au {date_short(row.administrative_until)}"
    return label


def _situation(words: Words, known: Mapping[str, SituationLine]) -> PaperSection:
    moments = [moment for moment in MOMENTS if moment in known]
    rows: list[tuple[str, ...]] = []
    for question, label in QUESTIONS.items():
        answers = [answer(words, known[moment], question) for moment in moments]
        if any(answers):
            rows.append((label, *answers))
    if not rows:
        return PaperSection("Situation", ())
    columns = [PaperColumn("", 34, strong=True)]
    for moment in moments:
        day = date_short(known[moment].row.collected_on)
        columns.append(PaperColumn(f"{_COLUMN[moment]}, {day}", 143 / len(moments)))
    return PaperSection("Situation", (PaperTable(tuple(columns), tuple(rows)),))


def _pathway(case: Case, words: Words) -> PaperSection:
    pathway = case.pathway
    assert pathway is not None
    months = case.limits.in_force(extended=pathway.extension_code is not None)
    limit = limit_day(pathway.entry_on, months)
    title = case.agreement.title if case.agreement else ""
    parts: list[PaperPart] = [
        PaperFacts(
            (
                (
                    PaperFact(capital(case.scheme.word("agreement")), title, 60),
                    PaperFact(capital(case.scheme.word("member")), words.structure(pathway.member_id), 60),
                    PaperFact("Charte signée le", day_or_nothing(pathway.charter_signed_on), 57),
                ),
                (
                    PaperFact("Entrée", day_or_nothing(pathway.entry_on), 60),
                    PaperFact("Limite prévue", day_or_nothing(limit) if months else "sans limite", 60),
                    PaperFact("Statut", words.labels("training_status", pathway.training_status), 57),
                ),
            )
        )
    ]
    if case.stays:
        rows = tuple(
            (
                words.labels("briques", stay.brique),
                day_or_nothing(stay.start),
                day_or_nothing(stay.end) or "en cours",
            )
            for stay in case.stays
        )
        columns = (
            PaperColumn(capital(case.scheme.word("brique")), 97, strong=True),
            PaperColumn("Du", 40),
            PaperColumn("Au", 40),
        )
        parts.append(PaperTable(columns, rows))
    if case.pauses:
        spells = [_spell(pause.start, pause.end) for pause in case.pauses]
        parts.append(PaperNote("Suspensions", "\n".join(spells)))
    if pathway.own_words.strip():
        parts.append(PaperNote("Le projet, avec les mots de la personne", pathway.own_words, framed=True))
    if pathway.diagnosis_summary.strip():
        parts.append(
            PaperNote("Diagnostic", pathway.diagnosis_summary, aside=day_or_nothing(pathway.diagnosis_on))
        )
    return PaperSection(capital(case.scheme.word("pathway")), tuple(parts))


def _spell(start: date, end: date | None) -> str:
    first = date_medium(start)
    return f"du {first} au {date_medium(end)}" if end else f"depuis le {first}"


def day_or_nothing(day: date | None) -> str:
    """« mar. 12/01/2027 », or nothing."""
    return date_medium(day) if day else ""


def capital(text: str) -> str:
    """« Référent de parcours »: the words of a scheme at the head of a cell."""
    return text[:1].upper() + text[1:]

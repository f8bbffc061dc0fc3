"""The end of a person's sheet: presences, evaluations, immersions, aids, papers handed over, exit, calls."""

from __future__ import annotations

from collections.abc import Sequence

from elans_desktop.core.formats import date_short, duration, money, percent
from elans_desktop.models.support import Immersion
from elans_desktop.services.evaluations.evaluations import MOMENTS
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
from elans_desktop.services.participants.person_papers.records import ActivityLine, Records
from elans_desktop.services.participants.person_papers.sheet_route import capital, day_or_nothing
from elans_desktop.services.participants.person_papers.words import Words
from elans_desktop.services.presences.attendance_hours import Hours

_CALLS = {"plus_3_mois": "À 3\u00a0mois", "plus_6_mois": "À 6\u00a0mois"}


def sections(case: Case, words: Words, read: Records) -> list[PaperSection]:
    """What has been done and what came of it."""
    found = [_presences(words, read.activities.get(case.id, ())), _evaluations(case, words, read)]
    if case.pathway is not None:
        found.append(_immersions(words, read.immersions.get(case.pathway.id, ())))
        found.append(_aids(case, words, read))
    found.append(_handed(case, words, read))
    if case.left:
        found.append(_exit(case, words, read))
    return found


def total_hours(lines: Sequence[ActivityLine]) -> Hours:
    """The hours of several activities."""
    return Hours(
        realised=sum(line.hours.realised for line in lines),
        planned=sum(line.hours.planned for line in lines),
    )


def _presences(words: Words, lines: Sequence[ActivityLine]) -> PaperSection:
    if not lines:
        return PaperSection("Activités et présences", ())
    rows = [
        (line.title, words.labels("briques", line.brique or None), *_figures(line.hours)) for line in lines
    ]
    if len(lines) > 1:
        rows.append(("Ensemble", "", *_figures(total_hours(lines))))
    columns = (
        PaperColumn("Activité", 72, strong=True),
        PaperColumn("Brique", 40),
        PaperColumn("Réalisées", 22, right=True),
        PaperColumn("Prévues", 22, right=True),
        PaperColumn("Assiduité", 21, right=True),
    )
    table = PaperTable(columns, tuple(rows), total=len(lines) > 1)
    return PaperSection("Activités et présences", (table,), "heures réalisées / heures prévues")


def _figures(hours: Hours) -> tuple[str, str, str]:
    if not hours.planned:
        return ("", "", "")
    return (
        duration(hours.realised),
        duration(hours.planned),
        percent(hours.rate) if hours.rate is not None else "",
    )


def _evaluations(case: Case, words: Words, read: Records) -> PaperSection:
    rows = tuple(
        (
            date_short(evaluation.day),
            MOMENTS.get(evaluation.moment, evaluation.moment),
            title,
            words.professional(evaluation.evaluator_id),
        )
        for evaluation, title in read.evaluations.get(case.id, ())
        if evaluation.voice == "professionnel"
    )
    columns = (
        PaperColumn("Date", 25),
        PaperColumn("Moment", 52, strong=True),
        PaperColumn("Grille", 56),
        PaperColumn("Par", 44),
    )
    return PaperSection("Évaluations", (PaperTable(columns, rows),) if rows else ())


def _immersions(words: Words, immersions: Sequence[Immersion]) -> PaperSection:
    rows = tuple(
        (
            words.structure(one.host_id),
            f"{date_short(one.start_on)} au {date_short(one.end_on)}",
            one.job,
            "annulée" if one.cancelled else words.labels("immersion_object", one.object_code),
            one.outcome.strip(),
        )
        for one in immersions
    )
    columns = (
        PaperColumn("Structure d’accueil", 40, strong=True),
        PaperColumn("Dates", 27),
        PaperColumn("Métier", 30),
        PaperColumn("Objet", 40),
        PaperColumn("Bilan", 40),
    )
    return PaperSection("Immersions", (PaperTable(columns, rows),) if rows else ())


def _aids(case: Case, words: Words, read: Records) -> PaperSection:
    assert case.pathway is not None
    rows = tuple(
        (
            words.labels("aid_kind", aid.kind_code),
            aid.purpose,
            words.structure(aid.funder_id, aid.funder_name),
            money(aid.amount) if aid.amount is not None else "",
            words.labels("aid_status", aid.status_code),
        )
        for aid in read.aids.get(case.pathway.id, ())
    )
    columns = (
        PaperColumn("Aide", 38, strong=True),
        PaperColumn("Pour", 50),
        PaperColumn("Financeur", 41),
        PaperColumn("Montant", 24, right=True),
        PaperColumn("Décision", 24),
    )
    return PaperSection("Aides financières", (PaperTable(columns, rows),) if rows else ())


def _handed(case: Case, words: Words, read: Records) -> PaperSection:
    rows = tuple(
        (date_short(one.day), one.title, words.professional(one.professional_id))
        for one in read.handed.get(case.id, ())
    )
    columns = (PaperColumn("Date", 25), PaperColumn("Document", 108, strong=True), PaperColumn("Par", 44))
    return PaperSection("Documents remis", (PaperTable(columns, rows),) if rows else ())


def _exit(case: Case, words: Words, read: Records) -> PaperSection:
    pathway = case.pathway
    assert pathway is not None
    parts: list[PaperPart] = [
        PaperFacts(
            (
                (
                    PaperFact("Date de sortie", day_or_nothing(pathway.exit_on), 40),
                    PaperFact("Motif", words.exit(pathway.exit_code), 137),
                ),
                (
                    PaperFact("Certification obtenue", "oui" if pathway.certified else "non", 40),
                    PaperFact("Où va la personne", words.structure(pathway.exit_structure_id), 77),
                    PaperFact(
                        "Distance à l’emploi, à la sortie",
                        words.labels("employment_distance", pathway.distance_exit),
                        60,
                    ),
                ),
            )
        )
    ]
    if pathway.exit_note.strip():
        parts.append(PaperNote("Remarque", pathway.exit_note))
    calls = read.calls.get(pathway.id, ())
    if calls:
        rows = tuple(
            (
                date_short(call.day),
                _CALLS.get(call.moment, call.moment),
                words.labels("follow_up_outcome", call.outcome_code),
                words.professional(call.professional_id),
            )
            for call in calls
        )
        columns = (
            PaperColumn("Appel du", 25),
            PaperColumn("Suivi", 27, strong=True),
            PaperColumn("Réponse", 81),
            PaperColumn("Par", 44),
        )
        parts.append(PaperTable(columns, rows))
    return PaperSection("Sortie", tuple(parts), capital(case.scheme.word("pathway")) + " terminé")

"""Bilan de parcours: what the person lived, in the first person, without anything they would not show."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.core.formats import NBSP, count, date_medium, date_short, ratio
from elans_desktop.models.support import Immersion
from elans_desktop.services.participants.paper_people import (
    BarrierMove,
    HoursBar,
    PaperColumn,
    PaperFact,
    PaperFacts,
    PaperTable,
    ReviewView,
    TimelineBar,
    TimelineLane,
    TimelineMark,
)
from elans_desktop.services.participants.person_papers import people, records, sheet_follow_up, sheet_support
from elans_desktop.services.participants.person_papers.people import Case
from elans_desktop.services.participants.person_papers.records import ActivityLine, Records
from elans_desktop.services.participants.person_papers.sheet_route import answer, capital
from elans_desktop.services.participants.person_papers.skills import Skills
from elans_desktop.services.participants.person_papers.words import Words
from elans_desktop.services.pathways.pathway_status import Stay, limit_day
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.printing.printing import DocumentRequest

QUESTIONS = {
    "employment": "Emploi",
    "housing": "Logement",
    "mobility": "Déplacements",
    "education": "Formation",
    "equipment": "Numérique",
    "french": "Français",
}
"""What the bilan shows of a situation: neither family, nor resources, nor papers."""
_ORDER = ("R", "M", "A", "C", "")


def prepare(session: Session, request: DocumentRequest) -> tuple[ReviewView, ...]:
    """One bilan for each person who has a pathway, the others counted.

    Raises RuleError when nobody has one, NotFoundError, PermissionDenied.
    """
    require(session, Right.SUPPORT)
    asked = people.gather(session, request)
    cases = tuple(case for case in asked if case.pathway is not None)
    if not cases:
        raise RuleError(
            "Il n’y a pas de bilan sans parcours\u00a0: cette personne n’en a pas encore.",
            "Ouvrez d’abord un parcours dans son dossier.",
        )
    words = Words(session)
    read = records.read(session, cases)
    skills = Skills(session, read.evaluations)
    sheets = records.validated_sheets(session, [case.id for case in cases])
    views = [_view(case, words, read, skills, sheets.get((case.id, _agreement(case)), 0)) for case in cases]
    views[0] = replace(views[0], left_out=len(asked) - len(cases))
    return tuple(views)


def _agreement(case: Case) -> uuid.UUID | None:
    return case.pathway.agreement_id if case.pathway else None


def _view(case: Case, words: Words, read: Records, skills: Skills, sheets: int) -> ReviewView:
    pathway = case.pathway
    assert pathway is not None
    mine = [line for line in read.activities.get(case.id, ()) if line.agreement_id == pathway.agreement_id]
    lanes, first, last = _lanes(case, words, mine)
    marks = _marks(case)
    hours = sheet_follow_up.total_hours(mine)
    moments, situation = _situation(case, words, read)
    referent = words.professional(pathway.referent_id)
    said = (pathway.own_words.strip(), skills.words(case.id))
    return ReviewView(
        letterhead=case.letterhead,
        printed_at=clock.local_now(),
        number=f"BP-{case.person.number}",
        facts=_facts(case, referent),
        duration=_duration(case, last),
        lanes=lanes,
        marks=marks,
        first=first,
        last=max([last, *(mark.day for mark in marks)]),
        situation_moments=moments,
        situation=situation,
        barrier_moments=("Entrée", "Sortie" if case.left else "Aujourd’hui"),
        barriers=_moves(case, words, read),
        hours=_hours(words, mine),
        realised=hours.realised,
        planned=hours.planned,
        rate=ratio(hours.realised, hours.planned),
        sheets=sheets,
        skills=skills.view(case.id),
        immersions=_immersions(words, read.immersions.get(pathway.id, ())),
        exit=_exit(case, words),
        own_words=tuple(f"«{NBSP}{text}{NBSP}»" for text in dict.fromkeys(said) if text),
        referent=referent,
        person=case.name,
    )


def _facts(case: Case, referent: str) -> PaperFacts:
    pathway = case.pathway
    assert pathway is not None
    return PaperFacts(
        (
            (
                PaperFact("Personne", case.name, 56),
                PaperFact(capital(case.scheme.word("referent")), referent, 50),
                PaperFact("Entrée", date_medium(pathway.entry_on) if pathway.entry_on else "", 35),
                PaperFact("Sortie", date_medium(pathway.exit_on) if pathway.exit_on else "en cours", 36),
            ),
        )
    )


def _lanes(
    case: Case, words: Words, activities: Sequence[ActivityLine]
) -> tuple[tuple[TimelineLane, ...], date, date]:
    """A lane per brique, the two parts of the accompaniment in one; first and last days to show."""
    pathway = case.pathway
    assert pathway is not None
    end = min(pathway.exit_on or clock.today(), clock.today())
    stays = list(case.stays)
    if not stays and pathway.entry_on:
        stays = [Stay("", pathway.entry_on, pathway.exit_on)]
    stays = [stay for stay in stays if stay.start <= end]
    if not stays:
        return (), pathway.entry_on or end, end
    lanes: list[TimelineLane] = []
    for letter in dict.fromkeys(stay.brique[:1] for stay in stays):
        bars = _bars([stay for stay in stays if stay.brique[:1] == letter], letter, activities, end)
        label = words.labels("briques", letter) if letter else capital(case.scheme.word("pathway"))
        lanes.append(TimelineLane(letter, label, bars))
    days = [day for lane in lanes for bar in lane.bars for day in (bar.start, bar.end)]
    return tuple(lanes), min(days), max(days)


def _bars(
    stays: Sequence[Stay], letter: str, activities: Sequence[ActivityLine], end: date
) -> tuple[TimelineBar, ...]:
    """Touching stays of one lane joined; the activities of the brique are named in its longest bar."""
    spans: list[tuple[date, date]] = []
    for stay in sorted(stays, key=lambda one: one.start):
        last = max(stay.start, min(stay.end or end, end))
        if spans and stay.start <= spans[-1][1] + timedelta(days=1):
            spans[-1] = (spans[-1][0], max(spans[-1][1], last))
        else:
            spans.append((stay.start, last))
    names = tuple(line.title for line in activities if line.brique[:1] == letter)
    longest = max(spans, key=lambda span: span[1] - span[0])
    return tuple(TimelineBar(*span, names if span == longest else ()) for span in spans)


def _marks(case: Case) -> tuple[TimelineMark, ...]:
    """The usual line; the exceptional one once the pathway was extended."""
    pathway = case.pathway
    assert pathway is not None
    extended = pathway.extension_code is not None
    months = {case.limits.usual, case.limits.exceptional if extended else None} - {None}
    found: list[TimelineMark] = []
    for number in sorted(month for month in months if month is not None):
        if day := limit_day(pathway.entry_on, number):
            found.append(TimelineMark(day, f"{number}{NBSP}mois"))
    return tuple(found)


def _duration(case: Case, last: date) -> str:
    """« 8 mois et 28 jours », from the entry to the exit (or today)."""
    pathway = case.pathway
    assert pathway is not None
    start, end = pathway.entry_on, min(pathway.exit_on or clock.today(), clock.today())
    if start is None or end < start:
        return ""
    months = (end.year - start.year) * 12 + end.month - start.month
    if (limit_day(start, months) or end) > end:
        months -= 1
    days = (end - (limit_day(start, months) or end)).days
    words = [f"{months}{NBSP}mois"] if months else []
    if days or not words:
        words.append(count(days, "jour"))
    return " et ".join(words)


def _situation(
    case: Case, words: Words, read: Records
) -> tuple[tuple[str, str], tuple[tuple[str, str, str], ...]]:
    assert case.pathway is not None
    known = read.situations.get(case.pathway.id, {})
    later = next((moment for moment in ("sortie", "mi_parcours") if moment in known), None)
    titles = ("À l’entrée", "À mi-parcours" if later == "mi_parcours" else "À la sortie")
    rows: list[tuple[str, str, str]] = []
    for question, label in QUESTIONS.items():
        first = answer(words, known["entree"], question) if "entree" in known else ""
        last = answer(words, known[later], question) if later else ""
        if first or last:
            rows.append((label, first, last))
    return titles, tuple(rows)


def _moves(case: Case, words: Words, read: Records) -> tuple[BarrierMove, ...]:
    """The freins that were ever more than « sans difficulté », with what helped."""
    assert case.pathway is not None
    reviews = read.barriers.get(case.pathway.id, ())
    weighed = {review.theme_code for review in reviews if review.level}
    return tuple(
        BarrierMove(
            words.labels("barriers", last.theme_code),
            first.level,
            last.level,
            sheet_support.helped(words, last),
        )
        for first, last in sheet_support.barrier_moves(words, reviews)
        if last.theme_code in weighed
    )


def _hours(words: Words, activities: Sequence[ActivityLine]) -> tuple[HoursBar, ...]:
    """Minutes realised by brique, in their order; the parts of the accompaniment together."""
    sums: dict[str, int] = {}
    for line in activities:
        letter = line.brique[:1]
        sums[letter] = sums.get(letter, 0) + line.hours.realised
    return tuple(
        HoursBar(letter, words.labels("briques", letter) if letter else "", sums[letter])
        for letter in _ORDER
        if sums.get(letter)
    )


def _immersions(words: Words, immersions: Sequence[Immersion]) -> PaperTable | None:
    rows = tuple(
        (
            words.structure(one.host_id),
            f"{date_short(one.start_on)} au {date_short(one.end_on)}",
            one.job,
            one.outcome.strip(),
        )
        for one in immersions
        if not one.cancelled and one.start_on <= clock.today()
    )
    columns = (
        PaperColumn("Où", 44, strong=True),
        PaperColumn("Quand", 30),
        PaperColumn("Métier", 38),
        PaperColumn("Ce que j’en retiens", 65),
    )
    return PaperTable(columns, rows) if rows else None


def _exit(case: Case, words: Words) -> tuple[str, ...]:
    """What comes next; an exit without solution is a date, never a label stuck on somebody."""
    pathway = case.pathway
    assert pathway is not None
    if pathway.exit_on is None:
        return ()
    day = date_medium(pathway.exit_on)
    lines: list[str] = []
    if words.is_solution(pathway.exit_code):
        where = words.structure(pathway.exit_structure_id)
        lines.append(
            f"Depuis le {day}{NBSP}: {words.exit(pathway.exit_code)}{f', {where}' if where else ''}."
        )
    else:
        lines.append(f"Mon parcours se termine le {day}.")
    if pathway.certified:
        lines.append("J’ai obtenu une certification pendant le parcours.")
    return tuple(lines)

"""The accompaniment on a person's sheet: freins, objectives and steps, shareable summaries of interviews.

A private note is printed only for its author, who asked for it. A summary marked « à relire » waits.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from elans_desktop.core.formats import NBSP, count, date_medium, date_short, duration, time_of_day
from elans_desktop.models.support import BarrierReview, Interview, Objective, ObjectiveAction
from elans_desktop.services.participants.paper_people import (
    PaperColumn,
    PaperNote,
    PaperPart,
    PaperSection,
    PaperTable,
)
from elans_desktop.services.participants.person_papers.people import Case
from elans_desktop.services.participants.person_papers.records import Records
from elans_desktop.services.participants.person_papers.words import Words

TO_REREAD = "Ce compte rendu est à relire avant d’être partagé\u00a0: il n’est pas imprimé."
MOST_INTERVIEWS = 12
"""The latest ones, unless all are asked for; how many there are is said beside the title."""


def sections(
    case: Case, words: Words, read: Records, notes: Mapping[uuid.UUID, str], *, whole: bool = False
) -> list[PaperSection]:
    """What is done with the person. `whole`: every interview."""
    found: list[PaperSection] = []
    if case.pathway is not None:
        found.append(_barriers(words, read.barriers.get(case.pathway.id, ())))
        found.append(_objectives(words, read, read.objectives.get(case.pathway.id, ())))
    talks = read.interviews.get(case.id, ())
    found.append(_interviews(words, talks, notes, len(talks) if whole else MOST_INTERVIEWS))
    return found


def barrier_moves(
    words: Words, reviews: Sequence[BarrierReview]
) -> list[tuple[BarrierReview, BarrierReview]]:
    """The first and the last review of each theme spoken of, in the order of the list; sensitive themes stay
    inside."""
    first: dict[str, BarrierReview] = {}
    last: dict[str, BarrierReview] = {}
    for review in reviews:
        if not words.inside and words.is_sensitive("barriers", review.theme_code):
            continue
        if review.level is None and review.theme_code not in first:
            continue
        first.setdefault(review.theme_code, review)
        last[review.theme_code] = review
    order = sorted(first, key=words.rank_of_barrier)
    return [(first[theme], last[theme]) for theme in order]


def helped(words: Words, review: BarrierReview) -> str:
    """What was done about a frein: the solution, the partner."""
    partner = words.structure(review.partner_id, review.partner_name)
    return ", ".join(part for part in (review.solution.strip(), partner) if part)


def level(words: Words, value: int | None) -> str:
    """« 2 frein »."""
    return f"{value} {words.labels('barrier_levels', str(value))}" if value is not None else "non abordé"


def who(words: Words, action: ObjectiveAction) -> str:
    """Who does a step."""
    if action.by_person:
        return "la personne"
    return words.professional(action.responsible_id) or words.structure(
        action.partner_id, action.partner_name
    )


def _barriers(words: Words, reviews: Sequence[BarrierReview]) -> PaperSection:
    moves = barrier_moves(words, reviews)
    weighed = {review.theme_code for review in reviews if review.level}
    easy = sum(last.theme_code not in weighed for _first, last in moves)
    rows = [
        (
            words.labels("barriers", last.theme_code),
            level(words, first.level),
            f"{level(words, last.level)}, {date_short(last.day)}" if last is not first else "",
            words.labels("barrier_statuses", last.status_code),
            helped(words, last),
        )
        for first, last in moves
        if last.theme_code in weighed
    ]
    columns = (
        PaperColumn("Frein", 38, strong=True),
        PaperColumn("Au début", 30),
        PaperColumn("Dernier point", 38),
        PaperColumn("État", 27),
        PaperColumn("Solution, partenaire", 44),
    )
    aside = count(easy, "thème sans difficulté", "thèmes sans difficulté") if easy else ""
    return PaperSection("Freins", (PaperTable(columns, tuple(rows)),) if rows else (), aside)


def _objectives(words: Words, read: Records, objectives: Sequence[Objective]) -> PaperSection:
    parts: list[PaperPart] = []
    for index, objective in enumerate(objectives, start=1):
        state = words.labels("objective_status", objective.status_code).lower()
        due = f", échéance {date_short(objective.due_on)}" if objective.due_on else ""
        parts.append(
            PaperNote(f"{index}. {_first_line(objective.wording)}", _rest(objective.wording), f"{state}{due}")
        )
        rows = tuple(_action(words, action) for action in read.actions.get(objective.id, ()))
        if rows:
            columns = (
                PaperColumn("Action", 88),
                PaperColumn("Qui", 42),
                PaperColumn("Pour le", 23),
                PaperColumn("État", 24),
            )
            parts.append(PaperTable(columns, rows))
    return PaperSection("Objectifs et actions", tuple(parts))


def _action(words: Words, action: ObjectiveAction) -> tuple[str, ...]:
    state = words.labels("action_status", action.status_code).lower()
    if action.done_on:
        state = f"{state}, {date_short(action.done_on)[:5]}"
    due = date_short(action.due_on) if action.due_on else ""
    return (action.wording.strip(), who(words, action), due, state)


def _interviews(
    words: Words, interviews: Sequence[Interview], notes: Mapping[uuid.UUID, str], most: int
) -> PaperSection:
    parts: list[PaperPart] = []
    for interview in interviews[:most]:
        parts.append(PaperNote(_when(words, interview), _summary(interview), _with(words, interview)))
        if private := notes.get(interview.id, "").strip():
            parts.append(PaperNote("Ma note privée", private, framed=True))
    older = len(interviews) - most
    aside = f"les {most} derniers, sur {len(interviews)}" if older > 0 else ""
    return PaperSection("Entretiens", tuple(parts), aside)


def _when(words: Words, interview: Interview) -> str:
    medium = words.labels("interview_medium", interview.medium_code)
    return " – ".join(part for part in (date_medium(interview.day), medium) if part)


def _with(words: Words, interview: Interview) -> str:
    lasted = duration(interview.duration) if interview.duration else ""
    by = words.professional(interview.professional_id)
    present = ", ".join(part for part in (by, interview.present.strip()) if part)
    return ", ".join(part for part in (lasted, f"avec {present}" if present else "") if part)


def _summary(interview: Interview) -> str:
    if interview.to_reread:
        return TO_REREAD
    lines = [interview.summary.strip()]
    if interview.follow_up.strip():
        lines.append(f"Suites{NBSP}: {interview.follow_up.strip()}")
    if interview.next_on:
        lines.append(f"Prochain rendez-vous{NBSP}: {appointment(interview)}")
    return "\n".join(line for line in lines if line) or "Pas de compte rendu."


def appointment(interview: Interview) -> str:
    """« mar. 11/05/2027 à 10 h 00, Mairie »; the interview has a next day."""
    assert interview.next_on
    at = f" à {time_of_day(interview.next_start)}" if interview.next_start is not None else ""
    place = f", {interview.next_place}" if interview.next_place else ""
    return f"{date_medium(interview.next_on)}{at}{place}"


def _first_line(text: str) -> str:
    first, _, _ = text.strip().partition("\n")
    return first


def _rest(text: str) -> str:
    return text.strip().partition("\n")[2]

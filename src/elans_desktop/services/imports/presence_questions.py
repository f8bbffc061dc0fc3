"""What a list of presences leaves open: who is meant, which activity, which absence. Asked, never guessed."""

from __future__ import annotations

import difflib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from elans_desktop.core.formats import NBSP, date_short
from elans_desktop.core.text import fold, list_name
from elans_desktop.services.imports.presence_context import PresenceContext
from elans_desktop.services.imports.presence_lines import Who
from elans_desktop.services.participants import likeness
from elans_desktop.services.participants.likeness import Person

PERSON, ACTIVITY, STATUS = "person", "activity", "status"
SKIP, CREATE = "skip", "create"
"""Answers besides the identifier of a file or of an activity, and the letters of a status."""
MOST_OFFERED = 5
_NEAR_TITLE = 0.8

Subject = Who | str
"""A person as the file names them, the folded title of an activity, or the word of a status."""
Answers = Mapping[Subject, str]


@dataclass(frozen=True, slots=True)
class Question:
    """Something to decide, for all the lines that say it."""

    kind: str
    """person · activity · status."""
    subject: Subject = field(repr=False)
    words: str = field(repr=False)
    """« Aubert Kévin, né le 02/03/1996 », « Atelier cuisine », « absent »."""
    why: str = field(repr=False)
    choices: tuple[tuple[str, str], ...] = field(repr=False)
    """(answer, words); the first one, SKIP, holds until somebody decides."""
    lines: tuple[int, ...] = ()

    def also(self, line: int) -> Question:
        """The same, of one line more."""
        return replace(self, lines=(*self.lines, line))


Found = uuid.UUID | str | Question
"""What a subject is: a row of the classeur, CREATE, SKIP, or what has to be asked."""


def person(who: Who, context: PresenceContext, answers: Answers) -> Found:
    """Whom a line names. A ValueError says why its number cannot be right, or the file receives nothing."""
    found = _person(who, context, answers)
    if isinstance(found, uuid.UUID) and found in context.refusals:
        raise ValueError(context.refusals[found])
    return found


def _person(who: Who, context: PresenceContext, answers: Answers) -> Found:
    named = bool(who.last_name or who.birth_name or who.first_name)
    if who.number:
        found = context.by_number.get(fold(who.number))
        if found is not None:
            if named and found not in context.refusals and not _bears(found, who, context):
                raise ValueError(
                    f"Le dossier {who.number} ne porte pas ce nom{NBSP}: corrigez l’un ou l’autre."
                )
            return found
        if not named:
            raise ValueError(f"Le dossier {who.number} n’est pas dans le classeur.")
    if (answer := answers.get(who)) is not None:
        return _answered(answer)
    asked = _compared(who)
    alike = context.index.find(asked)
    same = [other for other, _likeness in alike if likeness.name_keys(other) & likeness.name_keys(asked)]
    exact = [other for other in same if who.born is not None and other.born == who.born]
    if len(exact) == 1:
        return exact[0].id
    if len(same) == 1:
        return same[0].id
    offered = list(dict.fromkeys([*(other.id for other, _ in alike), *_near(who, context)]))[:MOST_OFFERED]
    why = "Plusieurs dossiers portent ce nom" if same else "Aucun dossier ne porte ce nom"
    choices = [(SKIP, "ne pas reprendre ses lignes")]
    births = {other.id: other.born for other, _ in alike}
    choices += [(key.hex, f"c’est {_file(key, births.get(key), context)}") for key in offered]
    choices.append((CREATE, "créer son dossier"))
    born = f", né(e) le {date_short(who.born)}" if who.born else ""
    words = f"{list_name(who.last_name or who.birth_name, who.first_name)}{born}"
    return Question(PERSON, who, words, why, tuple(choices))


def activity(title: str, context: PresenceContext, answers: Answers) -> Found:
    """Which activity a title names; one that looks like no other is created."""
    key = fold(title)
    if (answer := answers.get(key)) is not None:
        return _answered(answer)
    found = context.activities.get(key, ())
    if len(found) == 1:
        return found[0]
    near = found or tuple(
        one
        for known in difflib.get_close_matches(key, context.activities, n=MOST_OFFERED, cutoff=_NEAR_TITLE)
        for one in context.activities[known]
    )
    if not near:
        return CREATE
    why = "Plusieurs activités portent ce titre" if found else "Aucune activité n’a exactement ce titre"
    choices = [(SKIP, "ne pas reprendre ses lignes")]
    choices += [(one.hex, f"c’est «{NBSP}{context.titles[one]}{NBSP}»") for one in near[:MOST_OFFERED]]
    choices.append((CREATE, "créer cette activité"))
    return Question(ACTIVITY, key, title, why, tuple(choices))


def absence(word: str, answers: Answers) -> str | Question:
    """The letter of an absence (or SKIP) whose kind the file does not say: one answer for the whole file."""
    subject = f"?{word}"  # no folded title holds this sign
    if (answer := answers.get(subject)) is not None:
        return answer
    choices = (
        (SKIP, "ne pas reprendre ces lignes"),
        ("I", "absent injustifié"),
        ("A", "absent justifié"),
        ("E", "excusé"),
    )
    return Question(
        STATUS, subject, "Absent, sans autre précision", "Justifiée ou non, le fichier ne le dit pas", choices
    )


def _answered(answer: str) -> uuid.UUID | str:
    return answer if answer in (SKIP, CREATE) else uuid.UUID(hex=answer)


def _compared(who: Who) -> Person:
    return likeness.person(uuid.UUID(int=0), who.last_name, who.birth_name, who.first_name, who.born)


def _bears(found: uuid.UUID, who: Who, context: PresenceContext) -> bool:
    """Whether the file of this number may bear the names of the line, in any order, in part."""
    known = set(fold(context.names.get(found, "")).split())
    said = set(fold(f"{who.last_name} {who.birth_name} {who.first_name}").split())
    return bool(known & said) or any(other.id == found for other, _ in context.index.find(_compared(who)))


def _file(key: uuid.UUID, birth: date | None, context: PresenceContext) -> str:
    born = f", né(e) le {date_short(birth)}" if birth else ""
    return f"{context.names.get(key, '')}{born}, dossier {context.numbers.get(key, '')}"


def _near(who: Who, context: PresenceContext) -> Iterable[uuid.UUID]:
    """The files that share a word of the names, the others being one slip apart."""
    words = fold(f"{who.last_name or who.birth_name} {who.first_name}").split()
    for word in words if len(words) > 1 else ():
        rest = [other for other in words if other != word]
        for key in context.bearers.get(word, ()):
            theirs = [other for other in fold(context.names[key]).split() if other != word]
            if all(any(likeness.near(one, other) for other in theirs) for one in rest):
                yield key


def sorted_questions(found: Iterable[Question]) -> tuple[Question, ...]:
    """Those with the most lines first, within each kind: people, activities, absences."""
    rank = {PERSON: 0, ACTIVITY: 1, STATUS: 2}
    return tuple(sorted(found, key=lambda one: (rank[one.kind], -len(one.lines), one.lines)))

"""From a template and some people to letters ready to be saved, and the trace that they left the program."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.core.text import fold, safe_filename
from elans_desktop.models.privacy import LetterTemplate
from elans_desktop.services.kept import existing
from elans_desktop.services.merge_fields import FIELDS, names_in
from elans_desktop.services.participants.letters import filling, templates
from elans_desktop.services.participants.person_papers import merge_values, people
from elans_desktop.services.participants.person_papers.words import Words
from elans_desktop.services.printing.printing import DocumentRequest, record_issue
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage import traces

LETTER = "courrier"
"""Key of the trace of a letter, beside those of the printed documents."""
_ASKED_MEETING = frozenset({"rdv_date", "rdv_heure", "rdv_lieu"})


@dataclass(frozen=True, slots=True)
class LetterRequest:
    """Which template, for whom; `together`: one document instead of a file for each person."""

    template_id: uuid.UUID
    participant_ids: tuple[uuid.UUID, ...]
    together: bool = False
    scope: Scope = field(default=EVERYTHING)


@dataclass(frozen=True, slots=True)
class Made:
    """Letters ready to be saved where the person chooses."""

    filename: str
    """Day, template, dossier or number of letters: no name of a person."""
    content: bytes = field(repr=False)
    letters: int
    remarks: tuple[str, ...] = ()
    """What is empty in some of them, counted: « 2 personnes sans prochain rendez-vous »."""
    people: tuple[uuid.UUID, ...] = ()
    opposed: int = 0
    """People asked for who object to letters: none was made for them."""


def make(session: Session, request: LetterRequest) -> Made:
    """The letters. Nothing is written here.

    Raises RuleError (nobody, a personal field in the header of one document for all), NotFoundError,
    InputError (a field that no longer exists), PermissionDenied.
    """
    row = existing(session, LetterTemplate, request.template_id, templates.GONE)
    template = templates.template(session, request.template_id)
    if problem := filling.problem(template):
        raise RuleError(problem, "Corrigez le modèle dans Réglages, Modèles de lettres.")
    asked = people.gather(
        session, DocumentRequest(LETTER, object_ids=request.participant_ids, scope=request.scope)
    )
    cases = people.to_write_to(asked)
    values = merge_values.of_people(session, cases, Words(session))
    slug = safe_filename("-".join(fold(row.title).split()), fallback=LETTER)
    day = clock.today().isoformat()
    remarks = _remarks(filling.words_of(template), values)
    people_written = tuple(case.id for case in cases)
    opposed = len(asked) - len(cases)
    if len(cases) == 1:
        number = cases[0].person.number.lower()
        content = filling.one(template, values[0])
        return Made(f"{day}_{slug}_{number}.{template.kind}", content, 1, remarks, people_written, opposed)
    if request.together:
        content = filling.joined(template, values)
        name = f"{day}_{slug}_{len(cases)}-courriers.{template.kind}"
        return Made(name, content, len(cases), remarks, people_written, opposed)
    named = [(f"{slug}_{case.person.number.lower()}", one) for case, one in zip(cases, values, strict=True)]
    archive = filling.zipped(filling.each(template, named))
    name = f"{day}_{slug}_{len(cases)}-courriers.zip"
    return Made(name, archive, len(cases), remarks, people_written, opposed)


def note_made(session: Session, request: LetterRequest, made: Made) -> None:
    """The letters were saved: keep their trace, and an access trace for each person."""
    for participant_id in made.people:
        traces.record(session, traces.EXPORTED, "participant", participant_id)
    asked = DocumentRequest(LETTER, object_ids=made.people, scope=request.scope)
    record_issue(session, asked, made.content, pages=made.letters, subject_table="participant")


def media_filter(filename: str) -> str:
    """The filter of the dialog that saves these letters."""
    kinds = {
        "odt": "Document LibreOffice (*.odt)",
        "docx": "Document Word (*.docx)",
        "zip": "Archive (*.zip)",
    }
    return kinds.get(filename.rpartition(".")[2], "Tous les fichiers (*)")


def _remarks(words: str, values: Sequence[dict[str, str]]) -> tuple[str, ...]:
    """Fields of the template that some people leave empty; the appointment is told once."""
    used = {fold(name.replace("_", " ")) for name in names_in(words)}
    said: list[str] = []
    told_meeting = False
    for known in FIELDS:
        if fold(known.code.replace("_", " ")) not in used:
            continue
        empty = sum(not one.get(known.code) for one in values)
        if not empty:
            continue
        if known.code in _ASKED_MEETING:
            if not told_meeting:
                said.append(_counted(empty, "sans prochain rendez-vous noté"))
            told_meeting = True
        else:
            said.append(f"{_counted(empty, 'sans')} «\u00a0{known.label}\u00a0»")
    return tuple(said)


def _counted(number: int, words: str) -> str:
    return f"{number}\u00a0{'personne' if number < 2 else 'personnes'} {words}"

"""« Remettre toutes ses données »: what goes in the archive, its phrase, its place, its trace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.errors import ElansError
from elans_desktop.core.formats import NBSP, count
from elans_desktop.services.incoming_files import size_words
from elans_desktop.services.participants.participants import ParticipantView
from elans_desktop.services.privacy import person_requests
from elans_desktop.services.privacy.person_export import bundling, reading
from elans_desktop.services.privacy.person_export.bundling import Outline
from elans_desktop.storage import archive_phrase
from elans_desktop.ui.context import Context
from elans_desktop.ui.jobs import Progress
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.form import FieldSpec, Section

DOCUMENT = "document"
_TITLE = "Remettre toutes ses données"
_ANSWER, _CLOSE = "answer", "close"


def ask(context: Context, parent: QWidget, person: ParticipantView) -> None:
    """Ask for the notes, the phrase and the place, then write on the worker."""
    outline: Outline | None = context.attempt(
        parent, lambda: context.bridge.read(bundling.outline, person.id)
    )
    if outline is None:
        return
    values = dialogs.ask_form(
        parent,
        f"{_TITLE}, {person.name}",
        _sections(outline),
        values={"phrase": archive_phrase.generate(), "notes": _first_notes(outline)},
        accept="Choisir où l’écrire…",
        text=_text(outline),
        save=lambda typed: archive_phrase.check(typed["phrase"]),
        columns=1,
    )
    if values is None:
        return
    path = dialogs.save_file(parent, _TITLE, bundling.filename(person.number), "Archive chiffrée (*.zip)")
    if path is not None:
        _write(context, parent, person, path, values["phrase"], values.get("notes") or reading.NONE)


def _sections(outline: Outline) -> list[Section]:
    fields = [
        FieldSpec(
            "phrase",
            "Phrase qui ouvrira l’archive",
            required=True,
            help=f"Tirée au hasard{NBSP}; vous pouvez en écrire une autre. {archive_phrase.advice()} "
            "Dites-la à la personne de vive voix ou par téléphone, jamais avec le fichier. "
            "Elle n’est gardée nulle part.",
        )
    ]
    if choices := _note_choices(outline):
        fields.append(
            FieldSpec(
                "notes",
                "Notes privées des entretiens",
                "radio",
                choices=choices,
                options={"vertical": True},
                help="La personne a droit aux notes prises sur elle.",
            )
        )
    return [Section("", fields)]


def _note_choices(outline: Outline) -> list[tuple[str, str]]:
    choices: list[tuple[str, str]] = []
    if outline.may_all and outline.others:
        everybody = outline.mine + outline.others
        choices.append((reading.ALL, f"Celles de tous les auteurs ({everybody})"))
    if outline.mine:
        choices.append((reading.MINE, f"Les miennes ({outline.mine})"))
    return [*choices, (reading.NONE, "Aucune, et l’archive le dit")] if choices else []


def _first_notes(outline: Outline) -> str:
    return reading.MINE if outline.mine else reading.NONE


def _text(outline: Outline) -> str:
    """What goes in, what does not, what to look at first."""
    files = f", {count(outline.files, 'pièce')} ({size_words(outline.size)})" if outline.files else ""
    lines = [
        f"Une archive chiffrée, pour elle seule{NBSP}: un document à lire, le même pour un logiciel, "
        f"la note d’information{files}. Elle s’ouvre avec 7-Zip ou WinZip, pas avec Windows seul."
    ]
    if outline.remarks:
        lines += [f"• {one}" for one in outline.remarks]
    return "\n".join(lines)


def _write(
    context: Context, parent: QWidget, person: ParticipantView, path: Path, phrase: str, notes: str
) -> None:
    bridge = context.bridge
    scope = bridge.scope

    def work(progress: Progress) -> int:
        from elans_desktop.documents import person_bundle

        made, written = person_bundle.to_file(
            bridge.workspace, person.id, path, phrase, notes=notes, scope=scope, progress=progress
        )
        with bridge.workspace.write(bundling.label(made), DOCUMENT) as session:
            bundling.note_made(session, made, pages=written.pages, sha256=written.sha256)
        return written.pages

    def done(pages: int) -> None:
        context.window.notify(f"Archive écrite{NBSP}: {path.name} ({pages} p.)")
        _tell(context, parent, person, phrase)

    def failed(problem: Exception) -> None:
        if isinstance(problem, ElansError):
            dialogs.show_error(parent, problem)
        else:
            context.jobs.bug.emit(problem)

    context.window.notify("Archive en préparation…")
    context.jobs.run(work, done=done, failed=failed)


def _tell(context: Context, parent: QWidget, person: ParticipantView, phrase: str) -> None:
    """The phrase a last time, and the request that the archive answers."""
    text = (
        f"Sa phrase{NBSP}: {phrase}\n"
        "Notez-la pour la dire à la personne, de vive voix ou par téléphone. Cette fenêtre fermée, ELANS ne "
        "la connaît plus\u00a0: sans elle, il faudrait refaire l’archive."
    )
    waiting = context.bridge.read(bundling.awaited, person.id)
    if waiting is None:
        dialogs.inform(parent, "L’archive est prête", text)
        return
    actions = ((_CLOSE, "Fermer"), (_ANSWER, "Noter sa demande comme répondue aujourd’hui"))
    if dialogs.ask(parent, "L’archive est prête", text, actions, cancel="") != _ANSWER:
        return
    typed = replace(
        waiting.input,
        answered_on=clock.today(),
        outcome_code=person_requests.ACCEPTED,
        answer=waiting.input.answer or "Toutes ses données lui ont été remises.",
    )
    words = f"Noter la réponse à {person.short_name} sur ses données"
    answered: Any = context.attempt(parent, lambda: context.bridge.write(words, person_requests.save, typed))
    if answered is not None:
        context.window.notify("Demande répondue", undoable=True)

"""« Documents »: the papers asked for, the files attached; dropped here, shown in the application, saved when
asked."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.errors import Cancelled, ElansError, InputError, RuleError, SystemProblem
from elans_desktop.core.formats import NBSP, count, date_short
from elans_desktop.services import file_types, incoming_files
from elans_desktop.services.incoming_files import IncomingFile, size_words
from elans_desktop.services.participants import attachments, papers
from elans_desktop.services.participants.attachments import (
    AttachmentContent,
    AttachmentInput,
    AttachmentRow,
    NewAttachment,
)
from elans_desktop.services.participants.papers import PaperRow
from elans_desktop.services.participants.person_choices import Pairs
from elans_desktop.services.participants.person_file import FileView
from elans_desktop.storage import traces
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.flow import flow
from elans_desktop.ui.kit.form import FieldSpec, Section
from elans_desktop.ui.kit.layout import clear_layout, column, holder, label, row, set_look, surface
from elans_desktop.ui.kit.sides import Sides
from elans_desktop.ui.participants import picture_pdf
from elans_desktop.ui.saving import write_file

HINT = f"ou déposez-le ici{NBSP}; 20{NBSP}Mo au plus"
DROP = "Lâchez pour joindre au dossier"
FILES = "Documents (*.pdf *.png *.jpg *.jpeg *.webp *.odt *.ods *.docx *.xlsx)"
SHOWN = 46
"""Letters of a name on a line; the whole name is in the tip."""
_STATES = {
    papers.HELD: ("circle-check", "success-ink"),
    papers.SOON: ("timer", "accent-ink"),
    papers.EXPIRED: ("triangle-alert", "danger-ink"),
    papers.MISSING: ("circle-alert", "warning-ink"),
}
_ICONS = {
    file_types.PDF: "file-text",
    file_types.ODS: "file-spreadsheet",
    file_types.XLSX: "file-spreadsheet",
    **dict.fromkeys(file_types.IMAGES, "file-image"),
}


class DocumentsSection(QWidget):
    """The papers and files of the person on show."""

    def __init__(self, context: Context, kinds: Pairs, *, editable: bool) -> None:
        super().__init__()
        self.context, self._kinds, self._editable = context, kinds, editable
        self._file: FileView | None = None
        self.view: attachments.AttachmentsView | None = None
        self.papers: tuple[PaperRow, ...] = ()
        self.add_button = buttons.link("Joindre un fichier", "paperclip", self.choose_file)
        self.hint = label(HINT, "secondary")
        self.add_button.setVisible(editable)
        self.hint.setVisible(editable)
        self._papers, self._lines = column(spacing=0), column(spacing=0)
        head = Sides(flow(label("Documents", "section"), self.hint, gap=12), self.add_button)
        self.setLayout(column(head, self._papers, self._lines, spacing=8))
        self.setAcceptDrops(editable)

    def show_file(self, file: FileView) -> None:
        """Read and show the papers of a person; those that the user may not see are only counted."""
        self._file = file
        read = self.context.bridge.read
        agreement = file.pathway.agreement_id if file.pathway else None
        self.view = read(attachments.of_participant, file.person.id)
        self.papers = read(papers.of_person, file.person.id, agreement)
        clear_layout(self._papers)
        for paper in self.papers:
            self._papers.addWidget(self._paper_line(paper))
        clear_layout(self._lines)
        for one in self.view.rows:
            self._lines.addWidget(self._line(one))
        if self.view.hidden:
            words = count(self.view.hidden, "pièce confidentielle", "pièces confidentielles")
            self._lines.addWidget(
                _said(f"{words}, pour le référent de la personne et la coordination.", "lock")
            )
        elif not self.view.rows:
            self._lines.addWidget(label("Aucun fichier joint.", "secondary"))

    def mark(self) -> tuple[str, str]:
        """What the outline says: what is missing or ends, else how many files."""
        waiting = sum(paper.state != papers.HELD for paper in self.papers)
        if waiting:
            return count(waiting, "à voir", "à voir"), "accent"
        many = len(self.view.rows) if self.view else 0
        return str(many or ""), ""

    def choose_file(self, kind_code: str | None = None) -> None:
        """Choose a file on the disk and attach it."""
        path = dialogs.open_file(self, "Joindre un fichier", FILES)
        if path is not None:
            self.attach((path,), kind_code)

    def attach(self, paths: Sequence[Path], kind_code: str | None = None) -> None:
        """Read files on the worker, then ask what the only one is, or keep them all as they are."""
        file = self._file
        if file is None or not paths:
            return
        self.context.jobs.run(
            lambda progress: _read_all(paths, lambda: progress(0, len(paths))),
            done=lambda found: self._received(file, found, kind_code),
        )

    def _received(
        self, file: FileView, found: tuple[list[IncomingFile], list[str]], kind_code: str | None
    ) -> None:
        """`found`: the files that may be attached, and why the others may not."""
        good, refusals = found
        if len(good) == 1 and not refusals:
            self._describe(file, good[0], kind_code)
            return
        if good:
            many = count(len(good), "pièce")
            words = f"Joindre {many} au dossier de {file.person.short_name}"
            done = self.context.attempt(self, lambda: self._attach_all(words, file.person.id, good))
            if done:
                self.context.window.notify(f"{many} au dossier", undoable=True)
        if refusals:
            title = "Ce fichier n’est pas joint" if len(refusals) == 1 else "Des fichiers ne sont pas joints"
            dialogs.inform(self, title, "\n\n".join(refusals))

    def _attach_all(self, words: str, person: uuid.UUID, good: Sequence[IncomingFile]) -> bool:
        with self.context.bridge.workspace.write(words) as session:
            for one in good:
                attachments.add(session, NewAttachment(person, one.name, one.content))
        return True

    def _describe(self, file: FileView, incoming: IncomingFile, kind_code: str | None) -> None:
        words = f"Joindre une pièce au dossier de {file.person.short_name}"

        def save(values: dict[str, Any]) -> None:
            new = NewAttachment(file.person.id, content=incoming.content, **values)
            try:
                self.context.bridge.write(words, attachments.add, new)
            except InputError as wrong:
                if "file" in wrong.fields:
                    raise RuleError(wrong.fields["file"]) from None
                raise

        kind = file_types.examine(incoming.content)
        values = {
            "name": file_types.safe_name(incoming.name, kind),
            "kind_code": kind_code,
            "note": "",
        }
        text = f"{file_types.WORDS[kind].capitalize()}, {size_words(len(incoming.content))}. {_KEPT}"
        if dialogs.ask_form(
            self,
            "Joindre au dossier",
            _sections(self._kinds, new=True),
            values=values,
            accept="Joindre",
            text=text,
            save=save,
        ):
            self.context.window.notify("Pièce jointe au dossier", undoable=True)

    def _paper_line(self, paper: PaperRow) -> QWidget:
        icon, tone = _STATES[paper.state]
        state = label(paper.words, "strong" if paper.state != papers.HELD else "muted", tone=tone)
        words, tools = flow(Icon(icon, tone), label(paper.label, "body"), state), row()
        if self._editable and paper.state != papers.HELD:
            join = buttons.link("Joindre", "paperclip", lambda: self.choose_file(paper.kind))
            join.setAccessibleName(f"Joindre{NBSP}: {paper.label}")
            tools.addWidget(join)
        return _lined(Sides(words, tools))

    def _line(self, one: AttachmentRow) -> QWidget:
        words = flow(Icon(_ICONS.get(one.media_type, "file-text"), "muted"))
        shown = one.name if len(one.name) <= SHOWN else f"{one.name[: SHOWN - 1]}…"
        name = buttons.link(shown, "", lambda: self.open(one))
        name.setToolTip(f"{one.name}\n{_verb(one)}")
        name.setAccessibleName(f"{_verb(one)}{NBSP}: {one.name}")
        words.addWidget(name)
        if one.input.confidential:
            lock = Icon("lock", "muted", 14)
            lock.setToolTip("Confidentielle")
            words.addWidget(lock)
        added = date_short(clock.from_ms(one.added_at).date())
        facts = [one.kind, size_words(one.size) if one.size else "", f"jointe le {added}"]
        facts = label(" · ".join(fact for fact in facts if fact), "secondary")
        facts.setToolTip(f"{one.added_by}\n{one.input.note}".strip())
        words.addWidget(facts)
        if one.state != papers.HELD:
            state = papers.state_words(one.state, one.input.expires_on)
            words.addWidget(label(state, "strong", tone=_STATES[one.state][1]))
        tools = row(_small("download", f"Enregistrer {one.name}", lambda: self.save_out(one)))
        if self._editable:
            tools.addWidget(_small("pencil", f"Décrire {one.name}", lambda: self._edit(one)))
            tools.addWidget(_small("trash-2", f"Retirer {one.name}", lambda: self._remove(one)))
        return _lined(Sides(words, tools))

    def open(self, one: AttachmentRow) -> None:
        """Show a PDF, a picture, or what an office document says, in the application."""
        found = self._content(one)
        if found is None:
            return
        self._trace(one, traces.READ)
        if found.media_type == file_types.PDF:
            self._preview(found.content, found, one)
            return
        make = picture_pdf.page_of if found.media_type in file_types.IMAGES else _words_of(found)
        self.context.jobs.run(
            lambda _progress: make(found.content),
            done=lambda page: self._preview(page, found, one),
            failed=self._failed,
        )

    def _preview(self, pdf: bytes, found: AttachmentContent, one: AttachmentRow) -> None:
        name = found.name.rsplit(".", 1)[0]
        try:
            self.context.window.show_pdf(
                pdf, 0, name, f"{name}.pdf", lambda: self._trace(one, traces.EXPORTED)
            )
        except SystemProblem:
            problem = SystemProblem(
                "Ce PDF est protégé par un mot de passe, ou abîmé.",
                f"Enregistrez-le ({_DOWNLOAD}) pour l’ouvrir avec un autre programme.",
            )
            dialogs.show_error(self, problem)

    def save_out(self, one: AttachmentRow) -> None:
        """Write a file where the person chooses, and keep a trace of it."""
        extension = one.name.rsplit(".", 1)[-1]
        path = dialogs.save_file(self, "Enregistrer la pièce", one.name, f"Document (*.{extension})")
        if path is None:
            return
        found = self._content(one)
        if found is not None and write_file(self, path, found.content):
            self._trace(one, traces.EXPORTED)
            self.context.window.notify("Pièce enregistrée hors du classeur")

    def _content(self, one: AttachmentRow) -> AttachmentContent | None:
        return self.context.attempt(self, lambda: self.context.bridge.read(attachments.content, one.id))

    def _trace(self, one: AttachmentRow, action: str) -> None:
        traces.note(self.context.bridge.workspace, action, (("attachment", one.id),))

    def _failed(self, problem: Exception) -> None:
        if isinstance(problem, ElansError):
            dialogs.show_error(self, problem)
        else:
            self.context.jobs.bug.emit(problem)

    def _edit(self, one: AttachmentRow) -> None:
        file = self._file
        assert file is not None
        words = f"Décrire une pièce du dossier de {file.person.short_name}"
        known = {name: getattr(one.input, name) for name in _FIELDS}

        def save(values: dict[str, Any]) -> None:
            self.context.bridge.write(words, attachments.save, AttachmentInput(one.id, **values))

        kinds, kept = self._kinds, one.input.kind_code
        if kept is not None and kept not in dict(kinds):  # no longer offered: what was said of it stays
            kinds = (*kinds, (kept, one.kind))
        dialogs.ask_form(self, "Décrire la pièce", _sections(kinds, new=False), values=known, save=save)

    def _remove(self, one: AttachmentRow) -> None:
        file = self._file
        assert file is not None
        words = f"Retirer une pièce du dossier de {file.person.short_name}"
        bridge = self.context.bridge
        if self.context.attempt(self, lambda: (bridge.write(words, attachments.remove, one.id), True)[1]):
            self.context.window.notify("Pièce retirée du dossier", undoable=True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files of the disk are welcome."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._invite(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The pointer went away."""
        self._invite(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach what is let go here."""
        self._invite(False)
        event.acceptProposedAction()
        self.attach([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _invite(self, invited: bool) -> None:
        self.hint.setText(DROP if invited else HINT)
        set_look(self.hint, role="strong" if invited else "secondary", tone="primary-ink" if invited else "")
        surface(self, "selected" if invited else "surface")
        self.style().unpolish(self)
        self.style().polish(self)


def _words_of(found: AttachmentContent) -> Callable[[bytes], bytes]:
    """How the content of an office document becomes pages, on the worker: nothing of it touches Qt."""
    from elans_desktop.documents import office_preview
    from elans_desktop.services.office import reading

    def make(content: bytes) -> bytes:
        return office_preview.compose(found.name, reading.read(content, found.media_type)).pdf

    return make


_FIELDS = ("name", "kind_code", "confidential", "dated", "expires_on", "note")
_KEPT = "Le fichier est gardé dans le classeur chiffré."
_DOWNLOAD = "la flèche à droite de son nom"


def _sections(kinds: Pairs, *, new: bool) -> Sequence[Section]:
    return (
        Section(
            "",
            (
                FieldSpec("name", "Nom", required=True, span=2),
                FieldSpec("kind_code", "Sorte de pièce", "choice", choices=kinds, span=2),
                FieldSpec("dated", "Datée du", "date"),
                FieldSpec("expires_on", "Valable jusqu’au", "date"),
                FieldSpec(
                    "confidential",
                    "Confidentielle",
                    "choice",
                    choices=((True, "oui, pour son référent et la coordination seulement"), (False, "non")),
                    options={"empty": "selon la sorte de pièce" if new else None},
                    span=2,
                ),
                FieldSpec("note", "Remarque", "multiline", rows=2, span=2),
            ),
        ),
    )


def _read_all(paths: Sequence[Path], check: Any) -> tuple[list[IncomingFile], list[str]]:
    """Read and examine files: those that may be attached, and a sentence for each of the others."""
    good: list[IncomingFile] = []
    refusals: list[str] = []
    for path in paths:
        try:
            found = incoming_files.read(path, check=check)
            file_types.examine(found.content)
            good.append(found)
        except Cancelled:
            raise
        except InputError as wrong:
            refusals.append(f"{path.name}{NBSP}: {wrong.fields['file']}")
        except ElansError as problem:
            refusals.append(f"{path.name}{NBSP}: {problem}")
    return good, refusals


def _verb(one: AttachmentRow) -> str:
    shown = one.media_type in (file_types.PDF, *file_types.IMAGES)
    return "Voir" if shown else "Voir le contenu"


def _small(icon: str, words: str, act: Any) -> QWidget:
    return buttons.icon_button(icon, words, act, small=True)


def _said(words: str, icon: str) -> QWidget:
    return holder(row(Icon(icon, "muted", 14), label(words, "secondary"), None))


def _lined(line: Any) -> QWidget:
    made = holder(line)
    made.setMinimumHeight(theme.px(32))
    return made

"""« Imprimer ▾ » about people: the documents that make sense for one person, or for several, and letters."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from elans_desktop.core.formats import MONTHS, NBSP, count
from elans_desktop.documents.catalogue import DOCUMENTS
from elans_desktop.documents.document_type import DocumentType
from elans_desktop.services import confidentiality
from elans_desktop.services.participants import sensitive
from elans_desktop.services.participants.person_papers import sheet, sheet_support
from elans_desktop.services.pathways import interviews
from elans_desktop.services.permissions import Right, allowed
from elans_desktop.services.presences.presence_papers import statements
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.ui.context import Context
from elans_desktop.ui.participants import letters

SHEET, STATEMENT, DATA = "fiche-participant", "releve-presence", "donnees-personne"
ORDER = (
    SHEET,
    "bilan-parcours",
    STATEMENT,
    "emargement-individuel",
    "attestation",
    "certificat",
    "grille-remplie",
    "charte",
    "plan-action-personnel",
    "note-rgpd",
    DATA,
    "fiche-rectification",
)
"""The order of the menu; any other document of a person comes after."""
POST = ("etiquettes", "enveloppes")
ICONS = {
    SHEET: "file-user",
    "bilan-parcours": "route",
    STATEMENT: "calendar-check",
    "emargement-individuel": "pen-line",
    "attestation": "award",
    "certificat": "award",
    "grille-remplie": "clipboard-check",
    "charte": "handshake",
    "plan-action-personnel": "list-checks",
    "note-rgpd": "shield-check",
    DATA: "file-output",
    "fiche-rectification": "file-pen",
    "etiquettes": "tag",
    "enveloppes": "mail",
}
NEEDS_SUPPORT = frozenset({"bilan-parcours", "plan-action-personnel"})
"""Made of the accompaniment: only for those who read it."""

Ask = Callable[[DocumentRequest], None]


class PaperMenu:
    """Fills the menu of the people given; a box ticked in it counts for this opening alone."""

    def __init__(self, context: Context, parent: QWidget, people: Sequence[uuid.UUID]) -> None:
        self.context, self.parent = context, parent
        self.people = tuple(people)
        self._notes: QAction | None = None

    def fill_documents(self, menu: QMenu) -> None:
        """The documents of a person, in the order of the design, with their pages."""
        add: Any = menu
        for document in self._documents():
            fact = _fact(document) if len(self.people) == 1 else ""
            add.add(document.title, self._printer(document.key), icon=_icon(document), fact=fact)
            if document.key == SHEET and (many := self._more_interviews()):
                add.add(
                    "Fiche individuelle, tous les entretiens",
                    self._printer(SHEET, sheet.WHOLE),
                    icon="files",
                    fact=f"{many}{NBSP}entretiens",
                )
            if document.key == SHEET and self._may_print_confidential():
                add.add(
                    "Fiche individuelle, bloc confidentiel",
                    self._printer(SHEET, sheet.CONFIDENTIAL),
                    icon="file-lock",
                    fact="filigrane",
                )

    def fill_post(self, menu: QMenu) -> None:
        """Letters, labels, envelopes."""
        add: Any = menu
        add.addSeparator()
        letters.fill(menu, self.context, self.parent, self.people)
        if len(self.people) > 1:
            for document in (DOCUMENTS[key] for key in POST if key in DOCUMENTS):
                choose = self._label_chooser if document.key == "etiquettes" else self._envelope_chooser
                add.add(f"{document.title}…", choose, icon=_icon(document))
        else:
            add.add("Enveloppe", self._printer("enveloppes", "dl"), icon="mail", fact="DL")

    def fill_notes(self, menu: QMenu) -> None:
        """« Inclure les notes privées (3) »: the user’s own, unticked."""
        if len(self.people) != 1 or not allowed(self.context.bridge.actor, Right.SUPPORT):
            return
        notes = self.context.bridge.read(interviews.private_notes, self.people[0])
        if notes:
            add: Any = menu
            add.addSeparator()
            words = f"Inclure les notes privées ({len(notes)})"
            self._notes = add.add(words, icon="lock", checked=False, stays=True, fact="pour vous")

    def _documents(self) -> list[DocumentType]:
        actor = self.context.bridge.actor
        supports = allowed(actor, Right.SUPPORT)
        hands_over = len(self.people) == 1 and allowed(actor, Right.IMPORT_EXPORT)
        found = [
            document
            for document in DOCUMENTS.values()
            if document.subject == "participant"
            and document.key not in POST
            and (supports or document.key not in NEEDS_SUPPORT)
            and (hands_over or document.key != DATA)
        ]
        rank = {key: place for place, key in enumerate(ORDER)}
        return sorted(found, key=lambda document: rank.get(document.key, len(ORDER)))

    def _more_interviews(self) -> int:
        """How many interviews the person has, when the sheet would leave some out; else 0."""
        if len(self.people) != 1 or not allowed(self.context.bridge.actor, Right.SUPPORT):
            return 0
        many = self.context.bridge.read(interviews.how_many, self.people[0])
        return many if many > sheet_support.MOST_INTERVIEWS else 0

    def _may_print_confidential(self) -> bool:
        read = self.context.bridge.read
        return (
            len(self.people) == 1
            and read(sensitive.is_kept)
            and read(confidentiality.may_read, self.people[0])
        )

    def _printer(self, key: str, variant: str | None = None) -> Callable[[], None]:
        def ask() -> None:
            chosen = [part for part in (variant, self._private(key)) if part]
            request = DocumentRequest(
                key,
                object_ids=self.people,
                variant="+".join(chosen) or None,
                scope=self.context.bridge.scope,
            )
            self.context.window.print_document(request)

        return ask

    def _private(self, key: str) -> str | None:
        ticked = self._notes is not None and self._notes.isChecked()
        return sheet.PRIVATE if key in (SHEET, DATA) and ticked else None

    def _label_chooser(self) -> None:
        from elans_desktop.services.participants.person_papers.post import LABELS
        from elans_desktop.ui.kit import dialogs
        from elans_desktop.ui.kit.form import FieldSpec, Section

        fields = (
            FieldSpec("sheet", "Planche", "choice", choices=list(LABELS.items()), required=True),
            FieldSpec(
                "start", "Première étiquette libre", "number", help="1 pour une planche neuve.", required=True
            ),
        )
        values = dialogs.ask_form(
            self.parent,
            f"Étiquettes pour {count(len(self.people), 'personne')}",
            [Section("", fields)],
            values={"sheet": "24", "start": 1},
            accept="Préparer",
        )
        if values is not None:
            self._printer("etiquettes", f"{values['sheet']}:{values['start']}")()

    def _envelope_chooser(self) -> None:
        from elans_desktop.services.participants.person_papers.post import ENVELOPES
        from elans_desktop.ui.kit import dialogs

        chosen = dialogs.ask(
            self.parent,
            f"Enveloppes pour {count(len(self.people), 'personne')}",
            "Une page par enveloppe\u00a0: choisissez le même format dans l’imprimante.",
            tuple(ENVELOPES.items()),
        )
        if chosen is not None:
            self._printer("enveloppes", chosen)()


def _fact(document: DocumentType) -> str:
    """The pages, or the month of a statement."""
    if document.key != STATEMENT:
        return document.pages
    first, _last = statements.period_of(DocumentRequest(STATEMENT))
    return f"{MONTHS[first.month - 1]} {first.year}"


def _icon(document: DocumentType) -> str:
    return ICONS.get(document.key, "file-text")


def fill_for_several(menu: QMenu, context: Context, parent: QWidget, people: Sequence[uuid.UUID]) -> None:
    """The menu « Imprimer » of a selection in the list: one PDF for all, letters, labels, envelopes."""
    papers = PaperMenu(context, parent, people)
    papers.fill_documents(menu)
    papers.fill_post(menu)


def fill_blank(menu: QMenu, context: Context) -> None:
    """The papers one prints about nobody: blank repérage, charter, note."""
    add: Any = menu

    def printer(key: str, variant: str | None = None) -> Callable[[], None]:
        request = DocumentRequest(key, variant=variant, scope=context.bridge.scope)
        return lambda: context.window.print_document(request)

    add.add("Fiche de repérage vierge", printer("fiche-reperage"), icon="clipboard", fact="A4")
    add.add(
        "Fiche de repérage, deux par page", printer("fiche-reperage", "deux-a5"), icon="clipboard", fact="A5"
    )
    add.add("Charte d’engagement vierge", printer("charte"), icon="handshake")
    add.add("Note d’information vierge", printer("note-rgpd"), icon="shield-check")

"""`imprimer` and the documents of the example."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from elans_desktop.cli import access
from elans_desktop.core import clock
from elans_desktop.core.errors import NotFoundError
from elans_desktop.documents.catalogue import DOCUMENTS, Rendered, render
from elans_desktop.documents.document_type import DocumentType
from elans_desktop.services.organisation.recovery import recovery_view
from elans_desktop.services.printing import preparation
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.access import new_recovery_code
from elans_desktop.storage.files import write_atomically
from elans_desktop.storage.recovery_code import RecoveryCode
from elans_desktop.storage.workspace import Workspace

RECOVERY = "fiche-secours"
DOCUMENT = "document"
"""Kind of the operations that give sheets their numbers: paper exists, Ctrl+Z skips them."""
_QUESTION = (
    "Imprimer la fiche de secours tire un code nouveau : l’ancienne fiche ne servira plus. "
    "Ajoutez --oui pour le faire."
)


def print_document(asked: Namespace) -> int:
    """One document in one PDF, or the list of documents."""
    if asked.liste:
        width = max(map(len, DOCUMENTS))
        for key, document in DOCUMENTS.items():
            print(f"{key:<{width}}  {document.title}{_choices(document)}")
        return 0
    missing = [
        name
        for name, value in (("CLE", asked.cle), ("--classeur", asked.classeur), ("--vers", asked.vers))
        if not value
    ]
    if missing:
        print(f"Il manque {', '.join(missing)}. Les documents : imprimer --liste.", file=sys.stderr)
        return 2
    if asked.cle not in DOCUMENTS:
        raise NotFoundError(f"Le document « {asked.cle} » n’existe pas.", "Voyez : imprimer --liste.")
    if unknown := _unknown_variant(DOCUMENTS[asked.cle], asked.variante):
        print(unknown, file=sys.stderr)
        return 2
    if asked.cle == RECOVERY and not asked.oui:
        print(_QUESTION, file=sys.stderr)
        return 1
    request = DocumentRequest(
        asked.cle, asked.du, asked.au, tuple(access.identifier(text) for text in asked.objet), asked.variante
    )
    with access.opened(asked, asked.classeur) as workspace:
        if asked.cle == RECOVERY:
            code = new_recovery_code(workspace)
            rendered = _recovery_sheet(workspace, code)
        else:
            rendered = make(workspace, request)
        write_atomically(asked.vers, rendered.pdf)
    for remark in rendered.remarks:
        print(remark, file=sys.stderr)
    print(f"{asked.vers} ({rendered.pages} p.)")
    return 0


def _choices(document: DocumentType) -> str:
    """« [--variante gros-caracteres, apres-saisie] », or nothing."""
    return f"  [--variante {', '.join(document.variants)}]" if document.variants else ""


def _unknown_variant(document: DocumentType, asked: str | None) -> str:
    """Why a variant cannot be printed, naming those that can; "" when it can.

    Several are joined by « + », and a number may follow a colon (« 24:5 », from the fifth label).
    """
    parts = [part.partition(":")[0] for part in (asked or "").split("+")] if asked is not None else []
    unknown = next((part for part in parts if part not in document.variants), None)
    if unknown is None:
        return ""
    if not document.variants:
        return f"« {document.key} » n’a pas de variante : retirez --variante."
    known = ", ".join(document.variants)
    return f"La variante « {unknown} » n’existe pas pour « {document.key} ». Choisissez parmi : {known}."


def make(workspace: Workspace, request: DocumentRequest) -> Rendered:
    """Prepare, draw and note a document of the classeur."""
    title = DOCUMENTS[request.key].title
    with workspace.write(f"Préparer : {title}", DOCUMENT) as session:
        views = preparation.prepare(session, request)
    rendered = render(request.key, views)
    with workspace.write(f"Imprimer : {title}", DOCUMENT) as session:
        preparation.note_issued(session, request, views, rendered.pdf, rendered.pages)
    return rendered


def print_everything(workspace: Workspace, code: RecoveryCode, folder: Path) -> Iterator[tuple[Path, int]]:
    """Every document of the catalogue as `folder/<key>.pdf`: (path, pages)."""
    monday = clock.monday_of(clock.today())
    for key in DOCUMENTS:
        if key == RECOVERY:
            rendered = _recovery_sheet(workspace, code, banner="EXEMPLE")
        else:
            with workspace.read() as session:
                objects = preparation.example_objects(session, key)
            days = (monday, monday + timedelta(days=6)) if preparation.PREPARE[key].dated else (None, None)
            rendered = make(workspace, DocumentRequest(key, *days, objects))
        path = folder / f"{key}.pdf"
        write_atomically(path, rendered.pdf)
        yield path, rendered.pages


def _recovery_sheet(workspace: Workspace, code: RecoveryCode, banner: str = "") -> Rendered:
    with workspace.read() as session:
        view = recovery_view(session, workspace.keys, code, banner=banner)
    return render(RECOVERY, view)

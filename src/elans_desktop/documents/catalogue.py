"""The single list of documents: the « Imprimer » menus, the command line and the tests are made from it.

Each area declares its own in `catalogue_<area>.py`; `services/printing/` says how their views are made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from elans_desktop.core.text import fold, safe_filename
from elans_desktop.documents import (
    catalogue_calendar,
    catalogue_evaluations,
    catalogue_participants,
    catalogue_settings,
)
from elans_desktop.documents.document_type import DocumentType
from elans_desktop.services.paper import PaperView

AREAS = (catalogue_participants, catalogue_calendar, catalogue_evaluations, catalogue_settings)

DOCUMENTS: Mapping[str, DocumentType] = {
    document.key: document for area in AREAS for document in area.DOCUMENTS
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document ready to be shown, printed or saved."""

    pdf: bytes = field(repr=False)
    pages: int
    filename: str
    """« 2026-10-13_emargement-seance_jardin-partage-de-la-gare.pdf »."""
    title: str
    remarks: tuple[str, ...] = ()
    """French sentences: what was cut or could not be drawn, by document and line number only."""
    counts: tuple[int, ...] = ()
    """Pages of each view, in order."""


def render(key: str, views: PaperView | Sequence[PaperView], *, invariant: bool = False) -> Rendered:
    """The PDF of document `key` for one view, or for several in one file.

    `invariant` leaves the date of writing out of the PDF, so that the same views give the same bytes.
    Raises `KeyError` for an unknown key, `ValueError` without any view or with views of another document.
    """
    document = DOCUMENTS[key]
    several = [views] if isinstance(views, PaperView) else list(views)
    if not several or not all(isinstance(view, document.view) for view in several):
        raise ValueError(f"{key} is made from one or more {document.view.__name__}")
    composed = document.compose(several, invariant=invariant)
    return Rendered(
        pdf=composed.pdf,
        pages=sum(composed.counts),
        filename=_filename(key, several),
        title=document.title,
        remarks=composed.remarks,
        counts=composed.counts,
    )


def _filename(key: str, views: Sequence[PaperView]) -> str:
    """Day, type and object: no name of a person in it."""
    about = DOCUMENTS[key].about
    day, subject = about(views[0])
    subjects = {about(view)[1] for view in views}
    name = subject if len(subjects) == 1 else f"{len(views)} documents"
    slug = safe_filename("-".join(fold(name).split()), fallback=key)
    return f"{day.isoformat()}_{key}_{slug}.pdf"

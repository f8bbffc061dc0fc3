"""The single list of documents: the « Imprimer » menus, the command line and the tests are made from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from elans_desktop.core.text import fold, safe_filename
from elans_desktop.documents import (
    attendance_sheets,
    attendance_weeks,
    evaluation_grids,
    recovery_sheet,
)
from elans_desktop.documents.page import Composed
from elans_desktop.services.paper import (
    GridSheetView,
    PaperView,
    RecoverySheetView,
    SeanceSheetView,
    WeekSheetView,
)

Area = Literal[
    "accueil", "gouvernance", "participants", "calendrier", "evaluations", "budget", "bilans", "reglages"
]
Subject = Literal["period", "seance", "grid", "none"]


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A document that can be printed."""

    key: str
    """What the command line and the menus call it; never changes."""
    title: str
    area: Area
    """The tab it belongs to."""
    subject: Subject
    """What one chooses to print it: dates (`period`), a séance (its day and activity), a grid, or nothing."""
    personal: bool
    """It names people: written to disk only when the person asks for it."""
    help: str
    """One sentence for the menu."""
    view: type[Any]
    """The class of the views it is made from."""
    compose: Callable[..., Composed] = field(repr=False)


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


DOCUMENTS: Mapping[str, DocumentType] = {
    document.key: document
    for document in (
        DocumentType(
            key="emargement-seance",
            title="Feuille d’émargement, séance",
            area="calendrier",
            subject="seance",
            personal=True,
            help="Une page par séance, douze lignes à signer, les cases des intervenants sur le côté.",
            view=SeanceSheetView,
            compose=attendance_sheets.compose,
        ),
        DocumentType(
            key="emargement-semaine",
            title="Feuille d’émargement, semaine",
            area="calendrier",
            subject="period",
            personal=True,
            help="Une page par activité et par semaine, une colonne par demi-journée.",
            view=WeekSheetView,
            compose=attendance_weeks.compose,
        ),
        DocumentType(
            key="grille-vierge",
            title="Grille d’évaluation vierge",
            area="evaluations",
            subject="grid",
            personal=False,
            help="La grille à remplir à la main, avec ses cases à cocher.",
            view=GridSheetView,
            compose=evaluation_grids.compose,
        ),
        DocumentType(
            key="fiche-secours",
            title="Fiche de secours",
            area="reglages",
            subject="none",
            personal=False,
            help="Le code qui rouvre le classeur quand les phrases de passe sont oubliées.",
            view=RecoverySheetView,
            compose=recovery_sheet.compose,
        ),
    )
}


def render(key: str, views: PaperView | Sequence[PaperView], *, invariant: bool = False) -> Rendered:
    """The PDF of document `key` for one view, or for several in one file.

    `invariant` leaves the date of writing out of the PDF, so that the same views give the same bytes.
    Raises `KeyError` for an unknown key, `ValueError` without any view or with views of another document.
    """
    document = DOCUMENTS[key]
    several = list(views) if isinstance(views, Sequence) else [views]
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
    day, subject = _about(views[0])
    subjects = {_about(view)[1] for view in views}
    name = subject if len(subjects) == 1 else f"{len(views)} documents"
    slug = safe_filename("-".join(fold(name).split()), fallback=key)
    return f"{day.isoformat()}_{key}_{slug}.pdf"


def _about(view: PaperView) -> tuple[date, str]:
    """The day and the object of a view."""
    if isinstance(view, SeanceSheetView):
        return view.day, view.activity
    if isinstance(view, WeekSheetView):
        return view.days[0].day if view.days else view.printed_at.date(), view.activity
    if isinstance(view, GridSheetView):
        return view.printed_at.date(), view.title
    return view.created_on, view.workspace

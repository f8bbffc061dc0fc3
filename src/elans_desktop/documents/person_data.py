"""« Toutes les données de … »: the sheet of a person, with every table, as long as it takes."""

from __future__ import annotations

from collections.abc import Sequence

from elans_desktop.documents import person_sheet
from elans_desktop.documents.geometry import PORTRAIT
from elans_desktop.documents.page import Composed, Document
from elans_desktop.documents.titles import title_of
from elans_desktop.services.participants.paper_people import (
    PaperColumn,
    PaperSection,
    PaperTable,
    PersonDataView,
)


def compose(views: Sequence[PersonDataView], *, invariant: bool = False) -> Composed:
    """The documents of several people in one PDF; each numbers its own pages."""
    document = Document(PORTRAIT, views[0].title, views[0].letterhead.organisation, invariant=invariant)
    counts = tuple(
        person_sheet.draw_sheet(document, view, (*view.sections, *_issued(view))) for view in views
    )
    return document.finish(counts)


def _issued(view: PersonDataView) -> tuple[PaperSection, ...]:
    """The documents that left, by their title."""
    if not view.issued:
        return ()
    columns = (
        PaperColumn("Le", 34),
        PaperColumn("Document", 75, strong=True),
        PaperColumn("N°", 30),
        PaperColumn("Par", 38),
    )
    rows = tuple((at, title_of(key), number, who) for at, key, number, who in view.issued)
    table = PaperTable(columns, rows)
    return (PaperSection("Documents imprimés ou envoyés", (table,), "le plus récent d’abord"),)

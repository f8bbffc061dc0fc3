"""« Toutes les données de … »: the sheet of a person, with every table, as long as it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from elans_desktop.documents import person_sheet
from elans_desktop.documents.geometry import PORTRAIT
from elans_desktop.documents.page import Composed, Document
from elans_desktop.services.participants.paper_people import (
    PaperColumn,
    PaperSection,
    PaperTable,
    PersonDataView,
)

OTHERS = {"courrier": "Courrier", "export-personne": "Toutes les données, remises à la personne"}
"""What is recorded as sent and is not a document of the catalogue."""


def compose(views: Sequence[PersonDataView], *, invariant: bool = False) -> Composed:
    """The documents of several people in one PDF; each numbers its own pages."""
    from elans_desktop.documents.catalogue import DOCUMENTS

    titles = {**{key: document.title for key, document in DOCUMENTS.items()}, **OTHERS}
    document = Document(PORTRAIT, views[0].title, views[0].letterhead.organisation, invariant=invariant)
    counts = tuple(
        person_sheet.draw_sheet(document, view, (*view.sections, *_issued(view, titles))) for view in views
    )
    return document.finish(counts)


def _issued(view: PersonDataView, titles: Mapping[str, str]) -> tuple[PaperSection, ...]:
    """The documents that left, by their title."""
    if not view.issued:
        return ()
    columns = (
        PaperColumn("Le", 34),
        PaperColumn("Document", 75, strong=True),
        PaperColumn("N°", 30),
        PaperColumn("Par", 38),
    )
    rows = tuple((at, titles.get(key, key), number, who) for at, key, number, who in view.issued)
    table = PaperTable(columns, rows)
    return (PaperSection("Documents imprimés ou envoyés", (table,), "le plus récent d’abord"),)

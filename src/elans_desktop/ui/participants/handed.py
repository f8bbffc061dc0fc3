"""« Documents remis »: the papers given to the person; those just printed are one click away."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, count, date_medium, date_short
from elans_desktop.documents.titles import title_of
from elans_desktop.services.participants import handed_documents
from elans_desktop.services.participants.handed_documents import HandedInput, HandedRow, Printed
from elans_desktop.services.participants.person_file import FileView
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import column, holder, label, row
from elans_desktop.ui.participants.entries import EntriesSection
from elans_desktop.ui.participants.followed import fact_line
from elans_desktop.ui.participants.section import Values

NAME = "participant.handed"


def sections() -> Sequence[Section]:
    """One paper."""
    return (
        Section(
            "",
            (
                FieldSpec("title", "Document", required=True, placeholder="Livret d’accueil, charte…"),
                FieldSpec("day", "Remis le", "date", True),
            ),
        ),
    )


class HandedSection(EntriesSection):
    """The papers handed over to the person on show."""

    def __init__(self, context: Context, *, editable: bool) -> None:
        super().__init__(
            context,
            "Documents remis",
            "Noter un document remis",
            lambda: Form(sections()),
            NAME,
            editable=editable,
        )
        self._key: str | None = None

    def _subject(self, file: FileView) -> uuid.UUID | None:
        return file.person.id

    def _title(self, one: HandedRow | None) -> str:
        return one.input.title if one else "Document remis"

    def _fact(self, rows: Sequence[HandedRow | Printed]) -> str:
        given = sum(isinstance(one, HandedRow) for one in rows)
        return count(given, "document") if given else "aucun pour l’instant"

    def _rows(self, file: FileView) -> Sequence[HandedRow | Printed]:
        read = self.context.bridge.read
        printed = read(handed_documents.proposed, file.person.id) if self._editable else ()
        return (*printed, *read(handed_documents.of_participant, file.person.id))

    def _line(self, one: HandedRow | Printed) -> QWidget:
        if isinstance(one, Printed):
            return self._proposal(one)
        facts = label(one.by, "secondary")
        line = fact_line(date_medium(one.day), one.input.title, facts, widths=(132,))
        layout = line.layout()
        assert layout is not None
        layout.addWidget(self.tools(one, one.input.title))
        return line

    def _proposal(self, printed: Printed) -> QWidget:
        title = title_of(printed.key)
        words = label(f"{title}, imprimé le {date_short(printed.day)}", "muted")
        take = buttons.link("Noter comme remis", "check", lambda: self._take(printed))
        take.setAccessibleName(f"Noter comme remis{NBSP}: {title}")
        return holder(column(row(words, take, None, spacing=12), margins=(0, 0, 0, 4)))

    def _take(self, printed: Printed) -> None:
        """The document printed, ready to be saved: only the day may need a change."""
        file = self.file
        assert file is not None
        self._key = printed.key
        values: Values = {"title": title_of(printed.key), "day": printed.day}
        self._open(None, file.person.id, f"{NAME}.new", self._fresh(file), filled=values)

    def add(self) -> None:
        """A paper of any kind."""
        self._key = None
        super().add()

    def _fresh(self, file: FileView) -> Values:
        return {"title": "", "day": clock.today()}

    def _values(self, one: HandedRow) -> Values:
        return {"title": one.input.title, "day": one.input.day}

    def _store(self, file: FileView, one: HandedRow | None, values: Values) -> None:
        typed = HandedInput(
            file.person.id,
            one.id if one else None,
            values["day"],
            values["title"],
            one.input.document_key if one else self._key,
            one.input.professional_id if one else None,
        )
        words = f"Noter un document remis à {file.person.short_name}"
        self.context.bridge.write(words, handed_documents.save, typed)

    def _remove(self, file: FileView, one: HandedRow) -> str:
        words = f"Supprimer un document remis à {file.person.short_name}"
        self.context.bridge.write(words, handed_documents.delete, one.id)
        return "Document remis supprimé"

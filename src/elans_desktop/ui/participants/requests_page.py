"""« Demandes sur les données »: the register of the rights people use, what waits first."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from elans_desktop.core.formats import NBSP, count, date_short
from elans_desktop.services.permissions import Right
from elans_desktop.services.privacy import person_requests, request_register
from elans_desktop.services.privacy.person_requests import MEANS, OUTCOMES, RequestRow
from elans_desktop.storage import traces
from elans_desktop.ui import rights
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.layout import column, surface
from elans_desktop.ui.kit.table import Column, Table
from elans_desktop.ui.kit.view_bar import ViewBar
from elans_desktop.ui.saving import choose_spreadsheet, write_file
from elans_desktop.ui.view import InnerPage

TITLE = request_register.TITLE
TABLES = frozenset({"person_request", "participant"})


def _state(one: RequestRow) -> str:
    if one.late:
        return "en retard"
    return "à répondre" if one.waits else OUTCOMES.get(one.input.outcome_code or "", "").lower()


def _answered(one: RequestRow) -> str:
    return date_short(one.input.answered_on) if one.input.answered_on else "–"


COLUMNS = (
    Column("name", "Personne", lambda r: r.name, paint="strong"),
    Column("kind", "Droit", lambda r: r.kind, width=190),
    Column("received", "Reçue le", lambda r: date_short(r.input.received_on), width=110,
           sort=lambda r: r.input.received_on),
    Column("means", "Comment", lambda r: MEANS.get(r.input.means_code or "", "–").lower(), width=110),
    Column("due", "Répondre avant le", lambda r: date_short(r.due_on), width=150, sort=lambda r: r.due_on,
           tone=lambda r: "accent-ink" if r.late else ""),
    Column("answered", "Répondu le", _answered, width=110, sort=lambda r: r.input.answered_on or r.due_on),
    Column("state", "Où en est-elle", _state, width=150, tone=lambda r: "accent-ink" if r.late else ""),
)  # fmt: skip


class RequestsPage(InnerPage):
    """Every request, whoever made it. `opened` with the person whose file is asked for."""

    help_page: ClassVar[str] = "droits"

    closed = Signal()
    opened = Signal(uuid.UUID)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.exporting = buttons.secondary("Exporter…", "download", self._export)
        rights.allow(context, Right.IMPORT_EXPORT, self.exporting)
        self.bar = ViewBar(
            TITLE, path=(("Participants", self.closed.emit), (TITLE, None)), actions=(self.exporting,)
        )
        self.table = Table(
            COLUMNS,
            row_id=lambda r: r.id,
            placeholder="Nom, droit…",
            counted=("demande", "demandes"),
            empty=EmptyState(
                "scale",
                "Aucune demande notée",
                "Quand une personne demande à voir ses données, à les corriger, à s’y opposer ou à les "
                "effacer, notez-le dans son dossier, « Ses droits »\u00a0: le registre se tient tout seul.",
            ),
            name=TITLE,
        )
        self.table.activated.connect(self._open)
        whole = column(self.bar, spacing=0)
        whole.addLayout(column(self.table, spacing=0, margins=(24, 8, 24, 16)), 1)
        self.setLayout(whole)
        surface(self, "background")
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.closed.emit)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        context.bridge.changed.connect(self._changed)

    def start(self) -> None:
        """Read the register."""
        self._reload()
        self.table.select_first()
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reload(self) -> None:
        rows = self.context.bridge.read(person_requests.register)
        self.table.set_rows(rows)
        waiting = sum(one.waits for one in rows)
        words = f"{count(waiting, 'réponse')} à donner" if waiting else ""
        self.bar.set_title(TITLE, words)

    def _changed(self, tables: frozenset[str]) -> None:
        if tables & TABLES:
            self._reload()

    def _export(self) -> None:
        """The register as a table, by number of file: what a control asks for, and no name."""
        from elans_desktop.documents import spreadsheets

        chosen = choose_spreadsheet(self, "Exporter le registre", "registre-des-demandes")
        if chosen is None:
            return
        path, kind = chosen
        content = spreadsheets.write(kind, self.context.bridge.read(request_register.table))
        if write_file(self, path, content):
            traces.note(self.context.bridge.workspace, traces.EXPORTED, (("person_request", None),))
            self.context.window.notify(f"Registre enregistré{NBSP}: {path.name}, sans aucun nom")

    def _open(self, key: Any) -> None:
        rows = self.table.model.rows()
        one = next((row for row in rows if row.id == key), None)
        if one is not None:
            self.opened.emit(one.input.participant_id)

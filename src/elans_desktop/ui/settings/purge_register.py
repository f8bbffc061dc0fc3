"""The register of the assistant: who did what to how many files, when, by which rule; no name."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import date_short, number
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.services.privacy import purge
from elans_desktop.services.privacy.purge import ActRow
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.layout import column, label, row
from elans_desktop.ui.kit.table import Column, Table
from elans_desktop.ui.settings.section import ignoring


class PurgeRegister(QWidget):
    """`closed` to go back to the files."""

    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.table = Table(
            (
                Column("day", "Le", lambda act: date_short(clock.from_ms(act.done_at).date()), width=110),
                Column("who", "Par", lambda act: act.who, width=170),
                Column("action", "Acte", lambda act: act.action, width=190, paint="strong"),
                Column("people", "Dossiers", lambda act: number(act.people), width=90, align="right"),
                Column("reason", "Règle ou motif", lambda act: act.reason),
            ),
            row_id=lambda act: (act.done_at, act.action, act.numbers),
            placeholder="Chercher dans le registre…",
            counted=("acte", "actes"),
            empty=EmptyState(
                "notebook", "Aucun acte", "Ce qui sera archivé, gardé ou anonymisé s’inscrit ici."
            ),
            name="Registre des actes",
        )
        self.numbers = label("", "muted", wrap=True, selectable=True)
        self.table.current_changed.connect(ignoring(self._show_numbers))
        back = buttons.quiet("Revenir aux dossiers", "arrow-left", self.closed.emit)
        self.print = buttons.secondary("Imprimer le registre", "printer", self._print)
        whole = column(row(back, None, self.print), self.table, self.numbers, spacing=8)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def refresh(self) -> None:
        """Read the acts again."""
        found = self.context.bridge.read(purge.register)
        self.table.set_rows(found)
        self.print.setEnabled(bool(found))
        self.table.select_first()
        self._show_numbers()

    def _show_numbers(self) -> None:
        act: ActRow | None = self.table.current_row()
        self.numbers.setText(f"Dossiers\u00a0: {', '.join(act.numbers)}" if act is not None else "")

    def _print(self) -> None:
        self.context.window.print_document(DocumentRequest("registre-conservation"))

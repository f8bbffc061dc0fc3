"""The file of a letter template: chosen, replaced by a new version, copied, taken back from an older one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, date_short, number
from elans_desktop.services.participants.letters import archives
from elans_desktop.services.participants.letters.templates import TemplateRow
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.layout import column, label, row, set_look

PATTERNS = "Lettres (*.odt *.docx)"
_HELP = "Un document LibreOffice (.odt) ou Word (.docx), avec les champs du tableau ci-dessous."


class TemplateEditor(QWidget):
    """`chosen(bytes, name)`, `copy_asked()`, `versions_asked()`."""

    chosen = Signal(bytes, str)
    copy_asked = Signal()
    versions_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choose = buttons.secondary("Choisir un fichier…", "file-up", self._ask)
        self.copy = buttons.quiet("Enregistrer une copie…", "download", self.copy_asked.emit)
        self.versions = buttons.quiet("Versions…", "history", self.versions_asked.emit)
        self.words = label(_HELP, "caption", wrap=True)
        lines = column(label("Fichier", "label"), self.words, spacing=4)
        lines.addLayout(row(self.choose, None))
        lines.addLayout(row(self.copy, self.versions, None))
        self.setLayout(lines)

    def show_template(self, shown: TemplateRow | None, *, may_edit: bool) -> None:
        """Show what is kept; None: a new template."""
        self.choose.setVisible(may_edit)
        self.choose.setText("Choisir un fichier…" if shown is None else "Remplacer par un autre fichier…")
        self.copy.setVisible(shown is not None)
        self.versions.setVisible(shown is not None and shown.version > 1)
        if shown is None:
            self.say(_HELP)
            return
        day = date_short(clock.from_ms(shown.added_at).date())
        kind = "LibreOffice" if shown.kind == "odt" else "Word"
        size = max(1, round(shown.size / 1000))
        self.say(f"Document {kind}, {number(size)}{NBSP}ko, version {shown.version} du {day}.")

    def say(self, words: str, *, problem: bool = False) -> None:
        """Say what is kept, or why a file was refused."""
        self.words.setText(words)
        set_look(self.words, role="small" if problem else "caption", tone="danger-ink" if problem else "")

    def take(self, path: Path) -> None:
        """Use a file of this machine."""
        try:
            if path.stat().st_size > archives.MAX_BYTES:
                self.say(f"Ce document est trop lourd\u00a0: 10{NBSP}Mo au plus.", problem=True)
                return
            content = path.read_bytes()
        except OSError:
            self.say("Ce fichier ne peut pas être ouvert. Fermez-le dans l’autre programme.", problem=True)
            return
        self.chosen.emit(content, path.stem)

    def _ask(self) -> None:
        path = dialogs.open_file(self, "Choisir une lettre", PATTERNS)
        if path is not None:
            self.take(path)

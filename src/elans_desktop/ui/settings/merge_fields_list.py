"""The fields a text or a letter may hold: what each says, how it is written, copied by Entrée or a click."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from elans_desktop.services.merge_fields import FIELDS, MergeField
from elans_desktop.ui import theme
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.layout import column, label, row
from elans_desktop.ui.kit.table import Column, Table
from elans_desktop.ui.settings.section import ignoring

HEIGHT = 236


class MergeFieldsList(QWidget):
    """`said(words)` when something was copied."""

    def __init__(self, said: Callable[[str], object]) -> None:
        super().__init__()
        self._said = said
        self.table = Table(
            (
                Column("label", "Ce qui s’écrit", lambda f: f.label),
                Column("code", "Champ à recopier", lambda f: f.written, width=196, paint="strong"),
            ),
            row_id=lambda f: f.code,
            with_search=False,
            counted=("champ", "champs"),
            name="Champs",
        )
        self.table.set_rows(FIELDS)
        self.table.activated.connect(ignoring(self.copy))
        self.table.setFixedHeight(theme.px(HEIGHT))
        self.copy_button = buttons.small("Copier le champ", "copy", self.copy)
        head = row(label("Champs", "label"), None, self.copy_button)
        hint = label("Collez-les dans le texte, là où le nom, la date… doivent venir.", "caption", wrap=True)
        self.setLayout(column(head, hint, self.table, spacing=4))

    def copy(self) -> None:
        """Put the chosen field on the clipboard, ready to be pasted in the word processor."""
        chosen: MergeField | None = self.table.current_row()
        if chosen is not None:
            QGuiApplication.clipboard().setText(chosen.written)
            self._said(f"{chosen.written} est copié\u00a0: collez-le dans votre texte")

"""A page put aside: its picture at the left, why, and where a person files it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from elans_desktop.core.errors import ElansError, InputError
from elans_desktop.core.formats import NBSP, number
from elans_desktop.services.presences.scans import filing
from elans_desktop.services.presences.scans.filing import WaitingScan
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.fields import Choice
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import label, row

WIDTH = 360


class Picture(QLabel):
    """A page, as large as its place allows, never larger than it is."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = QPixmap()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumSize(200, 200)
        self.setAccessibleName("Page numérisée")

    def show_jpeg(self, content: bytes) -> None:
        """Show a page."""
        self._whole = QPixmap()
        self._whole.loadFromData(content)
        self._fit()

    def sizeHint(self) -> QSize:
        """Whatever is left."""
        return QSize(600, 500)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._whole.isNull():
            return
        ratio = self.devicePixelRatioF()
        size = (self.contentsRect().size() * ratio).boundedTo(self._whole.size())
        smooth = Qt.TransformationMode.SmoothTransformation
        fitted = self._whole.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        fitted.setDevicePixelRatio(ratio)
        self.setPixmap(fitted)


class SettleScan(QWidget):
    """`settled` once the page is filed or put out of the way."""

    settled = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._scan: WaitingScan | None = None
        self.picture = Picture()
        self.title = label("", "section")
        self.reason = label("", "body", wrap=True)
        self.form = Form((Section("", self._fields()),))
        self.form.save_requested.connect(self.file)
        self.file_button = buttons.primary("Classer cette page", "file-check", self.file)
        self.drop_button = buttons.secondary("Écarter", "x", self.discard)
        self.drop_button.setToolTip("Ce n’est pas une feuille\u00a0: la page n’est plus proposée")
        side = Card()
        side.setFixedWidth(theme.px(WIDTH))
        side.add(self.title, self.reason, self.form, row(self.file_button, self.drop_button, None))
        whole = row(margins=(24, 16, 24, 16), spacing=16)
        whole.addWidget(self.picture, 1)
        whole.addWidget(side, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(whole)

    def _fields(self) -> tuple[FieldSpec, ...]:
        sheets = tuple(
            Choice(sheet.number, f"{sheet.number} – {sheet.title}")
            for sheet in self.context.bridge.read(filing.awaited)
        )
        return (
            FieldSpec("number", "Feuille", "choice", required=True, choices=sheets, span=2),
            FieldSpec("page", "Page", "number", options={"minimum": 1, "maximum": 9999}),
        )

    def show_scan(self, scan: WaitingScan, left: int) -> None:
        """Show a page put aside; `left` counts it too."""
        self._scan = scan
        more = f" (encore {number(left)})" if left > 1 else ""
        self.title.setText(f"Page à classer{more}")
        self.reason.setText(f"{scan.source.capitalize()}{NBSP}: {scan.reason}")
        content = self.context.attempt(self, lambda: self.context.bridge.read(filing.picture, scan.sha256))
        self.picture.show_jpeg(content or b"")
        self.form.set_values({"number": None, "page": 1})
        self.form.field("number").editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def file(self) -> None:
        """File the page on the sheet chosen."""
        scan = self._scan
        if scan is None or not self.form.check():
            return
        values: dict[str, Any] = self.form.values()
        words = f"Classer une page sur la feuille {values['number']}"
        try:
            self.context.bridge.write(
                words, filing.file_by_hand, scan.id, values["number"], values["page"] or 1
            )
        except InputError as error:
            self.form.show_errors(error.fields)
        except ElansError as problem:
            dialogs.show_error(self, problem)
        else:
            self.settled.emit()

    def discard(self) -> None:
        """Put the page out of the way; Ctrl+Z brings it back."""
        scan = self._scan
        if scan is None:
            return
        write = self.context.bridge.write
        done = self.context.attempt(
            self, lambda: (write("Écarter une page numérisée", filing.discard, scan.id), True)[1]
        )
        if done:
            self.context.window.notify("Page écartée", undoable=True)
            self.settled.emit()

"""Pages shown over the view: a document's preview, a long work, help."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from elans_desktop.documents.catalogue import Rendered
from elans_desktop.ui import theme
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.layout import label, row, surface
from elans_desktop.ui.kit.preview import PdfPreview
from elans_desktop.ui.kit.progress import LongWork
from elans_desktop.ui.kit.toast import Toast


class Page(QWidget):
    """A page over the view, with a title; Échap closes it."""

    closed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        surface(self, "background")
        self.content = QVBoxLayout(self)
        self.content.setContentsMargins(24, 16, 24, 16)
        self.content.setSpacing(16)
        if title:
            close = buttons.secondary("Fermer", "x", self.closed.emit)
            self.head = row(label(title, "title"), None, close, spacing=16)
            self.content.addLayout(self.head)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class WaitPage(Page):
    """A long work under way."""

    stopped = Signal()

    def __init__(self, title: str, *, stoppable: bool = True) -> None:
        super().__init__("")
        self.work = LongWork(title, stoppable=stoppable)
        self.work.setFixedWidth(theme.px(480))
        self.work.stopped.connect(self.stopped)
        self.work.start(title)
        self.content.addStretch(1)
        self.content.addLayout(row(None, self.work, None))
        self.content.addStretch(2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap stops the work."""
        if event.key() == Qt.Key.Key_Escape:
            self.stopped.emit()
        else:
            super().keyPressEvent(event)


class PreviewPage(Page):
    """A document: pages, Imprimer, Enregistrer en PDF. `issued`: it left the program."""

    issued = Signal()

    def __init__(self, rendered: Rendered, doubts: str = "") -> None:
        """`doubts`: what to look at before it is printed."""
        super().__init__("")
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(0)
        for words in (doubts, " ".join(rendered.remarks[:3])):
            if words:
                self.content.addWidget(Banner(words, "warning"))
        self.preview = PdfPreview()
        self.preview.closed.connect(self.closed)
        self.preview.printed.connect(self.issued)
        self.preview.saved.connect(self._saved)
        self.content.addWidget(self.preview, 1)
        self.preview.show_pdf(rendered.pdf, rendered.filename.removesuffix(".pdf"))
        self.preview.bar.set_title(rendered.title)
        self.setFocusProxy(self.preview)
        self._toast = Toast(self)

    def _saved(self, path: Path) -> None:
        self.issued.emit()
        here = QUrl.fromLocalFile(str(path))
        opens = ("Ouvrir", lambda: QDesktopServices.openUrl(here))
        self._toast.show(f"Enregistré\u00a0: {path}", tone="success", action=opens)

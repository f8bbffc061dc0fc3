"""A PDF seen, printed and saved from memory: no personal document touches the disk unless asked.

    preview = PdfPreview(); preview.show_pdf(data, "Feuilles de la semaine"); closed / saved(Path) / printed
QtPdf and the printer are imported when the first document is shown.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from elans_desktop.core.errors import SystemProblem
from elans_desktop.core.formats import NBSP
from elans_desktop.core.text import safe_filename
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.layout import label, separator, surface
from elans_desktop.ui.kit.scroll_bar import ScrollBar
from elans_desktop.ui.kit.view_bar import ViewBar

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPdfWidgets import QPdfView
    from PySide6.QtPrintSupport import QPrinter

PRINT_DPI = 300  # what a page image weighs in memory: 35 MB in A4
ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)


class PdfPreview(QWidget):
    """Pages, zoom, « page 2 sur 6 », Imprimer, Enregistrer en PDF, Fermer."""

    closed = Signal()
    saved = Signal(Path)
    printed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._data = b""
        self._title = ""
        self._buffer: QBuffer | None = None
        self._document: QPdfDocument | None = None
        self._view: QPdfView | None = None
        self.page_label = label("", "secondary")
        self.previous = buttons.icon_button("chevron-left", "Page précédente", lambda: self.turn(-1))
        self.next = buttons.icon_button("chevron-right", "Page suivante", lambda: self.turn(1))
        out = buttons.icon_button("zoom-out", "Réduire", lambda: self.zoom(-1))
        into = buttons.icon_button("zoom-in", "Agrandir", lambda: self.zoom(1))
        fit = buttons.icon_button("maximize", "Page entière", self.fit_page)
        self.save_button = buttons.secondary("Enregistrer en PDF", "download", self.save)
        self.print_button = buttons.primary("Imprimer", "printer", self.print)
        close = buttons.icon_button("x", "Fermer l’aperçu", self.closed.emit)
        self.bar = ViewBar(
            "Aperçu",
            actions=(
                self.previous, self.page_label, self.next, out, into, fit,
                self.save_button, self.print_button, close,
            ),
            ground="surface",
        )  # fmt: skip
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addWidget(self.bar)
        self._whole.addWidget(separator())
        surface(self, "sunken")
        QShortcut(QKeySequence("Ctrl+P"), self, self.print)
        QShortcut(QKeySequence("Escape"), self, self.closed.emit)

    def show_pdf(self, data: bytes, title: str) -> None:
        """Show a document; `title` names it on the bar and proposes the name of its file.
        Raises SystemProblem when the bytes are not a PDF."""
        document, view = self._parts()
        self._data, self._title = data, title
        document.close()
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document.load(self._buffer)
        if document.error() != document.Error.None_ or document.pageCount() == 0:
            raise SystemProblem("Ce document ne peut pas être affiché.", "Recommencez l’impression.")
        view.setDocument(document)
        self.bar.set_title(title)
        self.fit_page()
        self._moved()

    def _parts(self) -> tuple[QPdfDocument, QPdfView]:
        if self._document is None or self._view is None:
            from PySide6.QtPdf import QPdfDocument
            from PySide6.QtPdfWidgets import QPdfView

            self._document = QPdfDocument(self)
            self._view = QPdfView(self)
            self._view.setVerticalScrollBar(ScrollBar())
            self._view.setHorizontalScrollBar(ScrollBar(lying=True))
            self._view.setPageMode(QPdfView.PageMode.MultiPage)
            self._view.setAccessibleName("Pages du document")
            self._view.pageNavigator().currentPageChanged.connect(self._moved)
            self._whole.addWidget(self._view, 1)
        return self._document, self._view

    def page_count(self) -> int:
        """How many pages the document has."""
        return self._document.pageCount() if self._document is not None else 0

    def page(self) -> int:
        """The page shown, 1 for the first."""
        return self._view.pageNavigator().currentPage() + 1 if self._view is not None else 0

    def turn(self, step: int) -> None:
        """Go some pages on or back."""
        if self._view is not None:
            wanted = max(0, min(self.page_count() - 1, self.page() - 1 + step))
            navigator = self._view.pageNavigator()
            navigator.jump(wanted, navigator.currentLocation(), 0)
            self._moved()

    def zoom(self, step: int) -> None:
        """One step larger or smaller."""
        if self._view is not None:
            now = self._view.zoomFactor()
            larger = [z for z in ZOOMS if z > now + 0.01]
            smaller = [z for z in ZOOMS if z < now - 0.01]
            self._view.setZoomMode(self._view.ZoomMode.Custom)
            ends = (ZOOMS[-1], ZOOMS[0])
            chosen = (larger[0] if larger else ends[0]) if step > 0 else (smaller[-1] if smaller else ends[1])
            self._view.setZoomFactor(chosen)

    def fit_page(self) -> None:
        """Show the whole page."""
        if self._view is not None:
            self._view.setZoomMode(self._view.ZoomMode.FitInView)

    def _moved(self, *_page: object) -> None:
        self.page_label.setText(f"page{NBSP}{self.page()} sur {self.page_count()}")
        self.previous.setEnabled(self.page() > 1)
        self.next.setEnabled(self.page() < self.page_count())

    def save(self) -> None:
        """Write the document where the person chooses."""
        name = f"{safe_filename(self._title)}.pdf"
        path = dialogs.save_file(self, "Enregistrer en PDF", name, "Documents PDF (*.pdf)")
        if path is None:
            return
        try:
            path.write_bytes(self._data)
        except OSError:
            problem = SystemProblem("Le fichier n’a pas pu être écrit.", "Choisissez un autre dossier.")
            dialogs.show_error(self, problem)
            return
        self.saved.emit(path)

    def print(self) -> None:
        """Choose a printer, then print from memory."""
        from PySide6.QtPrintSupport import QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setResolution(PRINT_DPI)
        printer.setDocName(self._title)
        request = dialogs.Request("print", self._title, data={"printer": printer, "pages": self.page_count()})
        if dialogs.handler(self, request):
            self.print_to(printer)
            self.printed.emit()

    def print_to(self, printer: QPrinter) -> None:
        """Draw the pages chosen in the printer's settings, each filling its sheet in its proportions."""
        if self._document is None:
            return
        first = printer.fromPage() or 1
        last = printer.toPage() or self.page_count()
        painter = QPainter()
        for number in range(first - 1, min(last, self.page_count())):
            self._turn_sheet(printer, number)
            if number == first - 1:
                painter.begin(printer)
            else:
                printer.newPage()
            area = printer.pageLayout().paintRectPixels(printer.resolution())
            size = (
                self._document.pagePointSize(number)
                .toSize()
                .scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
            )
            image = self._document.render(number, size)
            painter.drawImage(0, 0, image)
        painter.end()

    def _turn_sheet(self, printer: QPrinter, number: int) -> None:
        from PySide6.QtGui import QPageLayout

        assert self._document is not None
        size = self._document.pagePointSize(number)
        wide = size.width() > size.height()
        way = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
        printer.setPageOrientation(way)
        printer.setFullPage(True)

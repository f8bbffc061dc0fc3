"""A picture as a page: shown and printed by the same preview as a PDF, from memory."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPageLayout, QPageSize, QPainter, QPdfWriter

from elans_desktop.core.errors import SystemProblem

LONGEST = 3_000
"""Points of the longest side once reduced: what a page printed at 300 points by inch can show."""
_DPI = 300
_READ, _WRITE = QIODevice.OpenModeFlag.ReadOnly, QIODevice.OpenModeFlag.WriteOnly
_WHOLE, _SMOOTH = Qt.AspectRatioMode.KeepAspectRatio, QPainter.RenderHint.SmoothPixmapTransform
_A4, _MILLIMETRES = QPageSize.PageSizeId.A4, QPageLayout.Unit.Millimeter
_LANDSCAPE, _PORTRAIT = QPageLayout.Orientation.Landscape, QPageLayout.Orientation.Portrait
_MADE = (QImage.Format, QImageReader.ImageReaderError)
"""All that is used on the worker is made here, on the thread of the window: PySide is not safe for two."""


def page_of(content: bytes) -> bytes:
    """A PDF of one A4 page that holds the picture, upright. Raises SystemProblem when it cannot be read."""
    source = QBuffer()
    source.setData(QByteArray(content))
    source.open(_READ)
    reader = QImageReader(source)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > LONGEST:
        reader.setScaledSize(size.scaled(QSize(LONGEST, LONGEST), _WHOLE))
    image = reader.read()
    if image.isNull():
        raise SystemProblem(
            "Cette image ne peut pas être affichée.",
            "Enregistrez-la pour l’ouvrir avec un autre programme, ou scannez-la de nouveau.",
        )
    out = QBuffer()
    out.open(_WRITE)
    writer = QPdfWriter(out)
    writer.setResolution(_DPI)
    wide = image.width() > image.height()
    way = _LANDSCAPE if wide else _PORTRAIT
    paper = QPageSize(_A4)
    writer.setPageLayout(QPageLayout(paper, way, QMarginsF(10, 10, 10, 10), _MILLIMETRES))
    painter = QPainter(writer)
    place = painter.viewport()
    shown = image.size().scaled(place.size(), _WHOLE)
    left, top = (place.width() - shown.width()) // 2, (place.height() - shown.height()) // 2
    painter.setRenderHint(_SMOOTH)
    painter.drawImage(QRect(QPoint(left, top), shown), image)
    painter.end()
    return bytes(out.data().data())

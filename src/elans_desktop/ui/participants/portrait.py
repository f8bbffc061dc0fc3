"""The photo of a person at the head of their file, when the classeur keeps them: read and reduced aside."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QLabel

from elans_desktop.services.participants import portraits
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.jobs import Progress

SIDE = 56
_READ = QIODevice.OpenModeFlag.ReadOnly
_COVER, _SMOOTH = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
_MADE = (QImage.Format, QImageReader.ImageReaderError)
"""All that is used on the worker is made here, on the thread of the window: PySide is not safe for two."""


class Portrait(QLabel):
    """A square of 56; hidden without a photo."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: uuid.UUID | None = None
        self.hide()

    def show_person(self, participant_id: uuid.UUID, name: str) -> None:
        """Read the photo of a person on the worker, and show it if they are still on show."""
        if participant_id != self._shown:
            self.hide()
        self._shown = participant_id
        self.setAccessibleName(f"Photo de {name}")
        bridge = self._context.bridge
        if not bridge.read(portraits.is_kept):
            self.hide()
            return
        side = round(theme.px(SIDE) * self.devicePixelRatioF())

        def work(_progress: Progress) -> QImage | None:
            content = bridge.read(portraits.latest, participant_id)
            return None if content is None else reduced(content, side)

        def done(image: QImage | None) -> None:
            if self._shown == participant_id:
                self._show(image)

        self._context.jobs.run(work, done=done, failed=lambda _problem: self._show(None))

    def _show(self, image: QImage | None) -> None:
        self.setVisible(image is not None)
        if image is not None:
            pixmap = QPixmap.fromImage(image)
            pixmap.setDevicePixelRatio(self.devicePixelRatioF())
            self.setPixmap(pixmap)
            self.setFixedSize(theme.px(SIDE), theme.px(SIDE))


def reduced(content: bytes, side: int) -> QImage | None:
    """The middle of a picture, upright, as a square of `side` points; None when it cannot be read."""
    source = QBuffer()
    source.setData(QByteArray(content))
    source.open(_READ)
    reader = QImageReader(source)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(size.scaled(QSize(side, side), _COVER))
    image = reader.read()
    if image.isNull():
        return None
    image = image.scaled(QSize(side, side), _COVER, _SMOOTH)
    left, top = (image.width() - side) // 2, (image.height() - side) // 2
    return image.copy(QRect(left, top, side, side))

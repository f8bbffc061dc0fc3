"""The photo of a person at the head of their file, when the classeur keeps them: read and reduced aside."""

from __future__ import annotations

import io
import uuid

from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel

from elans_desktop.services.participants import portraits
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.jobs import Progress

SIDE = 56


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

        def work(_progress: Progress) -> bytes | None:
            content = bridge.read(portraits.latest, participant_id)
            return None if content is None else reduced(content, side)

        def done(points: bytes | None) -> None:
            if self._shown == participant_id:
                self._show(points, side)

        self._context.jobs.run(work, done=done, failed=lambda _problem: done(None))

    def _show(self, points: bytes | None, side: int) -> None:
        self.setVisible(points is not None)
        if points is not None:
            pixmap = QPixmap.fromImage(QImage(points, side, side, 3 * side, QImage.Format.Format_RGB888))
            pixmap.setDevicePixelRatio(self.devicePixelRatioF())
            self.setPixmap(pixmap)
            self.setFixedSize(theme.px(SIDE), theme.px(SIDE))


def reduced(content: bytes, side: int) -> bytes | None:
    """The middle of a picture, upright, as a square of `side` points, three bytes each; None when unreadable.

    Pillow, not Qt: this runs on the worker.
    """
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(content)) as picture:
            picture.draft("RGB", (2 * side, 2 * side))
            turned = ImageOps.exif_transpose(picture).convert("RGB")
            return ImageOps.fit(turned, (side, side)).tobytes()
    except Exception:  # a malformed picture makes the decoders raise anything
        return None

"""A logo: its preview on white (it will be printed), « Choisir une image… », « Retirer »."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from elans_desktop.core.errors import InputError
from elans_desktop.services import files
from elans_desktop.ui import theme
from elans_desktop.ui.kit import buttons, dialogs, paint
from elans_desktop.ui.kit.flow import FlowLayout
from elans_desktop.ui.kit.layout import column, label, set_look

PATTERNS = "Images (*.png *.jpg *.jpeg *.bmp *.gif *.webp)"
LARGEST_FILE = 50_000_000
KEPT_SIDE = 1200
UNREADABLE = "Cette image ne peut pas être lue. Choisissez un fichier PNG ou JPEG."


def as_logo(content: bytes) -> bytes:
    """The picture as it can be kept: PNG or JPEG as it is when reasonable, else redrawn as a PNG.

    Raises InputError({"logo": …}) for what is not a picture.
    """
    size = files.image_size(content)
    reasonable = size is not None and max(size) <= files.MAX_LOGO_SIDE
    if reasonable and len(content) <= files.MAX_LOGO_BYTES:
        return content
    image = QImage.fromData(content)
    if image.isNull():
        raise InputError({"logo": UNREADABLE})
    if max(image.width(), image.height()) > KEPT_SIDE:
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        image = image.scaled(QSize(KEPT_SIDE, KEPT_SIDE), keep, smooth)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # pyright: ignore[reportArgumentType, reportCallIssue]
    return bytes(data.data())


class LogoPreview(QWidget):
    """The picture in a white box, or the words of its absence."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self.setFixedSize(theme.px(180), theme.px(84))
        self.setAccessibleName("Aperçu du logo\u00a0: aucun")

    def show_picture(self, content: bytes | None) -> None:
        """Show a picture, or none."""
        self._image = QImage.fromData(content) if content else QImage()
        self.setAccessibleName("Aperçu du logo" if content else "Aperçu du logo\u00a0: aucun")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """White as the paper, in both themes."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._image.isNull():
            paint.box(painter, rect, "sunken", "line")
            paint.line_of_text(painter, rect, "Pas de logo", size=14, token="muted", align=paint.CENTER)
        else:
            paint.box(painter, rect, "surface", "line")
            painter.fillRect(rect.adjusted(1, 1, -1, -1), QColor(Qt.GlobalColor.white))
            room = rect.adjusted(8, 8, -8, -8).toRect()
            size = self._image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            left = room.x() + (room.width() - size.width()) // 2
            top = room.y() + (room.height() - size.height()) // 2
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(left, top, size.width(), size.height()), self._image)
        painter.end()


class LogoEditor(QWidget):
    """`chosen(bytes)` with a picture ready to be kept, `removed()`."""

    chosen = Signal(bytes)
    removed = Signal()

    def __init__(self, help_words: str = "PNG ou JPEG. Il est imprimé en tête des documents.") -> None:
        super().__init__()
        self.preview = LogoPreview()
        self.choose = buttons.secondary("Choisir une image…", "image", self._ask)
        self.remove = buttons.quiet("Retirer", "trash-2", self.removed.emit)
        self._help = help_words
        self.words = label(help_words, "caption", wrap=True)
        picture = FlowLayout(gap=16)
        for part in (self.preview, self.choose, self.remove):
            picture.addWidget(part)
        self.setLayout(column(picture, self.words))
        self.show_logo(None)

    def show_logo(self, content: bytes | None) -> None:
        """Show what is kept."""
        self.preview.show_picture(content)
        self.remove.setVisible(content is not None)
        self.show_problem("")

    def show_problem(self, words: str) -> None:
        """Say why a file was refused, or the help again."""
        self.words.setText(words or self._help)
        set_look(self.words, role="small" if words else "caption", tone="danger-ink" if words else "")

    def take(self, path: Path) -> None:
        """Use a file of this machine."""
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise InputError({"logo": "Ce fichier est trop lourd\u00a0: 50\u00a0Mo au plus."})
            content = as_logo(path.read_bytes())
        except OSError:
            self.show_problem("Ce fichier ne peut pas être ouvert.")
        except InputError as error:
            self.show_problem(error.fields["logo"])
        else:
            self.show_problem("")
            self.chosen.emit(content)

    def _ask(self) -> None:
        path = dialogs.open_file(self, "Choisir un logo", PATTERNS)
        if path is not None:
            self.take(path)

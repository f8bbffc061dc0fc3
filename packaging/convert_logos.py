"""Draw the PNG and ICO pictures from the SVG logos of the resources.

    python packaging/convert_logos.py

Makes the application icons (resources/icons/app) and the PNG twin of each logo that paper needs
(resources/logos, resources/demo_logos).
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
APP_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
LOGO_HEIGHT = 472  # 10 mm at 1200 dots per inch


def drawn(svg: Path, height: int) -> bytes:
    """The PNG of a drawing, transparent where nothing is drawn."""
    renderer = QSvgRenderer(str(svg))
    size = renderer.defaultSize()
    image = QImage(
        round(height * size.width() / size.height()), height, QImage.Format.Format_ARGB32_Premultiplied
    )
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(data.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """A Windows icon holding PNG pictures, by side in pixels."""
    header = struct.pack("<HHH", 0, 1, len(pictures))
    offset = len(header) + 16 * len(pictures)
    entries = b""
    for side, png in pictures.items():
        entries += struct.pack("<BBBBHHII", side % 256, side % 256, 0, 0, 1, 32, len(png), offset)
        offset += len(png)
    return header + entries + b"".join(pictures.values())


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    for font in sorted((RESOURCES / "fonts").glob("SourceSans3-*.ttf")):
        QFontDatabase.addApplicationFont(str(font))
    target = RESOURCES / "icons" / "app"
    target.mkdir(parents=True, exist_ok=True)
    pictures = {side: drawn(RESOURCES / "icons" / "logo.svg", side) for side in APP_SIZES}
    for side, png in pictures.items():
        (target / f"elans-{side}.png").write_bytes(png)
    (target / "elans.ico").write_bytes(ico(pictures))
    logos = [*(RESOURCES / "logos").glob("*.svg"), *(RESOURCES / "demo_logos").glob("*.svg")]
    for svg in logos:
        svg.with_suffix(".png").write_bytes(drawn(svg, LOGO_HEIGHT))
    print(f"{len(pictures)} icons, {len(logos)} logos")
    application.quit()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

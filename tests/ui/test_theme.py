"""The tokens hold their contrast; the theme switches; icons are coloured and sharp."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import delete

from elans_desktop.ui import theme
from elans_desktop.ui.kit.fields import MultilineField
from elans_desktop.ui.kit.layout import label, surface
from elans_desktop.ui.theme.tokens import TEXT_PAIRS, TOKENS, contrast


@pytest.mark.parametrize("column", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_every_text_pair_can_be_read(ink: str, ground: str, column: int) -> None:
    if (ink, ground) == ("muted", "C-tint") and column == 0:
        assert contrast(TOKENS[ink][column], TOKENS[ground][column]) == pytest.approx(4.77, abs=0.01)
    assert contrast(TOKENS[ink][column], TOKENS[ground][column]) >= 4.5


@pytest.mark.parametrize("column", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["surface", "background"])
def test_controls_are_seen(ground: str, column: int) -> None:
    assert contrast(TOKENS["field"][column], TOKENS[ground][column]) >= 3


def test_contrast_is_the_published_formula() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#C8551B", "#FFFFFF") == pytest.approx(4.40, abs=0.01)
    assert contrast("#B7791F", "#FFFFFF") == pytest.approx(3.64, abs=0.01)


def test_theme_switches_at_run_time(qapp: QApplication) -> None:
    heard: list[bool] = []

    def listen() -> None:
        heard.append(theme.is_dark())

    theme.signals.changed.connect(listen)
    light = theme.color("text").name()
    muted, page, words = label("Écrit", "caption"), surface(QWidget(), "sunken"), MultilineField("Mots")
    theme.apply(qapp, "dark", 125)
    assert theme.color("text").name().upper() == "#E9E7E1"
    assert muted.palette().windowText().color() == theme.color("muted")
    assert muted.font().pixelSize() == theme.px(13) == 16
    assert page.palette().color(page.backgroundRole()) == theme.color("sunken")
    assert "#E9E7E1" in words.area.styleSheet()
    theme.apply(qapp, "light", 100)
    assert theme.color("text").name() == light
    assert muted.palette().windowText().color() == theme.color("muted")
    theme.signals.changed.disconnect(listen)
    theme.apply(qapp, "light", 100)
    assert heard == [True, False]


def test_widgets_that_are_gone_are_not_told(qapp: QApplication) -> None:
    told: list[str] = []

    class Listener(QWidget):
        def hear(self) -> None:
            told.append(self.objectName())

    kept, collected, destroyed = Listener(), Listener(), Listener()
    for name, widget in (("kept", kept), ("collected", collected), ("destroyed", destroyed)):
        widget.setObjectName(name)
        theme.signals.changed.connect(widget.hear)
        theme.signals.changed.connect(widget.update)
    del collected, widget
    delete(destroyed)
    theme.signals.changed.emit()
    assert told == ["kept"]


def test_text_scale_reaches_type_and_lengths_and_is_held(qapp: QApplication) -> None:
    theme.apply(qapp, "light", 125)
    assert theme.px(32) == 40
    assert qapp.font().pixelSize() == 19
    theme.apply(qapp, "light", 400)
    assert theme.scale() == 150
    theme.apply(qapp, "light", 10)
    assert theme.scale() == 90


@pytest.mark.parametrize("weight", [400, 500, 600, 700])
def test_embedded_weights_resolve(qapp: QApplication, weight: int) -> None:
    info = QFontInfo(theme.font(15, weight))
    assert info.family() == "Source Sans 3"
    assert int(info.weight()) == weight
    assert {"Regular", "Medium", "Semibold", "Bold"} <= set(QFontDatabase.styles("Source Sans 3"))


def test_icons_take_the_colour_of_their_token_and_are_sharp_at_two(qapp: QApplication) -> None:
    pixmap = theme.pixmap("check", "primary", 16, 2.0)
    assert pixmap.width() == 32
    assert pixmap.devicePixelRatio() == 2.0
    image = pixmap.toImage()
    opaque = {
        image.pixelColor(x, y).name().upper()
        for x in range(32)
        for y in range(32)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert opaque == {TOKENS["primary"][0]}
    assert theme.pixmap("check", "primary", 16, 2.0).cacheKey() == pixmap.cacheKey()


def test_importing_the_theme_loads_neither_svg_nor_the_heavy_kit() -> None:
    code = (
        "import sys; import elans_desktop.ui.theme; "
        "heavy = [m for m in sys.modules if m in ('PySide6.QtSvg', 'PySide6.QtPdf', 'sqlalchemy')"
        " or m.startswith('elans_desktop.ui.kit')]; sys.exit(1 if heavy else 0)"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root / "src", check=False)
    assert done.returncode == 0


def test_no_colour_is_written_outside_the_tokens() -> None:
    root = Path(__file__).resolve().parents[2] / "src" / "elans_desktop" / "ui"
    guilty = [
        path.name
        for path in root.rglob("*.py")
        if path.name != "tokens.py" and _names_a_colour(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def _names_a_colour(source: str) -> bool:
    import re

    return re.search(r"""["'(\s:]#[0-9A-Fa-f]{6}\b""", source) is not None


def test_thousands_of_qt_calls_do_not_wear_out_the_constants() -> None:
    code = (
        "import elans_desktop.ui\nfrom PySide6.QtCore import QObject, QTimer\n"
        "o, t = QObject(), QTimer()\n"
        "for _ in range(50_000): o.setObjectName('x'); t.isActive(); o.parent()\n"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root / "src", check=False, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")


def test_no_style_sheet_covers_the_application(qapp: QApplication) -> None:
    """It would cost each widget 9 KB: forty megabytes with everything visited."""
    assert qapp.styleSheet() == ""

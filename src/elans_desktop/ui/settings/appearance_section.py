"""« Apparence »: theme and text size, kept on this machine."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSlider

from elans_desktop.core.formats import NBSP
from elans_desktop.ui import machine, theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.fields import RadioField
from elans_desktop.ui.kit.layout import label, row
from elans_desktop.ui.settings.section import Section

THEMES = (("system", "Comme l’ordinateur"), ("light", "Clair"), ("dark", "Sombre"))
STEP = 10


class AppearanceSection(Section):
    """Choices that are applied at once, on this machine only."""

    key = "appearance"
    title = "Apparence"
    intro = "Ces choix valent pour cet ordinateur, pas pour les autres. Ils s’appliquent aussitôt."
    right = None

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.theme = RadioField("Couleurs", THEMES)
        self.theme.changed.connect(self._apply)
        colours = Card("Thème")
        colours.add(self.theme)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(machine.SMALLEST // STEP, machine.LARGEST // STEP)
        self.slider.setPageStep(1)
        self.slider.setFixedWidth(theme.px(280))
        self.slider.setAccessibleName("Taille du texte")
        self.slider.valueChanged.connect(self._size_moved)
        self.percent = label("", "strong")
        self.normal = buttons.link("Taille normale", "", lambda: self.slider.setValue(100 // STEP))
        text = Card("Taille du texte")
        small, large = label("A", "caption"), label("A", "title")
        text.add(row(small, self.slider, large, 8, self.percent, 16, self.normal, None))
        text.add(label("Bazin Lucie, mar. 12/01/2027, 9 h 00 – 12 h 00, 1 234,56\u00a0€", "body"))
        self.page.addWidget(colours)
        self.page.addWidget(text)
        self.page.addStretch(1)

    def refresh(self) -> None:
        """Show what this machine keeps."""
        kept = machine.load()
        self.theme.set_value(kept.theme)
        self.slider.blockSignals(True)
        self.slider.setValue(kept.text_scale // STEP)
        self.slider.blockSignals(False)
        self._say()

    def _say(self) -> None:
        scale = self.slider.value() * STEP
        self.percent.setText(f"{scale}{NBSP}%")
        self.normal.setVisible(scale != 100)

    def _size_moved(self, _value: int) -> None:
        self._say()
        self._apply()

    def _apply(self) -> None:
        kept = machine.save(theme=self.theme.value(), text_scale=self.slider.value() * STEP)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, kept.theme, kept.text_scale)

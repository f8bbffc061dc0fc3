"""The gallery: every component in every state, laid out like the reference picture (`./run galerie`)."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from elans_desktop.ui import theme
from elans_desktop.ui.kit import buttons, fields, paint
from elans_desktop.ui.kit.badge import Badge, Keycap
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.chip import Chip
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.figure import Figure
from elans_desktop.ui.kit.gauge import Gauge
from elans_desktop.ui.kit.layout import column, holder, label, row, scrolled, set_look, surface
from elans_desktop.ui.kit.letter import NAMES, Letter
from elans_desktop.ui.kit.menu import Menu
from elans_desktop.ui.kit.note import PrivateNote
from elans_desktop.ui.kit.painted import Painted
from elans_desktop.ui.kit.progress import LongWork
from elans_desktop.ui.kit.segmented import Segmented
from elans_desktop.ui.kit.stepper import Stepper
from elans_desktop.ui.kit.table import Column, Table
from elans_desktop.ui.theme.tokens import TOKENS

STEPS = ("À imprimer", "Imprimée", "Signée reçue", "Saisie", "Validée")


def _title(words: str, fact: str = "") -> QHBoxLayout:
    return row(label(words, "section"), label(fact, "secondary"), None)


def _buttons() -> QLayout:
    focus = buttons.primary("Focus")
    hover = buttons.primary("Survol")
    hover.show_as_hovered()
    off = buttons.primary("Inactif")
    off.setEnabled(False)
    second = buttons.MenuButton("Imprimer", icon="printer")
    hovered = buttons.secondary("Survol")
    hovered.show_as_hovered()
    opened = buttons.MenuButton("Ouvert")
    opened.set_open(True)
    asleep = buttons.secondary("Inactif")
    asleep.setEnabled(False)
    more = buttons.icon_button("ellipsis", "Plus d’actions", kind="secondary")
    lines = (
        ("principal", (buttons.primary("Imprimer", "printer"), hover, focus, off)),
        ("second", (second, hovered, opened, asleep)),
        (
            "discret",
            (
                buttons.quiet("Annuler", "undo-2"),
                more,
                buttons.small("Petit"),
                buttons.link("Lien d’action"),
            ),
        ),
        ("danger", (buttons.danger("Supprimer…"),)),
    )
    whole = column(_title("Boutons", "32 px, petit 28 px, rayon 4"), spacing=8)
    for words, line in lines:
        name = label(words, "secondary")
        name.setFixedWidth(theme.px(72))
        whole.addLayout(row(name, *line, None))
    return whole


def _fields() -> QLayout:
    town = fields.TextField("Commune")
    town.set_value("Flers")
    postcode = fields.TextField("Focus")
    postcode.set_value("61100")
    set_look(postcode.line, shown="focus")
    wrong = fields.DateField("Erreur", births=True)
    wrong.line.setText("31/02/2027")
    wrong.set_error("Février a 28 jours.")
    line = row(town, postcode, wrong, spacing=12)
    line.setStretch(0, 4)
    line.setStretch(1, 4)
    line.setStretch(2, 5)
    on, off = fields.CheckBox("Coché"), fields.CheckBox("Libre")
    on.setChecked(True)
    choice, other = fields.RadioButton("Choix"), fields.RadioButton("Autre")
    choice.setChecked(True)
    toggles = row(on, off, choice, other, Keycap("Ctrl+K"), None, spacing=16)
    return column(_title("Champs", "32 px, étiquette 13 px au-dessus"), line, toggles, spacing=8)


def _badges() -> QLayout:
    badges = row(
        Badge("En cours", "primary"),
        Badge("Validée", "success", "auto"),
        Badge("À relire", "warning", "auto"),
        Badge("En retard", "danger", "auto"),
        Badge("Suspendu", "neutral", "columns-2"),
        None,
    )
    chips = row(
        Chip("Active", on=True),
        Chip("Libre"),
        Chip("Avec nombre", count=12),
        Chip("Choix", trailing="chevron-down"),
        None,
    )
    letters = row(*(Letter(code, name, size=14) for code, name in NAMES.items()), None, spacing=12)
    head = _title("Badges, puces, lettres", "20 px, 28 px, 20 px")
    return column(head, 4, badges, 8, chips, 8, letters, spacing=4)


class Swatches(Painted):
    """The pairs of colours of one theme, whatever the theme shown."""

    PAIRS = (
        ("texte", "text", "surface"), ("discret", "muted", "background"), ("action", "on-primary", "primary"),
        ("choisi", "primary-ink", "primary-tint"), ("alerte", "accent-ink", "accent-tint"),
        ("avis", "warning-ink", "warning-tint"), ("refus", "danger-ink", "danger-tint"),
        ("note", "note-ink", "note"), ("R", "letter", "R-box"), ("M", "letter", "M-box"),
        ("A", "letter", "A-box"), ("C", "letter", "C-box"), ("R", "R-ink", "R-tint"),
        ("M", "M-ink", "M-tint"), ("A", "A-ink", "A-tint"), ("C", "C-ink", "C-tint"),
    )  # fmt: skip

    def __init__(self, dark: bool) -> None:
        super().__init__()
        self._column = 1 if dark else 0
        self.setAccessibleName("Couleurs du thème sombre" if dark else "Couleurs du thème clair")

    def design_size(self) -> QSize:
        """Two lines of eight."""
        return QSize(theme.px(464), theme.px(76 if self._column else 60))

    def draw(self, painter: QPainter) -> None:
        """The boxes and their words."""
        from PySide6.QtGui import QColor

        if self._column:
            paint.box(painter, QRectF(self.rect()), QColor(TOKENS["background"][1]), radius=6)
        for index, (words, ink, ground) in enumerate(self.PAIRS):
            left, top = index % 8 * theme.px(56) + theme.px(8), index // 8 * theme.px(32)
            place = QRectF(left, top + theme.px(8 * self._column), theme.px(52), theme.px(28))
            edge = QColor(TOKENS["line-strong"][self._column])
            paint.box(painter, place, QColor(TOKENS[ground][self._column]), edge)
            paint.line_of_text(
                painter,
                place.adjusted(0, -1, 0, -1),
                words,
                size=13,
                weight=600,
                token=QColor(TOKENS[ink][self._column]),
                align=paint.CENTER,
                elide=False,
            )


@dataclass(frozen=True)
class _Line:
    key: int
    name: str = field(repr=False)
    fact: str


def _table() -> QLayout:
    table = Table(
        (
            Column("name", "En-tête", lambda line: line.name),
            Column("fact", "13 px, gras", lambda line: line.fact, width=200, align="right", paint="muted"),
        ),
        row_id=lambda line: line.key,
        with_search=False,
        name="Exemple de table",
    )
    lines = ("32 px, trait de 1 px", "fond survol", "trait de 4 px, fond choisi", "cadre de 2 px")
    names = ("Ligne", "Survol", "Choisie", "Au clavier")
    table.set_rows([_Line(i, name, fact) for i, (name, fact) in enumerate(zip(names, lines, strict=True))])
    table.set_current(2)
    table.rows_view.show_states(hovered=1, framed=3)
    table.fit_height()
    return column(_title("Lignes de table"), table, spacing=4)


def _gauges() -> QLayout:
    amounts = ((1_959_000, 2_790_000), (2_766_000, 2_790_000), (2_821_000, 2_790_000))
    gauges = [Gauge(value, ceiling) for value, ceiling in amounts]
    return column(_title("Jauge", "12 px, trait du plafond 2 px"), 4, *gauges, spacing=8)


def _figure_and_note() -> QLayout:
    figure = column(Figure("146", "Personnes repérées"), label("pointillé 1 px", "caption"), None, spacing=2)
    note = PrivateNote("trait tiré, fond sable", "Nadia L.")
    return column(_title("Figure cliquable et note privée"), row(figure, note, spacing=16), spacing=8)


def _menu() -> QLayout:
    menu = Menu()
    menu.setWindowFlags(Qt.WindowType.Widget)
    menu.add("Fiche individuelle", icon="file-user", fact="2 pages")
    menu.add("Bilan de parcours", icon="route", fact="2 pages")
    menu.setFixedSize(theme.px(300), menu.sizeHint().height())
    menu.setActiveAction(menu.actions()[0])
    return column(_title("Menu", "lignes de 32 px"), menu)


def _banners() -> QLayout:
    return column(
        _title("Bandeaux", "40 px au moins"),
        Banner("Brouillon retrouvé de 14:02", actions=(("Reprendre", _nothing),)),
        Banner("Jour férié : séance maintenue", "warning"),
        Banner("Limite des 9 mois dans 14 jours", "accent", actions=(("Prolonger…", _nothing),)),
        Banner("Séance du 12/01 supprimée", "undo", actions=(("Annuler", _nothing),)),
    )


def _empty() -> QLayout:
    card = Card()
    card.add(
        EmptyState(
            "clipboard-check",
            "Aucune évaluation pour l’instant",
            "Elles servent à voir le chemin parcouru, de l’entrée à la sortie.",
            action=("Évaluer une personne", _nothing),
            link=("Voir un exemple rempli", _nothing),
        )
    )
    return column(label("Place vide", "section"), card)


def _long_work() -> QLayout:
    work = LongWork("Feuilles de la semaine")
    work.progress(128, 300)
    work.left.setText("encore 12 secondes environ")
    return column(label("Travail long", "section"), work)


def _nothing() -> None:
    """The gallery's buttons do nothing."""


def _columns() -> Sequence[QVBoxLayout]:
    colours = _title("Couleurs", "clair, puis sombre")
    first = column(
        _buttons(), _fields(), _badges(), colours, Swatches(False), Swatches(True), None, spacing=16
    )
    second = column(
        _table(),
        _gauges(),
        column(_title("Étapes", "cercles 20 px"), Stepper(STEPS, 2, step_width=78)),
        _figure_and_note(),
        _menu(),
        None,
        spacing=8,
    )
    third = column(_banners(), _empty(), _long_work(), None, spacing=16)
    return first, second, third


class GalleryWindow(QWidget):
    """Every component; the switch at the top changes the theme and the text scale."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("ELANS, composants")
        self.resize(1366, 768)
        chosen = "dark" if theme.is_dark() else "light"
        self.modes = Segmented((("light", "Clair"), ("dark", "Sombre")), chosen, name="Thème")
        self.scales = Segmented(
            tuple((str(s), f"{s}\u00a0%") for s in (90, 100, 125, 150)), str(theme.scale()), name="Taille"
        )
        self.modes.changed.connect(self._switch)
        self.scales.changed.connect(self._switch)
        title = label("Composants", "title")
        fact = label("mesures et états", "muted")
        head = row(title, fact, None, self.modes, self.scales, spacing=12)
        columns = row(*_columns(), spacing=32)
        for index, stretch in enumerate((464, 392, 402)):
            columns.setStretch(index, stretch)
        whole = column(head, columns, None, spacing=12, margins=(24, 12, 24, 8))
        area = scrolled(holder(whole), "background")
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setLayout(column(area, spacing=0))
        surface(self, "background")
        for button in self.findChildren(buttons.Button):
            if button.text() == "Focus":
                button.show_as_focused()

    def _switch(self, _key: str) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(
                app, "dark" if self.modes.current() == "dark" else "light", int(self.scales.current())
            )


def main() -> int:
    """Show the gallery until its window closes."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv)
    theme.apply(app)
    window = GalleryWindow()
    window.show()
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())

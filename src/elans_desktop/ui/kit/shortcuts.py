"""The sheet of shortcuts: groups of keys and what they do (Ctrl+Maj+?)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from elans_desktop.ui import theme
from elans_desktop.ui.kit.badge import Keycap
from elans_desktop.ui.kit.layout import column, label, row

Group = tuple[str, Sequence[tuple[str, str]]]

GENERAL: tuple[Group, ...] = (
    (
        "Partout",
        (
            ("Ctrl+1 … 7", "aller à un onglet"),
            ("Ctrl+K", "rechercher partout"),
            ("Ctrl+F", "chercher dans la liste"),
            ("Ctrl+N", "nouveau"),
            ("Ctrl+S", "enregistrer"),
            ("Ctrl+Z", "annuler la dernière opération"),
            ("Ctrl+Maj+Z", "rétablir"),
            ("Ctrl+P", "imprimer le document en aperçu"),
            ("Ctrl+L", "verrouiller"),
            ("F1", "aide sur cette page"),
            ("Ctrl+Maj+?", "cette feuille"),
        ),
    ),
    (
        "Listes",
        (
            ("↑ ↓", "choisir une ligne"),
            ("Entrée", "ouvrir"),
            ("lettres", "aller au nom qui commence ainsi"),
            ("Échap", "vider la recherche"),
        ),
    ),
    (
        "Dossier d’une personne",
        (
            ("Ctrl+Maj+E", "nouvel entretien"),
            ("Ctrl+H", "historique du champ"),
            ("Échap", "refermer ce qui n’a pas changé"),
        ),
    ),
    (
        "Feuille de présence",
        (
            ("P A I E D", "présent, absent justifié, injustifié, excusé, dispensé"),
            ("R", "retard ou départ, en minutes"),
            ("M", "motif d’une absence"),
            ("Espace", "présent ou vide"),
            ("Suppr", "vider la case"),
            ("Ctrl+Entrée", "tous présents"),
            ("Entrée", "ligne suivante"),
        ),
    ),
    (
        "Calendrier",
        (
            ("↑ ↓ ← →", "d’une séance à l’autre"),
            ("Entrée", "présences de la séance"),
            ("N", "nouvelle séance ce jour-là"),
            ("Alt+flèches", "déplacer la séance"),
            ("Maj+Alt+flèches", "l’allonger, la raccourcir"),
            ("M S J L", "mois, semaine, jour, liste"),
            ("H I O", "par heure, par intervenant, par lieu"),
            ("Page préc., suiv.", "avant, après"),
            ("T", "aujourd’hui"),
        ),
    ),
    (
        "Évaluation",
        (
            ("1 2 3 4", "la note"),
            ("0 N", "non observé"),
            ("C", "commentaire de la ligne"),
        ),
    ),
)


class ShortcutSheet(QWidget):
    """Keys at the left, what they do at the right, by groups."""

    def __init__(self, groups: Sequence[Group] = GENERAL) -> None:
        super().__init__()
        whole = column(spacing=8)
        for title, lines in groups:
            whole.addWidget(label(title, "section"))
            grid = QGridLayout()
            grid.setHorizontalSpacing(16)
            grid.setVerticalSpacing(6)
            for index, (keys, words) in enumerate(lines):
                grid.addLayout(row(Keycap(keys), None), index, 0)
                grid.addWidget(label(words), index, 1)
            grid.setColumnMinimumWidth(0, theme.px(104))
            grid.setColumnStretch(1, 1)
            whole.addLayout(grid)
            whole.addSpacing(8)
        whole.addStretch(1)
        self.setLayout(whole)

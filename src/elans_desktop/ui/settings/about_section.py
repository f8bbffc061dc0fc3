"""« À propos »: version, licences, where the data come from."""

from __future__ import annotations

from elans_desktop import __version__
from elans_desktop.core.paths import user_data_dir
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.layout import label
from elans_desktop.ui.settings.section import Section

LICENCES = (
    ("ELANS", "licence MIT"),
    ("Qt et PySide6", "LGPL version 3"),
    ("SQLCipher et SQLite", "BSD, domaine public"),
    ("SQLAlchemy, Alembic, holidays, openpyxl, zxcvbn", "licence MIT"),
    ("ReportLab, segno", "BSD"),
    ("cryptography", "Apache 2.0 et BSD"),
    ("Source Sans 3", "SIL Open Font License 1.1"),
    ("DejaVu Sans", "licence Bitstream Vera"),
    ("Icônes Lucide", "licence ISC"),
    ("Communes, codes postaux, EPCI", "Licence Ouverte 2.0 (data.gouv.fr, Etalab)"),
    ("Vacances scolaires", "ministère de l’Éducation nationale, Licence Ouverte"),
)


class AboutSection(Section):
    """Nothing to choose here."""

    key = "about"
    title = "À propos"
    right = None

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        program = Card("ELANS")
        workspace = context.bridge.workspace
        for words in (
            f"Version {__version__}",
            "Le bureau hors ligne et chiffré d’une structure d’insertion sociale et professionnelle.",
            f"Classeur\u00a0: {workspace.title}, dans {workspace.folder}",
            f"Empreinte du classeur\u00a0: {workspace.keys.fingerprint}",
            f"Réglages de cet ordinateur\u00a0: {user_data_dir()}",
        ):
            program.add(label(words, "body", wrap=True, selectable=True))
        program.add(
            label(
                "Aucune donnée ne quitte cet ordinateur, et le programme ne se connecte à rien.",
                "muted",
                wrap=True,
            )
        )
        licences = Card("Logiciels et données libres")
        for name, licence in LICENCES:
            licences.add(label(f"{name}\u00a0: {licence}", "body", wrap=True))
        self.page.addWidget(program)
        self.page.addWidget(licences)
        self.page.addStretch(1)

    def refresh(self) -> None:
        """Nothing changes here."""

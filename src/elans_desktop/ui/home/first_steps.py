"""What a brand-new classeur shows instead of an empty page: three steps, each with its button."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from elans_desktop.services.home.home import FirstSteps
from elans_desktop.services.permissions import Right
from elans_desktop.ui import rights
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.layout import clear_layout, column, label, row, separator


class FirstStepsCard(Card):
    """« Pour commencer »: a list of people, an activity, the first sheet."""

    def __init__(self, context: Context) -> None:
        super().__init__("Pour commencer", count="trois étapes, dans l’ordre qui vous convient")
        self._context = context
        self._steps = column(spacing=16)
        self.add(self._steps)
        self.body.addStretch(1)

    def show_steps(self, steps: FirstSteps) -> None:
        """What is done is ticked; the first one left is the primary action."""
        clear_layout(self._steps)
        go = self._context.window.navigate
        lines = (
            (
                steps.people,
                "Importer une liste de personnes",
                "Depuis le tableau que vous tenez déjà (Excel, LibreOffice, CSV). Rien n’est écrit "
                "avant votre accord.",
                ("Importer une liste", "import"),
                lambda: go("participants", "import"),
                Right.IMPORT_EXPORT,
            ),
            (
                steps.activities and steps.seances,
                "Créer une activité et ses séances",
                "Un atelier, un jour, une heure, un lieu : les répétitions se font toutes seules.",
                ("Créer une activité", "calendar-plus"),
                lambda: go("calendar", "new" if steps.activities else "activity_new"),
                Right.EDIT_CALENDAR,
            ),
            (
                False,
                "Imprimer la première feuille d’émargement",
                "Elle se lit en noir et blanc et porte son numéro ; les présences se saisissent ensuite ici.",
                ("Voir le calendrier", "printer"),
                lambda: go("calendar"),
                Right.READ_PEOPLE,
            ),
        )
        first = next((rank for rank, line in enumerate(lines) if not line[0]), 2)
        for rank, (done, title, words, (text, icon), act, right) in enumerate(lines):
            if rank:
                self._steps.addWidget(separator())
            button = (buttons.primary if rank == first else buttons.secondary)(text, icon, act)
            rights.allow(self._context, right, button)
            self._steps.addLayout(
                row(
                    _mark(done, rank),
                    column(
                        label(title, "section"),
                        label(words, "secondary", wrap=True),
                        row(button, None),
                        spacing=6,
                    ),
                    spacing=16,
                )
            )


def _mark(done: bool, rank: int) -> QWidget:
    return Icon("circle-check", "success-ink", 24) if done else label(str(rank + 1), "title", tone="muted")

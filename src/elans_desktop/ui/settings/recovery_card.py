"""« Fiche de secours »: a new code, printed at once; the previous sheet opens nothing any more."""

from __future__ import annotations

from elans_desktop.core.formats import count
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.layout import label, row

DOCUMENT = "fiche-secours"


class RecoveryCard(Card):
    """The window asks before it draws a new code, then shows the sheet."""

    def __init__(self, context: Context, *, may_edit: bool) -> None:
        super().__init__("Fiche de secours")
        self._context = context
        drawn = count(context.bridge.workspace.keys.recovery_number, "code tiré", "codes tirés")
        self.add(
            label(
                "Si toutes les phrases sont oubliées, seule la fiche de secours ouvre le classeur. Gardez-la "
                "hors de l’ordinateur. Le code n’est écrit nulle part\u00a0: une nouvelle fiche tire un "
                f"nouveau code, et l’ancienne ne sert plus. {drawn} pour ce classeur.",
                "body",
                wrap=True,
            )
        )
        self.button = buttons.secondary("Nouvelle fiche de secours…", "life-buoy", self._ask)
        self.button.setEnabled(may_edit)
        self.add(row(self.button, None))

    def _ask(self) -> None:
        self._context.window.print_document(DocumentRequest(DOCUMENT))

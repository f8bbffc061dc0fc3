"""« Verrouillage »: how long the screen may stay open alone."""

from __future__ import annotations

from typing import Any

from elans_desktop.services.organisation import settings
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.form import FieldSpec
from elans_desktop.ui.kit.form import Section as FormSection
from elans_desktop.ui.kit.layout import label, row
from elans_desktop.ui.settings.form_card import FormCard
from elans_desktop.ui.settings.section import Section

DELAYS = (
    (2, "2 minutes"),
    (5, "5 minutes"),
    (10, "10 minutes"),
    (15, "15 minutes"),
    (30, "30 minutes"),
    (60, "1 heure"),
    (240, "4 heures"),
)


class LockSection(Section):
    """The delay, and locking now."""

    key = "lock"
    title = "Verrouillage"
    intro = "Un classeur verrouillé demande la phrase de passe. Rien de ce que vous écriviez n’est perdu."
    tables = frozenset({"setting"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.delay = FormCard(
            context,
            "settings.lock",
            "Verrouillage automatique",
            (
                FormSection(
                    "",
                    (
                        FieldSpec(
                            "auto_lock_minutes",
                            "Sans toucher au clavier ni à la souris pendant",
                            "choice",
                            choices=DELAYS,
                            width=240,
                            options={"empty": None},
                        ),
                    ),
                ),
            ),
            load=self._load,
            store=self._store,
            may_edit=self.may_edit,
        )
        now = Card("Quand vous quittez votre bureau")
        words = "Verrouillez d’un geste\u00a0: Ctrl+L, ou le cadenas en haut de la fenêtre."
        now.add(label(words, "body", wrap=True))
        now.add(row(buttons.secondary("Verrouiller maintenant", "lock", context.window.lock), None))
        self.page.addWidget(self.delay)
        self.page.addWidget(now)
        self.page.addStretch(1)

    def refresh(self) -> None:
        """Read the delay."""
        self.delay.refresh()

    def save(self) -> None:
        """Keep the delay."""
        self.delay.save()

    def keep_drafts(self) -> None:
        """Keep what is typed."""
        self.delay.drafts.keep()

    def leave(self) -> bool:
        """Keep first."""
        return self.delay.save()

    def _load(self) -> dict[str, Any]:
        kept = self.context.bridge.read(settings.lock_minutes)
        return {"auto_lock_minutes": min((m for m, _w in DELAYS), key=lambda minutes: abs(minutes - kept))}

    def _store(self, values: dict[str, Any]) -> None:
        self.context.bridge.write("Changer le délai de verrouillage", settings.save_all, values)
        self.said("Délai enregistré")

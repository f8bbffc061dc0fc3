"""The words of a scheme: its name, and how it calls an agreement."""

from __future__ import annotations

import uuid
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.services.organisation import schemes
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.form import FieldSpec, Section

WORDS = {"agreement": "Comment s’appelle une convention"}
"""Words of the vocabulary that the documents print, by key."""


def edit_words(parent: QWidget, context: Context, scheme_id: uuid.UUID) -> None:
    """Ask for the name and the vocabulary of a scheme, and keep them."""
    scheme = next(s for s in context.bridge.read(schemes.rows) if s.id == scheme_id)
    fields = (
        FieldSpec("label", "Nom du dispositif", required=True, span=2),
        *(FieldSpec(key, words, required=True, span=2) for key, words in WORDS.items()),
    )
    values = {key: scheme.word(key) for key in WORDS} | {"label": scheme.label}

    def keep(entered: dict[str, Any]) -> None:
        words = {key: entered[key] for key in WORDS}
        context.bridge.write(
            "Changer les mots d’un dispositif", schemes.rename, scheme_id, entered["label"], words
        )

    dialogs.ask_form(
        parent,
        f"Les mots de {scheme.label}",
        (Section("", fields),),
        values=values,
        text="Ils sont imprimés en tête des documents.",
        save=keep,
    )

"""What the assistant asks before it acts, and how it says what it refuses."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.core.formats import NBSP, count, date_short
from elans_desktop.services.privacy import purge
from elans_desktop.services.privacy.purge import KEEP_REASONS, WORD_TO_TYPE, Refusal
from elans_desktop.storage import retention
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.form import FieldSpec, Section

RESTRICT_WORDS = (
    "Le dossier quitte les listes, la recherche, les choix et les exports\u00a0; ses présences restent, sous "
    "son numéro. Seule la coordination l’ouvre, en disant pourquoi, et peut le faire revenir."
)
_FOR_GOOD = (
    "Noms, naissance, coordonnées, textes, entretiens, notes privées, bloc confidentiel et pièces jointes "
    "sont effacés, dans l’historique aussi. Restent le sexe, la commune, les âges à l’entrée, les dates et "
    "les heures\u00a0: les bilans ne changent pas. Rien ne l’annulera."
)
_MOST_TOLD = 4


def backup_words() -> str:
    """What the backups still hold, and until when."""
    until = date_short(retention.last_day(clock.today()))
    return (
        "Les sauvegardes déjà faites gardent les personnes qui y sont. Celle de ce mois part vers le "
        f"{until}, si une sauvegarde est faite chaque mois\u00a0; en restaurer une efface de nouveau ceux "
        "qui ont été anonymisés, avant l’ouverture. Une copie sur clé USB ne s’efface pas seule\u00a0: "
        "remplacez-la."
    )


def ask_keep(parent: QWidget, context: Context, ids: Sequence[uuid.UUID]) -> bool:
    """Ask until when and why; True when it was written."""
    examples = ", ".join(words[:1].lower() + words[1:] for words in KEEP_REASONS)
    form = Section(
        "",
        (
            FieldSpec("until", "Garder jusqu’au", "date", required=True),
            FieldSpec(
                "reason",
                "Motif",
                "multiline",
                required=True,
                rows=2,
                span=2,
                help=f"Par exemple{NBSP}: {examples}.",
            ),
        ),
    )
    many = count(len(ids), "dossier")

    def save(values: dict[str, Any]) -> None:
        context.bridge.write(f"Garder {many}", purge.keep, ids, values["until"], values["reason"])

    text = "Jusqu’à ce jour, le dossier n’est ni proposé ni anonymisé. Le motif va dans le registre."
    done = dialogs.ask_form(parent, f"Garder {many}", [form], accept="Garder", text=text, save=save)
    if done is not None:
        context.window.notify(f"{many} à garder jusqu’au {date_short(done['until'])}", undoable=True)
    return done is not None


def ask_anonymise(parent: QWidget, many: int, refused: Sequence[Refusal]) -> bool:
    """Say what goes and what stays, then ask for the word."""
    field = FieldSpec("typed", f"Tapez {WORD_TO_TYPE} pour confirmer", "text", required=True, span=2)

    def check(values: dict[str, Any]) -> None:
        if str(values["typed"]).strip().upper() != WORD_TO_TYPE:
            raise InputError({"typed": f"Tapez {WORD_TO_TYPE}\u00a0: rien ne l’annulera."})

    parts = [_FOR_GOOD, backup_words()]
    if refused:
        parts.append(_refused_words(refused))
    title = f"Anonymiser {count(many, 'dossier')} pour toujours\u00a0?"
    form = Section("", (field,))
    done = dialogs.ask_form(
        parent, title, [form], accept="Anonymiser", text="\n\n".join(parts), save=check, danger=True
    )
    return done is not None


def tell_refused(parent: QWidget, refused: Sequence[Refusal]) -> None:
    """None of the files chosen can be anonymised."""
    dialogs.inform(parent, "Aucun de ces dossiers ne peut être anonymisé", _refused_words(refused))


def _refused_words(refused: Sequence[Refusal]) -> str:
    lines = [f"{one.number}{NBSP}: {one.why}" for one in refused[:_MOST_TOLD]]
    more = len(refused) - _MOST_TOLD
    if more > 0:
        lines.append(f"… et {count(more, 'autre')}.")
    head = "Laissé de côté" if len(refused) == 1 else "Laissés de côté"
    return f"{head}{NBSP}:\n" + "\n".join(lines)

"""What is offered once a paper about people has left the program."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import count
from elans_desktop.services.participants import information_given
from elans_desktop.services.participants.information_given import InformationInput
from elans_desktop.services.permissions import Right, allowed
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.ui.context import Context

NOTE = "note-rgpd"


def offer(context: Context, parent: QWidget, request: DocumentRequest) -> None:
    """After the note about personal data: note the day it was given, for those without one."""
    if request.key != NOTE or not request.object_ids:
        return
    bridge = context.bridge
    if not allowed(bridge.actor, Right.EDIT_PEOPLE):
        return
    untold = bridge.read(information_given.untold, request.object_ids)
    if untold:
        _ask(context, parent, request, untold)


def _ask(context: Context, parent: QWidget, request: DocumentRequest, untold: int) -> None:
    from elans_desktop.ui.kit import dialogs
    from elans_desktop.ui.kit.form import FieldSpec, Section

    def save(values: dict[str, Any]) -> None:
        typed = InformationInput(request.object_ids, values["day"], values["by"] or "")
        context.bridge.write("Noter l’information donnée", information_given.record, typed)

    who = "au dossier" if len(request.object_ids) == 1 else f"à {count(untold, 'dossier')}"
    fields = (
        FieldSpec("day", "Information donnée le", "date", required=True),
        FieldSpec("by", "Par"),
    )
    done = dialogs.ask_form(
        parent,
        "La note a-t-elle été remise\u00a0?",
        [Section("", fields)],
        values={"day": clock.today(), "by": context.bridge.actor.name},
        accept="Noter",
        text=f"La date s’ajoute {who}. Si la note n’est pas encore remise, annulez\u00a0: "
        "vous noterez la date dans Identité.",
        save=save,
    )
    if done is not None:
        context.window.notify("Information donnée\u00a0: notée", undoable=True)

"""What the role of the person at the keyboard allows, on screen: nothing is offered only to be refused."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from elans_desktop.services.permissions import Right, allowed
from elans_desktop.ui.context import Context


def may(context: Context, right: Right) -> bool:
    """Whether the person at the keyboard holds a right."""
    return allowed(context.bridge.actor, right)


def refusal(right: Right) -> str:
    """« Votre rôle ne permet pas de modifier le calendrier. »: the words of the service, as a tooltip."""
    return f"Votre rôle ne permet pas de {right.value}."


def allow(context: Context, right: Right, *widgets: QWidget) -> bool:
    """Hide what the role does not allow, with the reason should something show it again disabled.

    Returns whether it is allowed, so that what shows or enables these widgets later can ask.
    """
    held = may(context, right)
    if not held:
        for widget in widgets:
            widget.setEnabled(False)
            widget.setToolTip(refusal(right))
            widget.hide()
    return held

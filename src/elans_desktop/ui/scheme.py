"""The scheme whose words and rules a tab follows: that of the agreement chosen in the header."""

from __future__ import annotations

from elans_desktop.services.organisation import agreements
from elans_desktop.services.organisation.schemes import SchemeView
from elans_desktop.ui.context import Context


def of(context: Context) -> SchemeView:
    """The scheme shown now."""
    return context.bridge.read(agreements.scheme_of_scope, context.bridge.scope)


def title(scheme: SchemeView, key: str) -> str:
    """A word of its vocabulary at the head of something: « Stagiaires »."""
    word = scheme.word(key)
    return word[:1].upper() + word[1:]

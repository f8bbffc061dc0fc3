"""What a dialog is asked to be, for the box that shows it and the tests that answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Request:
    """One dialog asked for. `kind`: ask, inform, error, text, form, open, save, folder, print.

    `actions`: (key, words) of the buttons, the main one first. `data`: what else the kind needs.
    """

    kind: str
    title: str
    text: str = ""
    actions: tuple[tuple[str, str], ...] = ()
    danger: bool = False
    data: Mapping[str, Any] = field(default_factory=dict[str, Any])

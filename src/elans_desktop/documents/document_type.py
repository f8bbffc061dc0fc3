"""What a document of the catalogue is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from elans_desktop.documents.page import Composed

Area = Literal[
    "accueil", "gouvernance", "participants", "calendrier", "evaluations", "budget", "bilans", "reglages"
]
Subject = Literal["period", "seance", "activity", "participant", "month", "trainer", "place", "grid", "none"]


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A document that can be printed."""

    key: str
    """What the command line and the menus call it; never changes."""
    title: str
    area: Area
    """The tab it belongs to."""
    subject: Subject
    """What one chooses to print it: dates (`period`), a person, a séance, an activity…, or `none`."""
    personal: bool
    """It names people: written to disk only when the person asks for it."""
    help: str
    """One sentence for the menu."""
    view: type[Any]
    """The class of the views it is made from."""
    compose: Callable[..., Composed] = field(repr=False)
    about: Callable[[Any], tuple[date, str]] = field(repr=False)
    """The day and the object of a view, for the name of the file: never the name of a person."""
    variants: Mapping[str, str] = field(default_factory=dict[str, str])
    """Variants one may choose, by code, with their French words."""
    pages: str = ""
    """« 2 pages », for the menus; empty when it depends."""

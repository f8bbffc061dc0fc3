"""Hours so far in a pathway: the sum, each brique with its letter, the mean a week beside its aim."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import duration
from elans_desktop.services.pathways.pathway_hours import OTHER, PathwayHours
from elans_desktop.ui.kit.flow import FlowLayout
from elans_desktop.ui.kit.layout import clear_layout, label
from elans_desktop.ui.kit.letter import Letter


class HoursLine(QWidget):
    """One line, on several when narrow."""

    def __init__(self) -> None:
        super().__init__()
        self._flow = FlowLayout(self, spacing=12)
        self._words = ""

    def show_hours(self, hours: PathwayHours) -> None:
        """Show the hours of a pathway."""
        clear_layout(self._flow)
        whole = f"{duration(hours.total)} réalisées" if hours.total else "Aucune heure saisie pour l’instant"
        parts: list[QWidget] = [label(whole, "medium" if hours.total else "secondary")]
        for code, minutes in hours.by_brique.items():
            words = duration(minutes)
            parts.append(Letter(code, words, side=16) if code != OTHER else label(f"sans brique {words}"))
        if week := week_words(hours):
            parts.append(label(week, "secondary"))
        for part in parts:
            self._flow.addWidget(part)
        self._words = " · ".join(part.accessibleName() or getattr(part, "text", str)() for part in parts)
        self.setAccessibleName(self._words)

    def text(self) -> str:
        """The words shown."""
        return self._words


def week_words(hours: PathwayHours) -> str:
    """« 3 h 00 cette semaine, 5 h 10 par semaine en moyenne, objectif 15 h 00 »."""
    parts: list[str] = []
    if hours.this_week is not None and hours.target is not None:
        parts.append(f"{duration(hours.this_week)} cette semaine")
    if hours.weekly is not None:
        parts.append(f"{duration(hours.weekly)} par semaine en moyenne")
    if hours.target is not None:
        parts.append(f"objectif {duration(hours.target)}{' par semaine' if hours.weekly is None else ''}")
    return ", ".join(parts)

"""A text about a person: what deserves another look is underlined and counted as one types."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from elans_desktop.core.formats import NBSP, count
from elans_desktop.services.organisation import wording
from elans_desktop.ui import theme
from elans_desktop.ui.kit.fields import MultilineField

MOST_TOLD = 2


class NotesField(MultilineField):
    """Several lines about a person; never refuses, only says what to read again, and why."""

    def __init__(self, label: str, *, rows: int = 6, help: str = "", placeholder: str = "") -> None:
        super().__init__(label, rows=rows, help=help, placeholder=placeholder)
        self._marks = _Underline(self.area.document())
        self.area.textChanged.connect(self._tell)

    def set_value(self, value: Any) -> None:
        """Show a text, and what is to be read again in it."""
        super().set_value(value)
        self._marks.rehighlight()
        self._tell()

    def passages(self) -> tuple[wording.Passage, ...]:
        """What deserves another look."""
        return wording.passages(self.area.toPlainText())

    def _tell(self) -> None:
        if self._error:
            return
        found = self.passages()
        self.message.show_text(_words(found), "warning", "triangle-alert")


def _words(found: tuple[wording.Passage, ...]) -> str:
    """« 2 passages à relire : « dépressive » (santé : écrivez l’effet…) »."""
    if not found:
        return ""
    told = {
        passage.reason: f"«{NBSP}{passage.words}{NBSP}» ({passage.reason})" for passage in reversed(found)
    }
    shown = list(reversed(told.values()))[:MOST_TOLD]
    return f"{count(len(found), 'passage à relire', 'passages à relire')}{NBSP}: {', '.join(shown)}"


class _Underline(QSyntaxHighlighter):
    """A wavy line under the passages, as a word processor does."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        theme.signals.changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        """Underline one paragraph."""
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(theme.color("warning"))
        for passage in wording.passages(text):
            self.setFormat(_units(text[: passage.start]), _units(passage.words), look)


def _units(text: str) -> int:
    """Length as Qt counts it: a character beyond the basic plane is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2

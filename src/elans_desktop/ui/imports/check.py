"""Third step of an import: every line, ready, to be decided, to correct in place, or with a remark."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from elans_desktop.core.formats import NBSP, count
from elans_desktop.services.imports.people import Rejected, Remark
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.fields import TextField
from elans_desktop.ui.kit.layout import (
    clear_layout,
    column,
    holder,
    label,
    row,
    scrolled,
    separator,
)
from elans_desktop.ui.kit.segmented import Segmented
from elans_desktop.ui.kit.table import Column, Table

MOST_LINES = 200
READY, OPEN, REJECTED, REMARKS = "ready", "open", "rejected", "remarks"


class Plan(Protocol):
    """What every plan of an import says of its lines."""

    @property
    def rejected(self) -> Sequence[Rejected]:
        """Reasons why lines are not imported."""
        ...

    @property
    def rejected_lines(self) -> Sequence[int]:
        """These lines, each once."""
        ...

    @property
    def remarks(self) -> Sequence[Remark]:
        """What was repaired or is doubtful."""
        ...

    @property
    def file_remarks(self) -> Sequence[str]:
        """About the whole file."""
        ...


@dataclass(frozen=True, slots=True)
class _Note:
    place: int
    remark: Remark


class LinesStep(QWidget):
    """`check_asked` after corrections, `import_asked`, `back_asked`."""

    check_asked = Signal()
    import_asked = Signal()
    back_asked = Signal()

    def __init__(self, ready: Table, open_words: str) -> None:
        """`ready`: the table of the lines to import; `open_words`: the name of those to decide."""
        super().__init__()
        self._corrections: dict[tuple[int, str], str] = {}
        self._ignored: set[int] = set()
        self.kinds = Segmented(
            (
                (READY, "Prêtes"),
                (OPEN, open_words),
                (REJECTED, "À corriger"),
                (REMARKS, "Remarques"),
            ),
            READY,
            name="Lignes à montrer",
        )
        self.kinds.changed.connect(self._show_kind)
        self.ready = ready
        self.open = column(spacing=4)
        self.rejected = column(spacing=8)
        self.remarks = Table(
            (
                Column("line", "Ligne", lambda n: str(n.remark.line), width=72, align="right"),
                Column("column", "Colonne", lambda n: n.remark.column, width=260),
                Column("message", "Remarque", lambda n: n.remark.message),
            ),
            row_id=lambda n: n.place,
            counted=("remarque", "remarques"),
            empty=EmptyState("circle-check", "Aucune remarque"),
            name="Remarques",
        )
        self._file_notes = column(spacing=8)
        self.recheck = buttons.secondary("Vérifier les corrections", "refresh-cw", self.check_asked.emit)
        self.pages = QStackedWidget()
        self.pages.addWidget(holder(column(self.ready, margins=(24, 8, 24, 8))))
        self.pages.addWidget(_scrolling(column(self.open, None)))
        self.pages.addWidget(_scrolling(column(self.rejected, row(self.recheck, None), None)))
        self.pages.addWidget(holder(column(self._file_notes, self.remarks, margins=(24, 8, 24, 8))))
        self.import_button = buttons.primary("Importer", "download", self.import_asked.emit)
        back = buttons.quiet("Revenir aux colonnes", "arrow-left", self.back_asked.emit)
        self.left_out = label("", "secondary")
        whole = column(holder(row(self.kinds, None, margins=(24, 12, 24, 8))), spacing=0)
        whole.addWidget(self.pages, 1)
        whole.addWidget(separator())
        whole.addLayout(row(self.import_button, back, self.left_out, None, margins=(24, 12, 24, 12)))
        self.setLayout(whole)

    def clear(self) -> None:
        """Another file: forget the corrections and the choices."""
        self._corrections.clear()
        self._ignored.clear()
        self.kinds.set_current(READY)

    def corrections(self) -> dict[tuple[int, str], str]:
        """What was typed in place of a cell."""
        return dict(self._corrections)

    def ignored(self) -> frozenset[int]:
        """The lines taken out of the import."""
        return frozenset(self._ignored)

    def correct(self, line: int, target: str, text: str) -> None:
        """Keep what was typed in place of a cell: it counts at the next check."""
        self._corrections[line, target] = text

    def ignore(self, line: int) -> None:
        """Take a line out of the import, and check again."""
        self._ignored.add(line)
        self.check_asked.emit()

    def show_lines(self, plan: Plan, ready: int, open_: int) -> None:
        """Show what was rejected and remarked, and how many lines are of each kind."""
        self._fill_rejected(plan)
        self.remarks.set_rows([_Note(place, remark) for place, remark in enumerate(plan.remarks)])
        clear_layout(self._file_notes)
        for sentence in plan.file_remarks:
            self._file_notes.addWidget(label(sentence, "secondary", wrap=True))
        counts = {
            READY: ready,
            OPEN: open_,
            REJECTED: len(plan.rejected_lines),
            REMARKS: len(plan.remarks) + len(plan.file_remarks),
        }
        for kind, value in counts.items():
            self.kinds.set_count(kind, value)
        if self.kinds.current() in (OPEN, REJECTED) and not counts[self.kinds.current()]:
            self.kinds.set_current(READY)

    def show_open(self, lines: Sequence[Callable[[], QWidget]], nothing: str) -> None:
        """Show what is to be decided, a widget a line, or that nothing is."""
        clear_layout(self.open)
        if not lines:
            self.open.addWidget(label(nothing, "muted"))
            return
        for make in lines[:MOST_LINES]:
            self.open.addWidget(make())
        _say_rest(self.open, len(lines))

    def _show_kind(self, kind: str) -> None:
        self.pages.setCurrentIndex((READY, OPEN, REJECTED, REMARKS).index(kind))

    def _fill_rejected(self, plan: Plan) -> None:
        clear_layout(self.rejected)
        self.recheck.setVisible(bool(plan.rejected))
        if not plan.rejected:
            self.rejected.addWidget(label("Toutes les lignes se lisent.", "muted"))
            return
        self.rejected.addWidget(
            Banner(
                "Corrigez ici ce qui ne se lit pas\u00a0; votre fichier ne change pas.", "info", icon="pencil"
            )
        )
        for reason in plan.rejected[:MOST_LINES]:
            self.rejected.addWidget(self._reason(reason))
        _say_rest(self.rejected, len(plan.rejected))

    def _reason(self, reason: Rejected) -> QWidget:
        field = TextField("", name=f"Ligne {reason.line}, {reason.column}")
        field.set_value(self._corrections.get((reason.line, reason.target), reason.text))
        field.setFixedWidth(320)
        field.changed.connect(lambda: self.correct(reason.line, reason.target, field.value()))
        field.line.returnPressed.connect(self.check_asked)
        field.set_error(reason.message)
        words = label(reason.column[:1].upper() + reason.column[1:], "muted", wrap=True)
        words.setFixedWidth(260)
        away = buttons.link("Écarter la ligne", "x", lambda: self.ignore(reason.line))
        line = row(line_label(f"Ligne{NBSP}{reason.line}"), words, field, away, None, spacing=16)
        return holder(line)


def line_label(words: str, width: int = 88) -> QWidget:
    """The line of the file, at the left of what is said of it."""
    made = label(words, "muted", wrap=True)
    made.setFixedWidth(width)
    return made


def _say_rest(lines: QVBoxLayout, total: int) -> None:
    if total > MOST_LINES:
        lines.addWidget(label(f"et {count(total - MOST_LINES, 'autre')}", "muted"))


def _scrolling(content: QVBoxLayout) -> QWidget:
    content.setContentsMargins(24, 8, 24, 8)
    return scrolled(holder(content))

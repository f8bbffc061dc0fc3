"""The bar of a view: title and facts at the left, actions at the right, 64 high (72 with a path, 80 for a
thing and its line of facts)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from elans_desktop.ui import theme
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.elided import TITLE, Elided
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.flow import FlowLayout
from elans_desktop.ui.kit.layout import clear_layout, column, label, row, surface
from elans_desktop.ui.kit.letter import Letter
from elans_desktop.ui.kit.sides import Sides

Crumb = tuple[str, Callable[[], object] | None]


class ViewBar(QWidget):
    """Title (22/600), a fact beside it, then `actions` at the right: one primary at most."""

    def __init__(
        self,
        title: str = "",
        fact: str = "",
        *,
        actions: Sequence[QWidget] = (),
        beside: Sequence[QWidget] = (),
        path: Sequence[Crumb] = (),
        ground: str = "background",
    ) -> None:
        """`beside`: widgets after the title (a Segmented, a Badge). `path`: crumbs above, (words, action)."""
        super().__init__()
        self.title = Elided(title, "title", least=TITLE)
        self.fact = Elided(fact, "muted", least=0)
        left = row(self.title, self.fact, *beside, spacing=12)
        text = column(spacing=0)
        if path:
            text.addLayout(self._path(path))
        text.addLayout(left)
        self.action_line = row(*actions)
        self.setLayout(row(text, None, self.action_line, margins=(24, 0, 24, 0)))
        self._tall = 72 if path else 64
        surface(self, ground)
        self._fit()
        theme.signals.changed.connect(self._fit)

    def _path(self, path: Sequence[Crumb]) -> QHBoxLayout:
        line = row(spacing=6)
        for index, (words, run) in enumerate(path):
            if index:
                line.addWidget(Icon("chevron-right", "muted", 14))
            if run is None:
                line.addWidget(label(words, "secondary"))
            else:
                crumb = buttons.Button(words, kind="crumb")
                crumb.clicked.connect(_runner(run))
                line.addWidget(crumb)
        line.addStretch(1)
        return line

    def _fit(self) -> None:
        self.setFixedHeight(theme.px(self._tall))

    def set_title(self, title: str, fact: str = "") -> None:
        """Change the words."""
        self.title.setText(title)
        self.fact.setText(fact)


class DetailHead(QWidget):
    """The head of a detail page, 80 high: title, letter and status, then a line of facts; actions right."""

    def __init__(
        self, *, actions: Sequence[QWidget] = (), before: QWidget | None = None, ground: str = "surface"
    ) -> None:
        """`before`: at the left of the title, both lines high."""
        super().__init__()
        self.title = Elided("", "title", least=TITLE)
        self.marks = row(spacing=8)
        self.facts = FlowLayout(spacing=4, gap=20)
        self.action_line = row(*actions)
        first = Sides(row(self.title, self.marks, None, spacing=16), self.action_line)
        words = column(first, self.facts, None, spacing=4)
        line = row(spacing=16, margins=(24, 12, 24, 8))
        if before is not None:
            line.addWidget(before, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        self.setLayout(line)
        surface(self, ground)
        self._fit()
        theme.signals.changed.connect(self._fit)

    def _fit(self) -> None:
        self.setMinimumHeight(theme.px(80))

    def show_thing(
        self, title: str, facts: Sequence[str], *, letter: str = "", status: str = "", tone: str = ""
    ) -> None:
        """Show a title, its letter, its status in words of a tone (a token or a brique), its facts."""
        self.title.setText(title)
        clear_layout(self.marks)
        if letter:
            self.marks.addWidget(Letter(letter))
        if status:
            self.marks.addWidget(label(status, "strong", tone=f"{tone}-ink" if tone else "muted"))
        clear_layout(self.facts)
        for fact in facts:
            self.facts.addWidget(label(fact, "secondary"))


def _runner(run: Callable[[], object]) -> Callable[[], None]:
    def clicked() -> None:
        run()

    return clicked

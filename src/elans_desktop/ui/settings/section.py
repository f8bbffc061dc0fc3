"""What each page of the settings is: a title, a sentence, cards; it saves and leaves like a view."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from elans_desktop.services.permissions import Right, allowed
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.layout import column, holder, label, row, scrolled

WIDTH = 860


def ignoring(act: Callable[[], object]) -> Callable[[object], None]:
    """A slot that does not look at what the signal brings."""

    def slot(_brought: object) -> None:
        act()

    return slot


class Section(QWidget):
    """A page of the settings. Subclasses fill `page`, and implement `refresh`."""

    key: ClassVar[str]
    title: ClassVar[str]
    intro: ClassVar[str] = ""
    tables: ClassVar[frozenset[str]] = frozenset()
    right: ClassVar[Right | None] = Right.ADMINISTER
    reader_words: ClassVar[str] = (
        "Vous pouvez lire ces réglages. Pour les changer, demandez à la coordination."
    )
    """Said to those whose role does not hold the right."""
    scrolls: ClassVar[bool] = True
    """Whether the page scrolls as a whole; otherwise it fills the height (a list beside its form)."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.may_edit = self.right is None or allowed(context.bridge.actor, self.right)
        self.head_actions: QHBoxLayout = row()
        head = column(row(label(self.title, "title"), None, self.head_actions), spacing=4)
        if self.intro:
            head.addWidget(label(self.intro, "muted", wrap=True))
        self.page: QVBoxLayout = column(head, spacing=16, margins=(24, 16, 24, 24))
        if not self.may_edit:
            self.page.addWidget(Banner(self.reader_words, "info", icon="lock"))
        inner = holder(self.page)
        whole = column(spacing=0)
        if self.scrolls:
            inner.setMaximumWidth(theme.px(WIDTH))
            whole.addWidget(scrolled(inner), 1)
        else:
            whole.addWidget(inner, 1)
        self.setLayout(whole)

    def refresh(self) -> None:
        """Read again and show; what is being typed stays."""
        raise NotImplementedError

    def save(self) -> None:
        """Ctrl+S."""

    def start_new(self) -> None:
        """Ctrl+N."""

    def leave(self) -> bool:
        """Whether another page may be shown; asks when something typed would be lost."""
        return True

    def keep_drafts(self) -> None:
        """Keep what is typed for later: another tab, the lock, the end. Never asks."""

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do something that may be refused; False after showing why."""

        def done() -> bool:
            act()
            return True

        return self.context.attempt(self, done) is True

    def said(self, words: str, *, undoable: bool = True) -> None:
        """Say what was done, at the foot of the window."""
        self.context.window.notify(words, undoable=undoable)

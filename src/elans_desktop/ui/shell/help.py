"""F1 reads the guide shipped with the program; Ctrl+Maj+? shows the keys."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem

from elans_desktop.core.resources import guide_dir
from elans_desktop.ui import theme
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.layout import scrolled
from elans_desktop.ui.kit.markdown_view import MarkdownView
from elans_desktop.ui.kit.shortcuts import ShortcutSheet
from elans_desktop.ui.shell.pages import Page
from elans_desktop.ui.theme.dress import dress


class HelpPage(Page):
    """The guide: its pages at the left, the page at the right; « Précédent » goes back through those read."""

    def __init__(self, page: str) -> None:
        super().__init__("Aide")
        self._paths = guide_pages()
        self._shown = -1
        self._seen: list[tuple[int, int]] = []
        self.back = buttons.secondary("Précédent", "arrow-left", self.go_back)
        self.back.setToolTip("Page précédente (Alt+←)")
        self.back.setEnabled(False)
        QShortcut(QKeySequence.StandardKey.Back, self, self.go_back)
        self.head.insertWidget(1, self.back)
        self.pages = QListWidget()
        self.pages.setFixedWidth(theme.px(288))
        self.pages.setAccessibleName("Pages du guide")
        dress(self.pages, "contents")
        self.browser = MarkdownView(guide_dir())
        self.browser.page_requested.connect(self._follow)
        for path in self._paths:
            item = QListWidgetItem(page_title(path), self.pages)
            item.setData(Qt.ItemDataRole.UserRole, path.stem)
            item.setSizeHint(QSize(0, theme.px(28)))
        self.pages.currentRowChanged.connect(self._show_row)
        body = QHBoxLayout()
        body.setSpacing(24)
        body.addWidget(self.pages)
        body.addWidget(self.browser, 1)
        self.content.addLayout(body, 1)
        self.open(page)

    def open(self, page: str) -> None:
        """Show a page by its file name without « .md »; the first one when it does not exist."""
        stems = [path.stem for path in self._paths]
        self.pages.setCurrentRow(stems.index(page) if page in stems else 0)

    def go_back(self) -> None:
        """The page read before this one, where it was left."""
        if self._seen:
            row, height = self._seen.pop()
            self._shown = -1
            self.pages.setCurrentRow(row)
            self.browser.verticalScrollBar().setValue(height)
            self.back.setEnabled(bool(self._seen))

    def _follow(self, name: str, anchor: str) -> None:
        self.open(Path(name).stem)
        if anchor:
            self.browser.scroll_to(anchor)

    def _show_row(self, index: int) -> None:
        if not 0 <= index < len(self._paths):
            return
        if self._shown >= 0:
            self._seen.append((self._shown, self.browser.verticalScrollBar().value()))
            self.back.setEnabled(True)
        self._shown = index
        self.browser.set_markdown(self._paths[index].read_text(encoding="utf-8"))


class ShortcutPage(Page):
    """Every key, by what one wants to do."""

    def __init__(self) -> None:
        super().__init__("Touches du clavier")
        self.content.addWidget(scrolled(ShortcutSheet()), 1)


def guide_pages() -> list[Path]:
    """The pages of the guide: `index`, those it leads to in its order, then the others by name."""
    paths = {path.stem: path for path in sorted(guide_dir().glob("*.md"))}
    index = paths["index"].read_text(encoding="utf-8") if "index" in paths else ""
    named = ["index", *re.findall(r"\]\(([^)#]+)\.md\)", index), *paths]
    return [paths[name] for name in dict.fromkeys(named) if name in paths]


def page_title(path: Path) -> str:
    """The first heading of a page."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            return line[2:].strip()
    return path.stem

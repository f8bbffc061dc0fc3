"""F1 reads the guide shipped with the program; Ctrl+Maj+? shows the keys."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QVBoxLayout, QWidget

from elans_desktop.core.resources import guide_dir
from elans_desktop.ui import theme
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.layout import label, row, surface

SHORTCUTS = (
    ("Se déplacer", (
        ("Ctrl+1 … Ctrl+7", "aller à un onglet"),
        ("Ctrl+K", "rechercher partout"),
        ("F1", "ouvrir l’aide de la page"),
        ("Échap", "fermer l’aide, un aperçu, la recherche"),
    )),
    ("Enregistrer et annuler", (
        ("Ctrl+N", "créer (personne, séance, réunion…)"),
        ("Ctrl+S", "enregistrer la partie en cours"),
        ("Ctrl+Z", "annuler la dernière opération"),
        ("Ctrl+Maj+Z", "la rétablir"),
        ("Ctrl+L", "verrouiller le classeur"),
    )),
    ("Saisir les présences", (
        ("P  A  I  E  D", "présent, absent justifié, injustifié, excusé, dispensé"),
        ("R puis 20 ou 20/15", "présent, minutes de retard puis de départ anticipé"),
        ("Espace", "présent ou non"),
        ("Ctrl+Entrée", "tous présents dans la colonne"),
        ("Entrée", "ligne suivante"),
    )),
)  # fmt: skip
"""Groups of (keys, what they do)."""


class _Page(QWidget):
    """A page over the view, closed by Échap."""

    closed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        surface(self, "background")
        self.content = QVBoxLayout(self)
        self.content.setContentsMargins(24, 16, 24, 16)
        self.content.setSpacing(16)
        close = buttons.secondary("Fermer", "x", self.closed.emit)
        self.content.addLayout(row(label(title, "title"), None, close))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class HelpPage(_Page):
    """The guide: its pages at the left, the page at the right."""

    def __init__(self, page: str) -> None:
        super().__init__("Aide")
        self.pages = QListWidget()
        self.pages.setFixedWidth(theme.px(280))
        self.pages.setAccessibleName("Pages du guide")
        self.browser = QTextBrowser()
        self.browser.setOpenLinks(False)
        self.browser.setSearchPaths([str(guide_dir())])
        self.browser.anchorClicked.connect(self._follow)
        self._paths = guide_pages()
        for path in self._paths:
            item = QListWidgetItem(page_title(path), self.pages)
            item.setData(Qt.ItemDataRole.UserRole, path.stem)
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

    def _show_row(self, index: int) -> None:
        if 0 <= index < len(self._paths):
            self.browser.document().setDefaultStyleSheet(_help_style())
            self.browser.setMarkdown(self._paths[index].read_text(encoding="utf-8"))

    def _follow(self, url: QUrl) -> None:
        """Links stay inside the guide: the program opens no address."""
        self.open(Path(url.path()).stem)


class ShortcutPage(_Page):
    """Every key, by what one wants to do."""

    def __init__(self) -> None:
        super().__init__("Touches du clavier")
        columns = QHBoxLayout()
        columns.setSpacing(48)
        for title, keys in SHORTCUTS:
            block = QVBoxLayout()
            block.setSpacing(8)
            block.addWidget(label(title, "section"))
            for key, words in keys:
                cap = label(key, "strong")
                cap.setMinimumWidth(theme.px(150))
                block.addLayout(row(cap, label(words, "muted", wrap=True), None, spacing=12))
            block.addStretch(1)
            columns.addLayout(block)
        columns.addStretch(1)
        self.content.addLayout(columns, 1)


def guide_pages() -> list[Path]:
    """The pages of the guide, `index` first, then by file name."""
    return sorted(guide_dir().glob("*.md"), key=lambda path: (path.stem != "index", path.name))


def page_title(path: Path) -> str:
    """The first heading of a page."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            return line[2:].strip()
    return path.stem


def _help_style() -> str:
    ink, link = theme.color("text").name(), theme.color("primary-ink").name()
    return f"h1, h2, h3 {{ color: {ink}; }} a {{ color: {link}; }}"

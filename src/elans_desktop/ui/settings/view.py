"""The settings: an outline at the left, one page at a time, each built at its first visit."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from importlib import import_module
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit.layout import column, holder, label, row, scrolled, separator, surface
from elans_desktop.ui.kit.outline import OutlineEntry
from elans_desktop.ui.settings.list_section import ListSection
from elans_desktop.ui.settings.section import Section
from elans_desktop.ui.view import View

OUTLINE = 248
WIDEST_OUTLINE = 344
GROUPS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "Votre structure",
        (
            ("organisation", "Organisation", "OrganisationSection"),
            ("funders", "Financeurs et logos", "FundersSection"),
            ("agreements", "Dispositifs et conventions", "AgreementsSection"),
            ("places", "Lieux", "PlacesSection"),
            ("closures", "Vacances et fermetures", "ClosuresSection"),
            ("professionals", "Intervenants et référents", "ProfessionalsSection"),
        ),
    ),
    (
        "Vos papiers",
        (
            ("texts", "Charte et information", "TextsSection"),
            ("letters", "Modèles de lettres", "LettersSection"),
        ),
    ),
    (
        "Le classeur",
        (
            ("users", "Utilisateurs", "UsersSection"),
            ("lists", "Listes", "ListsSection"),
            ("completeness", "Complétude des dossiers", "CompletenessSection"),
            ("zones", "Communes et zones", "ZonesSection"),
            ("privacy", "Confidentialité", "PrivacySection"),
            ("purge", "Conservation des dossiers", "PurgeSection"),
            ("rules", "Règles et seuils", "RulesSection"),
            ("lock", "Verrouillage", "LockSection"),
            ("backups", "Sauvegardes", "BackupsSection"),
            ("journal", "Historique et postes", "JournalSection"),
        ),
    ),
    (
        "Cet ordinateur",
        (
            ("appearance", "Apparence", "AppearanceSection"),
            ("about", "À propos", "AboutSection"),
        ),
    ),
)
"""Groups of the outline: (key, words, class of `<key>_section.py`)."""

GUIDE = {
    "letters": "courriers",
    "privacy": "confidentialite",
    "purge": "conservation",
    "backups": "sauvegardes",
    "journal": "annuler-et-historique",
}
"""What F1 opens on the pages that have one of their own in the guide."""


class SettingsView(View):
    """Réglages."""

    help_page: ClassVar[str] = "reglages"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._classes = {key: name for _group, lines in GROUPS for key, _words, name in lines}
        self._built: dict[str, Section] = {}
        self._stale_pages: set[str] = set()
        self._entries: dict[str, OutlineEntry] = {}
        self.pages = QStackedWidget()
        outline = self._make_outline()
        whole = row(spacing=0)
        whole.addWidget(outline)
        whole.addWidget(separator(vertical=True))
        whole.addWidget(self.pages, 1)
        self.setLayout(whole)
        self._key = GROUPS[0][1][0][0]
        self._entries[self._key].setChecked(True)

    def _make_outline(self) -> QWidget:
        lines = column(label("Réglages", "title"), 8, spacing=0, margins=(24, 16, 16, 16))
        for group, entries in GROUPS:
            lines.addSpacing(theme.px(8))
            lines.addWidget(label(group, "caption"))
            lines.addSpacing(theme.px(4))
            for key, words, _name in entries:
                entry = OutlineEntry(words)
                entry.setAutoExclusive(False)
                entry.clicked.connect(self._opener(key))
                entry.installEventFilter(self)
                self._entries[key] = entry
                lines.addWidget(entry)
        lines.addStretch(1)
        self.outline = scrolled(holder(lines))
        self._fit()
        theme.signals.changed.connect(self._fit)
        return self.outline

    def _fit(self) -> None:
        self.outline.setFixedWidth(min(theme.px(OUTLINE), WIDEST_OUTLINE))

    def _opener(self, key: str) -> Callable[[], None]:
        return lambda: self.go_to(key)

    @property
    def current(self) -> Section:
        """The page on show."""
        return self.section(self._key)

    def section(self, key: str) -> Section:
        """A page, built at its first visit. Raises KeyError."""
        if key not in self._built:
            module = import_module(f"elans_desktop.ui.settings.{key}_section")
            made: Section = getattr(module, self._classes[key])(self.context)
            self._built[key] = made
            self._stale_pages.add(key)
            self.pages.addWidget(surface(made, "background"))
        return self._built[key]

    def current_help_page(self) -> str:
        """That of the page on show."""
        inner = super().current_help_page()
        return GUIDE.get(self._key, inner) if inner == self.help_page else inner

    def go_to(self, key: str) -> None:
        """Show a page, unless the one on show wants to be kept first."""
        if key != self._key and not self.current.leave():
            key = self._key
        self._key = key
        for name, entry in self._entries.items():
            entry.setChecked(name == key)
        page = self.section(key)
        self._refresh_page(key)
        self.pages.setCurrentWidget(page)

    def _refresh_page(self, key: str) -> None:
        if key in self._stale_pages:
            self._stale_pages.discard(key)
            self._built[key].refresh()

    def refresh(self) -> None:
        """Show the page, read again."""
        self._stale_pages.update(self._built)
        self.go_to(self._key)

    def _on_changed(self, tables: frozenset[str]) -> None:
        touched = {key for key, page in self._built.items() if page.tables & tables}
        self._stale_pages |= touched
        if self._key in touched and self.isVisible():
            self._refresh_page(self._key)

    def open_item(self, kind: str, item_id: uuid.UUID | None) -> None:
        """`kind` is the key of a page (organisation, places, users…); `item_id` one of its lines."""
        if kind in self._classes:
            self.go_to(kind)
            page = self.current
            if item_id is not None and isinstance(page, ListSection):
                page.open(item_id)

    def start_new(self) -> None:
        """A new line of the list on show."""
        self.current.start_new()

    def save(self) -> None:
        """Keep the form on show."""
        self.current.save()

    def leave(self) -> bool:
        """Keep what is typed; nothing prevents another tab or the lock."""
        for page in self._built.values():
            page.keep_drafts()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Haut and Bas walk the outline; a button would only pass the focus on."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            if step:
                keys = list(self._entries)
                self.go_to(keys[(keys.index(self._key) + step) % len(keys)])
                self._entries[self._key].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

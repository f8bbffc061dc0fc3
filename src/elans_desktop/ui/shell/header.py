"""The header: logo, organisation, agreement and year, search, undo, settings, lock, help."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from elans_desktop.services.governance import structures
from elans_desktop.services.organisation import agreements
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.elided import Elided
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.fields_choice import ComboBox
from elans_desktop.ui.kit.layout import label, surface
from elans_desktop.ui.shell.search_box import SearchBox
from elans_desktop.ui.theme.dress import wear

HEIGHT = 48


class Header(QWidget):
    """48 px at the top of every page."""

    settings_asked = Signal()
    lock_asked = Signal()
    help_asked = Signal()
    undo_asked = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._scopes: tuple[agreements.ScopeChoice, ...] = ()
        surface(self)
        self.setFixedHeight(theme.px(HEIGHT))
        self.organisation = Elided("", "muted")
        self.organisation.setMaximumWidth(theme.px(240))
        self.scope = ComboBox()
        self.scope.setAccessibleName("Convention et année")
        self.scope.setToolTip("Convention et année montrées dans tous les onglets")
        self.scope.setFixedWidth(theme.px(190))
        self.scope.activated.connect(self._scope_chosen)
        self.search = SearchBox(context)
        self.undo = buttons.quiet("Annuler", "undo-2", self.undo_asked.emit)
        name = label("ELANS", "strong")
        wear(name, "section")
        line = QHBoxLayout(self)
        line.setContentsMargins(24, 0, 16, 0)
        line.setSpacing(12)
        line.addWidget(Icon("logo", "primary", 24))
        line.addWidget(name)
        line.addWidget(self.organisation)
        line.addSpacing(8)
        line.addWidget(self.scope)
        line.addSpacing(16)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.search.setMaximumWidth(theme.px(400))
        line.addWidget(self.search, 100)
        line.addStretch(1)
        line.addWidget(self.undo)
        line.addWidget(buttons.icon_button("settings", "Réglages", self.settings_asked.emit))
        line.addWidget(buttons.icon_button("lock", "Verrouiller (Ctrl+L)", self.lock_asked.emit))
        line.addWidget(buttons.icon_button("circle-question-mark", "Aide (F1)", self.help_asked.emit))
        context.bridge.changed.connect(self._changed)
        theme.signals.changed.connect(self._restyle)
        self.refresh()

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(HEIGHT))
        self.organisation.setMaximumWidth(theme.px(240))
        self.scope.setFixedWidth(theme.px(190))
        self.search.setMaximumWidth(theme.px(400))

    def refresh(self) -> None:
        """Read the organisation, the agreements and what Ctrl+Z would undo."""
        bridge = self.context.bridge
        ours = bridge.read(structures.ours)
        self.organisation.setText(ours.name if ours else "")
        self._scopes = bridge.read(agreements.scope_choices)
        self.scope.clear()
        for choice in self._scopes:
            self.scope.addItem(choice.label)
        current = next((i for i, choice in enumerate(self._scopes) if choice.scope == bridge.scope), 0)
        self.scope.setCurrentIndex(current)
        self.refresh_undo()

    def refresh_undo(self) -> None:
        """Name what Ctrl+Z would undo."""
        undone = self.context.bridge.undo_label()
        self.undo.setEnabled(undone is not None)
        self.undo.setToolTip(f"Annuler : {undone} (Ctrl+Z)" if undone else "Rien à annuler")

    def _changed(self, tables: frozenset[str]) -> None:
        if tables & {"agreement", "structure", "scheme"}:
            self.refresh()
        else:
            self.refresh_undo()

    def _scope_chosen(self, index: int) -> None:
        self.context.bridge.set_scope(self._scopes[index].scope)

"""The panel at the right of a view: title, cross, scrolling content, notices, actions at the foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from elans_desktop.ui import theme
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.layout import column, holder, label, row, scrolled, separator, surface


class SidePanel(QWidget):
    """A panel of 360 (or 352, 392) on the surface. Add content to `body`; `closed` by its cross.

    `notices`: what stays in sight over the foot, whatever the content scrolls to."""

    closed = Signal()

    def __init__(
        self,
        title: str,
        *,
        icon: str = "",
        width: int = 360,
        actions: Sequence[QWidget] = (),
        foot: Sequence[QWidget] = (),
        closable: bool = True,
    ) -> None:
        super().__init__()
        self._width = width
        self.title: QLabel = label(title, "panel")
        self.title.setWordWrap(True)
        head = row(margins=(24, 16, 16, 8))
        if icon:
            head.addWidget(Icon(icon, "primary-ink", 20))
        head.addWidget(self.title, 1)
        for action in actions:
            head.addWidget(action)
        if closable:
            head.addWidget(buttons.icon_button("x", "Fermer le panneau", self.closed.emit))
        self.body = column(spacing=8, margins=(24, 0, 24, 16))
        content = holder(column(self.body, None, spacing=0))
        inside = column(head, spacing=0)
        self.area = scrolled(content, "surface")
        inside.addWidget(self.area, 1)
        self.notices = column(spacing=0, margins=(24, 0, 24, 0))
        inside.addLayout(self.notices)
        if foot:
            inside.addWidget(separator())
            inside.addLayout(row(*foot, None, margins=(24, 12, 24, 16)))
        whole = row(separator(vertical=True), spacing=0)
        whole.addLayout(inside, 1)
        self.setLayout(whole)
        surface(self, "surface")
        self.setAccessibleName(title)
        self._fit()
        theme.signals.changed.connect(self._fit)

    def _fit(self) -> None:
        self.setFixedWidth(theme.px(self._width))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page précédente, Page suivante: the content is read to its end from the buttons of the foot too."""
        step = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + step * bar.pageStep())

    def set_title(self, title: str) -> None:
        """Change the title."""
        self.title.setText(title)
        self.setAccessibleName(title)

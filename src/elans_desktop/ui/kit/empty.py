"""Empty states: what this place is for, the first action, and an example."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.layout import column, label

Action = tuple[str, Callable[[], object]]


class EmptyState(QWidget):
    """Icon 32, one bold line, one sentence, a primary action and a link; the last two are optional."""

    def __init__(
        self,
        icon: str,
        title: str,
        sentence: str = "",
        *,
        action: Action | None = None,
        action_icon: str = "plus",
        link: Action | None = None,
    ) -> None:
        super().__init__()
        centre = Qt.AlignmentFlag.AlignHCenter
        self.icon = Icon(icon, "muted", 32)
        self.title = label(title, "strong", wrap=True)
        self.sentence = label(sentence, "secondary", wrap=True)
        self.title.setAlignment(centre)
        self.sentence.setAlignment(centre)
        if not sentence:
            self.sentence.hide()
        whole = column(None, spacing=8, margins=(16, 16, 16, 16))
        whole.addWidget(self.icon, 0, centre)
        whole.addSpacing(4)
        whole.addWidget(self.title)
        whole.addWidget(self.sentence)
        whole.addSpacing(4)
        self.action: buttons.Button | None = None
        self.link: buttons.Button | None = None
        if action is not None:
            self.action = buttons.primary(action[0], action_icon, action[1])
            whole.addWidget(self.action, 0, centre)
        if link is not None:
            self.link = buttons.link(link[0], "", link[1])
            whole.addWidget(self.link, 0, centre)
        whole.addStretch(1)
        self.setLayout(whole)

    def set_words(self, title: str, sentence: str = "") -> None:
        """Change the words."""
        self.title.setText(title)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))

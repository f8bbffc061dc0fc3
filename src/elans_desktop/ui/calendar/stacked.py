"""A banner for narrow panels: its actions stand under its sentence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.empty import Action
from elans_desktop.ui.kit.flow import FlowLayout
from elans_desktop.ui.kit.layout import column


def stacked_banner(text: str, actions: Sequence[Action], tone: str) -> Banner:
    """`tone` as in the kit's banners."""
    banner = Banner(text, tone)
    layout = banner.layout()
    if actions and layout is not None:
        links = FlowLayout(spacing=4)
        for words, run in actions:
            links.addWidget(buttons.link(words, "", run))
        inside = QWidget()
        inside.setLayout(column(banner.words, links, spacing=4))
        layout.addWidget(inside)
        layout.setContentsMargins(12, 8, 12, 8)
    return banner

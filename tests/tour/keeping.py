"""Files whose delay has passed: the assistant, its register, the restricted archive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from PySide6.QtWidgets import QWidget

from elans_desktop.services import restricted
from elans_desktop.services.organisation import settings
from elans_desktop.services.privacy import purge, retention_clocks
from elans_desktop.services.privacy.retention_clocks import Step as ToDo
from elans_desktop.ui.settings.purge_section import PurgeSection
from elans_desktop.ui.settings.view import SettingsView
from elans_desktop.ui.shell.workbench import Workbench
from tests.tour.views import Step, wait


def steps(bench: Workbench, window: QWidget) -> Iterator[Step]:
    """Files whose delay, made short for the picture, has passed; the register; the restricted archive."""

    def assistant() -> QWidget:
        bridge = bench.bridge
        if not bridge.read(purge.register):
            bridge.write("Essai", settings.put, retention_clocks.FILE_MONTHS, 2)
            due = bridge.read(purge.due)
            able = [one.id for one in due if one.step is ToDo.RESTRICT]
            bridge.write("Essai", purge.restrict, able[:2])
            bridge.write("Essai", purge.keep, able[2:3], date(2028, 3, 31), "Contentieux en cours")
            bench.navigate("settings", "backups")
        bench.navigate("settings", "purge")
        wait(lambda: _purge_section(bench).table.model.total() > 0)
        _purge_section(bench).table.view.go_to(2)
        return window

    def register() -> QWidget:
        _purge_section(bench).register_button.click()
        return window

    def gate() -> QWidget:
        assistant()
        kept = [one.id for one in bench.bridge.read(purge.watched) if one.clock.restricted_on is not None]
        bench.navigate("participants", "participant", kept[-1])
        return window

    def opened_file() -> QWidget:
        assistant()
        kept = [one.id for one in bench.bridge.read(purge.watched) if one.clock.restricted_on is not None]
        bench.bridge.write("Essai", restricted.open_file, kept[0], "controle")
        bench.navigate("participants", "participant", kept[0])
        return window

    yield "conservation", assistant
    yield "conservation-registre", register
    yield "archive-restreinte", gate
    yield "archive-restreinte-ouverte", opened_file


def _purge_section(bench: Workbench) -> PurgeSection:
    view = bench.current_view()
    assert isinstance(view, SettingsView)
    section = view.section("purge")
    assert isinstance(section, PurgeSection)
    return section

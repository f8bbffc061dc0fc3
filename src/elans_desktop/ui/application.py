"""Start of the program: the unlock screen is painted first, everything heavy is imported behind it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from elans_desktop import __version__
from elans_desktop.ui import theme
from elans_desktop.ui.shell.bug_report import BugCatcher
from elans_desktop.ui.shell.window import Window

BACKUP_SUFFIX = ".elans"


def make_application(argv: list[str]) -> QApplication:
    """The QApplication, dressed and speaking French."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    app = QApplication([*argv, *theme.FUSION])
    app.setApplicationName("ELANS")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("elans-desktop")
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_fr", folder):
        app.installTranslator(translator)
    from elans_desktop.ui import machine

    look = machine.load()
    theme.prepare(app, look.theme, look.text_scale, fusion=True)
    return app


def _first_screen() -> tuple[QApplication, Window]:
    """The application and its window, ready to show."""
    app = make_application(sys.argv[:1])
    catcher = BugCatcher(app)
    catcher.install()
    window = Window()
    window.set_bug_reporter(catcher.catch)

    def show(report: str) -> None:
        from elans_desktop.ui.kit import dialogs

        dialogs.show_report(window, report)

    catcher.connect_report(show)
    return app, window


def run(folder: Path | None = None) -> int:
    """Open the window, on a classeur (or a backup to restore) when one is given; returns the exit code."""
    if not has_display():
        sys.stderr.write("Aucun écran : la fenêtre ne peut pas s’ouvrir ici. Voyez : elans-desktop --aide.\n")
        return 1
    app, window = _first_screen()
    if folder is not None and folder.suffix == BACKUP_SUFFIX:
        QTimer.singleShot(0, lambda: _restore(window, folder))
    elif folder is not None:
        window.welcome.refresh(str(folder.resolve()))
    window.welcome.painted.connect(lambda: QTimer.singleShot(0, lambda: begin_preload(app)))
    window.show_fitted()
    return app.exec()


def begin_preload(app: QApplication) -> None:
    """Import what will be needed, behind the first screen."""
    from elans_desktop.ui.preload import Preload

    Preload(app).start()


def has_display() -> bool:
    """Whether a window can show: on Linux it takes a display, or a platform chosen on purpose."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _restore(window: Window, file: Path) -> None:
    from elans_desktop.ui.shell import opening

    opening.restore(window, file)


def measure_start() -> int:
    """Show the unlock screen, print the milliseconds since the process began to its first paint, stop."""
    app, window = _first_screen()

    def painted() -> None:
        sys.stdout.write(f"{round((time.time() - _process_start()) * 1000)}\n")
        sys.stdout.flush()
        app.quit()

    window.welcome.painted.connect(lambda: QTimer.singleShot(0, painted))
    window.show_fitted()
    app.exec()
    return 0


def _process_start() -> float:
    """When this process was born (seconds since 1970); its import time counts in what a person waits."""
    try:
        ticks = int(Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19])
        uptime = float(Path("/proc/uptime").read_text().split()[0])
        return time.time() - uptime + ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return time.time() - time.process_time()

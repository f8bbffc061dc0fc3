"""The one entry: words are a command, no word (or a folder) opens the window."""

from __future__ import annotations

import gc
import os
import sys


def main(argv: list[str] | None = None) -> int:
    """Run a command of the command line, or the window; returns the exit code."""
    words = sys.argv[1:] if argv is None else argv
    if words == ["--mesurer-demarrage"]:
        gc.disable()  # see below
        from elans_desktop.ui.application import measure_start

        return measure_start()
    if words == ["--autotest"]:
        from elans_desktop.ui.autotest import autotest

        return autotest()
    if words == ["galerie"]:
        from elans_desktop.ui.gallery import main as gallery

        return gallery()
    if not words or (len(words) == 1 and _is_path(words[0])):
        # What a start imports lives as long as the program: the collector, which would go through it a
        # hundred times, comes back once everything is there.
        gc.disable()
        from pathlib import Path

        from elans_desktop.ui.application import run

        return run(Path(words[0]) if words else None)
    from elans_desktop.cli import run as run_command

    return run_command(words)


def _is_path(word: str) -> bool:
    """A classeur (or a backup) given as the only word: something that exists, or that is written as a path; a
    misspelt command is neither."""
    from elans_desktop.cli.words import COMMANDS

    if word.startswith("-") or word in COMMANDS:
        return False
    return os.path.exists(word) or any(sign in word for sign in "/\\.")


if __name__ == "__main__":
    raise SystemExit(main())

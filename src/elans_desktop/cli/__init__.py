"""The command line: the same services as the window, for scripts, support and tests. Never needs a display.

Exit codes: 0 done · 1 problem found or failed · 2 misused.
"""

from __future__ import annotations

import sys
from io import TextIOWrapper

from elans_desktop.cli.parser import make_parser
from elans_desktop.core.errors import ElansError


def run(words: list[str]) -> int:
    """Run one command; returns its exit code. Problems are French sentences on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    parser = make_parser()
    try:
        asked = parser.parse_args(words)
    except SystemExit as stop:
        return int(stop.code or 0)
    if asked.act is None:
        parser.print_help()
        return 2
    try:
        return asked.act(asked)
    except ElansError as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Arrêté à votre demande.", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 1

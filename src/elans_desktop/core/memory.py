"""Giving back to the system the memory that a long read has freed; how often cycles are looked for."""

from __future__ import annotations

import contextlib
import gc
import sys

LONG = 5_000
"""Rows from which it is worth its 20 ms."""


_OBJECTS_BETWEEN_COLLECTIONS = 50_000


def collect_seldom() -> None:
    """Look for cycles, among what comes from now on, and not every 700 new objects.

    Modules live as long as the program, and thousands of rows make no cycle: going through all of them
    doubled the first visit of a tab.
    """
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 10, 10)
    gc.enable()


def give_back() -> None:
    """Ask the C library for it where it can be asked (glibc); elsewhere nothing needs to be."""
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(AttributeError, OSError):
            ctypes.CDLL(None).malloc_trim(0)

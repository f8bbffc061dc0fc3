"""Giving back to the system the memory that a long read has freed."""

from __future__ import annotations

import contextlib
import sys

LONG = 5_000
"""Rows from which it is worth its 20 ms."""


def give_back() -> None:
    """Ask the C library for it where it can be asked (glibc); elsewhere nothing needs to be."""
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(AttributeError, OSError):
            ctypes.CDLL(None).malloc_trim(0)

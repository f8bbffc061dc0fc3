"""The windows: the only floor that knows Qt."""

from __future__ import annotations

import sys


def _keep_none_alive() -> None:
    """PySide6 6.12.0 gives back `None` without counting it: before Python 3.12, where None became immortal,
    a few thousand Qt calls end in « none_dealloc ». Give it the same immortality here."""
    import ctypes

    ctypes.c_ssize_t.from_address(id(None)).value += 1 << 40


if sys.version_info < (3, 12):
    _keep_none_alive()

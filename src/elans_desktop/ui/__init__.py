"""The windows: the only floor that knows Qt."""

from __future__ import annotations

import sys


def _keep_constants_alive() -> None:
    """PySide6 6.12.0 gives back None, True and False without counting them: before Python 3.12, where they
    became immortal, a few thousand Qt calls end in « none_dealloc ». Give them the same immortality here."""
    import ctypes

    for constant in (None, True, False):
        ctypes.c_ssize_t.from_address(id(constant)).value += 1 << 40


if sys.version_info < (3, 12):
    _keep_constants_alive()

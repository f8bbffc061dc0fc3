"""The windows: the only floor that knows Qt.

The namespace `Qt` holds 1,200 constants, which PySide makes all at once with the first one asked for: a tenth
of the time to the first screen. What that screen runs before it is painted writes `QtCore.Qt.…` (looked up
when used, not when imported) and does without; a test watches.
"""

from __future__ import annotations

import builtins
import sys
from importlib import import_module


def _import_plainly() -> None:
    """Give the import statement back to Python.

    PySide takes it to read the source of every module imported after itself, in search of its optional
    spellings, which nobody uses here: 30 MB kept for good, and their reading time.
    """
    import_module("PySide6.QtCore")
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain


_import_plainly()


def _keep_constants_alive() -> None:
    """PySide6 6.12.0 gives back None, True and False without counting them: before Python 3.12, where they
    became immortal, a few thousand Qt calls end in « none_dealloc ». Give them the same immortality here."""
    import ctypes

    for constant in (None, True, False):
        ctypes.c_ssize_t.from_address(id(constant)).value += 1 << 40


if sys.version_info < (3, 12):
    _keep_constants_alive()

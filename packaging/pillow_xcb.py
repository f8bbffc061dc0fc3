"""Make Pillow use the system's libxcb, as Qt does, rather than its own copy (2.3 MB with its libXau).

Pillow asks it for screenshots alone. The name of a library stands in the table of strings of those that need
it; a shorter name fits in its place.
"""

from __future__ import annotations

import re
from pathlib import Path

SYSTEM_NAME = b"libxcb.so.1"
WHEEL_NAME = re.compile(rb"\0(libxcb-[0-9a-f]{8}\.so[.0-9]*)\0")
COPIES = ("libxcb-????????.so*", "libXau-????????.so*")


def rename(library: bytes) -> bytes:
    """The library, needing the system's libxcb. Raises ValueError when it does not name the wheel's once."""
    found = WHEEL_NAME.findall(library)
    if len(found) != 1:
        raise ValueError(f"this library names libxcb {len(found)} times")
    return library.replace(found[0], SYSTEM_NAME.ljust(len(found[0]), b"\0"))


def use_the_system_one(application: Path) -> None:
    """Change the packed Pillow and leave its two copies out."""
    (library,) = application.rglob("PIL/_imaging.*.so")
    library.write_bytes(rename(library.read_bytes()))
    for pattern in COPIES:
        for copy in application.rglob(pattern):
            copy.unlink()

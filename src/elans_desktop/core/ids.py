"""Identifiers that never collide between laptops.

UUIDv7 for ordinary rows; UUIDv5 of `table:part:part` for rows with a natural key, so that the same
row made on two laptops is one row. Rows are numbered by the program, never by the database.
"""

from __future__ import annotations

import os
import threading
import uuid

from elans_desktop.core import clock

NAMESPACE = uuid.UUID("6f1f0f0e-5d0c-5b7a-9d39-0e1a4e5a0f52")
"""Fixed for ever: changing it would split every keyed row in two."""

_lock = threading.Lock()
_last = 0


def new_id() -> uuid.UUID:
    """A UUIDv7 (RFC 9562): 48 bits of UTC milliseconds, then a counter, then randomness.

    Strictly increasing within a process, even when the clock goes back.
    """
    global _last
    with _lock:
        tick = max((clock.now_ms() & 0xFFFF_FFFF_FFFF) << 12, _last + 1)
        _last = tick
    milliseconds, counter = tick >> 12, tick & 0xFFF
    random_bits = int.from_bytes(os.urandom(8)) & 0x3FFF_FFFF_FFFF_FFFF
    return uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | counter << 64 | 0b10 << 62 | random_bits)


def keyed_id(table: str, *parts: object) -> uuid.UUID:
    """The UUIDv5 of a row with a natural key: `table:part:part` (UUIDs as their 32 hex digits)."""
    words = [part.hex if isinstance(part, uuid.UUID) else str(part) for part in parts]
    return uuid.uuid5(NAMESPACE, ":".join([table, *words]))

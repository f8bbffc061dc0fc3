"""Who opens a classeur, read from `keys.json` for the first screen: nothing of the cryptography is imported.

The file is verified when the classeur is opened (`keys.read`), or at once when it cannot be read here.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

FILE = "keys.json"


class Known(NamedTuple):
    """Someone who can open the classeur: identifier (hex), name, function."""

    id: str
    name: str
    function: str


def users(folder: Path) -> tuple[Known, ...]:
    """Those who open the classeur of a folder. Raises what `keys.read` raises."""
    try:
        stored = json.loads((folder / FILE).read_bytes())
        found = tuple(Known(str(u["id"]), str(u["name"]), str(u["function"])) for u in stored["users"])
    except (OSError, ValueError, KeyError, TypeError):
        found = ()
    if found:
        return found
    from elans_desktop.storage import keys

    return tuple(Known(slot.id.hex, slot.name, slot.function) for slot in keys.read(folder).users)

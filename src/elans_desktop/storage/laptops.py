"""Incarnations of a workspace: one for each machine and place it lives in.

The machine keeps, by workspace and folder, the identifier it was given; the base names it too. When
the two do not agree, the folder was moved, copied, or put back from a copy: a new one is drawn, so
that two bases never give the same rank to two operations.
"""

from __future__ import annotations

import json
import platform
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import ElansError
from elans_desktop.core.formats import NBSP
from elans_desktop.core.ids import new_id
from elans_desktop.core.paths import user_data_dir
from elans_desktop.models.journal import Laptop, Operation
from elans_desktop.storage import files

Arrival = Literal["moved", "copy"]
"""How a workspace came here: « déplacé ici », or « copie sur un autre poste »."""


_NEVER_REACHED = 2**62
"""A rank that no base has."""


class ForeignMachine(ElansError):
    """The workspace opens here for the first time: open again with `on_foreign="moved"` or `"copy"`."""

    def __init__(self) -> None:
        super().__init__(
            "Ce classeur s’ouvre pour la première fois à cet endroit de cet ordinateur.",
            f"Dites s’il a été déplacé ici, ou si c’est une copie{NBSP}: l’autre poste garde alors le sien.",
        )


@dataclass(frozen=True, slots=True)
class Held:
    """What this machine remembers of a workspace in a folder."""

    laptop_id: uuid.UUID
    seq: int
    """Rank of the last operation made here when it was closed; 0 when unknown."""


def held_here(workspace: uuid.UUID, folder: Path) -> Held | None:
    """What this machine remembers, or None: never opened here."""
    found = _read().get(_name(workspace, folder))
    try:
        return Held(uuid.UUID(hex=found["laptop"]), int(found["seq"])) if found else None
    except (KeyError, ValueError, TypeError):
        return None


def remember(workspace: uuid.UUID, folder: Path, laptop_id: uuid.UUID, seq: int = 0) -> None:
    """Note which incarnation this machine holds in a folder."""
    stored = _read()
    stored[_name(workspace, folder)] = {"laptop": laptop_id.hex, "seq": seq}
    with files.system_errors():
        files.write_atomically(_file(), json.dumps(stored).encode("utf-8"))


def mark_restored(workspace: uuid.UUID, folder: Path) -> None:
    """Hold a folder under an incarnation that is behind: its next opening draws one, as a copy, without
    asking, and retires the one it replaces."""
    held = held_here(workspace, folder)
    remember(workspace, folder, held.laptop_id if held else uuid.UUID(int=0), _NEVER_REACHED)


def still_valid(session: Session, held: Held) -> bool:
    """Whether the base knows that incarnation, and was not put back to an earlier state since."""
    if session.get(Laptop, held.laptop_id) is None:
        return False
    return last_seq(session, held.laptop_id) >= held.seq


def last_seq(session: Session, laptop_id: uuid.UUID) -> int:
    """The rank of the last operation of an incarnation in this base."""
    return session.scalar(select(func.max(Operation.seq)).where(Operation.laptop_id == laptop_id)) or 0


def draw(session: Session, arrival: Arrival) -> Laptop:
    """A new incarnation, for the caller to add: moved, it keeps the last letter; copied, takes the next."""
    last = last_used(session) if arrival == "moved" else None
    return Laptop(
        id=new_id(),
        letter=last.letter if last else next_letter(set(session.scalars(select(Laptop.letter)))),
        name=platform.node()[:200],
        created_at=clock.now_ms(),
        retired_at=None,
    )


def retire(session: Session, laptop_id: uuid.UUID, *, retired: bool = True) -> None:
    """Say that a laptop is no longer used, so that the old history need not wait for it; or that it is."""
    laptop = session.get(Laptop, laptop_id)
    if laptop is not None and (laptop.retired_at is not None) != retired:
        laptop.retired_at = clock.now_ms() if retired else None


def next_letter(taken: set[str]) -> str:
    """A, B… Z, AA, AB…: the first one free."""
    rank = 1
    while (letter := _letter(rank)) in taken:
        rank += 1
    return letter


def _letter(rank: int) -> str:
    letters = ""
    while rank:
        rank, rest = divmod(rank - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def last_used(session: Session) -> Laptop | None:
    """The incarnation that made the last operation of the base."""
    latest = select(Operation.laptop_id).order_by(Operation.stamp_ms.desc(), Operation.stamp_counter.desc())
    laptop_id = session.scalar(latest.limit(1))
    return session.get(Laptop, laptop_id) if laptop_id else None


def _name(workspace: uuid.UUID, folder: Path) -> str:
    return f"{workspace.hex} {folder.resolve()}"


def _file() -> Path:
    return user_data_dir() / "laptops.json"


def _read() -> dict[str, Any]:
    try:
        stored = json.loads(_file().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return cast("dict[str, Any]", stored) if isinstance(stored, dict) else {}

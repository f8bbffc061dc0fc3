"""What the classeur keeps: a row that must exist, the identifier of one shown with its form."""

from __future__ import annotations

import uuid
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from elans_desktop.core.errors import NotFoundError
from elans_desktop.models.base import Base

Row = TypeVar("Row", bound=Base)


class _Input(Protocol):
    @property
    def id(self) -> uuid.UUID | None: ...


class _WithInput(Protocol):
    @property
    def input(self) -> _Input: ...


class Kept:
    """Mixed into the rows that carry, as `input`, all that their form needs: they are all in the classeur."""

    __slots__ = ()

    @property
    def id(self: _WithInput) -> uuid.UUID:
        """Its identifier."""
        assert self.input.id is not None
        return self.input.id


def existing(session: Session, model: type[Row], key: uuid.UUID | None, gone: str, advice: str = "") -> Row:
    """The row of this key. Raises NotFoundError, with the sentence `gone`, when there is none."""
    found = session.get(model, key) if key else None
    if found is None:
        raise NotFoundError(gone, advice)
    return found

"""One writing session on a classeur of its own."""

from __future__ import annotations

import uuid
from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from elans_desktop.models import Base
from elans_desktop.storage.actor import Actor


@contextmanager
def open_session() -> Generator[Session]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.info["actor"] = Actor(uuid.uuid4(), None, "Marie D.", "administration", uuid.uuid4(), "A")
        yield session
    engine.dispose()

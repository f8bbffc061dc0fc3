"""What is asked of a printed document, and the trace kept of the ones that left the program."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.documents import IssuedDocument
from elans_desktop.services.paper import PaperView
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage.actor import actor_of


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """Which document, about what: a period, some things, a variant. Days are inclusive."""

    key: str
    start: date | None = None
    end: date | None = None
    object_ids: tuple[uuid.UUID, ...] = ()
    variant: str | None = None
    scope: Scope = field(default=EVERYTHING)


@dataclass(frozen=True, slots=True)
class Preparation:
    """How the views of a document are made from the classeur."""

    prepare: Callable[[Session, DocumentRequest], Sequence[PaperView]]
    subject_table: str | None = None
    """The table that `object_ids` name, for the trace."""
    example: Callable[[Session], tuple[uuid.UUID, ...]] | None = None
    """What the example prints of it, for a document that must be asked about something."""
    dated: bool = True
    """The example prints it for the week; otherwise without dates: the document has its own."""


def record_issue(
    session: Session,
    request: DocumentRequest,
    pdf: bytes,
    *,
    pages: int,
    number: str = "",
    subject_table: str | None = None,
    sha256: str = "",
) -> uuid.UUID:
    """Note that a document was printed or saved: number, subject, instant, fingerprint, never its content.
    `sha256`: the fingerprint, when it is known without the whole content at hand."""
    actor = actor_of(session)
    issued = IssuedDocument(
        key=request.key,
        number=number,
        subject_table=subject_table,
        subject_id=request.object_ids[0] if len(request.object_ids) == 1 else None,
        issued_at=clock.now_ms(),
        user_id=actor.user_id,
        pages=pages,
        sha256=sha256 or hashlib.sha256(pdf).hexdigest(),
    )
    session.add(issued)
    session.flush()
    return issued.id

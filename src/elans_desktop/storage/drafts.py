"""What a user was typing: encrypted in the base, outside the journal, found again after a power cut."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.journal import Draft
from elans_desktop.storage.actor import actor_of


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft of the user at the keyboard. `values`: what each field held, as JSON values."""

    id: uuid.UUID
    form: str
    subject_id: uuid.UUID | None
    title: str = field(repr=False)
    values: dict[str, Any] = field(repr=False)
    saved_at: int
    """UTC milliseconds."""


def keep(
    session: Session, form: str, subject_id: uuid.UUID | None, title: str, values: dict[str, Any]
) -> None:
    """Keep what is being typed in a form about a subject (None: a new one), in place of the last time."""
    user = actor_of(session).user_id
    key = Draft.key(user, form, subject_id)
    draft = session.get(Draft, key)
    if draft is None:
        draft = Draft(id=key, user_id=user, form=form, subject_id=subject_id)
        session.add(draft)
    draft.title, draft.values, draft.saved_at = title, values, clock.now_ms()
    session.flush()


def find(session: Session, form: str, subject_id: uuid.UUID | None) -> DraftView | None:
    """The draft of a form, if the user left one."""
    draft = session.get(Draft, Draft.key(actor_of(session).user_id, form, subject_id))
    return _view(draft) if draft else None


def mine(session: Session) -> list[DraftView]:
    """Every draft of the user, latest first."""
    query = select(Draft).where(Draft.user_id == actor_of(session).user_id).order_by(Draft.saved_at.desc())
    return [_view(draft) for draft in session.scalars(query)]


def waiting(session: Session, prefix: str) -> dict[tuple[str, uuid.UUID | None], int]:
    """The drafts of the user in the forms whose code begins so: form and subject, then instant. No value."""
    query = select(Draft.form, Draft.subject_id, Draft.saved_at).where(
        Draft.user_id == actor_of(session).user_id, Draft.form.startswith(prefix, autoescape=True)
    )
    return {(form, subject): saved_at for form, subject, saved_at in session.execute(query)}


def discard(session: Session, form: str, subject_id: uuid.UUID | None) -> None:
    """Forget a draft: saved at last, or thrown away."""
    draft = session.get(Draft, Draft.key(actor_of(session).user_id, form, subject_id))
    if draft is not None:
        session.delete(draft)
        session.flush()


def _view(draft: Draft) -> DraftView:
    return DraftView(draft.id, draft.form, draft.subject_id, draft.title, draft.values, draft.saved_at)

"""The photo of a person (domain.md §5.1: optional, off by default): an attached image of a kind of its own.

It is shown at the head of the file and nowhere else: no list, no sheet. As an attachment, it goes with the
export of the person and with the anonymising.
"""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.models.journal import Blob
from elans_desktop.models.privacy import Attachment
from elans_desktop.services import file_types, restricted
from elans_desktop.services.organisation import settings
from elans_desktop.services.permissions import Right, require

KIND = "portrait"
"""Code of the list `attachment_kinds`."""


def is_kept(session: Session) -> bool:
    """Whether this classeur shows the photos of people."""
    return bool(settings.get(session, settings.PORTRAITS))


def keep(session: Session, *, on: bool) -> None:
    """Decide it. Turned off, a photo already attached stays among the documents of the file."""
    require(session, Right.ADMINISTER)
    settings.put(session, settings.PORTRAITS, on)


def latest(session: Session, participant_id: uuid.UUID) -> bytes | None:
    """The bytes of the last photo attached, PNG, JPEG or WebP; None when there is none or none is shown.

    One said confidential is not: the head of a file is seen by all who open it. Raises PermissionDenied.
    """
    require(session, Right.READ_PEOPLE)
    restricted.check_id(session, participant_id)
    if not is_kept(session):
        return None
    return session.scalar(
        select(Blob.content)
        .join(Attachment, Attachment.sha256 == Blob.sha256)
        .where(
            Attachment.participant_id == participant_id,
            Attachment.kind_code == KIND,
            Attachment.confidential.is_(False),
            Blob.media_type.in_(file_types.IMAGES),
        )
        .order_by(Attachment.added_at.desc(), Attachment.id.desc())
        .limit(1)
    )

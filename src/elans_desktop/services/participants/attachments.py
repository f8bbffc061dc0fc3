"""Files attached to a person: kept inside the encrypted classeur, opened by who may, taken out on demand."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, NotFoundError
from elans_desktop.core.formats import NBSP
from elans_desktop.models.journal import Blob
from elans_desktop.models.organisation import User
from elans_desktop.models.privacy import Attachment
from elans_desktop.services import confidentiality, file_types, files, restricted
from elans_desktop.services.kept import existing
from elans_desktop.services.organisation import reference, settings
from elans_desktop.services.participants import papers
from elans_desktop.services.pathways import support_days
from elans_desktop.services.permissions import Right, require

GONE = "Cette pièce n’est plus dans le dossier."


@dataclass(frozen=True, slots=True)
class AttachmentInput:
    """What is said of an attached file. Its bytes never change: another content is another file."""

    id: uuid.UUID
    name: str = field(repr=False)
    kind_code: str | None = None
    """Code of the list `attachment_kinds`."""
    confidential: bool = False
    dated: date | None = None
    expires_on: date | None = None
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """A file to attach: its name as it was on the disk, its bytes."""

    participant_id: uuid.UUID
    name: str = field(repr=False)
    content: bytes = field(repr=False)
    kind_code: str | None = None
    confidential: bool | None = None
    """None: as the kind says."""
    dated: date | None = None
    expires_on: date | None = None
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A file of the person. `state`: held, soon or expired (`papers.state_words` says it)."""

    id: uuid.UUID
    name: str = field(repr=False)
    media_type: str
    size: int
    kind: str
    added_at: int
    added_by: str = field(repr=False)
    state: str
    input: AttachmentInput = field(repr=False)


@dataclass(frozen=True, slots=True)
class AttachmentsView:
    """The files of a person that the user may see, the latest first; `hidden` counts the others."""

    rows: tuple[AttachmentRow, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class AttachmentContent:
    """The bytes of a file, to show or to save."""

    name: str = field(repr=False)
    media_type: str
    content: bytes = field(repr=False)


def of_participant(session: Session, participant_id: uuid.UUID) -> AttachmentsView:
    """The files of a person; no byte is read."""
    require(session, Right.READ_PEOPLE)
    restricted.check_id(session, participant_id)
    allowed = confidentiality.may_read(session, participant_id)
    warning = settings.integer(session, "paper_warning_days")
    labels = reference.labels(session, papers.KINDS)
    users = dict(session.execute(select(User.id, User.name)).all())
    query = (
        select(Attachment, Blob.media_type, Blob.size)
        .outerjoin(Blob, Blob.sha256 == Attachment.sha256)
        .where(Attachment.participant_id == participant_id)
        .order_by(Attachment.added_at.desc(), Attachment.id.desc())
    )
    found = session.execute(query).all()
    shown = tuple(
        AttachmentRow(
            id=row.id,
            name=row.name,
            media_type=media_type or "",
            size=size or 0,
            kind=labels(papers.KINDS, row.kind_code),
            added_at=row.added_at,
            added_by=users.get(row.user_id, "") if row.user_id else "",
            state=papers.state_of(row.expires_on, warning),
            input=_input(row),
        )
        for row, media_type, size in found
        if allowed or not row.confidential
    )
    return AttachmentsView(shown, len(found) - len(shown))


def add(session: Session, new: NewAttachment) -> uuid.UUID:
    """Attach a file: its type read in its bytes, its name made safe. Returns its id.

    Whoever edits files may hand in a confidential paper, even one they cannot open afterwards. Raises
    InputError (« file »: what it is, too heavy, already there), NotFoundError, PermissionDenied.
    """
    actor = require(session, Right.EDIT_PEOPLE)
    support_days.person(session, new.participant_id)
    confidential = new.confidential if new.confidential is not None else _is_sensitive(session, new.kind_code)
    if wrong := _wrong_dates(new.dated, new.expires_on):
        raise InputError(wrong)
    sha256 = files.store_attachment(session, new.content)
    already = select(Attachment.id).where(
        Attachment.participant_id == new.participant_id, Attachment.sha256 == sha256
    )
    if session.scalars(already.limit(1)).first() is not None:
        raise InputError({"file": "Ce fichier est déjà dans ce dossier."})
    info = files.info(session, sha256)
    row = Attachment(
        participant_id=new.participant_id,
        sha256=sha256,
        name=file_types.safe_name(new.name, info.media_type if info else file_types.PDF),
        kind_code=new.kind_code,
        confidential=confidential,
        dated=new.dated,
        expires_on=new.expires_on,
        added_at=clock.now_ms(),
        user_id=actor.user_id,
        note=new.note.strip(),
    )
    session.add(row)
    session.flush()
    return row.id


def save(session: Session, typed: AttachmentInput) -> None:
    """Change what is said of a file. Raises InputError (dates, name), NotFoundError, PermissionDenied."""
    require(session, Right.EDIT_PEOPLE)
    row = _readable(session, typed.id)
    restricted.refuse_writing_about(session, row.participant_id)
    wrong = _wrong_dates(typed.dated, typed.expires_on)
    if not typed.name.strip():
        wrong["name"] = "Écrivez le nom du document."
    if wrong:
        raise InputError(wrong)
    info = files.info(session, row.sha256)
    if info is not None:
        row.name = file_types.safe_name(typed.name, info.media_type)
    row.kind_code, row.confidential = typed.kind_code, typed.confidential
    row.dated, row.expires_on, row.note = typed.dated, typed.expires_on, typed.note.strip()
    session.flush()


def _wrong_dates(dated: date | None, expires_on: date | None) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if dated and dated > clock.today():
        wrong["dated"] = f"Ce document est daté du futur{NBSP}: vérifiez la date."
    if dated and expires_on and expires_on < dated:
        wrong["expires_on"] = f"La fin de validité est avant la date du document{NBSP}: vérifiez les deux."
    return wrong


def remove(session: Session, attachment_id: uuid.UUID) -> None:
    """Take a file out of the folder of a person; Ctrl+Z brings it back while its bytes are kept
    (`unused_files`)."""
    require(session, Right.EDIT_PEOPLE)
    row = _readable(session, attachment_id)
    restricted.refuse_writing_about(session, row.participant_id)
    session.delete(row)


def content(session: Session, attachment_id: uuid.UUID) -> AttachmentContent:
    """The bytes of a file. Raises NotFoundError (the file, or its bytes left on another laptop),
    PermissionDenied."""
    require(session, Right.READ_PEOPLE)
    row = _readable(session, attachment_id)
    blob = session.get(Blob, Blob.key(row.sha256))
    if blob is None:
        raise NotFoundError(
            "Le contenu de cette pièce n’est pas sur cet ordinateur.",
            "Joignez de nouveau le document, ou ouvrez-le sur le poste qui l’a reçu.",
        )
    return AttachmentContent(row.name, blob.media_type, blob.content)


@dataclass(frozen=True, slots=True)
class Weight:
    """How many files are attached, and the bytes they take."""

    count: int
    size: int


def weight(session: Session) -> Weight:
    """All the attached files of the classeur: counted once per content, whoever holds them."""
    kept = select(Attachment.sha256).distinct().subquery()
    query = select(func.count(), func.coalesce(func.sum(Blob.size), 0)).join(
        kept, kept.c.sha256 == Blob.sha256
    )
    many, size = session.execute(query.select_from(Blob)).one()
    return Weight(many, size)


def _readable(session: Session, attachment_id: uuid.UUID) -> Attachment:
    row = existing(session, Attachment, attachment_id, GONE)
    if row.confidential:
        confidentiality.require_for(session, row.participant_id)
    restricted.check_id(session, row.participant_id)
    return row


def _is_sensitive(session: Session, kind_code: str | None) -> bool:
    """Whether a kind of paper is confidential unless somebody says otherwise."""
    kinds = {item.code: item for item in reference.items(session, papers.KINDS, active_only=False)}
    item = kinds.get(kind_code or "")
    return bool(item and item.extra.get("sensitive"))


def _input(row: Attachment) -> AttachmentInput:
    return AttachmentInput(
        id=row.id,
        name=row.name,
        kind_code=row.kind_code,
        confidential=row.confidential,
        dated=row.dated,
        expires_on=row.expires_on,
        note=row.note,
    )

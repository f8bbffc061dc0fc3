"""The letter templates of the classeur and their versions; the bytes are a `Blob`, once per content."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, NotFoundError
from elans_desktop.core.text import fold, sort_key
from elans_desktop.models.journal import Blob
from elans_desktop.models.privacy import LetterTemplate
from elans_desktop.services import files
from elans_desktop.services.contact_fields import tidy
from elans_desktop.services.kept import existing
from elans_desktop.services.participants.letters import archives, filling, shipped
from elans_desktop.services.participants.letters.archives import Template
from elans_desktop.services.permissions import Right, require

GONE = "Ce modèle de lettre n’est plus dans le classeur."
MOST_LETTERS = 120


@dataclass(frozen=True, slots=True)
class TemplateInput:
    """A template as given. `id`: the version it replaces. `content` None: only the words change."""

    id: uuid.UUID | None = None
    title: str = ""
    note: str = ""
    content: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """The version in force of a template."""

    id: uuid.UUID
    title: str
    note: str
    version: int
    kind: str
    """odt · docx."""
    added_at: int
    archived: bool
    size: int
    input: TemplateInput


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version, in force or not."""

    id: uuid.UUID
    version: int
    added_at: int
    size: int


def rows(session: Session, *, archived: bool = False) -> tuple[TemplateRow, ...]:
    """The templates, their latest version each, by title: two reads."""
    found = session.scalars(select(LetterTemplate)).all()
    replaced = {row.replaces_id for row in found if row.replaces_id}
    sizes = dict(
        session.execute(
            select(Blob.sha256, Blob.size).where(Blob.sha256.in_({row.sha256 for row in found}))
        ).all()
    )
    kept = [row for row in found if row.id not in replaced and (archived or row.archived_on is None)]
    return tuple(
        TemplateRow(
            id=row.id,
            title=row.title,
            note=row.note,
            version=row.version,
            kind=_kind(row),
            added_at=row.added_at,
            archived=row.archived_on is not None,
            size=sizes.get(row.sha256, 0),
            input=TemplateInput(id=row.id, title=row.title, note=row.note),
        )
        for row in sorted(kept, key=lambda row: sort_key(row.title))
    )


def versions(session: Session, template_id: uuid.UUID) -> tuple[VersionRow, ...]:
    """The versions of a template, the latest first. Raises NotFoundError."""
    found: list[VersionRow] = []
    row: LetterTemplate | None = existing(session, LetterTemplate, template_id, GONE)
    while row is not None:
        info = files.info(session, row.sha256)
        found.append(VersionRow(row.id, row.version, row.added_at, info.size if info else 0))
        row = session.get(LetterTemplate, row.replaces_id) if row.replaces_id else None
    return tuple(found)


def content(session: Session, template_id: uuid.UUID) -> tuple[str, bytes]:
    """Name of file and bytes of a version, as it was given. Raises NotFoundError."""
    row = existing(session, LetterTemplate, template_id, GONE)
    data = files.load(session, row.sha256)
    if data is None:
        raise NotFoundError("Le fichier de ce modèle n’est pas dans le classeur.", "Ajoutez-le de nouveau.")
    slug = "-".join(fold(row.title).split()) or "modele"
    return f"{slug}.{_kind(row)}", data


def template(session: Session, template_id: uuid.UUID) -> Template:
    """A version, checked again and ready to be filled. Raises NotFoundError, InputError."""
    return archives.opened(content(session, template_id)[1])


def save(session: Session, typed: TemplateInput) -> uuid.UUID:
    """Add a template, give it a new version, or change its words. Returns the id of the version in force.

    Raises InputError({title | file: …}): no title, one already taken, a file that is not a letter, that holds
    macros or an unknown field. NotFoundError, PermissionDenied.
    """
    require(session, Right.ADMINISTER)
    old = existing(session, LetterTemplate, typed.id, GONE) if typed.id else None
    wrong = _problems(session, typed)
    kind = "odt"
    if typed.content is not None:
        try:
            check_file(typed.content)
            kind = archives.opened(typed.content).kind
        except InputError as refusal:
            wrong |= refusal.fields
    elif old is None:
        wrong["file"] = "Choisissez un document LibreOffice (.odt) ou Word (.docx)."
    if wrong:
        raise InputError(wrong)
    if typed.content is None and old is not None:
        old.title, old.note = tidy(typed.title), typed.note.strip()
        session.flush()
        return old.id
    assert typed.content is not None
    sha256 = _store(session, typed.content, archives.MEDIA_TYPES["docx" if kind == "docx" else "odt"])
    row = LetterTemplate(
        title=tidy(typed.title),
        version=old.version + 1 if old else 1,
        media_type=archives.MEDIA_TYPES["docx" if kind == "docx" else "odt"],
        sha256=sha256,
        note=typed.note.strip(),
        added_at=clock.now_ms(),
        replaces_id=old.id if old else None,
        archived_on=None,
    )
    session.add(row)
    session.flush()
    return row.id


def restore(session: Session, template_id: uuid.UUID, version_id: uuid.UUID) -> uuid.UUID:
    """Come back to an older version: a new one, with its bytes. Returns its id."""
    require(session, Right.ADMINISTER)
    current = existing(session, LetterTemplate, template_id, GONE)
    _name, data = content(session, version_id)
    return save(session, TemplateInput(current.id, current.title, current.note, data))


def archive(session: Session, template_id: uuid.UUID, *, away: bool = True) -> None:
    """Put a template out of the choices, or back."""
    require(session, Right.ADMINISTER)
    row = existing(session, LetterTemplate, template_id, GONE)
    row.archived_on = clock.today() if away else None


def check_file(data: bytes) -> None:
    """A file that may become a template. Raises InputError({"file": …})."""
    if problem := filling.problem(archives.opened(data)):
        raise InputError({"file": problem})


def shipped_missing(session: Session) -> bool:
    """Whether a template of the program is not in the classeur, not even in an older version."""
    known = set(session.scalars(select(LetterTemplate.id)))
    return any(shipped.key(code) not in known for code in shipped.templates())


def bring_shipped(session: Session) -> None:
    """Bring the templates of the program, from the settings. Raises PermissionDenied."""
    require(session, Right.ADMINISTER)
    ensure_shipped(session)


def ensure_shipped(session: Session) -> None:
    """Bring the two templates of the program into a classeur just created."""
    for code, (title, note, data) in shipped.templates().items():
        key = shipped.key(code)
        if session.get(LetterTemplate, key) is None:
            session.add(
                LetterTemplate(
                    id=key,
                    title=title,
                    version=1,
                    media_type=archives.ODT,
                    sha256=_store(session, data, archives.ODT),
                    note=note,
                    added_at=clock.now_ms(),
                    replaces_id=None,
                    archived_on=None,
                )
            )
    session.flush()


def _problems(session: Session, typed: TemplateInput) -> dict[str, str]:
    title = tidy(typed.title)
    if not title:
        return {"title": "Donnez un nom à ce modèle."}
    if len(title) > MOST_LETTERS:
        return {"title": f"Ce nom est trop long\u00a0: {MOST_LETTERS} lettres au plus."}
    others = [row for row in rows(session) if row.id != typed.id]
    if any(fold(row.title) == fold(title) for row in others):
        return {"title": "Un autre modèle porte déjà ce nom."}
    return {}


def _kind(row: LetterTemplate) -> str:
    return "docx" if row.media_type == archives.DOCX else "odt"


def _store(session: Session, data: bytes, media_type: str) -> str:
    sha256 = hashlib.sha256(data).hexdigest()
    if session.get(Blob, Blob.key(sha256)) is None:
        session.add(
            Blob(id=Blob.key(sha256), sha256=sha256, media_type=media_type, size=len(data), content=data)
        )
        session.flush()
    return sha256

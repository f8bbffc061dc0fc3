"""What goes in the archive of a person, and the trace it leaves in their file."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, count
from elans_desktop.models.journal import Blob
from elans_desktop.models.organisation import User
from elans_desktop.models.privacy import Attachment
from elans_desktop.models.sheets import SheetScan
from elans_desktop.services import file_types
from elans_desktop.services.participants import merged_files
from elans_desktop.services.participants.paper_people import PersonDataView, TextSheetView
from elans_desktop.services.participants.person_papers import people, texts
from elans_desktop.services.printing.printing import DocumentRequest, record_issue
from elans_desktop.services.privacy import person_requests
from elans_desktop.services.privacy.person_export import content, paper, reading, trail
from elans_desktop.services.privacy.person_export.reading import Gathered
from elans_desktop.services.privacy.person_export.telling import Telling
from elans_desktop.services.privacy.person_requests import ACCESS, ARCHIVE, PORTABILITY, RequestRow
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage import traces
from elans_desktop.storage.actor import actor_of


@dataclass(frozen=True, slots=True)
class Bundle:
    """The archive of a person: all but the bytes of the files, read one at a time when it is written."""

    person_id: uuid.UUID
    number: str
    organisation: str
    made_at: datetime
    data: PersonDataView = field(repr=False)
    note: TextSheetView = field(repr=False)
    """The note of information: purposes, recipients, durations (article 15.1)."""
    content: Mapping[str, Any] = field(repr=False)
    files: Mapping[str, str]
    """Path in the archive of each fingerprint; no path names anybody."""
    size: int
    """Bytes of these files."""
    left_out: tuple[str, ...]
    missing: int
    """Files whose bytes are on another laptop."""
    to_reread: int
    """Interviews with a passage marked to be read again before it is shared."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What an archive would hold, to be told before it is made."""

    mine: int
    """Private notes of the user, then of others."""
    others: int
    may_all: bool
    """The user may hand over the notes of all."""
    files: int
    size: int
    """Bytes."""
    remarks: tuple[str, ...]


def filename(number: str) -> str:
    """« 2027-05-04_donnees-personne_2026-a0031.zip »: it names nobody."""
    return f"{clock.today().isoformat()}_{paper.KEY}_{number.lower()}.zip"


def outline(session: Session, participant_id: uuid.UUID) -> Outline:
    """What an archive of this person would hold. Raises PermissionDenied."""
    gathered = reading.gather(session, participant_id, reading.MINE)
    files, size, missing = _files(session, gathered)
    mine, others = reading.own_notes(session, participant_id)
    return Outline(
        mine,
        others,
        reading.may_read_all_notes(session),
        len(files),
        size,
        _remarks(gathered.to_reread, missing, _left_out(gathered)),
    )


def bundle(
    session: Session, participant_id: uuid.UUID, notes: str = reading.NONE, scope: Scope = EVERYTHING
) -> Bundle:
    """Read everything, of the file where the person is now; nothing is written here.

    `notes`: `reading.MINE`, `ALL` or `NONE`.
    Raises RuleError (an anonymised file), NotFoundError, PermissionDenied.
    """
    participant_id = merged_files.where(session, participant_id)
    asked = DocumentRequest(paper.KEY, object_ids=(participant_id,), scope=scope)
    (case,) = people.gather(session, asked)
    gathered = reading.gather(session, participant_id, notes)
    telling = Telling(session, gathered)
    files, size, missing = _files(session, gathered)
    corrections = trail.corrections(session, gathered, telling)
    accesses, issued = trail.accesses(session, gathered), trail.issued(session, gathered)
    user = session.get(User, actor_of(session).user_id)
    (note,) = texts.prepare_note(session, asked)
    return Bundle(
        person_id=participant_id,
        number=case.person.number,
        organisation=case.letterhead.organisation,
        made_at=clock.local_now(),
        data=paper.view(case, gathered, telling, corrections, accesses, issued, files),
        note=note,
        content=content.document(
            gathered,
            telling,
            corrections,
            accesses,
            issued,
            organisation=case.letterhead.organisation,
            made_by=user.name if user else "",
            files=files,
        ),
        files=files,
        size=size,
        left_out=_left_out(gathered),
        missing=missing,
        to_reread=gathered.to_reread,
    )


def _files(session: Session, gathered: Gathered) -> tuple[dict[str, str], int, int]:
    """The path of each file, their bytes together, how many are not on this laptop."""
    wanted: dict[str, str] = {}
    for row in gathered.rows.get("attachment", ()):
        if isinstance(row, Attachment):
            wanted.setdefault(row.sha256, "pieces/piece")
    for row in gathered.rows.get("sheet_scan", ()):
        if isinstance(row, SheetScan):
            wanted.setdefault(row.sha256, "feuilles/feuille")
    query = select(Blob.sha256, Blob.media_type, Blob.size).where(Blob.sha256.in_(list(wanted)))
    known = {sha256: (kind, size) for sha256, kind, size in session.execute(query)} if wanted else {}
    paths: dict[str, str] = {}
    ranks: dict[str, int] = {}
    for sha256, stem in wanted.items():
        if sha256 in known:
            ranks[stem] = ranks.get(stem, 0) + 1
            ending = file_types.EXTENSIONS.get(known[sha256][0], "")
            paths[sha256] = f"{stem}-{ranks[stem]:02}{ending}"
    return paths, sum(size for _kind, size in known.values()), len(wanted) - len(paths)


def label(made: Bundle) -> str:
    """The words of the operation in the history of the classeur: the number names nobody."""
    return f"Remettre toutes ses données à la personne du dossier {made.number}"


def remarks(made: Bundle) -> tuple[str, ...]:
    """What whoever makes the archive should know before it is handed over."""
    return _remarks(made.to_reread, made.missing, made.left_out)


def _left_out(gathered: Gathered) -> tuple[str, ...]:
    return tuple(f"{one.what} ({one.many}){NBSP}: {one.why}" for one in gathered.left_out)


def _remarks(to_reread: int, missing: int, left_out: tuple[str, ...]) -> tuple[str, ...]:
    said: list[str] = []
    if to_reread:
        many = count(to_reread, "entretien porte", "entretiens portent")
        said.append(
            f"{many} un passage à relire{NBSP}: voyez s’il parle de quelqu’un d’autre avant de le remettre."
        )
    if missing:
        many = count(missing, "pièce n’est pas", "pièces ne sont pas")
        said.append(f"{many} sur cet ordinateur{NBSP}: refaites l’archive sur le poste qui les a reçues.")
    said += [f"N’y est pas{NBSP}: {one}" for one in left_out]
    return tuple(said)


def note_made(session: Session, made: Bundle, *, pages: int, sha256: str) -> None:
    """The archive was written: a trace of the access, and of what left. Its content is kept nowhere."""
    traces.record(session, traces.EXPORTED, "participant", made.person_id)
    asked = DocumentRequest(ARCHIVE, object_ids=(made.person_id,))
    record_issue(session, asked, b"", pages=pages, subject_table="participant", sha256=sha256)


def awaited(session: Session, participant_id: uuid.UUID) -> RequestRow | None:
    """The request that such an archive answers, the first due; None when nobody asked in writing."""
    found = [
        one
        for one in person_requests.of_participant(session, participant_id)
        if one.waits and one.input.kind_code in (ACCESS, PORTABILITY)
    ]
    return min(found, key=lambda one: one.due_on, default=None)

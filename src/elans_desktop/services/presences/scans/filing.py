"""Scanned pages filed on their sheets by their code; the others put aside, never dropped."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.core.formats import NBSP, count, date_medium
from elans_desktop.models.activities import Activity
from elans_desktop.models.sheets import AttendanceSheet, SheetScan, UnfiledScan
from elans_desktop.services import files
from elans_desktop.services.calendar import sheet_states
from elans_desktop.services.kept import existing
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.presences.scans.pages import DPI, Refusal, ScannedPage
from elans_desktop.storage.actor import actor_of

NO_CODE, UNREADABLE, UNKNOWN, FOREIGN, ALREADY = (
    "sans_code",
    "illisible",
    "feuille_inconnue",
    "autre_organisme",
    "deja_classee",
)
MANY_SHEETS = 400
REASONS = {
    NO_CODE: "Aucun code n’est visible sur cette page.",
    UNREADABLE: "Le code de cette page n’a pas pu être lu.",
    UNKNOWN: "Cette feuille n’est pas de ce classeur.",
    FOREIGN: "Ce numéro existe ici, mais la feuille a été imprimée par un autre organisme.",
    ALREADY: "Une autre image de cette page est déjà classée.",
}
"""Why a page was put aside."""


@dataclass(frozen=True, slots=True)
class FilingReport:
    """What became of a batch of pages."""

    filed: int
    already: int
    """The very same picture was filed or put aside before: recognised, nothing to do."""
    aside: int
    complete: tuple[str, ...]
    """Numbers of the sheets that came back whole with this batch: « signée reçue »."""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitingScan:
    """A page put aside. Its picture is read with `picture`."""

    id: uuid.UUID
    source: str
    reason: str
    sha256: str


@dataclass(frozen=True, slots=True)
class FiledScan:
    """A page of a sheet."""

    page: int
    sha256: str
    filed_at: int


def summary(report: FilingReport, refusals: Sequence[Refusal] = ()) -> str:
    """« 12 pages classées, 2 déjà classées, 1 mise de côté »: plain spaces, for a script too."""
    parts = [count(report.filed, "page classée", "pages classées")]
    if report.already:
        parts.append(count(report.already, "déjà classée", "déjà classées"))
    parts.append(count(report.aside, "mise de côté", "mises de côté"))
    if refusals:
        parts.append(count(len(refusals), "fichier refusé", "fichiers refusés"))
    return ", ".join(parts)


def operation_label(pages: Sequence[ScannedPage]) -> str:
    """Names nobody: « Classer 12 pages numérisées »."""
    return f"Classer {count(len(pages), 'page numérisée', 'pages numérisées')}"


def file_pages(session: Session, pages: Iterable[ScannedPage]) -> FilingReport:
    """File each page on the sheet its code names; one with all its pages becomes « signée reçue »."""
    require(session, Right.ENTER_PRESENCES)
    filed = already = aside = 0
    touched: dict[uuid.UUID, AttendanceSheet] = {}
    remarks: list[str] = []
    for page in pages:
        sheet = _sheet_of(session, page)
        sha256 = files.store_document(session, page.jpeg)
        if isinstance(sheet, str):
            if _seen_before(session, sha256):
                already += 1
            else:
                _put_aside(session, page, sheet, sha256)
                aside += 1
            continue
        assert page.code is not None
        kept = session.get(SheetScan, SheetScan.key(sheet.id, page.code.page))
        if kept is None:
            sheet.pages = page.code.pages
            _add(session, sheet.id, page.code.page, sha256)
            _settle(session, sha256, sheet.id)
            filed += 1
            touched[sheet.id] = sheet
        elif kept.sha256 == sha256 or _seen_before(session, sha256):
            already += 1
        else:
            _put_aside(session, page, ALREADY, sha256)
            aside += 1
    complete = [number for sheet in touched.values() if (number := _receive(session, sheet))]
    for sheet in touched.values():
        remarks += _remark(session, sheet)
    return FilingReport(filed, already, aside, tuple(sorted(complete)), tuple(remarks))


def waiting(session: Session) -> tuple[WaitingScan, ...]:
    """The pages put aside that nobody has settled, the oldest first."""
    require(session, Right.ENTER_PRESENCES)
    rows = session.scalars(
        select(UnfiledScan)
        .where(UnfiledScan.settled_on.is_(None))
        .order_by(UnfiledScan.added_at, UnfiledScan.id)
    )
    return tuple(WaitingScan(row.id, row.source, REASONS[row.reason_code], row.sha256) for row in rows)


def file_by_hand(session: Session, scan_id: uuid.UUID, number: str, page: int) -> uuid.UUID:
    """File a page put aside on the sheet a person names; it replaces a page already there.

    Returns the sheet. Raises InputError (`number`, `page`), NotFoundError.
    """
    require(session, Right.ENTER_PRESENCES)
    scan = existing(session, UnfiledScan, scan_id, "Cette page n’est plus à classer.")
    wanted = number.strip().upper()
    sheet = session.scalar(select(AttendanceSheet).where(AttendanceSheet.number == wanted))
    if sheet is None:
        raise InputError(
            {"number": f"Aucune feuille ne porte ce numéro\u00a0: recopiez-le ({NBSP}FE-…{NBSP})."}
        )
    if not 1 <= page <= sheet.pages:
        pages = count(sheet.pages, "page")
        raise InputError({"page": f"Cette feuille a {pages}."})
    kept = session.get(SheetScan, SheetScan.key(sheet.id, page))
    if kept is None:
        _add(session, sheet.id, page, scan.sha256)
    else:
        kept.sha256, kept.filed_at = scan.sha256, clock.now_ms()
    scan.settled_on, scan.sheet_id = clock.today(), sheet.id
    _receive(session, sheet)
    session.flush()
    return sheet.id


def discard(session: Session, scan_id: uuid.UUID) -> None:
    """A page that is no sheet (a blank back, an envelope): no longer proposed. Raises NotFoundError."""
    require(session, Right.ENTER_PRESENCES)
    existing(session, UnfiledScan, scan_id, "Cette page n’est plus à classer.").settled_on = clock.today()
    session.flush()


def scans_of(session: Session, sheet_id: uuid.UUID) -> tuple[FiledScan, ...]:
    """The scanned pages of a sheet, in order."""
    require(session, Right.READ_PEOPLE)
    rows = session.scalars(select(SheetScan).where(SheetScan.sheet_id == sheet_id).order_by(SheetScan.page))
    return tuple(FiledScan(row.page, row.sha256, row.filed_at) for row in rows)


@dataclass(frozen=True, slots=True)
class AwaitedSheet:
    """A sheet that may be the one of a page put aside."""

    number: str
    title: str
    """« Atelier vélo, lun. 26/04/2027 »."""


def awaited(session: Session) -> tuple[AwaitedSheet, ...]:
    """The sheets whose paper may come back, the latest first; a validated one too."""
    require(session, Right.ENTER_PRESENCES)
    rows = session.execute(
        select(AttendanceSheet.number, Activity.title, AttendanceSheet.start_on)
        .join(Activity, Activity.id == AttendanceSheet.activity_id)
        .where(AttendanceSheet.start_on <= clock.today())
        .order_by(AttendanceSheet.start_on.desc(), AttendanceSheet.number.desc())
        .limit(MANY_SHEETS)
    )
    return tuple(AwaitedSheet(number, f"{title}, {date_medium(day)}") for number, title, day in rows)


def as_pdf(session: Session, sheet_id: uuid.UUID) -> tuple[bytes, int]:
    """The scanned pages of a sheet in one PDF, to be looked at, and how many. Raises RuleError."""
    from PIL import Image

    scans = scans_of(session, sheet_id)
    if not scans:
        raise RuleError("Cette feuille n’a pas encore été numérisée.")
    first, *others = [Image.open(io.BytesIO(picture(session, scan.sha256))) for scan in scans]
    made = io.BytesIO()
    first.save(made, "PDF", save_all=True, append_images=others, resolution=DPI)
    return made.getvalue(), len(scans)


def picture(session: Session, sha256: str) -> bytes:
    """The picture of a page, a JPEG. Raises RuleError when its bytes are gone."""
    require(session, Right.READ_PEOPLE)
    content = files.load(session, sha256)
    if content is None:
        raise RuleError("L’image de cette page n’est plus dans le classeur.", "Restaurez une sauvegarde.")
    return content


def _sheet_of(session: Session, page: ScannedPage) -> AttendanceSheet | str:
    """The sheet of a page, or why it has none."""
    if page.code is None:
        return UNREADABLE if page.seen else NO_CODE
    sheet = session.scalar(select(AttendanceSheet).where(AttendanceSheet.number == page.code.number))
    if sheet is None:
        return UNKNOWN
    return sheet if sheet.control_code == page.code.control else FOREIGN


def _add(session: Session, sheet_id: uuid.UUID, page: int, sha256: str) -> None:
    session.add(
        SheetScan(
            id=SheetScan.key(sheet_id, page),
            sheet_id=sheet_id,
            page=page,
            sha256=sha256,
            filed_at=clock.now_ms(),
            user_id=actor_of(session).user_id,
        )
    )
    session.flush()


def _seen_before(session: Session, sha256: str) -> bool:
    """Whether this very picture was put aside, whatever was decided since."""
    return session.scalar(select(UnfiledScan.id).where(UnfiledScan.sha256 == sha256).limit(1)) is not None


def _settle(session: Session, sha256: str, sheet_id: uuid.UUID) -> None:
    """A picture put aside while its sheet was not in the classeur yet: it has found its place."""
    waiting = select(UnfiledScan).where(UnfiledScan.sha256 == sha256, UnfiledScan.settled_on.is_(None))
    for scan in session.scalars(waiting):
        scan.settled_on, scan.sheet_id = clock.today(), sheet_id


def _put_aside(session: Session, page: ScannedPage, reason: str, sha256: str) -> None:
    session.add(
        UnfiledScan(
            sha256=sha256,
            source=page.source,
            reason_code=reason,
            added_at=clock.now_ms(),
        )
    )
    session.flush()


def _receive(session: Session, sheet: AttendanceSheet) -> str | None:
    """The number of a sheet whose signed paper has just come back, all its pages being there.

    One whose presences are already entered, or validated, stays in its state and gains its day.
    """
    pages = session.scalars(select(SheetScan.page).where(SheetScan.sheet_id == sheet.id)).all()
    if len(set(pages)) < sheet.pages or sheet.received_on is not None:
        return None
    sheet.received_on = clock.today()
    if sheet.state in (sheet_states.TO_PRINT, sheet_states.PRINTED):
        sheet.state = sheet_states.RECEIVED
    session.flush()
    return sheet.number


def _remark(session: Session, sheet: AttendanceSheet) -> list[str]:
    """A sheet that was printed again with other people: both papers exist."""
    if sheet.superseded_by_id is None:
        return []
    newer = session.get_one(AttendanceSheet, sheet.superseded_by_id)
    return [
        f"{sheet.number} avait été réimprimée sous le numéro {newer.number}\u00a0: voyez laquelle fait foi."
    ]

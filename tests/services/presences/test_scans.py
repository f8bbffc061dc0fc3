from __future__ import annotations

import io
import uuid
from collections.abc import Generator
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import Cancelled, InputError, NotFoundError, PermissionDenied
from elans_desktop.documents import qr
from elans_desktop.models.sheets import AttendanceSheet, SheetScan, SheetSlot, UnfiledScan
from elans_desktop.services.calendar import sheet_states
from elans_desktop.services.presences import attendance
from elans_desktop.services.presences.scans import codes, filing, reading
from elans_desktop.services.presences.scans.pages import ScannedPage, SheetCode
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world, scanner
from tests.support.calendar_world import World
from tests.support.organisation import acting_as

MONDAY = date(2027, 4, 26)


@pytest.fixture
def session(workspace: Workspace) -> Generator[Session]:
    with workspace.write("Essai") as session, clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield session


@pytest.fixture
def world(session: Session) -> World:
    return calendar_world.build(session, people=14)


@pytest.fixture
def paper(session: Session, world: World) -> list[Image.Image]:
    """The two pages of a séance sheet of fourteen people, then the page of a small one."""
    crowd = calendar_world.activity(session, world, people=14)
    few = calendar_world.activity(session, world, "Atelier CV", people=3)
    pages: list[Image.Image] = []
    for activity in (crowd, few):
        seance = calendar_world.seance(session, world, activity, MONDAY)
        pdf = scanner.printed(session, DocumentRequest("emargement-seance", object_ids=(seance,)))
        pages += scanner.pages(pdf)
    assert len(pages) == 3
    return pages


def sheets(session: Session) -> list[AttendanceSheet]:
    """The sheet of two pages, then the other."""
    return list(session.scalars(select(AttendanceSheet).order_by(AttendanceSheet.pages.desc())))


def test_a_batch_turned_and_skewed_is_filed_on_its_sheets(
    session: Session, paper: list[Image.Image], tmp_path: Path
) -> None:
    batch = scanner.as_pdf(
        tmp_path / "lot.pdf",
        scanner.scanned(paper[1], turn=180, skew=2.5),
        scanner.scanned(paper[0], turn=90, dust=4000),
    )
    photograph = scanner.as_picture(tmp_path / "photo.jpg", scanner.scanned(paper[2], turn=270, skew=-3))
    pages, refusals = reading.read_files([batch, photograph])
    assert refusals == ()
    assert [page.source for page in pages] == [
        "fichier\u00a01, page\u00a01",
        "fichier\u00a01, page\u00a02",
        "fichier\u00a02",
    ]
    report = filing.file_pages(session, pages)
    assert (report.filed, report.already, report.aside) == (3, 0, 0)
    crowd, few = sheets(session)
    assert set(report.complete) == {crowd.number, few.number}
    assert [sheet.state for sheet in (crowd, few)] == [sheet_states.RECEIVED] * 2
    assert crowd.received_on == date(2027, 5, 4)
    assert [scan.page for scan in filing.scans_of(session, crowd.id)] == [1, 2]


def test_a_page_is_kept_upright_in_shades_of_grey_at_150_dpi(
    session: Session, paper: list[Image.Image], tmp_path: Path
) -> None:
    turned = scanner.as_picture(tmp_path / "a.png", scanner.scanned(paper[2], turn=90))
    (page,), _refused = reading.read_files([turned])
    kept = Image.open(io.BytesIO(page.jpeg))
    assert kept.mode == "L"
    assert max(kept.size) == reading.LONG_SIDE
    assert kept.width > kept.height, "the sheet is printed in landscape"
    again = codes.read(kept)
    assert again.turn == 0
    assert again.code == page.code


def test_a_sheet_waits_for_all_its_pages(session: Session, paper: list[Image.Image], tmp_path: Path) -> None:
    first, _refused = reading.read_files([scanner.as_picture(tmp_path / "1.png", paper[0])])
    assert filing.file_pages(session, first).complete == ()
    assert sheets(session)[0].state == sheet_states.PRINTED
    second, _refused = reading.read_files([scanner.as_picture(tmp_path / "2.png", paper[1])])
    assert filing.file_pages(session, second).complete == (sheets(session)[0].number,)


def test_a_scan_that_comes_after_the_entry_notes_the_day_it_came_back(
    session: Session, paper: list[Image.Image], tmp_path: Path
) -> None:
    few = sheets(session)[1]
    slot_ids = session.scalars(select(SheetSlot.slot_id).where(SheetSlot.sheet_id == few.id)).all()
    attendance.all_present(session, slot_ids)
    assert (few.state, few.received_on) == (sheet_states.ENTERED, None)
    report = filing.file_pages(
        session, reading.read_files([scanner.as_picture(tmp_path / "1.png", paper[2])])[0]
    )
    assert report.complete == (few.number,)
    assert (few.state, few.received_on) == (sheet_states.ENTERED, date(2027, 5, 4))
    sheet_states.validate(session, few.id)


def test_a_page_put_aside_is_not_put_aside_twice(
    session: Session, paper: list[Image.Image], tmp_path: Path
) -> None:
    blank = scanner.as_picture(tmp_path / "blanc.png", Image.new("L", (1240, 1754), 255))
    pages, _refused = reading.read_files([blank])
    assert filing.file_pages(session, pages).aside == 1
    assert (filing.file_pages(session, pages).already, len(filing.waiting(session))) == (1, 1)
    (scan,) = filing.waiting(session)
    filing.discard(session, scan.id)
    report = filing.file_pages(session, pages)
    assert (report.already, report.aside, filing.waiting(session)) == (1, 0, ())


def test_a_page_put_aside_is_settled_once_its_sheet_is_known(
    session: Session, paper: list[Image.Image], tmp_path: Path
) -> None:
    """Printed on another laptop: its page is scanned here before the exchange, and again after."""
    few = sheets(session)[1]
    pages, _refused = reading.read_files([scanner.as_picture(tmp_path / "1.png", paper[2])])
    number, few.number = few.number, "FE-2027-B9999"
    session.flush()
    assert filing.file_pages(session, pages).aside == 1
    few.number = number
    session.flush()
    assert filing.file_pages(session, pages).filed == 1
    assert filing.waiting(session) == ()
    settled = session.scalars(select(UnfiledScan)).one()
    assert (settled.sheet_id, settled.settled_on) == (few.id, date(2027, 5, 4))


def test_a_page_filed_twice_is_recognised_and_another_picture_of_it_put_aside(
    session: Session, paper: list[Image.Image], tmp_path: Path
) -> None:
    same = scanner.as_picture(tmp_path / "1.png", paper[2])
    other = scanner.as_picture(tmp_path / "2.png", scanner.scanned(paper[2], dust=3000))
    for path, expected in ((same, (1, 0, 0)), (same, (0, 1, 0)), (other, (0, 0, 1))):
        report = filing.file_pages(session, reading.read_files([path])[0])
        assert (report.filed, report.already, report.aside) == expected
    (waiting,) = filing.waiting(session)
    assert waiting.reason == filing.REASONS[filing.ALREADY]
    few = sheets(session)[1]
    filing.file_by_hand(session, waiting.id, few.number.lower(), 1)
    assert filing.scans_of(session, few.id)[0].sha256 == waiting.sha256, "the better picture takes its place"
    assert filing.waiting(session) == ()


def test_what_has_no_code_of_ours_is_put_aside_with_its_picture(session: Session, world: World) -> None:
    blank, foreign = Image.new("L", (1754, 1240), 255), _with_code("https://exemple.fr")
    unknown = _with_code(qr.content("FE-2027-B0009", 1, 1, "7F3K-92QD"))
    pages = tuple(
        ScannedPage(f"fichier {rank}", found.code, found.seen, scanner.png(picture))
        for rank, picture in enumerate((blank, foreign, unknown), start=1)
        if (found := codes.read(picture))
    )
    report = filing.file_pages(session, pages)
    assert (report.filed, report.aside) == (0, 3)
    waiting = filing.waiting(session)
    assert [scan.reason for scan in waiting] == [
        filing.REASONS[code] for code in (filing.NO_CODE, filing.UNREADABLE, filing.UNKNOWN)
    ]
    assert filing.picture(session, waiting[0].sha256) == pages[0].jpeg
    filing.discard(session, waiting[0].id)
    assert len(filing.waiting(session)) == 2
    assert session.scalar(select(UnfiledScan.id).where(UnfiledScan.id == waiting[0].id)), "never dropped"


def test_a_sheet_of_another_organisation_with_our_number_is_not_filed(
    session: Session, paper: list[Image.Image]
) -> None:
    number = sheets(session)[0].number
    page = ScannedPage("fichier 1", SheetCode(number, 1, 2, "0000-0000"), True, scanner.png(paper[0]))
    assert filing.file_pages(session, [page]).aside == 1
    assert filing.waiting(session)[0].reason == filing.REASONS[filing.FOREIGN]


def test_a_number_or_a_page_typed_wrong_says_so(session: Session, paper: list[Image.Image]) -> None:
    page = ScannedPage("fichier 1", None, False, scanner.png(paper[0]))
    filing.file_pages(session, [page])
    (waiting,) = filing.waiting(session)
    with pytest.raises(InputError) as wrong:
        filing.file_by_hand(session, waiting.id, "FE-2027-A9999", 1)
    assert "numéro" in wrong.value.fields["number"]
    with pytest.raises(InputError) as wrong:
        filing.file_by_hand(session, waiting.id, sheets(session)[0].number, 3)
    assert wrong.value.fields["page"] == "Cette feuille a 2\u00a0pages."
    with pytest.raises(NotFoundError):
        filing.file_by_hand(session, uuid.uuid4(), sheets(session)[0].number, 1)


def test_a_validated_sheet_keeps_its_state(
    session: Session, paper: list[Image.Image], tmp_path: Path
) -> None:
    few = sheets(session)[1]
    few.state = sheet_states.VALIDATED
    pages, _refused = reading.read_files([scanner.as_picture(tmp_path / "1.png", paper[2])])
    report = filing.file_pages(session, pages)
    assert (report.filed, report.complete) == (1, (few.number,)), "its paper has come back"
    assert few.state == sheet_states.VALIDATED


def test_filing_is_undone_as_one_operation(workspace: Workspace, tmp_path: Path) -> None:
    with clock.fixed(datetime(2027, 5, 4, 9, 14)):
        with workspace.write("Préparer", "document") as session:
            world = calendar_world.build(session)
            activity = calendar_world.activity(session, world, people=3)
            seance = calendar_world.seance(session, world, activity, MONDAY)
            pdf = scanner.printed(session, DocumentRequest("emargement-seance", object_ids=(seance,)))
        pages, _refused = reading.read_files([scanner.as_pdf(tmp_path / "lot.pdf", *scanner.pages(pdf))])
        with workspace.write(filing.operation_label(pages)) as session:
            filing.file_pages(session, pages)
        assert workspace.undo_label() == "Classer 1\u00a0page numérisée"
        workspace.undo()
        with workspace.read() as session:
            assert session.scalars(select(SheetScan)).all() == []
            assert sheets(session)[0].state == sheet_states.PRINTED


def test_a_role_that_enters_no_presence_files_nothing(workspace: Workspace) -> None:
    refused = pytest.raises(PermissionDenied)
    with acting_as(workspace, "consultation"), refused, workspace.write("Classer") as session:
        filing.file_pages(session, [])


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("vide.pdf", b"", "ni un PDF"),
        ("programme.pdf", b"MZ\x90\x00" + bytes(200), "ni un PDF"),
        ("abime.pdf", b"%PDF-1.7\nrien", "abîmé"),
        ("abime.png", b"\x89PNG\r\n\x1a\n" + bytes(40), "abîmée"),
        ("abime.jpg", b"\xff\xd8\xff\xe0" + bytes(40), "abîmée"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_alone(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    good = scanner.as_picture(tmp_path / "bonne.png", Image.new("L", (600, 400), 255))
    pages, refusals = reading.read_files([tmp_path / name, good])
    assert len(pages) == 1
    (refusal,) = refusals
    assert refusal.source == "fichier\u00a01"
    assert words in refusal.words


def test_a_picture_that_would_fill_the_memory_is_refused_by_its_header(tmp_path: Path) -> None:
    bomb = scanner.as_picture(tmp_path / "bombe.png", Image.new("1", (12_000, 12_000)))
    assert bomb.stat().st_size < 100_000
    pages, refusals = reading.read_files([bomb])
    assert pages == ()
    assert "trop grande" in refusals[0].words


def test_a_file_too_heavy_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    heavy = scanner.as_picture(tmp_path / "lourd.png", Image.new("L", (60, 40), 255))
    assert "trop lourd" in reading.read_files([heavy])[1][0].words


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    batch = scanner.as_pdf(tmp_path / "lot.pdf", *[Image.new("L", (200, 300), 255)] * 3)
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        seen.append((done, total))
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        reading.read_files([batch], progress)
    assert seen == [(1, 3), (2, 3)]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.sampled_from([b"%PDF-1.4\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b""]))
def test_no_bytes_stop_the_batch(tmp_path: Path, noise: bytes, head: bytes) -> None:
    path = tmp_path / "bruit"
    path.write_bytes(head + noise)
    pages, refusals = reading.read_files([path])
    assert len(pages) + len(refusals) >= 1


@given(st.text(max_size=60))
def test_only_our_codes_are_understood(text: str) -> None:
    assert codes.parse(text) is None
    assert codes.parse(qr.content("FE-2026-A0143", 2, 3, "7F3K-92QD")) == SheetCode(
        "FE-2026-A0143", 2, 3, "7F3K-92QD"
    )


def _with_code(text: str) -> Image.Image:
    modules = qr.rows(text)
    code = Image.new("L", (len(modules) + 8, len(modules) + 8), 255)
    for y, line in enumerate(modules):
        for x, dark in enumerate(line):
            code.putpixel((x + 4, y + 4), 0 if dark else 255)
    page = Image.new("L", (1754, 1240), 255)
    page.paste(code.resize((code.width * 5, code.height * 5), Image.Resampling.NEAREST), (1300, 900))
    return page

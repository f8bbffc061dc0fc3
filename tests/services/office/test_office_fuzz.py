"""Whatever an attached file holds, the preview reads it or refuses it in a sentence; and it loses no word."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elans_desktop.core.errors import SystemProblem
from elans_desktop.documents import office_preview
from elans_desktop.services.file_types import DOCX, ODS, ODT, XLSX
from elans_desktop.services.office.content import Block, Grid, OfficeContent, Paragraph
from elans_desktop.services.office.reading import read
from tests.documents import reading
from tests.services.office.test_office_reading import BOOK, ODS_BOOK, TEXT, WORD
from tests.support import office_files

FILES = [(WORD, DOCX), (TEXT, ODT), (BOOK, XLSX), (ODS_BOOK, ODS)]
PARTS = [
    (WORD, DOCX, "word/document.xml"),
    (TEXT, ODT, "content.xml"),
    (BOOK, XLSX, "xl/worksheets/sheet1.xml"),
    (BOOK, XLSX, "xl/workbook.xml"),
    (BOOK, XLSX, "xl/styles.xml"),
    (BOOK, XLSX, "xl/_rels/workbook.xml.rels"),
    (BOOK, XLSX, "[Content_Types].xml"),
    (ODS_BOOK, ODS, "content.xml"),
]
Changes = list[tuple[int, bytes]]
CHANGES = st.lists(
    st.tuples(
        st.integers(0, 20_000),
        st.binary(min_size=1, max_size=3)
        | st.sampled_from([b"<", b">", b"'", b"-1", b"9" * 30, b"\xc3", b"&#0;"]),
    ),
    max_size=5,
)


def looked_at(content: bytes, media_type: str) -> None:
    """Read and laid out, or refused."""
    try:
        found = read(content, media_type)
    except SystemProblem:
        return
    assert office_preview.compose("x", found).pdf.startswith(b"%PDF")


def altered(content: bytes, changes: Changes) -> bytes:
    broken = bytearray(content)
    for place, value in changes:
        start = place % (len(broken) + 1)
        broken[start : start + len(value)] = value
    return bytes(broken)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(FILES), CHANGES, st.floats(0, 1))
def test_altered_or_cut_files_are_read_or_refused(
    file: tuple[bytes, str], changes: Changes, kept: float
) -> None:
    content, media_type = file
    whole = content if kept > 0.5 else content[: int(2 * kept * len(content))]
    looked_at(altered(whole, changes), media_type)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PARTS), CHANGES, st.floats(0, 1))
def test_altered_or_cut_parts_are_read_or_refused(
    file: tuple[bytes, str, str], changes: Changes, kept: float
) -> None:
    """Inside an archive whose sums are right: the parsers themselves meet what is wrong."""
    content, media_type, part = file

    def change(xml: bytes) -> bytes:
        return altered(xml if kept > 0.3 else xml[: int(3 * kept * len(xml))], changes)

    looked_at(office_files.repacked(content, part, change), media_type)


@pytest.mark.parametrize(("content", "media_type"), FILES)
def test_a_missing_part_is_read_around_or_refused(content: bytes, media_type: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for gone in parts:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as made:
            for name, data in parts.items():
                if name != gone:
                    made.writestr(name, data)
        looked_at(stream.getvalue(), media_type)


WORDS = st.text(st.sampled_from("abcdeéçœ-’0123456789"), min_size=1, max_size=70)
TEXTS = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
CELLS = TEXTS | st.just("") | st.tuples(TEXTS, TEXTS).map("\n".join)
BLOCKS: st.SearchStrategy[Block] = st.builds(Paragraph, TEXTS, st.integers(0, 6), st.booleans()) | st.builds(
    Grid,
    st.lists(st.lists(CELLS, min_size=1, max_size=9).map(tuple), min_size=1, max_size=6).map(tuple),
    st.sampled_from(["", "Feuille"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(BLOCKS, min_size=1, max_size=6))
def test_the_pages_lose_no_letter(blocks: list[Block]) -> None:
    """A word too long for its place is broken, never cut; nothing is written in a cell that is empty."""
    shown = "".join(
        "".join(reading.texts(office_preview.compose("x", OfficeContent(tuple(blocks))).pdf)).split()
    )
    for block in blocks:
        for text in [block.text] if isinstance(block, Paragraph) else [c for row in block.rows for c in row]:
            for word in text.split():
                assert word in shown or all(sign in shown for sign in word), word
    assert "…" not in shown
    assert "–" not in shown

"""What a file is, whatever its name: types, bombs, names."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elans_desktop.core.errors import InputError
from elans_desktop.services import file_types
from elans_desktop.services.file_types import DOCX, EXTENSIONS, ODS, ODT, PDF, XLSX, examine, safe_name
from elans_desktop.services.image_headers import JPEG, PNG, WEBP, image_size
from tests.support import attached_files as made

VALID = {
    PDF: made.pdf(),
    PNG: made.png(),
    JPEG: made.jpeg(),
    WEBP: made.webp(),
    ODT: made.office(ODT),
    ODS: made.office(ODS),
    DOCX: made.office(DOCX),
    XLSX: made.office(XLSX),
}


def refusal(content: bytes) -> str:
    with pytest.raises(InputError) as refused:
        examine(content)
    (words,) = refused.value.fields.values()
    return words


@pytest.mark.parametrize("kind", VALID)
def test_a_type_is_read_in_the_bytes(kind: str) -> None:
    assert examine(VALID[kind]) == kind


def test_what_is_no_document_is_refused_with_what_it_is() -> None:
    assert "programme" in refusal(made.EXE)
    assert "programme" in refusal(b"#!/bin/sh\nrm -rf /\n")
    assert "ancien format" in refusal(made.OLD_WORD)
    assert "archive" in refusal(made.archive({"photo.jpg": made.jpeg(), "virus.exe": made.EXE}))
    assert "archive" in refusal(b"Rar!\x1a\x07\x00" + bytes(40))
    assert "HEIC" in refusal(b"\x00\x00\x00\x18ftypheic" + bytes(40))
    assert "vidéo" in refusal(b"\x00\x00\x00\x18ftypmp42" + bytes(40))
    assert "connue" in refusal(b"Bonjour, ceci est un texte.")
    assert refusal(b"") == refusal(b"\0\0 \n") == "Ce fichier est vide."


def test_a_document_with_programs_in_it_is_refused() -> None:
    assert "macros" in refusal(made.office(DOCX, more={"word/vbaProject.bin": b"x"}))
    assert "macros" in refusal(made.office(ODT, more={"Basic/Standard/Module1.xml": b"x"}))


def test_what_is_cut_short_is_refused() -> None:
    assert "incomplet" in refusal(VALID[PDF][:200])
    assert "abîmé" in refusal(VALID[DOCX][:60])
    assert "abîmée" in refusal(VALID[PNG][:15])
    assert "abîmée" in refusal(VALID[JPEG][:12])
    assert "abîmée" in refusal(made.png(0, 10))


def test_bombs_are_refused_on_what_their_header_says() -> None:
    assert "trop grande" in refusal(made.png(60_000, 60_000))
    assert "trop grande" in refusal(made.jpeg(65_000, 65_000))
    assert "trop grande" in refusal(made.webp(16_000, 16_000))
    assert "trop grande" in refusal(made.png(31_000, 2)), "few points, on a side nobody can show"
    assert examine(made.jpeg(8_000, 6_000)) == JPEG, "a telephone of 48 million points"
    bomb = made.office(DOCX, more={"word/media/zeros": bytes(40_000_000)})
    assert len(bomb) < 60_000
    assert "volumineux" in refusal(bomb)
    crowd = made.office(ODT, more={f"p{rank}": b"" for rank in range(5_100)})
    assert "volumineux" in refusal(crowd)


def test_an_image_says_its_size_in_each_format() -> None:
    assert [image_size(VALID[kind]) for kind in (PNG, JPEG, WEBP)] == [(40, 30)] * 3
    lossless = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + (39 | 29 << 14).to_bytes(4, "little")
    lossy = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x28\0\x1e\0"
    assert image_size(lossless) == image_size(lossy) == (40, 30)
    assert image_size(VALID[PDF]) is None


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\Users\\Marie\\CV.pdf.exe", "CV.pdf"),
        ("/home/x/../etc/passwd", "passwd.pdf"),
        ("facture\u202efdp.exe", "facturefdp.pdf"),
        ("  Attestation   CAF .PDF ", "Attestation CAF.pdf"),
        ("Contrat n° 12.2027", "Contrat n° 12.2027.pdf"),
        ("M. Dupré : CV?.docx", "M. Dupré - CV.pdf"),
        ("CON.pdf", "document.pdf"),
        ("...", "document.pdf"),
        ("é" * 300, "é" * 120 + ".pdf"),
    ],
)
def test_a_name_is_made_safe(name: str, kept: str) -> None:
    assert safe_name(name, PDF) == kept


@given(st.binary(max_size=400))
def test_any_bytes_are_known_or_refused_in_french(content: bytes) -> None:
    _known_or_refused(content)


@settings(max_examples=300)
@given(st.sampled_from(sorted(VALID)), st.data())
def test_any_damaged_document_is_known_or_refused_in_french(kind: str, data: st.DataObject) -> None:
    content = bytearray(VALID[kind])
    for _ in range(data.draw(st.integers(0, 8))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    _known_or_refused(bytes(content[:cut]))


def _known_or_refused(content: bytes) -> None:
    try:
        kind = examine(content, "piece")
    except InputError as refused:
        (field, words) = next(iter(refused.fields.items()))
        assert field == "piece"
        assert words[0].isupper()
        assert words.endswith((".", ")."))
    else:
        assert kind in EXTENSIONS
        if kind in file_types.IMAGES:
            width, height = image_size(content) or (0, 0)
            assert 0 < width * height <= file_types.MAX_PIXELS


@given(st.text(max_size=200), st.sampled_from(sorted(EXTENSIONS)))
def test_any_name_is_safe_everywhere(name: str, kind: str) -> None:
    kept = safe_name(name, kind)
    stem = kept.removesuffix(EXTENSIONS[kind])
    assert kept.endswith(EXTENSIONS[kind])
    assert stem
    assert len(kept) <= 126
    assert not set(kept) & set('<>:"/\\|?*')
    assert all(unicodedata.category(c) not in {"Cc", "Cf"} for c in kept)
    assert safe_name(kept, kind) == kept

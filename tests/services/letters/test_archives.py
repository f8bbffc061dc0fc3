"""What is not a letter, or not a safe one, is refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elans_desktop.core.errors import InputError
from elans_desktop.services.participants.letters import archives, filling, shipped
from tests.support.letter_files import TYPES, XML, document, docx, odt, packed, paragraph, run

BODY = document(paragraph(run("Bonjour {{prenom}}")))
RELS = f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{{}}</Relationships>'
IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
MODEL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
ENTITY = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
LAUGHS = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "ha">]><a>&x;</a>'


def relation(kind: str, target: str) -> dict[str, str | bytes]:
    line = f'<Relationship Id="rId9" Type="{kind}" Target="{target}" TargetMode="External"/>'
    return {"word/_rels/document.xml.rels": RELS.format(line)}


REFUSED = {
    "empty": (b"", "vide"),
    "not a zip": (b"%PDF-1.7 rien", "ni un document LibreOffice"),
    "a program": (b"MZ\x90\x00" + bytes(500), "ni un document LibreOffice"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "ancien format"),
    "another archive": (packed({"lisez-moi.txt": "bonjour"}), "ni un document LibreOffice"),
    "a spreadsheet": (
        odt("", mimetype="application/vnd.oasis.opendocument.spreadsheet"),
        "ni un document LibreOffice",
    ),
    "an ODT template": (
        odt("", mimetype="application/vnd.oasis.opendocument.text-template"),
        "modèle de traitement de texte",
    ),
    "a Word template": (
        docx(BODY, types=TYPES.replace("document.main", "template.main")),
        "modèle de traitement de texte",
    ),
    "macros of Word": (docx(BODY, {"word/vbaProject.bin": b"x"}), "macros"),
    "macros declared": (docx(BODY, types=TYPES.replace("wordprocessingml", "macroEnabled")), "macros"),
    "ActiveX": (docx(BODY, {"word/activeX/activeX1.xml": "<a/>"}), "macros"),
    "DDE": (docx(document("<w:p><w:r><w:instrText> DDEAUTO c:\\\\x </w:instrText></w:r></w:p>")), "macros"),
    "macros of LibreOffice": (odt("", {"Basic/Standard/Module1.xml": "<a/>"}), "macros"),
    "an event": (odt('<text:p/><script:event-listener script:event-name="dom:load"/>'), "macros"),
    "an external image": (docx(BODY, relation(IMAGE, "http://exemple.invalid/pixel.png")), "ailleurs"),
    "a model of elsewhere": (docx(BODY, relation(MODEL, "\\\\serveur\\x.dotm")), "ailleurs"),
    "an image of elsewhere in ODT": (
        odt('<text:p><draw:image xlink:href="https://exemple.invalid/p.png"/></text:p>'),
        "ailleurs",
    ),
    "an entity": (docx(BODY, {"word/settings.xml": ENTITY}), "abîmé"),
    "entities": (odt("<text:p/>", {"styles.xml": LAUGHS}), "abîmé"),
    "broken XML": (docx("<w:document>"), "abîmé"),
    "another encoding": (
        docx(BODY, {"word/settings.xml": '<?xml version="1.0" encoding="latin-1"?><a/>'}),
        "abîmé",
    ),
    "a path upwards": (docx(BODY, {"../../x.xml": "<a/>"}), "abîmé"),
    "a bomb": (docx(BODY, {"word/media/image1.png": bytes(30_000_000)}), "démesuré"),
    "a password": (
        odt("", {"META-INF/manifest.xml": "<a><manifest:encryption-data xmlns:manifest='x'/></a>"}),
        "mot de passe",
    ),
    "too big": (bytes(10_000_001), "trop lourd"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_says_why(case: str) -> None:
    data, words = REFUSED[case]
    with pytest.raises(InputError) as refusal:
        archives.opened(data)
    assert words in refusal.value.fields["file"]


def test_what_looks_alike_and_is_sound_is_taken() -> None:
    for data in (
        docx(BODY, relation(LINK, "https://exemple.fr")),
        docx(BODY, relation(MODEL, "file:///C:/Users/nadia/Normal.dotm")),
        docx(document(paragraph(run("La DDE et la DDETSPP")))),
        odt('<text:p><text:a xlink:href="https://exemple.fr">lien</text:a></text:p><office:scripts/>'),
        docx("\ufeff" + BODY),
    ):
        assert archives.opened(data).texts


def test_many_parts_are_too_many() -> None:
    with pytest.raises(InputError, match="démesuré"):
        archives.opened(docx(BODY, {f"word/x{n}.xml": "<a/>" for n in range(2100)}))


def test_an_encrypted_archive_is_said_to_be(tmp_path: Path) -> None:
    data = bytearray(docx(BODY))
    for place in (data.find(b"PK\x01\x02"), 0):
        data[place + (8 if place else 6)] |= 1
    with pytest.raises(InputError, match="mot de passe"):
        archives.opened(bytes(data))


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_any_bytes_are_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(InputError):
        archives.opened(data)
    with pytest.raises(InputError):
        archives.opened(b"PK\x03\x04" + data)


@settings(max_examples=150)
@given(st.integers(0, 10_000), st.integers(0, 255), st.booleans())
def test_a_file_with_a_changed_byte_is_refused_or_filled(place: int, value: int, word: bool) -> None:
    data = bytearray(docx(BODY) if word else odt("<text:p>{{prenom}}</text:p>"))
    data[place % len(data)] = value
    try:
        template = archives.opened(bytes(data))
    except InputError:
        return
    assert filling.one(template, {"prenom": "Lucie"})


def test_the_shipped_templates_are_sound_and_the_same_each_time() -> None:
    first, second = shipped.templates(), shipped.templates()
    assert first == second
    for _title, _note, data in first.values():
        template = archives.opened(data)
        assert filling.problem(template) == ""
    assert len({shipped.key(code) for code in first}) == 2

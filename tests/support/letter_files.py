"""Word processor files made by hand, as the programs write them: runs, spans, headers, and hostile ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from elans_desktop.services.participants.letters.archives import ODT

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = (
    f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
SECTION = (
    '<w:sectPr w:rsidR="00A1"><w:headerReference w:type="default" r:id="rId7"/><w:type w:val="continuous"/>'
    '<w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
)
OPEN_DOCUMENT = (
    f'{XML}<w:document xmlns:w="{W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14">'
)


def run(text: str, *, bold: bool = False, space: bool = False) -> str:
    """A run of Word; its text is written as it is."""
    style = "<w:rPr><w:b/></w:rPr>" if bold else ""
    kept = ' xml:space="preserve"' if space else ""
    return f"<w:r>{style}<w:t{kept}>{text}</w:t></w:r>"


def paragraph(*runs: str) -> str:
    """A paragraph of Word."""
    return f'<w:p w14:paraId="0A1B2C3D">{"".join(runs)}</w:p>'


def document(*paragraphs: str) -> str:
    """`word/document.xml`."""
    return f"{OPEN_DOCUMENT}<w:body>{''.join(paragraphs)}{SECTION}</w:body></w:document>"


def docx(body: str, more: Mapping[str, str | bytes] | None = None, types: str = TYPES) -> bytes:
    """A Word file."""
    return packed({"[Content_Types].xml": types, "word/document.xml": body, **(more or {})})


def header(*paragraphs: str) -> str:
    """`word/header1.xml`."""
    more = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    return f'{XML}<w:hdr xmlns:w="{W}" {more}>{"".join(paragraphs)}</w:hdr>'


SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("text", "text"),
        ("style", "style"),
        ("draw", "drawing"),
        ("script", "script"),
    )
)


def odt(
    text: str,
    more: Mapping[str, str | bytes] | None = None,
    *,
    styles: str = "<office:automatic-styles/>",
    mimetype: str = ODT,
) -> bytes:
    """A LibreOffice file: `text` is the inside of office:text."""
    content = (
        f'{XML}<office:document-content {SPACES} xmlns:xlink="http://www.w3.org/1999/xlink">{styles}'
        f"<office:body><office:text>{text}</office:text></office:body></office:document-content>"
    )
    manifest = (
        f'{XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    return packed(
        {"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": manifest, **(more or {})}
    )


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive; `mimetype` is stored, as it must be."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2027, 5, 4, 10, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return stream.getvalue()


def part(data: bytes, name: str) -> str:
    """A part of a file, as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode("utf-8")

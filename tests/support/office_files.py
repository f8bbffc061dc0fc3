"""Small office documents with words in them, as the usual programs write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from elans_desktop.services.file_types import DOCX, ODS, ODT
from tests.support import attached_files

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_ODT = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "style", "text", "table")
)


def docx(body: str, **parts: str) -> bytes:
    """A Word document of this body; other parts by their name: `header1="<w:hdr>…"`."""
    xml = f"<w:document {_W} {_MC}><w:body>{body}</w:body></w:document>"
    more = {f"word/{name}.xml": given.replace(">", f" {_W}>", 1).encode() for name, given in parts.items()}
    return attached_files.office(DOCX, more={"word/document.xml": xml.encode(), **more})


def odt(body: str, styles: str = "") -> bytes:
    """A LibreOffice text of this body, and of these master styles."""
    xml = f"<office:document-content {_ODT}><office:body><office:text>{body}</office:text></office:body>"
    more = {"content.xml": f"{xml}</office:document-content>".encode()}
    if styles:
        root = f"<office:document-styles {_ODT}><office:master-styles>{styles}</office:master-styles>"
        more["styles.xml"] = f"{root}</office:document-styles>".encode()
    return attached_files.office(ODT, more=more)


def ods(*rows: str) -> bytes:
    """A LibreOffice workbook of one sheet, its rows as they are written."""
    xml = f"<office:document-content {_ODT}><office:body><office:spreadsheet><table:table table:name='F'>"
    end = "</table:table></office:spreadsheet></office:body></office:document-content>"
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return attached_files.office(ODS, more={"content.xml": f"{xml}{body}{end}".encode()})


def protected_odt() -> bytes:
    """A LibreOffice text saved with a password: its manifest is in clear, its content is noise."""
    manifest = b"<m:manifest xmlns:m='x'><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    return attached_files.office(
        ODT, more={"content.xml": bytes(range(200)), "META-INF/manifest.xml": manifest}
    )


def repacked(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same archive, one of its parts changed: its sums are right, so that a reader goes on."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return attached_files.archive(parts | {part: change(parts[part])})


def xlsx(*sheets: tuple[str, Sequence[Sequence[object]]]) -> bytes:
    """An Excel workbook of these sheets; a value may come with the format of its cell."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append([_cell(sheet, *value) if isinstance(value, tuple) else value for value in row])
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _cell(sheet: Any, value: Any, form: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = form
    return cell

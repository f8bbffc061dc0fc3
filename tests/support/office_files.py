"""Small office documents with words in them, as the usual programs write them."""

from __future__ import annotations

import io
from collections.abc import Sequence

from elans_desktop.services.file_types import DOCX, ODT
from tests.support import attached_files

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_ODT = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
)


def docx(body: str) -> bytes:
    """A Word document of this body."""
    xml = f"<w:document {_W} {_MC}><w:body>{body}</w:body></w:document>"
    return attached_files.office(DOCX, more={"word/document.xml": xml.encode()})


def odt(body: str) -> bytes:
    """A LibreOffice text of this body."""
    xml = f"<office:document-content {_ODT}><office:body><office:text>{body}</office:text></office:body>"
    return attached_files.office(ODT, more={"content.xml": f"{xml}</office:document-content>".encode()})


def xlsx(*sheets: tuple[str, Sequence[Sequence[object]]]) -> bytes:
    """An Excel workbook of these sheets."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()

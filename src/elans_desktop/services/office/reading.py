"""The content of an attached office document, for a look: words and tables, without layout nor macro.

Everything is read in memory, within limits; what cannot be read raises one sentence.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from elans_desktop.core.errors import InputError, SystemProblem
from elans_desktop.services import file_types
from elans_desktop.services.office import docx, odt, package, workbooks
from elans_desktop.services.office.content import Block, OfficeContent, Paragraph, gathered

AROUND = "En-têtes et pieds de page"
NOTES = "Notes"


def read(content: bytes, media_type: str) -> OfficeContent:
    """What a DOCX, an ODT, an XLSX or an ODS says. Raises SystemProblem when it cannot be read."""
    try:
        if file_types.examine(content) != media_type:
            raise package.unreadable()
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return gathered(_blocks(content, archive, media_type))
    except SystemProblem:
        raise
    except InputError as refused:
        raise package.refused(next(iter(refused.fields.values()))) from None
    except Exception as problem:  # a malformed part makes the parsers raise anything
        raise package.unreadable() from problem


def _blocks(content: bytes, archive: zipfile.ZipFile, media_type: str) -> Iterator[Block]:
    if media_type == file_types.ODS:
        package.check(archive, "content.xml")
        yield from workbooks.of_ods(content)
    elif media_type == file_types.XLSX:
        package.check(archive, "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml")
        yield from workbooks.of_xlsx(content)
    else:
        package.check(archive)
        yield from (_of_odt if media_type == file_types.ODT else _of_docx)(archive)


def _of_odt(archive: zipfile.ZipFile) -> Iterator[Block]:
    body = odt.of_body(package.parsed(archive, "content.xml"))
    if body is None:
        raise package.unreadable()
    yield from body
    if "styles.xml" in archive.namelist():
        yield from _titled(AROUND, odt.around(package.parsed(archive, "styles.xml")))


def _of_docx(archive: zipfile.ZipFile) -> Iterator[Block]:
    body = docx.of_body(package.parsed(archive, "word/document.xml"))
    if body is None:
        raise package.unreadable()
    yield from body
    notes = package.numbered(archive, r"word/(footnotes|endnotes)\.xml")
    yield from _titled(NOTES, (one for name in notes for one in docx.notes(package.parsed(archive, name))))
    around = package.numbered(archive, r"word/(header|footer)\d*\.xml")
    yield from _titled(AROUND, (one for name in around for one in docx.blocks(package.parsed(archive, name))))


def _titled(title: str, blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks under a title, each once: the first page and the others often say the same."""
    told: set[Block] = set()
    for block in blocks:
        if block in told or (isinstance(block, Paragraph) and not block.text.strip()):
            continue
        if not told:
            yield Paragraph(title, heading=2)
        told.add(block)
        yield block

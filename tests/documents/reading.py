"""Reading a PDF back: its words, its fonts, its QR codes."""

from __future__ import annotations

import io
import re

from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject

_QR = re.compile(rb"BI /W (\d+) /H (\d+) /BPC 1 /IM true /D \[1 0\] /F /AHx ID\n([0-9a-f]+)>\nEI")


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def resources(page: PageObject, kind: str) -> DictionaryObject:
    """The fonts (`/Font`) or forms and pictures (`/XObject`) that a page uses."""
    table = page["/Resources"]
    assert isinstance(table, DictionaryObject)
    found = table[kind].get_object()
    assert isinstance(found, DictionaryObject)
    return found


def texts(pdf: bytes) -> list[str]:
    """The words of each page, spaces of every kind made one."""
    return [re.sub(r"\s+", " ", page.extract_text()) for page in reader(pdf).pages]


def fonts(pdf: bytes) -> dict[str, bool]:
    """Each font of the file, with whether it is embedded."""
    found: dict[str, bool] = {}
    for page in reader(pdf).pages:
        for entry in resources(page, "/Font").values():
            font = entry.get_object()
            name = str(font["/BaseFont"]).rpartition("+")[2].lstrip("/")
            found[name] = "/FontFile2" in font.get("/FontDescriptor", {})
    return found


def codes(pdf: bytes) -> list[list[bytes]]:
    """The modules of the QR code of each page that has one."""
    found: list[list[bytes]] = []
    for page in reader(pdf).pages:
        contents = page.get_contents()
        assert contents is not None
        for width, height, packed in _QR.findall(contents.get_data()):
            side, high = int(width), int(height)
            digits = len(packed) // high
            rows = [packed[index * digits : (index + 1) * digits] for index in range(high)]
            found.append([bytes(map(int, f"{int(row, 16):0{digits * 4}b}"[:side])) for row in rows])
    return found

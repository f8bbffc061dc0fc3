"""Keep from Qt's ICU library the languages shown here: its data weighs 32 MB, French and English 3.

The data is one table: a header, a count, (name offset, data offset) pairs sorted by name, the names, then the
items (ICU's common data format, `CmnD`). `as` and `ld` link the library again around a smaller table.
"""

from __future__ import annotations

import re
import struct
import subprocess
import tempfile
from pathlib import Path

MAGIC = b"\xda\x27"
FORMAT = b"CmnD"
FORMAT_OFFSET = 12
ALIGNMENT = 16

LOCALE = re.compile(r"[a-z]{2,3}(_\w+)?")
KEPT_LOCALE = re.compile(r"(fr|en)(_\w+)?")
# Qt brings its own names of languages, countries, currencies, units and time zones.
DROPPED = re.compile(
    r".*\.(cnv|dict|cfu|spp)|(translit|rbnf|curr|unit|lang|region|zone)/.*|brkitr/.*(lstm|model).*|unames\.icu"
)

SOURCE = """
.section .rodata
.balign 16
.globl {symbol}
.type {symbol}, %object
{symbol}:
.incbin "{table}"
.size {symbol}, . - {symbol}
.section .note.GNU-stack, "", %progbits
"""


def is_kept(name: str) -> bool:
    """Whether an item stays, by its name inside the table, e.g. `coll/fr.res` or `root.res`."""
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    if DROPPED.fullmatch(name):
        return False
    return not (name.endswith(".res") and LOCALE.fullmatch(stem)) or KEPT_LOCALE.fullmatch(stem) is not None


def find_table(library: bytes) -> int:
    """The offset of the table in the library. Raises ValueError when the library holds none."""
    start = library.find(FORMAT) - FORMAT_OFFSET
    if start < 0 or library[start + 2 : start + 4] != MAGIC:
        raise ValueError("no ICU data table in this library")
    return start


def read_items(library: bytes, start: int) -> tuple[bytes, list[tuple[str, bytes]]]:
    """The header and the named items of the table that starts at an offset of the library."""
    (header_size,) = struct.unpack_from("<H", library, start)
    base = start + header_size
    (count,) = struct.unpack_from("<I", library, base)
    pairs = list(struct.iter_unpack("<II", library[base + 4 : base + 4 + 8 * count]))
    items: list[tuple[str, bytes]] = []
    for index, (name_at, data_at) in enumerate(pairs):
        name = library[base + name_at : library.index(b"\0", base + name_at)].decode("ascii")
        # the table does not say where its last item ends: the rest of the library is a safe upper bound
        end = base + pairs[index + 1][1] if index + 1 < count else len(library)
        items.append((name, library[base + data_at : end]))
    return library[start:base], items


def write_table(header: bytes, items: list[tuple[str, bytes]]) -> bytes:
    """A table that holds the items, in their order."""
    names = bytearray()
    name_offsets: list[int] = []
    first_name = 4 + 8 * len(items)
    for name, _data in items:
        name_offsets.append(first_name + len(names))
        names += name.encode("ascii") + b"\0"
    body = bytearray(_padded(b"\0" * first_name + bytes(names), len(header)))
    struct.pack_into("<I", body, 0, len(items))
    for index, (_name, data) in enumerate(items):
        struct.pack_into("<II", body, 4 + 8 * index, name_offsets[index], len(body))
        body += _padded(data, 0)
    return header + bytes(body)


def _padded(data: bytes, before: int) -> bytes:
    return data + b"\0" * (-(len(data) + before) % ALIGNMENT)


def reduce_library(path: Path) -> None:
    """Replace a `libicudata.so.N` by one that holds the kept items alone."""
    library = path.read_bytes()
    header, items = read_items(library, find_table(library))
    kept = [(name, data) for name, data in items if is_kept(name.split("/", 1)[1])]
    version = path.suffix[1:]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "table").write_bytes(write_table(header, kept))
        source = SOURCE.format(symbol=f"icudt{version}_dat", table=work / "table")
        (work / "table.s").write_text(source, "utf-8")
        subprocess.run(["as", "-o", str(work / "table.o"), str(work / "table.s")], check=True)
        words = [
            "ld",
            "-shared",
            "-z",
            "noexecstack",
            "-soname",
            path.name,
            "-o",
            str(path),
            str(work / "table.o"),
        ]
        subprocess.run(words, check=True)

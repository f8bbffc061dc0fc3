"""From bytes to a raw table: what the file really is, whatever its name, then its titles and lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from elans_desktop.core.errors import ElansError, NotFoundError, SystemProblem
from elans_desktop.core.formats import NBSP
from elans_desktop.core.text import fold
from elans_desktop.services.imports import detection
from elans_desktop.services.imports.archives import SAVE_AS_XLSX, protected
from elans_desktop.services.imports.columns import nir_columns
from elans_desktop.services.imports.detection import Record
from elans_desktop.services.imports.tables import MAX_FILE_BYTES, Check, NotATable, RawRow, RawTable, typeset
from elans_desktop.services.imports.workbooks import read_workbook

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "un PDF"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"GIF8", "une image"),
    (b"BM\x00", "une image"),
    (b"II*\x00", "une image"),
    (b"{\\rtf", "un document de traitement de texte"),
    (b"SQLite format 3", "une base de données"),
    (b"\x1f\x8b", "une archive"),
    (b"7z\xbc\xaf", "une archive"),
    (b"Rar!", "une archive"),
    (b"MZ", "un programme"),
    (b"\x7fELF", "un programme"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_table(
    source: Path | bytes,
    name: str = "",
    *,
    sheet: str | None = None,
    header_line: int | None = None,
    cancelled: Check | None = None,
) -> RawTable:
    """Read a CSV, TXT, TSV, XLSX or ODS list, whatever its extension says.

    `name` is what the person calls the file (its own name for a path). `sheet` and `header_line`
    (a line number of the file) overrule what is detected. Limits: 20 MB, 50,000 filled lines,
    250 columns, 200 MB unpacked. Raises NotATable, SystemProblem, NotFoundError, Cancelled.
    """
    data = source if isinstance(source, bytes) else _bytes(source)
    name = name or ("" if isinstance(source, bytes) else source.name)
    if len(data) > MAX_FILE_BYTES:
        raise _too_big()
    kind = _kind(data)
    if kind == "workbook":
        book = read_workbook(data, sheet, cancelled)
        said = (f"Seule la feuille « {book.title} » est lue.",) if book.other_lists else ()
        table = _table(name, book.records, header_line, said)
        return replace(table, sheet=book.title, sheets=book.titles)
    text, encoding, remarks = detection.decode(data)
    _refuse_markup(text)
    records, separator, more = detection.split(text, cancelled)
    table = _table(name, records, header_line, (*remarks, *more))
    return replace(table, encoding=encoding, separator=separator)


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise NotATable(
                "C’est un dossier, pas un fichier.", "Choisissez le fichier de la liste dans ce dossier."
            )
        if path.stat().st_size > MAX_FILE_BYTES:
            raise _too_big()
        with path.open("rb") as stream:
            return stream.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        raise NotFoundError("Ce fichier n’existe pas.", "Vérifiez son nom et son emplacement.") from None
    except PermissionError:
        raise SystemProblem(
            "Ce fichier ne peut pas être lu.",
            "S’il est ouvert dans Excel, fermez-le ; sinon, copiez-le dans vos documents.",
        ) from None
    except (OSError, ValueError):
        raise SystemProblem(
            "La lecture de ce fichier a échoué.",
            "S’il est sur une clé USB ou sur le réseau, copiez-le dans vos documents, puis recommencez.",
        ) from None


def _too_big() -> ElansError:
    return NotATable(
        f"Ce fichier dépasse 20{NBSP}Mo, la limite d’un import.",
        "Copiez la seule liste des personnes, sans images, dans un nouveau fichier.",
    )


def _kind(data: bytes) -> str:
    """« workbook » or « text »; raises NotATable for what is recognised as anything else."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xfe\xff"):
        raise NotATable(
            "Ce fichier est vide : aucune ligne à importer.",
            "Vérifiez que c’est le bon fichier et qu’il a bien été enregistré.",
        )
    if data.startswith(_OLE):
        _refuse_ole(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "workbook"
    for mark, what in _SIGNATURES:
        if data.startswith(mark) and (mark.isalnum() is False or b"\0" in data[:512]):
            raise NotATable(
                f"Ce fichier est {what}, pas un tableur, quel que soit son nom.",
                "Choisissez la liste elle-même, au format .xlsx ou .csv.",
            )
    return "text"


def _refuse_ole(data: bytes) -> None:
    if "EncryptedPackage".encode("utf-16-le") in data or "EncryptionInfo".encode("utf-16-le") in data:
        raise protected()
    if "WordDocument".encode("utf-16-le") in data:
        raise NotATable(
            "Ce fichier est un document Word, pas un tableur.",
            "Copiez son tableau dans une feuille de tableur et enregistrez-la au format .xlsx.",
        )
    raise NotATable(
        "Ce fichier est un classeur d’un ancien format (.xls), ou un classeur protégé par un mot de passe.",
        "Ouvrez-le dans Excel ou LibreOffice, retirez le mot de passe s’il y en a un, "
        "et enregistrez-le au format .xlsx.",
    )


def _refuse_markup(text: str) -> None:
    head = text[:2000].lstrip().lower()
    if head.startswith(("<!doctype html", "<html", "<table", "<?xml", "<meta", "<head")):
        raise NotATable(
            "Ce fichier est une page web ou du XML, pas un tableur, même si son nom finit par .xls.",
            SAVE_AS_XLSX,
        )


def _table(name: str, records: Sequence[Record], header_line: int | None, remarks: Sequence[str]) -> RawTable:
    detection.check_size(records)
    position, recognised = detection.header_position(records)
    if header_line is not None:
        position = next((i for i, (line, _c) in enumerate(records) if line >= header_line), len(records) - 1)
        recognised = True
    line, titles = records[position]
    below = records[position + 1 :]
    if not recognised:
        remarks = [
            *remarks,
            f"Aucun titre de colonne n’est reconnu : la ligne{NBSP}{line} est prise pour les titres.",
        ]
    width = max((len(cells) for _line, cells in (records[position], *below)), default=0)
    padded = [(number, cells + ("",) * (width - len(cells))) for number, cells in below]
    while width and not (titles[width - 1 : width] or ("",))[0] and not any(c[width - 1] for _n, c in padded):
        width -= 1
        padded = [(number, cells[:width]) for number, cells in padded]
    columns = (titles + ("",) * width)[:width]
    repeated = _repeated_headers(columns, padded)
    left_out = nir_columns(columns, [cells for _n, cells in padded])
    hidden = {column.index for column in left_out}
    rows = tuple(
        RawRow(
            number, tuple("" if i in hidden else cell for i, cell in enumerate(cells)) if hidden else cells
        )
        for number, cells in padded
        if number not in repeated and any(cell for i, cell in enumerate(cells) if i not in hidden)
    )
    if repeated:
        remarks = [
            *remarks,
            f"Titres répétés plus bas (ligne{NBSP}{min(repeated)}) : ces lignes ne comptent pas.",
        ]
    if not rows:
        what = "que ses titres de colonnes" if recognised else "qu’une ligne, sans titre de colonne connu"
        raise NotATable(
            f"Ce fichier n’a {what} : aucune personne à importer.",
            "Vérifiez que c’est le bon fichier et la bonne feuille.",
        )
    return RawTable(
        name=name,
        header_line=line,
        columns=columns,
        rows=rows,
        recognised=recognised,
        left_out=left_out,
        remarks=tuple(map(typeset, remarks)),
    )


def _repeated_headers(columns: tuple[str, ...], padded: Sequence[Record]) -> frozenset[int]:
    """The lines that only repeat the titles (printed lists glued together)."""
    key = tuple(fold(title) for title in columns)
    return frozenset(
        number
        for number, cells in padded
        if cells[0:1] and fold(cells[0]) == key[0] and tuple(map(fold, cells)) == key
    )

"""Workbooks are zip archives: what they are and how big, before anything is unpacked."""

from __future__ import annotations

import io
import zipfile

from elans_desktop.services.imports.tables import MAX_UNPACKED_BYTES, NotATable

SAVE_AS_XLSX = "Ouvrez-le dans votre tableur et enregistrez-le au format .xlsx ou .csv."
_MAX_PARTS = 5_000
_MAX_RATIO = 250
_RATIO_FROM = 10_000_000


def check_archive(data: bytes) -> str:
    """« xlsx » or « ods ». Raises NotATable: not a workbook, protected, or absurd once unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_sizes(parts)
            kind = _kind({part.filename for part in parts}, archive)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and not part.filename.startswith("META-INF/"):
                    with archive.open(part) as stream:
                        head = stream.read(4096).replace(b"\0", b"")
                    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                        raise damaged()
            return kind
    except NotATable:
        raise
    except Exception as problem:  # a hostile archive may raise anything from zipfile or zlib
        raise damaged() from problem


def _kind(names: set[str], archive: zipfile.ZipFile) -> str:
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        kind = archive.read("mimetype")
        if b"opendocument.spreadsheet" in kind:
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise protected()
            return "ods"
        if b"opendocument" in kind:
            raise NotATable("Ce fichier est un document LibreOffice, pas un tableur.", SAVE_AS_XLSX)
    if "word/document.xml" in names:
        raise NotATable(
            "Ce fichier est un document Word, pas un tableur.",
            "Copiez son tableau dans une feuille de tableur et enregistrez-la au format .xlsx.",
        )
    if "xl/workbook.bin" in names:
        raise NotATable(
            "Ce fichier est un classeur binaire (.xlsb), que le programme ne lit pas.", SAVE_AS_XLSX
        )
    if any(name.endswith(".numbers") or name.startswith("Index/") for name in names):
        raise NotATable(
            "Ce fichier est un classeur Numbers, que le programme ne lit pas.",
            "Dans Numbers, Fichier > Exporter vers > Excel, puis importez la copie.",
        )
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise NotATable("Ce fichier est une archive, pas un tableur.", "Extrayez la liste, puis importez-la.")
    return "xlsx"


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise protected()
    unpacked = sum(part.file_size for part in parts)
    absurd = any(
        part.file_size > _RATIO_FROM and part.file_size > _MAX_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if unpacked > MAX_UNPACKED_BYTES or absurd or len(parts) > _MAX_PARTS:
        raise NotATable(
            "Ce classeur est beaucoup trop volumineux une fois ouvert (limite : 200\u00a0Mo).",
            "Copiez la seule liste des personnes dans un nouveau classeur et enregistrez-le.",
        )


def protected() -> NotATable:
    """The error of a workbook that opens with a password."""
    return NotATable(
        "Ce classeur est protégé par un mot de passe.",
        "Ouvrez-le dans votre tableur, retirez le mot de passe (dans Excel : Fichier > Informations > "
        "Protéger le classeur), enregistrez-le puis recommencez. Pensez à supprimer cette copie ensuite : "
        "elle n’est pas chiffrée.",
    )


def damaged() -> NotATable:
    """The error of a workbook that cannot be opened."""
    return NotATable("Ce classeur est endommagé ou incomplet.", SAVE_AS_XLSX)

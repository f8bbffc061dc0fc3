"""Text files: their encoding, their separator, and the line that holds the titles of any table."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Sequence

from elans_desktop.core.formats import NBSP
from elans_desktop.services.imports.columns import header_score
from elans_desktop.services.imports.tables import (
    MAX_COLUMNS,
    MAX_LINES,
    Check,
    NotATable,
    clean,
    column_letter,
    stop_if,
)

Record = tuple[int, tuple[str, ...]]
"""The number of the line where a record starts, and its cells."""

SEPARATORS = (";", ",", "\t", "|")
_HEADER_WITHIN = 40
_SAMPLE = 200
_LONGEST_CELL_LINES = 60
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\ufffe\uffff]")
_LOWER, _UPPER = set("éèêëàâçîïôöùûüœñ"), set("ÉÈÊËÀÂÇÎÏÔÖÙÛÜŒ")
_TYPOGRAPHY = set("’‘“”«»–—…°€·²" + NBSP)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


def decode(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """The text of a file, the name of its encoding, remarks. Raises NotATable when it is not text."""
    for mark, codec, name in _BOMS:
        if data.startswith(mark):
            return _text(data.decode(codec, errors="replace")), name, ()
    head = data[:4000]
    if head.count(0) > len(head) // 4:
        codec = "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"
        return _text(data.decode(codec, errors="replace")), "UTF-16", ()
    try:
        return _text(data.decode("utf-8")), "UTF-8", ()
    except UnicodeDecodeError:
        pass
    mended = data.decode("utf-8", errors="replace")
    broken = mended.count("\ufffd")
    if sum(not c.isascii() for c in mended) - broken > 3 * broken:
        remark = "Quelques lettres accentuées sont abîmées : relisez les noms marqués « \ufffd »."
        return _text(mended), "UTF-8", (remark,)
    texts = [
        (data.decode(codec, errors="replace"), name)
        for codec, name in (("cp1252", "CP1252"), ("mac_roman", "Mac"), ("cp850", "CP850"))
    ]
    text, name = max(texts, key=lambda pair: _frenchness(pair[0][:200_000]))
    return _text(text), name, ()


def _frenchness(text: str) -> int:
    score = 0
    for letter, times in Counter(c for c in text if not c.isascii()).items():
        if letter in _LOWER:
            score += 2 * times
        elif letter in _UPPER:
            score += times
        elif letter not in _TYPOGRAPHY:
            score -= 2 * times
    return score


def _text(text: str) -> str:
    controls = len(_CONTROLS.findall(text))
    if controls > max(2, len(text) // 200) or text.count("\ufffd") > max(20, len(text) // 20):
        raise NotATable(
            "Ce fichier ne contient pas de texte lisible : ce n’est pas une liste.",
            "Ouvrez-le dans votre tableur et enregistrez-le au format .xlsx ou .csv.",
        )
    return text


def split(text: str, cancelled: Check | None = None) -> tuple[list[Record], str, tuple[str, ...]]:
    """The records of a text file, its separator, remarks. Raises NotATable, Cancelled."""
    start = 1
    separator = ""
    if match := re.match(r"sep=(.)\r?\n", text):
        separator, text, start = match[1], text[match.end() :], 2
    if not separator:
        separator = _separator(text)
    records, open_quote = _records(text, separator, start, MAX_LINES, cancelled)
    if not open_quote:
        return records, separator, ()
    records, _ = _records(text, separator, start, MAX_LINES, cancelled, quoting=csv.QUOTE_NONE)
    remark = (
        f"Ligne{NBSP}{open_quote}, un guillemet ouvert n’est jamais refermé : "
        "les guillemets du fichier sont lus comme du texte."
    )
    return records, separator, (remark,)


def _separator(text: str) -> str:
    """The separator under which the first lines look most like a table of people."""
    best, best_rank = SEPARATORS[0], (0, 0)
    for separator in SEPARATORS:
        records, _ = _records(text, separator, 1, _SAMPLE, None, whole=False)
        widths = Counter(len(cells) for _line, cells in records if len(cells) > 1)
        if not widths:
            continue
        width, times = max(widths.items(), key=lambda item: item[0] * item[1])
        titles = max((header_score(cells) for _line, cells in records[:_HEADER_WITHIN]), default=0)
        rank = (titles, width * times)
        if rank > best_rank:
            best, best_rank = separator, rank
    return best


def _records(
    text: str,
    separator: str,
    start: int,
    most: int,
    cancelled: Check | None,
    *,
    quoting: int = csv.QUOTE_MINIMAL,
    whole: bool = True,
) -> tuple[list[Record], int]:
    """The filled records, and the line of a quote that is never closed (0 when all are)."""
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=separator, quoting=quoting, skipinitialspace=True)  # pyright: ignore[reportArgumentType]
    records: list[Record] = []
    line = start
    try:
        for position, row in enumerate(reader):
            if position % 500 == 0:
                stop_if(cancelled)
            end = start + reader.line_num
            if end - line > _LONGEST_CELL_LINES and whole:
                return records, line
            cells = tuple(clean(cell) for cell in row)
            if any(cells):
                records.append((line, cells))
                if len(records) > most:
                    break
            line = end
    except csv.Error:
        if quoting == csv.QUOTE_NONE or not whole:
            return records, 0 if not whole else _too_long(line)
        return records, line
    return records, 0


def _too_long(line: int) -> int:
    raise NotATable(
        f"La ligne{NBSP}{line} contient une cellule beaucoup trop longue : ce n’est pas une liste.",
        "Vérifiez le fichier dans votre tableur, puis enregistrez-le au format .xlsx ou .csv.",
    )


def header_position(records: Sequence[Record]) -> tuple[int, bool]:
    """The position of the record that holds the titles, and whether its words were recognised.

    The title may stand below a heading and blank lines: the first lines are compared with the
    known names of columns. When none is known, the first line with the most filled cells is taken.
    """
    head = records[:_HEADER_WITHIN]
    scores = [header_score(cells) for _line, cells in head]
    best = max(range(len(head)), key=lambda i: (scores[i], -i))
    if scores[best] > 0:
        return best, True
    filled = [sum(bool(cell) for cell in cells) for _line, cells in head]
    return max(range(len(head)), key=lambda i: (min(filled[i], 2), -i)), False


def check_size(records: Sequence[Record]) -> None:
    """Raise NotATable when there are too many lines or columns, or none."""
    if not records:
        raise NotATable(
            "Ce fichier est vide : aucune ligne à importer.",
            "Vérifiez que c’est le bon fichier et qu’il a bien été enregistré.",
        )
    if len(records) > MAX_LINES:
        raise NotATable(
            f"Ce fichier a plus de 50{NBSP}000 lignes, la limite d’un import.",
            "Partagez-le en plusieurs fichiers.",
        )
    wide = max(
        (max((i for i, cell in enumerate(cells) if cell), default=0) for _line, cells in records), default=0
    )
    if wide >= MAX_COLUMNS:
        raise NotATable(
            f"Ce fichier va jusqu’à la colonne {column_letter(wide)}, au-delà des {MAX_COLUMNS} permises.",
            "Gardez les colonnes utiles et enregistrez une copie.",
        )

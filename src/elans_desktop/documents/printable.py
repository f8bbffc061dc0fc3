"""The one place that makes any text printable.

Composed (NFC), on one line, without control or invisible characters, with the only special space we use
(U+00A0), right-to-left scripts shaped and put in the order they are read. What no font draws becomes « □ »
and is counted, so that it is reported: never a crash, never a missing glyph unnoticed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache

SUBSTITUTE = "\u25a1"
_NBSP = "\u00a0"
_TATWEEL = 0x640
_SPACES = {0x202F, 0x2007}
_RIGHT_TO_LEFT = {"R", "AL"}
_NUMBERS = {"EN", "AN", "ES", "ET", "CS"}
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_USUAL_TEXT = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x180)))) | {
    *"’‘“”–—…€"
}
"""What our languages are written with: composed already, drawn as it is, nothing to drop."""


def clean(text: str) -> str:
    """`text` composed and on one line: controls, invisible marks and emoji modifiers dropped.

    Tabs and line ends become a space; narrow and figure spaces become U+00A0.
    """
    if _USUAL_TEXT.issuperset(text):
        return text
    kept: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        code = ord(char)
        category = unicodedata.category(char)
        if code in _SPACES:
            kept.append(_NBSP)
        elif char in "\t\n\r\v\f\x85" or category in {"Zl", "Zp"} or (category == "Zs" and char != _NBSP):
            kept.append(" ")
        elif category in {"Cc", "Cf"} or 0xFE00 <= code <= 0xFE0F or 0x1F3FB <= code <= 0x1F3FF:
            continue
        elif code in {0x2011, 0x2010}:
            kept.append("-")
        else:
            kept.append(char)
    return "".join(kept)


def sound(text: str) -> str:
    """`text` as a file can hold it: a lone half of a character becomes « ? »."""
    return text.encode("utf-8", "replace").decode("utf-8")


def runs(
    text: str, primary: Callable[[int], bool], fallback: Callable[[int], bool]
) -> tuple[list[tuple[str, bool]], int]:
    """Cut a clean `text` where the font changes.

    `primary` and `fallback` tell whether a font draws a code point. Answers the pieces, each with True when
    the fallback draws it, and how many characters no font draws (printed « □ »).
    """
    pieces: list[tuple[str, bool]] = []
    lost = 0
    for cluster in _clusters(_visual(text)):
        drawn, other = cluster, False
        if not _all(cluster, primary):
            drawn, other, missing = _replaced(cluster, primary, fallback)
            lost += missing
        if pieces and pieces[-1][1] == other:
            pieces[-1] = (pieces[-1][0] + drawn, other)
        else:
            pieces.append((drawn, other))
    return pieces, lost


def _replaced(
    cluster: str, primary: Callable[[int], bool], fallback: Callable[[int], bool]
) -> tuple[str, bool, int]:
    """How to draw a cluster that the primary font does not hold: text, by the fallback?, lost characters."""
    if _all(cluster, fallback):
        return cluster, True, 0
    alike = unicodedata.normalize("NFKC", cluster)
    if alike.strip():
        if _all(alike, primary):
            return alike, False, 0
        if _all(alike, fallback):
            return alike, True, 0
    base = cluster[0]
    if len(cluster) > 1 and primary(ord(base)):
        return base, False, 1
    return SUBSTITUTE, not primary(ord(SUBSTITUTE)), 1


def _all(text: str, draws: Callable[[int], bool]) -> bool:
    return all(draws(ord(char)) for char in text)


def _clusters(text: str) -> list[str]:
    """Characters with the combining marks that follow them."""
    if text.isascii():
        return [text] if text else []
    clusters: list[str] = []
    for char in text:
        if clusters and unicodedata.combining(char):
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


def _visual(text: str) -> str:
    """Right-to-left stretches shaped and reversed, so that paper shows them as they are read.

    The line itself runs from left to right; figures keep their order inside a reversed stretch.
    """
    if text.isascii() or not any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text):
        return text
    out: list[str] = []
    stretch: list[str] = []
    pending: list[str] = []  # neutrals and figures, whose side is not known yet
    for cluster in _clusters(_shaped(text)):
        direction = unicodedata.bidirectional(cluster[0])
        if direction in _RIGHT_TO_LEFT:
            stretch += [*pending, cluster]
            pending = []
        elif stretch and direction != "L":
            pending.append(cluster)
        else:
            out += [*_reversed(stretch), *pending, cluster]
            stretch, pending = [], []
    return "".join([*out, *_reversed(stretch), *pending])


def _reversed(stretch: list[str]) -> list[str]:
    """A right-to-left stretch in visual order: figures unreversed, brackets mirrored."""
    result: list[str] = []
    figures: list[str] = []
    for cluster in stretch:
        if unicodedata.bidirectional(cluster[0]) in _NUMBERS:
            figures.append(cluster)
            continue
        result += reversed(figures)
        figures = []
        result.append(cluster.translate(_MIRRORED))
    result += reversed(figures)
    return result[::-1]


@cache
def _forms() -> dict[tuple[str, str], str]:
    """(letters, position) → Arabic presentation form, read from the Unicode tables of Python."""
    forms: dict[tuple[str, str], str] = {}
    for code in (*range(0xFB50, 0xFDFC), *range(0xFE70, 0xFEFD)):
        parts = unicodedata.decomposition(chr(code)).split()
        if parts and parts[0] in {"<isolated>", "<initial>", "<medial>", "<final>"}:
            letters = "".join(chr(int(part, 16)) for part in parts[1:])
            if len(letters) == 1 or (len(letters) == 2 and letters[0] == "\u0644" and code >= 0xFEF5):
                forms.setdefault((letters, parts[0][1:-1]), chr(code))
    return forms


def _joins_next(letter: str) -> bool:
    return ord(letter[-1]) == _TATWEEL or (len(letter) == 1 and (letter, "initial") in _forms())


def _joins_previous(letter: str) -> bool:
    return ord(letter[0]) == _TATWEEL or (letter, "final") in _forms()


def _shaped(text: str) -> str:
    """Arabic letters in the form their neighbours give them; everything else unchanged."""
    letters: list[str] = []
    marks: list[str] = []
    for cluster in _clusters(text):
        base = cluster[0]
        if letters and not marks[-1] and letters[-1] == "\u0644" and ("\u0644" + base, "final") in _forms():
            letters[-1] += base
            marks[-1] = cluster[1:]
        else:
            letters.append(base)
            marks.append(cluster[1:])
    shaped: list[str] = []
    for index, letter in enumerate(letters):
        before = index > 0 and _joins_previous(letter) and _joins_next(letters[index - 1])
        after = index + 1 < len(letters) and _joins_next(letter) and _joins_previous(letters[index + 1])
        position = ("medial" if after else "final") if before else ("initial" if after else "isolated")
        shaped.append(_forms().get((letter, position), letter) + marks[index])
    return "".join(shaped)

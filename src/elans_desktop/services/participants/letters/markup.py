"""The text of a word processor’s document, changed where a field stands and nowhere else.

Word processors cut a field over several runs (`{{pre`, `nom}}`) when it is corrected or spelt. A document is
read as tokens; the texts of a paragraph are joined, fields are found in the whole, and only the tokens that
hold one are rewritten: every other byte stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from elans_desktop.services import merge_fields
from elans_desktop.services.merge_fields import MergeField
from elans_desktop.services.participants.letters.archives import Kind

_TOKEN = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>"
    r"|<[^<>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^<>\"']*)*>"
    r"|[^<]+",
    re.S,
)
_NAME = re.compile(r"</?\s*([^\s/>]+)")
_SPACES: Mapping[Kind, tuple[str, ...]] = {
    "docx": (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    ),
    "odt": ("urn:oasis:names:tc:opendocument:xmlns:text:1.0",),
}
_PARAGRAPHS: Mapping[Kind, frozenset[str]] = {"docx": frozenset({"p"}), "odt": frozenset({"p", "h"})}
_REFERENCE = re.compile(r"&(#[xX][0-9A-Fa-f]{1,6}|#[0-9]{1,7}|\w+);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Shape = Literal["open", "close", "alone", "text", "other"]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the document, as it is written."""

    raw: str = field(repr=False)
    shape: Shape
    name: str = ""
    """Of a tag, with its prefix."""


@dataclass(slots=True)
class _Paragraph:
    """Places, in the tokens, of the texts of a paragraph."""

    places: list[int] = field(default_factory=list[int])


def tokens(text: str) -> list[Token]:
    """Every piece of a checked XML text, in order: together they are the text."""
    return [_token(match[0]) for match in _TOKEN.finditer(text)]


def _token(raw: str) -> Token:
    if not raw.startswith("<"):
        return Token(raw, "text")
    if raw.startswith("<![CDATA["):
        return Token(escaped(raw[9:-3]), "text")
    if raw.startswith(("<!", "<?")):
        return Token(raw, "other")
    found = _NAME.match(raw)
    name = found[1] if found else ""
    return Token(raw, "close" if raw.startswith("</") else "alone" if raw.endswith("/>") else "open", name)


def prefix_of(text: str, kind: Kind) -> str:
    """How the names of the text vocabulary begin in this part: « w: », « text: », or nothing."""
    for space in _SPACES[kind]:
        found = re.search(rf"\bxmlns(?::([\w.-]+))?\s*=\s*[\"']{re.escape(space)}[\"']", text)
        if found:
            return f"{found[1]}:" if found[1] else ""
    return {"docx": "w:", "odt": "text:"}[kind]


def fields_in(text: str, kind: Kind) -> str:
    """What a part says, a line for each paragraph: where fields are looked for."""
    pieces = tokens(text)
    return "\n".join(
        "".join(_shown(pieces[place].raw) for place in paragraph.places)
        for paragraph in _paragraphs(pieces, prefix_of(text, kind), kind)
    )


def filled(text: str, kind: Kind, value: Callable[[MergeField], str]) -> str:
    """The part with the value of each field; unknown fields stay as they are written."""
    pieces = tokens(text)
    prefix = prefix_of(text, kind)
    changed: dict[int, str] = {}
    for paragraph in _paragraphs(pieces, prefix, kind):
        changed |= _filled_paragraph(pieces, paragraph, prefix, kind, value)
    if not changed:
        return text
    return "".join(changed.get(place, piece.raw) for place, piece in enumerate(pieces))


def _paragraphs(pieces: list[Token], prefix: str, kind: Kind) -> Iterator[_Paragraph]:
    """The paragraphs of a part, a text box inside one apart."""
    names = {f"{prefix}{name}" for name in _PARAGRAPHS[kind]}
    run = f"{prefix}t"
    open_ones: list[_Paragraph] = []
    inside_run = False
    for place, piece in enumerate(pieces):
        if piece.name in names:
            if piece.shape == "open":
                open_ones.append(_Paragraph())
            elif piece.shape == "close" and open_ones:
                yield open_ones.pop()
        elif piece.name == run:
            inside_run = piece.shape == "open"
        elif piece.shape == "text" and open_ones and (kind == "odt" or inside_run):
            open_ones[-1].places.append(place)


def _filled_paragraph(
    pieces: list[Token], paragraph: _Paragraph, prefix: str, kind: Kind, value: Callable[[MergeField], str]
) -> dict[int, str]:
    """The rewritten tokens of a paragraph: a value goes where its field begins, what is left of it goes."""
    texts = [_shown(pieces[place].raw) for place in paragraph.places]
    whole = "".join(texts)
    edits: dict[int, list[tuple[int, int, str]]] = {}
    for match in merge_fields.FIELD.finditer(whole):
        known = merge_fields.find(match[1])
        if known is None:
            continue
        written = _written(value(known), prefix, kind)
        start = 0
        for rank, text in enumerate(texts):
            first, last = max(match.start(), start), min(match.end(), start + len(text))
            if first < last:
                edits.setdefault(rank, []).append((first - start, last - start, written))
                written = ""
            start += len(text)
    changed = {paragraph.places[rank]: _edited(texts[rank], cuts) for rank, cuts in edits.items()}
    if kind == "docx":
        changed |= {place - 1: _spaced(pieces[place - 1]) for place in changed}
    return changed


def _spaced(run: Token) -> str:
    """A run of Word whose spaces count, now that its text may begin or end with one."""
    if run.shape != "open" or "xml:space" in run.raw:
        return run.raw
    return f'{run.raw[:-1]} xml:space="preserve">'


def _edited(text: str, cuts: list[tuple[int, int, str]]) -> str:
    made: list[str] = []
    reached = 0
    for first, last, written in cuts:
        made += [escaped(text[reached:first]), written]
        reached = last
    return "".join([*made, escaped(text[reached:])])


def _written(value: str, prefix: str, kind: Kind) -> str:
    """A value inside a run: escaped, its lines broken as this word processor breaks them."""
    lines = [escaped(re.sub(r"[ \t]+", " ", line).strip(" ")) for line in value.splitlines()]
    if kind == "odt":
        return f"<{prefix}line-break/>".join(lines)
    space = "" if len(lines) < 2 else ' xml:space="preserve"'
    return f"</{prefix}t><{prefix}br/><{prefix}t{space}>".join(lines)


def escaped(text: str) -> str:
    """Text for an XML document: markup escaped, what XML forbids left out."""
    legal = _ILLEGAL.sub("", text)
    return legal.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _shown(raw: str) -> str:
    """What a raw text says: the five entities of XML and character numbers read."""
    return _REFERENCE.sub(_character, raw) if "&" in raw else raw


def _character(found: re.Match[str]) -> str:
    name = found[1]
    if not name.startswith("#"):
        return _ENTITIES.get(name, found[0])
    return chr(int(name[2:], 16) if name[1] in "xX" else int(name[1:]))

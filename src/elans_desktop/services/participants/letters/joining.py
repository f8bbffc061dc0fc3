"""Several filled letters in one document: the body of each after the other, each on a page of its own.

Headers, footers and notes are shared: they must be the same for everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from elans_desktop.services.participants.letters import archives
from elans_desktop.services.participants.letters.markup import Token, prefix_of, tokens

_ODT_BODY = "text"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_PRELUDE = frozenset(
    {
        "forms", "tracked-changes", "variable-decls", "sequence-decls", "user-field-decls",
        "dde-connection-decls", "alphabetical-index-auto-mark-file", "shape",
    }
)  # fmt: skip
_BREAK_STYLE = "ElansNouvellePage"
_ODT_STYLE = (
    '<style:style xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    f'style:name="{_BREAK_STYLE}" style:family="paragraph"><style:paragraph-properties '
    'fo:break-before="page" fo:margin-top="0cm" fo:margin-bottom="0cm"/>'
    '<style:text-properties fo:font-size="2pt"/></style:style>'
)
_ONCE = ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference")
_REVISION_IDS = re.compile(r"\s[\w.-]+:(?:paraId|textId)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_XML_ID = re.compile(r"\sxml:id\s*=\s*(?:\"[^\"]*\"|'[^']*')")


def docx(bodies: Sequence[str]) -> str:
    """One `word/document.xml` from several: each letter is a section, with the headers of the model."""
    first = tokens(bodies[0])
    prefix = prefix_of(bodies[0], "docx")
    start, end, section = _docx_body(first, prefix)
    kept = [piece.raw for piece in first[start:section]]
    closing = "".join(piece.raw for piece in first[section:end])
    page = _section_break(closing, prefix)
    for body in bodies[1:]:
        pieces = tokens(body)
        begin, _end, last = _docx_body(pieces, prefix)
        kept.append(page)
        kept += _copied(pieces[begin:last], prefix)
    head = "".join(piece.raw for piece in first[:start])
    return "".join([head, *kept, closing, *(piece.raw for piece in first[end:])])


def _docx_body(pieces: Sequence[Token], prefix: str) -> tuple[int, int, int]:
    """First token inside the body, its end, and the last section: what stands after every paragraph."""
    name = f"{prefix}body"
    start = next(i for i, piece in enumerate(pieces) if piece.name == name and piece.shape == "open") + 1
    end = max(i for i, piece in enumerate(pieces) if piece.name == name and piece.shape == "close")
    section = end
    for place, child in _children(pieces, start, end):
        if child == f"{prefix}sectPr":
            section = place
    return start, end, section


def _section_break(section: str, prefix: str) -> str:
    """An empty paragraph that ends a section on its page."""
    if not section.strip():
        return f'<{prefix}p><{prefix}r><{prefix}br {prefix}type="page"/></{prefix}r></{prefix}p>'
    own = re.sub(rf"<{re.escape(prefix)}type\b[^<>]*/>", "", section)
    return f"<{prefix}p><{prefix}pPr>{own}</{prefix}pPr></{prefix}p>"


def _copied(pieces: Sequence[Token], prefix: str) -> Iterator[str]:
    """The tokens of another copy: what must be unique in a document is left out."""
    once = {f"{prefix}{name}" for name in _ONCE}
    for piece in pieces:
        if piece.name not in once:
            yield piece.raw if piece.shape == "text" else _REVISION_IDS.sub("", piece.raw)


def odt(bodies: Sequence[str]) -> str:
    """One `content.xml` from several: each letter begins a page."""
    first = tokens(bodies[0])
    office = _office_prefix(bodies[0])
    _start, end, content = _odt_body(first, office)
    breaks = "" if _starts_a_page(bodies[0], first, content, end) else _page(bodies[0])
    kept = [piece.raw for piece in first[:end]]
    for body in bodies[1:]:
        pieces = tokens(body)
        _start, last, begin = _odt_body(pieces, office)
        kept.append(breaks)
        kept += (
            piece.raw if piece.shape == "text" else _XML_ID.sub("", piece.raw) for piece in pieces[begin:last]
        )
    whole = "".join([*kept, *(piece.raw for piece in first[end:])])
    return _with_style(whole, office) if breaks else whole


def _office_prefix(text: str) -> str:
    found = re.search(rf"\bxmlns(?::([\w.-]+))?\s*=\s*[\"']{re.escape(_OFFICE)}[\"']", text)
    return f"{found[1]}:" if found and found[1] else "" if found else "office:"


def _odt_body(pieces: Sequence[Token], office: str) -> tuple[int, int, int]:
    """First token inside the text, its end, and where what is repeated begins: after the declarations."""
    name = f"{office}{_ODT_BODY}"
    start = next(i for i, piece in enumerate(pieces) if piece.name == name and piece.shape == "open") + 1
    end = max(i for i, piece in enumerate(pieces) if piece.name == name and piece.shape == "close")
    for place, child in _children(pieces, start, end):
        if child.rpartition(":")[2] not in _PRELUDE:
            return start, end, place
    return start, end, end


def _page(text: str) -> str:
    return f'<{prefix_of(text, "odt")}p {prefix_of(text, "odt")}style-name="{_BREAK_STYLE}"/>'


def _starts_a_page(text: str, pieces: Sequence[Token], content: int, end: int) -> bool:
    """Whether the first paragraph of the model already begins a page, through its style."""
    prefix = prefix_of(text, "odt")
    names = (f"{prefix}p", f"{prefix}h")
    first = next((piece for piece in pieces[content:end] if piece.name in names), None)
    style = archives.attributes(first.raw).get(f"{prefix}style-name", "") if first else ""
    named = rf"\s(?:[\w.-]+:)?name\s*=\s*[\"']{re.escape(style)}[\"']"
    found = re.search(rf"<(?:[\w.-]+:)?style\b[^<>]*{named}[^<>]*>", text) if style else None
    declared = archives.attributes(found[0]) if found else {}
    return any(name.endswith("master-page-name") and value for name, value in declared.items())


def _with_style(text: str, office: str) -> str:
    """The style of the paragraph that begins a page, beside the other automatic styles."""
    name = f"{office}automatic-styles"
    if re.search(rf"</{re.escape(name)}\s*>", text):
        return re.sub(rf"</{re.escape(name)}\s*>", lambda end: _ODT_STYLE + end[0], text, count=1)
    empty = re.search(rf"<{re.escape(name)}\b[^<>]*/>", text)
    made = f"<{name}>{_ODT_STYLE}</{name}>"
    if empty:
        return text[: empty.start()] + made + text[empty.end() :]
    body = re.search(rf"<{re.escape(office)}body\b", text)
    place = body.start() if body else 0
    return text[:place] + made + text[place:]


def _children(pieces: Sequence[Token], start: int, end: int) -> Iterator[tuple[int, str]]:
    """Place and name of each element just inside."""
    depth = 0
    for place in range(start, end):
        piece = pieces[place]
        if depth == 0 and piece.shape in ("open", "alone"):
            yield place, piece.name
        depth += {"open": 1, "close": -1}.get(piece.shape, 0)

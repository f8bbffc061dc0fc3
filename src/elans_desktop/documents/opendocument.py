"""ODS workbooks (LibreOffice), written straight as their content, in memory, with the standard library."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from elans_desktop.core.formats import clock_time, date_short
from elans_desktop.documents.workbooks import legal, sheet_titles, widths
from elans_desktop.services.tabular import Kind, Line, Table, Value

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
LETTER_CM = 0.2
"""Width of a letter of 10 points."""
_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
        ("fo", "xsl-fo-compatible"),
    )
)
_BLANKS = re.compile(r"  +|\t|\n")
_XML = '<?xml version="1.0" encoding="UTF-8"?>'

_DATA_STYLES = (
    '<number:date-style style:name="N-day"><number:day number:style="long"/><number:text>/</number:text>'
    '<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/>'
    "</number:date-style>"
    '<number:time-style style:name="N-time"><number:hours number:style="long"/><number:text>:</number:text>'
    '<number:minutes number:style="long"/></number:time-style>'
    '<number:time-style style:name="N-duration" number:truncate-on-overflow="false"><number:hours/>'
    '<number:text>:</number:text><number:minutes number:style="long"/></number:time-style>'
    '<number:number-style style:name="N-number"><number:number number:min-integer-digits="1" '
    'number:decimal-places="0" number:grouping="true"/></number:number-style>'
    '<number:currency-style style:name="N-money"><number:number number:min-integer-digits="1" '
    'number:decimal-places="2" number:min-decimal-places="2" number:grouping="true"/>'
    "<number:text>\u00a0</number:text>"
    '<number:currency-symbol number:language="fr" number:country="FR">€</number:currency-symbol>'
    "</number:currency-style>"
    '<number:percentage-style style:name="N-rate"><number:number number:min-integer-digits="1" '
    'number:decimal-places="1" number:min-decimal-places="1"/><number:text>%</number:text>'
    "</number:percentage-style>"
    '<number:text-style style:name="N-text"><number:text-content/></number:text-style>'
)
_KINDS = {kind: "text" if kind is Kind.YES_NO else kind.value for kind in Kind}
_BOLD = '<style:text-properties fo:font-weight="bold"/>'
_GROUND = '<style:table-cell-properties fo:background-color="#EEEBE2"/>'


def to_ods(*tables: Table) -> bytes:
    """One sheet per table: titles in bold, repeated on every printed page, typed cells."""
    parts = {
        "mimetype": MIMETYPE,
        "META-INF/manifest.xml": _MANIFEST,
        "meta.xml": _META,
        "styles.xml": _STYLES,
        "content.xml": "".join(_content(tables)),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():  # the type comes first, and in clear
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, text.encode(), compress_type=packing)
    return stream.getvalue()


def _content(tables: tuple[Table, ...]) -> Iterator[str]:
    found = [widths(table) for table in tables]
    yield f'{_XML}<office:document-content {_SPACES} office:version="1.3"><office:automatic-styles>'
    yield _DATA_STYLES
    for kind in sorted(set(_KINDS.values())):
        for name, looks in ((kind, ""), (f"{kind}-total", _BOLD)):
            yield f'<style:style style:name="{name}" style:family="table-cell" '
            yield f'style:data-style-name="N-{kind}">{looks}</style:style>'
    yield f'<style:style style:name="head" style:family="table-cell">{_GROUND}{_BOLD}</style:style>'
    for width in sorted({width for each in found for width in each}):
        yield (
            f'<style:style style:name="w{width}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width * LETTER_CM:.2f}cm"/></style:style>'
        )
    yield "</office:automatic-styles><office:body><office:spreadsheet>"
    for title, table, needed in zip(sheet_titles(tables), tables, found, strict=True):
        yield from _sheet(title, table, needed)
    yield "</office:spreadsheet></office:body></office:document-content>"


def _sheet(title: str, table: Table, needed: list[int]) -> Iterator[str]:
    yield f"<table:table table:name={quoteattr(title)}>"
    for width in needed:
        yield f'<table:table-column table:style-name="w{width}"/>'
    heads = "".join(_string(column.title, "head") for column in table.columns)
    yield f"<table:table-header-rows><table:table-row>{heads}</table:table-row></table:table-header-rows>"
    kinds = [column.kind for column in table.columns]
    for line in table.rows:
        yield _row(kinds, line)
    if table.total is not None:
        yield _row(kinds, table.total, "-total")
    yield "</table:table>"


def _row(kinds: list[Kind], line: Line, suffix: str = "") -> str:
    cells = (_cell(kind, value, suffix) for kind, value in zip(kinds, line, strict=True))
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _cell(kind: Kind, value: Value, suffix: str) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, bool):
        value = "oui" if value else "non"
    if isinstance(value, str):
        return _string(value, f"text{suffix}")
    typed, shown = _day(value) if isinstance(value, date) else _FIGURES.get(kind, _number)(value)
    style = f"{_KINDS[Kind.DAY if isinstance(value, date) else kind]}{suffix}"
    return f'<table:table-cell table:style-name="{style}" {typed}><text:p>{shown}</text:p></table:table-cell>'


def _string(text: str, style: str) -> str:
    paragraphs = legal(text).split("\n")
    body = "".join(f"<text:p>{_BLANKS.sub(_spaced, escape(paragraph))}</text:p>" for paragraph in paragraphs)
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="string">{body}</table:table-cell>'
    )


def _spaced(found: re.Match[str]) -> str:
    blank = found[0]
    return "<text:tab/>" if blank == "\t" else f' <text:s text:c="{len(blank) - 1}"/>'


def _day(value: date) -> tuple[str, str]:
    return f'office:value-type="date" office:date-value="{value.isoformat()}"', date_short(value)


def _number(value: int) -> tuple[str, str]:
    return f'office:value-type="float" office:value="{value}"', str(value)


def _hundredths(value: int) -> str:
    whole, rest = divmod(abs(value), 100)
    return f"{'-' if value < 0 else ''}{whole}.{rest:02}"


def _money(value: int) -> tuple[str, str]:
    shown = _hundredths(value)
    typed = f'office:value-type="currency" office:currency="EUR" office:value="{shown}"'
    return typed, f"{shown.replace('.', ',')} €"


def _rate(value: int) -> tuple[str, str]:
    return (
        f'office:value-type="percentage" office:value="{value / 10_000}"',
        f"{_hundredths(value).replace('.', ',')}%",
    )


def _minutes(value: int) -> tuple[str, str]:
    hours, rest = divmod(abs(value), 60)
    sign = "-" if value < 0 else ""
    typed = f'office:value-type="time" office:time-value="{sign}PT{hours:02}H{rest:02}M00S"'
    return typed, f"{sign}{clock_time(abs(value))}"


_FIGURES: dict[Kind, Callable[[int], tuple[str, str]]] = {
    Kind.MONEY: _money,
    Kind.RATE: _rate,
    Kind.TIME: _minutes,
    Kind.DURATION: _minutes,
}

_PARTS = ("content.xml", "styles.xml", "meta.xml")
_MANIFEST = (
    f'{_XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" '
    f'manifest:media-type="{MIMETYPE}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{part}" manifest:media-type="text/xml"/>'
        for part in _PARTS
    )
    + "</manifest:manifest>"
)
_META = (
    f'{_XML}<office:document-meta {_SPACES} xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'office:version="1.3"><office:meta><meta:generator>ELANS</meta:generator></office:meta>'
    "</office:document-meta>"
)
_STYLES = (
    f'{_XML}<office:document-styles {_SPACES} office:version="1.3"><office:automatic-styles>'
    '<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="29.7cm" '
    'fo:page-height="21cm" style:print-orientation="landscape" style:scale-to-X="1"/></style:page-layout>'
    "</office:automatic-styles><office:master-styles>"
    '<style:master-page style:name="Default" style:page-layout-name="page"/>'
    "</office:master-styles></office:document-styles>"
)

"""A template as a file: what it is, and whether it may be trusted, before anything of it is used.

Macros, entities, files called from outside, archives absurd once unpacked: refused in one sentence each.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal
from xml.parsers import expat

from elans_desktop.core.errors import InputError
from elans_desktop.core.formats import NBSP

Kind = Literal["odt", "docx"]

ODT: Final = "application/vnd.oasis.opendocument.text"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEDIA_TYPES: Mapping[Kind, str] = {"odt": ODT, "docx": DOCX}
MAX_BYTES = 10_000_000
_MAX_PARTS = 2_000
_MAX_UNPACKED = 80_000_000
_MAX_RATIO = 200
_RATIO_FROM = 5_000_000

NOT_A_LETTER = "Ce fichier n’est ni un document LibreOffice (.odt), ni un document Word (.docx)."
_SAVE_AS = "Ouvrez-le et enregistrez-le au format .odt ou .docx."
_DAMAGED = f"Ce document est abîmé\u00a0: il ne peut pas être lu. {_SAVE_AS}"
_MACROS = "Ce document contient des macros. Enregistrez-le sans macros, au format .odt ou .docx."
_OUTSIDE = "Ce document va chercher un fichier ailleurs (image ou modèle lié). Insérez-le dans le document."
_PROTECTED = "Ce document est protégé par un mot de passe. Retirez le mot de passe, puis recommencez."
_TEMPLATE = "C’est un modèle de traitement de texte. Enregistrez-le comme document, au format .odt ou .docx."
_TOO_BIG = f"Ce document est trop lourd\u00a0: 10{NBSP}Mo au plus."

_DOCX_TEXTS = re.compile(r"word/(document|header|footer|footnotes|endnotes)\d*\.xml")
_ODT_TEXTS = re.compile(r"(content|styles)\.xml")
_OUTSIDE_TARGET = re.compile(r"(https?:|ftps?:|smb:|\\\\|//)", re.I)
_RELATION = re.compile(r"<[^<>]*?\bRelationship\b[^<>]*>")
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ODT_CALLS = re.compile(
    r"<(?:[\w.-]+:)?(?:image|object|object-ole|plugin|applet|section-source|background-image|fill-image)\b[^<>]*>"
)
_ODT_MACROS = re.compile(r"<(?:[\w.-]+:)?(?:event-listener|dde-connection-decl|script)\b")
_DDE = re.compile(r"<[\w.:-]*instrText\b[^<>]*>\s*DDE(AUTO)?\b|instr\s*=\s*[\"']\s*DDE(AUTO)?\b", re.I)
"""A field of Word that asks another program for its content."""


@dataclass(frozen=True, slots=True)
class Template:
    """A checked template: its parts in their order, as they were."""

    kind: Kind
    parts: tuple[tuple[zipfile.ZipInfo, bytes], ...] = field(repr=False)

    @property
    def texts(self) -> dict[str, str]:
        """The parts that hold what is read: body, headers, footers, notes."""
        names = _DOCX_TEXTS if self.kind == "docx" else _ODT_TEXTS
        return {
            info.filename: decoded(content) for info, content in self.parts if names.fullmatch(info.filename)
        }

    def with_texts(self, texts: Mapping[str, str]) -> bytes:
        """The same file with other texts; every other part is written back as it was."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for info, content in self.parts:
                text = texts.get(info.filename)
                kept = zipfile.ZipInfo(info.filename, info.date_time)
                kept.compress_type = info.compress_type
                kept.external_attr = info.external_attr
                archive.writestr(kept, content if text is None else text.encode("utf-8"))
        return stream.getvalue()


def opened(data: bytes, name: str = "file") -> Template:
    """A template from its bytes. Raises InputError({name: …})."""
    try:
        return _opened(data)
    except _Refused as refusal:
        raise InputError({name: str(refusal)}) from None


class _Refused(Exception):
    """Why a file is not a template, in French."""


def _opened(data: bytes) -> Template:
    if not data:
        raise _Refused("Ce fichier est vide.")
    if len(data) > MAX_BYTES:
        raise _Refused(_TOO_BIG)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _Refused(f"Ce document est dans un ancien format, ou protégé par un mot de passe. {_SAVE_AS}")
    try:
        parts = tuple(_parts(data))
    except _Refused:
        raise
    except Exception as problem:  # a hostile archive may raise anything from zipfile or zlib
        raise _Refused(NOT_A_LETTER) from problem
    names = {info.filename for info, _content in parts}
    kind = _kind({info.filename: content for info, content in parts}, names)
    for info, content in parts:
        if info.filename.endswith((".xml", ".rels")):
            _check_xml(content)
    template = Template(kind, parts)
    (_check_docx if kind == "docx" else _check_odt)(parts, template)
    return template


def _parts(data: bytes) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        whole = sum(info.file_size for info in infos)
        packed = sum(info.compress_size for info in infos)
        bomb = whole > _RATIO_FROM and whole > _MAX_RATIO * max(1, packed)
        if len(infos) > _MAX_PARTS or whole > _MAX_UNPACKED or bomb:
            raise _Refused(f"Ce document est démesuré une fois ouvert. {_SAVE_AS}")
        if len({info.filename for info in infos}) != len(infos):
            raise _Refused(_DAMAGED)
        for info in infos:
            if info.flag_bits & 0x1:
                raise _Refused(_PROTECTED)
            if info.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", info.filename):
                raise _Refused(_DAMAGED)
            with archive.open(info) as stream:
                content = stream.read(info.file_size + 1)
            if len(content) != info.file_size:
                raise _Refused(_DAMAGED)
            yield info, content


def _kind(parts: Mapping[str, bytes], names: set[str]) -> Kind:
    mimetype = parts.get("mimetype", b"").strip()
    if mimetype:
        if mimetype == b"application/vnd.oasis.opendocument.text-template":
            raise _Refused(_TEMPLATE)
        if mimetype != ODT.encode() or "content.xml" not in names:
            raise _Refused(NOT_A_LETTER)
        if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
            raise _Refused(_PROTECTED)
        return "odt"
    types = parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types:
        raise _Refused(_MACROS)
    if b"wordprocessingml.template" in types:
        raise _Refused(_TEMPLATE)
    if not any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
        raise _Refused(NOT_A_LETTER)
    return "docx"


def decoded(content: bytes) -> str:
    """The text of an XML part already checked: UTF-8, which every word processor writes."""
    return content.decode("utf-8-sig")


def _check_xml(content: bytes) -> None:
    """Well-formed, in UTF-8, without document type nor entity."""
    parser = expat.ParserCreate()

    def refuse(*_anything: object) -> None:
        raise _Refused(_DAMAGED)

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.upper() not in ("UTF-8", "UTF8"):
            raise _Refused(_DAMAGED)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.XmlDeclHandler = declared
    try:
        content.decode("utf-8")
        parser.Parse(content, True)
    except (expat.ExpatError, UnicodeDecodeError) as problem:
        raise _Refused(_DAMAGED) from problem


def _check_docx(parts: tuple[tuple[zipfile.ZipInfo, bytes], ...], template: Template) -> None:
    for info, content in parts:
        name = info.filename.lower()
        if "vbaproject" in name or "vbadata" in name or "/activex/" in name or name.endswith(".bin"):
            raise _Refused(_MACROS)
        if not name.endswith(".rels"):
            continue
        for relation in _RELATION.findall(decoded(content)):
            found = attributes(relation)
            kind = found.get("Type", "").rpartition("/")[2].lower()
            is_outside = found.get("TargetMode", "").lower() == "external"
            if is_outside and kind != "hyperlink" and _OUTSIDE_TARGET.match(found.get("Target", "")):
                raise _Refused(_OUTSIDE)
    if any(_DDE.search(text) for text in template.texts.values()):
        raise _Refused(_MACROS)


def _check_odt(parts: tuple[tuple[zipfile.ZipInfo, bytes], ...], template: Template) -> None:
    if any(info.filename.startswith(("Basic/", "Scripts/")) for info, _content in parts):
        raise _Refused(_MACROS)
    for text in template.texts.values():
        if _ODT_MACROS.search(text):
            raise _Refused(_MACROS)
        for call in _ODT_CALLS.findall(text):
            target = next((v for k, v in attributes(call).items() if k.endswith("href")), "")
            if _OUTSIDE_TARGET.match(target) or target.lower().startswith("file:"):
                raise _Refused(_OUTSIDE)


def attributes(tag: str) -> dict[str, str]:
    """The attributes of a tag, as they are written."""
    return {name: one if one is not None else other for name, one, other in _ATTRIBUTE.findall(tag)}

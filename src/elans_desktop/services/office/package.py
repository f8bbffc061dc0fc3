"""An office document as an archive: what may be opened of it, read in memory within limits.

Nothing is written to the disk, no macro is run, nothing is fetched from outside.
"""

from __future__ import annotations

import re
import zipfile
from xml.etree import ElementTree

from elans_desktop.core.errors import SystemProblem

MOST_XML = 60_000_000
"""Bytes of a part that is read whole: an old laptop parses it in a few seconds."""
MOST_TAGS = 2_000_000
"""Of a part: what it weighs once read depends on them more than on its bytes."""
_MANIFEST = "META-INF/manifest.xml"
_SAVE = "Enregistrez-le pour l’ouvrir avec un autre programme."
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
"""What « Document Word Open XML strict » writes instead."""


def unreadable() -> SystemProblem:
    """The error of a document that is not what it should be."""
    return SystemProblem("Ce document est abîmé\u00a0: son contenu ne se lit pas ici.", _SAVE)


def protected() -> SystemProblem:
    """The error of a document that opens with a password."""
    words = "Ce document est protégé par un mot de passe\u00a0: son contenu ne se lit pas ici."
    return SystemProblem(words, _SAVE)


def too_long() -> SystemProblem:
    """The error of a document that is whole, but more than an old laptop may read."""
    return SystemProblem("Ce document est trop long pour être montré ici.", _SAVE)


def refused(words: str) -> SystemProblem:
    """The error of a document that could not even be attached today: what it is."""
    return SystemProblem(words, _SAVE)


def check(archive: zipfile.ZipFile, *read_whole: str) -> None:
    """Raise SystemProblem when it is protected, too long, or declares a type of its own.

    `read_whole` are the parts that a parser will hold whole in memory.
    """
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise protected()
    for part in parts:
        if part.filename == _MANIFEST:
            with archive.open(part) as stream:
                if b"encryption-data" in stream.read(MOST_XML):
                    raise protected()
        elif part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                _check_head(stream.read(4096))
            if part.filename in read_whole and part.file_size > MOST_XML:
                raise too_long()


def parsed(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """A part, parsed. Raises SystemProblem."""
    with archive.open(name) as stream:
        data = stream.read(MOST_XML + 1)
    if len(data) > MOST_XML or data.count(b"<") > MOST_TAGS:
        raise too_long()
    _check_head(data)
    return ElementTree.fromstring(data.replace(_STRICT, _TRANSITIONAL))


def numbered(archive: zipfile.ZipFile, pattern: str) -> list[str]:
    """The parts whose whole name matches, in the order of their numbers."""
    found = [name for name in archive.namelist() if re.fullmatch(pattern, name)]
    return sorted(found, key=lambda name: (len(name), name))


def _check_head(data: bytes) -> None:
    """Office programs declare no document type: entities would unfold without end."""
    plain = data.replace(b"\0", b"") if b"\0" in data[:4096] else data
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise unreadable()

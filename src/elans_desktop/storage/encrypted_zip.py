"""A zip whose files are encrypted as WinZip does (AES-256, format AE-2): 7-Zip, WinZip, Keka open it.

The names of the files and their sizes stay readable by anybody: no name of a person in them. Windows' own
« Dossiers compressés » lists such a zip but does not open its files.

Key: PBKDF2-HMAC-SHA1, 1,000 rounds, a salt for each file: the format says so, and it is little. What protects
is the length of the passphrase. Cipher: AES-CTR, its counter little-endian from 1. Seal: HMAC-SHA1, 80 bits.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from elans_desktop.core.errors import RuleError

LARGEST = 4_000_000_000
"""Bytes; beyond, the format asks for another kind of zip that older programs do not open."""
_ROUNDS, _SALT, _KEY, _SEAL, _CHECK = 1_000, 16, 32, 10, 2
_AES, _VERSION, _DEFLATED = 99, 51, 8
_FLAGS = 0x0801
"""Encrypted, names in UTF-8."""
_BLOCKS = 1 << 16
"""AES blocks (16 bytes) whose counters are written at once: they differ by their two lowest bytes."""


class Sink(Protocol):
    """What a zip is written to."""

    def write(self, content: bytes, /) -> int:
        """Write these bytes after the others."""
        ...


@dataclass(frozen=True, slots=True)
class _Entry:
    name: bytes
    stamp: tuple[int, int]
    packed: int
    size: int
    offset: int


class EncryptedZip:
    """Writes files one after the other into `stream`, then the list of them at `close`."""

    def __init__(self, stream: Sink, passphrase: str, written: datetime) -> None:
        """`written`: the local moment that the files bear."""
        self._stream, self._passphrase = stream, passphrase.encode()
        self._stamp = (
            written.hour << 11 | written.minute << 5 | written.second // 2,
            (written.year - 1980) << 9 | written.month << 5 | written.day,
        )
        self._entries: list[_Entry] = []
        self._offset = 0

    def add(self, name: str, content: bytes) -> None:
        """One file; `name` with « / » between folders. Raises RuleError when the zip would be too heavy."""
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = packer.compress(content) + packer.flush()
        sealed = _seal(packed, self._passphrase)
        if self._offset + len(sealed) > LARGEST or len(content) > LARGEST:
            raise RuleError(
                "Ces fichiers sont trop lourds pour une seule archive\u00a0: quatre gigaoctets au plus.",
                "Retirez de l’envoi les plus gros, et remettez-les à part.",
            )
        entry = _Entry(name.encode(), self._stamp, len(sealed), len(content), self._offset)
        self._entries.append(entry)
        self._write(b"PK\x03\x04" + _common(entry) + struct.pack("<HH", len(entry.name), len(_EXTRA)))
        self._write(entry.name + _EXTRA)
        self._write(sealed)

    def close(self) -> None:
        """The list of the files, which makes it a zip."""
        start = self._offset
        for entry in self._entries:
            self._write(
                b"PK\x01\x02"
                + struct.pack("<H", _VERSION)
                + _common(entry)
                + struct.pack("<HHHHHLL", len(entry.name), len(_EXTRA), 0, 0, 0, 0, entry.offset)
                + entry.name
                + _EXTRA
            )
        many = len(self._entries)
        self._write(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, many, many, self._offset - start, start, 0))

    def _write(self, content: bytes) -> None:
        self._stream.write(content)
        self._offset += len(content)


_EXTRA = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, _DEFLATED)
"""AE-2, AES-256, deflated before it is encrypted."""


def _common(entry: _Entry) -> bytes:
    """What both headers say. No checksum: AE-2 has its seal, and a checksum would tell of the content."""
    return struct.pack("<HHHHHLLL", _VERSION, _FLAGS, _AES, *entry.stamp, 0, entry.packed, entry.size)


def _seal(content: bytes, passphrase: bytes) -> bytes:
    """Salt, check of the passphrase, encrypted content, seal."""
    salt = os.urandom(_SALT)
    keys = hashlib.pbkdf2_hmac("sha1", passphrase, salt, _ROUNDS, 2 * _KEY + _CHECK)
    encrypted = _encrypt(content, keys[:_KEY])
    seal = hmac.digest(keys[_KEY : 2 * _KEY], encrypted, "sha1")[:_SEAL]
    return salt + keys[2 * _KEY :] + encrypted + seal


def _encrypt(content: bytes, key: bytes) -> bytes:
    """AES-CTR with the counter of this format; the library's own counts the other way round."""
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    size = len(content) + 16  # the counter begins at 1: what the block 0 would give is left out
    counters = bytearray(16 * min(_BLOCKS, size // 16 + 1))
    blocks = len(counters) // 16
    low = b"".join(rank.to_bytes(2, "little") for rank in range(blocks))
    counters[0::16], counters[1::16] = low[0::2], low[1::2]
    parts: list[bytes] = []
    for high, start in enumerate(range(0, size, 16 * _BLOCKS)):
        for place, byte in enumerate(high.to_bytes(4, "little"), start=2):
            counters[place::16] = bytes([byte]) * blocks
        stream = encryptor.update(bytes(counters))
        if start == 0:
            stream, begin = stream[16:], 0
        else:
            begin = start - 16
        parts.append(_xor(content[begin : start + 16 * _BLOCKS - 16], stream))
    return b"".join(parts)


def _xor(content: bytes, stream: bytes) -> bytes:
    size = len(content)
    mixed = int.from_bytes(content, "little") ^ int.from_bytes(stream[:size], "little")
    return mixed.to_bytes(size, "little")

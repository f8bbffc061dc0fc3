"""The encrypted zip: what other programs open, and what they read without the passphrase."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
import pyzipper
from Cryptodome.Cipher import AES
from Cryptodome.Util import Counter

from elans_desktop.core.errors import RuleError
from elans_desktop.storage import encrypted_zip
from elans_desktop.storage.encrypted_zip import EncryptedZip

PHRASE = "été, tabouret & pluie"
WRITTEN = datetime(2027, 5, 4, 14, 2, 31)
MEBIBYTE = bytes(range(256)) * 4096


def zipped(files: dict[str, bytes], phrase: str = PHRASE) -> bytes:
    stream = io.BytesIO()
    made = EncryptedZip(stream, phrase, WRITTEN)
    for name, content in files.items():
        made.add(name, content)
    made.close()
    return stream.getvalue()


def opened(content: bytes) -> pyzipper.AESZipFile:
    return pyzipper.AESZipFile(io.BytesIO(content))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a",
        b"quinze octets !",
        b"seize octets ici",
        MEBIBYTE[:-17],
        MEBIBYTE[:-16],
        MEBIBYTE,
        MEBIBYTE * 2 + b"reste",
    ],
    ids=len,
)
def test_another_program_opens_it(content: bytes) -> None:
    archive = opened(zipped({"donnees.pdf": content}))
    archive.setpassword(PHRASE.encode())
    assert archive.read("donnees.pdf") == content
    (info,) = archive.infolist()
    assert (info.wz_aes_version, info.wz_aes_strength) == (2, 3)


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 2**20 - 17, 2**20 - 16, 2**20, 2**21 + 5])
def test_every_length_of_what_is_encrypted_is_deciphered(size: int) -> None:
    content = (MEBIBYTE * 3)[:size]
    key = bytes(range(32))
    counter = Counter.new(nbits=128, little_endian=True)
    expected = AES.new(key, AES.MODE_CTR, counter=counter).encrypt(content)
    assert encrypted_zip._encrypt(content, key) == expected


def test_several_files_in_folders_with_accents() -> None:
    files = {"LISEZ-MOI.txt": b"bonjour", "pieces/pi\u00e8ce-01.pdf": b"%PDF" * 900}
    archive = opened(zipped(files))
    archive.setpassword(PHRASE.encode())
    assert {name: archive.read(name) for name in archive.namelist()} == files
    assert archive.infolist()[0].date_time == (2027, 5, 4, 14, 2, 30)


def test_the_wrong_phrase_opens_nothing_and_an_altered_byte_is_seen() -> None:
    content = zipped({"a.txt": b"le dossier de quelqu'un" * 40})
    wrong = opened(content)
    wrong.setpassword(b"autre")
    with pytest.raises(RuntimeError):
        wrong.read("a.txt")
    info = opened(content).infolist()[0]
    place = info.header_offset + 30 + len("a.txt") + 11 + 16 + 2 + 3
    altered = bytearray(content)
    altered[place] ^= 1
    broken = opened(bytes(altered))
    broken.setpassword(PHRASE.encode())
    with pytest.raises(pyzipper.BadZipFile):
        broken.read("a.txt")


def test_nothing_of_the_content_is_in_clear_nor_its_checksum() -> None:
    content = zipped({"a.txt": b"SECRET" * 3})
    assert b"SECRET" not in content
    assert opened(content).infolist()[0].CRC == 0
    assert zipped({"a.txt": b"x"}) != zipped({"a.txt": b"x"})


def test_a_zip_too_heavy_for_the_format_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encrypted_zip, "LARGEST", 1000)
    with pytest.raises(RuleError):
        zipped({"a.bin": MEBIBYTE[:2000]})

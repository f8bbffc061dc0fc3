"""The reduced ICU library: a table that ICU can still read, with the languages that stay."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import PySide6
import pytest

ROOT = Path(__file__).parents[2]
SORT_IN_FRENCH = """
import ctypes, sys
ctypes.CDLL(sys.argv[1], ctypes.RTLD_GLOBAL)
from PySide6.QtCore import QCollator, QLocale
print(*sorted(["zoé", "Élan", "eau", "œuf", "ovale", "étal"], key=QCollator(QLocale("fr_FR")).sortKey))
"""


@pytest.fixture(scope="module")
def icu_data() -> ModuleType:
    spec = importlib.util.spec_from_file_location("icu_data", ROOT / "packaging" / "icu_data.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("root.res", True),
        ("fr_CA.res", True),
        ("coll/ucadata.icu", True),
        ("brkitr/word.brk", True),
        ("plurals.res", True),
        ("de.res", False),
        ("zone/frr.res", False),
        ("curr/zh_Hant.res", False),
        ("ibm-943_P15A-2003.cnv", False),
        ("brkitr/cjdict.dict", False),
    ],
)
def test_keeps_what_french_and_english_need(icu_data: ModuleType, name: str, kept: bool) -> None:
    assert icu_data.is_kept(name) is kept


def test_a_written_table_reads_back(icu_data: ModuleType) -> None:
    header = b"\x20\x00" + icu_data.MAGIC + bytes(8) + icu_data.FORMAT + bytes(16)
    items = [("icudt73l/a.res", b"12345"), ("icudt73l/coll/fr.res", b"6" * 33)]
    table = b"before the table" + icu_data.write_table(header, items)
    read_header, read = icu_data.read_items(table, icu_data.find_table(table))
    assert read_header == header
    assert [(name, data.rstrip(b"\0")) for name, data in read] == items


def test_refuses_a_library_it_does_not_know(icu_data: ModuleType) -> None:
    with pytest.raises(ValueError, match="no ICU data"):
        icu_data.find_table(b"\x7fELF and nothing more")


@pytest.mark.skipif(
    sys.platform != "linux" or not (shutil.which("as") and shutil.which("ld")), reason="needs binutils"
)
def test_qt_sorts_french_with_the_reduced_library(icu_data: ModuleType, tmp_path: Path) -> None:
    (full,) = (Path(PySide6.__file__).parent / "Qt" / "lib").glob("libicudata.so.*")
    reduced = Path(shutil.copy(full, tmp_path))
    icu_data.reduce_library(reduced)
    assert reduced.stat().st_size < full.stat().st_size / 5
    words = [sys.executable, "-c", SORT_IN_FRENCH, str(reduced)]
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.split() == ["eau", "Élan", "étal", "œuf", "ovale", "zoé"]

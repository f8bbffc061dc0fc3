"""Pillow's copy of libxcb stays out of the package: its library asks for the system's by name."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import PIL
import pytest

ROOT = Path(__file__).parents[2]
WHEEL = b"\0libxcb-9065bb12.so.1.1.0\0"
SYSTEM = b"\0libxcb.so.1\0"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="on Linux alone")


@pytest.fixture(scope="module")
def pillow_xcb() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pillow_xcb", ROOT / "packaging" / "pillow_xcb.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_pillow_asks_for_the_system_library(pillow_xcb: ModuleType) -> None:
    (path,) = Path(PIL.__file__).parent.glob("_imaging.*.so")
    before = path.read_bytes()
    after = pillow_xcb.rename(before)
    assert len(after) == len(before)
    assert after.count(SYSTEM) == before.count(SYSTEM) + 1
    assert sum(a != b for a, b in zip(before, after, strict=True)) < len(WHEEL)


@pytest.mark.parametrize("library", [b"nothing", WHEEL + b"libjpeg" + WHEEL])
def test_another_library_is_left_alone(pillow_xcb: ModuleType, library: bytes) -> None:
    with pytest.raises(ValueError, match="names libxcb"):
        pillow_xcb.rename(library)


def test_the_copies_leave_the_package(pillow_xcb: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "PIL").mkdir()
    (tmp_path / "PIL" / "_imaging.cpython-311.so").write_bytes(b"ELF" + WHEEL)
    for name in ("libxcb-9065bb12.so.1.1.0", "libXau-154567c4.so.6.0.0", "libxcb-cursor.so.0"):
        (tmp_path / name).write_bytes(b"")
    pillow_xcb.use_the_system_one(tmp_path)
    assert (tmp_path / "PIL" / "_imaging.cpython-311.so").read_bytes().startswith(b"ELF" + SYSTEM)
    assert sorted(path.name for path in tmp_path.glob("lib*")) == ["libxcb-cursor.so.0"]

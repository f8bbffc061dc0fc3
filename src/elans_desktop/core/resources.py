"""The files shipped with the program, found in a checkout, an installed wheel or a frozen build."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _roots() -> tuple[Path, Path]:
    """The folders of the resources and of the guide."""
    package = Path(__file__).resolve().parents[1]
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [
        (package.parents[1] / "resources", package.parents[1] / "docs" / "guide"),
        (package / "_resources", package / "_guide"),
    ]
    if frozen:
        candidates.insert(0, (Path(frozen) / "resources", Path(frozen) / "guide"))
    for resources, guide in candidates:
        if resources.is_dir():
            return resources, guide
    raise FileNotFoundError("the resources folder is missing from this installation")


def resource_path(name: str) -> Path:
    """The path of a shipped file, e.g. ``fonts/SourceSans3-Regular.ttf``."""
    return _roots()[0] / name


def guide_dir() -> Path:
    """The folder of the user guide (Markdown pages and their pictures)."""
    return _roots()[1]


def read_bytes(name: str) -> bytes:
    """The bytes of a shipped file."""
    return resource_path(name).read_bytes()


def read_text(name: str) -> str:
    """The text (UTF-8) of a shipped file."""
    return resource_path(name).read_text(encoding="utf-8")


def read_json(name: str) -> Any:
    """The value of a shipped JSON file."""
    return json.loads(read_bytes(name))

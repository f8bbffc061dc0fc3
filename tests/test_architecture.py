"""The rules of the house that no single module can prove: floors, sizes, pinned dependencies, one version."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import elans_desktop

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "src"
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LONGEST_FILE = 400

# Brackets keep this file from being found by its own search.
FOREIGN_WORDS = re.compile(
    r"/[w]ork/|/[f]arm/|p[y]pi\.org|pyth[o]nhosted|registry\.npmj[s]|deb\.debia[n]", re.I
)
UNFINISHED_WORDS = re.compile(r"\b(TODO|FIXME)\b|[Bb]ientôt disponible")
TEXT_SUFFIXES = {"", ".cfg", ".css", ".desktop", ".html", ".iss", ".json", ".lock", ".md", ".py", ".qss"}
TEXT_SUFFIXES |= {".sh", ".spec", ".svg", ".toml", ".txt", ".xml", ".yml"}

IMPORT_WITHOUT_QT = """
import importlib, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError("Qt is blocked: " + name)

sys.meta_path.insert(0, NoQt())
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def _python_files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def _committed_texts() -> Iterator[Path]:
    """The project's text files, whether or not git is there to list them; a linked tree has a file `.git`."""
    for path in ROOT.iterdir():
        if path.is_file() and path.suffix in TEXT_SUFFIXES and path.name != ".git":
            yield path
    for folder in ("src", "tests", "packaging", "docs", "resources", ".ci"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in TEXT_SUFFIXES and "__pycache__" not in path.parts:
                yield path


def _headless_modules() -> list[str]:
    """Every module below the window; migrations are scripts that only their runner can import."""
    names: list[str] = []
    for path in sorted((SOURCES / "elans_desktop").rglob("*.py")):
        parts = path.relative_to(SOURCES).with_suffix("").parts
        if parts[1] not in ("ui", "__main__") and "migrations" not in parts:
            names.append(".".join(parts).removesuffix(".__init__"))
    return names


def test_everything_below_the_window_imports_without_qt() -> None:
    modules = _headless_modules()
    assert "elans_desktop.core.formats" in modules
    env = {**os.environ, "PYTHONPATH": str(SOURCES)}
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_WITHOUT_QT, *modules],
        capture_output=True,
        text=True,
        env=env,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_no_file_is_too_long() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in [*_python_files("src", "tests", "packaging"), ROOT / "run"]
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def _places(words: re.Pattern[str], paths: Iterable[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number} {match[0]}"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), start=1)
        if (match := words.search(line))
    ]


def test_the_repository_speaks_of_the_project_alone() -> None:
    assert _places(FOREIGN_WORDS, _committed_texts()) == []


def test_nothing_in_the_sources_is_left_for_later() -> None:
    assert _places(UNFINISHED_WORDS, _python_files("src")) == []


def test_lock_holds_hashes_and_no_address() -> None:
    assert "://" not in LOCK
    assert "--index-url" not in LOCK
    requirements = [entry for entry in re.split(r"^(?=[a-z0-9])", LOCK, flags=re.M) if entry.strip()]
    assert len(requirements) > 20
    unhashed = [entry.split()[0] for entry in requirements if "--hash=sha256:" not in entry]
    assert unhashed == []


def test_lock_pins_every_declared_dependency() -> None:
    pinned = set(re.findall(r"^([a-z0-9-]+)==", LOCK, flags=re.M))
    declared = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    names = {re.split(r"[=<>~!\[; ]", entry)[0].lower().replace("_", "-") for entry in declared}
    assert names - pinned == set()


def test_one_version_everywhere() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    latest = re.search(r"^## (\d+\.\d+\.\d+)", changelog, flags=re.M)
    assert latest is not None
    assert PROJECT["project"]["version"] == elans_desktop.__version__ == latest[1]

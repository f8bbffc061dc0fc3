"""`./run bench [--large DIR]`: every figure the program promises, measured here, ratios in one run."""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from elans_desktop.core import memory
from elans_desktop.services import demo
from elans_desktop.storage import migrations
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui import recent
from tests.bench import (
    condensing,
    documents,
    people,
    people_papers,
    presences,
    privacy,
    scans,
    startup,
    workspace,
)
from tests.bench.figures import show, show_header

CACHE = Path(tempfile.gettempdir()) / "elans-banc"


def main() -> int:
    parser = argparse.ArgumentParser(prog="run bench")
    parser.add_argument("--large", type=Path, help="un grand classeur d’exemple déjà fait (il est copié)")
    _compile()
    memory.collect_seldom()  # as the program does
    source: Path = parser.parse_args().large or _cached()
    with tempfile.TemporaryDirectory(prefix="elans-banc-") as scratch:
        home, folder = Path(scratch) / "home", Path(scratch) / "classeur"
        os.environ["ELANS_HOME"] = str(home)
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns("verrou"))
        opened = Workspace.open(folder, passphrase=demo.PHRASE, on_foreign="moved")
        recent.remember(folder, opened.title, opened.actor.user_id.hex)
        opened.close(back_up=False)
        show_header()
        sound = show(startup.figures(home, folder))
        sound &= _apart("window", folder)
        sound &= show(documents.figures())
        sound &= show(presences.sheets())
        sound &= show(scans.figures())
        opened = Workspace.open(folder, passphrase=demo.PHRASE)
        try:
            sound &= show(workspace.figures(opened))
            sound &= show(people.figures(opened))
            sound &= show(presences.hours(opened))
            sound &= show(people_papers.figures(opened))
            sound &= show(condensing.figures(opened))
            sound &= show(privacy.figures(opened))
        finally:
            opened.close(back_up=False)
        sound &= _apart("calendar", folder)  # last: it writes a month and a week of its own
    return 0 if sound else 1


def _apart(name: str, folder: Path) -> bool:
    """A part of the bench in a process of its own."""
    words = [sys.executable, "-m", f"tests.bench.{name}", str(folder)]
    return subprocess.run(words, cwd=startup.ROOT, check=False).returncode == 0


def _compile() -> None:
    """Measure compiled modules, as an installed program has, wherever Python may not write beside them."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(CACHE.with_name("elans-banc-pyc"))
    places = [str(startup.ROOT / "src"), str(startup.ROOT / "tests" / "bench"), sysconfig.get_path("purelib")]
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", *places], stdout=subprocess.DEVNULL, check=False
    )


def _cached() -> Path:
    """The large example, made once for each state of the schema and of the example."""
    folder = CACHE / _fingerprint()
    if not (folder / "keys.json").exists():
        print("Fabrication du grand classeur d’exemple (quelques minutes, une seule fois)…", flush=True)
        shutil.rmtree(CACHE, ignore_errors=True)
        CACHE.mkdir(parents=True)
        os.environ["ELANS_HOME"] = str(CACHE / "home")
        making = CACHE / "en-cours"
        made, _code = demo.create_demo(making, large=True)
        made.close(back_up=False)
        making.rename(folder)
    return folder


def _fingerprint() -> str:
    sources = [Path(migrations.__file__).parent, Path(demo.__file__).parent]
    content = b"".join(path.read_bytes() for source in sources for path in sorted(source.glob("*.py")))
    return hashlib.sha256(content).hexdigest()[:12]


raise SystemExit(main())

"""From the start of the process to the first paint, beside nearly empty windows; then to Accueil."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from elans_desktop.core.resources import resource_path
from elans_desktop.services.demo import PHRASE
from tests.bench.figures import Figure, Measured, Skipped

ROOT = Path(__file__).parents[2]
BARE = str(ROOT / "tests" / "bench" / "bare_window.py")
RUNS = 9


def figures(home: Path, folder: Path) -> Iterator[Measured]:
    """`home`: where the application finds `folder` in its recent list."""
    environment = {**os.environ, "ELANS_HOME": str(home)}
    fonts = [str(path) for path in sorted(resource_path("fonts").glob("SourceSans3-*.ttf"))]
    commands = {
        "ours": [sys.executable, "-m", "elans_desktop", "--mesurer-demarrage"],
        "dressed": [sys.executable, BARE, *fonts],
        "empty": [sys.executable, BARE],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(RUNS + 1):  # turn by turn, so that a busy machine slows all three
        for name, command in commands.items():
            times[name].append(_first_paint(command, environment))
    ours, dressed, empty = (statistics.median(found[1:]) for found in times.values())
    yield Figure("Démarrage → premier affichage", ours)
    yield Figure("… fenêtre nue, mêmes polices, trois champs", dressed)
    yield Figure("… fenêtre vide", empty)
    yield Figure("Démarrage / fenêtre nue habillée", ours / dressed, 1.5, "×")
    yield Figure("Démarrage / fenêtre vide", ours / empty, 2.2, "×")
    if find_spec("elans_desktop.ui.home") is None:
        yield Skipped("Entrée pressée → Accueil", "l’onglet n’existe pas encore")
        return
    runs = [_unlock(environment, folder) for _ in range(5)]
    yield Figure("Argon2id", statistics.median(key for _whole, key in runs))
    yield Figure(
        "Entrée pressée → Accueil, au-delà d’Argon2id", statistics.median(w - k for w, k in runs), 400
    )


def _first_paint(command: Sequence[str], environment: dict[str, str]) -> float:
    """Milliseconds until the process says that it has painted."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=ROOT) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        elapsed = (time.perf_counter() - start) * 1000
        process.communicate()
    assert said, command
    assert process.returncode == 0, command
    return elapsed


def _unlock(environment: dict[str, str], folder: Path) -> tuple[float, float]:
    """Milliseconds from Entrée to Accueil, and those of the key derivation alone."""
    command = [sys.executable, "-m", "tests.bench.unlock", str(folder)]
    said = subprocess.run(
        command,
        env={**environment, "ELANS_PHRASE": PHRASE},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    whole, key = said.stdout.split()[-2:]
    return float(whole), float(key)

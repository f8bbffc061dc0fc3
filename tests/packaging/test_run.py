"""The `run` command, in a copy of the project whose application only says what it was asked."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
APPLICATION = """
import pathlib, sys
words = sys.argv[1:]
print("asked:", *words)
if words[:1] == ["demo"]:
    folder = pathlib.Path(words[1])
    folder.mkdir(exist_ok=True)
    (folder / "fiche-secours.pdf").touch()
sys.exit(int(words[-1]) if words and words[-1].isdigit() else 0)
"""
# Stands for uv: makes the environment that is asked, writes down what it was asked, installs nothing.
UV = """#!{python}
import os, sys, pathlib
with open({log!r}, "a") as log:
    print(*sys.argv[1:3], file=log)
if sys.argv[1] == "venv":
    venv = pathlib.Path(sys.argv[-1])
    (venv / "bin").mkdir(parents=True, exist_ok=True)
    (venv / "lib" / "python{version}" / "site-packages").mkdir(parents=True, exist_ok=True)
    if not (venv / "bin" / "python").exists():
        (venv / "bin" / "python").symlink_to({python!r})
sys.exit(int(os.environ.get("UV_FAILS", "0")))
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the copy of the project uses POSIX scripts")


class Project:
    """A copy of `run`, its lock and a stub application."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lock = folder / "requirements.lock"
        self.log = folder / "uv.log"
        self.stamp = folder / ".venv" / "elans-stamp"
        shutil.copy(ROOT / "run", folder)
        self.lock.write_text("example==1.0\n", "utf-8")
        package = folder / "src" / "elans_desktop"
        package.mkdir(parents=True)
        (package / "__main__.py").write_text(APPLICATION, "utf-8")
        commands = folder / "commands"
        commands.mkdir()
        version = "{}.{}".format(*sys.version_info)
        uv = commands / "uv"
        uv.write_text(UV.format(python=sys.executable, log=str(self.log), version=version), "utf-8")
        uv.chmod(0o755)

    def run(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        env = {"PATH": str(self.folder / "commands"), "PYTHONPATH": str(self.folder / "src"), **variables}
        line = [sys.executable, str(self.folder / "run"), *words]
        return subprocess.run(line, env=env, capture_output=True, text=True, encoding="utf-8", check=False)

    def installations(self) -> list[str]:
        return self.log.read_text("utf-8").splitlines() if self.log.exists() else []


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture
def run_module() -> ModuleType:
    loader = SourceFileLoader("run_command", str(ROOT / "run"))
    spec = importlib.util.spec_from_loader("run_command", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_words_and_exit_code_go_to_the_application(project: Project) -> None:
    done = project.run("verifier", "Mon classeur", "7")
    assert (done.stdout, done.returncode) == ("asked: verifier Mon classeur 7\n", 7)


def test_installs_once_then_only_when_the_lock_changes(project: Project) -> None:
    project.run("--version")
    project.run("--version")
    assert project.installations() == ["venv -q", "pip sync"]
    project.lock.write_text("example==1.1\n", "utf-8")
    done = project.run("--version")
    assert project.installations() == ["venv -q", "pip sync", "pip sync"]
    assert hashlib.sha256(b"example==1.1\n").hexdigest() in project.stamp.read_text("ascii")
    assert "Préparation d’ELANS" in done.stderr
    assert done.stdout == "asked: --version\n"


def test_an_unfinished_installation_is_not_trusted(project: Project) -> None:
    done = project.run("--version", UV_FAILS="3")
    assert done.returncode == 1
    assert "L’installation n’a pas abouti" in done.stderr
    assert "Traceback" not in done.stderr
    assert not project.stamp.exists()
    assert project.run("--version").stdout == "asked: --version\n"


def test_without_a_screen_makes_the_example_and_names_its_documents(project: Project) -> None:
    done = project.run()
    assert "Aucun écran n’est disponible" in done.stderr
    assert done.stdout.splitlines()[0] == f"asked: demo {project.folder / 'exemple'}"
    assert done.stdout.endswith("fiche-secours.pdf\n")
    assert done.returncode == 0


def test_says_which_packages_are_missing(
    run_module: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(SystemExit) as stopped:
        run_module.require_libraries({"libc.so.6": "libc6", "libabsent.so.9": "libabsent9"})
    assert stopped.value.code == 1
    assert "sudo apt-get install -y --no-install-recommends libabsent9" in capsys.readouterr().err


def test_as_root_installs_what_is_missing_after_refreshing_empty_lists(
    run_module: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    log = tmp_path / "apt.log"
    apt = tmp_path / "apt-get"
    refreshed = f"[ $1 = update ] || grep -q update {log}"
    apt.write_text(f'#!/bin/sh\n{refreshed}; code=$?\necho "$@" >> {log}\nexit $code\n', "utf-8")
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    run_module.require_libraries({"libabsent.so.9": "libabsent9"})
    install = "install -y --no-install-recommends libabsent9"
    assert log.read_text("utf-8").splitlines() == [install, "update", install]


def test_an_old_python_can_read_the_file_as_far_as_its_own_refusal() -> None:
    ast.parse((ROOT / "run").read_text("utf-8"), feature_version=(3, 7))

"""Build the package of the machine this runs on: a folder, tried with --autotest, then archive and installer.

    ./run build

Leaves dist/ELANS (the program), and beside it a portable archive, and the installer when its maker is there
(dpkg-deb on Linux, Inno Setup on Windows).
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import icu_data
import linux_package
import pillow_xcb

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
WORK = ROOT / "build"
APPLICATION = DIST / "ELANS"
LARGEST_MEGABYTES = 150
WINDOWS = sys.platform == "win32"


def version() -> str:
    """The version of the project."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def check_tools() -> None:
    """Stop with a sentence when a tool that PyInstaller calls is missing."""
    if sys.platform == "linux" and not (shutil.which("objdump") and shutil.which("strip")):
        sys.exit("Il manque objdump et strip : sudo apt-get install -y binutils")


def draw_icon() -> None:
    """Draw the logo as a picture: PyInstaller makes the Windows icon from it."""
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(256, 256, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(ROOT / "resources" / "icons" / "logo.svg")).render(painter)
    painter.end()
    WORK.mkdir(exist_ok=True)
    if not image.save(str(WORK / "elans.png")):
        sys.exit("Le dessin de l’icône n’a pas pu être écrit.")


def freeze() -> None:
    """Run PyInstaller."""
    words = ["--noconfirm", "--log-level", "WARN", "--distpath", str(DIST), "--workpath", str(WORK)]
    spec = str(ROOT / "packaging" / "elans.spec")
    subprocess.run([sys.executable, "-m", "PyInstaller", *words, spec], cwd=ROOT, check=True)
    if sys.platform == "linux":
        for library in APPLICATION.rglob("libicudata.so.*"):
            if not library.is_symlink():
                icu_data.reduce_library(library)
        pillow_xcb.use_the_system_one(APPLICATION)


def sizes(folder: Path) -> dict[Path, int]:
    """The bytes of each real file of a folder (a link counts for nothing)."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path: path.stat().st_size for path in files}


def report_size() -> None:
    """Print what the package weighs; stop when it is too heavy."""
    weights = sizes(APPLICATION)
    total = sum(weights.values()) / 1_000_000
    print(f"Taille : {total:.0f} Mo pour {len(weights)} fichiers (limite : {LARGEST_MEGABYTES} Mo).")
    print("Les plus lourds :")
    for path in sorted(weights, key=lambda path: -weights[path])[:12]:
        print(f"  {weights[path] / 1_000_000:6.1f} Mo  {path.relative_to(APPLICATION)}")
    if total > LARGEST_MEGABYTES:
        sys.exit("Le paquet est trop lourd.")


def autotest() -> None:
    """Run the shipped self-test on the result, without anything of this environment that could help it."""
    kept = ("SYSTEMROOT", "TEMP", "TMP", "LANG")
    with tempfile.TemporaryDirectory() as home:
        env = {name: os.environ[name] for name in kept if name in os.environ}
        env |= {"HOME": home, "USERPROFILE": home, "ELANS_HOME": home, "QT_QPA_PLATFORM": "offscreen"}
        program = APPLICATION / ("elans-desktop.exe" if WINDOWS else "elans-desktop")
        code = subprocess.call([program, "--autotest"], env=env, cwd=home)
    if code:
        sys.exit(f"L’essai du paquet a échoué (code {code}).")


def make_archive(name: str) -> Path:
    """The portable form: unpack and start, nothing to install."""
    kind = "zip" if WINDOWS else "gztar"
    return Path(shutil.make_archive(str(DIST / name), kind, root_dir=DIST, base_dir=APPLICATION.name))


def make_windows_installer() -> Path | None:
    """Run Inno Setup, when this machine has it."""
    maker = shutil.which("ISCC") or shutil.which("ISCC", path=r"C:\Program Files (x86)\Inno Setup 6")
    if maker is None:
        return None
    subprocess.run(
        [maker, "/Q", f"/DVersion={version()}", str(ROOT / "packaging/windows/elans.iss")], check=True
    )
    return DIST / f"ELANS-{version()}-installation.exe"


def main() -> None:
    """Build, weigh, try, pack."""
    check_tools()
    draw_icon()
    freeze()
    report_size()
    autotest()
    name = f"ELANS-{version()}-{platform.system()}-{platform.machine()}".lower()
    made = [make_archive(name), make_windows_installer() if WINDOWS else linux_package.make_deb(version())]
    print("Fait :", ", ".join(str(path.relative_to(ROOT)) for path in [APPLICATION, *filter(None, made)]))


if __name__ == "__main__":
    main()

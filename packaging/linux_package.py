"""The Debian package: the built folder under /opt, its menu entry, icon and the .elans file type."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LINUX = ROOT / "packaging" / "linux"
# What Qt loads from the system; the t64 names are those of Debian 13 and Ubuntu 24.04.
DEPENDS = (
    "libc6, libgl1, libegl1, libglib2.0-0t64 | libglib2.0-0, libdbus-1-3, libfontconfig1, libfreetype6, "
    "libgssapi-krb5-2, libgcc-s1, libstdc++6, libx11-6, libx11-xcb1, libxcb1, zlib1g, libzstd1"
)
CONTROL = """Package: elans-desktop
Version: {version}
Architecture: {architecture}
Maintainer: The ELANS contributors <elans@localhost>
Section: office
Priority: optional
Installed-Size: {kilobytes}
Depends: {depends}
Recommends: libcups2t64 | libcups2
Description: suivi ELAN'S et O2R, hors ligne et chiffré
 Participants, séances, feuilles d'émargement, évaluations, réunions et
 budget d'une petite organisation, dans un classeur chiffré.
"""


def lay_out(tree: Path) -> None:
    """Put the built program and its desktop files where the system looks for them."""
    shutil.copytree(ROOT / "dist" / "ELANS", tree / "opt" / "elans", symlinks=True)
    copies = {
        LINUX / "elans-desktop.desktop": "usr/share/applications/elans-desktop.desktop",
        LINUX / "elans-desktop.xml": "usr/share/mime/packages/elans-desktop.xml",
        ROOT / "resources" / "icons" / "logo.svg": "usr/share/icons/hicolor/scalable/apps/elans-desktop.svg",
        ROOT / "LICENSE": "usr/share/doc/elans-desktop/copyright",
    }
    for source, destination in copies.items():
        (tree / destination).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, tree / destination)
    command = tree / "usr" / "bin" / "elans-desktop"
    command.parent.mkdir(parents=True)
    command.symlink_to("/opt/elans/elans-desktop")


def make_deb(version: str) -> Path | None:
    """Make the .deb, when this machine has dpkg-deb; returns its path."""
    if shutil.which("dpkg-deb") is None:
        return None
    architecture = subprocess.check_output(["dpkg", "--print-architecture"], text=True).strip()
    result = ROOT / "dist" / f"elans-desktop_{version}_{architecture}.deb"
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        tree.mkdir(mode=0o755)
        lay_out(tree)
        kilobytes = sum(path.lstat().st_size for path in tree.rglob("*") if path.is_file()) // 1024
        control = tree / "DEBIAN" / "control"
        control.parent.mkdir()
        fields = {"version": version, "architecture": architecture, "kilobytes": kilobytes}
        control.write_text(CONTROL.format(depends=DEPENDS, **fields), "utf-8")
        words = ["dpkg-deb", "--root-owner-group", "-Zgzip", "--build", str(tree), str(result)]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    return result

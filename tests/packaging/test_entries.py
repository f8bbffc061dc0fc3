"""The files that tell a system about the program: they agree with each other and with the project."""

from __future__ import annotations

import configparser
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

PACKAGING = Path(__file__).parents[2] / "packaging"
MIME_NAMESPACE = {"mime": "http://www.freedesktop.org/standards/shared-mime-info"}


def test_the_menu_entry_opens_the_file_type_that_is_declared() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(PACKAGING / "linux" / "elans-desktop.desktop", encoding="utf-8")
    root = ElementTree.parse(PACKAGING / "linux" / "elans-desktop.xml").getroot()
    declared = root.find("mime:mime-type", MIME_NAMESPACE)
    assert declared is not None
    assert entry["Desktop Entry"]["MimeType"] == f"{declared.get('type')};"
    assert [glob.get("pattern") for glob in declared.findall("mime:glob", MIME_NAMESPACE)] == ["*.elans"]


def test_the_windows_installer_takes_its_version_from_the_build() -> None:
    script = (PACKAGING / "windows" / "elans.iss").read_text("utf-8-sig")
    assert "AppVersion={#Version}" in script
    assert re.search(r"\d+\.\d+\.\d+", re.sub(r"^;.*", "", script, flags=re.M)) is None

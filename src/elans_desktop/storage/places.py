"""Folders where a workspace is in danger: synchronised by another program, or on a network."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from elans_desktop.core.formats import NBSP

_SYNCHRONISED = (
    (re.compile(r"^onedrive\b", re.I), "OneDrive"),
    (re.compile(r"^dropbox\b", re.I), "Dropbox"),
    (re.compile(r"^(google ?drive|mon disque|my drive|drivefs)$", re.I), "Google Drive"),
    (re.compile(r"^(icloud ?drive|iclouddrive|com~apple~clouddocs|mobile documents)$", re.I), "iCloud"),
    (re.compile(r"^(nextcloud|owncloud)\b", re.I), "Nextcloud"),
    (re.compile(r"^(kdrive|mega|megasync|pcloud ?drive|hubic|box sync|seafile|synology ?drive)$", re.I), ""),
)
_NETWORK_FILESYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "sshfs", "fuse.sshfs", "davfs", "9p", "afpfs"}
_ADVICE = (
    f"Le classeur peut s’y abîmer. Gardez-le dans un dossier de cet ordinateur{NBSP}; "
    "pour le partager ou le mettre à l’abri, copiez une sauvegarde."
)
_REMOTE_DRIVE = 4


def warning(folder: Path) -> str | None:
    """A French warning when a folder is no safe place for a workspace, or None."""
    for part in folder.absolute().parts:
        for pattern, name in _SYNCHRONISED:
            if pattern.search(part):
                service = f"«{NBSP}{name or part}{NBSP}»"
                return f"Ce dossier est synchronisé par {service} pendant que le programme y écrit. {_ADVICE}"
    if is_network(folder):
        return f"Ce dossier est sur le réseau, et une coupure peut survenir pendant une écriture. {_ADVICE}"
    return None


def is_network(folder: Path) -> bool:
    """Whether a folder (its nearest existing parent) lives on another machine."""
    text = str(folder)
    if text.startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        return _windows_drive_is_remote(folder)
    return _mount_type(folder) in _NETWORK_FILESYSTEMS


def _windows_drive_is_remote(folder: Path) -> bool:
    import ctypes

    drive = folder.absolute().anchor
    return bool(drive) and ctypes.windll.kernel32.GetDriveTypeW(drive) == _REMOTE_DRIVE  # type: ignore[attr-defined]


def _mount_type(folder: Path, mounts: Path = Path("/proc/self/mounts")) -> str:
    """The file system of a folder, as Linux names it; empty elsewhere."""
    try:
        lines = mounts.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    target = os.path.realpath(folder)
    best, kind = "", ""
    for line in lines:
        words = line.split()
        if len(words) < 3:
            continue
        mount = words[1].replace("\\040", " ")
        inside = target == mount or target.startswith(mount.rstrip("/") + "/")
        if inside and len(mount) >= len(best):
            best, kind = mount, words[2]
    return kind

"""Backups with the organisation's own choices: the disk space they may take, the reminder of the USB copy."""

from __future__ import annotations

from dataclasses import dataclass

from elans_desktop.core import clock
from elans_desktop.services.organisation import settings
from elans_desktop.storage import backup
from elans_desktop.storage.backup import Backup, BackupStatus
from elans_desktop.storage.workspace import Workspace

_DAY = 24 * 3600 * 1000
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class BackupsView:
    """What the page of the settings shows."""

    listed: tuple[Backup, ...]
    status: BackupStatus
    used: int
    """Bytes on disk."""
    budget: int
    """Bytes."""
    usb_warning_days: int
    usb_age_days: int | None
    """Days since the last copy outside; None when there was none."""

    @property
    def usb_is_late(self) -> bool:
        """Whether the copy outside is older than the reminder, or was never made."""
        return self.usb_age_days is None or self.usb_age_days >= self.usb_warning_days


def view(workspace: Workspace) -> BackupsView:
    """The backups of this classeur, newest first, and their settings."""
    with workspace.read() as session:
        chosen = settings.values(session)
    listed = tuple(backup.listed(workspace.folder))
    status = backup.status(workspace)
    copied = status.copied_at
    return BackupsView(
        listed=listed,
        status=status,
        used=sum(one.size for one in listed),
        budget=chosen.integer("backup_budget_mb") * _MEGABYTE,
        usb_warning_days=chosen.integer("usb_backup_warning_days"),
        usb_age_days=None if copied is None else max(0, (clock.now_ms() - copied) // _DAY),
    )


def automatic(workspace: Workspace, reason: str = "fermeture") -> Backup | None:
    """Back up when something was committed since the last backup, within the organisation's disk space."""
    made = backup.if_due(workspace, reason)
    prune(workspace)
    return made


def prune(workspace: Workspace) -> int:
    """Delete what the rules and the disk space no longer keep; returns how many files."""
    with workspace.read() as session:
        budget = settings.integer(session, "backup_budget_mb") * _MEGABYTE
    return len(backup.prune(workspace.folder, budget))

"""`classer-scans`: signed sheets that come back scanned, filed on their sheets."""

from __future__ import annotations

import sys
from argparse import Namespace

from elans_desktop.cli import access
from elans_desktop.core.formats import NBSP
from elans_desktop.services.presences.scans import filing, reading


def file_scans(asked: Namespace) -> int:
    """File every page of the files; 1 when one was put aside or a file refused. Last line: the counts."""
    with access.opened(asked, asked.classeur) as workspace:
        pages, refusals = reading.read_files(asked.fichiers)
        for refusal in refusals:
            print(f"{refusal.source} : {refusal.words}".replace(NBSP, " "), file=sys.stderr)
        with workspace.write(filing.operation_label(pages)) as session:
            report = filing.file_pages(session, pages)
            aside = filing.waiting(session)[-report.aside :] if report.aside else ()
    for number in report.complete:
        print(f"{number} : signée reçue")
    for remark in report.remarks:
        print(remark.replace(NBSP, " "), file=sys.stderr)
    for scan in aside:
        print(f"{scan.source} : {scan.reason}".replace(NBSP, " "), file=sys.stderr)
    print(filing.summary(report, refusals).replace(NBSP, " "))
    return 1 if report.aside or refusals else 0

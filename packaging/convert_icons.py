"""Copy the chosen Lucide icons out of an unpacked `lucide-static` package.

    python packaging/convert_icons.py PATH/TO/lucide-static/package

Each file loses its comment and class, nothing else: the strokes stay `currentColor`, which the
interface replaces by a colour of the theme.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "resources" / "icons"
OURS = {"logo.svg"}

ICONS = """
a-large-small accessibility alarm-clock archive archive-restore archive-x arrow-down arrow-down-to-line
arrow-left arrow-left-right arrow-right arrow-right-left arrow-up arrow-up-down arrow-up-from-line at-sign
award baby badge-check badge-euro ban banknote bell bike binoculars book-open bookmark box briefcase
building-2 bus calculator calendar calendar-check calendar-clock calendar-days calendar-off calendar-plus
calendar-range calendar-sync calendar-x camera car chart-bar chart-column chart-line chart-no-axes-column
chart-pie check chevron-down chevron-left chevron-right chevron-up chevrons-left chevrons-right
chevrons-up-down circle circle-alert circle-arrow-right circle-check circle-check-big circle-dashed
circle-dot circle-ellipsis circle-minus circle-pause circle-play circle-plus circle-question-mark
circle-slash circle-user circle-x clipboard clipboard-check clipboard-list clipboard-pen clipboard-plus
clock clock-alert coins columns-2 columns-3 command compass contact contrast copy corner-down-left
corner-down-right database database-backup diff door-open download ear ellipsis ellipsis-vertical equal
eraser euro external-link eye eye-off file file-badge file-check file-clock file-down file-image
file-input file-lock file-output file-pen file-plus file-search file-signature file-spreadsheet file-text
file-up file-user file-warning file-x files fingerprint-pattern flag flask-conical folder folder-archive
folder-lock folder-open folder-plus footprints form frown funnel funnel-x gauge gavel git-compare git-fork
git-merge globe graduation-cap grip-horizontal grip-vertical hammer hand-coins hand-heart hand-helping
handshake hard-drive hard-drive-download hash heart heart-handshake heart-pulse history hourglass house
id-card image import inbox info kanban key-round keyboard landmark languages laptop layers layout-grid
layout-list leaf library life-buoy lightbulb link list list-checks list-filter list-ordered list-plus
list-todo list-x loader-circle lock lock-keyhole lock-open log-in log-out mail map map-pin maximize
megaphone meh merge message-circle message-square message-square-plus message-square-text messages-square
minimize minus monitor moon move music network notebook notebook-pen octagon-alert package palette
panel-left panel-right paperclip pause pen pen-line pencil pencil-line percent phone piggy-bank pin play
plug plus power printer printer-check printer-x qr-code quote radar receipt receipt-euro receipt-text
recycle redo-2 refresh-cw repeat rotate-ccw rotate-cw route save scale scan scan-line school scissors
search send settings share-2 sheet shield shield-alert shield-check shield-user shopping-basket shuffle
sigma signature signpost sliders-horizontal smartphone smile smile-plus sparkles split sprout square
square-arrow-right-exit square-check square-check-big square-minus square-pen square-x stamp star
sticky-note sun sun-moon sunrise sunset table table-2 table-properties tag target text timer trash-2
tree-deciduous trees trending-down trending-up triangle-alert truck type undo-2 unlink unplug upload usb
user user-check user-cog user-minus user-pen user-plus user-search user-x users users-round utensils video
vote wallet wand-sparkles waypoints wifi-off wrench x zoom-in zoom-out
""".split()


def cleaned(svg: str) -> str:
    """The icon without its comment and class attribute, on Unix line ends."""
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    return re.sub(r"\s*class=\"[^\"]*\"", "", svg).strip() + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path, help="unpacked lucide-static package")
    package: Path = parser.parse_args().package
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in ICONS:
        svg = (package / "icons" / f"{name}.svg").read_text(encoding="utf-8")
        (TARGET / f"{name}.svg").write_text(cleaned(svg), encoding="utf-8", newline="\n")
    (TARGET / "LUCIDE-LICENSE.txt").write_bytes((package / "LICENSE").read_bytes())
    kept = {f"{name}.svg" for name in ICONS} | OURS
    for path in TARGET.glob("*.svg"):
        if path.name not in kept:
            path.unlink()
    print(f"{len(ICONS)} icons in {TARGET}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

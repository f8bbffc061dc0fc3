"""Lengths and layouts of the printed page."""

from __future__ import annotations

from dataclasses import dataclass

MM = 72 / 25.4
"""Points in a millimetre."""
_KAPPA = 0.5523


@dataclass(frozen=True, slots=True)
class Layout:
    """The measures (mm) that every page of an orientation shares."""

    width: float
    height: float
    left: float
    right: float
    """x of the right edge of the content."""
    band: float
    title: float
    first: float
    """y of the first block when there is a single band of logos."""
    footer: float

    @property
    def content(self) -> float:
        """Width of the content."""
        return self.right - self.left


PORTRAIT = Layout(210, 297, 18, 195, 10, 26, 40, 284)
LANDSCAPE = Layout(297, 210, 15, 282, 8.5, 22.3, 35.4, 199.8)


def round_path(x: float, y: float, w: float, h: float, r: float) -> str:
    """The closed path of a rectangle with round corners, in points from the bottom left."""
    r = min(r, w / 2, h / 2)
    k = r * (1 - _KAPPA)
    right, top = x + w, y + h
    return (
        f"{x + r:.2f} {y:.2f} m {right - r:.2f} {y:.2f} l "
        f"{right - k:.2f} {y:.2f} {right:.2f} {y + k:.2f} {right:.2f} {y + r:.2f} c "
        f"{right:.2f} {top - r:.2f} l "
        f"{right:.2f} {top - k:.2f} {right - k:.2f} {top:.2f} {right - r:.2f} {top:.2f} c "
        f"{x + r:.2f} {top:.2f} l "
        f"{x + k:.2f} {top:.2f} {x:.2f} {top - k:.2f} {x:.2f} {top - r:.2f} c "
        f"{x:.2f} {y + r:.2f} l {x:.2f} {y + k:.2f} {x + k:.2f} {y:.2f} {x + r:.2f} {y:.2f} c h"
    )

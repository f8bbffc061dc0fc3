"""The one table of colours, light and dark. No other file of the program names a colour."""

from __future__ import annotations

from collections.abc import Mapping

# name: (light, dark)
TOKENS: Mapping[str, tuple[str, str]] = {
    "background": ("#F7F6F2", "#161A1B"),
    "surface": ("#FFFFFF", "#1E2324"),
    "sunken": ("#F1EFE8", "#262C2D"),
    "hover": ("#F4F2EC", "#242A2B"),
    "menu": ("#FFFFFF", "#262C2D"),
    "line": ("#DEDBD2", "#353C3D"),
    "line-strong": ("#C4BFB2", "#4B5455"),
    "field": ("#898D86", "#7C8687"),
    "text": ("#1F2A2E", "#E9E7E1"),
    "muted": ("#5C686C", "#A8B1B1"),
    "disabled": ("#949B9C", "#6F7879"),
    "primary": ("#0F6B5C", "#5CC2AF"),
    "primary-hover": ("#0C5A4D", "#78D0BF"),
    "on-primary": ("#FFFFFF", "#0A211C"),
    "primary-tint": ("#E1EEEA", "#1C3B36"),
    "selected": ("#E1EEEA", "#1C3B36"),
    "primary-ink": ("#0B574A", "#8ADACA"),
    "accent": ("#C8551B", "#F0935F"),
    "accent-tint": ("#FBEADF", "#42291B"),
    "accent-ink": ("#A4430F", "#F6AE85"),
    "warning": ("#B7791F", "#DBA649"),
    "warning-tint": ("#FAEFD8", "#3B2F17"),
    "warning-ink": ("#7D4E0B", "#EDC67E"),
    "danger": ("#B83232", "#EF8078"),
    "danger-tint": ("#FBE6E3", "#44211F"),
    "danger-ink": ("#962525", "#F7ABA5"),
    "success": ("#2F855A", "#63BE8F"),
    "success-tint": ("#E0F0E7", "#1B3729"),
    "success-ink": ("#1F6441", "#95DBB6"),
    "R": ("#2B6CB0", "#6FA8E2"),
    "R-box": ("#2B6CB0", "#6FA8E2"),
    "R-tint": ("#E3EDF8", "#1E3247"),
    "R-ink": ("#1F5490", "#A5CBF2"),
    "M": ("#B7791F", "#DBA649"),
    "M-box": ("#8F5B10", "#DBA649"),
    "M-tint": ("#FAEFD8", "#3B2F17"),
    "M-ink": ("#7D4E0B", "#EDC67E"),
    "A": ("#2F855A", "#63BE8F"),
    "A-box": ("#2A7A52", "#63BE8F"),
    "A-tint": ("#E0F0E7", "#1B3729"),
    "A-ink": ("#1F6441", "#95DBB6"),
    "C": ("#6B46C1", "#A78BEF"),
    "C-box": ("#6B46C1", "#A78BEF"),
    "C-tint": ("#EDE7FA", "#2E2648"),
    "C-ink": ("#5533A6", "#CBB9FA"),
    "letter": ("#FFFFFF", "#12181A"),
    "note": ("#FBF4DF", "#322B18"),
    "note-border": ("#C9A74B", "#8F7838"),
    "note-ink": ("#6B4E0A", "#EBCF8C"),
    "hatch": ("#E4E0D5", "#2B3132"),
}

# What may be written on what: every pair holds at least 4.5:1 in both themes (a test computes it).
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *(
        (ink, ground)
        for ground in ("background", "surface", "sunken", "hover", "menu", "selected")
        for ink in ("text", "muted", "primary-ink", "accent-ink", "warning-ink", "danger-ink", "success-ink")
    ),
    *(
        (f"{brique}-ink", ground)
        for brique in "RMAC"
        for ground in ("background", "surface", f"{brique}-tint")
    ),
    *(("text", f"{brique}-tint") for brique in "RMAC"),
    *(("muted", f"{brique}-tint") for brique in "RMAC"),
    *(("letter", f"{brique}-box") for brique in "RMAC"),
    ("letter", "muted"),
    ("on-primary", "primary"),
    ("on-primary", "primary-hover"),
    *((f"{tone}-ink", f"{tone}-tint") for tone in ("accent", "warning", "danger", "success")),
    *(("text", f"{tone}-tint") for tone in ("accent", "warning", "danger", "success")),
    ("text", "note"),
    ("note-ink", "note"),
    ("surface", "danger"),
)


def contrast(first: str, second: str) -> float:
    """The WCAG contrast ratio of two « #RRGGBB » colours, from 1 to 21."""
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

"""The one style sheet of the application, generated from the tokens.

Widgets say what they are with properties, and nothing else: ``role`` and ``tone`` for labels,
``surface`` for panels, ``state`` for fields. What a style sheet draws badly (buttons, check boxes,
badges, rows) is painted by the kit from the same tokens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

# role of a label: (pixels, weight, colour)
ROLES: Mapping[str, tuple[int, int, str]] = {
    "display": (28, 600, "text"),
    "title": (22, 600, "text"),
    "panel": (20, 600, "text"),
    "total": (18, 600, "text"),
    "section": (16, 600, "text"),
    "body": (15, 400, "text"),
    "medium": (15, 500, "text"),
    "strong": (15, 600, "text"),
    "muted": (15, 400, "muted"),
    "small": (14, 400, "text"),
    "secondary": (14, 400, "muted"),
    "caption": (13, 400, "muted"),
    "label": (13, 400, "muted"),
    "header": (13, 600, "muted"),
}
TONES = (
    "text", "muted", "primary-ink", "accent-ink", "warning-ink", "danger-ink", "success-ink",
    "note-ink", "R-ink", "M-ink", "A-ink", "C-ink",
)  # fmt: skip


def style_sheet(colours: Mapping[str, str], px: Callable[[int], int], family: str) -> str:
    """The sheet for one theme (`colours` by token) and one text scale (`px` scales a length)."""
    c = colours
    labels = "".join(
        f'QLabel[role="{role}"]{{font-size:{px(size)}px;font-weight:{weight};color:{c[colour]};}}\n'
        for role, (size, weight, colour) in ROLES.items()
    )
    tones = "".join(f'QLabel[tone="{tone}"]{{color:{c[tone]};}}\n' for tone in TONES)
    surfaces = "".join(
        f'QWidget[surface="{name}"]{{background:{c[name]};}}\n'
        for name in ("background", "surface", "sunken", "selected")
    )
    return f"""
{labels}{tones}{surfaces}
QLabel {{ background: transparent; }}
QLabel[disabled="true"] {{ color: {c["disabled"]}; }}
QToolTip {{ background: {c["menu"]}; color: {c["text"]}; border: 1px solid {c["line-strong"]};
  padding: 4px 8px; font-family: "{family}"; font-size: {px(14)}px; }}

QLineEdit, QPlainTextEdit, QTextEdit[kind="field"], QComboBox {{
  background: {c["surface"]}; color: {c["text"]}; border: 1px solid {c["field"]}; border-radius: 4px;
  selection-background-color: {c["primary"]}; selection-color: {c["on-primary"]}; font-size: {px(15)}px;
  placeholder-text-color: {c["muted"]}; }}
QLineEdit {{ padding: 0 6px; min-height: {px(32) - 2}px; max-height: {px(32) - 2}px; }}
QComboBox {{ padding: 0 8px; min-height: {px(32) - 2}px; max-height: {px(32) - 2}px; }}
QLineEdit:focus, QLineEdit[shown="focus"] {{ border: 2px solid {c["primary"]}; padding: 0 5px;
  min-height: {px(32) - 4}px; max-height: {px(32) - 4}px; }}
QComboBox:focus {{ border: 2px solid {c["primary"]}; padding: 0 7px;
  min-height: {px(32) - 4}px; max-height: {px(32) - 4}px; }}
QPlainTextEdit, QTextEdit[kind="field"] {{ padding: 2px 4px; }}
QPlainTextEdit:focus, QTextEdit[kind="field"]:focus {{ border: 2px solid {c["primary"]}; padding: 1px 3px; }}
QLineEdit[state="error"], QComboBox[state="error"] {{ border: 2px solid {c["danger"]};
  min-height: {px(32) - 4}px; max-height: {px(32) - 4}px; }}
QLineEdit[state="error"] {{ padding: 0 5px; }}
QComboBox[state="error"] {{ padding: 0 7px; }}
QPlainTextEdit[state="error"] {{ border: 2px solid {c["danger"]}; padding: 1px 3px; }}
QLineEdit:read-only, QPlainTextEdit[readOnly="true"] {{ background: {c["sunken"]};
  border-color: {c["line-strong"]}; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {{ background: {c["sunken"]};
  color: {c["muted"]}; border-color: {c["line-strong"]}; }}
QComboBox QLineEdit, QComboBox QLineEdit:focus {{ border: 0; padding: 0; background: transparent;
  min-height: 0; max-height: 999px; }}
QComboBox::drop-down {{ border: 0; width: {px(28)}px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView, QAbstractItemView[kind="completer"] {{ background: {c["menu"]};
  color: {c["text"]}; border: 1px solid {c["line-strong"]}; outline: 0; padding: 4px 0;
  selection-background-color: {c["selected"]}; selection-color: {c["primary-ink"]}; }}
QComboBox QAbstractItemView::item, QAbstractItemView[kind="completer"]::item {{
  min-height: {px(28)}px; padding: 0 8px; }}
QComboBox QAbstractItemView::item:selected, QAbstractItemView[kind="completer"]::item:selected {{
  background: {c["selected"]}; color: {c["primary-ink"]}; }}

QTableView, QListView, QTreeView {{ background: {c["surface"]}; color: {c["text"]}; border: 0; outline: 0;
  selection-background-color: {c["selected"]}; selection-color: {c["text"]}; }}
QListView[kind="contents"] {{ padding: {px(8)}px 0; }}
QListView[kind="contents"]::item {{ padding: 0 {px(12)}px; }}
QListView[kind="contents"]::item:selected {{ background: {c["selected"]}; color: {c["text"]}; }}
QListView[ground="background"], QTableView[ground="background"] {{ background: {c["background"]}; }}
QTableView[kind="framed"] {{ border: 1px solid {c["line"]}; border-radius: 4px; }}
QHeaderView {{ background: {c["sunken"]}; border: 0; }}
QHeaderView::section {{ background: {c["sunken"]}; color: {c["muted"]}; border: 0;
  border-bottom: 1px solid {c["line-strong"]}; padding: 0 12px; font-size: {px(13)}px; font-weight: 600; }}
QTableCornerButton::section {{ background: {c["sunken"]}; border: 0; }}

QScrollArea {{ border: 0; background: transparent; }}
QScrollArea > QWidget > QWidget[surface="none"] {{ background: transparent; }}
QTextBrowser {{ background: {c["surface"]}; color: {c["text"]}; border: 0; font-size: {px(15)}px; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {c["line-strong"]}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {c["field"]}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QMenu {{ background: {c["menu"]}; color: {c["text"]}; border: 1px solid {c["line-strong"]};
  padding: 8px 0; border-radius: 6px; }}
QMenu::item {{ padding: {px(6)}px {px(14)}px {px(6)}px {px(36)}px; min-height: {px(20)}px; }}
QMenu::separator {{ height: 1px; background: {c["line"]}; margin: 8px 0; }}
QSplitter::handle {{ background: {c["line"]}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QCalendarWidget QWidget {{ alternate-background-color: {c["sunken"]}; }}
QCalendarWidget QToolButton {{ color: {c["text"]}; background: transparent; border: 0; padding: 4px 8px;
  font-weight: 600; }}
QCalendarWidget QToolButton:hover {{ background: {c["hover"]}; border-radius: 4px; }}
QCalendarWidget QToolButton::menu-indicator {{ image: none; }}
QCalendarWidget QSpinBox {{ background: {c["surface"]}; color: {c["text"]}; border: 1px solid {c["field"]}; }}
QCalendarWidget #qt_calendar_navigationbar {{ background: {c["sunken"]}; }}
QCalendarWidget QAbstractItemView {{ background: {c["surface"]}; color: {c["text"]};
  selection-background-color: {c["primary"]}; selection-color: {c["on-primary"]}; }}
QCalendarWidget QAbstractItemView:disabled {{ color: {c["disabled"]}; }}
QFrame[kind="popup"] {{ background: {c["menu"]}; border: 1px solid {c["line-strong"]}; border-radius: 6px; }}
QFrame[kind="separator"] {{ background: {c["line"]}; border: 0; }}
QDialog {{ background: {c["surface"]}; }}
"""

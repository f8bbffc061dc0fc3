"""What Qt paints better than we do is dressed by a small style sheet of its own, made from the tokens.

No sheet covers the application: each widget under one, even where no rule speaks of it, costs 9 KB and the
time to look for its rules. A sheet reaches what is inside its widget, so none is put on what holds others'
widgets. Labels, grounds and one-line fields need none (`dress.py`, the kit).
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


def style_sheet(kind: str, colours: Mapping[str, str], px: Callable[[int], int]) -> str:
    """The sheet of a kind of widget (`SHEETS`) in one theme (`colours` by token) and one text scale (`px`
    scales a length). Raises KeyError for an unknown kind."""
    return SHEETS[kind](colours, px)


def _area(c: Mapping[str, str], px: Callable[[int], int]) -> str:
    """Several lines of text."""
    return f"""
QPlainTextEdit {{ background: {c["surface"]}; color: {c["text"]}; border: 1px solid {c["field"]};
  border-radius: 4px; selection-background-color: {c["primary"]}; selection-color: {c["on-primary"]};
  font-size: {px(15)}px; placeholder-text-color: {c["muted"]}; padding: 2px 4px; }}
QPlainTextEdit:focus {{ border: 2px solid {c["primary"]}; padding: 1px 3px; }}
QPlainTextEdit[state="error"] {{ border: 2px solid {c["danger"]}; padding: 1px 3px; }}
QPlainTextEdit[readOnly="true"] {{ background: {c["sunken"]}; border-color: {c["line-strong"]}; }}
QPlainTextEdit:disabled {{ background: {c["sunken"]}; color: {c["muted"]};
  border-color: {c["line-strong"]}; }}
""" + _bar(c, px)


def _answers(c: Mapping[str, str], px: Callable[[int], int]) -> str:
    """The list under a choice, or under what is typed."""
    return f"""
QAbstractItemView {{ background: {c["menu"]}; color: {c["text"]}; border: 1px solid {c["line-strong"]};
  outline: 0; padding: 4px 0; selection-background-color: {c["selected"]};
  selection-color: {c["primary-ink"]}; }}
QAbstractItemView::item {{ min-height: {px(28)}px; padding: 0 8px; }}
QAbstractItemView::item:selected {{ background: {c["selected"]}; color: {c["primary-ink"]}; }}
""" + _bar(c, px)


def _table(c: Mapping[str, str], px: Callable[[int], int]) -> str:
    """A table in a frame, and its titles."""
    return f"""
QTableView {{ background: {c["surface"]}; border: 1px solid {c["line"]}; border-radius: 4px; outline: 0; }}
QHeaderView {{ background: {c["sunken"]}; border: 0; }}
QHeaderView::section {{ background: {c["sunken"]}; border: 0; }}
""" + _bar(c, px)


def _contents(c: Mapping[str, str], px: Callable[[int], int]) -> str:
    """The pages of the guide."""
    return f"""
QListView {{ background: {c["surface"]}; color: {c["text"]}; border: 0; outline: 0;
  padding: {px(8)}px 0; }}
QListView::item {{ padding: 0 {px(12)}px; }}
QListView::item:selected {{ background: {c["selected"]}; color: {c["text"]}; }}
""" + _bar(c, px)


def _browser(c: Mapping[str, str], px: Callable[[int], int]) -> str:
    """A page of the guide."""
    return f"""
QTextBrowser {{ background: {c["surface"]}; color: {c["text"]}; border: 0; font-size: {px(15)}px; }}
""" + _bar(c, px)


def _bar(c: Mapping[str, str], _px: Callable[[int], int]) -> str:
    """A scroll bar: its handle alone."""
    return f"""
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {c["line-strong"]}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {c["field"]}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def _menu(c: Mapping[str, str], px: Callable[[int], int]) -> str:
    """A menu; the kit paints its rows."""
    return f"""
QMenu {{ background: {c["menu"]}; color: {c["text"]}; border: 1px solid {c["line-strong"]};
  padding: 8px 0; border-radius: 6px; }}
QMenu::item {{ padding: {px(6)}px {px(14)}px {px(6)}px {px(36)}px; min-height: {px(20)}px; }}
QMenu::separator {{ height: 1px; background: {c["line"]}; margin: 8px 0; }}
"""


def _popup(c: Mapping[str, str], px: Callable[[int], int]) -> str:
    """What drops over the page: a calendar, the answers of a search, the past of a field."""
    return f"""
QFrame[dress="popup"] {{ background: {c["menu"]}; border: 1px solid {c["line-strong"]};
  border-radius: 6px; }}
QListView {{ background: {c["surface"]}; color: {c["text"]}; border: 0; outline: 0;
  selection-background-color: {c["selected"]}; selection-color: {c["text"]}; }}
QCalendarWidget QWidget {{ alternate-background-color: {c["sunken"]}; }}
QCalendarWidget QToolButton {{ color: {c["text"]}; background: transparent; border: 0; padding: 4px 8px;
  font-weight: 600; }}
QCalendarWidget QToolButton:hover {{ background: {c["hover"]}; border-radius: 4px; }}
QCalendarWidget QToolButton::menu-indicator {{ image: none; }}
QCalendarWidget QSpinBox {{ background: {c["surface"]}; color: {c["text"]}; border: 1px solid {c["field"]}; }}
QCalendarWidget #qt_calendar_navigationbar {{ background: {c["sunken"]}; }}
QCalendarWidget QAbstractItemView {{ background: {c["surface"]}; color: {c["text"]}; border: 0; outline: 0;
  selection-background-color: {c["primary"]}; selection-color: {c["on-primary"]}; }}
QCalendarWidget QAbstractItemView:disabled {{ color: {c["disabled"]}; }}
QCalendarWidget QMenu {{ background: {c["menu"]}; color: {c["text"]}; }}
""" + _bar(c, px)


SHEETS: Mapping[str, Callable[[Mapping[str, str], Callable[[int], int]], str]] = {
    "area": _area,
    "answers": _answers,
    "table": _table,
    "contents": _contents,
    "browser": _browser,
    "bar": _bar,
    "menu": _menu,
    "popup": _popup,
}

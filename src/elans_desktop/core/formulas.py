"""Texts that a spreadsheet would run as a formula, made harmless, and read back as they were."""

from __future__ import annotations

import re
import unicodedata

_START = re.compile(r"(?P<marks>'*)(?P<blank>[\s\ufeff\u200b-\u200f\u2060]*)(?P<first>.?)", re.S)
_SIGNS = frozenset("=+-@")
_CONTROLS = frozenset("\t\r\n")


def neutral(text: str) -> str:
    """The text, preceded by an apostrophe when a spreadsheet could take it for a formula.

    That is: it starts, after blanks and signs that do not show, with = + - @ or one of their wide, small or
    raised variants, or with a tabulation or a line break (OWASP, « CSV injection »). The apostrophe stays in
    workbooks too: saved again as CSV, they would come back to life.
    """
    return f"'{text}" if _is_risky(text) else text


def plain(text: str) -> str:
    """What `neutral` was given: one apostrophe less before what could be a formula."""
    return text[1:] if text[:1] == "'" and _is_risky(text) else text


def _is_risky(text: str) -> bool:
    if not text or text[0].isalnum():
        return False
    start = _START.match(text)
    assert start is not None
    if start["blank"][:1] in _CONTROLS and start["blank"]:
        return True
    return bool(start["first"]) and unicodedata.normalize("NFKC", start["first"])[0] in _SIGNS

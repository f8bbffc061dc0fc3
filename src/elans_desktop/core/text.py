"""Text: what two spellings have in common, and the ways to write a person's name."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ł": "l", "Ł": "l", "đ": "d"}
)
_NOT_A_WORD = re.compile(r"[\W_]+")
_FORBIDDEN_IN_FILES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED_FILES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)),
}


def fold(text: str) -> str:
    """The search key of a text: no accent, case, ligature or punctuation; one space between words.

    « L’Œuvre d’Élodie » and « l'oeuvre d'elodie » share one key.
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LIGATURES)
    return _NOT_A_WORD.sub(" ", bare).strip()


def sort_key(text: str) -> tuple[str, str]:
    """Order of a French directory: by folded text, accents only to part equals."""
    return fold(text), text


def list_name(last_name: str, first_name: str) -> str:
    """« Bazin Lucie »: the order of lists."""
    return f"{last_name} {first_name}".strip()


def natural_name(last_name: str, first_name: str) -> str:
    """« Lucie Bazin »: titles and sentences."""
    return f"{first_name} {last_name}".strip()


def short_name(last_name: str, first_name: str) -> str:
    """« Lucie B. »: badges, the status bar, what Ctrl+Z will undo."""
    return f"{first_name} {last_name[:1]}.".strip() if first_name and last_name else last_name or first_name


def safe_filename(text: str, *, fallback: str = "document") -> str:
    """A file name every system accepts, at most 120 letters; accents are kept."""
    name = _FORBIDDEN_IN_FILES.sub("-", unicodedata.normalize("NFC", text)).strip(" .-")[:120].rstrip(" .")
    if not name or name.split(".")[0].casefold() in _RESERVED_FILES:
        return fallback
    return name


def storable(text: str) -> str:
    """A text as any base can keep it: outer spaces off, no NUL, lone surrogates replaced."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8").strip()

"""Finds the names of some people in texts: accents, case and punctuation aside, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple, cast

from elans_desktop.core.text import fold

INSTEAD: Final = "[dossier anonymisé]"
"""What replaces a name in the text of somebody else."""
_WORDS: Final = re.compile(r"[^\W_]+")
_folded = lru_cache(maxsize=65_536)(fold)


class Naming(NamedTuple):
    """The three names of somebody."""

    last: str
    birth: str
    first: str

    def whole(self) -> set[tuple[str, ...]]:
        """The first name with each surname, both ways round, as folded words; nothing without both."""
        first = tuple(fold(self.first).split())
        found: set[tuple[str, ...]] = set()
        for surname in (self.last, self.birth):
            words = tuple(fold(surname).split())
            if first and words:
                found |= {first + words, words + first}
        return found

    def in_labels(self) -> set[tuple[str, ...]]:
        """As the labels of operations say it: « Lucie B. », or the only name there is."""
        first = tuple(fold(self.first).split())
        surname = fold(self.last or self.birth).split()
        if first and surname:
            return self.whole() | {(*first, surname[0][:1])}
        alone = first or tuple(surname)
        return {alone} if alone else set()


class NameFinder:
    """Looks for phrases, each a sequence of folded words."""

    def __init__(self, phrases: Iterable[Sequence[str]]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted({tuple(words) for words in phrases if words}, key=len, reverse=True):
            self._by_first.setdefault(phrase[0], []).append(phrase)

    @staticmethod
    def words_of(text: str) -> list[str]:
        """The folded words of a text."""
        return _folded(text).split()

    def is_in(self, text: str) -> bool:
        """Whether one of them is in a text."""
        return next(self._spans(text), None) is not None

    def without(self, text: str) -> str:
        """The text, each of them replaced."""
        made, end = "", 0
        for start, stop in self._spans(text):
            made += text[end:start] + INSTEAD
            end = stop
        return made + text[end:] if end else text

    def scrubbed(self, value: Any) -> Any:
        """A value of the journal or of a draft (JSON), its texts without them; the same one when none is."""
        if isinstance(value, str):
            return self.without(value)
        if isinstance(value, list):
            items = cast("list[Any]", value)
            left = [self.scrubbed(item) for item in items]
            return left if left != items else items
        if isinstance(value, dict):
            pairs = cast("dict[str, Any]", value)
            kept = {key: self.scrubbed(item) for key, item in pairs.items()}
            return kept if kept != pairs else pairs
        return value

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        by_first = self._by_first
        found = [(word.start(), word.end(), _folded(word.group())) for word in _WORDS.finditer(text)]
        place = 0
        while place < len(found):
            known = by_first.get(found[place][2])
            for phrase in known or ():
                last = place + len(phrase) - 1
                if last < len(found) and all(
                    found[place + rank][2] == word for rank, word in enumerate(phrase)
                ):
                    yield found[place][0], found[last][1]
                    place = last
                    break
            place += 1

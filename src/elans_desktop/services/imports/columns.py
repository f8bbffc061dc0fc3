"""Which column is what: suggestions by name, a mapping the person can change, the NIR left out."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from elans_desktop.core.text import fold
from elans_desktop.services.imports.tables import LeftOut, RawTable, column_letter, typeset
from elans_desktop.services.imports.targets import NAMES, PEOPLE, TargetSet

NIR_REASON = typeset(
    "Le numéro de sécurité sociale n’est pas repris : le décret n°\u00a02019-341 réserve son usage à des "
    "organismes et à des fins qu’il énumère, et l’accompagnement de parcours n’en fait pas partie."
)

_NIR_TITLE = re.compile(
    r"\b(nir|nss|n ss|no ss|num ss|numero ss|n secu\w*|no secu|num\w* (de )?secu\w*|secu|securite sociale)\b"
)
_NIR_VALUE = re.compile(r"[1-478]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2[AB])\d{6}(?:\d{2})?")
_NIR_ROUNDED = re.compile(r"[1-478][.,]\d+E\+1[24]", re.IGNORECASE)
_NIR_IN_TEXT = re.compile(r"(?<!\d)[1-478](?:[ .]?\d){4}[ .]?\d[ .]?[\dAB](?:[ .]?\d){8}(?!\d)")
_FUZZY_ENOUGH = 0.83
_HOW_SCORES = {"exact": 3, "contained": 1}


@dataclass(frozen=True)
class ColumnMatch:
    """One column and what it fills: `target` is a code of its TargetSet, None when it is ignored.

    `how`: exact, contained, fuzzy, remembered, chosen, or « none ». `remark`: a French sentence or nothing.
    """

    index: int
    title: str
    target: str | None
    how: str = "none"
    remark: str = ""

    @property
    def letter(self) -> str:
        """« C »."""
        return column_letter(self.index)


@dataclass(frozen=True)
class ColumnMapping:
    """The columns of one file, in their order, each with its target among those of `known`."""

    matches: tuple[ColumnMatch, ...]
    known: TargetSet = PEOPLE

    def with_target(self, index: int, target: str | None) -> ColumnMapping:
        """The same mapping with the column at `index` filling `target` (None: ignored).

        Another column that filled it is freed, unless the target joins several columns.
        """
        if target is not None and target not in self.known.by_code:
            raise KeyError(target)
        alone = target is not None and self.known.by_code[target].joins is None
        return replace(
            self,
            matches=tuple(
                replace(match, target=target, how="chosen", remark="")
                if match.index == index
                else replace(match, target=None, how="none")
                if alone and match.target == target
                else match
                for match in self.matches
            ),
        )

    def columns_of(self, target: str) -> tuple[int, ...]:
        """The indexes of the columns that fill `target`."""
        return tuple(match.index for match in self.matches if match.target == target)

    @property
    def has_names(self) -> bool:
        """Whether at least one column gives a name."""
        return any(match.target in NAMES for match in self.matches)

    @property
    def ignored(self) -> tuple[ColumnMatch, ...]:
        """The columns that fill nothing."""
        return tuple(match for match in self.matches if match.target is None)


def recognise(title: str, known: TargetSet = PEOPLE) -> tuple[str | None, str]:
    """The target a title speaks of, and how it was recognised: exact, contained or none."""
    folded = fold(title)
    if not folded or len(folded) > 60:
        return None, "none"
    if found := known.by_synonym.get(folded):
        return found.code, "exact"
    words = folded.split()
    best, length = None, 0
    for synonym, target in known.by_synonym.items():
        if len(synonym) > max(length, 2) and f" {synonym} " in f" {folded} ":
            own = set(synonym.split())
            if not any(word in target.unless for word in words if word not in own):
                best, length = target.code, len(synonym)
    return (best, "contained") if best else (None, "none")


def header_score(cells: Sequence[str]) -> int:
    """How much a line looks like titles: 0 when none of its cells is a known name of column."""
    found: dict[str, int] = {}
    for cell in cells[:60]:
        target, how = recognise(cell)
        if target is not None:
            found[target] = max(found.get(target, 0), _HOW_SCORES[how])
        elif is_nir_title(cell):
            found["nir"] = 2
    filled = sum(bool(cell) for cell in cells)
    if len(found) == 1 and filled > 3 and max(found.values()) < 3:
        return 0
    if list(found.values()) == [1]:
        return 0
    return sum(found.values())


def suggest(
    table: RawTable, remembered: Mapping[str, str | None] | None = None, known: TargetSet = PEOPLE
) -> ColumnMapping:
    """The mapping proposed for a table: what was remembered for the same titles, else by name.

    `remembered` maps folded titles to target codes (None: ignored by choice).
    """
    left_out = {column.index: column for column in table.left_out}
    titles = table.columns
    proposals: list[tuple[int, int, str, str]] = []
    matches = [ColumnMatch(i, title, None) for i, title in enumerate(titles)]
    for index, title in enumerate(titles):
        if index in left_out:
            matches[index] = replace(matches[index], remark=left_out[index].reason)
            continue
        key = fold(title)
        if remembered is not None and key in remembered:
            if (kept := remembered[key]) is not None and kept in known.by_code:
                proposals.append((0, index, kept, "remembered"))
            continue
        target, how = recognise(title, known)
        if target is None:
            target, how = _fuzzy(key, known)
        if target is not None:
            proposals.append((("exact", "contained", "fuzzy").index(how) + 1, index, target, how))
    taken: dict[str, int] = {}
    _prefer_usage_name(proposals, titles)
    for _rank, index, target, how in sorted(proposals):
        if target in taken and known.by_code[target].joins is None:
            first = matches[taken[target]]
            remark = (
                f"La colonne {first.letter} remplit déjà « {known.by_code[target].label} » : "
                "celle-ci n’est pas reprise."
            )
            matches[index] = replace(matches[index], remark=typeset(remark))
            continue
        taken.setdefault(target, index)
        matches[index] = replace(matches[index], target=target, how=how)
    return ColumnMapping(tuple(matches), known)


def _prefer_usage_name(proposals: list[tuple[int, int, str, str]], titles: Sequence[str]) -> None:
    """Beside « Nom d’usage » or « Nom d’épouse », a plain « Nom » is the name at birth."""
    usage = [p for p in proposals if p[2] == "last_name" and fold(titles[p[1]]) not in ("nom", "noms")]
    plain = [p for p in proposals if p[2] == "last_name" and fold(titles[p[1]]) in ("nom", "noms")]
    if (
        not any(p[2] == "birth_name" for p in proposals)
        and len(plain) == 1
        and any(p[3] == "exact" for p in usage)
    ):
        rank, index, _target, how = plain[0]
        proposals.remove(plain[0])
        proposals.append((rank, index, "birth_name", how))


def _fuzzy(key: str, known: TargetSet) -> tuple[str | None, str]:
    if len(key) < 5 or len(key) > 40:
        return None, "none"
    long_ones = [synonym for synonym in known.by_synonym if len(synonym) >= 5]
    near = difflib.get_close_matches(key, long_ones, n=1, cutoff=_FUZZY_ENOUGH)
    if not near:
        return None, "none"
    target = known.by_synonym[near[0]]
    own = set(near[0].split())
    if any(word in target.unless for word in key.split() if word not in own):
        return None, "none"
    return target.code, "fuzzy"


def signature(titles: Sequence[str]) -> str:
    """The SHA-256 of the set of folded titles: the same form, whatever the order of its columns."""
    return hashlib.sha256(json.dumps(sorted({fold(title) for title in titles})).encode()).hexdigest()


def to_remember(mapping: ColumnMapping) -> dict[str, str | None]:
    """What the next import of the same form needs: folded title → target code."""
    return {fold(match.title): match.target for match in mapping.matches if fold(match.title)}


def is_nir_title(title: str) -> bool:
    """Whether a title announces social security numbers."""
    return bool(_NIR_TITLE.search(fold(title)))


def is_nir(text: str) -> bool:
    """Whether a cell is a social security number: 13 or 15 signs, Corsica and the rounded form of a
    spreadsheet included."""
    bare = re.sub(r"[\s.\-/]", "", text).upper()
    return bool(_NIR_VALUE.fullmatch(bare) or _NIR_ROUNDED.fullmatch(text.strip()))


def without_nir(text: str) -> str:
    """The text without the complete social security numbers (key checked) it holds."""
    return _NIR_IN_TEXT.sub(lambda match: "" if _key_is_right(match[0]) else match[0], text).strip()


def _key_is_right(text: str) -> bool:
    bare = re.sub(r"[ .]", "", text)
    if not _NIR_VALUE.fullmatch(bare):
        return False
    digits = bare[:13].replace("2A", "19").replace("2B", "18")
    return digits.isdigit() and 97 - int(digits) % 97 == int(bare[13:])


def nir_columns(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[LeftOut, ...]:
    """The columns to leave out, by their title or because half their values have the shape of a NIR."""
    found: list[LeftOut] = []
    for index, title in enumerate(titles):
        values = [row[index] for row in rows[:500] if row[index]]
        shaped = sum(is_nir(value) for value in values)
        if is_nir_title(title) or (shaped and 2 * shaped >= len(values)):
            found.append(LeftOut(index, title, NIR_REASON))
    return tuple(found)

"""The communes of France, shipped with the program: found by name, postcode or INSEE code.

Not in the database: 35,000 lines read from a compressed table at the first search.
"""

from __future__ import annotations

import gzip
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from elans_desktop.core.resources import read_bytes
from elans_desktop.core.text import fold


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune; `former_name` when it was found by the name of one that joined it."""

    insee: str
    name: str
    postcodes: tuple[str, ...]
    department_code: str
    department: str
    epci: str
    population: int
    former_name: str = ""

    @property
    def label(self) -> str:
        """« Flers (61, Orne) »: tells homonyms apart."""
        base = f"{self.name} ({self.department_code}, {self.department})"
        return f"{self.former_name}, aujourd’hui {base}" if self.former_name else base


def search(text: str, limit: int = 20) -> tuple[Commune, ...]:
    """Communes whose name, a word of it, postcode or INSEE code starts as `text`; the likeliest first.

    Exact names, then names that begin so, the most peopled first; then those with a word that does, then
    former communes. A number is read as a postcode or an INSEE code.
    """
    key = _name_key(text)
    if not key:
        return ()
    if key[0].isdigit() or (len(key) == 5 and key[:2] in ("2a", "2b")):
        return _by_number(key.upper(), limit)
    table = _table()
    ranks = sorted(_starting(table.keys, key), key=lambda rank: (table.keys[rank] != key, table.weight(rank)))
    if len(ranks) < limit and len(key) > 2:
        inside = (rank for rank, name in enumerate(table.keys) if f" {key}" in name)
        ranks = list(dict.fromkeys([*ranks, *sorted(inside, key=table.weight)]))
    found = [table.commune(rank) for rank in ranks[:limit]]
    if len(found) < limit and len(key) > 2:
        seen = {commune.insee for commune in found}
        former = [c for c in _former_matching(key) if c.insee not in seen]
        found += former[: limit - len(found)]
    return tuple(found)


def by_insee(insee: str) -> Commune | None:
    """The commune of an INSEE code, or the one a former commune now belongs to."""
    table = _table()
    rank = table.ranks.get(insee)
    if rank is not None:
        return table.commune(rank)
    for code, name, successor, _kind in _former():
        if code == insee and successor in table.ranks:
            return table.commune(table.ranks[successor], name)
    return None


def named(name: str, postcode: str = "") -> tuple[Commune, ...]:
    """Communes of exactly that name (accents, case, hyphens, St/Ste aside), of that postcode when given."""
    key = _name_key(name)
    table = _table()
    found = [table.commune(rank) for rank in _starting(table.keys, key) if table.keys[rank] == key]
    if not found:
        found = list(formerly(name))
    if postcode:
        found = [c for c in found if postcode in c.postcodes] or (found if len(found) == 1 else [])
    return tuple(found)


def formerly(name: str) -> tuple[Commune, ...]:
    """The communes of today that one of exactly that name has joined."""
    key = _name_key(name)
    return tuple(c for c in _former_matching(key) if fold(c.former_name) == key)


class _Table:
    """Raw lines and their keys side by side: a line is cut only when it is shown."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        cut = [line.split("\t", 3) for line in self._lines]
        self.keys = [fields[2] for fields in cut]
        self.ranks = {fields[0]: rank for rank, fields in enumerate(cut)}

    def weight(self, rank: int) -> int:
        """Order of likeliness: the most peopled first."""
        return -int(self._lines[rank].rsplit("\t", 1)[1] or 0)

    def postcodes(self, rank: int) -> list[str]:
        """Its postcodes."""
        return self._lines[rank].split("\t", 4)[3].split(" ")

    def holding(self, digits: str) -> list[int]:
        """Ranks of the lines that hold these digits somewhere: to be checked."""
        return [rank for rank, line in enumerate(self._lines) if digits in line]

    def commune(self, rank: int, former_name: str = "") -> Commune:
        """The commune of a line."""
        insee, name, _key, postcodes, department, epci, population = self._lines[rank].split("\t")
        return Commune(
            insee=insee,
            name=name,
            postcodes=tuple(postcodes.split(" ")) if postcodes else (),
            department_code=department,
            department=_departments().get(department, ""),
            epci=_epcis().get(epci, ""),
            population=int(population or 0),
            former_name=former_name,
        )


def _name_key(text: str) -> str:
    """The key of a name as people type it: « St-Lô » is « saint lo »."""
    words = {"st": "saint", "ste": "sainte"}
    return " ".join(words.get(part, part) for part in fold(text).split(" "))


def _starting(keys: list[str], start: str) -> range:
    first = bisect_left(keys, start)
    return range(first, bisect_left(keys, f"{start}\uffff"))


def _by_number(digits: str, limit: int) -> tuple[Commune, ...]:
    table = _table()
    ranks = [
        rank
        for rank in table.holding(digits)
        if any(code.startswith(digits) for code in table.postcodes(rank))
    ]
    ranks.sort(key=table.weight)
    found = [table.commune(rank) for rank in ranks[:limit]]
    if len(digits) == 5 and (exact := by_insee(digits)) is not None and exact not in found:
        found.append(exact)
    return tuple(found[:limit])


def _former_matching(key: str) -> list[Commune]:
    table = _table()
    matches = [
        (name, successor)
        for folded, (_code, name, successor, _kind) in zip(_former_keys(), _former(), strict=True)
        if folded.startswith(key)
    ]
    return [table.commune(table.ranks[s], name) for name, s in matches if name and s in table.ranks]


def _read(name: str) -> str:
    return gzip.decompress(read_bytes(f"reference/{name}.tsv.gz")).decode()


@cache
def _table() -> _Table:
    return _Table(_read("communes"))


@cache
def _former() -> tuple[tuple[str, str, str, str], ...]:
    """INSEE code, name, INSEE code of today, kind."""
    rows = (line.split("\t") for line in _read("communes_anciennes").split("\n"))
    return tuple((code, name, successor, kind) for code, name, _key, successor, kind in rows)


@cache
def _former_keys() -> tuple[str, ...]:
    return tuple(fold(name) for _code, name, _successor, _kind in _former())


@cache
def _departments() -> dict[str, str]:
    rows = (line.split("\t") for line in _read("departements").split("\n"))
    return {code: name for code, name, _region in rows}


@cache
def _epcis() -> dict[str, str]:
    return dict(line.split("\t", 1) for line in _read("epci").split("\n"))

"""The list of communes in a zone, from a spreadsheet: read whole, every fault said at once, then applied.

« code INSEE;commune;zone », or one column for each zone with « oui ». Nothing is written by the reading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import RuleError
from elans_desktop.core.formats import NBSP
from elans_desktop.core.text import fold
from elans_desktop.models.privacy import CommuneZone
from elans_desktop.services.imports.reading import read_table
from elans_desktop.services.imports.tables import RawTable
from elans_desktop.services.organisation import communes, reference, zones
from elans_desktop.services.permissions import Right, require
from elans_desktop.storage.bulk import bulk_insert

OK, REMARK, REFUSED = "ok", "remark", "refused"
TEMPLATE = ("code INSEE", "commune", "zone")
_CODES = frozenset(("code insee", "insee", "codgeo", "code commune", "depcom", "code", "code geographique"))
_NAMES = frozenset(("commune", "nom", "libelle", "libgeo", "nom commune", "nom de la commune", "com"))
_ZONES = frozenset(("zone", "zonage", "zones", "type"))
_YES = frozenset(("oui", "o", "1", "x", "vrai", "true", "yes"))
_NO = frozenset(("", "non", "n", "0", "faux", "false", "no"))
_ALIASES: Mapping[str, str] = {
    "france ruralites revitalisation": "frr",
    "frr plus": "frr",
    "quartier prioritaire de la ville": "qpv",
    "quartier prioritaire": "qpv",
}


@dataclass(frozen=True, slots=True)
class ZoneLine:
    """A line of the file and what becomes of it; `words` says why it is refused or worth a look."""

    line: int
    insee: str
    commune: str
    """As the file says it."""
    zones: tuple[str, ...]
    """Codes of the list `zone`."""
    state: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class ZonePlan:
    """What the import would do. `added`, `removed`: (INSEE code, zone)."""

    lines: tuple[ZoneLine, ...]
    added: tuple[tuple[str, str], ...]
    kept: int
    removed: tuple[tuple[str, str], ...]
    """Communes of a zone that the file names, and that it no longer holds."""

    @property
    def refused(self) -> int:
        """How many lines cannot be kept."""
        return sum(line.state == REFUSED for line in self.lines)

    @property
    def changes_nothing(self) -> bool:
        """Whether the classeur already says so."""
        return not self.added and not self.removed


def plan(session: Session, source: Path | bytes, name: str = "") -> ZonePlan:
    """Read a file (CSV, XLSX, ODS) against what the classeur knows.

    Raises NotATable, SystemProblem, RuleError (no column of INSEE codes, none that says the zone).
    """
    require(session, Right.ADMINISTER)
    return plan_of_table(session, read_table(source, name))


def plan_of_table(session: Session, table: RawTable) -> ZonePlan:
    """The plan of a table already read."""
    columns = _Columns.of(session, table)
    seen: dict[tuple[str, str], int] = {}
    lines = tuple(_line(columns, number, cells, seen) for number, cells in columns.rows)
    wanted = dict.fromkeys(
        (line.insee, code) for line in lines if line.state != REFUSED for code in line.zones
    )
    named = {code for _insee, code in wanted}
    stored = {
        (insee, code)
        for insee, code in session.execute(select(CommuneZone.insee, CommuneZone.zone_code))
        if code in named
    }
    added = tuple(pair for pair in wanted if pair not in stored)
    removed = tuple(sorted(stored - wanted.keys()))
    return ZonePlan(lines, added, len(wanted) - len(added), removed)


def apply(session: Session, found: ZonePlan, *, replace: bool = True) -> int:
    """Write a plan: the communes added, and with `replace` those that left their zone. Returns how many."""
    require(session, Right.ADMINISTER)
    if replace:
        for insee, code in found.removed:
            row = session.get(CommuneZone, CommuneZone.key(insee, code))
            if row is not None:
                session.delete(row)
        session.flush()
    fresh = [
        {"id": CommuneZone.key(insee, code), "insee": insee, "zone_code": code} for insee, code in found.added
    ]
    bulk_insert(session, CommuneZone, fresh)
    return len(fresh) + (len(found.removed) if replace else 0)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where each thing stands in the file, and its lines."""

    insee: int
    name: int | None
    zone: int | None
    flags: Mapping[int, str]
    codes: Mapping[str, str]
    labels: Mapping[str, str]
    rows: tuple[tuple[int, Sequence[str]], ...]

    @classmethod
    def of(cls, session: Session, table: RawTable) -> _Columns:
        items = [item for item in reference.items(session, zones.LIST) if item.code != "autre"]
        codes = {fold(item.code): item.code for item in items} | {
            fold(item.label): item.code for item in items
        }
        codes |= {words: code for words, code in _ALIASES.items() if code in codes.values()}
        titles = [fold(title) for title in table.columns]
        lines = tuple((row.line, row.cells) for row in table.rows)
        if any(_code_of(cell) for cell in table.columns):  # no titles: the first line is a commune
            lines = ((table.header_line, table.columns), *lines)
            titles = ["" for _title in table.columns]
        insee = _first(titles, _CODES)
        if insee is None:
            insee = _likeliest(lines, lambda cell: bool(_code_of(cell)))
        if insee is None:
            raise RuleError(
                "Aucune colonne de ce fichier ne contient des codes INSEE de communes.",
                f"Il en faut une, comme «{NBSP}code INSEE;commune;zone{NBSP}»{NBSP}: enregistrez le modèle.",
            )
        flags = {rank: codes[title] for rank, title in enumerate(titles) if title in codes}
        zone = _first(titles, _ZONES)
        if zone is None and not flags:
            zone = _likeliest(lines, lambda cell: fold(cell) in codes)
        if zone is None and not flags:
            known = " ou ".join(item.label for item in items)
            raise RuleError(
                "Aucune colonne de ce fichier ne dit la zone.",
                f"Ajoutez une colonne «{NBSP}zone{NBSP}» remplie avec {known}.",
            )
        labels = {item.code: item.label for item in items}
        return cls(insee, _first(titles, _NAMES), zone, flags, codes, labels, lines)


def _line(columns: _Columns, number: int, cells: Sequence[str], seen: dict[tuple[str, str], int]) -> ZoneLine:
    raw, name = _cell(cells, columns.insee), _cell(cells, columns.name)
    insee = _code_of(raw)

    def made(state: str, words: str = "", code: str = "", found: tuple[str, ...] = ()) -> ZoneLine:
        return ZoneLine(number, code or raw, name, found, state, words)

    if insee is None:
        return made(REFUSED, "Ce n’est pas un code INSEE (5 signes)." if raw else "Le code INSEE manque.")
    known = communes.by_insee(insee)
    if known is None:
        return made(REFUSED, "Aucune commune n’a ce code INSEE.")
    found, unread = _zones_of(columns, cells)
    if unread:
        return made(REFUSED, f"Zone inconnue{NBSP}: «{NBSP}{unread[:40]}{NBSP}».")
    if not found:
        return made(REFUSED, "La zone manque.")
    doubles = [code for code in found if (known.insee, code) in seen]
    if len(doubles) == len(found):
        return made(REFUSED, f"Déjà dite à la ligne{NBSP}{seen[known.insee, doubles[0]]}.", known.insee)
    seen.update({(known.insee, code): number for code in found if code not in doubles})
    if known.insee != insee:
        return made(REMARK, f"Ancienne commune, aujourd’hui {known.name}.", known.insee, found)
    if name and fold(name) not in (fold(known.name), fold(known.former_name)):
        return made(REMARK, f"Ce code est celui de {known.name}{NBSP}: vérifiez.", known.insee, found)
    return made(OK, code=known.insee, found=found)


def _zones_of(columns: _Columns, cells: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The zones of a line, and the first word that is none."""
    found: dict[str, None] = {}
    for part in re.split(r"[,;/+]| et ", _cell(cells, columns.zone)):
        words = fold(part)
        if words in _NO:
            continue
        if words not in columns.codes:
            return (), part.strip()
        found[columns.codes[words]] = None
    for rank, code in columns.flags.items():
        words = fold(_cell(cells, rank))
        if words in _YES or columns.codes.get(words) == code:
            found[code] = None
        elif words not in _NO:
            return (), _cell(cells, rank)
    return tuple(found), ""


def _code_of(text: str) -> str | None:
    """An INSEE code as typed; « 1004 » is « 01004 », whose zero a spreadsheet ate."""
    code = re.sub(r"\s", "", text).upper()
    if re.fullmatch(r"\d{4}", code):
        code = f"0{code}"
    return code if re.fullmatch(r"\d{5}|2[AB]\d{3}", code) else None


def _cell(cells: Sequence[str], rank: int | None) -> str:
    return cells[rank].strip() if rank is not None and rank < len(cells) else ""


def _first(titles: Sequence[str], known: frozenset[str]) -> int | None:
    return next((rank for rank, title in enumerate(titles) if title in known), None)


def _likeliest(lines: Sequence[tuple[int, Sequence[str]]], fits: Callable[[str], bool]) -> int | None:
    """The column that fits best, when most of its cells do."""
    width = max((len(cells) for _n, cells in lines), default=0)
    for rank in range(width):
        filled = [cell for cell in _column(lines, rank) if cell]
        if filled and sum(fits(cell) for cell in filled) * 2 > len(filled):
            return rank
    return None


def _column(lines: Sequence[tuple[int, Sequence[str]]], rank: int) -> Iterator[str]:
    return (_cell(cells, rank) for _number, cells in lines)

"""One line of the file to one person, or to the reasons why not. Pure: what the base knows is given."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

from elans_desktop.core import clock
from elans_desktop.core.formats import age, date_short
from elans_desktop.core.formulas import plain
from elans_desktop.core.parsing import Unreadable
from elans_desktop.core.text import fold, list_name
from elans_desktop.services.imports import names as people_names
from elans_desktop.services.imports import nearby, people_dates
from elans_desktop.services.imports.columns import ColumnMapping, without_nir
from elans_desktop.services.imports.context import Known
from elans_desktop.services.imports.names import Names
from elans_desktop.services.imports.tables import RawRow, RawTable, typeset
from elans_desktop.services.imports.targets import BY_CODE, NAMES, TARGETS
from elans_desktop.services.imports.values import Read, is_empty, read_value
from elans_desktop.services.organisation import communes
from elans_desktop.services.participants.participants import ParticipantInput

Corrections = Mapping[tuple[int, str], str]
"""What the person typed in place of a cell: (line, target code) → text."""

_NO_NAME = "Ni nom ni prénom : écrivez au moins l’un des deux."
_FILLED = (
    "civility sex nationality address domiciliation postcode insee phone sms_accepted email contact_person "
    "reachable_referent notes zone information_given_on information_given_by"
).split()
_YOUNGEST = 14
_CEDEX = re.compile(r"\s+cedex\b.*$|\s*\(\d[\dAB]\d?\)$|\s+\d{1,2}\s?(?:e|er|[èe]me)?(?: arr.*)?$", re.I)


@dataclass(frozen=True)
class PlannedPerson:
    """A person to create: identity, and what opens a first contact or a pathway."""

    line: int
    input: ParticipantInput
    first_contact_on: date | None = None
    mode_code: str | None = None
    oriented_by: str = field(default="", repr=False)
    oriented_by_id: uuid.UUID | None = None
    entry_on: date | None = None
    referent_id: uuid.UUID | None = None
    exit_on: date | None = None
    exit_code: str | None = None

    @property
    def name(self) -> str:
        """« Bazin Lucie »."""
        return list_name(self.input.last_name or self.input.birth_name, self.input.first_name)


@dataclass(frozen=True)
class Rejected:
    """One reason why a line is not imported; a line may have several."""

    line: int
    target: str
    column: str
    """« colonne D (Né le) »: letter and title."""
    message: str
    text: str = field(default="", repr=False)
    """What the cell says, to be corrected in place."""


@dataclass(frozen=True)
class Remark:
    """Something repaired or doubtful: the line is imported all the same."""

    line: int
    column: str
    message: str


@dataclass(frozen=True)
class LineReading:
    """What a line became: a person, or errors; `blank` when its useful cells are all empty."""

    person: PlannedPerson | None
    errors: tuple[Rejected, ...] = ()
    remarks: tuple[Remark, ...] = ()
    blank: bool = False


class LineReader:
    """Reads the lines of one table under one mapping; the same cell is converted once."""

    def __init__(self, table: RawTable, mapping: ColumnMapping, known: Known) -> None:
        self._table = table
        self._known = known
        self._columns = {t.code: cols for t in TARGETS if (cols := mapping.columns_of(t.code))}
        self._read: dict[tuple[str, str], Read | Unreadable] = {}
        self._places: dict[tuple[str, str], tuple[str, str, str, str]] = {}
        self._near = (*known.near, nearby.of_list(self._addresses()))

    def _addresses(self) -> Iterator[tuple[str, str]]:
        for row in self._table.rows:
            commune, postcode = (
                self._text(row, code) if code in self._columns else "" for code in ("commune", "postcode")
            )
            yield commune, postcode

    def column(self, target: str) -> str:
        """How errors name the column of a target."""
        columns = self._columns.get(target)
        return self._table.title(columns[0]) if columns else f"« {BY_CODE[target].label} »"

    def read(self, row: RawRow, corrections: Corrections) -> LineReading:
        """What one line says."""
        cells = {code: text for code in self._columns if (text := self._text(row, code))}
        errors: list[Rejected] = []
        remarks: list[Remark] = []
        note = partial(self._remark, remarks, row.line)
        for target in BY_CODE:
            typed = corrections.get((row.line, target))
            if typed is not None:
                cells.pop(target, None)
                if typed.strip():
                    cells[target] = typed
        if not any(cells.values()):
            return LineReading(None, blank=True)
        for code, text in cells.items():
            cells[code] = text = plain(text)
            if len(text) > 14 and (kept := without_nir(text)) != text:
                cells[code] = kept
                note(code, "Un numéro de sécurité sociale a été écarté (décret n°\u00a02019-341).")
        named = read_names(cells, note)
        values: dict[str, Any] = {}
        asides: list[str] = []
        for code, text in cells.items():
            target = BY_CODE[code]
            if code in NAMES:
                continue
            read = self._value(target.kind, text)
            if isinstance(read, Unreadable):
                errors.append(Rejected(row.line, code, self.column(code), typeset(str(read)), text))
                continue
            values[code] = read.value
            if read.remark:
                note(code, read.remark)
            if read.aside:
                asides.append(read.aside)
        errors = [*self._name_errors(row.line, cells, named), *errors]
        for code, sentence in people_dates.problems(values, self._known.exits).items():
            errors.append(Rejected(row.line, code, self.column(code), typeset(sentence), cells.get(code, "")))
        if errors:
            return LineReading(None, tuple(errors), tuple(remarks))
        return LineReading(self._person(row.line, named, values, asides, note), (), tuple(remarks))

    def _text(self, row: RawRow, code: str) -> str:
        columns = self._columns[code]
        if len(columns) == 1:
            return row.cells[columns[0]]
        kept = dict.fromkeys(row.cells[i] for i in columns if not is_empty(row.cells[i]))
        return (BY_CODE[code].joins or " ").join(kept)

    def _remark(self, remarks: list[Remark], line: int, code: str, message: str) -> None:
        remarks.append(Remark(line, self.column(code), typeset(message)))

    def _value(self, kind: str, text: str) -> Read | Unreadable:
        key = (kind, text)
        found = self._read.get(key)
        if found is None:
            try:
                found = read_value(kind, text)
            except Unreadable as problem:
                found = problem
            self._read[key] = found
        return found

    def _name_errors(self, line: int, cells: Mapping[str, str], named: Names) -> list[Rejected]:
        code = next((name for name in NAMES if name in self._columns), "last_name")
        parts = {"last_name": named.last_name, "birth_name": named.birth_name, "first_name": named.first_name}
        message = ""
        if not any(parts.values()):
            message = _NO_NAME
        elif not any(letter.isalpha() for part in parts.values() for letter in part):
            message = "Ce nom ne contient aucune lettre."
        elif any(len(part) > 200 for part in parts.values()):
            message = "Ce nom dépasse 200 lettres."
        elif re.match(r"total\b", fold(named.last_name)) and not named.first_name.strip("0123456789 :"):
            message = "Cette ligne ressemble à un total, pas à une personne."
        if not message:
            return []
        return [Rejected(line, code, self.column(code), typeset(message), cells.get(code, ""))]

    def _person(
        self,
        line: int,
        named: Names,
        values: dict[str, Any],
        asides: list[str],
        note: Callable[[str, str], None],
    ) -> PlannedPerson:
        filled = {name: values[name] for name in _FILLED if name in values}
        if spoken := values.get("language"):
            filled["language"] = self._known.languages.get(fold(spoken), spoken)
        filled["civility"] = filled.get("civility") or named.civility
        if not filled.get("sex"):
            filled["sex"] = {"madame": "femme", "monsieur": "homme"}.get(filled["civility"] or "")
        born: date | None = values.get("birth_date")
        if born and age(born, clock.today()) < _YOUNGEST:
            note("birth_date", f"Cette date donne moins de {_YOUNGEST}\u00a0ans : à vérifier.")
        if values.get("commune") or filled.get("insee"):
            place = self._place(
                values.get("commune", ""), filled.get("postcode", ""), filled.get("insee", "")
            )
            filled |= dict(zip(("commune", "postcode", "insee"), place[:3], strict=True))
            if place[3]:
                note("commune" if values.get("commune") else "insee", place[3])
        extras = self._extras(values, asides, note)
        if asides:
            filled["notes"] = "\n".join([part for part in (filled.get("notes", ""), *asides) if part])
        identity = ParticipantInput(
            last_name=named.last_name,
            birth_name=named.birth_name,
            first_name=named.first_name,
            birth_date=born,
            **filled,
        )
        return PlannedPerson(line, identity, **extras)

    def _extras(
        self, values: Mapping[str, Any], asides: list[str], note: Callable[[str, str], None]
    ) -> dict[str, Any]:
        """First contact and pathway; what cannot be linked is written in the notes, with a remark."""
        known = self._known
        contact_on, entry_on = values.get("first_contact_on"), values.get("entry_on")
        mode, referent, oriented = (
            values.get(c) or "" for c in ("detection_mode", "referent", "oriented_by")
        )
        extras: dict[str, Any] = {"first_contact_on": contact_on}
        mode_code = _listed(mode, known.modes)
        if mode and (mode_code is None or contact_on is None):
            asides.append(typeset(f"Repérage : {mode}"))
            if mode_code is None:
                note(
                    "detection_mode",
                    "Ce mode de repérage n’est pas dans la liste : il est noté dans les remarques.",
                )
        extras["mode_code"] = mode_code if contact_on else None
        self._exit(values, extras, asides, note)
        if known.agreement_id is None:
            if entry_on:
                asides.append(typeset(f"Entrée : {date_short(entry_on)}"))
                note("entry_on", "Sans convention choisie, la date d’entrée est notée dans les remarques.")
            if referent:
                asides.append(typeset(f"Référent : {referent}"))
            if oriented and not contact_on:
                asides.append(typeset(f"Orienté par : {oriented}"))
        else:
            extras["entry_on"] = entry_on
            extras["referent_id"] = known.referents.get(_without_title(referent)) if referent else None
            if referent and extras["referent_id"] is None:
                asides.append(typeset(f"Référent : {referent}"))
                note("referent", "Ce référent n’est pas dans le classeur : il est noté dans les remarques.")
        extras["oriented_by"] = oriented
        extras["oriented_by_id"] = known.structures.get(fold(oriented)) if oriented else None
        return extras

    def _exit(
        self,
        values: Mapping[str, Any],
        extras: dict[str, Any],
        asides: list[str],
        note: Callable[[str, str], None],
    ) -> None:
        """The exit of the pathway when its date and its reason are known; else the notes keep it."""
        exit_on, reason = values.get("exit_on"), values.get("exit_reason") or ""
        if not exit_on and not reason:
            return
        code = people_dates.exit_code(reason, self._known.exits)
        if exit_on and code and self._known.agreement_id is not None:
            extras |= {"exit_on": exit_on, "exit_code": code}
            return
        asides.append(
            typeset(f"Sortie : {', '.join(filter(None, (exit_on and date_short(exit_on), reason)))}")
        )
        if self._known.agreement_id is None:
            why = "Sans convention choisie, la sortie est notée dans les remarques."
        elif not exit_on:
            why = "Ce motif n’a pas de date de sortie : il est noté dans les remarques."
        elif reason:
            why = "Ce motif de sortie n’est pas dans la liste : la sortie est notée dans les remarques."
        else:
            why = "Cette sortie n’a pas de motif : elle est notée dans les remarques."
        note("exit_on" if exit_on else "exit_reason", why)

    def _place(self, commune: str, postcode: str, insee: str) -> tuple[str, str, str, str]:
        """Commune, postcode and INSEE code completed from the table of communes, and a remark."""
        key = (commune, f"{postcode}|{insee}")
        found = self._places.get(key)
        if found is None:
            found = self._places[key] = locate(commune, postcode, insee, self._near)
        return found


def read_names(cells: Mapping[str, str], note: Callable[[str, str], None]) -> Names:
    """The names of a line, whichever columns give them; `note(target, sentence)` says what is doubtful."""
    named = people_names.last_name(cells.get("last_name", ""))
    if birth := people_names.last_name(cells.get("birth_name", "")).last_name:
        named = replace(named, birth_name=birth)
    if first := people_names.first_name(cells.get("first_name", "")):
        named = replace(named, first_name=first)
    for code in ("full_name", "full_name_first"):
        if text := cells.get(code):
            whole = people_names.full_name(text, first_name_first=code == "full_name_first")
            if whole.guessed and not named.last_name:
                note(code, "Le nom et le prénom ont été séparés sans certitude : à vérifier.")
            named = Names(
                named.last_name or whole.last_name,
                named.birth_name or whole.birth_name,
                named.first_name or whole.first_name,
                named.civility or whole.civility,
            )
    return named


def locate(commune: str, postcode: str, insee: str, near: nearby.Nearness = ()) -> tuple[str, str, str, str]:
    """Commune, postcode and INSEE code completed from the table of communes, and a remark or "".

    A former commune keeps the name typed and takes the code of today, with a remark. Among homonyms, the one
    of the nearest département (`near`) is meant. Unknown or still ambiguous, the text typed is kept.
    """
    if match := re.fullmatch(r"(?:F-)?(\d{5})[\s,]+(.+)", commune):
        postcode, commune = postcode or match[1], match[2]
    elif match := re.fullmatch(r"(.+?)[\s,]+\(?(\d{5})\)?", commune):
        postcode, commune = postcode or match[2], match[1]
    if insee and (place := communes.by_insee(insee)):
        return (
            commune or place.name,
            postcode or _only(place.postcodes),
            place.insee,
            _renamed(place, commune),
        )
    if not commune:
        return commune, postcode, insee, "Ce code INSEE n’est pas dans la table des communes."
    places = communes.named(commune, postcode) or communes.named(_CEDEX.sub("", commune), postcode)
    if not places and postcode:
        homonyms = communes.named(commune) or communes.named(_CEDEX.sub("", commune))
        places = tuple(p for p in homonyms if p.department_code[:2] == postcode[:2])
        if not places and homonyms:
            return commune, postcode, insee, "La commune et le code postal ne vont pas ensemble : à vérifier."
    if not places:
        return commune, postcode, insee, "Commune inconnue : le texte est gardé tel quel."
    place = nearby.nearest(places, near)
    if place is None and near and not postcode:  # « Vire », in the Calvados, is not the one of Saône-et-Loire
        place = nearby.nearest(communes.formerly(commune), near)
    if place is None and len(places) == 1:
        place = places[0]
    if place is None:
        return commune, postcode, insee, "Plusieurs communes portent ce nom : précisez le code postal."
    if postcode and postcode[:2] != place.department_code[:2] and postcode not in place.postcodes:
        return commune, postcode, insee, "La commune et le code postal ne vont pas ensemble : à vérifier."
    name = commune if place.former_name else place.name
    return name, postcode or _only(place.postcodes), place.insee, _renamed(place, name)


def _renamed(place: communes.Commune, typed: str) -> str:
    """What is said of a commune found by the name or the code of one that joined it."""
    if not place.former_name:
        return ""
    kept = " : le nom écrit est gardé" if typed else ""
    return f"{place.former_name} est aujourd’hui {place.name} ({place.department_code}){kept}."


def _only(codes: tuple[str, ...]) -> str:
    return codes[0] if len(codes) == 1 else ""


def _listed(text: str, labels: Mapping[str, str]) -> str | None:
    """The code of a label: the same words, or the only label that begins with them."""
    key = fold(text)
    if not key:
        return None
    if key in labels:
        return labels[key]
    near = {code for label, code in labels.items() if key in label.split() or label.startswith(key)}
    return near.pop() if len(near) == 1 else None


def _without_title(text: str) -> str:
    return fold(re.sub(r"^(?:M\.|Mr|Mme|Mlle|Monsieur|Madame)\s+", "", text, flags=re.I))

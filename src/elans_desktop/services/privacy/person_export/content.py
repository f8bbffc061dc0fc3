"""The same for programs: JSON with stable keys. `FORMAT_NOTE` describes it, inside the archive itself.

Keys of tables and columns are those of the classeur and do not change with the words on screen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from elans_desktop.core import clock
from elans_desktop.models.base import Base
from elans_desktop.services.history.history_tables import TableWords
from elans_desktop.services.privacy.person_export.reading import Gathered
from elans_desktop.services.privacy.person_export.tables import INSTANTS, LINKS, OMITTED, PARENTS, WORDS
from elans_desktop.services.privacy.person_export.telling import Telling, Told, iso
from elans_desktop.services.privacy.person_export.trail import Access, Correction, Issued

FORMAT, VERSION = "elans-personne", 1
FORMAT_NOTE = {
    "dates": "AAAA-MM-JJ (ISO 8601)",
    "instants": "AAAA-MM-JJThh:mm:ss et décalage (ISO 8601)",
    "durees": "minutes (unité « minutes » de la colonne)",
    "heures": "minutes depuis minuit (unité « minutes du jour »)",
    "montants": "centimes d’euro (unité « centimes »)",
    "identifiants": "32 chiffres hexadécimaux ; « references » dit ce que désignent ceux d’hors du dossier",
    "mots": "la valeur telle qu’on la lit en français, quand elle diffère de la valeur brute",
}


def document(
    gathered: Gathered,
    telling: Telling,
    corrections: Sequence[Correction],
    accesses: Sequence[Access],
    issued: Sequence[Issued],
    *,
    organisation: str,
    made_by: str,
    files: Mapping[str, str],
) -> dict[str, Any]:
    """Ready for `json.dumps`. `files`: the path in the archive of each fingerprint of a file."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "fait_le": iso(clock.now_ms()),
        "fait_par": made_by,
        "organisme": organisation,
        "lecture": FORMAT_NOTE,
        "dossiers": [one.hex for one in gathered.files],
        "non_communique": [
            {"quoi": one.what, "nombre": one.many, "pourquoi": one.why} for one in gathered.left_out
        ],
        "hors_export": dict(OMITTED),
        "tables": {table: _table(words, gathered, telling, files) for table, words in WORDS.items()},
        "references": {
            row_id.hex: {"table": found.table, "titre": found.title, **found.more}
            for row_id, found in telling.references.items()
        },
        "rectifications": [
            {
                "le": iso(one.at),
                "par": one.who,
                "nature": one.action,
                "quoi": one.what,
                "champ": one.name,
                "avant": one.old,
                "apres": one.new,
            }
            for one in corrections
        ],
        "consultations": [{"le": iso(one.at), "par": one.who, "acte": one.action} for one in accesses],
        "documents": [
            {"le": iso(one.at), "par": one.who, "cle": one.key, "numero": one.number, "empreinte": one.sha256}
            for one in issued
        ],
    }


def _table(
    words: TableWords, gathered: Gathered, telling: Telling, files: Mapping[str, str]
) -> dict[str, Any]:
    table = words.table
    return {
        "titre": words.title,
        "colonnes": {name: _column(words, name, label) for name, label in words.fields.items()},
        "lignes": [_row(table, row, telling, files) for row in gathered.rows.get(table, ())],
    }


def _column(words: TableWords, name: str, label: str) -> dict[str, str]:
    unit = (
        "minutes du jour"
        if name in words.hours
        else "minutes"
        if name in words.durations
        else "centimes"
        if name in words.money
        else "instant"
        if (words.table, name) in INSTANTS
        else "date"
        if words.is_date(name)
        else ""
    )
    return {"titre": label, "unite": unit} if unit else {"titre": label}


def _row(table: str, row: Any, telling: Telling, files: Mapping[str, str]) -> dict[str, Any]:
    names = Base.metadata.tables[table].columns.keys()
    parents = {name for name in names if name in PARENTS or LINKS.get(table) == name}
    told = telling.columns(table, row)
    made: dict[str, Any] = {"id": row.id.hex}
    made |= {name: value.hex for name in sorted(parents) if (value := getattr(row, name)) is not None}
    made |= {one.name: one.value for one in told}
    if said := {one.name: one.words for one in told if _differs(one)}:
        made["mots"] = said
    fingerprint: str | None = getattr(row, "sha256", None)
    if fingerprint and fingerprint in files:
        made["fichier"] = files[fingerprint]
    return made


def _differs(told: Told) -> bool:
    return bool(told.words) and not isinstance(told.value, bool) and told.words != str(told.value)

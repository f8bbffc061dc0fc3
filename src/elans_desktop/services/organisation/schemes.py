"""Schemes (« dispositifs »): ELAN’S, O2R, Personnalisé; their words, instances and ceilings are data."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError
from elans_desktop.core.resources import read_json
from elans_desktop.models.organisation import Scheme
from elans_desktop.services.contact_fields import tidy
from elans_desktop.services.kept import existing
from elans_desktop.services.permissions import Right, require


@dataclass(frozen=True, slots=True)
class SchemeView:
    """A scheme of the classeur; `options` are the columns of `schemes.json`: vocabulary, bodies, ceilings…"""

    id: uuid.UUID
    code: str
    label: str
    long_label: str
    options: Mapping[str, Any] = field(repr=False)
    archived: bool = False

    def word(self, key: str) -> str:
        """A word of the scheme's vocabulary: `participant`, `members`, `agreement`…; else that of O2R."""
        own: Mapping[str, str] = self.options.get("vocabulary", {})
        return str(own.get(key) or preset("o2r")["vocabulary"].get(key, key))

    @property
    def briques_required(self) -> bool:
        """Whether an activity must belong to a brique."""
        return bool(self.options.get("briques_required", True))

    @property
    def limits_pathways(self) -> bool:
        """Whether a pathway may last so many months only (`pathway_limits` says how many)."""
        return self.options.get("pathway", preset("o2r")["pathway"]).get("max_months") is not None


def rows(session: Session) -> tuple[SchemeView, ...]:
    """The schemes of the classeur, shipped order."""
    found = [scheme_view(row) for row in session.scalars(select(Scheme))]
    return tuple(sorted(found, key=lambda s: (s.options.get("position", 99), s.label)))


def preset_labels() -> dict[str, str]:
    """Code and label of each shipped preset: o2r, elans, personnalise."""
    return {row["code"]: row["label"] for row in read_json("reference/schemes.json")["rows"]}


@cache
def preset(code: str) -> Mapping[str, Any]:
    """A shipped preset, whole. Raises KeyError."""
    found: Mapping[str, Mapping[str, Any]] = {
        row["code"]: row for row in read_json("reference/schemes.json")["rows"]
    }
    return found[code]


def ensure(session: Session, code: str) -> uuid.UUID:
    """Bring a shipped preset into the classeur; what was changed in one already there stays. KeyError."""
    shipped = preset(code)
    if session.get(Scheme, Scheme.key(code)) is None:
        options = {key: value for key, value in shipped.items() if key not in ("code", "label")}
        scheme = Scheme(
            id=Scheme.key(code), code=code, label=shipped["label"], options=options, archived_on=None
        )
        session.add(scheme)
        session.flush()
    return Scheme.key(code)


def add(session: Session, code: str) -> uuid.UUID:
    """Bring another shipped preset into the classeur, from the settings."""
    require(session, Right.ADMINISTER)
    return ensure(session, code)


def rename(session: Session, scheme_id: uuid.UUID, label: str, words: Mapping[str, str]) -> None:
    """Give a scheme its name and its vocabulary (`words`: key → French word). Raises InputError."""
    require(session, Right.ADMINISTER)
    scheme = existing(session, Scheme, scheme_id, "Ce dispositif n’existe plus.")
    if not tidy(label):
        raise InputError({"label": "Écrivez le nom du dispositif."})
    vocabulary = dict(scheme.options.get("vocabulary", {}))
    vocabulary.update({key: tidy(word) for key, word in words.items() if tidy(word)})
    scheme.label = tidy(label)
    scheme.options = {**scheme.options, "vocabulary": vocabulary}


def scheme_view(scheme: Scheme) -> SchemeView:
    """The frozen view of a row."""
    return SchemeView(
        id=scheme.id,
        code=scheme.code,
        label=scheme.label,
        long_label=str(scheme.options.get("long_label", scheme.label)),
        options=scheme.options,
        archived=scheme.archived_on is not None,
    )

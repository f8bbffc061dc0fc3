"""Reference lists: shipped lines with a stable code, French labels that each organisation words its way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.core.text import fold, sort_key
from elans_desktop.models.organisation import ReferenceItem, Scheme
from elans_desktop.services.kept import existing
from elans_desktop.services.organisation.reference_lists import (
    DERIVED,
    FIXED,
    OF_SCHEME,
    ShippedItem,
    list_titles,
    shipped_items,
)
from elans_desktop.services.permissions import Right, require

_SHIPPED = "_shipped"
"""In `extra`: the label and the description as they were shipped, to know what the organisation changed."""


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A line of a list; `parent_code` names a line of the same list, or of its parent list."""

    code: str
    label: str
    parent_code: str | None
    extra: Mapping[str, Any]
    """Columns of that list only (`brique`, `sensitive`, `iae`…)."""
    description: str = ""
    position: int = 0
    active: bool = True
    shipped: bool = True
    """False for a line that the organisation added."""
    reworded: bool = False
    """The organisation gave it its own label."""


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """A list and what may be done with it."""

    code: str
    title: str
    count: int
    extensible: bool
    """Whether lines may be added or switched off; labels may always change."""


class Labels:
    """Labels of some lists, read once: `labels("domains", "sport")`, inactive lines included."""

    def __init__(self, found: Mapping[tuple[str, str], str]) -> None:
        self._found = found

    def __call__(self, list_code: str, code: str | None) -> str:
        """The label of a code; the code itself when nothing is known of it, "" for None."""
        return self._found.get((list_code, code), code) if code else ""


def items(session: Session, list_code: str, active_only: bool = True) -> tuple[ReferenceRow, ...]:
    """The lines of a list by position; two-level lists read better through `tree`."""
    query = select(ReferenceItem).where(ReferenceItem.list_code == list_code)
    if active_only:
        query = query.where(ReferenceItem.active)
    found = session.scalars(query).all()
    return tuple(_row(item) for item in sorted(found, key=lambda i: (i.position, sort_key(i.label))))


def tree(session: Session, list_code: str, active_only: bool = True) -> tuple[ReferenceRow, ...]:
    """The lines of a two-level list: each parent followed by its children."""
    rows = items(session, list_code, active_only)
    tops = [row for row in rows if row.parent_code is None]
    known = {row.code for row in tops}
    children = {code: [r for r in rows if r.parent_code == code] for code in known}
    orphans = [row for row in rows if row.parent_code is not None and row.parent_code not in known]
    return tuple(line for top in tops for line in (top, *children[top.code])) + tuple(orphans)


def label(session: Session, list_code: str, code: str | None) -> str:
    """The French label of one code; the code itself when nothing is known of it."""
    if not code:
        return ""
    item = session.get(ReferenceItem, ReferenceItem.key(list_code, code))
    return item.label if item else code


def labels(session: Session, *list_codes: str) -> Labels:
    """The labels of several lists in one read (tables, documents)."""
    query = select(ReferenceItem.list_code, ReferenceItem.code, ReferenceItem.label)
    query = query.where(ReferenceItem.list_code.in_(list_codes))
    return Labels({(list_code, code): text for list_code, code, text in session.execute(query)})


def lists(session: Session) -> tuple[ReferenceList, ...]:
    """Every list that may be edited, in the order of the settings; not those of a scheme that is not here."""
    counts: dict[str, int] = {}
    for list_code in session.scalars(select(ReferenceItem.list_code)):
        counts[list_code] = counts.get(list_code, 0) + 1
    known = set(session.scalars(select(Scheme.code)))
    return tuple(
        ReferenceList(code, title, counts[code], code not in FIXED)
        for code, title in list_titles().items()
        if code in counts and code not in DERIVED and (code not in OF_SCHEME or OF_SCHEME[code] in known)
    )


def ensure_reference(session: Session) -> int:
    """Bring the shipped lists into the classeur; returns how many lines were added or brought up to date.

    Called at creation and after an update of the program. What the organisation changed stays: a label or a
    description it worded, the order, the lines it switched off. A line no longer shipped stays too.
    """
    known = {item.id: item for item in session.scalars(select(ReferenceItem))}
    touched = 0
    for shipped in shipped_items():
        item_id = ReferenceItem.key(shipped.list_code, shipped.code)
        item = known.get(item_id)
        if item is None:
            session.add(_new_item(shipped))
            touched += 1
        else:
            touched += _update(item, shipped)
    session.flush()
    return touched


def rename(session: Session, list_code: str, code: str, text: str, description: str | None = None) -> None:
    """Give a line the organisation's own words. Raises InputError, NotFoundError."""
    require(session, Right.ADMINISTER)
    item = _existing(session, list_code, code)
    item.label = _checked_label(session, list_code, text, item.parent_code, but=code)
    if description is not None:
        item.description = description.strip()


def set_active(session: Session, list_code: str, code: str, active: bool) -> None:
    """Offer a line again, or no longer; what was recorded with it keeps its label. Raises RuleError."""
    require(session, Right.ADMINISTER)
    item = _existing(session, list_code, code)
    if not active and list_code in FIXED:
        raise RuleError(
            "Cette ligne sert aux calculs du programme\u00a0: elle ne peut pas être retirée.",
            "Vous pouvez en changer le libellé.",
        )
    item.active = active


def move(session: Session, list_code: str, code: str, step: int) -> None:
    """Move a line up (`step` -1) or down (1) among the lines of the same parent."""
    require(session, Right.ADMINISTER)
    parent = _existing(session, list_code, code).parent_code
    query = select(ReferenceItem).where(ReferenceItem.list_code == list_code)
    siblings = [item for item in session.scalars(query) if item.parent_code == parent]
    siblings.sort(key=lambda i: (i.position, sort_key(i.label)))
    rank = next(index for index, item in enumerate(siblings) if item.code == code)
    target = max(0, min(len(siblings) - 1, rank + step))
    siblings.insert(target, siblings.pop(rank))
    for position, item in enumerate(siblings, start=1):
        item.position = position


def add(
    session: Session,
    list_code: str,
    text: str,
    *,
    parent_code: str | None = None,
    extra: Mapping[str, Any] | None = None,
) -> str:
    """Add a line at the end of a list, or under a parent; returns its code.

    The code comes from the words, so that the same line added on two laptops is one line. A child takes the
    columns of its parent (brique…). Raises InputError, RuleError, NotFoundError.
    """
    require(session, Right.ADMINISTER)
    if list_code in FIXED or list_code not in list_titles():
        raise RuleError("On ne peut pas ajouter de ligne à cette liste.")
    checked = _checked_label(session, list_code, text, parent_code)
    query = select(ReferenceItem).where(ReferenceItem.list_code == list_code)
    existing = {item.code: item for item in session.scalars(query)}
    columns: dict[str, Any] = {}
    if parent_code is not None:
        if list_code == "repere_criteria":
            _existing(session, "reperes", parent_code)
        else:
            parent = _existing(session, list_code, parent_code)
            columns = {key: value for key, value in parent.extra.items() if key != _SHIPPED}
    code = _free_code(checked, existing)
    ranks = [item.position for item in existing.values() if item.parent_code == parent_code]
    session.add(
        ReferenceItem(
            id=ReferenceItem.key(list_code, code),
            list_code=list_code,
            code=code,
            version=1,
            parent_code=parent_code,
            label=checked,
            description="",
            position=max(ranks, default=0) + 1,
            active=True,
            extra=columns | dict(extra or {}),
        )
    )
    session.flush()
    return code


def _row(item: ReferenceItem) -> ReferenceRow:
    return ReferenceRow(
        code=item.code,
        label=item.label,
        parent_code=item.parent_code,
        extra={key: value for key, value in item.extra.items() if key != _SHIPPED},
        description=item.description,
        position=item.position,
        active=item.active,
        shipped=_SHIPPED in item.extra,
        reworded=item.label != item.extra.get(_SHIPPED, [item.label])[0],
    )


def _new_item(shipped: ShippedItem) -> ReferenceItem:
    return ReferenceItem(
        id=ReferenceItem.key(shipped.list_code, shipped.code),
        list_code=shipped.list_code,
        code=shipped.code,
        version=1,
        parent_code=shipped.parent_code,
        label=shipped.label,
        description=shipped.description,
        position=shipped.position,
        active=True,
        extra=_shipped_extra(shipped),
    )


def _shipped_extra(shipped: ShippedItem) -> dict[str, Any]:
    return {**shipped.extra, _SHIPPED: [shipped.label, shipped.description]}


def _update(item: ReferenceItem, shipped: ShippedItem) -> bool:
    extra = _shipped_extra(shipped)
    if item.extra == extra and item.parent_code == shipped.parent_code:
        return False
    old_label, old_description = item.extra.get(_SHIPPED, (None, None))
    if item.label == old_label:
        item.label = shipped.label
    if item.description == old_description:
        item.description = shipped.description
    item.parent_code = shipped.parent_code
    item.extra = extra
    return True


def _existing(session: Session, list_code: str, code: str) -> ReferenceItem:
    return existing(
        session, ReferenceItem, ReferenceItem.key(list_code, code), "Cette ligne de la liste n’existe plus."
    )


def _checked_label(
    session: Session, list_code: str, text: str, parent_code: str | None, but: str | None = None
) -> str:
    words = " ".join(text.split())
    if not words:
        raise InputError({"label": "Écrivez un libellé."})
    if len(words) > 200:
        raise InputError({"label": "Ce libellé est trop long\u00a0: 200 lettres au plus."})
    query = select(ReferenceItem).where(ReferenceItem.list_code == list_code)
    for item in session.scalars(query):
        same_place = item.parent_code == parent_code and item.code != but
        if same_place and fold(item.label) == fold(words):
            hint = "" if item.active else " Elle est retirée\u00a0: remettez-la en service."
            raise InputError({"label": f"Cette ligne existe déjà dans la liste.{hint}"})
    return words


def _free_code(text: str, existing: Mapping[str, ReferenceItem]) -> str:
    stem = "x_" + (re.sub(r"[^a-z0-9]+", "_", fold(text)).strip("_")[:48] or "ligne")
    code, rank = stem, 1
    while code in existing:
        rank += 1
        code = f"{stem}_{rank}"
    return code

"""Lists that leave the program as CSV: UTF-8 with its BOM, semicolons, one line per person."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.formats import date_short
from elans_desktop.models.participants import Participant
from elans_desktop.services import identity_fields, participants, reference
from elans_desktop.services.pathway_status import STATUS_LABELS
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.reference import Labels
from elans_desktop.services.scope import EVERYTHING, Scope

BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_YES_NO = {True: "oui", False: "non", None: ""}


def export_participants(session: Session, scope: Scope = EVERYTHING, *, archived: bool = False) -> bytes:
    """Every identity field of the people of the scope, dossier number and status included.

    A text that a spreadsheet would run as a formula is preceded by an apostrophe. Raises PermissionDenied.
    """
    require(session, Right.IMPORT_EXPORT)
    shown = participants.rows(session, scope, archived=archived)
    people = {
        row[0]: row
        for row in session.execute(
            select(Participant.id, *(getattr(Participant, name) for name in identity_fields.TITLES))
        )
    }
    labels = reference.labels(session, *identity_fields.LISTS.values())
    lines = [["N° de dossier", *identity_fields.TITLES.values(), "Statut", "Référent de parcours"]]
    for row in shown:
        identity = [
            _text(name, value, labels)
            for name, value in zip(identity_fields.TITLES, people[row.id][1:], strict=True)
        ]
        lines.append([row.number, *identity, STATUS_LABELS[row.status], row.referent])
    return to_csv(lines)


def to_csv(lines: list[list[str]]) -> bytes:
    """Lines of texts as CSV bytes: UTF-8 with BOM, semicolons, CRLF, formulas neutralised."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerows([neutral(text) for text in line] for line in lines)
    return (BOM + stream.getvalue()).encode()


def neutral(text: str) -> str:
    """The text, preceded by an apostrophe when a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _text(name: str, value: Any, labels: Labels) -> str:
    shown: dict[str, Callable[[Any], str]] = {
        "sms_accepted": lambda v: _YES_NO[v],
        "birth_date": lambda v: date_short(v) if v else "",
        "information_given_on": lambda v: date_short(v) if v else "",
    }
    if name in shown:
        return shown[name](value)
    if name in identity_fields.LISTS:
        return labels(identity_fields.LISTS[name], value)
    return value.isoformat() if isinstance(value, date) else str(value or "")

"""Lists that leave the program, as tables: `documents/spreadsheets.py` writes them to a file."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.models.participants import Participant
from elans_desktop.services import identity_fields
from elans_desktop.services.organisation import reference
from elans_desktop.services.organisation.reference import Labels
from elans_desktop.services.participants import participants
from elans_desktop.services.pathways.pathway_status import STATUS_LABELS
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.privacy import person_requests
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.services.tabular import Column, Kind, Table, Value

_KINDS = {
    "birth_date": Kind.DAY,
    "information_given_on": Kind.DAY,
    "sms_accepted": Kind.YES_NO,
}


def export_participants(
    session: Session,
    scope: Scope = EVERYTHING,
    *,
    archived: bool = False,
    ids: Sequence[uuid.UUID] | None = None,
) -> Table:
    """Every identity field of the people of the scope, dossier number and status included. Who objects to
    it is left out, and counted in the remark.

    `ids`: these people alone, in this order, archived ones too. Raises PermissionDenied.
    """
    require(session, Right.IMPORT_EXPORT)
    shown = participants.rows(session, scope, archived=archived or ids is not None)
    if ids is not None:
        known = {row.id: row for row in shown}
        shown = [known[row_id] for row_id in ids if row_id in known]
    asked, opposed = len(shown), person_requests.opposed_to_sharing(session)
    shown = [row for row in shown if row.id not in opposed]
    people = {
        row[0]: row[1:]
        for row in session.execute(
            select(Participant.id, *(getattr(Participant, name) for name in identity_fields.TITLES))
        )
    }
    labels = reference.labels(session, *identity_fields.LISTS.values())
    columns = (
        Column("N° de dossier"),
        *(Column(title, _KINDS.get(name, Kind.TEXT)) for name, title in identity_fields.TITLES.items()),
        Column("Statut"),
        Column("Référent de parcours"),
    )
    lines = [
        (
            row.number,
            *(
                _value(name, value, labels)
                for name, value in zip(identity_fields.TITLES, people[row.id], strict=True)
            ),
            STATUS_LABELS[row.status],
            row.referent,
        )
        for row in shown
    ]
    remark = person_requests.left_out_words(asked - len(shown))
    return Table("Participants", columns, lines, remark=remark)


def _value(name: str, value: Any, labels: Labels) -> Value:
    if name in identity_fields.LISTS:
        return labels(identity_fields.LISTS[name], value)
    return value if value is None or isinstance(value, (bool, date)) else str(value)

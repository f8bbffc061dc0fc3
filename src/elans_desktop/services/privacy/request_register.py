"""The register of the requests as a table: what one shows when asked how the rights of people are kept."""

from __future__ import annotations

from sqlalchemy.orm import Session

from elans_desktop.services.permissions import Right, require
from elans_desktop.services.privacy import person_requests
from elans_desktop.services.privacy.person_requests import MEANS, OUTCOMES, RequestRow
from elans_desktop.services.tabular import Column, Kind, Line, Table

TITLE = "Demandes sur les données"
COLUMNS = (
    Column("N° de dossier"),
    Column("Droit"),
    Column("Reçue le", Kind.DAY),
    Column("Comment"),
    Column("Répondre avant le", Kind.DAY),
    Column("Délai prolongé", Kind.YES_NO),
    Column("Répondu le", Kind.DAY),
    Column("Réponse"),
    Column("Dans le délai", Kind.YES_NO),
)


def table(session: Session) -> Table:
    """Every request, by the number of its file: no name, no word of the person. Raises PermissionDenied."""
    require(session, Right.IMPORT_EXPORT)
    return Table(TITLE, COLUMNS, [_line(one) for one in person_requests.register(session)])


def _line(one: RequestRow) -> Line:
    typed = one.input
    in_time: bool | None = None if one.waits and not one.late else False
    if typed.answered_on is not None:
        in_time = typed.answered_on <= one.due_on
    return (
        one.number,
        one.kind,
        typed.received_on,
        MEANS.get(typed.means_code or "", ""),
        one.due_on,
        typed.extended,
        typed.answered_on,
        OUTCOMES.get(typed.outcome_code or "", ""),
        in_time,
    )

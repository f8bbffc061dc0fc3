"""Fiche de rectification: what was corrected in the file of a person, handed to them (RGPD, article 16)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, date_long, date_short
from elans_desktop.services.history import history_words
from elans_desktop.services.participants import merged_files, person_history
from elans_desktop.services.participants.paper_people import (
    PaperColumn,
    PaperFact,
    PaperFacts,
    PaperNote,
    PaperPart,
    PaperSection,
    PaperTable,
    PersonSheetView,
)
from elans_desktop.services.participants.person_history import ADDED, ERASED, REMOVED
from elans_desktop.services.participants.person_papers import people
from elans_desktop.services.participants.person_papers.people import Case
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.services.privacy import person_requests
from elans_desktop.services.privacy.person_export import trail
from elans_desktop.services.privacy.person_requests import RECTIFICATION, RequestRow
from elans_desktop.storage import history

TITLE = "Fiche de rectification"
_EVERYTHING = 1_000_000
_TABLES = frozenset(history_words.TABLES) - {"distinct_pair", "participant"}
_NOT_HERE = tuple(history_words.TABLES[table].title for table in ("private_note", "sensitive_record"))
"""Never on a sheet that passes from hand to hand."""


def prepare(session: Session, request: DocumentRequest) -> tuple[PersonSheetView, ...]:
    """One sheet for each person: what was corrected over the days asked; without days, since the last request
    of rectification, else ever.

    Raises RuleError, NotFoundError, PermissionDenied.
    """
    return tuple(_view(session, case, request) for case in people.gather(session, request))


def _view(session: Session, case: Case, request: DocumentRequest) -> PersonSheetView:
    asked = [
        one
        for one in person_requests.of_participant(session, case.id)
        if one.input.kind_code == RECTIFICATION
    ]
    last = asked[0] if asked else None
    start = request.start or (last.input.received_on if last and request.end is None else None)
    rows = corrections(session, case.id, start, request.end)
    return PersonSheetView(
        letterhead=case.letterhead,
        printed_at=clock.local_now(),
        title=TITLE,
        number=case.person.number,
        facts=PaperFacts(
            (
                (
                    PaperFact("Personne", case.paper_name, 97),
                    PaperFact("N° de dossier", case.person.number, 40),
                    PaperFact("Remise le", "", 40),
                ),
            )
        ),
        sections=(_words(case, start, request.end, last), _table(rows)),
    )


def corrections(
    session: Session, participant_id: uuid.UUID, start: date | None = None, end: date | None = None
) -> tuple[tuple[date, str, str, str], ...]:
    """What said something and says something else now, the latest first: day, field, before, after.

    Days are inclusive. What was cancelled since, private notes and the confidential block are not there.
    """
    found: list[tuple[date, str, str, str]] = []
    files = merged_files.with_joined(session, participant_id)
    rows = (key for one in files for key in history.family(session, "participant", one, among=_TABLES))
    own = frozenset(row_id for _table, row_id in rows)
    for one in files:
        for entry in person_history.of_participant(session, one, _EVERYTHING, own=own):
            day = entry.at.date()
            if entry.undone or entry.undoes or (start and day < start) or (end and day > end):
                continue
            found += [
                (day, f"{line.what}, {line.name}", line.old, line.new or "effacé")
                for line in entry.lines
                if line.old
                and line.name not in (ADDED, REMOVED, ERASED)
                and not line.what.startswith(_NOT_HERE)
                and not trail.names_another(line)
            ]
    return tuple(sorted(found, key=lambda line: line[0], reverse=True))


def _words(case: Case, start: date | None, end: date | None, last: RequestRow | None) -> PaperSection:
    since = f" depuis le {date_long(start)}" if start else ""
    until = f" jusqu’au {date_long(end)}" if end else ""
    text = (
        f"Voici ce qui a été corrigé dans votre dossier{since}{until}. "
        f"Si une information est encore fausse ou incomplète, dites-le{NBSP}: elle sera corrigée, ou l’on "
        f"vous répondra pourquoi, en un mois. {case.letterhead.organisation} prévient aussi ceux à qui "
        "l’information fausse avait été transmise."
    )
    parts: list[PaperPart] = [PaperNote("", text)]
    if last is not None and last.input.wording:
        received = last.input.received_on
        aside = f"reçue le {date_short(received)}" if received else ""
        parts.append(PaperNote("Votre demande", last.input.wording, aside, framed=True))
        if last.input.answer:
            parts.append(PaperNote("Ce qui vous a été répondu", last.input.answer))
    return PaperSection("Vos corrections", tuple(parts))


def _table(rows: Sequence[tuple[date, str, str, str]]) -> PaperSection:
    if not rows:
        return PaperSection("Ce qui a changé", (PaperNote("", "Aucune correction sur cette période."),))
    columns = (
        PaperColumn("Le", 25),
        PaperColumn("Information", 52, strong=True),
        PaperColumn("Avant", 50),
        PaperColumn("Après", 50),
    )
    lines = tuple((date_short(day), what, old, new) for day, what, old, new in rows)
    return PaperSection("Ce qui a changé", (PaperTable(columns, lines),))

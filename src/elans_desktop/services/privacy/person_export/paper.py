"""« Toutes les données de … »: what the person reads, section by section, nothing cut."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Date
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, count, date_long
from elans_desktop.models.base import Base, Row
from elans_desktop.models.participants import SituationChoice
from elans_desktop.services.paper import Letterhead
from elans_desktop.services.participants.paper_people import (
    PaperColumn,
    PaperFact,
    PaperFacts,
    PaperNote,
    PaperPart,
    PaperSection,
    PaperTable,
    PersonDataView,
)
from elans_desktop.services.participants.person_papers import people
from elans_desktop.services.participants.person_papers.people import Case
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.services.privacy.person_export import reading, trail
from elans_desktop.services.privacy.person_export.reading import Gathered
from elans_desktop.services.privacy.person_export.tables import GROUPS, PERSON, TECHNICAL, WORDS, Group
from elans_desktop.services.privacy.person_export.telling import Telling, Told, moment
from elans_desktop.services.privacy.person_export.trail import Access, Correction
from elans_desktop.storage import references

KEY = "donnees-personne"
"""Of the document in the catalogue."""
_SUBJECT = 90
"""Letters of what a row is about, at its head."""
_DATE, _SHORT, _LONG, _HALF_DAY = 25.0, 34.0, 66.0, 110.0


def prepare(session: Session, request: DocumentRequest) -> tuple[PersonDataView, ...]:
    """One document for each person; the variant says which private notes (`reading.NOTES`).

    Raises RuleError, NotFoundError, PermissionDenied.
    """
    cases = people.gather(session, request)
    notes = request.variant or reading.NONE
    views: list[PersonDataView] = []
    for case in cases:
        gathered = reading.gather(session, case.id, notes)
        telling = Telling(session, gathered)
        views.append(
            view(
                case,
                gathered,
                telling,
                trail.corrections(session, gathered, telling),
                trail.accesses(session, gathered),
                trail.issued(session, gathered),
            )
        )
    return tuple(views)


def view(
    case: Case,
    gathered: Gathered,
    telling: Telling,
    corrections: Sequence[Correction],
    accesses: Sequence[Access],
    issued: Sequence[trail.Issued],
    files: Mapping[str, str] | None = None,
) -> PersonDataView:
    """The document of one person, from what was read. `files`: where each attached file is in the archive."""
    sections = [
        _introduction(case.letterhead, gathered),
        *(_section(group, gathered, telling, files or {}) for group in GROUPS),
        _corrections(corrections),
        _accesses(accesses),
    ]
    born = PaperFact("Date de naissance", case.birth, 42)
    number = PaperFact("N° de dossier", case.person.number, 38)
    return PersonDataView(
        letterhead=case.letterhead,
        printed_at=clock.local_now(),
        title=f"Toutes les données de {case.name}",
        number=case.person.number,
        facts=PaperFacts(((PaperFact("Personne", case.paper_name, 97), born, number),)),
        sections=tuple(one for one in sections if one.parts),
        issued=tuple((moment(one.at), one.key, one.number, one.who) for one in issued),
    )


def _introduction(head: Letterhead, gathered: Gathered) -> PaperSection:
    text = (
        f"Voici ce qui est enregistré sur vous, au {date_long(clock.today())}, dans le logiciel de cet "
        f"organisme{NBSP}: {head.organisation}. Ce document vous est remis à votre demande (règlement "
        f"général sur la protection des données, articles 15 et 20).\n"
        f"Si quelque chose est faux ou ne devrait pas y être, dites-le ou écrivez-le{NBSP}: cela sera "
        f"corrigé, ou l’on vous répondra pourquoi, en un mois. Vous pouvez aussi vous adresser à la CNIL "
        f"(3 place de Fontenoy, 75007 Paris{NBSP}; cnil.fr)."
    )
    if len(gathered.files) > 1:
        others = count(len(gathered.files) - 1, "dossier a été réuni", "dossiers ont été réunis")
        text += f"\n{others} au vôtre{NBSP}: ce qu’ils contenaient est ici aussi."
    parts: list[PaperPart] = [PaperNote("", text)]
    if gathered.left_out:
        rows = tuple((one.what, str(one.many), one.why) for one in gathered.left_out)
        columns = (
            PaperColumn("Ce qui n’est pas dans ce document", 62, strong=True),
            PaperColumn("Nombre", 20, right=True),
            PaperColumn("Pourquoi", 95),
        )
        parts.append(PaperTable(columns, rows))
    return PaperSection("Ce que vous avez entre les mains", tuple(parts))


def _section(group: Group, gathered: Gathered, telling: Telling, files: Mapping[str, str]) -> PaperSection:
    rows = sorted(gathered.rows.get(group.table, ()), key=lambda row: _order(group.table, row, telling))
    if group.table == PERSON:
        rows = list(gathered.rows[PERSON])
    if not rows:
        return PaperSection(group.title, ())
    if group.columns:
        return PaperSection(group.title, (_list(group, rows, telling, files),), _many(rows))
    below = _below(group, gathered, telling)
    cards = tuple(_card(group.table, row, telling, below.get(row.id, ())) for row in rows)
    return PaperSection(group.title, cards, _many(rows))


def _many(rows: Sequence[Row]) -> str:
    return str(len(rows)) if len(rows) > 1 else ""


def _order(table: str, row: Row, telling: Telling) -> tuple[str, int]:
    """The first day of a row, or that of the half-day it is about; the answers of a situation by question."""
    if isinstance(row, SituationChoice):
        return row.list_code, 0
    for column in Base.metadata.tables[table].columns:
        value = getattr(row, column.name)
        if column.name in ("slot_id", "seance_id") and value in telling.references:
            about = telling.references[value].more
            return str(about.get("jour", "")), int(about.get("debut", 0))
        if isinstance(column.type, Date) and value is not None:
            return value.isoformat(), 0
    return "", 0


def _filled(table: str, row: Row, telling: Telling) -> list[Told]:
    """The columns that say something; a « non » says it where one could have left it blank."""
    hidden = TECHNICAL.get(table, frozenset())
    columns = Base.metadata.tables[table].columns
    return [
        told
        for told in telling.columns(table, row)
        if told.words and told.name not in hidden and (told.value is not False or columns[told.name].nullable)
    ]


def _card(table: str, row: Row, telling: Telling, below: Sequence[tuple[str, str]]) -> PaperTable:
    """A row told in full, under its title and what it is about."""
    subject = telling.subject(table, row)
    cut = len(subject) > _SUBJECT
    head = subject[: _SUBJECT - 1] + "…" if cut else subject
    columns = (PaperColumn(WORDS[table].title, 56), PaperColumn(head, 121))
    known = "" if cut else WORDS[table].subject
    lines = [(told.label, told.words) for told in _filled(table, row, telling) if told.name != known]
    return PaperTable(columns, (*lines, *below) or (("", ""),))


def _below(group: Group, gathered: Gathered, telling: Telling) -> dict[uuid.UUID, list[tuple[str, str]]]:
    """What hangs on each row, one line each: a brique, an action, an answer, a note."""
    found: dict[uuid.UUID, list[tuple[str, str]]] = {}
    for table in group.children:
        (parent,) = [name for name, target in references.parents(table).items() if target == group.table]
        words = WORDS[table]
        for row in sorted(gathered.rows.get(table, ()), key=lambda one: _order(table, one, telling)):
            told = [one for one in _filled(table, row, telling) if one.name != words.subject]
            if table == "situation_choice":
                label, told = told[-1].words[:1].upper() + told[-1].words[1:], told[:1]
            else:
                label = telling.subject(table, row) or words.title
            text = " · ".join(_short(one, whole=words.whole) for one in told)
            lines = found.setdefault(getattr(row, parent), [])
            if table == "situation_choice" and lines and lines[-1][0] == label:
                lines[-1] = (label, f"{lines[-1][1]}, {text[:1].lower()}{text[1:]}")
            else:
                lines.append((label, text))
    return found


def _short(told: Told, *, whole: bool) -> str:
    """« Échéance 12/12/2026 »; a « oui » is its label alone."""
    if told.value is True:
        return told.label
    return told.words if whole else f"{told.label} {told.words}"


def _list(group: Group, rows: Sequence[Row], telling: Telling, files: Mapping[str, str]) -> PaperTable:
    """Many short rows: the columns of the group, and all the rest in a last one."""
    words, lines = WORDS[group.table], list[tuple[str, ...]]()
    for row in rows:
        told = {one.name: one for one in _filled(group.table, row, telling)}
        cells = [told[name].words if name in told else "" for name in group.columns]
        rest = [f"{one.label}{NBSP}: {one.words}" for name, one in told.items() if name not in group.columns]
        if path := files.get(getattr(row, "sha256", "")):
            rest.insert(0, f"Fichier{NBSP}: {path}")
        lines.append((*cells, " · ".join(rest)))
    columns = [PaperColumn(words.fields[name], _share(group.table, name)) for name in group.columns]
    if any(line[-1] for line in lines):
        return PaperTable((*columns, PaperColumn("Précisions", _LONG)), tuple(lines))
    return PaperTable(tuple(columns), tuple(line[:-1] for line in lines))


def _share(table: str, name: str) -> float:
    if WORDS[table].is_date(name):
        return _DATE
    if name in ("slot_id", "seance_id"):
        return _HALF_DAY
    return _LONG if name in ("title", "name", "reason") else _SHORT


def _corrections(found: Iterable[Correction]) -> PaperSection:
    rows = tuple(
        (
            moment(one.at),
            one.who,
            f"{one.what}, {one.name or one.action}",
            one.old,
            one.new,
        )
        for one in found
        if one.action != "ajout" and (one.old or one.action != trail.CORRECTION)
    )
    columns = (
        PaperColumn("Le", 31),
        PaperColumn("Par", 28),
        PaperColumn("Ce qui a été changé", 44),
        PaperColumn("Avant", 37),
        PaperColumn("Après", 37),
    )
    table = (PaperTable(columns, rows),) if rows else ()
    return PaperSection("Rectifications", table, "la plus récente d’abord")


def _accesses(found: Sequence[Access]) -> PaperSection:
    rows = tuple((moment(one.at), one.who, one.action) for one in found)
    columns = (PaperColumn("Le", 40), PaperColumn("Par", 70), PaperColumn("Ce qui a été fait", 67))
    table = (PaperTable(columns, rows),) if rows else ()
    return PaperSection("Qui a consulté votre dossier", table, "gardé douze mois")

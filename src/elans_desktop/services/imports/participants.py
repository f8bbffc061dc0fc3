"""Import of participants: everything that would happen, said at once; then all of it, or nothing.

`plan` only reads. `apply` runs inside one write of the workspace, `workspace.write(label, kind="import")`,
with the label given by `operation_label`.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, count
from elans_desktop.models.participants import DetectionContact, Participant, Pathway
from elans_desktop.services import numbering
from elans_desktop.services.imports.columns import ColumnMapping
from elans_desktop.services.imports.context import Context, load_context
from elans_desktop.services.imports.people import (
    Corrections,
    LineReader,
    PlannedPerson,
    Rejected,
    Remark,
)
from elans_desktop.services.imports.people_writing import complete, contact, pathway, tells_of_pathway
from elans_desktop.services.imports.tables import Check, RawTable, stop_if, typeset
from elans_desktop.services.participants import likeness
from elans_desktop.services.participants.duplicates import WHILE_TYPING
from elans_desktop.services.participants.likeness import Index, Person
from elans_desktop.services.participants.participants import FIELDS
from elans_desktop.services.permissions import Right, require
from elans_desktop.storage.bulk import bulk_insert

Progress = Callable[[int, int], None]
"""`progress(done, total)`; may raise Cancelled."""

_STEP = 250


class Choice(Enum):
    """What to do with a line that looks like somebody already known."""

    SKIP = "skip"
    """Do not import the line (the default, and what a script does)."""
    CREATE = "create"
    """It is somebody else: create a new file."""
    COMPLETE = "complete"
    """It is the same person: fill what is empty in their file (only for a file of the base)."""


@dataclass(frozen=True)
class Twin:
    """A line that looks like a file of the base (`participant_id`) or an earlier line (`same_as_line`)."""

    person: PlannedPerson = field(repr=False)
    reason: str = field(repr=False)
    participant_id: uuid.UUID | None = None
    number: str = ""
    same_as_line: int | None = None

    @property
    def line(self) -> int:
        """The line of the file."""
        return self.person.line

    @property
    def message(self) -> str:
        """« Mêmes noms, même date de naissance : dossier 2026-A0031. »"""
        other = f"dossier {self.number}" if self.participant_id else f"ligne{NBSP}{self.same_as_line}"
        return f"{self.reason[:1].upper()}{self.reason[1:]}{NBSP}: {other}."


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do. Every filled line is ready, a twin, or rejected."""

    ready: tuple[PlannedPerson, ...] = field(repr=False)
    twins: tuple[Twin, ...] = field(repr=False)
    rejected: tuple[Rejected, ...]
    remarks: tuple[Remark, ...]
    file_remarks: tuple[str, ...]
    """About the whole file: columns left out or ignored, encoding, lines without data."""
    lines: int
    """Filled lines, blank ones not counted."""
    agreement_id: uuid.UUID | None = None

    @property
    def rejected_lines(self) -> tuple[int, ...]:
        """The lines not imported until corrected, each once."""
        return tuple(sorted({reason.line for reason in self.rejected}))


@dataclass(frozen=True)
class ImportResult:
    """What was written: files created, files completed, twins left out, lines rejected."""

    created: int
    completed: int
    twins: int
    rejected: int
    ids: tuple[uuid.UUID, ...] = ()


Decisions = Mapping[int, Choice]
"""Line of a twin → what to do with it; absent means SKIP."""


def plan(
    session: Session,
    table: RawTable,
    mapping: ColumnMapping,
    corrections: Corrections | None = None,
    *,
    agreement_id: uuid.UUID | None = None,
    cancelled: Check | None = None,
) -> ImportPlan:
    """Everything the import would do; nothing is written. Raises PermissionDenied, Cancelled."""
    return plan_from(load_context(session, agreement_id), table, mapping, corrections, cancelled=cancelled)


def plan_from(
    context: Context,
    table: RawTable,
    mapping: ColumnMapping,
    corrections: Corrections | None = None,
    *,
    ignored_lines: frozenset[int] = frozenset(),
    cancelled: Check | None = None,
) -> ImportPlan:
    """As `plan`, from a context already read: after each correction in the window.

    `corrections` gives the text typed in place of a cell, by (line, target code); `ignored_lines` are
    the lines the person takes out of the import.
    """
    reader = LineReader(table, mapping, context.known)
    ready: list[PlannedPerson] = []
    twins: list[Twin] = []
    rejected: list[Rejected] = []
    remarks: list[Remark] = []
    seen = Index()
    without_data: list[int] = []
    for rank, row in enumerate(table.rows):
        if rank % _STEP == 0:
            stop_if(cancelled)
        if row.line in ignored_lines:
            continue
        reading = reader.read(row, corrections or {})
        if reading.blank:
            without_data.append(row.line)
            continue
        rejected += reading.errors
        remarks += reading.remarks
        if reading.person is None:
            continue
        who = _as_compared(reading.person)
        twin = _twin(reading.person, who, context, seen)
        if twin is not None:
            twins.append(twin)
        else:
            ready.append(reading.person)
            remarks += _looks_like(reading.person, who, context, reader)
            seen.add(who)
    return ImportPlan(
        ready=tuple(ready),
        twins=tuple(twins),
        rejected=tuple(rejected),
        remarks=tuple(remarks),
        file_remarks=_file_remarks(table, mapping, without_data),
        lines=len(table.rows) - len(without_data) - sum(row.line in ignored_lines for row in table.rows),
        agreement_id=context.known.agreement_id,
    )


def _as_compared(person: PlannedPerson) -> Person:
    """A line, known by its number in the file."""
    typed = person.input
    return likeness.person(
        uuid.UUID(int=person.line),
        typed.last_name,
        typed.birth_name,
        typed.first_name,
        typed.birth_date,
        typed.phone,
    )


def _twin(person: PlannedPerson, who: Person, context: Context, seen: Index) -> Twin | None:
    """The file, or the earlier line, that is very likely of the same person."""
    for index in (context.index, seen):
        for other, alike in index.find(who):
            if not alike.strong:
                continue
            if index is seen:
                return Twin(person, alike.reason, same_as_line=other.id.int)
            return Twin(person, alike.reason, participant_id=other.id, number=context.numbers[other.id])
    return None


def _looks_like(person: PlannedPerson, who: Person, context: Context, reader: LineReader) -> Iterable[Remark]:
    """Said of a line that is imported all the same: somebody known may be the same person."""
    for other, alike in context.index.find(who):
        if alike.score >= WHILE_TYPING:
            number = context.numbers[other.id]
            message = f"Le dossier {number} est peut-être de la même personne ({alike.reason}) : à vérifier."
            return (Remark(person.line, reader.column("birth_date"), typeset(message)),)
    if other := context.index.namesake(who):
        message = (
            f"Le dossier {context.numbers[other.id]} porte les mêmes noms, avec une autre date : à vérifier."
        )
        return (Remark(person.line, reader.column("birth_date"), typeset(message)),)
    return ()


def _file_remarks(table: RawTable, mapping: ColumnMapping, without_data: list[int]) -> tuple[str, ...]:
    said = list(table.remarks)
    if not mapping.has_names:
        said.append("Aucune colonne ne donne le nom ou le prénom : dites laquelle.")
    said += [f"{_column(table, left.index)} : {left.reason}" for left in table.left_out]
    left_out = {left.index for left in table.left_out}
    ignored = [m for m in mapping.ignored if m.index not in left_out]
    said += [f"{_column(table, m.index)} : {m.remark}" for m in ignored if m.remark]
    titles = [m.title.replace("\n", " ") or f"colonne {m.letter}" for m in ignored if not m.remark]
    if titles:
        said.append(f"Colonnes non reprises : {', '.join(titles)}.")
    if without_data:
        lines = f"{count(len(without_data), 'ligne')} sans aucune donnée à reprendre"
        said.append(f"{lines} (la première : ligne{NBSP}{without_data[0]}) : non comptées.")
    return tuple(typeset(sentence) for sentence in said)


def _column(table: RawTable, index: int) -> str:
    title = table.title(index)
    return title[:1].upper() + title[1:]


def operation_label(import_plan: ImportPlan, decisions: Decisions | None = None) -> str:
    """« Import de 40 personnes »: what Ctrl+Z will say."""
    chosen = [t for t in import_plan.twins if (decisions or {}).get(t.line, Choice.SKIP) is not Choice.SKIP]
    return f"Import de {count(len(import_plan.ready) + len(chosen), 'personne')}"


def apply(
    session: Session,
    import_plan: ImportPlan,
    decisions: Decisions | None = None,
    progress: Progress | None = None,
    cancelled: Check | None = None,
) -> ImportResult:
    """Write the plan: files, first contacts, pathways, with dossier numbers in the order of the file.

    Rejected lines are left out, twins too unless decided otherwise. Raises Cancelled (the write must then
    be rolled back, which `workspace.write` does), PermissionDenied.
    """
    require(session, Right.IMPORT_EXPORT)
    decisions = decisions or {}
    wanted = {twin.line: decisions.get(twin.line, Choice.SKIP) for twin in import_plan.twins}
    new = [twin.person for twin in import_plan.twins if wanted[twin.line] is Choice.CREATE]
    people = sorted([*import_plan.ready, *new], key=lambda person: person.line)
    completed = [
        twin
        for twin in import_plan.twins
        if wanted[twin.line] is Choice.COMPLETE and twin.participant_id is not None
    ]
    total = len(people) + len(completed)
    numbers: list[str] = []
    if people:
        numbers = numbering.next_numbers(session, numbering.DOSSIER, clock.today().year, len(people))
    ids: list[uuid.UUID] = []
    for start in range(0, len(people), _STEP):
        stop_if(cancelled)
        if progress is not None:
            progress(start, total)
        batch = people[start : start + _STEP]
        ids += _insert(session, batch, numbers[start : start + _STEP], import_plan.agreement_id)
    for twin in completed:
        stop_if(cancelled)
        assert twin.participant_id is not None
        complete(session, twin.participant_id, twin.person, import_plan.agreement_id)
    session.flush()
    stop_if(cancelled)
    if progress is not None:
        progress(total, total)
    return ImportResult(
        created=len(people),
        completed=len(completed),
        twins=len(import_plan.twins) - len(new) - len(completed),
        rejected=len(import_plan.rejected_lines),
        ids=tuple(ids),
    )


def _insert(
    session: Session,
    people: Sequence[PlannedPerson],
    numbers: Sequence[str],
    agreement_id: uuid.UUID | None,
) -> list[uuid.UUID]:
    """New files, and the first contacts and pathways that their lines tell of."""
    files = [
        {"number": number, **{name: getattr(person.input, name) for name in FIELDS}}
        for person, number in zip(people, numbers, strict=True)
    ]
    ids = bulk_insert(session, Participant, files)
    pairs = list(zip(people, ids, strict=True))
    contacts = [contact(person, pid, agreement_id) for person, pid in pairs if person.first_contact_on]
    if contacts:
        bulk_insert(session, DetectionContact, contacts)
    if agreement_id is not None:
        pathways = [pathway(person, pid, agreement_id) for person, pid in pairs if tells_of_pathway(person)]
        if pathways:
            bulk_insert(session, Pathway, pathways)
    return ids


def preview(import_plan: ImportPlan) -> ImportResult:
    """The counts of a dry run: what `apply` would answer with no decision taken."""
    return ImportResult(len(import_plan.ready), 0, len(import_plan.twins), len(import_plan.rejected_lines))

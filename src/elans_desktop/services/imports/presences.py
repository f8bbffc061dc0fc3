"""Import of past presences: everything that would happen, said at once; then all of it, or nothing.

`plan` only reads. `apply` runs inside one write, `workspace.write(label, kind="import")`. What comes in is
« repris »: shown so everywhere, and never counted as proven by a validated sheet.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from elans_desktop.core.formats import NBSP, count
from elans_desktop.core.text import fold
from elans_desktop.services.imports import presence_questions as questions
from elans_desktop.services.imports.columns import ColumnMapping
from elans_desktop.services.imports.people import Corrections, Rejected, Remark
from elans_desktop.services.imports.presence_context import KnownSlot, PresenceContext
from elans_desktop.services.imports.presence_lines import PresenceLine, PresenceReader, Who
from elans_desktop.services.imports.presence_placing import HALF_DAYS, Placed, Range, SlotRef, place
from elans_desktop.services.imports.presence_questions import CREATE, SKIP, Answers, Question, Subject
from elans_desktop.services.imports.presence_values import AWAY
from elans_desktop.services.imports.tables import Check, RawRow, RawTable, stop_if, typeset
from elans_desktop.services.imports.targets import NAMES
from elans_desktop.services.presences.attendance import STATUSES

STEP = 250
NO_ACTIVITY = "Le fichier ne dit pas l’activité : choisissez-la."
CLOSED = "Ce mois est clos : rouvrez-le dans « Contrôle du mois », en disant pourquoi."

ActivityRef = uuid.UUID | str
"""An activity of the classeur, or the folded title of one to create."""
PersonRef = uuid.UUID | Who


@dataclass(frozen=True)
class Options:
    """What the file does not say."""

    activity: ActivityRef | None = None
    """That of every line, when no column says it: an activity, or a title."""
    half_days: Mapping[str, Range] = field(default_factory=lambda: dict(HALF_DAYS))


@dataclass(frozen=True, slots=True)
class PlannedPresence:
    """A presence to write. Minutes."""

    line: int
    person: PersonRef = field(repr=False)
    name: str = field(repr=False)
    activity: ActivityRef
    title: str
    day: date
    slot: SlotRef
    start: int
    end: int
    status: str
    late: int
    early: int
    comment: str = field(default="", repr=False)

    @property
    def realised(self) -> int:
        """Minutes present."""
        return self.end - self.start - self.late - self.early if self.status == "P" else 0


@dataclass(frozen=True)
class PresencePlan:
    """What an import would do. Every filled line is ready, already there, waiting, empty or rejected."""

    ready: tuple[PlannedPresence, ...] = field(repr=False)
    questions: tuple[Question, ...] = field(repr=False)
    rejected: tuple[Rejected, ...]
    remarks: tuple[Remark, ...]
    file_remarks: tuple[str, ...]
    known: int
    """Lines that say what the classeur already holds."""
    titles: Mapping[str, str]
    """Titles of the activities to create, by folded title."""
    briques: Mapping[str, str]
    """Their briques, when the file says them."""
    lines: int

    @property
    def rejected_lines(self) -> tuple[int, ...]:
        """The lines not imported until corrected, each once."""
        return tuple(sorted({reason.line for reason in self.rejected}))

    @property
    def waiting(self) -> int:
        """Lines that wait for an answer."""
        return len({line for question in self.questions for line in question.lines})

    @property
    def new_people(self) -> tuple[Who, ...]:
        """Files to create, in the order of the file."""
        return tuple(dict.fromkeys(one.person for one in self.ready if isinstance(one.person, Who)))

    @property
    def new_seances(self) -> tuple[tuple[ActivityRef, date], ...]:
        """Séances to create: an activity and a day."""
        made = {(one.activity, one.day) for one in self.ready if isinstance(one.slot, tuple)}
        return tuple(sorted(made, key=lambda one: (one[1], str(one[0]))))

    @property
    def new_activities(self) -> tuple[str, ...]:
        """Titles of the activities to create."""
        used = {one.activity for one in self.ready}
        return tuple(title for key, title in self.titles.items() if key in used)


def plan_from(
    context: PresenceContext,
    table: RawTable,
    mapping: ColumnMapping,
    corrections: Corrections | None = None,
    answers: Answers | None = None,
    options: Options | None = None,
    *,
    ignored_lines: frozenset[int] = frozenset(),
    cancelled: Check | None = None,
) -> PresencePlan:
    """Everything the import would do; nothing is written. Pure. Raises Cancelled."""
    work = _Plan(context, PresenceReader(table, mapping), answers or {}, options or Options())
    for rank, row in enumerate(table.rows):
        if rank % STEP == 0:
            stop_if(cancelled)
        if row.line not in ignored_lines:
            work.read(row, corrections or {})
    work.place()
    return work.made(table, mapping, ignored_lines)


def days_of(table: RawTable, mapping: ColumnMapping, corrections: Corrections | None = None) -> set[date]:
    """The days that the file speaks of: what to read of the classeur."""
    reader = PresenceReader(table, mapping)
    found = (reader.read(row, corrections or {}).said for row in table.rows)
    return {said.day for said in found if said is not None}


def missing(mapping: ColumnMapping, options: Options) -> str:
    """Why the lines cannot be read yet, as a sentence; "" when they can."""
    if not any(mapping.columns_of(code) for code in ("number", *NAMES)):
        return typeset("Aucune colonne ne dit de qui il s’agit : choisissez le nom, le prénom ou le dossier.")
    if not mapping.columns_of("day"):
        return typeset("Aucune colonne ne donne la date : choisissez-la.")
    if not mapping.columns_of("activity") and options.activity is None:
        return typeset(NO_ACTIVITY)
    return ""


class _Plan:
    """The plan being made."""

    def __init__(
        self, context: PresenceContext, reader: PresenceReader, answers: Answers, options: Options
    ) -> None:
        self._context, self._reader, self._answers, self._options = context, reader, answers, options
        self._groups: dict[tuple[ActivityRef, date], list[tuple[PresenceLine, PersonRef]]] = {}
        self._questions: dict[Subject, Question] = {}
        self._titles: dict[str, str] = {}
        self._briques: dict[str, str] = {}
        self._found: dict[Subject, questions.Found] = {}
        self.ready: list[PlannedPresence] = []
        self.rejected: list[Rejected] = []
        self.remarks: list[Remark] = []
        self.known = self.empty = self.left = 0

    def read(self, row: RawRow, corrections: Corrections) -> None:
        """Read a line, find its person and its activity, put it with those of the same day."""
        reading = self._reader.read(row, corrections)
        self.rejected += reading.errors
        self.remarks += reading.remarks
        self.empty += reading.empty
        said = reading.said
        if said is None:
            return
        person = self._person(said)
        activity = self._activity(said)
        if said.status == AWAY:
            kind = questions.absence(AWAY, self._answers)
            if isinstance(kind, Question):
                self._ask(kind, said.line)
                return
            said = replace(said, status=kind)
        if person is None or activity is None or SKIP in (person, activity, said.status):
            self.left += SKIP in (person, activity, said.status)
            return
        assert not isinstance(person, str)
        self._groups.setdefault((activity, said.day), []).append((said, person))

    def _person(self, said: PresenceLine) -> PersonRef | str | None:
        who = said.who
        try:
            found = self._found.get(who) or questions.person(who, self._context, self._answers)
        except ValueError as problem:
            self.rejected.append(self._reader.reject(said.line, "number", str(problem), who.number))
            return None
        self._found[who] = found
        if isinstance(found, Question):
            self._ask(found, said.line)
            return None
        return who if found == CREATE else found

    def _activity(self, said: PresenceLine) -> ActivityRef | None:
        chosen = self._options.activity
        if not said.activity:
            if isinstance(chosen, uuid.UUID):
                return chosen
            if chosen is None:
                self.rejected.append(self._reader.reject(said.line, "activity", "Dites l’activité."))
                return None
        title = said.activity or str(chosen)
        key = fold(title)
        found = self._found.get(key) or questions.activity(title, self._context, self._answers)
        self._found[key] = found
        if isinstance(found, Question):
            self._ask(found, said.line)
            return None
        if found != CREATE:
            return found
        self._titles.setdefault(key, " ".join(title.split())[:200])
        if (brique := self._context.briques.get(fold(said.brique))) is not None:
            self._briques.setdefault(key, brique)
        return key

    def _ask(self, question: Question, line: int) -> None:
        self._questions[question.subject] = self._questions.get(question.subject, question).also(line)

    def place(self) -> None:
        """Give every line its slot, day by day, and leave out what is already there."""
        for (activity, day), held in self._groups.items():
            if self._context.is_closed(activity if isinstance(activity, uuid.UUID) else None, day):
                self.rejected += (self._reader.reject(said.line, "day", CLOSED) for said, _person in held)
                continue
            existing: tuple[KnownSlot, ...] = ()
            if isinstance(activity, uuid.UUID):
                existing = self._context.slots.get((activity, day), ())
            people = {id(said): person for said, person in held}
            placing = place([said for said, _person in held], existing, dict(self._options.half_days))
            for said, target, sentence in placing.refused:
                self.rejected.append(self._reader.reject(said.line, target, sentence))
            for said, target, sentence in placing.remarked:
                self.remarks.append(Remark(said.line, self._reader.column(target), typeset(sentence)))
            by_id = {slot.id: slot for slot in existing}
            seen: dict[tuple[PersonRef, SlotRef], Placed] = {}
            for one in sorted(placing.placed, key=lambda placed: placed.said.line):
                self._keep(one, people[id(one.said)], activity, by_id, seen)

    def _keep(
        self,
        one: Placed,
        person: PersonRef,
        activity: ActivityRef,
        slots: Mapping[uuid.UUID, KnownSlot],
        seen: dict[tuple[PersonRef, SlotRef], Placed],
    ) -> None:
        said = one.said
        entry = said.status, one.late, one.early
        if (other := seen.get((person, one.ref))) is not None:
            if (other.said.status, other.late, other.early) == entry and other.said.minutes == said.minutes:
                words = (
                    f"La ligne{NBSP}{other.said.line} dit déjà la même chose : celle-ci n’est pas reprise."
                )
                self.remarks.append(Remark(said.line, self._reader.column("day"), typeset(words)))
                self.known += 1
            else:
                words = (
                    f"La ligne{NBSP}{other.said.line} dit autre chose de la même personne, au même moment."
                )
                self.rejected.append(self._reader.reject(said.line, "day", words))
            return
        seen[person, one.ref] = one
        start, end = one.ref if isinstance(one.ref, tuple) else (slots[one.ref].start, slots[one.ref].end)
        if isinstance(one.ref, uuid.UUID) and self._is_there(one, person, one.ref, slots[one.ref], entry):
            return
        self.ready.append(
            PlannedPresence(
                line=said.line,
                person=person,
                name=self._name(person),
                activity=activity,
                title=self._title(activity),
                day=said.day,
                slot=one.ref,
                start=start,
                end=end,
                status=said.status,
                late=one.late,
                early=one.early,
                comment=said.comment,
            )
        )

    def _is_there(
        self, one: Placed, person: PersonRef, slot_id: uuid.UUID, slot: KnownSlot, entry: tuple[str, int, int]
    ) -> bool:
        """Whether the classeur answers already: the same presence, another one, or a validated sheet."""
        person_id = person if isinstance(person, uuid.UUID) else None
        known = self._context.entered.get((person_id, slot_id)) if person_id else None
        sheet = slot.locks.of(person_id)
        if known is not None and (known[0], known[1] + known[2]) == (entry[0], entry[1] + entry[2]):
            self.known += 1
            return True
        if known is not None:
            words = f"« {STATUSES[known[0]]} » est déjà saisi dans le classeur : rien n’y est changé."
            self.rejected.append(self._reader.reject(one.said.line, "status", words))
        elif sheet is not None:
            words = f"La feuille {sheet[1]} est validée : choisissez « Corriger… » dans la grille."
            self.rejected.append(self._reader.reject(one.said.line, "day", words))
        return known is not None or sheet is not None

    def _name(self, person: PersonRef) -> str:
        if isinstance(person, uuid.UUID):
            return self._context.names.get(person, "")
        return f"{person.last_name or person.birth_name} {person.first_name}".strip()

    def _title(self, activity: ActivityRef) -> str:
        return self._context.titles[activity] if isinstance(activity, uuid.UUID) else self._titles[activity]

    def made(self, table: RawTable, mapping: ColumnMapping, ignored: frozenset[int]) -> PresencePlan:
        """The plan, its lists in the order of the file."""
        rejected = {reason.line for reason in self.rejected}
        return PresencePlan(
            ready=tuple(sorted((one for one in self.ready if one.line not in rejected), key=_by_line)),
            questions=questions.sorted_questions(self._questions.values()),
            rejected=tuple(sorted(dict.fromkeys(self.rejected), key=lambda reason: reason.line)),
            remarks=tuple(sorted(self.remarks, key=lambda remark: remark.line)),
            file_remarks=tuple(typeset(sentence) for sentence in self._file_remarks(table, mapping)),
            known=self.known,
            titles=self._titles,
            briques=self._briques,
            lines=len(table.rows) - sum(row.line in ignored for row in table.rows),
        )

    def _file_remarks(self, table: RawTable, mapping: ColumnMapping) -> Iterable[str]:
        yield from table.remarks
        titles = [
            m.title.replace("\n", " ") or f"colonne {m.letter}" for m in mapping.ignored if not m.remark
        ]
        if titles:
            yield f"Colonnes non reprises : {', '.join(titles)}."
        if self.empty:
            yield f"{count(self.empty, 'ligne')} sans présence ni absence : non comptées."
        if self.left:
            yield f"{count(self.left, 'ligne laissée de côté', 'lignes laissées de côté')} par votre choix."


def _by_line(one: PlannedPresence) -> tuple[int, int]:
    return one.line, one.start


def operation_label(made: PresencePlan) -> str:
    """« Reprise de 240 présences »: what Ctrl+Z will say."""
    return f"Reprise de {count(len(made.ready), 'présence')}"

"""« Inscriptions », « Présences », « Évaluations », « Historique »: what is read, and done elsewhere."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import (
    NBSP,
    count,
    date_medium,
    date_short,
    duration,
    percent,
    time_of_day,
)
from elans_desktop.services.calendar import enrolments
from elans_desktop.services.calendar.enrolments import ENROLLED, STATUSES, WITHDRAWN
from elans_desktop.services.participants import person_activity, person_history
from elans_desktop.services.participants.person_activity import AttendedRow, EnrolledRow, EvaluatedRow
from elans_desktop.services.participants.person_file import FileView
from elans_desktop.services.participants.person_history import HistoryEntry
from elans_desktop.services.pathways.situations import MOMENTS
from elans_desktop.services.presences.attendance_hours import Hours
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.badge import Badge
from elans_desktop.ui.kit.flow import flow
from elans_desktop.ui.kit.form import FieldSpec, Section
from elans_desktop.ui.kit.layout import clear_layout, column, holder, label, row
from elans_desktop.ui.kit.letter import Letter
from elans_desktop.ui.kit.sides import Sides

PRESENCES = {
    "P": ("présent", "success-ink"),
    "A": ("absence justifiée", "warning-ink"),
    "I": ("absence injustifiée", "danger-ink"),
    "E": ("excusé", "muted"),
    "D": ("dispensé", "muted"),
}
VOICES = {"professionnel": "vue par le professionnel", "personne": "auto-évaluation"}
FEW_LINES = 6
FEW_CHANGES = 8
"""Lines of an operation shown before « Voir 12 autres changements »."""
LONG_TEXT = 200


class LinesSection(QWidget):
    """A title, links at the right, and lines of 28."""

    def __init__(self, context: Context, title: str, *beside: QWidget) -> None:
        super().__init__()
        self.context = context
        self.file: FileView | None = None
        self.fact = label("", "secondary")
        self.lines = column(spacing=0)
        head = Sides(flow(label(title, "section"), self.fact, gap=12), row(*beside, spacing=16))
        self.setLayout(column(head, self.lines))

    def fill(self, lines: Sequence[QWidget], nothing: str) -> None:
        """Replace the lines; `nothing` says why there is none."""
        clear_layout(self.lines)
        for line in lines or [label(nothing, "secondary", wrap=True)]:
            self.lines.addWidget(line)


def fact_line(*parts: Any, widths: Sequence[int] = ()) -> QWidget:
    """A line of a file: texts and widgets, in a fixed width where `widths` gives one; other texts stretch."""
    line = row(spacing=12)
    for index, part in enumerate(parts):
        widget = part if isinstance(part, QWidget) else label(str(part), "body", wrap=True)
        if index < len(widths) and widths[index]:
            widget.setFixedWidth(theme.px(widths[index]))
            line.addWidget(widget)
        else:
            line.addWidget(widget, 1 if isinstance(widget, QLabel) and widget.wordWrap() else 0)
    made = holder(line)
    made.setMinimumHeight(28)
    return made


class EnrolmentsSection(LinesSection):
    """Activities of the person: enrol, withdraw, go to the calendar."""

    def __init__(self, context: Context, *, editable: bool) -> None:
        self.add_button = buttons.link("Inscrire à une activité", "plus", self._enrol)
        if not editable:
            self.add_button.hide()
        self._editable = editable
        super().__init__(context, "Inscriptions", self.add_button)

    def show_file(self, file: FileView) -> None:
        """Show the enrolments."""
        self.file = file
        self.fill(
            [self._line(row_) for row_ in file.enrolled],
            "Aucune inscription\u00a0: la personne n’est attendue à aucune séance.",
        )

    def _line(self, enrolled: EnrolledRow) -> QWidget:
        facts = [STATUSES.get(enrolled.status, enrolled.status)]
        if enrolled.since:
            facts.append(f"depuis le {date_short(enrolled.since)}")
        if enrolled.until:
            facts.append(f"jusqu’au {date_short(enrolled.until)}")
        if enrolled.hours.presences:
            facts.append(f"{duration(enrolled.hours.realised)} réalisées")
        if enrolled.next_day:
            facts.append(f"prochaine séance {date_medium(enrolled.next_day)}")
        title = buttons.link(enrolled.title)
        title.clicked.connect(
            lambda: self.context.window.navigate("calendar", "activity", enrolled.activity_id)
        )
        line = row(Letter(enrolled.brique_code or "calendar", side=16), title, spacing=12)
        line.addWidget(label(" · ".join(facts), "secondary", wrap=True), 1)
        if self._editable and enrolled.status == ENROLLED:
            line.addWidget(buttons.link("Retirer…", "", lambda: self._withdraw(enrolled)))
        made = holder(line)
        made.setMinimumHeight(28)
        return made

    def _enrol(self) -> None:
        file = self.file
        if file is None:
            return
        person_id = file.person.id
        offered = self.context.bridge.read(person_activity.available_activities, person_id)
        if not offered:
            dialogs.inform(
                self,
                "Aucune activité à proposer",
                "Créez une activité dans le calendrier\u00a0: vous pourrez y inscrire cette personne.",
            )
            return

        def save(values: dict[str, Any]) -> None:
            self.context.bridge.write(
                f"Inscrire {file.person.short_name}",
                enrolments.enrol,
                values["activity"],
                [person_id],
                since=values["since"],
            )

        form = Section(
            "",
            (
                FieldSpec("activity", "Activité", "choice", required=True, choices=offered, span=2),
                FieldSpec("since", "À partir du", "date", help="Vide\u00a0: depuis la première séance."),
            ),
        )
        title = f"Inscrire {file.person.short_name}"
        dialogs.ask_form(self, title, [form], values={"since": clock.today()}, accept="Inscrire", save=save)

    def _withdraw(self, enrolled: EnrolledRow) -> None:
        file = self.file
        if file is None:
            return

        def save(values: dict[str, Any]) -> None:
            self.context.bridge.write(
                f"Retirer {file.person.short_name} d’une activité",
                enrolments.withdraw,
                enrolled.activity_id,
                [file.person.id],
                last_day=values["last_day"],
            )

        form = Section("", (FieldSpec("last_day", "Dernier jour de présence", "date", required=True),))
        dialogs.ask_form(
            self,
            f"Retirer de «\u00a0{enrolled.title}\u00a0»",
            [form],
            values={"last_day": clock.today()},
            text="Les séances passées et leurs présences restent.",
            accept="Retirer",
            save=save,
        )

    def under_way(self) -> int:
        """How many activities go on."""
        return sum(row_.status != WITHDRAWN for row_ in self.file.enrolled) if self.file else 0


class PresencesSection(LinesSection):
    """Hours, assiduité and the last half-days."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Présences")
        self.figures = row(spacing=32)
        layout: Any = self.layout()
        layout.insertLayout(1, self.figures)

    def show_file(self, file: FileView) -> None:
        """Show hours and last half-days."""
        self.file = file
        seen = file.attendance
        clear_layout(self.figures)
        if seen.hours.planned or seen.last:
            for value, words in _figures(seen.hours):
                self.figures.addLayout(column(label(value, "total"), label(words, "caption"), spacing=0))
            self.figures.addStretch(1)
        missing = count(seen.missing, "demi-journée passée à saisir", "demi-journées passées à saisir")
        self.fact.setText(f"{missing}, hors assiduité" if seen.missing else "")
        self.fill([_attended(row_) for row_ in seen.last], "Aucune présence saisie pour l’instant.")


def _figures(hours: Hours) -> list[tuple[str, str]]:
    rate = percent(hours.rate) if hours.rate is not None else "–"
    return [
        (duration(hours.realised), f"réalisées sur {duration(hours.planned)} prévues"),
        (rate, "d’assiduité"),
        (duration(hours.justified), "d’absence justifiée"),
        (duration(hours.unjustified), "d’absence injustifiée"),
    ]


def _attended(seen: AttendedRow) -> QWidget:
    words, tone = PRESENCES.get(seen.status, (seen.status, "muted"))
    if seen.late or seen.early:
        words += f", {duration(seen.late + seen.early)} de retard ou de départ"
    times = f"{time_of_day(seen.start)} – {time_of_day(seen.end)}"
    return fact_line(
        Letter(seen.brique_code or "calendar", side=16),
        date_medium(seen.day),
        label(times, "muted"),
        seen.title,
        label(words, "medium", tone=tone, wrap=True),
        widths=(0, 132, 140),
    )


class EvaluationsSection(LinesSection):
    """The evaluations; « Évaluer » goes to the tab where they are made."""

    def __init__(self, context: Context, *, editable: bool) -> None:
        self.add_button = buttons.link("Évaluer", "clipboard-check", self._evaluate)
        self.add_button.setVisible(editable)
        super().__init__(context, "Évaluations", self.add_button)

    def show_file(self, file: FileView) -> None:
        """Show the evaluations."""
        self.file = file
        self.fill(
            [self._line(row_) for row_ in file.evaluated],
            "Aucune évaluation\u00a0: elles servent à voir le chemin parcouru, de l’entrée à la sortie.",
        )

    def _line(self, made: EvaluatedRow) -> QWidget:
        facts = [MOMENTS.get(made.moment, made.moment).lower(), VOICES.get(made.voice, made.voice)]
        facts.append(count(made.answered, "réponse"))
        if made.evaluator:
            facts.append(made.evaluator)
        title = buttons.link(made.grid)
        title.clicked.connect(lambda: self.context.window.navigate("evaluations", "evaluation", made.id))
        parts: list[Any] = [date_medium(made.day), title, label(" · ".join(facts), "secondary", wrap=True)]
        line = fact_line(*parts, widths=(132,))
        if not made.finished:
            layout: Any = line.layout()
            layout.addWidget(Badge("En cours", "warning"))
        return line

    def _evaluate(self) -> None:
        if self.file is not None:
            self.context.window.navigate("evaluations", "participant", self.file.person.id)


class HistorySection(LinesSection):
    """Who changed what, when. Read when it is first looked at."""

    def __init__(self, context: Context) -> None:
        self.more = buttons.link("Tout voir", "", self._show_all)
        super().__init__(context, "Historique", self.more)
        self._whole = False
        self._entries: tuple[HistoryEntry, ...] = ()
        self._condensed: date | None = None

    def show_file(self, file: FileView) -> None:
        """Show the last operations about the person."""
        if self.file is None or self.file.person.id != file.person.id:
            self._whole = False
        self.file = file
        self._entries = self._read(file.person.id)
        self._condensed = self.context.bridge.read(person_history.condensed_until)
        self._fill()

    def _read(self, participant_id: uuid.UUID) -> tuple[HistoryEntry, ...]:
        return self.context.bridge.read(person_history.of_participant, participant_id)

    def _show_all(self) -> None:
        self._whole = True
        self._fill()

    def _fill(self) -> None:
        shown = self._entries if self._whole else self._entries[:FEW_LINES]
        self.more.setVisible(len(self._entries) > len(shown))
        self.fact.setText(count(len(self._entries), "opération") if self._entries else "")
        lines = [_entry(entry) for entry in shown]
        last = shown[-1].at.date() if shown and len(shown) == len(self._entries) else None
        if last and self._condensed and last <= self._condensed:
            words = (
                f"Jusqu’au {date_short(self._condensed)}, l’historique est condensé{NBSP}: il garde le "
                "dernier état de chaque chose, et non chaque changement."
            )
            lines.append(label(words, "caption", wrap=True))
        self.fill(lines, "Rien n’a encore changé.")


def _entry(entry: HistoryEntry) -> QWidget:
    when = label(f"{date_short(entry.at.date())} {entry.at:%H:%M}", "secondary")
    when.setFixedWidth(theme.px(132))
    words = column(spacing=0)
    more = " (annulé ensuite)" if entry.undone else " (avant, condensé)" if entry.condensed else ""
    who = f"{entry.label}{more}"
    words.addLayout(row(label(who, "medium"), label(entry.who, "secondary"), None, spacing=12))
    told = column(spacing=0)
    words.addLayout(told)

    def tell(lines: Sequence[person_history.HistoryLine]) -> None:
        for line in lines:
            told.addWidget(label(_change(line), "secondary", wrap=True))

    tell(entry.lines[:FEW_CHANGES])
    if rest := entry.lines[FEW_CHANGES:]:
        button = buttons.link(f"Voir {count(len(rest), 'autre changement', 'autres changements')}", "")
        button.clicked.connect(lambda: (button.hide(), tell(rest)))
        words.addWidget(button)
    made = row(spacing=12, margins=(0, 4, 0, 4))
    made.addLayout(column(2, when, None, spacing=0))
    made.addLayout(words, 1)
    return holder(made)


def _short(text: str) -> str:
    """A long text in a line of the history; the history of its field shows it whole."""
    flat = " ".join(text.split())
    return flat if len(flat) <= LONG_TEXT else f"{flat[: LONG_TEXT - 1]}…"


def _change(line: person_history.HistoryLine) -> str:
    old, new = _short(line.old), _short(line.new)
    if line.name == person_history.CONDENSED:
        return f"{line.what}{NBSP}: {new}" if new else line.what
    if line.name in (person_history.ADDED, person_history.REMOVED, person_history.ERASED):
        said = new or old
        return f"{line.what}, {line.name}{NBSP}: {said}" if said else f"{line.what}, {line.name}"
    if not old:
        return f"{line.what}, {line.name}{NBSP}: {new}"
    return f"{line.what}, {line.name}{NBSP}: {old} → {new or 'vide'}"

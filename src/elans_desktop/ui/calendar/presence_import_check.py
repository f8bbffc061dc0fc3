"""Third step of an import of presences: those ready, the questions, the lines to correct."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import NBSP, clock_time, count, date_medium, duration
from elans_desktop.services.imports.presence_questions import SKIP, Answers, Question, Subject
from elans_desktop.services.imports.presences import PlannedPresence, PresencePlan
from elans_desktop.services.imports.reports import lines_words
from elans_desktop.services.presences.attendance import STATUSES
from elans_desktop.ui.imports.check import LinesStep, line_label
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.fields import ChoiceField
from elans_desktop.ui.kit.layout import column, holder, label, row
from elans_desktop.ui.kit.table import Column, Table


class PresencesStep(LinesStep):
    """A question is asked once for all the lines that raise it; its answer counts at once."""

    def __init__(self) -> None:
        self._answers: dict[Subject, str] = {}
        self._asked: list[Question] = []
        ready = Table(
            (
                Column(
                    "line", "Ligne", lambda p: str(p.line), width=72, align="right", sort=lambda p: p.line
                ),
                Column("name", "Personne", lambda p: p.name, paint="strong"),
                Column("day", "Jour", lambda p: date_medium(p.day), width=140, sort=lambda p: p.day),
                Column("hours", "Horaire", _hours, width=130, sort=lambda p: p.start),
                Column("status", "Présence", _status, width=210),
                Column("realised", "Réalisé", lambda p: duration(p.realised), width=84, align="right"),
                Column("activity", "Activité", lambda p: p.title),
            ),
            row_id=lambda p: (p.line, p.start),
            counted=("présence", "présences"),
            empty=EmptyState("list-checks", "Aucune présence prête à reprendre"),
            name="Présences prêtes",
        )
        super().__init__(ready, "À décider")

    def clear(self) -> None:
        """Another file: forget the corrections and the answers."""
        super().clear()
        self._answers.clear()
        self._asked.clear()

    def answers(self) -> Answers:
        """What was decided."""
        return dict(self._answers)

    def answer(self, subject: Subject, answer: str) -> None:
        """Decide, and plan again."""
        self._answers[subject] = answer
        self.check_asked.emit()

    def show_plan(self, plan: PresencePlan) -> None:
        """Show what the import would do; a question answered stays, to be changed."""
        known = {question.subject for question in self._asked}
        self._asked += [question for question in plan.questions if question.subject not in known]
        self.ready.set_rows(plan.ready)
        self.show_open([self._maker(question) for question in self._asked], "Tout se lit sans hésiter.")
        self.show_lines(plan, len(plan.ready), len(plan.questions))
        total = len(plan.ready)
        self.import_button.setText(f"Reprendre {count(total, 'présence')}")
        self.import_button.setEnabled(bool(total))
        self.left_out.setText(", ".join(_aside(plan)))

    def _maker(self, question: Question) -> Callable[[], QWidget]:
        return lambda: self._question(question)

    def _question(self, question: Question) -> QWidget:
        field = ChoiceField("", question.choices, empty=None, name=f"Que faire de {question.words}")
        field.set_value(self._answers.get(question.subject, SKIP))
        field.setFixedWidth(380)
        field.changed.connect(lambda: self.answer(question.subject, field.value()))
        about = column(
            label(question.words, "strong", wrap=True), label(question.why, "secondary"), spacing=0
        )
        line = row(
            line_label(lines_words(list(question.lines)).replace("Lignes", f"Lignes{NBSP}"), 150), spacing=16
        )
        line.addLayout(about, 1)
        line.addWidget(field)
        return holder(line)


def _hours(one: PlannedPresence) -> str:
    return f"{clock_time(one.start)}{NBSP}–{NBSP}{clock_time(one.end)}"


def _status(one: PlannedPresence) -> str:
    away = one.late + one.early
    return f"{STATUSES[one.status]}, {duration(away)} en moins" if away else STATUSES[one.status]


def _aside(plan: PresencePlan) -> list[str]:
    """What is made besides, and what is left aside."""
    return [
        count(value, one, several)
        for value, one, several in (
            (len(plan.new_activities), "activité à créer", "activités à créer"),
            (len(plan.new_seances), "séance à créer", "séances à créer"),
            (len(plan.new_people), "dossier à créer", "dossiers à créer"),
            (plan.known, "déjà là", "déjà là"),
            (plan.waiting, "ligne à décider", "lignes à décider"),
            (len(plan.rejected_lines), "ligne à corriger", "lignes à corriger"),
        )
        if value
    ]

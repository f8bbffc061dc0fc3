"""« Suivi après la sortie »: three and six months after, the tries to reach the person."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import count, date_medium, date_short
from elans_desktop.services.participants.person_choices import PersonChoices
from elans_desktop.services.participants.person_file import FileView
from elans_desktop.services.pathways import follow_up
from elans_desktop.services.pathways.follow_up import MOMENTS, WORDS, CallInput, CallRow, MomentView
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit.badge import Badge
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import holder, label, row
from elans_desktop.ui.participants.entries import EntriesSection
from elans_desktop.ui.participants.followed import fact_line
from elans_desktop.ui.participants.section import Values

NAME = "participant.call"


def sections(lists: PersonChoices) -> Sequence[Section]:
    """One try."""
    return (
        Section(
            "",
            (
                FieldSpec(
                    "moment", "Moment", "choice", choices=tuple(WORDS.items()), options={"empty": None}
                ),
                FieldSpec("day", "Appel du", "date", True),
                FieldSpec(
                    "outcome_code",
                    "Ce que l’appel a donné",
                    "choice",
                    True,
                    choices=lists.lists["follow_up_outcome"],
                ),
                FieldSpec("note", "Remarque", "multiline", rows=2),
            ),
        ),
    )


class FollowUpSection(EntriesSection):
    """The follow-up of the pathway on show, once left."""

    def __init__(self, context: Context, lists: PersonChoices, *, editable: bool) -> None:
        super().__init__(
            context,
            "Suivi après la sortie",
            "Noter un appel",
            lambda: Form(sections(lists)),
            NAME,
            editable=editable,
        )
        self._moments: tuple[MomentView, ...] = ()

    def _shown(self, file: FileView) -> bool:
        return bool(self._moments)

    def _title(self, one: CallRow | None) -> str:
        return f"Appel du {date_short(one.day)}" if one else "Nouvel appel"

    def _fact(self, rows: Sequence[MomentView | CallRow]) -> str:
        tries = sum(isinstance(one, CallRow) for one in rows)
        return count(tries, "appel") if tries else ""

    def _rows(self, file: FileView) -> Sequence[MomentView | CallRow]:
        assert file.pathway is not None
        left = file.pathway.input.exit_on is not None
        self._moments = self.context.bridge.read(follow_up.of_pathway, file.pathway.id) if left else ()
        return [line for moment in self._moments for line in (moment, *moment.calls)]

    def _line(self, one: MomentView | CallRow) -> QWidget:
        if isinstance(one, MomentView):
            words, tone = _state(one)
            head = row(label(WORDS[one.moment], "medium"), spacing=12)
            head.addWidget(label(f"le {date_medium(one.due_on)}", "secondary"))
            head.addWidget(Badge(words, tone))
            head.addStretch(1)
            made = holder(head)
            made.setMinimumHeight(28)
            return made
        facts = " · ".join(part for part in (one.by, one.input.note) if part)
        line = fact_line(
            "", date_medium(one.day), one.outcome, label(facts, "secondary", wrap=True), widths=(12, 132)
        )
        layout = line.layout()
        assert layout is not None
        layout.addWidget(self.tools(one, f"l’appel du {date_short(one.day)}"))
        return line

    def _fresh(self, file: FileView) -> Values:
        waiting = [one.moment for one in self._moments if not one.done]
        moment = waiting[0] if waiting else next(reversed(MOMENTS))
        return {"moment": moment, "day": clock.today(), "outcome_code": None, "note": ""}

    def _values(self, one: CallRow) -> Values:
        typed = one.input
        return {
            "moment": typed.moment,
            "day": typed.day,
            "outcome_code": typed.outcome_code,
            "note": typed.note,
        }

    def _store(self, file: FileView, one: CallRow | None, values: Values) -> None:
        assert file.pathway is not None
        typed = CallInput(
            file.pathway.id,
            id=one.id if one else None,
            professional_id=one.input.professional_id if one else None,
            **values,
        )
        words = f"Noter un appel à {file.person.short_name}"
        self.context.bridge.write(words, follow_up.save, typed)

    def _remove(self, file: FileView, one: CallRow) -> str:
        words = f"Supprimer un appel à {file.person.short_name}"
        self.context.bridge.write(words, follow_up.delete, one.id)
        return "Appel supprimé"

    def _subject(self, file: FileView) -> uuid.UUID | None:
        return file.pathway.id if file.pathway else None


def _state(one: MomentView) -> tuple[str, str]:
    """What is said of a moment, and its tone."""
    if one.answer is not None:
        return one.answer.outcome, "success"
    if one.due_on > clock.today():
        return "à venir", "neutral"
    return "à appeler", "accent"

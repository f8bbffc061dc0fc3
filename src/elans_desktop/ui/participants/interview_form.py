"""The form of an interview: what was said in facts, beside the private note; a minute, without the mouse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from elans_desktop.core import clock
from elans_desktop.core.text import short_name
from elans_desktop.services.organisation import wording
from elans_desktop.services.participants.person_choices import PersonChoices
from elans_desktop.services.participants.person_file import FileView
from elans_desktop.services.pathways import interviews
from elans_desktop.services.pathways.interviews import InterviewInput, NextMeeting
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.field import Field
from elans_desktop.ui.kit.fields import MultilineField
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import label
from elans_desktop.ui.kit.note import PrivateNote
from elans_desktop.ui.participants.editable import InPlaceForm
from elans_desktop.ui.participants.notes_field import NotesField
from elans_desktop.ui.participants.section import Values

NEW, CHANGED = "participant.interview.new", "participant.interview"
USUAL_MINUTES = 45
SUMMARY_ROWS, NOTE_ROWS = 7, 5
_LEFT_OUT = ("id", "participant_id", "pathway_id")


class PrivateNoteField(MultilineField):
    """The note of the person at the keyboard: on sand, dashed, with a lock."""

    def __init__(self, reader: str) -> None:
        super().__init__("", rows=NOTE_ROWS, name="Note privée, que vous seul lisez")
        layout: Any = self.layout()
        layout.removeWidget(self.area)
        self.card = PrivateNote(reader=reader, content=self.area)
        layout.insertWidget(1, self.card)


def sections(lists: PersonChoices, reader: str) -> Sequence[Section]:
    """When and how, who, what was said beside the private note, what comes next."""

    def summary() -> Field:
        return NotesField("Synthèse partageable", rows=SUMMARY_ROWS)

    def follow_up() -> Field:
        return NotesField("Suites données", rows=2)

    return (
        Section(
            "",
            (
                FieldSpec("day", "Date", "date", required=True),
                FieldSpec("start", "Heure", "time"),
                FieldSpec("medium_code", "Modalité", "choice", choices=lists.lists[interviews.MEDIA], span=2),
                FieldSpec("duration", "Durée", "duration"),
                FieldSpec("professional_id", "Avec", "choice", choices=lists.professionals),
                FieldSpec("present", "Autres présents", span=2),
                FieldSpec("summary", "", span=2, make=summary),
                FieldSpec("private_note", "", span=2, make=lambda: PrivateNoteField(reader)),
                FieldSpec("follow_up", "", span=2, make=follow_up),
                FieldSpec(
                    "subject_code",
                    "Objet, si une feuille est signée",
                    "choice",
                    choices=lists.subjects,
                    span=2,
                    help="Le seul mot que la feuille montrera de l’entretien.",
                ),
                FieldSpec("next_on", "Prochain rendez-vous", "date"),
                FieldSpec("next_start", "Heure du rendez-vous", "time"),
                FieldSpec("next_place", "Lieu du rendez-vous", span=2),
                FieldSpec("to_reread", "À relire avant de partager", "check", span=4),
            ),
        ),
    )


class InterviewForm(InPlaceForm):
    """One interview, new or changed: one operation, the private note with it."""

    def __init__(
        self,
        context: Context,
        lists: PersonChoices,
        file: FileView,
        known: InterviewInput,
        *,
        delete: Callable[[InterviewInput], object],
    ) -> None:
        self._file, self._known = file, known
        new = known.id is None
        remove = buttons.link("Supprimer…", "trash-2", lambda: delete(known))
        actor = context.bridge.actor
        form = Form(sections(lists, reader(actor.name)), columns=4)
        super().__init__(
            context,
            "Nouvel entretien" if new else "Modifier l’entretien",
            form,
            NEW if new else CHANGED,
            self._write,
            beside=() if new else (remove,),
            above=(label(wording.REMINDER, "secondary", wrap=True),),
        )
        subject = file.person.id if new else known.id
        self.begin(subject, file.person.name, to_values(known))

    def _write(self, values: Values) -> None:
        person = self._file.person
        verb = "Noter" if self._known.id is None else "Modifier"
        typed = replace(self._known, **values)
        self.context.bridge.write(f"{verb} un entretien avec {person.short_name}", interviews.save, typed)


def reader(name: str) -> str:
    """« Nadia L. »: whose note it is."""
    first, _space, last = name.rpartition(" ")
    return short_name(last, first)


def to_values(known: InterviewInput) -> dict[str, Any]:
    """What the form shows of an interview."""
    values = {name: getattr(known, name) for name in InterviewInput.__slots__ if name not in _LEFT_OUT}
    return values | {"private_note": known.private_note or ""}


def new_input(context: Context, file: FileView, *, meeting: NextMeeting | None = None) -> InterviewInput:
    """A new interview: today, by whoever is at the keyboard; at the hour of the appointment it honours."""
    actor = context.bridge.actor
    due = meeting if meeting is not None and meeting.day == clock.today() else None
    return InterviewInput(
        participant_id=file.person.id,
        pathway_id=file.pathway.id if file.pathway else None,
        day=clock.today(),
        start=due.start if due else None,
        duration=USUAL_MINUTES,
        medium_code="rdv",
        professional_id=actor.professional_id,
        private_note="",
    )

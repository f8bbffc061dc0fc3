"""The sections of the file of a person: each declares itself here, in the order of the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.services.participants import sensitive
from elans_desktop.services.participants.person_choices import PersonChoices
from elans_desktop.services.participants.person_file import FileView
from elans_desktop.services.permissions import Right, allowed
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit.layout import column, holder, separator
from elans_desktop.ui.participants import barriers, interviews, objectives, situation
from elans_desktop.ui.participants.aids import AidsSection
from elans_desktop.ui.participants.appointments import AppointmentsSection
from elans_desktop.ui.participants.barriers import BarriersSection
from elans_desktop.ui.participants.confidential import ConfidentialSection
from elans_desktop.ui.participants.contacts import ContactsSection
from elans_desktop.ui.participants.documents import DocumentsSection
from elans_desktop.ui.participants.editable import Typed
from elans_desktop.ui.participants.exit import ExitSection
from elans_desktop.ui.participants.follow_up import FollowUpSection
from elans_desktop.ui.participants.followed import (
    EnrolmentsSection,
    EvaluationsSection,
    HistorySection,
    PresencesSection,
)
from elans_desktop.ui.participants.handed import HandedSection
from elans_desktop.ui.participants.identity import IdentitySection
from elans_desktop.ui.participants.immersions import ImmersionsSection
from elans_desktop.ui.participants.interviews import InterviewsSection
from elans_desktop.ui.participants.objectives import ObjectivesSection
from elans_desktop.ui.participants.orientation import OrientationSection
from elans_desktop.ui.participants.pathway import PathwaySection
from elans_desktop.ui.participants.rights_section import RightsSection
from elans_desktop.ui.participants.situation import SituationSection

Mark = tuple[str, str]
"""Words of the outline and their tone; « ok » is a check, "" nothing."""


FILE_TABLES = frozenset(
    {
        "situation",
        "situation_choice",
        "detection_contact",
        "enrolment",
        "enrolment_period",
        "presence",
        "seance",
        "seance_slot",
        "seance_guest",
        "slot_trainer",
        "evaluation",
        "answer",
        "attachment",
        "sensitive_record",
        "barrier_review",
        "objective",
        "objective_action",
        "interview",
        "private_note",
        "setting",
        "pathway_ground",
        "immersion",
        "financial_aid",
        "handed_document",
        "follow_up_call",
        "issued_document",
        "person_request",
    }
)
"""Tables that the sections read, besides those of the list: the file is read again when one changes."""


@dataclass(frozen=True)
class Part:
    """A section: its line in the outline, what it shows, what may be typed in it."""

    key: str
    """How other views name it: `navigate("participants", key, person)`."""
    title: str
    content: QWidget
    show: tuple[Callable[[FileView], None], ...]
    """Each is given the file at every showing; what is not in `FileView` it reads by itself."""
    forms: tuple[Typed, ...] = ()
    mark: Callable[[FileView], Mark] | None = None
    later: bool = False
    """Filled once the file is painted: below the fold, and long to read."""


def parts(context: Context, choices: PersonChoices, *, frozen: bool = False) -> tuple[Part, ...]:
    """The sections this user sees, in the order of the page. `frozen`: they are read, and nothing is
    written in them but what the person asks."""
    editable = allowed(context.bridge.actor, Right.EDIT_PEOPLE) and not frozen
    support = allowed(context.bridge.actor, Right.SUPPORT)
    leaving = ExitSection(context, choices, editable=editable)
    return (
        _identity(context, choices, editable),
        _situation(context, choices, editable),
        _pathway(context, choices, editable, leaving),
        *(_accompaniment(context, choices, editable) if support else ()),
        _enrolments(context, frozen=frozen),
        _presences(context),
        _evaluations(context, frozen=frozen),
        _documents(context, choices, editable),
        *_confidential(context, choices, frozen=frozen),
        _exit(context, choices, editable, leaving),
        _rights(context),
        _history(context),
    )


def _identity(context: Context, choices: PersonChoices, editable: bool) -> Part:
    section = IdentitySection(context, choices, editable=editable)
    return Part(
        "identity", "Identité", section, (section.show_file,), (section,), lambda file: _identity_mark(file)
    )


def _identity_mark(file: FileView) -> Mark:
    known = file.person.input
    complete = all(
        (
            known.last_name or known.birth_name,
            known.first_name,
            known.birth_date,
            known.sex,
            known.nationality,
            known.address or known.domiciliation,
            known.commune,
            known.phone or known.email,
            known.information_given_on,
        )
    )
    return ("ok" if complete else ""), ""


def _situation(context: Context, choices: PersonChoices, editable: bool) -> Part:
    section = SituationSection(context, choices, editable=editable)
    return Part(
        "situation",
        "Situation",
        section,
        (section.show_file,),
        (section,),
        lambda _file: situation.summary(section.blanks()),
    )


def _pathway(context: Context, choices: PersonChoices, editable: bool, leaving: ExitSection) -> Part:
    road = PathwaySection(context, choices, editable=editable)
    road.leave_asked.connect(leaving.prepare)
    orientation = OrientationSection(context, choices, editable=editable)
    contacts = ContactsSection(context, choices, editable=editable)
    immersions = ImmersionsSection(context, choices, editable=editable)
    aids = AidsSection(context, choices, editable=editable)
    content, shows = _stacked(road, orientation, contacts, immersions, aids)
    return Part("pathway", "Parcours", content, shows, (road, orientation, immersions, aids))


def _stacked(*blocks: Any) -> tuple[QWidget, tuple[Callable[[FileView], None], ...]]:
    """Blocks of one section, a line above each but the first; the line goes when its block does."""
    lines = [separator() for _block in blocks]
    lines[0].hide()
    stack = [part for pair in zip(lines, blocks, strict=True) for part in pair]

    def show(file: FileView) -> None:
        for line, block in zip(lines, blocks, strict=True):
            block.show_file(file)
            line.setVisible(line is not lines[0] and not block.isHidden())

    return holder(column(*stack, spacing=12)), (show,)


def _exit(context: Context, choices: PersonChoices, editable: bool, leaving: ExitSection) -> Part:
    after = FollowUpSection(context, choices, editable=editable)
    content, shows = _stacked(leaving, after)
    return Part("exit", "Sortie", content, shows, (leaving, after), leaving.mark)


def _accompaniment(context: Context, choices: PersonChoices, editable: bool) -> tuple[Part, ...]:
    """Freins, objectives, interviews: for the roles that see them."""
    freins = BarriersSection(context, choices, editable=editable)
    aims = ObjectivesSection(context, choices, editable=editable)
    talks = InterviewsSection(context, choices, editable=editable)
    freins.action_asked.connect(aims.act_on)
    return (
        Part("barriers", "Freins", freins, (freins.show_file,), (freins,), barriers.summary),
        Part("objectives", "Objectifs", aims, (aims.show_file,), (aims,), objectives.summary),
        Part("interviews", "Entretiens", talks, (talks.show_file,), (talks,), interviews.summary),
    )


def _enrolments(context: Context, *, frozen: bool) -> Part:
    editable = allowed(context.bridge.actor, Right.EDIT_CALENDAR) and not frozen
    section = EnrolmentsSection(context, editable=editable)
    content, shows = _stacked(section, AppointmentsSection(context, editable=editable))
    return Part(
        "enrolments",
        "Inscriptions",
        content,
        shows,
        mark=lambda _file: (str(section.under_way() or ""), ""),
    )


def _presences(context: Context) -> Part:
    section = PresencesSection(context)
    return Part("presences", "Présences", section, (section.show_file,))


def _evaluations(context: Context, *, frozen: bool) -> Part:
    editable = allowed(context.bridge.actor, Right.EVALUATE) and not frozen
    section = EvaluationsSection(context, editable=editable)
    return Part(
        "evaluations",
        "Évaluations",
        section,
        (section.show_file,),
        mark=lambda file: (str(len(file.evaluated) or ""), ""),
    )


def _documents(context: Context, choices: PersonChoices, editable: bool) -> Part:
    section = DocumentsSection(context, choices.lists["attachment_kinds"], editable=editable)
    handed = HandedSection(context, editable=editable)
    content, shows = _stacked(section, handed)
    return Part(
        "documents",
        "Documents",
        content,
        shows,
        (handed,),
        mark=lambda _file: section.mark(),
        later=True,
    )


def _confidential(context: Context, choices: PersonChoices, *, frozen: bool) -> tuple[Part, ...]:
    """Where the classeur keeps the block, for the roles that may read it in some files at least."""
    if not allowed(context.bridge.actor, Right.READ_SENSITIVE):
        return ()
    if not context.bridge.read(sensitive.is_kept):
        return ()
    section = ConfidentialSection(context, choices, editable=not frozen)
    return (Part("sensitive", "Confidentiel", section, (section.show_file,), (section.form_section,)),)


def _rights(context: Context) -> Part:
    section = RightsSection(context, editable=allowed(context.bridge.actor, Right.EDIT_PEOPLE))
    return Part(
        "rights",
        "Ses droits",
        section,
        (section.show_file,),
        (section,),
        lambda _file: section.mark(),
        later=True,
    )


def _history(context: Context) -> Part:
    section = HistorySection(context)
    return Part("history", "Historique", section, (section.show_file,), later=True)

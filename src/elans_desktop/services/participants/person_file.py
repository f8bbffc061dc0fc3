"""The whole file of a person, read in one session: what the page of the file shows."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from elans_desktop.services.participants import detection, participants, person_activity, person_timeline
from elans_desktop.services.participants.detection import ContactRow
from elans_desktop.services.participants.participants import ParticipantView
from elans_desktop.services.participants.person_activity import AttendanceView, EnrolledRow, EvaluatedRow
from elans_desktop.services.participants.person_timeline import TimelineView
from elans_desktop.services.pathways import iae_criteria, interviews, situations, support
from elans_desktop.services.pathways.iae_criteria import Criterion
from elans_desktop.services.pathways.interviews import NextMeeting
from elans_desktop.services.pathways.pathways import PathwayView
from elans_desktop.services.pathways.situations import SituationInput
from elans_desktop.services.pathways.support import SupportView
from elans_desktop.services.scope import Scope
from elans_desktop.storage import drafts

DRAFTS = "participant."
"""Beginning of the codes of the forms of a file."""


@dataclass(frozen=True, slots=True)
class FileView:
    """A person, the pathway on show and all that hangs on them. The history is read apart."""

    person: ParticipantView
    pathway: PathwayView | None
    """The latest one of the scope, else the latest of all."""
    situations: dict[str, SituationInput] = field(repr=False)
    contacts: tuple[ContactRow, ...] = field(repr=False)
    enrolled: tuple[EnrolledRow, ...]
    attendance: AttendanceView
    evaluated: tuple[EvaluatedRow, ...]
    support: SupportView | None = None
    """Freins, objectives, interviews; None for a role that does not see them."""
    timeline: TimelineView = field(default_factory=TimelineView)
    appointment: NextMeeting | None = field(default=None, repr=False)
    """The next interview: every role that reads files sees it."""
    drafts: Mapping[tuple[str, uuid.UUID | None], int] = field(default_factory=dict[Any, int])
    """What the user was typing in the forms of `participant.*`: form and subject, then instant."""
    criteria: tuple[Criterion, ...] = ()
    """Criteria of the IAE this user sees in this file."""


def view(
    session: Session, participant_id: uuid.UUID, scope: Scope, pathway_id: uuid.UUID | None = None
) -> FileView:
    """The file of a person; `pathway_id` chooses among several pathways. Raises NotFoundError."""
    person = participants.view(session, participant_id)
    pathway = _chosen(person.pathways, scope, pathway_id)
    accompanied = support.of_person(session, participant_id, pathway.id if pathway else None)
    boxes = iae_criteria.visible(session, participant_id)
    return FileView(
        person=person,
        pathway=pathway,
        situations=situations.of_pathway(session, pathway.id, boxes) if pathway else {},
        contacts=detection.of_participant(session, participant_id),
        enrolled=person_activity.enrolled(session, participant_id),
        attendance=person_activity.attendance(session, participant_id),
        evaluated=person_activity.evaluated(session, participant_id),
        support=accompanied,
        timeline=person_timeline.of_participant(session, participant_id),
        appointment=accompanied.interviews.next
        if accompanied
        else interviews.next_meeting(session, participant_id),
        drafts=drafts.waiting(session, DRAFTS),
        criteria=boxes,
    )


def _chosen(
    pathways: tuple[PathwayView, ...], scope: Scope, pathway_id: uuid.UUID | None
) -> PathwayView | None:
    if pathway_id:
        return next((p for p in pathways if p.id == pathway_id), None)
    in_scope = (p for p in pathways if p.agreement_id == scope.agreement_id)
    return next(in_scope, pathways[0] if pathways else None)

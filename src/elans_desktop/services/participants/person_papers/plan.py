"""Plan d’action: the objectives still open and their steps, to hand over and sign."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.formats import date_medium
from elans_desktop.models.support import Interview, Objective, ObjectiveAction
from elans_desktop.services.participants.paper_people import (
    ActionPlanView,
    PaperFact,
    PaperFacts,
    PlanAction,
    PlanObjective,
)
from elans_desktop.services.participants.person_papers import people, records
from elans_desktop.services.participants.person_papers.people import Case
from elans_desktop.services.participants.person_papers.records import Records
from elans_desktop.services.participants.person_papers.sheet_route import capital
from elans_desktop.services.participants.person_papers.sheet_support import appointment, who
from elans_desktop.services.participants.person_papers.words import Words
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.printing.printing import DocumentRequest

_DROPPED = "abandonne"
_REACHED = "atteint"
_DONE = "fait"


def prepare(session: Session, request: DocumentRequest) -> tuple[ActionPlanView, ...]:
    """One plan for each person; lines to write on where nothing is planned yet.

    Raises RuleError, NotFoundError, PermissionDenied.
    """
    require(session, Right.SUPPORT)
    cases = people.gather(session, request)
    words = Words(session)
    read = records.read(session, cases)
    return tuple(_view(case, words, read) for case in cases)


def _view(case: Case, words: Words, read: Records) -> ActionPlanView:
    pathway = case.pathway
    objectives = read.objectives.get(pathway.id, ()) if pathway else ()
    referent = words.professional(pathway.referent_id if pathway else None)
    today = clock.today()
    return ActionPlanView(
        letterhead=case.letterhead,
        printed_at=clock.local_now(),
        number=case.person.number,
        facts=PaperFacts(
            (
                (
                    PaperFact("Personne", case.name, 70),
                    PaperFact(capital(case.scheme.word("referent")), referent, 62),
                    PaperFact("Fait le", date_medium(today), 45),
                ),
            )
        ),
        own_words=pathway.own_words.strip() if pathway else "",
        objectives=tuple(
            _objective(words, one, read.actions.get(one.id, ()))
            for one in objectives
            if one.status_code not in (_DROPPED, _REACHED)
        ),
        next_appointment=_next(read.interviews.get(case.id, ())),
        referent=referent,
        person=case.name,
    )


def _objective(words: Words, one: Objective, actions: Sequence[ObjectiveAction]) -> PlanObjective:
    sensitive = words.is_sensitive("barriers", one.theme_code)
    return PlanObjective(
        wording=one.wording.strip(),
        theme="" if sensitive else words.labels("barriers", one.theme_code),
        due_on=one.due_on,
        actions=tuple(
            PlanAction(
                wording=action.wording.strip(),
                who="moi" if action.by_person else who(words, action),
                due_on=action.due_on,
                state=words.labels("action_status", action.status_code).lower(),
                done=action.status_code == _DONE,
            )
            for action in actions
            if action.status_code != _DROPPED
        ),
    )


def _next(interviews: Sequence[Interview]) -> str:
    """The first appointment still to come."""
    coming = [one for one in interviews if one.next_on is not None and one.next_on >= clock.today()]
    first = min(coming, key=lambda one: (one.next_on or clock.today(), one.next_start or 0), default=None)
    return appointment(first) if first is not None else ""

"""Accueil: people to be called back, called after their exit, answered; papers and files that come to their
end."""

from __future__ import annotations

import uuid
from datetime import timedelta
from itertools import islice

from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.formats import count
from elans_desktop.core.text import natural_name
from elans_desktop.services.home.home_task import MOST, Task
from elans_desktop.services.participants import detection_list, papers
from elans_desktop.services.pathways import follow_up
from elans_desktop.services.privacy import person_requests, purge
from elans_desktop.services.scope import Scope


def to_recall(session: Session, scope: Scope) -> tuple[Task, ...]:
    """People met who are to be called back within the week, or who wait since a day that has passed."""
    today = clock.today()
    return tuple(
        Task(
            one.participant_id or one.contact_id,
            one.name or f"Contact sans nom, {one.place or 'lieu non précisé'}",
            one.recall_on or one.met_on,
            "" if one.recall_on else "sans date",
            urgent=one.recall_on is not None and one.recall_on <= today,
            other_id=one.contact_id,
        )
        for one in detection_list.recalls(session, scope, today + timedelta(days=7), MOST)
    )


def to_call(session: Session, scope: Scope) -> tuple[Task, ...]:
    """People who left three or six months ago and whom nobody has reached yet; `id` is their pathway."""
    today = clock.today()
    found = (one for one in follow_up.due(session, scope) if one.due_on <= today)
    return tuple(
        Task(
            one.pathway_id,
            one.natural_name,
            one.due_on,
            follow_up.WORDS[one.moment],
            other_id=one.participant_id,
        )
        for one in islice(found, MOST + 1)
    )


def past_their_time(session: Session) -> tuple[Task, ...]:
    """One line for all the files that are due: nobody is named on Accueil for that."""
    many = purge.how_many(session)
    if not many:
        return ()
    cut = many > MOST
    words = f"Plus de {MOST} dossiers" if cut else count(many, "dossier")
    return (Task(uuid.UUID(int=0), words, None, "à archiver ou à anonymiser"),)


def ending_papers(session: Session, scope: Scope) -> tuple[Task, ...]:
    """Papers of open files that come to their end, or ended lately."""
    today = clock.today()
    return tuple(
        Task(
            one.participant_id,
            natural_name(one.last_name, one.first_name),
            one.expires_on,
            one.label,
            urgent=one.expires_on <= today,
        )
        for one in papers.expiring(session, scope.agreement_id, MOST)
    )


def to_answer(session: Session) -> tuple[Task, ...]:
    """Requests of people about their data that nobody answered yet, the first due first."""
    soon = clock.today() + person_requests.SOON
    return tuple(
        Task(one.input.participant_id, one.name, one.due_on, one.kind, urgent=one.due_on <= soon)
        for one in person_requests.waiting(session)
    )
